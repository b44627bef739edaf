"""One walk along the ledger for `verify`: everything that its steps need, with flat memory.

Of each entry only what is checked later stays: the objects it names (41 bytes each), and the few entries
about keys, checkpoints and stamps. The tree grows entry by entry, so that the root at any point is known.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DatabaseError

from allegata.actions.book import Casebook
from allegata.actions.signing import Made, key_named
from allegata.errors import AllegataError, Problem, Severity, UnreadableRecord
from allegata.evidence.checkpoint import Key
from allegata.evidence.custody import Chain, EntryKind
from allegata.evidence.digest import is_digest
from allegata.evidence.fixity import Inventory
from allegata.evidence.tree import Growing, leaf_hash
from allegata.model.canonical import parse_json
from allegata.model.result import Progress, Step
from allegata.store.project import named_objects

ODD = (UnreadableRecord, KeyError, TypeError, ValueError, AttributeError)
"""What an altered entry may raise when it is asked what it says; that it was altered is named elsewhere."""


@dataclass(slots=True)
class Walked:
    """What the walk found. `roots` are the roots at the sizes that were asked for, as the entries stand now."""

    inventory: Inventory
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    end: int = 0  # the number of the last entry
    last: str = ""  # and its hash
    root: bytes = b""
    roots: dict[int, bytes] = field(default_factory=dict)
    keys: list[tuple[int, Key]] = field(default_factory=list)  # entry, key
    checkpoints: list[tuple[Made, bytes]] = field(default_factory=list)  # with the root as it is now
    chains: set[str] = field(default_factory=set)  # digests of certificates that a person named
    stamps: list[dict[str, Any]] = field(default_factory=list)  # bodies of `timestamped` entries
    content: list[tuple[int, str]] = field(default_factory=list)
    """After each checkpoint, the first entry that is more than a checkpoint or a stamp: its number and time."""


def walk(book: Casebook, sizes: Collection[int], progress: Progress) -> Walked:
    """Walk along the whole ledger once.

    :param sizes: of which numbers of entries the root is wanted as well.
    """
    walked = Walked(Inventory(lambda digest, entry: _why(book, digest, entry)))
    tree, chain = Growing(), Chain(book.ledger.noted)
    try:
        for entry in book.ledger.entries():
            walked.problems += chain.feed(entry)
            if tree.size in sizes:
                walked.roots[tree.size] = tree.root()
            _noted(walked, chain.data if chain.data is not None else _loosely(entry.body), entry.seq, tree)
            tree.append(leaf_hash(entry.body.encode("utf-8", "surrogatepass")))
            walked.end, walked.last = entry.seq, entry.hash
            if tree.size % 1000 == 0:
                progress.advance(Step.VERIFY, 1000)
        walked.problems += chain.end()
    except DatabaseError as fault:
        what = f"The ledger cannot be read ({fault.orig})"
        remedy = "Restore it from a copy; nothing else holds the custody events and decisions."
        walked.problems = [Problem("ledger_unreadable", "ledger", what, remedy, Severity.UNREADABLE)]
    walked.entries, walked.root = tree.size, tree.root()
    if tree.size in sizes:
        walked.roots[tree.size] = walked.root
    return walked


def _noted(walked: Walked, data: dict[str, Any], seq: int, tree: Growing) -> None:
    """Keep of an entry what is checked later."""
    try:
        for digest, _ in named_objects(data):
            if is_digest(digest):
                walked.inventory.name(digest, seq)
        kind = data["kind"]
        if kind == EntryKind.KEY_NAMED:
            walked.keys.append((seq, key_named(data)))
        elif kind == EntryKind.CHECKPOINTED:
            walked.checkpoints.append((Made.of(data), tree.root()))
            return
        elif kind == EntryKind.TSA_NAMED and data["payload"]["state"] == "added":
            walked.chains.add(data["payload"]["object"])
        elif kind == EntryKind.TIMESTAMPED:
            walked.stamps.append(data)
            return
        if len(walked.content) <= len(walked.checkpoints):
            missing = len(walked.checkpoints) - len(walked.content)
            walked.content += [(seq, data["at"])] * (missing + 1)
    except ODD:
        pass  # an altered entry, which the chain names


def _loosely(body: str) -> dict[str, Any]:
    """What an altered entry still says, so that the objects it names are not called foreign."""
    try:
        data = parse_json(body)
    except UnreadableRecord:
        return {}
    return data if isinstance(data, dict) else {}


def _why(book: Casebook, digest: str, entry: int) -> str:
    """Why an object must be there."""
    try:
        return dict(named_objects(book.ledger.entry(entry).data))[digest]
    except (AllegataError, *ODD):
        return f"named by entry {entry}"
