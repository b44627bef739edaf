"""BagIt 1.0 (RFC 8493): a folder that says of each of its files what bytes it should hold.

Writing streams: every file is hashed (SHA-256 and SHA-512) while it is copied, in threads, because both
hashes let go of the interpreter. Checking streams in the same way. Names are our own and safe: ASCII,
relative, no empty or dotted part.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import new
from pathlib import Path

from allegata.errors import Problem, Severity
from allegata.evidence.digest import CHUNK, of_bytes

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
LINE = re.compile(r"([0-9a-f]+)  ([^\r\n]+)\Z")
REMEDY = "Rely on nothing in this package; ask whoever made it for it again."
Digests = tuple[str, str]


@dataclass
class Bag:
    """A bag under construction. Files are added in any order; `finish` writes the manifests."""

    folder: Path
    payload: dict[str, tuple[Digests, int]] = field(default_factory=dict)
    tags: dict[str, Digests] = field(default_factory=dict)

    def put(self, name: str, data: bytes) -> None:
        """Write one file; below `data/` it is payload, elsewhere a tag file.

        :raises ValueError: when the name is not a safe relative path, or taken.
        """
        path = self._place(name)
        with path.open("xb") as file:
            file.write(data)
        self._note(name, _of_bytes(data), len(data))

    def copy(self, files: Sequence[tuple[str, Path]], done: Callable[[], object] = lambda: None) -> None:
        """Copy many files, hashed while they pass; several at a time.

        :param files: (name in the bag, where the bytes lie).
        """
        places = [(name, source, self._place(name)) for name, source in files]
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found = pool.map(lambda place: _copied(place[1], place[2]), places)
            for (name, _, _), (digests, length) in zip(places, found, strict=True):
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
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

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
    sha256, sha512 = (new(algorithm, data).hexdigest() for algorithm in ALGORITHMS)
    return sha256, sha512


def _copied(source: Path, target: Path) -> tuple[Digests, int]:
    with source.open("rb") as file, target.open("xb", buffering=0) as copy:
        return _streamed(iter(lambda: file.read(CHUNK), b""), copy.write)


def _streamed(chunks: Iterable[bytes], each: Callable[[bytes], object] | None = None) -> tuple[Digests, int]:
    states, length = [new(algorithm) for algorithm in ALGORITHMS], 0
    for chunk in chunks:
        for state in states:
            state.update(chunk)
        length += len(chunk)
        if each is not None:
            each(chunk)
    return (states[0].hexdigest(), states[1].hexdigest()), length


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
    yield from _oxum(folder, listed)


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
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for name, digests in zip(names, pool.map(lambda n: _digests(folder / n), names), strict=True):
            done()
            if digests is None:
                yield _problem("bag_missing", name, f"{name} is missing")
                continue
            wrong = [a for a, d in zip(ALGORITHMS, digests, strict=True) if listed[name].get(a, d) != d]
            if wrong:
                yield _problem("bag_altered", name, f"{name} was altered ({' and '.join(wrong)} differ)")


def _digests(path: Path) -> Digests | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return _streamed(iter(lambda: file.read(CHUNK), b""))[0]


def _unlisted(folder: Path, listed: dict[str, dict[str, str]]) -> Iterator[Problem]:
    for path in sorted((folder / "data").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_file() or path.is_symlink()) and name not in listed:
            yield _problem("bag_extra", name, f"{name} is in no manifest")


def _oxum(folder: Path, listed: dict[str, dict[str, str]]) -> Iterator[Problem]:
    info = (_read(folder / "bag-info.txt") or b"").decode("utf-8", "replace")
    stated = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", info, re.M)
    files = [folder / name for name in listed if name.startswith("data/")]
    octets = sum(path.stat().st_size for path in files if path.is_file())
    if not stated or (int(stated[1]), int(stated[2])) != (octets, len(files)):
        yield _problem("bag_oxum", "bag-info.txt", "Payload-Oxum does not fit the payload")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _problem(code: str, subject: str, what: str) -> Problem:
    return Problem(code, subject, what, REMEDY, Severity.UNREADABLE)
