"""From a match of a time pattern to `TimeWords`: one function for each kind of wording.

Every function takes the match and the vocabulary and returns None where the words, looked at again,
are no time after all ("30 February", "in May be").
"""

import re

from allegata.reading.timewords import Day, TimeWords, Vocabulary

Match = re.Match[str]

COUNTED = re.compile(
    r"\s+(?:people|persons|soldiers|men|women|miles|km|meters|metres|feet|tons|tonnes|dollars|shares|hours|"
    r"GMT|times|civilians|troops|others|million|billion|prisoners|POWs|children|homes|buildings|block|blocks)\b"
)
"""Behind a four-digit number: then it counts something and is no year."""
NOT_A_YEAR = re.compile(
    r"(?:\bNo\.|\barticle|\bresolution|\bchapter|\bat|\bflight|\bover|\bthan|\babout|\bleast|\bsome|\bnearly|"
    r"\balmost|\broom|\bpage)\s+$",
    re.I,
)
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_day(match: Match, known: Vocabulary) -> TimeWords | None:
    """Month with day, year or neither: "Nov. 9", "9 November 2022", "late March", "March 3-5"."""
    named = match.groupdict()
    month = known.months[match["m"].lower()] if named.get("m") else None
    day, year = _figure(named.get("d")), _figure(named.get("y"))
    if day is not None and (month is None or not _exists(year, month, day)):
        return None
    to: Day | None = None
    if named.get("d2"):
        other = known.months[named["m2"].lower()] if named.get("m2") else month
        to = (year, other, _figure(named["d2"]))
        if (
            other is None
            or not _exists(year, other, to[2] or 0)
            or (other == month and (to[2] or 0) <= (day or 0))
        ):
            return None
    weekday = known.weekdays.get((named.get("wd") or "").lower())
    which, part = _which(named), _part(named)
    return TimeWords(*_span(match), "date", (year, month, day), to, weekday=weekday, which=which, part=part)


def bare_month(match: Match, known: Vocabulary) -> TimeWords | None:
    """A month by itself; one that is also a common word or name needs its preposition and no name behind."""
    if match["m"].lower() in known.words("risky_month"):
        if re.match(r"\s[A-Z][a-z]+", match.string[match.end() :]):
            return None
        if match.string[: match.start()].endswith(("the ", "to ", "and ", "for ")):
            return None
    return month_day(match, known)


