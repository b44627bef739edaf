"""Persons counted by what they are to each other, tolls told beside an act, and occurrences kept apart."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.value import Count
from allegata.model.vocabulary import Attribute
from allegata.reading.sentences import Pipeline


def killed(reading: Reading, attribute: Attribute = Attribute.VICTIMS_KILLED) -> set[tuple[int, int | None]]:
    """The counts of one attribute over all occurrences."""
    values = [a.value for a in reading.accounts if a.attribute is attribute]
    return {(v.low, v.high) for v in values if isinstance(v, Count)}


COUNTS = [
    ("Shells killed an elderly couple on Monday.", {(2, 2)}),
    ("Gunmen shot dead a father and his son on Friday.", {(2, 2)}),
    ("Soldiers murdered a headman and his three nephews in May.", {(4, 4)}),
    ("A bomb killed not fewer than nine traders on Monday.", {(9, None)}),
    ("Raiders killed nomads on Monday. The mayor put the number of the dead at 14.", {(14, 14)}),
    ("Raiders killed nomads on Monday. A doctor gave the number of dead as seven.", {(7, 7)}),
    ("Soldiers fired a couple of shots on Monday and killed a shepherd.", {(1, 1)}),
    ("Raiders killed nomads on Monday. The mayor put the number of tents at 14.", set()),
    ("Gunmen killed his family on Friday.", set()),
]


@pytest.mark.parametrize(("text", "wanted"), COUNTS)
def test_persons_killed(
    text: str, wanted: set[tuple[int, int | None]], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert killed(read(text, pipeline, knowledge)) == wanted


def test_a_brother_hurt_is_one_person(pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = read("A trader was shot dead and his brother badly hurt on Tuesday.", pipeline, knowledge)
    assert killed(reading, Attribute.VICTIMS_INJURED) == {(1, 1)}


def test_no_fewer_is_never_worded_as_fewer(pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = read("A bomb killed no fewer than nine villagers on Monday.", pipeline, knowledge)
    groups = [a.value for a in reading.accounts if a.attribute is Attribute.VICTIMS_GROUP]
    assert [g.wording for g in groups] == ["no fewer than nine villagers"]  # type: ignore[union-attr]


APART = [
    # the consequence cannot be of the occurrence told before
    "Soldiers killed 31 herders on Monday, a doctor said.\nFighters attacked a market on Monday, killing 12 people, he said.",
    # a sentence announces something else
    "Rebels shot nine villagers on 2 May, a priest said.\nThe army speaks of a different crime. It accuses the rebels of shooting 40 soldiers.",
    # the accuser's own people are the other side's victims
    "The Syrian Democratic Forces accused militiamen of executing its fighters on Monday.\nSDF snipers shot dead two women on Tuesday, residents said.",
]


@pytest.mark.parametrize("text", APART)
def test_two_occurrences_are_not_mixed(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert len(read(text, pipeline, knowledge).mentions) == 2


TOGETHER = [
    "Soldiers killed 31 herders on Monday, a doctor said.\nThey attacked a market, killing the 31 herders, he said.",
    "Rebels shot nine villagers on 2 May, a priest said.\nThe priest spoke of the crime. He said the rebels shot the villagers at noon.",
]


@pytest.mark.parametrize("text", TOGETHER)
def test_one_occurrence_told_twice_stays_one(text: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert len(read(text, pipeline, knowledge).mentions) == 1
