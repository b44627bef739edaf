"""A function run in a child process that can do little harm: for parsers of files that nobody vouches for.

The child is started clean (a new interpreter, no fork), gives up network, programs and most of the disk
(`engines.fences`), and serves one call after another, because starting it costs about a tenth of a second.
It is killed and replaced when it dies, hangs or breaks a limit. Whatever happens in there, the caller gets
a result or a `Problem`.

What comes back is read with care, too: a parser that was taken over by a file must not reach its caller
through the reply, so only plain values, dates and the data classes of the function's own package pass.
"""

import builtins
import datetime
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar, cast

from allegata.engines.child import DONE, MEMORY, one_line, receive, send
from allegata.engines.fences import Limits
from allegata.errors import Problem, Severity

R = TypeVar("R")

STARTING_SECONDS = 60.0
GRACE_SECONDS = 0.5
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); import allegata.engines.child as c; c.serve()"
)
_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""Variables that the child sees; others may hold passwords and tokens."""


class Confined:
    """One confined child process, started at the first call.

    with Confined(Limits(seconds=60), folder) as child:
        result = child.call(function, argument, subject="photo.jpg")

    The function is one of a module's, so that it can be named to the child; its arguments are picklable.
    Its result consists of plain values (numbers, text, bytes, tuples, lists, dicts, sets), dates and times,
    and data classes or enums of the package that the function belongs to. One thread at a time.
    """

    def __init__(self, limits: Limits | None = None, folder: Path | None = None) -> None:
        """:param folder: the only folder below which the child may write; None: it may write nothing."""
        self.limits = limits or Limits()
        self.folder = folder
        self.peak_memory = 0  # bytes, the most that a child held while it answered a call
        self.fences: tuple[str, ...] = ()  # which fences this system could set up: told by the child
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Confined":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> int | None:
        """End the child; a later call starts another. Returns how it ended."""
        process, self._process = self._process, None
        if process is None:
            return None
        with suppress(OSError):  # words that never reached it
            _pipe(process.stdin).close()  # which a child that is well takes as the end of its work
        _pipe(process.stdout).close()
        try:
            return process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def call(
        self, function: Callable[..., R], *arguments: Any, subject: str, seconds: float | None = None
    ) -> R | Problem:
        """What the function returns, or the Problem that kept it from returning.

        :param subject: what a Problem is about: a file name or an item id.
        :param seconds: another time limit for this call, by the clock and of computing.
        """
        wall = self.limits.seconds if seconds is None else seconds
        computing = self.limits.cpu_seconds if seconds is None else int(seconds) + 1
        task = pickle.dumps((computing, function, arguments))
        process = self._started()
        if process is None:
            return _death(subject, "it could not be started")
        watch = _Watch(process, wall)
        try:
            send(_pipe(process.stdin), task)
            reply = receive(_pipe(process.stdout), self.limits.reply_bytes)
        except (EOFError, OSError) as fault:
            return self._ended(subject, watch.fired, wall, fault)
        finally:
            watch.cancel()
        return self._understood(reply, function, subject)

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
        folder = None if self.folder is None else str(self.folder.resolve())
        if folder is not None:
            environment["TMPDIR"] = folder
        self._process = process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps([os.path.abspath(path) for path in sys.path])],  # noqa: PTH100 - links stay
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        watch = _Watch(process, STARTING_SECONDS)
        try:
            send(_pipe(process.stdin), json.dumps([asdict(self.limits), folder]).encode())
            self.fences = tuple(receive(_pipe(process.stdout), 10_000).decode().split())
        except (EOFError, OSError):
            self.close()
            return None
        finally:
            watch.cancel()
        return process

    def _ended(self, subject: str, timed_out: bool, seconds: float, fault: Exception) -> Problem:
        code = self.close()
        if timed_out or code == -getattr(signal, "SIGXCPU", 0):
            return _slowness(subject, seconds)
        return _death(subject, str(fault) or _ending(code))

    def _understood(self, reply: bytes, function: Callable[..., R], subject: str) -> R | Problem:
        try:
            kind, peak, result = _Reply(reply, function.__module__).load()
        except Exception as fault:  # whatever it was that came back, it is not trusted
            self.close()
            return _death(subject, f"its answer could not be used: {one_line(str(fault))}")
        self.peak_memory = max(self.peak_memory, int(peak))
        if kind == DONE:
            return cast(R, result)
        self.close()  # a process that failed once may have been left in disorder
        return _memory(subject, self.limits.memory) if kind == MEMORY else _failure(subject, str(result))


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


class _Watch:
    """Kills the child when its time is up, whatever it is doing, also in the middle of an answer."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.fired = False
        self._process = process
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def _kill(self) -> None:
        self.fired = True
        self._process.kill()

    def cancel(self) -> None:
        self._timer.cancel()
        self._timer.join()


# --- what comes back ------------------------------------------------------------------------------------

_PLAIN = frozenset({"set", "frozenset", "bytearray", "complex"})
_TIMES = frozenset({"date", "datetime", "time", "timedelta", "timezone"})


class _Reply(pickle.Unpickler):
    """Reads an answer and makes nothing in doing so but plain values and one package's data classes."""

    def __init__(self, data: bytes, module: str) -> None:
        super().__init__(io.BytesIO(data))
        self._package = module.partition(".")[0]

    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name in _PLAIN:
            return getattr(builtins, name)
        if module == "datetime" and name in _TIMES:
            return getattr(datetime, name)
        if module.partition(".")[0] in (self._package, "allegata") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not be part of an answer")


# --- the problems ---------------------------------------------------------------------------------------


def _ending(code: int | None) -> str:
    if code is None or code >= 0:
        return f"it ended with exit code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"


def _death(subject: str, how: str) -> Problem:
    what = f"The confined process that looked into this file died: {how}"
    remedy = "The original is kept. Treat the file with caution; look into it on a machine of its own."
    return Problem("parser_died", subject, what, remedy, Severity.UNREADABLE)


def _slowness(subject: str, seconds: float) -> Problem:
    what = f"Looking into this file did not come to an end within {seconds:g} seconds"
    remedy = "The original is kept. Split the file, or look into it with a tool of its own kind."
    return Problem("parser_too_slow", subject, what, remedy, Severity.UNREADABLE)


def _memory(subject: str, limit: int) -> Problem:
    what = f"Looking into this file took more than {limit >> 20:,} MiB of memory and was stopped"
    remedy = "The original is kept. Look into it with a tool of its own kind, on a machine of its own."
    return Problem("parser_memory", subject, what, remedy, Severity.UNREADABLE)


def _failure(subject: str, how: str) -> Problem:
    what = f"The program failed on this file ({how})"
    remedy = "The original is kept. Report this fault with the words above; try again with a later version."
    return Problem("parser_failed", subject, what, remedy, Severity.UNREADABLE)
