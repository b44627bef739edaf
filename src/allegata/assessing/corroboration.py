"""The pattern of sources behind one attribute (DOMAIN 3.4): a letter for sources, never for truth.

C0 one account · C1 repeated, one origin · C2 more than one origin, same side or same footage · C3 two or
more independent origins, one of them a non-party or the opposing party · C4 checked first-hand by a
non-party for this aspect, with its method stated · and X, "contradicted by", always shown beside it.
Only values that go together support one another: where accounts differ, the largest group that agrees
is looked at, and the derivation says so. There is no code for an incident as a whole.
"""

from collections.abc import Sequence

from allegata.assessing.accounts import agree
from allegata.assessing.case import Case
from allegata.assessing.origins import Trace, trace
from allegata.model.assessment import Corroboration, Root
from allegata.model.incident import Account
from allegata.model.record import Verification
from allegata.model.vocabulary import (
    CORROBORATION_WORDS,
    Attribute,
    CorroborationCode,
    PartyRelation,
    ResponseKind,
    RootKind,
    Scope,
    VerificationAspect,
    VerificationMethod,
    VerificationResult,
)

NON_PARTY = frozenset({PartyRelation.NON_PARTY, PartyRelation.INTERGOVERNMENTAL})

ASPECT_OF: dict[Attribute, VerificationAspect] = {
    Attribute.PLACE_EVENT: VerificationAspect.PLACE,
    Attribute.TIME_EVENT: VerificationAspect.TIME,
    Attribute.TIME_FILMED: VerificationAspect.TIME,
    Attribute.MEDIA_AUTHOR: VerificationAspect.AUTHOR,
    Attribute.SEQUENCE: VerificationAspect.SEQUENCE_OF_EVENTS,
    Attribute.VICTIMS_GROUP: VerificationAspect.AFFILIATION_OF_DEPICTED,
    Attribute.PERPETRATOR_GROUP: VerificationAspect.AFFILIATION_OF_DEPICTED,
    Attribute.VICTIMS_IDENTITY: VerificationAspect.IDENTITY_OF_DEPICTED,
    Attribute.VICTIMS_KILLED: VerificationAspect.COUNT,
    Attribute.VICTIMS_INJURED: VerificationAspect.COUNT,
    Attribute.VICTIMS_CAPTURED: VerificationAspect.COUNT,
    Attribute.VICTIMS_AFFECTED: VerificationAspect.COUNT,
}
"""Which aspect a check must name to speak to an attribute; attributes without one never reach C4."""

DENIABLE = frozenset(
    {
        Attribute.ACT_TYPE,
        Attribute.METHOD,
        Attribute.PERPETRATOR_GROUP,
        Attribute.VICTIMS_KILLED,
        Attribute.VICTIMS_INJURED,
        Attribute.VICTIMS_CAPTURED,
        Attribute.VICTIMS_AFFECTED,
        Attribute.VICTIMS_STATUS_BASIS,
    }
)
"""What a denial of this allegation contradicts."""

_DENIALS = frozenset(
    {ResponseKind.DENIAL, ResponseKind.RESPONSIBILITY_DENIED, ResponseKind.ALTERNATIVE_ACCOUNT}
)


def corroboration(
    attribute: Attribute,
    accounts: Sequence[Account],
    case: Case,
    accused: frozenset[str],
    contradicting: Sequence[str] = (),
) -> Corroboration:
    """The code of one attribute with its derivation in words.

    :param accounts: those that put a value forward.
    :param contradicting: ids of accounts that conflict or deny.
    """
    group, traced = _best_group(accounts, case, accused)
    code = _code(traced)
    checked = _first_hand(attribute, case)
    if checked:
        code = CorroborationCode.C4
    denials = [
        r.id
        for r in case.responses
        if r.kind in _DENIALS and r.scope is Scope.THIS_INCIDENT and attribute in DENIABLE
    ]
    return Corroboration(
        code,
        _derivation(code, len(accounts) - len(group), traced, checked, case),
        tuple(sorted({*contradicting, *denials})),
    )


