"""Long work in the background: asked for, done in turns with people, given up, surviving what ends it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.web.app.conftest import WHO, Site

from allegata.actions import jobs, starting, working
from allegata.actions import read as reading_of
from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.current import every_decision
from allegata.actions.desk import Desk
from allegata.actions.review import review
from allegata.actions.serving import Server, server
from allegata.actions.verify import verify
from allegata.evidence.custody import EntryKind
from allegata.model.decision import DecisionVerb
from allegata.model.job import Job, JobKind, JobState
from allegata.store.tables import ACCOUNTS, EVENTS

LONG = 240.0
MANY = 150


@pytest.fixture
def served(own_casebook: Path, tmp_path: Path) -> Iterator[Server]:
    """A server with a worker of its own."""
    made = server([own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    starting.start(made)
    yield made
    made.close()


def desk_of(made: Server) -> Desk:
    return next(iter(made.desks.values()))


def until(true: Callable[[], object], seconds: float = LONG) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def ended(made: Server, job: Job) -> Job:
    until(lambda: jobs.one(made, job.casebook, job.id).over)
    return jobs.one(made, job.casebook, job.id)


def decide(desk: Desk, number: int) -> None:
    row = list(desk.book.index.rows(select(ACCOUNTS.c.id).order_by(ACCOUNTS.c.id)))[number]
    with desk.writing(WHO) as book:
        review(book, DecisionVerb.ACCEPT, row.id, WHO, "checked against the text")


def entries(desk: Desk, kind: EntryKind) -> list[int]:
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == kind).order_by(EVENTS.c.seq)
    return [row.seq for row in desk.book.index.rows(query)]


def readings(desk: Desk) -> list[str]:
    query = select(EVENTS.c.subject).where(EVENTS.c.kind == EntryKind.READ).order_by(EVENTS.c.seq)
    return [row.subject for row in desk.book.index.rows(query)]


def test_a_decision_is_soon_in_the_computed_parts_and_counted_until_then(own_site: Site) -> None:
    made, desk = own_site.server, desk_of(own_site.server)
    assert jobs.pending(made, desk) == 0
    decide(desk, 0)
    assert jobs.pending(made, desk) == 1
    first = jobs.settle_soon(made, desk, WHO)
    assert jobs.settle_soon(made, desk, WHO).id == first.id, "one that waits is not asked for twice"
    assert [one.id for one in jobs.under_way(made, desk.id)] == [first.id]
    assert working.run_waiting(made) == 1
    assert jobs.pending(made, desk) == 0
    assert jobs.one(made, desk.id, first.id).state is JobState.DONE


def test_a_decision_gets_its_turn_while_a_worker_reads(served: Server) -> None:
    desk = desk_of(served)
    before = len(readings(desk))
    reading = jobs.ask(served, desk.id, JobKind.READ, WHO, {"again": True})
    until(lambda: len(readings(desk)) > before)
    decide(desk, 0)
    jobs.settle_soon(served, desk, WHO)
    assert not jobs.one(served, desk.id, reading.id).over, "it was reading all the time"
    assert ended(served, reading).state is JobState.DONE
    (decision,) = entries(desk, EntryKind.DECIDED)[-1:]
    read_at = entries(desk, EntryKind.READ)[before:]
    assert read_at[0] < decision < read_at[-1], "in the middle of it"
    until(lambda: not jobs.under_way(served, desk.id))
    assert jobs.pending(served, desk) == 0
    assert verify(desk.folder).problems == ()


def test_one_that_is_given_up_keeps_what_it_has_done(served: Server, examples: Path, tmp_path: Path) -> None:
    desk = desk_of(served)
    before = len(readings(desk))
    more = tmp_path / "more"
    more.mkdir()
    texts = [path.read_text("utf-8") for path in sorted(examples.glob("*.txt"))]
    for number in range(MANY):  # so many that no machine has read them all before it is told to stop
        (more / f"{number}.txt").write_text(f"{texts[number % len(texts)]}\nCopy {number}.\n", "utf-8")
    with desk.writing(WHO) as book:
        assert len(add(book, more).added) == MANY
    reading = jobs.ask(served, desk.id, JobKind.READ, WHO, {"again": True})
    after = jobs.ask(served, desk.id, JobKind.FACTS, WHO)
    jobs.cancel(served, desk.id, after.id)
    until(lambda: len(readings(desk)) > before)
    jobs.cancel(served, desk.id, reading.id)
    assert ended(served, reading).state is JobState.CANCELLED
    assert jobs.one(served, desk.id, after.id).state is JobState.CANCELLED
    assert before < len(readings(desk)) < before + before + MANY
    assert verify(desk.folder).problems == ()


def test_a_worker_that_dies_is_replaced_and_what_kills_it_is_given_up(served: Server) -> None:
    desk = desk_of(served)
    reading = jobs.ask(served, desk.id, JobKind.READ, WHO, {"again": True})

    def at_it(deaths: int) -> bool:
        job = jobs.one(served, desk.id, reading.id)
        return job.deaths == deaths and job.state is JobState.RUNNING

    for deaths in range(2):
        until(lambda deaths=deaths: at_it(deaths))
        worker = served.background.worker(desk.id)
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
    given_up = ended(served, reading)
    assert (given_up.state, given_up.deaths) == (JobState.FAILED, 2)
    assert "twice" in given_up.words
    settled = jobs.settle_soon(served, desk, WHO)
    assert ended(served, settled).state is JobState.DONE, "and the next one is done"
    assert [p for p in verify(desk.folder).problems if p.severity != "notice"] == []


def test_what_was_under_way_when_the_server_stopped_goes_on(own_casebook: Path, tmp_path: Path) -> None:
    made = server([own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    starting.start(made)
    desk = desk_of(made)
    before = len(readings(desk))
    reading = jobs.ask(made, desk.id, JobKind.READ, WHO, {"again": True})
    until(lambda: len(readings(desk)) > before)
    made.close()
    again = server([own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    try:
        assert jobs.one(again, desk.id, reading.id).state is JobState.WAITING
        starting.start(again)
        assert ended(again, reading).state is JobState.DONE
    finally:
        again.close()


def test_two_casebooks_are_worked_on_side_by_side(
    own_casebook: Path, tmp_path: Path, small_casebook: Path
) -> None:
    made = server([own_casebook, small_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    starting.start(made)
    try:
        first, second = made.desks.values()
        long = jobs.ask(made, first.id, JobKind.READ, WHO, {"again": True})
        short = jobs.settle_soon(made, second, WHO)
        assert ended(made, short).state is JobState.DONE
        assert not jobs.one(made, first.id, long.id).over, "the short one did not wait for the long one"
        jobs.cancel(made, first.id, long.id)
        assert jobs.several(made, second.id)[0].id == short.id
        assert short.id not in [one.id for one in jobs.several(made, first.id)]
    finally:
        made.close()


@pytest.fixture
def small_casebook(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    with opened_to_write(folder, Outside(by=WHO), create=True) as book:
        reading_of.read(book)
    return folder


def test_decisions_are_kept_as_they_were_made(own_site: Site) -> None:
    desk = desk_of(own_site.server)
    decide(desk, 0)
    jobs.settle_soon(own_site.server, desk, WHO)
    working.run_waiting(own_site.server)
    assert [one.by for one in every_decision(desk.book)] == [WHO]


def test_decisions_are_worked_in_between_two_pieces_of_a_reading(
    own_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_of, "SECONDS", 0.0)  # every text is a piece
    made, desk = own_site.server, desk_of(own_site.server)
    long = jobs.ask(made, desk.id, JobKind.READ, WHO, {"again": True})
    decide(desk, 0)
    short = jobs.settle_soon(made, desk, WHO)
    working.run_waiting(made)
    first, last = jobs.one(made, desk.id, short.id), jobs.one(made, desk.id, long.id)
    assert (first.state, last.state) == (JobState.DONE, JobState.DONE)
    assert first.started_at and last.started_at and first.ended_at and last.ended_at
    assert last.started_at < first.started_at < first.ended_at < last.ended_at, "it did not wait for the end"
    assert jobs.pending(made, desk) == 0


def begun(casebook: Path, office: Path) -> "subprocess.Popen[str]":
    """`allegata serve` as a person starts it; returns once it is ready."""
    command = [sys.executable, "-m", "allegata", "serve", str(casebook), "--port", "0", "--no-browser"]
    running = subprocess.Popen(
        command, env=os.environ | {"ALLEGATA_OFFICE": str(office)}, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert any("/enter/" in line for line in running.stdout)
    return running


def of_session(leader: int) -> set[int]:
    """The processes that descend from one, as the system lists them."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    found = {leader}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {leader}


