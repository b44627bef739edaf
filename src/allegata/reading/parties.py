"""Whose people a noun phrase denotes.

`find` reads noun phrases that denote people as a group or its member, and sets a party only when the
phrase itself says it: by adjective, name, possessive or "of". What stands about a captor ("captured
by …", "held by …", "Hamas hostages") never sets the side of the captured; clothes and insignia set it
only as a marking. Pronouns are not resolved here.

`speaker` lives in `reading.speakers` and is offered here too, because everybody asks this room for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge
from allegata.model.source import Party
from allegata.model.value import Group
from allegata.model.vocabulary import ActorKind
from allegata.reading.mentions import Form
from allegata.reading.people import PeopleReader, detached, is_agent
from allegata.reading.sentences import Parse
from allegata.reading.speakers import may_be, office_of, speaker

__all__ = ["FoundGroup", "find", "may_be", "office_of", "speaker"]

_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "agent", "conj", "appos", "attr", "ROOT", "dative"})


@dataclass(frozen=True, slots=True, eq=False)
class FoundGroup:
    """People as a group or its member, as a phrase of the text.

    `start`/`end` are document offsets of the phrase with its number, modifiers, "of …" and marking;
    `token` is its head; `descriptors` holds words and lemmas of its modifiers ("unarmed", "captured",
    "surrender"), lower case.
    """

    start: int
    end: int
    group: Group
    token: Token
    descriptors: frozenset[str]


def find(
    parse: Parse, knowledge: Knowledge, acronyms: Mapping[str, str] = MappingProxyType({})
) -> tuple[FoundGroup, ...]:
    """Every phrase of this parse that denotes people as a group, a member of one, or a party that acts.

    A phrase that names two sides ("X and Y soldiers") gives one `FoundGroup` for each.
    """
    reader = PeopleReader(parse, knowledge, acronyms)
    found: list[FoundGroup] = []
    for token in parse.doc:
        if token.i in reader.named:
            found += _bare(reader, token)
        elif reader.is_head(token):
            found += _phrase(reader, token)
        elif token.lower_ in reader.people.quantifier:
            found += _quantified(reader, token)
    return tuple(found)


def _phrase(reader: PeopleReader, head: Token) -> list[FoundGroup]:
    descriptors = reader.descriptors(head)
    parties: list[Party | None] = list(reader.parties(head))
    worn = reader.marking(head)
    by_marking = False
    if not parties and (worn is not None or descriptors & {"uniformed"}):
        parties = list(worn[1]) if worn else []
        by_marking = True
    start, end = reader.extent(head, worn[0] if worn else None)
    wording = _wording(reader, start, end)
    if not parties and reader.lemma(head) == "side":
        return []
    made = []
    for party in parties or [None]:
        kind = ActorKind.GROUP_BY_MARKING if by_marking else reader.kind(head, party, descriptors)
        group = Group(party.id if party else None, kind, wording, by_marking)
        made.append(FoundGroup(start, end, group, head, descriptors))
    return made


def _quantified(reader: PeopleReader, token: Token) -> list[FoundGroup]:
    """ "one of the soldiers", "dozens of POWs": the number heads the phrase, the noun says who."""
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            nouns = [c for c in prep.children if c.dep_ == "pobj"]
            parts = [g for noun in nouns if reader.is_head(noun) for g in _phrase(reader, noun)]
            parts = parts or [
                g for noun in nouns if noun.i in reader.named for g in _people_named(reader, noun)
            ]
            start, _ = reader.extent(token, None)
            return [
                FoundGroup(start, max(p.end, start), _worded(reader, p, start), token, p.descriptors)
                for p in parts
            ]
    return []


def _worded(reader: PeopleReader, part: FoundGroup, start: int) -> Group:
    group = part.group
    return Group(group.party, group.kind, _wording(reader, start, part.end), group.by_marking)


def _bare(reader: PeopleReader, token: Token) -> list[FoundGroup]:
    """A people ("the Xs"), or a party named by itself where it acts or is acted upon."""
    named = reader.named[token.i]
    if token.idx != named.start or detached(named):
        return []
    head = reader.parse.doc[reader.last[token.i]]
    if Form.PEOPLE in named.forms and Form.NAME not in named.forms:
        return _people_named(reader, head)
    only_adjective = Form.ADJECTIVE in named.forms and not named.forms & {Form.NAME, Form.CAPITAL}
    if only_adjective or not _takes_part(reader, head):
        return []
    kind = ActorKind.STATE if named.party.kind is ActorKind.STATE else ActorKind.ARMED_GROUP
    return [_simple(reader, token, head, named.party, kind)]


def _takes_part(reader: PeopleReader, head: Token) -> bool:
    """Whether a party stands by itself as one who acts or is acted upon, and not as a place or an owner."""
    against = head.dep_ == "pobj" and head.head.lower_ == "against"
    if head.dep_ not in _ACTING and not is_agent(head) and not against:
        return False
    if head.dep_ in ("conj", "appos") and head.head.i not in reader.named:
        return False
    behind = head.i + 1
    return behind >= len(reader.parse.doc) or reader.parse.doc[behind].tag_ != "POS"


def _people_named(reader: PeopleReader, head: Token) -> list[FoundGroup]:
    named = reader.named[head.i]
    if head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.i > head.i:
        return []
    behind = reader.parse.doc[head.i + 1] if head.i + 1 < len(reader.parse.doc) else None
    if behind is not None and (
        behind.tag_ == "POS" or (Form.ADJECTIVE in named.forms and behind.pos_ in ("NOUN", "PROPN"))
    ):
        return []
    kind = ActorKind.UNKNOWN if named.party.kind is ActorKind.STATE else ActorKind.ARMED_GROUP
    left = reader.left(head)
    first = left[0] if left else head
    made = _simple(reader, first, head, named.party, kind)
    return [FoundGroup(made.start, made.end, made.group, head, reader.descriptors(head))]


def _simple(reader: PeopleReader, first: Token, head: Token, party: Party, kind: ActorKind) -> FoundGroup:
    start, end = reader.parse.start(first), reader.parse.end(head)
    return FoundGroup(start, end, Group(party.id, kind, _wording(reader, start, end)), head, frozenset())


def _wording(reader: PeopleReader, start: int, end: int) -> str:
    doc = reader.parse.doc
    inside = [t for t in doc if reader.parse.start(t) >= start and reader.parse.end(t) <= end]
    return doc.text[inside[0].idx : inside[-1].idx + len(inside[-1].text)] if inside else ""