def numeric(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "2022-11-29", "29.11.2022", "11/29/2022"; "03/04/2022" has two readings and gives the year only."""
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if year < 100:
        year += 1900 if year > 50 else 2000
    if match.groupdict().get("sep") == "/" and day <= 12 and month <= 12 and day != month:
        return TimeWords(*match.span(), "date", (year, None, None), name=match.group())
    if month > 12:
        day, month = month, day
    return TimeWords(*match.span(), "date", (year, month, day)) if _exists(year, month, day) else None


def years(match: Match, known: Vocabulary) -> TimeWords | None:
    """A range of years: "2014-2016", "1998-99", "from 2014 to 2022"."""
    one, other = int(match["y"]), int(match["y2"])
    other += one // 100 * 100 if other < 100 else 0
    if other <= one:
        return None
    return TimeWords(match.start("y"), match.end("y2"), "date", (one, None, None), (other, None, None))


def year(match: Match, known: Vocabulary) -> TimeWords | None:
    """A year by itself, unless the words around make it a number of something or the number of an article."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    if COUNTED.match(behind) or NOT_A_YEAR.search(before):
        return None
    return TimeWords(*match.span(), "date", (int(match["y"]), None, None))


def decade(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "the 1990s", "the late '80s"."""
    digits = match["decade"].strip("'’")
    if len(digits) == 2 and match["decade"][0] not in "'’":
        return None
    start = int(digits) if len(digits) == 4 else 1900 + int(digits)
    part = _part(match.groupdict())
    return TimeWords(*match.span(), "date", (start, None, None), unit="decade", part=part)


def century(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "the 19th century"."""
    start = (int(match["c"]) - 1) * 100
    return TimeWords(
        *match.span(), "date", (start, None, None), unit="century", part=_part(match.groupdict())
    )


def season(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "summer 2023", "last winter", "in the spring"."""
    named = match.groupdict()
    number = known.seasons[match["season"].lower()]
    stated: Day = (_figure(named.get("y")), None, None)
    return TimeWords(*_span(match), "date", stated, season=number, which=_which(named), part=_part(named))


def quarter(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "the third quarter of 2024", "Q3 2024", "the first half of the year"."""
    named = match.groupdict()
    number = {"f": 1, "s": 2, "t": 3}.get(match["q"][0].lower(), 4)
    if match["q"][0].isdigit():
        number = int(match["q"][0])
    elif match["q"].lower() == "fourth":
        number = 4
    unit = (named.get("kind") or "quarter").lower()
    if unit == "half" and number > 2:
        return None
    stated: Day = (_figure(named.get("y")), None, None)
    return TimeWords(*_span(match), "date", stated, quarter=number, unit=unit)


def weekday(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "Friday", "last Friday", "early Friday", "Friday night", "Friday's"."""
    named = match.groupdict()
    daypart = known.dayparts.get((named.get("daypart") or "").lower(), "")
    number = known.weekdays[match["wd"].lower()]
    return TimeWords(
        *match.span(), "weekday", weekday=number, which=_which(named), part=_part(named), daypart=daypart
    )


def day(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "yesterday", "tomorrow morning", "late yesterday"."""
    daypart = known.dayparts.get((match["daypart"] or "").lower(), "")
    shift = known.days[_spaced(match["day"])]
    return TimeWords(*match.span(), "unit", unit="day", shift=shift, daypart=daypart)


def night(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "tonight", "last night", "last evening"."""
    words = match.group().lower()
    daypart = "evening" if words.endswith("evening") else "night"
    return TimeWords(*match.span(), "unit", unit="day", shift=-1 if words[0] == "l" else 0, daypart=daypart)


def daypart(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "at dawn", "this morning", "that evening", "overnight"."""
    named = match.groupdict()
    part = known.dayparts[match["daypart"].lower()]
    lead = _spaced(named.get("lead") or "")
    if lead == "this":
        return TimeWords(*match.span(), "unit", unit="day", shift=0, daypart=part)
    if lead:
        which = {"the following": "next", "the next": "next", "the previous": "last"}.get(lead, "same")
        return TimeWords(*match.span(), "other", unit="day", which=which, daypart=part)
    return TimeWords(*match.span(), "clock", daypart=part, part=_part(named))


def unit(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "last week", "earlier this month", "next year"."""
    named = match.groupdict()
    shift = {"last": -1, "next": 1}.get(match["w"].lower(), 0)
    lead = next((named[k].lower() for k in ("early", "late") if named.get(k)), "")
    part = lead if lead in {"earlier", "later"} else _part(named)
    return TimeWords(*match.span(), "unit", unit=match["unit"].lower(), shift=shift, part=part)


def other(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "the same day", "the following week", "the day before", "the week before last"."""
    named, lead, name = match.groupdict(), _spaced(match["w"]), match["unit"].lower()
    if named.get("beyond"):
        return TimeWords(*match.span(), "unit", unit=name, shift=-2 if lead == "before" else 2)
    which = "last"
    if "same" in lead or lead == "that":
        which = "same"
    elif lead in {"the following", "the next", "after", "later"}:
        which = "next"
    return TimeWords(*match.span(), "other", unit=name, which=which, part=_part(named))


def weekend(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "over the weekend": the latest one."""
    return TimeWords(match.start("body"), match.end(), "unit", unit="weekend", shift=-1, name="the weekend")


def moved(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "three days ago", "several weeks later", "a day after": only "ago" counts from the publication."""
    named, lead = match.groupdict(), match["w"].lower()
    name = match["unit"].lower().rstrip("s")
    amount = None if named.get("some") else known.amount(named.get("n"))
    back = lead in {"ago", "earlier", "before"}
    kind = "unit" if lead in {"ago", "from now"} else "other"
    shift = None if amount is None else -amount if back else amount
    return TimeWords(*match.span(), kind, unit=name, shift=shift, which="ago" if back else "later")


def span(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "the past three years", "recent weeks", "the last year"."""
    named, lead = match.groupdict(), match["w"].lower()
    stated = match["unit"].lower()
    amount = known.amount(named.get("n"))
    if not stated.endswith("s") and not named.get("n"):
        amount = 1
    if named.get("some") or lead in {"recent", "last few"}:
        amount = None
    which = "past"
    if lead in {"recent", "last few"}:
        which = "recent"
    elif lead in {"next", "coming", "following"}:
        which = "next"
    return TimeWords(*match.span(), "span", unit=stated.rstrip("s"), shift=amount, which=which)


def clock(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "3 p.m.", "15:00", "9:30 a.m. GMT"."""
    named = match.groupdict()
    hour, minute = int(match["h"]), int(named.get("min") or 0)
    half = (named.get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return TimeWords(*match.span(), "clock", clock=f"{hour:02d}:{minute:02d}")


def holiday(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "Christmas Eve 2022"."""
    month, number = known.holidays[match["holiday"].lower().replace("’", "'")].split("-")
    stated: Day = (_figure(match["y"]), int(month), int(number))
    return TimeWords(*match.span(), "date", stated, name=match["holiday"])


def vague(match: Match, known: Vocabulary) -> TimeWords | None:
    """ "recently", "now", "soon": past, present or future, and no more."""
    words = _spaced(match["vague"])
    which = next(k for k in ("past", "present", "future") if words in known.words(f"vague_{k}"))
    return TimeWords(*match.span(), "vague", which=which, name=words)


def _span(match: Match) -> tuple[int, int]:
    """The match, or its group `body` where the pattern needs words before it."""
    return match.span("body") if match.groupdict().get("body") else match.span()


def _which(named: dict[str, str | None]) -> str:
    return next((k for k in ("last", "this", "next") if named.get(k)), "")


def _part(named: dict[str, str | None]) -> str:
    return next((k for k in ("early", "late", "mid") if named.get(k)), "")


def _figure(words: str | None) -> int | None:
    return int(re.sub(r"\D", "", words)) if words else None


def _exists(year: int | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= LONGEST[month - 1]:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leap or (month, day) != (2, 29)


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())
