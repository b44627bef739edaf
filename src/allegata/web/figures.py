"""Published totals as they are shown: by unit, with scope and as-of; beside them what is documented here.

Units never meet and nothing is added up (must-not 13). A chart is drawn only of two figures that were found
comparable, or of one publisher's own figures over time; it says what it covers, and a table says the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allegata.actions.figures import Published
from allegata.model import days, phrases, summary
from allegata.model.assessment import COUNTED_HERE, DocumentedSide, TotalCheck
from allegata.model.record import Aggregate
from allegata.model.value import Count
from allegata.model.vocabulary import CountRole, Unit

DOCUMENTED = "documented"
AFFECTED = "persons affected"
AREA = 1000
"""Units of the width of a chart."""
_CAPS = tuple((unit.value, names[1]) for unit, names in phrases.UNITS.items() if "_" in unit.value)


def readable(words: str, names: phrases.PartyNames) -> str:
    """A comparison in words, with parties and units by their names."""
    said = phrases.with_names(words, names)
    for code, plain in _CAPS:
        said = said.replace(code, plain)
    return said.replace("victims", AFFECTED)


def fields(missing: Iterable[str]) -> tuple[str, ...]:
    """The names of fields of a scope, as they are shown."""
    return tuple(AFFECTED if name == "victims" else name for name in missing)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one total, under the unit that it is counted in."""

    published: Published
    words: str
    who: str
    scope: tuple[str, ...]
    here: tuple[str, ...]  # what is documented inside the same scope, side by side; empty where units differ
    declined: tuple[str, ...]  # what it cannot be compared on with what is documented
    waits: bool  # something of ours belongs beside it, and no assessment has set it there so far


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """All figures of one unit."""

    unit: str
    figures: tuple[Figure, ...]


def by_unit(published: Sequence[Published], names: phrases.PartyNames) -> tuple[UnitGroup, ...]:
    """The figures under the unit that each is counted in; a unit never meets another."""
    found: dict[Unit, list[Figure]] = {}
    for one in published:
        for count in one.total.figures:
            found.setdefault(count.unit, []).append(_figure(one, count, names))
    return tuple(UnitGroup(phrases.UNITS[unit][1], tuple(found[unit])) for unit in Unit if unit in found)


def _figure(one: Published, count: Count, names: phrases.PartyNames) -> Figure:
    role = phrases.COUNT_ROLES[count.role]
    beside = next((c for c in one.checks if c.right == DOCUMENTED and c.figure == count), None)
    return Figure(
        one,
        f"{phrases.value(count, names)} {role}".strip(),
        phrases.speaker(one.total.publisher, one.document),
        summary.scope_notes(one.total.scope, one.total, names),
        _here(beside.documented, names) if beside else (),
        fields(beside.missing) if beside else (),
        beside is None and count.unit is Unit.PERSONS and count.role in COUNTED_HERE,
    )


def _here(sides: Sequence[DocumentedSide], names: phrases.PartyNames) -> tuple[str, ...]:
    """What is documented for each accused side, in words."""
    told = (phrases.documented(one, phrases.party(one.side, names) if one.side else None) for one in sides)
    return tuple(told) or (phrases.NO_COUNT,)


def who(total: Aggregate, outlets: Mapping[str, str]) -> str:
    """Whose figure a total is; an outlet that speaks for itself by its name."""
    if total.publisher.is_outlet:
        return outlets.get(total.span.document, total.span.document)
    return phrases.speaker(total.publisher)


def trends(published: Iterable[Published]) -> tuple[Published, ...]:
    """Totals of which only a direction is told, without a number."""
    return tuple(one for one in published if not one.total.figures)


@dataclass(frozen=True, slots=True)
class Declined:
    """Two figures that were not compared, and why."""

    words: str
    missing: tuple[str, ...]


def declined(published: Sequence[Published], names: phrases.PartyNames) -> tuple[Declined, ...]:
    """Every comparison between published totals that was tried and not made."""
    found = dict.fromkeys(
        Declined(readable(check.words.removeprefix("not comparable: "), names), fields(check.missing))
        for one in published
        for check in one.checks
        if check.holds is None and check.right != DOCUMENTED
    )
    return tuple(found)


