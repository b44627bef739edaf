"""What is said where this system cannot hold the native code of a parser: once, for as long as a casebook is open."""

from allegata.actions.book import Casebook
from allegata.engines.confined import Confined
from allegata.errors import Problem, Severity

NATIVE = ("seccomp", "landlock")
MISSING = "fences_missing"


def tell_missing(book: Casebook, child: Confined) -> None:
    """Say which fences the child went without; nothing of a child that was never started."""
    missing = [name for name in NATIVE if name not in child.fences]
    if child.fences and missing and MISSING not in book.told:
        book.told.add(MISSING)
        book.outside.tell(_missing(missing))


def _missing(names: list[str]) -> Problem:
    what = (
        f"This system lacks {' and '.join(names)}: the native code of the libraries that open received files is held "
        "by limits on time, memory and files alone"
    )
    remedy = (
        "Take in files that nobody vouches for on Linux, in version 6.2 or later, or on a machine of its own."
    )
    return Problem(MISSING, "this system", what, remedy, Severity.NOTICE)
