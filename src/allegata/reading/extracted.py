"""What comes out of one kind of file, before it is divided into segments."""

from dataclasses import dataclass
from datetime import date

from allegata.errors import Problem, Severity


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text out of a file, what its metadata state, and what was lost on the way.

    `offset_map` as in `Document`: pairs (offset in the text, offset in the source) at every break.
    """

    text: str = ""
    problems: tuple[Problem, ...] = ()
    published: date | None = None
    published_wording: str = ""
    publisher: str | None = None
    url: str | None = None
    offset_map: tuple[tuple[int, int], ...] = ()


def nothing(code: str, name: str, what: str, remedy: str, before: tuple[Problem, ...] = ()) -> Extracted:
    """No text, and the Problem that says why; `before` are Problems that were met earlier."""
    problem = Problem(code, name, f"{what} The original is kept.", remedy, Severity.UNREADABLE)
    return Extracted(problems=(*before, problem))
