"""A parser that cannot tell one state from another.

A statistical parser has seen some nations more often than others: measured on five articles, exchanging
"Russian" and "Ukrainian" changed 64 readings, because the same sentence was parsed differently. So every
one-word name, adjective, people and capital of a state is parsed as the same stand-in, and the syntax is
laid over the words that really stand there. What then differs between sides, differs in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from allegata.model.source import Party

if TYPE_CHECKING:
    from spacy.tokens import Doc

STAND_INS = {"names": "Iraq", "capitals": "Baghdad", "adjectives": "Iraqi", "people": "Iraqis"}
"""One well-known state for all: which one hardly matters, as long as it is the same for every side."""

STATES = "state:"
BATCH = 64
"""Texts parsed together: more costs memory without gaining speed on sentences."""


def stand_ins(parties: Iterable[Party]) -> dict[str, str]:
    """Word → what it is parsed as, for every state alike; words of several tokens stay as they are."""
    words: dict[str, str] = {}
    for party in parties:
        if not party.id.startswith(STATES):
            continue
        for field, stand_in in STAND_INS.items():
            for word in getattr(party, field):
                if word.isalpha():
                    words.setdefault(word, stand_in)
                    words.setdefault(word.lower() if field == "capitals" else word, stand_in)
    return words


class EvenHandedPipeline:
    """A loaded pipeline behind stand-ins. Satisfies `reading.sentences.Pipeline`."""

    def __init__(self, language: Any, parties: Iterable[Party]) -> None:
        self._language = language
        self._stand_ins = stand_ins(parties)

    def pipe(self, texts: Sequence[str]) -> Iterator["Doc"]:
        """Parse each text; the order is kept, and every token is the text's own."""
        originals = [self._language.make_doc(text) for text in texts]
        parsed = self._language.pipe((self._hidden(doc) for doc in originals), batch_size=BATCH)
        for original, syntax in zip(originals, parsed, strict=True):
            yield original if syntax is original else _laid_over(original, syntax)

    def _hidden(self, doc: "Doc") -> "Doc":
        """The same document where no state is named; else one of the same tokens with stand-ins."""
        written = [token.text for token in doc]
        if self._stand_ins.keys().isdisjoint(written):
            return doc
        words = [self._stand_ins.get(word, word) for word in written]
        return type(doc)(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


SYNTAX: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"]


def _laid_over(original: "Doc", syntax: "Doc") -> "Doc":
    """The original words with the other document's syntax; a stand-in's lemma is the real word's own."""
    table: Any = syntax.to_array(SYNTAX)  # typed as floats by spaCy; it holds the ids of strings
    original.from_array(SYNTAX, table)
    for own, other in zip(original, syntax, strict=True):
        if own.orth != other.orth:
            own.lemma_ = own.text if other.pos_ == "PROPN" else own.text.lower()
    return original
