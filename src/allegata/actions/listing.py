"""Incidents as people ask for them: facets with their counts, full-text search, one page or the whole selection."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.facts import Bits, Facts, facts
from allegata.actions.hits import EACH, found, found_open, hits
from allegata.actions.sealed import WITHHELD as WITHHELD_RECORD
from allegata.actions.sealed import Closed, closed_to, open_links
from allegata.knowledge import load
from allegata.model import phrases, summary
from allegata.model.assessment import IncidentAssessment
from allegata.model.codec import parse
from allegata.model.facets import NO_SEARCH, NOT_CHECKED
from allegata.model.incident import Incident
from allegata.model.listing import (
    NOT_SETTLED,
    NOT_STATED,
    WITHHELD,
    Facet,
    FacetValue,
    Hit,
    IncidentRow,
    Listing,
    Mark,
    Selection,
    Setting,
    Spread,
)
from allegata.model.vocabulary import ContestationValue, RecordState, VerificationAspect, VerificationResult
from allegata.store.tables import ASSESSMENTS, INCIDENTS

MARKS = 5000
"""Incidents on one picture; what is beyond is counted and said."""
TEXTS = 20
"""Texts of no incident with hits that one page shows."""
VALUES = 60
"""Values of one facet that a page shows; how many more there are is said."""
TOLD = 3
"""Texts of one incident whose hits are shown in its row."""
BRIEFS = 2000
"""Incidents of which the short form is kept in memory."""
Brief = tuple[Incident, IncidentAssessment]
FIXED = {
    NOT_STATED: "not stated",
    NOT_SETTLED: "named, and not settled which place",
    WITHHELD: "withheld for protection",
    NOT_CHECKED: "no check read",
    NO_SEARCH: "no search for an answer on record",
}


def listing(
    book: Casebook, selection: Selection, withhold: bool = True, *, only_reads: bool = False
) -> Listing:
    """One page of the incidents chosen, with the facets of the whole selection.

    Counts of a facet's values are made with the choices of the other facets applied. Incidents without a
    stated day or place are in every selection that does not choose among days or places.

    :param withhold: leave protected words out of what is quoted around hits.
    :param only_reads: nor find a text by words that are withheld in it, nor name a link to a sealed record.
    """
    every, where = facts(book), (found_open if only_reads else found)(book, selection.words)
    searched = every.everything if where is None else every.told_by(where)
    chosen = every.meeting(selection) & searched
    order = every.ordered(chosen, selection.order)
    at = (max(1, selection.page) - 1) * selection.per_page
    names, today = phrases.party_names(load(book.knowledge).parties), book.now().date()
    shown = order[at : at + selection.per_page]
    elsewhere = [number for number in where or () if number not in every.telling]
    values, cut = _facets(every, selection, searched, names)
    return Listing(
        selection,
        len(order),
        _rows(
            book,
            every,
            shown,
            names,
            today,
            _told(book, every, shown, where, selection.words, withhold),
            closed_to(book, only_reads),
        ),
        values,
        tuple(
            hit for of in hits(book, elsewhere[:TEXTS], selection.words, 1, withhold).values() for hit in of
        ),
        len(elsewhere),
        (chosen & ~every.dated).bit_count(),
        sum(1 for number in order if not every.settings[number].shown(today)),
        cut,
    )


def spread(book: Casebook, selection: Selection, *, only_reads: bool = False) -> Spread:
    """The whole selection for map and timeline, in its order, up to `MARKS` incidents.

    :param only_reads: as for `listing`.
    """
    every, where = facts(book), (found_open if only_reads else found)(book, selection.words)
    chosen = every.meeting(selection)
    if where is not None:
        chosen &= every.told_by(where)
    order, today = every.ordered(chosen, selection.order), book.now().date()
    marks = tuple(
        Mark(
            every.ids[number],
            every.titles[number],
            every.settings[number].shown(today),
            every.settings[number].days,
        )
        for number in order[:MARKS]
    )
    return Spread(
        len(order),
        marks,
        tuple(mark.incident for mark in marks if not mark.days),
        tuple(mark.incident for mark in marks if not mark.positions),
        len(order) - len(marks),
    )


def _told(
    book: Casebook,
    every: Facts,
    shown: Sequence[int],
    where: Sequence[int] | None,
    words: str,
    withhold: bool,
) -> Mapping[int, tuple[Hit, ...]]:
    """Incident → hits in the newest texts that tell of it."""
    texts: dict[int, list[int]] = {number: [] for number in shown}
    for item in where or ():
        for number in every.telling.get(item, ()):
            if number in texts and len(texts[number]) < TOLD:
                texts[number].append(item)
    at = hits(
        book, list(dict.fromkeys(item for items in texts.values() for item in items)), words, EACH, withhold
    )
    return {
        number: tuple(hit for item in items for hit in at.get(item, ())) for number, items in texts.items()
    }


def _rows(
    book: Casebook,
    every: Facts,
    shown: Sequence[int],
    names: phrases.PartyNames,
    today: date,
    told: Mapping[int, tuple[Hit, ...]],
    shut: Closed,
) -> tuple[IncidentRow, ...]:
    held = _briefs(book, every, [every.ids[number] for number in shown])
    return tuple(
        _sealed_row(every.ids[number])
        if every.ids[number] in every.sealed
        else incident_row(
            replace(brief[0], links=open_links(brief[0], shut)),
            brief[1],
            every.settings[number],
            every.items[number],
            names,
            today,
            told.get(number, ()),
        )
        for number in shown
        if (brief := held.get(every.ids[number]))
    )


def _sealed_row(id: str) -> IncidentRow:
    """What a list tells of a sealed record: that there is one."""
    return IncidentRow(Incident(id, (), RecordState.SEALED), WITHHELD_RECORD, "", "", "", "", "", "", 0)


def _briefs(book: Casebook, every: Facts, ids: Sequence[str]) -> Mapping[str, Brief]:
    """What the rows of these incidents are made of, kept for as long as the facts are the same."""
    kept: OrderedDict[str, Brief] = book.kept.one("briefs", every.made_of, OrderedDict)
    held = {id: brief for id in ids if (brief := kept.get(id))}
    query = select(INCIDENTS.c.id, INCIDENTS.c.data, ASSESSMENTS.c.brief)
    query = query.join(ASSESSMENTS, ASSESSMENTS.c.incident == INCIDENTS.c.id)
    missing = [id for id in ids if id not in held]
    for row in book.index.rows(query.where(INCIDENTS.c.id.in_(missing))) if missing else ():
        held[row.id] = kept[row.id] = (parse(Incident, row.data), parse(IncidentAssessment, row.brief))
    while len(kept) > BRIEFS:
        kept.popitem(last=False)
    return held


def incident_row(
    incident: Incident,
    assessed: IncidentAssessment,
    where: Setting,
    items: int,
    names: phrases.PartyNames,
    today: date,
    told: tuple[Hit, ...] = (),
) -> IncidentRow:
    """One row, in the words of the command line's list.

    :param assessed: may be without its accounts; no word of the row rests on them.
    """
    return IncidentRow(
        incident,
        assessed.title,
        phrases.accused(assessed, names),
        summary.killed(assessed),
        summary.response(assessed, names),
        summary.checked(assessed),
        summary.origins(assessed),
        summary.steps(assessed),
        items,
        where.shown(today),
        where.days,
        told,
    )


def _facets(
    every: Facts, selection: Selection, searched: Bits, names: phrases.PartyNames
) -> tuple[tuple[tuple[Facet, tuple[FacetValue, ...]], ...], tuple[tuple[Facet, int], ...]]:
    """The values of each facet in their order, and how many of them are not shown."""
    made, cut = [], []
    for facet in Facet:
        within = every.meeting(selection, facet) & searched
        counts = {value: (held & within).bit_count() for value, held in every.values[facet].items()}
        asked = {value for chosen, value in selection.chosen if chosen is facet}
        counts = {value: n for value, n in counts.items() if n} | {v: counts.get(v, 0) for v in asked}
        values = [
            FacetValue(value, label(facet, value, names, every.names), count, value in asked)
            for value, count in counts.items()
        ]
        kept = _kept(facet, values)
        made.append((facet, tuple(sorted(kept, key=lambda one: rank(facet, one)))))
        if len(kept) < len(values):
            cut.append((facet, len(values) - len(kept)))
    return tuple(made), tuple(cut)


def _kept(facet: Facet, values: list[FacetValue]) -> list[FacetValue]:
    """As many values as a page can show: those chosen, those that say "unknown", and the most frequent ones."""
    if len(values) <= VALUES:
        return values
    if facet is Facet.YEAR:  # months of the years that were chosen only
        years = {one.value[:4] for one in values if one.chosen}
        return [one for one in values if len(one.value) == 4 or one.value[:4] in years or one.value in FIXED]
    first = sorted(values, key=lambda one: (not one.chosen, one.value not in FIXED, -one.count, one.value))
    return first[:VALUES]


def rank(facet: Facet, one: FacetValue) -> tuple[object, ...]:
    """The order of a facet's values: time and numbers in theirs, sides by name, others by how many; unknown last."""
    last = one.value in FIXED
    if facet in (Facet.YEAR, Facet.ORIGINS):
        return (last, one.value)
    if facet is Facet.ACCUSED:  # an order by number would rank the sides (must-not 12)
        return (last, one.label.casefold(), one.value)
    return (last, -one.count, one.label.casefold(), one.value)


def label(facet: Facet, value: str, names: phrases.PartyNames, places: Mapping[str, str]) -> str:
    """What to call a value of a facet."""
    if value in FIXED:
        return FIXED[value]
    match facet:
        case Facet.ACCUSED:
            return phrases.party(value, names)
        case Facet.PLACE:
            return places.get(value, value)
        case Facet.CONTESTATION:
            known = ContestationValue.__members__.get(value.upper())
            return phrases.ANSWERS.get(known, str(known)) if known else value
        case Facet.VERIFICATION:
            return _check(value)
        case _:
            return phrases.plain(value)


def _check(value: str) -> str:
    aspect, _, result = value.partition(":")
    if aspect not in set(VerificationAspect) or result not in set(VerificationResult):
        return value
    words = summary.RESULT_SHORT[VerificationResult(result)]
    return f"{phrases.aspect(VerificationAspect(aspect))}: {words}"
