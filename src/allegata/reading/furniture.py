"""What a line is, told from the line alone: notices, navigation, widgets, bylines, credits.

The phrases come from the lexicon `furniture` (`knowledge/data/furniture.toml`); the forms of dates,
times, links and author lines are here, because they are forms and not words.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import SegmentRole
from allegata.reading.dateline import standing_dateline
from allegata.reading.lines import Paragraph

Finding = tuple[SegmentRole, str]
"""A role, with the reason in words."""

NOTICE_WORDS = 34
"""A notice ("Follow our coverage …") is no longer than this; longer paragraphs are text."""

STAMP_WORDS = 12
"""A line such as "Updated: 3 May, 14:35" is short; "Update: police now say …" is text."""

CAPTION_WORDS = 6
"""A credit with fewer words before it is a credit only, and a notice of the page."""

BYLINE_WORDS = 12

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
_ZONE = (
    r"(?:\(?(?:gmt|utc|e[sde]t|c[sde]?t|p[sd]t|m[sd]t|bst|eest|eet|cet|cest|msk|local time|[a-z]+ time)"
    r"(?:[+-]\d+)?\)?)"
)
_DATE = (
    rf"(?:{_DAY},?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?(?:\s\d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
)
_AT = r"(?:\s?(?:,|\||-|·|•|at|@|/|t)?\s?)"
_BARE_DATE = re.compile(
    rf"(?:{_DAY},?\s)?(?:{_DATE}(?:{_AT}(?:{_CLOCK})(?:\s?{_ZONE})?)?|(?:{_CLOCK})(?:\s?{_ZONE})?{_AT}{_DATE})"
)
_BARE_CLOCK = re.compile(rf"(?:update[sd]?:?\s)?(?:{_CLOCK})(?:\s?{_ZONE})?|{_DAY}")
_LABELLED_DATE = re.compile(
    rf"[^\W\d_][\w'&.-]*(?:\s[^\W\d_][\w'&.-]*){{0,3}}\s?[,|·•/-]\s{_DATE}(?:{_AT}(?:{_CLOCK})(?:\s?{_ZONE})?)?"
)
_NAME = r"(?:[A-Z][\w.’'\-]*|of|and|for|in|the|de|van|von|al|&|staff|agencies)"
_BYLINE = re.compile(rf"(?:By|by|BY|From|Text by|Story by)(?:[\s,|/]+{_NAME}){{1,12}}(?:\s@\w+)?")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[@#]\w+[\s,;|/]*)+")

_WORDS = {
    SegmentRole.SYNDICATION_NOTICE: "says where the text first appeared",
    SegmentRole.CONTENT_WARNING: "the publisher's warning about its content",
    SegmentRole.COMMENT_FORM: "belongs to a comment form",
    SegmentRole.SOURCE_NOTE: "says where the text comes from",
    SegmentRole.WIDGET: "a page widget",
    SegmentRole.NAVIGATION: "leads to other pages",
    SegmentRole.BOILERPLATE: "a standing notice of the page",
}
"""The roles that the lexicon has phrases for, in the order in which they are tried."""

CAPTION: Finding = (SegmentRole.CAPTION, "ends with a picture credit or names itself a picture")


def by_itself(unit: Paragraph, furniture: Lexicon) -> Finding | None:
    """The role of a line that can be told from the line alone; None when it may be text."""
    return next((found for rule in _RULES if (found := rule(unit, furniture))), None)


def matches(lexicon: Lexicon, group: str, line: str) -> bool:
    """Whether a line in plain form matches a group of patterns.

    The group's name says how: `…_line` the whole line, `…_start` its beginning, else anywhere in it.
    """
    pattern = _compiled(tuple(lexicon.groups.get(group, ())))
    if group.endswith("_line"):
        bare = line.strip(" .!:;…>»›|-*[]()")
        return pattern.fullmatch(bare) is not None or pattern.fullmatch(line) is not None
    if group.endswith("_start"):
        return pattern.match(line.lstrip(" *[(|-")) is not None
    return pattern.search(line) is not None


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def _wordless(unit: Paragraph, _: Lexicon) -> Finding | None:
    return (SegmentRole.BOILERPLATE, "holds no words") if unit.symbols_only else None


def _stamp(unit: Paragraph, _: Lexicon) -> Finding | None:
    line = unit.plain.strip(" .|,;-()[]")
    if _BARE_DATE.fullmatch(line):
        return SegmentRole.WIDGET, "a date that stands alone"
    if _BARE_CLOCK.fullmatch(line):
        return SegmentRole.WIDGET, "a time of day that stands alone"
    if _LABELLED_DATE.fullmatch(line.strip("*_")):
        return SegmentRole.WIDGET, "a name and a date, without a sentence"
    return None


def _links(unit: Paragraph, _: Lexicon) -> Finding | None:
    return (SegmentRole.BOILERPLATE, "holds links or tags only") if _LINK.fullmatch(unit.text) else None


def _author(unit: Paragraph, _: Lexicon) -> Finding | None:
    short = len(unit.words) <= BYLINE_WORDS
    return (SegmentRole.BOILERPLATE, "names the author") if short and _BYLINE.fullmatch(unit.text) else None


def _whole_line(unit: Paragraph, furniture: Lexicon) -> Finding | None:
    if len(unit.words) > NOTICE_WORDS:
        return None
    line = unit.plain
    found = next((role for role in _WORDS if matches(furniture, f"{role.value}_line", line)), None)
    return (found, _WORDS[found]) if found else None


def _caption(unit: Paragraph, furniture: Lexicon) -> Finding | None:
    fits = CAPTION_WORDS < len(unit.words) <= NOTICE_WORDS * 2 and not unit.quoted
    return CAPTION if fits and matches(furniture, "caption_any", unit.plain) else None


def _place_line(unit: Paragraph, _: Lexicon) -> Finding | None:
    alone = standing_dateline(unit.text)
    return (SegmentRole.DATELINE, "place and agency line that stands alone") if alone else None


def _notice(unit: Paragraph, furniture: Lexicon) -> Finding | None:
    size = len(unit.words)
    if size > NOTICE_WORDS:
        return None
    line = unit.plain
    says_something = unit.closed and size > 6 and not line.endswith("m.")  # "2:31 p.m." ends no sentence
    stamped = size <= STAMP_WORDS and any(c.isdigit() for c in line) and not says_something
    for role, words in _WORDS.items():
        if role is SegmentRole.WIDGET and not stamped:
            continue
        if any(matches(furniture, f"{role.value}_{way}", line) for way in ("start", "any")):
            return role, words
    return None


_RULES: tuple[Callable[[Paragraph, Lexicon], Finding | None], ...] = (
    _wordless,
    _stamp,
    _links,
    _author,
    _whole_line,
    _caption,
    _place_line,
    _notice,
)
