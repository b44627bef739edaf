"""Shared fixtures, and the guard that keeps the rooms away from disk, network and other programs.

The guard is an audit hook: while a test of a room runs (its call phase, not its fixtures), opening a
file for writing, reading a file that is not program code or part of an installed library, opening a
socket or starting a process fails the test. Data that a test needs is read in a fixture or at import.
"""

import os
import site
import sys
import sysconfig
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from allegata.model.knowledge import Knowledge
    from allegata.reading.sentences import Pipeline

ROOT = Path(__file__).resolve().parent.parent
ROOMS = frozenset({"model", "evidence", "reading", "linking", "assessing", "dossier"})
FORBIDDEN_EVENTS = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.sendto",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "sqlite3.connect",
    }
)
LIBRARIES = tuple(
    {
        os.path.realpath(path)
        for path in (*site.getsitepackages(), *sysconfig.get_paths().values(), sys.base_prefix, sys.prefix)
    }
)
CODE = (".py", ".pyc", ".so", ".pyd", ".pth")
PASSED_OVER = ("/dev/null", "/dev/urandom", "/proc/self/", "/.hypothesis", "/.pytest_cache/", "/__pycache__")
"""Places of the interpreter and the test runner; `__pycache__` is written by whichever test imports a module first."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class RoomTouchedTheOutside(AssertionError):
    """A pure function reached for a file, a socket or a process."""


class Guard:
    """Watches audit events while `room` is set; remembers what it saw, so that no `except` can hide it."""

    def __init__(self) -> None:
        self.room: str | None = None
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.room is None:
            return
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, str | bytes) or _allowed(os.fsdecode(path), flags):
                return
            self._refuse(f"open {os.fsdecode(path)}")
        elif event in FORBIDDEN_EVENTS and not any(part in str(arguments) for part in PASSED_OVER):
            self._refuse(f"{event} {arguments}")

    def _refuse(self, what: str) -> None:
        words = f"a test of the room {self.room} touched the outside: {what}"
        self.seen.append(words)
        raise RoomTouchedTheOutside(words)


def _allowed(path: str, flags: object) -> bool:
    real = os.path.realpath(path)
    if any(part in real for part in PASSED_OVER):
        return True
    writes = isinstance(flags, int) and bool(flags & WRITING)
    if real.endswith(".pyc"):
        return True
    if writes:
        return False
    own_data = "/allegata/knowledge/data/" in real
    return real.endswith(CODE) or (not own_data and real.startswith(LIBRARIES))


GUARD = Guard()
sys.addaudithook(GUARD)


def _room_of(path: Path) -> str | None:
    parts = path.resolve().relative_to(ROOT / "tests").parts if path.is_relative_to(ROOT / "tests") else ()
    return parts[0] if len(parts) > 1 and parts[0] in ROOMS else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Arm the guard for the call phase of every room test."""
    GUARD.room, GUARD.seen = _room_of(item.path), []
    try:
        result = yield
    finally:
        GUARD.room = None
    if GUARD.seen:
        raise RoomTouchedTheOutside("; ".join(GUARD.seen))
    return result


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the signing keys of the tests' casebooks lie: never among those of the person who runs them."""
    folder = tmp_path_factory.mktemp("keys")
    os.environ["ALLEGATA_KEYS"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """The data files that come with the package, loaded once."""
    import allegata.knowledge

    return allegata.knowledge.load()


@pytest.fixture(scope="session")
def pipeline() -> "Pipeline":
    """The English pipeline, loaded once (a second or two)."""
    import allegata.knowledge

    return allegata.knowledge.pipeline()


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of reports that the README's first command runs on."""
    return ROOT / "examples" / "reports"


@pytest.fixture(scope="session")
def articles() -> Path:
    """The five articles of the acceptance case; a stranger's clone does not have them, and says so."""
    folder = Path(os.environ.get("ALLEGATA_ARTICLES", ROOT.parent / "shared" / "articles"))
    if not (folder / "gold.json").is_file():
        pytest.skip(f"left out: the five articles are not at {folder} (set ALLEGATA_ARTICLES)")
    return folder


@pytest.fixture(scope="session")
def bench() -> Path:
    """The folder of public corpora; none of their text is part of this repository."""
    folder = Path(os.environ.get("ALLEGATA_BENCH", ROOT.parent / "shared" / "bench"))
    if not folder.is_dir():
        pytest.skip(f"left out: the public corpora are not at {folder} (set ALLEGATA_BENCH)")
    return folder
