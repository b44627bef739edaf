"""An empty folder that something is put into, and an empty casebook that takes it in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.casebook import Casebook, opened_to_write


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    return source


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        yield book
