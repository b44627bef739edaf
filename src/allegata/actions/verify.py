"""`allegata verify`: every byte and every entry checked, in numbered steps. It writes nothing.

1. The ledger's chain: each entry has the hash it claims and names the one before it.
2. The ledger's end: as many entries as were noted, and the noted last one.
3. The vault: every object has the bytes that its name claims; none is missing, none is unaccounted for.
4. The ledger's guards: the database still refuses to change or remove an entry.
5. The index: it says what the ledger says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from allegata.actions.casebook import Casebook, examined
from allegata.errors import CasebookCorrupt, Problem, Severity, UnknownThing, UnreadableRecord
from allegata.evidence.custody import Entry, verify_chain
from allegata.evidence.fixity import Found, compare
from allegata.evidence.tree import leaf_hash, tree_hash
from allegata.model.result import Progress, Silent, Step, VerifyResult, VerifyStep
from allegata.store.database import missing_guards
from allegata.store.project import named_objects
from allegata.store.tables import EVENTS

OF_THE_END = frozenset({"head_missing", "entry_extra"})


def verify(casebook: Path, progress: Progress | None = None) -> VerifyResult:
    """Check a casebook as it lies on the disk; it is opened without being put right first.

    :raises CasebookMissing: when the folder is no casebook.
    """
    progress = progress or Silent()
    with examined(casebook) as book:
        progress.begin(Step.VERIFY, None)
        entries, unreadable = _entries(book)
        chain = unreadable or tuple(verify_chain(entries, book.ledger.noted))
        # 1. the chain
        steps = [_step(1, "The ledger's chain", len(entries), (p for p in chain if p.code not in OF_THE_END))]
        # 2. its end
        steps.append(_step(2, "The ledger's end", 1, (p for p in chain if p.code in OF_THE_END)))
        # 3. the vault
        steps.append(_vault(book, entries, progress))
        # 4. the guards
        steps.append(_step(4, "The ledger's guards", 1, _guards(book)))
        # 5. the index
        steps.append(_step(5, "The index", len(entries), _index(book, entries)))
        progress.end(Step.VERIFY)
        leaves = (leaf_hash(entry.body.encode("utf-8", "surrogatepass")) for entry in entries)
        head = entries[-1].hash if entries else ""
        return VerifyResult(tuple(steps), len(entries), steps[2].checked, head, tree_hash(leaves).hex())


def damaged(book: Casebook, items: Iterable[str]) -> tuple[Problem, ...]:
    """The originals among these items that are missing or no longer the bytes that came in.

    :param items: item ids, which are the SHA-256 of the originals.
    """
    found = []
    for item in dict.fromkeys(items):
        try:
            book.vault.read(item)
        except UnknownThing:
            code, what = "original_missing", "The original that is quoted here is missing."
        except (CasebookCorrupt, OSError):
            code, what = "original_altered", "The original that is quoted here was altered: its hash differs."
        else:
            continue
        remedy = "Rely on no quotation from it; run `allegata verify` and bring it back from a backup."
        found.append(Problem(code, item, what, remedy, Severity.UNREADABLE))
    return tuple(found)


def _step(number: int, title: str, checked: int, problems: Iterable[Problem]) -> VerifyStep:
    return VerifyStep(number, title, checked, tuple(problems))


def _entries(book: Casebook) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    try:
        return tuple(book.ledger.entries()), ()
    except DatabaseError as fault:
        what = f"The ledger cannot be opened ({fault.orig})"
        remedy = "Restore it from a backup; nothing else holds the custody events and decisions."
        return (), (Problem("ledger_unreadable", "ledger", what, remedy, Severity.UNREADABLE),)


def _vault(book: Casebook, entries: Sequence[Entry], progress: Progress) -> VerifyStep:
    named: dict[str, str] = {}
    for entry in entries:
        try:
            named.update(named_objects(entry.data))
        except (UnreadableRecord, KeyError, TypeError):
            continue  # an altered entry, which step 1 names
    found: list[Found] = []
    for file in book.vault.walk():
        found.append(file)
        progress.advance(Step.VERIFY)
    problems = _told_apart(compare(named, found), found, book.vault.pending())
    return VerifyStep(3, "The vault's objects", len(found), tuple(problems))


def _told_apart(
    problems: Iterable[Problem], found: Iterable[Found], pending: frozenset[str]
) -> Iterator[Problem]:
    """An object that an interrupted run left is not a foreign one; the next run takes it away."""
    left = {file.place for file in found if file.claimed in pending and file.claimed == file.actual}
    for problem in problems:
        if problem.code == "object_extra" and problem.subject in left:
            what = f"{problem.subject} was left by an interrupted run, which had not yet recorded it"
            remedy = "Run the same command again; it puts this right."
            yield replace(
                problem, code="object_unsettled", what=what, remedy=remedy, severity=Severity.NOTICE
            )
        else:
            yield problem


def _guards(book: Casebook) -> Iterator[Problem]:
    try:
        missing = missing_guards(book.ledger.engine)
    except DatabaseError:
        return  # step 1 says that the ledger cannot be opened
    for name in missing:
        what = f"The database no longer refuses changes to the ledger: its trigger {name} is gone"
        remedy = "Find out who took it away, and compare the ledger with a backup."
        yield Problem("guard_missing", name, what, remedy, Severity.UNREADABLE)


def _index(book: Casebook, entries: Sequence[Entry]) -> Iterator[Problem]:
    """The index keeps each entry's hash: a second witness, and a reason to rebuild."""
    if not book.index.readable():
        what, remedy = "There is no usable index", "Run `allegata rebuild`; nothing is lost."
        yield Problem("index_missing", "index", what, remedy, Severity.NOTICE)
        return
    kept = {entry.seq: entry.hash for entry in entries}
    try:
        rows = list(book.index.rows(select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq)))
    except DatabaseError as fault:
        what = f"The index cannot be read ({fault.orig})"
        remedy = "Run `allegata rebuild`; nothing is lost."
        yield Problem("index_damaged", "index", what, remedy, Severity.PARTIAL)
        return
    last = rows[-1].seq if rows else 0
    for row in rows:
        if kept.get(row.seq) != row.hash:
            state = "is not in the ledger" if row.seq not in kept else "has another hash in the ledger"
            what = f"The index knows an entry {row.seq} that {state}"
            remedy = "Compare the ledger with a backup; rebuild the index only when the ledger is right."
            yield Problem("entry_disputed", f"ledger:{row.seq}", what, remedy, Severity.UNREADABLE)
    if entries and last < entries[-1].seq:
        what = f"The index stops at entry {last} of {entries[-1].seq}"
        remedy = "Run any command on the casebook; it brings the index up."
        yield Problem("index_behind", "index", what, remedy, Severity.NOTICE)
