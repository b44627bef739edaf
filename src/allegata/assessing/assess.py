"""One incident's assessment: pure arithmetic over attributed values, showing its work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from allegata.assessing.accounts import conflicts, count_range, pairs, put_forward
from allegata.assessing.case import Case, Ties, gather, ties
from allegata.assessing.contestation import contestation
from allegata.assessing.corroboration import corroboration
from allegata.assessing.origins import counts_for_origins, trace
from allegata.assessing.process import addresses, steps
from allegata.assessing.title import title
from allegata.assessing.verification import matrix, not_checked
from allegata.model.assessment import AttributeAssessment, IncidentAssessment
from allegata.model.document import Document
from allegata.model.incident import Account, Incident
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.value import Group
from allegata.model.vocabulary import Attribute, Polarity, Stance

METHOD_VERSION = "assessing-1"

PINNED_ATTRIBUTES = frozenset({Attribute.SEQUENCE, Attribute.RELATION})
"""Circumstances that a lawyer may need; no summary may drop them."""

PER_TELLING = frozenset({Attribute.TIME_STATEMENT})
"""What belongs to each telling: two statements of two days are no difference about the incident."""


def assess(
    incident: Incident,
    readings: Sequence[Reading],
    documents: Sequence[Document],
    knowledge: Knowledge | None = None,
    responses_searched: Mapping[str, str] | None = None,
) -> IncidentAssessment:
    """Assess one incident. For many, `assess_all` does the common work once.

    :param responses_searched: party id → where and as of when an answer was looked for.
    """
    wanted = frozenset(incident.mentions)
    own = [r for r in readings if any(m.id in wanted for m in r.mentions)]
    held = {r.document for r in own}
    return _assess(incident, own, [d for d in documents if d.id in held], knowledge, responses_searched)


def assess_all(
    incidents: Sequence[Incident],
    readings: Sequence[Reading],
    documents: Sequence[Document],
    knowledge: Knowledge | None = None,
    responses_searched: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[IncidentAssessment, ...]:
    """Assess every incident, in the given order; the cost grows with the number of readings.

    :param responses_searched: incident id → party id → where and as of when an answer was looked for.
    """
    tied = ties(documents, knowledge)
    by_mention = {m.id: r for r in readings for m in r.mentions}
    by_id = {d.id: d for d in documents}
    made = []
    for incident in incidents:
        own = {by_mention[m].document: by_mention[m] for m in incident.mentions if m in by_mention}
        case = gather(incident, own.values(), by_id, tied)
        made.append(_of_case(case, (responses_searched or {}).get(incident.id)))
    return tuple(made)


def _assess(
    incident: Incident,
    readings: Sequence[Reading],
    documents: Sequence[Document],
    knowledge: Knowledge | None,
    searched: Mapping[str, str] | None,
) -> IncidentAssessment:
    tied: Ties = ties(documents, knowledge)
    return _of_case(gather(incident, readings, {d.id: d for d in documents}, tied), searched)


def _of_case(case: Case, searched: Mapping[str, str] | None) -> IncidentAssessment:
    accused = alleged_against(case)
    attributes = tuple(
        row for attribute in Attribute if (row := _attribute(attribute, case, frozenset(accused)))
    )
    contradicted = [a.attribute for a in attributes if conflicts(a.pairs)]
    cells = matrix(case)
    return IncidentAssessment(
        incident=case.incident.id,
        title=title(case, attributes),
        alleged_against=accused,
        attributes=attributes,
        contestation=contestation(case, frozenset(accused), contradicted, searched),
        verification=cells,
        not_checked=not_checked(cells),
        process=steps(case),
        addressed=addresses(case),
        pinned=_pinned(case),
        method_version=METHOD_VERSION,
    )


def alleged_against(case: Case) -> tuple[str, ...]:
    """The sides that accounts and acts name as accused, by party id; pinned acts speak of another matter.

    Headlines count only where nothing else names a side; a side is never inferred.
    """
    named = {
        act.actor.party
        for act in case.acts
        if not act.pinned and act.polarity is Polarity.AFFIRMS and act.actor and act.actor.party
    }
    accounts = [a for a in case.accounts if a.id not in case.pinned_accounts]
    groups = [a for a in accounts if a.attribute is Attribute.PERPETRATOR_GROUP]
    named |= _parties([a for a in groups if counts_for_origins(a)])
    if not named:
        named = _parties([a for a in groups if counts_for_origins(replace(a, headline=False))])
    return tuple(sorted(named))


def _parties(accounts: Sequence[Account]) -> set[str]:
    values = (a.value for a in accounts)
    return {v.party for v in values if isinstance(v, Group) and v.party}


def _attribute(attribute: Attribute, case: Case, accused: frozenset[str]) -> AttributeAssessment | None:
    accounts = tuple(a for a in case.accounts if a.attribute is attribute)
    if not accounts:
        return None
    forward = put_forward(accounts)
    main = tuple(a for a in forward if a.id not in case.pinned_accounts) or forward
    traced = trace(main, case, accused)
    standing = () if attribute in PER_TELLING else pairs(main, traced)
    opposing = [a.id for a in accounts if forward and _opposes(a)]
    return AttributeAssessment(
        attribute,
        tuple(a.id for a in accounts),
        standing,
        traced.origins,
        corroboration(attribute, main, case, accused, (*conflicts(standing), *opposing)),
        count_range(attribute, [a for a in accounts if not a.is_shut], traced, case),
    )


def _opposes(account: Account) -> bool:
    """Whether an account denies a value or sets another account beside it."""
    return account.stance in {Stance.DENIES, Stance.ALTERNATIVE} or account.polarity is Polarity.DENIES


def _pinned(case: Case) -> tuple[str, ...]:
    acts = {act.id for act in case.acts if act.pinned}
    accounts = {
        a.id
        for a in case.accounts
        if a.id in case.pinned_accounts
        or a.attribute in PINNED_ATTRIBUTES
        or a.stance in {Stance.ALTERNATIVE, Stance.UNCERTAIN}
    }
    return tuple(sorted(acts | accounts))
