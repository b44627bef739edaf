"""A result is kept as the same bytes, whether made whole or value by value."""

from allegata.actions.outcome import canonical_members
from allegata.model.canonical import canonical_json
from allegata.model.codec import to_data
from allegata.model.value import Count
from allegata.model.vocabulary import CountRole, Exactness, Unit


def test_value_by_value_gives_the_bytes_of_the_whole() -> None:
    count = Count(3, None, Unit.PERSONS, CountRole.KILLED, Exactness.LOWER_BOUND)
    output = {"second": (count, count), "first": count, "none": ()}
    whole = canonical_json({name: to_data(value) for name, value in output.items()})
    assert canonical_members(output) == whole
