"""Segments: which stretches of a text are read, and which only surround it.

Rules look at lines: their form, their neighbours, the habits of the text they stand in, and the
phrases of `knowledge/data/furniture.toml`. Every segment that is not plain body text carries its
reason in words. Where a rule is in doubt the text stays body: furniture that is read can be seen and
rejected, body text that was cut out is missed without a sound — but a headline of another article,
read as body, makes an incident that nobody alleged; so lines that break the punctuation habit of
their text are left out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from allegata.model.document import READ_ROLES, Segment
from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import SegmentRole
from allegata.reading.dateline import dateline_end, standing_dateline, time_stamp_end
from allegata.reading.lines import Paragraph, paragraphs

NOTICE_WORDS = 34
"""A notice ("Follow our coverage …") is no longer than this; longer paragraphs are text."""

_STAMP_WORDS = 12
HEADLINE_WORDS = 30
INTERLEAVED_WORDS = 20

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
_ZONE = r"(?:\(?(?:gmt|utc|e[sde]t|c[sde]?t|p[sd]t|m[sd]t|bst|eest|eet|cet|cest|msk|local time|kyiv time)(?:[+-]\d+)?\)?)"
_DATE = (
    rf"(?:{_DAY},?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?(?:\s\d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
)
_AT = r"(?:\s?(?:,|\||-|·|•|at|@|/|t)?\s?)"
BARE_DATE = re.compile(
    rf"(?:{_DAY},?\s)?(?:{_DATE}(?:{_AT}(?:{_CLOCK})(?:\s?{_ZONE})?)?|(?:{_CLOCK})(?:\s?{_ZONE})?{_AT}{_DATE})"
)
"""A date that fills its line, in the plain form of the line."""
BARE_CLOCK = re.compile(rf"(?:update[sd]?:?\s)?(?:{_CLOCK})(?:\s?{_ZONE})?|{_DAY}")
_BYLINE = re.compile(
    r"(?:By|by|BY|From|Text by|Story by)\s+(?:(?:[A-Z][\w.’'\-]*|of|and|for|in|the|de|van|von|al|&|staff|agencies)[\s,|/]*){1,12}(?:@\w+)?"
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[@#]\w+[\s,;|/]*)+")

_ROLES = {
    "syndication_notice": SegmentRole.SYNDICATION_NOTICE,
    "content_warning": SegmentRole.CONTENT_WARNING,
    "comment_form": SegmentRole.COMMENT_FORM,
    "source_note": SegmentRole.SOURCE_NOTE,
    "widget": SegmentRole.WIDGET,
    "navigation": SegmentRole.NAVIGATION,
    "boilerplate": SegmentRole.BOILERPLATE,
}
_WORDS = {
    SegmentRole.SYNDICATION_NOTICE: "says where the text first appeared",
    SegmentRole.CONTENT_WARNING: "the publisher's warning about its content",
    SegmentRole.COMMENT_FORM: "belongs to a comment form",
    SegmentRole.SOURCE_NOTE: "says where the text comes from",
    SegmentRole.WIDGET: "a page widget",
    SegmentRole.NAVIGATION: "leads to other pages",
    SegmentRole.BOILERPLATE: "a standing notice of the page",
}
Finding = tuple[SegmentRole, str]


def segments(text: str, furniture: Lexicon) -> tuple[Segment, ...]:
    """Every stretch of a text with its role: ordered, not overlapping, outer white space left out.

    :param furniture: the lexicon `furniture`; groups are `<role>_line`, `<role>_start`, `<role>_any`,
        `caption_any`, `saying` and `agencies`.
    """
    units = paragraphs(text)
    roles: list[Finding | None] = [_by_itself(unit, furniture) for unit in units]
    first = _first_read(units, roles)
    _page_top(units, roles, first)
    _headline(units, roles, furniture)
    _between(units, roles, furniture)
    _after_markers(units, roles)
    made: list[Segment] = []
    for unit, finding in zip(units, roles, strict=True):
        role, reason = finding or (SegmentRole.BODY, "")
        if role is SegmentRole.BODY:
            cut = dateline_end(unit.text, furniture.groups.get("agencies", ()))
            if cut:
                made.append(
                    _segment(
                        SegmentRole.DATELINE, unit.start, text, unit.start + cut, "place and agency line"
                    )
                )
                lead = len(unit.text[cut:]) - len(unit.text[cut:].lstrip())
                made.append(_segment(role, unit.start + cut + lead, text, unit.end, reason))
                continue
        made.append(_segment(role, unit.start, text, unit.end, reason))
    return tuple(made)


def _segment(role: SegmentRole, start: int, text: str, end: int, reason: str) -> Segment:
    return Segment(role, start, start + len(text[start:end].rstrip()), reason)


# --- a line by itself ------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def matches(lexicon: Lexicon, group: str, line: str) -> bool:
    """Whether a line in plain form matches a group, in the way its name says (`_line`, `_start`, else anywhere)."""
    pattern = _compiled(tuple(lexicon.groups.get(group, ())))
    if group.endswith("_line"):
        return (
            pattern.fullmatch(line.strip(" .!:;…>»›|-*[]()")) is not None
            or pattern.fullmatch(line) is not None
        )
    if group.endswith("_start"):
        return pattern.match(line.lstrip(" *[(|-")) is not None
    return pattern.search(line) is not None


def _by_itself(unit: Paragraph, furniture: Lexicon) -> Finding | None:
    """The role of a line that can be told from the line alone."""
    if unit.symbols_only:
        return SegmentRole.BOILERPLATE, "holds no words"
    line = unit.plain
    size = len(unit.words)
    if BARE_DATE.fullmatch(line.strip(" .|,;-()[]")):
        return SegmentRole.WIDGET, "a date that stands alone"
    if BARE_CLOCK.fullmatch(line.strip(" .|,;-()[]")):
        return SegmentRole.WIDGET, "a time of day that stands alone"
    if _LINK.fullmatch(unit.text):
        return SegmentRole.BOILERPLATE, "holds links or tags only"
    if size <= 12 and _BYLINE.fullmatch(unit.text):
        return SegmentRole.BOILERPLATE, "names the author"
    if size > NOTICE_WORDS:
        return None
    for name, role in _ROLES.items():
        if matches(furniture, f"{name}_line", line):
            return role, _WORDS[role]
    if matches(furniture, "caption_any", line) and not unit.quoted and size > 6:
        return SegmentRole.CAPTION, "ends with a picture credit or names itself a picture"
    if standing_dateline(unit.text):
        return SegmentRole.DATELINE, "place and agency line that stands alone"
    for name, role in _ROLES.items():
        if role is SegmentRole.WIDGET and (size > _STAMP_WORDS or not any(c.isdigit() for c in line)):
            continue  # "Update: police now say …" is text; a stamp is short and holds figures
        if matches(furniture, f"{name}_start", line) or matches(furniture, f"{name}_any", line):
            return role, _WORDS[role]
    return None


# --- the top of the page -----------------------------------------------------------------------------


def _first_read(units: Sequence[Paragraph], roles: Sequence[Finding | None]) -> int:
    """Index of the first unit that can be headline or body: unclaimed, of five words or more."""
    for i, unit in enumerate(units):
        if roles[i] is None and len(unit.words) >= 5:
            return i
    return next((i for i, role in enumerate(roles) if role is None), 0)


def _page_top(units: Sequence[Paragraph], roles: list[Finding | None], first: int) -> None:
    """Short lines above the first text: a widget's neighbours, else the names of sections."""
    widget = any(role is not None and role[0] is SegmentRole.WIDGET for role in roles[:first])
    body_follows = first < len(units) and units[first].closed and len(units[first].words) > 14
    for i in range(first):
        if roles[i] is None and not units[i].closed:
            if body_follows and not widget and len(units[i].words) >= 3:
                continue  # the only line above the text is its headline
            if widget:
                roles[i] = SegmentRole.WIDGET, "a short line beside a page widget, above the text"
            else:
                roles[i] = SegmentRole.NAVIGATION, "a short label above the text"


