"""Whom somebody holds responsible: "held the rebels responsible" accuses, and keeps nobody locked up."""

from spacy.tokens import Token

from allegata.reading.context import Context
from allegata.reading.mentions import scan
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse

RESPONSIBLE = frozenset({"responsible", "accountable", "liable", "culpable"})
_ASKED = frozenset({"must", "should", "shall", "will", "would", "can", "could", "to"})


def held_responsible(token: Token) -> Token | None:
    """Who is held responsible by this verb, told as a fact: not asked for, promised or denied."""
    if token.lemma_.lower() not in {"hold", "deem", "consider"} or token.pos_ != "VERB":
        return None
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _ASKED) for c in token.children):
        return None
    if token.dep_ in {"xcomp", "pcomp"} or any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children):
        return None
    said = next((c for c in token.subtree if c.lower_ in RESPONSIBLE and c.head.i == token.i), None)
    held = [c for c in token.children if c.dep_ in {"dobj", "dative"}]
    if said is None:
        said = next((c for o in held for c in o.children if c.lower_ in RESPONSIBLE and c.i > o.i), None)
    if said is None:
        return None
    own = [c for c in said.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i]
    return next(iter([*own, *held]), None)


def party(context: Context, parse: Parse, who: Token | None) -> str | None:
    """The party of whoever is blamed, by group, by name or by capital."""
    if who is None:
        return None
    group = context.group_at(parse, who)
    if group is not None and group.group.party is not None:
        return group.group.party
    start, end = parse.extent(noun_phrase(who))
    named = {n.party.id for n in scan(context.document.text[start:end], context.knowledge)}
    return next(iter(named)) if len(named) == 1 else None
