"""Plain English for every value and term that a door shows: attributed, neutral, the same for all sides.

The verbs are *alleges, states, denies, says it could not verify, reports* (DOMAIN 2.5); no phrase
here says that something happened. The command line, the report and the dossier share these words.
"""

import re
from collections.abc import Mapping, Sequence

from allegata.model import days
from allegata.model.assessment import Contestation, DocumentedSide, IncidentAssessment
from allegata.model.decision import DecisionVerb
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.source import Party, Speaker
from allegata.model.user import folded
from allegata.model.value import Category, Count, Group, Place, Value, When, Where
from allegata.model.vocabulary import (
    Attribute,
    ContestationValue,
    CountRole,
    Exactness,
    MadeBy,
    Modality,
    PartyRelation,
    Polarity,
    ProceedingStage,
    ReferralStatus,
    ResponseKind,
    Scope,
    SegmentRole,
    SpeechAct,
    Stance,
    TimeBasis,
    TimeSlot,
    Unit,
    VerificationAspect,
    VerificationResult,
)

PartyNames = Mapping[str, str]
"""Party id → name, as the casebook's data files give it."""

ATTRIBUTES: dict[Attribute, str] = {
    Attribute.ACT_TYPE: "alleged act",
    Attribute.METHOD: "manner",
    Attribute.WEAPON: "weapon",
    Attribute.VICTIMS_KILLED: "persons reported killed",
    Attribute.VICTIMS_INJURED: "persons reported injured",
    Attribute.VICTIMS_CAPTURED: "persons reported captured",
    Attribute.VICTIMS_SHOWN_MOTIONLESS: "persons shown motionless",
    Attribute.PERSONS_FATE_UNKNOWN: "persons visible, fate unknown",
    Attribute.VICTIMS_AFFECTED: "persons reported affected",
    Attribute.VICTIMS_GROUP: "affected group, as described",
    Attribute.VICTIMS_IDENTITY: "identity of those affected",
    Attribute.VICTIMS_STATUS_BASIS: "described as",
    Attribute.VICTIMS_ARMED_STATE: "armed or unarmed",
    Attribute.PERPETRATOR_GROUP: "alleged against",
    Attribute.PERPETRATOR_MARKING: "described marking",
    Attribute.PERPETRATOR_UNIT: "unit named",
    Attribute.PLACE_EVENT: "place",
    Attribute.TIME_EVENT: "time of the alleged act",
    Attribute.TIME_FILMED: "time of filming",
    Attribute.TIME_MEDIA_FIRST_SEEN: "footage first seen",
    Attribute.TIME_STATEMENT: "time of the statement",
    Attribute.ORDER_ALLEGED: "order alleged",
    Attribute.SEQUENCE: "sequence",
    Attribute.UTTERANCE_IN_FOOTAGE: "words heard in footage",
    Attribute.MEDIA_AUTHOR: "author of the footage",
    Attribute.RELATION: "relation to other incidents",
}
"""Row names of the account matrix, in the order in which rows are shown."""

COUNT_ROLES: dict[CountRole, str] = {
    CountRole.KILLED: "reported killed",
    CountRole.INJURED: "reported injured",
    CountRole.CAPTURED: "reported captured",
    CountRole.SHOWN_MOTIONLESS: "shown motionless",
    CountRole.FATE_UNKNOWN: "visible, fate unknown",
    CountRole.AFFECTED: "reported affected",
    CountRole.NOT_STATED: "",
}

UNITS: dict[Unit, tuple[str, str]] = {
    Unit.PERSONS: ("person", "persons"),
    Unit.INCIDENTS: ("incident", "incidents"),
    Unit.CRIMINAL_CASES: ("criminal case", "criminal cases"),
    Unit.EXECUTIONS_UNIT_UNCLEAR: ("“execution” (unit unclear)", "“executions” (unit unclear)"),
    Unit.VIOLATIONS: ("violation alleged", "violations alleged"),
    Unit.VIDEOS: ("video", "videos"),
    Unit.REPORTS: ("report", "reports"),
}

