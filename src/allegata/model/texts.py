"""The list of texts: every item of a casebook, read or not, with the reason where it was not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allegata.errors import Problem
from allegata.model.listing import Hit

NONE = "none"
"""The value of an item without a problem."""


class TextFacet(StrEnum):
    """What items can be chosen by, in the order shown."""

    READ = "read"  # TextState
    LANGUAGE = "language"  # BCP 47, "und" where none was named
    PUBLISHER = "publisher"  # as stated, or "not_stated"
    KIND = "kind"  # TextKind
    PROBLEM = "problem"  # code of a problem, or "none"


class TextState(StrEnum):
    """Whether an item was read, and why not."""

    READ = "read"
    OTHER_LANGUAGE = "other_language"
    UNREADABLE = "unreadable"
    FOOTAGE = "footage"
    CONTAINER = "container"
    NO_REPORT = "no_report"
    WAITING = "waiting"


STATES: dict[TextState, str] = {
    TextState.READ: "read",
    TextState.OTHER_LANGUAGE: "not read: in a language that is not read",
    TextState.UNREADABLE: "not read: nothing could be read from it",
    TextState.FOOTAGE: "footage, which is not read",
    TextState.CONTAINER: "holds other items, which are listed themselves",
    TextState.NO_REPORT: "kept as it is: no report to read",
    TextState.WAITING: "not read yet",
}


class TextKind(StrEnum):
    """What kind of file an item is."""

    PAGE = "page"
    TEXT = "text"
    PDF = "pdf"
    PICTURE = "picture"
    FILM = "film"
    SOUND = "sound"
    TABLE = "table"
    ARCHIVE = "archive"
    OTHER = "other"


FORMS: dict[TextKind, str] = {
    TextKind.PAGE: "web page",
    TextKind.TEXT: "plain text",
    TextKind.PDF: "PDF",
    TextKind.PICTURE: "picture",
    TextKind.FILM: "film",
    TextKind.SOUND: "sound",
    TextKind.TABLE: "table",
    TextKind.ARCHIVE: "archive or export",
    TextKind.OTHER: "other file",
}


@dataclass(frozen=True, slots=True)
class TextSelection:
    """What was asked for. Several values of one facet: any of them; several facets: all of them."""

    words: str = ""
    chosen: tuple[tuple[TextFacet, str], ...] = ()
    page: int = 1
    per_page: int = 40

    def has(self, facet: TextFacet, value: str) -> bool:
        """Whether a value was chosen."""
        return (facet, value) in self.chosen


@dataclass(frozen=True, slots=True)
class TextRow:
    """One item. `headline` is the text's own, what protects people left out.

    Of one that is `withheld`, because it tells of a sealed record, nothing else is told to those who only read.
    """

    item: str
    name: str
    headline: str
    publisher: str
    published: date | None
    language: str
    kind: TextKind
    state: TextState
    statements: int
    incidents: int
    problems: tuple[str, ...] = ()
    found: Hit | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """One page of items, the latest received first, with the counts of each facet's values."""

    selection: TextSelection
    total: int
    rows: tuple[TextRow, ...]
    facets: tuple[tuple[TextFacet, tuple[tuple[str, int], ...]], ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.selection.per_page))


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem on record, and the item it is about, where there is one."""

    problem: Problem
    item: str | None
