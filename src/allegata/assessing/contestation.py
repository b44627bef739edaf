"""What each accused side says (DOMAIN 2.4, 2.5): never left out, silence never read as yes.

A denial counts for this allegation only where its scope says so; a general denial stands as *general
statement, not about this incident*. Where a text says that a side was asked or has not answered, in
whatever words, it is "reported not to have answered"; where nothing is on record, "no response known" is
said. The words are the same for every side.
"""

from collections.abc import Iterable, Mapping, Sequence

from allegata.assessing.case import Case
from allegata.model.assessment import Contestation, IncidentAssessment
from allegata.model.record import Response
from allegata.model.vocabulary import Attribute, ContestationValue, ResponseKind, Scope

_GENERAL = frozenset({Scope.GENERAL_CONDUCT, Scope.CLASS_OF_INCIDENTS})

_PLAIN: dict[ResponseKind, ContestationValue] = {
    ResponseKind.NO_RESPONSE_KNOWN: ContestationValue.REPORTED_UNANSWERED,
    ResponseKind.NO_COMMENT: ContestationValue.REPORTED_UNANSWERED,
    ResponseKind.RESPONSIBILITY_DENIED: ContestationValue.RESPONSIBILITY_DENIED,
    ResponseKind.ALTERNATIVE_ACCOUNT: ContestationValue.ALTERNATIVE_ACCOUNT_GIVEN,
    ResponseKind.ACKNOWLEDGED_IN_PART: ContestationValue.ACKNOWLEDGED_IN_PART,
    ResponseKind.ACKNOWLEDGED: ContestationValue.ACKNOWLEDGED,
    ResponseKind.COMMITMENT_TO_INVESTIGATE: ContestationValue.WILL_INVESTIGATE,
}

ANY_SIDE = "*"
"""What stands for every side in a record of where answers were looked for."""

_SILENT = frozenset(
    {
        ContestationValue.NO_RESPONSE_KNOWN,
        ContestationValue.NO_COMMENT_REPORTED,
        ContestationValue.REPORTED_UNANSWERED,
    }
)
_NOT_AN_ANSWER = _SILENT | {ContestationValue.DENIED_IN_GENERAL_TERMS, ContestationValue.ACCOUNTS_CONTRADICT}
"""Silence and general terms answer no allegation; neither does the fact that accounts differ."""


def contestation(
    case: Case,
    accused: frozenset[str],
    contradicted: Sequence[Attribute],
    searched: Mapping[str, str] | None = None,
) -> tuple[Contestation, ...]:
    """One entry for every accused side and for every other side that answers to this incident.

    :param accused: party ids; empty when no account names a side, which gives one entry without a party.
    :param contradicted: the attributes whose accounts conflict.
    :param searched: party id, or `ANY_SIDE` → where and as of when an answer was looked for, as people
        recorded it.
    """
    by_party: dict[str | None, list[Response]] = {party: [] for party in accused}
    for response in case.responses:
        by_party.setdefault(_party(response), []).append(response)
    for response in case.general_responses:
        party = _party(response)
        if party in accused:
            by_party[party].append(response)
    if not by_party:
        by_party[None] = []
    return tuple(
        _entry(party, by_party[party], party in accused or len(by_party) == 1, contradicted, searched)
        for party in sorted(by_party, key=lambda p: (p is None, p or ""))
    )


def _entry(
    party: str | None,
    responses: Iterable[Response],
    is_accused: bool,
    contradicted: Sequence[Attribute],
    searched: Mapping[str, str] | None,
) -> Contestation:
    ordered = sorted(responses, key=lambda r: r.id)
    found = {value for response in ordered if (value := _value(response))}
    if found - _NOT_AN_ANSWER:
        found -= _SILENT  # one report found an answer where another had none yet
    elif is_accused and not found & _SILENT:
        found.add(ContestationValue.NO_RESPONSE_KNOWN)
    if is_accused and contradicted:
        found.add(ContestationValue.ACCOUNTS_CONTRADICT)
    return Contestation(
        party,
        tuple(value for value in ContestationValue if value in found),
        tuple(response.id for response in ordered),
        tuple(sorted(contradicted)) if is_accused else (),
        searched.get(party or "", searched.get(ANY_SIDE)) if searched else None,
    )


def is_answered(assessed: IncidentAssessment) -> bool:
    """Whether an accused side says something about this very allegation."""
    return any(set(side.values) - _NOT_AN_ANSWER for side in _accused_sides(assessed))


def is_reported_unanswered(assessed: IncidentAssessment) -> bool:
    """Whether no accused side answers, and at least one is reported not to have answered."""
    return not is_answered(assessed) and any(
        ContestationValue.REPORTED_UNANSWERED in side.values for side in _accused_sides(assessed)
    )


def _accused_sides(assessed: IncidentAssessment) -> tuple[Contestation, ...]:
    """The entries of the accused; all of them where no side is named."""
    named = assessed.alleged_against
    return tuple(side for side in assessed.contestation if not named or side.party in named)


def _party(response: Response) -> str | None:
    if response.party:
        return response.party
    return response.by.source.control_group if response.by.source else response.by.on_behalf_of


def _value(response: Response) -> ContestationValue | None:
    general = response.scope in _GENERAL or (not response.about and response.scope is not Scope.THIS_INCIDENT)
    if response.scope is Scope.NAMED_OTHER_INCIDENT:
        return None
    if response.kind is ResponseKind.DENIAL:
        if general:
            return ContestationValue.DENIED_IN_GENERAL_TERMS
        if response.scope is Scope.THIS_INCIDENT and response.about:
            return ContestationValue.THIS_ALLEGATION_DENIED
        return ContestationValue.DENIAL_SCOPE_UNCLEAR
    return None if general else _PLAIN.get(response.kind)