RESULTS: dict[VerificationResult, str] = {
    VerificationResult.SUPPORTS: "says it checked this, and the check supports it",
    VerificationResult.DOES_NOT_SUPPORT: "says its check does not support this",
    VerificationResult.CONTRADICTS: "says its check contradicts this",
    VerificationResult.COULD_NOT_VERIFY: "says it could not verify",
    VerificationResult.IN_PROGRESS: "says it is examining this",
    VerificationResult.REPORTED_VERIFIED: "reported to have checked this",
    VerificationResult.WITHDRAWN: "withdrew its check",
}

ASPECTS: dict[VerificationAspect, str] = {
    VerificationAspect.AUTHENTICITY_OF_FILE: "authenticity of the file",
    VerificationAspect.INTEGRITY_UNEDITED: "whether it was edited",
    VerificationAspect.IDENTITY_OF_DEPICTED: "identity of the persons shown",
    VerificationAspect.AFFILIATION_OF_DEPICTED: "belonging of the persons shown",
    VerificationAspect.SEQUENCE_OF_EVENTS: "sequence of events",
    VerificationAspect.CAUSE_OF_DEATH: "cause of death",
    VerificationAspect.OFFICIAL_DOCUMENT: "official document",
    VerificationAspect.UNSPECIFIED: "aspect not stated",
}

UNANSWERED = "reported not to have answered (as of the item)"
"""One wording for every side, whether it was asked, has not replied or has not commented."""

SILENT = frozenset({ResponseKind.NO_RESPONSE_KNOWN, ResponseKind.NO_COMMENT})
"""Responses that tell of silence."""

RESPONSES: dict[ResponseKind, str] = {
    ResponseKind.NO_RESPONSE_KNOWN: UNANSWERED,
    ResponseKind.NO_COMMENT: UNANSWERED,
    ResponseKind.DENIAL: "denies",
    ResponseKind.RESPONSIBILITY_DENIED: "denies responsibility",
    ResponseKind.ALTERNATIVE_ACCOUNT: "gives another account",
    ResponseKind.ACKNOWLEDGED_IN_PART: "acknowledges in part",
    ResponseKind.ACKNOWLEDGED: "acknowledges",
    ResponseKind.COMMITMENT_TO_INVESTIGATE: "says that it will investigate",
}

ANSWERS: dict[ContestationValue, str] = {
    ContestationValue.NO_COMMENT_REPORTED: UNANSWERED,
    ContestationValue.REPORTED_UNANSWERED: UNANSWERED,
}
"""Where what is shown of a side's answer differs from the term; all other terms are shown as they are."""

SCOPES: dict[Scope, str] = {
    Scope.THIS_INCIDENT: "about this incident",
    Scope.NAMED_OTHER_INCIDENT: "about another named incident",
    Scope.CLASS_OF_INCIDENTS: "about incidents of this kind",
    Scope.GENERAL_CONDUCT: "general statement, not about this incident",
    Scope.UNCLEAR: "scope not stated",
}

STAGES: dict[ProceedingStage, str] = {
    ProceedingStage.ANNOUNCED_INQUIRY: "inquiry announced",
    ProceedingStage.PRE_TRIAL_INVESTIGATION: "pre-trial investigation reported",
    ProceedingStage.CRIMINAL_CASE_OPENED: "criminal case reported opened",
    ProceedingStage.SUSPECT_NOTIFIED: "suspect reported notified",
    ProceedingStage.UNKNOWN: "stage not stated",
}

REFERRAL_STATUS: dict[ReferralStatus, str] = {
    ReferralStatus.DEMANDED: "demanded in public",
    ReferralStatus.ANNOUNCED: "announced",
    ReferralStatus.REPORTED_AS_MADE: "reported as made",
    ReferralStatus.ACKNOWLEDGED_BY_ADDRESSEE: "acknowledged by the body addressed",
    ReferralStatus.ANSWERED: "answered",
    ReferralStatus.NO_ANSWER_KNOWN: "no answer known",
}

