"""Number wordings in running text: "at least 11", "five to seven", "dozens of", "two or more".

Words only: which noun is counted, and whether it is a count at all, is for `reading.counts`. The
intervals follow DOMAIN 3.2; the vague conventions ("dozens" starts at 24) stand in the data file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import Exactness

DIGITS = (
    r"(?<![\w.,:/])(?:\d{1,3}(?:,\d{3})+|\d{1,7})"
    r"(?:(?=[\s)\]'\"+,;:.?!-])|(?=[-–]\d)|$)"
    r"(?![.,:/]\d|%|[-–]?(?:mm|cm|km|kg|m)\b)"
)
"""A whole number in digits that is no part of a decimal, a clock time, a date, a percentage, a measure."""
APPROXIMATION = 10
"""One part in so many: "about 50" is 45 to 55, and never narrower than one either way."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A number wording in a text: `start:end` the whole, `core` the number itself, `value` its figure."""

    start: int
    end: int
    core: tuple[int, int]
    value: int
    low: int
    high: int | None
    exactness: Exactness
    vague: bool = False


class NumberGrammar:
    """The number words of a lexicon, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        groups = lexicon.groups
        self.cardinals = _numbered(groups, "cardinal_")
        self.ordinals = _numbered(groups, "ordinal_")
        self.vague = _numbered(groups, "vague_")
        word = _any(self.cardinals)
        # "12 May 2021 two civilians": only a scale ("3 million") may follow figures
        scale = _any(w for w, v in self.cardinals.items() if v >= 100 or w in {"dozen", "score"})
        number = rf"(?:(?:\ba\s+|\bhalf\s+a\s+)?\b{word}(?:(?:-|\s+and\s+|\s+){word})*\b|{DIGITS}(?:\s+{scale}\b)?)"
        self._vague = re.compile(rf"\b{_any(self.vague)}\b", re.I)
        before = "|".join(
            rf"(?P<{kind}>{_any(groups.get(kind, ()))})"
            for kind in ("at_least", "more_than", "up_to", "fewer_than", "about", "nearly")
        )
        after = "|".join(
            rf"(?P<{kind}>{_any(groups.get(kind, ()))})" for kind in ("or_more", "or_fewer", "or_so")
        )
        self._number = re.compile(
            rf"(?:\b(?P<between>between|from)\s+|(?:\b(?:{before}))\s+)?"
            rf"(?P<one>{number})(?P<sign>\+)?"
            rf"(?:(?P<link>\s*[-–]\s*|\s+(?:to|or|and)\s+)(?P<two>{number}))?"
            rf"(?:\s+(?:{after})\b)?",
            re.I,
        )

    def find(self, text: str) -> Iterator[NumberWords]:
        """Every number wording of the text, in order, none overlapping another."""
        taken: list[tuple[int, int]] = []
        found: list[NumberWords] = []
        for match in self._vague.finditer(text):
            low = self.vague[_spaced(match.group())]
            found.append(_vague(match, low))
            taken.append(match.span())
        for match in self._number.finditer(text):
            if not any(a < match.end("one") and match.start("one") < b for a, b in taken):
                words = self._read(match)
                if words:
                    found.append(words)
        yield from sorted(found, key=lambda words: words.start)

    def figure(self, words: str) -> int | None:
        """The value of a cardinal: "1,200", "twenty-one", "a dozen", "two hundred and five".

        None when the words do not make one number ("five two").
        """
        parts = re.split(r"[-\s]+", words.strip().lower().replace(",", ""))
        if parts[:2] == ["half", "a"]:
            rest = self.figure(" ".join(parts[2:]))
            return None if rest is None else rest // 2
        total, current, last = 0, 0, 0
        for part in parts:
            if part in {"a", "and", ""}:
                continue
            value = int(part) if part.isdigit() else self.cardinals.get(part)
            if value is None:
                return None
            scales = value >= 100 or part in {"dozen", "score"}
            if scales and not part.isdigit():
                current = max(current, 1) * value
                if value >= 1000:
                    total, current = total + current, 0
            elif last and not (last >= 20 and value < 10) and not last >= 100:
                return None
            else:
                current += value
            last = value
        return total + current

    def _read(self, match: re.Match[str]) -> NumberWords | None:
        value = self.figure(match["one"])
        if value is None:
            return None
        start, end = match.start(), match.end()
        second = self.figure(match["two"]) if match["two"] else None
        link = (match["link"] or "").strip()
        if match["two"] and not _is_range(match, value, second, link):
            # "two and three others", "10 or 5": two numbers; the second is found on its own by the caller
            second, end = None, match.end("one")
        if match["between"] and second is None:
            start = match.start("one")
        core = match.span("one")
        if second is not None:
            return NumberWords(start, end, core, value, value, second, Exactness.RANGE)
        return NumberWords(start, end, core, value, *_bounds(match, value))


def _is_range(match: re.Match[str], one: int, two: int | None, link: str) -> bool:
    if two is None or two <= one:
        return False
    if link == "and":
        return bool(match["between"])
    return link != "or" or two - one <= max(2, one)


def _bounds(match: re.Match[str], value: int) -> tuple[int, int | None, Exactness, bool]:
    """Lower end, upper end, exactness, vague: the table of DOMAIN 3.2."""
    named = match.groupdict()
    delta = max(1, round(value / APPROXIMATION))
    exact = (value, value, Exactness.EXACT_AS_STATED, False)
    meanings: tuple[tuple[str, tuple[int, int | None, Exactness, bool]], ...] = (
        ("more_than", (value + 1, None, Exactness.LOWER_BOUND, False)),
        ("at_least", (value, None, Exactness.LOWER_BOUND, False)),
        ("or_more", (value, None, Exactness.LOWER_BOUND, False)),
        ("sign", (value, None, Exactness.LOWER_BOUND, False)),
        ("up_to", (0, value, Exactness.UPPER_BOUND, False)),
        ("or_fewer", (0, value, Exactness.UPPER_BOUND, False)),
        ("fewer_than", (0, max(value - 1, 0), Exactness.UPPER_BOUND, False)),
        ("nearly", (max(value - delta, 0), value, Exactness.APPROX, True)),
        ("about", (max(value - delta, 0), value + delta, Exactness.APPROX, True)),
        ("or_so", (max(value - delta, 0), value + delta, Exactness.APPROX, True)),
    )
    return next((meaning for name, meaning in meanings if named[name]), exact)


def _vague(match: re.Match[str], low: int) -> NumberWords:
    exactness = Exactness.UNQUANTIFIED if low < 20 else Exactness.LOWER_BOUND
    return NumberWords(match.start(), match.end(), match.span(), low, low, None, exactness, vague=True)


def _numbered(groups: Mapping[str, tuple[str, ...]], prefix: str) -> dict[str, int]:
    return {
        word: int(term.removeprefix(prefix))
        for term, words in groups.items()
        if term.startswith(prefix)
        for word in words
    }


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())


def _any(words: Iterable[str]) -> str:
    """An alternation of phrases, longest first; never empty, so that a lexicon may lack a group."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + ("|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) or r"(?!)") + ")"
