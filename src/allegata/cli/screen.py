"""Printing: tables on a terminal or in a pipe, progress on stderr, JSON when asked for."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Table

from allegata.errors import Problem, Severity
from allegata.model.result import Silent, Step
from allegata.model.visible import visible

STEP_WORDS = {
    Step.ADD: "adding",
    Step.UNPACK: "unpacking",
    Step.READ: "reading",
    Step.LINK: "linking",
    Step.ASSESS: "assessing",
    Step.SHOW: "listing",
    Step.FACTS: "reading media facts",
    Step.FINGERPRINT: "fingerprinting",
    Step.MATCH: "comparing pictures",
    Step.COVER: "covering a film",
    Step.VERIFY: "verifying",
    Step.REBUILD: "rebuilding",
    Step.MIRROR: "copying",
    Step.RESTORE: "restoring",
    Step.SCRUB: "scrubbing",
    Step.REPORT: "writing the report",
    Step.DOSSIER: "packing the dossier",
    Step.CHECK: "checking the package",
}
PROBLEMS_SHOWN = 20


class _Screen(Console):
    """A console on which no text from a file can move the cursor, change a colour or turn the writing round."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Every piece of text that is to be printed, its control characters spelt out."""
        for segment in super().render(renderable, options):
            shown = segment.text if segment.control else visible(segment.text)
            yield segment if shown == segment.text else Segment(shown, segment.style)


def console() -> Console:
    """Standard output: as wide as the terminal or as COLUMNS says, 100 columns in a pipe."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100
    return _Screen(highlight=False, markup=False, emoji=False, width=width)


def print_json(value: object) -> None:
    """One canonical record (RFC 8785) on standard output, with a line end and nothing else."""
    from allegata.model import codec

    sys.stdout.flush()
    sys.stdout.buffer.write(codec.canonical(value) + b"\n")


Shares = Sequence[int | tuple[int]]
"""A share of the width for each column; in parentheses, a fixed number of characters."""


def table(*columns: str, title: str | None = None, shares: Shares) -> Table:
    """A plain table that wraps its cells instead of cutting them."""
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.HORIZONTALS,
        pad_edge=False,
        expand=True,
        show_lines=True,
    )
    for name, share in zip(columns, shares, strict=True):
        fixed = share[0] if isinstance(share, tuple) else None
        ratio = share if isinstance(share, int) else None
        made.add_column(name, ratio=ratio, width=fixed, overflow="fold", header_style="dim")
    return made


def heading(out: Console, text: str) -> None:
    """A heading with an empty line above."""
    out.print()
    out.print(text, style="bold")


def problems(out: Console, found: Sequence[Problem]) -> None:
    """What was wrong with the material and what to do about it; long lists are cut and say so."""
    if not found:
        return
    heading(out, f"Problems found: {len(found)}")
    for problem in found[:PROBLEMS_SHOWN]:
        out.print(f"- {problem_words(problem)}")
    if len(found) > PROBLEMS_SHOWN:
        out.print(f"… and {len(found) - PROBLEMS_SHOWN} more; --json lists all.")


def problem_words(problem: Problem) -> str:
    """What is wrong, then what to do: two sentences, whether or not the first came with its full stop."""
    what = problem.what if problem.what.endswith((".", "!", "?")) else f"{problem.what}."
    return f"{problem.subject}: {what} {problem.remedy} [{problem.code}]"


def size(number: int) -> str:
    """A number of bytes for people: 1,234 bytes, 56.7 MB."""
    for unit, many in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= 10 * many or (number >= many and unit != "kB"):
            return f"{number / many:.1f} {unit}"
    return f"{number:,} byte{'' if number == 1 else 's'}"


def serious(found: Sequence[Problem]) -> bool:
    """Whether some material was lost for reading, in whole or in part."""
    return any(problem.severity is not Severity.NOTICE for problem in found)


class Bars(Silent):
    """Progress bars on standard error, one line a step."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[Step, TaskID] = {}

    def begin(self, step: Step, total: int | None) -> None:
        """Show the step's bar; one that moves to and fro when the total is unknown."""
        self._tasks[step] = self._bars.add_task(STEP_WORDS[step], total=total)

    def advance(self, step: Step, count: int = 1) -> None:
        """Move the step's bar."""
        self._bars.advance(self._tasks[step], count)

    def end(self, step: Step) -> None:
        """Fill the step's bar."""
        task = self._bars.tasks[self._tasks[step]]
        self._bars.update(self._tasks[step], total=task.total or task.completed, completed=task.completed)


@contextmanager
def progress() -> Iterator[Silent]:
    """Bars when a person is watching standard error; nothing at all otherwise."""
    err = Console(stderr=True)
    if not err.is_terminal:
        yield Silent()
        return
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        yield Bars(bars)
