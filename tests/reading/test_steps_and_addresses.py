"""Legal steps and addresses in the words of news, and whose a published figure is."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

LEAD = "Gunmen shot four farmers in a barn on Monday, a survivor said.\n"

STEPS = [
    ("The officer was put on an international wanted list.", "unknown"),
    ("Four men had been brought in for questioning, the police said.", "unknown"),
    ("A judge ordered his detention until June.", "unknown"),
    ("Prosecutors are treating the killings as a war crime.", "unknown"),
    ("A panel set up by the governor was asked to investigate within ten days.", "unknown"),
    ("The army said it had named a team to examine the claims.", "announced_inquiry"),
]
NO_STEPS = [
    "The officer was not put on a wanted list.",
    "Relatives want the officer to be put on a wanted list.",
    "The council set up by the governor was given one week to leave.",
    "Doctors are treating the wounded as civilians.",
    "The commander got 24 years of service.",
]


@pytest.mark.parametrize(("text", "stage"), STEPS)
def test_a_step_is_read_without_its_legal_verb(
    text: str, stage: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert [str(p.stage) for p in read(LEAD + text, pipeline, knowledge).proceedings] == [stage]


@pytest.mark.parametrize("text", NO_STEPS)
def test_no_step_is_made_up(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert not read(LEAD + text, pipeline, knowledge).proceedings


ADDRESSES = [
    ("Amnesty International wants an independent investigation.", "demand_for_investigation", "demanded", None),
    ("The ministry expected a firm reaction from the Council of Europe.", "demand_for_reaction", "demanded", "Council of Europe"),
    ("Relatives have filed a complaint in Belgium, their lawyer said.", "formal_complaint", "reported_as_made", None),
    ("The union is preparing a file for the International Criminal Court.", "submission_of_material", "announced", "International Criminal Court"),
    ("The African Union Commission should send a fact-finding team, a lawyer said.", "demand_for_investigation", "demanded", "African Union Commission"),
]  # fmt: skip
NO_ADDRESSES = [
    "The officer insisted that his men do not shoot farmers.",
    "The family wants a house.",
    "The army expects rain from the west.",
    "The commission should meet on Friday.",
]


@pytest.mark.parametrize(("text", "kind", "status", "to"), ADDRESSES)
def test_an_address_or_demand_is_read(
    text: str, kind: str, status: str, to: str | None, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = read(LEAD + text, pipeline, knowledge).referrals
    assert [(str(r.type), str(r.status)) for r in found] == [(kind, status)]
    assert to is None or to in {a.wording for a in found[0].addressed}


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_no_address_is_made_up(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert not read(LEAD + text, pipeline, knowledge).referrals


def test_who_should_act_is_not_who_asks(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = LEAD + "The authorities should promptly investigate the killings."
    found = read(text, pipeline, knowledge).referrals
    assert [r.by.is_outlet for r in found] == [True]


FIGURES = [
    ("Analysts at the Lake Observatory, a think tank, have logged 58 attacks on fishermen this year.", "Analysts at the Lake Observatory, a think tank"),
    ("In the same period, 17 herders were killed in attacks by settlers, Peace Bureau data shows.", "Peace Bureau"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "publisher"), FIGURES)
def test_whose_figure_it_is(text: str, publisher: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = read(LEAD + text, pipeline, knowledge).aggregates
    assert [a.publisher.wording for a in found] == [publisher]
