"""Who can open a casebook, and what is said to those who cannot."""

import os
from pathlib import Path

import pyrage
import pytest

from allegata.errors import CannotEncrypt, CasebookCorrupt, KeyMissing, UnsafeKeys
from allegata.store import secrets
from allegata.store.sealing import Sealing


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALLEGATA_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("ALLEGATA_IDENTITY", raising=False)
    return tmp_path / "keys"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "casebook.json").write_text('{"encrypted": true, "id": "cb_1"}')
    return folder


def test_without_a_recipient_a_key_is_made_outside_for_its_owner_only(folder: Path, keys: Path) -> None:
    (public,) = secrets.create(folder, "cb_1", ())
    path = keys / "cb_1" / "age.key"
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    assert public in path.read_text() and "AGE-SECRET-KEY-1" in path.read_text()
    found = secrets.opened(folder)
    assert found is not None
    assert "AGE-SECRET" not in repr(found) and found.database not in repr(found)
    assert sorted(p.name for p in folder.iterdir()) == ["casebook.json", "casebook.keys.age"]
    assert b"AGE-SECRET" not in (folder / "casebook.keys.age").read_bytes()


def test_a_key_beside_the_data_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEGATA_KEYS", str(folder / "keys"))
    with pytest.raises(UnsafeKeys, match="ALLEGATA_KEYS"):
        secrets.create(folder, "cb_1", ())


def test_any_of_several_recipients_opens_it_and_nobody_else(
    folder: Path, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [pyrage.x25519.Identity.generate() for _ in range(3)]
    secrets.create(folder, "cb_1", [str(one.to_public()) for one in people[:2]])
    with pytest.raises(KeyMissing, match=r"none of your keys opens it.*cb_1.*ALLEGATA_IDENTITY"):
        secrets.opened(folder)
    found = []
    for number, one in enumerate(people):
        place = tmp_path / f"{number}.key"
        place.write_text(f"# a comment\n{one}\n")
        monkeypatch.setenv("ALLEGATA_IDENTITY", f"{tmp_path / 'nowhere'}{os.pathsep}{place}")
        if number < 2:
            found.append(secrets.opened(folder))
        else:
            with pytest.raises(KeyMissing):
                secrets.opened(folder)
    assert found[0] == found[1] is not None
    monkeypatch.delenv("ALLEGATA_IDENTITY")
    keys.mkdir()
    (keys / "age.key").write_text(str(people[1]))  # a person's own key, for every casebook
    assert secrets.opened(folder) == found[0]


def test_what_is_no_recipient_is_refused_before_anything_is_written(folder: Path) -> None:
    for words in ("age1nonsense", "AGE-SECRET-KEY-1XYZ", "", "ssh-ed25519 nonsense"):
        with pytest.raises(CannotEncrypt, match="no recipient"):
            secrets.create(folder, "cb_1", [words])
    assert not (folder / "casebook.keys.age").exists()
    with pytest.raises(CannotEncrypt, match="nobody could ever open"):
        secrets.wrap(folder, secrets.Secrets.new(), ())


def test_a_lost_or_damaged_file_of_keys_is_named(folder: Path) -> None:
    secrets.create(folder, "cb_1", ())
    path = folder / "casebook.keys.age"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(KeyMissing):
        secrets.opened(folder)
    path.unlink()
    with pytest.raises(CasebookCorrupt, match="second copy"):
        secrets.opened(folder)


def test_a_folder_without_a_mark_is_not_encrypted(tmp_path: Path) -> None:
    assert secrets.opened(tmp_path) is None


def test_a_name_is_always_the_same_and_tells_nothing_without_the_key() -> None:
    one, other = secrets.Secrets.new(), secrets.Secrets.new()
    ours, theirs = Sealing(one.objects, one.names), Sealing(other.objects, other.names)
    digest = "0123456789abcdef" * 4
    name = ours.name(digest)
    assert ours.name(digest) == name and ours.digest(name) == digest and digest not in name
    assert theirs.name(digest) != name and theirs.digest(name) is None
    for wrong in (
        digest,
        name[:-1],
        name[:-1] + "g",
        name.upper(),
        ("1" if name[0] == "0" else "0") + name[1:],
    ):
        assert ours.digest(wrong) is None
