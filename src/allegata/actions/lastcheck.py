"""The last verification of a casebook that a server did in the background, and the one under way."""

from dataclasses import dataclass
from datetime import datetime

from allegata.actions import jobs
from allegata.actions.serving import Server
from allegata.errors import Problem
from allegata.model.canonical import parse_json
from allegata.model.job import Job, JobKind, JobState


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """One of the eight steps as it came out."""

    number: int
    title: str
    checked: int
    wrong: int
    note: str


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What came of it. `at` is when it ended."""

    job: str
    at: datetime
    by: str
    intact: bool
    entries: int
    steps: tuple[CheckedStep, ...]
    problems: tuple[Problem, ...]


def last_check(server: Server, casebook: str) -> tuple[LastCheck | None, Job | None]:
    """The newest verification that came to an end, and one that waits or runs."""
    every = [job for job in jobs.several(server, casebook) if job.kind is JobKind.VERIFY]
    going = next((job for job in every if not job.over), None)
    done = next((job for job in every if job.state is JobState.DONE and job.ended_at), None)
    return (_of(done) if done else None), going


def check_soon(server: Server, casebook: str, by: str) -> Job:
    """Ask for a verification in the background; one that waits already is enough."""
    return jobs.ask(server, casebook, JobKind.VERIFY, by, once=True)


def _of(job: Job) -> LastCheck:
    data = parse_json(job.result)
    assert isinstance(data, dict)
    assert job.ended_at is not None
    steps = tuple(
        CheckedStep(step["number"], step["title"], step["checked"], step["wrong"], step["note"])
        for step in data["steps"]
    )
    return LastCheck(job.id, job.ended_at, job.by, data["intact"], data["entries"], steps, job.problems)
