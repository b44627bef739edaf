"""What time wordings mean: an interval of days where it is bounded, and on what that rests.

A relative expression is resolved only against a publication date of sound basis; a missing year stays
missing (DOMAIN 3.3). A caller who wants a value at any price (a benchmark) says so with a `Policy`;
nothing in the pipeline does. Calendar: proleptic Gregorian; weeks begin on Monday (ISO 8601).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from allegata.model.document import PublishedAt
from allegata.model.vocabulary import TimeBasis, TimePrecision
from allegata.reading.timeforms import edtf, precision, relative, time_suffix
from allegata.reading.timewords import Day, TimeWords

SPAN_DAYS = {"day": 1, "night": 1, "week": 7, "month": 30, "quarter": 91}
SPAN_YEARS = {"year": 1, "decade": 10}
UNRESOLVABLE = frozenset({"hour", "minute", "second", "decade", "century"})
MONTHS_AHEAD = 2
"""A loose policy takes a month without a year for a coming one when it is at most so far ahead."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How far to go. The defaults are the rules of the project; the benchmark loosens them.

    `year_from_anchor`: give a missing year from the publication date. `vague`: also return "now",
    "currently", "the future" and the like.
    """

    year_from_anchor: bool = False
    vague: bool = False


STRICT = Policy()


class Direction(Enum):
    """Whether a sentence speaks of what was, of what will be, or leaves it open."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The calendar side of a `When`."""

    edtf: str | None
    earliest: date | None
    latest: date | None
    precision: TimePrecision
    basis: TimeBasis
    relative: str | None = None


def resolve(
    words: TimeWords, published: PublishedAt, direction: Direction = Direction.PAST, policy: Policy = STRICT
) -> Resolved:
    """The meaning of a wording.

    :param direction: a bare weekday lies behind, or ahead where the sentence speaks of what is to come;
        where it is open the weekday stays unresolved, unless a loose policy takes it to lie ahead.
    """
    future = direction is not Direction.PAST
    anchor = published.day if published.is_anchor else None
    if words.kind == "date":
        return _date(words, anchor, future, policy)
    found: tuple[date, date, str] | None = None
    if anchor is not None and words.kind == "weekday":
        settled = direction is not Direction.OPEN or bool(words.which) or policy.year_from_anchor
        found = _weekday(words, anchor, future) if settled else None
    elif anchor is not None and words.kind == "unit":
        found = _unit(words, anchor)
    elif anchor is not None and words.kind == "span":
        found = _span(words, anchor)
    if found is None:
        return Resolved(None, None, None, precision(words), TimeBasis.UNRESOLVED, relative(words))
    first, last, text = found
    text += time_suffix(words)
    return Resolved(text, first, last, precision(words), TimeBasis.ANCHORED, relative(words))


# --- stated dates -------------------------------------------------------------------------------


def _date(words: TimeWords, anchor: date | None, future: bool, policy: Policy) -> Resolved:
    year, month, day = words.date
    basis, kept = TimeBasis.STATED, None
    if "/" in words.name:
        return Resolved(str(year), None, None, TimePrecision.YEAR, basis, f"numeric:{words.name}")
    if year is None:
        kept = relative(words)
        year = _year(words, anchor, future, policy)
        basis = TimeBasis.STATED_WITHOUT_YEAR if year is None else TimeBasis.ANCHORED
    text = edtf(words, (year, month, day))
    if text is None:
        return Resolved(None, None, None, precision(words), TimeBasis.UNRESOLVED, kept)
    if year is None:
        return Resolved(text, None, None, precision(words), basis, kept)
    first, last = _days(words, (year, month, day))
    if words.to is not None:
        over_new_year = words.to[0] is None and (words.to[1] or 12) < (month or 1)
        _, last = _days(words, ((words.to[0] or year) + over_new_year, words.to[1], words.to[2]))
    return Resolved(text + time_suffix(words), first, last, precision(words), basis, kept)


def _year(words: TimeWords, anchor: date | None, future: bool, policy: Policy) -> int | None:
    """A year that the words point to by "last", "this", "next"; or by nearness where a policy asks for it."""
    if anchor is None:
        return None
    if words.shift is not None:
        return anchor.year + words.shift
    month = words.date[1]
    if words.which == "this" and (month is not None or words.season is not None):
        return anchor.year
    if words.which and month is not None:
        # "last October", said in November, may be last month or last year: then nobody knows
        back = words.which == "last"
        certain = month >= anchor.month if back else month <= anchor.month
        if certain:
            return anchor.year - 1 if back else anchor.year + 1
    return _nearest(words, anchor, future) if policy.year_from_anchor else None


