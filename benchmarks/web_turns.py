"""How long a decision waits for its turn while a worker reads, beside how long one takes when nobody else writes.

    python benchmarks/web_turns.py [--decisions 30]

Over the example reports, in a casebook and an office of its own. What is told is the middle and the
slowest, how many times longer a decision takes while a worker reads, and how long the decisions of that time
waited until the computed parts held them, with the reading still under way.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from allegata.actions import jobs, starting
from allegata.actions.casebook import Outside
from allegata.actions.desk import Desk
from allegata.actions.review import review
from allegata.actions.run import run
from allegata.actions.serving import server
from allegata.model.decision import DecisionVerb
from allegata.model.job import JobKind
from allegata.store.tables import ACCOUNTS

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
BY = "benchmark"


def decided(desk: Desk, subject: str) -> float:
    """Seconds that a decision takes, from asking for the turn to its end."""
    begun = time.perf_counter()
    with desk.writing(BY) as book:
        review(book, DecisionVerb.ACCEPT, subject, BY, "seen")
    return time.perf_counter() - begun


def told(name: str, seconds: list[float]) -> float:
    if not seconds:
        print(f"{name}: the reading was over before one could be measured")
        return float("nan")
    middle = statistics.median(seconds)
    print(
        f"{name}: {len(seconds)} decisions, middle {middle * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms"
    )
    return middle


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--decisions", type=int, default=30)
    wanted = asked.parse_args().decisions
    with tempfile.TemporaryDirectory() as place:
        os.environ["ALLEGATA_KEYS"] = f"{place}/keys"
        folder = Path(place) / "casebook"
        run(EXAMPLES, folder, outside=Outside(by=BY))
        made = server([folder], Path(place) / "office", alone=True, outside=Outside(by=BY))
        desk = made.desk(next(iter(made.desks)))
        subjects = [row.id for row in desk.book.index.rows(select(ACCOUNTS.c.id).limit(2 * wanted))]
        alone = told("nobody else writes", [decided(desk, one) for one in subjects[:wanted]])
        starting.start(made)
        reading = jobs.ask(made, desk.id, JobKind.READ, BY, {"again": True})
        while not jobs.one(made, desk.id, reading.id).done:
            time.sleep(0.05)
        waits: list[float] = []
        settled: list[float] = []
        for one in subjects[wanted:]:
            if jobs.one(made, desk.id, reading.id).over:
                break
            waits.append(decided(desk, one))
            begun = time.perf_counter()
            follow = jobs.settle_soon(made, desk, BY)
            while not jobs.one(made, desk.id, follow.id).over:
                time.sleep(0.02)
            if not jobs.one(made, desk.id, reading.id).over:
                settled.append(time.perf_counter() - begun)
        meanwhile = told("while a worker reads", waits)
        print(f"ratio: {meanwhile / alone:.1f}")
        told("until it is in the computed parts, while a worker reads", settled)
        print("load: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()))
        jobs.cancel(made, desk.id, reading.id)
        made.close()


if __name__ == "__main__":
    main()
