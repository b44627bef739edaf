"""Faults, in two kinds that never mix.

A fault in the *call* (a wrong path, a missing casebook) is raised as one of the exceptions below;
its message says what to do next. A fault in the *data* (a locked PDF, a contradictory sidecar) is a
`Problem`: a value that is kept, counted and shown while the rest of the run goes on.
"""

from dataclasses import dataclass
from enum import StrEnum


class AllegataError(Exception):
    """The root of every exception that allegata raises on purpose."""


class CasebookMissing(AllegataError):
    """The folder named as a casebook is none."""


class CasebookBusy(AllegataError):
    """Another process is writing to this casebook."""


class CasebookCorrupt(AllegataError):
    """Vault or ledger do not hold together; `allegata verify` names the entries."""


class NothingToRead(AllegataError):
    """The folder named as input does not exist or cannot be opened."""


class CannotEncrypt(AllegataError):
    """A casebook cannot be encrypted, or not be worked on in clear, on this machine or in this way."""


class KeyMissing(AllegataError):
    """An encrypted casebook, and no key at hand that opens it."""


class CopyDiverged(AllegataError):
    """A second copy went its own way, or is one of another casebook: neither copies over the other."""


class UnsafeKeys(AllegataError):
    """Signing keys would lie beside what they sign."""


class UnknownThing(AllegataError):
    """An id was named that the casebook does not hold.

    `instead`: the incidents into which one of that id went, where it was merged or divided.
    """

    def __init__(self, words: str, instead: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.instead = instead


class StaleDecision(AllegataError):
    """A decision was made on a version that has changed since; look again and decide again."""


class BadDecision(AllegataError):
    """A decision cannot mean anything: no author, no reason, or a correction that does not fit."""


class UnreadableRecord(AllegataError):
    """Stored data does not have the shape of the type that it should hold."""


class BadKnowledge(AllegataError):
    """A knowledge file (aliases, lexicon, gazetteer) cannot be used as it stands."""


class UnitsDoNotMix(AllegataError):
    """Figures of different unit, role or scope were about to be added or compared."""


class VerdictInOwnWords(AllegataError):
    """A page was about to judge in the software's own words; it was not written."""


class ExtraMissing(AllegataError):
    """An optional library is not installed; the message names the extra that brings it."""


class DossierRefused(AllegataError):
    """A dossier may not go out as it stands; the message says what is missing."""


class TooLarge(AllegataError):
    """More was sent than may come in at once."""


class AddressTaken(AllegataError):
    """A server cannot wait for visitors where it was told to."""


class UnsafeOffice(AllegataError):
    """Accounts and sessions cannot be kept where, or as, they lie."""


class UnsafeServing(AllegataError):
    """A server would be reachable in a way that lays passwords or content open."""


class BadAccount(AllegataError):
    """An account, a password or a role cannot be as it was asked for."""


class NotSignedIn(AllegataError):
    """Name, password and code do not open an account."""


class TooManyAttempts(AllegataError):
    """Too many sign-ins failed; the message says how long to wait."""


class Severity(StrEnum):
    """How far a problem reaches: what was lost for reading, never what was lost for keeping."""

    UNREADABLE = "unreadable"  # the original is kept, nothing could be read from it
    PARTIAL = "partial"  # some of it was read
    NOTICE = "notice"  # everything was read; a person should know this all the same


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the data: what is wrong, where, and what a person can do about it.

    `code` is stable and made for scripts (`empty_file`, `pdf_locked`, …); `subject` is a file name,
    an item id or a document id; `remedy` is a full sentence in the imperative.
    """

    code: str
    subject: str
    what: str
    remedy: str
    severity: Severity = Severity.PARTIAL
    start: int | None = None
    end: int | None = None
