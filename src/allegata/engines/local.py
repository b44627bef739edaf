"""A pure function over many tasks on the cores of this machine, results in order, one fault at a time.

A task that fails becomes a `Problem` and the others go on. A worker that dies (out of memory, a crash
in a native library) takes the batches that were under way with it: each of their tasks is tried once
more in a process of its own, and only the one that kills it again is given up.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any, Generic, TypeVar

from allegata.engines.fences import die_with_parent
from allegata.errors import Problem, Severity

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Up to this many tasks are done in this process: starting others costs more than it brings."""
POLITE = 10
BATCH = 8
"""Tasks that travel together. Small, so that workers end at nearly the same time."""
AHEAD = 2
"""Batches per worker that are under way or waiting, so that memory stays bounded and nobody idles."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T, R]):
    """What came of one task: a result, or the problem that it ran into."""

    task: T
    result: R | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Job(Generic[S, T, R]):
    """What is to be done. Everything in it must be picklable, because workers are new processes.

    :param prepare: makes what the work needs and what is dear to load; called once per process.
    :param work: the pure function.
    :param subject: how a problem names a task.
    :param seconds: computing time after which a task is given up, so that no text can hold up a run.
    """

    prepare: Callable[[], S]
    work: Callable[[S, T], R]
    subject: Callable[[T], str]
    seconds: float = 300.0


def run(
    job: Job[S, T, R],
    tasks: Sequence[T],
    workers: int | None = None,
    few: int = FEW,
    *,
    polite: bool = False,
) -> Iterator[Outcome[T, R]]:
    """The outcome of every task, in the order of the tasks.

    :param workers: how many processes; by default one for each core that this process may use.
    :param polite: have them stand back for whatever else wants the processor (`nice`).
    """
    count = workers or usable_cores()
    if len(tasks) <= few or count == 1:
        prepared = job.prepare() if tasks else None
        for task in tasks:
            yield _attempted(job, prepared, task)
        return
    batches = _batches(tasks, BATCH)
    pool = _pool(count, polite)
    under_way: deque[tuple[Sequence[T], Future[list[Outcome[T, R]]]]] = deque()
    try:
        while True:
            while len(under_way) < count * AHEAD and (batch := next(batches, None)):
                under_way.append((batch, pool.submit(_attempt_all, job, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                suspects = [batch, *(waiting for waiting, _ in under_way)]
                under_way.clear()
                pool.shutdown(cancel_futures=True)
                for suspect in suspects:
                    yield from _isolated(job, suspect)
                pool = _pool(count, polite)
    finally:
        pool.shutdown(cancel_futures=True)


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(tasks: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    left = iter(tasks)
    while batch := tuple(islice(left, size)):
        yield batch


def _pool(workers: int, polite: bool = False) -> ProcessPoolExecutor:
    # every core has its process: threads of a numerical library would only stand in each other's way
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # "spawn" starts clean processes: no locks, threads or open databases are inherited
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_settle_in, initargs=(polite,))


def _settle_in(polite: bool) -> None:
    die_with_parent()  # a killed parent says nothing to a process that waits for its next batch
    if polite and hasattr(os, "nice"):
        os.nice(POLITE)


def _isolated(job: Job[S, T, R], batch: Sequence[T]) -> Iterator[Outcome[T, R]]:
    """Try a batch again in a process of its own and, if that one dies too, each task alone."""
    with _pool(1) as pool:
        try:
            yield from pool.submit(_attempt_all, job, batch).result()
            return
        except BrokenProcessPool:
            if len(batch) == 1:
                yield Outcome(batch[0], None, _death(job.subject(batch[0])))
                return
    for task in batch:
        yield from _isolated(job, (task,))


_prepared: dict[int, Any] = {}
"""What this process has prepared; a worker serves one job all its life."""


def _attempt_all(job: Job[S, T, R], tasks: Sequence[T]) -> list[Outcome[T, R]]:
    if not _prepared:
        _prepared[0] = job.prepare()
    return [_attempted(job, _prepared[0], task) for task in tasks]


def _attempted(job: Job[S, T, R], prepared: Any, task: T) -> Outcome[T, R]:
    try:
        with _time_limit(job.seconds):
            return Outcome(task, job.work(prepared, task), None)
    except TooLong:
        return Outcome(task, None, _slowness(job.subject(task), job.seconds))
    except Exception as fault:  # the one fence: a record's fault stays that record's
        return Outcome(task, None, _failure(job.subject(task), fault))


class TooLong(Exception):
    """A task used up its computing time."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop the work after so much computing time of this process, where the system can count it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _slowness(subject: str, seconds: float) -> Problem:
    what = f"The program worked on this item for {seconds:g} seconds without coming to an end"
    remedy = "The original is kept. Report this item's kind of text; split it into its single reports."
    return Problem("reader_too_slow", subject, what, remedy, Severity.UNREADABLE)


def _failure(subject: str, fault: Exception) -> Problem:
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "allegata" in PurePath(frame.filename).parts]
    last = (own or frames)[-1]  # our own line says more than the library's in which it ended
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    what = f"The program failed on this item ({type(fault).__name__} at {place}: {fault})"
    remedy = "The original is kept. Report this fault with the words above; read again with a later version."
    return Problem("reader_failed", subject, what, remedy, Severity.UNREADABLE)


def _death(subject: str) -> Problem:
    what = "The process that worked on this item died, and died again when it worked on nothing else"
    remedy = "The original is kept. See whether memory ran out; read it again on a larger machine."
    return Problem("worker_died", subject, what, remedy, Severity.UNREADABLE)
