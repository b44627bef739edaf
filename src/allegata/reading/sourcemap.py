"""Offsets in a text that was taken out of markup, mapped back to the markup."""

import html
import re
from collections.abc import Iterator

SOURCE_LIMIT = 4_000_000
"""Characters of markup that are mapped; larger pages keep an empty map."""

NOWHERE = -1
"""Stands for the source offset of a line that the markup does not hold word for word."""

_RUN = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});|[^\s&]+|&")
_RAW = ("script", "style")


def source_map(text: str, source: str) -> tuple[tuple[int, int], ...]:
    """Pairs (offset in the text, offset in the source) at every break of the correspondence.

    Lines are looked for in order, white space aside. Between two pairs both offsets grow alike, but
    for white space, which markup may write differently. A line that is not found has `NOWHERE`.
    """
    if not text or len(source) > SOURCE_LIMIT:
        return ()
    letters, starts, origins = _projection(source)
    pairs: list[tuple[int, int]] = []
    at = 0
    offset = 0
    for line in text.split("\n"):
        body = line.lstrip("-|• ")
        lead = len(line) - len(body)
        bare = "".join(body.split())
        if bare:
            found = letters.find(bare, at)
            found = found if found >= 0 else letters.find(bare)
            if found < 0:
                pairs.append((offset, NOWHERE))
            else:
                pairs.extend(_pairs(body, offset + lead, _origins(found, starts, origins)))
                at = found + len(bare)
        offset += len(line) + 1
    return tuple(pairs)


def _projection(source: str) -> tuple[str, list[int], list[int]]:
    """The letters of the markup's text without white space; for each run, where it starts there and here."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for left, right in _text_ranges(source):
        for match in _RUN.finditer(source, left, right):
            run = match.group()
            if run[0] == "&" and len(run) > 1:
                run = "".join(html.unescape(run).split())
            if run:
                pieces.append(run)
                starts.append(length)
                origins.append(match.start())
                length += len(run)
    return "".join(pieces), starts, origins


def _text_ranges(source: str) -> list[tuple[int, int]]:
    """The stretches of markup that are text: outside tags, comments, scripts and styles."""
    ranges: list[tuple[int, int]] = []
    at = 0
    lowered = source.lower() if source.isascii() else None
    while at < len(source):
        tag = source.find("<", at)
        if tag < 0:
            ranges.append((at, len(source)))
            break
        if tag > at:
            ranges.append((at, tag))
        end = _markup_end(source, lowered or source, tag)
        if end < 0:
            break  # an unclosed tag: nothing behind it is text
        at = end
    return ranges


def _markup_end(source: str, lowered: str, tag: int) -> int:
    if source.startswith("<!--", tag):
        end = source.find("-->", tag)
        return end + 3 if end >= 0 else -1
    for raw in _RAW:
        if lowered.startswith(raw, tag + 1):
            end = lowered.find(f"</{raw}", tag)
            return end if end >= 0 else -1
    end = source.find(">", tag)
    return end + 1 if end >= 0 else -1


def _pairs(body: str, offset: int, places: Iterator[int]) -> Iterator[tuple[int, int]]:
    """The pairs of one line; `places` gives the source offset of each of its letters in turn."""
    expected: int | None = None
    for index, letter in enumerate(body):
        if letter.isspace():
            expected = None if expected is None else expected + 1
            continue
        here = next(places)
        if here != expected:
            yield offset + index, here
        expected = here + 1


def _origins(position: int, starts: list[int], origins: list[int]) -> Iterator[int]:
    """The source offsets of the projection's letters, from one of them on."""
    run = _run_at(starts, position)
    while True:
        while run + 1 < len(starts) and starts[run + 1] <= position:
            run += 1
        yield origins[run] + position - starts[run]
        position += 1


def _run_at(starts: list[int], position: int) -> int:
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if starts[middle] <= position else (low, middle - 1)
    return low
