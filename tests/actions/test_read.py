"""Reading is resumable, renewable, and survives what breaks a reader."""

import zipfile
from pathlib import Path

from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.casebook import opened_to_write
from allegata.actions.current import current
from allegata.actions.export import export_digest
from allegata.actions.read import read
from allegata.actions.show import overview


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
