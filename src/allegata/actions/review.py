"""`allegata review`: a person decides. The decision is kept for good; the next link and assess obey it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from allegata.actions import footage
from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.decided import decided, standing_decision, undone
from allegata.actions.media import derivative_named, made_by
from allegata.actions.past import missing
from allegata.actions.reopening import reopening
from allegata.actions.searched import search_value
from allegata.actions.states import WITH_SECOND, Move, moved, refuse_shut, state_now, step
from allegata.errors import BadDecision, StaleDecision, UnknownThing, UnreadableRecord
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load
from allegata.linking.pairs import PAIR_SEPARATOR, seen_mentions, speaking_against
from allegata.model.canonical import parse_json
from allegata.model.codec import digest, parse, to_data
from allegata.model.decision import Decision, DecisionVerb, Reason, Second
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.model.result import ReviewResult
from allegata.model.vocabulary import RecordState
from allegata.reading.decided import PARTS, corrected
from allegata.reading.missed import kept, made, marked, sources_of
from allegata.store.tables import DOCUMENTS, INCIDENTS, MENTIONS
from allegata.store.tables import PARTS as TABLES

PREFIX = "dec"
INCIDENT = "inc_"
ON_RECORDS = frozenset({DecisionVerb.STATE, DecisionVerb.ACCEPT, DecisionVerb.REJECT})
"""The verbs that move the state of an incident's record."""
ON_COPIES = frozenset({DecisionVerb.ACCEPT, DecisionVerb.REJECT})
ON_PAIRS = frozenset({DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE})


def review(
    book: Casebook,
    verb: DecisionVerb,
    subject: str,
    by: str,
    reason: str,
    others: Sequence[str] = (),
    value: str | None = None,
    saw: str | None = None,
    *,
    despite_blockers: bool = False,
    second: Second | None = None,
    group: str | None = None,
) -> ReviewResult:
    """Write a decision to the ledger.

    | verb | subject | others | value |
    |---|---|---|---|
    | accept, reject | statement, account, mention, record or incident | – | – |
    | correct | statement, account, mention or record | – | JSON: fields and their new values |
    | same, different, unsure | mention or incident | one more, or several | – |
    | same, different, unsure | item of footage | one more | – |
    | accept, reject | derivative of footage | – | – |
    | merge | incident | the incidents that are one with it | – |
    | split | incident | its mentions that belong elsewhere | – |
    | searched | incident | – | JSON: `places` looked at, `as_of` day, and `sides` (all, where left out) |
    | state | incident | – | the new state |
    | missed | document or item | – | JSON: `kind`, the words (`start`, `end`, `quote`), and the fields of it |
    | undo | decision | – | – |

    :param by: who decides; a name or pseudonym, never empty.
    :param saw: the digest of what the person looked at (`seen`); None: what stands there now.
    :param despite_blockers: make one of several although something rules that out (`linking.blockers`).
    :param second: who confirmed the request that this decision comes from (`actions.requests`).
    :param group: shared by the decisions that one act makes (`actions.together`).
    :raises BadDecision: without author or reason, or when it can mean nothing.
    :raises UnknownThing: when the casebook holds nothing of that name.
    :raises StaleDecision: when the thing is no longer what the person saw.
    """
    if not by.strip() or not reason.strip():
        raise BadDecision("a decision needs an author and a reason; give `--by` and `--reason`")
    verb, subject, others = as_merge(book, verb, subject, others)
    if verb is DecisionVerb.STATE and value in WITH_SECOND and second is None:
        _refuse_one(value)
    subject, others, value, thing = prepared(
        book, verb, subject, tuple(others), value, despite_blockers, signed=second is not None
    )
    _refuse_maker(book, verb, subject, by)
    if second is None:
        for move in moves(book, verb, subject, value):
            if move.always:
                _refuse_one(move.after)
    now = digest(thing)
    if saw is not None and saw != now:
        raise StaleDecision(f"{subject} has changed since you looked at it; look again, then decide again")
    decision = Decision(
        book.outside.new_id(PREFIX),
        verb,
        subject,
        by.strip(),
        book.now(),
        reason.strip(),
        now,
        others,
        value,
        subject if verb is DecisionVerb.UNDO else None,
        second.by if second else None,
        second.reason if second else "",
        second.request if second else None,
        group,
    )
    wrote = second.by if second else decision.by
    draft = Draft(EntryKind.DECIDED, decision.at, wrote, decision.id, {"decision": to_data(decision)})
    entry, *_ = book.keep(book.batch(), [draft, *reopening(book, decision, PREFIX)])
    return ReviewResult(decision, entry.seq)


def _refuse_one(state: str) -> None:
    raise BadDecision(
        f"a record becomes {state} by two persons: ask for it (`--ask`), and let another one confirm"
    )


def _refuse_maker(book: Casebook, verb: DecisionVerb, subject: str, by: str) -> None:
    """:raises BadDecision: when whoever made a copy would let it out, by confirming it or by undoing a refusal."""
    made_of = undone(book, subject) if verb is DecisionVerb.UNDO else None
    about = made_of.subject if made_of and made_of.verb in ON_COPIES else subject
    if not is_copy(about) or verb not in (DecisionVerb.ACCEPT, DecisionVerb.UNDO):
        return
    if made_by(derivative_named(book, about), by):
        raise BadDecision("whoever made a copy does not confirm it; a second person has to look at it")


