"""What the verbs that keep a casebook whole return: `mirror`, `restore`, `scrub`."""

from dataclasses import dataclass
from datetime import datetime

from allegata.errors import Problem


@dataclass(frozen=True, slots=True)
class MirrorResult:
    """What went into a second copy. `entry` is the ledger entry that says so, None when nothing was new."""

    place: str  # what the ledger calls the copy
    entries: int  # that the copy holds now
    objects: int  # copied this time
    bytes: int
    entry: int | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """One object that was brought back. `kept` is where the altered bytes lie, None when it was missing."""

    digest: str
    what: str  # why it must be in the vault
    was: str  # "missing", "altered" or "unreadable"
    kept: str | None
    entry: int


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What was looked at and what was brought back; `problems` are objects that could not be."""

    place: str
    checked: int
    restored: tuple[Restored, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ScrubResult:
    """One part of the vault hashed anew.

    `unchecked_since`: every object that has been there since before then was hashed after it; when no
    object was ever hashed, the time at which the casebook was made.
    """

    checked: int
    bytes: int
    total: int  # objects in the vault
    complete: bool  # this run came to the end of a round
    last_round: tuple[datetime, datetime] | None  # begin and end of the last full round
    unchecked_since: datetime
    entry: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """Who can open a casebook. `key_file` is where an identity of this user lies; None: none was made here."""

    casebook: str  # the folder
    id: str
    encrypted: bool
    recipients: tuple[str, ...]  # public keys
    key_file: str | None
