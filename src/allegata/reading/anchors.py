"""What time wordings mean: EDTF, an interval of days where it is bounded, and on what that rests.

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
from allegata.reading.timewords import Day, TimeWords

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PRECISIONS = {
    "day": TimePrecision.DAY,
    "night": TimePrecision.DAY,
    "week": TimePrecision.WEEK,
    "weekend": TimePrecision.PERIOD,
    "month": TimePrecision.MONTH,
    "quarter": TimePrecision.PERIOD,
    "half": TimePrecision.PERIOD,
    "year": TimePrecision.YEAR,
    "hour": TimePrecision.TIME_OF_DAY,
    "minute": TimePrecision.TIME_OF_DAY,
    "second": TimePrecision.TIME_OF_DAY,
}


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
    if words.kind == "weekday":
        settled = direction is not Direction.OPEN or bool(words.which) or policy.year_from_anchor
        return _weekday(words, anchor if settled else None, future)
    if words.kind == "unit":
        return _unit(words, anchor)
    if words.kind == "span":
        return _span(words, anchor)
    return _unresolved(_relative(words), _precision(words))


# --- stated dates -------------------------------------------------------------------------------


def _date(words: TimeWords, anchor: date | None, future: bool, policy: Policy) -> Resolved:
    year, month, day = words.date
    basis = TimeBasis.STATED
    relative = None
    if year is None:
        basis, relative = TimeBasis.STATED_WITHOUT_YEAR, _relative(words)
        guessed = _year(words, anchor, future, policy)
        if guessed is not None:
            year, basis = guessed, TimeBasis.ANCHORED
    if words.name and month is None and year is not None and "/" in words.name:
        return Resolved(str(year), None, None, TimePrecision.YEAR, basis, f"numeric:{words.name}")
    stated: Day = (year, month, day)
    edtf, precision = _edtf(words, stated), _precision(words)
    if edtf is None:
        return _unresolved(relative, precision)
    if year is None:
        return Resolved(
            edtf + _clock(words) if words.to is None else edtf, None, None, precision, basis, relative
        )
    first, last = _days(words, stated)
    if words.to is not None:
        other_year = words.to[0] or year
        if words.to[1] and month and words.to[1] < month and words.to[0] is None:
            other_year += 1
        _, last = _days(words, (other_year, words.to[1], words.to[2]))
    return Resolved(edtf + _clock(words), first, last, precision, basis, relative)


def _year(words: TimeWords, anchor: date | None, future: bool, policy: Policy) -> int | None:
    """A year that the words point to by "last", "this", "next"; or by proximity where a policy asks for it."""
    if anchor is None:
        return None
    month = words.date[1]
    if words.shift is not None:
        return anchor.year + words.shift
    if month is not None and words.which and words.date[2] is None:
        # "last October", said in November, may be last month or last year: then nobody knows
        if words.which == "last" and (month >= anchor.month or policy.year_from_anchor):
            return anchor.year - 1 if month >= anchor.month else anchor.year
        if words.which == "next" and (month <= anchor.month or policy.year_from_anchor):
            return anchor.year + 1 if month <= anchor.month else anchor.year
        return anchor.year if words.which == "this" else None
    if words.season is not None and words.which == "this":
        return anchor.year
    return _nearest(words, anchor, future) if policy.year_from_anchor else None


def _nearest(words: TimeWords, anchor: date, future: bool) -> int | None:
    month = words.date[1]
    if words.season is not None:
        month = (words.season - 21) * 3 + 4
        if words.season == 24:
            month = 1 if anchor.month < 10 else 12
    if words.quarter is not None:
        month = words.quarter * 3 if words.unit != "half" else words.quarter * 6
    if month is None:
        return None
    distance = month - anchor.month
    if words.date[2] is not None and distance == 0 and not words.which:
        return anchor.year
    if words.which == "last":
        return anchor.year if distance < 0 else anchor.year - 1
    if words.which == "next":
        return anchor.year if distance > 0 else anchor.year + 1
    if future:
        return anchor.year if distance >= 0 else anchor.year + 1
    return anchor.year if distance <= 2 else anchor.year - 1


def _edtf(words: TimeWords, stated: Day) -> str | None:
    year, month, day = stated
    years = "XXXX" if year is None else f"{year:04d}"
    if words.unit == "decade" and year is not None:
        return f"{year // 10}X"
    if words.unit == "century" and year is not None:
        return f"{year // 100}XX"
    if words.season is not None:
        return f"{years}-{words.season}"
    if words.quarter is not None:
        return f"{years}-{(39 if words.unit == 'half' else 32) + words.quarter}"
    text = _plain(year, month, day)
    if words.to is not None:
        other = words.to
        return f"{text}/{_plain(other[0] or year, other[1], other[2])}"
    return text if text != "XXXX" else None


def _plain(year: int | None, month: int | None, day: int | None) -> str:
    text = "XXXX" if year is None else f"{year:04d}"
    if month is not None:
        text += f"-{month:02d}"
    if day is not None:
        text += f"-{day:02d}"
    return text


def _days(words: TimeWords, stated: Day) -> tuple[date | None, date | None]:
    year, month, day = stated
    assert year is not None
    if words.unit == "decade":
        return date(year, 1, 1), date(year + 9, 12, 31)
    if words.unit == "century":
        return date(year, 1, 1), date(year + 99, 12, 31)
    if words.season is not None:
        return None, None  # which months a season is depends on the hemisphere and on the writer
    if words.quarter is not None:
        width = 6 if words.unit == "half" else 3
        first = (words.quarter - 1) * width + 1
        return date(year, first, 1), _month_end(year, first + width - 1)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), _month_end(year, month)
    day = min(day, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


# --- relative to the anchor ---------------------------------------------------------------------


def _weekday(words: TimeWords, anchor: date | None, future: bool) -> Resolved:
    relative, precision = _relative(words), _precision(words)
    if anchor is None or words.weekday is None:
        return _unresolved(relative, precision)
    back = (anchor.isoweekday() - words.weekday) % 7
    ahead = (words.weekday - anchor.isoweekday()) % 7
    if words.which == "last":
        day = anchor - timedelta(days=back or 7)
    elif words.which == "next" or (future and words.which != "this"):
        day = anchor + timedelta(days=ahead or (7 if words.which == "next" else 0))
    elif words.which == "this" and future:
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return Resolved(day.isoformat() + _clock(words), day, day, precision, TimeBasis.ANCHORED, relative)


def _unit(words: TimeWords, anchor: date | None) -> Resolved:
    relative, precision = _relative(words), _precision(words)
    if (
        anchor is None
        or words.shift is None
        or words.unit in {"hour", "minute", "second", "decade", "century"}
    ):
        return _unresolved(relative, precision)
    first, last, edtf = _moved(words.unit, words.shift, anchor)
    return Resolved(edtf + _clock(words), first, last, precision, TimeBasis.ANCHORED, relative)


def _moved(unit: str, shift: int, anchor: date) -> tuple[date, date, str]:
    if unit in {"day", "night"}:
        day = anchor + timedelta(days=shift)
        return day, day, day.isoformat()
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        sunday = monday + timedelta(days=6)
        return monday, sunday, f"{monday}/{sunday}"
    if unit == "weekend":
        return _weekend(shift, anchor)
    if unit in {"month", "quarter"}:
        width = 3 if unit == "quarter" else 1
        months = anchor.year * 12 + anchor.month - 1
        months = (months // width + shift) * width
        year, month = divmod(months, 12)
        edtf = f"{year:04d}-{33 + month // 3}" if width == 3 else f"{year:04d}-{month + 1:02d}"
        return date(year, month + 1, 1), _month_end(year, month + width), edtf
    year = anchor.year + shift
    return date(year, 1, 1), date(year, 12, 31), f"{year:04d}"


def _weekend(shift: int, anchor: date) -> tuple[date, date, str]:
    """The latest weekend that has begun (-1), this week's (0), the next one (1)."""
    monday = anchor - timedelta(days=anchor.weekday())
    saturday = monday + timedelta(days=5 + 7 * shift)
    if shift == -1 and anchor.weekday() >= 5:
        saturday = monday + timedelta(days=5)
    sunday = saturday + timedelta(days=1)
    return saturday, sunday, f"{saturday}/{sunday}"


