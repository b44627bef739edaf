"""The Merkle tree over the ledger's entries (RFC 6962 section 2.1; RFC 9162 section 2.1).

A leaf is the hash of an entry's body under the prefix 0x00, a node the hash of its two children under
0x01. One entry can so be proved without showing the others (inclusion), and a later tree be shown to
begin with an earlier one (consistency).

Two forms of the same tree. `Growing` knows only its right edge, at most one hash for each bit of its
size: enough to append and to know the root. `Tree` holds every leaf hash, 32 bytes each in one piece of
memory, and computes one level after the other: enough for any proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

WIDTH = 32
"""Bytes of a SHA-256."""

EMPTY = sha256(b"").digest()
"""The root over no leaf (RFC 6962 2.1)."""


def leaf_hash(body: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 2.1)."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 6962 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree to which leaves are appended: its size and the roots of its whole subtrees, largest first.

    :param size: how many leaves it has.
    :param edge: one root for each bit of the size that is set, as `edge` of an earlier one gave them.
    :raises ValueError: when these do not fit together.
    """

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)
        if size < 0 or len(self._edge) != size.bit_count() or any(len(h) != WIDTH for h in self._edge):
            raise ValueError(f"{len(self._edge)} subtrees are not the edge of a tree of {size} leaves")

    @property
    def edge(self) -> tuple[bytes, ...]:
        """The roots of the whole subtrees, largest first."""
        return tuple(self._edge)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        edge, size = self._edge, self.size
        while size & 1:
            leaf = sha256(b"\x01" + edge.pop() + leaf).digest()
            size >>= 1
        edge.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._edge:
            return EMPTY
        value = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            value = node_hash(left, value)
        return value


def tree_hash(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in one pass and logarithmic memory."""
    tree = Growing()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


class Tree:
    """A tree with all its leaf hashes: what proofs are made from.

    The levels are made when first needed; together they take twice the memory of the leaves (64 bytes an
    entry). A last node without a partner goes up unchanged, which is RFC 6962's shape of an uneven tree.

    :param leaves: the leaf hashes one after another, 32 bytes each.
    """

    def __init__(self, leaves: bytes | bytearray) -> None:
        if len(leaves) % WIDTH:
            raise ValueError("leaf hashes have 32 bytes each")
        self.size = len(leaves) // WIDTH
        self._levels: list[bytes | bytearray] = [leaves]

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> "Tree":
        """The tree over leaf hashes that come one by one."""
        return cls(bytearray(b"".join(leaves)))

    def root(self) -> bytes:
        """The root over all leaves."""
        return self._node(self._height(), 0) if self.size else EMPTY

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The audit path of leaf `index`, from 0 (RFC 6962 2.1.1), nearest sibling first.

        :raises IndexError: when there is no such leaf.
        """
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} among {self.size}")
        return self._path(0, index)

    def consistency_proof(self, first: int) -> tuple[bytes, ...]:
        """The nodes that show that the first `first` leaves are how this tree begins (RFC 6962 2.1.2).

        Empty when `first` is 0 or the whole size.

        :raises IndexError: when the tree has fewer leaves than that.
        """
        if not 0 <= first <= self.size:
            raise IndexError(f"a tree of {self.size} leaves has no earlier one of {first}")
        if first in (0, self.size):
            return ()
        node, level = first - 1, 0
        while node & 1:  # the largest whole subtree that both trees share at the earlier one's right edge
            node, level = node >> 1, level + 1
        start = (self._node(level, node),) if node else ()
        return (*start, *self._path(level, node))

    def _path(self, level: int, node: int) -> tuple[bytes, ...]:
        """The siblings on the way from a node to the root."""
        path = []
        while level < self._height():
            sibling = node ^ 1
            if sibling < self._width(level):
                path.append(self._node(level, sibling))
            node, level = node >> 1, level + 1
        return tuple(path)

    def _height(self) -> int:
        return (self.size - 1).bit_length()

    def _width(self, level: int) -> int:
        """How many nodes a level has."""
        return (self.size + (1 << level) - 1) >> level

    def _node(self, level: int, index: int) -> bytes:
        while len(self._levels) <= level:
            self._levels.append(_above(self._levels[-1]))
        return bytes(self._levels[level][index * WIDTH : (index + 1) * WIDTH])


