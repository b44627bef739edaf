"""The grammar of time wordings: patterns built from the vocabulary, each with its reading.

Where two wordings overlap the longer one is kept, so that the order of the patterns does not matter.
Months and weekdays count only with a capital letter: "may" and "march" are verbs.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from allegata.reading import timereadings as readings
from allegata.reading.timewords import TimeWords, Vocabulary, joined

Reading = Callable[[re.Match[str], Vocabulary], TimeWords | None]
Rule = tuple[str, Reading]

DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w|[.,:]\d|%|-year|/\d)"
YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|%|/\d|\w)"
OPEN = r"(?<![\w.,:/$€£#–-])"
"""Nothing before a number that would make it part of another one."""
UNIT = r"(?P<unit>second|minute|hour|day|night|week|weekend|month|quarter|year|decade)s?"
UNITS = r"(?P<unit>minutes|hours|days|nights|weeks|months|years|decades)"
DASH = r"(?:\s*[-–]\s*|\s+(?:to|and|through|until)\s+)"
PREPOSITIONS = (
    "in",
    "since",
    "by",
    "of",
    "during",
    "until",
    "from",
    "through",
    "for",
    "between",
    "and",
    "to",
)
MONTH_LEADS = (*PREPOSITIONS, "after", "before", "this", "the")
DAYPART_LEADS = ("at", "by", "around", "before", "after", "in the", "during the", "since", "until")


class TimeGrammar:
    """The patterns of a vocabulary, compiled once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._groups = tuple(
            (re.compile(need), tuple((re.compile(pattern), reading) for pattern, reading in rules))
            for need, rules in _groups(vocabulary)
        )

    def find(self, text: str) -> tuple[TimeWords, ...]:
        """Every time wording of the text in order; where two overlap, the longer one."""
        found: list[TimeWords] = []
        lowered = text.lower()
        for need, rules in self._groups:
            if need.search(lowered) is None:
                continue
            for pattern, reading in rules:
                for match in pattern.finditer(text):
                    words = reading(match, self.vocabulary)
                    if words is not None:
                        found.append(words)
        found.sort(key=lambda words: (words.start - words.end, words.start))
        kept: list[TimeWords] = []
        for words in found:
            if all(words.end <= other.start or other.end <= words.start for other in kept):
                kept.append(words)
        return tuple(joined(text, sorted(kept, key=lambda words: words.start)))


def _groups(known: Vocabulary) -> Iterator[tuple[str, Iterator[Rule]]]:
    """The rules, in groups; with each group a pattern without which, in lower case, none of them fits.

    Most sentences name no month, no season and no number: they are done with at once.
    """
    early, late, middle = (any_of(known.words(k)) for k in ("early", "late", "middle"))
    part = rf"(?:(?P<early>{early})|(?P<late>{late})|(?P<mid>{middle}))(?:\s+(?:on|of)\b)?[\s-]+(?:the\s+)?"
    last, this, following = (any_of(known.words(k)) for k in ("last", "this", "next"))
    which = rf"(?:(?P<last>{last})|(?P<this>{this})|(?P<next>{following}))"
    part, which = fold(part), fold(which)
    unit = UNIT.removeprefix("(?P<unit>").removesuffix(")s?")
    yield any_of(known.months), _months(known, part, which)
    yield r"\d", chain(_calendar_days(known), _years(part))
    yield rf"{any_of(known.seasons)}|quarter|half|q[1-4]", _seasons(known, part, which)
    yield any_of((*known.weekdays, *known.days)), _weekdays(known, part, which)
    yield rf"{any_of(known.dayparts)}|night|evening|\d", _times_of_day(known)
    yield rf"{unit}|century|centuries", _units(known)
    yield "", _others(known)


def _others(known: Vocabulary) -> Iterator[Rule]:
    yield rf"\b(?P<holiday>{titled(known.holidays)})(?:,?\s+(?P<y>{YEAR}))?\b", readings.holiday
    words = any_of(known.words("vague_past", "vague_present", "vague_future"))
    # "current" and its like name no time in a compound ("current-account")
    yield rf"(?i:(?<!as )(?<!-)\b(?P<vague>{words})\b(?!-))", readings.vague


