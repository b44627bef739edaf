"""docs/evidence.md cannot go stale: it tells of every field, word and entry, and of who writes them."""

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest
import typer

from allegata.cli.main import app
from allegata.evidence.custody import EntryKind
from allegata.model.item import Capture, CustodyEvent, Item, Member, Post, Stated
from allegata.model.vocabulary import ContentPresent, CopyKind, CustodyType, DateBasis

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text()
ACTIONS = ROOT / "src" / "allegata" / "actions"
VERBS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def _rows(anchor: str) -> dict[str, list[str]]:
    """The rows of every table of a section, by each word in backquotes in their first cell."""
    section = PAGE.split(f'<a id="{anchor}"></a>', 1)[1].split("<a id=", 1)[0]
    rows = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        for word in re.findall(r"`([^`]+)`", cells[0]) if cells else ():
            rows[word] = cells
    return rows


@pytest.mark.parametrize(("kind", "prefix"), [(Item, "item."), (Capture, "capture."), (CustodyEvent, "")])
def test_every_field_has_its_row(kind: type, prefix: str) -> None:
    rows = _rows("capture") | _rows("custody")
    for field in fields(kind):
        assert f"{prefix}{field.name}" in rows, field.name


@pytest.mark.parametrize("kind", [Member, Post, Stated])
def test_every_inner_field_is_named(kind: type) -> None:
    for field in fields(kind):
        assert f"`{field.name}`" in PAGE, field.name


@pytest.mark.parametrize("words", [ContentPresent, CopyKind, DateBasis, CustodyType, EntryKind])
def test_every_word_is_named(words: type[StrEnum]) -> None:
    for word in words:
        assert f"`{word.value}`" in PAGE, word


def _written(pattern: str) -> set[str]:
    """What some action writes, by a pattern whose group is the name of an enumeration's member."""
    return {found for path in ACTIONS.glob("*.py") for found in re.findall(pattern, path.read_text())}


def test_a_custody_word_is_said_to_be_written_exactly_when_it_is() -> None:
    rows, written = _rows("custody"), _written(r"CustodyType\.([A-Z_]+)")
    for word in CustodyType:
        says_none = rows[word.value][-1].startswith(("none", "not written"))
        assert says_none is (word.name not in written), (word, rows[word.value][-1])


def test_an_entry_is_said_to_be_written_exactly_when_it_is() -> None:
    rows, written = (
        _rows("entries"),
        _written(r"(?:Draft|keep_if_changed|_keep)\((?:\w+, )?\s*EntryKind\.([A-Z_]+)"),
    )
    for kind in EntryKind:
        says_none = rows[kind.value][2].startswith("nothing")
        assert says_none is (kind.name not in written), (kind, rows[kind.value][2])


def test_every_verb_that_is_named_exists() -> None:
    named = {
        word.split()[0] for cells in _rows("entries").values() for word in re.findall(r"`([^`]+)`", cells[2])
    } | set(re.findall(r"`allegata ([a-z-]+)", PAGE))
    assert named <= VERBS, named - VERBS
