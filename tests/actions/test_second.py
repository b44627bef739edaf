"""The blind second reading: by somebody else, without the first values, and compared by the relations of values."""

import json

import pytest

from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_incident
from allegata.actions.history import history
from allegata.actions.link import link
from allegata.actions.projected import differing
from allegata.actions.requests import ask, confirm
from allegata.actions.review import review
from allegata.actions.second import agreements, code, readings, settle_differences, sheet, tallies
from allegata.actions.show import incident as shown
from allegata.actions.states import lacking
from allegata.assessing.agreement import FEWEST, first_values, kappa
from allegata.errors import BadDecision, StaleDecision
from allegata.model.codec import canonical, parse
from allegata.model.decision import DecisionVerb
from allegata.model.second import KEY_ATTRIBUTES, Coded, SecondReading
from allegata.model.value import Count
from allegata.model.vocabulary import Attribute, CountRole, Exactness, RecordState, Relation, Unit

KILLED = Attribute.VICTIMS_KILLED


def killed(low: int, high: int | None) -> Coded:
    count = Count(low, high, Unit.PERSONS, CountRole.KILLED, Exactness.RANGE)
    return Coded(KILLED, count, "so many")


def test_the_sheet_holds_the_texts_and_nothing_of_the_first_reading(book: Casebook) -> None:
    one = every_incident(book)[0]
    given = sheet(book, one.id, "Ben")
    assert given.texts[0].text == shown(book, one.id).documents[0].text
    assert not hasattr(given, "title")
    assert shown(book, one.id).assessment.title.encode() not in canonical(given)


def test_who_decided_on_it_may_not_read_it_a_second_time(book: Casebook) -> None:
    one = every_incident(book)[0]
    account = shown(book, one.id).accounts[0]
    review(book, DecisionVerb.ACCEPT, account.id, "Ana", "it says so")
    with pytest.raises(BadDecision, match="you decided on this incident"):
        sheet(book, one.id, " ana")
    with pytest.raises(BadDecision, match="you decided on this incident"):
        code(book, one.id, "ANA", [], "")
    with pytest.raises(BadDecision, match="you decided on this incident"):
        code(book, one.id, "Ａna", [], "")
    code(book, one.id, "Ben", [killed(2, 2)], "")
    with pytest.raises(BadDecision, match="already"):
        code(book, one.id, "Ben", [killed(2, 2)], "")


@pytest.mark.parametrize(
    ("coded", "relation", "agrees"),
    [
        ((2, 2), Relation.EQUAL, True),
        ((1, None), Relation.REFINED_BY, True),
        ((3, 9), Relation.CONFLICT, False),
    ],
)
def test_agreement_is_told_by_the_relation_of_values(
    book: Casebook, coded: tuple[int, int | None], relation: Relation, agrees: bool
) -> None:
    one = next(i for i in every_incident(book) if _low(book, i.id) == 2)
    made = code(book, one.id, "Ben", [killed(*coded)], "")
    found = {each.attribute: each for each in agreements(book, made)}
    assert (found[KILLED].relation, found[KILLED].agrees) == (relation, agrees)
    assert found[Attribute.PLACE_EVENT].words == "neither states it"
    assert found[Attribute.PLACE_EVENT].agrees


def _low(book: Casebook, incident: str) -> int:
    value = shown(book, incident).accounts[0].value
    return value.low if isinstance(value, Count) else 0


def test_a_reading_is_kept_whole_and_survives_a_new_index(book: Casebook) -> None:
    one = every_incident(book)[0]
    made = code(book, one.id, "Ben", [killed(2, 2)], "hard to tell")
    assert parse(SecondReading, canonical(made)) == made
    assert not list(differing(book))
    book.index.discard()
    book.index.catch_up(book.ledger)
    assert readings(book, one.id) == (made,)
    assert any("read a second time" in entry.words for entry in history(book, one.id).entries)


def test_a_third_person_settles_and_nothing_is_taken_out(book: Casebook) -> None:
    one = every_incident(book)[0]
    made = code(book, one.id, "Ben", [killed(90, 90)], "")
    for name in ("Ben", "ben "):
        with pytest.raises(BadDecision, match="third person"):
            settle_differences(book, made.id, name, [], "the first")
    with pytest.raises(BadDecision, match="grounds"):
        settle_differences(book, made.id, "Cas", [], " ")
    word = settle_differences(book, made.id, "Cas", [], "the text says two; ninety is a house number")
    assert readings(book, one.id) == (made, word)
    with pytest.raises(BadDecision, match="already"):
        settle_differences(book, made.id, "Dan", [], "once more")


