"""Every entry in words, filtered, exported; no kind of entry without words."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.audit import COLUMNS, KINDS, audit, export_csv, json_pieces
from allegata.actions.book import Casebook
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.show import overview
from allegata.actions.told import words
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.audit import AuditFilter
from allegata.model.canonical import canonical_json


@pytest.fixture
def ticked(tmp_path: Path, source: Path) -> Path:
    """A casebook made over a minute, with a decision by somebody else at its end."""
    folder = tmp_path / "ticked"
    with opened_to_write(folder, fakes.ticking(), create=True) as book:
        for verb in ("add", "read", "link"):
            step(verb, source, book)
    with opened_to_write(folder, fakes.outside(start=50)) as book:
        step("review", source, book)
    return folder


def numbers(book: Casebook, wanted: AuditFilter | None = None) -> list[int]:
    return [line.entry for line in audit(book, wanted)]


def test_every_entry_is_listed_with_who_when_what(ticked: Path) -> None:
    with opened(ticked) as book:
        lines = list(audit(book))
        entries = list(book.ledger.entries())
    assert [(line.entry, line.hash) for line in lines] == [(entry.seq, entry.hash) for entry in entries]
    assert {line.by for line in lines} == {"tester", "reviewer"}
    received = next(line for line in lines if line.kind == EntryKind.RECEIVED)
    assert [event.type.value for event in received.custody] == ["received", "hashed", "stored"]
    decided = next(line for line in lines if line.kind == EntryKind.DECIDED)
    assert decided.reason == "checked against the text" and decided.by == "reviewer"
    assert all(line.words and line.words != line.kind for line in lines)


def test_filters(ticked: Path) -> None:
    with opened(ticked) as book:
        lines = list(audit(book))
        assert numbers(book, AuditFilter(by=("reviewer",))) == [14]
        assert numbers(book, AuditFilter(kinds=("decided", "linked"))) == [10, 14]
        one = overview(book).items[0].item.id
        of_item = [line.entry for line in lines if one == line.subject]
        assert numbers(book, AuditFilter(item=one[:12])) == numbers(book, AuditFilter(subject=one)) == of_item
        assert numbers(book, AuditFilter(subject="nothing")) == []
        with pytest.raises(UnknownThing):
            numbers(book, AuditFilter(item="nothing"))
        from_, to = lines[3].at, lines[6].at
        assert numbers(book, AuditFilter(since=from_, until=to)) == [4, 5, 6, 7]
        after = AuditFilter(since=from_ + timedelta(microseconds=1), until=to)
        assert numbers(book, after) == [4, 5, 6, 7]  # to the second
        assert numbers(book, AuditFilter(since=datetime(2030, 1, 1, tzinfo=UTC))) == []


def test_the_export_is_a_table_and_the_record_canonical(ticked: Path, tmp_path: Path) -> None:
    with opened(ticked) as book:
        wanted = AuditFilter(kinds=("received",))
        assert export_csv(audit(book, wanted), tmp_path / "a.csv") == 4
        data = b"".join(json_pieces(wanted, audit(book, wanted)))
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 4 and tuple(rows[0]) == COLUMNS
    assert rows[0]["at"].endswith("Z") and rows[0]["custody"].startswith("received ")
    record = json.loads(data)
    assert canonical_json(record) + b"\n" == data
    assert [line["entry"] for line in record["entries"]] == [int(row["entry"]) for row in rows]


def test_a_file_name_is_no_formula_in_the_table(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "=1+1.txt").write_text("20 killed near the mill.")
    with opened_to_write(tmp_path / "b", fakes.outside(by="@tester"), create=True) as book:
        step("add", source, book)
        export_csv(audit(book), tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell.startswith("'=1+1.txt") for row in rows for cell in row)


def test_the_documentation_tells_of_every_kind() -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text()
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []


def test_an_entry_of_an_unknown_kind_is_still_listed() -> None:
    entry = {"kind": "of_tomorrow", "subject": "x", "payload": {}, "seq": 1, "at": "", "by": ""}
    assert words(entry, None, {}) == "of_tomorrow"
