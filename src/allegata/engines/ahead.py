"""Values made ahead of whoever takes them: decoding goes on while what was decoded is hashed."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(values: Iterator[T], depth: int) -> Iterator[T]:
    """The same values in the same order, made in one thread up to `depth` ahead; its exception comes in turn.

    :param depth: two or more; with one, nothing is made while the last value is still in use.
    Of use where making them lets go of the interpreter, as a decoder in native code does.
    """
    with ThreadPoolExecutor(1) as thread:
        under_way: deque[Future[tuple[T, ...]]] = deque()
        try:
            while True:
                while len(under_way) < depth:
                    under_way.append(thread.submit(_next, values))
                made = under_way.popleft().result()
                if not made:
                    return
                yield made[0]
        finally:
            for left in under_way:
                left.cancel()


def _next(values: Iterator[T]) -> tuple[T, ...]:
    """The next value alone, or nothing at the end: a thread cannot raise `StopIteration`."""
    for value in values:
        return (value,)
    return ()
