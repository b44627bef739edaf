"""A dossier: one incident as a neutral document in which every value carries the number of its quotation.

The tree is what is sealed. PDF, JSON and CSV are renderings of it and hold nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from allegata.model.item import CustodyEvent
from allegata.model.value import Value

FORMAT = "allegata-dossier/1"

SINGLE_PERSON = "single-person, not reviewed"
"""What stands on every page of what one person alone saw (DOMAIN 2.2)."""


class Profile(StrEnum):
    """For whom a dossier is made: the people who work on it, or anybody."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where exact words stand: `text[start:end] == quote`, in code points of the document's text.

    `quote` is empty where the words are withheld; the place stays. `number` counts from 1.
    """

    number: int
    quote: str
    source: str  # the publisher as stated, or the file's name
    item: str  # SHA-256 of the original
    document: str
    start: int
    end: int
    line: int
    language: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words on one line, withheld ones replaced by a note, and the citations that carry them."""

    words: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Who, what in neutral words, notes, and the quotations it rests on."""

    who: str
    what: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    things: tuple[str, ...] = ()  # ids of pinned circumstances that it tells


@dataclass(frozen=True, slots=True)
class Section:
    """One of the five parts, all of one rank. `empty` stands where there is nothing to list."""

    number: int
    title: str
    lines: tuple[Line, ...]
    empty: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin's values of one attribute."""

    origin: str
    standing: str  # for whom it speaks
    values: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribute of the account matrix, origin by origin."""

    attribute: str
    code: str
    code_words: str
    derivation: str
    origins: str  # "1–2": both bounds
    count: str
    contradicted: tuple[str, ...]
    flags: tuple[str, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `day` is ISO 8601 where a day is known; empty sorts last."""

    day: str
    when: str  # in words
    slot: str
    who: str
    what: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement behind the record."""

    id: str
    speaker: str
    chain: str
    manner: str
    scope: str
    notes: tuple[str, ...]
    quote: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One value as alleged by one voice: in words, and as the typed value that is compared."""

    id: str
    attribute: str
    words: str
    value: Value | None  # None: withheld
    who: str
    stance: str
    notes: tuple[str, ...]
    made_by: str
    statement: str
    quote: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One original: what it is, how it came, and where its bytes lie in the package, if they do."""

    number: int
    id: str  # SHA-256
    length: int
    media_type: str
    name: str
    source: str
    published: str
    url: str
    retrieved: str
    received: str
    method: str
    collector: str
    completeness: str
    content: str
    container: str
    file: str  # path in the package; empty: its hash only
    claimed: str = ""  # when the material or its platform says that it is from
    clock: str = ""  # whose clock gave the time of capture
    tool: str = ""  # what captured it
    redirects: tuple[str, ...] = ()
    transformations: tuple[str, ...] = ()  # what was done to the bytes on the way
    post: str = ""  # platform, channel, number, what it passes on
    holds: tuple[int, ...] = ()  # the numbers of the items that were taken out of it
    stated: tuple[str, ...] = ()  # anything else that somebody wrote down of the capture


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a person on the incident or on anything in it."""

    at: str
    by: str
    verb: str
    subject: str
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Release:
    """Who lets the dossier out, to whom and why; `second` is the other person of a public one."""

    profile: Profile
    at: datetime
    by: str
    second: str = ""
    recipient: str = ""
    reason: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to stand on every page."""
        return () if self.second else (SINGLE_PERSON,)


class DraftState(StrEnum):
    """Where a dossier stands that was asked for."""

    WAITING = "waiting"  # for a second person
    SIGNING = "signing"  # somebody's signature is under way; nobody else can sign or decline it
    SIGNED = "signed"
    DECLINED = "declined"
    REMOVED = "removed"  # signed, and the copy on the server was taken away


@dataclass(frozen=True, slots=True)
class Draft:
    """A dossier as one person prepared it; another one signs it, or declines.

    `seen` is the digest of the incident and its assessment as the first person saw them.
    """

    id: str
    casebook: str
    incident: str
    title: str
    profile: Profile
    by: str
    asked_at: datetime
    reason: str
    seen: str
    recipient: str = ""
    originals: bool = True
    summary: str = ""
    state: DraftState = DraftState.WAITING
    ended_by: str = ""
    ended_at: datetime | None = None
    words: str = ""  # why it was declined, or who the named second person was
    tagmanifest: str = ""  # SHA-256 of the package's tag manifest, once signed
    files: int = 0
    octets: int = 0
    folder: str = ""  # name of the package's folder in the office


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the ledger stood, by the last signed checkpoint; every field empty without one."""

    origin: str = ""
    size: int = 0
    root: str = ""  # RFC 6962 tree hash, hex
    key: str = ""  # fingerprint of the public key
    stamps: tuple[str, ...] = ()  # each time stamp in words; empty: not stamped


@dataclass(frozen=True, slots=True)
class Dossier:
    """One incident, whole."""

    format: str
    incident: str
    title: str
    state: str
    made_by: str
    accused: str
    release: Release
    software: str
    method_version: str
    seen: str  # digest of the incident's version
    summary: tuple[Line, ...]  # a person's own words, cited; empty without one
    parts: tuple[Section, ...]
    pinned: tuple[Line, ...]
    matrix: tuple[Attributed, ...]
    timeline: tuple[Moment, ...]
    around: tuple[Line, ...]
    statements: tuple[StatementLine, ...]
    accounts: tuple[AccountLine, ...]
    citations: tuple[Citation, ...]
    items: tuple[ItemLine, ...]
    custody: tuple[CustodyEvent, ...]
    decisions: tuple[Decided, ...]
    linked: tuple[str, ...]
    withheld: tuple[str, ...]  # what this profile leaves out, in words
    method: tuple[str, ...]
    anchor: Anchor = field(default_factory=Anchor)
