"""What is said *around* an incident: checks, answers, legal steps, addresses, totals, patterns.

Every record has an exact `span`, the id of the `statement` it was read from, and `about`: the ids of
the mentions it concerns in the same document. An empty `about` means that it concerns no single
incident (a general denial, a total).
"""

from dataclasses import dataclass

from allegata.model.document import Span
from allegata.model.source import Source, Speaker
from allegata.model.value import Count, Group, When, Where
from allegata.model.vocabulary import (
    ActType,
    Modality,
    PatternKind,
    Polarity,
    ProceedingStage,
    QualificationKind,
    ReferralStatus,
    ReferralType,
    ResponseKind,
    Scope,
    Sensitivity,
    VerificationAspect,
    VerificationMethod,
    VerificationResult,
)


@dataclass(frozen=True, slots=True)
class MediaAppearance:
    """Footage as the text tells of it: where it appeared, who shared or released it, when.

    The sharer is not the author; both stay None when the words do not name them.
    `separate` marks footage that the text sets apart from other footage ("a separate video").
    """

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    kind: str  # "video", "photograph", "drone footage", "audio" …, as worded, lower case
    platform: str | None = None
    sharer: Speaker | None = None
    author: str | None = None
    first_seen: When | None = None
    separate: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """Who checked which one aspect, with what result.

    `self_interest` marks a party confirming its own side's claim: it is stored as a party
    confirmation and never counted as verification. `first_hand` is set when the verifier's own
    publication is the document at hand.
    """

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    verifier: Speaker
    aspect: VerificationAspect
    result: VerificationResult
    method: VerificationMethod = VerificationMethod.NOT_STATED
    first_hand: bool = False
    self_interest: bool = False
    standard_stated: str | None = None
    scope: Scope = Scope.THIS_INCIDENT


@dataclass(frozen=True, slots=True)
class Response:
    """What the accused side answered, or that no answer is known. Silence is neither yes nor no."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    kind: ResponseKind
    by: Speaker
    party: str | None  # the party that answers or stays silent, if the words tell
    scope: Scope
    chain: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A legal step. `articles` holds only what the text names; a neighbour's article is never copied."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    authority: Speaker
    stage: ProceedingStage
    articles: tuple[str, ...] = ()
    opened_on: When | None = None
    against: Group | None = None  # "against Russia": no suspect
    suspects_named: bool = False
    step: str | None = None  # an investigative step in words


@dataclass(frozen=True, slots=True)
class Addressee:
    """A body as worded, with the source it may be; a candidate, not an identification."""

    wording: str
    candidate: Source | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """An address to a body, or a public demand: demanded, announced, reported as made (ESF Intervention)."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    by: Speaker
    addressed: tuple[Addressee, ...]
    type: ReferralType
    status: ReferralStatus
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Qualification:
    """Legal words of somebody else, with their condition ("if … indeed surrendering")."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    kind: QualificationKind
    words_used: str
    by: Speaker
    provisions: tuple[str, ...] = ()
    condition: str | None = None
    modality: Modality = Modality.ASSERTED
    scope: Scope = Scope.THIS_INCIDENT


@dataclass(frozen=True, slots=True)
class TotalScope:
    """What a published total covers. None is *not stated*: two totals with a None never compare."""

    act: ActType | None = None
    victim_party: str | None = None
    perpetrator_party: str | None = None
    territory: Where | None = None
    period: When | None = None
    inclusion_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A published total or trend. `figures` may hold several units (cases and persons), never summed."""

    id: str
    span: Span
    statement: str
    publisher: Speaker
    figures: tuple[Count, ...]
    scope: TotalScope
    as_of: When | None = None
    cumulative: bool | None = None
    trend: str | None = None  # direction words without numbers, as worded
    territories: tuple[Where, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatternClaim:
    """Somebody's claim of a practice, policy or system. Only ever quoted."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    kind: PatternKind
    by: Speaker
    words_used: str
    act: ActType | None = None
    alleged_party: str | None = None


@dataclass(frozen=True, slots=True)
class GeneralAllegation:
    """An allegation without a bounded occurrence: kept, and never made into an incident."""

    id: str
    span: Span
    statement: str
    act: ActType
    by: Speaker
    actor: Group | None = None
    victim: Group | None = None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMS
    scope: Scope = Scope.CLASS_OF_INCIDENTS
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Opinion, reaction, superlative: recorded as said, yields no value."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    by: Speaker
    words_used: str


OWN_WORDS = "words of a person who may need protection"
"""The reason of a detail that is what a captive, victim or witness says; every other reason is about them."""


@dataclass(frozen=True, slots=True)
class ProtectedDetail:
    """Words that could identify or expose a captive, victim or witness; never in a public output."""

    id: str
    span: Span
    statement: str
    about: tuple[str, ...]
    reason: str
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
