"""Checkpoints come by themselves, cost nothing when nothing is new, and are checked by openssl and ssh-keygen."""

import os
import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import killed, step

from allegata.actions.book import Outside
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.checkpoint import checkpoint, checkpoint_record, write_for_tools
from allegata.actions.key import key_state, new_key
from allegata.actions.rebuild import rebuild
from allegata.actions.verify import verify
from allegata.errors import BadDecision, Problem, UnknownThing, UnsafeKeys
from allegata.evidence.custody import EntryKind
from allegata.evidence.tree import leaf_hash, tree_hash
from allegata.model.proof import CheckpointRecord
from allegata.store.keys import Keys


def newest(folder: Path) -> CheckpointRecord:
    with opened(folder) as book:
        record = checkpoint_record(book)
    assert record is not None
    return record


def kinds(folder: Path) -> list[str]:
    with opened(folder) as book:
        return [entry.data["kind"] for entry in book.ledger.entries()]


def world(keys: Path, told: list[Problem], start: int = 100) -> Outside:
    return replace(fakes.outside(start=start), keys=Keys(keys), tell=told.append)


def test_a_checkpoint_covers_every_entry_before_it(folder: Path) -> None:
    record = newest(folder)
    with opened(folder) as book:
        leaves = [leaf_hash(entry.body.encode()) for entry in book.ledger.entries()]
    assert record.size == len(leaves) - 1 == record.entry - 1
    assert record.root == tree_hash(leaves[: record.size]).hex()
    assert kinds(folder)[-2:] == [EntryKind.KEY_NAMED, EntryKind.CHECKPOINTED]


def test_the_same_work_again_makes_no_checkpoint(folder: Path, source: Path) -> None:
    before = kinds(folder)
    for _ in range(2):
        with opened_to_write(folder, fakes.outside(start=100)) as book:
            step("add", source, book)
            step("read", source, book)
            step("link", source, book)
            record = checkpoint(book)
    assert kinds(folder) == before and record == newest(folder)


def test_the_next_one_goes_on_from_the_edge(folder: Path, source: Path) -> None:
    first = newest(folder)
    for n in range(3):
        (source / f"more{n}.txt").write_text(f"{n + 20} killed near the mill {n}.")
        with opened_to_write(folder, fakes.outside(start=100 * n)) as book:
            step("add", source, book)
    assert kinds(folder).count(EntryKind.CHECKPOINTED) == 4
    assert kinds(folder).count(EntryKind.KEY_NAMED) == 1
    assert newest(folder).size == first.size + 6
    assert verify(folder).problems == () and rebuild(folder).identical
    with opened(folder) as book:
        leaves = [leaf_hash(entry.body.encode()) for entry in book.ledger.entries()]
    assert newest(folder).root == tree_hash(leaves[:-1]).hex()


def test_no_checkpoint_is_made_after_an_error(folder: Path, source: Path) -> None:
    (source / "more.txt").write_text("20 killed near the mill.")
    with pytest.raises(RuntimeError), opened_to_write(folder, fakes.outside(start=100)) as book:
        step("add", source, book)
        raise RuntimeError
    assert kinds(folder)[-1] == EntryKind.RECEIVED
    with opened_to_write(folder, fakes.outside(start=200)):
        pass
    assert kinds(folder)[-1] == EntryKind.CHECKPOINTED


