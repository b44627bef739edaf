"""Where objects are staged by work that does not hold the casebook's lock while it prepares them.

`incoming/` belongs to whoever holds the lock: the next one to take it clears away what lies there. Work
that takes turns with others stages in a folder of its own below `apart/`, which it holds for as long as it
lives; what a killed process leaves there is nobody's, and goes with the next one to write.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

try:
    import fcntl
except ImportError:  # not a POSIX system: what is left there stays
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

APART, HELD = "apart", "held"


@contextmanager
def apart(casebook: Path) -> Iterator[Path]:
    """An empty folder on the disk of a casebook that nobody clears away meanwhile; gone when the block ends."""
    above = casebook / APART
    above.mkdir(exist_ok=True)
    folder = above / f"{os.getpid()}-{token_hex(8)}"
    folder.mkdir(mode=0o700)
    with (folder / HELD).open("ab") as mark:
        if fcntl is not None:
            fcntl.flock(mark, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_abandoned(casebook: Path) -> None:
    """Take away what killed processes left; the casebook's lock must be held."""
    above = casebook / APART
    if fcntl is None or not above.is_dir():
        return
    for folder in above.iterdir():
        try:
            with (folder / HELD).open("ab") as mark:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue  # made this very moment, and not yet marked
        except BlockingIOError:
            continue
