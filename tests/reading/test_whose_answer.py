"""What counts as an answer to an accusation, whose step a step is, and whom the words accuse; both ways round."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.reading.sentences import Pipeline

SIDES = [
    {"a": "Ukrainian", "A": "Ukraine", "a_id": "state:UA", "b": "Russian", "B": "Russia", "b_id": "state:RU"},
    {"a": "Russian", "A": "Russia", "a_id": "state:RU", "b": "Ukrainian", "B": "Ukraine", "b_id": "state:UA"},
    {
        "a": "Armenian", "A": "Armenia", "a_id": "state:AM",
        "b": "Azerbaijani", "B": "Azerbaijan", "b_id": "state:AZ",
    },
]  # fmt: skip
LEAD = "A clip posted on Monday shows {a} soldiers shooting three captured {b} soldiers.\n"
OPEN = "A clip posted on Monday shows three villagers being shot in a yard.\n"

ANSWERS = [
    ("The {a} army said it had opened an inquiry.", []),
    ("The {a} army said it had not yet established whether the clip was genuine.", []),
    ("The {a} army said soldiers had attended a funeral.", []),
    ("The {a} army said it knew of the matter and was aware of the clip.", []),
    ("The {a} army said it had seen the clip.", []),
    ('"People who do that cannot be regarded as prisoners," the {a} army said.', []),
    ("The {a} army said the three had thrown a grenade at its soldiers.", ["alternative_account"]),
    ("The {a} army has not answered calls for help.", []),
    ("The {a} army did not respond to requests for access.", []),
    ("The {a} army has not commented.", ["no_comment"]),
    ("The {a} army did not answer questions about the clip.", ["no_response_known"]),
    ("The {a} army did not respond to a request for comment.", ["no_response_known"]),
    ("The {a} army is yet to say whether it will look into the matter.", ["no_response_known"]),
    ("The {b} army is yet to say whether it will look into the matter.", []),
    ("The {a} army dubbed the reports 'disinformation'.", ["denial"]),
    ("The {a} army called the clip a fabrication.", ["denial"]),
]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
@pytest.mark.parametrize(("text", "kinds"), ANSWERS)
def test_only_what_speaks_of_the_accusation_answers_it(
    text: str, kinds: list[str], sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read((LEAD + text).format(**sides), pipeline, knowledge)
    assert [str(r.kind) for r in reading.responses] == kinds
    assert {r.party for r in reading.responses} <= {sides["a_id"]}


GENERAL = [
    "{A} has generally denied that its forces break the rules of war.",
    "{A} has routinely denied that its soldiers violate the conventions.",
    "The {a} army denied that it targets civilians.",
]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
@pytest.mark.parametrize("text", GENERAL)
def test_a_denial_of_conduct_is_no_denial_of_the_occurrence(
    text: str, sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read((LEAD + text).format(**sides), pipeline, knowledge)
    assert [(str(r.kind), str(r.scope), r.about) for r in reading.responses] == [
        ("denial", "general_conduct", ())
    ]
    assert len(reading.mentions) == 1


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
def test_neither_nor_are_two_silences(
    sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = OPEN + "Neither the {a} army nor {B} has commented."
    reading = read(text.format(**sides), pipeline, knowledge)
    assert sorted((str(r.kind), r.party or "") for r in reading.responses) == sorted(
        [("no_comment", sides["a_id"]), ("no_comment", sides["b_id"])]
    )


STEPS = [
    (
        "{B}'s prosecutor general said that a criminal case had been registered over the killing of captives by {a} troops.",
        "criminal_case_opened",
    ),
    (
        "{B}'s prosecutor general said a case had been opened over a raid, which it called a crime by {a} troops.",
        None,
    ),
    (
        "{B}'s prosecutor general said {a} soldiers had shot the three. It is working to identify those who fired.",
        "unknown",
    ),
]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
@pytest.mark.parametrize(("text", "stage"), STEPS)
def test_a_step_belongs_to_who_reports_it_and_never_to_a_side_named_later(
    text: str, stage: str | None, sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read((LEAD + text).format(**sides), pipeline, knowledge)
    assert len(reading.proceedings) == 1
    for record in reading.proceedings:
        assert record.authority.on_behalf_of == sides["b_id"]
        assert stage is None or str(record.stage) == stage


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
def test_who_is_held_responsible_is_accused_and_not_detained(
    sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = (
        OPEN + "The {a} government is holding {B} responsible. The {b} army said its men had come under fire."
    )
    reading: Reading = read(text.format(**sides), pipeline, knowledge)
    assert [g.actor.party for g in reading.allegations if g.actor is not None] == [sides["b_id"]]
    assert [(str(r.kind), r.party) for r in reading.responses] == [("alternative_account", sides["b_id"])]
    assert not [a for m in reading.mentions for a in m.acts if str(a.type) in {"detention", "capture"}]


@pytest.mark.parametrize("sides", SIDES, ids=lambda s: s["A"])
def test_a_general_accusation_accuses_nobody_of_the_occurrence(
    sides: dict[str, str], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = (
        OPEN
        + "{A} has also repeatedly accused {B} of war crimes. The {b} army said its men had left the town."
    )
    assert not read(text.format(**sides), pipeline, knowledge).responses
