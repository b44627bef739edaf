"""EDTF (ISO 8601-2) as people type it, as far as this project keeps it: days, months, years, intervals.

`2022-11-09`, `2022-11`, `2022`, `XXXX-11-09` (year not stated), `2022-11-09/2022-11-12`, `2022-11-09/..`
(no end stated), `../2022-11-09`, `2022-21` (spring) to `2022-24` (winter).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from allegata.model.vocabulary import TimePrecision

OPEN = ".."
FORMS = "2022-11-09, 2022-11, 2022, XXXX-11-09 (year not stated), 2022-11-09/2022-11-12, 2022-11-09/.."
_POINT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
"""ISO 8601-2 season → its first month, in the northern half; the words of a text decide, not the season."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is written, its bounds where year, month and day are bounded, and the unit it is stated in."""

    text: str
    earliest: date | None
    latest: date | None
    precision: TimePrecision


def parsed(text: str) -> Parsed:
    """A date, month, year, season or interval.

    :raises ValueError: naming the forms that are understood.

    >>> parsed("2022-02").latest
    datetime.date(2022, 2, 28)
    """
    text = text.strip()
    if "/" not in text:
        first, last, precision = _point(text)
        return Parsed(text, first, last, precision)
    start, _, end = text.partition("/")
    if start == OPEN and end == OPEN:
        raise ValueError(f"an interval needs a beginning or an end: {FORMS}")
    earliest = None if start == OPEN else _point(start)[0]
    latest = None if end == OPEN else _point(end)[1]
    if earliest and latest and latest < earliest:
        raise ValueError("the interval ends before it begins")
    return Parsed(text, earliest, latest, TimePrecision.PERIOD)


def _point(text: str) -> tuple[date | None, date | None, TimePrecision]:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date in a form understood here: {FORMS}")
    year = None if found["year"] == "XXXX" else int(found["year"])
    month, day = (int(found[name]) if found[name] else None for name in ("month", "day"))
    if month is None:
        if year is None:
            raise ValueError("neither year nor month is stated; leave it empty")
        return date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR
    if month in _SEASONS and day is None:
        return *_season(year, _SEASONS[month]), TimePrecision.SEASON
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2024, month)[1]):
        raise ValueError(f"{text!r}: there is no such day")
    precision = TimePrecision.MONTH if day is None else TimePrecision.DAY
    if year is None:
        return None, None, precision
    return date(year, month, day or 1), date(year, month, day or monthrange(year, month)[1]), precision


def _season(year: int | None, month: int) -> tuple[date | None, date | None]:
    if year is None:
        return None, None
    after = date(year + (month + 2) // 12, (month + 2) % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)
