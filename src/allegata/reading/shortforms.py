"""Short forms of institutions inside one document: "the army", "the ministry", "the prosecutors", "the rebels".

A short form stands for the one institution of that kind that the document names in full. Where two
sides have one ("the army" in a text that names two armies), it stays open; nobody is guessed. A text
whose every side and place belongs to one state has only one army and one government to speak of.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from spacy.tokens import Token

from allegata.model.document import Span
from allegata.model.knowledge import Knowledge
from allegata.model.source import Source, Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import SourceKind
from allegata.reading import mentions, parties
from allegata.reading.mentions import Form, Named, scan
from allegata.reading.parties import FoundGroup

INSTITUTIONS = frozenset(
    {"army", "military", "navy", "junta", "government", "regime", "police", "militia", "command", "force"}
)
"""Singular nouns that name a whole institution; "the soldiers" may be anybody's."""
OF_STATE = frozenset({"army", "military", "navy", "junta", "government", "regime", "authorities", "police"})
"""What a state has one of; "National Liberation Army" does not make "the army" a group's."""
OF_GROUP = frozenset(
    {"group", "rebels", "faction", "movement", "militants", "militia", "insurgents", "paramilitaries"}
)
STATE_KINDS = frozenset(
    {SourceKind.STATE_BODY, SourceKind.PROSECUTION, SourceKind.OMBUDSPERSON, SourceKind.MILITARY_UNIT}
)
_SPOKESMAN = (
    r"(?:(?:an?|the|its|their|one)\s+)?(?:(?:chief|senior|official|press)\s+)?"
    r"(?:spokes(?:man|woman|person)|representative|statement|source|official|officer)s?"
)
_FORM = re.compile(
    rf"^(?:{_SPOKESMAN}\s+(?:for|of|from|at)\s+)?(?:the\s+)?"
    r"(?:(?:rebel|armed|militant|paramilitary|insurgent)\s+)?(?P<noun>[a-z]+)(?:['’]s?\b.*|,.*)?$",
    re.I,
)
_ITS_SPOKESMAN = re.compile(rf"^(?:a|its|the|their)\s+{_SPOKESMAN}(?:,.*)?$|^{_SPOKESMAN}(?:,.*)?$", re.I)
_OF_CABINET = re.compile(
    r"^(?:the|a|its)\s+(?:[a-z][\w-]*\s+){0,2}(?:ministers?|ministry|cabinet|prime minister)\b(?!.*\bof\s+the\s+[A-Z])",
    re.I,
)
"""A member or seat of the government, in a text with one government to speak of."""
_OTHER = re.compile(
    r"\b(?-i:[A-Z]{2,})\b|\b(?:front|army|forces?|movement|brigades?|belt|party|group|militia|column|faction)\b",
    re.I,
)
"""Words that may name a further body, known or not, between a name and the short form taken for it."""


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What each short form stands for in one document; only unambiguous ones are kept."""

    owners: Mapping[str, str]  # institution noun → party
    voices: Mapping[str, Source]  # office id → source
    state: str | None = None  # the one state that the document names, its places included
    acronyms: Mapping[str, str] = field(default_factory=dict)  # acronym explained in the document → party

    def group(self, found: FoundGroup) -> FoundGroup:
        """The group with its party, when its short form has exactly one owner here."""
        if found.group.party is not None or found.group.by_marking:
            return found
        noun = found.token.lemma_.lower()
        if self.state is not None and _are_of_government(found.token):
            return replace(found, group=replace(found.group, party=self.state))
        owner = self.owners.get(noun) or (self.state if noun in OF_STATE else None)
        if owner is None or not _is_bare_definite(found.token):
            return found
        return replace(found, group=replace(found.group, party=owner))

    def speaker(self, span: Span, knowledge: Knowledge) -> Speaker:
        """Who speaks in these words, a short form resolved within the document."""
        said = parties.speaker(span.quote, span, knowledge)
        if said.source is not None:
            return said
        office = parties.office_of(span.quote, knowledge)
        source = self.voices.get(office.id) if office is not None else None
        if source is None:
            return replace(said, on_behalf_of=said.on_behalf_of or self.party(span.quote, knowledge))
        return replace(said, source=source, on_behalf_of=said.on_behalf_of or source.control_group)

    def party(self, wording: str, knowledge: Knowledge, before: str = "") -> str | None:
        """Whose side a short form speaks for; None when the document leaves it open.

        :param before: the text just before these words; "the group" is the one group named there.
        """
        named = list(scan(wording, knowledge))
        if named:
            return _seated(wording, named, knowledge)
        short = self._by_acronym(wording, knowledge)
        if short is not None:
            return short
        match = _FORM.match(wording.strip())
        noun = match.group("noun").lower() if match else ""
        if noun in self.owners:
            return self.owners[noun]
        if noun in OF_GROUP:
            return _one_group(before, knowledge)
        if self.state is not None and (
            noun in OF_STATE or _is_bare_office(wording, knowledge) or _OF_CABINET.match(wording.strip())
        ):
            return self.state
        return None

    def _by_acronym(self, wording: str, knowledge: Knowledge) -> str | None:
        """The party that speaks where an acronym explained in the document stands for its name."""
        short = [n for n in mentions.every_name(wording, knowledge, self.acronyms) if n.end - n.start > 1]
        if len({n.party.id for n in short}) != 1:
            return None
        own = wording[short[0].start : short[0].end]
        if own in self.acronyms and re.match(
            rf"(?:the\s+)?{re.escape(own)}(?:['’]s?\b[^,;]*)?$", wording, re.I
        ):
            return short[
                0
            ].party.id  # "the XAF", "the XAF's director": the organ itself, whoever speaks for it
        whole = wording[: short[0].start] + short[0].party.name + wording[short[0].end :]
        source = parties.speaker(whole, None, knowledge).source
        return source.control_group if source is not None else None


def _seated(wording: str, named: list[Named], knowledge: Knowledge) -> str | None:
    """ "the General Staff in X": an office told by its seat, where X is a capital; an embassy is a guest there."""
    match = re.match(r"(.+?)\s+in\s+$", wording[: named[0].start])
    if match is None or len(named) > 1 or Form.CAPITAL not in named[0].forms or named[0].joined:
        return None
    office = parties.office_of(match.group(1), knowledge)
    guest = office is None or "embassy" in office.id
    return None if guest or not _is_bare_office(match.group(1), knowledge) else named[0].party.id


def _one_group(before: str, knowledge: Knowledge) -> str | None:
    """The one armed group named just before, with no other body between that might be meant."""
    named = [n for n in scan(before, knowledge) if not n.party.id.startswith("state:")]
    if len({n.party.id for n in named}) != 1:
        return None
    between = before[named[-1].end :]
    return None if _OTHER.search(between) else named[-1].party.id


def _is_bare_office(wording: str, knowledge: Knowledge) -> bool:
    """ "the defence ministry", "prosecutors": a public office in no more words than its kind."""
    office = parties.office_of(wording, knowledge)
    if office is None or SourceKind(office.kind) not in STATE_KINDS:
        return False
    core = re.sub(rf"^(?:{_SPOKESMAN}\s+(?:for|of|from|at)\s+)?(?:the\s+)?", "", wording.strip(), flags=re.I)
    return core.split(",")[0].strip().lower().replace("’", "'") in {w.lower() for w in office.words}


def is_bare_spokesman(wording: str) -> bool:
    """ "a spokesman", "its representative, N. N.": somebody who speaks for whoever spoke just before."""
    return _ITS_SPOKESMAN.match(wording.strip()) is not None


def _are_of_government(token: Token) -> bool:
    """ "government forces", "state troops": the state's own, in a text with one state."""
    own = [c for c in token.children if c.dep_ in {"compound", "amod"} and c.i < token.i]
    return token.lemma_.lower() in {"force", "troop", "soldier"} and any(
        c.lower_ in {"government", "state", "regime", "federal"} for c in own
    )


