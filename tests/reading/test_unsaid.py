"""What nobody has said is no statement: words that others are asked for, and questions without an answer."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import Polarity, SpeechAct
from allegata.reading.sentences import Pipeline

BEFORE = "The ministry said soldiers shot nine captives near the river. "


@pytest.mark.parametrize(
    "asked",
    [
        "It demanded that the mission condemn the shooting.",
        "It urged that the mission deny the reports.",
        "The ministry demanded that international organisations condemn the shooting and investigate it.",
    ],
)
def test_what_others_are_asked_to_say_they_have_not_said(
    asked: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read(BEFORE + asked, pipeline, knowledge)
    voices = {one.chain[0].wording.lower() for one in reading.statements}
    assert voices == {"the ministry"}
    assert SpeechAct.DEMAND in {one.speech_act for one in reading.statements}


@pytest.mark.parametrize(
    "question",
    ["How the men died cannot be seen.", "Who killed the men could not be determined."],
)
def test_an_open_question_alleges_nothing(question: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = read(BEFORE + question, pipeline, knowledge)
    at = len(BEFORE)
    told = [one for one in reading.accounts if one.span.start >= at]
    assert told and {one.polarity for one in told} == {Polarity.WITHHOLDS}


def test_who_denies_in_what_is_asked_about_has_denied(pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = read(BEFORE + "The relatives asked why officials deny the killing.", pipeline, knowledge)
    (denial,) = [one for one in reading.statements if one.polarity is Polarity.DENIES]
    assert denial.chain[0].wording == "officials"


def test_a_clause_with_a_where_in_it_is_no_question(pipeline: Pipeline, knowledge: Knowledge) -> None:
    told = "The report does not omit that where the village was shelled two civilians were killed."
    reading = read(BEFORE + told, pipeline, knowledge)
    late = [one for one in reading.accounts if one.span.start >= len(BEFORE)]
    assert late and Polarity.WITHHOLDS not in {one.polarity for one in late}
