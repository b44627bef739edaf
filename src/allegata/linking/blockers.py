"""What rules out that two mentions tell of one occurrence: each docstring is the published definition."""

from collections.abc import Callable
from itertools import product

from allegata.linking.places import rule_out
from allegata.linking.profile import Moments, Profile, month_day
from allegata.model.decision import Reason
from allegata.model.vocabulary import ActType

SLACK = 1  # days: nights and time zones

RANGED = frozenset({ActType.ATTACK, ActType.DESTRUCTION})
HANDS_ON = frozenset(
    {
        ActType.ILL_TREATMENT,
        ActType.TORTURE,
        ActType.SEXUAL_VIOLENCE,
        ActType.MUTILATION,
        ActType.CAPTURE,
        ActType.DETENTION,
        ActType.DISAPPEARANCE,
        ActType.DEPORTATION,
        ActType.USE_AS_SHIELD,
    }
)
BODILY = frozenset({ActType.KILLING, ActType.WOUNDING, ActType.SHOOTING})
_RANGED_METHODS = frozenset({"shelling", "air_strike", "explosive"})
_CLOSE_METHODS = frozenset({"shooting", "beating", "stabbing", "beheading", "hanging", "drowning"})
_IN_HAND = frozenset({"in_power_of_adverse_party", "intention_to_surrender_expressed"})


def blocked(one: Profile, other: Profile) -> tuple[Reason, ...]:
    """Every blocker between two mentions; one of them ends the matter."""
    return tuple(r for rule in BLOCKERS if (r := rule(one, other)))


def _block(name: str, words: str) -> Reason:
    return Reason(name, words, 0.0, blocks=True)


def told_apart(one: Profile, other: Profile) -> Reason | None:
    """The text itself sets the two apart ("a separate video", "another case", "earlier")."""
    if other.mention in one.separated or one.mention in other.separated:
        return _block("told_apart", "the text itself tells the two apart")
    return None


def listed_as_two(one: Profile, other: Profile) -> Reason | None:
    """One document tells them as two occurrences."""
    if one.document == other.document and one.mention != other.mention:
        return _block("listed_as_two", "one document tells of the two as two")
    return None


def opposite_sides(one: Profile, other: Profile) -> Reason | None:
    """Both say who is accused of the act, and it is not the same side."""
    if one.accused and other.accused and not one.accused & other.accused:
        sides = f"{', '.join(sorted(one.accused))} / {', '.join(sorted(other.accused))}"
        return _block("opposite_sides", f"different sides are accused ({_ordered(sides)})")
    return None


def different_victims(one: Profile, other: Profile) -> Reason | None:
    """Both say whose people are affected, and it is not the same side."""
    if one.harmed and other.harmed and not one.harmed & other.harmed:
        sides = f"{', '.join(sorted(one.harmed))} / {', '.join(sorted(other.harmed))}"
        return _block("different_victims", f"persons of different sides are affected ({_ordered(sides)})")
    return None


def disjoint_event_times(one: Profile, other: Profile) -> Reason | None:
    """Both state when it happened, and the intervals lie more than a day apart; a month and day without a
    year counts, as do two of them: whatever the year, they are different days."""
    if stated(one.event) and stated(other.event) and not meet(one.event, other.event):
        return _block("disjoint_event_times", "the stated times of the event lie apart")
    return None


def event_after_footage(one: Profile, other: Profile) -> Reason | None:
    """The one's event begins after the other's footage had been seen."""
    for left, right in ((one, other), (other, one)):
        if left.event.days and right.seen.days:
            begins = min(low for low, _ in left.event.days)
            seen = max(high for _, high in right.seen.days)
            if begins > seen + SLACK:
                return _block(
                    "event_after_footage", "one event is dated after the footage of the other was seen"
                )
    return None


def disjoint_places(one: Profile, other: Profile) -> Reason | None:
    """Both state a place, and at a level that both state the places rule each other out. Two settlements
    within 30 km do not; a place within the other never does; with several candidates all must."""
    if not one.places or not other.places:
        return None
    if all(rule_out(a, b) for a, b in product(one.places, other.places)):
        unnamed = one.unnamed | other.unnamed
        if any(where.wording in unnamed for where in (*one.places, *other.places)):
            return _block("disjoint_places", "different places (withheld)")
        named = sorted(f"{where.wording}" for where in (one.places[0], other.places[0]))
        return _block("disjoint_places", f"different places: {named[0]} / {named[1]}")
    return None


def different_kinds(one: Profile, other: Profile) -> Reason | None:
    """Both state what was done, and the kinds exclude each other: shelling or bombing a place on the one
    side, and on the other acts that need persons in somebody's hands or at close range."""
    if (_from_afar(one) and _at_hand(other)) or (_from_afar(other) and _at_hand(one)):
        return _block("different_kinds", "an attack from afar / an act against persons at hand")
    return None


BLOCKERS: tuple[Callable[[Profile, Profile], Reason | None], ...] = (
    told_apart,
    listed_as_two,
    opposite_sides,
    different_victims,
    disjoint_event_times,
    event_after_footage,
    disjoint_places,
    different_kinds,
)


def _ordered(sides: str) -> str:
    return " / ".join(sorted(sides.split(" / ")))


def stated(moments: Moments) -> bool:
    """Whether a day or a month and day is stated."""
    return bool(moments.days or moments.month_days)


def meet(one: Moments, other: Moments) -> bool:
    """Whether any of the stated times agree, within a day; a missing year agrees with every year."""
    if any(a[0] - SLACK <= b[1] and b[0] - SLACK <= a[1] for a, b in product(one.days, other.days)):
        return True
    if one.month_days and other.month_days:
        return any(_close(a, b) for a, b in product(one.month_days, other.month_days))
    for dated, undated in ((one, other), (other, one)):
        for (low, high), day in product(dated.days, undated.month_days):
            if high - low > 366 or any(_close(month_day(o), day) for o in range(low, high + 1)):
                return True
    return False


def _close(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Within a day of each other in the year, months taken as 31 days: errs towards *close*."""
    gap = abs(31 * one[0] + one[1] - 31 * other[0] - other[1])
    return min(gap, 31 * 12 - gap) <= SLACK + 3 if one[0] != other[0] else gap <= SLACK


def _from_afar(profile: Profile) -> bool:
    kinds = profile.acts & (RANGED | HANDS_ON | BODILY)
    ranged = bool(profile.methods & _RANGED_METHODS)
    return bool(kinds & RANGED or ranged) and not kinds & HANDS_ON and not profile.methods & _CLOSE_METHODS


def _at_hand(profile: Profile) -> bool:
    if profile.acts & RANGED or profile.methods & _RANGED_METHODS:
        return False
    if profile.acts & HANDS_ON:
        return True
    return bool(profile.acts & BODILY and (profile.statuses & _IN_HAND or profile.methods & _CLOSE_METHODS))
