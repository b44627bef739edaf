"""Decisions that take two persons: nobody is both, nothing is lost, and what changed meanwhile is refused."""

from pathlib import Path

import pytest

from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision, every_incident
from allegata.actions.history import history
from allegata.actions.link import link
from allegata.actions.projected import differing
from allegata.actions.requests import ask, close, confirm, decide, needs_second, requests, seen_now
from allegata.actions.review import review
from allegata.actions.show import incident as shown
from allegata.actions.states import STEPS, state_now, steps_from
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.model import phrases
from allegata.model.codec import from_data, to_data
from allegata.model.decision import Closing, Decision, DecisionVerb, Request, Second
from allegata.model.result import RequestResult, ReviewResult
from allegata.model.vocabulary import RecordState

MERGE, SPLIT, STATE, UNDO = DecisionVerb.MERGE, DecisionVerb.SPLIT, DecisionVerb.STATE, DecisionVerb.UNDO


def settle(book: Casebook) -> None:
    link(book)
    assess(book)


def asked(book: Casebook) -> Request:
    a, b, *_ = every_incident(book)
    return ask(book, MERGE, a.id, "Ana", "the same hill", [b.id]).request


def test_a_request_changes_nothing_until_another_person_confirms(book: Casebook) -> None:
    before = every_incident(book)
    request = asked(book)
    settle(book)
    assert every_incident(book) == before
    result = confirm(book, request.id, "Ben", "read both")
    settle(book)
    decision = result.decision
    assert (decision.by, decision.second, decision.request) == ("Ana", "Ben", request.id)
    assert (decision.reason, decision.second_reason) == ("the same hill", "read both")
    assert decision.people == "Ana, confirmed by Ben"
    merged = next(one for one in every_incident(book) if one.id == before[0].id)
    assert merged.joined_by == ("Ana", "Ben")
    assert "not reviewed" not in phrases.made(merged)
    (one,) = requests(book)
    assert one.answer and one.answer.how is Closing.CONFIRMED and one.answer.decision == decision.id


@pytest.mark.parametrize("name", ["Ana", " ana ", "ANA", "Ａna"])
def test_nobody_is_both_persons(book: Casebook, name: str) -> None:
    request = asked(book)
    with pytest.raises(BadDecision, match="another person has to confirm"):
        confirm(book, request.id, name, "I am sure")
    with pytest.raises(BadDecision, match="your own request"):
        close(book, request.id, name, "no", Closing.DECLINED)
    assert every_decision(book) == ()


def test_declined_and_withdrawn_requests_keep_their_reasons(book: Casebook) -> None:
    request = asked(book)
    with pytest.raises(BadDecision, match="only Ana"):
        close(book, request.id, "Ben", "no", Closing.WITHDRAWN)
    close(book, request.id, "Ben", "two different hills", Closing.DECLINED)
    with pytest.raises(BadDecision, match="declined by Ben already"):
        confirm(book, request.id, "Cas", "yes")
    again = asked(book)
    close(book, again.id, "Ana", "I was wrong", Closing.WITHDRAWN)
    told = history(book, every_incident(book)[0].id).entries
    assert {"the same hill", "two different hills", "I was wrong"} <= {entry.reason for entry in told}
    assert not requests(book, open_only=True)


def test_a_request_about_what_has_changed_is_refused(book: Casebook, source: Path) -> None:
    request = asked(book)
    other = every_incident(book)[2]
    review(book, MERGE, request.subject, "Cas", "they are one", [other.id])
    settle(book)
    assert requests(book, open_only=True)[0].stale
    with pytest.raises(StaleDecision, match="has changed since"):
        confirm(book, request.id, "Ben", "yes")


