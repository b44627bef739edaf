"""The reading room's view: the text in parts of a size that a page can hold, and a card for each statement."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from allegata.actions.viewing import mask_of
from allegata.model import phrases
from allegata.model.decision import DecisionVerb
from allegata.model.document import Document, Span
from allegata.model.incident import Account
from allegata.model.marks import Highlight, Mask
from allegata.model.room import Room, Standing
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.web.item import (
    Found,
    ItemView,
    Said,
    account_words,
    in_order,
    item_view,
    lines_of,
    record_words,
)

PART_CHARACTERS = 14_000
"""About how much text stands on one page of the room."""
CHOSEN = "chosen"
"""The mark of words that a person has chosen."""
PART_STATEMENTS = 40
"""How many statements stand on one page at most, before it ends with the paragraph."""
VOICES = ("verifier", "by", "authority", "publisher", "sharer")
"""The fields of records that hold who checked, answered, acted or published."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing read from a statement, and where it stands. `was` is what the machine had proposed."""

    found: Found
    standing: Standing
    who: str
    was: str


@dataclass(frozen=True, slots=True)
class Card:
    """One statement with everything read from it."""

    said: Said
    standing: Standing
    was: str
    lines: tuple[Line, ...]
    decided: bool
    open: tuple[Standing, ...]  # what "accept all" accepts
    together: str  # digest of all of these as they stand, which "accept all" carries


@dataclass(frozen=True, slots=True)
class Page:
    """One part of the text, from 1, with what is in focus."""

    view: ItemView
    cards: dict[str, Card]
    part: int
    parts: int
    focus: str | None  # id of a statement
    things: frozenset[str]  # the ids of it and of everything read from it: their marks stand out
    done: int
    statements: int
    before: str | None  # the statement before the one in focus, and after it, over all parts
    after: str | None


def together(standings: Sequence[Standing]) -> str:
    """One digest over several things as they stand now."""
    return sha256(" ".join(f"{one.id} {one.seen}" for one in standings).encode()).hexdigest()


def undecided(room: Room, statement: str) -> tuple[Standing, ...]:
    """What of a statement nobody has decided on."""
    return tuple(one for one in room.whole(statement) if not one.decided and one.now is not None)


def bounds(room: Room) -> list[int]:
    """The offsets at which parts begin; a paragraph is never parted."""
    document = room.record.document
    if document is None:
        return [0]
    starts = [s.span.start for s in in_order(room.shown)] if room.shown else []
    found, begun, first = [0], 0, 0
    for line in lines_of(document):
        here = bisect_right(starts, line.start - 1)
        if line.start > begun and (
            line.end - begun > PART_CHARACTERS or bisect_right(starts, line.end) - first > PART_STATEMENTS
        ):
            found.append(line.start)
            begun, first = line.start, here
    return found


def page_of(
    room: Room,
    *,
    focus: str | None = None,
    at: int | None = None,
    part: int = 1,
    withhold: bool = True,
    chosen: Span | None = None,
) -> Page:
    """The part of a text that is wanted: that of a thing, of an offset, or by its number.

    :param chosen: words to mark as `CHOSEN`.
    """
    order = in_order(room.shown) if room.shown else []
    ids = [statement.id for statement in order]
    if focus is not None and focus in room.standing:
        thing = room.standing[focus].proposed
        focus = thing.id if isinstance(thing, Statement) else thing.statement
        at = room.standing[focus].span.start if focus in room.standing else at
    else:
        focus = None
    edges = bounds(room)
    number = bisect_right(edges, at) if at is not None else max(1, min(part, len(edges)))
    document = room.record.document
    last = len(document.text) + 1 if document else 1
    window = (edges[number - 1], edges[number] if number < len(edges) else last)
    here = [s for s in order if window[0] <= s.span.start < window[1]]
    if focus is None and at is None:
        focus = next((s.id for s in here if not room.decided(s.id)), here[0].id if here else None)
    elif focus is None:
        focus = _said_at(room, here, at or 0)
    also = [Highlight(span.start, span.end, "said", s.id) for s in here for span in (s.content or (s.span,))]
    also += [Highlight(cue.start, cue.end, "cue", s.id) for s in here for cue in s.cues]
    also += [Highlight(chosen.start, chosen.end, CHOSEN, CHOSEN)] if chosen else []
    view = item_view(room.record, withhold, shown=room.shown, also=also, window=window)
    where = ids.index(focus) if focus in ids else None
    return Page(
        view,
        {card.said.id: card for card in _cards(room, view, document, withhold)} if document else {},
        number,
        len(edges),
        focus,
        frozenset(one.id for one in room.whole(focus)) if focus else frozenset(),
        room.done,
        len(ids),
        ids[where - 1] if where else None,
        ids[where + 1] if where is not None and where + 1 < len(ids) else None,
    )


