"""The life of a confined child: give up what is not needed, then answer calls until the line is cut.

Both ends speak in frames on the child's standard input and output, before anything else can use these:
eight bytes of length, big-endian, and so many bytes. Calls and answers are pickled; the parent reads an
answer with care (`engines.confined`), and its calls are its own.
"""

import json
import os
import pickle
import signal
import struct
import traceback
from pathlib import Path, PurePath
from typing import IO

from allegata.engines import fences
from allegata.engines.fences import Limits

DONE, FAILED, MEMORY = "done", "failed", "memory"
_LENGTH = struct.Struct(">Q")


def send(line: IO[bytes], data: bytes) -> None:
    """Write one frame."""
    line.write(_LENGTH.pack(len(data)) + data)
    line.flush()


def receive(line: IO[bytes], most: int) -> bytes:
    """Read one frame.

    :raises EOFError: when the line is cut.
    :raises OSError: when the other end says more than `most` bytes.
    """
    head = line.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise OSError("it said more than it may")
    data = line.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve() -> None:
    """Answer calls until the line is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the keyboard is the parent's to handle
    with os.fdopen(os.dup(0), "rb") as calls, os.fdopen(os.dup(1), "wb") as answers:
        quiet = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):  # nothing that a file makes a library say reaches anybody
            os.dup2(quiet, standard)
        limits, folder = json.loads(receive(calls, 100_000))
        send(answers, " ".join(_fenced(Limits(**limits), Path(folder) if folder else None)).encode())
        while True:
            try:
                task = receive(calls, 1 << 62)
            except EOFError:
                return
            send(answers, _answered(task))


def _fenced(limits: Limits, folder: Path | None) -> list[str]:
    """Set up every fence; the names of those that hold on this system."""
    fences.die_with_parent()
    fences.limit(limits)
    held = ["limits", "audit"]
    held += ["landlock"] if fences.write_only_below(folder) else []
    held += ["seccomp"] if fences.filter_calls() else []
    fences.watch(folder)
    return held


def _answered(task: bytes) -> bytes:
    try:
        computing, function, arguments = pickle.loads(task)
        fences.limit_computing(computing)
        return pickle.dumps((DONE, fences.peak_memory(), function(*arguments)))
    except MemoryError:
        return pickle.dumps((MEMORY, fences.peak_memory(), None))
    except Exception as fault:  # the one fence: a file's fault stays that file's
        return pickle.dumps((FAILED, fences.peak_memory(), _described(fault)))


def _described(fault: Exception) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    own = [f for f in frames if {"allegata", "engines"} & set(PurePath(f.filename).parts) == {"allegata"}]
    last = (own or frames)[-1]  # our own line says more than the library's in which it ended
    return one_line(f"{type(fault).__name__} at {PurePath(last.filename).name}:{last.lineno}: {fault}")


def one_line(words: str) -> str:
    """A fault's words as they can be shown: they may quote the file."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words[:400])
    return shown if len(shown) <= 200 else f"{shown[:199]}…"
