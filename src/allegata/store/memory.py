"""Files in memory: the only place for the plain bytes of an encrypted casebook."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allegata.errors import CannotEncrypt

IN_MEMORY = "allegata_uploads_"
MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""


@contextmanager
def in_memory() -> Iterator[Path]:
    """An empty folder in memory, for this user only, gone when the block ends.

    :raises CannotEncrypt: where the system has no such place.
    """
    if not MEMORY.is_dir():
        raise CannotEncrypt(
            "this system keeps no files in memory (/dev/shm), and an encrypted object's plain bytes must "
            "not touch a disk; work on this casebook on a Linux machine"
        )
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"allegata-{os.getpid()}-", dir=MEMORY) as name:
        yield Path(name)


def private(path: str, flags: int) -> int:
    """An opener of files that nobody else may read."""
    return os.open(path, flags, 0o600)


def _sweep() -> None:
    """Take away what a killed process of ours left."""
    for path in MEMORY.glob("allegata-*-*"):
        number = path.name.split("-")[1]
        if number.isdecimal() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(path, ignore_errors=True)


def in_memory_for_long() -> Path:
    """A folder in memory, for this user only, that stays when this process ends; a restart of the machine empties it.

    :raises CannotEncrypt: where the system has no such place.
    """
    if not MEMORY.is_dir():
        raise CannotEncrypt(
            "this system keeps no files in memory (/dev/shm), and an encrypted casebook's plain bytes must not "
            "touch a disk; add the files with `allegata add` on a Linux machine"
        )
    folder = MEMORY / f"{IN_MEMORY}{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise CannotEncrypt(f"{folder} belongs to somebody else; have it taken away")
    folder.chmod(0o700)
    return folder
