"""Long work that goes on in the background: asked for, waiting, under way, done, failed or given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allegata.errors import Problem
from allegata.model.user import Right


class JobKind(StrEnum):
    """What can be asked for. `settle`: link and assess, after decisions or new readings."""

    ADD = "add"  # arguments: folder (of uploads, or on the server), columns
    READ = "read"
    SETTLE = "settle"
    FACTS = "facts"  # what files of footage say of themselves
    FINGERPRINT = "fingerprint"
    MATCH = "match"
    VERIFY = "verify"
    COVER = "cover"  # a copy of a film with something covered; arguments: item, regions
    REBUILD = "rebuild"


RIGHT_OF: Mapping[JobKind, Right] = {
    JobKind.ADD: Right.ADD,
    JobKind.READ: Right.ADD,
    JobKind.SETTLE: Right.ADD,
    JobKind.FACTS: Right.ADD,
    JobKind.FINGERPRINT: Right.ADD,
    JobKind.MATCH: Right.ADD,
    JobKind.VERIFY: Right.AUDIT,
    JobKind.COVER: Right.WATCH,
    JobKind.REBUILD: Right.SETTINGS,
}
"""The right that a kind of work takes: to ask for it, to ask again, to give up what somebody else asked for."""


class JobState(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
"""States that a job does not leave."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `step`, `done` and `total` tell how far it is; `total` None: not known.

    `arguments` and `result` are canonical JSON text; `words` says in one line what came of it, or why not.
    A job that was running when the server stopped waits again: every kind goes on where it was.
    """

    id: str
    casebook: str
    kind: JobKind
    by: str
    asked_at: datetime
    state: JobState = JobState.WAITING
    arguments: str = "{}"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    step: str = ""
    done: int = 0
    total: int | None = None
    cancelling: bool = False
    words: str = ""
    result: str = ""
    problems: tuple[Problem, ...] = ()
    deaths: int = 0  # how often the worker died while at it

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in OVER
