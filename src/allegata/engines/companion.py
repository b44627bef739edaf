"""A child process that stays: it works beside this one, is spoken to in single words, and ends with it.

The child is a clean process ("spawn"), so that it inherits no lock, no thread and no open database. The line
between the two is cut by the system when this process ends, however it ends; the child then stops between
two pieces of work, or is ended a moment later.
"""

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

WAKE, STOP = b"wake", b"stop"
GRACE = 5.0
"""Seconds in which a child may come to a good end; what it was at is safe to be broken off at any point."""


class Line:
    """The child's end: whether it was woken, and whether it is to stop."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._woken = threading.Event()
        self._stopping = threading.Event()

    def listen(self) -> None:
        """Hear what is said, in a thread of its own, until the line is cut."""
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        try:
            while self._connection.recv_bytes() != STOP:
                self._woken.set()
        except (EOFError, OSError):
            pass  # the other end is gone, and nobody waits for what comes of the work
        self._stopping.set()
        self._woken.set()
        timer = threading.Timer(GRACE, os._exit, [1])
        timer.daemon = True
        timer.start()

    @property
    def stopping(self) -> bool:
        """Whether to stop at the next good moment."""
        return self._stopping.is_set()

    def wait(self, seconds: float) -> None:
        """Rest, until woken or told to stop."""
        if not self.stopping:
            self._woken.wait(seconds)
            self._woken.clear()


class Companion:
    """The parent's end.

    :param work: a function of a module, called in the child with its `Line` and the arguments.
    """

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(theirs, work, arguments))
        self._process.start()
        theirs.close()
        # a program that ends without saying so must not wait for its child, which waits for a word
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    @property
    def failed(self) -> bool:
        """Whether it ended, and not by a word from here."""
        return not self.alive and self._process.exitcode != 0

    def wake(self) -> None:
        """Tell it that there is something to do."""
        self._say(WAKE)

    def _say(self, word: bytes) -> None:
        with suppress(OSError):  # it has ended; `alive` says so
            self._line.send_bytes(word)

    def stop(self) -> None:
        """Have it end, in peace or not."""
        atexit.unregister(self.stop)
        self._say(STOP)
        self._process.join(GRACE + 1)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._line.close()


def _live(connection: Connection, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the keyboard is the parent's to handle
    line = Line(connection)
    line.listen()
    work(line, *arguments)
