"""What a text says of itself: its day, its publisher, whether it seems translated.

All of it is evidence that stands in the text; where the text is silent the answer is "unknown".
"""

import re
from collections.abc import Sequence
from datetime import date

from allegata.model.document import PublishedAt, Segment
from allegata.model.item import Capture
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import DateBasis, SegmentRole, TranslationStatus

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(?P<year>\d{{4}})\b", re.I),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b"),
)
_STATES = re.compile(r"(?:first )?(?:published|posted|issued)\b", re.I)
_HANDLE = re.compile(
    r"(?<![\w.])@\w{3,40}|\b(?:facebook|twitter|x|t|instagram|youtube)\.(?:com|me)/[\w.@/-]{3,60}", re.I
)
_APPEARED = re.compile(r"appeared (?:first )?(?:on|at|in)\s+(?P<name>[^.\n]{2,80})", re.I)
_ORIGINALLY = re.compile(
    r"(?:published|appeared|posted|produced) (?:on|in|by|at)\s+(?P<name>[A-Z][^.,\n]{1,80})"
)
_SOURCE = re.compile(
    r"^\W*(?:source|via|джерело|источник|quelle|zdroj|źródło|fuente|fonte)s?\s?:\s*(?P<name>.{2,80})", re.I
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:-\d{4})?\s*)?(?P<name>[A-Z][^.,|\n]{1,60})", re.I)
_TRANSLATED = re.compile(
    r"\b(?P<machine>machine|automatic(?:ally)?|google)?[- ]?translat(?:ed|ion)\s(?:from|by|of)\b", re.I
)

FURNITURE_WITH_HINTS = frozenset(
    {SegmentRole.BOILERPLATE, SegmentRole.SYNDICATION_NOTICE, SegmentRole.SOURCE_NOTE}
)


def parse_day(words: str) -> date | None:
    """The calendar day in some words, year included; None when there is none or it is impossible.

    >>> parse_day("Wednesday, March 1, 2023")
    datetime.date(2023, 3, 1)
    """
    for pattern in _DATES:
        match = pattern.search(words)
        if match:
            month = match["month"].lower()
            try:
                number = int(month) if month.isdigit() else _MONTHS[month[:3]]
                return date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
    return None


def published(text: str, parts: Sequence[Segment]) -> PublishedAt:
    """The day of publication as the text itself shows it, with the basis that says how good that is.

    A dateline, or a line that says "published", states it; any other date in a page's furniture may be
    the day on which the page was rendered and is an upper bound at most.
    """
    widget: PublishedAt | None = None
    for part in parts:
        words = text[part.start : part.end]
        if part.role is SegmentRole.DATELINE or (
            part.role is SegmentRole.WIDGET and _STATES.match(words.strip())
        ):
            day = parse_day(words)
            if day:
                return PublishedAt(day, DateBasis.IN_TEXT, words)
        elif part.role is SegmentRole.WIDGET and widget is None:
            day = parse_day(words)
            if day:
                widget = PublishedAt(day, DateBasis.WIDGET_OR_RENDER, words)
    return widget or PublishedAt(None, DateBasis.NONE)


def publisher_hints(text: str, parts: Sequence[Segment]) -> tuple[str, ...]:
    """Names in the furniture that point to a publisher. Hints only: none of them makes a publisher."""
    hints: list[str] = []
    for part in parts:
        if part.role not in FURNITURE_WITH_HINTS:
            continue
        words = text[part.start : part.end]
        hints.extend(match.group().rstrip("./") for match in _HANDLE.finditer(words))
        if part.role is SegmentRole.SYNDICATION_NOTICE:
            match = _APPEARED.search(words) or _ORIGINALLY.search(words)
            if match:
                hints.append(f"first appeared on: {match['name'].strip()}")
        if part.role is SegmentRole.SOURCE_NOTE and (match := _SOURCE.match(words)):
            hints.append(f"source named: {match['name'].strip()}")
        if match := _RIGHTS.search(words):
            hints.append(f"rights notice: {match['name'].strip()}")
    return tuple(dict.fromkeys(hints))


