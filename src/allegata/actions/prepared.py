"""What a decision is about, found and checked before it is written: subject, others, value, and what is seen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from allegata.actions import footage
from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.decided import standing_decision
from allegata.actions.media import derivative_named
from allegata.actions.past import missing
from allegata.actions.searched import search_value
from allegata.actions.states import refuse_shut, refuse_shut_around, state_now, step
from allegata.actions.things import (
    INCIDENT,
    incident_if_any,
    incident_named,
    is_copy,
    text_named,
    thing_named,
)
from allegata.errors import BadDecision, UnknownThing, UnreadableRecord
from allegata.knowledge import load
from allegata.linking.pairs import PAIR_SEPARATOR, seen_mentions, speaking_against
from allegata.model.canonical import parse_json
from allegata.model.decision import DecisionVerb, Reason
from allegata.model.vocabulary import RecordState
from allegata.reading.decided import corrected
from allegata.reading.missed import kept, made, sources_of
from allegata.store.tables import MENTIONS

ON_PAIRS = frozenset({DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE})
Prepared = tuple[str, tuple[str, ...], str | None, Any]
"""Subject and others by their full names, the value to keep, and the thing that was looked at."""


def prepared(
    book: Casebook,
    verb: DecisionVerb,
    subject: str,
    others: tuple[str, ...],
    value: str | None,
    despite_blockers: bool,
    *,
    signed: bool = False,
) -> Prepared:
    """What a decision is about, found and checked; nothing is written.

    :param signed: by a second person, who may sign a seal that holds already.
    :raises BadDecision, UnknownThing: as `review`.
    """
    if verb is DecisionVerb.UNDO:
        return subject, (), None, standing_decision(book, subject)
    if verb is DecisionVerb.MISSED:
        return _missed(book, subject, value)
    if verb is DecisionVerb.STATE:
        return _state(book, subject, value, signed)
    if verb is DecisionVerb.SEARCHED:
        one = incident_named(book, subject)
        return one.id, (), search_value(value), one
    if verb is DecisionVerb.MERGE:
        return _merge(book, subject, others, despite_blockers)
    if verb is DecisionVerb.SPLIT:
        return _split(book, subject, others)
    if verb in ON_PAIRS:
        return _pair(book, verb, _names(subject, others), despite_blockers)
    return _part(book, verb, subject, value)


def as_merge(
    book: Casebook, verb: DecisionVerb, subject: str, others: Sequence[str]
) -> tuple[DecisionVerb, str, tuple[str, ...]]:
    """What *same* means of incidents: a merge. Every other decision as it is."""
    if verb is DecisionVerb.SAME and all(incident_if_any(book, name) for name in _names(subject, others)):
        subject, *others = _names(subject, others)
        verb = DecisionVerb.MERGE
    return verb, subject, tuple(others)


def _missed(book: Casebook, subject: str, value: str | None) -> Prepared:
    """Words that the reader passed over, marked in the text of an item. What is seen is the text."""
    try:
        draft = parse_json(value or "null")
    except UnreadableRecord as fault:
        raise BadDecision(f"the mark cannot be read: {fault}") from None
    document, reading = text_named(book, subject)
    sources = (*sources_of(reading), *load(book.knowledge).sources)
    kind, thing = made(document, reading, draft, sources)
    if any(part.id == thing.id for part in getattr(reading, kind)):
        raise BadDecision(f"this is marked already, as {thing.id}")
    return document.id, (thing.id,), kept(kind, thing), document


def _state(book: Casebook, subject: str, value: str | None, signed: bool) -> Prepared:
    one = incident_named(book, subject)
    here = state_now(book, one)
    if not (signed and here is RecordState.SEALED and value == here):
        step(here, value)
    return one.id, (), value, one


def _merge(book: Casebook, subject: str, others: tuple[str, ...], despite_blockers: bool) -> Prepared:
    incidents = list(
        {one.id: one for name in (subject, *others) for one in [incident_named(book, name)]}.values()
    )
    if len(incidents) < 2:
        raise BadDecision("a merge names two different incidents or more")
    for one in incidents:
        refuse_shut(book, one)  # the seal of one would be lost in the other
    groups = [one.mentions for one in incidents]
    seen = seen_mentions(groups, _against(book, groups, despite_blockers))
    return incidents[0].id, tuple(one.id for one in incidents[1:]), seen, incidents[0]


def _against(book: Casebook, groups: Sequence[Sequence[str]], despite_blockers: bool) -> tuple[Reason, ...]:
    """What rules out that these are one; refused unless the person says that it is known."""
    found = against(book, groups)
    if found and not despite_blockers:
        raise BadDecision(
            f"this rules out that they are one: {'; '.join(reason.words for reason in found)}; if they are all "
            "the same, say so with `--despite-blockers` and give the grounds in `--reason`"
        )
    return found


def against(book: Casebook, groups: Sequence[Sequence[str]]) -> tuple[Reason, ...]:
    """What rules out that these groups of mentions tell of one occurrence."""
    every = [mention for group in groups for mention in group]
    rows = book.index.rows(select(MENTIONS.c.document).distinct().where(MENTIONS.c.id.in_(every)))
    now = some(book, [row.document for row in rows])
    return speaking_against(groups, now.readings, now.documents)


def _split(book: Casebook, subject: str, others: tuple[str, ...]) -> Prepared:
    one = incident_named(book, subject)
    refuse_shut(book, one)  # what leaves would stand there without the seal
    leaving = [mention for mention in one.mentions if mention in others]
    staying = [mention for mention in one.mentions if mention not in others]
    if len(leaving) != len(set(others)) or not leaving or not staying:
        raise BadDecision(
            f"a split names some, and not all, of the mentions of {one.id}: {', '.join(one.mentions)}"
        )
    return one.id, tuple(leaving), seen_mentions([leaving, staying]), one


def _names(subject: str, others: Sequence[str]) -> tuple[str, ...]:
    """What a decision on pairs names, each once."""
    return tuple(dict.fromkeys((*subject.split(PAIR_SEPARATOR), *others)))


def _pair(book: Casebook, verb: DecisionVerb, named: tuple[str, ...], despite_blockers: bool) -> Prepared:
    """Mentions, or incidents for all the mentions that they hold now."""
    if len(named) < 2:
        raise BadDecision(f"`{verb}` names two different things or more")
    if not any("_" in name for name in named):  # an item's id is a bare hash; every other id has a prefix
        return _files(book, verb, named)
    incidents = [incident_if_any(book, name) for name in named]
    if whole := [one for one in incidents if one]:
        if len(whole) != len(named):
            raise BadDecision(f"`{verb}` names mentions only or incidents only")
        whole.sort(key=lambda one: one.id)
        if len({one.id for one in whole}) < 2:
            raise BadDecision(f"`{verb}` names two different things or more")
        ids = [one.id for one in whole]
        seen = seen_mentions([one.mentions for one in whole])
        return PAIR_SEPARATOR.join(ids[:2]), tuple(ids[2:]), seen, tuple(whole)
    query = select(MENTIONS.c.id).where(MENTIONS.c.id.in_(named))
    unknown = sorted(set(named) - {row.id for row in book.index.rows(query)})
    if unknown:
        gone = [name for name in unknown if name.startswith(INCIDENT)]
        if gone:
            raise missing(book, gone[0])
        raise UnknownThing(f"no mention {', '.join(unknown)}; `allegata show INCIDENT --ids` lists them")
    refuse_shut_around(book, named)
    things = [thing_named(book, name)[0] for name in named]
    against = (
        _against(book, [[name] for name in named], despite_blockers) if verb is DecisionVerb.SAME else ()
    )
    ordered = [*sorted(named[:2]), *named[2:]]
    value = seen_mentions([[name] for name in ordered], against) if against else None
    return PAIR_SEPARATOR.join(ordered[:2]), tuple(ordered[2:]), value, tuple(things)


def _files(book: Casebook, verb: DecisionVerb, named: tuple[str, ...]) -> Prepared:
    """Two items of footage: whether they show the same pictures. What is seen are the proposals on them."""
    items = sorted({footage.item_named(book, name).id for name in named})
    if len(items) != 2:
        raise BadDecision(f"`{verb}` on footage names two different items")
    pair = tuple(items)
    proposed = tuple(one for one in footage.kept_matches(book) if (one.left, one.right) == pair)
    return PAIR_SEPARATOR.join(items), (), None, (pair, proposed)


def _part(book: Casebook, verb: DecisionVerb, subject: str, value: str | None) -> Prepared:
    if verb is not DecisionVerb.CORRECT and (one := incident_if_any(book, subject)):
        if verb is DecisionVerb.REJECT:
            refuse_shut(book, one)
        return one.id, (), seen_mentions([one.mentions]) if verb is DecisionVerb.REJECT else None, one
    if verb is not DecisionVerb.CORRECT and is_copy(subject):
        made = derivative_named(book, subject)
        return made.object, (), None, made
    thing, document = thing_named(book, subject)
    if verb is DecisionVerb.CORRECT:
        if not value:
            raise BadDecision("a correction needs the new value; give `--value` as JSON")
        corrected(thing, value, document)
        return subject, (), value, thing
    if verb is DecisionVerb.REJECT:
        refuse_shut_around(
            book, [subject]
        )  # a record without its mentions would be gone, and its seal with it
    return subject, (), None, thing
