"""What is computed from attributed values. Every result carries its inputs; there is no total score."""

from dataclasses import dataclass

from allegata.model.value import Count
from allegata.model.vocabulary import (
    Attribute,
    ContestationValue,
    CorroborationCode,
    CountRole,
    PartyRelation,
    ProceedingStage,
    ReferralStatus,
    Relation,
    RootKind,
    Unit,
    VerificationAspect,
    VerificationResult,
)


@dataclass(frozen=True, slots=True)
class Root:
    """An origin: where the chain behind some accounts ends (DOMAIN 3.1)."""

    id: str
    kind: RootKind
    name: str
    party_relation: PartyRelation
    control_group: str | None
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """How many independent origins stand behind some accounts: two bounds, never one number."""

    lower: int
    upper: int
    roots: tuple[Root, ...]
    single_interest: str | None = None  # the one control group behind all of them
    same_footage_only: bool = False
    cross_party_agreement: bool = False
    against_interest: bool = False
    collapsed: tuple[str, ...] = ()  # each collapse in words, with the rule's number


@dataclass(frozen=True, slots=True)
class ValuePair:
    """How two accounts of one attribute stand to each other."""

    left: str
    right: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The pattern of sources behind one attribute; `contradicted_by` is the X that is always shown."""

    code: CorroborationCode
    derivation: str
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountRange:
    """Reported bounds of one role and unit; `maximum` None is open. Vague and headline values stay out."""

    role: CountRole
    unit: Unit
    minimum: int | None
    maximum: int | None
    open_ended: bool
    common_ground: tuple[int, int | None] | None
    supported: tuple[tuple[int, int], ...]  # (k, largest n asserted by at least k independent roots)
    excluded: tuple[tuple[str, str], ...]  # (account id, reason)


@dataclass(frozen=True, slots=True)
class AttributeAssessment:
    """One row of the account matrix."""

    attribute: Attribute
    accounts: tuple[str, ...]
    pairs: tuple[ValuePair, ...]
    origins: Origins
    corroboration: Corroboration
    counts: CountRange | None = None


@dataclass(frozen=True, slots=True)
class Contestation:
    """What one accused side says, with the records it rests on."""

    party: str | None
    values: tuple[ContestationValue, ...]
    records: tuple[str, ...]
    contradicted_attributes: tuple[Attribute, ...] = ()
    searched: str | None = None  # where and as of when answers were looked for; None: no search on record


@dataclass(frozen=True, slots=True)
class VerificationCell:
    """One cell of the matrix aspect × verifier."""

    verifier: str
    aspect: VerificationAspect
    result: VerificationResult
    first_hand: bool
    party_confirmation: bool
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """The furthest stage of one authority, with every article exactly as the texts name them."""

    authority: str
    stage: ProceedingStage
    articles: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressStep:
    """Which body was addressed by whom, and how far that is reported to have gone."""

    by: str
    addressed: str
    status: ReferralStatus
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentAssessment:
    """Four axes side by side, never folded into one (DOMAIN 2.4)."""

    incident: str
    title: str  # by the neutral template
    alleged_against: tuple[str, ...]  # party ids; empty: not stated
    attributes: tuple[AttributeAssessment, ...]
    contestation: tuple[Contestation, ...]
    verification: tuple[VerificationCell, ...]
    not_checked: tuple[VerificationAspect, ...]
    process: tuple[ProcessStep, ...]
    addressed: tuple[AddressStep, ...]
    pinned: tuple[str, ...]  # ids of acts and accounts that no summary may drop
    method_version: str


COUNTED_HERE = frozenset({CountRole.KILLED, CountRole.INJURED, CountRole.NOT_STATED})
"""The roles of a published number of persons beside which what is documented here is set."""


@dataclass(frozen=True, slots=True)
class DocumentedSide:
    """What is documented inside the scope of a total, for one accused side; sides are never added."""

    side: str | None  # party id; None: no side is named, or several are
    minimum: int
    incidents: int


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A comparison of a published total with another, or with what is documented here — or why there is none.

    A total holds several figures, and two of them may be the same number: `figure` and `other` say which.
    """

    left: str  # aggregate id
    right: str  # aggregate id, or "documented"
    holds: bool | None  # None: not comparable
    words: str
    missing: tuple[str, ...] = ()  # which fields are not aligned
    figure: Count | None = None  # of the left total; None: an earlier version of this program did not say
    other: Count | None = None  # of the right total; None: also beside what is documented
    documented: tuple[DocumentedSide, ...] = ()  # beside the figure; empty: no incident with a count


@dataclass(frozen=True, slots=True)
class DocumentedSum:
    """What the incidents on record add up to, for one accused side, one role and one unit."""

    alleged_against: str | None
    role: CountRole
    unit: Unit
    minimum: int
    maximum: int | None
    included: tuple[str, ...]  # incident ids
    without_count: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Published totals beside documented incidents; units never mix."""

    sums: tuple[DocumentedSum, ...]
    checks: tuple[TotalCheck, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What these results rest on, so that nobody reads a heap of articles as a war."""

    items: int
    read: int
    unread: int
    incidents: int
    with_response_record: int  # incidents with an answer of the accused side on record
    reported_unanswered: int = 0  # incidents without, where it is reported not to have answered
