"""Who acts and who suffers in a headline, which leaves words out: "captives shot near X" lacks its "were"."""

from dataclasses import replace

from spacy.tokens import Token

from allegata.reading.context import Context
from allegata.reading.roles import Roles
from allegata.reading.sentences import Parse

OBJECTS = frozenset({"dobj", "dative"})
AIMED = frozenset({"at", "on", "upon"})


def roles(context: Context, parse: Parse, verb: Token, tied: Roles, *, on_bodies: bool) -> Roles:
    """The roles of a verb of a headline; what its words leave open is open, and no side is guessed.

    Whoever stands before a colon says it. Whoever acts is told in the present tense, with a helping verb, or with
    somebody whom it is done to; a past form with nobody behind it is a passive without its "were".

    :param tied: the roles as in any other sentence.
    :param on_bodies: whether it is an act that persons suffer.
    """
    actor = tied.actor
    if actor is None or actor.i > verb.i:
        return tied
    if any(parse.doc[n].text == ":" for n in range(actor.i, verb.i)):
        return replace(tied, actor=None)
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ == "relcl" or any(map(_acts, _together(verb))):
        return tied
    if _somebody_behind(context, verb):
        return replace(tied, actor=None)
    suffers = on_bodies and tied.victim is None and context.group_at(parse, actor) is not None
    return replace(tied, actor=None, victim=actor if suffers else tied.victim)


def _together(verb: Token) -> set[Token]:
    """A verb, those joined to it, and what is said to be done with it ("shot, killing two")."""
    joined = {verb, *verb.conjuncts}
    added = {c for one in joined for c in one.children if c.dep_ == "advcl" and not _subordinate(c)}
    return joined | added


def _subordinate(clause: Token) -> bool:
    """ "while giving themselves up": a clause with a word in front tells when, and not what is done."""
    return any(c.dep_ in {"mark", "advmod"} and c.i < clause.i for c in clause.children)


def _acts(verb: Token) -> bool:
    return any(
        c.dep_ in OBJECTS or c.dep_ in {"aux", "auxpass"} or (c.dep_ == "prep" and c.lower_ in AIMED)
        for c in verb.children
    )


def _somebody_behind(context: Context, verb: Token) -> bool:
    """Whether persons are named behind the verb who could be its object: not in a phrase of place, time or manner."""
    said = context.knowledge.lexicon("cues").groups["statement"]
    for token in verb.doc[verb.i + 1 :]:
        if token.pos_ not in {"NOUN", "PROPN", "PRON", "NUM"} or token.dep_ in {
            "npadvmod",
            "nummod",
            "compound",
        }:
            continue
        above = [token, *token.ancestors]
        if any(one.dep_ in {"prep", "agent", "pobj"} or _subordinate(one) for one in above if one.i > verb.i):
            continue
        if any(one.lemma_.lower() in said for one in above if one.i != verb.i):
            continue  # "…, ministry says"
        return True
    return False