def _calendar_days(known: Vocabulary) -> Iterator[Rule]:
    month = cased(known.months)
    short = cased((*known.weekdays, *known.words("short_weekday")))
    lead = rf"(?:(?P<wd>{short}\.?),?\s+(?:the\s+)?)?"
    year = rf"(?:,?\s+(?P<y>{YEAR}))?"
    yield rf"\b{lead}(?P<m>{month})\s+(?:the\s+)?(?P<d>{DAY}){year}", readings.month_day
    yield rf"\b{lead}(?P<d>{DAY})\s+(?:of\s+)?(?P<m>{month})(?!\w){year}", readings.month_day
    first = DAY.replace("-year", "-y")
    second = rf"(?:(?P<m2>{month})\s+)?(?P<d2>{DAY})"
    yield rf"\b(?P<m>{month})\s+(?P<d>{first})\s*[-–]\s*{second}{year}", readings.month_day
    body = rf"(?P<body>(?P<m>{month})\s+(?P<d>{first}){DASH}{second}{year})"
    yield rf"\b(?i:between|from)\s+{body}", readings.month_day
    days = rf"(?P<d>\d{{1,2}})\s*[-–]\s*(?P<d2>{DAY})\s+(?:of\s+)?(?P<m>{month})"
    yield rf"{OPEN}{days}{year}", readings.month_day
    days = rf"(?P<d>\d{{1,2}}){DASH}(?P<d2>{DAY})\s+(?:of\s+)?(?P<m>{month})"
    yield rf"\b(?i:between|from)\s+(?P<body>{days}{year})", readings.month_day
    yield r"(?<![\w.-])(?P<y>(?:1[5-9]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", readings.numeric
    tail = r"(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/])"
    yield rf"(?<![\w./])(?P<d>\d{{1,2}}){tail}", readings.numeric


def _months(known: Vocabulary, part: str, which: str) -> Iterator[Rule]:
    month = cased(known.months)
    sure = cased(w for w in known.months if w not in known.words("risky_month"))
    alone = r"(?!\w|\.?\s+\d)"
    yield rf"\b(?:{part})?(?P<m>{month})(?:\s+of|,)?\s+(?P<y>{YEAR})", readings.month_day
    yield rf"\b{part}(?P<m>{month}){alone}", readings.month_day
    yield rf"\b{which}\s+(?P<m>{month})(?:\s+(?P<d>{DAY})|{alone})", readings.month_day
    yield rf"\b(?=[A-Z]){behind(MONTH_LEADS)}(?P<m>{month}){alone}", readings.bare_month
    yield rf"\b(?P<m>{sure}){alone}", readings.month_day


def _years(part: str) -> Iterator[Rule]:
    yield rf"\b{part}(?P<y>{YEAR})", readings.month_day
    yield (
        rf"{OPEN}(?P<y>{YEAR})\s*(?:[-–]|\bto\b|\bthrough\b|\buntil\b)\s*(?P<y2>{YEAR}|\d\d(?!\d|\w))",
        readings.years,
    )
    yield rf"\b(?i:between|from)\s+(?P<y>{YEAR})\s+(?:and|to|until)\s+(?P<y2>{YEAR})", readings.years
    yield rf"{OPEN}(?P<y>{YEAR})(?![-–]\w)", readings.year
    lead = r"(?i:\b(?:the\s+)?(?:(?P<early>early)|(?P<mid>mid)|(?P<late>late))?[\s-]?)"
    yield rf"{lead}(?P<decade>(?:1[5-9]|20)\d0|['’]?[2-9]0)s\b", readings.decade
    yield rf"{lead}(?P<c>1\d|2[01])(?:th|st)[\s-][Cc]entury", readings.century


def _seasons(known: Vocabulary, part: str, which: str) -> Iterator[Rule]:
    season = any_of(known.seasons)
    year = rf"(?:\s+(?:of\s+)?(?P<y>{YEAR}))?"
    yield rf"\b(?P<body>(?:{part})?{which}\s+(?i:(?P<season>{season}))){year}\b", readings.season
    yield (
        rf"\b(?i:in|during|since|by|until)\s+(?P<body>(?i:the\s+(?P<season>{season})){year})\b",
        readings.season,
    )
    yield (
        rf"\b(?i:(?:the\s+)?)(?:{part})?(?i:(?P<season>{season}))\s+(?:of\s+)?(?P<y>{YEAR})",
        readings.season,
    )
    number = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)"
    year = rf"(?:\s+(?:of\s+)?(?P<y>{YEAR}))?"
    yield rf"(?i:\bthe\s+{number}\s+(?P<kind>quarter|half)){year}\b", readings.quarter
    yield rf"(?i:\b{number}[\s-](?P<kind>quarter)){year}\b", readings.quarter
    yield rf"\bQ(?P<q>[1-4]){year}\b", readings.quarter


def _weekdays(known: Vocabulary, part: str, which: str) -> Iterator[Rule]:
    weekday, daypart = cased(known.weekdays), any_of(known.dayparts)
    time = rf"(?i:\s+(?P<daypart>{daypart})\b)?"
    yield rf"\b(?:{which}\s+)?(?:{part})?(?P<wd>{weekday})(?!s)\b{time}", readings.weekday
    yield rf"(?i:\b(?:(?:late|early|earlier|later)\s+)?(?P<day>{any_of(known.days)}){time})\b", readings.day


