"""Doing long work: one job of a casebook at a time, oldest first, in a process beside the server or in this one."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from allegata.actions.book import Outside, random_id, utc_now
from allegata.actions.casebook import opened
from allegata.actions.serving import Server
from allegata.actions.tasks import Done, Task, handler_of
from allegata.actions.turns import PATIENCE, Turns, taking_turns
from allegata.actions.uploads import forget
from allegata.errors import AllegataError
from allegata.knowledge import load
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.job import Job, JobKind, JobState
from allegata.model.result import Step
from allegata.store.jobs import Change, Jobs, claimed
from allegata.store.office import Office

WRITE_EVERY = 0.25
"""Seconds between two notes of how far a job is; also how long a word to stop may wait to be heard."""
REST = 0.5
OTHERS = 2.0
"""Seconds until a casebook that another server works on is looked at again."""
MOST_PROBLEMS = 1_000
MANY_TURNS = frozenset({JobKind.ADD, JobKind.READ, JobKind.FACTS})
"""Kinds that sign once, at their end, and not after each of their many turns."""


class GivenUp(Exception):
    """A person gave the job up."""


class Stopped(Exception):
    """The server stops: the job waits for the next start."""


class Word(Protocol):
    """Whether to stop, and a rest until there is something to do."""

    @property
    def stopping(self) -> bool:
        """Whether to stop at the next good moment."""

    def wait(self, seconds: float) -> None:
        """Rest, until woken."""


class Reporting:
    """Keeps how far a job is, not too often, and hears there whether to stop."""

    def __init__(
        self, jobs: Jobs, job: Job, stopping: Callable[[], bool], between: Callable[[], None]
    ) -> None:
        self._jobs, self._job, self._stopping, self._between = jobs, job, stopping, between
        self._step, self._done = "", 0
        self._total: int | None = None
        self._written = 0.0

    def begin(self, step: Step, total: int | None) -> None:
        """A step starts."""
        self._step, self._total, self._done = step.value, total, 0
        self._write()

    def advance(self, step: Step, count: int = 1) -> None:
        """So many more pieces are done."""
        self._done += count
        if time.monotonic() - self._written >= WRITE_EVERY:
            self._write()
        self._between()

    def end(self, step: Step) -> None:
        """The step is over."""
        self._write()

    def _write(self) -> None:
        """:raises GivenUp, Stopped: when it is to be stopped here."""
        self._written = time.monotonic()
        change = Change(step=self._step, total=self._total, done=self._done)
        if self._jobs.change(self._job.id, change):
            raise GivenUp
        if self._stopping():
            raise Stopped


def carry_out(jobs: Jobs, folder: Path, job: Job, outside: Outside, stopping: Callable[[], bool]) -> None:
    """Do one job, and keep what came of it.

    :raises Stopped: when the server stops; the job waits again then.
    """
    try:
        done = _done(jobs, folder, job, outside, stopping)
    except GivenUp:
        jobs.change(job.id, Change(JobState.CANCELLED, ended_at=utc_now(), words="given up"))
        if job.kind is JobKind.ADD:
            forget(jobs.office.folder, Path(_arguments(job).get("folder", "")))
        return
    except Stopped:
        jobs.change(job.id, Change(JobState.WAITING))
        raise
    except (AllegataError, OSError) as fault:
        jobs.change(job.id, Change(JobState.FAILED, ended_at=utc_now(), words=str(fault)))
        return
    for kind, arguments in done.then:  # first what follows: an end without it would be an end too early
        words = canonical_json(dict(arguments)).decode()
        jobs.add(Job(random_id("job"), job.casebook, kind, job.by, utc_now(), arguments=words), once=True)
    result = canonical_json(dict(done.result) | {"problems": len(done.problems)}).decode()
    shown = tuple(done.problems)[:MOST_PROBLEMS]
    end = Change(JobState.DONE, ended_at=utc_now(), words=done.words, result=result, problems=shown)
    jobs.change(job.id, end)


def _done(jobs: Jobs, folder: Path, job: Job, outside: Outside, stopping: Callable[[], bool]) -> Done:
    with opened(folder, outside, patience=PATIENCE) as book:
        many = job.kind in MANY_TURNS
        turns: Turns = taking_turns(folder, outside, sign=not many)
        between = _decisions_first(jobs, folder, job, stopping) if job.kind is JobKind.READ else _nothing
        progress = Reporting(jobs, job, stopping, between)
        done = handler_of(job.kind)(Task(job, _arguments(job), book, turns, progress, jobs))
        if many:
            with taking_turns(folder, outside)():
                pass  # signs what the turns have kept
        return done


def _decisions_first(jobs: Jobs, folder: Path, job: Job, stopping: Callable[[], bool]) -> Callable[[], None]:
    """What is done between two pieces of a reading, which may take hours: decisions are worked in.

    As long as that took, the reading goes on before it is done again. A reading holds nothing between two
    pieces; of other work that is not so.
    """
    not_before = 0.0

    def between() -> None:
        nonlocal not_before
        begun = time.monotonic()
        if begun < not_before:
            return
        settling = jobs.take(job.casebook, utc_now(), JobKind.SETTLE)
        if settling is not None:
            carry_out(jobs, folder, settling, Outside(by=settling.by), stopping)
            not_before = 2 * time.monotonic() - begun

    return between


def _nothing() -> None:
    pass


def _arguments(job: Job) -> Any:
    return parse_json(job.arguments.encode())


# --- in a process beside the server ----------------------------------------------------------------------


def work(word: Word, office: str, folder: str, casebook: str) -> None:
    """What a worker does all its life."""
    kept = Office(Path(office))
    jobs = Jobs(kept)
    load(None)  # so that the first decision need not wait for it
    while not word.stopping:
        with claimed(kept.folder, casebook) as mine:
            if mine:
                jobs.wait_again(casebook)  # whoever was at it before holds the claim no more
                _all_its_life(word, jobs, Path(folder), casebook)
        word.wait(OTHERS)
    kept.close()


def _all_its_life(word: Word, jobs: Jobs, folder: Path, casebook: str) -> None:
    while not word.stopping:
        job = jobs.take(casebook, utc_now())
        if job is None:
            word.wait(REST)
            continue
        try:
            carry_out(jobs, folder, job, Outside(by=job.by), lambda: word.stopping)
        except Stopped:
            return


# --- in this process --------------------------------------------------------------------------------------


def run_waiting(server: Server) -> int:
    """Do everything that waits, here and now; how many jobs that were. For tests, and where no worker runs."""
    jobs, count = Jobs(server.office), 0
    for desk in server.desks.values():
        with claimed(server.office.folder, desk.id) as mine:
            while mine and (job := jobs.take(desk.id, utc_now())):
                carry_out(jobs, desk.folder, job, Outside(by=job.by), lambda: False)
                count += 1
    return count
