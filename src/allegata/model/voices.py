"""Who speaks in a casebook: one line for each source, and one source with what it says."""

from dataclasses import dataclass

from allegata.model.document import Document
from allegata.model.reading import Reading
from allegata.model.source import Party, Speaker
from allegata.model.statement import Statement


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A voice: known by a source where its words are, else by the words alone.

    `incidents` are those told in the texts in which it speaks. The outlets' own voice is one line, and
    its texts and incidents are not counted: every text has it.
    """

    key: str
    speaker: Speaker
    statements: int
    texts: int
    incidents: int


@dataclass(frozen=True, slots=True)
class SourceList:
    """One page of the voices, in the order of their keys: those of one party stand together."""

    lines: tuple[SourceLine, ...]
    page: int
    pages: int
    total: int
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class SaidHere:
    """One statement of a source, where it stands, and which incidents it tells of (none: no single one)."""

    statement: Statement
    document: Document
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source and one page of its statements, with the readings that say what in them is withheld.

    `withheld` are its statements in texts that tell of a sealed record; they are nowhere else in it.
    """

    line: SourceLine
    said: tuple[SaidHere, ...]
    readings: tuple[Reading, ...]
    page: int
    pages: int
    parties: tuple[Party, ...]
    withheld: int = 0
