"""The twelve pairs of the acceptance case, on readings made by hand."""

import random

import pytest
from casebook import copy_of
from model_case import model_case

from allegata.linking import resolve as resolving
from allegata.linking.compare import compare
from allegata.linking.profile import profiles
from allegata.linking.words import vocabulary
from allegata.model.decision import LinkVerb

DIFFERENT = ["AI", "FG", "HI", "JK", "IK", "HK", "AK", "BC", "BD", "DE", "BA"]


@pytest.fixture(scope="module")
def case(knowledge):
    papers, names = model_case()
    readings, documents = [p.reading for p in papers], [p.document for p in papers]
    proposals = resolving.propose(readings, documents, knowledge)
    mentions = [m for r in readings for m in r.mentions]
    partition = resolving.resolve(mentions, proposals, (), readings, documents)
    return readings, documents, names, proposals, partition


def test_eleven_incidents(case):
    *_, names, _, partition = case
    assert len(partition) == 11
    assert tuple(sorted((names["B1"], names["B2"]))) in partition


def test_the_reason_is_the_shared_utterance(case):
    _, _, names, proposals, _ = case
    pair = {names["B1"], names["B2"]}
    proposal = next(p for p in proposals if {p.left, p.right} == pair)
    assert proposal.verb is LinkVerb.SAME
    assert "same_utterance" in {r.name for r in proposal.reasons}
    assert not any(r.blocks for r in proposal.reasons)


@pytest.mark.parametrize("pair", DIFFERENT)
def test_the_others_stay_apart(case, knowledge, pair):
    readings, documents, names, _, _ = case
    found, rarity = profiles(readings, documents, vocabulary(knowledge))
    by_id = {p.mention: p for p in found}
    for left in (m for n, m in names.items() if n[0] == pair[0]):
        for right in (m for n, m in names.items() if n[0] == pair[1]):
            result = compare(by_id[left], by_id[right], rarity)
            assert result.verb is not LinkVerb.SAME
            assert result == compare(by_id[right], by_id[left], rarity)


def test_like_events_in_one_district_are_not_even_related(case, knowledge):
    """Two killed and sixteen killed, the same district, a trench and a clip in both."""
    readings, documents, names, _, _ = case
    found, rarity = profiles(readings, documents, vocabulary(knowledge))
    by_id = {p.mention: p for p in found}
    result = compare(by_id[names["A"]], by_id[names["I"]], rarity)
    assert result.verb is LinkVerb.DIFFERENT
    assert not any(r.blocks for r in result.reasons)


def test_blocking_loses_nothing(case, knowledge):
    readings, documents, _, proposals, _ = case
    same = [p for p in resolving.brute_force(readings, documents, knowledge) if p.verb is LinkVerb.SAME]
    assert same == [p for p in proposals if p.verb is LinkVerb.SAME]


def test_order_does_not_count(case, knowledge):
    readings, documents, _, proposals, partition = case
    for seed in range(3):
        mixed, papers = list(readings), list(documents)
        random.Random(seed).shuffle(mixed)
        random.Random(seed + 9).shuffle(papers)
        assert resolving.propose(mixed, papers, knowledge) == proposals
        mentions = [m for r in mixed for m in r.mentions]
        assert resolving.resolve(mentions, proposals, (), mixed, papers) == partition


def test_copies_join_their_incident_and_no_other(case, knowledge):
    papers, _ = model_case()
    papers += [copy_of(papers[2], f"002x{n}") for n in range(20)]
    readings, documents = [p.reading for p in papers], [p.document for p in papers]
    proposals = resolving.propose(readings, documents, knowledge)
    mentions = [m for r in readings for m in r.mentions]
    partition = resolving.resolve(mentions, proposals, (), readings, documents)
    assert len(partition) == 11
    assert sorted(len(group) for group in partition)[-4:] == [21, 21, 21, 21]
