"""Every kind of tampering is found and named, and an untouched casebook is said to be intact."""

import dataclasses
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.book import Outside
from allegata.actions.casebook import opened, opened_to_write, operator
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.current import every_incident
from allegata.actions.gazetteer import add_places
from allegata.actions.history import history
from allegata.actions.rebuild import rebuild
from allegata.actions.review import review
from allegata.actions.show import incident as shown
from allegata.actions.show import item
from allegata.actions.verify import PREAMBLE, verify
from allegata.errors import CasebookCorrupt, CasebookMissing, Problem, UnknownThing, UnreadableRecord
from allegata.evidence.checkpoint import parsed, signed
from allegata.evidence.custody import EntryKind
from allegata.model.decision import DecisionVerb
from allegata.store.keys import Keys

END = 13
"""The last entry of the casebook that these tests tamper with: a checkpoint over all before it."""
GUARDS = ("ledger_no_update", "ledger_no_delete", "ledger_no_replace")


def found(folder: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.subject) for problem in verify(folder).problems]


def test_an_untouched_casebook_is_intact(folder: Path) -> None:
    result = verify(folder)
    assert result.intact and result.problems == ()
    assert [step.number for step in result.steps] == list(range(1, len(PREAMBLE) + 1))
    assert result.entries == END  # created, 4 received, 4 read, linked, assessed, key named, checkpoint
    assert result.objects == 11
    assert len(result.root) == len(result.head) == 64


def an_object(folder: Path) -> Path:
    return sorted(path for path in (folder / "objects").rglob("*") if path.is_file())[0]


def test_a_flipped_byte_is_named(folder: Path) -> None:
    path = an_object(folder)
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    assert found(folder) == [("object_altered", path.name)]
    assert not verify(folder).intact


def test_a_missing_object_is_named(folder: Path) -> None:
    path = an_object(folder)
    path.unlink()
    assert found(folder) == [("object_missing", path.name)]


@pytest.mark.parametrize("name", ["stray.txt", "aa/" + "0" * 64])
def test_an_extra_object_is_named(folder: Path, name: str) -> None:
    path = folder / "objects" / "sha256" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("not of this case")
    assert found(folder) == [("object_extra", f"objects/sha256/{name}")]


def test_an_extra_object_under_its_right_name_is_named(folder: Path) -> None:
    digest = sha256(b"planted").hexdigest()
    path = folder / "objects" / "sha256" / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"planted")
    assert [code for code, _ in found(folder)] == ["object_extra"]


def tamper(folder: Path, change: Callable[[sqlite3.Connection], object], guards: bool = True) -> None:
    """Somebody with the database in hand, who takes the guards down first and puts them back after."""
    connection = sqlite3.connect(folder / "ledger.sqlite")
    with connection:
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        kept = [sql for (sql,) in connection.execute(query)]
        for guard in GUARDS:
            connection.execute(f"DROP TRIGGER {guard}")
        change(connection)
        for statement in kept if guards else ():
            connection.execute(statement)
    connection.close()