STANCES: dict[Stance, str] = {
    Stance.ALLEGES: "",
    Stance.DENIES: "denied",
    Stance.ALTERNATIVE: "other account",
    Stance.UNCERTAIN: "left open",
    Stance.RETRACTED: "retracted",
    Stance.SUPERSEDED_BY_SAME_SPEAKER: "superseded by the same speaker",
}

PARTY_RELATIONS: dict[PartyRelation, str] = {
    PartyRelation.PARTY: "a party",
    PartyRelation.PARTY_CONTROLLED: "controlled by a party",
    PartyRelation.ALIGNED_CLAIMED: "said to side with a party",
    PartyRelation.NON_PARTY: "not a party",
    PartyRelation.INTERGOVERNMENTAL: "intergovernmental",
    PartyRelation.UNKNOWN: "relation to the parties unknown",
}

SLOTS: dict[TimeSlot, str] = {
    TimeSlot.EVENT: "alleged act",
    TimeSlot.FILMED: "filming",
    TimeSlot.MEDIA_FIRST_SEEN: "footage first seen",
    TimeSlot.STATEMENT: "statement",
    TimeSlot.PUBLISHED: "published",
    TimeSlot.RETRIEVED: "retrieved",
    TimeSlot.STEP: "legal step",
    TimeSlot.SCOPE: "period of a total",
    TimeSlot.UNCLEAR: "not clear",
}

ROLES: dict[SegmentRole, str] = {
    SegmentRole.DEK: "standfirst",
    SegmentRole.BODY: "text",
    SegmentRole.INTERLEAVED_HEADLINE: "headline of another article",
    SegmentRole.WIDGET: "page furniture",
}


def plain(term: str) -> str:
    """A term of a vocabulary as words."""
    return term.replace("_", " ")


def answers(side: Contestation) -> str:
    """What a side is reported to say, in one line; where accounts conflict, on which points."""
    words = []
    for value in side.values:
        if value is ContestationValue.ACCOUNTS_CONTRADICT and side.contradicted_attributes:
            points = ", ".join(ATTRIBUTES[attribute] for attribute in side.contradicted_attributes)
            words.append(f"{value} ({points})")
        else:
            words.append(ANSWERS.get(value, str(value)))
    return "; ".join(words) or str(ContestationValue.NO_RESPONSE_KNOWN)


UNNAMED = frozenset({"it", "he", "she", "they", "who", "which", "that", "this", "these", "those", "one"})
OWNED = ("its", "his", "her", "their")


def named(words: str) -> str:
    """A voice as a name; words that only point to one ("it", "its chairman") are said to name nobody."""
    first, *more = words.casefold().split() or [""]
    pointing = first in OWNED or (first in UNNAMED and not more)
    return f"unnamed (“{words}”)" if pointing else words


def party_names(parties: Sequence[Party]) -> dict[str, str]:
    """The name of every party, by its id."""
    return {party.id: party.name for party in parties}


def party(identifier: str | None, names: PartyNames) -> str:
    """The party's name; "not stated" for None, the bare id where no data file names it."""
    if identifier is None:
        return "not stated"
    return names.get(identifier, identifier.partition(":")[2].replace("-", " ") or identifier)


_SIDE = re.compile(r"\b(?:state|group):[\w-]+")


def with_names(words: str, names: PartyNames) -> str:
    """Words of the machine in which sides stand by their names and not by their ids.

    >>> with_names("different sides are accused (state:AZ / state:UA)", {"state:AZ": "Azerbaijan"})
    'different sides are accused (Azerbaijan / UA)'
    """
    return _SIDE.sub(lambda found: party(found.group(), names), words)


