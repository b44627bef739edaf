"""What all incidents can be chosen and ordered by, held together in memory: a bit per incident and value.

A casebook of many thousand incidents fits in some megabytes, and choosing, counting and ordering are then
operations on whole numbers. It is made anew when incidents were linked or assessed again, not before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import current
from allegata.actions.sealed import WITHHELD, sealed
from allegata.actions.settings import settings_of
from allegata.evidence.custody import EntryKind
from allegata.linking.incidents import OUT
from allegata.model.codec import parse, to_data
from allegata.model.facets import setting_values
from allegata.model.incident import Incident
from allegata.model.listing import Facet, Order, Selection, Setting, place_label
from allegata.model.vocabulary import RecordState
from allegata.store.tables import (
    ASSESSMENTS,
    DOCUMENTS,
    FACETS,
    INCIDENTS,
    ITEMS,
    MEMBERS,
    MENTIONS,
    SETTINGS,
)

F = TypeVar("F")
"""What something can be chosen by."""
Bits = int
"""A set of incidents: bit i stands for the i-th of `Facts.ids`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Every assessed incident that is not taken out, in the order of their ids."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    settings: tuple[Setting, ...]
    items: tuple[int, ...]  # how many items tell each
    telling: Mapping[int, tuple[int, ...]]  # number of an item (`ITEMS.seq`) → the incidents it tells of
    values: Mapping[Facet, Mapping[str, Bits]]
    dated: Bits
    orders: Mapping[Order, tuple[int, ...]]
    names: Mapping[str, str]  # of places, by id
    made_of: tuple[
        int, int, frozenset[str]
    ]  # the entries with which incidents were linked and assessed; `sealed`
    sealed: frozenset[str] = frozenset()  # of these nothing but that they are sealed is in any of it

    @property
    def everything(self) -> Bits:
        """All of them."""
        return (1 << len(self.ids)) - 1

    def meeting(self, selection: Selection, but: Facet | None = None) -> Bits:
        """The incidents that meet a selection's choices and days; its words are another matter.

        :param but: a facet whose choices are left out.
        """
        met = meeting(self.everything, self.values, selection.chosen, but)
        if selection.since or selection.until:
            met &= ~self.dated | self._within(selection.since or date.min, selection.until or date.max)
        return met

    def _within(self, first: date, last: date) -> Bits:
        return bits_of(
            len(self.ids),
            (
                number
                for number, setting in enumerate(self.settings)
                if any(day.first <= last and day.last >= first for day in setting.days)
            ),
        )

    def told_by(self, items: Iterable[int]) -> Bits:
        """The incidents that these items tell of."""
        telling = self.telling
        return bits_of(len(self.ids), (number for item in items for number in telling.get(item, ())))

    def ordered(self, chosen: Bits, order: Order) -> list[int]:
        """The numbers of the chosen incidents in an order."""
        held = chosen.to_bytes(len(self.ids) // 8 + 1, "little")
        return [number for number in self.orders[order] if held[number >> 3] >> (number & 7) & 1]


def bits_of(size: int, numbers: Iterable[int]) -> Bits:
    """The set of these numbers, each below `size`."""
    held = bytearray(size // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def meeting(
    among: Bits, values: Mapping[F, Mapping[str, Bits]], chosen: Iterable[tuple[F, str]], but: F | None = None
) -> Bits:
    """Those among some that meet choices: of each facet one of the values chosen in it.

    :param but: a facet whose choices are left out.
    """
    asked: dict[F, Bits] = {}
    for facet, value in chosen:
        if facet is not but:
            asked[facet] = asked.get(facet, 0) | values[facet].get(value, 0)
    for held in asked.values():
        among &= held
    return among


def facts(book: Casebook) -> Facts:
    """The facts as last linked and assessed."""
    key = book.index.last(EntryKind.LINKED), book.index.last(EntryKind.ASSESSED), sealed(book)
    return book.kept.one("facts", key, lambda: _facts(book, key))


def _facts(book: Casebook, made_of: tuple[int, int, frozenset[str]]) -> Facts:
    query = select(INCIDENTS.c.id, INCIDENTS.c.state, ASSESSMENTS.c.title)
    query = query.join(ASSESSMENTS, ASSESSMENTS.c.incident == INCIDENTS.c.id)
    rows = list(book.index.rows(query.order_by(INCIDENTS.c.id)))
    ids = tuple(row.id for row in rows)
    numbers = {id: number for number, id in enumerate(ids)}
    shut = made_of[2]
    settings = tuple(Setting(one.incident) if one.incident in shut else one for one in _settings(book, ids))
    given: dict[Facet, dict[str, list[int]]] = {facet: {} for facet in Facet}
    for number, row in enumerate(rows):
        state = str(RecordState.SEALED) if row.id in shut else row.state
        given[Facet.STATE].setdefault(state, []).append(number)
    for facet, value, number in _values(book, numbers, settings):
        if ids[number] not in shut:
            given[facet].setdefault(value, []).append(number)
    telling, items = _telling(book, numbers, shut)
    days = [min((day.first for day in setting.days), default=date.max) for setting in settings]
    newest = tuple(reversed(range(len(ids))))
    return Facts(
        ids,
        tuple(WITHHELD if row.id in shut else row.title for row in rows),
        settings,
        items,
        telling,
        {
            facet: {value: bits_of(len(ids), held) for value, held in values.items()}
            for facet, values in given.items()
        },
        bits_of(len(ids), (number for number, setting in enumerate(settings) if setting.days)),
        {
            Order.NEWEST: newest,
            Order.OLDEST: tuple(range(len(ids))),
            Order.EVENT: tuple(sorted(range(len(ids)), key=days.__getitem__)),
        },
        _names(settings),
        made_of,
        shut,
    )


def _names(settings: Sequence[Setting]) -> Mapping[str, str]:
    """What to call each place: every wording of the accounts first, the gazetteer's name beside it."""
    names = {id: name for setting in settings for id, name in setting.places}
    worded: dict[str, set[str]] = {}
    for setting in settings:
        for id, words in setting.worded:
            worded.setdefault(id, set()).update(words.split(" / "))
    return names | {id: place_label(names[id], " / ".join(sorted(words))) for id, words in worded.items()}


def _settings(book: Casebook, ids: Sequence[str]) -> tuple[Setting, ...]:
    rows = book.index.rows(select(SETTINGS.c.incident, SETTINGS.c.data))
    held = {row.incident: parse(Setting, row.data) for row in rows}
    missing = [id for id in ids if id not in held]
    if missing:  # assessed by a version that kept none
        query = select(INCIDENTS.c.data).where(INCIDENTS.c.state.not_in(OUT))
        incidents = [parse(Incident, row.data) for row in book.index.rows(query)]
        now, without = current(book), set(missing)
        wanted = [one for one in incidents if one.id in without]
        held |= {one.incident: one for one in settings_of(book, wanted, now.readings, now.documents)}
    return tuple(held.get(id) or Setting(id) for id in ids)


def _values(
    book: Casebook, numbers: Mapping[str, int], settings: Sequence[Setting]
) -> Iterable[tuple[Facet, str, int]]:
    placed: set[str] = set()
    for row in book.index.rows(select(FACETS.c.incident, FACETS.c.facet, FACETS.c.value)):
        number = numbers.get(row.incident)
        if number is not None:
            yield Facet(row.facet), row.value, number
            if row.facet == Facet.PLACE:
                placed.add(row.incident)
    for number, setting in enumerate(settings):
        if setting.incident not in placed:
            for facet, values in setting_values(to_data(setting)).items():
                yield from ((facet, value, number) for value in values)


def _telling(
    book: Casebook, numbers: Mapping[str, int], shut: frozenset[str]
) -> tuple[Mapping[int, tuple[int, ...]], tuple[int, ...]]:
    """Which item tells of which incidents. One that tells of a sealed record is known to tell of something, and
    leads to nothing by that: else a search for its words would find the record, or list it as a text of none."""
    joined = MEMBERS.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    joined = joined.join(DOCUMENTS, DOCUMENTS.c.id == MENTIONS.c.document)
    joined = joined.join(ITEMS, ITEMS.c.id == DOCUMENTS.c.item)
    query = select(MEMBERS.c.incident, ITEMS.c.seq).select_from(joined)
    held: dict[int, tuple[int, ...]] = {}
    counts = [0] * len(numbers)
    for row in book.index.rows(query):
        number, before = numbers.get(row.incident), held.get(row.seq, ())
        if row.incident in shut:
            held.setdefault(row.seq, ())
        elif number is not None and number not in before:
            held[row.seq] = (*before, number)
            counts[number] += 1
    return held, tuple(counts)
