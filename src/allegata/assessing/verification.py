"""The matrix aspect × verifier (DOMAIN 1.8): what was checked, by whom, with which result, and what was not.

A check repeated in many texts is one check. A party's word on its own side's claim is shown apart, as a
party confirmation, and never counts as a check. A result on one aspect says nothing on another.
"""

from collections.abc import Iterable

from allegata.assessing.case import Case
from allegata.model.assessment import VerificationCell
from allegata.model.record import Verification
from allegata.model.vocabulary import PartyRelation, Scope, VerificationAspect

PARTIES = frozenset({PartyRelation.PARTY, PartyRelation.PARTY_CONTROLLED})


def matrix(case: Case) -> tuple[VerificationCell, ...]:
    """One cell for each verifier, aspect and result, sorted; different results stand side by side."""
    cells: dict[tuple[str, VerificationAspect, str], list[Verification]] = {}
    for record in case.verifications:
        if record.scope in {Scope.THIS_INCIDENT, Scope.UNCLEAR}:
            key = (_verifier(record, case), record.aspect, record.result.value)
            cells.setdefault(key, []).append(record)
    return tuple(
        VerificationCell(
            verifier,
            aspect,
            records[0].result,
            any(r.first_hand for r in records),
            any(is_party_confirmation(r) for r in records),
            tuple(r.id for r in records),
        )
        for (verifier, aspect, _), records in sorted(cells.items(), key=lambda entry: entry[0])
    )


def not_checked(cells: Iterable[VerificationCell]) -> tuple[VerificationAspect, ...]:
    """The aspects that nobody but a party is reported to have looked at, in the published order."""
    looked_at = {cell.aspect for cell in cells if not cell.party_confirmation}
    return tuple(
        aspect
        for aspect in VerificationAspect
        if aspect not in looked_at and aspect is not VerificationAspect.UNSPECIFIED
    )


def is_party_confirmation(record: Verification) -> bool:
    """Whether a party to the conflict speaks here."""
    source = record.verifier.source
    return record.self_interest or (source is not None and source.party_relation in PARTIES)


def _verifier(record: Verification, case: Case) -> str:
    if record.verifier.is_outlet:
        publisher = case.publisher(record.span.document)
        return publisher.name if publisher else record.verifier.wording
    return record.verifier.source.name if record.verifier.source else record.verifier.wording
