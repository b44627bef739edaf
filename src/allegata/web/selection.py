"""A selection of incidents as an address: what a list, a map or a timeline was asked for, and links that change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from litestar.exceptions import ClientException

from allegata.model.listing import Facet, Order, Selection
from allegata.web.numbers import number_of

LONGEST_WORDS = 300
LAST_PAGE = 1_000_000
MOST_FIELDS = 100
FIELDS = frozenset({"q", "since", "until", "order", "page", *Facet})
"""What the address of a selection may hold."""


def of_query(pairs: Iterable[tuple[str, str]], per_page: int = 25) -> Selection:
    """The selection that a query asks for; empty fields of a form say nothing.

    :raises ClientException: when a day, an order or a page is none.
    """
    chosen: dict[tuple[Facet, str], None] = {}
    one: dict[str, str] = {}
    for name, given in pairs:
        value = given.strip()
        if not value:
            continue
        if name in set(Facet):
            chosen[Facet(name), value[:200]] = None
        else:
            one[name] = value
    return Selection(
        one.get("q", "").replace("\x00", "")[:LONGEST_WORDS],
        tuple(chosen),
        _day("since", one),
        _day("until", one),
        _order(one.get("order")),
        page_of(one.get("page")),
        per_page,
    )


def _day(name: str, given: Mapping[str, str]) -> date | None:
    if name not in given:
        return None
    try:
        return date.fromisoformat(given[name])
    except ValueError as fault:
        raise ClientException(f"“{given[name]}” is no day; write it as year-month-day: 2022-11-18") from fault


def _order(given: str | None) -> Order:
    if given is None:
        return Order.NEWEST
    if given not in set(Order):
        raise ClientException(f"“{given}” is no order; there are {', '.join(Order)}")
    return Order(given)


def page_of(given: str | None) -> int:
    """The number of a page, from 1.

    :raises ClientException: when it is none.
    """
    if given is None:
        return 1
    number = number_of(given)
    if number is None or not 1 <= number <= LAST_PAGE:
        raise ClientException(f"“{given[:40]}” is no page; pages are numbered from 1")
    return number


def to_query(selection: Selection) -> tuple[tuple[str, str], ...]:
    """The query of a selection, as short as it can be said, always in the same order."""
    pairs = [("q", selection.words)] if selection.words else []
    pairs += [(str(facet), value) for facet, value in sorted(selection.chosen)]
    if selection.since:
        pairs.append(("since", selection.since.isoformat()))
    if selection.until:
        pairs.append(("until", selection.until.isoformat()))
    if selection.order is not Order.NEWEST:
        pairs.append(("order", str(selection.order)))
    if selection.page > 1:
        pairs.append(("page", str(selection.page)))
    return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Address:
    """Links from one selection to others. `base` is the address of the page that shows it."""

    base: str
    selection: Selection
    extra: tuple[tuple[str, str], ...] = ()  # of this page's own: the zoom of a timeline

    @property
    def query(self) -> str:
        """What stands after the question mark, without the page."""
        return urlencode(to_query(replace(self.selection, page=1)))

    def _to(self, selection: Selection, extra: tuple[tuple[str, str], ...] = ()) -> str:
        query = urlencode((*to_query(selection), *extra))
        return f"{self.base}?{query}" if query else self.base

    def at(self, base: str) -> str:
        """The same selection on another page."""
        return Address(base, self.selection)._to(replace(self.selection, page=1))

    def page(self, number: int) -> str:
        """Another page of the list."""
        return self._to(replace(self.selection, page=number), self.extra)

    def with_(self, facet: Facet, value: str) -> str:
        """One more value chosen."""
        chosen = (*self.selection.chosen, (facet, value))
        return self._to(replace(self.selection, chosen=chosen, page=1))

    def without(self, facet: Facet, value: str) -> str:
        """A value taken back."""
        chosen = tuple(one for one in self.selection.chosen if one != (facet, value))
        return self._to(replace(self.selection, chosen=chosen, page=1))

    def without_words(self) -> str:
        """The search taken back."""
        return self._to(replace(self.selection, words="", page=1))

    def without_days(self) -> str:
        """Both days taken back."""
        return self._to(replace(self.selection, since=None, until=None, page=1))

    def between(self, since: date, until: date) -> str:
        """Other days."""
        return self._to(replace(self.selection, since=since, until=until, page=1))

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """What a form has to carry along beside its own fields."""
        return tuple((str(facet), value) for facet, value in sorted(self.selection.chosen))


def cleaned(query: str) -> str:
    """A query that somebody sends to be kept: what is no selection is left out.

    :raises ClientException: as `of_query`, and when it has more fields than any selection.
    """
    try:
        given = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError as fault:
        raise ClientException(
            f"a selection has at most {MOST_FIELDS} fields; take some of the filters back"
        ) from fault
    pairs = [(name, value) for name, value in given if name in FIELDS]
    return urlencode(to_query(replace(of_query(pairs), page=1)))
