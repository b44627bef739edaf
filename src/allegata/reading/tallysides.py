"""The sides of each figure of a published total: whose people are counted, by whose hand, conjunct by conjunct."""

from collections.abc import Sequence

from spacy.tokens import Token

from allegata.model.vocabulary import Unit
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.counts import FoundCount
from allegata.reading.sentences import Parse

OF_PEOPLE = frozenset({Unit.PERSONS, Unit.EXECUTIONS_UNIT_UNCLEAR})
"""Units whose figures have victims of their own; a number of incidents may cover both sides'."""
Sides = tuple[str | None, str | None]
"""The victims' party and the alleged perpetrators', each None where the conjunct does not tell."""


def of_each(
    context: Context, parse: Parse, counted: Sequence[FoundCount], acts: Sequence[FoundAct]
) -> list[Sides]:
    """The sides that each figure's own conjunct names; what stands with another figure is not borrowed."""
    found: list[Sides] = []
    for index, count in enumerate(counted):
        noun = count.noun or count.number
        group = context.group_at(parse, noun)
        act = next((a for a in acts if a.victim_token is not None and a.victim_token.i == noun.i), None)
        end = counted[index + 1].number.i if index + 1 < len(counted) else len(parse.doc)
        by = _by(context, parse, count.number.i, end)
        actor = by or (act.actor_group.party if act is not None and act.actor_group is not None else None)
        victim = group.group.party if group is not None else None
        found.append((victim, actor if actor != victim or by else None))
    return found


def differ(sides: Sequence[Sides]) -> bool:
    """Whether the conjuncts name different sides in the same role."""
    victims = {v for v, _ in sides if v is not None}
    actors = {a for _, a in sides if a is not None}
    return len(victims) > 1 or len(actors) > 1


def are_joined(one: FoundCount, other: FoundCount) -> bool:
    """ "of 79 X and of two Y": figures whose nouns are coordinate, directly or through their prepositions."""
    if {t.i for t in _chain(one)} & {t.i for t in _chain(other)}:
        return True
    first, second = _verb(one), _verb(other)
    if first is None or second is None or first.lemma_ != second.lemma_:
        return False
    return first.i in {
        t.i for t in second.conjuncts
    }  # "that 79 X were executed and that two Y were executed"


def _verb(found: FoundCount) -> Token | None:
    return next((t for t in found.number.ancestors if t.pos_ == "VERB"), None)


def _chain(found: FoundCount) -> list[Token]:
    """A figure's noun and what it is coordinate with, upwards: nouns, prepositions."""
    node = found.noun or found.number
    chain = [node]
    while node.head.i != node.i and node.dep_ in {"conj", "pobj", "prep", "nummod", "appos"}:
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            break
        chain.append(node)
    return chain


def _by(context: Context, parse: Parse, start: int, end: int) -> str | None:
    """The party of "by X" between a figure and the next one."""
    for token in parse.doc[start:end]:
        if token.lower_ == "by" and token.dep_ in {"prep", "agent"}:
            for noun in (c for c in token.children if c.dep_ == "pobj"):
                group = context.group_at(parse, noun)
                if group is not None and group.group.party is not None:
                    return group.group.party
    return None
