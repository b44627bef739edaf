"""The timeline of an incident as a picture: one lane a slot, days from the start to the inline end.

Only places and sizes are made here; the template draws them. A lane without a known day says so: slots
never fill each other, and what has no day is listed beside the picture, not put anywhere in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allegata.model.view import TimePoint

LANES = (
    "alleged act",
    "filming",
    "footage first seen",
    "statement",
    "published",
    "legal step",
    "address to a body",
)
SHAPES = {"alleged act": "diamond", "filming": "square", "footage first seen": "square", "published": "bar"}
WIDTH, LABEL, EDGE, LANE, HEAD = 1000, 150, 130, 34, 28
TICKS = 7


@dataclass(frozen=True, slots=True)
class Dot:
    """One or more times of one lane that begin on one day."""

    x: float
    until: float  # equal to x for a single day
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One slot. `undated` times have no day that could be drawn."""

    slot: str
    y: int
    shape: str
    dots: tuple[Dot, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class TimePicture:
    """The whole picture, in units of its own (`viewBox`)."""

    width: int
    height: int
    start: int  # where the lanes begin
    end: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def time_picture(points: Sequence[TimePoint]) -> TimePicture | None:
    """The picture; None when no time on record has a day."""
    days = [date.fromisoformat(d) for p in points if p.day for d in (p.day, p.until or p.day)]
    if not days:
        return None
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(days=3), last + timedelta(days=3)
    scale = _Scale(first, last)
    lanes = tuple(_lane(slot, number, points, scale) for number, slot in enumerate(LANES))
    return TimePicture(
        WIDTH, HEAD + LANE * len(lanes) + 6, LABEL, WIDTH - EDGE, lanes, _ticks(first, last, scale)
    )


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, (last - first).days

    def x(self, day: date) -> float:
        inner = WIDTH - LABEL - EDGE - 40
        return round(LABEL + 20 + inner * (day - self.first).days / self.days, 1)


def _lane(slot: str, number: int, points: Sequence[TimePoint], scale: _Scale) -> Lane:
    mine = [p for p in points if p.slot == slot]
    by_days: dict[tuple[str, str], list[TimePoint]] = {}
    for point in mine:
        if point.day:
            by_days.setdefault((point.day, point.until), []).append(point)
    dots = tuple(
        Dot(
            scale.x(date.fromisoformat(day)),
            scale.x(date.fromisoformat(until or day)),
            len(same),
            "; ".join(dict.fromkeys(f"{p.when}: {p.who}" for p in same)),
        )
        for (day, until), same in sorted(by_days.items())
    )
    undated = sum(not p.day for p in mine)
    return Lane(slot, HEAD + LANE * number + LANE // 2, SHAPES.get(slot, "circle"), dots, undated)


def _ticks(first: date, last: date, scale: _Scale) -> tuple[Tick, ...]:
    """A few days, evenly apart, each written in full."""
    span = (last - first).days
    number = min(TICKS, span + 1)
    steps = [round(span * i / max(number - 1, 1)) for i in range(number)]
    return tuple(Tick(scale.x(day), day.isoformat()) for day in (first + timedelta(days=s) for s in steps))
