"""What is shown of one incident: five parts in a fixed order, the account matrix, and what is around them.

The command line and the report print the same views, so that neither can leave out what the other
shows. Part 2, the answer of the accused side, is always there, also when it is empty (DOMAIN 2.5).
"""

from dataclasses import dataclass, field

from allegata.model.document import Document, Span
from allegata.web import phrases
from allegata.web.marks import Piece, line_of


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words with the way back to their place: document, offsets, line."""

    span: Span
    document: Document
    pieces: tuple[Piece, ...]

    @property
    def line(self) -> int:
        """Line of the original text, counted from 1."""
        return line_of(self.document, self.span.start)

    @property
    def where(self) -> str:
        """ "Ridge Herald, line 3"."""
        return f"{phrases.outlet(self.document)}, line {self.line}"

    @property
    def words(self) -> str:
        """The quotation on one line, withheld words replaced by a note."""
        text = "".join("[withheld]" if piece.masked else piece.text for piece in self.pieces)
        return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a part: who, what in neutral words, notes, and the quotations it rests on."""

    who: str
    what: str
    notes: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts. `empty` is what is shown when there is nothing to list."""

    number: int
    title: str
    entries: tuple[Entry, ...]
    empty: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One account in the matrix."""

    value: str
    notes: tuple[str, ...]
    who: str
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute across the origins; `cells[i]` belongs to column i."""

    attribute: str
    code: str
    code_words: str
    derivation: str
    origins: str  # "1–2"
    contradicted: bool
    flags: tuple[str, ...]
    collapsed: tuple[str, ...]
    count: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One origin: where a chain of reports ends."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Attributes × origins."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


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
