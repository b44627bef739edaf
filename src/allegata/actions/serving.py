"""What a server works on: its casebooks, and the office that keeps accounts, sessions and jobs."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from allegata.actions.background import Background
from allegata.actions.casebook import Outside, utc_now
from allegata.actions.desk import Desk
from allegata.actions.passwords import Hashing
from allegata.actions.sittings import Sittings
from allegata.errors import UnknownThing
from allegata.model.dossier import DraftState
from allegata.network.listening import listening
from allegata.store.drafts import Drafts
from allegata.store.keys import standard_folder
from allegata.store.office import Office

LARGEST = 2 << 30
"""Bytes of one upload, unless the server was started with another limit."""
ABSOLUTE = timedelta(days=7)
"""How long a session lasts at most, however busy."""
IDLE_ALONE, IDLE_TEAM = timedelta(hours=12), timedelta(minutes=60)
"""How long a session lasts untouched: at one's own machine, and on a team's server."""

__all__ = ["ABSOLUTE", "IDLE_ALONE", "IDLE_TEAM", "Server", "listening", "server", "standard_office"]


def standard_office() -> Path:
    """Where accounts, sessions and jobs of this user's servers lie: `$ALLEGATA_OFFICE`, or beside the keys."""
    own = os.environ.get("ALLEGATA_OFFICE")
    return Path(own) if own else standard_folder().parent / "office"


@dataclass(frozen=True, slots=True)
class Server:
    """The casebooks that are served, by id, and the office. `alone`: one person at their own machine."""

    desks: dict[str, Desk]
    office: Office
    alone: bool = True
    by: str = ""  # who the one person is; empty on a team's server
    keys: dict[str, str] = field(default_factory=dict)  # one-time keys of links, not used yet
    idle: timedelta = IDLE_ALONE
    hashing: Hashing = field(default_factory=Hashing)
    clock: Callable[[], datetime] = utc_now
    sittings: Sittings = field(default_factory=Sittings)  # who has footage open, in memory only
    upload_limit: int = LARGEST  # bytes of one upload
    background: Background = field(default_factory=Background)  # the workers; `starting.start` starts them

    def desk(self, casebook: str) -> Desk:
        """A casebook by its id.

        :raises UnknownThing: when none of this id is served.
        """
        if casebook not in self.desks:
            raise UnknownThing("this server holds no such casebook; the first page lists those you may open")
        return self.desks[casebook]

    def close(self) -> None:
        """Let go of everything."""
        self.background.stop()
        for desk in self.desks.values():
            desk.close()
        self.office.close()


def server(
    folders: Sequence[Path],
    office: Path,
    *,
    alone: bool,
    outside: Outside | None = None,
    idle: timedelta | None = None,
    hashing: Hashing | None = None,
    upload_limit: int = LARGEST,
) -> Server:
    """Open casebooks to serve.

    :param office: the folder for accounts, sessions and jobs; not inside a casebook.
    :param idle: how long a session lasts untouched.
    :param upload_limit: bytes that one upload may have.
    :param hashing: how much work a password costs, where it is not the standard.
    :raises CasebookMissing, CasebookCorrupt, KeyMissing: as `opened`.
    :raises UnsafeOffice: as `Office`.
    """
    outside = outside or Outside()
    kept = Office(office, folders)
    Drafts(kept).let_go(DraftState.SIGNING, DraftState.WAITING)  # a signature that ended with a server
    desks = [Desk(folder, outside) for folder in folders]
    return Server(
        {desk.id: desk for desk in desks},
        kept,
        alone,
        outside.by if alone else "",
        idle=idle or (IDLE_ALONE if alone else IDLE_TEAM),
        hashing=hashing or Hashing(),
        clock=outside.clock,
        upload_limit=upload_limit,
    )
