"""Headlines leave words out: who suffers is not taken for who acts, and nobody before a colon is accused."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.vocabulary import Attribute, SegmentRole
from allegata.reading.readers import RulesReader
from allegata.reading.sentences import Pipeline

BODY = "A guard killed nine captives near the river, monitors said."


def under(headline: str, pipeline: Pipeline, knowledge: Knowledge) -> Reading:
    """The reading of a headline over a line that tells of the event."""
    text = f"{headline}\n{BODY}"
    segments = (
        Segment(SegmentRole.HEADLINE, 0, len(headline)),
        Segment(SegmentRole.BODY, len(headline) + 1, len(text)),
    )
    return RulesReader(pipeline, knowledge).read(Document("doc", "item", text, "en", segments), {})


def sides(reading: Reading, attribute: Attribute) -> set[str]:
    """The groups that are read from the headline itself."""
    line = min(one.span.start for one in reading.statements if one.segment is SegmentRole.BODY)
    return {
        getattr(one.value, "wording", "")
        for one in reading.accounts
        if one.attribute is attribute and one.span.start < line
    }


@pytest.mark.parametrize(
    "headline",
    [
        "Two soldiers shot while giving themselves up near the ridge",
        "UN: captives shot near the river",
        "Six captured soldiers shot in the border region",
        "Nine prisoners executed near the river",
    ],
)
def test_who_was_shot_did_not_shoot(headline: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = under(headline, pipeline, knowledge)
    assert not sides(reading, Attribute.PERPETRATOR_GROUP)
    assert len(sides(reading, Attribute.VICTIMS_GROUP)) == 1


def test_who_says_it_is_not_accused_of_it(pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = under("Lawyers' group: market in the north bombed", pipeline, knowledge)
    assert not sides(reading, Attribute.PERPETRATOR_GROUP)


@pytest.mark.parametrize(
    ("headline", "who"),
    [
        ("Soldiers shot nine captives near the river", "Soldiers"),
        ("Army kills nine captives near the river", "Army"),
        ("Soldiers shot at captives near the river", "Soldiers"),
        ("Soldiers have shot captives near the river", "Soldiers"),
        ("Soldiers shot and wounded captives near the river", "Soldiers"),
        ("Army wounded and captured nine soldiers near the river", "Army"),
        ("Police arrested and beat two journalists", "Police"),
        ("Soldiers shot, killing two captives near the river", "Soldiers"),
    ],
)
def test_who_acts_is_still_told(headline: str, who: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    assert sides(under(headline, pipeline, knowledge), Attribute.PERPETRATOR_GROUP) == {who}


@pytest.mark.parametrize(
    "headline",
    [
        "Russian troops shot and buried captives near the river",
        "Nine captives Russian soldiers shot near the river identified",
        "Soldiers shot and wounded captives near the river",
        "Police arrested and beat two journalists",
        "Soldiers shot, killing two captives near the river",
    ],
)
def test_who_acts_is_never_told_as_who_suffers(
    headline: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    suffering = sides(under(headline, pipeline, knowledge), Attribute.VICTIMS_GROUP)
    assert not [
        who
        for who in suffering
        if who.lower() in {"soldiers", "russian troops", "russian soldiers", "police"}
    ]
