"""The index can be made anew at any time; the export is canonical and says all."""

import json
from pathlib import Path

from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.export import export, export_digest
from allegata.actions.rebuild import rebuild
from allegata.actions.run import run
from allegata.actions.show import item, overview
from allegata.evidence.digest import of_bytes
from allegata.model.canonical import canonical_json


def test_the_export_is_canonical_and_the_same_after_a_rebuild(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as book:
        written = export(book, tmp_path / "export.json")
    data = (tmp_path / "export.json").read_bytes()
    assert of_bytes(data) == written
    assert canonical_json(json.loads(data)) == data
    result = rebuild(folder, outside=fakes.outside())
    assert result.identical and result.after == written
    assert (result.entries, result.items) == (13, 4)


def test_an_index_that_is_gone_comes_back_when_the_casebook_is_opened(folder: Path) -> None:
    with opened(folder) as book:
        before = export_digest(book)
    for path in folder.glob("index.sqlite*"):
        path.unlink()
    with opened(folder) as book:
        assert export_digest(book) == before


def test_a_rebuild_after_new_versions_and_links_is_the_same(folder: Path, source: Path) -> None:
    (source / "more.txt").write_text("9 killed near the old mill.\nThe ministry denied it.")
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        step("add", source, book)
        step("read", source, book, fakes.later_reads)
        step("link", source, book)
        ids = {line.incident.id for line in overview(book).incidents}
    assert {"inc_000002", "inc_000003", "inc_000004", "inc_000005"} <= ids and len(ids) == 5
    assert rebuild(folder, outside=fakes.outside()).identical


def test_an_item_is_shown_with_its_custody(folder: Path) -> None:
    with opened(folder) as book:
        line = overview(book).items[0]
        record = item(book, line.item.id[:12])
        assert item(book, line.document or "") == record
    assert [event.type.value for event in record.custody] == ["received", "hashed", "stored"]
    assert record.incidents == line.incidents and len(record.incidents) == 1
    assert record.reading is not None and record.document is not None


def test_the_main_job_runs_twice_and_adds_nothing_the_second_time(tmp_path: Path, examples: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(examples.glob("*.txt"))[:3]:
        (few / path.name).write_bytes(path.read_bytes())
    first = run(few, tmp_path / "book", outside=fakes.ticking(), workers=1)
    second = run(few, tmp_path / "book", outside=fakes.ticking(), workers=1)
    assert len(first.add.added) == 3 and second.add.added == ()
    assert not second.link.changed and not second.assess.changed
    assert second.overview == first.overview
    assert rebuild(tmp_path / "book").identical
