"""What a reader makes of one document, as one value."""

from dataclasses import dataclass, field

from allegata.errors import Problem
from allegata.model.incident import Account, Mention
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
from allegata.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document. Deterministic for a document, a reader and its version."""

    document: str
    item: str
    reader: str
    version: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    accounts: tuple[Account, ...] = ()
    media: tuple[MediaAppearance, ...] = ()
    verifications: tuple[Verification, ...] = ()
    responses: tuple[Response, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    referrals: tuple[Referral, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    patterns: tuple[PatternClaim, ...] = ()
    allegations: tuple[GeneralAllegation, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    protected: tuple[ProtectedDetail, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
