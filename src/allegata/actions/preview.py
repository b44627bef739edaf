"""What a merge, a split or an undo would come to, before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import Current, every_decision, some
from allegata.actions.decided import decided, standing_decision
from allegata.actions.history import history
from allegata.actions.past import holders, last_held
from allegata.actions.prepared import against
from allegata.actions.requests import concerned_ids, needs_second, seen_now
from allegata.actions.sealed import NOTHING, Closed, closed_to, open_part, sealed, words_beside
from allegata.actions.searched import searches
from allegata.actions.show import record_of
from allegata.actions.things import incident_named
from allegata.actions.titles import titles
from allegata.actions.told import subject_words
from allegata.actions.viewing import incident_view, mask_of, quotation
from allegata.assessing.assess import assess_all
from allegata.errors import BadDecision, UnknownThing
from allegata.knowledge import load
from allegata.linking.pairs import despite, named, seen, seen_mentions, spelled_out
from allegata.linking.resolve import resolve
from allegata.model import phrases
from allegata.model.assessment import IncidentAssessment
from allegata.model.codec import parse
from allegata.model.decision import Decision, DecisionVerb, Proposal, Reason
from allegata.model.document import Span
from allegata.model.incident import Incident
from allegata.model.marks import Mask
from allegata.model.preview import Line, Mentioned, Preview, Shape, Trait, Undoing
from allegata.model.result import HistoryEntry, IncidentRecord
from allegata.model.view import IncidentView, gathered
from allegata.reading.decided import set_aside
from allegata.store.tables import ASSESSMENTS, INCIDENTS, MENTIONS, PROPOSALS


def of(
    book: Casebook, verb: DecisionVerb, subject: str, others: Sequence[str], *, only_reads: bool = False
) -> Preview | Undoing | None:
    """What a decision would come to; None for one that changes no incident, or that does not say yet with what.

    :param only_reads: as for `merge_preview`.
    :raises UnknownThing, BadDecision: as `merge_preview`, `split_preview` and `undoing`.
    """
    if verb is DecisionVerb.UNDO:
        return undoing(book, subject)
    if verb is DecisionVerb.MERGE and others:
        return merge_preview(book, (subject, *others), only_reads=only_reads)
    if verb is DecisionVerb.SPLIT and others:
        return split_preview(book, subject, others, only_reads=only_reads)
    return None


def merge_preview(book: Casebook, names: Sequence[str], *, only_reads: bool = False) -> Preview:
    """Two or more incidents as they are, and the one that they would be.

    :param only_reads: quote nothing that their texts say of a sealed record.
    :raises UnknownThing: when one of them is not in the casebook.
    :raises BadDecision: when fewer than two are named.
    """
    whole = tuple({one.id: one for name in names for one in [incident_named(book, name)]}.values())
    if len(whole) < 2:
        raise BadDecision("a merge names two different incidents or more; choose another one")
    # the id that stands for most keeps its place; among equal ones the older one
    stays = min(whole, key=lambda one: (-len(one.mentions), one.id))
    every = tuple(sorted({mention for one in whole for mention in one.mentions}))
    one = replace(stays, mentions=every, links=())
    before, after = _shapes(book, whole, (one,), closed_to(book, only_reads))
    verb, subject, others = DecisionVerb.MERGE, whole[0].id, [one.id for one in whole[1:]]
    blockers = against(book, [one.mentions for one in whole])
    return Preview(verb, before, after, blockers, seen_now(book, verb, subject, others))


def split_preview(book: Casebook, name: str, leaving: Sequence[str], *, only_reads: bool = False) -> Preview:
    """An incident as it is, and the two that it would be.

    :param only_reads: as for `merge_preview`.
    :raises BadDecision: when none or all of its mentions would leave.
    """
    one = incident_named(book, name)
    gone = tuple(mention for mention in one.mentions if mention in leaving)
    stay = tuple(mention for mention in one.mentions if mention not in leaving)
    if not gone or not stay:
        raise BadDecision(
            "a split takes some of the mentions out, and not all of them: tick those that leave"
        )
    groups = _apart(book, one, gone, stay)
    parts = [
        replace(one, id="" if number else one.id, mentions=group, links=())
        for number, group in enumerate(sorted(groups, key=lambda group: -len(set(group) & set(stay))))
    ]
    before, after = _shapes(book, (one,), parts, closed_to(book, only_reads))
    verb = DecisionVerb.SPLIT
    return Preview(verb, before, after, (), seen_now(book, verb, one.id, gone))


def _apart(
    book: Casebook, one: Incident, gone: tuple[str, ...], stay: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """The groups that linking would make of the incident's mentions once these are held apart.

    Mentions that only one that leaves tied together part as well: a split may make more than two.
    """
    query = select(MENTIONS.c.document).distinct().where(MENTIONS.c.id.in_(one.mentions))
    now = some(book, [row.document for row in book.index.rows(query)])
    inside = PROPOSALS.c.left.in_(one.mentions) & PROPOSALS.c.right.in_(one.mentions)
    proposals = [parse(Proposal, row.data) for row in book.index.rows(select(PROPOSALS.c.data).where(inside))]
    thought = Decision(
        "", DecisionVerb.SPLIT, one.id, "", book.now(), "", "", gone, seen_mentions([gone, stay])
    )
    mentions = [mention for r in now.readings for mention in r.mentions if mention.id in one.mentions]
    pairs = spelled_out((*now.decisions, thought))
    return resolve(mentions, proposals, pairs, now.readings, now.documents)


def shapes(book: Casebook, names: Sequence[str]) -> tuple[Shape, ...]:
    """Some incidents as they are, in the given order."""
    return _shapes(book, tuple(incident_named(book, name) for name in names), ())[0]


def between(book: Casebook, one: str, other: str) -> tuple[Reason, ...]:
    """What rules out that two incidents are one."""
    return against(book, [incident_named(book, name).mentions for name in (one, other)])


def undoing(book: Casebook, id: str) -> Undoing:
    """What undoing a decision would come to.

    :raises UnknownThing: when there is no such decision.
    :raises BadDecision: when it is undone already.
    """
    decision = standing_decision(book, id)
    two = needs_second(book, DecisionVerb.UNDO, id)
    return Undoing(decision, subject_words(decision), tuple(_consequences(book, decision)), two)


def _consequences(book: Casebook, decision: Decision) -> Iterator[str]:
    if decision.verb is DecisionVerb.MERGE:
        ids, groups = named(decision), seen(decision)
        now = holders(book, tuple(mention for group in groups for mention in group))
        for id, group in zip(ids, groups, strict=False):
            back = "keeps its id" if id in now else "comes back with its earlier id"
            yield f"{id} {back} and its {len(group)} mentions"
        yield "values are not lost: they go back with their mentions"
    elif decision.verb is DecisionVerb.SPLIT:
        yield f"the mentions that were taken out of {decision.subject} come together with it again"
        yield "where the machine or another decision holds them apart, they stay apart"
    elif decision.verb in (DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE):
        yield "the machine's proposal counts again, and may join the two or list them as possibly the same"
    elif decision.verb is DecisionVerb.STATE:
        before = [
            d for d in decided(book).force if d.verb is DecisionVerb.STATE and d.subject == decision.subject
        ]
        earlier = [d.value for d in before if d.id != decision.id]
        state = (earlier[-1] or "candidate") if earlier else "candidate"
        yield f"the record goes back to {state.replace('_', ' ')}"
    elif decision.verb is DecisionVerb.SEARCHED:
        yield "part 2 no longer says where an answer was looked for; a public dossier needs that"
    elif decision.verb is DecisionVerb.UNDO:
        yield f"the decision {decision.subject} holds again"
    else:
        yield "the value counts as the machine proposed it"
    if despite(decision):
        yield f"it was made despite: {'; '.join(despite(decision))}"


def decisions_on(book: Casebook, incident: str) -> tuple[tuple[Decision, bool], ...]:
    """Every decision on an incident as a whole, newest first, with whether it is in force."""
    every = every_decision(book)
    gone = set_aside(every)
    ours = [one for one in every if incident in concerned_ids(book, one)]
    return tuple((one, one.id not in gone) for one in reversed(ours))


# --- shapes ---


def _shapes(
    book: Casebook, before: Sequence[Incident], after: Sequence[Incident], shut: Closed = NOTHING
) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Both computed alike from the same texts, so that what differs comes from the decision alone."""
    mentions = sorted({mention for one in (*before, *after) for mention in one.mentions})
    query = select(MENTIONS.c.document).distinct().where(MENTIONS.c.id.in_(mentions))
    now = some(book, [row.document for row in book.index.rows(query)])
    searched = searches(now.decisions)
    return tuple(_shaped(book, before, now, searched, shut)), tuple(_shaped(book, after, now, searched, shut))


