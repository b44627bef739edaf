"""What the actions return: frozen values that doors print and `codec` writes as JSON.

Doors import nothing but `actions` and `model`, so everything a table, a page or `--json` shows is
here. A result never judges: it lists what was done, what was found, and the problems.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from allegata.errors import Problem, Severity
from allegata.model.assessment import Coverage, Figures, IncidentAssessment
from allegata.model.decision import Answer, Decision, Proposal, Request
from allegata.model.document import Document
from allegata.model.incident import Account, Incident, Mention
from allegata.model.item import Appearance, CustodyEvent, Item
from allegata.model.media import (
    AssetAppearance,
    Derivative,
    FootageMatch,
    GraphicLevel,
    LogLine,
    MediaFacts,
)
from allegata.model.reading import Reading
from allegata.model.record import (
    Aggregate,
    Evaluation,
    GeneralAllegation,
    MediaAppearance,
    PatternClaim,
    Proceeding,
    ProtectedDetail,
    Qualification,
    Referral,
    Response,
    Verification,
)
from allegata.model.source import Party
from allegata.model.statement import Statement

Record: TypeAlias = (
    MediaAppearance
    | Verification
    | Response
    | Proceeding
    | Referral
    | Qualification
    | Aggregate
    | PatternClaim
    | GeneralAllegation
    | Evaluation
    | ProtectedDetail
)
"""Anything said around an incident; in JSON tagged by its `class`."""

RECORD_FIELDS = (
    "media",
    "verifications",
    "responses",
    "proceedings",
    "referrals",
    "qualifications",
    "aggregates",
    "patterns",
    "allegations",
    "evaluations",
    "protected",
)
"""The fields of a `Reading` that hold records, in the order in which they are shown."""


def records_of(reading: Reading) -> tuple[Record, ...]:
    """Every record of a reading, in the order of `RECORD_FIELDS`."""
    return tuple(record for name in RECORD_FIELDS for record in getattr(reading, name))


class Step(StrEnum):
    """The steps of the main job, in order."""

    ADD = "add"
    UNPACK = "unpack"
    READ = "read"
    LINK = "link"
    ASSESS = "assess"
    SHOW = "show"
    FACTS = "facts"
    FINGERPRINT = "fingerprint"
    MATCH = "match"
    COVER = "cover"
    VERIFY = "verify"
    REBUILD = "rebuild"
    MIRROR = "mirror"
    RESTORE = "restore"
    SCRUB = "scrub"
    REPORT = "report"
    DOSSIER = "dossier"
    CHECK = "check"


class Progress(Protocol):
    """What a long action tells a door while it works. Calls come from one thread, in order."""

    def begin(self, step: Step, total: int | None) -> None:
        """A step starts; `total` is how many pieces of work it has, None when unknown."""

    def advance(self, step: Step, count: int = 1) -> None:
        """So many more pieces are done."""

    def end(self, step: Step) -> None:
        """The step is done."""


class Silent:
    """A progress that says nothing: the default of every action."""

    def begin(self, step: Step, total: int | None) -> None:
        """Say nothing."""

    def advance(self, step: Step, count: int = 1) -> None:
        """Say nothing."""

    def end(self, step: Step) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What `add` took in. Ids are item ids; `known` were in the casebook already, byte for byte.

    `unpacked` are the containers that were taken apart and `members` the new items that were in them;
    `met_again` counts the known ones that came under a name or with a description not known before.
    """

    added: tuple[str, ...]
    known: tuple[str, ...]
    problems: tuple[Problem, ...]
    bytes_added: int = 0
    unpacked: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    met_again: int = 0
    absent: int = 0  # members of which only words are left