def _is_bare_definite(token: Token) -> bool:
    """ "the army", without an adjective or name that might set it apart from the one meant."""
    words = [c for c in token.children if c.i < token.i]
    return any(c.lower_ == "the" for c in words) and all(c.dep_ in {"det", "punct"} for c in words)


def build(
    groups: Iterable[FoundGroup],
    statements: Iterable[Statement],
    named: Iterable[str] = (),
    units: Mapping[str, str] = MappingProxyType({}),
    acronyms: Mapping[str, str] = MappingProxyType({}),
) -> ShortForms:
    """Collect the full forms of a document.

    :param named: every state that the document names or that its places lie in, as party ids.
    :param units: nouns of units of which the document names one only → party.
    :param acronyms: acronyms that the document explains → party.
    """
    owners: dict[str, set[str]] = {noun: {party} for noun, party in units.items()}
    voices: dict[str, dict[str, Source]] = {}
    sides: set[str] = set()
    for found in groups:
        if found.group.party is None:
            continue
        sides.add(found.group.party)
        noun = found.token.lemma_.lower()
        if not found.group.by_marking and _may_own(found.group.party, noun):
            owners.setdefault(noun, set()).add(found.group.party)
    for statement in statements:
        for speaker in statement.chain:
            source = speaker.source
            if source is None or source.control_group is None:
                continue
            sides.add(source.control_group)
            if "/" not in source.id:
                continue
            office = source.id.rpartition("/")[2]
            voices.setdefault(office, {})[source.id] = source
            words = source.name.lower().replace(":", " ").split()
            for noun in INSTITUTIONS & {*words, *speaker.wording.lower().split()}:
                if not _may_own(source.control_group, noun):
                    continue
                owners.setdefault(noun, set()).add(source.control_group)
    states = {*named, *(s for s in sides if s.startswith("state:"))}
    acting = {s for s in sides if s.startswith("state:")}
    return ShortForms(
        {
            noun: next(iter(found))
            for noun, found in owners.items()
            if len(found) == 1 and (noun not in ARMED or len(acting) < 2)
        },
        {office: next(iter(found.values())) for office, found in voices.items() if len(found) == 1},
        next(iter(states)) if len(states) == 1 else None,
        acronyms,
    )


