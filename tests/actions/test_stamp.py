"""Stamps by a real authority: kept whole, checked by openssl, sent to nobody who was not named."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.actions import fakes
from tests.actions.work import step
from tests.builders.tsa import Running, running

from allegata.actions.book import Casebook, Outside
from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.rebuild import rebuild
from allegata.actions.stamp import offline_reply, offline_request, stamp, unstamped
from allegata.actions.tsa import add_tsa, remove_tsa, tsas
from allegata.actions.verify import verify
from allegata.errors import BadDecision, UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json
from allegata.store.tables import ITEMS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("tsa") / "one") as made:
        yield made


@pytest.fixture
def tsa(server: Running) -> Running:
    server.manner = "fine"
    server.seen.clear()
    return server


def outside(start: int = 100) -> Outside:
    return replace(fakes.outside(start=start), clock=lambda: datetime.now(UTC))


@pytest.fixture
def named(folder: Path, tsa: Running) -> Path:
    with opened_to_write(folder, outside()) as book:
        add_tsa(book, tsa.url, tsa.certificates.read_bytes(), "one")
    return folder


def kinds(book: Casebook) -> list[str]:
    return [entry.data["kind"] for entry in book.ledger.entries()]


def test_nothing_is_sent_before_somebody_stamps(named: Path, tsa: Running, source: Path) -> None:
    (source / "more.txt").write_text("20 killed near the mill.")
    with opened_to_write(named, outside()) as book:
        step("add", source, book)
    assert tsa.seen == []


def test_without_an_authority_nothing_can_be_sent(folder: Path) -> None:
    with opened_to_write(folder, outside()) as book, pytest.raises(UnknownThing, match="allegata tsa add"):
        stamp(book)


def test_a_stamp_is_kept_with_its_request_and_chain(named: Path, tsa: Running) -> None:
    with opened_to_write(named, outside()) as book:
        result = stamp(book)
        (one,) = result.stamped
        assert result.problems == () and result.unstamped is None
        assert book.vault.read(one.request) == tsa.seen[0]
        assert book.vault.read(one.chain) == tsa.certificates.read_bytes()
        assert bytes.fromhex(result.checkpoint.digest) in tsa.seen[0] and len(tsa.seen[0]) < 100
    with opened(named) as book:
        record = checkpoint_record(book)
        assert record is not None and record.stamps == (one,)
        assert kinds(book)[-1] == EntryKind.TIMESTAMPED  # which asks for no checkpoint of its own
    assert verify(named).problems == () and rebuild(named).identical


def test_the_same_checkpoint_is_sent_once(named: Path, tsa: Running) -> None:
    with opened_to_write(named, outside()) as book:
        stamp(book)
        before = kinds(book)
        again = stamp(book)
        assert again.stamped == () and again.before == ("one",) and kinds(book) == before
    assert len(tsa.seen) == 1


def openssl(*arguments: object, cwd: Path) -> int:
    command = ["openssl", "ts", "-verify", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False).returncode


def test_openssl_agrees(named: Path, tmp_path: Path) -> None:
    with opened_to_write(named, outside()) as book:
        result = stamp(book)
        (one,) = result.stamped
        for name, digest in (("tsq", one.request), ("tsr", one.reply), ("pem", one.chain)):
            (tmp_path / f"a.{name}").write_bytes(book.vault.read(digest))
    (tmp_path / "note").write_text(result.checkpoint.note)
    by_request = ("-queryfile", "a.tsq", "-in", "a.tsr", "-CAfile", "a.pem")
    by_note = ("-data", "note", "-in", "a.tsr", "-CAfile", "a.pem")
    assert openssl(*by_request, cwd=tmp_path) == openssl(*by_note, cwd=tmp_path) == 0
    (tmp_path / "note").write_text(result.checkpoint.note.replace("allegata/", "allegate/"))
    assert openssl(*by_note, cwd=tmp_path) != 0
    reply = bytearray((tmp_path / "a.tsr").read_bytes())
    reply[-3] ^= 1
    (tmp_path / "a.tsr").write_bytes(reply)
    assert openssl(*by_request, cwd=tmp_path) != 0


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        ("failing", "tsa_not_reached"),
        ("redirect", "tsa_not_reached"),
        ("huge", "tsa_not_reached"),
        ("garbage", "stamp_unreadable"),
        ("other", "stamp_of_another"),
    ],
)
def test_what_fails_stays_queued(named: Path, tsa: Running, manner: str, code: str) -> None:
    tsa.manner = manner
    with opened_to_write(named, outside()) as book:
        result = stamp(book)
        assert [problem.code for problem in result.problems] == [code] and result.stamped == ()
        assert result.unstamped is not None and result.unstamped.entry == 1
        assert EntryKind.TIMESTAMPED not in kinds(book)
        tsa.manner = "fine"
        assert len(stamp(book).stamped) == 1


def test_an_authority_that_is_away_is_a_problem_and_the_others_are_asked(named: Path, tsa: Running) -> None:
    with opened_to_write(named, outside()) as book:
        add_tsa(book, "http://127.0.0.1:9/none", tsa.certificates.read_bytes(), "away")
        result = stamp(book)
        assert [problem.code for problem in result.problems] == ["tsa_not_reached"]
        assert [one.tsa for one in result.stamped] == ["one"]


def test_another_root_does_not_count(folder: Path, tsa: Running, tmp_path: Path) -> None:
    with running(tmp_path / "two", "Another") as other, opened_to_write(folder, outside()) as book:
        add_tsa(book, tsa.url, other.certificates.read_bytes(), "mixed up")
        assert [problem.code for problem in stamp(book).problems] == ["stamp_not_verified"]


def test_what_came_later_is_unstamped_since(named: Path, source: Path) -> None:
    with opened_to_write(named, outside()) as book:
        covered = stamp(book).checkpoint.size
        assert unstamped(book) is None
    (source / "more.txt").write_text("20 killed near the mill.")
    with opened_to_write(named, outside()) as book:
        step("add", source, book)
        since = unstamped(book)
        assert since is not None and since.entry > covered
        stamp(book)
        assert unstamped(book) is None


def test_a_clock_that_is_wrong_is_said(named: Path) -> None:
    with opened_to_write(named, fakes.outside(start=500)) as book:  # in which it is March
        assert [problem.code for problem in stamp(book).problems] == ["clock_apart"]


# --- verified again, offline ----------------------------------------------------------------------


def changed(folder: Path, seq: int, change: Callable[[dict[str, Any]], object]) -> None:
    """Somebody who edits one of the last entries and makes the chain, the note of the end and the index fit."""
    connection = sqlite3.connect(folder / "ledger.sqlite")
    with connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        head = ""
        for at, body in connection.execute("SELECT seq, body FROM ledger WHERE seq >= ?", (seq,)).fetchall():
            data = json.loads(body)
            if at == seq:
                change(data)
            else:
                data["prev"] = head
            written = canonical_json(data)
            head = sha256(written).hexdigest()
            connection.execute(
                "UPDATE ledger SET body = ?, hash = ? WHERE seq = ?", (written.decode(), head, at)
            )
    connection.close()
    (folder / "ledger.end").write_text(json.dumps({"now": {"count": at, "hash": head}, "next": None}))
    rebuild(folder, despite_damage=True)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("time", "2020-01-01T00:00:00Z", "stamp_says_other"),
        ("serial", "1", "stamp_says_other"),
        ("policy", "1.2.3", "stamp_says_other"),
        ("reply", None, "stamp_unreadable"),
        ("chain", None, "stamp_not_verified"),
    ],
)
def test_a_stamp_that_says_something_else_is_named(
    named: Path, field: str, value: str | None, code: str
) -> None:
    with opened_to_write(named, outside()) as book:
        entry = stamp(book).stamped[0].entry
        one = next(row.id for row in book.index.rows(select(ITEMS.c.id)))  # an object that is no stamp
    changed(named, entry, lambda data: data["payload"]["stamp"].update({field: value or one}))
    assert [(p.code, p.subject) for p in verify(named).problems] == [(code, f"ledger:{entry}")]


def test_a_stamp_moved_to_another_checkpoint_is_named(named: Path) -> None:
    with opened_to_write(named, outside()) as book:
        entry = stamp(book).stamped[0].entry
    changed(named, entry, lambda data: data.update(subject="0" * 64))
    assert ("stamp_says_other", f"ledger:{entry}") in [(p.code, p.subject) for p in verify(named).problems]


def test_verify_says_since_when_nobody_vouches_for_the_time(named: Path, source: Path) -> None:
    with opened_to_write(named, outside()) as book:
        stamp(book)
    assert verify(named).steps[5].note == "" and verify(named).steps[5].checked == 1
    (source / "more.txt").write_text("20 killed near the mill.")
    with opened_to_write(named, outside()) as book:
        step("add", source, book)
        since = unstamped(book)
    assert since is not None
    assert (
        verify(named).steps[5].note == f"unstamped since entry {since.entry}, {since.at:%Y-%m-%d %H:%M} UTC"
    )


# --- carried over ---------------------------------------------------------------------------------


def test_a_request_can_be_carried_over(named: Path, tsa: Running, source: Path) -> None:
    with opened_to_write(named, outside()) as book:
        point, request = offline_request(book)
        assert offline_request(book)[1] == request
    (source / "more.txt").write_text("20 killed near the mill.")
    with opened_to_write(named, outside()) as book:
        step("add", source, book)
    reply = tsa.authority.reply(request)
    with opened_to_write(named, outside()) as book:
        result = offline_reply(book, reply)
        assert result.checkpoint.digest == point.digest and result.stamped[0].tsa == "one"
        assert result.unstamped is not None  # what was added meanwhile
        assert book.vault.read(result.stamped[0].request) == request
    assert tsa.seen == [] and verify(named).problems == ()


def test_a_reply_over_something_else_is_not_kept(named: Path, tsa: Running) -> None:
    from allegata.evidence import timestamp

    foreign = tsa.authority.reply(timestamp.request(bytes(32), 5))
    with opened_to_write(named, outside()) as book:
        point, _ = offline_request(book)
        for reply in (foreign, b"nothing of the kind"):
            with pytest.raises(UnknownThing):
                offline_reply(book, reply)
        other_nonce = tsa.authority.reply(timestamp.request(bytes.fromhex(point.digest), 5))
        assert [problem.code for problem in offline_reply(book, other_nonce).problems] == ["stamp_of_another"]
        assert EntryKind.TIMESTAMPED not in kinds(book)


# --- authorities ----------------------------------------------------------------------------------


def test_authorities_are_named_by_a_person_for_a_purpose(named: Path, tsa: Running) -> None:
    with opened_to_write(named, outside()) as book:
        (one,) = tsas(book)
        assert (one.name, one.url, one.by) == ("one", tsa.url, "tester") and "SHA-256" in one.purpose
        assert [line.root for line in one.certificates] == [False, True]
        with pytest.raises(BadDecision):
            remove_tsa(book, "one", " ")
        remove_tsa(book, "one", "it is too slow")
        assert tsas(book) == ()
        with pytest.raises(UnknownThing):
            remove_tsa(book, "one", "again")
        with pytest.raises(UnknownThing):
            stamp(book)
        add_tsa(book, tsa.url, tsa.certificates.read_bytes())
        assert tsas(book)[0].name == "127.0.0.1"


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "a.example", "file:///etc/passwd", "http://me:secret@a.example/", "https://"]
)
def test_an_address_that_cannot_be_asked_is_refused(folder: Path, tsa: Running, url: str) -> None:
    with opened_to_write(folder, outside()) as book, pytest.raises(BadDecision):
        add_tsa(book, url, tsa.certificates.read_bytes())


def test_certificates_that_lead_nowhere_are_refused(named: Path, tsa: Running) -> None:
    between = (tsa.authority.folder / "between.pem").read_bytes()
    with opened_to_write(named, outside()) as book:
        for pem in (b"no PEM", between):
            with pytest.raises(BadDecision):
                add_tsa(book, tsa.url, pem, "two")
        with pytest.raises(BadDecision, match="named already"):
            add_tsa(book, tsa.url, tsa.certificates.read_bytes(), "one")
