"""The first screen of an incident in short form: every voice, each saying with its one fullest quotation.

Nothing is left out: what does not stand in the short form is one step away under the same voice. The
quotation that leads is chosen by length alone and alike for all sides, as in the dossier (`dossier.leading`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allegata.actions.viewing import led
from allegata.model.view import Entry, IncidentView, Part, Quotation


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing a voice says. `lead` is None where no words are on record."""

    what: str
    notes: tuple[str, ...]
    lead: Quotation | None
    more: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a part, with everything it says there."""

    who: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class ShortPart:
    """One of the five parts, voice by voice."""

    number: int
    title: str
    voices: tuple[Voice, ...]
    empty: str
    footnotes: tuple[str, ...]


def short(view: IncidentView) -> tuple[ShortPart, ...]:
    """The five parts in their fixed order, always all five."""
    return tuple(_part(part) for part in view.parts)


def _part(part: Part) -> ShortPart:
    return ShortPart(part.number, part.title, voices(part.entries), part.empty, part.footnotes)


def voices(entries: Iterable[Entry]) -> tuple[Voice, ...]:
    """Entries by who speaks, in the order in which each first speaks; a capital letter makes no other voice."""
    found: dict[str, list[Saying]] = {}
    names: dict[str, str] = {}
    for entry in entries:
        key = entry.who.casefold()
        names.setdefault(key, entry.who)
        found.setdefault(key, []).append(_saying(entry))
    return tuple(Voice(names[key], tuple(sayings)) for key, sayings in found.items())


def _saying(entry: Entry) -> Saying:
    quotations = led(entry.quotations)
    first = quotations[0] if quotations else None
    return Saying(entry.what, tuple(note for note in entry.notes if note), first, quotations[1:])
