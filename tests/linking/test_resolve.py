"""People's decisions win; the machine never joins across a blocker."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from casebook import Paper, group, place, where
from casebook import count as number
from casebook import day as on
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.linking.resolve import brute_force, contradictions, propose, resolve
from allegata.model.decision import Decision, DecisionVerb, LinkVerb
from allegata.model.vocabulary import ActType, Attribute, PlaceKind, TimeSlot

TOWNS = [
    place(f"town{n}", PlaceKind.CITY, (f"region{n % 2}", "ua"), at=(40.0 + 3 * n, 30.0)) for n in range(3)
]


def local(name, town, when, killed, *, side="state:AA", words="a market stall near the old mill burned"):
    """A local report: place, day and count, no voice and no footage."""
    paper = Paper(name, published=date(2024, 5, 1))
    told = paper.say(f"On that day {words}, and some died there, the paper {name} writes.")
    mention = paper.mention(told)
    paper.act(mention, ActType.KILLING, told, (group(side) if side else None, None))
    paper.account(mention, Attribute.PLACE_EVENT, where(TOWNS[town]), told)
    paper.account(mention, Attribute.TIME_EVENT, on(TimeSlot.EVENT, date(2024, 4, when)), told)
    if killed is not None:
        paper.account(mention, Attribute.VICTIMS_KILLED, number(killed, killed), told)
    return paper, mention


def decide(verb, *ids, supersedes=None, name=None):
    return Decision(
        name or f"d-{verb}-{'-'.join(ids)}", verb, "|".join(ids), "a person", datetime(2024, 6, 1, tzinfo=UTC), "why", "x",
        supersedes=supersedes,
    )  # fmt: skip


def partition(made, decisions=()):
    readings, documents = [p.reading for p, _ in made], [p.document for p, _ in made]
    mentions = [m for r in readings for m in r.mentions]
    return resolve(mentions, propose(readings, documents), decisions, readings, documents)


def test_same_place_and_day_is_one_occurrence():
    made = [local("a", 0, 3, 4), local("b", 0, 3, 4), local("c", 1, 3, 4), local("d", 0, 9, 4)]
    groups = partition(made)
    assert (made[0][1], made[1][1]) in groups
    assert len(groups) == 3


@pytest.mark.parametrize("change", [{"side": "state:BB"}, {"killed": 9}, {"when": 6}, {"town": 2}])
def test_what_keeps_like_reports_apart(change):
    first = {"town": 0, "when": 3, "killed": 4}
    assert len(partition([local("a", **first), local("b", **{**first, **change})])) == 2


def test_unknown_adds_nothing_and_blocks_nothing():
    assert len(partition([local("a", 0, 3, 4), local("b", 0, 3, 4, side=None)])) == 1
    assert (
        len(partition([local("a", 0, 3, 4), local("b", 0, 3, None, words="a quite unlike thing happened")]))
        == 2
    )


def test_people_hold_apart_and_join():
    made = [local("a", 0, 3, 4), local("b", 0, 3, 4), local("c", 1, 3, 4)]
    a, b, c = (mention for _, mention in made)
    assert partition(made, [decide(DecisionVerb.DIFFERENT, a, b)]) == ((a,), (b,), (c,))
    assert partition(made, [decide(DecisionVerb.UNSURE, a, b)]) == ((a,), (b,), (c,))
    assert partition(made, [decide(DecisionVerb.SAME, a, c)]) in {((a, b, c),), ((a, c), (b,))}
    assert (a, c) in partition(made, [decide(DecisionVerb.SAME, a, c), decide(DecisionVerb.DIFFERENT, a, b)])


def test_a_superseded_decision_no_longer_counts():
    made = [local("a", 0, 3, 4), local("b", 0, 3, 4)]
    a, b = (mention for _, mention in made)
    first = decide(DecisionVerb.DIFFERENT, a, b, name="first")
    second = decide(DecisionVerb.SAME, a, b, name="second", supersedes="first")
    assert partition(made, [first, second]) == ((a, b),)


def test_contradictory_decisions_are_a_problem():
    made = [local(n, 0, 3, 4) for n in "abc"]
    a, b, c = (mention for _, mention in made)
    decisions = [
        decide(DecisionVerb.SAME, a, b),
        decide(DecisionVerb.SAME, b, c),
        decide(DecisionVerb.DIFFERENT, a, c),
    ]
    mentions = [m for p, _ in made for m in p.reading.mentions]
    (problem,) = contradictions(mentions, decisions)
    assert (problem.code, problem.subject) == ("contradictory_decisions", f"{a}|{c}")
    groups = partition(made, decisions)
    assert not any({a, c} <= set(group) for group in groups)
    assert contradictions(mentions, decisions[:2]) == ()


REPORTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([3, 4, 6]), st.sampled_from([None, 2, 4]), st.sampled_from([None, "state:AA", "state:BB"])),
    min_size=2,
    max_size=8,
)  # fmt: skip


def casebook(plan, swap=None):
    swap = swap or {}
    return [
        local(f"r{n}", town, when, killed, side=swap.get(side, side))
        for n, (town, when, killed, side) in enumerate(plan)
    ]


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.randoms())
def test_decisions_win_whatever_the_machine_says(plan, rng):
    made = casebook(plan)
    ids = [mention for _, mention in made]
    pairs = rng.sample(list(combinations(ids, 2)), k=min(3, len(ids) - 1))
    decisions = [decide(rng.choice([DecisionVerb.SAME, DecisionVerb.DIFFERENT]), *pair) for pair in pairs]
    groups = partition(made, decisions)
    assert sorted(m for g in groups for m in g) == sorted(ids)
    mentions = [m for p, _ in made for m in p.reading.mentions]
    disputed = bool(contradictions(mentions, decisions))
    for decision, pair in zip(decisions, pairs, strict=True):
        together = any(set(pair) <= set(g) for g in groups)
        assert together == (decision.verb is DecisionVerb.SAME) or disputed


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_swapping_the_sides_mirrors_the_result(plan):
    swapped = casebook(plan, {"state:AA": "state:BB", "state:BB": "state:AA"})
    assert partition(casebook(plan)) == partition(swapped)


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.randoms())
def test_order_does_not_count_and_blocking_loses_nothing(plan, rng):
    made = casebook(plan)
    readings, documents = [p.reading for p, _ in made], [p.document for p, _ in made]
    found = propose(readings, documents)
    oracle = brute_force(readings, documents)
    assert [p for p in found if p.verb is LinkVerb.SAME] == [p for p in oracle if p.verb is LinkVerb.SAME]
    rng.shuffle(made)
    assert propose([p.reading for p, _ in made], [p.document for p, _ in made]) == found
