"""The whole way on both databases: the same export, the same guards, the same search."""

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.audit import audit
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.checkpoint import checkpoint
from allegata.actions.current import every_incident
from allegata.actions.export import export_digest
from allegata.actions.mirror import mirror
from allegata.actions.projected import differing
from allegata.actions.proof import entries_of, prove
from allegata.actions.rebuild import rebuild
from allegata.actions.requests import ask, close, confirm, requests
from allegata.actions.review import review
from allegata.actions.show import item_lines
from allegata.actions.stamp import unstamped
from allegata.actions.verify import verify
from allegata.model.audit import AuditFilter
from allegata.model.decision import Closing, DecisionVerb


def world(database: str | None, start: int = 0) -> Outside:
    return dataclasses.replace(fakes.outside(start=start), database=database)


@pytest.fixture
def folder(tmp_path: Path, database: str | None) -> Path:
    source = fakes.reports(tmp_path / "source")
    folder = tmp_path / "book"
    with opened_to_write(folder, world(database), create=True) as book:
        for verb in ("add", "read", "link", "review"):
            step(verb, source, book)
        step("link", source, book)
    return folder


def test_both_databases_hold_the_same(folder: Path, tmp_path: Path, database: str | None) -> None:
    with opened(folder) as book:
        here = export_digest(book)
    other = tmp_path / "other"
    with opened_to_write(other, world(None), create=True) as book:
        for verb in ("add", "read", "link", "review", "link"):
            step(verb, tmp_path / "source", book)
    with opened(other) as book:  # closed in between: a checkpoint is signed at the end
        # the mark names another database, so the casebooks differ in nothing else
        assert export_digest(book) == here


def test_a_rebuild_is_identical_and_a_check_finds_nothing(folder: Path) -> None:
    assert rebuild(folder, outside=fakes.outside()).identical
    assert verify(folder).problems == ()


def test_an_edited_row_of_the_index_is_named(folder: Path) -> None:
    with opened(folder) as book, book.index.engine.begin() as connection:
        connection.execute(text("UPDATE assessments SET title = 'another'"))
        connection.execute(text("DELETE FROM accounts"))
    tables = {p.subject.split(":")[1] for p in verify(folder).problems if p.code == "index_differs"}
    assert tables == {"assessments", "accounts"}
    assert {p.code for p in verify(folder).problems} == {"index_differs"}
    rebuild(folder, outside=fakes.outside())
    assert verify(folder).problems == ()


def test_the_database_refuses_to_rewrite_history(folder: Path) -> None:
    with opened(folder) as book:
        for statement in ("UPDATE ledger SET hash = 'x' WHERE seq = 2", "DELETE FROM ledger WHERE seq = 2"):
            with pytest.raises(DBAPIError, match="append-only"), book.ledger.engine.begin() as connection:
                connection.execute(text(statement))
        if book.ledger.engine.dialect.name == "postgresql":
            with pytest.raises(DBAPIError, match="append-only"), book.ledger.engine.begin() as connection:
                connection.execute(text("TRUNCATE ledger"))
    assert verify(folder).problems == ()


def test_a_guard_taken_down_and_an_edited_entry_are_named(folder: Path) -> None:
    with opened(folder) as book, book.ledger.engine.begin() as connection:
        where = " ON ledger" if connection.dialect.name == "postgresql" else ""
        guard = "ledger_no_change" if where else "ledger_no_update"
        connection.execute(text(f"DROP TRIGGER {guard}{where}"))
        connection.execute(text("UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 4"))
    assert [(p.code, p.subject) for p in verify(folder).problems] == [
        ("entry_altered", "ledger:4"),
        ("root_differs", "ledger:14"),
        ("guard_missing", guard),
    ]


def test_texts_are_searched_by_words_newest_first(folder: Path) -> None:
    with opened(folder) as book:
        newest = [line.document for line in reversed(item_lines(book))]
        assert list(book.index.search("killed hill")) == newest
        assert book.index.search("killed", limit=1) == (newest[0],)
        assert book.index.search("nowhere") == ()
        assert book.index.search('town" OR "x') == ()  # words, never a query language


def test_a_decision_wins_on_both(folder: Path, database: str | None) -> None:
    with opened_to_write(folder, world(database, 500)) as book:
        a, b, *_ = every_incident(book)
        review(book, DecisionVerb.MERGE, a.id, "Ana", "one matter", (b.id,))
        step("link", folder, book)
        assert any({*a.mentions, *b.mentions} <= set(one.mentions) for one in every_incident(book))


def test_a_second_copy_needs_no_server(folder: Path, tmp_path: Path, database: str | None) -> None:
    with opened_to_write(folder, world(database, 500)) as book:
        result = mirror(book, tmp_path / "copy")
        ours = [entry.body for entry in book.ledger.entries()]
    copy = verify(tmp_path / "copy")
    assert copy.intact and copy.entries == result.entries == len(ours)
    with opened(tmp_path / "copy") as other:
        assert other.ledger.engine.dialect.name == "sqlite"
        assert [entry.body for entry in other.ledger.entries()] == ours


def test_audit_proofs_and_checkpoints_are_the_same_on_both(folder: Path, database: str | None) -> None:
    with opened(folder) as book:
        lines = list(audit(book))
        assert [line.entry for line in lines] == list(range(1, len(book.ledger) + 1))
        decided = AuditFilter(by=("reviewer",), since=lines[0].at, until=lines[-1].at)
        assert [line.kind for line in audit(book, decided)] == ["decided"]
        item = item_lines(book)[0].item.id
        assert list(audit(book, AuditFilter(item=item))) == [line for line in lines if line.subject == item]
        proofs = prove(book, item)
        assert [proof.seq for proof in proofs.proofs] == list(entries_of(book, item))
        since = unstamped(book)
        assert since is not None and since.entry == 1
    with opened_to_write(folder, world(database, 700)) as book:
        assert checkpoint(book) == proofs.checkpoint


def test_requests_are_kept_alike_on_both(folder: Path, database: str | None) -> None:
    with opened_to_write(folder, world(database, 500)) as book:
        a, b, *_ = every_incident(book)
        asked = ask(book, DecisionVerb.MERGE, a.id, "Ana", "one", [b.id]).request
        close(book, asked.id, "Ben", "two", Closing.DECLINED)
        again = ask(book, DecisionVerb.MERGE, a.id, "Ana", "one", [b.id]).request
        confirm(book, again.id, "Ben", "one, after all")
        before = requests(book)
    assert rebuild(folder).identical
    with opened(folder) as book:
        assert requests(book) == before
        assert [one.answer.how for one in before if one.answer] == [Closing.DECLINED, Closing.CONFIRMED]
        assert not list(differing(book))
