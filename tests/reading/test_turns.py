"""Answers in turns of phrase, general ones kept apart, and whose they are where the text explains a short form."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

SIDES = [
    {"a": "Sudanese", "A": "Sudan", "a_id": "state:SD", "b": "Chadian", "B": "Chad", "b_id": "state:TD"},
    {"a": "Chadian", "A": "Chad", "a_id": "state:TD", "b": "Sudanese", "B": "Sudan", "b_id": "state:SD"},
    {"a": "Serbian", "A": "Serbia", "a_id": "state:RS", "b": "Croatian", "B": "Croatia", "b_id": "state:HR"},
]
LEAD = "On Monday {a} soldiers shot dead four {b} farmers in a barn, a survivor said.\n"

ANSWERS = [
    ("The {a} defence ministry dissociated the army from the shooting.", "responsibility_denied", "this_incident"),
    ("The {a} government distanced itself from the killings.", "responsibility_denied", "this_incident"),
    ("A {a} army spokesman ruled out any role in the shooting.", "responsibility_denied", "this_incident"),
    ('"We had nothing to do with it," a {a} army spokesman said.', "responsibility_denied", "this_incident"),
    ("The {a} army said none of its soldiers was involved.", "responsibility_denied", "this_incident"),
    ("The {a} interior ministry redirected queries to the general staff.", "no_comment", "this_incident"),
    ("The {a} army would not say whether its soldiers had been in the village.", "no_response_known", "this_incident"),
    ("The {a} army deplored isolated excesses.", "acknowledged_in_part", "unclear"),
    ("The {a} defence ministry dubbed the proceedings a farce.", "denial", "this_incident"),
    ("The {a} army insists that it never fires at farmers.", "denial", "general_conduct"),
]  # fmt: skip


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
@pytest.mark.parametrize(("text", "kind", "scope"), ANSWERS)
def test_a_turn_of_phrase_answers_as_plainly_as_a_denial(
    text: str, kind: str, scope: str, sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read((LEAD + text).format(**sides), pipeline, knowledge)
    assert [(str(r.kind), r.party, str(r.scope)) for r in reading.responses] == [(kind, sides["a_id"], scope)]


NOT_ANSWERS = [
    "The {b} army would not say whether its soldiers had been in the village.",
    "The {b} government vowed to hold to account anyone found to be involved.",
    "Police ruled out a robbery.",
    "The {a} army directed traffic to the bridge.",
    "The {b} defence ministry condemned isolated incidents at the border.",
    "The {a} army kept its distance from the river.",
]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
@pytest.mark.parametrize("text", NOT_ANSWERS)
def test_the_same_words_of_others_or_of_other_things_answer_nothing(
    text: str, sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert not read((LEAD + text).format(**sides), pipeline, knowledge).responses


def test_a_rule_of_conduct_and_a_deed_are_two_answers(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "Serbian soldiers shot four Croatian farmers, a survivor said.\nThe Serbian army said it never shoots at farmers and had returned fire that evening."
    found = read(text, pipeline, knowledge).responses
    assert [(str(r.kind), str(r.scope)) for r in found] == [
        ("denial", "general_conduct"),
        ("alternative_account", "this_incident"),
    ]
    assert not found[0].about


def test_an_aside_about_a_silent_side_is_an_answer_of_its_own(
    pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = "Serbian soldiers shot four Croatian farmers, a survivor said.\nThere was no reply from Belgrade, which insists that its army never fires on farms."
    found = read(text, pipeline, knowledge).responses
    assert [(str(r.kind), str(r.scope)) for r in found] == [
        ("no_response_known", "this_incident"),
        ("denial", "general_conduct"),
    ]


SHORT_FORMS = [
    (
        "Fighters of the Kachin Independence Army (KIA) shot two traders, residents said.\nThe KIA's political wing denied the killing.",
        "group:kia",
    ),
    (
        "The Chadian Air Force, CAF, bombed a market, residents said.\nThe CAF's director of information denied the bombing.",
        "state:TD",
    ),
    (
        "Soldiers of Serbia's 5th Brigade shot two Croatian farmers, residents said.\nThe brigade's press officer denied the killing.",
        "state:RS",
    ),
    (
        "The Arakan Army (AA) shot two traders, residents said.\nThe AA on Tuesday denied the killing.",
        "group:arakan-army",
    ),
]


@pytest.mark.parametrize(("text", "party"), SHORT_FORMS)
def test_a_short_form_that_the_text_explains_speaks_for_its_side(
    text: str, party: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert [r.party for r in read(text, pipeline, knowledge).responses] == [party]


NOT_THE_STATE = [
    "Fighters shot two traders, residents said.\nThe Chad Shield's commander denied the killing.",
    "Fighters shot two traders, residents said.\nA leader of the Serbia Rising movement denied the killing.",
]


@pytest.mark.parametrize("text", NOT_THE_STATE)
def test_a_group_that_bears_a_state_in_its_name_is_not_that_state(
    text: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert {r.party for r in read(text, pipeline, knowledge).responses} <= {None}


UNEXPLAINED = [
    # two brigades: which one speaks stays open
    "Serbia's 5th Brigade and Croatia's 9th Brigade shot two farmers, residents said.\nThe brigade's press officer denied the killing.",
]


@pytest.mark.parametrize("text", UNEXPLAINED)
def test_a_short_form_that_nothing_explains_speaks_for_nobody(
    text: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert {r.party for r in read(text, pipeline, knowledge).responses} <= {None}
