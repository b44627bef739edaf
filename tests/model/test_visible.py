"""No text can move a cursor, change a colour or turn the writing round on a screen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.model.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("plain, “quoted”, Київ, العربية", "plain, “quoted”, Київ, العربية"),
        ("a\x1b[31mred", "a⟨U+001B⟩[31mred"),
        ("bell\x07", "bell⟨U+0007⟩"),
        ("C1 \x9b31m", "C1 ⟨U+009B⟩31m"),
        ("over\rwritten", "over⟨U+000D⟩written"),
        ("line\r\nend\n\ttab", "line\nend\n\ttab"),
        ("txt.\u202egpj", "txt.⟨U+202E⟩gpj"),
        ("\u2066in\u2069", "⟨U+2066⟩in⟨U+2069⟩"),
    ),
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_is_left_that_a_screen_obeys(text: str) -> None:
    left = {c for c in visible(text) if unicodedata.category(c) == "Cc"}
    assert left <= {"\n", "\t"}
    assert not set(visible(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert visible(visible(text)) == visible(text)
