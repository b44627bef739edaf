"""A second person reads the texts of an incident without seeing the first values, and codes the key attributes."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from allegata.actions import show
from allegata.actions.casebook import Casebook
from allegata.actions.viewing import mask_of, shown_value
from allegata.assessing.agreement import FEWEST, agreement, first_values, kappa, label
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model import phrases
from allegata.model.codec import digest, parse, to_data
from allegata.model.marks import line_of
from allegata.model.result import IncidentRecord
from allegata.model.second import KEY_ATTRIBUTES, Agreement, AttributeTally, Coded, SecondReading
from allegata.model.source import Party
from allegata.model.user import folded, same_person
from allegata.model.value import Where
from allegata.model.vocabulary import Attribute, PlaceRole
from allegata.store.tables import MEMBERS, SECOND_READINGS

PREFIX = "sec"


@dataclass(frozen=True, slots=True)
class PlainText:
    """One text as a second coder gets it: nothing is marked in it, and what protects persons is withheld.

    `lines`: from where the occurrence that is meant is told.
    """

    outlet: str
    text: str
    language: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a second coder gets. It holds no title and no value: both would tell what the first one read."""

    incident: str
    texts: tuple[PlainText, ...]
    parties: tuple[Party, ...]
    saw: str  # the digest of the mentions shown


def sheet(book: Casebook, incident: str, by: str) -> Sheet:
    """The texts of an incident to be read a second time.

    :raises BadDecision: for somebody who decided on the incident or coded it before.
    :raises UnknownThing: when there is no such incident.
    """
    record = show.incident(book, incident, check=False)
    _refuse(book, record, by)
    return Sheet(record.incident.id, tuple(_plain(record)), record.parties, digest(record.incident.mentions))


def shown_with(book: Casebook, incident: str) -> tuple[str, ...]:
    """What shows the first values of an incident: itself, and the items of its texts."""
    record = show.incident(book, incident, check=False)
    return (record.incident.id, *(item.id for item in record.items))


def _plain(record: IncidentRecord) -> list[PlainText]:
    found = []
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, True)
    for document in record.documents:
        spans = [s for m in record.mentions if m.document == document.id for s in m.anchors]
        lines = tuple(sorted({line_of(document, span.start) for span in spans}))
        pieces = mask.quote(document.span(0, len(document.text)))
        text = "".join("[withheld]" if piece.masked else piece.text for piece in pieces)
        found.append(PlainText(phrases.outlet(document), text, document.language, lines[:1]))
    return found


def code(
    book: Casebook,
    incident: str,
    by: str,
    values: Sequence[Coded],
    note: str,
    saw: str | None = None,
    *,
    seen_before: bool = False,
) -> SecondReading:
    """Write a second reading to the ledger.

    :param values: one for each of `KEY_ATTRIBUTES` that is coded; what is left out is coded as not stated.
        That the texts state none of them is said by a value of None, never by leaving out all of them.
    :param saw: what `sheet` gave; None: what stands there now.
    :param seen_before: whether its author had the first values shown; the reading is kept as not blind then,
        and counts for no state.
    :raises BadDecision: for somebody who decided on the incident or coded it before, or who coded nothing.
    :raises StaleDecision: when texts came or went since.
    """
    record = show.incident(book, incident, check=False)
    _refuse(book, record, by)
    if not values:
        raise BadDecision("nothing is coded: say what the texts allege, or that they state none of this")
    if saw is not None and saw != digest(record.incident.mentions):
        raise StaleDecision("texts came to this incident or left it since you read them; read it again")
    given = {one.attribute: one for one in values}
    made = SecondReading(
        book.outside.new_id(PREFIX),
        record.incident.id,
        by.strip(),
        book.now(),
        record.incident.mentions,
        tuple(given.get(attribute, Coded(attribute, None)) for attribute in KEY_ATTRIBUTES),
        note.strip(),
        blind=not seen_before,
    )
    draft = Draft(EntryKind.READ_AGAIN, made.at, made.by, made.id, {"second_reading": to_data(made)})
    book.keep(book.batch(), [draft])
    return made


def settle_differences(
    book: Casebook, reading: str, by: str, values: Sequence[Coded], note: str
) -> SecondReading:
    """A third person's word on what the two read differently; both readings stay.

    :raises BadDecision: for one of the two, without grounds, or when it is settled already.
    """
    second = reading_named(book, reading)
    record = show.incident(book, second.incident, check=False)
    if not note.strip() or not by.strip():
        raise BadDecision("say on what grounds: the note is kept for good")
    if folded(by) in {folded(second.by), *first_coders(record)}:
        raise BadDecision("what two people read differently is for a third person")
    if any(one.settles == reading for one in readings(book, second.incident)):
        raise BadDecision("a third person gave their word on this already")
    made = SecondReading(
        book.outside.new_id(PREFIX), second.incident, by.strip(), book.now(), second.mentions,
        tuple(values), note.strip(), reading,
    )  # fmt: skip
    draft = Draft(EntryKind.READ_AGAIN, made.at, made.by, made.id, {"second_reading": to_data(made)})
    book.keep(book.batch(), [draft])
    return made


