"""What an importer takes out of a container: pieces with bytes, words about other files, and faults."""

from dataclasses import dataclass

from allegata.errors import Problem
from allegata.model.item import Capture


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that lay inside a container, or text that was flattened out of it.

    `capture.member_of` is filled in by the action, which knows the container; `path` is the address
    inside it. `spooled` is the file's name in the spool folder, in which the
    piece has `length` bytes from `start` on; the bytes never pass through a record.
    """

    path: str
    name: str  # how people will see it: a file name, or a made one that says where it stood
    spooled: str
    capture: Capture
    media_type: str | None = None  # as the container states it; None: told by the bytes
    start: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What a container says of a file that lies beside it: `result.json` of `photos/photo_1.jpg`.

    `beside` is relative to the container's own folder, with slashes. `digests` maps an algorithm of
    hashlib to the lower-case hex digest that was written down; the action compares. `names` are further
    names that the file may lie under. An empty `beside`: no name leads to it, or the container itself says
    that the bytes are not there.
    """

    path: str
    beside: str
    capture: Capture
    digests: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One thing of a container as it is kept in the ledger; `item` is None where only words are left of it."""

    path: str
    item: str | None
    capture: Capture


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came of one container."""

    container: str  # item id
    importer: str  # name and version
    members: tuple[MemberLine, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()  # what it holds and no item was made of: (in words, how many)
