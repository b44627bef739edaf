"""Must-not 8: an original that was altered is noticed, flagged, and comes back from the second copy."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.current import every_incident
from allegata.actions.history import history
from allegata.actions.mirror import mirror
from allegata.actions.restore import restore
from allegata.actions.show import incident as shown
from allegata.actions.show import item
from allegata.actions.verify import verify
from allegata.errors import CasebookCorrupt, CopyDiverged, Severity, UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.evidence.digest import of_bytes


@pytest.fixture(params=[None, ()], ids=["plain", "encrypted"])
def recipients(request: pytest.FixtureRequest) -> tuple[str, ...] | None:
    return request.param


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        mirror(book, tmp_path / "second copy")
    return tmp_path / "second copy"


def object_of(folder: Path, digest: str) -> Path:
    with opened(folder) as book:
        return book.vault.path(digest)


def altered(path: Path) -> bytes:
    """One bit of the object is not what it was."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    return bytes(data)


def serious(folder: Path) -> list[tuple[str, str]]:
    return [(p.code, p.subject) for p in verify(folder).problems if p.severity is not Severity.NOTICE]


def test_08_one_flipped_bit_is_noticed_flagged_and_put_right(folder: Path, copy: Path) -> None:
    with opened(folder) as book:
        one = shown(book, every_incident(book)[0].id)
    digest = one.items[0].id
    before = object_of(folder, digest).read_bytes()
    wrong = altered(object_of(folder, digest))
    assert serious(folder) == [("object_altered", digest)]
    with opened(folder) as book:
        flagged = shown(book, one.incident.id).problems
        assert [(p.code, p.subject) for p in flagged] == [("original_altered", digest)]
    result = restore(folder, copy, outside=fakes.outside(start=200))
    (back,) = result.restored
    assert (back.digest, back.was) == (digest, "altered") and result.problems == ()
    assert object_of(folder, digest).read_bytes() == before
    assert back.kept and (folder / back.kept).read_bytes() == wrong  # how it was altered is kept
    assert serious(folder) == []
    with opened(folder) as book:
        assert shown(book, one.incident.id).problems == ()
        events = item(book, digest).custody
        entry = book.ledger.entry(back.entry).data
        told = " / ".join(line.words for line in history(book).entries)
    assert (
        "were copied to second copy" in told
        and ".txt was altered and was brought back from second copy" in told
    )
    kinds = [str(event.type) for event in events]
    assert kinds == ["received", "hashed", "stored", "copied", "fixity_failed", "restored"]
    assert events[3].place == "second copy"
    assert events[-2].hash_after == events[-1].hash_before == of_bytes(wrong)
    assert events[-1].hash_after == digest and events[-1].custodian_from == "second copy"
    assert (entry["kind"], entry["subject"]) == (EntryKind.RESTORED, digest)


def test_a_missing_object_comes_back_also_when_the_index_needs_it(folder: Path, copy: Path) -> None:
    with opened(folder) as book:
        reading = next(e.data for e in book.ledger.entries() if e.data["kind"] == EntryKind.READ)
    object_of(folder, reading["payload"]["object"]).unlink()
    (folder / "index.sqlite").unlink()
    result = restore(folder, copy, outside=fakes.outside(start=200))
    assert [(r.was, r.kept) for r in result.restored] == [("missing", None)]
    with opened(folder):
        pass
    assert serious(folder) == []


def test_only_the_named_items(folder: Path, copy: Path) -> None:
    with opened(folder) as book:
        one, other = (line.mentions for line in every_incident(book)[:2])
        assert one != other
        items = [shown(book, i.id).items[0].id for i in every_incident(book)[:2]]
    for digest in items:
        object_of(folder, digest).unlink()
    assert [r.digest for r in restore(folder, copy, [items[0][:12]]).restored] == [items[0]]
    assert serious(folder) == [("object_missing", items[1])]
    with pytest.raises(UnknownThing, match="no ledger entry names"):
        restore(folder, copy, ["f" * 64])


def test_nothing_is_taken_from_a_copy_that_is_damaged_itself(folder: Path, copy: Path) -> None:
    with opened(folder) as book:
        items = [shown(book, i.id).items[0].id for i in every_incident(book)[:2]]
    wrong = [altered(object_of(folder, digest)) for digest in items]
    altered(object_of(copy, items[0]))
    object_of(copy, items[1]).unlink()
    result = restore(folder, copy)
    assert result.restored == ()
    assert sorted((p.code, p.subject) for p in result.problems) == sorted(
        zip(("copy_altered", "copy_missing"), items, strict=True)
    )
    assert [object_of(folder, digest).read_bytes() for digest in items] == wrong
    assert not (folder / "quarantine").exists()
    with opened(folder) as book:
        assert not book.vault.unsettled


def test_a_whole_casebook_is_left_as_it_is(folder: Path, copy: Path) -> None:
    with opened(folder) as book:
        number = len(book.ledger)
    result = restore(folder, copy)
    assert (result.restored, result.problems) == ((), ()) and result.checked >= 10
    with opened(folder) as book:
        assert len(book.ledger) == number


def rows(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "ledger.sqlite")
    found = connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("recipients", [None], indirect=True, ids=["plain"])
def test_a_ledger_is_never_rewritten_from_a_copy(folder: Path, copy: Path) -> None:
    connection = sqlite3.connect(folder / "ledger.sqlite")
    with connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 4")
    connection.close()
    before = rows(folder)
    with pytest.raises(CasebookCorrupt, match=r"Entry 4 was edited.*never rewrites a ledger.*as evidence"):
        restore(folder, copy)
    assert rows(folder)[: len(before)] == before  # what came after says only that the guards were gone
    for path in folder.glob("ledger.sqlite*"):
        path.unlink()
    with pytest.raises(CasebookCorrupt, match="never rewrites a ledger"):
        restore(folder, copy)


def test_the_copy_of_another_casebook_is_refused(folder: Path, tmp_path: Path) -> None:
    with opened_to_write(tmp_path / "another", fakes.outside(start=900), create=True) as book:
        add(book, tmp_path / "source")
    with pytest.raises(CopyDiverged, match="another casebook"):
        restore(folder, tmp_path / "another")


class Stopped(Exception):
    pass


def test_stopped_at_any_write_it_is_finished_by_the_next(folder: Path, copy: Path, tmp_path: Path) -> None:
    with opened(folder) as book:
        items = [shown(book, i.id).items[0].id for i in every_incident(book)[:2]]
    altered(object_of(folder, items[0]))
    object_of(folder, items[1]).unlink()
    last = 0
    while True:
        last += 1
        shutil.copytree(folder, tmp_path / f"book{last}")
        writes = 0

        def stop(_: str, at: int = last) -> None:
            nonlocal writes
            writes += 1
            if writes == at:
                raise Stopped

        try:
            restore(tmp_path / f"book{last}", copy, outside=fakes.outside(stop, start=300))
            break
        except Stopped:
            restore(tmp_path / f"book{last}", copy, outside=fakes.outside(start=400))
            assert serious(tmp_path / f"book{last}") == [], f"stopped before write {last}"
            kept = [path.read_bytes() for path in (tmp_path / f"book{last}" / "quarantine").iterdir()]
            assert len(kept) == 1
    assert last > 8
