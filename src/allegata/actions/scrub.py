"""`allegata scrub`: a rolling check. Each run hashes the next part of the vault, in the order of names.

Where the last run stopped is read from the ledger's `scrubbed` entries, so that every copy of the casebook
knows how far its checks went, and no note beside it can be put back unseen.
"""

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.errors import Problem
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.fixity import Found, compare
from allegata.model.codec import from_data, to_data
from allegata.model.copies import ScrubResult
from allegata.model.item import CustodyEvent
from allegata.model.result import Progress, Silent, Step
from allegata.model.vocabulary import CustodyType
from allegata.store.project import named_objects
from allegata.store.tables import EVENTS

TOOL = "allegata scrub"
SHARE = 0.1


@dataclass(frozen=True, slots=True)
class _Run:
    """One earlier run, as its entry tells."""

    started: datetime
    ended: datetime
    round_begun: datetime
    to: str  # the last name that was looked at; empty at the end of a round

    @property
    def complete(self) -> bool:
        return not self.to


def scrub(
    book: Casebook,
    progress: Progress | None = None,
    *,
    share: float | None = None,
    objects: int | None = None,
    minutes: float | None = None,
) -> ScrubResult:
    """Hash the next part of the vault anew; a round is over when the last name was reached.

    :param share: of all objects, above 0 and at most 1. :param objects: so many. :param minutes: as many
        as can be done in so long, one at least. Of the three the first that is given counts; a tenth when
        none is.
    """
    progress = progress or Silent()
    runs = _runs(book)
    started = book.now()
    after = runs[-1].to if runs else ""
    begun = runs[-1].round_begun if after else started
    total = sum(1 for _ in book.vault.names())
    limit = _limit(total, share, objects, minutes)
    progress.begin(Step.SCRUB, limit)
    # 1. the files
    found, size, last = _hashed(book, after, limit, minutes, progress)
    complete = next(book.vault.names(last), None) is None
    to = "" if complete else last
    # 2. against what the ledger names in the same stretch
    problems = list(compare(_named(book, after, to), found))
    if not after:
        problems += compare({}, (book.vault.examined(place) for place in book.vault.strays()))
    progress.end(Step.SCRUB)
    # 3. written down
    payload = {
        "after": after,
        "to": to,
        "complete": complete,
        "round_begun": to_data(begun),
        "started": to_data(started),
        "checked": len(found),
        "bytes": size,
        "total": total,
        "faults": [[problem.subject, problem.code] for problem in problems],
    }
    ended = book.now()
    drafts = [Draft(EntryKind.SCRUBBED, ended, book.outside.by, book.id, payload)]
    drafts += _failed(book, problems, found, ended)
    entry = book.keep(book.batch(), drafts)[0]
    runs.append(_Run(started, ended, begun, to))
    last_round = next(((run.round_begun, run.ended) for run in reversed(runs) if run.complete), None)
    since = _unchecked_since(runs, from_data(datetime, book.ledger.entry(1).data["at"]))
    return ScrubResult(
        len(found), size, total, complete, last_round, since, entry.seq, tuple(problems)
    )  # fmt: skip


def _limit(total: int, share: float | None, objects: int | None, minutes: float | None) -> int | None:
    if share is None and objects is None and minutes is not None:
        return None
    if share is None and objects is not None:
        return objects
    return max(1, math.ceil(total * (SHARE if share is None else share)))


def _hashed(
    book: Casebook, after: str, limit: int | None, minutes: float | None, progress: Progress
) -> tuple[list[Found], int, str]:
    """The files, their bytes, and the name of the last one."""
    found: list[Found] = []
    size, last, started = 0, after, book.now()
    for name, place in islice(book.vault.names(after), limit):
        found.append(book.vault.examined(place))
        size += os.stat(place).st_size  # noqa: PTH116 - the name is at hand as a string
        last = name
        progress.advance(Step.SCRUB)
        if limit is None and (book.now() - started).total_seconds() >= 60 * (minutes or 0):
            break
    return found, size, last


def _named(book: Casebook, after: str, to: str) -> Mapping[str, str]:
    """Digest → why it must be in the vault, for the objects whose names lie in a stretch."""
    name_of = book.vault.name
    named: dict[str, str] = {}
    for entry in book.ledger.entries():
        for digest, what in named_objects(entry.data):
            name = name_of(digest)
            if name > after and (not to or name <= to):
                named.setdefault(digest, what)
    return named


def _failed(
    book: Casebook, problems: Iterable[Problem], found: Iterable[Found], at: datetime
) -> Iterator[Draft]:
    """A custody event of its own for every object that is not what it should be."""
    actual = {file.claimed: file.actual or "" for file in found if file.actual != file.claimed}
    for problem in problems:
        if problem.code == "object_extra":
            continue
        digest = problem.subject
        event = CustodyEvent(
            digest,
            CustodyType.FIXITY_FAILED,
            at,
            book.outside.by,
            digest,
            actual.get(digest, ""),
            TOOL,
            problem.what,
        )
        payload = {"fault": problem.code, "events": to_data((event,))}
        yield Draft(EntryKind.SCRUBBED, at, book.outside.by, digest, payload)


def _runs(book: Casebook) -> list[_Run]:
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.SCRUBBED, EVENTS.c.subject == book.id)
    return [_run(book.ledger.entry(row.seq).data) for row in book.index.rows(query.order_by(EVENTS.c.seq))]


def _run(entry: Mapping[str, Any]) -> _Run:
    payload = entry["payload"]
    times = (payload["started"], entry["at"], payload["round_begun"])
    started, ended, begun = (from_data(datetime, text) for text in times)
    return _Run(started, ended, begun, payload["to"])


def _unchecked_since(runs: list[_Run], created: datetime) -> datetime:
    """Since when the object that waits longest has not been hashed.

    It is the next one in the order of names. In the round before, it was met by the first run that went
    beyond the place where the present round stands.
    """
    here = runs[-1].to
    ends = [number for number, run in enumerate(runs) if run.complete]
    if not ends:
        return created
    first = ends[-2] + 1 if len(ends) > 1 else 0
    return next(run.started for run in runs[first : ends[-1] + 1] if run.complete or run.to > here)
