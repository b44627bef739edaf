"""Written once, never rewritten, put right after an interruption."""

import errno
import io
from pathlib import Path
from typing import Any

import pytest

from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.digest import CHUNK, of_bytes
from allegata.store import secrets
from allegata.store.batch import Batch
from allegata.store.vault import SMALL, Vault


@pytest.fixture(params=["plain", "encrypted"])
def vault(tmp_path: Path, request: pytest.FixtureRequest) -> Vault:
    if request.param == "encrypted":
        secrets.create(tmp_path, "cb_test", ())
        (tmp_path / "casebook.json").write_text('{"encrypted": true, "id": "cb_test"}')
    vault = Vault(tmp_path)
    vault.create()
    return vault


def kept(vault: Vault, *objects: bytes) -> list[str]:
    batch = Batch(vault)
    digests = [batch.stage_bytes(data).digest for data in objects]
    batch.publish()
    batch.settle()
    return digests


@pytest.mark.parametrize("size", [0, 1, SMALL, SMALL + 1, 2 * SMALL + 3])
def test_a_file_of_any_size_is_kept_as_it_is(vault: Vault, tmp_path: Path, size: int) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"abc" * (size // 3) + b"x" * (size % 3))
    batch = Batch(vault)
    stored = batch.stage_file(source)
    assert stored.new and stored.length == size and stored.digest not in vault
    batch.publish()
    batch.settle()
    assert vault.read(stored.digest) == source.read_bytes()
    assert not vault.unsettled
    again = Batch(vault)
    assert not again.stage_file(source).new
    assert not vault.unsettled


def test_what_is_in_place_is_never_opened_for_writing(vault: Vault) -> None:
    (digest,) = kept(vault, b"once")
    before = vault.path(digest).stat()
    kept(vault, b"once", b"other")
    after = vault.path(digest).stat()
    assert (after.st_mtime_ns, after.st_ino, after.st_mode & 0o222) == (before.st_mtime_ns, before.st_ino, 0)


def test_altered_and_missing_objects_are_refused(vault: Vault) -> None:
    one, other = kept(vault, b"one", b"other")
    vault.path(one).chmod(0o644)
    vault.path(one).write_bytes(b"onE")
    with pytest.raises(CasebookCorrupt, match="altered"):
        vault.read(one)
    vault.path(other).unlink()
    with pytest.raises(UnknownThing, match="no object"):
        vault.read(other)
    with pytest.raises(UnknownThing, match="no object"):
        vault.head(other, 3)


def test_an_interrupted_batch_is_taken_away_unless_the_ledger_names_it(vault: Vault) -> None:
    batch = Batch(vault)
    said, unsaid = (batch.stage_bytes(data).digest for data in (b"said", b"unsaid"))
    batch.publish()
    Batch(vault).stage_bytes(b"half a copy")
    assert vault.unsettled and vault.pending() == {said, unsaid}
    assert vault.recover({said}.__contains__) == (unsaid,)
    assert said in vault and unsaid not in vault
    assert not vault.unsettled and vault.pending() == frozenset()


class Failing(io.FileIO):
    """A file on a disk that fails after its first `SMALL` bytes and one chunk."""

    reads = 0

    def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        self.reads += 1
        if self.reads > 2:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)  # type: ignore[return-value]


