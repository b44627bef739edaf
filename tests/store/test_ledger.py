"""Append-only, whole or not at all, and honest about where it ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import CasebookCorrupt
from allegata.evidence.custody import Draft, EntryKind, Head, verify_chain
from allegata.store.database import connect, sqlite_url
from allegata.store.ledger import Ledger

AT = datetime(2026, 1, 2, tzinfo=UTC)


def draft(subject: str) -> Draft:
    return Draft(EntryKind.RECEIVED, AT, "me", subject, {"n": 1})


@pytest.fixture
def make(tmp_path: Path, database: str | None) -> Iterator[Callable[[], Ledger]]:
    """Opens the ledger once more, as another process would."""
    engines = []

    def made() -> Ledger:
        engines.append(connect(database or sqlite_url(tmp_path / "ledger.sqlite"), durable=True))
        ledger = Ledger(engines[-1], tmp_path / "ledger.end")
        ledger.create()
        return ledger

    yield made
    for engine in engines:
        engine.dispose()


def test_entries_are_chained_over_several_appends(make: Callable[[], Ledger]) -> None:
    ledger = make()
    ledger.append([draft("a"), draft("b")])
    ledger.append([])
    again = make()
    again.append([draft("c")])
    entries = list(again.entries())
    assert [entry.data["subject"] for entry in entries] == ["a", "b", "c"]
    assert list(verify_chain(entries, again.noted)) == []
    assert [entry.seq for entry in again.entries(after=2)] == [3]
    assert again.entry(2) == entries[1] and len(again) == 3
    with pytest.raises(CasebookCorrupt, match="missing"):
        again.entry(9)


class Stopped(Exception):
    pass


@pytest.mark.parametrize("at", ["ledger-intent", "ledger-commit", "ledger-note"])
def test_an_append_stopped_anywhere_is_whole_or_not_there(make: Callable[[], Ledger], at: str) -> None:
    def stop(write: str) -> None:
        if write == at:
            raise Stopped

    ledger = make()
    ledger.append([draft("a")])
    ledger.announce = stop
    with pytest.raises(Stopped):
        ledger.append([draft("b"), draft("c")])
    ledger.engine.dispose()
    again = make()
    assert list(verify_chain(again.entries(), again.noted)) == []
    again.recover()
    assert len(again) == (3 if at == "ledger-note" else 1)
    again.append([draft("d")])
    assert list(verify_chain(again.entries(), again.noted)) == []


def test_nothing_is_appended_to_a_ledger_whose_end_does_not_fit(make: Callable[[], Ledger]) -> None:
    ledger = make()
    ledger.append([draft("a")])
    ledger._write_note(Head(7, "0" * 64), None)
    with pytest.raises(CasebookCorrupt, match="allegata verify"):
        ledger.append([draft("b")])
    assert len(ledger) == 1
