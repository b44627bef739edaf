"""Who says what: statements of short texts written for the purpose."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.source import OUTLET
from allegata.model.statement import Statement
from allegata.model.vocabulary import Polarity, Quotation, SegmentRole, SourceKind
from allegata.reading import attribute, sentences
from allegata.reading.sentences import Pipeline


def read(
    text: str, pipeline: Pipeline, knowledge: Knowledge, role: SegmentRole = SegmentRole.BODY
) -> tuple[Statement, ...]:
    """The statements of a text, a paragraph a line."""
    segments, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            segments.append(Segment(role, at, at + len(line)))
        at += len(line) + 1
    document = Document("doc", "item", text, "en", tuple(segments))
    found = attribute.attribute(sentences.parse(document, pipeline), knowledge)
    for statement in found:
        for span in (statement.span, *statement.content, *statement.cues, *statement.loaded_terms):
            assert text[span.start : span.end] == span.quote
        assert statement.chain[-1] is OUTLET
        assert statement.chain[0] == statement.speaker
    return found


def said(found: tuple[Statement, ...]) -> list[tuple[str, str]]:
    """Speaker and content of every statement that is not the outlet's own."""
    return [
        (s.speaker.wording, " … ".join(c.quote for c in s.content)) for s in found if s.speaker is not OUTLET
    ]


INDIRECT = [
    ("The Israeli military said it had struck a depot near the school.", "The Israeli military", "it had struck a depot near the school"),
    ("The mayor of the town said that the church had been burned.", "The mayor of the town", "the church had been burned"),
    ("According to Amnesty International, soldiers killed nine farmers.", "Amnesty International", "soldiers killed nine farmers"),
    ("Soldiers killed nine farmers, according to Amnesty International.", "Amnesty International", "Soldiers killed nine farmers"),
    ("Militants shot dead four policemen, a local official said.", "a local official", "Militants shot dead four policemen"),
    ("In a post on Facebook, the governor wrote that two villages had been burned.", "the governor", "two villages had been burned"),
    ("The commission found that soldiers had shot unarmed protesters.", "The commission", "soldiers had shot unarmed protesters"),
    ("The monitors said they had seen bodies with their hands tied.", "The monitors", "they had seen bodies with their hands tied"),
    ("Hamas accused Israeli forces of shooting two ambulance drivers.", "Hamas", "Israeli forces of shooting two ambulance drivers"),
    ("Human Rights Watch described the raid as an apparent war crime.", "Human Rights Watch", "the raid as an apparent war crime"),
    ("The Kremlin called the footage a fabrication.", "The Kremlin", "the footage a fabrication"),
    ("Kyiv described the video as staged.", "Kyiv", "the video as staged"),
    ("Israel has denied the allegations.", "Israel", "the allegations"),
    ("The army denies targeting civilians.", "The army", "targeting civilians"),
    ("The UN called for an independent investigation into the killings.", "The UN", "an independent investigation into the killings"),
    ("The Red Cross urged both sides to respect prisoners.", "The Red Cross", "both sides to respect prisoners"),
    ("The Taliban promised to investigate the shooting.", "The Taliban", "to investigate the shooting"),
    ("The office has documented 48 executions of prisoners since March.", "The office", "48 executions of prisoners since March"),
    ("Reports from the region indicated that two villages had been emptied.", "Reports from the region", "two villages had been emptied"),
    ("The army said on Monday that it would open an inquiry.", "The army", "it would open an inquiry"),
    ("The governor acknowledged that a mistake had been made.", "The governor", "a mistake had been made"),
    ("Such raids have become a habit, with the council saying the losses have doubled.", "the council", "the losses have doubled"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "content"), INDIRECT)
