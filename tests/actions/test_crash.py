"""Killed (SIGKILL) before any one of its writes, a run completes the next time as if nothing had been.

"As if nothing had been" is meant literally: the export is the same, byte for byte, as that of a run
that was not interrupted; every object is named; no entry is there twice.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import STEPS, Make, killed, step

from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.export import pieces
from allegata.actions.read import standard
from allegata.actions.verify import verify
from allegata.errors import Severity


def exported(book: Path) -> bytes:
    with opened(book, fakes.outside()) as casebook:
        return b"".join(pieces(casebook))


def complete(verb: str, source: Path, book: Path, make: Make) -> None:
    """What a person does after a crash: the same command again (a review only if it is not there yet)."""
    with opened_to_write(book, fakes.outside(), create=True) as casebook:
        if verb == "review" and b'"verb":"accept"' in b"".join(pieces(casebook)):
            return
        step(verb, source, casebook, make)


def killed_at_every_write(
    tmp_path: Path, verb: str, source: Path, make: Make, begin: Callable[[Path], object] | None = None
) -> int:
    """Kill `verb` before its 1st, 2nd, … write, complete it, compare; returns how many writes there were.

    :param begin: makes the casebook on which it starts, where that is none that makes itself.
    """
    before, whole = tmp_path / "before", tmp_path / "whole"
    if begin:
        begin(before)
    for earlier in STEPS[: STEPS.index(verb)]:
        with opened_to_write(before, fakes.outside(), create=True) as casebook:
            step(earlier, source, casebook, make)
    if before.exists():
        shutil.copytree(before, whole)
    complete(verb, source, whole, make)
    expected = exported(whole)
    assert b"reader_failed" not in expected
    last = 1
    while True:
        book = tmp_path / "book"
        if before.exists():
            shutil.copytree(before, book)
        if not killed(verb, source, book, last, make):
            return last - 1
        if (book / "ledger.end").exists():
            serious = [p for p in verify(book).problems if p.severity is not Severity.NOTICE]
            assert serious == [], f"a kill before write {last} of {verb} looks like tampering"
        complete(verb, source, book, make)
        assert exported(book) == expected, f"killed before write {last} of {verb}"
        assert verify(book).problems == ()
        shutil.rmtree(book)
        last += 1


@pytest.mark.parametrize(("verb", "least"), [("add", 15), ("read", 12), ("link", 12), ("review", 4)])
def test_killed_at_every_write(tmp_path: Path, verb: str, least: int) -> None:
    source = fakes.reports(tmp_path / "source", 3)
    assert killed_at_every_write(tmp_path, verb, source, fakes.line_reads) >= least


def test_killed_at_every_write_with_the_real_reader(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    words = "Officials in the town said on Tuesday that two unarmed captives had been shot by soldiers."
    (source / "one.txt").write_text(f"Two captives reported shot\n\n{words}\n\nThe ministry denied it.\n")
    assert killed_at_every_write(tmp_path, "read", source, standard) >= 6
