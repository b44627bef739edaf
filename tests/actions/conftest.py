"""A casebook on which the whole way was gone once, with the small reader."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.casebook import Casebook, opened_to_write


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
