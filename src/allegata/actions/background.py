"""The worker processes behind a server: one for each casebook, started when there is something to do.

A thread watches them. It starts a worker that is missing where work waits, also after one has died; what
that one was at is tried once more, and then given up with a word that says so.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from allegata.actions.book import utc_now
from allegata.engines.companion import Companion
from allegata.store.jobs import Jobs

LOOK = 0.5
"""Seconds between two looks at what waits; work that is asked for here is seen at once."""
WARM = 2
"""So many casebooks have their worker from the beginning, so that nobody waits for it to start."""
AT_EASE = 1.0
"""Seconds after the server's own start."""
LONGEST_REST = 60.0

DIED = "The process that did this ended unexpectedly; it is done once more."
GIVEN_UP = (
    "The process that did this ended unexpectedly, twice: it was given up. What it had kept is kept. See "
    "whether memory ran out, or read the server's log; then ask for it again."
)


class Background:
    """The workers of one server; none until `start`."""

    def __init__(self) -> None:
        self._work: Callable[..., None] | None = None
        self._children: dict[str, Companion] = {}
        self._rest: dict[str, tuple[float, float]] = {}  # casebook → (not before, seconds the next time)
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether there are workers: else what is asked for waits."""
        return self._thread is not None

    def start(self, jobs: Jobs, folders: Mapping[str, Path], work: Callable[..., None]) -> None:
        """Begin to watch, in a thread of its own.

        :param folders: casebook id → its folder.
        :param work: what a worker does all its life: a function of a module.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, args=(jobs, dict(folders), work), daemon=True)
            self._thread.start()

    def nudge(self, casebook: str) -> None:
        """There is something to do, or to stop doing."""
        child = self._children.get(casebook)
        if child is not None:
            child.wake()
        self._woken.set()

    def worker(self, casebook: str) -> int | None:
        """The number of the process that works on a casebook, if there is one."""
        child = self._children.get(casebook)
        return child.pid if child and child.alive else None

    def stop(self) -> None:
        """Stop the workers between two pieces of work; what is left waits for the next start."""
        if self._thread is None:
            return
        self._ending.set()
        self._woken.set()
        self._thread.join()
        self._thread = None
        children, self._children = list(self._children.values()), {}
        for thread in [threading.Thread(target=child.stop) for child in children]:
            thread.start()
            thread.join()

    def _watch(self, jobs: Jobs, folders: Mapping[str, Path], work: Callable[..., None]) -> None:
        self._ending.wait(AT_EASE)
        warm = frozenset(folders) if len(folders) <= WARM else frozenset()
        while not self._ending.is_set():
            self._woken.clear()
            self._bury(jobs)
            for casebook in jobs.waiting(list(folders)) | warm:
                if casebook not in self._children and self._rested(casebook):
                    office = jobs.office.folder
                    self._children[casebook] = Companion(work, str(office), str(folders[casebook]), casebook)
            self._woken.wait(LOOK)

    def _bury(self, jobs: Jobs) -> None:
        for casebook, child in list(self._children.items()):
            if child.alive:
                continue
            del self._children[casebook]
            child.stop()
            if child.failed:
                jobs.died(casebook, utc_now(), DIED, GIVEN_UP)
                _, seconds = self._rest.get(casebook, (0.0, LOOK))
                self._rest[casebook] = time.monotonic() + seconds, min(2 * seconds, LONGEST_REST)

    def _rested(self, casebook: str) -> bool:
        return time.monotonic() >= self._rest.get(casebook, (0.0, 0.0))[0]
