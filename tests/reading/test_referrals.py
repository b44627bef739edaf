"""Addresses to bodies and public demands: to whom, made or only announced; and what is none."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

SENTENCES = [
    ('The coroner sent a letter to the European Court of Human Rights.', [('letter', 'reported_as_made', ['European Court of Human Rights'])]),
    ('The ministry has submitted the evidence to the International Criminal Court.', [('submission_of_material', 'reported_as_made', ['International Criminal Court'])]),
    ('The ministry will submit the evidence to the International Criminal Court.', [('submission_of_material', 'announced', ['International Criminal Court'])]),
    ('The commissioner intends to raise the killings at the Security Council.', [('request_for_assistance', 'announced', ['Security Council'])]),
    ('The centre handed over a file to the United Nations.', [('submission_of_material', 'reported_as_made', ['the United Nations'])]),
    ('The ministry filed a complaint with the European Court of Human Rights.', [('formal_complaint', 'reported_as_made', ['European Court of Human Rights'])]),
    ('The ministry did not write to the United Nations.', []),
    ('The ombudsman has written to the United Nations and the OSCE about the shooting.', [('letter', 'reported_as_made', ['the United Nations', 'OSCE'])]),
    ('Kyiv called on the United Nations to condemn the shooting.', [('demand_for_reaction', 'demanded', ['the United Nations'])]),
    ('The group urged Azerbaijan to investigate the killings.', [('demand_for_investigation', 'demanded', ['Azerbaijan'])]),
    ('The families demanded an independent investigation.', [('demand_for_investigation', 'demanded', [])]),
    ('The envoy called for an investigation into the shooting.', [('demand_for_investigation', 'demanded', [])]),
    ('The international community must act on this raid.', [('demand_for_reaction', 'demanded', ['international community'])]),
    ('The union asked the Human Rights Council to send a mission.', [('demand_for_reaction', 'demanded', ['the Human Rights Council'])]),
    ('The soldier asked his mother to send money.', []),
    ('The teacher sent a letter to his wife.', []),
    ('The ministry will ask the Security Council to impose sanctions.', [('demand_for_reaction', 'demanded', ['the Security Council'])]),
    ('Russia called an emergency meeting of the UN Security Council.', [('request_for_assistance', 'reported_as_made', ['UN Security Council'])]),
    ('The commissioner passed the names to the International Criminal Court.', [('submission_of_material', 'reported_as_made', ['International Criminal Court'])]),
    ('An inquiry was demanded by the opposition.', [('demand_for_investigation', 'demanded', [])]),
    ('The minister called the attack a provocation.', []),
    ('The army called up reservists.', []),
    ('The party appealed to the United Nations to stop the killings.', [('request_for_assistance', 'reported_as_made', ['the United Nations'])]),
    ('He said that the material had been sent to the Council of Europe.', [('submission_of_material', 'reported_as_made', ['Council of Europe'])]),
    ('She refused to write to the Red Cross.', []),
    ('The governor informed the OSCE about the shelling.', [('request_for_assistance', 'reported_as_made', ['OSCE'])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_referrals(
    text: str, expected: list[tuple[str, str, list[str]]], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read(text, pipeline, knowledge)
    assert [
        (str(r.type), str(r.status), [a.wording for a in r.addressed]) for r in reading.referrals
    ] == expected