def _shaped(
    book: Casebook,
    incidents: Sequence[Incident],
    now: Current,
    searched: Mapping[str, Mapping[str, str]],
    shut: Closed,
) -> Iterator[Shape]:
    knowledge = load(book.knowledge)
    made = assess_all(incidents, now.readings, now.documents, knowledge, searched)
    for one, assessed in zip(incidents, made, strict=True):
        record = open_part(record_of(book, one, assessed, now), shut)
        beside = words_beside(record, shut)
        yield _shape(record, incident_view(record, closed=beside), assessed, beside)


def _shape(
    record: IncidentRecord, view: IncidentView, assessed: IncidentAssessment, beside: tuple[Span, ...]
) -> Shape:
    _, hidden = mask_of(record.records, record.accounts, record.statements, record.documents, True)
    mask = Mask((*hidden, *beside))
    documents = {document.id: document for document in record.documents}
    told = []
    for mention in record.mentions:
        document = documents[mention.document]
        span = next((s.span for s in record.statements if s.id in mention.statements), None)
        span = span or next(iter(mention.anchors), None)
        told.append(
            Mentioned(mention.id, phrases.outlet(document), quotation(span, document, mask) if span else None)
        )
    return Shape(
        view.id,
        assessed.title,
        record.incident.state,
        view.accused,
        tuple(told),
        tuple(_traits(view)),
        tuple(
            (part.title, tuple(Line(f"{e.who}: {e.what}", e.quotations) for e in part.entries), part.empty)
            for part in view.parts
        ),
    )


