"""Originals come in untouched, once, with what is known of them; faults are problems and the rest goes on."""

import json
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.current import every_item, every_problem
from allegata.actions.history import history
from allegata.actions.rebuild import rebuild
from allegata.errors import CasebookBusy, CasebookMissing, NothingToRead
from allegata.evidence.digest import of_bytes


def test_the_same_bytes_are_added_once(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 3)
    (source / "copy.txt").write_bytes((source / "000.txt").read_bytes())
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        first = add(book, source)
        assert (len(first.added), len(first.known), first.met_again) == (3, 1, 1)
        assert len(book.ledger) == 5  # the second receipt of the same bytes is an act, too
        second = add(book, source)
        assert (len(second.added), len(second.known), second.met_again) == (0, 4, 0)
        assert len(book.ledger) == 5
        assert [item.id for item in every_item(book)] == list(first.added)


def test_an_original_is_kept_byte_for_byte_and_read_only(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    data = bytes(range(256)) * 40_000  # more than is read in one go
    (source / "large.bin").write_bytes(data)
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        (id,) = add(book, source).added
        assert id == of_bytes(data)
        assert book.vault.read(id) == data
        assert book.vault.path(id).stat().st_mode & 0o222 == 0


def test_what_could_not_be_added_is_on_record_once(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 1)
    (source / "gone.txt").symlink_to("nowhere")
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        told = add(book, source).problems
        assert [problem.code for problem in told] == ["link_broken"]
        assert every_problem(book) == told
        assert history(book).entries[-1].words == "not added, or only noticed: gone.txt (link_broken)"
        before = len(book.ledger)
        assert add(book, source).problems == told
        assert len(book.ledger) == before
    assert rebuild(tmp_path / "book").identical


def test_a_sidecar_says_what_is_known_of_the_capture(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 1)
    (source / "000.txt.meta.json").write_text(
        json.dumps({"publisher": "Ridge Herald", "url": "https://x.example/1"})
    )
    with opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book:
        add(book, source)
        (item,) = every_item(book)
    assert (item.capture.publisher, item.capture.url) == ("Ridge Herald", "https://x.example/1")
    assert item.media_type == "text/plain"


def test_a_casebook_inside_the_folder_is_not_added_to_itself(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 2)
    with opened_to_write(source / "book", fakes.outside(), create=True) as book:
        assert len(add(book, source).added) == 2
        assert len(add(book, source).added) == 0


def test_a_source_that_is_not_there_is_a_fault_of_the_call(tmp_path: Path) -> None:
    with (
        opened_to_write(tmp_path / "book", fakes.outside(), create=True) as book,
        pytest.raises(NothingToRead),
    ):
        add(book, tmp_path / "nowhere")


def test_one_writer_at_a_time_and_readers_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    with opened_to_write(folder, fakes.outside(), create=True) as book:
        with pytest.raises(CasebookBusy), opened_to_write(folder):
            pass
        with opened(folder) as reader:
            assert every_item(reader) == every_item(book) == ()


def test_a_folder_with_other_things_is_not_made_a_casebook(tmp_path: Path) -> None:
    fakes.reports(tmp_path / "source", 1)
    with (
        pytest.raises(CasebookMissing, match="other files"),
        opened_to_write(tmp_path / "source", create=True),
    ):
        pass
    with (
        pytest.raises(CasebookMissing, match="is a file"),
        opened_to_write(tmp_path / "source/000.txt", create=True),
    ):
        pass
    with pytest.raises(CasebookMissing), opened_to_write(tmp_path / "nowhere"):
        pass
    with pytest.raises(CasebookMissing), opened(tmp_path / "source"):
        pass
