"""What the editors of a door offer: known sources, parties, terms, places of the gazetteer; and what they make."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from allegata.actions.casebook import Casebook
from allegata.knowledge import load
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.document import Document, Span
from allegata.model.incident import Mention
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.room import Room
from allegata.model.source import Party, Source, Speaker
from allegata.model.value import Place
from allegata.model.vocabulary import BROADER_ACT, ActType, StatusBasis
from allegata.reading.missed import sources_of, speaker_of

MOST_PLACES = 40
"""Places of one name that are listed; a longer list says so."""
FAMILIES = {"method": "method", "armed_state": "armed"}
"""Scheme → the family of terms in the lexicon of acts."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One place with what contains it, nearest first."""

    place: Place
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen in the editors of one text."""

    document: Document
    near: Span
    parties: tuple[Party, ...]
    sources: tuple[Source, ...]
    schemes: dict[str, tuple[str, ...]]
    mentions: tuple[Mention, ...]
    statements: tuple[tuple[str, str], ...] = ()

    def speaker(self, words: str, source: str | None) -> Speaker:
        """A speaker by the words of the text, and who that is.

        :raises BadDecision: when the words do not stand in the text, or the source is not known.
        """
        return speaker_of(self.document, self.near, words, source, self.sources)


def offer(book: Casebook, document: Document, reading: Reading, near: Span) -> Offer:
    """What can be chosen around some words of a text."""
    known = load(book.knowledge)
    sources = {one.id: one for one in (*sources_of(reading), *known.sources)}
    return Offer(document, near, known.parties, tuple(sources.values()), _schemes(known), reading.mentions)


def offer_in(book: Casebook, one: Room, near: Span) -> Offer:
    """The same for a text in the reading room."""
    assert one.record.document is not None and one.shown is not None
    return offer(book, one.record.document, one.shown, near)


def place_choices(
    book: Casebook, ticked: Iterable[str], named: str, held: Sequence[Place] = ()
) -> tuple[PlaceChoice, ...]:
    """The candidates of a place: those that its value holds, those ticked, those of the name looked for."""
    choices = {choice.place.id: choice for choice in places_held(book, held)} if held else {}
    choices |= {choice.place.id: choice for choice in places_by_id(book, ticked)}
    if named.strip():
        choices |= {choice.place.id: choice for choice in places_named(book, named)}
    return tuple(choices.values())


def places_named(book: Casebook, name: str) -> tuple[PlaceChoice, ...]:
    """Every place of a name, with what contains it; none is put first for its size."""
    with closing(Gazetteer(book.folder)) as gazetteer:
        found = [place for places in gazetteer.lookup([name.strip()]).values() for place in places]
        return _choices(gazetteer, found[:MOST_PLACES])


def places_by_id(book: Casebook, ids: Iterable[str]) -> tuple[PlaceChoice, ...]:
    """The places of these ids, in the same order; ids that no table holds are left out."""
    wanted = tuple(dict.fromkeys(ids))
    with closing(Gazetteer(book.folder)) as gazetteer:
        held = gazetteer.by_id(wanted)
        return _choices(gazetteer, [held[id] for id in wanted if id in held])


def places_held(book: Casebook, places: Sequence[Place]) -> tuple[PlaceChoice, ...]:
    """Places that a value holds, also such as the gazetteer does not list, with what contains them."""
    with closing(Gazetteer(book.folder)) as gazetteer:
        return _choices(gazetteer, places)


def broader(scheme: str, term: str) -> tuple[str, ...]:
    """The wider terms of a term, nearest first."""
    found: list[str] = []
    at = ActType(term) if scheme == "act" else None
    while at is not None and (wider := BROADER_ACT.get(at)):
        found.append(wider.value)
        at = wider
    return tuple(found)


def _choices(gazetteer: Gazetteer, places: Sequence[Place]) -> tuple[PlaceChoice, ...]:
    above = gazetteer.by_id({id for place in places for id in place.path})
    return tuple(PlaceChoice(p, tuple(above[id].name for id in p.path if id in above)) for p in places)


def _schemes(known: Knowledge) -> dict[str, tuple[str, ...]]:
    terms = known.lexicons["acts"].groups
    schemes = {
        scheme: tuple(term.partition(".")[2] for term in terms if term.startswith(f"{family}."))
        for scheme, family in FAMILIES.items()
    }
    return schemes | {"act": tuple(ActType), "status_basis": tuple(StatusBasis)}
