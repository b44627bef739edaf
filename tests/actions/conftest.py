"""A casebook on which the whole way was gone once, with the small reader."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.packages import wish
from tests.actions.work import step
from tests.builders import tsa

from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.dossier import dossier
from allegata.actions.stamp import stamp
from allegata.actions.tsa import add_tsa


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return fakes.reports(tmp_path / "source")


@pytest.fixture
def recipients() -> tuple[str, ...] | None:
    """Whom the casebook is encrypted for: a module may ask for both kinds."""
    return None


@pytest.fixture
def folder(tmp_path: Path, source: Path, recipients: tuple[str, ...] | None) -> Path:
    """A finished casebook, closed."""
    folder = tmp_path / "book"
    with opened_to_write(folder, replace(fakes.outside(), recipients=recipients), create=True) as book:
        for verb in ("add", "read", "link"):
            step(verb, source, book)
    return folder


@pytest.fixture
def book(folder: Path) -> Iterator[Casebook]:
    """The same, open to write."""
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        yield book


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tsa.Running]:
    """A time-stamping authority made with openssl."""
    with tsa.running(tmp_path_factory.mktemp("authority") / "tsa") as running:
        yield running


@pytest.fixture
def package(folder: Path, tmp_path: Path, authority: tsa.Running) -> Path:
    """A package over a checkpoint that an authority has stamped."""
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        add_tsa(book, authority.url, authority.certificates.read_bytes(), "an authority")
    with opened_to_write(folder, fakes.outside(start=200)) as book:
        assert {p.code for p in stamp(book).problems} <= {"clock_apart"}  # the tests' clock stands still
        result = dossier(book, wish(book, tmp_path / "package"))
    assert result.signed and result.stamps == 1
    return tmp_path / "package"
