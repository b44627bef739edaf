"""The list of incidents made the plain way, everything looked at each time: what the fast one is held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allegata.actions.casebook import Casebook
from allegata.actions.current import current
from allegata.actions.settings import settings_of
from allegata.actions.show import incident_lines
from allegata.model.codec import to_data
from allegata.model.facets import assessed_values, setting_values
from allegata.model.listing import Facet, Order, Selection, Setting
from allegata.model.search import Term, question, tokens


@dataclass(frozen=True)
class Told:
    id: str
    documents: tuple[str, ...]
    setting: Setting
    values: Mapping[Facet, tuple[str, ...]]


def everything(book: Casebook) -> list[Told]:
    lines, now = incident_lines(book), current(book)
    settings = settings_of(book, [line.incident for line in lines], now.readings, now.documents)
    return [
        Told(
            line.incident.id,
            line.documents,
            setting,
            {
                Facet.STATE: (str(line.incident.state),),
                **assessed_values(to_data(line.assessment)),
                **setting_values(to_data(setting)),
            },
        )
        for line, setting in zip(lines, settings, strict=True)
    ]


def holding(book: Casebook, words: str) -> set[str] | None:
    """The documents that hold every term, looked for word by word."""
    if not words.strip():
        return None
    terms = question(words)
    texts = {document.id: list(tokens(document.text)) for document in current(book).documents}
    return {id for id, every in texts.items() if terms and all(_stands(term, every) for term in terms)}


def _stands(term: Term, every: list[str]) -> bool:
    *first, last = term.tokens
    for at in range(len(every) - len(first)):
        end = every[at + len(first)]
        fits = end.startswith(last) if term.prefix else end == last
        if fits and every[at : at + len(first)] == first:
            return True
    return False


def chosen(
    told: Iterable[Told], selection: Selection, found: set[str] | None, but: Facet | None = None
) -> list[Told]:
    return [one for one in told if _meets(one, selection, found, but)]


def _meets(one: Told, selection: Selection, found: set[str] | None, but: Facet | None) -> bool:
    for facet in {facet for facet, _ in selection.chosen} - {but}:
        if not {value for name, value in selection.chosen if name is facet} & set(one.values[facet]):
            return False
    if found is not None and not found & set(one.documents):
        return False
    first, last = selection.since or date.min, selection.until or date.max
    days = one.setting.days
    return not days or any(day.first <= last and day.last >= first for day in days)


def ordered(told: list[Told], order: Order) -> list[str]:
    by_id = sorted(told, key=lambda one: one.id, reverse=order is Order.NEWEST)
    if order is Order.EVENT:
        by_id.sort(key=lambda one: min((day.first for day in one.setting.days), default=date.max))
    return [one.id for one in by_id]


def counts(told: list[Told], selection: Selection, found: set[str] | None, facet: Facet) -> dict[str, int]:
    values: dict[str, int] = {value: 0 for name, value in selection.chosen if name is facet}
    for one in chosen(told, selection, found, facet):
        for value in one.values[facet]:
            values[value] = values.get(value, 0) + 1
    return values
