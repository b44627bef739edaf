"""Legal steps and addresses to bodies: the furthest stage for each, side by side, nothing filled in."""

from allegata.assessing.case import Case
from allegata.model.assessment import AddressStep, ProcessStep
from allegata.model.record import Proceeding, Referral
from allegata.model.source import Speaker
from allegata.model.vocabulary import ProceedingStage, ReferralStatus

STAGES = (
    ProceedingStage.UNKNOWN,
    ProceedingStage.ANNOUNCED_INQUIRY,
    ProceedingStage.PRE_TRIAL_INVESTIGATION,
    ProceedingStage.CRIMINAL_CASE_OPENED,
    ProceedingStage.SUSPECT_NOTIFIED,
    ProceedingStage.CHARGED,
    ProceedingStage.TRIAL,
    ProceedingStage.JUDGMENT_FIRST_INSTANCE,
    ProceedingStage.APPEAL,
    ProceedingStage.FINAL,
    ProceedingStage.SUSPENDED,
    ProceedingStage.CLOSED,
)
"""From the least to the furthest: a stage that nobody stated says less than any that was stated."""
STATUSES = (
    ReferralStatus.DEMANDED,
    ReferralStatus.ANNOUNCED,
    ReferralStatus.REPORTED_AS_MADE,
    ReferralStatus.NO_ANSWER_KNOWN,
    ReferralStatus.ACKNOWLEDGED_BY_ADDRESSEE,
    ReferralStatus.ANSWERED,
)
"""From the least to the furthest: "no answer so far" is overtaken by an answer."""


def steps(case: Case) -> tuple[ProcessStep, ...]:
    """One step for each authority: its furthest stage, and every article named for this incident."""
    by_authority: dict[str, list[Proceeding]] = {}
    for record in case.proceedings:
        by_authority.setdefault(_key(record.authority), []).append(record)
    return tuple(
        ProcessStep(
            _name(records[0].authority),
            max((r.stage for r in records), key=STAGES.index),
            tuple(sorted({article for r in records for article in r.articles})),
            tuple(r.id for r in records),
        )
        for _, records in sorted(by_authority.items())
    )


def addresses(case: Case) -> tuple[AddressStep, ...]:
    """One step for each pair of who addresses and who is addressed, with the furthest status reported.

    A demand that names no body is addressed to "not named".
    """
    pairs: dict[tuple[str, str], list[tuple[Referral, str]]] = {}
    for record in case.referrals:
        bodies = [
            (b.candidate.id if b.candidate else b.wording.casefold(), b.wording) for b in record.addressed
        ]
        for key, wording in bodies or [("", "not named")]:
            pairs.setdefault((_key(record.by), key), []).append((record, wording))
    return tuple(
        AddressStep(
            _name(found[0][0].by),
            min(wording for _, wording in found),
            max((record.status for record, _ in found), key=STATUSES.index),
            tuple(record.id for record, _ in found),
        )
        for _, found in sorted(pairs.items(), key=lambda entry: entry[0])
    )


def _key(speaker: Speaker) -> str:
    return speaker.key


def _name(speaker: Speaker) -> str:
    return speaker.source.name if speaker.source else speaker.wording