@dataclass(frozen=True, slots=True)
class UnpackResult:
    """What `unpack` took out of containers. Ids are item ids; `absent` members have words and no bytes."""

    containers: tuple[str, ...]
    added: tuple[str, ...]
    problems: tuple[Problem, ...]
    bytes_added: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What `read` read. Ids are item ids.

    `unread` were looked at and hold nothing that this reader reads (another language, no text);
    `skipped` had been read by the same reader and version before.
    """

    read: tuple[str, ...]
    unread: tuple[str, ...]
    skipped: tuple[str, ...]
    problems: tuple[Problem, ...]
    reader: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The incidents as they stand after linking; `changed` tells whether the ledger got a new entry."""

    incidents: tuple[Incident, ...]
    proposals: tuple[Proposal, ...]
    changed: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessResult:
    """What was computed over the incidents; `changed` tells whether the ledger got a new entry."""

    assessments: tuple[IncidentAssessment, ...]
    figures: Figures
    coverage: Coverage
    changed: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One row of the list of incidents."""

    incident: Incident
    assessment: IncidentAssessment
    documents: tuple[str, ...]  # document ids


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the list of items. `document` and `language` are None until the item was read."""

    item: Item
    document: str | None
    language: str | None
    read: bool
    statements: int
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The casebook at a glance: incidents, published totals beside documented ones, problems."""

    casebook: str  # the folder
    items: tuple[ItemLine, ...]
    incidents: tuple[IncidentLine, ...]
    figures: Figures
    aggregates: tuple[Aggregate, ...]
    coverage: Coverage
    proposals: tuple[Proposal, ...]  # every proposal, followed or not, with its reasons
    problems: tuple[Problem, ...]
    parties: tuple[Party, ...] = ()  # so that a door can name "state:XX" without a data file
    discarded: tuple[str, ...] = ()  # incidents and mentions taken out by decision; kept in history


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """Everything on record about one incident, decisions applied.

    `statements` are those that an account, act or record of the incident rests on; `records` are the
    records *about* one of its mentions and those that its assessment rests on (a general denial is about
    no single incident); `documents` are in full, so that every span can be shown in its place. `seen` is
    the digest that a decision on this incident carries as `saw`.
    """

    incident: Incident
    assessment: IncidentAssessment
    mentions: tuple[Mention, ...]
    accounts: tuple[Account, ...]
    statements: tuple[Statement, ...]
    records: tuple[Record, ...]
    documents: tuple[Document, ...]
    items: tuple[Item, ...]
    proposals: tuple[Proposal, ...]  # those that touch one of its mentions
    decisions: tuple[Decision, ...]  # those on the incident or on anything in it, oldest first
    seen: str
    parties: tuple[Party, ...] = ()
    problems: tuple[Problem, ...] = ()  # originals that are missing or no longer what they were
    own_releases: tuple[
        str, ...
    ] = ()  # documents whose publisher is known, and not as press (`source.is_press`)


@dataclass(frozen=True, slots=True)
class Inside:
    """What came of taking one container apart, in numbers."""

    entry: int
    importer: str
    version: str
    members: int
    bytes: int
    depth: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """Everything on record about one item; `document` and `reading` are None until it was read."""

    item: Item
    document: Document | None
    reading: Reading | None  # decisions applied
    custody: tuple[CustodyEvent, ...]
    incidents: tuple[str, ...]
    parties: tuple[Party, ...] = ()
    problems: tuple[Problem, ...] = ()  # its original is missing or no longer what it was
    appearances: tuple[Appearance, ...] = ()  # everywhere its bytes were met, oldest first
    inside: tuple[Inside, ...] = ()  # of a container: what was taken out of it, by which importer
    media: MediaFacts | None = None  # what a file of footage says of itself
    log: tuple[LogLine, ...] = ()  # what one viewer noted, so that others need not watch
    derivatives: tuple[Derivative, ...] = ()  # what was made from it, and who confirmed it


@dataclass(frozen=True, slots=True)
class RunResult:
    """What the main job did, step by step, and the casebook as it stands."""

    add: AddResult
    read: ReadResult
    link: LinkResult
    assess: AssessResult
    overview: Overview

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of every step, each once."""
        parts = (self.add, self.read, self.link, self.assess, self.overview)
        return tuple(dict.fromkeys(problem for part in parts for problem in part.problems))


