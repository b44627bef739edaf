"""Many tasks, in order; a fault costs its own task and no other."""

from pathlib import Path

import pytest
from tests.engines import work

from allegata.engines.local import Job, run


@pytest.mark.parametrize(("workers", "few"), [(1, 40), (2, 0)])
def test_results_come_in_order_and_a_fault_is_a_problem(workers: int, few: int) -> None:
    outcomes = list(run(Job(work.prepare, work.double, str), range(60), workers, few))
    assert [o.task for o in outcomes] == list(range(60))
    assert [o.result for o in outcomes if o.task != 13] == [100 + 2 * n for n in range(60) if n != 13]
    (failed,) = [o.problem for o in outcomes if o.problem]
    assert (failed.code, failed.subject) == ("reader_failed", "13")
    assert "thirteen" in failed.what


def test_a_task_that_kills_its_worker_is_named_and_the_others_are_done() -> None:
    outcomes = list(run(Job(work.prepare, work.die_on_17, str), range(30), 2, 0))
    assert [o.task for o in outcomes] == list(range(30))
    (dead,) = [o for o in outcomes if o.result is None]
    assert dead.problem is not None and (dead.problem.code, dead.task) == ("worker_died", 17)


@pytest.mark.parametrize(("workers", "few"), [(1, 40), (2, 0)])
def test_a_task_that_never_ends_is_given_up(workers: int, few: int) -> None:
    outcomes = list(run(Job(work.prepare, work.never_end_13, str, 0.3), range(20), workers, few))
    (slow,) = [o for o in outcomes if o.result is None]
    assert slow.problem is not None and (slow.problem.code, slow.task) == ("reader_too_slow", 13)


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "died"), number) for number in range(30)]
    outcomes = list(run(Job(work.prepare, work.die_once, str), tasks, 2, 0))
    assert [o.result for o in outcomes] == [100 + 2 * n for n in range(30)]


def test_no_task_prepares_nothing() -> None:
    def refuse() -> None:
        raise AssertionError

    assert list(run(Job(refuse, work.double, str), [])) == []
