"""Datelines: the place, day and agency that stand before the first words of a report.

"KYIV, Ukraine (AP) —", "LONDON, Feb 3 (Reuters) -", "Kyiv. 3 May. INTERFAX - ".
"""

import re
from collections.abc import Sequence

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_CAPS = r"[A-ZÀ-ÖØ-ÞА-ЯЄІЇҐ][A-ZÀ-ÖØ-ÞА-ЯЄІЇҐ.’'\-]+(?:[ /][A-ZÀ-ÖØ-ÞА-ЯЄІЇҐ][A-ZÀ-ÖØ-ÞА-ЯЄІЇҐ.’'\-]*){0,4}"
_NAME = r"[A-Z][\w.’'\-]+(?:\s(?:of|the|and|al|de|[A-Z][\w.’'\-]*)){0,4}"
_DASH = r"\s?(?:—|–|--|-|―)(?=\s|[“\"‘A-Z])"
_SHAPES = (
    # capitals, whatever follows within the line's head, a dash
    rf"{_CAPS}(?:,\s(?:{_NAME}))?(?:,?\s{_DAY})?(?:{{}})?(?:\s?\((?P<a>[^()]{{1,40}})\))?{_DASH}",
    rf"{_CAPS}(?:,\s(?:{_NAME}))?(?:,?\s{_DAY})?\s?\((?P<b>[^()]{{1,40}})\)\s?:?",
    # ordinary case needs an agency or a day
    rf"{_NAME}(?:,\s{_NAME})?(?:[,.]\s{_DAY})[,.]?\s?(?:\(?(?P<c>[^()\n]{{1,30}}?)\)?)?{_DASH}",
    rf"{_NAME}(?:,\s{_NAME})?\s\((?P<d>[^()]{{1,40}})\)\s?{_DASH}",
    rf"\((?P<e>[^()]{{1,30}})\){_DASH}",
    rf"{_DAY}\s\((?P<f>[^()]{{1,30}})\)\s?{_DASH}",
)
_DATELINES = tuple(re.compile(shape.replace("{}", "")) for shape in _SHAPES)
_STAMP = re.compile(
    r"\d{1,2}:\d{2}(?:\s?(?:[ap]\.?m\.?|GMT|UTC|EET|EEST|CET|CEST|BST|E[SD]T))*\s?(?:[—–\-|:.]\s|(?=[A-Z“\"]))"
)
_LONGEST = 90
"""A dateline is not longer than this many characters."""


def dateline_end(text: str, agencies: Sequence[str]) -> int:
    """Offset behind the dateline with which a paragraph starts; 0 when it starts with none.

    :param agencies: names of news agencies in lower case; they tell a dateline from a bracket.
    """
    for number, pattern in enumerate(_DATELINES):
        match = pattern.match(text)
        if not match or match.end() > _LONGEST or match.end() + 15 > len(text):
            continue
        agency = next((value for value in match.groupdict().values() if value), None)
        known = agency is not None and any(
            word.strip() in agencies for word in re.split(r"[/,]", agency.lower())
        )
        if number in (1, 3, 4) and not known:
            continue
        if number == 0 and sum(c.isalpha() for c in match.group().split(",")[0]) < 3:
            continue
        return match.end()
    return 0


_STANDING = re.compile(
    rf"{_CAPS}(?:,\s(?:{_NAME}|{_CAPS}))?(?:,?\s{_DAY})?\s?(?:\([^()]{{1,30}}\)\s?)?(?:—|–|--|-|―)"
)


def standing_dateline(line: str) -> bool:
    """Whether a line is a dateline and nothing else: place in capitals, closed by a dash."""
    return _STANDING.fullmatch(line) is not None


def time_stamp_end(text: str) -> int:
    """Offset behind the time of day that starts an entry of a live page ("14:35 — …"); 0 without one."""
    stamp = _STAMP.match(text)
    return len(text[: stamp.end()].rstrip()) if stamp and stamp.end() < len(text) else 0