def speaker(who: Speaker, document: Document | None = None) -> str:
    """A speaker as people read it: the known name, else the words, else the outlet itself."""
    if who.is_outlet:
        if document is None:
            return "this outlet"
        return document.publisher or f"outlet not stated ({outlet(document)})"
    return who.source.name if who.source else named(who.wording)


def outlet(document: Document) -> str:
    """The publisher as far as it is stated; never guessed, so else the name of the file."""
    return document.publisher or document.name or document.id


def chain(speakers: Sequence[Speaker], document: Document) -> str:
    """The reporting chain from the first speaker down to this document, with arrows."""
    return " → ".join(speaker(who, document) for who in speakers)


def voices(speakers: Sequence[Speaker], document: Document) -> str:
    """The chain without the outlet at its end, which is named wherever its words are quoted."""
    named = [who for who in speakers if not who.is_outlet]
    return chain(named or speakers[-1:], document)


def role(segment: SegmentRole) -> str:
    """What a stretch of a document is."""
    return ROLES.get(segment, plain(segment))


def aspect(of: VerificationAspect) -> str:
    """What was checked."""
    return ASPECTS.get(of, plain(of))


def stage(of: ProceedingStage) -> str:
    """How far a legal step has gone, as reported."""
    return STAGES.get(of, plain(of))


MADE_BY: dict[MadeBy, str] = {
    MadeBy.HUMAN: "entered by a person",
    MadeBy.MACHINE_PROPOSED: "proposed by the machine",
    MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED: "proposed by the machine, confirmed by a person",
}

DECIDED_BY: dict[DecisionVerb, str] = {
    DecisionVerb.ACCEPT: "accepted by a person",
    DecisionVerb.CORRECT: "corrected by a person",
}
"""Beside a value that the machine proposed."""


def made(incident: Incident) -> str:
    """Who stands behind the record; one person's merge is marked until a second one says the same."""
    people = incident.joined_by
    if not people:
        return MADE_BY[incident.made_by]
    alone = " (single-person, not reviewed)" if len({folded(name) for name in people}) == 1 else ""
    return f"made one by {', '.join(people)}{alone}"


def span_of(minimum: int | None, maximum: int | None, open_ended: bool = False) -> str:
    """Bounds of a count: "16", "11 or more", "100–180"."""
    if minimum is None:
        return "not stated"
    if maximum is None or open_ended:
        return f"{minimum} or more"
    return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"


def manner_of_saying(act: SpeechAct, modality: Modality, polarity: Polarity) -> str:
    """How something is put, in a few words; what is ordinary is left unsaid."""
    words = [plain(act)]
    if modality is not Modality.ASSERTED:
        words.append(plain(modality))
    if polarity is not Polarity.AFFIRMS:
        words.append({"denies": "content denied", "withholds": "left open"}.get(polarity, plain(polarity)))
    return " · ".join(words)


def value(of: Value, names: PartyNames) -> str:
    """Any value in words; the wording it was read from stands beside it, always."""
    match of:
        case Count():
            return _count(of)
        case When():
            return _when(of)
        case Where():
            return _where(of)
        case Category():
            return plain(of.term)
        case Group():
            known = "" if of.party is None else party(of.party, names)
            said = " — ".join(part for part in (of.wording, known) if part)
            return f"{said}{' (by clothing or marking)' if of.by_marking else ''}"
        case _:
            return of.text


def _count(of: Count) -> str:
    number = {
        Exactness.LOWER_BOUND: f"at least {of.low}",
        Exactness.UPPER_BOUND: f"at most {of.high}",
        Exactness.UNQUANTIFIED: "a number not given",
    }.get(of.exactness, span_of(of.low, of.high))
    if of.exactness is Exactness.APPROX:
        number = f"about {number}"
    one, many = UNITS[of.unit]
    stated = {Exactness.LOWER_BOUND: of.low, Exactness.UPPER_BOUND: of.high}.get(of.exactness)
    single = stated == 1 or (of.low, of.high) == (1, 1)
    words = f"{number} {one if single else many}"
    return f"{words} (vague)" if of.vague else words