def test_the_database_refuses_to_change_or_remove_an_entry(folder: Path) -> None:
    connection = sqlite3.connect(folder / "ledger.sqlite")
    for statement in (
        "UPDATE ledger SET body = 'x' WHERE seq = 2",
        "DELETE FROM ledger WHERE seq = 2",
        "INSERT OR REPLACE INTO ledger VALUES (2, 'x', 'x')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_a_guard_taken_down_is_named(folder: Path) -> None:
    tamper(folder, lambda _: None, guards=False)
    assert [code for code, _ in found(folder)] == ["guard_missing"] * 3


def test_guards_that_are_put_back_are_not_put_back_in_silence(folder: Path) -> None:
    tamper(folder, lambda _: None, guards=False)
    told: list[Problem] = []
    with opened_to_write(folder, Outside(by="next", tell=told.append)) as book:
        last = [entry.data for entry in book.ledger.entries() if entry.data["kind"] == EntryKind.CHECKED]
    assert [problem.code for problem in told] == ["guard_missing"] * 3
    assert [len(data["payload"]["problems"]) for data in last] == [3] and last[0]["by"] == "next"
    assert found(folder) == []
    with opened_to_write(folder, Outside(by="next", tell=told.append)) as book:
        assert len(told) == 3


def test_an_edited_entry_is_named(folder: Path) -> None:
    tamper(
        folder, lambda c: c.execute("UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 4")
    )
    assert found(folder) == [("entry_altered", "ledger:4"), ("root_differs", f"ledger:{END}")]


def test_an_edited_entry_with_a_new_hash_is_named(folder: Path) -> None:
    def edit(connection: sqlite3.Connection) -> None:
        (body,) = connection.execute("SELECT body FROM ledger WHERE seq = 4").fetchone()
        body = body.replace("tester", "other")
        new = sha256(body.encode()).hexdigest()
        connection.execute("UPDATE ledger SET body = ?, hash = ? WHERE seq = 4", (body, new))

    tamper(folder, edit)
    assert found(folder) == [
        ("entry_replaced", "ledger:4"),
        ("root_differs", f"ledger:{END}"),
        ("entry_disputed", "ledger:4"),
    ]


@pytest.mark.parametrize("seq", [1, 5, END])
def test_a_removed_entry_is_named_also_the_last(folder: Path, seq: int) -> None:
    tamper(folder, lambda c: c.execute("DELETE FROM ledger WHERE seq = ?", (seq,)))
    assert ("entry_removed", f"ledger:{seq}") in found(folder)
    if seq == END:
        with pytest.raises(CasebookCorrupt, match="allegata verify"), opened_to_write(folder):
            pass


def test_an_entry_slipped_in_at_the_end_is_named(folder: Path) -> None:
    def slip_in(connection: sqlite3.Connection) -> None:
        head, body = connection.execute("SELECT hash, body FROM ledger WHERE seq = ?", (END,)).fetchone()
        body = json.dumps(
            json.loads(body) | {"seq": END + 1, "prev": head}, sort_keys=True, separators=(",", ":")
        )
        digest = sha256(body.encode()).hexdigest()
        connection.execute("INSERT INTO ledger VALUES (?, ?, ?)", (END + 1, digest, body))

    tamper(folder, slip_in)
    assert ("entry_extra", f"ledger:{END + 1}") in found(folder)
    with pytest.raises(CasebookCorrupt), opened_to_write(folder):
        pass


def test_a_ledger_that_was_written_anew_is_named(folder: Path) -> None:
    """Every hash made to fit; only what was noted elsewhere tells."""

    def rewrite(connection: sqlite3.Connection) -> None:
        head = "0" * 64
        for seq, body in connection.execute("SELECT seq, body FROM ledger ORDER BY seq").fetchall():
            data = json.loads(body) | {"prev": head, "by": "other"}
            written = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            head = sha256(written.encode()).hexdigest()
            connection.execute("UPDATE ledger SET body = ?, hash = ? WHERE seq = ?", (written, head, seq))

    tamper(folder, rewrite)
    codes = found(folder)
    assert ("entry_replaced", f"ledger:{END}") in codes
    assert ("entry_disputed", "ledger:1") in codes


def test_a_lost_note_of_the_end_is_named(folder: Path) -> None:
    (folder / "ledger.end").unlink()
    assert ("head_missing", f"ledger:{END}") in found(folder)


def test_a_damaged_index_is_named_and_rebuilt(folder: Path) -> None:
    (folder / "index.sqlite").write_bytes(b"no database at all" * 100)
    for ending in ("-wal", "-shm"):
        (folder / f"index.sqlite{ending}").unlink(missing_ok=True)
    assert [code for code, _ in found(folder)] == ["index_missing"]
    with pytest.raises(CasebookCorrupt, match="allegata rebuild"), opened(folder):
        pass
    assert rebuild(folder, outside=fakes.outside()).before is None
    assert verify(folder).problems == ()


def test_a_ledger_that_is_gone_is_named(folder: Path) -> None:
    for path in folder.glob("ledger.sqlite*"):
        path.unlink()
    assert "ledger_unreadable" in [code for code, _ in found(folder)]


def test_verify_changes_nothing(folder: Path) -> None:
    def state() -> dict[str, bytes]:
        files = (p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm")))
        return {str(path): path.read_bytes() for path in files}

    before = state()
    verify(folder)
    assert state() == before


def test_a_folder_that_is_no_casebook_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CasebookMissing, match="allegata init"):
        verify(tmp_path)


def test_a_decision_taken_out_is_named(folder: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=50)) as book:
        incident = every_incident(book)[0].id
        review(book, DecisionVerb.ACCEPT, incident, "reviewer", "looked at")
    tamper(folder, lambda c: c.execute("DELETE FROM ledger WHERE seq = ?", (END + 1,)))
    assert ("entry_removed", f"ledger:{END + 1}") in found(folder)


