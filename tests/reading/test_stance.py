"""How firmly, by what act and how far: clauses and whole statements written for the purpose."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.source import OUTLET
from allegata.model.statement import Statement
from allegata.model.vocabulary import Basis, Modality, Polarity, Scope, SegmentRole, SpeechAct
from allegata.reading import attribute, sentences, stance
from allegata.reading.sentences import Pipeline

CLAUSES = [
    ("The video appears to show troops shooting two men.", "shooting", Modality.HEDGED, Polarity.AFFIRMS, "appears"),
    ("The clip claims to show a guard beating a man.", "beating", Modality.PURPORTED_BY_FOOTAGE, Polarity.AFFIRMS, "claims"),
    ("Footage reportedly shows soldiers killing a farmer.", "killing", Modality.HEDGED, Polarity.AFFIRMS, "reportedly"),
    ("Footage shows soldiers killing a farmer.", "killing", Modality.PURPORTED_BY_FOOTAGE, Polarity.AFFIRMS, None),
    ("A leaked clip is said to show guards lying on a bridge.", "lying", Modality.HEDGED, Polarity.AFFIRMS, "said"),
    ("Two men were allegedly shot by guards.", "shot", Modality.HEDGED, Polarity.AFFIRMS, "allegedly"),
    ("Two men were shot by guards.", "shot", Modality.ASSERTED, Polarity.AFFIRMS, None),
    ("The man was not killed by the strike.", "killed", Modality.ASSERTED, Polarity.DENIES, None),
    ("The ministry denied killing civilians.", "killing", Modality.ASSERTED, Polarity.DENIES, None),
    ("The ministry denies that its troops shot anyone.", "shot", Modality.ASSERTED, Polarity.DENIES, None),
    ("Did the troops kill them?", "kill", Modality.ASKED, Polarity.AFFIRMS, None),
    ("They may have shot the captives.", "shot", Modality.SPECULATIVE, Polarity.AFFIRMS, "may"),
    ("It is unclear who shot the men.", "shot", Modality.ASSERTED, Polarity.WITHHOLDS, None),
    ("It is not known who shot the men.", "shot", Modality.ASSERTED, Polarity.WITHHOLDS, None),
    ("The alleged execution took place on Monday.", "execution", Modality.HEDGED, Polarity.AFFIRMS, "alleged"),
    ("The bodies were seen on the road, presumably dead.", "dead", Modality.HEDGED, Polarity.AFFIRMS, "presumably"),
    ("One fighter was reportedly injured and later died.", "died", Modality.HEDGED, Polarity.AFFIRMS, "reportedly"),
    ("It would be a crime if the men had surrendered.", "surrendered", Modality.CONDITIONAL, Polarity.AFFIRMS, None),
    ("It would be a crime if the men had surrendered.", "be", Modality.CONDITIONAL, Polarity.AFFIRMS, None),
    ("The men are believed to have been executed.", "executed", Modality.HEDGED, Polarity.AFFIRMS, "believed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "modality", "polarity", "hedge"), CLAUSES)
def test_clause(
    text: str,
    word: str,
    modality: Modality,
    polarity: Polarity,
    hedge: str | None,
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    document = Document("doc", "item", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    frame = sentences.parse(document, pipeline).sentences[0].frame
    token = next(t for t in frame.doc if t.text == word)
    found = stance.of_clause(frame, token, knowledge)
    assert (found.modality, found.polarity) == (modality, polarity)
    if hedge is not None:
        assert hedge in [text[a:b] for a, b in found.hedges]


def test_a_plan_is_future(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "The army will investigate the killing."
    document = Document("doc", "item", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    frame = sentences.parse(document, pipeline).sentences[0].frame
    token = next(t for t in frame.doc if t.text == "investigate")
    assert stance.of_clause(frame, token, knowledge).future


def statements(text: str, pipeline: Pipeline, knowledge: Knowledge) -> tuple[Statement, ...]:
    """The statements of one paragraph."""
    document = Document("doc", "item", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    return attribute.attribute(sentences.parse(document, pipeline), knowledge)


def first(text: str, pipeline: Pipeline, knowledge: Knowledge) -> Statement:
    """The first attributed statement, or the outlet's."""
    found = statements(text, pipeline, knowledge)
    return next((s for s in found if s.speaker is not OUTLET), found[0])