def test_texts_that_came_since_are_noticed(book: Casebook) -> None:
    a, b, *_ = every_incident(book)
    saw = sheet(book, a.id, "Ben").saw
    review(book, DecisionVerb.MERGE, a.id, "Ana", "one", [b.id])
    link(book)
    assess(book)
    with pytest.raises(StaleDecision):
        code(book, a.id, "Ben", [killed(2, 2)], "", saw)


def test_counts_over_all_readings_and_no_kappa_under_a_small_number(book: Casebook) -> None:
    for one in every_incident(book):
        code(book, one.id, "Ben", [killed(2, None)], "")
    by = {tally.attribute: tally for tally in tallies(book)}
    assert by[KILLED].n == len(every_incident(book))
    assert by[KILLED].kappa is None and by[KILLED].why_none == "not a category"
    assert str(FEWEST) in by[Attribute.ACT_TYPE].why_none


def test_kappa_is_that_of_the_textbook() -> None:
    table = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(table) == pytest.approx(0.4)
    assert kappa(table[: FEWEST - 1]) is None
    assert kappa([("y", "y")] * 20) is None


def test_an_empty_reading_is_none_and_that_nothing_is_stated_is_said(book: Casebook) -> None:
    one = every_incident(book)[0]
    with pytest.raises(BadDecision, match="nothing is coded"):
        code(book, one.id, "Ben", [], "")
    made = code(book, one.id, "Ben", [Coded(attribute, None) for attribute in KEY_ATTRIBUTES], "")
    assert all(each.value is None for each in made.values)


def documented(book: Casebook, confirmed_by: str) -> str:
    """An incident that Ana brought to *documented* and another person confirmed."""
    one = next(i for i in every_incident(book) if _low(book, i.id) == 2)
    for state in ("open", "in_assessment"):
        review(book, DecisionVerb.STATE, one.id, "Ana", "looked at", value=state)
    for account in shown(book, one.id).accounts:
        review(book, DecisionVerb.ACCEPT, account.id, "Ana", "it says so")
    where = json.dumps({"places": ["the web"], "as_of": "2026-11-01"})
    review(book, DecisionVerb.SEARCHED, one.id, "Ana", "looked", value=where)
    link(book)
    assess(book)
    confirm(
        book,
        ask(book, DecisionVerb.STATE, one.id, "Ana", "done", value="documented").request.id,
        confirmed_by,
        "yes",
    )
    link(book)
    assess(book)
    return one.id


def same_as_first(book: Casebook, incident: str) -> list[Coded]:
    """What a second reader codes who reads as the first one did."""
    accounts = shown(book, incident).accounts
    return [Coded(a, next(iter(first_values(accounts, a)), None)) for a in KEY_ATTRIBUTES]


def test_reviewed_takes_a_blind_reading_by_somebody_who_confirmed_nothing(book: Casebook) -> None:
    first = next(i for i in every_incident(book) if _low(book, i.id) == 2).id
    code(book, first, "Ben", same_as_first(book, first), "before it was documented")
    id = documented(book, confirmed_by="Ben")
    assert any("blind second reading" in one for one in lacking(book, id, RecordState.REVIEWED)), (
        "Ben confirmed it"
    )
    made = code(book, id, "Cas", same_as_first(book, id), "", seen_before=True)
    assert not made.blind and parse(SecondReading, canonical(made)) == made
    assert any("blind second reading" in one for one in lacking(book, id, RecordState.REVIEWED)), "Cas saw it"
    assert any("not blind" in entry.words for entry in history(book, id).entries)
    assert tallies(book)[0].n == 1, "only Ben's counts"
    code(book, id, "Dan", same_as_first(book, id), "")
    assert lacking(book, id, RecordState.REVIEWED) == ()


def test_reviewed_takes_a_third_word_where_readings_differ(book: Casebook) -> None:
    id = documented(book, confirmed_by="Ben")
    made = code(book, id, "Cas", [killed(90, 90)], "")
    assert lacking(book, id, RecordState.REVIEWED) == (
        "no third person's word where the two readings differ",
    )
    settle_differences(book, made.id, "Dan", [], "ninety is a house number")
    assert lacking(book, id, RecordState.REVIEWED) == ()
