"""Decisions on incidents, spelled out as decisions on pairs of mentions, the latest word on each pair.

A person merges incidents or splits one; what `resolve` can hold to are pairs. An incident's mentions
change with every new report, so a decision carries the ids of those that its author saw.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from allegata.model.canonical import canonical_json, parse_json
from allegata.model.decision import Decision, DecisionVerb

VERBS = frozenset(
    {
        DecisionVerb.SAME,
        DecisionVerb.DIFFERENT,
        DecisionVerb.UNSURE,
        DecisionVerb.MERGE,
        DecisionVerb.SPLIT,
    }
)
PAIR_SEPARATOR = "|"


def seen_mentions(groups: Sequence[Sequence[str]]) -> str:
    """What a merge or split carries as its value: the mentions of each side, as its author saw them."""
    return canonical_json({"mentions": [sorted(group) for group in groups]}).decode()


def spelled_out(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """One decision for every pair that somebody decided on: the last one.

    :param decisions: those in force, oldest first.
    """
    latest: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        for left, right in _pairs(decision):
            pair = (min(left, right), max(left, right))
            latest.pop(pair, None)  # so that the order stays the order of decision
            latest[pair] = decision
    return tuple(_on_pair(decision, pair) for pair, decision in latest.items())


def _pairs(decision: Decision) -> Iterator[tuple[str, str]]:
    if decision.verb not in VERBS:
        return
    if decision.verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT):
        groups = parse_json(decision.value or '{"mentions":[]}')["mentions"]
        if decision.verb is DecisionVerb.MERGE:
            yield from combinations(sorted({mention for group in groups for mention in group}), 2)
        else:
            for one, other in combinations(groups, 2):
                yield from product(one, other)
        return
    named = dict.fromkeys((*decision.subject.split(PAIR_SEPARATOR), *decision.others))
    yield from combinations(named, 2)


def _on_pair(decision: Decision, pair: tuple[str, str]) -> Decision:
    same = decision.verb in (DecisionVerb.SAME, DecisionVerb.MERGE)
    verb = DecisionVerb.SAME if same else DecisionVerb.DIFFERENT
    if decision.verb is DecisionVerb.UNSURE:
        verb = DecisionVerb.UNSURE
    subject = PAIR_SEPARATOR.join(pair)
    return replace(
        decision,
        id=f"{decision.id}/{subject}",
        verb=verb,
        subject=subject,
        others=(),
        value=None,
        supersedes=None,
    )
