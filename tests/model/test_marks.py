"""Cutting overlapping spans: nothing is lost, nothing nests, withheld words stay withheld."""

from hypothesis import given
from hypothesis import strategies as st

from allegata.dossier.protection import withheld_spans
from allegata.model.document import Span
from allegata.model.marks import Highlight, Mask, cut
from allegata.model.record import ProtectedDetail

TEXT = "“Zwei”\nкоротких слова — и ещё\u00a0немного 𝄞 text."
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
)


@given(st.lists(SPANS, max_size=12))
def test_pieces_joined_give_the_text_again(spans: list[tuple[int, int]]) -> None:
    marks = [Highlight(start, end, "account", str(i)) for i, (start, end) in enumerate(spans)]
    pieces = cut(TEXT, 0, len(TEXT), marks, [])
    assert "".join(piece.text for piece in pieces) == TEXT
    for piece in pieces:
        covering = {m.thing for m in marks if m.start <= piece.start < m.end}
        assert set(piece.things) == covering


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, min_size=1, max_size=4))
def test_a_withheld_character_is_in_no_piece(
    spans: list[tuple[int, int]], hidden: list[tuple[int, int]]
) -> None:
    marks = [Highlight(start, end, "check", "x") for start, end in spans]
    masked = [Span("d", start, end, TEXT[start:end]) for start, end in hidden]
    pieces = cut(TEXT, 0, len(TEXT), marks, masked)
    for piece in pieces:
        for offset in range(piece.start, piece.start + len(piece.text)):
            assert not any(start <= offset < end for start, end in hidden)


def test_a_quotation_is_withheld_only_where_it_is_protected() -> None:
    inner = Span("d", 12, 20, "Westford")
    mask = Mask(withheld_spans([ProtectedDetail("p", inner, "s", (), "origin of a captive")], []))
    assert mask.words(Span("d", 0, 20, "He came from Westford"[:20])).startswith("He came from")
    assert "Westford" not in mask.words(Span("d", 4, 20, "me from Westford"))
    assert mask.words(Span("other", 4, 20, "me from Westford")) == "me from Westford"
    assert Mask([]).words(inner) == "Westford"
