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

from allegata.model.document import READ_ROLES, Segment
from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import SegmentRole
from allegata.reading.dateline import dateline_end, time_stamp_end
from allegata.reading.furniture import CAPTION, Finding, by_itself, matches
from allegata.reading.lines import Paragraph, paragraphs

HEADLINE_WORDS = 30
DEK_WORDS = (4, 40)
INTERLEAVED_WORDS = 20
LONG_WORDS = 12
"""Paragraphs longer than this show how a text ends its paragraphs."""

Roles = list[Finding | None]
"""One entry for each paragraph; None: not claimed by any rule so far, so body text."""


def segments(text: str, furniture: Lexicon) -> tuple[Segment, ...]:
    """Every stretch of a text with its role: ordered, not overlapping, outer white space left out.

    :param furniture: the lexicon `furniture`; its groups are `<role>_line`, `<role>_start`,
        `<role>_any`, `caption_any`, `saying` and `agencies`.
    """
    units = paragraphs(text)
    roles: Roles = [by_itself(unit, furniture) for unit in units]
    _page_top(units, roles)
    _headline(units, roles, furniture)
    _between(units, roles, furniture)
    _after_markers(units, roles)
    made: list[Segment] = []
    for unit, finding in zip(units, roles, strict=True):
        role, reason = finding or (SegmentRole.BODY, "")
        start = unit.start
        if role is SegmentRole.BODY:
            for opening, end in _openings(unit, furniture):
                made.append(_segment(text, opening, start, end, _OPENING_WORDS[opening]))
                start = end + len(text[end : unit.end]) - len(text[end : unit.end].lstrip())
        made.append(_segment(text, role, start, unit.end, reason))
    return tuple(made)


_OPENING_WORDS = {
    SegmentRole.WIDGET: "the time stamp of an entry",
    SegmentRole.DATELINE: "place and agency line",
}


def _openings(unit: Paragraph, furniture: Lexicon) -> Iterator[tuple[SegmentRole, int]]:
    """What stands before the first words of a paragraph, with its end in the text: a stamp, a dateline."""
    stamp = time_stamp_end(unit.text)
    if stamp:
        yield SegmentRole.WIDGET, unit.start + stamp
    rest = unit.text[stamp:]
    lead = len(rest) - len(rest.lstrip())
    cut = dateline_end(rest[lead:], furniture.groups.get("agencies", ()))
    if cut:
        yield SegmentRole.DATELINE, unit.start + stamp + lead + cut


_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
"""The mark of a heading in Markdown; "#word" is a hashtag and stays."""


def _segment(text: str, role: SegmentRole, start: int, end: int, reason: str) -> Segment:
    mark = _HEADING.match(text, start, end)
    start = mark.end() if mark else start
    return Segment(role, start, start + len(text[start:end].rstrip()), reason)


# --- the top of the page -----------------------------------------------------------------------------


def _page_top(units: Sequence[Paragraph], roles: Roles) -> None:
    """Short lines above the first text: a widget's neighbours, else the names of sections."""
    free = [i for i, role in enumerate(roles) if role is None]
    first = next((i for i in free if len(units[i].words) >= 5), free[0] if free else 0)
    widget = any(role is not None and role[0] is SegmentRole.WIDGET for role in roles[:first])
    body_follows = first < len(units) and units[first].closed and len(units[first].words) > 14
    for i in range(first):
        if roles[i] is not None or units[i].closed:
            continue
        if widget:
            roles[i] = SegmentRole.WIDGET, "a short line beside a page widget, above the text"
        elif not body_follows or len(units[i].words) < 3:
            # a line of three words or more right above a long paragraph is its headline
            roles[i] = SegmentRole.NAVIGATION, "a short label above the text"


# --- headline and dek --------------------------------------------------------------------------------

_SENTENCE_WORDS = re.compile(
    r"\b(?:the|a|an|was|were|has|have|had|been|is|are|he|she|they|it|his|her|their|its|i|we|who|which|that|said|told)\b"
)


def _headline(units: Sequence[Paragraph], roles: Roles, furniture: Lexicon) -> None:
    free = [i for i, role in enumerate(roles) if role is None]
    if not free:
        return
    i = free[0]
    reason = _headline_reason(units, roles, free, furniture)
    if reason is None:
        return
    roles[i] = SegmentRole.HEADLINE, reason
    if len(free) < 3:
        return
    j = free[1]
    below = units[j]
    if _same_words(below, units[i]):
        roles[j] = SegmentRole.HEADLINE, "repeats the headline"
    elif (
        not (below.closed or below.open_ended or below.listed)
        and DEK_WORDS[0] <= len(below.words) <= DEK_WORDS[1]
        and j - i <= 2
        and not _dated(below, furniture)
    ):
        roles[j] = SegmentRole.DEK, "stands under the headline and ends without a full stop"


