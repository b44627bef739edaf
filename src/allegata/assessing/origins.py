"""How many independent origins stand behind some accounts (DOMAIN 3.1).

An account's *root* is where its chain ends: a speaker's own statement, footage that the outlet
describes, the outlet's own observation, an official record, or nothing that is named. Collapse rules:

1. the same item or copies of one text, in one voice, count once;
2. one utterance counts once, in whatever wording; so does a voice that relies on another for this value;
3. accounts that only describe footage rest on that footage;
4. a verification counts once, however often it is repeated (`assessing.verification`);
5. all organs and controlled media of one party are one interest;
6. unnamed origins together count at most once, and in the upper bound only.

Upper bound: the classes after rules 1, 2 and 4, by proven dependencies only. Lower bound: every
*possible* dependency is taken as real. So only these count beside a first known root: a root that
states a basis of its own (observation, interview, record) and the accused side itself, when it says
what speaks against it. Footage of unknown origin counts for nothing in the lower bound.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allegata.assessing.case import Case
from allegata.linking.components import components
from allegata.model.assessment import Origins, Root
from allegata.model.incident import Account
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import (
    Basis,
    Modality,
    PartyRelation,
    Polarity,
    Relation,
    RootKind,
    SpeechAct,
    Stance,
)

OWN_BASIS = frozenset({Basis.OWN_OBSERVATION, Basis.INTERVIEW, Basis.OFFICIAL_RECORD, Basis.DOCUMENT})
UNATTRIBUTED = "unattributed"
_KNOWN_OWN = frozenset({PartyRelation.NON_PARTY, PartyRelation.INTERGOVERNMENTAL})


@dataclass(frozen=True, slots=True)
class Origin:
    """The root of one account."""

    account: str
    root: str
    kind: RootKind
    name: str
    party_relation: PartyRelation
    control_group: str | None
    text: str  # the document that stands for its copies
    footage: bool  # the account describes footage, whoever speaks
    own_basis: bool
    cites: tuple[str, ...]  # roots of the voices through which it came


@dataclass(frozen=True, slots=True)
class Trace:
    """The origins of some accounts, with the class of each account in either bound."""

    origins: Origins
    upper: Mapping[str, str]  # account id → class in the upper bound
    lower: Mapping[str, str]  # account id → class in the lower bound; absent: not counted there
    statements: int  # tellings after rule 1


def counts_for_origins(account: Account) -> bool:
    """Whether an account puts its value forward at all: denials, questions and headlines do not."""
    return (
        account.stance is Stance.ALLEGES
        and account.polarity is Polarity.AFFIRMS
        and account.modality is not Modality.ASKED
        and not account.headline
    )


def trace(accounts: Sequence[Account], case: Case, accused: frozenset[str] = frozenset()) -> Trace:
    """Origins of these accounts of one attribute.

    :param accused: party ids of the accused sides; what such a party says against itself is a root of
        its own.
    """
    found = [origin(a, case) for a in sorted(accounts, key=lambda a: a.id)]
    upper, proven = _upper(found)
    lower, possible = _lower(found, upper, accused)
    roots = _roots(found, upper)
    return Trace(
        Origins(
            lower=len(set(lower.values())),
            upper=len(set(upper.values())),
            roots=roots,
            single_interest=_single_interest(roots),
            same_footage_only=bool(found) and all(o.footage for o in found),
            cross_party_agreement=_cross_party(found, accounts),
            against_interest=any(o.control_group in accused for o in found if o.control_group),
            collapsed=(*proven, *possible),
        ),
        upper,
        lower,
        len({(o.text, upper[o.account]) for o in found}),
    )


def origin(account: Account, case: Case) -> Origin:
    """The root of one account."""
    statement = case.statements.get(account.statement)
    document = case.document_of(account)
    text = case.ties.text(document)
    first = statement.chain[0] if statement and statement.chain else None
    bases = frozenset(statement.basis_claimed) if statement else frozenset()
    footage = _describes_footage(account, statement, bases)
    kind, root, name = _root(first, bases, footage, document, case)
    source = first.source if first and kind is RootKind.SPEAKER else None
    if kind is RootKind.OWN_OBSERVATION:
        source = case.publisher(document)
    relays = statement.chain[1:] if statement else ()
    publisher = case.publisher(document)
    cites = [_speaker_root(s) for s in relays if not s.is_outlet and s.source]
    if publisher and kind is RootKind.SPEAKER:
        cites.append(f"speaker:{publisher.id}")
    return Origin(
        account.id,
        root,
        kind,
        name,
        source.party_relation if source else PartyRelation.UNKNOWN,
        source.control_group if source else (first.on_behalf_of if first else None),
        text,
        footage,
        bool(bases & OWN_BASIS) and not footage,
        tuple(c for c in cites if c != root),
    )


def _describes_footage(account: Account, statement: Statement | None, bases: frozenset[Basis]) -> bool:
    return (
        account.speech_act is SpeechAct.DESCRIBE_FOOTAGE
        or account.modality is Modality.PURPORTED_BY_FOOTAGE
        or (statement is not None and statement.speech_act is SpeechAct.DESCRIBE_FOOTAGE)
        or Basis.FOOTAGE in bases
    )


def _root(
    first: Speaker | None, bases: frozenset[Basis], footage: bool, document: str, case: Case
) -> tuple[RootKind, str, str]:
    if first and not first.is_outlet and not _impersonal(first, case):
        name = first.source.name if first.source else first.wording
        return RootKind.SPEAKER, _speaker_root(first), name
    if first is None or first.is_outlet:
        text = case.ties.text(document)
        publisher = case.publisher(document)
        outlet = publisher.name if publisher else "an outlet"
        if bases & {Basis.OWN_OBSERVATION, Basis.INTERVIEW}:
            key = publisher.id if publisher else text
            return RootKind.OWN_OBSERVATION, f"observation:{key}", f"own observation of {outlet}"
        if Basis.OFFICIAL_RECORD in bases:
            return RootKind.OFFICIAL_RECORD, f"record:{text}", "an official record"
        if footage:
            return RootKind.MEDIA_ASSET, f"footage:{text}", f"footage as described by {outlet}"
    return RootKind.UNATTRIBUTED, UNATTRIBUTED, "no named origin"


def _speaker_root(speaker: Speaker) -> str:
    return f"speaker:{speaker.key}"


def _impersonal(speaker: Speaker, case: Case) -> bool:
    return speaker.source is None and any(
        word in case.ties.impersonal for word in speaker.wording.casefold().split()
    )


def _upper(found: Sequence[Origin]) -> tuple[dict[str, str], list[str]]:
    """Classes by proven dependencies (rules 1, 2, 6), with each collapse in words."""
    words: list[str] = []
    names = {o.root: o.name for o in found}
    edges: list[tuple[str, str]] = []
    own_voice = {o.text: o.root for o in found if o.kind in {RootKind.MEDIA_ASSET, RootKind.OWN_OBSERVATION}}
    roots = {}
    for o in found:
        # the outlet's own voice in one text is one voice, with or without a word on the footage
        roots[o.account] = own_voice.get(o.text, o.root) if o.root == UNATTRIBUTED else o.root
    for o in found:
        for cited in o.cites:
            if cited in names and not _grounded(cited, found):
                edges.append((cited, o.root))
                words.append(f"rule 2: {names[cited]} relies on {o.name} for this value")
    leader = {m: first for first, members in components(edges).items() for m in members}
    classes = {account: leader.get(root, root) for account, root in roots.items()}
    return classes, sorted({*words, *_same_text_words(found, classes)})


def _grounded(root: str, found: Iterable[Origin]) -> bool:
    return any(o.root == root and o.own_basis for o in found)


def _same_text_words(found: Sequence[Origin], classes: Mapping[str, str]) -> list[str]:
    texts: dict[str, set[str]] = {}
    accounts: dict[str, int] = {}
    names = {classes[o.account]: o.name for o in sorted(found, key=lambda o: o.root, reverse=True)}
    for o in found:
        texts.setdefault(classes[o.account], set()).add(o.text)
        accounts[classes[o.account]] = accounts.get(classes[o.account], 0) + 1
    words = []
    for key in sorted(texts):
        if key == UNATTRIBUTED and accounts[key] > 1:
            words.append(f"rule 6: {accounts[key]} accounts without a named origin count at most once")
        elif len(texts[key]) > 1:
            words.append(f"rule 2: {names[key]}, told in {len(texts[key])} texts, counts once")
        elif accounts[key] > 1:
            words.append(
                f"rule 1: {accounts[key]} accounts of {names[key]} in one text or its copies count once"
            )
    return words


def _lower(
    found: Sequence[Origin], upper: Mapping[str, str], accused: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    """Classes with every possible dependency taken as real (rules 3, 5, 6), with each collapse in words."""
    known = [o for o in found if o.kind not in {RootKind.UNATTRIBUTED, RootKind.MEDIA_ASSET}]
    words = []
    if any(o.kind is RootKind.MEDIA_ASSET for o in found):
        words.append("rule 3: a description of footage of unknown origin adds no origin to the lower bound")
    if any(o.kind is RootKind.UNATTRIBUTED for o in found):
        words.append("rule 6: accounts without a named origin are left out of the lower bound")
    interest = {o.account: o.control_group or upper[o.account] for o in known}
    members: dict[str, set[str]] = {}
    for o in known:
        members.setdefault(interest[o.account], set()).add(o.name)
    for o in sorted(known, key=lambda o: o.root):
        group = o.control_group
        if group and len(members[group]) > 1:
            words.append(f"rule 5: {', '.join(sorted(members[group]))} stand under one control ({group})")
    firm = {interest[o.account] for o in known if _firm(o, accused)}
    rest = {interest[o.account] for o in known} - firm
    if not known:
        return {}, sorted(set(words))
    base = min(firm) if firm else min(rest)
    if rest - {base}:
        words.append(
            "no basis of their own is stated, so a dependency cannot be excluded: "
            + ", ".join(sorted({o.name for o in known if interest[o.account] in rest - {base}}))
        )
    lower = {o.account: interest[o.account] if interest[o.account] in firm else base for o in known}
    return lower, sorted(set(words))


def _firm(o: Origin, accused: frozenset[str]) -> bool:
    """Whether no dependency is possible: an own basis of a voice whose control is known, or a party that
    speaks against itself."""
    known_control = o.control_group is not None or o.party_relation in _KNOWN_OWN
    return (o.own_basis and known_control) or (o.control_group is not None and o.control_group in accused)


def _roots(found: Sequence[Origin], upper: Mapping[str, str]) -> tuple[Root, ...]:
    members: dict[str, list[Origin]] = {}
    for o in found:
        members.setdefault(upper[o.account], []).append(o)
    made = []
    for key in sorted(members):
        group = members[key]
        lead = next((o for o in group if o.root == key), group[0])
        controls = {o.control_group for o in group}
        made.append(
            Root(
                key,
                lead.kind,
                "; ".join(_once(o.name for o in group if o.kind is lead.kind)),
                lead.party_relation,
                controls.pop() if len(controls) == 1 else None,
                tuple(o.account for o in group),
            )
        )
    return tuple(made)


def _once(names: Iterable[str]) -> list[str]:
    """Names in order; one with a capital letter and one without are the same name."""
    return sorted({name.casefold(): name for name in sorted(names, reverse=True)}.values())


def _single_interest(roots: Sequence[Root]) -> str | None:
    controls = {root.control_group for root in roots}
    return controls.pop() if len(controls) == 1 else None


def _cross_party(found: Sequence[Origin], accounts: Sequence[Account]) -> bool:
    values = {a.id: a.value for a in accounts}
    agreeing = {Relation.EQUAL, Relation.REFINES, Relation.REFINED_BY, Relation.COMPATIBLE}
    speaking = [o for o in found if o.control_group]
    return any(
        one.control_group != other.control_group
        and values[one.account].relation_to(values[other.account]) in agreeing
        for place, one in enumerate(speaking)
        for other in speaking[place + 1 :]
    )
