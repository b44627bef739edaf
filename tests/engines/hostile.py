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
from allegata.reading.pages import read_pdf


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


def die_over(data: bytes, name: str, limit: int) -> Any:
    """A parser of PDF that some file crashes, as native code does, and others do not."""
    if b"CRASH" in data:
        ctypes.string_at(0)
    return read_pdf(data, name, limit)


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


def native_changes(path: str, folder: str) -> dict[str, int]:
    """Changes of a file by its name, and signals to the parent, as a library's own code would try them."""
    system = ctypes.CDLL(None, use_errno=True)
    name, into = path.encode(), folder.encode()
    reading = os.open(path, os.O_RDONLY)
    parent = os.getppid()
    made = {
        "chmod": system.chmod(name, 0o600),
        "fchmod": system.fchmod(reading, 0o600),
        "fchmodat": system.fchmodat(-100, name, 0o600, 0),
        "truncate": system.truncate(name, ctypes.c_long(0)),
        "open with O_TRUNC": system.open(name, os.O_RDONLY | os.O_TRUNC),
        "chown": system.chown(name, os.getuid(), os.getgid()),
        "lchown": system.lchown(name, os.getuid(), os.getgid()),
        "fchown": system.fchown(reading, os.getuid(), os.getgid()),
        "utimensat": system.utimensat(-100, name, None, 0),
        "futimens": system.futimens(reading, None),
        "utimes": system.utimes(name, None),
        "setxattr": system.setxattr(name, b"user.x", b"x", 1, 0),
        "fsetxattr": system.fsetxattr(reading, b"user.x", b"x", 1, 0),
        "link": system.link(name, into + b"/linked"),
        "symlink": system.symlink(name, into + b"/pointed"),
        "rename": system.rename(name, into + b"/renamed"),
        "unlink": system.unlink(name),
        "tgkill": system.tgkill(parent, parent, 0),
        "kill": system.kill(parent, 0),
        "sigqueue": system.sigqueue(parent, 0, None),
        "prlimit": system.prlimit(parent, 7, None, (ctypes.c_ulong * 2)()),
    }
    os.close(reading)
    for call, number in (("tkill", 200), ("pidfd_send_signal", 424), ("fchmodat2", 452)):
        if sys.maxsize > 2**32 and os.uname().machine == "x86_64":
            made[call] = system.syscall(number, *((parent, 0) if call == "tkill" else (-100, name, 0o600, 0)))
    return made


def signals_to_itself() -> int:
    """A signal number 0 to its own main thread: what `abort` and the threads of libraries need."""
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.tgkill(os.getpid(), os.getpid(), 0))


def rewrite(path: str) -> int:
    """What importers do below their folder: write, shorten, rename, remove."""
    file = Path(path)
    with file.open("wb") as target:
        target.write(b"words")
        target.truncate(2)
    os.truncate(os.open(path, os.O_RDWR), 1)
    return len(file.rename(f"{path}.moved").read_bytes())


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
