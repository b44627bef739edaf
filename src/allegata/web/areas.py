"""Areas of a map: every place that accounts state, as coarse as they state it, with the incidents placed there."""

from collections.abc import Iterable
from dataclasses import dataclass

from allegata.model.listing import Mark, Position, place_label

MOST = 400
"""Incidents that one map holds; of the others their number is said."""

LEAST_KM = 5.0
"""No area is drawn smaller: a place is never a point (must-not 15)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An incident in an area, and the other areas that accounts name for it."""

    incident: str
    title: str
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A circle on the map."""

    name: str
    latitude: float
    longitude: float
    radius_km: float
    placed: tuple[Placed, ...]

    @property
    def across_km(self) -> int:
        """How far it reaches from one side to the other, in round numbers."""
        across = 2 * self.radius_km
        step = 10 if across < 200 else 50
        return max(step, round(across / step) * step)


def areas(marks: Iterable[Mark]) -> tuple[Area, ...]:
    """The areas of some incidents, by name; the same place is one area for all of them."""
    found: dict[tuple[str, float, float], dict[str, Placed]] = {}
    radius: dict[tuple[str, float, float], float] = {}
    worded: dict[tuple[str, float, float], set[str]] = {}
    for mark in marks:
        named = {_key(position): position for position in mark.positions}
        for key, position in named.items():
            others = tuple(
                sorted({other.label for at, other in named.items() if at != key} - {position.label})
            )
            found.setdefault(key, {})[mark.incident] = Placed(mark.incident, mark.title, others)
            radius[key] = max(radius.get(key, LEAST_KM), position.radius_km)
            if position.worded:
                worded.setdefault(key, set()).add(position.worded)
    return tuple(
        Area(
            place_label(key[0], " / ".join(sorted(worded.get(key, ())))),
            key[1],
            key[2],
            round(radius[key], 1),
            tuple(placed.values()),
        )
        for key, placed in sorted(found.items(), key=lambda one: (one[0][0].casefold(), one[0]))
    )


def _key(position: Position) -> tuple[str, float, float]:
    return position.name, round(position.latitude, 2), round(position.longitude, 2)
