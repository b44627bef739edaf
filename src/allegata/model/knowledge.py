"""General knowledge as values: parties, sources, lexicons, place tables.

The rooms get these as arguments; an edge (`allegata.knowledge`) reads them from data files with
their provenance, and from a casebook's own `knowledge/` folder, which extends them without code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allegata.model.source import Party, Source
from allegata.model.value import Place


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One named list of words or phrases, grouped by term: `groups["could_not_verify"] = ("could not …", …)`.

    Entries are lower case. How entries are matched (lemma, phrase, pattern) is said in `matching`.
    """

    name: str
    groups: Mapping[str, tuple[str, ...]]
    matching: str = "lemma"
    provenance: str = ""

    def terms_of(self, word: str) -> tuple[str, ...]:
        """Every group that holds this entry."""
        return tuple(term for term, words in self.groups.items() if word in words)


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of public body or role that any party may have, with the words that name it.

    Combined with a party's adjective, name or capital ("Ukrainian General Prosecutor's office",
    "Russia's Investigative Committee", "Ministry of Defence of X") it yields a source
    `<party>/<id>` under that party's control, alike for every party.
    """

    id: str
    name: str
    kind: str  # a SourceKind value
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the readers know about the world, all of it from data files."""

    parties: tuple[Party, ...]
    offices: tuple[Office, ...]
    sources: tuple[Source, ...]  # named outlets, agencies, bodies, public offices and their holders
    lexicons: Mapping[str, Lexicon]
    version: str  # digest of all data files in use: part of every reading's provenance

    def lexicon(self, name: str) -> Lexicon:
        """The lexicon of this name.

        :raises KeyError: when no data file defines it.
        """
        return self.lexicons[name]


PlaceTable = Mapping[str, tuple[Place, ...]]
"""Casefolded name → every gazetteer entry of that name, for the names one document holds."""
