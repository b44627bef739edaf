"""A list of incidents as people ask for it: chosen by facets and words, a page at a time.

Facets are computed from attributed values and never from a judgement. An incident without a date or a
place is in the list like every other, under the facet value "not stated" (DOMAIN 0: unknown is a value).
There is no order by any score, and none by side (must-not 12).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from allegata.model.incident import Incident

NOT_STATED = "not_stated"
"""The facet value of what no account states."""

RECENT = timedelta(days=30)
"""How long places are shown no finer than a district."""

WITHHELD = "withheld"
"""The facet value of what only restricted accounts state; their values are not chosen by."""

NOT_SETTLED = "not_settled"
"""The facet value of a place that is named and that the list of places does not know, or knows several times."""


class Facet(StrEnum):
    """What incidents can be chosen by, in the order shown. Each value is a stable code."""

    ACCUSED = "accused"  # party id: alleged against
    PLACE = "place"  # id of a country, region or place named as the place of the event
    YEAR = "year"  # "2022", or "2022-11" where a month is stated
    STATE = "state"  # RecordState
    CONTESTATION = "contestation"  # ContestationValue, also "no_search_on_record"
    VERIFICATION = "verification"  # "aspect:result", and "not_checked"
    ORIGINS = "origins"  # "1", "2", "3+" by the lower bound of the origins behind the act


class Order(StrEnum):
    """How a list can be ordered. By what is on record of the work and of time, by nothing else: never by volume."""

    NEWEST = "newest"  # latest opened first
    OLDEST = "oldest"
    EVENT = "event"  # by the earliest stated day of the event; without one, after those that have one


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for. Several values of one facet: any of them; several facets: all of them.

    Days asked for leave out what is stated to have happened on others; an incident without a stated day may
    have happened on these, and stays.
    """

    words: str = ""  # full-text search over originals and statements
    chosen: tuple[tuple[Facet, str], ...] = ()
    since: date | None = None
    until: date | None = None
    order: Order = Order.NEWEST
    page: int = 1  # from 1
    per_page: int = 25

    def has(self, facet: Facet, value: str) -> bool:
        """Whether a value was chosen."""
        return (facet, value) in self.chosen


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its code, what to call it, how many incidents of the selection have it."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where an incident is said to have taken place, as precisely as the accounts say and no more.

    `radius_km` is how far off the point may be: it is drawn as an area, never as a pin (must-not 15).
    `worded` is how accounts name the place, where that is not the gazetteer's `name`.
    """

    latitude: float
    longitude: float
    radius_km: float
    name: str
    worded: str = ""

    @property
    def label(self) -> str:
        """The name that the account uses first, the gazetteer's beside it (DOMAIN 6.4)."""
        return place_label(self.name, self.worded)


def place_label(name: str, worded: str) -> str:
    """What to call a place: as accounts word it, and the gazetteer's name beside it where it is another one."""
    return f"{worded} ({name})" if worded else name


@dataclass(frozen=True, slots=True)
class Day:
    """When an incident is said to have taken place: an interval of days, and how it is stated."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when the accounts of one incident say that it took place: what lists and maps are made of.

    `places` are the ids and names of the places named and of all that holds them, for choosing; `positions` are
    as precise as the accounts, `coarse` no finer than a district (must-not 15). `worded` are the ids of places
    that accounts name otherwise than the gazetteer, with their words. `told` is the latest day on
    which an item that tells it is known to have been published.
    """

    incident: str
    places: tuple[tuple[str, str], ...] = ()
    years: tuple[str, ...] = ()  # "2022", "2022-11"
    days: tuple[Day, ...] = ()
    positions: tuple[Position, ...] = ()
    coarse: tuple[Position, ...] = ()
    told: date | None = None
    worded: tuple[tuple[str, str], ...] = ()

    def recent(self, today: date) -> bool:
        """Whether people there may still be at risk: within thirty days, or not known to be longer ago."""
        last = max((day.last for day in self.days), default=self.told)
        return last is None or last > today - RECENT

    def shown(self, today: date) -> tuple[Position, ...]:
        """The positions that may be drawn on this day."""
        return self.coarse if self.recent(today) else self.positions


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words that were searched for stand in an original: enough to quote it and to open it there."""

    item: str  # item id
    name: str  # what to call the text: its publisher or the name of its file
    before: str
    words: str  # as they stand in the original
    after: str
    offset: int  # code points from the beginning of the document's text
    statement: str | None = None  # id of the statement that these words are in


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident in the list; every text is in neutral words, attributed where it says anything.

    `places` and `days` hold every stated value: accounts that differ are all there.
    """

    incident: Incident
    title: str
    accused: str
    killed: str
    answer: str
    checked: str
    origins: str
    steps: str
    items: int
    positions: tuple[Position, ...] = ()
    days: tuple[Day, ...] = ()
    found: tuple["Hit", ...] = ()  # where the words of a search stand, newest text first


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, with the facets of the whole selection."""

    selection: Selection
    total: int
    rows: tuple[IncidentRow, ...]
    facets: tuple[tuple[Facet, tuple[FacetValue, ...]], ...] = ()
    texts: tuple["Hit", ...] = ()  # hits in texts that tell of no incident, newest first
    texts_total: int = 0  # how many such texts there are
    undated: int = (
        0  # incidents of the selection without a stated day: they stay in it, whatever days were asked
    )
    unlocated: int = 0  # without a place that can be drawn
    cut: tuple[
        tuple[Facet, int], ...
    ] = ()  # how many values of a facet are not shown, where there are too many

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.selection.per_page))


@dataclass(frozen=True, slots=True)
class Spread:
    """A whole selection for map and timeline: thin rows, without paging.

    `undated` and `unlocated` incidents are counted and listed by id, never dropped.
    """

    total: int
    marks: tuple["Mark", ...]
    undated: tuple[str, ...] = ()
    unlocated: tuple[str, ...] = ()
    left_out: int = 0  # beyond what one picture can hold; said, never silent


@dataclass(frozen=True, slots=True)
class Mark:
    """One incident on the map or the timeline."""

    incident: str
    title: str
    positions: tuple[Position, ...] = field(default=())
    days: tuple[Day, ...] = field(default=())
