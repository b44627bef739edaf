"""Words for values: one of a thing is not put as several."""

from allegata.model import phrases, summary
from allegata.model.value import Count
from allegata.model.vocabulary import CountRole, Exactness, Unit


def words(exactness: Exactness, low: int, high: int | None) -> str:
    return phrases.value(Count(low, high, Unit.PERSONS, CountRole.KILLED, exactness), {})


def test_one_person_is_a_person() -> None:
    assert words(Exactness.LOWER_BOUND, 1, None) == "at least 1 person"
    assert words(Exactness.LOWER_BOUND, 2, None) == "at least 2 persons"
    assert words(Exactness.EXACT_AS_STATED, 1, 1) == "1 person"
    assert summary.unit(Unit.PERSONS, CountRole.KILLED, single=True).startswith("person ")
