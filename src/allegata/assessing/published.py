"""Published totals beside one another and beside what is documented (DOMAIN 3.6).

Two figures are compared only where their scopes agree; whatever is not aligned is listed by name
instead. No difference is given a cause, and documentation is never called a part that is missing.
"""

from collections.abc import Sequence

from allegata.assessing.documented import Stock, inside
from allegata.model import phrases
from allegata.model.assessment import COUNTED_HERE, CountRange, DocumentedSide, TotalCheck
from allegata.model.record import Aggregate
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import CountRole, Exactness, Relation, Unit

DOCUMENTED = "documented"
NEIGHBOURS = 10  # totals of one side that each one is compared with, so that cost does not grow with pairs


def distinct(aggregates: Sequence[Aggregate]) -> tuple[Aggregate, ...]:
    """Totals told again (copies, repeats of one publisher) once: the first by id stands for all."""
    found: dict[object, Aggregate] = {}
    for aggregate in sorted(aggregates, key=lambda a: a.id):
        told = (_side(aggregate), aggregate.figures, aggregate.scope, aggregate.as_of, aggregate.territories)
        found.setdefault(told, aggregate)
    return tuple(found.values())


def checks(aggregates: Sequence[Aggregate], stocks: Sequence[Stock]) -> tuple[TotalCheck, ...]:
    """Every comparison, made or declined: within a document, of one side, and on one kind of act."""
    once = distinct(aggregates)
    pairs: dict[tuple[str, str], tuple[Aggregate, Aggregate]] = {}
    for key in (lambda a: a.span.document, _side, _act):
        groups: dict[str, list[Aggregate]] = {}
        for aggregate in once:
            if aggregate.figures:
                groups.setdefault(key(aggregate), []).append(aggregate)
        groups.pop("", None)
        for group in groups.values():
            for place, one in enumerate(group):
                for other in group[place + 1 : place + 1 + NEIGHBOURS]:
                    pairs[one.id, other.id] = (one, other)
    made = [check for key in sorted(pairs) for check in compare(*pairs[key])]
    made += [check for aggregate in once for check in against_documented(aggregate, stocks)]
    return tuple(made)


def _act(aggregate: Aggregate) -> str:
    return aggregate.scope.act.value if aggregate.scope.act else ""


def _side(aggregate: Aggregate) -> str:
    source = aggregate.publisher.source
    return (source.control_group if source else None) or aggregate.publisher.key


def compare(one: Aggregate, other: Aggregate) -> tuple[TotalCheck, ...]:
    """One check for each pair of figures of two totals: part ≤ whole where one lies in the other, and
    otherwise the names of the fields that are not aligned. Units never meet.

    Inside one document, where nothing stated disagrees, part ≤ whole is given as description, with what
    the text leaves open; between documents every field must be stated and agree.
    """
    return tuple(_compare(one, a, other, b) for a in one.figures for b in other.figures)


def _compare(one: Aggregate, a: Count, other: Aggregate, b: Count) -> TotalCheck:
    label = f"{_figure(a)} ({one.publisher.wording}) and {_figure(b)} ({other.publisher.wording})"
    if a.unit is not b.unit or a.role is not b.role:
        what = "unit" if a.unit is not b.unit else "role"
        fields = (what, *_unaligned(one, other)[0])
        words = f"not comparable: {label}: {', '.join(fields)}"
        return TotalCheck(one.id, other.id, None, words, fields, a, b)
    clash, open_fields = _clashing(one, other), _unaligned(one, other)[0]
    if clash:
        words = f"not comparable: {label}: {', '.join(clash)} differ"
        return TotalCheck(one.id, other.id, None, words, clash, a, b)
    part, whole, small, large = _part_and_whole(one, a, other, b)
    if one.span.document == other.span.document or not open_fields:
        if small is None or large is None:
            words = f"{label}: neither is stated to lie within the other"
            return TotalCheck(one.id, other.id, None, words, open_fields or ("territory",), a, b)
        holds = small.low <= large.low
        sign = "≤" if holds else ">"
        words = f"{_bound(small)} {sign} {_bound(large)} {small.unit.value}: a part may not exceed its whole"
        if open_fields:
            words += f"; as description only, the text leaves open: {', '.join(open_fields)}"
        return TotalCheck(part, whole, holds, words, open_fields, small, large)
    rise = (
        "; both are cumulative, a difference needs their dates" if one.cumulative and other.cumulative else ""
    )
    words = f"not comparable: {label}: {', '.join(open_fields)} not stated by both{rise}"
    return TotalCheck(one.id, other.id, None, words, open_fields, a, b)


def _part_and_whole(
    one: Aggregate, a: Count, other: Aggregate, b: Count
) -> tuple[str, str, Count | None, Count | None]:
    """Which of two is said to cover the narrower territory; without a territory a total covers all."""
    mine, theirs = _territory(one), _territory(other)
    if mine and not theirs:
        return one.id, other.id, a, b
    if theirs and not mine:
        return other.id, one.id, b, a
    if mine and theirs:
        relation = mine.relation_to(theirs)
        if relation is Relation.REFINES:
            return one.id, other.id, a, b
        if relation is Relation.REFINED_BY:
            return other.id, one.id, b, a
    return one.id, other.id, None, None


