"""Time wordings of news English: what the words say, before any calendar or anchor is asked.

`TimeGrammar.find` gives one `TimeWords` for every expression that points to a time. Durations ("for
three days") and repetitions ("daily", "Mondays") are none. The same wording always reads the same;
what it means on a certain day of publication is for `reading.anchors`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from allegata.model.knowledge import Lexicon

Day = tuple[int | None, int | None, int | None]
"""(year, month, day), as far as stated."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One time wording of a text; `start:end` leave out its preposition and article.

    `kind` is one of: date (year, month, day, season, quarter, decade as far as stated; `to` for a
    range), weekday, unit (a day, week, … moved by `shift` from the anchor), span ("the past three
    years"), other (relative to another time of the text), clock (no day stated), vague.
    `which` keeps last, this, next; `part` early, late, mid, earlier, later; `daypart` and `clock` the
    time of day. A `shift` of None is an unstated number ("several days ago"). For a date without a
    year `shift` is the year's distance, where words state it ("in June last year").
    """

    start: int
    end: int
    kind: str
    date: Day = (None, None, None)
    to: Day | None = None
    season: int | None = None
    quarter: int | None = None
    weekday: int | None = None
    unit: str = ""
    shift: int | None = None
    which: str = ""
    part: str = ""
    daypart: str = ""
    clock: str = ""
    name: str = ""


class Vocabulary:
    """The time words of a lexicon, looked up by their lower-case form.

    `numbers` gives the cardinals for "three days ago".
    """

    def __init__(self, lexicon: Lexicon, numbers: Mapping[str, int]) -> None:
        self.groups = lexicon.groups
        self.numbers = numbers
        self.months = self._values("month_")
        self.weekdays = self._values("weekday_")
        self.seasons = self._values("season_")
        self.days = self._values("day_")
        self.dayparts = self._names("daypart_")
        self.holidays = self._names("holiday_")

    def words(self, *terms: str) -> tuple[str, ...]:
        """The entries of some groups, one after the other; a group that is missing is empty."""
        return tuple(word for term in terms for word in self.groups.get(term, ()))

    def amount(self, words: str | None) -> int | None:
        """The value of a small number in words or digits; None when it is none."""
        if not words:
            return None
        words = words.lower()
        if words in {"a", "an"}:
            return 1
        if words.isdigit():
            return int(words)
        parts = [self.numbers.get(part) for part in re.split(r"[\s-]", words)]
        return None if None in parts else sum(part for part in parts if part is not None)

    def _values(self, prefix: str) -> dict[str, int]:
        return {word: int(value) for word, value in self._names(prefix).items()}

    def _names(self, prefix: str) -> dict[str, str]:
        return {
            word: term.removeprefix(prefix)
            for term, words in self.groups.items()
            if term.startswith(prefix)
            for word in words
        }


_JOIN = re.compile(
    r"(?:,?\s+(?:(?:on|of|at|in the|in|around|about|by)\s+)?(?:the\s+)?)|,?\s*\(|['’]s\s+|\s+of\s+"
)
_YEAR_JOIN = re.compile(r",?\s+(?:of\s+)?|['’]s\s+")


def joined(text: str, found: Iterable[TimeWords]) -> Iterator[TimeWords]:
    """Neighbours that are one expression: "at 3 p.m. on Friday", "the night of Nov. 5", "June last year"."""
    words: TimeWords | None = None
    for other in found:
        merged = None if words is None else _merged(text[words.end : other.start], words, other)
        if merged is None and words is not None:
            yield words
        words = merged or other
    if words is not None:
        yield words


def _merged(gap: str, one: TimeWords, other: TimeWords) -> TimeWords | None:
    if len(gap) <= 14 and _JOIN.fullmatch(gap):
        time, day = (one, other) if one.kind == "clock" else (other, one)
        if time.kind == "clock" and day.kind in {"date", "weekday", "unit", "other", "clock"}:
            vague_day = day.kind == "date" and day.date[2] is None
            doubled = (day.daypart and time.daypart) or (day.clock and time.clock)
            if not vague_day and not doubled:
                clock, daypart = time.clock or day.clock, time.daypart or day.daypart
                return replace(day, start=one.start, end=other.end, clock=clock, daypart=daypart)
    if _YEAR_JOIN.fullmatch(gap):
        year, day = (one, other) if one.kind == "unit" else (other, one)
        yearless = day.kind == "date" and day.date[0] is None and not day.which and day.shift is None
        if year.kind == "unit" and year.unit == "year" and yearless:
            return replace(day, start=one.start, end=other.end, shift=year.shift)
    return None