def test_a_source_that_fails_midway_leaves_nothing_in_the_way_of_the_next(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_bytes(b"b" * (SMALL + 3 * CHUNK))
    good.write_bytes(b"g" * (SMALL + 3 * CHUNK))
    opened = Path.open

    def open_it(path: Path, *how: Any, **more: Any) -> Any:
        return Failing(path, "rb") if path == bad else opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", open_it)
    batch = Batch(vault)
    with pytest.raises(OSError, match="Input/output"):
        batch.stage_file(bad)
    assert not vault.unsettled
    stored = [batch.stage_file(good), batch.stage_bytes(b"small")]
    batch.publish()
    batch.settle()
    assert all(one.new and one.digest in vault for one in stored)


def test_a_batch_that_was_given_up_is_not_in_the_way_of_the_next(vault: Vault) -> None:
    Batch(vault).stage_bytes(b"given up")
    assert kept(vault, b"another")[0] in vault


def test_the_walk_tells_names_and_bytes(vault: Vault) -> None:
    (digest,) = kept(vault, b"one")
    stray = vault.objects / "stray"
    stray.write_bytes(b"?")
    found = {file.place: file for file in vault.walk()}
    name = vault.name(digest)
    kept_in = "sealed" if vault.sealing else "sha256"
    there = found[f"objects/{kept_in}/{name[:2]}/{name}"]
    assert there.actual == there.claimed == digest
    assert found[f"objects/{kept_in}/stray"].claimed is None
    assert found[f"objects/{kept_in}/stray"].actual == of_bytes(b"?")
    vault.path(digest).rename(vault.objects / name)  # not its place
    assert [file.claimed for file in vault.walk()] == [None, None]


def test_objects_of_an_older_casebook_are_found_one_folder_deeper(vault: Vault) -> None:
    old, other = kept(vault, b"old", b"other")
    place = vault.path(old)
    deeper = place.parent / place.name[2:4] / place.name
    deeper.parent.mkdir()
    place.rename(deeper)
    again = Vault(vault.folder)
    assert old in again and again.path(old) == deeper and again.read(old) == b"old"
    assert kept(again, b"old", b"other", b"new")[0] == old  # what is there is not written a second time
    assert not place.exists()
    assert {file.claimed for file in again.walk()} == {old, other, of_bytes(b"new")}
    assert all(file.claimed == file.actual for file in again.walk())


def test_bytes_are_lent_by_a_path_and_by_their_beginning(vault: Vault) -> None:
    data = bytes(range(256)) * 30_000
    (digest,) = kept(vault, data)
    with vault.plain(digest) as path:
        assert path.read_bytes() == data
    assert path.exists() == (vault.sealing is None)
    if vault.sealing:
        assert path.is_relative_to("/dev/shm")  # in memory, never on a disk
    for size in (0, 1, 70_000, len(data), len(data) + 5):
        assert vault.head(digest, size) == data[:size]
    with pytest.raises(UnknownThing), vault.plain("0" * 64):
        pass


def test_an_object_is_hashed_while_it_is_copied(vault: Vault) -> None:
    one, other = kept(vault, b"one" * 1000, b"other")
    raw, plain = bytearray(), bytearray()
    assert vault.copied(one, raw.extend, plain.extend) == one
    assert (bytes(raw), bytes(plain)) == (vault.path(one).read_bytes(), b"one" * 1000)
    damage(vault, other)
    assert vault.copied(other) != other


def test_what_was_altered_is_moved_aside_and_kept(vault: Vault) -> None:
    (digest,) = kept(vault, b"one")
    for number in (1, 2):
        damage(vault, digest, number)
        wrong = vault.path(digest).read_bytes()
        place = vault.set_aside(digest)
        assert digest not in vault and (vault.folder / place).read_bytes() == wrong
        assert place == f"quarantine/{vault.name(digest)}.{number}"
        kept(vault, b"one")
    assert vault.read(digest) == b"one"


def damage(vault: Vault, digest: str, at: int = 0) -> None:
    path = vault.path(digest)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


@pytest.mark.parametrize("change", ["first byte", "middle", "last byte", "cut", "grown", "emptied"])
def test_any_change_of_an_object_is_told(vault: Vault, change: str) -> None:
    (digest,) = kept(vault, bytes(range(256)) * 1000)
    path = vault.path(digest)
    data = bytearray(path.read_bytes())
    if change in ("first byte", "middle", "last byte"):
        data[{"first byte": 0, "middle": len(data) // 2, "last byte": -1}[change]] ^= 1
    else:
        data = {"cut": data[:-1], "grown": data + b"x", "emptied": bytearray()}[change]
    path.chmod(0o644)
    path.write_bytes(data)
    with pytest.raises(CasebookCorrupt, match="altered"):
        vault.read(digest)
    (found,) = vault.walk()
    assert found.claimed == digest and found.actual not in (digest, None)
