"""An encrypted casebook: nothing in clear on the disk, open to each of its recipients and to nobody else."""

import dataclasses
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from tests.actions import fakes
from tests.actions.test_crash import killed_at_every_write

from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.init import init, recipients
from allegata.actions.mirror import mirror
from allegata.actions.read import read
from allegata.actions.rebuild import rebuild
from allegata.actions.restore import restore
from allegata.actions.run import run
from allegata.actions.show import item, item_lines
from allegata.actions.verify import verify
from allegata.errors import CannotEncrypt, CasebookCorrupt, KeyMissing, UnknownThing
from allegata.evidence.custody import EntryKind


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALLEGATA_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("ALLEGATA_IDENTITY", raising=False)
    return tmp_path / "keys"


def world(*names: str, start: int = 0) -> Outside:
    return dataclasses.replace(fakes.outside(start=start), recipients=names)


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_no_byte_of_a_text_lies_in_clear_after_a_run(examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    init(folder, dataclasses.replace(Outside(by="tester"), recipients=()))
    words = set()
    for path in files(examples):
        text = path.read_bytes()
        words |= {text[at : at + 24] for at in range(0, max(1, len(text) - 24), 16)}
    names = [path.name.encode() for path in files(examples)]
    # while it is open, so that the write-ahead logs are there as well
    with opened(folder) as watched:
        watched.index.readable()
        run(examples, folder, outside=Outside(by="tester"))
        looked = list(files(folder))
        assert {"ledger.sqlite-wal", "index.sqlite-wal"} <= {path.name for path in looked}
        for path in looked:
            data = path.read_bytes()
            windows = {data[at : at + 24] for at in range(len(data))}
            assert not windows & words, path
            assert not [name for name in names if name in data], path
            assert b"SQLite format 3" not in data and b"tester" not in data, path
    assert verify(folder).intact
    # and the places that a casebook has for things on their way
    with opened_to_write(folder) as book:
        path = book.vault.path(item_lines(book)[0].item.id)
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-1])
        kept = book.folder / book.vault.set_aside(item_lines(book)[0].item.id)
    assert kept.read_bytes().startswith(b"age-encryption.org/v1")


def test_the_mark_names_the_recipients_and_older_programs_keep_out(tmp_path: Path) -> None:
    result = init(tmp_path / "book", world())
    mark = json.loads((tmp_path / "book" / "casebook.json").read_bytes())
    assert mark["encrypted"] is True and mark["recipients"] == list(result.recipients) and mark["format"] == 2
    assert result.key_file and Path(result.key_file).is_relative_to(tmp_path / "keys")
    with opened(tmp_path / "book") as book:
        created = book.ledger.entry(1).data
    assert created["payload"]["recipients"] == list(result.recipients)
    assert init(tmp_path / "book").recipients == result.recipients  # again: it stays as it is


def test_without_the_key_nothing_opens_and_the_message_says_where_it_was_looked_for(
    tmp_path: Path, keys: Path
) -> None:
    folder = tmp_path / "book"
    init(folder, world())
    shutil.move(keys, tmp_path / "away")
    for verb in (
        lambda: verify(folder),
        lambda: rebuild(folder),
        lambda: recipients(folder),
        lambda: run(tmp_path, folder),
    ):
        with pytest.raises(KeyMissing, match=str(keys)):
            verb()
    shutil.move(tmp_path / "away", keys)
    assert verify(folder).intact


def test_a_second_recipient_opens_what_was_written_before(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "book"
    first, second = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, one in (("first", first), ("second", second)):
        (tmp_path / name).write_text(str(one))
    monkeypatch.setenv("ALLEGATA_IDENTITY", str(tmp_path / "first"))
    assert init(folder, world(str(first.to_public()))).key_file is None
    with opened_to_write(folder, fakes.outside(start=9)) as book:
        (digest, *_) = add(book, fakes.reports(tmp_path / "source", 2)).added
    before = {path: path.read_bytes() for path in files(folder / "objects")}
    assert recipients(folder, [str(second.to_public())]).recipients == (
        str(first.to_public()),
        str(second.to_public()),
    )
    assert {path: path.read_bytes() for path in before} == before  # one small file was written anew
    monkeypatch.setenv("ALLEGATA_IDENTITY", str(tmp_path / "second"))
    with opened(folder) as book:
        assert book.vault.read(digest).startswith(b"Report 0")
        named = [e.data for e in book.ledger.entries() if e.data["kind"] == EntryKind.RECIPIENTS_NAMED]
        assert [entry["payload"]["recipients"][-1] for entry in named] == [str(second.to_public())]
    assert recipients(folder, remove=[str(first.to_public())]).recipients == (str(second.to_public()),)
    monkeypatch.setenv("ALLEGATA_IDENTITY", str(tmp_path / "first"))
    with pytest.raises(KeyMissing):
        verify(folder)
    monkeypatch.setenv("ALLEGATA_IDENTITY", str(tmp_path / "second"))
    with pytest.raises(UnknownThing):
        recipients(folder, remove=[str(first.to_public())])
    with pytest.raises(CannotEncrypt, match="nobody could ever open"):
        recipients(folder, remove=[str(second.to_public())])
    assert verify(folder).intact


def test_what_cannot_be_encrypted_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CannotEncrypt, match="PostgreSQL"):
        init(tmp_path / "one", dataclasses.replace(world(), database="postgresql+psycopg://x/y"))
    assert not (tmp_path / "one").exists()
    init(tmp_path / "two", fakes.outside())
    with pytest.raises(CannotEncrypt, match="stays as it is"):
        init(tmp_path / "two", world())
    with pytest.raises(CannotEncrypt, match="not encrypted"):
        recipients(tmp_path / "two", ["age1x"])
    with pytest.raises(CannotEncrypt, match="no recipient"):
        init(tmp_path / "three", world("age1nonsense"))
    assert init(tmp_path / "three", world()).encrypted  # what was begun is no hindrance


