"""Time wordings of news English: what the words say, before any calendar or anchor is asked.

`TimeGrammar.find` gives one `TimeWords` for every expression that points to a time. Durations ("for
three days") and repetitions ("daily", "Mondays") are none. The same wording always reads the same;
what it means on a certain day of publication is for `reading.anchors`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from allegata.model.knowledge import Lexicon

Day = tuple[int | None, int | None, int | None]
"""(year, month, day), as far as stated."""

UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century", "hour", "minute", "night")


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One time wording of a text.

    `kind` is one of: date (year, month, day, season, quarter, decade as far as stated; `to` for a
    range), weekday, unit (a day, week, … moved by `shift` from the anchor), span ("the past three
    years"), other (relative to another time of the text), clock (no day stated), holiday, vague.
    `which` keeps last, this, next; `part` early, late, mid, earlier, later; `daypart` and `clock` the
    time of day. `amount` None with `kind` unit or span and no shift means an unstated number.
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


Maker = Callable[[re.Match[str]], TimeWords | None]


class TimeGrammar:
    """The time words of a lexicon, compiled once. `numbers` gives cardinals for "three days ago"."""

    def __init__(self, lexicon: Lexicon, numbers: dict[str, int]) -> None:
        self.lexicon = lexicon
        self.numbers = numbers
        self.months = self._values("month_")
        self.weekdays = self._values("weekday_")
        self.seasons = self._values("season_")
        self.days = self._values("day_")
        self.dayparts = self._names("daypart_")
        self.holidays = self._names("holiday_")
        self._rules = tuple((re.compile(pattern), maker) for pattern, maker in self._grammar())
        self._link = re.compile(
            r"(?:,?\s+(?:(?:on|of|at|in the|in|around|about|by|late|early)\s+)?(?:the\s+)?)|,?\s*\(|/"
        )

    def find(self, text: str) -> tuple[TimeWords, ...]:
        """Every time wording of the text in order; where two overlap, the longer one."""
        found: list[TimeWords] = []
        for pattern, maker in self._rules:
            for match in pattern.finditer(text):
                words = maker(match)
                if words is not None:
                    found.append(words)
        found.sort(key=lambda words: (words.start - words.end, words.start))
        kept: list[TimeWords] = []
        for words in found:
            if all(words.end <= other.start or other.end <= words.start for other in kept):
                kept.append(words)
        return tuple(self._joined(text, sorted(kept, key=lambda words: words.start)))

    def _joined(self, text: str, found: list[TimeWords]) -> Iterator[TimeWords]:
        """A time of day and its day are one expression: "at 3 p.m. on Friday", "the night of Nov. 5"."""
        at = 0
        while at < len(found):
            words = found[at]
            while at + 1 < len(found):
                other = found[at + 1]
                gap = text[words.end : other.start]
                if len(gap) > 14 or not self._link.fullmatch(gap):
                    break
                merged = _merged(words, other)
                if merged is None:
                    break
                words, at = merged, at + 1
            yield words
            at += 1

    # --- the grammar ---------------------------------------------------------------------------

    def _grammar(self) -> Iterable[tuple[str, Maker]]:
        groups = self.lexicon.groups
        month = _cased(self.months)
        sure = _cased(w for w in self.months if w not in groups.get("month_words", ()))
        weekday = _cased(self.weekdays)
        any_weekday = _cased((*self.weekdays, *groups.get("weekday_short", ())))
        day = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w|[.,:]\d|%|-year|/\d)"
        year = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|%|/\d|\w)"
        early, late, middle = (_any(groups.get(k, ())) for k in ("early", "late", "middle"))
        part = (
            rf"(?:(?P<early>{early})|(?P<late>{late})|(?P<mid>{middle}))(?:\s+(?:on|of)\b)?[\s-]+(?:the\s+)?"
        )
        last, this, nxt = (_any(groups.get(k, ())) for k in ("last", "this", "next"))
        which = rf"(?:(?P<last>{last})|(?P<this>{this})|(?P<next>{nxt}))"
        daypart = _any(self.dayparts)
        some = _any(groups.get("some", ()))
        number = rf"(?:\d{{1,3}}|{_any(self.numbers)}(?:[\s-]{_any(self.numbers)})?|an?|half a)"
        amount = rf"(?:(?P<n>{number})|(?P<some>{some}))"
        units = r"(?P<unit>second|minute|hour|day|night|week|weekend|month|quarter|year|decade)s?"
        season = _any(self.seasons)
        before = r"(?:(?<=\bin )|(?<=\bIn )|(?<=\bsince )|(?<=\bSince )|(?<=\bby )|(?<=\bBy )|(?<=\bof )|(?<=\bduring )|(?<=\buntil )|(?<=\bfrom )|(?<=\bthrough )|(?<=\bfor )|(?<=\bbetween )|(?<=\band )|(?<=\bto )|(?<=\blast )|(?<=\bafter )|(?<=\bbefore )|(?<=\bthis )|(?<=\bthe )|(?<=\bnext ))"
        full = rf"(?:(?:on\s+)?(?P<wd>{any_weekday}\.?),?\s+)?(?:the\s+)?"
        yield rf"\b{full}(?P<m>{month})\s+(?:the\s+)?(?P<d>{day})(?:,?\s+(?P<y>{year}))?", self._date
        yield rf"\b{full}(?P<d>{day})\s+(?:of\s+)?(?P<m>{month})(?:,?\s+(?P<y>{year}))?", self._date
        dash = r"(?:\s*[-–]\s*|\s+(?:to|and|through|until)\s+)"
        yield (
            rf"\b(?P<m>{month})\s+(?P<d>{day.replace('-year', '-y')}){dash}(?:(?P<m2>{month})\s+)?(?P<d2>{day})(?:,?\s+(?P<y>{year}))?",
            self._date,
        )
        yield (
            rf"\b(?P<d>\d{{1,2}}){dash}(?P<d2>{day})\s+(?:of\s+)?(?P<m>{month})(?:,?\s+(?P<y>{year}))?",
            self._date,
        )
        yield r"(?<![\w.-])(?P<y>(?:1[5-9]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", self._numeric
        yield (
            r"(?<![\w./])(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/])",
            self._numeric,
        )
        yield rf"\b(?:{part})?(?P<m>{month})(?:\s+of|,)?\s+(?P<y>{year})", self._date
        yield rf"(?i:\b{part})(?P<m>{month})(?!\s+\d)", self._date
        yield rf"(?i:\b(?:{which}))\s+(?P<m>{month})\b(?!\s+\d)", self._date
        yield rf"{before}(?P<m>{month})(?!\s+\d)(?=\W|$)", self._bare_month
        yield rf"\b(?P<m>{sure})(?=\W|$)(?!\s+\d)", self._date
        yield rf"(?i:\b(?:{part}))(?P<y>{year})", self._date
        yield (
            rf"(?<![\w.,:/$€£#–-])(?P<y>{year})\s*(?:[-–]|\s+(?:to|and|through|until)\s+)\s*(?P<y2>{year}|\d\d(?!\d|\w))",
            self._years,
        )
        yield rf"(?<![\w.,:/$€£#–-])(?P<y>{year})(?![-–]\w)", self._year
        yield (
            r"(?i:\b(?:the\s+)?(?:(?P<early>early)|(?P<mid>mid)|(?P<late>late))?[\s-]?)(?P<decade>(?:1[5-9]|20)\d0|['’]?[2-9]0)s\b",
            self._decade,
        )
        yield (
            rf"(?i:\b(?:the\s+)?(?:{part})?)(?:(?:in\s+)?the\s+|{which}\s+)(?P<season>{season})(?:\s+(?:of\s+)?(?P<y>{year}))?\b",
            self._season,
        )
        yield rf"\b(?i:(?:{part})?(?P<season>{season}))\s+(?:of\s+)?(?P<y>{year})", self._season
        quarter = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<kind>quarter|half)"
        yield (
            rf"(?i:\b(?:the\s+)?{quarter})(?:\s+of\s+(?:(?P<y>{year})|(?P<which>this|last|next) year))?\b",
            self._quarter,
        )
        yield rf"\bQ(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<y>{year}))?\b", self._quarter
        yield (
            rf"(?i:\b(?:{which}\s+)?(?:(?:{part})?))(?P<wd>{weekday})(?!s)\b(?:[’']s\b)?(?i:\s+(?P<daypart>{daypart})\b)?",
            self._weekday,
        )
        yield rf"(?i:\b(?P<day>{_any(self.days)})(?:\s+(?P<daypart>{daypart}))?)\b", self._day
        yield (
            rf"(?i:\b(?P<this>this|that|the same|the previous|the following|the next)\s+(?P<daypart>{daypart}))\b",
            self._daypart,
        )
        yield r"(?i:\b(?P<tonight>tonight|last night|last evening))\b", self._daypart
        yield (
            rf"(?i:\b(?:(?P<early>earlier|early)\s+|(?P<late>later|late)\s+|(?P<mid>mid-?)\s*)?(?P<w>this|last|next|the current)\s+(?P<unit>week|weekend|month|quarter|year|decade|century))\b",
            self._unit,
        )
        yield (
            r"(?i:\b(?:(?P<early>earlier|early)\s+|(?P<late>later|late)\s+)?(?P<w>the same|that same|that|the following|the previous|the next|the preceding|the prior)\s+(?P<unit>day|week|weekend|month|quarter|year))\b(?!-)",
            self._other,
        )
        yield (
            r"(?i:\bthe\s+(?P<unit>day|week|weekend|month|year)\s+(?P<w>before|after|earlier|later)\b(?:\s+(?P<last>last))?)",
            self._other,
        )
        yield r"(?i:\b(?P<w>over|at|on|during)\s+the\s+(?P<unit>weekend))\b", self._weekend
        yield (
            rf"(?i:\b(?:{amount}|a|an)[\s-]{units}[\s-](?P<w>ago|earlier|later|before|after|from now)\b)",
            self._moved,
        )
        yield (
            rf"(?i:\b(?P<some>days|weeks|months|years|decades|hours|minutes)\s+(?P<w>ago|earlier|later|before|after))\b",
            self._moved,
        )
        yield (
            rf"(?i:\b(?:the\s+)?(?P<w>past|last|next|coming|previous|preceding|following|first)\s+{amount}\s+{units})\b",
            self._span,
        )
        yield (
            r"(?i:\b(?:the\s+)?(?P<w>recent|past|coming|last few)\s+(?P<unit>days|weeks|months|years|decades|hours))\b",
            self._span,
        )
        yield (
            r"(?i:\bthe\s+(?P<w>past|last|coming)\s+(?P<unit>day|week|weekend|month|year|decade|century))\b",
            self._span,
        )
        yield (
            r"(?i:\b(?P<h>1?\d|2[0-3])(?::(?P<min>[0-5]\d))?\s?(?P<half>a\.m\.|p\.m\.|am\b|pm\b)(?:\s+[A-Z]{2,4}\b)?)",
            self._clock,
        )
        yield (
            r"(?<![\w:.])(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?![\d:])(?:\s?(?:GMT|UTC|EST|EDT|EET|CET))?",
            self._clock,
        )
        yield (
            rf"(?i:\b(?:(?<=\bat )|(?<=\bby )|(?<=\baround )|(?<=\bbefore )|(?<=\bafter )|(?<=\bin the )|(?<=\bduring the ))(?:(?P<early>early)\s+|(?P<late>late)\s+)?(?P<daypart>{daypart}))\b(?:\s+hours)?",
            self._daypart,
        )
        yield r"(?i:\b(?P<overnight>overnight))\b(?!\s+[a-z]+s\b)", self._daypart
        yield rf"\b(?P<holiday>{_titled(self.holidays)})(?:,?\s+(?P<y>{year}))?\b", self._holiday
        yield (
            rf"(?i:\b(?P<vague>{_any((*groups.get('vague_past', ()), *groups.get('vague_present', ()), *groups.get('vague_future', ())))}))\b",
            self._vague,
        )

    # --- makers --------------------------------------------------------------------------------

    def _date(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        month = self.months[match["m"].lower()] if named.get("m") else None
        day = _figure(named.get("d"))
        year = _figure(named.get("y"))
        if day is not None and (month is None or not _exists(year, month, day)):
            return None
        to: Day | None = None
        if named.get("d2"):
            other = self.months[named["m2"].lower()] if named.get("m2") else month
            to = (year, other, _figure(named["d2"]))
        weekday = self.weekdays.get((named.get("wd") or "").lower())
        return TimeWords(
            *match.span(),
            "date",
            (year, month, day),
            to,
            weekday=weekday,
            which=_which(named),
            part=_part(named),
        )

    def _bare_month(self, match: re.Match[str]) -> TimeWords | None:
        rest = match.string[match.end() :]
        name = match["m"].lower()
        risky = name in self.lexicon.groups.get("month_words", ())
        if risky and re.match(r"\s+(?:[a-z]*\b(?:be|have|not|not)\b)", rest):
            return None
        if risky and (
            re.match(r"\s[A-Z][a-z]+", rest)
            or match.string[: match.start()].endswith(("the ", "to ", "and ", "for "))
        ):
            return None
        return self._date(match)

    def _numeric(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        if year < 100:
            year += 1900 if year > 50 else 2000
        slashed = named.get("sep") == "/"
        if slashed and (day <= 12 and month <= 12 and day != month):
            # 03/04/2022: two readings, and nothing in the words chooses
            return TimeWords(*match.span(), "date", (year, None, None), name=match.group())
        if month > 12:
            day, month = month, day
        if not _exists(year, month, day):
            return None
        return TimeWords(*match.span(), "date", (year, month, day))

    def _years(self, match: re.Match[str]) -> TimeWords | None:
        one, other = int(match["y"]), int(match["y2"])
        other += one // 100 * 100 if other < 100 else 0
        return (
            TimeWords(*match.span(), "date", (one, None, None), (other, None, None)) if other > one else None
        )

    def _year(self, match: re.Match[str]) -> TimeWords | None:
        rest = match.string[match.end() :]
        if re.match(
            r"\s+(?:people|persons|soldiers|men|women|miles|km|meters|metres|feet|tons|tonnes|dollars|shares|hours|GMT|times|civilians|troops|others|million|billion)\b",
            rest,
        ):
            return None
        before = match.string[: match.start()]
        if re.search(
            r"(?:\bNo\.|\b[Aa]rticle|\b[Rr]esolution|\b[Cc]hapter|\bat|\bflight|\bover|\bthan|\babout|\bleast|\bto|\bsome)\s+$",
            before,
        ) and not re.search(r"\d{4}\s+to\s+$", before):
            return None
        return TimeWords(*match.span(), "date", (int(match["y"]), None, None))

    def _decade(self, match: re.Match[str]) -> TimeWords | None:
        digits = match["decade"].strip("'’")
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
        if len(digits) == 2 and not match["decade"][0] in "'’":
            return None
        return TimeWords(
            *match.span(), "date", (year, None, None), unit="decade", part=_part(match.groupdict())
        )

    def _season(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        year = _figure(named.get("y"))
        season = self.seasons[match["season"].lower()]
        return TimeWords(
            *match.span(), "date", (year, None, None), season=season, which=_which(named), part=_part(named)
        )

    def _quarter(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        quarter = {"f": 1, "s": 2, "t": 3}.get(match["q"][0].lower(), 0) or int(
            match["q"][0] if match["q"][0].isdigit() else 4
        )
        if match["q"].lower() == "fourth":
            quarter = 4
        unit = (named.get("kind") or "quarter").lower()
        if unit == "half" and quarter > 2:
            return None
        return TimeWords(
            *match.span(),
            "date",
            (_figure(named.get("y")), None, None),
            quarter=quarter,
            unit=unit,
            which=(named.get("which") or "").lower(),
        )

    def _weekday(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        end = match.end()
        if match.group().endswith(("'s", "’s")):
            end -= 2
        daypart = self.dayparts.get((named.get("daypart") or "").lower(), "")
        weekday = self.weekdays[match["wd"].lower()]
        return TimeWords(
            match.start(),
            end,
            "weekday",
            weekday=weekday,
            which=_which(named),
            part=_part(named),
            daypart=daypart,
        )

    def _day(self, match: re.Match[str]) -> TimeWords | None:
        daypart = self.dayparts.get((match["daypart"] or "").lower(), "")
        return TimeWords(
            *match.span(), "unit", unit="day", shift=self.days[_spaced(match["day"])], daypart=daypart
        )

    def _daypart(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        if named.get("tonight"):
            shift = 0 if match.group().lower() == "tonight" else -1
            return TimeWords(
                *match.span(),
                "unit",
                unit="day",
                shift=shift,
                daypart="evening" if "evening" in match.group().lower() else "night",
            )
        if named.get("overnight"):
            return TimeWords(*match.span(), "clock", daypart="night")
        daypart = self.dayparts[match["daypart"].lower()]
        lead = (named.get("this") or "").lower()
        if lead == "this":
            return TimeWords(*match.span(), "unit", unit="day", shift=0, daypart=daypart)
        if lead:
            which = "next" if lead in {"the following", "the next"} else "last" if "prev" in lead else "same"
            return TimeWords(*match.span(), "other", unit="day", which=which, daypart=daypart)
        return TimeWords(*match.span(), "clock", daypart=daypart, part=_part(named))

    def _unit(self, match: re.Match[str]) -> TimeWords | None:
        lead = match["w"].lower()
        shift = -1 if lead == "last" else 1 if lead == "next" else 0
        named = match.groupdict()
        part = (
            "earlier"
            if (named["early"] or "").lower() == "earlier"
            else "later"
            if (named["late"] or "").lower() == "later"
            else _part(named)
        )
        return TimeWords(*match.span(), "unit", unit=match["unit"].lower(), shift=shift, part=part)

    def _other(self, match: re.Match[str]) -> TimeWords | None:
        lead, unit = match["w"].lower(), match["unit"].lower()
        if match.groupdict().get("last"):
            shift = -2 if lead == "before" else 0
            return TimeWords(*match.span(), "unit", unit=unit, shift=shift) if lead == "before" else None
        which = (
            "same"
            if "same" in lead or lead == "that"
            else "next"
            if lead in {"the following", "the next", "after", "later"}
            else "last"
        )
        return TimeWords(*match.span(), "other", unit=unit, which=which, part=_part(match.groupdict()))

    def _weekend(self, match: re.Match[str]) -> TimeWords | None:
        return TimeWords(
            match.start() + len(match["w"]) + 1,
            match.end(),
            "unit",
            unit="weekend",
            shift=-1,
            name="the weekend",
        )

    def _moved(self, match: re.Match[str]) -> TimeWords | None:
        named, lead = match.groupdict(), match["w"].lower()
        unit = named.get("unit") or named["some"].rstrip("s")
        unit = unit.lower()
        amount = self._amount(named.get("n")) if named.get("unit") else None
        if named.get("unit") and not named.get("some") and amount is None:
            amount = 1 if match.group()[0].lower() == "a" else None
        sign = -1 if lead in {"ago", "earlier", "before"} else 1
        kind = "unit" if lead in {"ago", "from now"} else "other"
        if lead in {"before", "after"} and re.match(r"\s+(?:\w+)", match.string[match.end() :]):
            # "two weeks after the attack": the other time is in the sentence
            kind = "other"
        return TimeWords(
            *match.span(),
            kind,
            unit=unit,
            shift=None if amount is None else sign * amount,
            which="ago" if sign < 0 else "later",
        )

    def _span(self, match: re.Match[str]) -> TimeWords | None:
        named, lead = match.groupdict(), match["w"].lower()
        unit = match["unit"].lower().rstrip("s") if match["unit"].lower() != "century" else "century"
        amount = (
            self._amount(named.get("n"))
            if named.get("n")
            else (1 if not match["unit"].lower().endswith("s") else None)
        )
        if "n" not in named and lead == "past" and "the" not in match.group().lower().split():
            return None
        if named.get("some") or lead in {"recent", "last few"}:
            amount = None
        if lead == "first":
            return None
        which = (
            "recent"
            if lead in {"recent", "last few"}
            else "next"
            if lead in {"next", "coming", "following"}
            else "past"
        )
        return TimeWords(*match.span(), "span", unit=unit, shift=amount, which=which)

    def _clock(self, match: re.Match[str]) -> TimeWords | None:
        named = match.groupdict()
        hour, minute = int(match["h"]), int(named.get("min") or 0)
        half = (named.get("half") or "").lower()
        if half and hour > 12:
            return None
        if half.startswith("p") and hour < 12:
            hour += 12
        if half.startswith("a") and hour == 12:
            hour = 0
        return TimeWords(*match.span(), "clock", clock=f"{hour:02d}:{minute:02d}")

    def _holiday(self, match: re.Match[str]) -> TimeWords | None:
        month, day = self.holidays[match["holiday"].lower().replace("’", "'")].split("-")
        return TimeWords(
            *match.span(), "date", (_figure(match["y"]), int(month), int(day)), name=match["holiday"]
        )

    def _vague(self, match: re.Match[str]) -> TimeWords | None:
        words = _spaced(match["vague"])
        name = next(
            k for k in ("past", "present", "future") if words in self.lexicon.groups.get(f"vague_{k}", ())
        )
        return TimeWords(*match.span(), "vague", which=name, name=words)

    # --- words ---------------------------------------------------------------------------------

    def _amount(self, words: str | None) -> int | None:
        if not words:
            return None
        words = words.lower()
        if words in {"a", "an"}:
            return 1
        if words.isdigit():
            return int(words)
        total = 0
        for part in re.split(r"[\s-]", words):
            if part not in self.numbers:
                return None
            total += self.numbers[part]
        return total

    def _values(self, prefix: str) -> dict[str, int]:
        return {
            word: int(value) for word, value in self._names(prefix).items() if re.fullmatch(r"-?\d+", value)
        }

    def _names(self, prefix: str) -> dict[str, str]:
        return {
            word: term.removeprefix(prefix)
            for term, words in self.lexicon.groups.items()
            if term.startswith(prefix)
            for word in words
        }


def _merged(one: TimeWords, other: TimeWords) -> TimeWords | None:
    day, time = (one, other) if other.kind == "clock" else (other, one)
    if (
        time.kind == "clock"
        and day.kind in {"date", "weekday", "unit", "other"}
        and not (day.daypart and time.daypart)
    ):
        if day.kind == "date" and day.date[2] is None:
            return None
        return replace(
            day,
            start=one.start,
            end=other.end,
            clock=time.clock or day.clock,
            daypart=time.daypart or day.daypart,
        )
    return None


def _which(named: dict[str, str | None]) -> str:
    return next((k for k in ("last", "this", "next") if named.get(k)), "")


def _part(named: dict[str, str | None]) -> str:
    return next((k for k in ("early", "late", "mid") if named.get(k)), "")


def _figure(words: str | None) -> int | None:
    return int(re.sub(r"\D", "", words)) if words else None


def _exists(year: int | None, month: int, day: int) -> bool:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leap or (month, day) != (2, 29)


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + ("|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) or r"(?!)") + ")"


def _cased(words: Iterable[str]) -> str:
    """Months and weekdays count only with a capital: "may" and "march" in lower case are verbs."""
    shapes = [shape for w in words for shape in (w.capitalize(), w.upper())]
    return _any(shapes)


def _titled(words: Iterable[str]) -> str:
    return _any(
        shape for w in words for shape in (w.title().replace("'S", "'s"), w.title().replace("'S", "’s"))
    )