def _nearest(words: TimeWords, anchor: date, future: bool) -> int | None:
    month = words.date[1]
    if words.season is not None:
        month = (words.season - 21) * 3 + 4
        if month > 12:
            month = 1 if anchor.month < 10 else 12
    if words.quarter is not None:
        month = words.quarter * (6 if words.unit == "half" else 3)
    if month is None:
        return None
    ahead = month - anchor.month
    if words.which:
        reached = ahead < 0 if words.which == "last" else ahead > 0
        return anchor.year + (0 if reached else -1 if words.which == "last" else 1)
    if future:
        return anchor.year + (ahead < 0)
    return anchor.year - (ahead > MONTHS_AHEAD)


def _days(words: TimeWords, stated: Day) -> tuple[date | None, date | None]:
    year, month, day = stated
    assert year is not None, "a date without a year has no bounds"
    if words.season is not None:
        return None, None  # which months a season is depends on the hemisphere and on the writer
    if words.quarter is not None:
        width = 6 if words.unit == "half" else 3
        first = (words.quarter - 1) * width + 1
        return date(year, first, 1), _month_end(year, first + width - 1)
    if month is None:
        length = {"decade": 10, "century": 100}.get(words.unit, 1)
        return date(year, 1, 1), date(year + length - 1, 12, 31)
    if day is None:
        return date(year, month, 1), _month_end(year, month)
    only = date(year, month, min(day, monthrange(year, month)[1]))
    return only, only


# --- relative to the anchor ---------------------------------------------------------------------


def _weekday(words: TimeWords, anchor: date, future: bool) -> tuple[date, date, str]:
    """The latest such day up to the publication, or the first from it on; "last" and "next" pass it by."""
    number = words.weekday or 1
    back, ahead = (anchor.isoweekday() - number) % 7, (number - anchor.isoweekday()) % 7
    if words.which == "last":
        shift = -(back or 7)
    elif words.which == "next":
        shift = ahead or 7
    else:
        shift = ahead if future else -back
    day = anchor + timedelta(days=shift)
    return day, day, day.isoformat()


def _unit(words: TimeWords, anchor: date) -> tuple[date, date, str] | None:
    """The day, week, month … moved by the stated number from the anchor's; None when that is not stated."""
    shift, unit = words.shift, words.unit
    if shift is None or unit in UNRESOLVABLE:
        return None
    if unit in {"day", "night"}:
        day = anchor + timedelta(days=shift)
        return day, day, day.isoformat()
    if unit in {"week", "weekend"}:
        return _week(unit, shift, anchor)
    if unit == "year":
        year = anchor.year + shift
        return date(year, 1, 1), date(year, 12, 31), f"{year:04d}"
    width = 3 if unit == "quarter" else 1
    year, month = divmod(((anchor.year * 12 + anchor.month - 1) // width + shift) * width, 12)
    text = f"{year:04d}-{33 + month // 3}" if width == 3 else f"{year:04d}-{month + 1:02d}"
    return date(year, month + 1, 1), _month_end(year, month + width), text


def _week(unit: str, shift: int, anchor: date) -> tuple[date, date, str]:
    """An ISO week or its weekend; on a weekend "the last" one is that which has begun."""
    first = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
    last = first + timedelta(days=6)
    if unit == "weekend":
        first += timedelta(days=5)
        if shift == -1 and anchor.weekday() >= 5:
            first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return first, last, f"{first}/{last}"


def _span(words: TimeWords, anchor: date) -> tuple[date, date, str] | None:
    """The stretch of days before (or after) the anchor; None when its length is not stated."""
    if words.shift is None:
        return None
    sign = 1 if words.which == "next" else -1
    if words.unit in SPAN_YEARS:
        year = anchor.year + sign * words.shift * SPAN_YEARS[words.unit]
        if not 1 <= year <= 9999:
            return None
        other = date(year, anchor.month, min(anchor.day, monthrange(year, anchor.month)[1]))
    elif words.unit in SPAN_DAYS:
        other = anchor + timedelta(days=sign * words.shift * SPAN_DAYS[words.unit])
    else:
        return None
    first, last = min(anchor, other), max(anchor, other)
    return first, last, f"{first}/{last}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
