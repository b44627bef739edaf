"""Containers taken apart: what an importer finds in an original becomes items of their own (decision 6).

Every item that an importer recognises, and that this version of it has not taken apart yet, is opened in
a confined child process, from the bytes in the vault. What comes out is received like everything else,
with one `derivative_created` event that names container and child; one `unpacked` entry then lists every
member. Members that are containers are taken apart in turn, within bounds over the file that came in.
Where the child process failed, the entry says so, and the next run tries again; a failure of the same
kind is told and not written down a second time.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Row, not_, or_, select

from allegata.actions.casebook import Casebook
from allegata.actions.fenced import tell_missing
from allegata.actions.members import Keeping, Place, unfinished
from allegata.actions.turns import Turns, held, room
from allegata.engines.confined import Confined
from allegata.engines.fences import Limits
from allegata.errors import Problem, Severity, UnknownThing
from allegata.model.codec import parse
from allegata.model.item import Capture, Item
from allegata.model.result import Progress, Silent, Step, UnpackResult
from allegata.reading.media import HEAD, NEVER_CONTAINERS
from allegata.sources.importer import PACK, Bounds, Importer
from allegata.sources.registry import IMPORTERS, TakenApart, importer_of, take_apart, version_of
from allegata.sources.words import one_line
from allegata.store.tables import ITEMS, PROBLEMS, UNPACKED

MOST_DEEP = 8
"""How many containers may lie in one another: more are made to exhaust programs."""
MOST_CONTAINERS = 10_000
"""Containers that are taken apart below one file that came in."""
TOTAL = Bounds(bytes=64 << 30, ratio=400, free=512 << 20, pieces=250_000)
"""What one file that came in may unpack to, all that lies in it taken together."""
LIMITS = Limits(memory=4 << 30)
ASKED_AT_ONCE = 200
_SPOOLED = re.compile(rf"[0-9]{{1,7}}\.piece|{re.escape(PACK)}")


def unpack(
    book: Casebook,
    here: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    mapped: Mapping[str, Capture] | None = None,
    turns: Turns | None = None,
) -> UnpackResult:
    """Take apart every container that was not taken apart by the present version of its importer.

    :param here: name → item id of the files that came in just now, so that what a container says of files
        beside it finds them.
    :param mapped: item id → capture of tables that came in just now with a word on their columns; they
        are taken apart anew where that word is new.
    :param turns: take apart without the casebook's lock, and keep in turns; `book` is then only read from.
    """
    progress = progress or Silent()
    progress.begin(Step.UNPACK, None)
    with (
        room(book, turns) as aside,
        book.vault.workroom(aside) as space,
        Confined(LIMITS, space) as child,
    ):
        keeping = Keeping(book, space / "spool", here or {}, turns or held(book), aside)
        work = _Work(book, child, keeping, mapped or {})
        for rows in _asked(book):
            for row in rows:
                if work.look(row):
                    progress.advance(Step.UNPACK)
            work.keeping.flush()  # what came out now is asked for in turn
    tell_missing(book, child)
    progress.end(Step.UNPACK)
    kept = work.keeping
    return UnpackResult(
        tuple(work.containers), tuple(kept.added), tuple(kept.problems), kept.bytes, kept.absent
    )


def _asked(book: Casebook) -> Iterator[list[Row[Any]]]:
    """The items that may be containers, in the order in which they came in, those that come in meanwhile included."""
    columns = (
        ITEMS.c.seq, ITEMS.c.id, ITEMS.c.name, ITEMS.c.data, UNPACKED.c.importer, UNPACKED.c.version,
        UNPACKED.c.unfinished, UNPACKED.c.seq.label("entry"),
    )  # fmt: skip
    query = select(*columns).select_from(ITEMS.outerjoin(UNPACKED, UNPACKED.c.container == ITEMS.c.id))
    never = [ITEMS.c.media_type.like(kind.replace("*", "%")) for kind in NEVER_CONTAINERS]
    query = query.where(not_(or_(*never))).order_by(ITEMS.c.seq).limit(ASKED_AT_ONCE)
    after = 0
    while rows := list(book.index.rows(query.where(ITEMS.c.seq > after))):
        after = rows[-1].seq
        yield rows


@dataclass(slots=True)
class _Spent:
    """What was taken out below one file that came in."""

    bytes: int
    members: int
    containers: int
    length: int  # of the file itself


class _Work:
    """One run of `unpack`: which containers were taken apart, and what that has come to."""

    def __init__(
        self,
        book: Casebook,
        child: Confined,
        keeping: Keeping,
        mapped: Mapping[str, Capture],
    ) -> None:
        self.book, self.mapped = book, mapped
        self.child = child
        self.keeping = keeping
        self.spool = keeping.spool
        self.containers: list[str] = []
        self._spent: dict[str, _Spent] = {}
        self._current = {(one.name, one.version) for one in IMPORTERS}

    def look(self, row: Row[Any]) -> bool:
        """Take an item apart if an importer recognises it and has not yet done so."""
        done = (row.importer, str(row.version).partition("+")[0]) in self._current and not row.unfinished
        if done and row.id not in self.mapped:
            return False
        mapped = self.mapped.get(row.id)
        name = mapped.received_name if mapped else row.name
        try:
            importer = importer_of(self.book.vault.head(row.id, HEAD), name)
        except UnknownThing:
            return False  # `verify` names originals that are missing
        if importer is None:
            return False
        item = parse(Item, row.data)  # not before: most items are no containers
        item = replace(item, capture=mapped or item.capture)
        same = (row.importer, row.version) == (importer.name, version_of(importer, item))
        if same and not row.unfinished:
            return False
        place = self._place(item)
        found = self._found(item, importer, place)
        if same and unfinished(found) and self._codes(row.entry) == {p.code for p in found.problems}:
            self.keeping.problems += found.problems  # on record as they are
            return True
        kept = self.keeping.keep(item, importer, place, found)
        spent = self._spent_below(place.top)
        spent.bytes += kept.bytes
        spent.members += kept.members
        spent.containers += 1
        self.containers.append(item.id)
        return True

    def _codes(self, entry: int) -> set[str]:
        """Which problems an entry put on record."""
        query = select(PROBLEMS.c.code).where(PROBLEMS.c.seq == entry)
        return {row.code for row in self.book.index.rows(query)}

    # --- taking apart ---

    def _found(self, item: Item, importer: Importer, place: Place) -> TakenApart:
        name = item.capture.received_name
        bounds = self._bounds(item, place)
        if isinstance(bounds, Problem):
            return TakenApart((), (), (bounds,), (), 0)
        shutil.rmtree(self.spool, ignore_errors=True)
        self.spool.mkdir()
        seconds = 120 + item.length / (1 << 20)  # a slow machine takes apart a megabyte in less than a second
        with self.book.vault.plain(item.id) as path:
            found = self.child.call(
                take_apart,
                importer.name,
                str(path.resolve()),
                item,
                str(self.spool),
                bounds,
                subject=name,
                seconds=seconds,
            )
        if not isinstance(found, Problem):
            odd = [p for p in {p.spooled for p in found.pieces} if not _in_spool(self.spool, p)]
            if not odd:
                return found
            found = _odd(name, odd[0])
        return TakenApart((), (), (found,), (), 0)

    def _place(self, item: Item) -> Place:
        member = item.capture.member_of
        if member is None:
            return Place(item.id, 0)
        query = select(UNPACKED.c.top, UNPACKED.c.depth).where(UNPACKED.c.container == member.container)
        row = self.book.index.first(query)
        return Place(row.top, row.depth + 1) if row else Place(member.container, 1)

    def _bounds(self, item: Item, place: Place) -> Bounds | Problem:
        """How much may still come out below the file that came in."""
        name = item.capture.received_name
        if place.depth >= MOST_DEEP:
            return _too_deep(name)
        spent = self._spent_below(place.top)
        most = min(TOTAL.bytes, max(TOTAL.free, spent.length * TOTAL.ratio))
        if spent.containers >= MOST_CONTAINERS or spent.members >= TOTAL.pieces or spent.bytes >= most:
            return _too_much(name, spent)
        one = Bounds()
        left = TOTAL.pieces - spent.members
        return replace(one, bytes=min(one.bytes, most - spent.bytes), pieces=min(one.pieces, left))

    def _spent_below(self, top: str) -> _Spent:
        if top not in self._spent:
            below = select(UNPACKED.c.bytes, UNPACKED.c.members).where(UNPACKED.c.top == top)
            rows = list(self.book.index.rows(below))
            item = self.book.index.first(select(ITEMS.c.length).where(ITEMS.c.id == top))
            written, members = sum(row.bytes for row in rows), sum(row.members for row in rows)
            self._spent[top] = _Spent(written, members, len(rows), item.length if item else 0)
        return self._spent[top]


def _in_spool(folder: Path, spooled: str) -> bool:
    """Whether a name in an answer is a file that the importer wrote, and no way to any other."""
    path = folder / spooled
    return bool(_SPOOLED.fullmatch(spooled)) and not path.is_symlink() and path.is_file()


def _odd(name: str, spooled: str) -> Problem:
    what = f"The confined process that took this file apart named {one_line(spooled)}, which is no file of its own"
    remedy = "The original is kept. Treat the file with caution; look into it on a machine of its own."
    return Problem("parser_died", name, what, remedy, Severity.UNREADABLE)


def _too_deep(name: str) -> Problem:
    what = f"The file lies in {MOST_DEEP} containers, one in another; it was not taken apart"
    remedy = (
        "The original is kept. Find out whether it was made to exhaust programs; else take it out yourself."
    )
    return Problem("too_deep", name, what, remedy, Severity.PARTIAL)


def _too_much(name: str, spent: _Spent) -> Problem:
    what = (
        f"The file was not taken apart: {spent.members:,} members of {spent.bytes:,} bytes had come out of the file "
        "that it lies in"
    )
    remedy = (
        "The original is kept. Find out whether it was made to exhaust programs; else add its parts singly."
    )
    return Problem("unpacks_to_too_much", name, what, remedy, Severity.PARTIAL)
