"""Typed values that compare: counts, times, places, categories, groups.

Every value keeps the wording it was read from on the account that carries it. `relation_to` answers
how two values of the same attribute stand to each other (DOMAIN 3.2–3.4): equal, refines,
refined_by, compatible, conflict, or not comparable. Compatibility is not corroboration.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from allegata.model.vocabulary import (
    ActorKind,
    CountRole,
    Exactness,
    PlaceKind,
    PlaceRole,
    Relation,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)


def interval_relation(low: int, high: int | None, other_low: int, other_high: int | None) -> Relation:
    """How the interval [low, high] stands to the other; `None` is an open upper end."""
    if (low, high) == (other_low, other_high):
        return Relation.EQUAL
    if (high is not None and high < other_low) or (other_high is not None and other_high < low):
        return Relation.CONFLICT
    if low >= other_low and (other_high is None or (high is not None and high <= other_high)):
        return Relation.REFINES
    if other_low >= low and (high is None or (other_high is not None and other_high <= high)):
        return Relation.REFINED_BY
    return Relation.COMPATIBLE


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as an interval of whole persons, cases or incidents.

    "more than ten" and "at least 11" are both Count(11, None, …); the wording stays on the
    account that carries it. Unit and role belong to the value: a number of cases never meets a
    number of persons. `vague` marks words like "dozens", which never enter a minimum.
    """

    low: int
    high: int | None  # None: no upper bound was stated
    unit: Unit
    role: CountRole
    exactness: Exactness
    vague: bool = False

    def relation_to(self, other: "Value") -> Relation:
        """Equal, refines, refined_by, compatible or conflict; not comparable across units or roles."""
        if not isinstance(other, Count) or self.unit != other.unit or self.role != other.role:
            return Relation.NOT_COMPARABLE
        return interval_relation(self.low, self.high, other.low, other.high)


@dataclass(frozen=True, slots=True)
class When:
    """A time as stated: an interval of days with its slot, precision and basis.

    `edtf` is EDTF (ISO 8601-2) as far as the text goes: "XXXX-11-09" for "Nov. 9", "2022-02",
    "XXXX-03" for "late March"; `None` for a relative expression that no sound anchor resolves.
    `earliest`/`latest` (inclusive) are set only when year, month and day are bounded.
    `relative` is the normalised relative expression, e.g. "weekday:friday", "year:last".
    """

    slot: TimeSlot
    edtf: str | None
    earliest: date | None
    latest: date | None
    precision: TimePrecision
    basis: TimeBasis
    relative: str | None = None

    def relation_to(self, other: "Value") -> Relation:
        """Compare intervals; with either side unresolved the answer is *not comparable*."""
        if not isinstance(other, When) or self.slot != other.slot:
            return Relation.NOT_COMPARABLE
        if None in (self.earliest, self.latest, other.earliest, other.latest):
            return Relation.NOT_COMPARABLE
        assert self.earliest and self.latest and other.earliest and other.latest
        return interval_relation(
            self.earliest.toordinal(),
            self.latest.toordinal(),
            other.earliest.toordinal(),
            other.latest.toordinal(),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer. `path` holds the ids of what contains it, nearest first."""

    id: str  # "geonames:699751", "iso:UA", "casebook:…"
    name: str
    kind: PlaceKind
    country: str  # ISO 3166-1 alpha-2, as the gazetteer files it; no statement on sovereignty
    path: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    def within(self, other: "Place") -> bool:
        """Whether this place lies inside the other, or is it."""
        return self.id == other.id or other.id in self.path


@dataclass(frozen=True, slots=True)
class Where:
    """A place as worded: every candidate the gazetteer has, narrowed only by words in the text.

    `ambiguous` when more than one candidate is left; nothing is ever chosen by popularity.
    `near` keeps a buffer: "near X" is not "in X". `settled_by` names the words that narrowed.
    """

    role: PlaceRole
    wording: str
    candidates: tuple[Place, ...]
    near: bool = False
    settled_by: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether several candidates are left."""
        return len(self.candidates) > 1

    def relation_to(self, other: "Value") -> Relation:
        """Containment refines; the same candidates are equal; no common ground is a conflict.

        With no candidate on either side, or with several left, only certain answers are given:
        every pair of candidates must agree, otherwise *not comparable*.
        """
        if not isinstance(other, Where) or self.role != other.role:
            return Relation.NOT_COMPARABLE
        if not self.candidates or not other.candidates:
            same = self.wording.casefold() == other.wording.casefold()
            return Relation.EQUAL if same else Relation.NOT_COMPARABLE
        found = {_place_relation(a, b) for a in self.candidates for b in other.candidates}
        if len(found) == 1:
            relation = found.pop()
            # a buffer blurs the border: near X and Y next door need not disagree
            return (
                Relation.COMPATIBLE
                if relation is Relation.CONFLICT and (self.near or other.near)
                else relation
            )
        if {p.id for p in self.candidates} == {p.id for p in other.candidates}:
            return Relation.EQUAL
        return Relation.NOT_COMPARABLE


def _place_relation(one: Place, other: Place) -> Relation:
    if one.id == other.id:
        return Relation.EQUAL
    if one.within(other):
        return Relation.REFINES
    if other.within(one):
        return Relation.REFINED_BY
    return Relation.CONFLICT


@dataclass(frozen=True, slots=True)
class Category:
    """A term of a concept scheme; `broader` lists its wider terms, nearest first (SKOS)."""

    scheme: str
    term: str
    broader: tuple[str, ...] = ()

    def relation_to(self, other: "Value") -> Relation:
        """Equal, or narrower/broader by the scheme; two unrelated terms are not comparable.

        Two different terms are *not* a conflict by themselves: a killing and a wounding may both be
        alleged. A scheme whose terms exclude each other says so in `EXCLUSIVE_SCHEMES`.
        """
        if not isinstance(other, Category) or self.scheme != other.scheme:
            return Relation.NOT_COMPARABLE
        if self.term == other.term:
            return Relation.EQUAL
        if other.term in self.broader:
            return Relation.REFINES
        if self.term in other.broader:
            return Relation.REFINED_BY
        return Relation.CONFLICT if self.scheme in EXCLUSIVE_SCHEMES else Relation.NOT_COMPARABLE


EXCLUSIVE_SCHEMES = frozenset({"armed_state"})


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people as worded: whose side they are said to be on, and by which sign.

    `party` is the id of a control group ("state:UA", "group:…"), or None when the words name none.
    `by_marking` is set for "men in … uniforms": clothes are weaker than a statement of belonging.
    """

    party: str | None
    kind: ActorKind
    wording: str
    by_marking: bool = False

    def relation_to(self, other: "Value") -> Relation:
        """Same party is equal; two different known parties conflict; unknown compares with nothing."""
        if not isinstance(other, Group) or self.party is None or other.party is None:
            return Relation.NOT_COMPARABLE
        if self.party != other.party:
            return Relation.CONFLICT
        if self.by_marking != other.by_marking:
            return Relation.COMPATIBLE
        return Relation.EQUAL


@dataclass(frozen=True, slots=True)
class Wording:
    """A value that stays words: a circumstance, an order, a sequence. It is never compared."""

    text: str

    def relation_to(self, other: "Value") -> Relation:
        """Equal only when word for word the same; everything else is for a person to compare."""
        if isinstance(other, Wording) and self.text == other.text:
            return Relation.EQUAL
        return Relation.NOT_COMPARABLE


Value: TypeAlias = Count | When | Where | Category | Group | Wording
