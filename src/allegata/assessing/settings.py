"""Where and when an incident is said to have taken place, gathered from its accounts for lists and maps.

Every account that states a place or a day is in it, also where they differ; one that denies it, was taken back
or was replaced by its own speaker is not. Of a restricted account only that its value is withheld: lists and maps
are for everybody. Nothing is chosen among several places of a name (DOMAIN 3.3):
such a place is drawn only where one of them holds all the others, so that it is right whichever is meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from allegata.model import phrases
from allegata.model.incident import Account
from allegata.model.listing import NOT_SETTLED, WITHHELD, Day, Position, Setting
from allegata.model.value import Place, When, Where
from allegata.model.vocabulary import Attribute, PlaceKind, PlaceRole, Polarity, Stance, TimeSlot

SETTLEMENT_KM = {PlaceKind.VILLAGE: 5.0, PlaceKind.CITY: 15.0}
"""How far off the middle of a settlement something in it may be, generously."""
NEAR_KM = 15.0
"""What "near" adds."""
COARSE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT})
LEFT_OUT = frozenset({Stance.DENIES, Stance.RETRACTED, Stance.SUPERSEDED_BY_SAME_SPEAKER})
YEARS = 5
"""A time stretched over more years than these says too little to choose by."""
STATING = frozenset({Attribute.PLACE_EVENT, Attribute.TIME_EVENT})


class Reach(Protocol):
    """How far a place reaches: `knowledge.extents.Extent`."""

    @property
    def latitude(self) -> float:
        """Of its middle, in degrees."""

    @property
    def longitude(self) -> float:
        """Of its middle, in degrees."""

    @property
    def radius_km(self) -> float:
        """Around the middle."""


def stating(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """The accounts that state where or when the event took place."""
    return tuple(
        one
        for one in accounts
        if one.attribute in STATING and one.stance not in LEFT_OUT and one.polarity is not Polarity.DENIES
    )


def holders(accounts: Iterable[Account]) -> set[str]:
    """Ids of every place that holds one of the places named, and of those that reach: what must be looked up."""
    found: set[str] = set()
    for where in _wheres(accounts):
        for place in where.candidates:
            found.update((place.id, *place.path))
    return found


def setting(
    incident: str,
    accounts: Iterable[Account],
    known: Mapping[str, Place],
    reach: Mapping[str, Reach],
    told: date | None = None,
) -> Setting:
    """The setting of one incident.

    :param accounts: those that state a place or time (`stating`).
    :param known: places by id, for the names of what holds others.
    :param reach: how far regions, districts and countries reach, as far as known.
    :param told: the latest known day of publication of what tells it.
    """
    every = tuple(accounts)
    accounts = tuple(one for one in every if not one.is_shut)
    places: dict[str, str] = {}
    years: dict[str, None] = {}
    for one in every:
        if one.is_shut and one.attribute is Attribute.PLACE_EVENT:
            places[WITHHELD] = ""
        elif one.is_shut:
            years[WITHHELD] = None
    fine: set[Position] = set()
    coarse: set[Position] = set()
    for where in _wheres(accounts):
        held = _in_common(where)
        if not held:
            places[NOT_SETTLED] = ""
        for place in where.candidates:
            places.update({id: _name(id, place, known) for id in (place.id, *place.path) if id in held})
        settled = _settled(where)
        if settled is None:
            continue
        words = _otherwise(where.wording, settled.name)
        if position := _position(settled, where.near, known, reach):
            fine.add(replace(position, worded=words) if position.name == settled.name else position)
        above = settled.id if settled.kind in COARSE else next(iter(settled.path), "")
        if position := _of_area(above, settled, known, reach, 0.0):
            coarse.add(replace(position, worded=words) if above == settled.id else position)
    days: dict[tuple[date, date], Day] = {}
    for when in (one.value for one in accounts):
        if isinstance(when, When) and when.slot is TimeSlot.EVENT:
            if when.earliest and when.latest:
                span = when.earliest, when.latest
                days.setdefault(span, Day(*span, phrases.value(when, {})))
            years.update(dict.fromkeys(_years(when)))
    return Setting(
        incident,
        tuple(sorted(places.items())),
        tuple(sorted(years)),
        tuple(day for _, day in sorted(days.items())),
        _finest_first(fine),
        _finest_first(coarse),
        told,
        _worded(accounts),
    )


def _worded(accounts: Iterable[Account]) -> tuple[tuple[str, str], ...]:
    """The ids of places that accounts name otherwise than the gazetteer, with their words."""
    found: dict[str, set[str]] = {}
    for where in _wheres(accounts):
        for place in where.candidates:
            if place.id in _in_common(where) and (words := _otherwise(where.wording, place.name)):
                found.setdefault(place.id, set()).add(words)
    return tuple((id, " / ".join(sorted(words))) for id, words in sorted(found.items()))


def _otherwise(wording: str, name: str) -> str:
    """The account's words for a place, where the gazetteer's name is not among them."""
    return "" if name.casefold() in wording.casefold() else wording.removeprefix("the ")


def _wheres(accounts: Iterable[Account]) -> Iterable[Where]:
    for one in accounts:
        if isinstance(one.value, Where) and one.value.role is PlaceRole.EVENT:
            yield one.value


def _in_common(where: Where) -> set[str]:
    """What is certain whichever candidate is meant: the ids that all have in common."""
    held = [{place.id, *place.path} for place in where.candidates]
    return set.intersection(*held) if held else set()


def _settled(where: Where) -> Place | None:
    """The one candidate, or the one that holds all the others."""
    for place in where.candidates:
        if all(other.within(place) for other in where.candidates):
            return place
    return None


def _name(id: str, place: Place, known: Mapping[str, Place]) -> str:
    return place.name if id == place.id else known[id].name if id in known else id


def _position(
    place: Place, near: bool, known: Mapping[str, Place], reach: Mapping[str, Reach]
) -> Position | None:
    """A settlement's own point with a radius; anything larger, or without a point, by its extent."""
    wider = NEAR_KM if near else 0.0
    if place.kind in SETTLEMENT_KM and place.latitude is not None and place.longitude is not None:
        radius = SETTLEMENT_KM[place.kind] + wider
        return Position(round(place.latitude, 2), round(place.longitude, 2), radius, place.name)
    for id in (place.id, *place.path):
        if id in reach:
            return _of_area(id, place, known, reach, wider)
    return None


def _of_area(
    id: str, place: Place, known: Mapping[str, Place], reach: Mapping[str, Reach], wider: float
) -> Position | None:
    far = reach.get(id)
    if far is None:
        return None
    radius = max(far.radius_km, 10.0) + wider
    return Position(far.latitude, far.longitude, round(radius, 1), _name(id, place, known))


def _finest_first(positions: Iterable[Position]) -> tuple[Position, ...]:
    return tuple(sorted(positions, key=lambda one: (one.radius_km, one.name, one.latitude, one.longitude)))


def _years(when: When) -> tuple[str, ...]:
    """Years to choose by, and months where one is stated."""
    first, last = when.earliest, when.latest
    if first is None or last is None or last.year - first.year >= YEARS:
        return ()
    years = tuple(f"{year:04}" for year in range(first.year, last.year + 1))
    one_month = (first.year, first.month) == (last.year, last.month)
    return (*years, f"{first.year:04}-{first.month:02}") if one_month else years