ARMED = frozenset({"army", "military", "navy", "police"})
"""What every state has: "the army" stays open as soon as two states act in a text."""


def _may_own(party: str, noun: str) -> bool:
    return noun in INSTITUTIONS and (noun not in OF_STATE or party.startswith("state:"))


AFFILIATING = frozenset({"of", "from", "with", "to"})
AGAINST = frozenset(
    {"fight", "oppose", "resist", "against", "captured", "seize", "capture", "hold", "surrender"}
)


def affiliated(found: FoundGroup, knowledge: Knowledge) -> FoundGroup:
    """ "fighters suspected to belong to X", "gunmen from the X group": the party their own phrase names.

    Only where the phrase names exactly one party behind "of", "from", "with" or "belong to", no word of
    fighting or capture stands between, and the party is not somebody else's in a clause about the group:
    "a group that shot servicemen of X" is not of X.
    """
    if found.group.party is not None or found.group.by_marking:
        return found
    named = set()
    for prep in found.token.subtree:
        if prep.dep_ != "prep" or prep.lower_ not in AFFILIATING or prep.i < found.token.i:
            continue
        way = [t for t in prep.ancestors if found.token.is_ancestor(t)]
        if any(t.lemma_.lower() in AGAINST or _of_another(t) for t in way):
            continue
        if prep.lower_ == "to" and not _belongs(way):
            continue
        words = prep.doc[prep.i + 1 : prep.right_edge.i + 1].text
        # "of the X-linked group Y": a name joined to another word says nothing of whose they are
        named |= {
            n.party.id for n in mentions.scan(words, knowledge) if Form.NAME in n.forms and not n.joined
        }
    if len(named) != 1:
        return found
    return replace(found, group=replace(found.group, party=named.pop()))


def _of_another(token: Token) -> bool:
    """A noun on the way that a clause brings in: whom it does something to, who does it, by whom it is done."""
    if token.dep_ in {"dobj", "dative", "nsubj", "nsubjpass"}:
        return token.head.lemma_.lower() != "join"
    return token.dep_ == "pobj" and token.head.lower_ not in AFFILIATING | {"as"}


def _belongs(way: list[Token]) -> bool:
    return any(t.lemma_.lower() in {"belong", "loyal", "affiliated"} for t in way)
