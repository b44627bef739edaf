"""A decision on a value of a documented or reviewed record opens the record again: what two persons signed is gone."""

from collections.abc import Iterator

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.decided import decided, undone
from allegata.actions.states import REOPEN, WITH_SECOND, state_now
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import digest, parse, to_data
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.reading.decided import ON_PARTS, PARTS
from allegata.store.tables import INCIDENTS, MEMBERS, MENTIONS
from allegata.store.tables import PARTS as TABLES


def reopening(book: Casebook, made: Decision, prefix: str) -> Iterator[Draft]:
    """The moves that follow from a decision that is about to be written: each record that it changes opens again."""
    if not (part := _changed(book, made)):
        return
    id, document = part
    for one in _told_in(book, document):
        here = state_now(book, one)
        if here not in WITH_SECOND or not _concerns(book, one, id, document):
            continue
        words = f"a value was decided on after the record was {here}: {made.reason}"
        move = Decision(
            book.outside.new_id(prefix), DecisionVerb.STATE, one.id, made.by, made.at, words, digest(one),
            (), REOPEN.to.value,
        )  # fmt: skip
        yield Draft(EntryKind.DECIDED, move.at, move.by, move.id, {"decision": to_data(move)})


def _changed(book: Casebook, made: Decision) -> tuple[str, str] | None:
    """The thing that a decision changes and its document; None when it changes no value."""
    root = undone(book, made.subject) if made.verb is DecisionVerb.UNDO else made
    if root is None:
        return None
    if root.verb is DecisionVerb.MISSED:
        return root.others[0], root.subject
    if root.verb not in ON_PARTS:
        return None
    if made.verb is DecisionVerb.ACCEPT:  # what stands as it is stays as it is; what was otherwise comes back
        last = decided(book).subjects.get(made.subject)
        if last is None or last.verb is DecisionVerb.ACCEPT:
            return None
    for table in TABLES:
        if row := book.index.first(select(table.c.document).where(table.c.id == root.subject)):
            return root.subject, row.document
    marks = (
        one for one in decided(book).every if one.verb is DecisionVerb.MISSED and root.subject in one.others
    )
    return next(((root.subject, one.subject) for one in marks), None)


def _told_in(book: Casebook, document: str) -> tuple[Incident, ...]:
    """The incidents that a document tells of."""
    held = select(MEMBERS.c.incident).join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    query = select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(held.where(MENTIONS.c.document == document)))
    return tuple(parse(Incident, row.data) for row in book.index.rows(query.order_by(INCIDENTS.c.id)))


def _concerns(book: Casebook, one: Incident, id: str, document: str) -> bool:
    """Whether a thing of a document says anything of an incident; one that nobody finds any more may."""
    for made in (True, False):
        for reading in some(book, [document], decided=made).readings:
            thing = next((part for name in PARTS for part in getattr(reading, name) if part.id == id), None)
            if thing is not None:
                return bool(_mentions(reading, thing).intersection(one.mentions))
    return True


def _mentions(reading: Reading, thing: object) -> frozenset[str]:
    """The mentions that a thing is about: its own, those of its statement; all of the text where it names none."""
    if (own := getattr(thing, "mention", None)) is not None:
        return frozenset({own})
    id = getattr(thing, "id", "")
    named = {*getattr(thing, "about", ())} | {
        m.id for m in reading.mentions if id == m.id or id in m.statements
    }
    named |= {a.mention for a in reading.accounts if a.statement == id}
    return frozenset(named or (m.id for m in reading.mentions))
