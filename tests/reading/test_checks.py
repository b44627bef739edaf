"""Who checked, which aspect, with what result: pronouns, bodies, the outlet's own people, and what footage leaves open."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

LEAD = "A clip posted on Monday shows soldiers shooting three men in a yard.\n"

CHECKS = [
    ("Reuters had no way of telling who filmed it or where it was filmed.",
     {("author", "could_not_verify"), ("place", "could_not_verify")}, "Reuters", False),
    ("Amnesty International studied the clip. It was unable to establish when it had been filmed.",
     {("time", "could_not_verify")}, "Amnesty International", False),
    ("Our visual team matched the minaret in the clip to satellite images of the village.",
     {("place", "supports")}, "Our visual team", True),
    ("The clip was examined by Bellingcat, which found that the men had been tied up before.",
     {("unspecified", "reported_verified")}, "Bellingcat", False),
    ("The recording has been cut.", {("integrity_unedited", "contradicts")}, "this outlet", True),
    ("The picture is mislabelled.", {("unspecified", "does_not_support")}, "this outlet", True),
    ("Nothing in the pictures reveals the location.", {("place", "could_not_verify")}, "this outlet", True),
    ("The footage does not show when the grave was dug.", {("time", "could_not_verify")}, "this outlet", True),
    ("His testimony was never checked by anybody outside the country.",
     {("unspecified", "could_not_verify")}, "this outlet", True),
    ("The place where the clip was filmed has not been established.",
     {("place", "could_not_verify")}, "this outlet", True),
    ("The UN human rights office could not give a figure.", {("count", "could_not_verify")}, "The UN human rights office", False),
    ("The charge remains unproven.", {("unspecified", "could_not_verify")}, "this outlet", True),
    ("We have not managed to find out where they were filmed, and could not establish when they were filmed.",
     {("time", "could_not_verify")}, "this outlet", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "who", "own"), CHECKS)
def test_who_checked_what_with_which_result(
    text: str, wanted: set[tuple[str, str]], who: str, own: bool, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = read(LEAD + text, pipeline, knowledge).verifications
    told = {(str(v.aspect), str(v.result)) for v in found if str(v.result) != "in_progress"}
    assert told == wanted
    by = [v for v in found if str(v.result) != "in_progress"]
    assert {v.verifier.wording if not v.verifier.is_outlet else "this outlet" for v in by} == {who}
    assert {v.first_hand for v in by} == {own}


NONE = [
    "Does the clip show soldiers of the army?",
    "We keep to the Hague Regulations, and if this is confirmed, there will be consequences, the adviser said.",
    "The army said the clip had been doctored.",
    "The soldiers recognised the corridor of the barracks.\nThe bread was cut.",
    "The road was cut and the village isolated.",
    "The charge remains on the books.",
    "The case is still open to appeal.",
    "Police gave a number of reasons.",
    "Bellingcat looked at the clip and found that it could not have been filmed there.",
]


@pytest.mark.parametrize("text", NONE)
def test_nothing_is_verified_that_nobody_verified(
    text: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    made = {"supports", "reported_verified", "contradicts", "does_not_support"}
    found = read(LEAD + text, pipeline, knowledge).verifications
    assert not [v for v in found if str(v.result) in made]


def test_they_are_the_researchers_of_the_body_that_looked(pipeline: Pipeline, knowledge: Knowledge) -> None:
    text = (
        "Human Rights Watch analysed four clips. Researchers matched a bridge in two of the clips to the town. "
        "They could not determine when the others were filmed."
    )
    found = read(text, pipeline, knowledge).verifications
    last = [v for v in found if str(v.aspect) == "time"]
    assert [(v.verifier.source.id if v.verifier.source else None, str(v.result)) for v in last] == [
        ("hrw", "could_not_verify")
    ]


def test_a_pronoun_without_a_body_before_it_is_nobody_by_name(
    pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = "Three men lay in a yard.\nThey could not determine when the clip was filmed."
    found = read(text, pipeline, knowledge).verifications
    assert all(v.verifier.source is None and not v.first_hand for v in found)
