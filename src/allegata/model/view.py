"""What is shown of one incident: five parts in a fixed order, the account matrix, and what is around them.

The command line and the report print the same views, so that neither can leave out what the other
shows. Part 2, the answer of the accused side, is always there, also when it is empty (DOMAIN 2.5).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from allegata.model import phrases
from allegata.model.document import Document
from allegata.model.marks import Piece, line_of

MARKS = re.compile(r"^\s*#{1,6} |\*\*(?=\S)|(?<=\S)\*\*")


def unmarked(text: str) -> str:
    """Words without Markdown's marks for headings and strong type.

    >>> unmarked("# The village of **Miry**")
    'The village of Miry'
    """
    return MARKS.sub("", text)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quotation stands: the way back to the original."""

    document: Document
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the original text, counted from 1."""
        return line_of(self.document, self.start)

    @property
    def where(self) -> str:
        """ "Ridge Herald, line 3"."""
        return f"{phrases.outlet(self.document)}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words, and every spot where these very words stand: a copy adds a spot, not a quotation."""

    pieces: tuple[Piece, ...]
    spots: tuple[Spot, ...]

    @property
    def language(self) -> str:
        """BCP 47 tag of the text that is quoted."""
        return self.spots[0].document.language

    @property
    def where(self) -> str:
        """All spots on one line."""
        return "; ".join(spot.where for spot in self.spots)

    @property
    def marked_up(self) -> bool:
        """Whether the words hold marks of Markdown that a page leaves out: they then stand in its title."""
        return any(unmarked(piece.text) != piece.text for piece in self.pieces)

    @property
    def words(self) -> str:
        """The quotation on one line, withheld words replaced by a note."""
        text = "".join("[withheld]" if piece.masked else piece.text for piece in self.pieces)
        return " ".join(text.split())


def gathered(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """The same words once, with all their spots, in the order of their first one."""
    found: dict[str, Quotation] = {}
    for one in quotations:
        held = found.get(one.words)
        spots = tuple(dict.fromkeys((*held.spots, *one.spots))) if held else one.spots
        found[one.words] = Quotation(held.pieces if held else one.pieces, spots)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a part: who, what in neutral words, notes, and the quotations it rests on."""

    who: str
    what: str
    notes: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    things: tuple[str, ...] = ()  # ids of what the line tells, where something must not be left out


def merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries that say the same of the same speaker as one, with the quotations of all."""
    found: dict[tuple[str, str, tuple[str, ...]], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.who, entry.what, entry.notes), []).append(entry)
    return tuple(
        Entry(
            *key,
            gathered(quotation for entry in same for quotation in entry.quotations),
            tuple(dict.fromkeys(thing for entry in same for thing in entry.things)),
        )
        for key, same in found.items()
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts. `empty` is what is shown when there is nothing to list."""

    number: int
    title: str
    entries: tuple[Entry, ...]
    empty: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """A text, and the copies and excerpts of it that are on record: all together tell a thing once."""

    document: Document
    copies: tuple[Document, ...] = ()


class Mark(StrEnum):
    """How a value stands to what is alleged, where it does not simply put it forward."""

    DENIED = "denied"
    OTHER = "other account"
    CONFLICT = "conflicts with another value"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one voice in the matrix."""

    value: str
    notes: tuple[str, ...]
    who: str  # empty where the column says it
    quotations: tuple[Quotation, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute across the origins; `cells[i]` belongs to column i."""

    attribute: str
    code: str
    code_words: str
    derivation: str
    origins: str  # "1–2"
    contradicted: tuple[str, ...]  # by whom, with which word
    flags: tuple[str, ...]
    collapsed: tuple[str, ...]
    count: str
    cells: tuple[tuple[Cell, ...], ...]
    ground: str = ""  # what all firm counts have in common
    left_out: tuple[str, ...] = ()  # counts that enter no range, with the reason


@dataclass(frozen=True, slots=True)
class Column:
    """One origin: where a chain of reports ends."""

    name: str
    note: str
    told: tuple[Telling, ...] = ()  # in which texts; a copy is folded under its text and adds none


@dataclass(frozen=True, slots=True)
class Matrix:
    """Attributes × origins."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One time on record, in its own slot. `day` and `until` are ISO 8601 where known, else empty."""

    day: str
    until: str
    when: str  # in words
    slot: str
    who: str
    what: str
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class Answering:
    """An accused side: what it is reported to say in one line, and where an answer was looked for."""

    side: str
    said: str
    searched: str  # "archive of the ministry, as of …"; empty: no search is on record


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything shown of one incident."""

    id: str
    title: str
    state: str
    made_by: str
    accused: str
    parts: tuple[Part, ...]
    matrix: Matrix
    pinned: tuple[Entry, ...]
    slots: tuple[tuple[str, tuple[Cell, ...]], ...]
    linked: tuple[tuple[str, str, str], ...]  # (incident id, kind, reason)
    proposals: tuple[tuple[str, str, tuple[str, ...]], ...]  # (what, score, reasons)
    records: tuple[Entry, ...]
    withheld: int = 0
    documents: tuple[Document, ...] = field(default=())
    told: tuple[Telling, ...] = ()
    origins: str = ""  # lower–upper behind the allegation of the act itself; empty: none was read
    answering: tuple[Answering, ...] = ()
    process: tuple[Entry, ...] = ()  # legal steps by authority
    addresses: tuple[Entry, ...] = ()  # who addressed which body, and how far that went
    footage: tuple[Entry, ...] = ()  # as told in text; part of `records`
    moments: tuple[TimePoint, ...] = ()
