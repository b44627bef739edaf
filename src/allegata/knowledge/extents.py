"""How far a region, district or country reaches, as far as the places in it tell.

The gazetteer has no borders, and none are drawn: an extent is the middle of the settlements inside and the
distance that holds 98 of 100 of them (a few are filed under the wrong region, far away). It says "somewhere
here", and nothing about sovereignty.
"""

import math
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

EARTH_KM = 6371.0
HELD = 0.98


@dataclass(frozen=True, slots=True)
class Extent:
    """A middle in degrees (WGS 84) and a radius in kilometres around it that holds nearly all places inside."""

    latitude: float
    longitude: float
    radius_km: float


def extents(tables: Sequence[sqlite3.Connection], wanted: Collection[str]) -> Mapping[str, Extent]:
    """The extent of each of these places by the settlements inside; one with none inside is left out."""
    points: dict[str, list[tuple[float, float]]] = {id: [] for id in wanted}
    for table in tables if points else ():
        query = "SELECT path, latitude, longitude FROM places WHERE latitude IS NOT NULL AND path != ''"
        for path, latitude, longitude in table.execute(query):
            for id in path.split(","):
                if id in points:
                    points[id].append((latitude, longitude))
    return {id: extent_of(inside) for id, inside in points.items() if inside}


def extent_of(points: Iterable[tuple[float, float]]) -> Extent:
    """The middle of some points on the globe, also across the 180th meridian, and how far off nearly all of them are.

    >>> extent_of([(0.0, 179.0), (0.0, -179.0)])
    Extent(latitude=0.0, longitude=180.0, radius_km=111.2)
    """
    held = list(points)
    vectors = [_vector(*point) for point in held]
    x, y, z = (sum(axis) / len(held) for axis in zip(*vectors, strict=True))
    latitude = math.degrees(math.atan2(z, math.hypot(x, y)))
    longitude = math.degrees(math.atan2(y, x))
    distances = sorted(distance_km((latitude, longitude), point) for point in held)
    radius = distances[min(len(held) - 1, math.ceil(HELD * len(held)) - 1)]
    return Extent(round(latitude, 2) + 0.0, round(longitude, 2) + 0.0, round(radius, 1))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points, each (latitude, longitude) in degrees."""
    a, b = _vector(*one), _vector(*other)
    dot = sum(p * q for p, q in zip(a, b, strict=True))
    return EARTH_KM * math.acos(max(-1.0, min(1.0, dot)))


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    phi, theta = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)