def test_reported_speech(
    text: str, speaker: str, content: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = read(text, pipeline, knowledge)
    assert (speaker, content) in said(found)
    one = next(s for s in found if s.speaker is not OUTLET)
    assert one.quotation is Quotation.INDIRECT


DIRECT = [
    ("“The village was shelled twice during the night,” the Sudanese army said on Sunday.", "the Sudanese army"),
    ("“The village was shelled twice,” said Colonel Adam Musa, a spokesman for the army.", "Colonel Adam Musa, a spokesman for the army"),
    ("“Nobody was left alive in there,” added the statement.", "the statement"),
    ("The commander wrote on Telegram: “We took no prisoners because nobody surrendered.”", "The commander"),
    ("Azerbaijan’s Defence Ministry: “Our troops observe the laws of war in every operation.”", "Azerbaijan’s Defence Ministry"),
    ("“Why were they not taken to a camp?” the lawyer asked.", "the lawyer"),
    ("A blogger shared the clip, captioned: “They shot four men behind the old mill.”", "A blogger"),
    ("The president reacted, stating, “This crime will not be forgotten by us!”", "The president"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), DIRECT)
def test_direct_speech(text: str, speaker: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = [s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET]
    assert [s.speaker.wording for s in found] == [speaker]
    assert found[0].quotation is Quotation.DIRECT
    quote = text[text.index("“") : text.index("”") + 1]
    assert [c.quote for c in found[0].content] == [quote]


def test_a_quotation_in_two_pieces_is_one_statement(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "“They lined us up,” a driver said in the clip, “and then the officer gave the order.”"
    (one,) = read(text, pipeline, knowledge)
    assert [c.quote for c in one.content] == [
        "“They lined us up,”",
        "“and then the officer gave the order.”",
    ]


def test_quoted_words_inside_reported_speech_are_mixed(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "The ministry said the video showed “nine unarmed men being led away by the guards.”"
    (one,) = read(text, pipeline, knowledge)
    assert one.quotation is Quotation.MIXED
    assert one.content[0].quote.endswith("guards.”")


CHAINS = [
    ("The ministry told AFP that the prisoners had been exchanged.", ["The ministry", "AFP"]),
    ("According to the BBC, the ministry said that the men had been killed in an ambush.", ["the ministry", "the BBC"]),
    ("The rebels rejected the accusations, according to a report by Le Monde.", ["The rebels", "a report by Le Monde"]),
    ("The council said troops had looted the clinic, according to a report by the Guardian.", ["The council", "a report by the Guardian"]),
    ("Reuters reported, citing two officials, that the convoy had been hit by a drone.", ["two officials", "Reuters"]),
    ("The group told journalists that the road was mined.", ["The group"]),
    ("A former guard told Human Rights Watch that the cells were full.", ["A former guard", "Human Rights Watch"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "links"), CHAINS)
def test_the_reporting_chain_begins_with_who_said_it(
    text: str, links: list[str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    (one,) = [s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET]
    assert [s.wording for s in one.chain] == [*links, OUTLET.wording]


CONTINUED = [
    ("Armenia’s human rights defender, Anna Petrosyan, said the men had been beaten. Petrosyan added that two needed surgery.", 2),
    ("The minister said the strike was a mistake. He also said the families would be compensated.", 2),
    ("“We saw them shoot three men,” said the priest. “They then burned the house.”", 2),
    ("The prosecutor’s office said the men were unarmed. It continues: “The killing of captives is a crime under the code.”", 2),
    ("The defence ministry said the men were unarmed. The ministry added that they had surrendered.", 2),
    ("The army said the men were armed, adding that an inquiry had been opened.", 2),
    ("The president condemned the attack, writing:\n“This act of terror will be answered by the courts.”", 2),
    ("The president condemned the attack and demanded an international inquiry.", 2),
    ("The police chief said the gate was open. It was stated that the guards had fled.", 2),
    ("The UN said it had met former captives. They are denied food and water. But it also said the camps had been visited.", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), CONTINUED)
def test_the_same_speaker_goes_on(text: str, number: int, pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = [s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET]
    assert len(found) == number
    assert len({s.speaker.key for s in found}) == 1


OWN_VOICE = [
    "Three men were shot on the road to the town.",
    "The video shows a guard kicking a detainee.",
    "The video claims to show a guard kicking a detainee.",
    "Footage said to show the raid was shared by several channels.",
    "The foreign ministry did not respond to a request for comment.",
    "The prosecutor’s office opened a criminal case into the killing of three medics.",
    "The footage has been verified by the BBC.",
    "A warlord ordered his men not to take prisoners.",
    "The group has filed a complaint with the International Criminal Court.",
]


@pytest.mark.parametrize("text", OWN_VOICE)
def test_the_outlet_tells_it_itself(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    (one,) = read(text, pipeline, knowledge)
    assert one.speaker is OUTLET
    assert one.chain == (OUTLET,)
    assert one.quotation is Quotation.NARRATIVE_UNATTRIBUTED


REMAINDERS = [
    ("The ministry accused the rebels of murder after a clip surfaced that shows an empty barn.", "after a clip surfaced"),
    ("“They had laid down their rifles,” the consul said after the photo was first published on Sunday.", "after the photo was first published on Sunday"),
    ("The photo has been checked by Reuters and Rabat has said it will examine the raid.", "The photo has been checked by Reuters"),
    ("The rebels have so far not reacted to the photo, while the governor has condemned the raid.", "The rebels have so far not reacted to the photo"),
    ("A blogger put the photo on her page, captioned: “They burned four boats behind the mill.”", "A blogger put the photo on her page"),
    ("Baku said it is examining the raid, which would be unlawful if the passengers were civilians.", "which would be unlawful if the passengers were civilians"),
    ("Claims that the hospital was used as a base have not been verified.", "have not been verified"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rest"), REMAINDERS)
def test_what_nobody_else_says_is_the_outlets(
    text: str, rest: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = read(text, pipeline, knowledge)
    own = [c.quote for s in found if s.speaker is OUTLET for c in s.content]
    others = [c.quote for s in found if s.speaker is not OUTLET for c in s.content]
    assert any(piece.startswith(rest) or rest in piece for piece in own)
    assert not any(rest in piece for piece in others)


def test_a_headline_is_the_outlets(pipeline: Pipeline, knowledge: Knowledge) -> None:
    (one,) = read("Soldiers shoot captives at border post", pipeline, knowledge, SegmentRole.HEADLINE)
    assert (one.quotation, one.segment) == (Quotation.HEADLINE, SegmentRole.HEADLINE)


PROTECTED = [
    ("A captured fighter said in the clip that he had been ordered to shoot.", True),
    ("One of the soldiers was captured at the ford. He said he had been given the order.", True),
    ("A resident said the soldiers went from house to house.", False),
    ("“Nobody came to help us there,” said a woman who fled the village.", False),
    ("Witnesses said that the men had been separated from the women.", False),
]


@pytest.mark.parametrize(("text", "captive"), PROTECTED)
def test_captives_and_witnesses_are_protected(
    text: str, captive: bool, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    one = next(s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET)
    assert one.speaker.source is not None
    assert one.speaker.source.kind is SourceKind.INDIVIDUAL_PROTECTED
    assert one.in_power_of_adverse_party is captive


CAPACITIES = [
    ("Marta Lind, spokesperson for the mission, said the road was closed.", "spokesperson for the mission"),
    ("Georgia’s human rights chief, Nino Beridze, said the men were beaten.", "Georgia’s human rights chief"),
    ("Moldovan Ombudsman Ion Rusu said the men were beaten.", "Moldovan Ombudsman"),
]


@pytest.mark.parametrize(("text", "capacity"), CAPACITIES)
def test_the_capacity_is_kept_as_worded(
    text: str, capacity: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    one = next(s for s in read(text, pipeline, knowledge) if s.speaker is not OUTLET)
    assert one.speaker.capacity == capacity


def test_a_dateline_is_no_part_of_the_speaker(pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = read("TUNIS — The interior ministry said four men had been detained.", pipeline, knowledge)
    assert said(found)[0][0] == "The interior ministry"


def test_a_subject_behind_according_to_is_not_part_of_the_source(
    pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = "According to the Georgian Ministry of the Interior, the bus driver was beaten at the checkpoint."
    ((_, content),) = said(read(text, pipeline, knowledge))
    assert content.startswith("the bus driver was beaten")


def test_reading_twice_gives_the_same_statements(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "The army said the men were armed, adding that an inquiry had been opened. Nobody was named."
    first, second = read(text, pipeline, knowledge), read(text, pipeline, knowledge)
    assert first == second
    assert len({s.id for s in first}) == len(first)


UNSAID = [
    "They did not say that they had fired on the town.",
    "The government has neither confirmed nor denied the shooting.",
    "The president called on others to condemn the shooting.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_what_was_not_said_is_nobodys_statement(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    contents = [c for _, c in said(read(text, pipeline, knowledge))]
    assert "they had fired on the town" not in contents
    assert "the shooting" not in contents


ANAPHORS = [
    ("A Malian minister denied it. The UN human rights office sent a team. It concluded that nine men had died.", "The UN human rights office"),
    ("The regional police are investigating the killing, they said on Monday.", "The regional police"),
    ("The council rejected the claim that its guards had shot prisoners.", "The council"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), ANAPHORS)
def test_a_pronoun_means_the_nearest_subject(
    text: str, speaker: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert speaker in [who for who, _ in said(read(text, pipeline, knowledge))][-2:]


def test_a_rejected_claim_is_not_the_rejecters(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "The council rejected the claim that its guards had shot prisoners."
    for statement in read(text, pipeline, knowledge):
        if statement.speaker.wording == "The council":
            assert statement.polarity is Polarity.DENIES
