"""What a confined child is made to try: each function is one attempt, by name, so that a child can import it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allegata.errors import Severity


@dataclass(frozen=True, slots=True)
class Answer:
    number: int
    at: datetime
    severity: Severity
    parts: tuple[bytes, ...]


def answer(number: int) -> Answer:
    return Answer(number, datetime(2026, 3, 4, tzinfo=UTC), Severity.NOTICE, (b"\x00",))


def process() -> int:
    return os.getpid()


def raise_value_error() -> None:
    raise ValueError("thirteen\x1b[31m lines\nof it")


def raise_deep() -> None:
    raise_deep()


def hang() -> None:
    while True:
        time.sleep(0.05)


def compute() -> None:
    while True:
        pass


def take(size: int) -> int:
    return len(bytearray(size))


def die() -> None:
    os.abort()


def leave() -> None:
    sys.exit(7)


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), 1)


def native_connect(port: int) -> int:
    """As a library's own code would: Python's audit hook sees nothing of it."""
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.socket(2, 1, 0))


def native_run(path: str) -> int:
    system = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_char_p * 2)(path.encode(), None)
    return int(system.execv(path.encode(), arguments))


def run_program() -> None:
    subprocess.run(["true"], check=True)


def run_shell() -> int:
    return os.system("true")


def fork() -> int:
    return os.fork()


def kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def look_up() -> None:
    socket.getaddrinfo("example.org", 80)


def write(path: str) -> int:
    return Path(path).write_bytes(b"words")


def write_much(path: str, size: int) -> None:
    with Path(path).open("wb") as file:
        for _ in range(size >> 16):
            file.write(bytes(1 << 16))


def native_write(path: str) -> int:
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.creat(path.encode(), 0o600))


def remove(path: str) -> None:
    Path(path).unlink()


def open_many(count: int) -> int:
    return len([open(os.devnull, "rb") for _ in range(count)])  # noqa: PTH123


def say_too_much(size: int) -> bytes:
    return bytes(size)


class Poison:
    """What a parser that was taken over might send back."""

    def __reduce__(self) -> Any:
        return os.system, ("true",)


def poison() -> object:
    return Poison()


def foreign() -> object:
    return Path("/etc/passwd")


def state() -> tuple[str, str]:
    """Where the standard streams lead."""
    return str(Path("/proc/self/fd/0").readlink()), str(Path("/proc/self/fd/1").readlink())
