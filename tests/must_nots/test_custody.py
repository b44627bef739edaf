"""Must-nots 8–10 (DOMAIN section 5): originals, the second person, and history."""

import json
import shutil
import sqlite3
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from tests.must_nots.conftest import Made

from allegata.actions import history as histories
from allegata.actions import review, show
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.link import link
from allegata.actions.rebuild import rebuild
from allegata.actions.verify import verify
from allegata.errors import AllegataError
from allegata.model.canonical import canonical_json
from allegata.model.decision import DecisionVerb
from allegata.model.incident import Incident
from allegata.model.result import History
from allegata.model.vocabulary import MadeBy, RecordState


@pytest.fixture
def casebook(made: Made, tmp_path: Path) -> Path:
    """A copy of the casebook that a test may write to."""
    return Path(shutil.copytree(made.folder, tmp_path / "casebook"))


def incidents(casebook: Path) -> tuple[Incident, ...]:
    with opened(casebook) as book:
        return tuple(line.incident for line in show.overview(book).incidents)


def decide(
    casebook: Path,
    verb: DecisionVerb,
    subject: str,
    by: str,
    *others: str,
    value: str | None = None,
) -> str:
    with opened_to_write(casebook, Outside(by=by)) as book:
        return review.review(book, verb, subject, by, "a reason", others, value).decision.id


# --- 8: originals are never changed or lost ------------------------------------------------------------


def objects(casebook: Path) -> list[Path]:
    return sorted(p for p in (casebook / "objects").rglob("*") if p.is_file())


def test_08_originals_cannot_be_written_to(made: Made) -> None:
    assert objects(made.folder)
    for path in objects(made.folder):
        assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH), path.name


def test_08_a_flipped_byte_is_named(casebook: Path) -> None:
    assert verify(casebook).intact
    path = objects(casebook)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(data))
    found = verify(casebook)
    assert not found.intact
    assert any(path.name in f"{p.subject} {p.what}" for p in found.problems)


def test_08_a_missing_object_is_named(casebook: Path) -> None:
    path = objects(casebook)[-1]
    path.unlink()
    found = verify(casebook)
    assert not found.intact
    assert any(path.name in f"{p.subject} {p.what}" for p in found.problems)


