"""The places and times that an act's own words give it."""

from spacy.tokens import Token

from allegata.model.value import When, Where
from allegata.model.vocabulary import (
    PlaceKind,
    PlaceRole,
    Relation,
    TimeSlot,
)
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context


def event_places(context: Context, act: FoundAct) -> list[Where]:
    """The places that the act's own words put it at (role *event*), most exact first."""
    found = [
        p
        for p in context.places.get(act.sentence.index, ())
        if p.where.role is PlaceRole.EVENT and p.parse is act.parse and _governed(act, p.token)
    ]
    return [p.where for p in sorted(found, key=lambda p: (p.start, p.end))]


def _governed(act: FoundAct, token: Token) -> bool:
    """Whether a token hangs on the act's clause and not on a sister act's."""
    node = token
    for _ in range(20):
        if node.i == act.token.i:
            return True
        if node.head.i == node.i:
            break
        node = node.head
    for role in (act.victim_token, act.actor_token):
        if role is not None and token in role.subtree:
            return True
    # a place that hangs on the sentence's own verb places every act told under it, nominal sisters apart
    return act.form != "noun" and node.i == _root(act.token).i and not _nominal_owner(token)


def _root(token: Token) -> Token:
    while token.head.i != token.i:
        token = token.head
    return token


def _nominal_owner(token: Token) -> bool:
    node = token
    while node.head.i != node.i:
        node = node.head
        noun = node.tag_ in {"NN", "NNS"} and node.dep_ in {"conj", "dobj", "pobj"}
        if noun and node.lower_.endswith(("ing", "ings", "tion", "tions")):
            return True
    return False


def event_times(context: Context, act: FoundAct) -> list[When]:
    """The times that the act's sentence gives for the event or for its footage."""
    return [
        t.when
        for t in context.times.get(act.sentence.index, ())
        if t.when.slot in {TimeSlot.EVENT, TimeSlot.MEDIA_FIRST_SEEN, TimeSlot.FILMED}
        and t.parse is act.parse
    ]


def times_differ(one: When, other: When) -> bool:
    """Whether two times cannot be one: disjoint, or different days or months of an unstated year."""
    if one.relation_to(other) is Relation.CONFLICT:
        return True
    if one.edtf and other.edtf and "XXXX" in one.edtf and "XXXX" in other.edtf:
        shorter, longer = sorted((one.edtf, other.edtf), key=len)
        return not longer.startswith(shorter)
    return False


def is_settlement(where: Where) -> bool:
    """Whether an event is placed at a town, a village or a district: near enough to bound it."""
    kinds = {PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.DISTRICT}
    return where.role is PlaceRole.EVENT and any(p.kind in kinds for p in where.candidates)
