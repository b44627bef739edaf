"""People decide: the decision wins, carries what its author saw, and is never lost."""

import json
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.current import current, every_incident
from allegata.actions.history import history
from allegata.actions.link import link
from allegata.actions.read import read
from allegata.actions.rebuild import rebuild
from allegata.actions.review import review
from allegata.actions.show import incident as shown
from allegata.actions.show import overview
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.linking.pairs import spelled_out
from allegata.model.canonical import canonical_json
from allegata.model.codec import digest, to_data
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.incident import Account
from allegata.model.value import Count
from allegata.model.vocabulary import MadeBy, RecordState


def decide(book: Casebook, verb: str, subject: str, *others: str, **more: str) -> Decision:
    result = review(book, DecisionVerb(verb), subject, "Ana", "checked against the text", others, **more)
    link(book)
    assess(book)
    return result.decision


def accounts(book: Casebook) -> dict[str, Account]:
    return {account.id: account for reading in current(book).readings for account in reading.accounts}


def first(book: Casebook) -> str:
    return min(accounts(book))


def test_accept_marks_as_confirmed(book: Casebook) -> None:
    id = first(book)
    decide(book, "accept", id)
    assert accounts(book)[id].made_by is MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED


def test_correct_replaces_the_value_and_keeps_the_span(book: Casebook) -> None:
    id = first(book)
    before = accounts(book)[id]
    value = to_data(before.value) | {"low": 41, "high": 43, "type": "Count"}
    decide(book, "correct", id, value=json.dumps(value))
    after = accounts(book)[id]
    assert isinstance(after.value, Count) and (after.value.low, after.value.high) == (41, 43)
    assert after.span == before.span
    assert after.made_by is MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED
    assessed = canonical_json(to_data(shown(book, incident_of(book, after.mention)).assessment))
    assert b'"minimum":41' in assessed


def incident_of(book: Casebook, mention: str) -> str:
    return next(one.id for one in every_incident(book) if mention in one.mentions)


def test_reject_takes_out_of_every_computation_and_stays_in_history(book: Casebook) -> None:
    id = first(book)
    mention = accounts(book)[id].mention
    decision = decide(book, "reject", id)
    assert id not in accounts(book)
    record = shown(book, incident_of(book, mention))
    assert id not in {account.id for account in record.accounts}
    told = history(book, id)
    assert [entry.decision for entry in told.entries if entry.decision] == [decision]
    assert told.entries[-1].reason == "checked against the text"


def test_reject_of_a_mention_takes_its_incident_and_of_a_statement_what_rests_on_it(book: Casebook) -> None:
    reading = current(book).readings[0]
    number = len(every_incident(book))
    decide(book, "reject", reading.mentions[0].id)
    assert len(every_incident(book)) == number - 1
    assert current(book).readings[0].responses[0].about == ()
    other = current(book).readings[1]
    decide(book, "reject", other.accounts[0].statement)
    assert current(book).readings[1].accounts == ()


def test_undo_restores_and_undoing_the_undo_restores_the_decision(book: Casebook) -> None:
    id = first(book)
    rejected = decide(book, "reject", id)
    undone = decide(book, "undo", rejected.id)
    assert id in accounts(book)
    assert [entry.in_force for entry in history(book, id).entries if entry.decision] == [False, True]
    decide(book, "undo", undone.id)
    assert id not in accounts(book)
    with pytest.raises(BadDecision, match="undone already"):
        decide(book, "undo", undone.id)


def test_the_last_decision_on_a_thing_counts(book: Casebook) -> None:
    id = first(book)
    decide(book, "reject", id)
    decide(book, "accept", id)
    assert id in accounts(book)


def test_merge_and_split_win_and_ids_stay(book: Casebook) -> None:
    a, b, *rest = every_incident(book)
    decide(book, "merge", a.id, b.id)
    merged = {one.id: one for one in every_incident(book)}
    assert set(merged[a.id].mentions) == {*a.mentions, *b.mentions}
    assert merged[a.id].made_by is MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED
    assert b.id not in merged and all(one.id in merged for one in rest)
    decide(book, "split", a.id, b.mentions[0])
    apart = every_incident(book)
    assert {one.mentions for one in apart} == {one.mentions for one in (a, b, *rest)}
    assert a.id in {one.id for one in apart}


