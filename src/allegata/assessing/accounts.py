"""Values side by side: how the accounts of one attribute stand to each other, and ranges of counts.

No mean, no median, no majority: those reward repetition (DOMAIN 3.2). Relations are given between one
account of each origin and value, so that copies add no pairs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from allegata.assessing.case import Case
from allegata.assessing.origins import Trace, counts_for_origins
from allegata.model.assessment import CountRange, ValuePair
from allegata.model.incident import Account
from allegata.model.value import Count, Value
from allegata.model.vocabulary import Attribute, CountRole, Modality, Polarity, Relation, Scope, Stance, Unit

ROLE_OF: dict[Attribute, CountRole] = {
    Attribute.VICTIMS_KILLED: CountRole.KILLED,
    Attribute.VICTIMS_INJURED: CountRole.INJURED,
    Attribute.VICTIMS_CAPTURED: CountRole.CAPTURED,
    Attribute.VICTIMS_SHOWN_MOTIONLESS: CountRole.SHOWN_MOTIONLESS,
    Attribute.PERSONS_FATE_UNKNOWN: CountRole.FATE_UNKNOWN,
    Attribute.VICTIMS_AFFECTED: CountRole.AFFECTED,
}
AGREEING = frozenset({Relation.EQUAL, Relation.REFINES, Relation.REFINED_BY, Relation.COMPATIBLE})


def agree(one: Value, other: Value) -> bool:
    """Whether two values go together: the same, one within the other, or overlapping."""
    return one == other or one.relation_to(other) in AGREEING


def pairs(accounts: Sequence[Account], trace: Trace) -> tuple[ValuePair, ...]:
    """Relations between accounts, one for each origin and value, sorted."""
    chosen: dict[tuple[str, str], Account] = {}
    for account in sorted(accounts, key=lambda a: a.id):
        if account.stance is Stance.ALLEGES and not account.headline:
            chosen.setdefault((trace.upper.get(account.id, account.id), repr(account.value)), account)
    ordered = sorted(chosen.values(), key=lambda a: a.id)
    return tuple(ValuePair(a.id, b.id, a.value.relation_to(b.value)) for a, b in combinations(ordered, 2))


def conflicts(found: Sequence[ValuePair]) -> tuple[str, ...]:
    """The accounts that stand in conflict with another one."""
    clashing = (p for p in found if p.relation is Relation.CONFLICT)
    return tuple(sorted({account for pair in clashing for account in (pair.left, pair.right)}))


def count_range(
    attribute: Attribute, accounts: Sequence[Account], trace: Trace, case: Case
) -> CountRange | None:
    """Reported bounds of one role in persons; None when no account of the attribute is a count."""
    role = ROLE_OF.get(attribute)
    counted = [a for a in sorted(accounts, key=lambda a: a.id) if isinstance(a.value, Count)]
    if role is None or not counted:
        return None
    # where all accounts tell of a pinned act, they are about that act, and nothing is mixed
    pinned = case.pinned_accounts if any(a.id not in case.pinned_accounts for a in counted) else frozenset()
    excluded: list[tuple[str, str]] = []
    used: dict[str, Count] = {}
    for account in counted:
        reason = _unfit(account, role, pinned, case)
        if reason:
            excluded.append((account.id, reason))
        elif isinstance(account.value, Count):
            used[account.id] = replace(account.value, role=role)
    maximum = _maximum(used.values())
    return CountRange(
        role,
        Unit.PERSONS,
        min((c.low for c in used.values()), default=None),
        maximum,
        bool(used) and maximum is None,
        _common([c for c in used.values() if not c.vague]),
        _supported(used, trace),
        tuple(excluded),
    )


def _unfit(account: Account, role: CountRole, pinned: frozenset[str], case: Case) -> str | None:
    value = account.value
    assert isinstance(value, Count)
    statement = case.statements.get(account.statement)
    named = statement is not None and not statement.chain[0].is_outlet
    rules = (
        (value.unit is not Unit.PERSONS, f"counts {value.unit.value}, not persons"),
        (value.role not in {role, CountRole.NOT_STATED}, f"counts another role ({value.role.value})"),
        (account.headline, "stands in a headline"),
        (value.vague and not named, "vague, and nobody is named for it"),
        (account.polarity is not Polarity.AFFIRMS or account.stance is not Stance.ALLEGES, "is not alleged"),
        (account.modality is Modality.ASKED, "is asked, not alleged"),
        (account.scope not in {Scope.THIS_INCIDENT, Scope.UNCLEAR}, "is not about this incident"),
        (account.id in pinned, "belongs to another act of this incident, in the opposite direction"),
    )
    return next((words for applies, words in rules if applies), None)


def _maximum(counts: Iterable[Count]) -> int | None:
    highs = [c.high for c in counts]
    known = [high for high in highs if high is not None]
    return max(known) if known and len(known) == len(highs) else None


def _common(counts: Sequence[Count]) -> tuple[int, int | None] | None:
    if not counts:
        return None
    low = max(c.low for c in counts)
    highs = [c.high for c in counts if c.high is not None]
    high = min(highs) if highs else None
    return None if high is not None and high < low else (low, high)


def _supported(used: Mapping[str, Count], trace: Trace) -> tuple[tuple[int, int], ...]:
    """For each k the largest n that accounts of at least k independent roots assert as their lower bound."""
    best: dict[str, int] = {}
    for account, count in used.items():
        root = trace.lower.get(account)
        if root is not None:
            best[root] = max(best.get(root, 0), count.low)
    ranked = sorted(best.values(), reverse=True)
    return tuple((place + 1, low) for place, low in enumerate(ranked))


def put_forward(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts that count for origins; where all stand in headlines, those headlines."""
    body = tuple(a for a in accounts if counts_for_origins(a))
    return body or tuple(a for a in accounts if counts_for_origins(replace(a, headline=False)))
