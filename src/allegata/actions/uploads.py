"""What is sent over the web, on its way into a casebook: kept in the office until the vault holds it.

Every upload has a folder of its own. A file lies there under the name it came with where that can be a
path, and under a number where it cannot; the name it came with is kept for the record either way.
"""

import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from secrets import token_hex
from time import time
from typing import IO

from allegata.errors import BadKnowledge, NothingToRead, TooLarge
from allegata.model.job import Job, JobKind
from allegata.sources.columns import FIELDS as COLUMNS
from allegata.sources.columns import mapping_of
from allegata.sources.sidecar import DESCRIBING
from allegata.sources.words import keepable
from allegata.store.memory import held_for_long, in_memory_for_long

__all__ = ["COLUMNS", "UPLOADS", "Upload", "arguments", "forget", "forget_old"]

UPLOADS, FILES = "uploads", "files"
LONGEST_PART, LONGEST_NAME, DEEPEST = 200, 1_000, 20
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
SAID = frozenset({"url", "publisher", "published", "retrieved_at", "note"})
"""What the form asks of the files: a part of what a sidecar can say (`DESCRIBING`)."""
ABANDONED = 7 * 24 * 3600.0
SPARE = 256 << 20

assert set(DESCRIBING) >= SAID


class Upload:
    """One upload under way, written to as it comes in.

    :param office: the office's folder. :param most: bytes that it may have.
    :param secret: whether the casebook is encrypted: its plain bytes touch no disk.
    """

    def __init__(self, office: Path, most: int, *, secret: bool = False) -> None:
        above = in_memory_for_long(office) if secret else office / UPLOADS
        above.mkdir(mode=0o700, exist_ok=True)
        self._above = above / token_hex(12)
        self.folder = self._above / FILES
        self.folder.mkdir(parents=True, mode=0o700)
        self.most = most
        self.names: dict[str, str] = {}
        self.files = 0
        self.bytes = 0
        self._file: IO[bytes] | None = None

    def begin(self, name: str) -> None:
        """A file begins, of this name."""
        self.files += 1
        received = _received(name)
        place = _place(received) or self._number(received)
        path = self.folder / place
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = path.open("xb")
        except OSError:  # the name is taken, or a file lies where its folder should be
            place = self._number(received)
            self._file = (self.folder / place).open("xb")
        if place != received:
            self.names[place] = received

    def write(self, data: bytes | bytearray) -> None:
        """The next bytes of the file.

        :raises TooLarge: when the upload has more than it may, or the disk is nearly full.
        """
        before = self.bytes
        self.bytes += len(data)
        if self.bytes > self.most:
            raise TooLarge(too_large(self.most))
        if self.bytes >> 24 != before >> 24 and shutil.disk_usage(self.folder).free < SPARE:
            raise TooLarge("the server's disk is nearly full; nothing was taken in. Tell who runs the server")
        assert self._file is not None
        self._file.write(data)

    def end(self) -> None:
        """The file is whole."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def abandon(self) -> None:
        """Take everything away again."""
        self.end()
        shutil.rmtree(self._above, ignore_errors=True)

    def _number(self, received: str) -> str:
        """A name for the path of a file whose own cannot be one; its ending stays, by which its kind is told."""
        ending = PurePosixPath(received.replace("\\", "/").rsplit("/", 1)[-1]).suffix
        harmless = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 10 else ""
        return f"file {self.files:05}{harmless}"


def too_large(most: int) -> str:
    """What to say of an upload that is too large."""
    return (
        f"this is more than one upload may have here ({most / (1 << 20):,.0f} MB); nothing of it was taken in. "
        "Send it in parts, add it with `allegata add` on the server, or have the server started with a higher "
        "--upload-limit"
    )


def arguments(
    folder: Path, form: Mapping[str, str], names: Mapping[str, str], *, upload: bool
) -> dict[str, object]:
    """What an ADD job is asked with.

    :param form: the fields of the page: what is said of the files, and `column-FIELD` for tables.
    :raises NothingToRead: when there is no such folder.
    :raises BadKnowledge: when a column cannot be used.
    """
    if not folder.is_dir():
        raise NothingToRead(f"{folder} is no folder on this machine; name one that holds the reports")
    fields = {key: " ".join(form[key].split()) for key in sorted(SAID) if form.get(key, "").strip()}
    if moment := fields.get("retrieved_at"):  # asked for in UTC: a moment without a zone is none
        fields["retrieved_at"] = f"{moment}Z" if moment[-1].isdecimal() and "+" not in moment else moment
    said = {key: form.get(f"column-{key}", "").strip() for key in COLUMNS}
    columns = {key: header for key, header in said.items() if header}
    if any("," in header or "=" in header for header in columns.values()):
        raise BadKnowledge("a column's header cannot hold a comma or an equals sign here; use a columns.toml")
    if columns:
        mapping_of(",".join(f"{key}={header}" for key, header in columns.items()))
    named = {keepable(place): keepable(name) for place, name in names.items()}
    return {
        "folder": str(folder.resolve()),
        "fields": keepable(fields),
        "columns": keepable(columns),
        "names": named,
        "upload": upload,
    }


def forget(office: Path, folder: Path) -> None:
    """Delete an upload whose files are kept; a folder that is no upload of this office is left alone."""
    place = folder.resolve()
    above = place.parent.parent
    if above in [root.resolve() for root in _roots(office)]:
        shutil.rmtree(place.parent, ignore_errors=True)


def forget_old(office: Path, under_way: tuple[Job, ...]) -> None:
    """Delete uploads that no job asks for any more, a week after they came."""
    wanted = " ".join(job.arguments for job in under_way if job.kind is JobKind.ADD)
    for above in _roots(office):
        for folder in above.iterdir():
            if folder.name not in wanted and time() - folder.stat().st_mtime > ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)


def _roots(office: Path) -> tuple[Path, ...]:
    """The folders that hold uploads: one in the office, and one in memory with those for encrypted casebooks."""
    in_memory = held_for_long(office)
    on_disk = office / UPLOADS
    return (*([on_disk] if on_disk.is_dir() else []), *([in_memory] if in_memory else []))


def _received(name: str) -> str:
    """The name as it is kept for the record: whole, but for what no database takes and what has no end."""
    kept = str(keepable(name))
    return (kept if len(kept) <= LONGEST_NAME else f"{kept[: LONGEST_NAME - 1]}…") or "unnamed"


def _place(received: str) -> str | None:
    """The name as a path below the upload's folder, or None where it can be none."""
    parts = received.split("/")
    alone = len(parts) == 1
    if len(parts) > DEEPEST or any(_unfit(part) for part in parts) or (alone and received.startswith(".")):
        return None
    return received


def _unfit(part: str) -> bool:
    return (
        part in ("", ".", "..")
        or "\\" in part
        or len(part.encode()) > LONGEST_PART
        or part != part.strip()
        or any(unicodedata.category(letter) in HIDDEN for letter in part)
    )