def test_what_was_seen_is_compared_when_asking(book: Casebook) -> None:
    a, b, c, *_ = every_incident(book)
    saw = seen_now(book, MERGE, a.id, [b.id])
    review(book, MERGE, a.id, "Cas", "they are one", [c.id])
    settle(book)
    with pytest.raises(StaleDecision, match="changed since you looked"):
        ask(book, MERGE, a.id, "Ana", "one", [b.id], saw=saw)
    with pytest.raises(StaleDecision):
        decide(book, MERGE, a.id, "Ana", "one", [b.id], saw=saw, team=False)


def test_what_was_asked_for_is_about_these_values(book: Casebook) -> None:
    request = asked(book)
    account = shown(book, request.subject).accounts[0]
    review(book, DecisionVerb.REJECT, account.id, "Cas", "the text does not say so")
    assert requests(book, open_only=True)[0].stale
    with pytest.raises(StaleDecision, match="has changed since"):
        confirm(book, request.id, "Ben", "yes")


def test_what_somebody_asked_for_whose_account_was_closed_is_not_confirmed(book: Casebook) -> None:
    request = asked(book)
    with pytest.raises(BadDecision, match="account of Ana"):
        confirm(book, request.id, "Ben", "yes", closed=["ana"])
    assert confirm(book, request.id, "Ben", "yes", closed=["Cas"]).decision.second == "Ben"