def living(pids: set[int]) -> set[int]:
    def lives(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    return {pid for pid in pids if lives(pid)}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="left out: processes are counted in /proc")
def test_a_killed_server_leaves_no_process_and_its_work_goes_on_with_the_next(
    own_casebook: Path, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    made = server([own_casebook], office, alone=True, outside=Outside(by=WHO))
    desk = desk_of(made)
    before = len(readings(desk))
    reading = jobs.ask(made, desk.id, JobKind.READ, WHO, {"again": True})
    running = begun(own_casebook, office)
    try:
        until(lambda: len(readings(desk)) > before)
        below = of_session(running.pid)
        assert below, "the worker"
    finally:
        running.kill()
        running.wait()
        running.stdout.close()
    until(lambda: not living(below), 30)
    assert not jobs.one(made, desk.id, reading.id).over, (
        "it waits, or would be found under way by the next one"
    )
    again = begun(own_casebook, office)
    try:
        assert ended(made, reading).state is JobState.DONE
        until(lambda: not jobs.under_way(made, desk.id))
    finally:
        again.terminate()
        again.wait()
        again.stdout.close()
    new = readings(desk)[before:]
    assert len(new) == len(set(new)) == len(set(readings(desk))), "everything once, nothing twice"
    assert verify(desk.folder).problems == ()
    made.close()
