"""A second copy: whole at every moment, verified by itself, never written over by another history."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.add import add
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.export import export_digest
from allegata.actions.mirror import mirror
from allegata.actions.verify import verify
from allegata.errors import CasebookMissing, CopyDiverged, Severity
from allegata.evidence.custody import EntryKind
from allegata.model.copies import MirrorResult


@pytest.fixture(params=[None, ()], ids=["plain", "encrypted"])
def recipients(request: pytest.FixtureRequest) -> tuple[str, ...] | None:
    return request.param


def mirrored(folder: Path, copy: Path, start: int = 200) -> MirrorResult:
    with opened_to_write(folder, fakes.outside(start=start)) as book:
        return mirror(book, copy)


def serious(folder: Path) -> list[str]:
    return [p.code for p in verify(folder).problems if p.severity is not Severity.NOTICE]


def bodies(folder: Path) -> list[str]:
    with opened(folder) as book:
        return [entry.body for entry in book.ledger.entries()]


def test_a_copy_is_a_casebook_that_verifies_and_says_the_same(folder: Path, tmp_path: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        result = mirror(book, tmp_path / "copy")
        assert result.entries == len(book.ledger)
        last = list(book.ledger.entries())[-1].data
    assert last["kind"] == EntryKind.MIRRORED and result.entry == last["seq"]
    assert (last["payload"]["place"], last["payload"]["first"]) == ("copy", 1)
    assert str(tmp_path) not in str(last)  # the place's name, and nothing more of this machine
    assert serious(tmp_path / "copy") == []
    assert verify(tmp_path / "copy").entries == result.entries
    again = mirrored(folder, tmp_path / "copy")
    assert (again.objects, again.entry) == (0, None)  # what follows from a copy alone asks for no new entry
    with opened(folder) as book, opened(tmp_path / "copy") as copy:
        assert export_digest(copy) == export_digest(book)
    assert bodies(tmp_path / "copy") == bodies(folder)


def test_only_what_is_new_is_copied(folder: Path, tmp_path: Path) -> None:
    mirrored(folder, tmp_path / "copy")
    places = {p: p.stat().st_mtime_ns for p in (tmp_path / "copy" / "objects").rglob("*") if p.is_file()}
    more = fakes.reports(tmp_path / "more", 6)
    with opened_to_write(folder, fakes.outside(start=300)) as book:
        assert len(add(book, more).added) == 2
        result = mirror(book, tmp_path / "copy")
    assert result.objects == 2 and result.entry is not None
    assert {p: p.stat().st_mtime_ns for p in places} == places
    assert serious(tmp_path / "copy") == []


def test_an_object_that_the_copy_lost_is_copied_again(folder: Path, tmp_path: Path) -> None:
    mirrored(folder, tmp_path / "copy")
    lost = next(p for p in sorted((tmp_path / "copy" / "objects").rglob("*")) if p.is_file())
    lost.unlink()
    assert serious(tmp_path / "copy") == ["object_missing"]
    mirrored(folder, tmp_path / "copy")
    assert lost.exists() and serious(tmp_path / "copy") == []


def test_an_altered_object_is_named_and_not_copied(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as book:
        digest = next(
            e.data["subject"] for e in book.ledger.entries() if e.data["kind"] == EntryKind.RECEIVED
        )
        path = book.vault.path(digest)
    path.chmod(0o644)
    path.write_bytes(b"other words")
    result = mirrored(folder, tmp_path / "copy")
    assert [(p.code, p.subject) for p in result.problems if p.severity is not Severity.NOTICE] == [
        ("object_altered", digest)
    ]
    assert serious(tmp_path / "copy") == ["object_missing"]


def test_a_copy_that_went_its_own_way_is_left_alone(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    mirrored(folder, copy)
    with opened_to_write(copy, fakes.outside(start=400)) as book:
        add(book, fakes.reports(tmp_path / "other", 5))
    before = bodies(copy)
    for _ in range(2):  # first with more entries than ours, then with another one at the same place
        with pytest.raises(CopyDiverged, match="went its own way"):
            mirrored(folder, copy)
        with opened_to_write(folder, fakes.outside(start=500)) as book:
            add(book, fakes.reports(tmp_path / "more", 8))
    assert bodies(copy) == before


def test_another_casebook_and_a_folder_with_other_files_are_refused(folder: Path, tmp_path: Path) -> None:
    with opened_to_write(tmp_path / "another", fakes.outside(start=600), create=True):
        pass
    with pytest.raises(CopyDiverged, match="another casebook"):
        mirrored(folder, tmp_path / "another")
    with pytest.raises(CopyDiverged, match="in the casebook itself"):
        mirrored(folder, folder / "copy")
    with pytest.raises(CasebookMissing, match="other files"):
        mirrored(folder, tmp_path / "source")


def test_knowledge_goes_along(folder: Path, tmp_path: Path) -> None:
    (folder / "knowledge" / "deep").mkdir(parents=True)
    (folder / "knowledge" / "aliases.toml").write_text("# ours\n")
    (folder / "knowledge" / "deep" / "x.txt").write_text("x")
    mirrored(folder, tmp_path / "copy")
    (folder / "knowledge" / "aliases.toml").write_text("# ours, longer\n")
    mirrored(folder, tmp_path / "copy")
    assert (tmp_path / "copy/knowledge/aliases.toml").read_text() == "# ours, longer\n"
    assert (tmp_path / "copy/knowledge/deep/x.txt").read_text() == "x"


class Stopped(Exception):
    pass


def test_a_copy_stopped_at_any_write_is_whole_and_is_finished_by_the_next(
    tmp_path: Path, recipients: tuple[str, ...] | None
) -> None:
    source = fakes.reports(tmp_path / "source", 2)
    first = tmp_path / "first"
    world = dataclasses.replace(fakes.outside(), recipients=recipients)
    with opened_to_write(first, world, create=True) as book:
        step("add", source, book)
    last, stopped = 0, True
    while stopped:
        last += 1
        folder, copy = tmp_path / f"book{last}", tmp_path / f"copy{last}"
        shutil.copytree(first, folder)
        with opened_to_write(folder, fakes.outside(start=100)) as book:
            writes = 0

            def stop(_: str, at: int = last) -> None:
                nonlocal writes
                writes += 1
                if writes == at:
                    raise Stopped

            book.ledger.announce = book.vault.announce = stop
            object.__setattr__(book.outside, "announce", stop)
            try:
                mirror(book, copy)
                stopped = False
            except Stopped:
                pass
            writes = last  # what follows, the checkpoint, is not ours to stop
        if (copy / "ledger.end").exists():
            assert serious(copy) == [], f"stopped before write {last}"
        mirrored(folder, copy)
        mirrored(folder, copy)  # takes along the checkpoint over the first one's entry
        assert serious(copy) == [] and bodies(copy) == bodies(folder), f"stopped before write {last}"
    assert last > 12
