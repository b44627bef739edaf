"""Reading is resumable, renewable, and survives what breaks a reader."""

import zipfile
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.builders.scripted_pdf import pdf_with_scripts
from tests.engines import hostile

from allegata.actions import read as reading
from allegata.actions.add import add
from allegata.actions.casebook import opened_to_write
from allegata.actions.current import current
from allegata.actions.export import export_digest
from allegata.actions.read import read
from allegata.actions.show import overview
from allegata.errors import Severity
from allegata.model.item import Capture, Item
from allegata.reading.extract import extract


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 3)
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        first = read(book, make=fakes.line_reads)
        assert (len(first.read), first.skipped) == (3, ())
        entries = len(book.ledger)
        second = read(book, make=fakes.line_reads)
        assert (second.read, len(second.skipped), len(book.ledger)) == ((), 3, entries)


def test_a_new_version_replaces_what_the_index_says_and_nothing_is_doubled(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 3)
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        read(book, make=fakes.line_reads)
        counted = len(current(book).readings[0].accounts)
        assert len(read(book, make=fakes.later_reads).read) == 3
        now = current(book)
        assert [reading.version for reading in now.readings] == ["2"] * 3
        assert len(now.readings[0].accounts) == counted
        assert len(book.index.search("ministry")) == 3
        again = read(book, make=fakes.later_reads, again=True)
        assert (len(again.read), again.skipped) == (3, ())


def test_a_text_that_breaks_the_reader_is_a_problem_on_record(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 3)
    (source / "001.txt").write_text("BREAK")
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        result = read(book, make=fakes.line_reads)
        assert (len(result.read), len(result.unread)) == (2, 1)
        assert [problem.code for problem in overview(book).problems] == ["reader_failed"]
        assert "breaks the reader" in overview(book).problems[0].what


def test_many_workers_write_the_same_as_one(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 60)
    digests = []
    for workers in (1, 2):
        with opened_to_write(tmp_path / f"book{workers}", fakes.outside(), create=True) as book:
            add(book, source)
            read(book, make=fakes.line_reads, workers=workers)
            digests.append(export_digest(book))
    assert digests[0] == digests[1]


def test_spans_are_exact_in_what_is_kept(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 2)
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        read(book, make=fakes.line_reads)
        now = current(book)
        for document, reading in zip(now.documents, now.readings, strict=True):
            for account in reading.accounts:
                assert document.text[account.span.start : account.span.end] == account.span.quote


def test_a_container_is_no_text_and_nothing_wrong_once_it_was_taken_apart(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with zipfile.ZipFile(source / "sent.zip", "w") as package:
        package.writestr("report.txt", "Officials said on Tuesday that two captives had been shot.\n")
    (source / "cut.zip").write_bytes((source / "sent.zip").read_bytes()[:20])
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        result = read(book)
    faults = [(problem.code, problem.subject) for problem in result.problems]
    assert ("binary_file", "cut.zip") in faults
    assert not [fault for fault in faults if fault[1] == "sent.zip"]


def test_a_pdf_is_parsed_in_a_confined_child_and_read_as_ever(tmp_path: Path) -> None:
    data = pdf_with_scripts("https://a.example")
    item = Item("0" * 64, len(data), "application/pdf", Capture("paper.pdf"))
    reads = reading.StandardReads(tmp_path)
    document, _ = reads.read(data, item)
    assert "two were shot" in document.text and document.offset_map
    assert document == extract(data, item, reads.knowledge)
    assert set(reads.child.fences) >= {"limits", "audit"}, "the child answered"
    assert reads.child.folder is None


def test_a_pdf_that_crashes_its_parser_leaves_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process, where the crash of native code would end the whole run."""
    monkeypatch.setattr(reading, "read_pdf", hostile.die_over)
    source = tmp_path / "source"
    source.mkdir()
    paper = pdf_with_scripts("https://a.example")
    (source / "a.pdf").write_bytes(paper)
    (source / "b.pdf").write_bytes(paper + b"% CRASH\n")
    (source / "c.pdf").write_bytes(paper + b"% another\n")
    (source / "d.txt").write_text("Officials said on Tuesday that two captives had been shot.\n")
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        result = read(book, workers=1)
        texts = {document.name: document.text for document in current(book).documents}
    assert [(p.code, p.subject, p.severity) for p in result.problems if p.subject == "b.pdf"] == [
        ("parser_died", "b.pdf", Severity.UNREADABLE)
    ]
    assert len(result.unread) == 1 and len(result.read) == 3
    assert [name for name, text in sorted(texts.items()) if text] == ["a.pdf", "c.pdf", "d.txt"]
