"""The forms in which a time wording is kept: EDTF, precision, and the normalised relative expression."""

from allegata.model.vocabulary import TimePrecision
from allegata.reading.timewords import Day, TimeWords

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PRECISIONS = {
    "day": TimePrecision.DAY,
    "night": TimePrecision.DAY,
    "week": TimePrecision.WEEK,
    "weekend": TimePrecision.PERIOD,
    "month": TimePrecision.MONTH,
    "quarter": TimePrecision.PERIOD,
    "year": TimePrecision.YEAR,
    "hour": TimePrecision.TIME_OF_DAY,
    "minute": TimePrecision.TIME_OF_DAY,
    "second": TimePrecision.TIME_OF_DAY,
}
NEAR = {-1: "last", 0: "this", 1: "next"}
NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
EDTF_QUARTER, EDTF_HALF = 32, 39
"""Quarters are 33 to 36, half-years 40 and 41 (ISO 8601-2, sub-year groupings)."""


def edtf(words: TimeWords, stated: Day) -> str | None:
    """EDTF of a date as far as stated ("XXXX-11-09", "2024-35", "199X"); None when nothing is stated."""
    year, month, day = stated
    if words.season is not None or words.quarter is not None:
        half = EDTF_HALF if words.unit == "half" else EDTF_QUARTER
        code = words.season if words.season is not None else half + (words.quarter or 0)
        return f"{plain(year, None, None)}-{code}"
    if words.unit in {"decade", "century"} and year is not None:
        return f"{year // 10}X" if words.unit == "decade" else f"{year // 100}XX"
    text = plain(year, month, day)
    if words.to is not None:
        return f"{text}/{plain(words.to[0] or year, words.to[1], words.to[2])}"
    return text if text != "XXXX" else None


def plain(year: int | None, month: int | None, day: int | None) -> str:
    """Year, month and day as far as known; an unknown year is XXXX.

    >>> plain(None, 11, 9)
    'XXXX-11-09'
    """
    parts = ["XXXX" if year is None else f"{year:04d}"]
    parts.extend(f"{part:02d}" for part in (month, day) if part is not None)
    return "-".join(parts)


def time_suffix(words: TimeWords) -> str:
    """The clock time behind a calendar day ("T15:00"), empty where none is stated."""
    return f"T{words.clock}" if words.clock and words.kind in {"date", "weekday", "unit"} else ""


def precision(words: TimeWords) -> TimePrecision:
    """The unit in which the wording states its time."""
    if words.clock or words.daypart:
        return TimePrecision.TIME_OF_DAY
    if words.kind == "date":
        return _date_precision(words)
    kinds = {"weekday": TimePrecision.DAY, "span": TimePrecision.PERIOD, "vague": TimePrecision.UNKNOWN}
    return kinds.get(words.kind) or PRECISIONS.get(words.unit, TimePrecision.UNKNOWN)


def relative(words: TimeWords) -> str | None:
    """The normalised form: "weekday:friday", "weekend:last", "week:this:earlier", "days:-3", "year:past".

    Unit first, then which one, then the part, then the time of day; "other" where the wording counts
    from another time of the text. None for a date that is stated without any such word.
    """
    if words.kind == "date":
        return _of_date(words)
    if words.kind == "vague":
        return f"time:{words.which}"
    parts = {"weekday": _of_weekday, "span": _of_span, "clock": _of_clock}.get(words.kind, _of_unit)(words)
    return ":".join(part for part in (*parts, words.daypart or words.clock) if part)


def _date_precision(words: TimeWords) -> TimePrecision:
    if words.to is not None or words.quarter is not None or words.unit in {"decade", "century"}:
        return TimePrecision.PERIOD
    if words.season is not None:
        return TimePrecision.SEASON
    _, month, day = words.date
    return TimePrecision.DAY if day else TimePrecision.MONTH if month else TimePrecision.YEAR


def _of_date(words: TimeWords) -> str | None:
    if words.shift is not None:
        return f"year:{_near(words.shift)}"
    if not words.which:
        return None
    unit = "month" if words.date[1] else "year"
    if words.season is not None or words.quarter is not None:
        unit = "season" if words.season is not None else "quarter"
    return f"{unit}:{words.which}"


def _of_weekday(words: TimeWords) -> tuple[str, ...]:
    return ("weekday", WEEKDAYS[(words.weekday or 1) - 1], words.which)


def _of_clock(words: TimeWords) -> tuple[str, ...]:
    return ("time",)


def _of_span(words: TimeWords) -> tuple[str, ...]:
    if words.shift == 1:
        return (words.unit, words.which)
    return (f"{words.unit}s", words.which, "" if words.shift is None else str(words.shift))


def _of_unit(words: TimeWords) -> tuple[str, ...]:
    other = "other" if words.kind == "other" else ""
    if words.which in {"ago", "later"}:
        number = "some" if words.shift is None else str(abs(words.shift))
        return (f"{words.unit}s", f"{'-' if words.which == 'ago' else '+'}{number}", other)
    if words.kind == "other":
        return (words.unit, words.which, "" if words.which == "same" else other, words.part)
    shift = words.shift or 0
    return (
        words.unit,
        NEAR_DAYS.get(shift, _near(shift)) if words.unit == "day" else _near(shift),
        words.part,
    )


def _near(shift: int) -> str:
    return NEAR.get(shift, f"{shift:+d}")
