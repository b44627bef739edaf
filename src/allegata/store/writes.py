"""Durable writes, each announced before it happens.

The announcement is how the crash test stops a process between any two writes; it also names, in one
word, every way in which this program changes a casebook.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Announce = Callable[[str], object]
"""Called with the name of a write just before it is made."""


def unannounced(_: str) -> None:
    """Nobody listens: the normal case."""


def flush_file(path: Path) -> None:
    """Force the bytes of one file to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(path: Path) -> None:
    """Force a folder's list of names to the disk, where the system can do that."""
    if os.name == "posix":  # Windows has no handle of a folder and writes its names at once
        flush_file(path)


def flush_all(names: Sequence[str]) -> None:
    """Force many files and folders to the disk: one call for all of them where that is safe.

    Linux's `sync` waits until everything is written (its manual, "VERSIONS"); elsewhere it may only
    ask for it, so that each file is flushed by itself.
    """
    if sys.platform == "linux" and len(names) > 4:
        os.sync()
        return
    for path in map(Path, names):
        flush_folder(path) if path.is_dir() else flush_file(path)


def replace_file(path: Path, data: bytes) -> None:
    """Put new bytes in a file's place so that it holds the old or the new ones, never a mixture."""
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)
