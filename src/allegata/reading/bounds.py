"""Whether an act is told as one bounded occurrence, as conduct in general, or as something told before."""

from spacy.tokens import Token

from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Modality,
    PlaceRole,
    Polarity,
    TimeSlot,
    Unit,
)
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.phrases import first_joined
from allegata.reading.placing import event_places, event_times, is_settlement
from allegata.reading.roles import NOT_CONTROLLING
from allegata.reading.shown import under_footage

SEEDING = frozenset(ActType) - {
    ActType.CAPTURE,
    ActType.DETENTION,
    ActType.THREAT,
    ActType.DENIAL_OF_QUARTER,
    ActType.VIOLATION_UNSPECIFIED,
    ActType.EXPOSURE_TO_PUBLIC_CURIOSITY,
}
"""Types of acts that can open an occurrence by themselves; the others only add to one."""


def may_open(context: Context, act: FoundAct) -> bool:
    """Whether an act can open an occurrence by itself.

    Captures and arrests of combatants are no allegation; those of civilians may be one, and so may a
    capture that footage is said to show.
    """
    if act.type in SEEDING:
        return True
    if act.type not in {ActType.CAPTURE, ActType.DETENTION}:
        return False
    civilians = act.victim_group is not None and act.victim_group.kind is ActorKind.CIVILIANS
    return civilians or (act.type is ActType.CAPTURE and in_footage(context, act) is not None)


def is_bounded(context: Context, act: FoundAct, nominal: bool = False) -> bool:
    """Whether an act has something of its own that bounds it: persons counted, a place, a time, footage."""
    if is_general(act) or is_class(context, act):
        return False
    if act.form == "noun" and not nominal:
        counted = act.count is not None and not act.count.count.vague and act.count.count.unit is Unit.PERSONS
        settled = any(
            is_settlement(p) or (p.role is PlaceRole.EVENT and is_singular(act.token))
            for p in event_places(context, act)
        )
        return counted or settled
    if in_footage(context, act) is not None:
        return True
    if act.count is not None and not act.count.count.vague:
        return True
    if act.form == "verb" and _is_particular(act):
        return True
    if any(t.slot in {TimeSlot.EVENT} for t in event_times(context, act)):
        return True
    return (bool(event_places(context, act)) and act.victim is not None) or any(
        is_settlement(p) for p in event_places(context, act)
    )


def _is_particular(act: FoundAct) -> bool:
    """A finished act on "a couple", or "near X": told of somebody or of somewhere in particular."""
    finished = act.token.tag_ in {"VBD", "VBN"}
    victim = act.victim_token
    somebody = victim is not None and any(
        c.lower_ in {"a", "an"} and c.dep_ == "det" for c in victim.children
    )
    somewhere = any(
        p.dep_ == "prep"
        and p.lower_ in {"in", "near", "at", "outside"}
        and c.dep_ == "pobj"
        and c.pos_ == "PROPN"
        for p in act.token.children
        for c in p.children
    )
    return finished and (somebody or (somewhere and victim is not None))


def is_unsaid(act: FoundAct) -> bool:
    """ "did not say that they had fired": nobody puts the act forward."""
    node = act.token
    while node.head.i != node.i:
        clause_of = node.dep_ in {"ccomp", "xcomp"}
        node = node.head
        if clause_of and node.lemma_.lower() in SAYING and any(c.dep_ == "neg" for c in node.children):
            return True
    return False


SAYING = frozenset({"say", "tell", "state", "claim", "report", "allege", "mention", "specify", "announce"})


def is_class(context: Context, act: FoundAct) -> bool:
    """Whether an act noun stands for a class of acts: "the killing of prisoners is a violation …".

    The persons are a bare plural without side, number or article, and the words are a legal
    sentence's subject or what a convention prohibits.
    """
    victim = act.victim_token
    if act.form != "noun" or victim is None or act.count is not None:
        return False
    bare = not any(c.dep_ in {"det", "nummod", "poss"} for c in victim.children)
    sided = act.victim_group is not None and act.victim_group.party is not None
    return bare and not sided and bool(context.hits(act.parse, "records", "legal.law", "legal.crime"))


def is_general(act: FoundAct) -> bool:
    """Whether the words tell of conduct rather than of an occurrence: modal, habitual, any, repeatedly."""
    if act.modality in {Modality.CONDITIONAL, Modality.SPECULATIVE, Modality.ASKED}:
        return True
    token = act.token
    if token.dep_ in {"pcomp", "conj"} and _conduct_noun(token):
        return True
    verb = token if token.pos_ == "VERB" else None
    if verb is not None:
        auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if auxiliaries & MODALS:
            return True
        if act.polarity is Polarity.DENIES and verb.tag_ in {"VBP", "VBZ"} and not auxiliaries:
            return True  # "denied that it targets civilians": a habit is denied, no occurrence
        if "to" in auxiliaries and verb.head.lemma_.lower() not in CONTINUING:
            return True
    return any(
        child.lower_ in GENERALISING
        for holder in (token, act.victim_token)
        if holder is not None
        for child in holder.children
        if child.dep_ in {"det", "amod", "advmod", "npadvmod"}
    )


def _conduct_noun(token: Token) -> bool:
    """Whether a gerund only fills "a policy of …", "the practice of …"."""
    token = first_joined(token)
    return (
        token.dep_ == "pcomp"
        and token.head.lower_ == "of"
        and token.head.head.lemma_.lower() in NOT_CONTROLLING
    )


MODALS = frozenset({"must", "should", "would", "will", "can", "could", "may", "might", "shall", "'ll"})


CONTINUING = frozenset(
    {
        "appear",
        "seem",
        "show",
        "say",
        "allege",
        "report",
        "believe",
        "begin",
        "start",
        "proceed",
        "continue",
        "go",
        "happen",
        "see",
        "hear",
        "have",
    }
)


GENERALISING = frozenset(
    {
        "any",
        "every",
        "all",
        "no",
        "repeatedly",
        "regularly",
        "often",
        "routinely",
        "systematically",
        "frequently",
        "always",
        "never",
        "numerous",
        "widespread",
        "such",
    }
)


def in_footage(context: Context, act: FoundAct) -> Token | None:
    """The footage noun under whose showing the act is told, if it is: "a video shows X shooting Y"."""
    return under_footage(context, act.token)


def is_definite_noun(token: Token) -> bool:
    """Whether a noun has "the", "this", "these", or a possessive before it."""
    return any(
        c.lower_ in {"the", "this", "these", "that", "those"} and c.dep_ == "det" for c in token.children
    )


def is_definite(act: FoundAct) -> bool:
    """Whether an act noun points back to something told before: "the killing", "the alleged execution".

    With a count, a place or persons of its own it still may be the first to tell of it; `_referent`
    looks for a match and opens nothing without one, except at the head of the text.
    """
    if act.form != "noun" or act.count is not None or not is_definite_noun(act.token):
        return False
    victim = act.victim_token
    sided = act.victim_group is not None and act.victim_group.party is not None
    bare = victim is not None and not sided and not any(c.dep_ in {"det", "poss"} for c in victim.children)
    return is_singular(act.token) and not bare


def is_singular(token: Token) -> bool:
    """Whether a noun stands in the singular."""
    return token.tag_ not in {"NNS", "NNPS"}