# --- charts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure as a bar: its words, and its length out of `AREA`."""

    label: str
    words: str
    length: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures that were found comparable, as bars of one unit on one scale."""

    unit: str
    bars: tuple[Bar, Bar]
    words: str
    left_open: tuple[str, ...]  # what the text leaves open: the comparison is then a description only
    incidents: int | None  # behind what is documented; None: both are published


def comparisons(
    checks: Iterable[TotalCheck],
    totals: Mapping[str, Aggregate],
    names: phrases.PartyNames,
    outlets: Mapping[str, str],
) -> tuple[Comparison, ...]:
    """A chart for each comparison that could be made."""
    every = (_comparison(check, totals, names, outlets) for check in dict.fromkeys(checks))
    return tuple(made for made in every if made)


def _comparison(
    check: TotalCheck,
    totals: Mapping[str, Aggregate],
    names: phrases.PartyNames,
    outlets: Mapping[str, str],
) -> Comparison | None:
    left, right, figure, other = totals.get(check.left), totals.get(check.right), check.figure, check.other
    if check.holds is None or left is None or figure is None:
        return None
    unit, published = phrases.UNITS[figure.unit][1], (who(left, outlets), figure.high or figure.low)
    if check.right == DOCUMENTED:
        low = sum(one.minimum for one in check.documented)
        incidents = sum(one.incidents for one in check.documented)
        return _drawn(check, unit, (("documented here", low), published), names, incidents)
    if right is None or other is None:
        return None
    return _drawn(check, unit, (published, (who(right, outlets), other.high or other.low)), names, None)


def _drawn(
    check: TotalCheck,
    unit: str,
    pair: Sequence[tuple[str, int]],
    names: phrases.PartyNames,
    incidents: int | None,
) -> Comparison:
    largest = max(*(number for _, number in pair), 1)
    first, second = (Bar(label, str(number), round(AREA * number / largest)) for label, number in pair)
    return Comparison(unit, (first, second), readable(check.words, names), fields(check.missing), incidents)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: when, what, and where it stands in the chart."""

    at: date
    basis: str  # "as of", or "published" where no as-of day is stated
    words: str
    x: int
    y: int
    total: str


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one publisher, unit and role over time. They are points: nothing is drawn between them."""

    who: str
    unit: str
    points: tuple[Point, ...]
    highest: int


HEIGHT = 200


def series(
    totals: Sequence[Aggregate],
    published: Mapping[str, date],
    names: phrases.PartyNames,
    outlets: Mapping[str, str],
) -> tuple[Series, ...]:
    """What one publisher stated at several times in one unit and role."""
    found: dict[tuple[str, Unit, CountRole], list[tuple[date, str, Count, str]]] = {}
    for total in totals:
        at = total.as_of.latest if total.as_of else None
        when = at or published.get(total.span.document)
        if when is None:
            continue
        for count in total.figures:
            key = (who(total, outlets), count.unit, count.role)
            found.setdefault(key, []).append((when, "as of" if at else "published", count, total.id))
    return tuple(
        _series(key, told, names) for key, told in sorted(found.items()) if len({one[0] for one in told}) > 1
    )


def _series(
    key: tuple[str, Unit, CountRole], told: list[tuple[date, str, Count, str]], names: phrases.PartyNames
) -> Series:
    who, unit, role = key
    told.sort(key=lambda one: (one[0], one[3]))
    first, last = told[0][0].toordinal(), told[-1][0].toordinal()
    highest = max(1, *(count.high or count.low for _, _, count, _ in told))
    return Series(
        who,
        f"{phrases.UNITS[unit][1]} {phrases.COUNT_ROLES[role]}".strip(),
        tuple(_points(told, first, max(last - first, 1), highest, names)),
        highest,
    )


def _points(
    told: Sequence[tuple[date, str, Count, str]],
    first: int,
    length: int,
    highest: int,
    names: phrases.PartyNames,
) -> Iterator[Point]:
    for at, basis, count, total in told:
        x = round(AREA * (at.toordinal() - first) / length)
        y = HEIGHT - round(HEIGHT * (count.high or count.low) / highest)
        yield Point(at, basis, phrases.value(count, names), x, y, total)


def day(at: date) -> str:
    """A day in words."""
    return days.day(at)