@dataclass(frozen=True, slots=True)
class FactsResult:
    """What files of footage say of themselves; `skipped` were examined before by the same tool."""

    facts: tuple[MediaFacts, ...]
    skipped: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One file that was fingerprinted."""

    item: str
    name: str
    kind: str
    duration: int  # ms
    frames: int  # decoded
    hashes: int


@dataclass(frozen=True, slots=True)
class FingerprintResult:
    """What was fingerprinted. Frames were decoded by the machine; nobody saw one."""

    made: tuple[PrintLine, ...]
    skipped: tuple[str, ...]
    problems: tuple[Problem, ...]
    tool: str = ""


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Proposals that files show the same pictures, with people's decisions on them.

    `decided` holds, for each match, `same`, `different`, `unsure` or an empty string.
    """

    matches: tuple[FootageMatch, ...]
    decided: tuple[str, ...]
    names: tuple[tuple[str, str], ...]  # item id → the name it came under
    compared: int  # files with a fingerprint
    changed: bool


@dataclass(frozen=True, slots=True)
class LogResult:
    """The content log of one file, in its order."""

    item: str
    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class ViewResult:
    """Stills that were written for a person to look at; `levels`: what the log says of each moment."""

    item: str
    files: tuple[str, ...]
    levels: tuple[tuple[int, GraphicLevel], ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivativeResult:
    """A derivative that was made, and where a copy of it was written; None when nothing could be made."""

    derivative: Derivative | None
    file: str | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where the same pictures were met. `asset`: the items that are these bytes or were decided to be the same."""

    item: str
    asset: tuple[str, ...]
    appearances: tuple[AssetAppearance, ...]  # earliest first
    proposed: tuple[FootageMatch, ...]  # not decided: no part of the asset
    names: tuple[tuple[str, str], ...]  # item id → the name it came under


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """The decision as written, and the number of its ledger entry."""

    decision: Decision
    entry: int


@dataclass(frozen=True, slots=True)
class RequestResult:
    """A request as written; `decision` where something took effect at once (sealing protects somebody now)."""

    request: Request
    entry: int
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """How a request ended, and the number of the ledger entry that says so."""

    answer: Answer
    entry: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with its end, where it has one. `stale`: what it is about has changed since."""

    request: Request
    answer: Answer | None
    words: str  # what is asked for
    stale: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened: who, when, what, in words; `decision` when a person decided."""

    entry: int  # its number in the ledger
    at: datetime
    by: str
    kind: str
    words: str
    reason: str = ""
    decision: Decision | None = None
    in_force: bool = True  # False: undone or superseded later


@dataclass(frozen=True, slots=True)
class History:
    """What happened to one thing, oldest first."""

    thing: str
    entries: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class VerifyStep:
    """One numbered step of `verify`: what was checked, how many, and what is wrong.

    `note` says what is no fault and should be known all the same: "unstamped since …".
    """

    number: int
    title: str
    checked: int
    problems: tuple[Problem, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """The whole check. `head` and `root` are the ledger's last hash and its RFC 6962 tree hash."""

    steps: tuple[VerifyStep, ...]
    entries: int
    objects: int
    head: str
    root: str

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the steps."""
        return tuple(problem for step in self.steps for problem in step.problems)

    @property
    def intact(self) -> bool:
        """Whether nothing but notices was found."""
        return all(problem.severity is Severity.NOTICE for problem in self.problems)


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """The index made anew. `before` is None when the old index could not be exported."""

    entries: int
    items: int
    before: str | None  # digest of the export
    after: str

    @property
    def identical(self) -> bool:
        """Whether the export is the same as before."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class DossierResult:
    """What `dossier` wrote. `tagmanifest` is its SHA-256: the digest by which the ledger names the package."""

    incident: str
    folder: str
    profile: str
    files: int
    octets: int
    tagmanifest: str
    entry: int  # the ledger entry that says so
    signed: bool
    checkpoint: int | None  # how many entries the checkpoint covers
    stamps: int
    marks: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class PackageCheck:
    """A package checked again, in numbered steps.

    `key` is the fingerprint of the key that sealed it, to be compared with one got by another way;
    `custody_key` that of the key that signed the checkpoint. Empty where there is none.
    """

    folder: str
    key: str
    custody_key: str
    steps: tuple[VerifyStep, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the steps."""
        return tuple(problem for step in self.steps for problem in step.problems)

    @property
    def intact(self) -> bool:
        """Whether nothing but notices was found."""
        return all(problem.severity is Severity.NOTICE for problem in self.problems)
