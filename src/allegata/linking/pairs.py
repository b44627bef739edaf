"""Decisions on incidents, spelled out as decisions on pairs of mentions, the latest word on each pair.

A person merges incidents or splits one; what `resolve` can hold to are pairs. An incident's mentions
change with every new report, so a decision carries the ids of those that its author saw.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from allegata.linking.blockers import blocked
from allegata.linking.profile import stated
from allegata.linking.words import Vocabulary
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.decision import Decision, DecisionVerb, Reason
from allegata.model.document import Document
from allegata.model.reading import Reading

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
ON_INCIDENTS = VERBS | {DecisionVerb.REJECT}
"""The verbs whose value, where there is one, is the mentions that the author saw."""


def seen_mentions(groups: Sequence[Sequence[str]], despite: Sequence[Reason] = ()) -> str:
    """What a decision on incidents carries as its value: the mentions of each, as its author saw them.

    :param despite: what speaks against making them one, which the author saw as well.
    """
    data: dict[str, list[list[str]] | list[str]] = {"mentions": [sorted(group) for group in groups]}
    if despite:
        data["despite"] = [reason.words for reason in despite]
    return canonical_json(data).decode()


def seen(decision: Decision) -> tuple[tuple[str, ...], ...]:
    """The groups of mentions that a decision carries; () where it carries none."""
    if decision.verb not in ON_INCIDENTS or not decision.value:
        return ()
    return tuple(tuple(group) for group in parse_json(decision.value)["mentions"])


def despite(decision: Decision) -> tuple[str, ...]:
    """What spoke against a decision to make one of several, in words."""
    if decision.verb not in ON_INCIDENTS or not decision.value:
        return ()
    return tuple(parse_json(decision.value).get("despite", ()))


def named(decision: Decision) -> tuple[str, ...]:
    """The ids that a decision names, in its order."""
    return tuple(dict.fromkeys((*decision.subject.split(PAIR_SEPARATOR), *decision.others)))


def originals(decisions: Iterable[Decision]) -> Mapping[str, tuple[str, ...]]:
    """Incident id → the mentions that it held when somebody first decided on it.

    :param decisions: all that were ever made, oldest first: an undone merge gives the ids back.
    """
    found: dict[str, tuple[str, ...]] = {}
    for decision in decisions:
        groups = seen(decision)
        if decision.verb is DecisionVerb.SPLIT:
            found.setdefault(decision.subject, tuple(m for group in groups for m in group))
            continue
        for id, group in zip(named(decision), groups, strict=False):
            if id not in group:  # a mention stands for itself, and is no incident
                found.setdefault(id, group)
    return found


def speaking_against(
    groups: Sequence[Sequence[str]], readings: Sequence[Reading], documents: Sequence[Document]
) -> tuple[Reason, ...]:
    """Every blocker (`linking.blockers`) between mentions of different groups, each once."""
    profiles = {profile.mention: profile for profile in stated(readings, documents, Vocabulary(), {}, {})}
    found: dict[tuple[str, str], Reason] = {}
    for one, other in combinations(groups, 2):
        for left, right in product(one, other):
            if left in profiles and right in profiles:
                for reason in blocked(profiles[left], profiles[right]):
                    found.setdefault((reason.name, reason.words), reason)
    return tuple(found.values())


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
    groups = seen(decision)
    if decision.verb is DecisionVerb.MERGE:
        yield from combinations(sorted({mention for group in groups for mention in group}), 2)
    elif groups or decision.verb is DecisionVerb.SPLIT:
        for one, other in combinations(groups, 2):
            yield from product(one, other)
    else:
        yield from combinations(named(decision), 2)


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
