"""BagIt 1.0 (RFC 8493): a folder that says of each of its files what bytes it should hold.

Writing streams: every file is hashed (SHA-256 and SHA-512) while it is copied, in threads, because both
hashes let go of the interpreter. Checking streams in the same way. Names are our own and safe: ASCII,
relative, no empty or dotted part.
"""

# ruff: noqa: PTH114, PTH123 - names as strings: a Path per file costs as much as its hash

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256, sha512
from io import RawIOBase
from pathlib import Path
from typing import TypeVar
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from allegata.errors import Problem, Severity
from allegata.evidence.digest import CHUNK, of_bytes

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
LINE = re.compile(r"([0-9a-f]+)  ([^\r\n]+)\Z")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can state: none of its own."""
REMEDY = "Rely on nothing in this package; ask whoever made it for it again."
STRETCH = 16
"""Files that a thread takes at a time: small ones would else cost more to hand over than to hash."""
Digests = tuple[str, str]
T = TypeVar("T")
Done = TypeVar("Done")


@dataclass
class Bag:
    """A bag under construction. Files are added in any order; `finish` writes the manifests."""

    folder: Path
    payload: dict[str, tuple[Digests, int]] = field(default_factory=dict)
    tags: dict[str, Digests] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)  # folders that are there: saves a system call per file

    def put(self, name: str, data: bytes) -> None:
        """Write one file; below `data/` it is payload, elsewhere a tag file.

        :raises ValueError: when the name is not a safe relative path, or taken.
        """
        path = self._place(name)
        with path.open("xb") as file:
            file.write(data)
        self._note(name, _of_bytes(data), len(data))

    def copy(self, files: Sequence[tuple[str, Path]], done: Callable[[], object] = lambda: None) -> None:
        """Copy many files, hashed while they pass.

        :param files: (name in the bag, where the bytes lie).
        """
        places = [(str(source), str(self._place(name))) for name, source in files]
        for (name, _), (digests, length) in zip(files, _in_turn(_copied, places), strict=True):
            self._note(name, digests, length)
            done()

    def finish(self, info: Sequence[tuple[str, str]]) -> None:
        """Write the declaration, bag-info.txt and all manifests.

        :param info: further fields of bag-info.txt, in their order (RFC 8493 2.2.2).
        """
        octets = sum(length for _, length in self.payload.values())
        fields = [*info, ("Payload-Oxum", f"{octets}.{len(self.payload)}")]
        self.put("bagit.txt", DECLARATION)
        self.put("bag-info.txt", "".join(f"{k}: {_folded(v)}\n" for k, v in fields).encode())
        for number, algorithm in enumerate(ALGORITHMS):
            listed = {name: digests[number] for name, (digests, _) in self.payload.items()}
            self.put(f"manifest-{algorithm}.txt", _manifest(listed))
        tags = dict(self.tags)  # a tag manifest lists no tag manifest
        for number, algorithm in enumerate(ALGORITHMS):
            listed = {name: digests[number] for name, digests in tags.items()}
            (self.folder / f"tagmanifest-{algorithm}.txt").write_bytes(_manifest(listed))

    def digest_of_tagmanifest(self) -> str:
        """The SHA-256 of the tag manifest: the digest that stands for the whole finished bag."""
        return of_bytes((self.folder / "tagmanifest-sha256.txt").read_bytes())

    def _place(self, name: str) -> Path:
        if not SAFE.match(name) or name in self.payload or name in self.tags:
            raise ValueError(f"{name!r} is not a safe name for a file of a bag, or is taken")
        within = name.rpartition("/")[0]
        if within not in self.made:
            (self.folder / within).mkdir(parents=True, exist_ok=True)
            self.made.add(within)
        return self.folder / name

    def _note(self, name: str, digests: Digests, length: int) -> None:
        if name.startswith("data/"):
            self.payload[name] = (digests, length)
        else:
            self.tags[name] = digests


def _folded(value: str) -> str:
    """A value on one line: a line break in it would begin another field."""
    return " ".join(value.split())


def _manifest(listed: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items())).encode()


def _of_bytes(data: bytes) -> Digests:
    return sha256(data).hexdigest(), sha512(data).hexdigest()


def _in_turn(run: Callable[[T], Done], things: Sequence[T]) -> Iterator[Done]:
    """Each thing done, in their order: a few threads, each with a stretch of its own at a time."""
    stretches = [things[at : at + STRETCH] for at in range(0, len(things), STRETCH)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in pool.map(lambda stretch: [run(thing) for thing in stretch], stretches):
            yield from done


def _copied(place: tuple[str, str]) -> tuple[Digests, int]:
    source, target = place
    with open(source, "rb", buffering=0) as file, open(target, "xb", buffering=0) as copy:
        return _streamed(file, copy.write)


def _streamed(file: RawIOBase, each: Callable[[bytes], object] | None = None) -> tuple[Digests, int]:
    """Both digests and the length of what is left of a file; a small one takes one step."""
    first, rest = file.read(CHUNK) or b"", file.read(CHUNK) or b""
    if each is not None:
        each(first)
    if not rest:
        return _of_bytes(first), len(first)
    one, other, length = sha256(first), sha512(first), len(first)
    while rest:
        one.update(rest)
        other.update(rest)
        length += len(rest)
        if each is not None:
            each(rest)
        rest = file.read(CHUNK) or b""
    return (one.hexdigest(), other.hexdigest()), length


def zipped(folder: Path, target: Path) -> None:
    """Pack a folder as a ZIP without compression: the same folder gives the same bytes.

    :raises OSError: when it cannot be written.
    """
    with ZipFile(target, "x", ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = ZipInfo((Path(folder.name) / path.relative_to(folder)).as_posix(), EPOCH)
            name.external_attr = 0o644 << 16
            name.file_size = path.stat().st_size
            with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as packed:
                shutil.copyfileobj(file, packed, CHUNK)


# --- checking -----------------------------------------------------------------------------------


def check(folder: Path, done: Callable[[], object] = lambda: None) -> Iterator[Problem]:
    """Everything that is wrong with a bag: files missing, altered, extra, or a manifest that is none.

    Files beside the payload that no tag manifest lists (a seal over the tag manifests) are passed over,
    as the standard has it.
    """
    if _read(folder / "bagit.txt") != DECLARATION:
        yield _problem("bag_declaration", "bagit.txt", "bagit.txt does not declare a BagIt 1.0 bag")
    listed: dict[str, dict[str, str]] = {}  # name → algorithm → digest
    for kind in ("manifest", "tagmanifest"):
        for algorithm in ALGORITHMS:
            name = f"{kind}-{algorithm}.txt"
            entries, faults = _entries(name, _read(folder / name))
            yield from faults
            for path, digest in entries.items():
                listed.setdefault(path, {})[algorithm] = digest
    for path, digests in sorted(listed.items()):
        for algorithm in ALGORITHMS:
            if algorithm not in digests:
                yield _problem("bag_unlisted", path, f"{path} is not listed with {algorithm}")
    yield from _differing(folder, listed, done)
    yield from _unlisted(folder, listed)


def _entries(name: str, data: bytes | None) -> tuple[dict[str, str], list[Problem]]:
    if data is None:
        return {}, [_problem("bag_missing", name, f"{name} is missing")]
    found: dict[str, str] = {}
    faults = []
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        match = LINE.match(line)
        path = match.group(2) if match else ""
        inside = path.startswith("data/") == name.startswith("manifest")
        if not match or not SAFE.match(path) or path in found or not inside:
            faults.append(_problem("bag_manifest", name, f"{name} has a line that is none: {line[:80]!r}"))
        else:
            found[path] = match.group(1)
    if not data.endswith(b"\n"):
        faults.append(_problem("bag_manifest", name, f"{name} does not end with a line end"))
    return found, faults


def _differing(
    folder: Path, listed: dict[str, dict[str, str]], done: Callable[[], object]
) -> Iterator[Problem]:
    names = sorted(listed)
    octets = files = 0
    places = [f"{folder}{os.sep}{name}" for name in names]
    for name, found in zip(names, _in_turn(_digests, places), strict=True):
        done()
        if found is None:
            yield _problem("bag_missing", name, f"{name} is missing")
            continue
        digests, length = found
        if name.startswith("data/"):
            octets, files = octets + length, files + 1
        wrong = [a for a, d in zip(ALGORITHMS, digests, strict=True) if listed[name].get(a, d) != d]
        if wrong:
            yield _problem("bag_altered", name, f"{name} was altered ({' and '.join(wrong)} differ)")
    info = (_read(folder / "bag-info.txt") or b"").decode("utf-8", "replace")
    stated = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", info, re.M)
    if not stated or (int(stated[1]), int(stated[2])) != (octets, files):
        yield _problem("bag_oxum", "bag-info.txt", "Payload-Oxum does not fit the payload")


def _digests(path: str) -> tuple[Digests, int] | None:
    """Of a plain file; None where there is none, or a link to elsewhere."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with open(handle, "rb", buffering=0) as file:
        try:
            return _streamed(file)
        except IsADirectoryError:
            return None


def _unlisted(folder: Path, listed: dict[str, dict[str, str]]) -> Iterator[Problem]:
    root = str(folder)
    for within, folders, names in os.walk(f"{root}{os.sep}data"):
        folders.sort()
        links = [name for name in folders if os.path.islink(f"{within}{os.sep}{name}")]
        start = within[len(root) + 1 :].replace(os.sep, "/")
        for name in sorted([*names, *links]):
            if f"{start}/{name}" not in listed:
                yield _problem("bag_extra", f"{start}/{name}", f"{start}/{name} is in no manifest")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _problem(code: str, subject: str, what: str) -> Problem:
    return Problem(code, subject, what, REMEDY, Severity.UNREADABLE)