# --- headline and dek --------------------------------------------------------------------------------

_FULL_SENTENCE = re.compile(
    r"\b(?:the|a|an|was|were|has|have|had|been|is|are|he|she|they|it|his|her|their|its|i|we|who|which|that|said|told)\b"
)


def _headline(units: Sequence[Paragraph], roles: list[Finding | None], furniture: Lexicon) -> None:
    free = [i for i, role in enumerate(roles) if role is None]
    if not free:
        return
    i = free[0]
    reason = _headline_reason(units, roles, i, furniture)
    if reason is None:
        return
    roles[i] = SegmentRole.HEADLINE, reason
    rest = free[1:]
    if len(rest) < 2:
        return
    j = rest[0]
    dek = units[j]
    if " ".join(dek.words).lower() == " ".join(units[i].words).lower():
        roles[j] = SegmentRole.HEADLINE, "repeats the headline"
    elif (
        not dek.closed
        and not dek.open_ended
        and not dek.listed
        and 6 <= len(dek.words) <= 40
        and j - i <= 2
        and not dateline_end(dek.text, furniture.groups.get("agencies", ()))
    ):
        roles[j] = SegmentRole.DEK, "stands under the headline and ends without a full stop"


def _headline_reason(
    units: Sequence[Paragraph], roles: Sequence[Finding | None], i: int, furniture: Lexicon
) -> str | None:
    """Why the first unclaimed unit is a headline, or None when the text starts with its body."""
    unit = units[i]
    size = len(unit.words)
    after = [j for j in range(i + 1, len(units)) if roles[j] is None]
    if size > HEADLINE_WORDS or unit.lines > 3 or unit.open_ended or unit.listed or unit.quoted or not after:
        return None
    if dateline_end(unit.text, furniture.groups.get("agencies", ())):
        return None
    if not unit.closed:
        follows_low = units[i + 1].starts_low if i + 1 < len(units) else False
        return None if follows_low else "the first line, without a full stop"
    if unit.title_case and size >= 3:
        return "the first line, in title case"
    if size > 18:
        return None
    if not _FULL_SENTENCE.search(unit.plain):
        return "the first line, short and in headline grammar"
    # a whole sentence by itself is a headline only where page furniture parts it from the text
    if i + 1 < len(units) and roles[i + 1] is not None and roles[i + 1] not in _READ_FINDINGS:
        return "the first line, set apart from the text by page furniture"
    dated = any(
        roles[j] is None and dateline_end(units[j].text, furniture.groups.get("agencies", ()))
        for j in after[:1]
    )
    return "the first line, before the place and agency line" if dated else None


