"""What is made ahead comes in order, once, with its fault in its place, and not further ahead than asked."""

import threading
from collections.abc import Iterator

import pytest

from allegata.engines.ahead import ahead


def test_the_same_values_come_in_the_same_order() -> None:
    assert list(ahead(iter(range(100)), 4)) == list(range(100))
    assert list(ahead(iter(()), 4)) == []


def test_a_fault_comes_after_what_was_made_before_it() -> None:
    def breaking() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the film breaks off")

    made = []
    with pytest.raises(ValueError, match="breaks off"):
        made += ahead(breaking(), 4)
    taken = ahead(breaking(), 4)
    assert [next(taken), next(taken)] == [1, 2]


def test_it_works_in_another_thread_and_no_further_ahead_than_asked() -> None:
    made: list[int] = []
    threads = set()

    def counted() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            threads.add(threading.get_ident())
            yield number

    taken = ahead(counted(), 3)
    assert next(taken) == 0
    taken.close()
    assert len(made) <= 4
    assert threads and threading.get_ident() not in threads
