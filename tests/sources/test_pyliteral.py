"""Values as Python shows them: read, and never run."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.sources.pyliteral import LIMIT, NoLiteral, literal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
    | st.datetimes() | st.datetimes(timezones=st.just(UTC)) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
def test_what_python_shows_is_read_back(value: object) -> None:
    assert literal(repr(value)) == value


def test_zones_and_sets() -> None:
    plus3 = timezone(timedelta(seconds=10800))
    assert literal(repr(datetime(2024, 5, 3, 10, tzinfo=plus3))) == datetime(2024, 5, 3, 10, tzinfo=plus3)
    assert literal("datetime.datetime(2024, 5, 3, 0, 0, tzinfo=tzutc())") == datetime(2024, 5, 3, tzinfo=UTC)
    assert literal("{'a': {1}, 'b': set(), 3: (1, 2)}") == {"a": [1], "b": [], "3": [1, 2]}
    assert literal("datetime.date(2024, 5, 3)") == date(2024, 5, 3)


@pytest.mark.parametrize(
    "words",
    [
        "__import__('os').system('true')", "open('x')", "[].__class__", "datetime.datetime.now()", "1 + 1", "f'{1}'",
        "lambda: 1", "[x for x in (1,)]", "a", "{**{}}", "datetime.datetime(*[2024, 1, 1])", "datetime.datetime(9999999, 1, 1)",
        "datetime.datetime(2024, 1, 1, tzinfo=open)", "datetime.datetime('x')", "datetime.timezone(3)", "1 if 2 else 3",
        "", "{", "(" * 5000 + ")" * 5000, "[" * 90 + "]" * 90, "1_0 or 2", "b'bytes'", "...", "print", "set(1)",
        "datetime.timedelta(days=10**12)", "'" + "x" * LIMIT + "'", "\x00",
    ],
)  # fmt: skip
def test_anything_else_is_refused(words: str) -> None:
    with pytest.raises(NoLiteral):
        literal(words)
