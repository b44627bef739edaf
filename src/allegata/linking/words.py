"""Words made comparable: stems, exchanged words folded to one, numbers with their bounds.

"more than ten", "over 10" and "at least 11" all become the token `#11+`; "six" becomes `#6`. Which
words may stand for one another, and which any statement of the genre may hold, is data
(`sameness.toml`) and comes in with the knowledge; without it words are compared as they stand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from allegata.model.knowledge import Knowledge

LEXICON = "sameness"
NUMBERS = "numbers"

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*")
_PLAIN = re.compile(r"(?<![\w’'-])[a-zа-яёіїєґ][^\W\d_]{3,}|\b\d{2,}\b")
_PROPER = r"[^\W\d_a-zа-яёіїєґ][\w’'-]+"
_OVER = frozenset({"more", "over", "above", "exceeding"})
_SUFFIXES = (
    ("ization", "iz"), ("isation", "iz"), ("ational", "at"), ("ically", "ic"), ("ousness", "ous"),
    ("fulness", "ful"), ("ments", ""), ("ment", ""), ("ingly", ""), ("edly", ""), ("ations", "at"),
    ("ation", "at"), ("ities", ""), ("ately", ""), ("ingly", ""), ("ness", ""), ("ical", "ic"), ("ably", ""),
    ("ized", "iz"), ("ised", "iz"), ("izing", "iz"), ("ising", "iz"), ("ize", "iz"), ("ise", "iz"),
    ("ing", ""), ("ers", ""), ("ely", ""), ("ies", "y"), ("ied", "y"), ("ity", ""), ("ate", ""), ("ated", ""),
    ("ion", ""), ("ive", ""), ("ed", ""), ("er", ""), ("ly", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_SHORTEST = 4  # a stem never gets shorter: below that, unlike words fall together


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: inflections and common derivations of one word fall together.

    >>> stem("deliberately") == stem("deliberate"), stem("methodically") == stem("methodical")
    (True, True)
    """
    for suffix, put in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) + len(put) >= _SHORTEST:
            if suffix == "s" and word.endswith("ss"):
                break
            word = word[: len(word) - len(suffix)] + put
            break
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiou" else word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Exchangeable words, words of the genre, function words and number words, all by stem or form."""

    synonyms: Mapping[str, str] = field(default_factory=dict)  # stem → the group's name
    phrases: tuple[tuple[str, str], ...] = ()  # (phrase in lower case, the group's name)
    generic: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    place_nouns: tuple[str, ...] = ()
    place_prepositions: tuple[str, ...] = ()

    def telling(self, text: str) -> frozenset[str]:
        """Tokens of a text that may tell one occurrence from another, names of persons left out.

        Kept are words in lower case, numbers, and proper names that stand before a noun for a place
        ("… Street", "… district") or behind a preposition of place ("in …", "near …").
        """
        plain = _PLAIN.findall(text)
        if self.place_nouns:
            named = _named_places(self.place_nouns, self.place_prepositions).finditer(text)
            plain += [name for match in named for name in match.groups() if name]
        return frozenset(self.tokens(" ".join(plain)))

    def fold(self, word: str) -> str:
        """The one token that stands for this word and its synonyms."""
        made = stem(word)
        return self.synonyms.get(made, made)

    def tokens(self, text: str) -> tuple[str, ...]:
        """Content tokens of a text in order: folded stems, numbers as `#n` or, open upwards, `#n+`."""
        lowered = text.casefold()
        for phrase, name in self.phrases:
            if phrase in lowered:
                lowered = lowered.replace(phrase, f" {name} ")
        words = _WORD.findall(lowered)
        return tuple(self._tokens(words))

    def _tokens(self, words: list[str]) -> Iterator[str]:
        for place, word in enumerate(words):
            number = _number(word, self.numbers)
            if number is not None:
                yield _bounded(number, words[max(0, place - 2) : place])
            elif word not in self.stop and len(word) > 1:
                yield self.fold(word)

    def is_generic(self, token: str) -> bool:
        """Whether any statement of the genre may hold this token."""
        return token in self.generic


@lru_cache(maxsize=8)
def _named_places(nouns: tuple[str, ...], prepositions: tuple[str, ...]) -> re.Pattern[str]:
    noun = "|".join((*nouns, *(noun.capitalize() for noun in nouns)))
    before = "|".join(prepositions)
    return re.compile(
        rf"\b((?:{_PROPER}[ \u00a0]){{1,3}})(?=(?:{noun})\b)"
        rf"|\b(?:{before})[ \u00a0](?:the[ \u00a0])?({_PROPER}(?:[ \u00a0]{_PROPER})?)"
    )


def vocabulary(knowledge: Knowledge | None) -> Vocabulary:
    """The vocabulary in these data files; an empty one when there are none. Names of sides are generic."""
    if knowledge is None or LEXICON not in knowledge.lexicons:
        return Vocabulary()
    groups = knowledge.lexicon(LEXICON).groups
    synonyms: dict[str, str] = {}
    phrases: list[tuple[str, str]] = []
    for term, words in groups.items():
        if term.startswith("synonym."):
            name = stem(term.removeprefix("synonym."))
            for word in words:
                if " " in word:
                    phrases.append((word, name))
                else:
                    synonyms[stem(word)] = name
    sides = {
        word
        for party in knowledge.parties
        for name in (party.name, *party.names, *party.adjectives, *party.people, *party.capitals)
        for word in _WORD.findall(name.casefold())
    }
    generic = {synonyms.get(stem(word), stem(word)) for word in (*groups.get("generic", ()), *sides)}
    phrases.sort(key=lambda entry: (-len(entry[0]), entry))
    return Vocabulary(
        synonyms,
        tuple(phrases),
        frozenset(generic),
        frozenset(groups.get("stop", ())),
        _numbers(knowledge),
        groups.get("place_noun", ()),
        groups.get("place_preposition", ()),
    )


def _numbers(knowledge: Knowledge) -> dict[str, int]:
    if NUMBERS not in knowledge.lexicons:
        return {}
    found = {}
    for term, words in knowledge.lexicon(NUMBERS).groups.items():
        kind, _, digits = term.partition("_")
        if kind == "cardinal" and digits.isdigit():
            found.update({word: int(digits) for word in words})
    found.pop("one", None)  # an article more often than a count
    return found


def _number(word: str, numbers: Mapping[str, int]) -> int | None:
    if word[0].isdigit():
        digits = word.replace(",", "").split(".")[0]
        return int(digits) if len(digits) <= 9 else None
    return numbers.get(word)


def _bounded(number: int, before: list[str]) -> str:
    if before and (before[-1] in _OVER or (before[-1] == "than" and before[0] in _OVER)):
        return f"#{number + 1}+"
    if before and before[-1] == "least":
        return f"#{number}+"
    return f"#{number}"
