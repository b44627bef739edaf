"""Incidents as people ask for them: facets with their counts, full-text search, one page or the whole selection."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allegata.actions.casebook import Casebook
from allegata.actions.current import current
from allegata.actions.settings import settings_of
from allegata.actions.show import incident_lines
from allegata.knowledge import load
from allegata.model import phrases, summary
from allegata.model.assessment import IncidentAssessment
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.listing import (
    NOT_SETTLED,
    NOT_STATED,
    Facet,
    FacetValue,
    Hit,
    IncidentRow,
    Listing,
    Mark,
    Order,
    Selection,
    Setting,
    Spread,
)
from allegata.model.vocabulary import Attribute, ContestationValue, VerificationAspect, VerificationResult

NO_SEARCH, NOT_CHECKED = "no_search_on_record", "not_checked"
MARKS = 5000
"""Incidents on one picture; what is beyond is counted and said."""
TEXTS = 20
"""Hits in texts of no incident that one page shows."""
AROUND = 60
"""Characters before and after a hit."""


@dataclass(frozen=True, slots=True)
class _Told:
    incident: Incident
    assessed: IncidentAssessment
    documents: tuple[str, ...]
    setting: Setting
    values: Mapping[Facet, frozenset[str]]


def listing(book: Casebook, selection: Selection) -> Listing:
    """One page of the incidents chosen, with the facets of the whole selection.

    Counts of a facet's values are made with the choices of the other facets applied.
    """
    told, found = _all(book), _found(book, selection.words)
    chosen = _ordered([one for one in told if _meets(one, selection, found)], selection)
    at = (max(1, selection.page) - 1) * selection.per_page
    names, today = phrases.party_names(load(book.knowledge).parties), book.now().date()
    rows = tuple(_row(one, names, today, found) for one in chosen[at : at + selection.per_page])
    elsewhere = _of_no_incident(told, found)
    return Listing(
        selection,
        len(chosen),
        rows,
        _facets(told, selection, found, names),
        elsewhere[:TEXTS],
        len(elsewhere),
        sum(1 for one in chosen if not one.setting.days),
        sum(1 for one in chosen if not one.setting.shown(today)),
    )


def spread(book: Casebook, selection: Selection) -> Spread:
    """The whole selection for map and timeline, in its order, up to `MARKS` incidents."""
    found = _found(book, selection.words)
    chosen = _ordered([one for one in _all(book) if _meets(one, selection, found)], selection)
    today = book.now().date()
    marks = tuple(
        Mark(one.incident.id, one.assessed.title, one.setting.shown(today), one.setting.days)
        for one in chosen[:MARKS]
    )
    return Spread(
        len(chosen),
        marks,
        tuple(mark.incident for mark in marks if not mark.days),
        tuple(mark.incident for mark in marks if not mark.positions),
        len(chosen) - len(marks),
    )


def _all(book: Casebook) -> tuple[_Told, ...]:
    lines, now = incident_lines(book), current(book)
    settings = settings_of(book, [line.incident for line in lines], now.readings, now.documents)
    return tuple(
        _Told(
            line.incident,
            line.assessment,
            line.documents,
            where,
            values_of(line.incident, line.assessment, where),
        )
        for line, where in zip(lines, settings, strict=True)
    )


def values_of(
    incident: Incident, assessed: IncidentAssessment, where: Setting
) -> Mapping[Facet, frozenset[str]]:
    """What an incident can be chosen by."""
    sides = assessed.contestation
    answers = {value.name.lower() for side in sides for value in side.values}
    if any(side.searched is None for side in sides):
        answers.add(NO_SEARCH)
    cells = [cell for cell in assessed.verification if not cell.party_confirmation]
    act = next((row for row in assessed.attributes if row.attribute is Attribute.ACT_TYPE), None)
    lower = act.origins.lower if act else 0
    values: dict[Facet, Iterable[str]] = {
        Facet.ACCUSED: assessed.alleged_against,
        Facet.PLACE: [id for id, _ in where.places],
        Facet.YEAR: where.years,
        Facet.STATE: [str(incident.state)],
        Facet.CONTESTATION: answers or [ContestationValue.NO_RESPONSE_KNOWN.name.lower()],
        Facet.VERIFICATION: [f"{cell.aspect}:{cell.result}" for cell in cells] or [NOT_CHECKED],
        Facet.ORIGINS: [] if lower < 1 else [str(lower) if lower < 3 else "3+"],
    }
    return {facet: frozenset(given) or frozenset({NOT_STATED}) for facet, given in values.items()}


def _meets(
    one: _Told, selection: Selection, found: Mapping[str, Hit] | None, but: Facet | None = None
) -> bool:
    asked: dict[Facet, set[str]] = {}
    for facet, value in selection.chosen:
        if facet is not but:
            asked.setdefault(facet, set()).add(value)
    if any(not values & one.values[facet] for facet, values in asked.items()):
        return False
    if found is not None and not any(document in found for document in one.documents):
        return False
    first, last = selection.since or date.min, selection.until or date.max
    days = one.setting.days
    return not days or any(day.first <= last and day.last >= first for day in days)


def _ordered(told: list[_Told], selection: Selection) -> list[_Told]:
    keys: dict[Order, Callable[[_Told], tuple[object, ...]]] = {
        Order.OLDEST: lambda one: (),
        Order.NEWEST: lambda one: (),
        Order.EVENT: lambda one: (min((day.first for day in one.setting.days), default=date.max),),
        Order.ITEMS: lambda one: (-len(one.documents),),
    }
    by_id = sorted(
        told, key=lambda one: one.incident.id, reverse=selection.order in (Order.NEWEST, Order.ITEMS)
    )
    return sorted(by_id, key=keys[selection.order])


def _row(one: _Told, names: phrases.PartyNames, today: date, found: Mapping[str, Hit] | None) -> IncidentRow:
    hits = tuple(hit for document, hit in (found or {}).items() if document in one.documents)
    return incident_row(one.incident, one.assessed, one.setting, len(one.documents), names, today, hits)


def incident_row(
    incident: Incident,
    assessed: IncidentAssessment,
    where: Setting,
    items: int,
    names: phrases.PartyNames,
    today: date,
    hits: tuple[Hit, ...] = (),
) -> IncidentRow:
    """One row, in the words of the command line's list."""
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
        hits,
    )


