"""The chain names every kind of tampering."""

import dataclasses
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from allegata.evidence.custody import (
    Draft,
    Entry,
    EntryKind,
    Head,
    chained,
    head_after,
    verify_chain,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def ledger(count: int, word: str = "x", after: Head | None = None) -> tuple[Entry, ...]:
    drafts = [Draft(EntryKind.RECEIVED, AT, "me", f"item{n}", {"word": word}) for n in range(count)]
    return chained(after or Head(), drafts)


def codes(entries: tuple[Entry, ...], head: Head | None) -> list[tuple[str, str]]:
    return [(problem.code, problem.subject) for problem in verify_chain(entries, head)]


ENTRIES = ledger(5)
HEAD = head_after(Head(), ENTRIES)


def test_an_untouched_chain_has_no_problem() -> None:
    assert codes(ENTRIES, HEAD) == []
    assert codes((), Head()) == []


@pytest.mark.parametrize("index", range(5))
def test_an_edited_entry_is_named(index: int) -> None:
    edited = dataclasses.replace(ENTRIES[index], body=ENTRIES[index].body.replace('"x"', '"y"'))
    assert codes((*ENTRIES[:index], edited, *ENTRIES[index + 1 :]), HEAD) == [
        ("entry_altered", f"ledger:{index + 1}")
    ]


@pytest.mark.parametrize("index", range(5))
def test_a_removed_entry_is_named_also_the_last(index: int) -> None:
    assert codes((*ENTRIES[:index], *ENTRIES[index + 1 :]), HEAD) == [
        ("entry_removed", f"ledger:{index + 1}")
    ]


@pytest.mark.parametrize("index", range(5))
def test_an_edited_entry_with_a_new_hash_is_named(index: int) -> None:
    body = ENTRIES[index].body.replace('"x"', '"y"')
    edited = Entry(index + 1, sha256(body.encode()).hexdigest(), body)
    assert codes((*ENTRIES[:index], edited, *ENTRIES[index + 1 :]), HEAD) == [
        ("entry_replaced", f"ledger:{index + 1}")
    ]


def test_a_chain_written_anew_does_not_meet_the_noted_head() -> None:
    assert codes(ledger(5, "y"), HEAD) == [("entry_replaced", "ledger:5")]


def test_an_entry_past_the_noted_end_is_named() -> None:
    assert codes((*ENTRIES, *ledger(1, after=HEAD)), HEAD) == [("entry_extra", "ledger:6")]


def test_a_missing_note_of_the_end_is_named() -> None:
    assert codes(ENTRIES, None) == [("head_missing", "ledger:5")]


def test_an_entry_moved_to_another_number_is_named() -> None:
    moved = (ENTRIES[0], dataclasses.replace(ENTRIES[2], seq=2), dataclasses.replace(ENTRIES[1], seq=3))
    assert codes(moved, Head(3, moved[-1].hash)) == [
        ("entry_altered", "ledger:2"),
        ("entry_altered", "ledger:3"),
    ]
