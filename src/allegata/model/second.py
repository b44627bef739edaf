"""A second coder's reading of one incident, made from its items and blind to the first values (DOMAIN 2.3, 6)."""

from dataclasses import dataclass
from datetime import datetime

from allegata.model.value import Value
from allegata.model.vocabulary import Attribute, Relation

KEY_ATTRIBUTES = (
    Attribute.ACT_TYPE,
    Attribute.VICTIMS_KILLED,
    Attribute.VICTIMS_INJURED,
    Attribute.VICTIMS_CAPTURED,
    Attribute.VICTIMS_AFFECTED,
    Attribute.PLACE_EVENT,
    Attribute.TIME_EVENT,
    Attribute.VICTIMS_GROUP,
    Attribute.PERPETRATOR_GROUP,
)
"""Act, counts, place, time and sides: what a second coder reads anew (DOMAIN 2.3, transition 6)."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One value of one key attribute, as the second coder reads it; None: the items do not say."""

    attribute: Attribute
    value: Value | None
    wording: str = ""  # the words of the text that it rests on


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Everything that one person coded in one sitting. `mentions` are those that stood in the texts shown."""

    id: str
    incident: str
    by: str
    at: datetime
    mentions: tuple[str, ...]
    values: tuple[Coded, ...]
    note: str = ""
    settles: str | None = None  # a third person's word on the differences of this earlier reading
    blind: bool = True  # False: its author had the first values shown before


@dataclass(frozen=True, slots=True)
class Agreement:
    """One key attribute, first values beside the second coder's. `relation` is the nearest one there is."""

    attribute: Attribute
    first: tuple[Value, ...]
    second: Value | None
    relation: Relation | None  # None: both say nothing, or only one of them says anything
    agrees: bool
    words: str


@dataclass(frozen=True, slots=True)
class AttributeTally:
    """One attribute over all second readings: how often the two agreed, and kappa where it is defined."""

    attribute: Attribute
    n: int
    relations: tuple[tuple[str, int], ...]
    kappa: float | None  # None: too few readings, no category, or no variation
    why_none: str = ""
