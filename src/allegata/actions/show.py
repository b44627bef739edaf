"""`allegata show`: the casebook at a glance, one incident with everything on record, one item in full."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import (
    Current,
    appearances,
    every_item,
    every_problem,
    every_proposal,
    every_total,
    some,
)
from allegata.actions.decided import decided
from allegata.actions.media import derivatives, log_of, media_facts
from allegata.actions.past import missing
from allegata.actions.proof import entries_of
from allegata.actions.upkeep import copied, copies
from allegata.actions.verify import damaged
from allegata.errors import UnknownThing
from allegata.knowledge import load
from allegata.linking.incidents import OUT
from allegata.model.assessment import Coverage, Figures, IncidentAssessment
from allegata.model.canonical import parse_json
from allegata.model.codec import digest, from_data, parse
from allegata.model.decision import DecisionVerb, Proposal
from allegata.model.incident import Incident
from allegata.model.item import CustodyEvent, Item
from allegata.model.result import (
    IncidentLine,
    IncidentRecord,
    Inside,
    ItemLine,
    ItemRecord,
    Overview,
    records_of,
)
from allegata.model.source import by_name, is_press, published_by
from allegata.store.index import COVERAGE, FIGURES
from allegata.store.tables import (
    ASSESSMENTS,
    DOCUMENTS,
    INCIDENTS,
    ITEMS,
    MEMBERS,
    MENTIONS,
    PROPOSALS,
    UNPACKED,
)

NOTHING_YET = Figures((), (), "Nothing has been assessed yet.")


def totals(book: Casebook) -> tuple[Figures, Coverage]:
    """Published totals beside documented incidents, and what they rest on."""
    figures, coverage = book.index.meta(FIGURES), book.index.meta(COVERAGE)
    items = book.index.count(ITEMS)
    return (
        parse(Figures, figures) if figures else NOTHING_YET,
        parse(Coverage, coverage) if coverage else Coverage(items, 0, items, 0, 0),
    )


def overview(book: Casebook) -> Overview:
    """The casebook at a glance."""
    figures, coverage = totals(book)
    return Overview(
        str(book.folder),
        item_lines(book),
        incident_lines(book),
        figures,
        every_total(book),
        coverage,
        every_proposal(book),
        every_problem(book),
        load(book.knowledge).parties,
        discarded(book),
    )


def discarded(book: Casebook) -> tuple[str, ...]:
    """The incidents and mentions that decisions in force took out of lists, sums and totals, sorted."""
    rows = book.index.rows(select(INCIDENTS.c.id).where(INCIDENTS.c.state.in_(OUT)))
    rejected = {d.subject for d in decided(book).force if d.verb is DecisionVerb.REJECT}
    query = select(MENTIONS.c.id).where(MENTIONS.c.id.in_(rejected))
    return tuple(sorted({*(row.id for row in rows), *(row.id for row in book.index.rows(query))}))


def incident_lines(book: Casebook) -> tuple[IncidentLine, ...]:
    """One line for each incident that was assessed, in the order of their ids."""
    held = _documents_of_incidents(book)
    query = select(INCIDENTS.c.data, ASSESSMENTS.c.data.label("assessed"))
    query = query.join(ASSESSMENTS, ASSESSMENTS.c.incident == INCIDENTS.c.id).order_by(INCIDENTS.c.id)
    lines = []
    for row in book.index.rows(query):
        incident = parse(Incident, row.data)
        assessed = parse(IncidentAssessment, row.assessed)
        lines.append(IncidentLine(incident, assessed, held.get(incident.id, ())))
    return tuple(lines)


def item_lines(book: Casebook) -> tuple[ItemLine, ...]:
    """One line for each item, in the order in which they came in."""
    held: dict[str, list[str]] = {}
    for incident, documents in _documents_of_incidents(book).items():
        for document in documents:
            held.setdefault(document, []).append(incident)
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.language, DOCUMENTS.c.read, DOCUMENTS.c.statements)
    query = select(ITEMS.c.data.label("item"), *columns)
    query = query.select_from(ITEMS.outerjoin(DOCUMENTS, DOCUMENTS.c.item == ITEMS.c.id))
    return tuple(
        ItemLine(
            parse(Item, row.item),
            row.id,
            row.language,
            bool(row.read),
            row.statements or 0,
            tuple(held.get(row.id, ())),
        )
        for row in book.index.rows(query.order_by(ITEMS.c.seq))
    )


def _documents_of_incidents(book: Casebook) -> Mapping[str, tuple[str, ...]]:
    query = select(MEMBERS.c.incident, MENTIONS.c.document).distinct()
    query = query.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    query = query.join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident).where(INCIDENTS.c.state.not_in(OUT))
    found: dict[str, list[str]] = {}
    for row in book.index.rows(query.order_by(MEMBERS.c.incident, MENTIONS.c.document)):
        found.setdefault(row.incident, []).append(row.document)
    return {incident: tuple(documents) for incident, documents in found.items()}


def incident(book: Casebook, name: str, *, check: bool = True) -> IncidentRecord:
    """Everything on record about one incident.

    :param name: its id, or the beginning of it where that is enough to tell.
    :param check: hash the originals that it quotes, and name those that are damaged.
    :raises UnknownThing: when there is no such incident, or several.
    """
    one = parse(Incident, named(book, name)[1])
    assessed = book.index.first(select(ASSESSMENTS.c.data).where(ASSESSMENTS.c.incident == one.id))
    if assessed is None:
        if one.state in OUT:
            raise UnknownThing(
                f"{one.id} was taken out by decision ({one.state.replace('_', ' ')}); "
                f"`allegata history {one.id}` tells by whom and why, and `allegata review undo` brings it back"
            )
        raise UnknownThing(f"{one.id} was linked and not assessed yet; run `allegata assess`")
    query = select(MENTIONS.c.document).distinct().where(MENTIONS.c.id.in_(one.mentions))
    now = some(book, [row.document for row in book.index.rows(query)])
    record = record_of(book, one, parse(IncidentAssessment, assessed.data), now)
    return replace(record, problems=damaged(book, (item.id for item in record.items))) if check else record


def named(book: Casebook, name: str) -> tuple[str, str]:
    """The id of an incident and its record as JSON text.

    :param name: the id, or the beginning of it.
    :raises UnknownThing: when there is no such incident, or several.
    """
    query = select(INCIDENTS.c.id, INCIDENTS.c.data).where(book.index.begins(INCIDENTS.c.id, name))
    rows = list(book.index.rows(query.limit(2)))
    if len(rows) == 1:
        return str(rows[0].id), str(rows[0].data)
    if rows:
        raise UnknownThing(f"several incidents begin with {name!r}; give more of the id")
    raise missing(book, name)


def record_of(book: Casebook, one: Incident, assessed: IncidentAssessment, now: Current) -> IncidentRecord:
    """Everything about an incident in some texts, also of one that is only thought of (`actions.preview`)."""
    wanted = frozenset(one.mentions)
    mentions = tuple(m for r in now.readings for m in r.mentions if m.id in wanted)
    accounts = tuple(a for r in now.readings for a in r.accounts if a.mention in wanted)
    rests_on = _rests_on(assessed)  # a general denial is about no single incident, and is shown with it
    records = tuple(
        r
        for reading in now.readings
        for r in records_of(reading)
        if r.id in rests_on or wanted.intersection(r.about)
    )
    every = {statement.id: statement for reading in now.readings for statement in reading.statements}
    used = {part.statement for part in (*accounts, *records)}
    used |= {id for mention in mentions for id in mention.statements}
    used |= {act.statement for mention in mentions for act in mention.acts}
    statements = tuple(s for s in every.values() if s.id in used)
    inside = {one.id, *one.mentions, *used, *(a.id for a in accounts), *(r.id for r in records)}
    documents = tuple(d for d in now.documents if any(m.document == d.id for m in mentions))
    items = _items(book, [document.item for document in documents])
    knowledge = load(book.knowledge)
    known = by_name(knowledge.sources)
    return IncidentRecord(
        one,
        assessed,
        mentions,
        accounts,
        statements,
        records,
        documents,
        items,
        _proposals(book, one.mentions),
        decided(book).on(inside),
        digest(one),
        knowledge.parties,
        own_releases=tuple(
            d.id for d in documents if (who := published_by(d.publisher, known)) and not is_press(who)
        ),
    )


def _rests_on(assessed: IncidentAssessment) -> frozenset[str]:
    """The ids of every record that an axis of the assessment names."""
    axes = (assessed.contestation, assessed.verification, assessed.process, assessed.addressed)
    return frozenset(id for axis in axes for part in axis for id in part.records)


def _items(book: Casebook, ids: Sequence[str]) -> tuple[Item, ...]:
    query = select(ITEMS.c.data).where(ITEMS.c.id.in_(ids)).order_by(ITEMS.c.seq)
    return tuple(parse(Item, row.data) for row in book.index.rows(query))


def _proposals(book: Casebook, mentions: Sequence[str]) -> tuple[Proposal, ...]:
    touches = PROPOSALS.c.left.in_(mentions) | PROPOSALS.c.right.in_(mentions)
    query = select(PROPOSALS.c.data).where(touches).order_by(PROPOSALS.c.left, PROPOSALS.c.right)
    return tuple(parse(Proposal, row.data) for row in book.index.rows(query))


def item(
    book: Casebook, name: str, *, check: bool = True, made: Sequence[Mapping[str, Any]] | None = None
) -> ItemRecord:
    """Everything on record about one item.

    :param name: its id, the beginning of it, or the id of its document.
    :param check: hash the original, and say so when it is damaged.
    :param made: the entries about second copies, where they are at hand.
    :raises UnknownThing: when there is no such item, or several.
    """
    query = select(ITEMS.c.data, DOCUMENTS.c.id.label("document"))
    query = query.select_from(ITEMS.outerjoin(DOCUMENTS, DOCUMENTS.c.item == ITEMS.c.id))
    # one condition after the other: joined by "or" they would make the database look at every item
    rows = list(book.index.rows(query.where(DOCUMENTS.c.id == name).limit(2)))
    rows = rows or list(book.index.rows(query.where(book.index.begins(ITEMS.c.id, name)).limit(2)))
    if len(rows) != 1:
        many = "several items begin" if rows else "no item begins"
        raise UnknownThing(f"{many} with {name!r}; `allegata show --items` lists them")
    one = parse(Item, rows[0].data)
    now = some(book, [rows[0].document] if rows[0].document else [])
    joined = MEMBERS.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    joined = joined.join(INCIDENTS, INCIDENTS.c.id == MEMBERS.c.incident)
    at = select(MEMBERS.c.incident).distinct().select_from(joined)
    at = at.where(MENTIONS.c.document == rows[0].document, INCIDENTS.c.state.not_in(OUT))
    at = at.order_by(MEMBERS.c.incident)
    return ItemRecord(
        one,
        now.documents[0] if now.documents else None,
        now.readings[0] if now.readings else None,
        _custody(book, one.id, copies(book) if made is None else made),
        tuple(row.incident for row in book.index.rows(at)),
        load(book.knowledge).parties,
        damaged(book, [one.id]) if check else (),
        appearances(book, one.id),
        _inside(book, one.id),
        media_facts(book, one.id),
        log_of(book, one.id),
        derivatives(book, one.id),
    )


def _inside(book: Casebook, item: str) -> tuple[Inside, ...]:
    rows = book.index.rows(select(UNPACKED).where(UNPACKED.c.container == item))
    return tuple(
        Inside(
            row.seq,
            row.importer,
            row.version,
            row.members,
            row.bytes,
            row.depth,
            tuple((what, count) for what, count in parse_json(row.data)["left_out"]),
        )
        for row in rows
    )


def _custody(book: Casebook, item: str, made: Sequence[Mapping[str, Any]]) -> tuple[CustodyEvent, ...]:
    """The custody events of an item, oldest first, also those that an entry about something else holds."""
    entries = entries_of(book, item)
    events = list(copied(made, item, entries[0])) if entries else []
    for seq in entries:
        payload = book.ledger.entry(seq).data["payload"]
        found = from_data(tuple[CustodyEvent, ...], payload.get("events", []))
        events += ((seq, event) for event in found if event.item == item)
    return tuple(event for _, event in sorted(events, key=itemgetter(0)))


def every_incident_record(book: Casebook) -> tuple[IncidentRecord, ...]:
    """The full record of every incident: what a report is made of."""
    return tuple(incident(book, line.incident.id, check=False) for line in incident_lines(book))


def every_item_record(book: Casebook) -> tuple[ItemRecord, ...]:
    """The full record of every item: what a report is made of."""
    made = copies(book)
    return tuple(item(book, one.id, check=False, made=made) for one in every_item(book))