ACTS = [
    ("Hamas accused Israeli forces of shooting two drivers.", SpeechAct.ACCUSE),
    ("Minsk has repeatedly been accused of torture.", SpeechAct.ACCUSE),
    ("Israel has denied the allegations.", SpeechAct.DENY),
    ("The Rwandan army said the report was false.", SpeechAct.DENY),
    ("The army said its soldiers had not shot anyone.", SpeechAct.DENY),
    ("The Syrian ministry dismissed the claims.", SpeechAct.DENY),
    ("The Kremlin called the footage a fabrication.", SpeechAct.DENY),
    ("The commander admitted that his men had shot the captives.", SpeechAct.ACKNOWLEDGE),
    ("The cell claimed responsibility for the attack.", SpeechAct.CLAIM_RESPONSIBILITY),
    ("The junta has not commented on the allegations.", SpeechAct.NO_COMMENT),
    ("A spokesman declined to comment on the footage.", SpeechAct.NO_COMMENT),
    ("The ministry did not respond to a request for comment.", SpeechAct.NO_COMMENT),
    ("There was no immediate comment from the army.", SpeechAct.NO_COMMENT),
    ("The army opened a criminal case into the deaths.", SpeechAct.OPEN_CASE),
    ("An investigation was opened into the deaths.", SpeechAct.OPEN_CASE),
    ("The police said they are investigating the deaths.", SpeechAct.OPEN_CASE),
    ("The army said it would open an inquiry into the shooting.", SpeechAct.ANNOUNCE_INTENTION),
    ("The council will send the files to the tribunal, its head said.", SpeechAct.ANNOUNCE_INTENTION),
    ("The ombudsman has sent a letter to the United Nations about the killings.", SpeechAct.REFER),
    ("The group has filed a complaint with the International Criminal Court.", SpeechAct.REFER),
    ("The UN called for an independent inquiry.", SpeechAct.DEMAND),
    ("“The government must investigate these deaths,” the lawyer said.", SpeechAct.DEMAND),
    ("The office has documented 48 executions of prisoners since March.", SpeechAct.PUBLISH_TOTAL),
    ("The mission said it had recorded a total of 31 killings this year.", SpeechAct.PUBLISH_TOTAL),
    ("Such raids have become a common practice of that army, the governor said.", SpeechAct.GENERALISE),
    ("The raids have increased sharply this year, the agency said.", SpeechAct.GENERALISE),
    ("“This was a heinous and cowardly act,” the president said.", SpeechAct.EVALUATE),
    ("The president condemned the raid.", SpeechAct.EVALUATE),
    ("“This is a flagrant breach of the Hague Regulations,” the minister said.", SpeechAct.QUALIFY_LEGALLY),
    ("If the men had surrendered, it would be a war crime.", SpeechAct.QUALIFY_LEGALLY),
    ("“They are either hiding the bodies or they have lost them,” the lawyer said.", SpeechAct.SPECULATE),
    ("The video shows a guard kicking a man.", SpeechAct.DESCRIBE_FOOTAGE),
    ("A shot is heard in the clip.", SpeechAct.DESCRIBE_FOOTAGE),
    ("Three men were shot on the road.", SpeechAct.ASSERT),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_speech_act(text: str, act: SpeechAct, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert first(text, pipeline, knowledge).speech_act is act


CHECKED = [
    "The footage has been verified by the BBC.",
    "The BBC geolocated the video to a village near the border.",
    "The images have been authenticated by two independent experts.",
    "The UN mission confirmed the location of the video.",
]

UNCHECKED = [
    "The BBC has not been able to verify the footage.",
    "Reuters could not independently verify the photo.",
    "AFP was unable to independently verify the claims.",
    "No one has confirmed the authenticity of the clip.",
    "The authenticity of the clip has yet to be verified.",
    "It was not immediately possible to verify the authenticity of the images.",
    "The agency published the video without confirming its authenticity.",
    "The council is awaiting confirmation of the report.",
    "The claims cannot be independently verified.",
    "The video has not been independently confirmed.",
    "The report remains unverified.",
    "Neither side has confirmed the location of the video.",
    "Investigators are trying to verify the footage.",
    "The UN said it was reviewing the videos.",
    "The footage is being verified by the BBC.",
    "The ministry said it was unable to confirm the death toll.",
    "Experts hope to authenticate the recording.",
    "The BBC has never verified the footage.",
]


@pytest.mark.parametrize("text", CHECKED)
def test_a_reported_check(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    one = first(text, pipeline, knowledge)
    assert (one.speech_act, one.polarity) == (SpeechAct.REPORT_VERIFICATION, Polarity.AFFIRMS)


@pytest.mark.parametrize("text", UNCHECKED)
def test_a_missing_or_pending_check_never_affirms(
    text: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    for one in statements(text, pipeline, knowledge):
        assert one.polarity is Polarity.WITHHOLDS
        assert one.speech_act in {SpeechAct.CANNOT_VERIFY, SpeechAct.REPORT_VERIFICATION}


MODALITIES = [
    ("Soldiers allegedly killed five farmers.", Modality.HEDGED),
    ("Soldiers killed five farmers.", Modality.ASSERTED),
    ("Reports from the region said that five farmers were killed.", Modality.HEDGED),
    ("A captured fighter said that others had shot the farmers.", Modality.HEARSAY),
    ("The video shows two men beating a farmer.", Modality.PURPORTED_BY_FOOTAGE),
    ("The video reportedly shows two men beating a farmer.", Modality.HEDGED),
    ("The army may have used the school as a base.", Modality.SPECULATIVE),
    ("Are the men in the clip dead?", Modality.ASKED),
    ("If the men had surrendered, it would be a war crime.", Modality.CONDITIONAL),
    ("This is the moment soldiers allegedly shoot a farmer.", Modality.HEDGED),
]


@pytest.mark.parametrize(("text", "modality"), MODALITIES)
def test_modality(text: str, modality: Modality, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert first(text, pipeline, knowledge).modality is modality


SCOPES = [
    ("Israel has denied the allegations.", Scope.UNCLEAR),
    ("Khartoum denies any torture of detainees.", Scope.GENERAL_CONDUCT),
    ("The army denies targeting civilians.", Scope.GENERAL_CONDUCT),
    ("The army denied shooting at the convoy.", Scope.THIS_INCIDENT),
    ("The RSF denied any involvement in the killings.", Scope.THIS_INCIDENT),
    ("“The killing of hostages is a breach of the law of war,” the office said.", Scope.CLASS_OF_INCIDENTS),
    ("“The murder of Malian soldiers is a war crime,” the ministry said.", Scope.THIS_INCIDENT),
    ("The mission said it had recorded a total of 31 killings this year.", Scope.CLASS_OF_INCIDENTS),
    ("It is a deliberate policy of that army, the governor said.", Scope.GENERAL_CONDUCT),
    ("Kigali said it will look into any alleged misconduct of its forces.", Scope.GENERAL_CONDUCT),
    ("The officer has several times ordered his men not to take prisoners.", Scope.GENERAL_CONDUCT),
    ("Three men were shot on the road.", Scope.THIS_INCIDENT),
    ("The mayor said the weather was fine.", Scope.UNCLEAR),
    ("Minsk was repeatedly accused of torture and killings.", Scope.GENERAL_CONDUCT),
]  # fmt: skip


@pytest.mark.parametrize(("text", "scope"), SCOPES)
def test_scope(text: str, scope: Scope, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert first(text, pipeline, knowledge).scope is scope


def test_a_description_of_footage_goes_on(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = (
        "The video shows two men beating a farmer. One of them laughs. The farmer then falls to the ground."
    )
    found = statements(text, pipeline, knowledge)
    assert [s.speech_act for s in found] == [SpeechAct.DESCRIBE_FOOTAGE] * 3


def test_words_heard_in_footage_are_part_of_it(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = (
        "The video shows men in a trench. “Give me the lamp,” one of the soldiers says as a man lies there."
    )
    spoken = next(s for s in statements(text, pipeline, knowledge) if s.speaker is not OUTLET)
    assert spoken.speech_act is SpeechAct.DESCRIBE_FOOTAGE


def test_loaded_terms_are_marked(pipeline: Pipeline, knowledge: Knowledge) -> None:
    one = first("“The occupiers shot them, and their regime is silent,” he said.", pipeline, knowledge)
    assert [t.quote for t in one.loaded_terms] == ["occupiers", "regime"]


BASES = [
    ("The video shows a guard kicking a man.", Basis.FOOTAGE),
    ("A captured fighter said that others had shot the farmers.", Basis.CAPTIVE_STATEMENT),
    ("Reports said that five farmers were killed.", Basis.OTHER_MEDIA),
    ("The mayor said the church had been burned.", Basis.NONE_STATED),
]


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_basis(text: str, basis: Basis, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert basis in first(text, pipeline, knowledge).basis_claimed
