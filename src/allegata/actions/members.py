"""What came out of a container, kept: new items, and one entry that lists every member of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from allegata.actions.beside import checked, missing, resolved
from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.actions.received import BATCH_BYTES, BATCH_FILES, TURN_FILES, received
from allegata.actions.turns import Turns
from allegata.errors import Problem
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import canonical, from_data, to_data
from allegata.model.item import Capture, CustodyEvent, Item, Member
from allegata.model.unpacked import About, MemberLine, Piece, Unpacked
from allegata.model.vocabulary import CustodyType
from allegata.reading.walls import GLANCE
from allegata.sources.importer import PACK, Bounds, Importer
from allegata.sources.registry import TakenApart, version_of
from allegata.sources.words import keepable, shown
from allegata.store.batch import Stored

TOOL = "allegata add"
PART = 2_000
"""Members in one object of the vault, so that no list has to be held whole."""
FAILED = frozenset({"parser_died", "parser_failed", "parser_memory", "parser_too_slow"})
"""Problems of the confined process as a whole, by which nothing came out: another time it may go well."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a container lies: below which file that came in, and how deep."""

    top: str
    depth: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What one container came to; `bytes` as they count towards the bounds."""

    bytes: int
    members: int


def unfinished(found: TakenApart) -> bool:
    """Whether the process that took a file apart failed, so that the next `add` tries again."""
    return any(problem.code in FAILED for problem in found.problems)


class Keeping:
    """Objects and entries under way, written in large transactions; what has come in is told by its fields."""

    def __init__(
        self, book: Casebook, spool: Path, here: Mapping[str, str], turns: Turns, aside: Path | None
    ) -> None:
        """:param spool: the folder in which importers leave pieces; `here` as in `unpack`.

        :param turns: for keeping. :param aside: where to stage without the lock; None: it is held all the time.
        """
        self.book, self.turns, self.aside = book, turns, aside
        self.spool = spool
        self.here = here
        self.added: list[str] = []
        self.problems: list[Problem] = []
        self.bytes = 0
        self.absent = 0
        self._begin()

    def _begin(self) -> None:
        self._batch = self.book.batch(self.aside)
        self._drafts: list[Draft] = []
        self._fresh: set[str] = set()

    def flush(self) -> None:
        """Write what is under way."""
        if self._drafts:
            self._batch.flush()
            with self.turns() as book:
                book.keep(self._batch, self._still_new(book))
            self._begin()

    def _still_new(self, book: Casebook) -> list[Draft]:
        """The drafts without those of items that somebody else has added since they were prepared."""
        if self.aside is None:
            return self._drafts
        fresh = sorted(self._fresh)
        held: set[str] = set()
        for portion in portions(fresh):
            held |= book.index.known(portion)
        return [one for one in self._drafts if one.kind is not EntryKind.RECEIVED or one.subject not in held]

    def keep(self, item: Item, importer: Importer, place: Place, found: TakenApart) -> Kept:
        """Keep what came out of one container: new items, and the list of all of them."""
        version = version_of(importer, item)
        maker = f"{importer.name} {version}"
        lines = self._members(item, maker, found.pieces)
        told, problems = self._told_beside(item, maker, found.abouts)
        lines += told
        problems = tuple(from_data(tuple[Problem, ...], keepable(to_data((*found.problems, *problems)))))
        full = any(problem.code == "unpacks_to_too_much" for problem in problems)
        payload = {
            "importer": importer.name,
            "version": version,
            "top": place.top,
            "depth": place.depth,
            # a file that was stopped counts with what it was about to write, so that many of them end soon
            "bytes": max(found.written, Bounds().free if full else 0),
            "members": len(lines),
            "absent": sum(line.item is None for line in lines),
            "left_out": to_data(found.left_out),
            "unfinished": unfinished(found),
            "problems": to_data(problems),
        }
        at, by = self.book.now(), self.book.outside.by
        objects, events = self._listed(item, maker, lines, at)
        payload |= {"objects": objects, "events": to_data(events)}
        self._drafts.append(Draft(EntryKind.UNPACKED, at, by, item.id, payload))
        self.absent += payload["absent"]
        self.problems += problems
        self._flush_when_full()
        return Kept(payload["bytes"], len(lines))

    def _listed(
        self, item: Item, maker: str, lines: list[MemberLine], at: datetime
    ) -> tuple[list[list[str]], tuple[CustodyEvent, ...]]:
        """The list of members, in objects of the vault, and the events of their making."""
        objects, events = [], []
        for start in range(0, len(lines), PART):
            part = tuple(lines[start : start + PART])
            digest = self._batch.stage_bytes(canonical(Unpacked(item.id, maker, part))).digest
            objects.append([digest, f"members {start + 1} to {start + len(part)} of {item.id}"])
            made = CustodyType.DERIVATIVE_CREATED
            reason = "list of what was taken out"
            events.append(
                CustodyEvent(item.id, made, at, self.book.outside.by, item.id, digest, maker, reason)
            )
        return objects, tuple(events)

    def _members(self, container: Item, maker: str, pieces: tuple[Piece, ...]) -> list[MemberLine]:
        """Keep the pieces as items, those that are not held yet; their lines for the container's list."""
        lines: list[MemberLine] = []
        self._staged_here: dict[tuple[str, int], Stored] = {}
        for portion in portions(pieces):
            group = [(piece, self._staged(piece)) for piece in portion]
            held = self.book.index.known([stored.digest for _, stored in group])
            for piece, stored in group:
                capture = _capture(container, maker, piece.path, piece.capture, piece.name)
                lines.append(_line(stored.digest, capture))
                if stored.digest not in held and stored.digest not in self._fresh:
                    self._fresh.add(stored.digest)
                    self._drafts.append(received(self.book, stored, capture, f"{TOOL}, {maker}"))
                    self.added.append(stored.digest)
                    self.bytes += stored.length
            self._flush_when_full()
        return lines

    def _staged(self, piece: Piece) -> Stored:
        place = piece.spooled, piece.start
        if place not in self._staged_here:  # the same bytes may have been met in several places
            path = self.spool / piece.spooled
            if piece.spooled == PACK:
                with path.open("rb", buffering=0) as file:
                    file.seek(piece.start)
                    stored = self._batch.stage_bytes(file.read(piece.length))
            else:
                stored = self._batch.stage_file(path)
                path.unlink()
            self._staged_here[place] = replace(stored, head=stored.head[:GLANCE])  # enough to tell its kind
        return self._staged_here[place]

    def _flush_when_full(self) -> None:
        files = BATCH_FILES if self.aside is None else TURN_FILES
        if len(self._drafts) >= files or self._batch.bytes >= BATCH_BYTES:
            self.flush()

    def _told_beside(
        self, container: Item, maker: str, abouts: tuple[About, ...]
    ) -> tuple[list[MemberLine], tuple[Problem, ...]]:
        lines: list[MemberLine] = []
        problems: list[Problem] = []
        absent: list[About] = []
        for about, item in resolved(self.book, container, abouts, self.here):
            name = about.capture.received_name or about.beside  # the container's own name for it
            capture = _capture(container, maker, about.path, about.capture, name)
            if item is not None:
                agree, contradictions = checked(self.book, about, item)
                capture = replace(capture, stated=(*capture.stated, *agree))
                problems += contradictions
            else:
                absent.append(about)
            lines.append(_line(item, capture))
        return lines, (*problems, *missing(container, absent))


def _capture(container: Item, maker: str, path: str, capture: Capture, name: str) -> Capture:
    """A capture as it is kept: fit to be shown, and with the place that it was found in."""
    clean = from_data(Capture, keepable(to_data(capture)))
    seen = container.capture.received_name
    return replace(
        clean, received_name=shown(seen, name), member_of=Member(container.id, keepable(path), maker)
    )


def _line(item: str | None, capture: Capture) -> MemberLine:
    assert capture.member_of is not None
    return MemberLine(capture.member_of.path, item, capture)