def _unaligned(one: Aggregate, other: Aggregate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The scope fields that are not stated by both, in the published order, and those stated by both."""
    stated = [
        ("act", one.scope.act, other.scope.act),
        ("victims", one.scope.victim_party, other.scope.victim_party),
        ("alleged side", one.scope.perpetrator_party, other.scope.perpetrator_party),
        ("territory", _territory(one), _territory(other)),
        ("period", _bounded(one.scope.period), _bounded(other.scope.period)),
        ("as of", _bounded(one.as_of), _bounded(other.as_of)),
    ]
    missing = tuple(name for name, left, right in stated if left is None or right is None)
    return missing, tuple(name for name, _, _ in stated if name not in missing)


def _clashing(one: Aggregate, other: Aggregate) -> tuple[str, ...]:
    """The scope fields that both state, and differently."""
    left, right = one.scope, other.scope
    clash = []
    if left.act and right.act and left.act is not right.act:
        clash.append("act")
    if left.victim_party and right.victim_party and left.victim_party != right.victim_party:
        clash.append("victims")
    if (
        left.perpetrator_party
        and right.perpetrator_party
        and left.perpetrator_party != right.perpetrator_party
    ):
        clash.append("alleged side")
    mine, theirs = _territory(one), _territory(other)
    if mine and theirs and mine.relation_to(theirs) is Relation.CONFLICT:
        clash.append("territory")
    return tuple(clash)


def _territory(aggregate: Aggregate) -> Where | None:
    if aggregate.scope.territory:
        return aggregate.scope.territory
    return aggregate.territories[0] if len(aggregate.territories) == 1 else None


def _bounded(when: When | None) -> When | None:
    return when if when and when.earliest and when.latest else None


def _figure(count: Count) -> str:
    return f"{_bound(count)} {count.unit.value}"


def _bound(count: Count) -> str:
    """The figure that the words give: of "up to 25" that is 25, its lower end is nobody's figure."""
    return f"at most {count.high}" if count.exactness is Exactness.UPPER_BOUND else str(count.low)


def against_documented(aggregate: Aggregate, stocks: Sequence[Stock]) -> tuple[TotalCheck, ...]:
    """What is documented inside the scope of a total, beside its figure in persons.

    The two are set beside each other only; they are *compared* (with a share) when act, victims, alleged
    side, territory, period and as-of are all stated. What the places alone give is said in words.
    """
    return tuple(
        _beside(aggregate, figure, stocks)
        for figure in aggregate.figures
        if figure.unit is Unit.PERSONS and figure.role in COUNTED_HERE
    )


def _beside(aggregate: Aggregate, figure: Count, stocks: Sequence[Stock]) -> TotalCheck:
    role = CountRole.KILLED if figure.role is CountRole.NOT_STATED else figure.role
    scope = aggregate.scope
    missing = tuple(
        name
        for name, value in (
            ("act", scope.act),
            ("victims", scope.victim_party),
            ("alleged side", scope.perpetrator_party),
            ("territory", _territory(aggregate)),
            ("period", _bounded(scope.period)),
            ("as of", _bounded(aggregate.as_of)),
        )
        if value is None
    )
    held = [(s, found) for s in stocks if (found := s.counted(role)) and within(s, aggregate)]
    sides = _by_side(held)
    territory = _territory(aggregate)
    where = f" in {territory.wording}" if territory else ""
    words = (
        f"published: {_figure(figure)}{where}; documented here{where}: {_in_words(sides)}; "
        "our documentation is partial by design"
    )
    if missing:
        words += f"; not compared, not stated: {', '.join(missing)}"
        return TotalCheck(aggregate.id, DOCUMENTED, None, words, missing, figure, documented=sides)
    low = sum(found.minimum or 0 for _, found in held)
    share = f"; share documented {low / figure.low:.0%}" if figure.low else ""
    holds = low <= (figure.high or figure.low)
    return TotalCheck(aggregate.id, DOCUMENTED, holds, words + share, (), figure, documented=sides)


def _by_side(held: Sequence[tuple[Stock, CountRange]]) -> tuple[DocumentedSide, ...]:
    """The documented minimum for each accused side; sides are never added."""
    made = []
    for side in sorted({s.side or "" for s, _ in held}):
        own = [found for s, found in held if (s.side or "") == side]
        made.append(DocumentedSide(side or None, sum(found.minimum or 0 for found in own), len(own)))
    return tuple(made)


def _in_words(sides: Sequence[DocumentedSide]) -> str:
    return ", ".join(phrases.documented(one, one.side) for one in sides) or phrases.NO_COUNT


def within(stock: Stock, aggregate: Aggregate) -> bool:
    """Whether nothing that both state puts an incident outside the scope of a total.

    Side and act must be stated to agree where the total states them; a territory must hold the place.
    """
    scope = aggregate.scope
    if scope.perpetrator_party and stock.side != scope.perpetrator_party:
        return False
    if scope.victim_party and stock.harmed and scope.victim_party not in stock.harmed:
        return False
    territory = _territory(aggregate)
    if territory and not any(inside(place, territory) for place in stock.places):
        return False
    end = _bounded(aggregate.as_of)
    return not (
        end and end.latest and stock.times and min(t.latest for t in stock.times if t.latest) > end.latest
    )