def _traits(view: IncidentView) -> Iterator[Trait]:
    for row in view.matrix.rows:
        found: dict[str, Line] = {}
        for cell in (cell for column in row.cells for cell in column):
            words = cell.value + (f" ({', '.join(cell.notes)})" if cell.notes else "")
            held = found.get(words)
            both = (*(held.quotations if held else ()), *cell.quotations)
            found[words] = Line(words, gathered(both))
        yield Trait(row.attribute, tuple(found.values()), row.count, row.origins, row.code)


# --- what stands now, and what came in between ---


def standing(book: Casebook, incident: str) -> str:
    """The incident itself, or the one that holds its mentions where it was merged away."""
    if book.index.count(INCIDENTS, INCIDENTS.c.id == incident):
        return incident
    held = last_held(book, incident)
    now = holders(book, held[1]) if held else ()
    return now[0] if now else incident


def last_entry(book: Casebook) -> int:
    """The number of the ledger's last entry that a page was made from."""
    return int(book.index.meta("applied") or 0)


def since(book: Casebook, incidents: Sequence[str], entry: int) -> tuple[HistoryEntry, ...]:
    """What was decided, asked or linked on these incidents after an entry, oldest first."""
    found: dict[int, HistoryEntry] = {}
    for id in incidents:
        try:
            told = history(book, id).entries
        except UnknownThing:
            continue
        found.update({one.entry: one for one in told if one.entry > entry})
    return tuple(found[number] for number in sorted(found))


def found_by_title(
    book: Casebook, words: str, without: Sequence[str], most: int = 20
) -> tuple[tuple[str, str], ...]:
    """Incidents whose title or id holds these words, for a choice: (id, title). A sealed one only by its id."""
    query = select(ASSESSMENTS.c.incident).order_by(ASSESSMENTS.c.incident)
    query = query.where(ASSESSMENTS.c.incident.not_in(without))
    open_to_all = ASSESSMENTS.c.incident.not_in(sealed(book))
    for word in words.split():
        here = ASSESSMENTS.c.title.icontains(word, autoescape=True) & open_to_all
        query = query.where(here | (ASSESSMENTS.c.incident.startswith(word, autoescape=True)))
    ids = [row.incident for row in book.index.rows(query.limit(most))]
    told = titles(book, ids)
    return tuple((id, told[id]) for id in ids)
