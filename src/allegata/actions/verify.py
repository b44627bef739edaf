"""`allegata verify`: every byte and every entry checked, in numbered steps. It writes nothing.

The ledger is walked once (`actions/walked.py`) and the objects are hashed by several threads; the steps
then stand in the order in which they are told. Each step names what is missing, altered or extra.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from allegata.actions import signatures
from allegata.actions.casebook import Casebook, examined, guard_missing
from allegata.actions.projected import differing
from allegata.actions.signatures import Elsewhere
from allegata.actions.walked import Walked, walk
from allegata.errors import CasebookCorrupt, Problem, Severity, UnknownThing
from allegata.evidence.checkpoint import parsed
from allegata.evidence.fixity import Found
from allegata.model.result import Progress, Silent, Step, VerifyResult, VerifyStep
from allegata.store.database import missing_guards
from allegata.store.tables import EVENTS

PREAMBLE = (
    "The vault's objects: each has the bytes that its name claims; none is missing, none unaccounted for.",
    "The ledger's chain: each entry has the hash it claims and names the one before; the last is the noted one.",
    "The ledger's root: the entries have the root that the newest checkpoint states.",
    "The checkpoints' signatures: each is signed by the key that was named for it.",
    "Consistency: every earlier checkpoint, also one kept elsewhere, is how the ledger begins.",
    "Time stamps: each answers its request and leads to the root certificate that a person vouched for.",
    "The ledger's guards: the database still refuses to change or remove an entry.",
    "The index: it says what ledger and vault say.",
)
PORTION = 16
"""Files that a thread takes at a time."""


def verify(
    casebook: Path, progress: Progress | None = None, *, checkpoint: Path | None = None
) -> VerifyResult:
    """Check a casebook as it lies on the disk; it is opened without being put right first.

    :param checkpoint: a checkpoint that was kept elsewhere, to be compared with the ledger.
    :raises CasebookMissing: when the folder is no casebook.
    :raises UnknownThing: when there is no such file.
    :raises UnreadableRecord: when it is no checkpoint.
    """
    progress = progress or Silent()
    kept = _elsewhere(checkpoint) if checkpoint else None
    with examined(casebook) as book:
        progress.begin(Step.VERIFY, None)
        walked = walk(book, {kept.note.checkpoint.size} if kept else (), progress)
        objects = _objects(book, walked, progress)
        lost = {problem.subject for problem in objects.problems}
        steps = (
            objects,
            VerifyStep(2, "The ledger's chain", walked.entries, tuple(walked.problems)),
            signatures.root(walked),
            signatures.signatures(book, walked, lost),
            signatures.consistency(book, walked, kept),
            signatures.stamps(book, walked, lost),
            VerifyStep(7, "The ledger's guards", 1, tuple(_guards(book))),
            VerifyStep(8, "The index", walked.entries, tuple(_index(book, walked))),
        )
        progress.end(Step.VERIFY)
        return VerifyResult(steps, walked.entries, objects.checked, walked.last, walked.root.hex())


def _elsewhere(path: Path) -> Elsewhere:
    try:
        return Elsewhere(path.name, parsed(path.read_bytes()))
    except OSError as fault:
        raise UnknownThing(f"{path} cannot be read ({fault.strerror}); name a checkpoint's file") from None


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


def _objects(book: Casebook, walked: Walked, progress: Progress) -> VerifyStep:
    """1. Every file of the vault, hashed anew."""
    pending = book.vault.pending()
    problems: list[Problem] = []
    count = 0
    for file in hashed(book):
        count += 1
        problem = walked.inventory.check(file)
        if problem:
            problems.append(_told_apart(problem, file, pending))
        progress.advance(Step.VERIFY)
    problems += walked.inventory.missing()
    return VerifyStep(1, "The vault's objects", count, tuple(problems))


def hashed(book: Casebook) -> Iterator[Found]:
    """Every file of the vault with the digest of its bytes, in the order of their names.

    Several threads read and hash: both leave the interpreter free meanwhile.
    """
    threads = min(4, os.cpu_count() or 1)
    places = iter(book.vault.places())
    ahead: deque[Future[list[Found]]] = deque()

    def examine(portion: list[str]) -> list[Found]:
        return [book.vault.examined(place) for place in portion]

    with ThreadPoolExecutor(threads) as pool:
        while portion := list(islice(places, PORTION)):
            ahead.append(pool.submit(examine, portion))
            if len(ahead) > 2 * threads:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _told_apart(problem: Problem, file: Found, pending: frozenset[str]) -> Problem:
    """An object that an interrupted run left is not a foreign one; the next run takes it away."""
    if problem.code != "object_extra" or file.claimed not in pending or file.claimed != file.actual:
        return problem
    what = f"{problem.subject} was left by an interrupted run, which had not yet recorded it"
    remedy = "Run the same command again; it puts this right."
    return replace(problem, code="object_unsettled", what=what, remedy=remedy, severity=Severity.NOTICE)


def _guards(book: Casebook) -> Iterator[Problem]:
    try:
        missing = missing_guards(book.ledger.engine)
    except DatabaseError:
        return  # step 2 says that the ledger cannot be opened
    for name in missing:
        yield guard_missing(name)


def _index(book: Casebook, walked: Walked) -> Iterator[Problem]:
    """8. The index keeps each entry's hash, a second witness; its rows are what everything printed rests on."""
    if not book.index.readable():
        what, remedy = "There is no usable index", "Run `allegata rebuild`; nothing is lost."
        yield Problem("index_missing", "index", what, remedy, Severity.NOTICE)
        return
    last, disputed = 0, False
    try:
        query = select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq)
        rows = ((row.seq, row.hash) for row in book.index.rows(query))
        with closing(book.ledger.hashes()) as hashes:
            for row, kept in _side_by_side(rows, hashes):
                last = row[0]
                if kept != row[1]:
                    disputed = True
                    yield _disputed(last, kept)
    except DatabaseError as fault:
        yield _damaged(fault)
        return
    if last < walked.end:
        what = f"The index stops at entry {last} of {walked.end}"
        remedy = "Run any command on the casebook; it brings the index up."
        yield Problem("index_behind", "index", what, remedy, Severity.NOTICE)
        return
    # beside an altered ledger the index is the witness: it is not for the ledger to correct it
    if not disputed and not walked.problems:
        yield from _unless_damaged(differing(book))


def _unless_damaged(problems: Iterator[Problem]) -> Iterator[Problem]:
    try:
        yield from problems
    except DatabaseError as fault:
        yield _damaged(fault)


def _damaged(fault: DatabaseError) -> Problem:
    what = f"The index cannot be read ({fault.orig})"
    remedy = "Run `allegata rebuild`; nothing is lost."
    return Problem("index_damaged", "index", what, remedy, Severity.PARTIAL)


def _side_by_side(
    rows: Iterable[tuple[int, str]], ledger: Iterator[tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], str | None]]:
    """Each row of the index with the ledger's hash of the same entry; both come in order."""
    kept: tuple[int, str] | None = next(ledger, None)
    for row in rows:
        while kept is not None and kept[0] < row[0]:
            kept = next(ledger, None)
        yield row, kept[1] if kept is not None and kept[0] == row[0] else None


def _disputed(seq: int, kept: str | None) -> Problem:
    state = "is not in the ledger" if kept is None else "has another hash in the ledger"
    what = f"The index knows an entry {seq} that {state}"
    remedy = "Compare the ledger with a backup; rebuild the index only when the ledger is right."
    return Problem("entry_disputed", f"ledger:{seq}", what, remedy, Severity.UNREADABLE)