_READ_FINDINGS: frozenset[Finding] = frozenset(
    {(SegmentRole.CAPTION, "ends with a picture credit or names itself a picture")}
)


# --- between the paragraphs --------------------------------------------------------------------------


def _habit(units: Sequence[Paragraph], roles: Sequence[Finding | None]) -> bool:
    """Whether this text ends its paragraphs with punctuation, so that a line without it stands out."""
    long = [u for u, role in zip(units, roles, strict=True) if role is None and len(u.words) > 12]
    return len(long) >= 2 and sum(u.closed or u.open_ended for u in long) >= 0.75 * len(long)


def _between(units: Sequence[Paragraph], roles: list[Finding | None], furniture: Lexicon) -> None:
    habit = _habit(units, roles)
    all_upper = sum(u.upper for u in units) > 0.5 * len(units)
    last_body = max(
        (i for i, u in enumerate(units) if roles[i] is None and u.closed and len(u.words) > 6), default=-1
    )
    seen_body = False
    in_list = False
    for i, unit in enumerate(units):
        if roles[i] is not None:
            continue
        before = next((units[j] for j in range(i - 1, -1, -1) if roles[j] is None), None)
        in_list = (before is not None and before.open_ended) or (
            in_list and not (before is not None and before.closed)
        )
        reason = None
        if not all_upper and not in_list:
            reason = _stray(units, i, habit, furniture)
        if reason is not None:
            role = SegmentRole.INTERLEAVED_HEADLINE
            if i > last_body and not seen_body:
                continue
            roles[i] = role, reason + ("" if i < last_body else ", below the text")
        else:
            seen_body = True


def _stray(units: Sequence[Paragraph], i: int, habit: bool, furniture: Lexicon) -> str | None:
    """Why a line between paragraphs is a headline of something else or of a section; None for body text."""
    unit = units[i]
    size = len(unit.words)
    following = units[i + 1] if i + 1 < len(units) else None
    if (
        size > INTERLEAVED_WORDS
        or unit.lines > 1
        or unit.open_ended
        or unit.listed
        or unit.quoted
        or unit.starts_low
    ):
        return None
    if following is not None and following.starts_low and not following.listed:
        return None
    if unit.closed and not (unit.question_or_cry and unit.title_case and size >= 4):
        return None
    if unit.title_case and size >= 3:
        return "a line in title case between paragraphs"
    sentence = size >= 8 and (
        _PASSIVE.search(unit.plain) or (_ARTICLE.search(unit.plain) and _AUXILIARY.search(unit.plain))
    )
    if habit and size <= 16 and not sentence and not matches(furniture, "saying", unit.plain):
        return "a short line without the full stop that ends the paragraphs of this text"
    return None


_ARTICLE = re.compile(r"\b(?:the|a|an|he|she|they|it|we|his|her|their|its)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|has|have|had|will) (?:being|been|be)\b")
_AUXILIARY = re.compile(r"\b(?:was|were|has|have|had|been|is being|are being|did not|does not)\b")
"""Headlines leave out articles and auxiliaries; a line with both is a sentence that lost its full stop."""


def _after_markers(units: Sequence[Paragraph], roles: list[Finding | None]) -> None:
    """Lines under "Read also:" or inside a comment form, until a paragraph of text comes again."""
    marker: SegmentRole | None = None
    for i, unit in enumerate(units):
        finding = roles[i]
        if finding is not None and finding[0] in (SegmentRole.NAVIGATION, SegmentRole.COMMENT_FORM):
            marker = finding[0] if len(unit.words) <= 6 else None
            continue
        if marker is None or (finding is not None and finding[0] not in READ_ROLES):
            continue
        if (
            finding is not None
            or unit.closed
            or unit.open_ended
            or len(unit.words) > INTERLEAVED_WORDS
            or unit.starts_low
        ):
            marker = None
            continue
        if marker is SegmentRole.COMMENT_FORM:
            roles[i] = marker, "a short line inside a comment form"
        else:
            roles[i] = SegmentRole.INTERLEAVED_HEADLINE, "a headline under a pointer to other pages"
