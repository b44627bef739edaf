"""Long work in the background: ask for it, watch it, give it up. `actions.working` does it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from allegata.actions.book import random_id, utc_now
from allegata.actions.desk import Desk
from allegata.actions.serving import Server
from allegata.errors import UnknownThing
from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json
from allegata.model.job import Job, JobKind
from allegata.store.jobs import Jobs
from allegata.store.tables import DECISIONS

SHOWN = 100
KEPT = timedelta(days=90)
"""How long the list remembers what is over. What came of it stands in the casebook, for good."""


def ask(
    server: Server,
    casebook: str,
    kind: JobKind,
    by: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    once: bool = False,
) -> Job:
    """Put a piece of work in the queue of a casebook.

    :param arguments: plain data, as the kind wants it (`actions.tasks`).
    :param once: unless one of this kind and with these arguments waits already, which is returned then.
    :raises UnknownThing: when no such casebook is served.
    """
    server.desk(casebook)
    words = canonical_json(dict(arguments or {})).decode()
    job = Jobs(server.office).add(
        Job(random_id("job"), casebook, kind, by, utc_now(), arguments=words), once=once
    )
    server.background.nudge(casebook)
    return job


def settle_soon(server: Server, desk: Desk, by: str) -> Job:
    """Have the computed parts follow what was decided or read; once, however often it is asked.

    To be called after every decision, when its turn is over.
    """
    return ask(server, desk.id, JobKind.SETTLE, by, once=True)


def follow(server: Server) -> None:
    """From now on the computed parts follow every decision that is made at a desk of this server."""
    for desk in server.desks.values():
        desk.decided = partial(settle_soon, server)


def one(server: Server, casebook: str, id: str) -> Job:
    """A job of a casebook.

    :raises UnknownThing: when there is none of this id.
    """
    job = Jobs(server.office).one(id)
    if job is None or job.casebook != casebook:
        raise UnknownThing("there is no such piece of work; the list of work names those that there are")
    return job


def several(server: Server, casebook: str) -> tuple[Job, ...]:
    """The newest jobs of a casebook, newest first."""
    return Jobs(server.office).list(casebook, SHOWN)


def under_way(server: Server, casebook: str) -> tuple[Job, ...]:
    """What runs or waits for a casebook, oldest first."""
    return Jobs(server.office).under_way(casebook)


def cancel(server: Server, casebook: str, id: str) -> Job:
    """Give a job up; what it has kept so far stays. One that is over stays as it is.

    :raises UnknownThing: as `one`.
    """
    job = one(server, casebook, id)
    Jobs(server.office).cancel(job.id, utc_now(), "given up before it began")
    server.background.nudge(casebook)
    return one(server, casebook, id)


def clean_up(server: Server) -> int:
    """Forget what has been over for long; how many jobs that were."""
    return Jobs(server.office).forget_before(utc_now() - KEPT)


def pending(server: Server, desk: Desk) -> int:
    """How many decisions are not yet in the computed parts."""
    covered = max(Jobs(server.office).settled(desk.id), _computed(desk))
    return desk.book.index.count(DECISIONS, DECISIONS.c.seq > covered)


def _computed(desk: Desk) -> int:
    """The entry with which linking and assessing were last kept, whichever came first."""
    last = desk.book.index.last
    return min(last(EntryKind.LINKED), last(EntryKind.ASSESSED))
