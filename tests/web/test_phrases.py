"""Words for values: one of a thing is not put as several."""

import pytest

from allegata.model import phrases, summary
from allegata.model.document import Span
from allegata.model.record import GeneralAllegation
from allegata.model.source import Speaker
from allegata.model.value import Count
from allegata.model.vocabulary import ActType, CountRole, Exactness, Polarity, Unit
from allegata.web.item import record_words


def words(exactness: Exactness, low: int, high: int | None) -> str:
    return phrases.value(Count(low, high, Unit.PERSONS, CountRole.KILLED, exactness), {})


def test_one_person_is_a_person() -> None:
    assert words(Exactness.LOWER_BOUND, 1, None) == "at least 1 person"
    assert words(Exactness.LOWER_BOUND, 2, None) == "at least 2 persons"
    assert words(Exactness.EXACT_AS_STATED, 1, 1) == "1 person"
    assert summary.unit(Unit.PERSONS, CountRole.KILLED, single=True).startswith("person ")


def test_sides_stand_by_their_names_in_words_of_the_machine() -> None:
    told = "different sides are accused (state:AZ / state:UA)"
    assert phrases.with_names(told, {"state:AZ": "Azerbaijan"}) == (
        "different sides are accused (Azerbaijan / UA)"
    ), "a side that no data file names stands by its code"


@pytest.mark.parametrize("polarity", list(Polarity))
def test_what_is_said_in_the_negative_is_called_no_allegation_and_nobodys_denial(polarity: Polarity) -> None:
    span = Span("d", 0, 6, "denied")
    said = GeneralAllegation("al", span, "st", ActType.KILLING, Speaker("they"), polarity=polarity)
    words = record_words(said, {})
    assert words.endswith("killing")
    assert words.startswith("general allegation") is (polarity is Polarity.AFFIRMS)
    assert ("negative" in words) is (polarity is Polarity.DENIES) and "denial" not in words
