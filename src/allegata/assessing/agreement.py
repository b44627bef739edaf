"""How far two coders agree: value by value by the relations of values, and over many by Cohen's kappa."""

from collections import Counter
from collections.abc import Iterable, Sequence

from allegata.model.incident import Account
from allegata.model.second import Agreement, Coded
from allegata.model.value import Category, Group, Value, When
from allegata.model.vocabulary import Attribute, Polarity, Relation, Stance

FEWEST = 10
"""Below so many pairs of codes no kappa is told: it would say more about chance than about the coders."""
NEAREST = (
    Relation.EQUAL,
    Relation.REFINES,
    Relation.REFINED_BY,
    Relation.COMPATIBLE,
    Relation.CONFLICT,
    Relation.NOT_COMPARABLE,
)
AGREEING = frozenset(NEAREST[:4])
WORDS = {
    Relation.EQUAL: "the same",
    Relation.REFINES: "the second reading is narrower",
    Relation.REFINED_BY: "the second reading is wider",
    Relation.COMPATIBLE: "compatible",
    Relation.CONFLICT: "in conflict",
    Relation.NOT_COMPARABLE: "not comparable",
}


def first_values(accounts: Iterable[Account], attribute: Attribute) -> tuple[Value, ...]:
    """What is alleged of an attribute, the value that most statements carry first; headlines do not count."""
    said = [
        account.value
        for account in accounts
        if account.attribute is attribute
        and account.stance is Stance.ALLEGES
        and account.polarity is Polarity.AFFIRMS
        and not account.headline
    ]
    counted = Counter(said)
    return tuple(sorted(counted, key=lambda value: (-counted[value], said.index(value))))


def agreement(coded: Coded, first: Sequence[Value]) -> Agreement:
    """One attribute of a second reading beside the first values.

    Where the first reading holds several values, the nearest relation counts: a second coder who takes over
    one of two alleged numbers does not contradict the reading.
    """
    second = coded.value
    if second is None or not first:
        both = second is None and not first
        words = (
            "neither states it"
            if both
            else "only the first states it"
            if first
            else "only the second states it"
        )
        return Agreement(coded.attribute, tuple(first), second, None, both, words)
    found = [_relation(second, value) for value in first]
    nearest = min(found, key=NEAREST.index)
    return Agreement(coded.attribute, tuple(first), second, nearest, nearest in AGREEING, WORDS[nearest])


def _relation(second: Value, first: Value) -> Relation:
    """As values stand to each other; a time that both read in the same form is the same reading.

    Two accounts of "9 November" without a year cannot be compared, since their days are not bounded; two
    coders who both read that agree.
    """
    if isinstance(second, When) and isinstance(first, When) and second.edtf:
        same = (second.slot, second.edtf) == (first.slot, first.edtf)
        return Relation.EQUAL if same else second.relation_to(first)
    return second.relation_to(first)


def label(value: Value | None) -> str | None:
    """The category of a value, for kappa; None where it has none."""
    if isinstance(value, Category):
        return value.term
    if isinstance(value, Group):
        return value.party or "side not known"
    return None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two coders (Cohen 1960); None under `FEWEST` pairs or where only one category occurs.

    >>> kappa([("a", "a")] * 5 + [("b", "b")] * 5)
    1.0
    """
    n = len(pairs)
    if n < FEWEST:
        return None
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / n
    expected = sum(left[term] * right[term] for term in left) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)
