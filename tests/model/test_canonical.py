"""A canonical object can be read member by member."""

from typing import Any

import pytest

from allegata.errors import UnreadableRecord
from allegata.model import canonical
from allegata.model.canonical import canonical_json, parse_members


def test_arrays_come_element_by_element_and_the_rest_whole() -> None:
    data = {"a": [{"x": "]},"}, 2, []], "b": {"c": [1, 2]}, "d": [], "e": None}
    assert list(parse_members(canonical_json(data))) == [
        ("a", {"x": "]},"}),
        ("a", 2),
        ("a", []),
        ("b", {"c": [1, 2]}),
        ("e", None),
    ]
    assert list(parse_members(b"{}")) == []


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a":[1,2', b'{"a":[1,2]', b'{"a":1,"b"', b'{"a" 1}', b"[1]", b"no", b'{"a":"\xff"}'],
)
def test_what_was_cut_or_is_no_object_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        list(parse_members(text))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_stretches_may_end_anywhere(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "WINDOW", size)
    data: dict[str, Any] = {"a": [12345, "“é”", {"x": [1.5, None]}, -7], "b": 678, "c": "ї"}
    read = list(parse_members(canonical_json(data)))
    assert read == [*(("a", each) for each in data["a"]), ("b", 678), ("c", "ї")]