def _above(level: bytes | bytearray) -> bytearray:
    """The level above: each pair hashed, a last one without partner as it is."""
    pair = 2 * WIDTH
    whole = len(level) // pair * pair
    above = bytearray()
    for at in range(0, whole, pair):
        above += sha256(b"\x01" + level[at : at + pair]).digest()
    above += level[whole:]
    return above


@dataclass(frozen=True, slots=True)
class Climb:
    """One step of an audit path: SHA-256 over a 0x01 byte, `left` and `right` is `above`."""

    left: bytes
    right: bytes

    @property
    def above(self) -> bytes:
        """The node above the two."""
        return node_hash(self.left, self.right)


def sides(index: int, size: int, length: int) -> tuple[bool, ...] | None:
    """Whether the sibling stands on the left, for each of `length` steps of an audit path (RFC 9162 2.1.3.2).

    None when a path of that length is too long or too short for leaf `index` of a tree of `size` leaves.
    """
    if not 0 <= index < size:
        return None
    node, last = index, size - 1
    found = []
    for _ in range(length):
        if last == 0:
            return None
        found.append(bool(node & 1) or node == last)
        if found[-1]:
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    return tuple(found) if last == 0 else None


def climbed(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> tuple[Climb, ...] | None:
    """The steps by which an audit path leads from a leaf upwards (RFC 9162 2.1.3.2).

    None when the path is too long or too short for a tree of `size` leaves.
    """
    on_left = sides(index, size, len(proof))
    if on_left is None:
        return None
    steps, value = [], leaf
    for left, sibling in zip(on_left, proof, strict=True):
        steps.append(Climb(sibling, value) if left else Climb(value, sibling))
        value = steps[-1].above
    return tuple(steps)


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether an audit path leads from a leaf hash to the root of a tree of `size` leaves."""
    steps = climbed(leaf, index, size, proof)
    return steps is not None and (steps[-1].above if steps else leaf) == root


@dataclass(frozen=True, slots=True)
class Regrown:
    """The steps of a consistency proof: from `start` up to the earlier root, and up to the later one."""

    start: bytes
    earlier: tuple[Climb, ...]
    later: tuple[Climb, ...]


def regrown(first: int, second: int, proof: Sequence[bytes], first_root: bytes) -> Regrown | None:
    """How a consistency proof leads to both roots (RFC 9162 2.1.4.2), for 0 < first < second.

    None when the proof is too long or too short for trees of these sizes.
    """
    if not 0 < first < second:
        return None
    steps = list(proof)
    if not first & (first - 1):  # a power of two: the earlier root is itself the first node of the path
        steps.insert(0, first_root)
    if not steps:
        return None
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    earlier: list[Climb] = []
    later: list[Climb] = []
    below = above = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            earlier.append(Climb(step, below))
            later.append(Climb(step, above))
            below = earlier[-1].above
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            later.append(Climb(above, step))
        above = later[-1].above
        node, last = node >> 1, last >> 1
    return Regrown(steps[0], tuple(earlier), tuple(later)) if last == 0 else None


def proves_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether the tree of `second` leaves begins with the tree of `first` leaves (RFC 9162 2.1.4.2)."""
    if first == second:
        return first >= 0 and not proof and first_root == second_root
    if first == 0:  # every tree begins with the empty one
        return second > 0 and not proof and first_root == EMPTY
    steps = regrown(first, second, proof, first_root)
    if steps is None:
        return False
    below = steps.earlier[-1].above if steps.earlier else steps.start
    above = steps.later[-1].above if steps.later else steps.start
    return below == first_root and above == second_root
