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
from allegata.linking.blockers import BODILY, HANDS_ON, RANGED, blocked, meet, stated
from allegata.linking.footage import Footage
from allegata.linking.places import same_settlement
from allegata.linking.profile import Profile, Rarity
from allegata.model import phrases
from allegata.model.decision import LinkVerb, Reason
from allegata.model.vocabulary import CountRole, Exactness, Relation

METHOD = "linking-1"
SAME = 1.0
RELATED = 0.45
WEAK_CAP = 0.6
ALIKE_STORY = 0.16  # likeness of the rare words of two texts (cosine): two reports of one occurrence reach it
ALIKE_THERE = 0.1  # the same, where town and day agree as well
STORY_DAYS = 3
TELLING = 5  # persons: lower counts are shared by too many occurrences
CLAIM_DAYS = 10

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


def _told_apart(blockers: Iterable[Reason]) -> bool:
    return any(r.name in {"told_apart", "listed_as_two"} for r in blockers)


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
    """The same town or village and the same day of the event, both exact; the acts go together; no counts
    differ by more than double; and either a count is equal or the texts share rare words (`ALIKE_THERE`).

    Why this may stand alone: independent local reports of one occurrence quote nobody in common and show
    no footage, yet agree on place and day. The last condition is for large towns, where one day may see
    several occurrences. A region or district is never enough.
    """
    if not one.event.exact & other.event.exact or not _fit_together(one, other):
        return None
    if not any(same_settlement(a, b) for a, b in product(one.places, other.places)):
        return None
    if _count_equal(one, other) or rarity.alike(one, other) >= ALIKE_THERE:
        return Reason("same_place_and_day", "the same town or village on the same day, one kind of act", 1.1)
    return None


def same_story(one: Profile, other: Profile, rarity: Rarity) -> Reason | None:
    """The texts share much of their rare words (`ALIKE_STORY`: places, things, ages, circumstances; names of
    persons are left out), and they are dated within `STORY_DAYS` days of each other or state the same
    day of the event (where both name days, one must be the same); the acts go together and no counts
    differ by more than double (first reports vary, like events differ more). It is the written
    counterpart of a rare circumstance with the same day of first sight."""
    dated = one.published is not None and other.published is not None
    near = dated and abs((one.published or 0) - (other.published or 0)) <= STORY_DAYS
    same_day = one.event.exact & other.event.exact
    if not (near or same_day) or not _fit_together(one, other):
        return None
    if one.event.exact and other.event.exact and not same_day:
        return None  # the next day's report of a like event reads much like it
    alike = rarity.alike(one, other)
    if alike >= ALIKE_STORY:
        return Reason("same_story", f"rare words in common ({alike:.0%}), told of the same days", 1.05)
    return None


def same_claim(one: Profile, other: Profile, rarity: Rarity) -> Reason | None:
    """The same side gives the same count of at least `TELLING` persons for the same role and accuses the same
    side of it, in documents dated within `CLAIM_DAYS` days of each other that share rare words
    (`ALIKE_THERE`): in substance one utterance, of which each document quotes another piece. Smaller
    numbers recur too often to tell."""
    if one.published is None or other.published is None:
        return None
    if abs(one.published - other.published) > CLAIM_DAYS or not one.accused & other.accused:
        return None
    shared = sorted(c for c in one.claims & other.claims if c[2] >= TELLING)
    if shared and rarity.alike(one, other) >= ALIKE_THERE:
        told = str(shared[0][2]) not in one.unnamed | other.unnamed
        number = f"{shared[0][1]}: {shared[0][2]}" if told else "number withheld"
        words = f"the same claim of one side within {CLAIM_DAYS} days ({number})"
        return Reason("same_claim", words, 1.05)
    return None


STRONG: tuple[Callable[[Profile, Profile, Rarity], Reason | None], ...] = (
    same_place_in_copied_text,
    same_case_number,
    same_utterance,
    same_footage,
    same_rare_circumstance,
    same_claim,
    same_place_and_day,
    same_story,
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
    if stated(one.event) and stated(other.event) and meet(one.event, other.event):
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
    told = [phrases.plain(term) for term in shared if term not in one.unnamed | other.unnamed] or ["withheld"]
    return Reason("same_manner", f"the same manner ({', '.join(told)})", 0.05) if shared else None


def rare_words(one: Profile, other: Profile, rarity: Rarity) -> Reason | None:
    """Rare words in common (`ALIKE_THERE`); names of persons are left out."""
    alike = rarity.alike(one, other)
    if alike >= ALIKE_THERE:
        return Reason("rare_words", f"rare words in common ({alike:.0%})", round(min(0.35, alike), 4))
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


def _fit_together(one: Profile, other: Profile) -> bool:
    return _acts_go_together(one, other) and not _counts_far_apart(one, other)


def _counts_far_apart(one: Profile, other: Profile) -> bool:
    """Whether the counts of one casualty role conflict, the closest two by more than double."""
    for role in _CASUALTIES:
        pairs = [(a, b) for a, b in product(one.counts, other.counts) if a.role is role and b.role is role]
        if pairs and all(
            a.relation_to(b) is Relation.CONFLICT and max(a.low, b.low) > 2 * min(a.low, b.low)
            for a, b in pairs
        ):
            return True
    return False


def _acts_go_together(one: Profile, other: Profile) -> bool:
    if not one.acts or not other.acts:
        return True
    families = (RANGED | BODILY, BODILY | HANDS_ON)
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
