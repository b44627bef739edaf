"""The ledger's entries: hash-chained, so that no entry can be changed, removed or slipped in unseen.

An entry's `body` is canonical JSON of everything it says, the hash of the entry before included; its
`hash` is the SHA-256 of that body. The tree over all bodies, by which one entry can be proved without
showing the others, is in `evidence/tree.py`.
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
    REQUESTED = "requested"  # a decision that takes two: one person asks
    ANSWERED = "answered"  # another one declined it, or the first one withdrew it
    READ_AGAIN = "read_again"  # a second coder's reading of one incident, blind to the first
    CHECKED = "checked"  # that the ledger's guards were found gone, and put back
    PLACES_ADDED = "places_added"  # a file of places was added to the casebook's own knowledge
    KNOWLEDGE_SET = "knowledge_set"  # a file of the casebook's own knowledge was written or taken away
    UNPACKED = "unpacked"  # what an importer found in one container
    NOT_TAKEN = "not_taken"  # what of a folder could not be added, and why
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
    RECIPIENTS_NAMED = "recipients_named"  # who can open the encrypted casebook from here on
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


class Chain:
    """A walk along the ledger, entry by entry, that names what was altered, replaced, removed or added.

    :param head: what was noted elsewhere of the ledger's end; it reveals a cut or grown tail. None when
        no such note is left.
    :param start: where the walk begins: the entry before the first one to be fed.
    """

    def __init__(self, head: Head | None, start: Head | None = None) -> None:
        self.head = head
        self.data: dict[str, Any] | None = None
        """What the body of the entry just fed says; None when it cannot be trusted to say anything."""
        self._last = start or Head()
        self._doubtful = False  # the entry before was already named: its successor's link says nothing new

    @property
    def seq(self) -> int:
        """The number of the entry just fed."""
        return self._last.count

    def feed(self, entry: Entry) -> tuple[Problem, ...]:
        """What is wrong with the next entry; entries come in the order of `seq`."""
        found = []
        seq, head = self._last.count, self.head
        if entry.seq > seq + 1:
            found.append(_removed(seq + 1, entry.seq - 1))
            self._doubtful = True
        fault, self.data = _own_fault(entry)
        if fault:
            found.append(fault)
        elif not self._doubtful and self.data and self.data["prev"] != self._last.hash:
            found.append(
                _problem(
                    "entry_replaced",
                    entry.seq - 1,
                    f"Entry {entry.seq} names another entry before it than entry {entry.seq - 1} as it "
                    f"stands: one of the two was replaced or slipped in",
                )
            )
        self._doubtful = fault is not None
        self._last = Head(entry.seq, entry.hash)
        if head and entry.seq == head.count and entry.hash != head.hash and not fault:
            what = f"Entry {entry.seq} is not the one that was noted as the ledger's last"
            found.append(_problem("entry_replaced", entry.seq, what))
        return tuple(found)

    def end(self) -> tuple[Problem, ...]:
        """What is wrong with where the ledger ends."""
        seq, head = self._last.count, self.head
        if head is None:
            what = "The note of the ledger's last entry is missing or damaged"
            return (_problem("head_missing", seq, what),)
        if seq < head.count:
            return (_removed(seq + 1, head.count),)
        if seq > head.count:
            what = f"Entries {head.count + 1} to {seq} were added past the noted end of the ledger"
            return (_problem("entry_extra", head.count + 1, what),)
        return ()


def verify_chain(entries: Iterable[Entry], head: Head | None) -> Iterator[Problem]:
    """Name every entry that was altered, replaced, removed or added: a whole walk with `Chain`."""
    chain = Chain(head)
    for entry in entries:
        yield from chain.feed(entry)
    yield from chain.end()


def _own_fault(entry: Entry) -> tuple[Problem | None, dict[str, Any] | None]:
    """What is wrong with an entry in itself, and what it says."""
    if sha256(entry.body.encode("utf-8", "surrogatepass")).hexdigest() != entry.hash:
        return _problem("entry_altered", entry.seq, f"Entry {entry.seq} was edited: its hash differs"), None
    try:
        data = entry.data
        whole = {"seq", "prev", "kind", "at", "by", "subject", "payload"} <= data.keys()
    except UnreadableRecord:
        whole, data = False, {}
    if not whole or data["seq"] != entry.seq:
        return _problem("entry_altered", entry.seq, f"Entry {entry.seq} is not the one written there"), None
    return None, data


def _removed(first: int, last: int) -> Problem:
    which = f"Entry {first} was" if first == last else f"Entries {first} to {last} were"
    return _problem("entry_removed", first, f"{which} removed")


def _problem(code: str, seq: int, what: str) -> Problem:
    remedy = "Keep this copy as it is, compare it with a backup, and find out who could write to it."
    return Problem(code, f"{LEDGER}:{seq}", what, remedy, Severity.UNREADABLE)
