"""The tree is RFC 6962's: against the text of the standard, the published test vectors, and itself."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.evidence.tree import (
    EMPTY,
    Growing,
    Tree,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    sides,
    tree_hash,
)

# the inputs and results that the reference implementations of Certificate Transparency test with
INPUTS = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = tuple(leaf_hash(bytes.fromhex(text)) for text in INPUTS)
INCLUSION = {  # (leaf from 1, size) → audit path
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (3, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (2, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENCY = {  # (first, second) → proof
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def hexes(proof: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(step.hex() for step in proof)


def test_the_empty_tree() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_hash(()) == Tree(b"").root() == Growing().root() == EMPTY


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots(size: int) -> None:
    assert tree_hash(LEAVES[:size]).hex() == Tree.of(LEAVES[:size]).root().hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("leaf", "size"), INCLUSION)
def test_the_published_audit_paths(leaf: int, size: int) -> None:
    proof = Tree.of(LEAVES[:size]).inclusion_proof(leaf - 1)
    assert hexes(proof) == INCLUSION[leaf, size]
    assert proves_inclusion(LEAVES[leaf - 1], leaf - 1, size, proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_published_consistency_proofs(first: int, second: int) -> None:
    proof = Tree.of(LEAVES[:second]).consistency_proof(first)
    assert hexes(proof) == CONSISTENCY[first, second]
    roots = [bytes.fromhex(ROOTS[size - 1]) for size in (first, second)]
    assert proves_consistency(first, second, proof, *roots)


# --- the standard, word for word ----------------------------------------------------------------


def split(size: int) -> int:
    """The largest power of two smaller than the size."""
    at = 1
    while at * 2 < size:
        at *= 2
    return at


def mth(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> tuple[bytes, ...]:
    """PATH(m, D[n]) of RFC 6962 2.1.1."""
    if len(leaves) == 1:
        return ()
    k = split(len(leaves))
    if m < k:
        return (*path(m, leaves[:k]), mth(leaves[k:]))
    return (*path(m - k, leaves[k:]), mth(leaves[:k]))


def subproof(m: int, leaves: list[bytes], whole: bool) -> tuple[bytes, ...]:
    """SUBPROOF(m, D[n], b) of RFC 6962 2.1.2."""
    if m == len(leaves):
        return () if whole else (mth(leaves),)
    k = split(len(leaves))
    if m <= k:
        return (*subproof(m, leaves[:k], whole), mth(leaves[k:]))
    return (*subproof(m - k, leaves[k:], False), mth(leaves[:k]))


def some(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


@given(st.integers(1, 150), st.data())
def test_roots_and_proofs_are_the_standards(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    tree, root = Tree.of(leaves), mth(leaves)
    assert tree.root() == tree_hash(leaves) == root
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index)
    assert proof == path(index, leaves)
    assert proves_inclusion(leaves[index], index, size, proof, root)
    first = data.draw(st.integers(1, size))
    proof = tree.consistency_proof(first)
    assert proof == subproof(first, leaves, True)
    assert proves_consistency(first, size, proof, mth(leaves[:first]), root)


@given(st.integers(1, 80), st.data())
def test_a_proof_that_was_touched_proves_nothing(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    root = mth(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = Tree.of(leaves).inclusion_proof(index)
    assert not proves_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not proves_inclusion(leaves[index], index, size, (*proof, root), root)
    assert not proves_inclusion(leaves[index], size, size, proof, root)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = (*proof[:at], leaf_hash(proof[at]), *proof[at + 1 :])
        assert not proves_inclusion(leaves[index], index, size, bent, root)
        assert not proves_inclusion(leaves[index], index, size, proof[:-1], root)


@given(st.integers(1, 80), st.data())
def test_the_sides_lead_to_the_root(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    index = data.draw(st.integers(0, size - 1))
    proof = Tree.of(leaves).inclusion_proof(index)
    on_left = sides(index, size, len(proof))
    assert on_left is not None
    value = leaves[index]
    for left, sibling in zip(on_left, proof, strict=True):
        value = sha256(b"\x01" + (sibling + value if left else value + sibling)).digest()
    assert value == mth(leaves)
    assert sides(index, size, len(proof) + 1) is None and sides(size, size, len(proof)) is None


@given(st.integers(2, 80), st.data())
def test_a_history_that_was_touched_is_not_consistent(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    first = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, first - 1))
    other = [*leaves[:changed], leaf_hash(b"other"), *leaves[changed + 1 :]]
    earlier, proof = mth(leaves[:first]), Tree.of(other).consistency_proof(first)
    assert not proves_consistency(first, size, proof, earlier, mth(other))
    right = Tree.of(leaves).consistency_proof(first)
    assert not proves_consistency(first, size, (*right, earlier), earlier, mth(leaves))
    assert not proves_consistency(first, size, right[:-1], earlier, mth(leaves))
    assert not proves_consistency(size, first, right, mth(leaves), earlier)


def test_the_ends_of_consistency() -> None:
    leaves = some(5)
    root = mth(leaves)
    assert Tree.of(leaves).consistency_proof(0) == Tree.of(leaves).consistency_proof(5) == ()
    assert proves_consistency(0, 5, (), EMPTY, root) and proves_consistency(5, 5, (), root, root)
    assert not proves_consistency(0, 5, (), root, root) and not proves_consistency(5, 5, (), EMPTY, root)
    assert not proves_consistency(5, 5, (root,), root, root)
    assert not proves_consistency(3, 5, (), mth(leaves[:3]), root)


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_tree_grows_from_where_it_was_left(before: int, more: int) -> None:
    leaves = some(before + more)
    tree = Growing()
    for leaf in leaves[:before]:
        tree.append(leaf)
    again = Growing(tree.size, tree.edge)
    assert again.root() == mth(leaves[:before])
    for leaf in leaves[before:]:
        again.append(leaf)
    assert (again.size, again.root()) == (before + more, mth(leaves))


def test_there_is_no_proof_of_what_is_not_there() -> None:
    tree = Tree.of(some(3))
    for index in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion_proof(index)
    with pytest.raises(IndexError):
        tree.consistency_proof(4)
    for size, edge in ((2, ()), (1, (b"short",)), (-1, ())):
        with pytest.raises(ValueError):
            Growing(size, edge)
    with pytest.raises(ValueError):
        Tree(b"odd")
