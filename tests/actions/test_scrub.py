"""A rolling check: it goes on where it stopped, comes round, and says how old the oldest check is."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.scrub import scrub
from allegata.actions.show import item
from allegata.evidence.custody import EntryKind
from allegata.model.copies import ScrubResult


@pytest.fixture(params=[None, ()], ids=["plain", "encrypted"])
def recipients(request: pytest.FixtureRequest) -> tuple[str, ...] | None:
    return request.param


def day(number: int) -> Outside:
    """The world so many days after the casebook was made."""
    at = fakes.START + timedelta(days=number)
    return dataclasses.replace(fakes.outside(start=1000 * number), clock=lambda: at)


def scrubbed(folder: Path, number: int, **how: float | int) -> ScrubResult:
    with opened_to_write(folder, day(number)) as book:
        return scrub(book, **how)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    with opened(folder) as book:
        return [name for name, _ in book.vault.names()]


def place(folder: Path, name: str) -> Path:
    with opened(folder) as book:
        return Path(dict(book.vault.names())[name])


def digest(folder: Path, name: str) -> str:
    with opened(folder) as book:
        found = book.vault.digest_of(name)
    assert found
    return found


def test_runs_go_round_and_meet_every_object(folder: Path) -> None:
    began = day(0).clock()
    first = scrubbed(folder, 1, objects=6)
    assert (first.checked, first.complete, first.last_round) == (6, False, None)
    assert first.unchecked_since == began
    met, number = first.checked, 1
    while not first.complete:
        number += 1
        first = scrubbed(folder, number, objects=6)
        met += first.checked
    # each run adds an object, the checkpoint over its entry, before or behind the place where it stands
    assert met >= first.total - number + 1
    assert first.last_round == (day(1).clock(), day(number).clock())
    assert first.unchecked_since == day(1).clock()
    again = scrubbed(folder, number + 1, objects=6)
    assert not again.complete and again.last_round == first.last_round
    # what waits longest now was met by the second run of the round before, or by the first
    assert again.unchecked_since in (day(1).clock(), day(2).clock())


def test_shares_and_minutes(folder: Path) -> None:
    total = len(names(folder))
    assert scrubbed(folder, 1, share=0.3).checked == -(-total * 3 // 10)
    assert scrubbed(folder, 2, minutes=0).checked == 1
    assert scrubbed(folder, 3, minutes=5).complete  # time stands still here, so that there is always enough
    assert scrubbed(folder, 4, share=1.0).complete
    expected = -(-len(names(folder)) // 10)
    assert scrubbed(folder, 5).checked == expected


def test_an_altered_and_a_missing_object_are_named_once_their_turn_comes(folder: Path) -> None:
    there = names(folder)
    with opened(folder) as book:
        items = {e.data["subject"] for e in book.ledger.entries() if e.data["kind"] == EntryKind.RECEIVED}
    late = [name for name in there if digest(folder, name) in items][-2:]
    altered, missing = (digest(folder, name) for name in late)
    path = place(folder, late[0])
    path.chmod(0o644)
    path.write_bytes(b"other words")
    place(folder, late[1]).unlink()
    before = there.index(late[0])
    if before:
        early = scrubbed(folder, 1, objects=before - 1 or 1)
        assert early.problems == ()
    result = scrubbed(folder, 2, share=1.0)
    assert sorted((p.code, p.subject) for p in result.problems) == [
        ("object_altered", altered),
        ("object_missing", missing),
    ]
    with opened(folder) as book:
        entry = book.ledger.entry(result.entry).data["payload"]
        assert sorted(entry["faults"]) == sorted([[altered, "object_altered"], [missing, "object_missing"]])
        for one in (altered, missing):
            assert item(book, one).custody[-1].type == "fixity_failed"
    assert scrubbed(folder, 3, share=1.0).problems  # it is not forgotten


def test_what_no_entry_names_is_told_also_where_no_object_can_lie(folder: Path) -> None:
    with opened(folder) as book:
        stray = book.vault.objects / "stray.txt"
        other = book.vault.path("0" * 64)
    stray.write_text("not of this case")
    other.parent.mkdir(exist_ok=True)
    other.write_text("nor this")
    found = {problem.subject for problem in scrubbed(folder, 1, share=1.0).problems}
    assert found == {path.relative_to(folder).as_posix() for path in (stray, other)}


def test_what_comes_in_behind_the_place_is_met_in_the_next_round(folder: Path, tmp_path: Path) -> None:
    scrubbed(folder, 1, objects=len(names(folder)) - 1)
    with opened_to_write(folder, day(2)) as book:
        add(book, fakes.reports(tmp_path / "more", 12))
    last = scrubbed(folder, 3, share=1.0)
    assert last.complete and last.problems == () and last.checked < last.total
    assert scrubbed(folder, 4, share=1.0).checked == len(names(folder)) - 1  # the checkpoint came after