def _headline_reason(
    units: Sequence[Paragraph], roles: Roles, free: Sequence[int], furniture: Lexicon
) -> str | None:
    """Why the first unclaimed paragraph is a headline, or None when the text starts with its body."""
    i = free[0]
    unit = units[i]
    size = len(unit.words)
    if unit.heading and len(free) > 1:
        return "the first line, marked as a heading"
    too_much = size > HEADLINE_WORDS or unit.lines > 3 or unit.open_ended or unit.listed or unit.quoted
    if too_much or len(free) < 2 or _dated(unit, furniture):
        return None
    if not unit.closed:
        # where no paragraph ends with a full stop, its absence tells nothing
        tells = size <= LONG_WORDS or any(units[j].closed for j in free[1:])
        return "the first line, without a full stop" if tells and not units[i + 1].starts_low else None
    # a whole sentence by itself is a headline only where something parts it from the text
    set_apart = roles[i + 1] not in (None, CAPTION)
    reasons = (
        (unit.title_case and size >= 3, "the first line, in title case"),
        (
            size <= 18 and not _SENTENCE_WORDS.search(unit.plain),
            "the first line, short and in headline grammar",
        ),
        (size <= 18 and set_apart, "the first line, set apart from the text by page furniture"),
        (
            size <= 18 and _dated(units[free[1]], furniture),
            "the first line, before the place and agency line",
        ),
    )
    return next((words for holds, words in reasons if holds), None)


def _dated(unit: Paragraph, furniture: Lexicon) -> bool:
    return dateline_end(unit.text, furniture.groups.get("agencies", ())) > 0


def _same_words(one: Paragraph, other: Paragraph) -> bool:
    return [w.lower() for w in one.words] == [w.lower() for w in other.words]


# --- between the paragraphs --------------------------------------------------------------------------


def _between(units: Sequence[Paragraph], roles: Roles, furniture: Lexicon) -> None:
    """Headlines of other articles and of sections, which lie between the paragraphs or below them."""
    habit = _habit(units, roles)
    if sum(unit.upper for unit in units) > 0.5 * len(units):
        return  # wire copy in capitals: form tells nothing there
    text_ends = max(
        (i for i, u in enumerate(units) if roles[i] is None and u.closed and len(u.words) > 6), default=-1
    )
    seen_body = in_list = False
    before: Paragraph | None = None
    for i, unit in enumerate(units):
        if roles[i] is not None:
            continue
        in_list = before is not None and (before.open_ended or (in_list and not before.closed))
        before = unit
        reason = None if in_list else _stray(units, i, habit, furniture)
        if reason is None:
            seen_body = True
        elif i < text_ends or seen_body:
            roles[i] = (
                SegmentRole.INTERLEAVED_HEADLINE,
                reason + ("" if i < text_ends else ", below the text"),
            )


def _habit(units: Sequence[Paragraph], roles: Roles) -> bool:
    """Whether this text ends its paragraphs with punctuation, so that a line without it stands out."""
    free = [u for u, role in zip(units, roles, strict=True) if role is None and len(u.words) > LONG_WORDS]
    return len(free) >= 2 and sum(u.closed or u.open_ended for u in free) >= 0.75 * len(free)


def _stray(units: Sequence[Paragraph], i: int, habit: bool, furniture: Lexicon) -> str | None:
    """Why a line between paragraphs is a headline of something else or of a section; None for body text."""
    unit = units[i]
    size = len(unit.words)
    below = units[i + 1] if i + 1 < len(units) else None
    if unit.heading:
        return "marked as the heading of a section"
    text_like = unit.open_ended or unit.listed or unit.quoted or unit.starts_low
    goes_on = below is not None and below.starts_low and not below.listed
    if size > INTERLEAVED_WORDS or unit.lines > 1 or text_like or goes_on:
        return None
    asks = unit.question_or_cry and unit.title_case and size >= 4
    if unit.closed and not asks:
        return None
    if unit.title_case and size >= 3:
        return "a line in title case between paragraphs"
    sentence = (size >= 8 and _whole_sentence(unit.plain)) or matches(furniture, "saying", unit.plain)
    if habit and size <= 16 and not sentence:
        return "a short line without the full stop that ends the paragraphs of this text"
    return None


_ARTICLE = re.compile(r"\b(?:the|a|an|he|she|they|it|we|his|her|their|its)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|has|have|had|will) (?:being|been|be)\b")
_AUXILIARY = re.compile(r"\b(?:was|were|has|have|had|been|did not|does not)\b")


def _whole_sentence(line: str) -> bool:
    """Whether a line has the articles and auxiliaries that headlines leave out."""
    return _PASSIVE.search(line) is not None or (
        _ARTICLE.search(line) is not None and _AUXILIARY.search(line) is not None
    )


def _after_markers(units: Sequence[Paragraph], roles: Roles) -> None:
    """Lines under "Read also:" or inside a comment form, until a paragraph of text comes again."""
    marker: SegmentRole | None = None
    for i, unit in enumerate(units):
        finding = roles[i]
        if finding is not None and finding[0] in (SegmentRole.NAVIGATION, SegmentRole.COMMENT_FORM):
            marker = finding[0] if len(unit.words) <= 6 else None
            continue
        if marker is None or (finding is not None and finding[0] not in READ_ROLES):
            continue
        ends = unit.closed or unit.open_ended or unit.starts_low or len(unit.words) > INTERLEAVED_WORDS
        if finding is not None or ends:
            marker = None
        elif marker is SegmentRole.COMMENT_FORM:
            roles[i] = marker, "a short line inside a comment form"
        else:
            roles[i] = SegmentRole.INTERLEAVED_HEADLINE, "a headline under a pointer to other pages"