def test_08_the_bytes_of_every_item_are_those_received(made: Made) -> None:
    digests = {sha256(p.read_bytes()).hexdigest() for p in objects(made.folder)}
    assert {item.item.id for item in made.items} <= digests


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_08_any_one_byte_of_any_object_is_named(casebook: Path, where: str) -> None:
    for path in objects(casebook):
        kept = path.read_bytes()
        data = bytearray(kept)
        data[{"first": 0, "middle": len(data) // 2, "last": -1}[where]] ^= 0x80
        path.chmod(0o600)
        path.write_bytes(bytes(data))
    found = [p for p in verify(casebook).steps[0].problems if p.code == "object_altered"]
    assert {p.subject for p in found} == {path.name for path in objects(casebook)}


# --- 9: the machine and one person only propose -----------------------------------------------------------


def test_09_the_machine_only_proposes(made: Made) -> None:
    for one in made.incidents:
        assert one.incident.made_by is MadeBy.MACHINE_PROPOSED
        assert one.incident.state is RecordState.CANDIDATE
        assert all(a.made_by is MadeBy.MACHINE_PROPOSED for a in one.accounts)
        assert all(s.made_by is MadeBy.MACHINE_PROPOSED for s in one.statements)


def test_09_a_merge_by_the_machine_lists_its_reasons(made: Made) -> None:
    joined = [i for i in made.incidents if len(i.incident.mentions) > 1]
    assert joined
    for one in joined:
        assert any(p.reasons and all(r.words for r in p.reasons) for p in one.proposals), one.assessment.title


@pytest.mark.parametrize("state", [RecordState.REVIEWED, RecordState.PUBLISHED])
def test_09_one_person_alone_reaches_no_state_that_needs_two(casebook: Path, state: RecordState) -> None:
    one = incidents(casebook)[0]
    with pytest.raises(AllegataError):
        decide(casebook, DecisionVerb.STATE, one.id, "A. Analyst", value=state.value)
    assert {i.state for i in incidents(casebook)} == {RecordState.CANDIDATE}


def test_09_a_decision_has_an_author_and_a_reason(casebook: Path) -> None:
    one = incidents(casebook)[0]
    for by, reason in (("", "a reason"), ("A. Analyst", " ")):
        with opened_to_write(casebook) as book, pytest.raises(AllegataError):
            review.review(book, DecisionVerb.ACCEPT, one.id, by, reason)


# --- 10: history is never rewritten -----------------------------------------------------------------------


def history(casebook: Path, thing: str) -> History:
    with opened(casebook) as book:
        return histories.history(book, thing)


def test_10_what_was_undone_stays_on_record(casebook: Path) -> None:
    one, other = incidents(casebook)[:2]
    first = decide(casebook, DecisionVerb.DIFFERENT, one.mentions[0], "A. Analyst", other.mentions[0])
    decide(casebook, DecisionVerb.UNDO, first, "B. Reviewer")
    told = history(casebook, one.mentions[0]).entries
    decided = [e for e in told if e.decision is not None]
    assert [e.in_force for e in decided if e.decision and e.decision.id == first] == [False]
    assert all(e.by and e.reason and e.at for e in decided)
    assert {"A. Analyst", "B. Reviewer"} <= {e.by for e in [*told, *history(casebook, first).entries]}


def test_10_a_persons_word_outlives_a_new_run(casebook: Path) -> None:
    joined = next(i for i in incidents(casebook) if len(i.mentions) > 1)
    decide(casebook, DecisionVerb.SPLIT, joined.id, "A. Analyst", joined.mentions[0])
    for _ in range(2):
        with opened_to_write(casebook) as book:
            link(book)
    apart = incidents(casebook)
    assert not any({joined.mentions[0], joined.mentions[1]} <= set(i.mentions) for i in apart)


def test_10_the_ledger_refuses_update_and_delete(casebook: Path) -> None:
    databases = [p for p in casebook.rglob("*") if p.is_file() and p.read_bytes()[:15] == b"SQLite format 3"]
    tried = 0
    for path in databases:
        connection = sqlite3.connect(path)
        tables = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in (t for t in tables if "entr" in t or "ledger" in t):
            column = connection.execute(f"PRAGMA table_info({table})").fetchall()[0][1]
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
                tried += 1
                with pytest.raises(sqlite3.DatabaseError):
                    connection.execute(statement)
        connection.close()
    assert tried


def rewritten(casebook: Path, change: dict[int, str] | None = None, until: int | None = None) -> None:
    """Somebody with the whole folder: entries edited or cut off, then hashes, note of the end and index made to fit."""
    connection = sqlite3.connect(casebook / "ledger.sqlite")
    head, last = "0" * 64, 0
    with connection:
        guards = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for guard in guards:
            connection.execute(f"DROP TRIGGER {guard}")
        if until:
            connection.execute("DELETE FROM ledger WHERE seq > ?", (until,))
        for seq, body in connection.execute("SELECT seq, body FROM ledger ORDER BY seq").fetchall():
            data = json.loads(body) | {"prev": head}
            if change and seq in change:
                data["by"] = change[seq]
            written = canonical_json(data)
            head, last = sha256(written).hexdigest(), seq
            row = (written.decode(), head, seq)
            connection.execute("UPDATE ledger SET body = ?, hash = ? WHERE seq = ?", row)
    connection.close()
    (casebook / "ledger.end").write_text(json.dumps({"now": {"count": last, "hash": head}, "next": None}))
    rebuild(casebook, despite_damage=True)


def stored_elsewhere(casebook: Path, tmp_path: Path) -> Path:
    with opened(casebook) as book:
        record = checkpoint_record(book)
    assert record is not None
    (tmp_path / "kept.note").write_text(record.note)
    return tmp_path / "kept.note"


def test_10_an_edited_entry_is_named(casebook: Path) -> None:
    connection = sqlite3.connect(casebook / "ledger.sqlite")
    with connection:
        for (guard,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {guard}")
        connection.execute("UPDATE ledger SET body = replace(body, 'received', 'collected') WHERE seq = 3")
    connection.close()
    found = {(p.code, p.subject) for p in verify(casebook).problems}
    assert ("entry_altered", "ledger:3") in found
    assert "root_differs" in {code for code, _ in found}


def test_10_an_edit_with_every_hash_made_to_fit_breaks_the_signed_root(casebook: Path) -> None:
    rewritten(casebook, {3: "somebody else"})
    assert [p.code for p in verify(casebook).problems] == ["root_differs"]


def test_10_a_tail_cut_off_with_everything_made_to_fit_is_told_by_a_checkpoint_kept_elsewhere(
    casebook: Path, tmp_path: Path
) -> None:
    kept = stored_elsewhere(casebook, tmp_path)
    with opened(casebook) as book:
        end = book.ledger.end().count
    assert verify(casebook, checkpoint=kept).problems == ()
    rewritten(casebook, until=end - 4)
    assert "kept_longer" in {p.code for p in verify(casebook, checkpoint=kept).problems}


def test_10_a_whole_ledger_rewritten_and_signed_anew_is_told_by_a_checkpoint_kept_elsewhere(
    casebook: Path, tmp_path: Path
) -> None:
    """The insider with folder and key: everything inside fits, and only what lies outside tells."""
    kept = stored_elsewhere(casebook, tmp_path)
    with opened(casebook) as book:
        before = next(e.seq for e in book.ledger.entries() if e.data["kind"] == "key_named")
    rewritten(casebook, {3: "somebody else"}, until=before - 1)
    with opened_to_write(casebook, Outside(by="somebody else")):
        pass  # the key is at hand: it is named and signs as if nothing had been
    assert verify(casebook).steps[2].problems == () and verify(casebook).steps[3].problems == ()
    found = {p.code for p in verify(casebook, checkpoint=kept).problems}
    assert "kept_differs" in found
