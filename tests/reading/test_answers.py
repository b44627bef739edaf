"""Who answered what: denials, silence, promises, admissions, accounts of the accused side; and what is none."""

import re

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

LEADS = {
    "ukraine": "A clip appears to show Russian soldiers shooting two captured Ukrainian marines.",
    "russia": "A clip appears to show Ukrainian soldiers shooting two captured Russian paratroopers.",
}
"""The accusation that the sentences answer."""

SENTENCES = [
    ('ukraine', 'Moscow rejected the accusation.', [('denial', 'state:RU', 'unclear')]),
    ('ukraine', 'The claim was rejected by the Kremlin.', [('denial', 'state:RU', 'this_incident')]),
    ('ukraine', 'No reply has been received from Moscow.', [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', "Russia's Defence Ministry refrained from any comment.", [('no_comment', 'state:RU', 'this_incident')]),
    ('ukraine', 'A request for comment sent to the Russian Defence Ministry went unanswered.', [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', "Questions sent to Russia's embassy were left unanswered.", [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Russian Defence Ministry made no mention of the video.', [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', 'Nobody has commented on the clip.', []),
    ('ukraine', 'No group has claimed responsibility.', []),
    ('ukraine', 'The Russian army has not claimed responsibility for the shooting.', [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', 'Russia denied the men access to a lawyer.', []),
    ('ukraine', 'The prisoners were denied medical care.', []),
    ('ukraine', 'Russia rejected a proposal for a ceasefire.', []),
    ('ukraine', 'The clip was described by the Kremlin as a crude fabrication.', [('denial', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Kremlin dismissed the footage as propaganda.', [('denial', 'state:RU', 'this_incident')]),
    ('ukraine', "Russia's Defence Ministry said that its soldiers had been nowhere near the village and had fired no shots.", [('denial', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Russian Defence Ministry said that the two men had opened fire first and that they were killed in battle.', [('alternative_account', 'state:RU', 'this_incident'), ('alternative_account', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Russian Defence Ministry said that those responsible would be punished.', [('commitment_to_investigate', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Kremlin said that Russian soldiers treat prisoners in accordance with the Geneva Conventions.', [('denial', 'state:RU', 'general_conduct')]),
    ('ukraine', 'The Russian Defence Ministry confirmed the shooting.', [('acknowledged_in_part', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Kremlin said it had no information about the incident.', [('no_response_known', 'state:RU', 'this_incident')]),
    ('ukraine', 'The Ukrainian Defence Ministry said that two prisoners had been shot.', []),
    ('ukraine', "Russia's Defence Ministry said that the men had tried to escape and rejected what it called lies.", [('alternative_account', 'state:RU', 'this_incident'), ('denial', 'state:RU', 'this_incident')]),
    ('ukraine', 'Amnesty International did not comment on the clip.', []),
    ('ukraine', 'Moscow denies supporting the separatists.', [('denial', 'state:RU', 'unclear')]),
    ('ukraine', 'The Kremlin denied that any prisoner had been shot.', [('denial', 'state:RU', 'this_incident')]),
    ('russia', 'Kyiv said it would examine the clip.', [('commitment_to_investigate', 'state:UA', 'this_incident')]),
    ('russia', "Ukraine's General Staff said the video was staged.", [('denial', 'state:UA', 'this_incident')]),
    ('russia', 'The General Staff in Kyiv said that it had no evidence that its soldiers had fired.', [('no_response_known', 'state:UA', 'this_incident')]),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "expected"), SENTENCES)
def test_answers(
    lead: str,
    text: str,
    expected: list[tuple[str, str | None, str]],
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    before = LEADS[lead] + " "
    reading = read(before + text, pipeline, knowledge)
    assert [
        (str(r.kind), r.party, str(r.scope)) for r in reading.responses if r.span.start >= len(before)
    ] == expected


SWAP = {"Russian": "Ukrainian", "Ukrainian": "Russian", "Russia": "Ukraine", "Ukraine": "Russia"} | {
    "Moscow": "Kyiv",
    "Kyiv": "Moscow",
}


@pytest.mark.parametrize(("lead", "text", "expected"), [s for s in SENTENCES if "Kremlin" not in s[1]])
def test_the_other_side_answers_alike(
    lead: str,
    text: str,
    expected: list[tuple[str, str | None, str]],
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    mirrored = re.sub("|".join(sorted(SWAP, key=len, reverse=True)), lambda m: SWAP[m.group()], text)
    before = LEADS["russia" if lead == "ukraine" else "ukraine"] + " "
    reading = read(before + mirrored, pipeline, knowledge)
    other = {"state:RU": "state:UA", "state:UA": "state:RU", None: None}
    assert [
        (str(r.kind), other[r.party], str(r.scope)) for r in reading.responses if r.span.start >= len(before)
    ] == expected


SHORT_FORMS = [
    ("Nigerian soldiers shot two villagers. The army has not commented.", "state:NG"),
    ("Nigerian soldiers shot two villagers. A spokesman for the army denied the shooting.", "state:NG"),
    ("Nigerian soldiers shot two villagers, a court in Ghana heard. The army has not commented.", None),
    ("Nigerian soldiers and Ghanaian soldiers shot two villagers. The army has not commented.", None),
]


@pytest.mark.parametrize(("text", "party"), SHORT_FORMS)
def test_a_short_form_names_a_side_only_where_one_can_be_meant(
    text: str, party: str | None, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert [r.party for r in read(text, pipeline, knowledge).responses] == [party]
