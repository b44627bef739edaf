"""Written once, never rewritten, put right after an interruption."""

from pathlib import Path

import pytest

from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.digest import of_bytes
from allegata.store.batch import Batch
from allegata.store.vault import SMALL, Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
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


def test_the_walk_tells_names_and_bytes(vault: Vault) -> None:
    (digest,) = kept(vault, b"one")
    stray = vault.objects / "stray"
    stray.write_bytes(b"?")
    found = {file.place: file for file in vault.walk()}
    assert found[f"objects/sha256/{digest[:2]}/{digest}"].actual == digest
    assert found["objects/sha256/stray"].claimed is None
    assert found["objects/sha256/stray"].actual == of_bytes(b"?")


def test_objects_of_an_older_casebook_are_found_one_folder_deeper(vault: Vault) -> None:
    old, other = kept(vault, b"old", b"other")
    deeper = vault.objects / old[:2] / old[2:4] / old
    deeper.parent.mkdir()
    vault.path(old).rename(deeper)
    again = Vault(vault.folder)
    assert old in again and again.path(old) == deeper and again.read(old) == b"old"
    assert kept(again, b"old", b"other", b"new")[0] == old  # what is there is not written a second time
    assert not (vault.objects / old[:2] / old).exists()
    assert {file.claimed for file in again.walk()} == {old, other, of_bytes(b"new")}
    assert all(file.claimed == file.actual for file in again.walk())
