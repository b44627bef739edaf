"""Whether the sides are treated alike: figures of the work on the record, side by side (DOMAIN 2.6 b).

Each figure is a size with what it is a part of. Nothing here ranks the sides, and different numbers of
incidents are no unequal treatment: what is compared is how each incident was worked on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from allegata.model.vocabulary import ContestationValue


@dataclass(frozen=True, slots=True)
class Worked:
    """One incident as its treatment is counted. Times are None where nothing on record states them."""

    sides: tuple[str, ...]  # alleged against; empty: not stated
    searched: bool  # whether an answer of the accused side was looked for, on record
    neutral: bool  # whether the title passes the language check
    accused_on: date | None = None  # the first day on which an accusation on record was published
    answered_on: date | None = None  # the first day on which an answer on record was published
    answered: bool = False  # whether an answer is on record
    proposed: int = 0  # the machine's proposals about it that people decided on
    accepted: int = 0  # of these, accepted as they were


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; of none there is no share."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class SideFigures:
    """How the incidents alleged against one side were worked on. `side` None: no side, or several, named."""

    side: str | None
    incidents: int
    searched: Share
    neutral: Share
    answered: Share
    accepted: Share
    days_to_answer: float | None  # the median, from the first accusation on record to the first answer
    timed: int  # incidents in that median


def symmetry(incidents: Iterable[Worked]) -> tuple[SideFigures, ...]:
    """The figures of each accused side, in the order of their ids; incidents without one side come last."""
    groups: dict[str | None, list[Worked]] = {}
    for one in incidents:
        groups.setdefault(one.sides[0] if len(one.sides) == 1 else None, []).append(one)
    order = sorted(groups, key=lambda side: (side is None, side or ""))
    return tuple(_figures(side, groups[side]) for side in order)


def _figures(side: str | None, own: Sequence[Worked]) -> SideFigures:
    number = len(own)
    days = [
        (one.answered_on - one.accused_on).days
        for one in own
        if one.accused_on and one.answered_on and one.answered_on >= one.accused_on
    ]
    return SideFigures(
        side,
        number,
        Share(sum(one.searched for one in own), number),
        Share(sum(one.neutral for one in own), number),
        Share(sum(one.answered for one in own), number),
        Share(sum(one.accepted for one in own), sum(one.proposed for one in own)),
        float(median(days)) if days else None,
        len(days),
    )


UNANSWERED = frozenset(
    {
        ContestationValue.NO_RESPONSE_KNOWN,
        ContestationValue.NO_COMMENT_REPORTED,
        ContestationValue.REPORTED_UNANSWERED,
    }
)
"""What is no answer of a side."""


def has_answer(values: Iterable[ContestationValue]) -> bool:
    """Whether anything among these is an answer."""
    return any(value not in UNANSWERED for value in values)
