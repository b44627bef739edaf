"""A canonical object can be read member by member."""

import pytest

from allegata.errors import UnreadableRecord
from allegata.model.canonical import canonical_json, parse_members


def test_arrays_come_element_by_element_and_the_rest_whole() -> None:
    data = {"a": [{"x": "]},"}, 2, []], "b": {"c": [1, 2]}, "d": [], "e": None}
    text = canonical_json(data).decode()
    assert list(parse_members(text)) == [
        ("a", {"x": "]},"}),
        ("a", 2),
        ("a", []),
        ("b", {"c": [1, 2]}),
        ("e", None),
    ]
    assert list(parse_members("{}")) == []


@pytest.mark.parametrize("text", ["", "{", '{"a":[1,2', '{"a":[1,2]', '{"a":1,"b"', "[1]", "no"])
def test_what_was_cut_or_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(UnreadableRecord):
        list(parse_members(text))
