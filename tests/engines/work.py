"""Work for worker processes: they import it by name."""

import os
import signal
from pathlib import Path


def prepare() -> int:
    return 100


def double(prepared: int, task: int) -> int:
    if task == 13:
        raise ValueError("thirteen")
    return prepared + 2 * task


def never_end_13(prepared: int, task: int) -> int:
    while task == 13:
        pass
    return prepared + 2 * task


def die_on_17(prepared: int, task: int) -> int:
    if task == 17:
        os.kill(os.getpid(), signal.SIGKILL)
    return prepared + 2 * task


def die_once(prepared: int, task: tuple[str, int]) -> int:
    mark, number = task
    if number == 17 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return prepared + 2 * number
