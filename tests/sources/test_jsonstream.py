"""The cursor over JSON: it gives what a whole parser gives, and goes on where that one stops."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.sources import jsonstream
from allegata.sources.jsonstream import Broken, JsonCursor, Unusable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=25,
)


def walked(cursor: JsonCursor) -> object:
    """Everything, by the walk alone: no value but scalars is taken whole."""
    kind = cursor.kind()
    if kind == "{":
        return {name: walked(cursor) for name in cursor.members()}
    if kind == "[":
        return [walked(cursor) for _ in cursor.elements()]
    return cursor.value()


@pytest.fixture(autouse=True, params=[1, 7, 1 << 20])
def _chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the pieces in which the file is read."""
    monkeypatch.setattr(jsonstream, "CHUNK", request.param)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_walk_and_whole_value_agree_with_a_parser(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert walked(JsonCursor(io.BytesIO(data))) == value
    assert JsonCursor(io.BytesIO(b"\xef\xbb\xbf  " + data)).value() == value


def test_what_is_not_taken_is_passed_over() -> None:
    data = b'{"a": {"x": ["]", "\\"}"]}, "b": "\\\\", "c": 1.5e3, "d": [1, 2]}'
    cursor = JsonCursor(io.BytesIO(data))
    found = {name: cursor.value() for name in cursor.members() if name in "bd"}
    assert found == {"b": "\\", "d": [1, 2]}
    assert cursor.offset == len(data)


def test_elements_that_nobody_takes_are_counted_all_the_same() -> None:
    assert list(JsonCursor(io.BytesIO(b'[[1, 2], {"a": 1}, 3]')).elements()) == [0, 1, 2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a"',
        b'{"a":',
        b'{"a": [1, 2',
        b'{"a": "x',
        b'{"a": "x\\',
        b'{"a" 1}',
        b"{1: 2}",
        b'{"a": 1 "b": 2}',
        b"[1 2]",
    ],
)
def test_a_broken_file_says_where(data: bytes) -> None:
    cursor = JsonCursor(io.BytesIO(data))
    with pytest.raises(Broken) as fault:
        for _ in cursor.members() if data[:1] != b"[" else cursor.elements():
            pass
    assert fault.value.offset <= len(data)


def test_a_value_too_large_or_too_deep_is_unusable_and_the_next_one_is_not() -> None:
    for bad in (
        b'"' + b"x" * 500 + b'"',
        b"[" * 101 + b"]" * 101,
        b"[" * 5000 + b"]" * 5000,
        b"[1, nul]",
        b"1" * 400,
    ):
        cursor = JsonCursor(io.BytesIO(b"[" + bad + b', "next"]'), limit=300)
        found: list[object] = []
        for _ in cursor.elements():
            try:
                found.append(cursor.value())
            except Unusable:
                found.append(Unusable)
        assert found == [Unusable, "next"]


def test_numbers_too_long_for_python_are_unusable() -> None:
    cursor = JsonCursor(io.BytesIO(b"[" + b"9" * 10_000 + b"]"))
    for _ in cursor.elements():
        with pytest.raises(Unusable):
            cursor.value()


def test_escapes_of_careless_exporters_are_read_and_counted() -> None:
    cursor = JsonCursor(io.BytesIO(b'["\\x0B \\x1f \\q \\u00e9 \\\\x41 \\n", "plain"]'))
    assert [cursor.value() for _ in cursor.elements()] == ["\x0b \x1f \\q é \\x41 \n", "plain"]
    assert (cursor.escapes, cursor.not_utf8) == (1, 0)