def test_workers_read_and_a_rebuild_is_identical(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    init(folder, world())
    with opened_to_write(folder, fakes.outside(start=9)) as book:
        add(book, fakes.reports(tmp_path / "source", 6))
        assert len(read(book, workers=2, make=fakes.line_reads).read) == 6
        one = item_lines(book)[0].item.id
        assert item(book, one).problems == ()
    assert rebuild(folder, outside=fakes.outside()).identical
    for path in folder.glob("index.sqlite*"):
        path.unlink()
    with opened(folder) as book:
        assert len(item_lines(book)) == 6


def test_a_database_that_was_altered_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    init(folder, world())
    data = bytearray((folder / "ledger.sqlite").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "ledger.sqlite").write_bytes(data)
    assert not verify(folder).intact


def test_the_second_copy_is_as_closed_as_the_first_and_heals_it(tmp_path: Path, keys: Path) -> None:
    folder, copy = tmp_path / "book", tmp_path / "copy"
    init(folder, world())
    with opened_to_write(folder, fakes.outside(start=9)) as book:
        (digest, *_) = add(book, fakes.reports(tmp_path / "source", 3)).added
        mirror(book, copy)
        path = book.vault.path(digest)
    assert not [p for p in files(copy) if b"Report 0 of town" in p.read_bytes()]
    shutil.move(keys, tmp_path / "away")
    with pytest.raises(KeyMissing):
        verify(copy)
    shutil.move(tmp_path / "away", keys)
    assert verify(copy).intact
    path.chmod(0o644)
    path.write_bytes(b"in clear")
    assert [(p.code, p.subject) for p in verify(folder).problems] == [("object_altered", digest)]
    assert [r.digest for r in restore(folder, copy).restored] == [digest]
    assert verify(folder).intact
    (folder / "casebook.keys.age").unlink()
    with pytest.raises(CasebookCorrupt, match="second copy"):
        verify(folder)
    shutil.copy(copy / "casebook.keys.age", folder)
    assert verify(folder).intact


def test_killed_at_every_write_an_add(tmp_path: Path) -> None:
    source = fakes.reports(tmp_path / "source", 2)

    def begin(folder: Path) -> None:
        init(folder, world())

    assert killed_at_every_write(tmp_path, "add", source, fakes.line_reads, begin) >= 12


def test_a_container_is_taken_apart_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "temporary").mkdir()
    source = tmp_path / "source"
    source.mkdir()
    with zipfile.ZipFile(source / "all.zip", "w") as archive:
        archive.writestr("a.txt", "a sentence that must not be found on the disk")
    folder = tmp_path / "book"
    init(folder, world())
    with opened_to_write(folder, fakes.outside(start=9)) as book:
        assert len(add(book, source).members) == 1
    assert verify(folder).intact
    assert not [p for p in files(folder) if b"must not be found" in p.read_bytes()]
    assert list(files(tmp_path / "temporary")) == []
    assert list(Path("/dev/shm").glob(f"allegata-{os.getpid()}-*")) == []


def test_what_a_killed_process_left_in_memory_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    init(folder, world())
    child = os.fork()
    if child == 0:
        with opened(folder) as book, book.vault.workplace() as place:
            (place / "inside").mkdir()
            (place / "inside" / "plain").write_text("in clear")
            os._exit(0)  # without the end of the block
    os.waitpid(child, 0)
    assert list(Path("/dev/shm").glob(f"allegata-{child}-*/inside/plain"))
    with opened(folder) as book, book.vault.workplace():
        assert not list(Path("/dev/shm").glob(f"allegata-{child}-*"))
