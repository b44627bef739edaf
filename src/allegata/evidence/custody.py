"""The ledger's entries: hash-chained, so that no entry can be changed, removed or slipped in unseen.

An entry's `body` is canonical JSON of everything it says, the hash of the entry before included; its
`hash` is the SHA-256 of that body. The tree over all bodies is RFC 6962's (leaf prefix 0x00, node
prefix 0x01), so that one entry can be proved without showing the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from allegata.errors import Problem, Severity, UnreadableRecord
from allegata.model.canonical import canonical_json, parse_json

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

LEDGER = "ledger"


class EntryKind(StrEnum):
    """What an entry records."""

    CREATED = "created"  # the casebook itself
    RECEIVED = "received"  # an item came in: received, hashed, stored
    READ = "read"  # a reader's output for one item; the output lies in the vault
    LINKED = "linked"
    ASSESSED = "assessed"
    DECIDED = "decided"  # a person's word
    CHECKED = "checked"  # a verification of the casebook and its result
    PLACES_ADDED = "places_added"  # a file of places was added to the casebook's own knowledge
    UNPACKED = "unpacked"  # what an importer found in one container
    MET_AGAIN = "met_again"  # bytes that are held came once more, from elsewhere
    KEY_NAMED = "key_named"  # the public key that signs checkpoints from here on
    CHECKPOINTED = "checkpointed"  # a signed checkpoint over all entries before it
    TSA_NAMED = "tsa_named"  # a time-stamping authority was configured or taken out
    TIMESTAMPED = "timestamped"  # what a time-stamping authority replied
    SCRUBBED = "scrubbed"  # a part of the vault was hashed anew
    MIRRORED = "mirrored"
    RESTORED = "restored"
    EXAMINED = "examined"  # facts that a media file carries, as a tool read them
    FINGERPRINTED = "fingerprinted"
    MATCHED = "matched"  # proposals that two files show the same pictures
    VIEWED = "viewed"
    NOTED = "noted"  # a line of a content log
    DERIVED = "derived"  # a derivative was made: blurred, transcoded, recognised text
    EXPORTED = "exported"  # a dossier went out


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is chained."""

    kind: EntryKind
    at: datetime
    by: str
    subject: str  # the thing it is about: item id, decision id …
    payload: Mapping[str, Any]  # plain data


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is kept. Whether body and hash fit is what `verify_chain` asks."""

    seq: int  # from 1
    hash: str
    body: str  # canonical JSON

    @property
    def data(self) -> dict[str, Any]:
        """What the body says: seq, prev, kind, at, by, subject, payload.

        :raises UnreadableRecord: when the body is no JSON object.
        """
        data = parse_json(self.body)
        if not isinstance(data, dict):
            raise UnreadableRecord(f"ledger entry {self.seq} holds no JSON object")
        return data


@dataclass(frozen=True, slots=True)
class Head:
    """Where a ledger ends: how many entries, and the hash of the last."""

    count: int = 0
    hash: str = GENESIS


def chained(head: Head, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The entries that follow a head, each naming the one before."""
    entries: list[Entry] = []
    for seq, draft in enumerate(drafts, head.count + 1):
        body = canonical_json(
            {
                "seq": seq,
                "prev": entries[-1].hash if entries else head.hash,
                "kind": draft.kind,
                "at": draft.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "by": draft.by,
                "subject": draft.subject,
                "payload": draft.payload,
            }
        )
        entries.append(Entry(seq, sha256(body).hexdigest(), body.decode()))
    return tuple(entries)


def head_after(head: Head, entries: Sequence[Entry]) -> Head:
    """The head once these entries are appended."""
    return Head(entries[-1].seq, entries[-1].hash) if entries else head


# --- checking -----------------------------------------------------------------------------------


def verify_chain(entries: Iterable[Entry], head: Head | None) -> Iterator[Problem]:
    """Name every entry that was altered, replaced, removed or added.

    :param entries: as kept, in the order of `seq`.
    :param head: what was noted elsewhere of the ledger's end; it reveals a cut or grown tail. None
        when no such note is left, which is a problem of its own.
    """
    last, seq = Head(), 0
    doubtful = False  # the entry before was already named: its successor's link says nothing new
    for entry in entries:
        if entry.seq > seq + 1:
            yield _removed(seq + 1, entry.seq - 1)
            doubtful = True
        fault = _own_fault(entry)
        if fault:
            yield fault
        elif not doubtful and entry.data["prev"] != last.hash:
            yield _problem(
                "entry_replaced",
                entry.seq - 1,
                f"Entry {entry.seq} names another entry before it than entry {entry.seq - 1} as it stands: "
                f"one of the two was replaced or slipped in",
            )
        doubtful = fault is not None
        last, seq = Head(entry.seq, entry.hash), entry.seq
        if head and seq == head.count and entry.hash != head.hash and not fault:
            yield _problem(
                "entry_replaced", seq, f"Entry {seq} is not the one that was noted as the ledger's last"
            )
    if head is None:
        yield _problem("head_missing", seq, "The note of the ledger's last entry is missing or damaged")
    elif seq < head.count:
        yield _removed(seq + 1, head.count)
    elif seq > head.count:
        yield _problem(
            "entry_extra",
            head.count + 1,
            f"Entries {head.count + 1} to {seq} were added past the noted end of the ledger",
        )


def _own_fault(entry: Entry) -> Problem | None:
    """What is wrong with an entry in itself."""
    if sha256(entry.body.encode("utf-8", "surrogatepass")).hexdigest() != entry.hash:
        return _problem("entry_altered", entry.seq, f"Entry {entry.seq} was edited: its hash differs")
    try:
        data = entry.data
        whole = {"seq", "prev", "kind", "at", "by", "subject", "payload"} <= data.keys()
    except UnreadableRecord:
        whole = False
    if not whole or data["seq"] != entry.seq:
        return _problem("entry_altered", entry.seq, f"Entry {entry.seq} is not the one written there")
    return None


def _removed(first: int, last: int) -> Problem:
    which = f"Entry {first} was" if first == last else f"Entries {first} to {last} were"
    return _problem("entry_removed", first, f"{which} removed")


def _problem(code: str, seq: int, what: str) -> Problem:
    remedy = "Keep this copy as it is, compare it with a backup, and find out who could write to it."
    return Problem(code, f"{LEDGER}:{seq}", what, remedy, Severity.UNREADABLE)


# --- RFC 6962 -----------------------------------------------------------------------------------


def leaf_hash(body: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 2.1)."""
    return sha256(b"\x00" + body).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def tree_hash(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in one pass and logarithmic memory; SHA-256 of nothing for no leaf."""
    stack: list[tuple[int, bytes]] = []  # (height, hash) of perfect subtrees, highest first
    for leaf in leaves:
        height, value = 0, leaf
        while stack and stack[-1][0] == height:
            value = _node(stack.pop()[1], value)
            height += 1
        stack.append((height, value))
    if not stack:
        return sha256(b"").digest()
    root = stack.pop()[1]
    while stack:
        root = _node(stack.pop()[1], root)
    return root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of leaf `index` (from 0) in the tree over all leaf hashes (RFC 6962 2.1.1).

    :raises IndexError: when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    if len(leaves) == 1:
        return ()
    split = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below the size
    if index < split:
        return (*inclusion_proof(leaves[:split], index), tree_hash(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), tree_hash(leaves[:split]))


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether an audit path leads from a leaf hash to the root of a tree of `size` leaves (RFC 9162)."""
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = _node(step, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = _node(value, step)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root
