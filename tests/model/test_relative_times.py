"""Times that nothing resolves are told in the words of their form, and in no number that was not there."""

import pytest

from allegata.model import phrases
from allegata.model.value import When
from allegata.model.vocabulary import TimeBasis, TimePrecision, TimeSlot


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("weekday:friday", "Friday"),
        ("weekday:friday:last", "last Friday"),
        ("weekday:friday:15:00", "Friday 15:00"),
        ("weekday:monday:last:evening", "last Monday evening"),
        ("day:yesterday", "yesterday"),
        ("day:yesterday:night", "yesterday night"),
        ("day:-2", "2 days before"),
        ("days:-some", "some days before"),
        ("hours:-1", "1 hour before"),
        ("days:+3:other", "3 days after, counted from another time of the text"),
        ("days:past:3", "past 3 days"),
        ("day:next:other", "next day, counted from another time of the text"),
        ("day:same", "same day"),
        ("week:this:earlier", "this week earlier"),
        ("weekend:last", "last weekend"),
        ("year:past", "past year"),
        ("time:15:00", "15:00"),
        ("time:recently", "recently"),
    ],
)
def test_a_relative_time_reads_as_words(form: str, words: str) -> None:
    when = When(TimeSlot.EVENT, None, None, None, TimePrecision.UNKNOWN, TimeBasis.UNRESOLVED, relative=form)
    assert phrases.value(when, {}) == f"{words} (relative; no sound date to resolve it)"
