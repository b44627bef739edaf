"""The published method of linking: named comparisons, each docstring its definition.

Two mentions are *proposed as the same incident* when no blocker stands, at least one strong reason is
there, and the score reaches `SAME`. Weak reasons count together `WEAK_CAP` at most, which is below
`SAME`: like events are not one event. What is not stated adds nothing, on either side. Names of
persons are not used. A pair at or above `RELATED` without a strong reason, or with a strong reason and
a blocker, is shown as *possibly related*, so that totals can state the risk of counting twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from allegata.linking import footage
from allegata.linking.footage import Footage
from allegata.linking.places import rule_out, same_settlement
from allegata.linking.profile import Moments, Profile, Rarity, month_day
from allegata.model.decision import LinkVerb, Reason
from allegata.model.vocabulary import ActType, CountRole, Exactness, Relation

METHOD = "linking-1"
SAME = 1.0
RELATED = 0.45
WEAK_CAP = 0.6
RARE_SHARE = 0.12  # of the rarity of both texts' words: two reports of one event in own words reach it
SLACK = 1  # days: nights and time zones

_RANGED = frozenset({ActType.ATTACK, ActType.DESTRUCTION})
_HANDS_ON = frozenset(
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
_BODILY = frozenset({ActType.KILLING, ActType.WOUNDING, ActType.SHOOTING})
_RANGED_METHODS = frozenset({"shelling", "air_strike", "explosive"})
_CLOSE_METHODS = frozenset({"shooting", "beating", "stabbing", "beheading", "hanging", "drowning"})
_IN_HAND = frozenset({"in_power_of_adverse_party", "intention_to_surrender_expressed"})
_CASUALTIES = frozenset({CountRole.KILLED, CountRole.INJURED})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two mentions."""

    verb: LinkVerb
    score: float
    reasons: tuple[Reason, ...]


def compare(one: Profile, other: Profile, rarity: Rarity) -> Comparison:
    """Every named comparison in its published order: blockers, strong, weak; symmetric in its arguments."""
    blockers = blocked(one, other)
    strong = [r for rule in STRONG if (r := rule(one, other, rarity))]
    weak = [r for rule in WEAK if (r := rule(one, other, rarity))]
    pro = sum(r.weight for r in weak if r.weight > 0)
    contra = sum(r.weight for r in weak if r.weight < 0)
    score = round(sum(r.weight for r in strong) + min(WEAK_CAP, pro) + contra, 4)
    reasons = (*blockers, *strong, *weak)
    if blockers:
        verb = LinkVerb.UNSURE if strong and not _told_apart(blockers) else LinkVerb.DIFFERENT
        return Comparison(verb, min(score, SAME - 0.01) if verb is LinkVerb.UNSURE else 0.0, reasons)
    if strong and score >= SAME:
        return Comparison(LinkVerb.SAME, score, reasons)
    if score >= RELATED:
        return Comparison(LinkVerb.UNSURE, min(score, SAME - 0.01), reasons)
    return Comparison(LinkVerb.DIFFERENT, score, reasons)


def blocked(one: Profile, other: Profile) -> tuple[Reason, ...]:
    """Every blocker between two mentions; one of them ends the matter."""
    return tuple(r for rule in BLOCKERS if (r := rule(one, other)))


def _told_apart(blockers: Iterable[Reason]) -> bool:
    return any(r.name in {"told_apart", "listed_as_two"} for r in blockers)


def _block(name: str, words: str) -> Reason:
    return Reason(name, words, 0.0, blocks=True)


# --- blockers -------------------------------------------------------------------------------------


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
    if _stated(one.event) and _stated(other.event) and not _meet(one.event, other.event):
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


# --- strong ---------------------------------------------------------------------------------------


