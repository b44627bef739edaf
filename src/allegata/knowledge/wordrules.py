"""The pipeline's own rules about single words, asked once for each kind of word.

spaCy's attribute ruler tries each of its 180 patterns on every word: a fifth of the pipeline's time. Most
of them look at one word, and at no more of it than its tag, form and dependency; so their answer for a word
is kept and serves for the next one that is alike. What it answers is the same.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

SEEN = frozenset({"DEP", "IS_SPACE", "LOWER", "TAG"})
"""What a pattern may ask of a word for its answer to be kept."""

Match = tuple[int, int, int]
"""(rule, first word, behind the last word), as spaCy's matcher gives it."""


class WordRules:
    """Stands in for the matcher of an attribute ruler."""

    def __init__(self, ruler: "AttributeRuler") -> None:
        self._single, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        named: dict[str, set[str]] = {"LOWER": set(), "DEP": {""}}
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]  # spaCy's type leaves open what these are
            for pattern in patterns:
                alone = len(pattern) == 1 and pattern[0].keys() <= SEEN
                if alone:
                    for key, words in named.items():
                        words.update(_words(pattern[0].get(key)))
                (self._single if alone else self._other).add(str(number), [pattern])
        strings = ruler.vocab.strings
        self._forms = frozenset(strings.add(word) for word in named["LOWER"])
        self._links = frozenset(strings.add(word) for word in named["DEP"])
        self._kept: dict[tuple[int, int, int, int], tuple[int, ...]] = {}

    def __call__(self, doc: "Doc", *, allow_missing: bool = False, as_spans: bool = False) -> list[Match]:
        """Every match, in no particular order: the ruler sorts them. `as_spans` is not supported."""
        found: list[Match] = list(self._other(doc, allow_missing=allow_missing))
        table: Any = doc.to_array([TAG, LOWER, DEP, IS_SPACE])
        for place, (tag, form, link, space) in enumerate(table.tolist()):
            # words and dependencies that no rule names are all one to the rules
            key = tag, form if form in self._forms else 0, link if link in self._links else -1, space
            rules = self._kept.get(key)
            if rules is None:
                word = doc[place : place + 1]
                rules = self._kept[key] = tuple(m[0] for m in self._single(word, allow_missing=allow_missing))
            found += [(rule, place, place + 1) for rule in rules]
        return found


def _words(asked: str | Mapping[str, Any] | bool | None) -> Iterator[str]:
    """The words that a pattern names for one attribute: "the", or {"IN": ["the", "a"]}."""
    if isinstance(asked, str):
        yield asked
    elif isinstance(asked, Mapping):
        for words in asked.values():
            yield from words
