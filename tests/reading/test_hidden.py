"""Speakers that stand elsewhere than in front of their verb, and clauses that belong to somebody else."""

import pytest
from tests.reading.test_attribute import read, said

from allegata.model.knowledge import Knowledge
from allegata.model.source import OUTLET
from allegata.model.vocabulary import Modality, Polarity, SpeechAct
from allegata.reading.sentences import Pipeline

SAID = [
    ("The interior ministry said that the man had died of heart failure and rejected the allegation of torture.",
     [("The interior ministry", "the man had died of heart failure"), ("The interior ministry", "the allegation of torture")]),
    ("The army said its troops had entered the village and denied that anyone had been shot.",
     [("The army", "its troops had entered the village"), ("The army", "anyone had been shot")]),
    ("In a statement, the group said it was not responsible and blamed the army.",
     [("the group", "it was not responsible"), ("the group", "the army")]),
    ("The minister said that two men had died and that an inquiry would follow.",
     [("The minister", "two men had died"), ("The minister", "an inquiry would follow")]),
    ("The use of cluster bombs was denied by the general staff.", [("the general staff", "The use of cluster bombs")]),
    ("The involvement of its forces was rejected at the time by the Front.", [("the Front", "The involvement of its forces")]),
    ("The attack was condemned by the bishops.", [("the bishops", "The attack")]),
    ("Allegations of torture, rejected by the army, were repeated on Monday.", [("the army", "Allegations of torture")]),
    ("In April, according to the monitors, forty people were shot; the government says they were fighters.",
     [("the monitors", "In April … forty people were shot"), ("the government", "they were fighters")]),
    ("The council said the convoy was hit by a rocket, and the army said it had struck a depot.",
     [("The council", "the convoy was hit by a rocket"), ("the army", "it had struck a depot")]),
    ("The mayor said that three people had died, while the rebels said that nobody was hurt.",
     [("The mayor", "three people had died"), ("the rebels", "nobody was hurt")]),
    ("The rebels accused the army of shelling the town, which the army denied, saying that it had fired at a depot.",
     [("The rebels", "the army of shelling the town"), ("the army", "shelling the town"), ("the army", "it had fired at a depot")]),
    ("The rebels accused the army of shelling the town, a charge the army denies.",
     [("The rebels", "the army of shelling the town"), ("the army", "a charge")]),
    ("According to figures compiled by the Relief Council, forty people have died.", [("the Relief Council", "forty people have died")]),
    ("It was stated in a report published by the Monitoring Group that twelve men were shot dead by soldiers.",
     [("the Monitoring Group", "twelve men were shot dead by soldiers")]),
    ("It is also recorded in the finding that six labourers were killed by a youth group.",
     [("the finding", "six labourers were killed by a youth group")]),
    ("The army denied at the time that it had shelled the market.", [("The army", "it had shelled the market")]),
    ("Eight men were shot by soldiers, two villagers told Radio Delta on condition of anonymity.",
     [("two villagers", "Eight men were shot by soldiers")]),
    ("“They took my son,” one woman is quoted by the Daily Post as saying.", [("one woman", "“They took my son,”")]),
    ("“This is an outrage,” raged the ministry’s spokesman.", [("the ministry’s spokesman", "“This is an outrage,”")]),
    ("The minister called on the rebels to release the captives.", [("The minister", "the rebels to release the captives")]),
    ("A committee of volunteers put the number of dead at 38.", [("A committee of volunteers", "the number of dead at 38")]),
    ("The commissioner for children, who calls the transfer a deportation, resigned.",
     [("The commissioner for children", "the transfer a deportation")]),
    ("The wrists of four men had been tied, the inspectors said.", [("the inspectors", "The wrists of four men had been tied")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SAID)
def test_each_content_belongs_to_its_own_speaker(
    text: str, wanted: list[tuple[str, str]], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert sorted(said(read(text, pipeline, knowledge))) == sorted(wanted)


def test_an_answer_does_not_relay_what_it_rejects(pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = read(
        "The accusation by Kyiv that the men were shot has been rejected by Moscow.", pipeline, knowledge
    )
    accusation = next(s for s in found if s.speaker.wording == "Kyiv")
    assert [s.wording for s in accusation.chain[:-1]] == ["Kyiv"]
    assert accusation.polarity is Polarity.AFFIRMS


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The army said its assessment team would examine the incident.", SpeechAct.ANNOUNCE_INTENTION),
        ("The forum asked the court to verify the footage.", SpeechAct.DEMAND),
        ("The expert recommended that sanctions be imposed.", SpeechAct.DEMAND),
        ("Amnesty International says 69 nurses have been abducted since June 2024.", SpeechAct.PUBLISH_TOTAL),
        ("The office said the files were submitted to the Council of Europe.", SpeechAct.REFER),
        ("The agency said it cannot exactly determine the number of the dead.", SpeechAct.CANNOT_VERIFY),
        ("The United Nations confirmed that twelve patients had been shot.", SpeechAct.REPORT_VERIFICATION),
        ("Hamas said it was not responsible for the shooting.", SpeechAct.DENY),
    ],
)
def test_what_is_done_by_saying(text: str, act: SpeechAct, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert [s.speech_act for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET] == [act]


@pytest.mark.parametrize(
    "text",
    [
        "Videos are verified before they are published.",
        "The channel only publishes verified accounts.",
        "The newsroom always verifies what readers send.",
    ],
)
def test_a_habit_of_checking_is_no_check(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert all(s.speech_act is not SpeechAct.REPORT_VERIFICATION for s in read(text, pipeline, knowledge))


@pytest.mark.parametrize(
    "text",
    [
        "The captured soldier said that other soldiers had shot two farmers.",
        "The commander, who was captured in May, said his unit had been ordered to shoot farmers.",
        "A farmer said she had heard from a neighbour that the mill was burned.",
    ],
)
def test_what_is_only_heard_of_is_hearsay(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    told = [s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET]
    assert [s.modality for s in told] == [Modality.HEARSAY]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Russia’s representative at the United Nations said the video was staged.", "state:RU"),
        ("Ukraine’s ambassador to the UN said the men had been shot.", "state:UA"),
        ("The head of the mission of Israel at the United Nations said the men had been shot.", "state:IL"),
    ],
)
def test_an_envoy_speaks_for_the_party_that_sends_him(
    text: str, source: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    (one,) = [s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET]
    assert one.speaker.source is not None
    assert one.speaker.source.control_group == source