def forwarded_from(capture: Capture) -> str | None:
    """Whose words a post passes on, as the platform's export labels them; None for a post of its own."""
    return capture.post.forwarded_from if capture.post else None


def forward_hints(capture: Capture) -> tuple[str, ...]:
    """Whose text a forward is: the account that it names, and never the one that passed it on."""
    passed_on = forwarded_from(capture)
    return (f"forwarded from: {passed_on}",) if passed_on else ()


def translation(
    text: str, parts: Sequence[Segment], knowledge: Knowledge
) -> tuple[TranslationStatus, tuple[str, ...]]:
    """Whether the text seems translated, with the evidence in words; "unknown" without evidence."""
    notes = [text[p.start : p.end] for p in parts if p.role is SegmentRole.SOURCE_NOTE]
    body = "\n".join(
        text[p.start : p.end] for p in parts if p.role in (SegmentRole.BODY, SegmentRole.HEADLINE)
    )
    for note in notes:
        match = _TRANSLATED.search(note)
        if match:
            status = (
                TranslationStatus.MACHINE_TRANSLATION
                if match["machine"]
                else TranslationStatus.HUMAN_TRANSLATION
            )
            return status, (f"The text says so: “{note}”",)
    slips = [*_lowered_names(body, knowledge), *_stray_marks(body)]
    spellings = _foreign_spellings(body)
    declared = [f"The text names a source: “{note}”" for note in notes if _SOURCE.match(note)]
    if declared and (slips or spellings):
        return TranslationStatus.SUSPECTED_MACHINE_TRANSLATION, (*declared, *slips, *spellings)
    if len(slips) >= 2:
        return TranslationStatus.SUSPECTED_BACK_TRANSLATION, (*slips, *spellings)
    return TranslationStatus.UNKNOWN, ()


_KEPT: dict[str, frozenset[str]] = {}


def _capitalised(knowledge: Knowledge) -> frozenset[str]:
    """The one-word names that a careful text writes with a capital letter; made once per version."""
    kept = _KEPT.get(knowledge.version)
    if kept is None:
        kept = _KEPT[knowledge.version] = frozenset(
            word
            for party in knowledge.parties
            for word in (*party.names, *party.adjectives, *party.capitals)
            if word.isalpha() and word[:1].isupper() and len(word) > 3
        )
    return kept


def _lowered_names(body: str, knowledge: Knowledge) -> list[str]:
    """Names of parties, their people and capitals that lost their capital letter in some places only."""
    names = _capitalised(knowledge)
    words = re.findall(r"[^\W\d_]+", body)
    low, kept = {w for w in words if w.islower()}, {w for w in words if w[:1].isupper()}
    return [
        f"“{name}” stands in lower case in some places, as a translation program leaves it"
        for name in sorted(kept & names)
        if name.lower() in low and name.lower() not in _ALSO_WORDS
    ]


_ALSO_WORDS = frozenset(
    {"turkey", "china", "chad", "guinea", "jordan", "polish", "nice", "lima", "male", "panama"}
)


_FOREIGN = re.compile(r"\b[A-Z][a-z]*[^aeiou\W]ij[aeio]vka\b")
"""Names of settlements only: a person may well be called Khadija or Matijević in the best English report."""


def _foreign_spellings(body: str) -> list[str]:
    """Names of settlements in another language's transliteration ("-ijivka" for "-iivka")."""
    found = sorted(set(_FOREIGN.findall(body)))
    return [f"“{name}” is not spelled as English reports do" for name in found]


def _stray_marks(body: str) -> list[str]:
    """Doubled closing marks that are left over where words went missing."""
    return [f"A mark is left over: “{m.group().strip()}”" for m in re.finditer(r"\w[.,] [.,](?=\s|$)", body)][
        :3
    ]
