"""Stated days along one line of time: where bars, dots and the lines between them stand, in percent of its width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allegata.model import days
from allegata.model.listing import Day, Mark
from allegata.web.numbers import number_of

MOST = 300
"""Incidents that are drawn; of the others their number is said."""

EDGE = 2.0
"""Percent of the width that stays free on either side, so that a dot at the end is whole."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stated time: from `x` to `end`; a single day is a dot."""

    x: float
    end: float
    dot: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One incident: its bars, and the line that joins them where accounts state several days."""

    incident: str
    title: str
    words: tuple[str, ...]
    bars: tuple[Bar, ...]
    joined: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A year or month on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture. `left_out`: dated incidents beyond what one picture holds."""

    first: date
    last: date
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    left_out: int


def timeline(marks: Iterable[Mark], since: date | None = None, until: date | None = None) -> Timeline | None:
    """The dated ones of some incidents on an axis; None where no day is stated.

    :param since, until: the days that were asked for, which the axis then shows, no more.
    """
    dated = sorted(
        (mark for mark in marks if mark.days),
        key=lambda mark: (min(d.first for d in mark.days), mark.title, mark.incident),
    )
    if not dated:
        return None
    drawn = dated[:MOST]
    first = since or min(day.first for mark in drawn for day in mark.days)
    last = max(first, until or max(day.last for mark in drawn for day in mark.days))
    if last.toordinal() - first.toordinal() < 30:  # some ground around a single day
        first, last = first - timedelta(days=3), last + timedelta(days=3)
    lines = tuple(_line(mark, first, last) for mark in drawn)
    return Timeline(first, last, lines, _ticks(first, last), len(dated) - len(drawn))


def _line(mark: Mark, first: date, last: date) -> Line:
    said: Sequence[Day] = sorted(set(mark.days), key=lambda day: (day.first, day.last))
    inside = [day for day in said if day.first <= last and day.last >= first]
    bars = tuple(
        Bar(
            _at(max(day.first, first), first, last),
            _at(min(day.last, last), first, last),
            day.first == day.last,
        )
        for day in inside
    )
    middles = [(bar.x + bar.end) / 2 for bar in bars]
    joined = (min(middles), max(middles)) if len(bars) > 1 else None
    return Line(mark.incident, mark.title, tuple(dict.fromkeys(day.words for day in said)), bars, joined)


def _at(day: date, first: date, last: date) -> float:
    share = (day.toordinal() - first.toordinal()) / max(1, last.toordinal() - first.toordinal())
    return round(EDGE + share * (100 - 2 * EDGE), 2)


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Years, or months where there are few; never more than a small screen can carry."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 2:
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        step = max(1, len(every) // 5)
        return tuple(
            Tick(_at(day, first, last), f"{day.day} {_short(day)}") for day in every[step // 2 :: step]
        )
    if months <= 30:
        starts = [_month(first, n) for n in range(months + 2)]
        starts = [day for day in starts if first <= day <= last]
        step = max(1, -(-len(starts) // 6))
        return tuple(Tick(_at(day, first, last), f"{_short(day)} {day.year}") for day in starts[::step])
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [day for day in years if first <= day <= last]
    step = max(1, -(-len(years) // 8))
    return tuple(Tick(_at(day, first, last), str(day.year)) for day in years[::step])


def _month(first: date, after: int) -> date:
    number = first.month - 1 + after
    return date(first.year + number // 12, number % 12 + 1, 1)


def _short(day: date) -> str:
    return days.MONTHS[day.month - 1][:3]


def span_of(edtf: str) -> tuple[date, date] | None:
    """First and last day of a year or a month.

    >>> span_of("2022-02")
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))
    """
    year, _, month = edtf.partition("-")
    number = number_of(year)
    if number is None or not 1 <= number < 9999:
        return None
    if not month:
        return date(number, 1, 1), date(number, 12, 31)
    of_year = number_of(month)
    if of_year is None or not 1 <= of_year <= 12:
        return None
    start = date(number, of_year, 1)
    return start, _month(start, 1) - timedelta(days=1)
