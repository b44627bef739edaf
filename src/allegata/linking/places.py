"""Whether two places rule each other out, at a level that both state."""

import math

from allegata.model.value import Place, Where
from allegata.model.vocabulary import PlaceKind

NEXT_DOOR_KM = 30.0
"""Two settlements no further apart may be one place under two names (a suburb, the nearest town)."""

_SETTLEMENT = frozenset({PlaceKind.CITY, PlaceKind.VILLAGE})
_LEVEL = {
    PlaceKind.COUNTRY: 0,
    PlaceKind.REGION: 1,
    PlaceKind.DISTRICT: 2,
    PlaceKind.CITY: 3,
    PlaceKind.VILLAGE: 3,
}


def rule_out(one: Where, other: Where) -> bool:
    """Whether no candidate of the one can be the same place as, inside or around a candidate of the other."""
    if not one.candidates or not other.candidates:
        return False
    near = one.near or other.near
    return all(_apart(a, b, near) for a in one.candidates for b in other.candidates)


def same_settlement(one: Where, other: Where) -> bool:
    """Whether both name one and the same town or village, without any other candidate."""
    if len(one.candidates) != 1 or len(other.candidates) != 1:
        return False
    a, b = one.candidates[0], other.candidates[0]
    return a.id == b.id and a.kind in _SETTLEMENT


def kilometres(one: Place, other: Place) -> float | None:
    """Great-circle distance, or None when coordinates are missing (haversine, mean radius 6,371 km)."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    assert one.latitude is not None and other.latitude is not None
    assert one.longitude is not None and other.longitude is not None
    phi, psi = math.radians(one.latitude), math.radians(other.latitude)
    step = math.radians(other.longitude - one.longitude)
    arc = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(step / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(arc))


def _apart(one: Place, other: Place, near: bool) -> bool:
    if one.within(other) or other.within(one):
        return False
    if one.country and other.country and one.country != other.country:
        return not (near and _next_door(one, other))
    level, other_level = _LEVEL.get(one.kind), _LEVEL.get(other.kind)
    if level is None or other_level is None:
        return False
    if level == other_level:
        return not (one.kind in _SETTLEMENT and _next_door(one, other)) and not (near and level > 1)
    return _outside(*((one, other) if level < other_level else (other, one)))


def _outside(wide: Place, narrow: Place) -> bool:
    """Whether a place surely lies outside a wider one; a path that leaves out a level rules nothing out."""
    if wide.kind is PlaceKind.REGION:
        return len(narrow.path) >= 2
    inner, outer = set(narrow.path[:-1]), set(wide.path[:-1])
    return wide.kind is PlaceKind.DISTRICT and bool(inner and outer) and not inner & outer


def _next_door(one: Place, other: Place) -> bool:
    distance = kilometres(one, other)
    return distance is not None and distance <= NEXT_DOOR_KM
