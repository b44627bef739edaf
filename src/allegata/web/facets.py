"""Facets as a page shows them: groups of links with counts, and what is chosen, each removable."""

from collections.abc import Iterable
from dataclasses import dataclass

from allegata.model import days
from allegata.model.listing import NOT_STATED, Facet, FacetValue, Listing
from allegata.web.selection import Address

FEW = 8
"""Values of a group that are shown at once; the others are one step away."""

HEADINGS: dict[Facet, str] = {
    Facet.ACCUSED: "Alleged against",
    Facet.PLACE: "Place named",
    Facet.YEAR: "Time stated",
    Facet.STATE: "State of the record",
    Facet.CONTESTATION: "What the accused side says",
    Facet.VERIFICATION: "What was checked",
    Facet.ORIGINS: "Origins, at least",
}

MAY_BE_UNSTATED = frozenset({Facet.ACCUSED, Facet.PLACE, Facet.YEAR, Facet.ORIGINS})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: a link that chooses it, or takes it back."""

    label: str
    count: int
    href: str
    chosen: bool = False
    inner: bool = False  # a month below its year


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one facet: some at once, `more` on demand, `unstated` always."""

    heading: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    unstated: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the link that takes it back."""

    heading: str
    label: str
    href: str


def grouped(heading: str, choices: Iterable[Choice], unstated: Iterable[Choice] = ()) -> Group:
    """A group that shows the first values, and those that are chosen, at once."""
    every = tuple(choices)
    first, later = every[:FEW], every[FEW:]
    if len(later) == 1:  # one more line is no longer than the words that would hide it
        first, later = every, ()
    first += tuple(one for one in later if one.chosen)
    return Group(heading, first, tuple(one for one in later if not one.chosen), tuple(unstated))


def of_incidents(listing: Listing, address: Address) -> tuple[Group, ...]:
    """The facets of a list of incidents."""
    made = []
    for facet, values in listing.facets:
        said = [value for value in values if value.value != NOT_STATED]
        none = next((value for value in values if value.value == NOT_STATED), None)
        if none is None and facet in MAY_BE_UNSTATED:
            none = FacetValue(NOT_STATED, "not stated", 0, listing.selection.has(facet, NOT_STATED))
        unstated = [_choice(facet, none, address)] if none else []
        made.append(grouped(HEADINGS[facet], (_choice(facet, one, address) for one in said), unstated))
    return tuple(group for group in made if group.choices or group.unstated)


def _choice(facet: Facet, one: FacetValue, address: Address) -> Choice:
    to = address.without if one.chosen else address.with_
    return Choice(
        label(facet, one),
        one.count,
        to(facet, one.value),
        one.chosen,
        facet is Facet.YEAR and "-" in one.value,
    )


def label(facet: Facet, one: FacetValue) -> str:
    """What to call a value on a page: months by name."""
    return days.edtf(one.label) if facet is Facet.YEAR else one.label


def chips(listing: Listing, address: Address) -> tuple[Chip, ...]:
    """Everything that narrows the selection."""
    chosen = listing.selection
    made = [Chip("Words", f"“{chosen.words}”", address.without_words())] if chosen.words else []
    for facet, values in listing.facets:
        made += [
            Chip(HEADINGS[facet], label(facet, one), address.without(facet, one.value))
            for one in values
            if one.chosen
        ]
    if chosen.since or chosen.until:
        first = days.day(chosen.since) if chosen.since else "…"
        last = days.day(chosen.until) if chosen.until else "…"
        made.append(Chip("Days", f"{first} – {last}", address.without_days()))
    return tuple(made)
