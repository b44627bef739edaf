"""The guard of tests/conftest.py: what a room test may not do, and what it may."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

Armed = Callable[[], contextlib.AbstractContextManager[list[str]]]


@pytest.fixture
def armed(request: pytest.FixtureRequest) -> Armed:
    """The guard, armed for a block as if a test of the room "reading" were running."""
    conftest: ModuleType = request.config.pluginmanager.get_plugin(  # type: ignore[assignment]
        str(Path(__file__).resolve().parent.parent / "conftest.py")
    )
    watcher = conftest.GUARD

    @contextlib.contextmanager
    def block() -> Iterator[list[str]]:
        watcher.room, watcher.seen = "reading", []
        try:
            yield watcher.seen
        finally:
            watcher.room, watcher.seen = None, []

    return block


@pytest.mark.parametrize(
    "touch",
    [
        lambda: Path("leftover.txt").write_text("x"),
        lambda: Path("pyproject.toml").resolve().read_text(),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
    ],
    ids=["write", "read", "connect", "resolve", "process"],
)
def test_touching_the_outside_is_refused(armed: Armed, touch: Callable[[], object]) -> None:
    with armed() as seen, pytest.raises(AssertionError, match="touched the outside"):
        touch()
    assert seen


def test_hiding_the_error_does_not_help(armed: Armed) -> None:
    with armed() as seen, contextlib.suppress(AssertionError):
        Path("leftover.txt").write_text("x")
    assert len(seen) == 1


def test_code_and_libraries_may_be_loaded(armed: Armed) -> None:
    with armed() as seen:
        assert Path(json.__file__).read_text()
    assert not seen
