"""Published totals as they were told, with their words, and what stands beside each: for pages that show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_total, portions, some
from allegata.actions.sealed import Closed, closed_to
from allegata.actions.show import NOTHING_YET
from allegata.actions.viewing import mask_of, quotation
from allegata.assessing.published import distinct
from allegata.knowledge import load
from allegata.model.assessment import Coverage, Figures, TotalCheck
from allegata.model.codec import parse
from allegata.model.document import Document
from allegata.model.record import Aggregate
from allegata.model.source import Party
from allegata.model.view import Quotation
from allegata.store.index import COVERAGE, FIGURES
from allegata.store.tables import DOCUMENTS, ITEMS


@dataclass(frozen=True, slots=True)
class Published:
    """One total: its words, the text that it stands in, every comparison that was tried with it."""

    total: Aggregate
    document: Document
    quotation: Quotation
    told_again: int  # copies and repeats that state the very same, which count once
    checks: tuple[TotalCheck, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """One page of the totals, and what goes with all of them. `every` are all totals, each once."""

    published: tuple[Published, ...]
    every: tuple[Aggregate, ...]
    days: Mapping[str, date]  # document id → when it was published, as far as stated
    outlets: Mapping[str, str]  # document id → its publisher, or the name it came under
    figures: Figures
    coverage: Coverage
    parties: tuple[Party, ...]
    withheld: int = 0  # totals in texts that tell of a sealed record: left out for those who only read


def figures_page(
    book: Casebook, page: int, size: int, *, withhold: bool = True, only_reads: bool = False
) -> FiguresPage:
    """The totals of a page, in the order of their as-of day, the newest first; undated ones last.

    :param page: from 1.
    :param only_reads: without totals out of texts that tell of a sealed record.
    """
    shut, all_of_them = closed_to(book, only_reads), every_total(book)
    held = tuple(total for total in all_of_them if total.span.document not in shut.documents)
    every = tuple(sorted(distinct(held), key=_order))
    kept = book.index.meta(FIGURES)
    figures = open_figures(parse(Figures, kept), shut) if kept else NOTHING_YET
    covered = book.index.meta(COVERAGE)
    items = book.index.count(ITEMS)
    shown = every[(page - 1) * size : page * size]
    return FiguresPage(
        tuple(_published(book, shown, held, figures, withhold)),
        every,
        *_told_by(book, [one.span.document for one in every]),
        figures,
        parse(Coverage, covered) if covered else Coverage(items, 0, items, 0, 0),
        load(book.knowledge).parties,
        len(all_of_them) - len(held),
    )


def open_figures(figures: Figures, shut: Closed) -> Figures:
    """Sums without the ids of sealed records, and no comparison with a total out of a text that tells of one."""
    if not shut.incidents:
        return figures
    sums = tuple(
        replace(
            one,
            included=tuple(id for id in one.included if id not in shut.incidents),
            without_count=tuple(id for id in one.without_count if id not in shut.incidents),
            excluded=tuple(pair for pair in one.excluded if pair[0] not in shut.incidents),
        )
        for one in figures.sums
    )
    checks = tuple(one for one in figures.checks if shut.things.isdisjoint((one.left, one.right)))
    return replace(figures, sums=sums, checks=checks)


def _order(total: Aggregate) -> tuple[bool, int, str]:
    at = total.as_of.latest if total.as_of else None
    return at is None, -at.toordinal() if at else 0, total.id


def _published(
    book: Casebook, shown: Sequence[Aggregate], held: Sequence[Aggregate], figures: Figures, withhold: bool
) -> list[Published]:
    now = some(book, {one.span.document for one in shown})
    readings = {d.id: (d, r) for d, r in zip(now.documents, now.readings, strict=True)}
    checks: dict[str, list[TotalCheck]] = {}
    for check in figures.checks:
        for id in {check.left, check.right}:
            checks.setdefault(id, []).append(check)
    made = []
    for total in shown:
        if total.span.document not in readings:
            continue
        document, reading = readings[total.span.document]
        mask, _ = mask_of(reading.protected, reading.accounts, reading.statements, (document,), withhold)
        again = sum(
            1
            for one in held
            if one.figures == total.figures
            and one.id != total.id
            and one.scope == total.scope
            and one.as_of == total.as_of
            and one.publisher.key == total.publisher.key
        )
        words = quotation(total.span, document, mask)
        made.append(Published(total, document, words, again, tuple(checks.get(total.id, ()))))
    return made


def _told_by(book: Casebook, documents: Sequence[str]) -> tuple[dict[str, date], dict[str, str]]:
    """When the texts were published, as far as that is stated, and by whom."""
    days: dict[str, date] = {}
    outlets: dict[str, str] = {}
    wanted = sorted(set(documents))
    for portion in portions(wanted):
        query = select(DOCUMENTS.c.id, ITEMS.c.published, ITEMS.c.publisher, ITEMS.c.name)
        query = query.join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item)
        for row in book.index.rows(query.where(DOCUMENTS.c.id.in_(portion))):
            outlets[row.id] = row.publisher or row.name
            if row.published:
                days[row.id] = date.fromisoformat(row.published)
    return days, outlets