def test_what_was_tampered_with_in_plain_sight_is_not_signed_over(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    folder = tmp_path / "other"
    with opened_to_write(folder, world(tmp_path / "keys", told), create=True) as book:
        step("add", source, book)
        with book.ledger.engine.begin() as connection:
            for guard in ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"):
                connection.exec_driver_sql(f"DROP TRIGGER {guard}")
            connection.exec_driver_sql(
                "UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 3"
            )
    assert [(p.code, p.subject) for p in told] == [("checkpoint_refused", "ledger:3")]
    assert EntryKind.CHECKPOINTED not in kinds(folder)


# --- the key ------------------------------------------------------------------------------------


def test_the_key_lies_outside_and_only_its_owner_reads_it(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    keys, folder = tmp_path / "keys", tmp_path / "other"
    with opened_to_write(folder, world(keys, told), create=True) as book:
        step("add", source, book)
    (path,) = keys.rglob("*.pem")
    with opened(folder, world(keys, told)) as book:
        state = key_state(book)
    assert state.at_hand and not state.exposed and state.place == str(path) and state.unsigned_since is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (keys, path.parent)} == {0o700}
    secret = path.read_bytes()
    assert not any(secret in each.read_bytes() for each in folder.rglob("*") if each.is_file())
    path.chmod(0o644)
    with opened(folder, world(keys, told)) as book:
        assert key_state(book).exposed
    assert told == []


def test_keys_inside_the_casebook_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    with (
        pytest.raises(UnsafeKeys, match="ALLEGATA_KEYS"),
        opened_to_write(folder, world(folder / "keys", []), create=True),
    ):
        pass
    assert not folder.exists()


def test_the_folder_of_keys_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALLEGATA_KEYS", str(tmp_path / "own"))
    assert Keys().folder == tmp_path / "own"
    monkeypatch.delenv("ALLEGATA_KEYS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert Keys().folder == tmp_path / "allegata" / "keys"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Keys().folder == tmp_path / ".config" / "allegata" / "keys"


def test_a_lost_key_is_said_and_a_new_one_signs_what_was_unsigned(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    keys, folder = tmp_path / "keys", tmp_path / "other"
    with opened_to_write(folder, world(keys, told), create=True) as book:
        step("add", source, book)
    first = newest(folder)
    shutil.move(keys, tmp_path / "lost")
    with opened_to_write(folder, world(keys, told, 100)) as book:
        step("read", source, book)
    (problem,) = told
    assert problem.code == "key_missing" and f"Unsigned since entry {first.entry + 1}" in problem.what
    assert str(keys) in problem.remedy and "allegata key --new" in problem.remedy
    assert newest(folder) == first and kinds(folder)[-1] == EntryKind.READ
    with opened(folder, world(keys, told)) as book:
        state = key_state(book)
        assert not state.at_hand and state.unsigned_since == first.entry + 1
    with opened_to_write(folder, world(keys, told, 200)) as book:
        with pytest.raises(BadDecision):
            new_key(book, " ")
        assert new_key(book, "the disk broke").at_hand
    second = newest(folder)
    assert second.key.id != first.key.id and second.size > first.size
    with opened(folder) as book:
        assert checkpoint_record(book, first.entry) == first
        assert len(key_state(book).keys) == 2
    assert verify(folder).problems == () and len(told) == 1


def test_a_key_that_came_back_signs_again(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    keys, folder = tmp_path / "keys", tmp_path / "other"
    with opened_to_write(folder, world(keys, told), create=True) as book:
        step("add", source, book)
    first = newest(folder)
    shutil.move(keys, tmp_path / "lost")
    with opened_to_write(folder, world(keys, told, 100)) as book:
        step("read", source, book)
    shutil.move(tmp_path / "lost", keys)
    with opened_to_write(folder, world(keys, told, 200)):
        pass
    assert newest(folder).size > first.size and newest(folder).key == first.key


def test_another_key_in_its_place_does_not_sign(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    keys, folder = tmp_path / "keys", tmp_path / "other"
    with opened_to_write(folder, world(keys, told), create=True) as book:
        pass
    (path,) = keys.rglob("*.pem")
    Keys(tmp_path / "else").create(path.parent.name, "allegata/x", lambda _: None)
    path.write_bytes(next((tmp_path / "else").rglob("*.pem")).read_bytes())
    with opened_to_write(folder, world(keys, told, 100)) as book:
        step("add", source, book)
    assert [problem.code for problem in told] == ["key_missing"]


def test_a_run_killed_between_key_and_entry_uses_that_key(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLEGATA_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "other"
    last = 1
    while killed("add", source, folder, last):
        last += 1
        made = list((tmp_path / "keys").rglob("*.pem"))
        if made and EntryKind.KEY_NAMED not in kinds(folder):
            break
        shutil.rmtree(folder)
        shutil.rmtree(tmp_path / "keys", ignore_errors=True)
    else:
        raise AssertionError("the run was never stopped between key and entry")
    with opened_to_write(folder, fakes.outside()) as book:
        step("add", source, book)
    assert list((tmp_path / "keys").rglob("*.pem")) == made
    assert verify(folder).problems == () and newest(folder).key.id == made[0].stem


def test_without_a_checkpoint_the_verb_says_why(tmp_path: Path, source: Path) -> None:
    told: list[Problem] = []
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "other"
    with opened_to_write(folder, world(tmp_path / "file" / "keys", told), create=True) as book:
        step("add", source, book)
        with pytest.raises(UnknownThing):
            checkpoint(book)
    assert {problem.code for problem in told} == {"key_not_made"}


# --- checked without allegata ---------------------------------------------------------------------


def run(*command: str, cwd: Path, stdin: Path | None = None) -> int:
    data = stdin.read_bytes() if stdin else None
    return subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False).returncode


def checked(tools: Path, origin: str) -> tuple[int, int]:
    """What openssl and ssh-keygen say of the files: 0 is fine."""
    openssl = (
        "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in checkpoint.txt -sigfile checkpoint.sig"
    )
    ssh = f"ssh-keygen -Y verify -f allowed_signers -I {origin} -n allegata-checkpoint -s checkpoint.sshsig"
    return (
        run(*openssl.split(), cwd=tools),
        run(*ssh.split(), cwd=tools, stdin=tools / "checkpoint.txt"),
    )


@pytest.fixture
def tools(folder: Path, tmp_path: Path) -> Path:
    for program in ("openssl", "ssh-keygen"):
        if not shutil.which(program):
            pytest.skip(f"left out: {program} is not installed")
    write_for_tools(newest(folder), tmp_path / "tools")
    return tmp_path / "tools"


def test_openssl_and_ssh_keygen_agree(folder: Path, tools: Path) -> None:
    record = newest(folder)
    assert checked(tools, record.origin) == (0, 0)
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", "-"], input=record.key.allowed_signer.split('" ')[1], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert record.key.fingerprint in listed.stdout
    path = Path(key_place(folder))
    public = subprocess.run(
        ["openssl", "pkey", "-in", str(path), "-pubout"], capture_output=True, text=True, check=True
    )
    assert public.stdout == record.key.pem


def key_place(folder: Path) -> str:
    with opened(folder) as book:
        return key_state(book).place


@pytest.mark.parametrize("name", ["checkpoint.txt", "checkpoint.sig", "checkpoint.sshsig", "key.pem"])
def test_they_refuse_what_was_touched(folder: Path, tools: Path, name: str) -> None:
    origin = newest(folder).origin
    path = tools / name
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at] ^= 1
    path.write_bytes(data)
    openssl, ssh = checked(tools, origin)
    assert openssl != 0 or name == "checkpoint.sshsig"
    assert ssh != 0 or name in {"checkpoint.sig", "key.pem"}


def test_ssh_keygen_refuses_another_purpose(folder: Path, tools: Path) -> None:
    origin = newest(folder).origin
    command = f"ssh-keygen -Y verify -f allowed_signers -I {origin} -n file -s checkpoint.sshsig"
    assert run(*command.split(), cwd=tools, stdin=tools / "checkpoint.txt") != 0


def test_nobody_else_writes_to_the_users_own_keys() -> None:
    assert "ALLEGATA_KEYS" in os.environ