def test_what_is_shown_of_a_damaged_original_says_so(folder: Path) -> None:
    with opened(folder) as book:
        one = shown(book, every_incident(book)[0].id)
        other = shown(book, every_incident(book)[1].id)
        assert one.problems == other.problems == ()
        for record, harm in ((one, "altered"), (other, "missing")):
            path = book.vault.path(record.items[0].id)
            path.chmod(0o644)
            path.write_bytes(b"other words") if harm == "altered" else path.unlink()
        for record, harm in ((one, "altered"), (other, "missing")):
            (problem,) = shown(book, record.incident.id).problems
            assert (problem.code, problem.subject) == (f"original_{harm}", record.items[0].id)
            assert item(book, record.items[0].id).problems == (problem,)


def test_a_broken_chain_keeps_the_index(folder: Path) -> None:
    tamper(
        folder, lambda c: c.execute("UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 4")
    )
    before = (folder / "index.sqlite").read_bytes()
    with pytest.raises(CasebookCorrupt, match=r"Entry 4 was edited.*--despite-damage"):
        rebuild(folder, outside=fakes.outside())
    assert (folder / "index.sqlite").read_bytes() == before
    assert rebuild(folder, outside=fakes.outside(), despite_damage=True).entries == END


def test_places_that_were_added_are_in_the_ledger(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,latitude,longitude,country,region,kind\nMiry Dolne,49.1,38.2,UA,Luhansk,village\n")
    add_places(folder, table, fakes.outside(start=50))
    with opened(folder) as book:
        words = history(book).entries[END].words
    assert words.startswith("1 place of places.csv") and sha256(table.read_bytes()).hexdigest() in words
    assert verify(folder).intact


def test_somebody_without_a_name_in_the_environment_is_known_by_the_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pwd = pytest.importorskip("pwd")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert operator() == pwd.getpwuid(os.getuid()).pw_name


# --- what is signed, and what is kept elsewhere ---------------------------------------------------


def written_anew(connection: sqlite3.Connection, folder: Path | None = None, by: str = "other") -> None:
    """The whole ledger with another author, every hash made to fit; with a folder, the note of its end too."""
    head, last = "0" * 64, 0
    for seq, body in connection.execute("SELECT seq, body FROM ledger ORDER BY seq").fetchall():
        data = json.loads(body) | {"prev": head}
        if data["kind"] == "received":
            data["by"] = by
        written = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        head, last = sha256(written.encode()).hexdigest(), seq
        connection.execute("UPDATE ledger SET body = ?, hash = ? WHERE seq = ?", (written, head, seq))
    if folder:
        end = {"now": {"count": last, "hash": head}, "next": None}
        (folder / "ledger.end").write_text(json.dumps(end))


def kept(folder: Path, tmp_path: Path) -> Path:
    """A checkpoint that somebody keeps elsewhere."""
    with opened(folder) as book:
        record = checkpoint_record(book)
    assert record is not None
    path = tmp_path / "kept.note"
    path.write_text(record.note)
    return path


def grown(folder: Path, source: Path, name: str, start: int) -> None:
    (source / f"{name}.txt").write_text(f"{start} killed near the {name}.")
    with opened_to_write(folder, fakes.outside(start=start)) as book:
        step("add", source, book)


def test_a_ledger_written_anew_as_a_whole_is_told_by_its_signature(folder: Path) -> None:
    tamper(folder, lambda c: written_anew(c, folder))
    rebuild(folder, outside=fakes.outside(), despite_damage=True)
    assert found(folder) == [("root_differs", f"ledger:{END}")]


def test_a_ledger_written_anew_without_its_checkpoints_is_told_where_the_key_is_known(folder: Path) -> None:
    def unsigned(connection: sqlite3.Connection) -> None:
        connection.execute('DELETE FROM ledger WHERE body LIKE \'%"kind":"key_named"%\'')
        connection.execute('DELETE FROM ledger WHERE body LIKE \'%"kind":"checkpointed"%\'')
        written_anew(connection, folder)

    tamper(folder, unsigned)
    rebuild(folder, outside=fakes.outside(), despite_damage=True)
    codes = [code for code, _ in found(folder)]
    assert codes.count("key_forgotten") == 1
    assert set(codes) <= {"key_forgotten", "object_extra"}  # the notes of the checkpoints that are gone


def test_even_when_it_was_signed_anew_the_checkpoint_kept_elsewhere_tells(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    """Somebody who has the casebook *and* the key can make a ledger in which everything fits."""
    path = kept(folder, tmp_path)
    other = tmp_path / "other"
    with opened_to_write(other, fakes.outside(by="forger"), create=True) as book:
        for verb in ("add", "read", "link"):
            step(verb, source, book)
    assert verify(other).problems == ()
    codes = [(p.code, p.subject) for p in verify(other, checkpoint=path).problems]
    assert codes == [("kept_differs", "kept.note")]
    result = verify(folder, checkpoint=path)
    assert result.problems == () and "fits kept.note, over 12 entries" in result.steps[4].note


def test_an_end_cut_off_is_told_by_the_checkpoint_kept_elsewhere(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    short = shutil.copytree(folder, tmp_path / "short")
    grown(folder, source, "mill", 50)
    path = kept(folder, tmp_path)
    assert verify(short).problems == ()  # a backup from before, put in place as if nothing had come since
    assert [p.code for p in verify(short, checkpoint=path).problems] == ["kept_longer"]


def test_a_checkpoint_of_another_casebook_or_key_is_told(folder: Path, source: Path, tmp_path: Path) -> None:
    other, path = tmp_path / "other", kept(folder, tmp_path)
    with opened_to_write(other, fakes.outside(start=700), create=True) as book:
        step("add", source, book)
    assert [p.code for p in verify(other, checkpoint=path).problems] == ["kept_of_another"]
    path.write_bytes(
        signed(parsed(path.read_bytes()).checkpoint, "allegata/cb_000001", Ed25519PrivateKey.generate())
    )
    assert [p.code for p in verify(folder, checkpoint=path).problems] == ["kept_key_unknown"]
    path.write_text("no checkpoint")
    with pytest.raises(UnreadableRecord):
        verify(folder, checkpoint=path)
    with pytest.raises(UnknownThing):
        verify(folder, checkpoint=tmp_path / "none")


def test_what_changed_is_narrowed_down_by_the_checkpoints(folder: Path, source: Path) -> None:
    for n, name in enumerate(("mill", "bridge", "well")):
        grown(folder, source, name, 50 * (n + 1))
    edit = "UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 16"
    tamper(folder, lambda c: c.execute(edit))
    result = verify(folder)
    assert [(p.code, p.subject) for p in result.problems] == [
        ("entry_altered", "ledger:16"),
        ("root_differs", "ledger:19"),
        ("checkpoints_inconsistent", "ledger:17"),
    ]
    assert "after entry 14" in result.problems[1].what


def test_a_note_that_was_exchanged_is_named(folder: Path) -> None:
    """A checkpoint's entry that names another object, and the chain made to fit."""

    def exchange(connection: sqlite3.Connection) -> None:
        (body,) = connection.execute("SELECT body FROM ledger WHERE seq = ?", (END,)).fetchone()
        data = json.loads(body)
        data["payload"]["ssh"] = data["payload"]["ssh"].replace(data["payload"]["ssh"][:4], "AAAA", 1)
        written = json.dumps(data, sort_keys=True, separators=(",", ":"))
        digest = sha256(written.encode()).hexdigest()
        connection.execute("UPDATE ledger SET body = ?, hash = ? WHERE seq = ?", (written, digest, END))

    tamper(folder, exchange)
    assert ("checkpoint_not_signed", f"ledger:{END}") in found(folder)


def test_work_without_the_key_is_said_and_no_fault(folder: Path, source: Path, tmp_path: Path) -> None:
    (source / "more.txt").write_text("20 killed near the mill.")
    told: list[Problem] = []
    world = dataclasses.replace(fakes.outside(start=50), keys=Keys(tmp_path / "none"), tell=told.append)
    with opened_to_write(folder, world) as book:
        step("add", source, book)
    result = verify(folder)
    assert result.problems == () and len(told) == 1
    assert "unsigned since entry 14, 2026-03-04 05:06 UTC" in result.steps[3].note
    assert "unstamped since entry 1, 2026-03-04 05:06 UTC" in result.steps[5].note


# --- the index's rows ---------------------------------------------------------------------------------------

EDITS = {
    "assessments": "UPDATE assessments SET data = replace(data, '\"incident\"', '\"Incident\"')",
    "incidents": "UPDATE incidents SET state = 'merged_away'",
    "members": "DELETE FROM members WHERE mention = (SELECT max(mention) FROM members)",
    "accounts": "UPDATE accounts SET data = data || ' '",
    "statements": "DELETE FROM statements WHERE row = (SELECT max(row) FROM statements)",
    "mentions": "UPDATE mentions SET document = 'another'",
    "items": "UPDATE items SET data = replace(data, '\"length\":', '\"length\":1')",
    "decisions": "UPDATE decisions SET data = replace(data, 'looked at', 'waved by')",
    "documents": "UPDATE documents SET object = (SELECT min(object) FROM documents)",
    "events": "UPDATE events SET by = 'another' WHERE seq = 3",
    "settings": "UPDATE settings SET data = replace(data, '\"years\"', '\"Years\"')",
    "facets": "UPDATE facets SET value = 'state:XX' WHERE facet = 'accused'",
    "meta": "UPDATE meta SET value = replace(value, '0', '1') WHERE key = 'coverage'",
}


def edited(folder: Path, statement: str) -> None:
    """Somebody with the index in hand."""
    connection = sqlite3.connect(folder / "index.sqlite")
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.mark.parametrize("table", EDITS)
def test_an_edited_row_of_the_index_is_named_and_rebuilt(folder: Path, table: str) -> None:
    with opened_to_write(folder, fakes.outside(start=50)) as book:
        review(book, DecisionVerb.ACCEPT, every_incident(book)[0].id, "reviewer", "looked at")
    assert verify(folder).problems == ()
    edited(folder, EDITS[table])
    problems = verify(folder).steps[7].problems
    assert {p.code for p in problems} == {"index_differs"} == {code for code, _ in found(folder)}
    assert {p.subject.split(":")[1] for p in problems} == {table}
    assert all("allegata rebuild" in problem.remedy for problem in problems)
    rebuild(folder, outside=fakes.outside())
    assert verify(folder).problems == ()


def test_a_row_that_nothing_tells_of_is_named(folder: Path) -> None:
    columns = "(id, document, mention, attribute, data)"
    edited(
        folder,
        f"INSERT INTO accounts {columns} SELECT 'new', 'no document', mention, attribute, data FROM accounts",
    )
    assert found(folder) == [("index_differs", "index:accounts:as a whole")]
