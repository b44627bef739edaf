"""Published totals and trends, told apart from the numbers of one occurrence."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

SENTENCES = [
    ('Prosecutors have recorded 43 executions of prisoners since the start of the war.', [([('executions_unit_unclear', 43, 43)], None, True)]),
    ('The office said that 93 captured soldiers have been killed since February 2022.', [([('persons', 93, 93)], None, True)]),
    ('More than 7,000 civilians have been killed in the region since January, the government says.', [([('persons', 7001, None)], None, True)]),
    ('The mission has documented the killing of 15 prisoners.', [([('persons', 15, 15)], None, None)]),
    ('Sixty-two people were killed in 17 incidents.', [([('persons', 62, 62), ('incidents', 17, 17)], None, None)]),
    ('Five people were killed in a strike on Monday.', []),
    ('Soldiers shot two prisoners near the village.', []),
    ('The mission verified 119 attacks on hospitals since the war began.', [([('incidents', 119, 119)], None, True)]),
    ('The executions of prisoners have increased since the spring.', [([], 'increase', None)]),
    ('The number of killings has risen.', [([], 'rise', None)]),
    ('Prosecutors are investigating 31 criminal cases on the killing of prisoners.', [([('criminal_cases', 31, 31)], None, None)]),
    ('A spokesman said that 12 soldiers were captured on Friday.', []),
    ('To date, investigators have registered 124 executions of prisoners.', [([('executions_unit_unclear', 124, 124)], None, True)]),
    ('The group has counted 41 raids in which 69 aid workers were abducted.', [([('incidents', 41, 41), ('persons', 69, 69)], None, None)]),
    ('At least 34 civilians died in three incidents.', [([('persons', 34, None), ('incidents', 3, 3)], None, None)]),
    ('The commission has recorded a total of 210 violations.', [([('violations', 210, 210)], None, True)]),
    ('The man was killed in his house.', []),
    ('Two of the 11 prisoners were shot.', []),
    ('The mayor put the number of dead at five.', []),
    ('Killings of captives have doubled this year.', [([], 'double', None)]),
    ('The price of bread has increased.', []),
    ('Rebels have killed 300 villagers so far, the council said.', [([('persons', 300, 300)], None, True)]),
    ('The office documented the execution of 32 prisoners by Russian forces and of 26 prisoners by Ukrainian forces.', [([('persons', 32, 32)], None, None), ([('persons', 26, 26)], None, None)]),
    ('The ministry said that a soldier was beaten by three guards.', []),
    ('The mission recorded 12 cases of torture last year.', [([('incidents', 12, 12)], None, None)]),
    ('Three men were executed near the river on 3 May, villagers said.', []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_figures(
    text: str,
    expected: list[tuple[list[tuple[str, int, int | None]], str | None, bool | None]],
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    reading = read(text, pipeline, knowledge)
    assert [
        ([(str(c.unit), c.low, c.high) for c in a.figures], a.trend, a.cumulative) for a in reading.aggregates
    ] == expected


SIDED = [
    (
        "The office documented the killing of 14 {a} prisoners by {b} forces and of up to 21 {b} prisoners by {a} forces.",
        [(14, 14, "a", "b"), (0, 21, "b", "a")],
    ),
    (
        "The mission has documented the execution of 61 {a} captives and of three {b} captives in 19 incidents.",
        [(61, 61, "a", None), (3, 3, "b", None), (19, 19, None, None)],
    ),
    (
        "The mission found that 44 {a} prisoners were executed in 17 incidents and that three {b} prisoners were executed.",
        [(44, 44, "a", None), (3, 3, "b", None), (17, 17, None, None)],
    ),
    (
        "The office has recorded 67 executions of {a} prisoners by {b} forces and of five {b} prisoners by {a} forces.",
        [(67, 67, "a", "b"), (5, 5, "b", "a")],
    ),
    (
        "In all, the office verified the killing of 33 {a} prisoners and of up to 14 {b} prisoners.",
        [(33, 33, "a", None), (0, 14, "b", None)],
    ),
    (
        "The ministry said 310 {a} prisoners had been killed by {b} forces since the war began. "
        "The other side says {a} forces have killed at least 95 captured {b} soldiers.",
        [(310, 310, "a", "b"), (95, None, "b", "a")],
    ),
]
SIDES = [
    {"a": ("Ukrainian", "state:UA"), "b": ("Russian", "state:RU")},
    {"a": ("Russian", "state:RU"), "b": ("Ukrainian", "state:UA")},
    {"a": ("Armenian", "state:AM"), "b": ("Azerbaijani", "state:AZ")},
]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["a"][0])
@pytest.mark.parametrize(("text", "expected"), SIDED)
def test_a_figure_has_the_sides_of_its_own_conjunct(
    text: str,
    expected: list[tuple[int, int | None, str | None, str | None]],
    sides: dict[str, tuple[str, str]],
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    reading = read(text.format(**{k: v[0] for k, v in sides.items()}), pipeline, knowledge)
    found = sorted(
        ((a.span.start, a.figures[0].low, a.figures[0].high, a.scope.victim_party, a.scope.perpetrator_party)
         for a in reading.aggregates),
        key=str,
    )  # fmt: skip
    party = {k: v[1] for k, v in sides.items()}
    wanted = [(low, high, party.get(v or ""), party.get(p or "")) for low, high, v, p in expected]
    assert sorted([f[1:] for f in found], key=str) == sorted(wanted, key=str)
    assert all(len(a.figures) == 1 for a in reading.aggregates)
    assert not reading.mentions


def test_a_running_total_is_no_occurrence_and_no_answer(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = (
        "A clip shows Russian soldiers shooting two captured Ukrainian soldiers.\n"
        "Moscow says that Ukrainian forces have killed at least 180 captured Russian soldiers."
    )
    reading = read(text, pipeline, knowledge)
    assert [a.figures[0].low for a in reading.aggregates] == [180]
    assert len(reading.mentions) == 1
    assert not reading.responses


def test_who_investigates_publishes_the_number_of_cases(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = "The prosecutor's office said it had opened a case. It is investigating 57 criminal cases over killings."
    reading = read(text, pipeline, knowledge)
    assert [a.publisher.wording.lower() for a in reading.aggregates] == ["the prosecutor's office"]


def test_how_long_is_not_how_many(pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert not read("The 11 soldiers had been held since March.", pipeline, knowledge).aggregates