def confirms_copy(book: Casebook, verb: DecisionVerb, subject: str) -> bool:
    """Whether a decision says of a copy made from footage whether it may go out."""
    if verb is DecisionVerb.UNDO:
        root = undone(book, subject)
        return bool(root and root.verb in ON_COPIES and is_copy(root.subject))
    return verb in ON_COPIES and is_copy(subject)


def is_copy(subject: str) -> bool:
    """Whether this is the name of something made from footage: a bare hash; every other id has a prefix."""
    return "_" not in subject


def moves(book: Casebook, verb: DecisionVerb, subject: str, value: str | None) -> tuple[Move, ...]:
    """What a decision would do to the state of the record that it is about; () where it is about none."""
    if verb is DecisionVerb.STATE or (verb in ON_RECORDS and subject.startswith(INCIDENT)):
        about = subject
    elif verb is DecisionVerb.UNDO and (root := undone(book, subject)) and root.verb in ON_RECORDS:
        about = root.subject
    else:
        return ()
    one = _incident_if_any(book, about) if about.startswith(INCIDENT) else None
    if one is None:
        return ()
    if verb is DecisionVerb.REJECT:
        value = seen_mentions([one.mentions])
    return (moved(book, one, verb, subject if verb is DecisionVerb.UNDO else one.id, value),)


def as_merge(
    book: Casebook, verb: DecisionVerb, subject: str, others: Sequence[str]
) -> tuple[DecisionVerb, str, tuple[str, ...]]:
    """What *same* means of incidents: a merge. Every other decision as it is."""
    if verb is DecisionVerb.SAME and all(_incident_if_any(book, name) for name in _names(subject, others)):
        subject, *others = _names(subject, others)
        verb = DecisionVerb.MERGE
    return verb, subject, tuple(others)


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


def text_named(book: Casebook, name: str) -> tuple[Document, Reading]:
    """A text and its reading as it counts, by the id of the document or item, or the beginning of an item's.

    :raises UnknownThing: when no item of that name has a text.
    """
    here = book.index.begins(DOCUMENTS.c.item, name) | (DOCUMENTS.c.id == name)
    rows = list(book.index.rows(select(DOCUMENTS.c.id).where(here).limit(2)))
    if len(rows) != 1:
        many = "several texts begin" if rows else "no text of an item begins"
        raise UnknownThing(f"{many} with {name!r}; `allegata show` lists the items")
    now = some(book, [rows[0].id])
    return now.documents[0], now.readings[0]


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
    incidents = [_incident_if_any(book, name) for name in named]
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
            raise UnknownThing(missing(book, gone[0]))
        raise UnknownThing(f"no mention {', '.join(unknown)}; `allegata show INCIDENT --ids` lists them")
    things = [_thing(book, name)[0] for name in named]
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
    if verb is not DecisionVerb.CORRECT and (one := _incident_if_any(book, subject)):
        if verb is DecisionVerb.REJECT:
            refuse_shut(book, one)
        return one.id, (), seen_mentions([one.mentions]) if verb is DecisionVerb.REJECT else None, one
    if verb is not DecisionVerb.CORRECT and is_copy(subject):
        made = derivative_named(book, subject)
        return made.object, (), None, made
    thing, document = _thing(book, subject)
    if verb is DecisionVerb.CORRECT:
        if not value:
            raise BadDecision("a correction needs the new value; give `--value` as JSON")
        corrected(thing, value, document)
        return subject, (), value, thing
    return subject, (), None, thing


def _thing(book: Casebook, id: str) -> tuple[Any, Any]:
    """A statement, mention, account or record as it counts now, with its document.

    One that was rejected is found as it was read, so that the rejection can be revised.
    """
    for table in TABLES:
        row = book.index.first(select(table.c.document).where(table.c.id == id))
        if row is None:
            continue
        now = some(book, [row.document])
        for reading in (now.readings[0], some(book, [row.document], decided=False).readings[0]):
            thing = _inside(reading, id)
            if thing is not None:
                return thing, now.documents[0]
    if found := _marked_thing(book, id):
        return found
    if id.startswith(INCIDENT):
        if _incident_if_any(book, id):
            raise BadDecision(
                f"{id} is an incident; correct one of its accounts (`allegata show {id} --ids`)"
            )
        raise UnknownThing(missing(book, id))
    raise UnknownThing(
        f"the casebook holds no {id!r}; `allegata show INCIDENT --ids` lists what can be decided on"
    )


def _marked_thing(book: Casebook, id: str) -> tuple[Any, Any] | None:
    """The same of something that a person marked, which stands in no table but the decisions."""
    for decision in decided(book).force:
        if decision.verb is DecisionVerb.MISSED and id in decision.others:
            now = some(book, [decision.subject])
            if not now.documents:
                return None  # the text has another extraction now
            return _inside(now.readings[0], id) or marked(decision)[1], now.documents[0]
    return None


def _inside(reading: Reading, id: str) -> Any:
    return next((part for name in PARTS for part in getattr(reading, name) if part.id == id), None)


def incident_named(book: Casebook, name: str) -> Incident:
    """An incident by its id, or the beginning of it where that is enough to tell.

    :raises UnknownThing: when there is none, saying what became of it.
    """
    found = _incident_if_any(book, name)
    if found is None:
        raise UnknownThing(missing(book, name))
    return found


def _incident_if_any(book: Casebook, name: str) -> Incident | None:
    query = select(INCIDENTS.c.data).where(book.index.begins(INCIDENTS.c.id, name)).limit(2)
    rows = list(book.index.rows(query))
    return parse(Incident, rows[0].data) if len(rows) == 1 else None
