"""Files in memory: the only place for the plain bytes of an encrypted casebook."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
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


def in_memory_for_long(office: Path) -> Path:
    """A folder in memory, for this user and this office only, that stays when this process ends.

    A restart of the machine empties it.

    :raises CannotEncrypt: where the system has no such place.
    """
    if not MEMORY.is_dir():
        raise CannotEncrypt(
            "this system keeps no files in memory (/dev/shm), and an encrypted casebook's plain bytes must not "
            "touch a disk; add the files with `allegata add` on a Linux machine"
        )
    folder = _place(office)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _ours(folder):
        raise CannotEncrypt(f"{folder} belongs to somebody else; have it taken away")
    folder.chmod(0o700)
    return folder


def held_for_long(office: Path) -> Path | None:
    """The same folder where it was made; nothing is made here."""
    folder = _place(office)
    return folder if _ours(folder) else None


def _place(office: Path) -> Path:
    """Every office has its own: the server of another one would take its uploads for abandoned."""
    of = sha256(str(office.resolve()).encode()).hexdigest()[:16]
    return MEMORY / f"{IN_MEMORY}{os.getuid()}_{of}"


def _ours(folder: Path) -> bool:
    """Whether this is a folder of this user: anybody can put something of that name where memory is shared."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
