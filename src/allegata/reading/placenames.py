"""Runs of capitalised words that could be place names: what to ask a gazetteer for."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['ʼ’`.\-‑][^\W\d_]+)*")
_INNER = frozenset(
    [
        "of",
        "the",
        "de",
        "la",
        "le",
        "el",
        "al",
        "du",
        "des",
        "del",
        "da",
        "do",
        "dos",
        "and",
        "on",
        "upon",
        "sur",
        "am",
        "an",
        "der",
        "bin",
        "es",
        "us",
        "e",
        "i",
        "y",
        "d",
        "l",
        "s",
    ]
)
MOST = 5
"""Words in a place name at most."""


def names(text: str) -> frozenset[str]:
    """Every run of capitalised words that could be a place name, as written, apostrophes made straight."""
    return frozenset(name for _, _, name in runs(text))


def runs(text: str) -> Iterable[tuple[int, int, str]]:
    """(start, end, name) of every candidate run, longest first at each start."""
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        if not first.group()[0].isupper():
            continue
        ends = [at]
        for behind in range(at + 1, min(at + MOST, len(words))):
            gap = text[words[behind - 1].end() : words[behind].start()]
            word = words[behind].group()
            if gap not in (" ", "\u00a0", "-", ". ") or not (word[0].isupper() or word.lower() in _INNER):
                break
            if word[0].isupper():
                ends.append(behind)
        for end in reversed(ends):
            start, stop = first.start(), words[end].end()
            yield start, stop, plain(text[start:stop])
            if text[stop : stop + 1] == "." and end == at:
                yield start, stop + 1, plain(text[start : stop + 1])  # "Calif.", "N.J."
            short = re.sub(r"['’]s?$", "", text[start:stop])
            if len(short) < stop - start:
                yield start, start + len(short), plain(short)


def plain(name: str) -> str:
    """The name with straight apostrophes and ordinary spaces, as it is asked for."""
    return name.replace("’", "'").replace("\u00a0", " ")
