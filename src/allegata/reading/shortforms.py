"""Short forms of institutions inside one document: "the army", "the ministry", "the prosecutors".

A short form stands for the one institution of that kind that the document names in full. Where two
sides have one ("the army" in a text that names two armies), it stays open; nobody is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.document import Span
from allegata.model.knowledge import Knowledge
from allegata.model.source import Source, Speaker
from allegata.model.statement import Statement
from allegata.reading import parties
from allegata.reading.parties import FoundGroup

INSTITUTIONS = frozenset(
    {"army", "military", "navy", "junta", "government", "regime", "police", "militia", "command", "force"}
)
"""Singular nouns that name a whole institution; "the soldiers" may be anybody's."""


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What each short form stands for in one document; only unambiguous ones are kept."""

    owners: Mapping[str, str]  # institution noun → party
    voices: Mapping[str, Source]  # office id → source

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
            return said
        return replace(said, source=source, on_behalf_of=said.on_behalf_of or source.control_group)


def _is_bare_definite(token: Token) -> bool:
    """ "the army", without an adjective or name that might set it apart from the one meant."""
    words = [c for c in token.children if c.i < token.i]
    return any(c.lower_ == "the" for c in words) and all(c.dep_ in {"det", "punct"} for c in words)


def build(groups: Iterable[FoundGroup], statements: Iterable[Statement]) -> ShortForms:
    """Collect the full forms of a document."""
    owners: dict[str, set[str]] = {}
    voices: dict[str, dict[str, Source]] = {}
    for found in groups:
        noun = found.token.lemma_.lower()
        if found.group.party is not None and not found.group.by_marking and noun in INSTITUTIONS:
            owners.setdefault(noun, set()).add(found.group.party)
    for statement in statements:
        for speaker in statement.chain:
            source = speaker.source
            if source is None or source.control_group is None or "/" not in source.id:
                continue
            office = source.id.rpartition("/")[2]
            voices.setdefault(office, {})[source.id] = source
            words = source.name.lower().replace(":", " ").split()
            for noun in INSTITUTIONS & {*words, *speaker.wording.lower().split()}:
                owners.setdefault(noun, set()).add(source.control_group)
    return ShortForms(
        {noun: next(iter(found)) for noun, found in owners.items() if len(found) == 1},
        {office: next(iter(found.values())) for office, found in voices.items() if len(found) == 1},
    )
