"""The parser's syntax does not depend on which state a sentence names."""

import pytest
from spacy.tokens import Doc

from allegata.knowledge import load, pipeline
from allegata.knowledge.evenhanded import STAND_INS, stand_ins

NATIONS = [
    ("Russian", "Russians", "Russia", "Moscow"),
    ("Ukrainian", "Ukrainians", "Ukraine", "Kyiv"),
    ("Rwandan", "Rwandans", "Rwanda", "Kigali"),
    ("Israeli", "Israelis", "Israel", "Jerusalem"),
    ("Armenian", "Armenians", "Armenia", "Yerevan"),
    ("Azerbaijani", "Azerbaijanis", "Azerbaijan", "Baku"),
]
FRAMES = [
    "Two {0} soldiers shot captured {4} servicemen near the river.",
    "{3} accused {4} forces of executing five disarmed {0} prisoners of war.",
    "The {1} opened fire on a group that {2}'s ministry said had surrendered.",
    "{2} denied that {0} troops had killed anyone, {7} said on Friday.",
]


def shape(doc: Doc) -> list[tuple[str, str, str, int]]:
    return [(t.tag_, t.pos_, t.dep_, t.head.i) for t in doc]


@pytest.mark.parametrize("frame", FRAMES)
def test_the_same_sentence_about_any_two_states_has_the_same_syntax(frame: str) -> None:
    texts = [frame.format(*one, *other) for one in NATIONS for other in NATIONS if one != other]
    docs = list(pipeline().pipe(texts))
    assert [doc.text for doc in docs] == texts
    assert len({tuple(shape(doc)) for doc in docs}) == 1


def test_every_token_is_the_texts_own_word() -> None:
    (doc,) = pipeline().pipe(["Kyiv’s troops met Russians."])
    assert [t.text for t in doc] == ["Kyiv", "’s", "troops", "met", "Russians", "."]
    assert {"Kyiv", "troop", "meet", "Russians"} <= {t.lemma_ for t in doc}


def test_every_state_has_the_same_stand_ins() -> None:
    words = stand_ins(load().parties)
    assert set(words.values()) == set(STAND_INS.values())
    assert {words[w] for w in ("Russian", "Ukrainian", "Israeli", "Rwandan")} == {STAND_INS["adjectives"]}
    assert "Hamas" not in words  # an armed group's name is grammatically of its own kind


def test_a_text_without_a_state_is_parsed_as_it_stands() -> None:
    (doc,) = pipeline().pipe(["Three men were shot near the well."])
    assert [t.dep_ for t in doc][3:5] == ["ROOT", "prep"]
