"""The timeline of a dossier: what was stated, published, opened and addressed, as far as a day is known."""

from collections.abc import Iterator
from dataclasses import replace

from allegata.dossier.lines import Numbers
from allegata.dossier.lookup import Lookup
from allegata.model import days, phrases
from allegata.model.document import Span
from allegata.model.dossier import Moment
from allegata.model.record import MediaAppearance, Proceeding, Referral
from allegata.model.value import When
from allegata.model.view import TimePoint
from allegata.model.vocabulary import Attribute, DateBasis

SLOTS = {
    Attribute.TIME_EVENT: "alleged act",
    Attribute.TIME_FILMED: "filming",
    Attribute.TIME_MEDIA_FIRST_SEEN: "footage first seen",
    Attribute.TIME_STATEMENT: "statement",
}


def timeline(held: Lookup, numbers: Numbers) -> tuple[Moment, ...]:
    """Every time on record in its own slot, by day; those without a day last. No slot fills another."""
    moments = [
        Moment(p.day, p.when, p.slot, p.who, p.what, numbers.of(span) if span else ())
        for p, span in _points(held)
    ]
    once = dict.fromkeys(moments)
    return tuple(sorted(once, key=lambda m: (not m.day, m.day, m.slot, m.who, m.cites)))


def moments(held: Lookup) -> tuple[TimePoint, ...]:
    """The same with the quotations themselves, for a page."""
    once = dict.fromkeys(
        replace(point, quotation=held.quotation(span)) if span else point for point, span in _points(held)
    )
    return tuple(sorted(once, key=lambda p: (not p.day, p.day, p.slot, p.who, p.when)))


Point = tuple[TimePoint, Span | None]


def _points(held: Lookup) -> Iterator[Point]:
    yield from _accounts(held)
    yield from _records(held)
    yield from _published(held)


def _accounts(held: Lookup) -> Iterator[Point]:
    for account in held.record.accounts:
        if account.attribute in SLOTS and isinstance(account.value, When):
            who = held.who(account.statement, account.span.document)
            words = held.value(account)
            shown = account.value if words != "withheld" else None
            what = "; ".join(held.notes(account))
            yield _point(shown, words, SLOTS[account.attribute], who, what), account.span


def _records(held: Lookup) -> Iterator[Point]:
    for record in held.record.records:
        document = record.span.document
        match record:
            case MediaAppearance():
                when, slot = record.first_seen, "footage first seen"
                who, what = held.who(record.statement, document), record.kind
            case Proceeding():
                when, slot = record.opened_on, "legal step"
                who, what = held.speaker(record.authority, document), phrases.stage(record.stage)
            case Referral():
                when, slot = record.when, "address to a body"
                bodies = ", ".join(phrases.body(to.wording) for to in record.addressed)
                who, what = held.speaker(record.by, document), f"to {bodies}"
            case _:
                continue
        if when is not None and not held.mask.hides(record.span):
            yield _point(when, phrases.value(when, held.names), slot, who, what), record.span


def _published(held: Lookup) -> Iterator[Point]:
    for document in held.record.documents:
        of = document.published
        if of.day is not None and of.basis is not DateBasis.NONE:
            day, basis = of.day.isoformat(), f"basis: {phrases.plain(of.basis)}"
            point = TimePoint(day, day, days.day(of.day), "published", phrases.outlet(document), basis, None)
            yield point, None


def _point(when: When | None, words: str, slot: str, who: str, what: str) -> TimePoint:
    """`day` is the earliest day of the interval; empty where none is known."""
    earliest, latest = (when.earliest, when.latest) if when is not None else (None, None)
    day = earliest.isoformat() if earliest else ""
    return TimePoint(day, latest.isoformat() if day and latest else day, words, slot, who, what, None)
