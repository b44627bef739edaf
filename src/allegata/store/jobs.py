"""Long work as the office keeps it: one row for each piece, which outlives the process that does it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import from_data, to_data
from allegata.model.job import OVER, Job, JobKind, JobState
from allegata.store.office import Office
from allegata.store.officetables import JOBS, SETTLED

try:
    import fcntl
except ImportError:  # not a POSIX system: one server for each casebook is the operator's to see to
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

FIELDS = tuple(column.name for column in JOBS.columns if column.name != "problems")
MOST_DEATHS = 2


@contextmanager
def claimed(office: Path, casebook: str) -> Iterator[bool]:
    """Be the one that works on a casebook, for as long as the block lasts; False: another process is.

    The system lets go when the process ends, however it ends.
    """
    with (office / f"working-{casebook}").open("ab") as mark:
        if fcntl is not None:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
        yield True


@dataclass(frozen=True, slots=True)
class Change:
    """Columns of a row that change; those left out stay."""

    state: JobState | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    step: str | None = None
    done: int | None = None
    total: int | None = None
    words: str | None = None
    result: str | None = None
    arguments: str | None = None
    problems: tuple[Any, ...] | None = None

    def columns(self) -> dict[str, Any]:
        """As they are kept."""
        every = {name: getattr(self, name) for name in self.__slots__}
        found = {name: _kept(value) for name, value in every.items() if value is not None}
        if self.step is not None:  # a new step begins with a new total, which may be unknown
            found["total"] = self.total
        return found


class Jobs:
    """The rows of one office."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def add(self, job: Job, *, once: bool = False) -> Job:
        """Put a job in the queue; with `once` one like it that waits already is returned instead: of its kind,
        with its arguments.
        """
        with self.office.writing() as connection:
            if once:
                same = (
                    JOBS.c.casebook == job.casebook,
                    JOBS.c.kind == job.kind,
                    JOBS.c.arguments == job.arguments,
                    _IS_WAITING,
                )
                row = connection.execute(select(JOBS).where(*same)).first()
                if row is not None:
                    return _job(row)
            row_of = {name: _kept(getattr(job, name)) for name in FIELDS}
            connection.execute(insert(JOBS), row_of | {"problems": _problems(job.problems)})
        return job

    def take(self, casebook: str, at: datetime, kind: JobKind | None = None) -> Job | None:
        """The oldest waiting job of a casebook (of a kind), under way from now on; None: nothing waits."""
        with self.office.writing() as connection:
            waiting = select(JOBS).where(JOBS.c.casebook == casebook, _IS_WAITING)
            if kind is not None:
                waiting = waiting.where(JOBS.c.kind == kind)
            row = connection.execute(waiting.order_by(JOBS.c.id).limit(1)).first()
            if row is None:
                return None
            change = Change(JobState.RUNNING, started_at=at, step="", done=0, words="").columns()
            connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(**change))
            return _job(connection.execute(select(JOBS).where(JOBS.c.id == row.id)).one())

    def change(self, id: str, change: Change) -> bool:
        """Note how far a job is, or what came of it; tells whether it is to be given up."""
        with self.office.writing() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == id).values(**change.columns()))
            row = connection.execute(select(JOBS.c.cancelling).where(JOBS.c.id == id)).first()
        return row is None or bool(row.cancelling)

    def cancel(self, id: str, at: datetime, words: str) -> None:
        """Give a job up: at once where it waits, at the next piece of work where it is under way."""
        with self.office.writing() as connection:
            gone = Change(JobState.CANCELLED, ended_at=at, words=words).columns()
            connection.execute(update(JOBS).where(JOBS.c.id == id, _IS_WAITING).values(**gone))
            under_way = (JOBS.c.id == id, JOBS.c.state == JobState.RUNNING)
            connection.execute(update(JOBS).where(*under_way).values(cancelling=True))

    def wait_again(self, casebook: str) -> int:
        """What was under way when its process ended waits again: nobody works on it now."""
        with self.office.writing() as connection:
            lost = (JOBS.c.casebook == casebook, JOBS.c.state == JobState.RUNNING)
            again = connection.execute(update(JOBS).where(*lost).values(state=JobState.WAITING))
            return int(again.rowcount)

    def died(self, casebook: str, at: datetime, words: str, given_up: str) -> None:
        """The worker died over what was under way: once more, and then it is given up."""
        with self.office.writing() as connection:
            lost = select(JOBS).where(JOBS.c.casebook == casebook, JOBS.c.state == JobState.RUNNING)
            for row in connection.execute(lost).all():
                deaths = row.deaths + 1
                change = (
                    Change(JobState.FAILED, ended_at=at, words=given_up)
                    if deaths >= MOST_DEATHS
                    else Change(JobState.WAITING, words=words)
                )
                values = change.columns() | {"deaths": deaths}
                connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(**values))

    def one(self, id: str) -> Job | None:
        """A job by its id."""
        with self.office.reading() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == id)).first()
        return _job(row) if row else None

    def list(self, casebook: str, limit: int) -> tuple[Job, ...]:
        """The jobs of a casebook, newest first."""
        query = select(JOBS).where(JOBS.c.casebook == casebook).order_by(JOBS.c.id.desc()).limit(limit)
        with self.office.reading() as connection:
            return tuple(_job(row) for row in connection.execute(query))

    def under_way(self, casebook: str | None = None) -> tuple[Job, ...]:
        """What runs or waits for a casebook, or for any that this office knows, oldest first."""
        query = select(JOBS).where(JOBS.c.state.not_in(OVER))
        if casebook is not None:
            query = query.where(JOBS.c.casebook == casebook)
        with self.office.reading() as connection:
            return tuple(_job(row) for row in connection.execute(query.order_by(JOBS.c.id)))

    def waiting(self, casebooks: Sequence[str]) -> frozenset[str]:
        """The casebooks among these for which something waits."""
        query = select(JOBS.c.casebook).distinct().where(JOBS.c.casebook.in_(casebooks), _IS_WAITING)
        with self.office.reading() as connection:
            return frozenset(row.casebook for row in connection.execute(query))

    def forget_before(self, at: datetime) -> int:
        """Take jobs out of the list that were over by then; how many there were."""
        with self.office.writing() as connection:
            old = (JOBS.c.state.in_(OVER), JOBS.c.ended_at < at.isoformat())
            return int(connection.execute(delete(JOBS).where(*old)).rowcount)

    def settled(self, casebook: str) -> int:
        """The ledger entry up to which the computed parts are known to account for everything; 0: not known."""
        with self.office.reading() as connection:
            query = select(func.max(SETTLED.c.seq)).where(SETTLED.c.casebook == casebook)
            return int(connection.execute(query).scalar() or 0)

    def note_settled(self, casebook: str, seq: int) -> None:
        """Note that."""
        with self.office.writing() as connection:
            connection.execute(delete(SETTLED).where(SETTLED.c.casebook == casebook))
            connection.execute(insert(SETTLED), {"casebook": casebook, "seq": seq})


_IS_WAITING = JOBS.c.state == JobState.WAITING


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return _problems(value) if isinstance(value, tuple) else value


def _problems(problems: tuple[Any, ...]) -> str:
    return canonical_json(to_data(problems)).decode()


def _job(row: Row[Any]) -> Job:
    data = {name: getattr(row, name) for name in FIELDS}
    times = {
        name: datetime.fromisoformat(data[name]) if data[name] else None
        for name in ("asked_at", "started_at", "ended_at")
    }
    problems = from_data(Job.__annotations__["problems"], parse_json(row.problems.encode()))
    return Job(
        **data | times | {"kind": JobKind(row.kind), "state": JobState(row.state), "problems": problems}
    )