def readings(book: Casebook, incident: str | None = None) -> tuple[SecondReading, ...]:
    """Second readings, oldest first; the words of third persons among them."""
    query = select(SECOND_READINGS.c.data).order_by(SECOND_READINGS.c.seq)
    if incident is not None:
        query = query.where(SECOND_READINGS.c.incident == incident)
    return tuple(parse(SecondReading, row.data) for row in book.index.rows(query))


def reading_named(book: Casebook, id: str) -> SecondReading:
    """One second reading.

    :raises UnknownThing: when there is none of this id.
    """
    found = next((one for one in readings(book) if one.id == id), None)
    if found is None:
        raise UnknownThing(f"there is no second reading {id!r}")
    return found


def agreements(book: Casebook, reading: SecondReading) -> tuple[Agreement, ...]:
    """A second reading beside the first values as they count now, attribute by attribute."""
    record = show.incident(book, reading.incident, check=False)
    accounts = [account for account in record.accounts if account.mention in reading.mentions]
    return tuple(agreement(one, first_values(accounts, one.attribute)) for one in reading.values)


def shut(book: Casebook, reading: SecondReading) -> frozenset[Attribute]:
    """The attributes of which a value is withheld in the first reading: the second one tells it as well."""
    record = show.incident(book, reading.incident, check=False)
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, True)
    names = phrases.party_names(record.parties)
    said = {one.id: one for one in record.statements}
    return frozenset(
        account.attribute
        for account in record.accounts
        if account.mention in reading.mentions
        and (
            account.is_shut or shown_value(account, mask, names, said) != phrases.value(account.value, names)
        )
    )


def settled(book: Casebook, reading: SecondReading, every: Sequence[SecondReading]) -> bool:
    """Whether a reading differs from the first on nothing, or a third person gave their word on it."""
    return any(one.settles == reading.id for one in every) or all(
        one.agrees for one in agreements(book, reading)
    )


def tallies(book: Casebook) -> tuple[AttributeTally, ...]:
    """Every key attribute over all blind second readings of incidents that are still on record."""
    found: dict[Attribute, list[Agreement]] = {attribute: [] for attribute in KEY_ATTRIBUTES}
    for reading in readings(book):
        if reading.settles or not reading.blind:
            continue
        try:
            made = agreements(book, reading)
        except UnknownThing:  # merged away or taken out: there is no first reading to compare with
            continue
        for one in made:
            found.setdefault(one.attribute, []).append(one)
    return tuple(_tally(attribute, made) for attribute, made in found.items())


def _tally(attribute: Attribute, made: Sequence[Agreement]) -> AttributeTally:
    pairs = [
        (left, right)
        for one in made
        if one.first and (left := label(one.first[0])) and (right := label(one.second))
    ]
    counts = tuple(sorted(Counter(one.words for one in made).items()))
    value = kappa(pairs)
    why = ""
    if value is None:
        why = (
            f"fewer than {FEWEST} pairs of categories" if len(pairs) < FEWEST else "only one category occurs"
        )
    if attribute in (Attribute.PLACE_EVENT, Attribute.TIME_EVENT) or (
        attribute.startswith("victims.") and (attribute is not Attribute.VICTIMS_GROUP)
    ):
        value, why = None, "not a category"
    return AttributeTally(attribute, len(made), counts, value, why)


def place(book: Casebook, wording: str, *, near: bool = False) -> Where | None:
    """A place as a coder words it, with every entry of the gazetteer of that name; nothing is chosen.

    :param near: the coder says that it is near it, not in it.
    """
    if not wording.strip():
        return None
    gazetteer = Gazetteer(book.folder)
    try:
        candidates = gazetteer.lookup([wording.strip()]).get(wording.strip().casefold(), ())
    finally:
        gazetteer.close()
    return Where(PlaceRole.EVENT, wording.strip(), candidates, near)


def parties(book: Casebook) -> tuple[Party, ...]:
    """The sides that can be coded."""
    return load(book.knowledge).parties


def first_coders(record: IncidentRecord) -> frozenset[str]:
    """Who decided anything on an incident or in it, names folded."""
    names = {name for one in record.decisions for name in (one.by, one.second) if name}
    return frozenset(folded(name) for name in (*names, *record.incident.joined_by))


def unread(book: Casebook, most: int, shut: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Incidents that nobody read a second time, oldest id first: id and number of mentions, and no value.

    :param most: so many at most.
    :param shut: incidents that are left out.
    """
    left = {one.incident for one in readings(book)} | set(shut)
    number = func.count().label("number")
    query = select(MEMBERS.c.incident, number).group_by(MEMBERS.c.incident)
    rows = book.index.rows(query.order_by(MEMBERS.c.incident).limit(most + len(left)))
    return tuple((row.incident, int(row.number)) for row in rows if row.incident not in left)[:most]


def _refuse(book: Casebook, record: IncidentRecord, by: str) -> None:
    if not by.strip():
        raise BadDecision("a second reading needs its reader's name")
    if folded(by) in first_coders(record):
        raise BadDecision("you decided on this incident: a second reading is for somebody who did not")
    for one in readings(book, record.incident.id):
        if same_person(one.by, by) and one.mentions == record.incident.mentions:
            raise BadDecision("you read these texts a second time already; your reading is kept")
