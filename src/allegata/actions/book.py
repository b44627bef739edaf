"""What an action works on: an open casebook, and what it takes from the world outside."""

import getpass
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from allegata.actions.kept import Kept
from allegata.errors import Problem
from allegata.evidence.custody import Draft, Entry
from allegata.model.visible import visible
from allegata.store.batch import Batch
from allegata.store.index import Index
from allegata.store.keys import Keys
from allegata.store.ledger import Ledger
from allegata.store.vault import Vault
from allegata.store.writes import Announce, unannounced

NOBODY = "unnamed operator"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def utc_now() -> datetime:
    """The clock of every action."""
    return datetime.now(UTC)


def random_id(prefix: str) -> str:
    """A random id that sorts by time and cannot be guessed: 48 bits of milliseconds, 80 of chance (ULID)."""
    number = (int(utc_now().timestamp() * 1000) << 80) | secrets.randbits(80)
    return f"{prefix}_{''.join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))}"


def operator() -> str:
    """Who works, as the system knows them: what is written where no name is given."""
    try:
        return getpass.getuser() or NOBODY
    except (OSError, KeyError, ImportError):  # no name in the environment and no account of this number
        return NOBODY


def tell(problem: Problem) -> None:
    """Say what concerns the casebook and no single result: a line on standard error, unless a door does more."""
    logging.getLogger("allegata").warning(
        "%s [%s]", visible(f"{problem.what} {problem.remedy}"), problem.code
    )


@dataclass(frozen=True, slots=True)
class Outside:
    """What an action takes from the world: who works, the time, chance. Tests put their own in place."""

    by: str = field(default_factory=operator)
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[str], str] = random_id
    announce: Announce = unannounced
    database: str | None = None  # a PostgreSQL URL for a new casebook; None: SQLite files in the folder
    recipients: tuple[str, ...] | None = None  # a new casebook is encrypted for them; empty: for a new key
    keys: Keys = field(default_factory=Keys)  # where signing keys lie, never in a casebook
    tell: Callable[[Problem], object] = tell


@dataclass(frozen=True, slots=True)
class Casebook:
    """An open casebook. `outside` is fixed for as long as it is open."""

    folder: Path
    vault: Vault
    ledger: Ledger
    index: Index
    outside: Outside = field(default_factory=Outside)
    id: str = ""
    kept: Kept = field(default_factory=Kept, compare=False)  # what was made of it and is asked for again
    told: set[str] = field(default_factory=set, compare=False)  # codes that were told, and need not be again

    @property
    def knowledge(self) -> Path | None:
        """The casebook's own knowledge folder, if it has one."""
        folder = self.folder / "knowledge"
        return folder if folder.is_dir() else None

    def now(self) -> datetime:
        """The time of this step, in UTC."""
        return self.outside.clock().astimezone(UTC)

    def batch(self, aside: Path | None = None) -> Batch:
        """Objects that will be kept together.

        :param aside: the folder of work that takes turns (`actions.turns`), and stages without the lock.
        """
        return Batch(self.vault, aside)

    def keep(self, batch: Batch, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write objects, then the ledger, then the index: a crash at any point leaves nothing half said."""
        batch.publish()
        entries = self.ledger.append(drafts)
        batch.settle()
        self.index.catch_up(self.ledger)
        return entries
