"""The steps that change a casebook, and a process that kills itself just before its n-th write."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.link import link
from allegata.actions.read import Reads, read
from allegata.actions.review import review
from allegata.model.decision import DecisionVerb
from allegata.store.tables import ACCOUNTS

STEPS = ("add", "read", "link", "review")
Make = Callable[[Path], Reads]


def step(verb: str, source: Path, book: Casebook, make: Make = fakes.line_reads) -> None:
    """Do one step."""
    if verb == "add":
        add(book, source)
    elif verb == "read":
        read(book, workers=1, make=make)
    elif verb == "link":
        link(book)
        assess(book)
    elif verb == "review":
        row = book.index.first(select(ACCOUNTS.c.id).order_by(ACCOUNTS.c.id))
        assert row is not None
        review(book, DecisionVerb.ACCEPT, row.id, "reviewer", "checked against the text")


def killed(verb: str, source: Path, folder: Path, last: int, make: Make = fakes.line_reads) -> bool:
    """Do one step in a process of its own, killed for good (SIGKILL) before write number `last`.

    False when the step came to its end with fewer writes than that.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with opened_to_write(folder, fakes.outside(_killer(last)), create=True) as book:
                step(verb, source, book, make)
            code = 0
        finally:
            os._exit(code)  # nothing of the test runner may run twice
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, f"{verb} failed by itself before write {last}"
    return False


def _killer(last: int) -> Callable[[str], None]:
    writes = 0

    def announce(_: str) -> None:
        nonlocal writes
        writes += 1
        if writes == last:
            os.kill(os.getpid(), signal.SIGKILL)

    return announce
