"""A package that came as a ZIP, unpacked into a folder that nothing in it can leave.

Whoever checks a package has it from a stranger. So every name is looked at before anything is written: none
may be absolute, lead upwards, be a link or come twice; and there are bounds on how many files come out and how
large they are together. A file whose bytes do not fit the ZIP's own checksum is left as far as it came: the
manifests of the package tell that it was altered.
"""

import shutil
import stat
import zlib
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from allegata.errors import NothingToRead
from allegata.evidence.digest import CHUNK

MOST_FILES = 200_000
RATIO, FREE = 100, 64 << 20
"""How many times the size of the ZIP its files may have, beyond a number of bytes that is always allowed."""
DECLARES = "bagit.txt"
DAMAGED = (
    BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    UnicodeDecodeError,
)
"""What the standard library raises on a ZIP that is not as it should be."""


def unpacked(archive: Path, into: Path) -> Path:
    """Write the files of a ZIP into an empty folder; returns the folder with the package.

    :raises NothingToRead: when it cannot be read, holds no package, or is not safe to unpack; nothing that it
        holds was written then outside the folder.
    """
    try:
        with ZipFile(archive) as packed:
            files = [entry for entry in packed.infolist() if not entry.is_dir()]
            top = _top(archive, files)
            _refuse_too_much(archive, files, into)
            for entry in files:
                _written(packed, entry, into / entry.filename)
    except DAMAGED as fault:
        raise NothingToRead(f"{archive} cannot be read as a ZIP ({fault}); ask for it again") from fault
    except OSError as fault:
        raise NothingToRead(
            f"{archive} could not be unpacked ({fault}); unpack it, and name its folder"
        ) from fault
    return into / top


def _top(archive: Path, entries: list[ZipInfo]) -> str:
    """The folder of the package in the ZIP; "" where it lies at the top."""
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not _safe(entry) or name in names:
            raise NothingToRead(
                f"{archive} is not unpacked: its entry {name[:80]!r} leads outside, is a link, is encrypted, or is "
                "there twice. No dossier has such an entry; rely on nothing in it, and ask for it again"
            )
        names.add(name)
    tops = {name.split("/", 1)[0] for name in names}
    if DECLARES in names:
        return ""
    if len(tops) == 1 and f"{(top := tops.pop())}/{DECLARES}" in names:
        return top
    raise NothingToRead(
        f"{archive} is no package: it does not hold one folder, and nothing beside it, with {DECLARES} in it"
    )


def _safe(entry: ZipInfo) -> bool:
    """Whether an entry is a plain file with a name below the folder into which it is unpacked."""
    name = entry.filename
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        not PurePosixPath(name).is_absolute()
        and not any(part in {"", ".", ".."} for part in parts)
        and not any(letter in name for letter in "\\:\0")
        and kind in {0, stat.S_IFREG}
        and not entry.flag_bits & 0x1
        and entry.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    )


def _refuse_too_much(archive: Path, entries: list[ZipInfo], into: Path) -> None:
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > FREE + RATIO * archive.stat().st_size:
        raise NothingToRead(
            f"{archive} is not unpacked: {len(entries):,} files of {size:,} bytes would come out of it, more than of "
            "any dossier; rely on nothing in it, and ask for it again"
        )
    if size > shutil.disk_usage(into).free:
        raise NothingToRead(
            f"{archive} needs {size:,} bytes beside it to be checked, and {into.parent} has less; set TMPDIR to a "
            "folder that has them, or unpack it, and name its folder"
        )


def _written(packed: ZipFile, entry: ZipInfo, path: Path) -> None:
    """One file, never more bytes than its entry states."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as copy:
        try:
            with packed.open(entry) as file:
                shutil.copyfileobj(file, copy, CHUNK)
        except (BadZipFile, zlib.error, EOFError):
            return  # what is missing or changed in it, the manifests tell