def test_a_value_decided_on_opens_a_documented_record_again(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    for one in (a, b):
        for state in ("open", "in_assessment"):
            review(book, STATE, one.id, "Ana", "looked at", value=state)
        review(book, STATE, one.id, "Ana", "done", value="documented", second=Second("Ben", "yes", one.id))
    account = shown(book, a.id).accounts[0]
    review(book, DecisionVerb.ACCEPT, account.id, "Cas", "it says so")
    assert state_of(book, a.id) is RecordState.DOCUMENTED, "a value that stands as it is"
    review(book, DecisionVerb.REJECT, account.id, "Cas", "it does not say so")
    opened = every_decision(book)[-1]
    assert (opened.verb, opened.subject, opened.value, opened.by) == (STATE, a.id, "open", "Cas")
    assert state_of(book, a.id) is RecordState.OPEN
    assert state_of(book, b.id) is RecordState.DOCUMENTED, "nothing of it was decided"
    assert needs_second(book, UNDO, opened.id)
    with pytest.raises(BadDecision, match="by two persons"):
        review(book, UNDO, opened.id, "Cas", "as it was")


def test_an_undo_of_what_took_two_takes_two_and_gives_the_ids_back(book: Casebook) -> None:
    before = every_incident(book)
    merged = confirm(book, asked(book).id, "Ben", "read both").decision
    settle(book)
    undo = decide(book, UNDO, merged.id, "Ben", "they are two", team=True)
    assert isinstance(undo, RequestResult)
    confirm(book, undo.request.id, "Ana", "yes")
    settle(book)
    assert {one.id: one.mentions for one in every_incident(book)} == {one.id: one.mentions for one in before}


def test_an_undo_of_an_undo_is_about_what_that_one_moved(book: Casebook) -> None:
    merged = confirm(book, asked(book).id, "Ben", "read both").decision
    settle(book)
    undo = decide(book, UNDO, merged.id, "Ben", "they are two", team=True)
    assert isinstance(undo, RequestResult)
    parted = confirm(book, undo.request.id, "Ana", "right").decision
    settle(book)
    saw = seen_now(book, UNDO, parted.id)
    again = ask(book, UNDO, parted.id, "Ana", "they are one after all").request
    review(book, MERGE, merged.subject, "Cas", "they are one", [every_incident(book)[2].id])
    settle(book)
    assert requests(book, open_only=True)[0].stale
    with pytest.raises(StaleDecision, match="has changed since"):
        confirm(book, again.id, "Ben", "yes")
    with pytest.raises(StaleDecision, match="changed since you looked"):
        decide(book, UNDO, parted.id, "Ana", "one", saw=saw, team=True)


def test_what_takes_two_among_several(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    pair = (a.mentions[0], b.mentions[0])
    assert needs_second(book, MERGE, a.id, [b.id])
    assert needs_second(book, SPLIT, a.id, pair[:1])
    assert needs_second(book, DecisionVerb.SAME, a.id, [b.id])
    assert needs_second(book, DecisionVerb.SAME, pair[0], pair[1:])
    assert not needs_second(book, DecisionVerb.DIFFERENT, a.id, [b.id])
    assert not needs_second(book, DecisionVerb.DIFFERENT, pair[0], pair[1:])
    here = [step.to for step in steps_from(RecordState.CANDIDATE)]
    assert [s for s in here if needs_second(book, STATE, a.id, value=s)] == [
        RecordState.SEALED, RecordState.WITHDRAWN,
    ]  # fmt: skip
    one = decide(book, STATE, a.id, "Ana", "concrete", value="open", team=True)
    assert isinstance(one, ReviewResult)
    assert isinstance(decide(book, MERGE, a.id, "Ana", "one", [b.id], team=False), ReviewResult)


def test_sealing_holds_at_once_and_unsealing_takes_two(book: Casebook) -> None:
    a = every_incident(book)[0]
    sealed = decide(book, STATE, a.id, "Ana", "a witness is at risk", value="sealed", team=True)
    assert isinstance(sealed, RequestResult) and sealed.decision
    settle(book)
    assert every_incident(book)[0].state is RecordState.SEALED
    assert confirm(book, sealed.request.id, "Ben", "yes").decision.second == "Ben"
    opened = decide(book, STATE, a.id, "Ana", "safe now", value="open", team=True)
    assert isinstance(opened, RequestResult)
    settle(book)
    assert every_incident(book)[0].state is RecordState.SEALED


def sealed(book: Casebook) -> str:
    """A record that was sealed a moment ago: no linking knows of it yet."""
    one = every_incident(book)[0]
    assert decide(book, STATE, one.id, "Ana", "a witness is at risk", value="sealed", team=True).decision
    return one.id


def state_of(book: Casebook, id: str) -> RecordState:
    return state_now(book, next(one for one in every_incident(book) if one.id == id))


@pytest.mark.parametrize("linked", [True, False])
def test_nobody_unseals_alone_by_any_way(book: Casebook, linked: bool) -> None:
    id = sealed(book)
    other = every_incident(book)[1].id
    if linked:
        settle(book)
    opened = decide(book, STATE, id, "Ana", "safe", value="open", team=True)
    assert isinstance(opened, RequestResult)
    with pytest.raises(BadDecision, match=r"two persons open it first"):
        decide(book, DecisionVerb.REJECT, id, "Ana", "no incident", team=True)
    with pytest.raises(BadDecision, match="cannot be moved"):
        decide(book, STATE, id, "Ana", "no incident", value="discarded_proposal", team=True)
    with pytest.raises(BadDecision, match=r"two persons open it first"):
        decide(book, MERGE, other, "Ana", "one", [id], team=True, despite_blockers=True)
    undo = decide(book, UNDO, every_decision(book)[-1].id, "Ana", "safe", team=True)
    assert isinstance(undo, RequestResult)
    settle(book)
    assert state_of(book, id) is RecordState.SEALED


def test_only_a_candidate_is_discarded_by_one_person(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    assert isinstance(decide(book, DecisionVerb.REJECT, a.id, "Ana", "opinion", team=True), ReviewResult)
    decide(book, STATE, b.id, "Ana", "concrete", value="open", team=True)
    asked = decide(book, DecisionVerb.REJECT, b.id, "Ana", "opinion", team=True)
    assert isinstance(asked, RequestResult)
    assert state_of(book, b.id) is RecordState.OPEN
    confirm(book, asked.request.id, "Ben", "read it")
    assert state_of(book, b.id) is RecordState.DISCARDED_PROPOSAL


@pytest.mark.parametrize("team", [True, False])
def test_a_record_moves_along_the_table_only(book: Casebook, team: bool) -> None:
    one = every_incident(book)[0]
    for state in (RecordState.CANDIDATE, RecordState.OPEN, RecordState.IN_ASSESSMENT):
        if state is not RecordState.CANDIDATE:
            decide(book, STATE, one.id, "Ana", "looked at", value=state, team=team)
        assert state_of(book, one.id) is state
        for to in set(RecordState) - {step.to for step in STEPS[state]}:
            with pytest.raises(BadDecision, match="cannot be moved"):
                decide(book, STATE, one.id, "Ana", "because", value=to, team=team)


@pytest.mark.parametrize(("by", "how"), [("Ben", Closing.DECLINED), ("Ana", Closing.WITHDRAWN)])
def test_a_seal_that_is_declined_or_withdrawn_is_undone(book: Casebook, by: str, how: Closing) -> None:
    one = every_incident(book)[0]
    decide(book, STATE, one.id, "Ana", "concrete", value="open", team=True)
    asked = decide(book, STATE, one.id, "Ana", "a witness is at risk", value="sealed", team=True)
    assert isinstance(asked, RequestResult) and asked.decision
    assert state_of(book, one.id) is RecordState.SEALED
    close(book, asked.request.id, by, "nobody is named", how)
    assert state_of(book, one.id) is RecordState.OPEN
    undo = every_decision(book)[-1]
    assert (undo.verb, undo.subject, undo.by) == (UNDO, asked.decision.id, by)
    settle(book)
    assert every_incident(book)[0].state is RecordState.OPEN
    assert isinstance(decide(book, UNDO, undo.id, "Ana", "it is at risk", team=True), RequestResult)


def test_a_seal_that_was_confirmed_stays(book: Casebook) -> None:
    id = sealed(book)
    confirm(book, requests(book, open_only=True)[0].request.id, "Ben", "yes")
    assert not requests(book, open_only=True)
    assert state_of(book, id) is RecordState.SEALED


def test_documented_takes_two_everywhere_and_says_what_is_missing(book: Casebook) -> None:
    a = every_incident(book)[0]
    with pytest.raises(BadDecision, match="by two persons"):
        review(book, STATE, a.id, "Ana", "done", value="documented")
    for state in ("open", "in_assessment"):
        review(book, STATE, a.id, "Ana", "looked at", value=state)
    with pytest.raises(BadDecision, match="values are proposed and not confirmed"):
        decide(book, STATE, a.id, "Ana", "done", value="documented", team=False)


def test_the_same_is_not_asked_for_twice_and_unknown_requests_are_said_to_be_so(book: Casebook) -> None:
    asked(book)
    with pytest.raises(BadDecision, match="asked for already, by Ana"):
        asked(book)
    with pytest.raises(UnknownThing, match="no request"):
        confirm(book, "req_nothing", "Ben", "yes")
    with pytest.raises(BadDecision, match="author and a reason"):
        confirm(book, "req_nothing", "Ben", "  ")


def test_requests_survive_a_rebuild_and_are_verified(book: Casebook) -> None:
    request = asked(book)
    close(book, request.id, "Ben", "two hills", Closing.DECLINED)
    confirm(book, asked(book).id, "Ben", "read both")
    settle(book)
    assert not list(differing(book))
    before = requests(book)
    assert len(before) == 2
    book.index.discard()
    book.index.catch_up(book.ledger)
    assert requests(book) == before
    assert not list(differing(book))


def test_an_edited_request_is_found(book: Casebook) -> None:
    asked(book)
    with book.index.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE requests SET data = replace(data, 'Ana', 'Eve')")
    assert any("requests" in problem.subject for problem in differing(book))


def test_a_decision_of_an_older_version_is_still_read(book: Casebook) -> None:
    data = to_data(confirm(book, asked(book).id, "Ben", "read both").decision)
    assert isinstance(data, dict)
    for name in ("second", "second_reason", "request"):
        del data[name]
    assert from_data(Decision, data).second is None