def test_same_and_different_of_mentions(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    said = decide(book, "same", f"{a.mentions[0]}|{b.mentions[0]}")
    assert any({*a.mentions, *b.mentions} <= set(one.mentions) for one in every_incident(book))
    decide(book, "different", a.mentions[0], b.mentions[0])
    assert not any({*a.mentions, *b.mentions} <= set(one.mentions) for one in every_incident(book))
    assert said.subject == "|".join(sorted((a.mentions[0], b.mentions[0])))


def test_a_state_is_about_the_record(book: Casebook) -> None:
    one = every_incident(book)[0]
    decide(book, "state", one.id, value="open")
    assert every_incident(book)[0].state is RecordState.OPEN
    with pytest.raises(BadDecision, match="cannot be moved"):
        decide(book, "state", one.id, value="published")


def test_a_decision_on_what_has_changed_since_is_refused(book: Casebook) -> None:
    id = first(book)
    saw = digest(accounts(book)[id])
    decide(book, "accept", id, saw=saw)
    with pytest.raises(StaleDecision, match="look again"):
        decide(book, "reject", id, saw=saw)


@pytest.mark.parametrize(
    ("verb", "value", "words"),
    [
        ("correct", None, "needs the new value"),
        ("correct", "no json", "cannot be read"),
        ("correct", '{"id": "x"}', "cannot be corrected"),
        ("correct", '{"attribute": "nonsense"}', "does not fit"),
        ("correct", '{"span": {"document": "d", "start": 0, "end": 1, "quote": "x"}}', "exact quotation"),
    ],
)
def test_what_can_mean_nothing_is_refused(book: Casebook, verb: str, value: str | None, words: str) -> None:
    entries = len(book.ledger)
    with pytest.raises(BadDecision, match=words):
        review(book, DecisionVerb(verb), first(book), "Ana", "because", (), value)
    assert len(book.ledger) == entries


def test_author_and_reason_are_asked_for(book: Casebook) -> None:
    for by, reason in (("", "because"), ("Ana", " ")):
        with pytest.raises(BadDecision, match="author and a reason"):
            review(book, DecisionVerb.ACCEPT, first(book), by, reason)
    with pytest.raises(UnknownThing):
        decide(book, "accept", "acc_nothing")
    with pytest.raises(UnknownThing):
        history(book, "nothing")


def test_decisions_survive_a_rebuild_and_a_new_run(folder: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        a, b, *_ = every_incident(book)
        decide(book, "merge", a.id, b.id)
        decide(book, "reject", first(book))
        before = every_incident(book), accounts(book)
    assert rebuild(folder, outside=fakes.outside()).identical
    with opened_to_write(folder, fakes.outside(start=500)) as book:
        assert not link(book).changed and not assess(book).changed
        assert (every_incident(book), accounts(book)) == before


def told_in_one_text(book: Casebook, tmp_path: Path) -> tuple[str, str]:
    """Two incidents that one document tells as two, which rules out that they are one."""
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "two.txt").write_text("21 killed near the ford.\n22 killed near the quarry.")
    before = {one.id for one in every_incident(book)}
    add(book, tmp_path / "two")
    read(book, workers=1, make=fakes.line_reads)
    link(book)
    assess(book)
    one, other = (incident.id for incident in every_incident(book) if incident.id not in before)
    return one, other


def test_incidents_apart_can_be_said_to_be_different_for_good(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    said = decide(book, "different", a.id, b.id)
    pairs = {d.subject: d.verb for d in spelled_out([said])}
    assert pairs == {"|".join(sorted((a.mentions[0], b.mentions[0]))): DecisionVerb.DIFFERENT}
    assert [e.decision for e in history(book, a.id).entries if e.decision] == [said]
    assert [e.decision for e in history(book, b.id).entries if e.decision] == [said]
    unsure = decide(book, "unsure", b.id, a.id)
    assert {d.verb for d in spelled_out([said, unsure])} == {DecisionVerb.UNSURE}
    with pytest.raises(BadDecision, match="mentions only or incidents only"):
        review(book, DecisionVerb.DIFFERENT, a.id, "Ana", "because", (b.mentions[0],))


def test_incidents_that_are_the_same_become_one(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    assert decide(book, "same", a.id, b.id).verb is DecisionVerb.MERGE
    merged = next(one for one in every_incident(book) if one.id == a.id)
    assert set(merged.mentions) == {*a.mentions, *b.mentions}
    assert merged.joined_by == ("Ana",)


def test_an_incident_has_a_history_before_anybody_decided(book: Casebook) -> None:
    a = every_incident(book)[0]
    assert [entry.words for entry in history(book, a.id).entries] == [f"1 mention linked as {a.id}"]


@pytest.mark.parametrize(
    ("verb", "value"), [("reject", None), ("state", "withdrawn"), ("state", "discarded_proposal")]
)
def test_a_false_incident_leaves_lists_and_sums_and_comes_back(
    book: Casebook, verb: str, value: str | None
) -> None:
    before = overview(book)
    a = before.incidents[0].incident
    said = decide(book, verb, a.id, **({"value": value} if value else {}))
    after = overview(book)
    assert a.id not in {line.incident.id for line in after.incidents}
    assert after.coverage.incidents == before.coverage.incidents - 1
    assert not any(a.id in total.included for total in after.figures.sums)
    assert not any(a.id in line.incidents for line in after.items)
    assert after.discarded == (a.id,)
    with pytest.raises(UnknownThing, match="taken out by decision"):
        shown(book, a.id)
    assert history(book, a.id).entries[-1].decision == said
    decide(book, "undo", said.id)
    assert overview(book) == before


def test_a_rejected_mention_is_counted_and_its_incident_comes_back(book: Casebook) -> None:
    a = every_incident(book)[0]
    said = decide(book, "reject", a.mentions[0])
    assert overview(book).discarded == a.mentions
    with pytest.raises(UnknownThing, match=f"{a.id} was taken out"):
        shown(book, a.id)
    assert "taken out" in " ".join(entry.words for entry in history(book, a.id).entries)
    decide(book, "undo", said.id)
    assert len(every_incident(book)) == len(overview(book).incidents)


def test_what_is_ruled_out_is_made_one_only_on_purpose_and_marked(book: Casebook, tmp_path: Path) -> None:
    a, b = told_in_one_text(book, tmp_path)
    entries = len(book.ledger)
    with pytest.raises(BadDecision, match=r"one document tells of the two as two.*--despite-blockers"):
        decide(book, "merge", a, b)
    with pytest.raises(BadDecision, match="--despite-blockers"):
        one, other = (next(i for i in every_incident(book) if i.id == id).mentions[0] for id in (a, b))
        decide(book, "same", one, other)
    assert len(book.ledger) == entries
    review(book, DecisionVerb.MERGE, a, "Ana", "a count corrected", (b,), despite_blockers=True)
    link(book)
    merged = next(one for one in every_incident(book) if one.id == a)
    assert len(merged.mentions) == 2 and merged.joined_by == ("Ana",)
    assert "despite: one document tells of the two as two" in history(book, a).entries[-2].words


def test_an_id_stays_with_its_own_mentions_and_a_merged_one_says_where_it_went(book: Casebook) -> None:
    a, b, *_ = before = every_incident(book)
    decide(book, "merge", b.id, a.id)
    with pytest.raises(UnknownThing, match=f"{b.id} was merged into {a.id}"):
        shown(book, b.id)
    with pytest.raises(UnknownThing, match=f"{b.id} was merged into {a.id}"):
        review(book, DecisionVerb.ACCEPT, b.id, "Ana", "because")
    assert history(book, b.id).entries[-1].words == f"{b.id} was merged into {a.id}"
    decide(book, "different", a.mentions[0], b.mentions[0])
    assert every_incident(book) == before


def test_what_a_term_can_be_is_said(book: Casebook) -> None:
    with pytest.raises(BadDecision, match=r"the terms are .*victims\.killed"):
        review(book, DecisionVerb.CORRECT, first(book), "Ana", "because", (), '{"attribute": "dead"}')
    with pytest.raises(BadDecision, match="--ids"):
        review(book, DecisionVerb.CORRECT, every_incident(book)[0].id, "Ana", "because", (), "{}")


def test_history_says_the_state_and_the_item(book: Casebook) -> None:
    a = every_incident(book)[0]
    decide(book, "state", a.id, value="open")
    decide(book, "state", a.id, value="in_assessment")
    words = [entry.words for entry in history(book).entries]
    assert any(f"state {a.id}: to in assessment" in line for line in words)
    assert any(line.startswith("000.txt was read by") for line in words)