def _when(of: When) -> str:
    if of.relative and of.basis is TimeBasis.UNRESOLVED:
        return f"{_relative(of.relative)} (relative; no sound date to resolve it)"
    words = days.edtf(of.edtf) if of.edtf else "time not stated"
    return f"{words} (counted from the publication date)" if of.basis is TimeBasis.ANCHORED else words


CLOCK = re.compile(r":(\d{1,2}:\d{2})$")
SHIFT = re.compile(r"([+-])(\d+|some)$")
NEAR_DAY = frozenset({"today", "yesterday", "tomorrow"})
WHICH = frozenset({"last", "this", "next", "past", "coming", "same"})


def _relative(text: str) -> str:
    """The form of `reading.timeforms.relative` in words: which one and what unit, then its part and the time of day.

    >>> _relative("weekday:friday:last"), _relative("day:yesterday:night"), _relative("days:-3")
    ('last Friday', 'yesterday night', '3 days before')
    >>> _relative("day:next:other")
    'next day, counted from another time of the text'
    """
    clock = CLOCK.search(text)
    unit, *rest = CLOCK.sub("", text).split(":")
    other = "other" in rest
    rest = [part for part in rest if part != "other"]
    if unit == "weekday" and rest:
        unit = rest.pop(0).capitalize()
    first = rest[0] if rest else ""
    if shift := SHIFT.match(first):
        words, rest = _shifted(unit, *shift.groups()), rest[1:]
    elif first in WHICH:
        number = rest[1:2] if rest[1:] and rest[1].isdigit() else []
        words, rest = " ".join([first, *number, plain(unit)]), rest[1 + len(number) :]
    elif first in NEAR_DAY or (unit == "time" and first):
        words, rest = plain(first), rest[1:]
    else:
        words = "" if unit == "time" and clock else plain(unit)
    words = " ".join([*([words] if words else []), *map(plain, rest), *([clock.group(1)] if clock else [])])
    return f"{words}, counted from another time of the text" if other else words


def _shifted(unit: str, sign: str, number: str) -> str:
    one = unit.removesuffix("s")
    return f"{number} {one if number == '1' else one + 's'} {'before' if sign == '-' else 'after'}"


def _where(of: Where) -> str:
    if not of.candidates:
        return f"{of.wording} (not in the gazetteer)"
    if of.ambiguous:
        return f"{of.wording} ({len(of.candidates)} places of that name; not settled)"
    found: Place = of.candidates[0]
    near = "near " if of.near else ""
    return f"{near}{found.name} ({plain(found.kind)})"


NO_COUNT = "no incident with a count"
"""Where nothing is documented inside the scope of a published total."""


def documented(one: DocumentedSide, against: str | None) -> str:
    """What is documented for one accused side. `against`: how that side is called; None: none is named."""
    persons = "person" if one.minimum == 1 else "persons"
    incidents = "incident" if one.incidents == 1 else "incidents"
    found = f"at least {one.minimum} {persons} in {one.incidents} {incidents}"
    return f"{found} alleged against {against or 'no named side'}"


def accused(assessed: IncidentAssessment, names: PartyNames) -> str:
    """Against whom the allegation is made, or "not stated"."""
    return ", ".join(party(p, names) for p in assessed.alleged_against) or "not stated"


def body(name: str) -> str:
    """A body addressed; a demand that names none says so."""
    return "no body by name" if name in {"", "not named"} else name


def side_words(identifier: str | None, names: PartyNames) -> str:
    """A side that answers, or should; one that no account names is said to be so."""
    return "a side not named" if identifier is None else party(identifier, names)


def bounds(lower: int, upper: int) -> str:
    """Two bounds, always both: "1–2", and "1–1" where they meet."""
    return f"{lower}–{upper}"