def _facets(
    told: Sequence[_Told], selection: Selection, found: Mapping[str, Hit] | None, names: phrases.PartyNames
) -> tuple[tuple[Facet, tuple[FacetValue, ...]], ...]:
    places = {id: name for one in told for id, name in one.setting.places}
    made = []
    for facet in Facet:
        counts: dict[str, int] = {}
        for one in told:
            if _meets(one, selection, found, facet):
                for value in one.values[facet]:
                    counts[value] = counts.get(value, 0) + 1
        for chosen, value in selection.chosen:
            if chosen is facet:
                counts.setdefault(value, 0)
        values = [
            FacetValue(value, label(facet, value, names, places), count, selection.has(facet, value))
            for value, count in counts.items()
        ]
        made.append((facet, tuple(sorted(values, key=lambda one: rank(facet, one)))))
    return tuple(made)


def rank(facet: Facet, one: FacetValue) -> tuple[object, ...]:
    """The order of a facet's values: time and counts in theirs, others by how many; what is not stated last."""
    last = one.value in (NOT_STATED, NOT_SETTLED, NOT_CHECKED, NO_SEARCH)
    if facet in (Facet.YEAR, Facet.ORIGINS):
        return (last, one.value)
    if facet is Facet.ACCUSED:  # by name: an order by number would rank the sides (must-not 12)
        return (last, one.label.casefold(), one.value)
    return (last, -one.count, one.label.casefold(), one.value)


def label(facet: Facet, value: str, names: phrases.PartyNames, places: Mapping[str, str]) -> str:
    """What to call a value of a facet."""
    fixed = {
        NOT_STATED: "not stated",
        NOT_SETTLED: "named, and not settled which place",
        NOT_CHECKED: "no check read",
        NO_SEARCH: "no search for an answer on record",
    }
    if value in fixed:
        return fixed[value]
    match facet:
        case Facet.ACCUSED:
            return phrases.party(value, names)
        case Facet.PLACE:
            return places.get(value, value)
        case Facet.CONTESTATION:
            known = {one.name.lower(): one for one in ContestationValue}
            return phrases.ANSWERS.get(known[value], str(known[value])) if value in known else value
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


def _found(book: Casebook, words: str) -> dict[str, Hit] | None:
    """Document id → where the words stand, newest first; None when none were asked for."""
    if not words.strip():
        return None
    documents = book.index.search(words, limit=100_000)
    now = {document.id: document for document in current(book).documents}
    return {id: _hit(now[id], words) for id in documents if id in now}


def _hit(document: Document, words: str) -> Hit:
    text, first = document.text, words.split(maxsplit=1)[0]
    at = max(0, text.casefold().find(first.casefold()))
    end = min(len(text), at + len(first))
    return Hit(
        document.item,
        phrases.outlet(document),
        text[max(0, at - AROUND) : at],
        text[at:end],
        text[end : end + AROUND],
        at,
    )


def _of_no_incident(told: Sequence[_Told], found: Mapping[str, Hit] | None) -> tuple[Hit, ...]:
    held = {document for one in told for document in one.documents}
    return tuple(hit for document, hit in (found or {}).items() if document not in held)