def _times_of_day(known: Vocabulary) -> Iterator[Rule]:
    daypart = any_of(known.dayparts)
    lead = r"(?P<lead>this|that|the same|that same|the previous|the following|the next)"
    yield rf"(?i:\b{lead}\s+(?P<daypart>{daypart}))\b", readings.daypart
    yield r"(?i:\b(?:late\s+|early\s+)?(?:tonight|last night|last evening))\b", readings.night
    part = r"(?:(?P<early>early)\s+|(?P<late>late)\s+)?"
    yield rf"\b{behind(DAYPART_LEADS)}(?i:{part}(?P<daypart>{daypart}))\b(?:\s+hours)?", readings.daypart
    yield rf"(?i:\b(?:the\s+)?(?P<daypart>{daypart}))\b(?=\s+of\s+(?:the\s+)?[A-Z0-9])", readings.daypart
    yield r"(?i:\b(?P<daypart>overnight))\b(?!\s+[a-z]+s\b)", readings.daypart
    half = r"(?P<half>a\.m\.|p\.m\.|am\b|pm\b)(?:\s+(?:GMT|UTC|EST|EDT|EET|CET|local time)\b)?"
    yield rf"(?i:{OPEN}(?P<h>1?\d)(?:[:.](?P<min>[0-5]\d))?\s?{half})", readings.clock
    zone = r"(?:\s?(?:GMT|UTC|EST|EDT|EET|CET|local time)\b)?"
    yield rf"(?<![\w:.])(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?![\d:]){zone}", readings.clock


def _units(known: Vocabulary) -> Iterator[Rule]:
    number = any_of(known.numbers)
    count = rf"(?:\d{{1,3}}|{number}(?:[\s-]{number})?|an?)"
    amount = rf"(?:(?P<n>{count})|(?P<some>{any_of(known.words('some'))}))"
    period = r"(?P<unit>week|weekend|month|quarter|year|decade|century)"
    part = r"(?:(?P<early>earlier|early)\s+|(?P<late>later|late)\s+|(?P<mid>mid-?)\s*)?"
    yield rf"(?i:\b{part}(?P<w>this|last|next|the current)\s+{period})\b", readings.unit
    lead = r"(?P<w>the same|that same|that|the following|the previous|the next|the preceding|the prior)"
    yield rf"(?i:\b{part}{lead}\s+(?P<unit>day|week|weekend|month|quarter|year))\b(?!-)", readings.other
    side = r"(?P<w>before|after|earlier|later)\b(?!\s+\w+ing\b)(?:\s+(?P<beyond>last|next)\b)?"
    yield rf"(?i:\bthe\s+(?P<unit>day|week|weekend|month|year)\s+{side})", readings.other
    yield r"(?i:\b(?:over|at|on|during|across)\s+(?P<body>the\s+weekend))\b", readings.weekend
    side = r"(?P<w>ago|earlier|later|before|after|from now)"
    about = r"(?:(?:nearly|almost|about|around|some|more than|less than|over|roughly)\s+)?"
    yield rf"(?i:\b{about}{amount}[\s-]{UNIT}[\s-]{side}\b)", readings.moved
    yield rf"(?i:\b{UNITS}\s+{side}\b)", readings.moved
    side = r"(?P<w>past|last|next|coming|previous|preceding|following)"
    yield rf"(?i:\b(?:the\s+)?{side}\s+{amount}\s+{UNIT})\b", readings.span
    yield rf"(?i:\b(?:the\s+)?(?P<w>recent|coming|last few)\s+{UNITS})\b", readings.span
    yield rf"(?i:\bthe\s+(?P<w>past|last|coming|next)\s+{UNITS})\b", readings.span
    yield rf"(?i:\b(?:in|over|during|within)\s+(?:the\s+)?(?P<w>past)\s+{UNITS})\b", readings.span
    yield (
        r"(?i:\bthe\s+(?P<w>past|last|coming)\s+(?P<unit>day|week|weekend|month|year|decade|century))\b",
        readings.span,
    )


def any_of(words: Iterable[str]) -> str:
    """An alternation of phrases, longest first; of none, a pattern that never matches."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + ("|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) or r"(?!)") + ")"


def cased(words: Iterable[str]) -> str:
    """The same words with a capital letter, or in capitals."""
    return any_of(shape for w in words for shape in (w.capitalize(), w.upper()))


def titled(words: Iterable[str]) -> str:
    """Names of several words, each with a capital letter, with a straight or a curly apostrophe."""
    names = [" ".join(part.capitalize() for part in w.split()) for w in words]
    return any_of(shape for name in names for shape in (name, name.replace("'", "’")))


def fold(pattern: str) -> str:
    """The pattern in any letter case."""
    return f"(?i:{pattern})"


def behind(words: Iterable[str]) -> str:
    """One of these words and a blank right before, in lower case or capitalised."""
    shapes = [shape for w in words for shape in (w, w.capitalize())]
    return "(?:" + "|".join(rf"(?<=\b{w} )" for w in shapes) + ")"