def _span(words: TimeWords, anchor: date | None) -> Resolved:
    relative = _relative(words)
    days = {"day": 1, "night": 1, "week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652}
    if anchor is None or words.shift is None or words.unit not in days:
        return _unresolved(relative, TimePrecision.PERIOD)
    if words.unit in {"year", "decade"}:
        years = words.shift * (10 if words.unit == "decade" else 1)
        other = _same_day(anchor, years if words.which == "next" else -years)
    else:
        reach = timedelta(days=days[words.unit] * words.shift)
        other = anchor + reach if words.which == "next" else anchor - reach
    first, last = min(anchor, other), max(anchor, other)
    return Resolved(f"{first}/{last}", first, last, TimePrecision.PERIOD, TimeBasis.ANCHORED, relative)


def _same_day(anchor: date, years: int) -> date:
    year = anchor.year + years
    return date(year, anchor.month, min(anchor.day, monthrange(year, anchor.month)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


# --- words of the result ------------------------------------------------------------------------


def _unresolved(relative: str | None, precision: TimePrecision) -> Resolved:
    return Resolved(None, None, None, precision, TimeBasis.UNRESOLVED, relative)


def _precision(words: TimeWords) -> TimePrecision:
    if words.clock or words.daypart:
        return TimePrecision.TIME_OF_DAY
    if words.kind == "date":
        if words.to is not None or words.quarter is not None or words.unit in {"decade", "century"}:
            return TimePrecision.PERIOD
        if words.season is not None:
            return TimePrecision.SEASON
        year, month, day = words.date
        return TimePrecision.DAY if day else TimePrecision.MONTH if month else TimePrecision.YEAR
    if words.kind == "weekday":
        return TimePrecision.DAY
    if words.kind in {"span", "vague"}:
        return TimePrecision.PERIOD if words.kind == "span" else TimePrecision.UNKNOWN
    return PRECISIONS.get(words.unit, TimePrecision.UNKNOWN)


def _relative(words: TimeWords) -> str | None:
    """The normalised form: "weekday:friday", "weekend:last", "week:this:earlier", "days:-3"."""
    time = [words.daypart or words.clock] if words.daypart or words.clock else []
    if words.kind == "weekday" and words.weekday is not None:
        return ":".join(["weekday", NAMES[words.weekday - 1], *([words.which] if words.which else []), *time])
    if words.kind == "clock":
        return ":".join(["time", *time])
    if words.kind == "vague":
        return f"time:{words.which}"
    if words.kind == "date":
        if words.shift is not None:
            return f"year:{_shifted(words.shift)}"
        return f"{_unit_of_date(words)}:{words.which}" if words.which else None
    if words.kind == "span":
        number = [str(words.shift)] if words.shift is not None and words.shift > 1 else []
        many = "s" if words.shift is None or words.shift > 1 else ""
        return ":".join([words.unit + many, words.which, *number])
    return _relative_unit(words, time)


def _relative_unit(words: TimeWords, time: list[str]) -> str:
    other = ["other"] if words.kind == "other" else []
    if words.kind == "other" and words.which in {"same", "next", "last"}:
        part = [words.part] if words.part else []
        return ":".join([words.unit, words.which, *([] if words.which == "same" else other), *part, *time])
    if words.which in {"ago", "later"}:
        sign = "-" if words.which == "ago" else "+"
        number = "some" if words.shift is None else str(abs(words.shift))
        return ":".join([f"{words.unit}s", sign + number, *other])
    which = {-1: "last", 0: "this", 1: "next"}.get(
        words.shift or 0, f"{words.shift:+d}" if words.shift else ""
    )
    if words.unit == "day":
        which = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(words.shift or 0, which)
    return ":".join([words.unit, which, *([words.part] if words.part else []), *time])


def _shifted(shift: int) -> str:
    return {-1: "last", 0: "this", 1: "next"}.get(shift, f"{shift:+d}")


def _unit_of_date(words: TimeWords) -> str:
    if words.season is not None:
        return "season"
    if words.quarter is not None:
        return words.unit or "quarter"
    return "month" if words.date[1] else "year"


def _clock(words: TimeWords) -> str:
    return f"T{words.clock}" if words.clock and words.kind in {"date", "weekday", "unit"} else ""