def _best_group(
    accounts: Sequence[Account], case: Case, accused: frozenset[str]
) -> tuple[tuple[Account, ...], Trace]:
    tried: dict[frozenset[str], tuple[tuple[Account, ...], Trace]] = {}
    for pivot in {repr(a.value): a for a in accounts}.values():
        group = tuple(a for a in accounts if agree(pivot.value, a.value))
        key = frozenset(a.id for a in group)
        if key not in tried:
            tried[key] = (group, trace(group, case, accused))
    if not tried:
        return (), trace((), case, accused)
    ranked = sorted(tried.items(), key=lambda entry: (*_rank(entry[1][1]), tuple(sorted(entry[0]))))
    return ranked[0][1]


def _rank(traced: Trace) -> tuple[int, int, int]:
    return (-traced.origins.lower, -traced.origins.upper, -traced.statements)


def _code(traced: Trace) -> CorroborationCode:
    origins = traced.origins
    if traced.statements <= 1:
        return CorroborationCode.C0
    if origins.upper <= 1:
        return CorroborationCode.C1
    if origins.lower >= 2 and not origins.single_interest and _independent(origins.roots):
        return CorroborationCode.C3
    return CorroborationCode.C2


def _independent(roots: Sequence[Root]) -> bool:
    """At least one non-party, or roots of two parties."""
    parties = {root.control_group for root in roots if root.control_group}
    return len(parties) > 1 or any(root.party_relation in NON_PARTY for root in roots)


def _first_hand(attribute: Attribute, case: Case) -> tuple[Verification, ...]:
    aspect = ASPECT_OF.get(attribute)
    return tuple(
        v
        for v in case.verifications
        if aspect is not None
        and v.aspect is aspect
        and v.first_hand
        and v.result is VerificationResult.SUPPORTS
        and not v.self_interest
        and v.method is not VerificationMethod.NOT_STATED
        and v.verifier.source is not None
        and v.verifier.source.party_relation in NON_PARTY
    )


def _derivation(
    code: CorroborationCode,
    others: int,
    traced: Trace,
    checked: Sequence[Verification],
    case: Case,
) -> str:
    origins = traced.origins
    if not origins.roots:
        return "no account puts a value forward"
    tellings = "one statement" if traced.statements == 1 else f"{traced.statements} statements"
    bounds = f"{origins.lower} to {origins.upper}" if origins.lower != origins.upper else f"{origins.upper}"
    parts = [
        f"{CORROBORATION_WORDS[code]}: {tellings}, {bounds} independent origin{'' if origins.upper == 1 else 's'}"
    ]
    if origins.roots:
        parts.append("; ".join(root.name for root in origins.roots))
    if all(root.kind is RootKind.UNATTRIBUTED for root in origins.roots):
        parts.append("unattributed narrative")
    if origins.single_interest:
        parts.append(f"all under one control: {_name(origins.single_interest, case)}")
    if origins.same_footage_only:
        parts.append("all describe footage")
    if others:
        parts.append(
            "1 account gives another value" if others == 1 else f"{others} accounts give other values"
        )
    if checked:
        verifiers = sorted({v.verifier.source.name for v in checked if v.verifier.source})
        parts.append(f"checked first-hand by {', '.join(verifiers)}")
    else:
        absent = sorted({r.name for r in origins.roots if _cited_only(r, case)})
        if absent:
            parts.append(
                f"{', '.join(absent)} is cited; its own publication is not among the items, "
                f"so {CorroborationCode.C4.value} is not reachable"
            )
    return ". ".join(parts)


def _cited_only(root: Root, case: Case) -> bool:
    """A non-party voice that is cited and whose own publication is not among the incident's items."""
    if root.kind is not RootKind.SPEAKER or root.party_relation not in NON_PARTY:
        return False
    publishers = {case.publisher(document) for document in case.documents}
    return root.id.removeprefix("speaker:") not in {p.id for p in publishers if p}


def _name(party: str, case: Case) -> str:
    return case.ties.party_names.get(party, party)
