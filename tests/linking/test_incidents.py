"""Groups keep their identity over runs; decisions on incidents become decisions on pairs."""

from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from allegata.linking.incidents import identified, incidents
from allegata.linking.pairs import originals, seen_mentions, spelled_out
from allegata.model.decision import Decision, DecisionVerb, LinkVerb, Proposal, Reason
from allegata.model.incident import Incident, Mention, MentionLink
from allegata.model.vocabulary import IncidentLink, MadeBy, RecordState

AT = datetime(2026, 1, 1, tzinfo=UTC)


def ids(prefix: str = "new"):  # type: ignore[no-untyped-def]
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def decision(
    verb: DecisionVerb, subject: str, *others: str, value: str | None = None, id: str = "d"
) -> Decision:
    return Decision(id, verb, subject, "Ana", AT, "because", "", others, value)


def test_an_id_stays_with_the_larger_part() -> None:
    former = [Incident("i1", ("a", "b", "c")), Incident("i2", ("d",))]
    made = identified([("a", "b"), ("c", "d"), ("e",)], former, ids())
    assert made == {"i1": ("a", "b"), "i2": ("c", "d"), "new1": ("e",)}


def test_of_two_that_become_one_the_one_with_more_or_the_older_stays() -> None:
    former = [Incident("i1", ("a",)), Incident("i2", ("b", "c"))]
    assert identified([("a", "b", "c")], former, ids()) == {"i2": ("a", "b", "c")}
    assert identified([("a", "b")], [Incident("i2", ("b",)), Incident("i1", ("a",))], ids()) == {
        "i1": ("a", "b")
    }


@given(
    st.lists(st.integers(0, 4), min_size=8, max_size=8), st.lists(st.integers(0, 4), min_size=8, max_size=8)
)
def test_every_group_has_one_id_and_a_second_run_changes_nothing(before: list[int], after: list[int]) -> None:
    def partition(labels: list[int]) -> list[tuple[str, ...]]:
        groups: dict[int, list[str]] = {}
        for mention, label in zip("abcdefgh", labels, strict=True):
            groups.setdefault(label, []).append(mention)
        return [tuple(group) for group in groups.values()]

    first = identified(partition(before), [], ids("x"))
    former = [Incident(id, group) for id, group in first.items()]
    second = identified(partition(after), former, ids("y"))
    assert sorted(second.values()) == sorted(partition(after))
    again = identified(partition(after), [Incident(id, group) for id, group in second.items()], ids("z"))
    assert again == second


def test_a_merge_is_every_pair_and_a_later_split_takes_back_its_own() -> None:
    merge = decision(DecisionVerb.MERGE, "i1", "i2", value=seen_mentions([("a", "b"), ("c",)]), id="d1")
    split = decision(DecisionVerb.SPLIT, "i1", "c", value=seen_mentions([("c",), ("a", "b")]), id="d2")
    said = {d.subject: d.verb for d in spelled_out([merge, split])}
    assert said == {
        "a|b": DecisionVerb.SAME,
        "a|c": DecisionVerb.DIFFERENT,
        "b|c": DecisionVerb.DIFFERENT,
    }


def test_the_last_word_on_a_pair_counts_whichever_way_round_it_was_said() -> None:
    said = spelled_out(
        [decision(DecisionVerb.SAME, "a|b", id="d1"), decision(DecisionVerb.DIFFERENT, "b", "a", id="d2")]
    )
    assert [(d.subject, d.verb) for d in said] == [("a|b", DecisionVerb.DIFFERENT)]


def proposal(left: str, right: str, verb: LinkVerb, blocks: bool = False) -> Proposal:
    return Proposal(left, right, verb, 0.4, (Reason("same_area", "both near one town", 0.4, blocks),))


def test_what_may_be_the_same_stays_visible_until_somebody_says_otherwise() -> None:
    groups = {"i1": ("a",), "i2": ("b",), "i3": ("c",)}
    mentions = [
        Mention("a", "doc", (), (), (), (MentionLink("c", IncidentLink.RECALLED_WITH),)),
        Mention("b", "doc", (), (), ()),
        Mention("c", "doc", (), (), ()),
    ]
    proposals = [proposal("a", "b", LinkVerb.UNSURE), proposal("b", "c", LinkVerb.UNSURE, blocks=True)]
    one, two, three = incidents(groups, mentions, proposals, [], [])
    assert one.links == (
        ("i2", IncidentLink.POSSIBLY_SAME, "both near one town"),
        ("i3", IncidentLink.RECALLED_WITH, "told in one report"),
    )
    assert two.links == (("i1", IncidentLink.POSSIBLY_SAME, "both near one town"),)
    assert three.links == () and one.made_by is MadeBy.MACHINE_PROPOSED
    apart = spelled_out([decision(DecisionVerb.DIFFERENT, "a|b")])
    assert incidents(groups, mentions, proposals, apart, [])[1].links == ()


def test_an_undone_merge_gives_both_ids_back_and_a_tie_goes_to_the_earliest_mention() -> None:
    merge = decision(DecisionVerb.MERGE, "i2", "i1", value=seen_mentions([("z",), ("a",)]))
    held = originals([merge])
    assert held == {"i2": ("z",), "i1": ("a",)}
    merged = identified([("a", "z")], [Incident("i1", ("a",)), Incident("i2", ("z",))], ids(), held)
    assert merged == {"i1": ("a", "z")}
    former = [Incident("i1", ("a", "z"))]
    assert identified([("a",), ("z",)], former, ids(), held) == {"i1": ("a",), "i2": ("z",)}
    assert identified([("a",), ("z",)], former, ids(), order=["z", "a"]) == {"new1": ("a",), "i1": ("z",)}


def test_a_rejection_holds_until_a_report_brings_something_new() -> None:
    reject = decision(DecisionVerb.REJECT, "i1", value=seen_mentions([("a", "b")]))
    mentions = [Mention(id, "doc", (), (), ()) for id in "abc"]

    def state(*group: str) -> RecordState:
        return incidents({"i1": group}, mentions, [], [], [reject])[0].state

    assert state("a", "b") is state("a") is RecordState.DISCARDED_PROPOSAL
    assert state("a", "b", "c") is RecordState.CANDIDATE
