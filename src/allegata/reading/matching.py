"""Lexicon entries found in parsed text, by lemma or by form, across hyphens.

One table per lexicon, made once: the first word of every entry leads to the entries that begin with
it, so that the cost is that of one look-up a token.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from allegata.model.knowledge import Lexicon

_GAP = re.compile(r"[\s-]+")
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found: `first`..`last` are token indices (inclusive), `head` the token that carries it."""

    term: str
    entry: str
    first: int
    last: int
    head: int


class Phrases:
    """The entries of a lexicon (or of some of its terms), ready to be looked up."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for term, entries in groups.items():
            for entry in entries:
                words = tuple(_GAP.split(entry.strip()))
                self._by_first.setdefault(words[0], []).append((words, term, entry))
        for options in self._by_first.values():
            options.sort(key=lambda option: -len(option[0]))

    def hits(self, doc: Doc) -> tuple[Hit, ...]:
        """Every entry in the text, the longest of each term at each place."""
        words = _words(doc)
        found = []
        for at, (index, spellings) in enumerate(words):
            seen: set[str] = set()
            for spelling in spellings:
                for entry, term, text in self._by_first.get(spelling, ()):
                    if term in seen or at + len(entry) > len(words):
                        continue
                    stretch = words[at + 1 : at + len(entry)]
                    if all(word in option for word, (_, option) in zip(entry[1:], stretch, strict=True)):
                        last = stretch[-1][0] if stretch else index
                        found.append(Hit(term, text, index, last, _head(doc, index, last)))
                        seen.add(term)
        return tuple(found)

    def terms_at(self, token: Token) -> frozenset[str]:
        """The terms whose one-word entries this token matches."""
        return frozenset(
            term
            for spelling in forms(token)
            for entry, term, _ in self._by_first.get(spelling, ())
            if len(entry) == 1
        )


_FORMS, _WORDS = "allegata.forms", "allegata.words"


def _words(doc: Doc) -> list[tuple[int, tuple[str, ...]]]:
    """The words of a text with their spellings, hyphens left out; kept with the parsed text."""
    found: list[tuple[int, tuple[str, ...]]] | None = doc.user_data.get(_WORDS)
    if found is None:
        spellings = _spellings(doc)
        found = [(t.i, spellings[t.i]) for t in doc if t.text not in {"-", "–"} and not t.is_space]
        doc.user_data[_WORDS] = found
    return found


def _spellings(doc: Doc) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] | None = doc.user_data.get(_FORMS)
    if found is None:
        found = doc.user_data[_FORMS] = [_forms(t) for t in doc]
    return found


def _head(doc: Doc, first: int, last: int) -> int:
    inside = range(first, last + 1)
    return next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), first)


def forms(token: Token) -> tuple[str, ...]:
    """Lower-case form, lemma, and for participles read as adjectives the possible base forms."""
    return _spellings(token.doc)[token.i]


def _forms(token: Token) -> tuple[str, ...]:
    lower = token.lower_
    found = [lower]
    lemma = token.lemma_.lower()
    if lemma and lemma != lower:
        found.append(lemma)
    if token.tag_ == "NNPS" and len(lower) > 4 and lower.endswith("s"):
        found.append(lower[:-1])
    if token.pos_ in {"ADJ", "NOUN", "PROPN", "ADV"} and len(lower) > 5:
        for ending in ("ed", "ing"):
            if lower.endswith(ending):
                stem = lower[: -len(ending)]
                found += [stem, stem + "e", _DOUBLED.sub(r"\1", stem)]
    return tuple(dict.fromkeys(found))


_made: dict[tuple[int, tuple[str, ...]], tuple[Lexicon, Phrases]] = {}


def phrases(lexicon: Lexicon, *prefixes: str) -> Phrases:
    """The entries of a lexicon whose term begins with one of the prefixes (all of them without any).

    Made once per lexicon and prefixes; the lexicon is kept with its table, so that an id is never reused.
    """
    key = (id(lexicon), prefixes)
    if key not in _made:
        chosen = {
            term: words for term, words in lexicon.groups.items() if not prefixes or term.startswith(prefixes)
        }
        _made[key] = (lexicon, Phrases(chosen))
    return _made[key][1]