def _said_at(room: Room, here: Sequence[Statement], at: int) -> str | None:
    """The statement that a quotation from an offset on belongs to.

    Statements lie within and between one another, so the one that began last need not be it: first the one
    of which a value is quoted from there, then the one that holds the words, then whichever began last.
    """
    ids = {statement.id for statement in here}
    for standing in room.standing.values():
        statement = getattr(standing.proposed, "statement", None)  # a statement itself has none
        if statement in ids and standing.span.start == at:
            return str(statement)
    holding = [s for s in here if s.span.start <= at < s.span.end]
    if holding:
        return min(holding, key=lambda s: s.span.end - s.span.start).id
    return next((s.id for s in reversed(here) if s.span.start <= at), None)


def next_undecided(room: Room, after: str) -> str | None:
    """The statement to go on with: the next one that is not decided, from the beginning if need be."""
    ids = [statement.id for statement in in_order(room.shown)] if room.shown else []
    at = ids.index(after) + 1 if after in ids else 0
    return next((id for id in (*ids[at:], *ids[:at]) if not room.decided(id)), None)


def mask_for(room: Room, withhold: bool) -> Mask:
    """What is withheld in this text."""
    reading, document = room.record.reading, room.record.document
    if reading is None or document is None:
        return Mask(())
    return mask_of(reading.protected, reading.accounts, reading.statements, (document,), withhold)[0]


def beside(document: Document, span: Span, start: int, end: int) -> tuple[Span | None, Span | None]:
    """The words from `start` to a span and from the span to `end`; None where there are none."""
    before = document.span(start, span.start) if start < span.start else None
    after = document.span(span.end, end) if span.end < end else None
    return before, after


def words_of(room: Room, thing: object, mask: Mask) -> str:
    """A statement, account or record in one line."""
    names = phrases.party_names(room.record.parties)
    document = room.record.document
    if isinstance(thing, Statement) and document:
        return statement_words(thing, document)
    if isinstance(thing, Account):
        said = {s.id: s for s in room.shown.statements} if room.shown else {}
        return account_words(thing, mask, names, said)
    who = voice(thing, document)
    return record_words(thing, names) + (f" — {who}" if who else "")  # type: ignore[arg-type]


def statement_words(statement: Statement, document: Document) -> str:
    """Who says it and how, in one line."""
    how = phrases.manner_of_saying(statement.speech_act, statement.modality, statement.polarity)
    who = phrases.chain(statement.chain or (statement.speaker,), document)
    return f"{who}: {how}; {phrases.SCOPES[statement.scope]}"


def voice(record: object, document: Document | None) -> str:
    """Who checked, answered, acted or published, as a record names it; empty where it names nobody."""
    for name in VOICES:
        who = getattr(record, name, None)
        if isinstance(who, Speaker):
            return phrases.speaker(who, document)
    return ""


def _cards(room: Room, view: ItemView, document: Document, withhold: bool) -> Iterator[Card]:
    mask = mask_for(room, withhold)
    for stretch in view.stretches:
        for said in stretch.said:
            left = undecided(room, said.id)
            own = room.standing[said.id]
            yield Card(
                said,
                own,
                _was(room, own, mask),
                tuple(_line(room, found, document, mask) for found in said.found),
                room.decided(said.id),
                left,
                together(left),
            )


def _line(room: Room, found: Found, document: Document, mask: Mask) -> Line:
    standing = room.standing[found.thing]
    shown = standing.now if standing.now is not None else standing.proposed
    return Line(found, standing, voice(shown, document), _was(room, standing, mask))


def _was(room: Room, one: Standing, mask: Mask) -> str:
    corrected = one.decision is not None and one.decision.verb is DecisionVerb.CORRECT
    return words_of(room, one.proposed, mask) if corrected else ""