def same_place_in_copied_text(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """The documents are copies of one text, and at least half of the sentences of the shorter telling
    stand word for word in the other."""
    if one.copy != other.copy or not one.sentences or not other.sentences:
        return None
    shared = len(one.sentences & other.sentences) / min(len(one.sentences), len(other.sentences))
    if shared >= 0.5:
        return Reason("same_place_in_copied_text", "the same passage of one text and its copy", 2.0)
    return None


def same_case_number(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """Both name the same official case number."""
    shared = one.cases & other.cases
    return Reason("same_case_number", f"case number {min(shared)}", 1.5) if shared else None


def same_utterance(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """Both rest on the same utterance of the same speaker, in whatever wording (`linking.utterances`), and
    in neither document does that utterance concern another occurrence as well."""
    if one.utterances & other.utterances:
        return Reason("same_utterance", "both rest on one statement of the same speaker", 1.25)
    return None


def same_footage(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """Both tell of footage first seen on the same day and coming from the same named voice, and no count of
    the same role conflicts (`linking.footage`)."""
    found = footage.compare(one, other)
    if found and found.strength is Footage.STRONG and not _counts_conflict(one, other):
        return Reason("same_footage", found.words, 1.2)
    return None


def same_rare_circumstance(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """The same words heard in footage, the same order or the same marking, and footage first seen on the
    same day."""
    if not footage.same_first_seen(one, other):
        return None
    if any(len(a & b) / min(len(a), len(b)) >= 0.6 for a, b in product(one.heard, other.heard)):
        return Reason(
            "same_rare_circumstance", "the same rare circumstance, footage first seen on the same day", 1.1
        )
    return None


def same_place_and_day(one: Profile, other: Profile, rarity: Rarity) -> Reason | None:
    """The same town or village and the same day of the event, both exact; the acts go together; no count
    conflicts; and either a count is equal or the texts share rare words (`RARE_SHARE`).

    Why this may stand alone: independent local reports of one occurrence quote nobody in common and show
    no footage, yet agree on place and day. The last condition is for large towns, where one day may see
    several occurrences. A region or district is never enough.
    """
    if not one.event.exact & other.event.exact:
        return None
    if not any(same_settlement(a, b) for a, b in product(one.places, other.places)):
        return None
    if not _acts_go_together(one, other) or _counts_conflict(one, other):
        return None
    if _count_equal(one, other) or rarity.share(one.words, other.words) >= RARE_SHARE:
        return Reason("same_place_and_day", "the same town or village on the same day, one kind of act", 1.1)
    return None


STRONG: tuple[Callable[[Profile, Profile, Rarity], Reason | None], ...] = (
    same_place_in_copied_text,
    same_case_number,
    same_utterance,
    same_footage,
    same_rare_circumstance,
    same_place_and_day,
)


# --- weak -----------------------------------------------------------------------------------------


def shared_statement_on_several(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """One utterance stands behind both, but it concerns several occurrences in one of the documents."""
    left, right = one.utterances | one.wide_utterances, other.utterances | other.wide_utterances
    if left & right and not one.utterances & other.utterances:
        return Reason("shared_statement_on_several", "a statement on several occurrences names both", 0.3)
    return None


def like_footage(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """Footage of the same day, voice or platform (for), or first seen on different days (against)."""
    found = footage.compare(one, other)
    if found is None or found.strength is Footage.STRONG:
        return None
    return Reason("like_footage", found.words, 0.2 if found.strength is Footage.WEAK else -0.2)


def same_area(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """A place that is the same or lies within the other's."""
    related = {Relation.EQUAL, Relation.REFINES, Relation.REFINED_BY}
    if any(a.relation_to(b) in related for a, b in product(one.places, other.places)):
        return Reason("same_area", "the same place, or one within the other", 0.15)
    return None


def near_in_time(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """Event times that overlap, or documents dated within three days of each other."""
    if _stated(one.event) and _stated(other.event) and _meet(one.event, other.event):
        return Reason("near_in_time", "the stated times agree", 0.15)
    if one.published and other.published and abs(one.published - other.published) <= 3:
        return Reason("near_in_time", "reported within three days of each other", 0.1)
    return None


def like_counts(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """An equal count of the same role (for); a conflicting one (against; first reports vary)."""
    if _count_equal(one, other):
        return Reason("like_counts", "the same count", 0.12)
    if _counts_conflict(one, other):
        return Reason("like_counts", "different counts", -0.25)
    return None


def same_manner(one: Profile, other: Profile, _: Rarity) -> Reason | None:
    """A method or a protected status that both state."""
    shared = sorted((one.methods & other.methods) | (one.statuses & other.statuses))
    return Reason("same_manner", f"the same manner ({', '.join(shared)})", 0.05) if shared else None


def rare_words(one: Profile, other: Profile, rarity: Rarity) -> Reason | None:
    """Rare words in common, as a share of the rarity of both; names are left out."""
    share = rarity.share(one.words, other.words)
    if share >= RARE_SHARE:
        return Reason("rare_words", f"rare words in common ({share:.0%})", round(min(0.35, share), 4))
    return None


WEAK: tuple[Callable[[Profile, Profile, Rarity], Reason | None], ...] = (
    shared_statement_on_several,
    like_footage,
    same_area,
    near_in_time,
    like_counts,
    same_manner,
    rare_words,
)


# --- what the comparisons share -------------------------------------------------------------------


def _ordered(sides: str) -> str:
    return " / ".join(sorted(sides.split(" / ")))


def _stated(moments: Moments) -> bool:
    return bool(moments.days or moments.month_days)


def _meet(one: Moments, other: Moments) -> bool:
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
    kinds = profile.acts & (_RANGED | _HANDS_ON | _BODILY)
    ranged = bool(profile.methods & _RANGED_METHODS)
    return bool(kinds & _RANGED or ranged) and not kinds & _HANDS_ON and not profile.methods & _CLOSE_METHODS


def _at_hand(profile: Profile) -> bool:
    if profile.acts & _RANGED or profile.methods & _RANGED_METHODS:
        return False
    if profile.acts & _HANDS_ON:
        return True
    return bool(profile.acts & _BODILY and (profile.statuses & _IN_HAND or profile.methods & _CLOSE_METHODS))


def _acts_go_together(one: Profile, other: Profile) -> bool:
    if not one.acts or not other.acts:
        return True
    families = (_RANGED | _BODILY, _BODILY | _HANDS_ON)
    return bool(one.acts & other.acts) or any(one.acts & f and other.acts & f for f in families)


def _counts_conflict(one: Profile, other: Profile) -> bool:
    """Whether every pair of counts of one casualty role conflicts, for some role."""
    for role in _CASUALTIES:
        pairs = [(a, b) for a, b in product(one.counts, other.counts) if a.role is role and b.role is role]
        if pairs and all(a.relation_to(b) is Relation.CONFLICT for a, b in pairs):
            return True
    return False


def _count_equal(one: Profile, other: Profile) -> bool:
    return any(
        a.role is b.role
        and a.role in _CASUALTIES
        and a.exactness is not Exactness.UNQUANTIFIED
        and a.relation_to(b) is Relation.EQUAL
        for a, b in product(one.counts, other.counts)
    )
