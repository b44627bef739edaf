"""Short forms of institutions inside one document: "the army", "the ministry", "the prosecutors", "the rebels".

A short form stands for the one institution of that kind that the document names in full. Where two
sides have one ("the army" in a text that names two armies), it stays open; nobody is guessed. A text
whose every side and place belongs to one state has only one army and one government to speak of.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from allegata.model.document import Span
from allegata.model.knowledge import Knowledge
from allegata.model.source import Source, Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import SourceKind
from allegata.reading import parties
from allegata.reading.mentions import scan
from allegata.reading.parties import FoundGroup

INSTITUTIONS = frozenset(
    {"army", "military", "navy", "junta", "government", "regime", "police", "militia", "command", "force"}
)
"""Singular nouns that name a whole institution; "the soldiers" may be anybody's."""
OF_STATE = frozenset({"army", "military", "navy", "junta", "government", "regime", "authorities", "cabinet"})
"""What a state has one of."""
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
_OWN_GROUP = re.compile(r"\b(?:\w+\s+)(?:group|movement|faction)\b", re.I)


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What each short form stands for in one document; only unambiguous ones are kept."""

    owners: Mapping[str, str]  # institution noun → party
    voices: Mapping[str, Source]  # office id → source
    state: str | None = None  # the one state that every side and place of the document belongs to
    sides: frozenset[str] = field(default_factory=frozenset)  # every party that is a side here

    def group(self, found: FoundGroup) -> FoundGroup:
        """The group with its party, when its short form has exactly one owner here."""
        if found.group.party is not None or found.group.by_marking:
            return found
        owner = self.owners.get(found.token.lemma_.lower())
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
        if any(True for _ in scan(wording, knowledge)):
            return None
        match = _FORM.match(wording.strip())
        noun = match.group("noun").lower() if match else ""
        if noun in self.owners:
            return self.owners[noun]
        if noun in OF_GROUP:
            return self._one_group(before, knowledge)
        if self.state is not None and noun in OF_STATE:
            return self.state
        office = parties.office_of(wording, knowledge)
        if office is not None and self.state is not None and SourceKind(office.kind) in STATE_KINDS:
            return self.state
        return None

    def _one_group(self, before: str, knowledge: Knowledge) -> str | None:
        """The one armed group named just before, or in the whole document."""
        if _OWN_GROUP.search(before) and not any(True for _ in scan(before, knowledge)):
            return None
        near = {n.party.id for n in scan(before, knowledge) if not n.party.id.startswith("state:")}
        if len(near) == 1:
            return next(iter(near))
        groups = {side for side in self.sides if not side.startswith("state:")}
        return next(iter(groups)) if len(groups) == 1 and not near else None


def is_bare_spokesman(wording: str) -> bool:
    """ "a spokesman", "its representative, N. N.": somebody who speaks for whoever spoke just before."""
    return _ITS_SPOKESMAN.match(wording.strip()) is not None


def _is_bare_definite(token: Token) -> bool:
    """ "the army", without an adjective or name that might set it apart from the one meant."""
    words = [c for c in token.children if c.i < token.i]
    return any(c.lower_ == "the" for c in words) and all(c.dep_ in {"det", "punct"} for c in words)


def build(
    groups: Iterable[FoundGroup], statements: Iterable[Statement], countries: Iterable[str] = ()
) -> ShortForms:
    """Collect the full forms of a document.

    :param countries: ISO 3166-1 codes of the places where the document sets its events.
    """
    owners: dict[str, set[str]] = {}
    voices: dict[str, dict[str, Source]] = {}
    sides: set[str] = set()
    for found in groups:
        if found.group.party is None:
            continue
        sides.add(found.group.party)
        noun = found.token.lemma_.lower()
        if not found.group.by_marking and noun in INSTITUTIONS:
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
                owners.setdefault(noun, set()).add(source.control_group)
    states = {s for s in sides if s.startswith("state:")}
    places = {f"state:{c}" for c in countries}
    return ShortForms(
        {noun: next(iter(found)) for noun, found in owners.items() if len(found) == 1},
        {office: next(iter(found.values())) for office, found in voices.items() if len(found) == 1},
        next(iter(states)) if len(states) == 1 and places <= states else None,
        frozenset(sides),
    )
