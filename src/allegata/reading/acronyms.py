"""Acronyms and unit nouns that a document explains itself: "the Xish Air Force, XAF," or "X's 5th Brigade".

An acronym counts only with its letters standing for the capitals of the name just before it, and only
where that name is a party's or an organ's of one party. A noun of a unit ("the brigade") counts only
where the document names a single unit of that kind.
"""

import re

from allegata.model.knowledge import Knowledge
from allegata.reading import parties
from allegata.reading.mentions import scan

_EXPLAINED = re.compile(
    r"(?P<name>(?:[A-Z][\w'’\-]*\s+(?:(?:of|for|and|the|de|du)\s+){0,2}){1,6}[A-Z][\w'’\-]*)"
    r"(?:\s*\((?P<one>[A-Z][A-Z/\-]{1,7})\)|,\s+(?P<two>[A-Z]{2,7})(?=,))"
)
UNITS = ("brigade", "battalion", "regiment", "division", "squadron", "column", "corps")
_UNIT = re.compile(rf"\b(?:[\w'’\-]+\s+){{0,4}}(?:{'|'.join(UNITS)})\b", re.I)
_NUMBERED = re.compile(rf"([A-Z0-9][\w\-]*)\s+({'|'.join(UNITS)})\b", re.I)


def explained(text: str, knowledge: Knowledge) -> dict[str, str]:
    """The acronyms that the text explains by a name of one party, each with that party's id."""
    found: dict[str, set[str]] = {}
    for match in _EXPLAINED.finditer(text):
        letters = match.group("one") or match.group("two")
        name = _abbreviated(match.group("name"), letters)
        party = _party(name, knowledge) if name is not None else None
        if party is not None:
            found.setdefault(letters, set()).add(party)
    return {letters: next(iter(named)) for letters, named in found.items() if len(named) == 1}


def _abbreviated(words: str, letters: str) -> str | None:
    """The end of a run of capitalised words whose initials an acronym gives; None where none does."""
    written = words.split()
    for start in range(len(written)):
        initials = "".join(w[0] for w in written[start:] if w[:1].isupper())
        if written[start][:1].isupper() and initials == letters.replace("/", "").replace("-", ""):
            return " ".join(written[start:])
    return None


def _party(name: str, knowledge: Knowledge) -> str | None:
    whole = [n for n in scan(name, knowledge) if n.start == 0 and n.end == len(name)]
    if whole:
        return whole[0].party.id
    source = parties.speaker(name, None, knowledge).source
    return source.control_group if source is not None else None


def units(text: str, knowledge: Knowledge) -> dict[str, str]:
    """Nouns of units ("brigade") of which the text names one only, with the party it is said to be of."""
    found: dict[str, set[str | None]] = {}
    numbers: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        numbers.setdefault(match.group(2).lower(), set()).add(match.group(1).lower())
    for match in _UNIT.finditer(text):
        noun = match.group().split()[-1].lower()
        of = {n.party.id for n in scan(match.group(), knowledge) if not n.joined}
        if len(of) == 1:
            found.setdefault(noun, set()).add(next(iter(of)))
    return {
        noun: party
        for noun, of in found.items()
        if len(of) == 1 and len(numbers.get(noun, set()) - {"the"}) == 1
        for party in of
        if party is not None
    }
