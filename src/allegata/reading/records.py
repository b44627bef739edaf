"""What is said around the occurrences: checks, answers, legal steps, addresses, totals, opinions.

Each kind has a module of its own; this one puts them in order and tells each record which
occurrence it concerns.
"""

from dataclasses import dataclass

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
from allegata.reading import (
    allegations,
    answers,
    appearances,
    checks,
    figures,
    legal,
    opinions,
    patterns,
    referrals,
    steps,
)
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.threads import Threads


@dataclass(frozen=True, slots=True)
class Records:
    """Every record of one document, each kind ordered by place in the text."""

    media: tuple[MediaAppearance, ...]
    verifications: tuple[Verification, ...]
    responses: tuple[Response, ...]
    proceedings: tuple[Proceeding, ...]
    referrals: tuple[Referral, ...]
    qualifications: tuple[Qualification, ...]
    aggregates: tuple[Aggregate, ...]
    patterns: tuple[PatternClaim, ...]
    allegations: tuple[GeneralAllegation, ...]
    evaluations: tuple[Evaluation, ...]
    protected: tuple[ProtectedDetail, ...]


def totals(context: Context, acts: tuple[FoundAct, ...]) -> tuple[Aggregate, ...]:
    """Published totals and trends; found before occurrences, because their acts belong to no single one."""
    return figures.aggregates(context, acts)


def find(context: Context, threads: Threads, aggregates: tuple[Aggregate, ...]) -> Records:
    """Every record around the occurrences of one document."""
    claimed = patterns.find(context, threads, aggregates)
    qualifications = legal.find(context, threads)
    taken = (*(a.span for a in aggregates), *(p.span for p in claimed))
    checked = checks.find(context, threads)
    stepped = steps.find(context, threads, aggregates)
    return Records(
        appearances.find(context, threads),
        checked,
        answers.find(context, threads, aggregates, [*(c.span for c in checked), *(s.span for s in stepped)]),
        stepped,
        referrals.find(context, threads),
        qualifications,
        aggregates,
        claimed,
        allegations.find(context, threads, taken, qualifications),
        opinions.find(context, threads, taken),
        opinions.protected(context, threads),
    )
