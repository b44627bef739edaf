"""The timeline of a dossier: what was stated, published, opened and addressed, as far as a day is known."""

from collections.abc import Iterator

from allegata.dossier.lines import Numbers
from allegata.dossier.lookup import Lookup
from allegata.model import days, phrases
from allegata.model.dossier import Moment
from allegata.model.record import MediaAppearance, Proceeding, Referral
from allegata.model.value import When
from allegata.model.vocabulary import Attribute, DateBasis

SLOTS = {
    Attribute.TIME_EVENT: "alleged act",
    Attribute.TIME_FILMED: "filming",
    Attribute.TIME_MEDIA_FIRST_SEEN: "footage first seen",
    Attribute.TIME_STATEMENT: "statement",
}


def timeline(held: Lookup, numbers: Numbers) -> tuple[Moment, ...]:
    """Every time on record in its own slot, by day; those without a day last. No slot fills another."""
    moments = [*_accounts(held, numbers), *_records(held, numbers), *_published(held)]
    once = dict.fromkeys(moments)
    return tuple(sorted(once, key=lambda m: (not m.day, m.day, m.slot, m.who, m.cites)))


def _accounts(held: Lookup, numbers: Numbers) -> Iterator[Moment]:
    for account in held.record.accounts:
        if account.attribute in SLOTS and isinstance(account.value, When):
            who = held.who(account.statement, account.span.document)
            words = held.value(account)
            shown = account.value if words != "withheld" else None
            yield Moment(
                _day(shown), words, SLOTS[account.attribute], who, "; ".join(held.notes(account)),
                numbers.of(account.span),
            )  # fmt: skip


def _records(held: Lookup, numbers: Numbers) -> Iterator[Moment]:
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
            yield Moment(
                _day(when), phrases.value(when, held.names), slot, who, what, numbers.of(record.span)
            )


def _published(held: Lookup) -> Iterator[Moment]:
    for document in held.record.documents:
        of = document.published
        if of.day is not None and of.basis is not DateBasis.NONE:
            basis = f"basis: {phrases.plain(of.basis)}"
            yield Moment(
                of.day.isoformat(), days.day(of.day), "published", phrases.outlet(document), basis, ()
            )


def _day(when: When | None) -> str:
    """The earliest day of an interval; empty where none is known."""
    return when.earliest.isoformat() if when is not None and when.earliest is not None else ""
