"""Single comparisons: what each needs, and that the lack of one condition is enough to fail."""

from datetime import date

import pytest
from casebook import RU, UA, Paper, count, day, group, organ, place, relative, where, yearless

from allegata.linking.compare import compare
from allegata.linking.footage import Footage
from allegata.linking.footage import compare as compare_footage
from allegata.linking.places import rule_out, same_settlement
from allegata.linking.profile import profiles
from allegata.linking.words import vocabulary
from allegata.model.decision import LinkVerb
from allegata.model.source import Speaker
from allegata.model.vocabulary import ActType, Attribute, PlaceKind, TimeSlot

OFFICE, COMMITTEE = organ(RU, "office"), organ(RU, "committee")
SEEN = TimeSlot.MEDIA_FIRST_SEEN
FILLER = [
    "The council met about the budget and postponed the vote on the tram line until autumn.",
    "Farmers expect a poor harvest of barley after the dry spring, a cooperative announced.",
    "The museum reopened its western wing with an exhibition of early maps and globes.",
    "A storm tore roofs from warehouses and uprooted poplars along the canal.",
]


def told(name, words, *, published=None, by=None, killed=None, accused=UA, places=(), on=None):
    paper = Paper(name, published=published)
    said = paper.say(words, by)
    mention = paper.mention(said)
    paper.act(mention, ActType.KILLING, said, (group(accused), None))
    if killed:
        paper.account(mention, Attribute.VICTIMS_KILLED, count(*killed), said)
    if on:
        paper.account(mention, Attribute.TIME_EVENT, day(TimeSlot.EVENT, on), said)
    for one in places:
        paper.account(mention, Attribute.PLACE_EVENT, where(one), said)
    return paper, mention


def compared(knowledge, one, other):
    papers = [one[0], other[0]]
    for number, words in enumerate(FILLER):
        papers.append(told(f"z{number}", words)[0])
    found, rarity = profiles([p.reading for p in papers], [p.document for p in papers], vocabulary(knowledge))
    by_id = {p.mention: p for p in found}
    return compare(by_id[one[1]], by_id[other[1]], rarity)


def names(result):
    return {reason.name for reason in result.reasons}


CLAIM = {"by": OFFICE, "killed": (11, None), "published": date(2024, 5, 1)}
OTHER_WORDS = "The committee counts eleven dead at the derelict brickyard."


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"published": date(2024, 6, 1)}, False),
        ({"published": None}, False),
        ({"killed": (2, 2)}, False),
        ({"accused": RU}, False),
        ({"by": organ(UA, "office")}, False),
        ({"by": None}, False),
        ({"words": "The committee speaks of eleven or more dead and of a bus on fire."}, False),
    ],
)
def test_same_claim_of_one_side(knowledge, change, same):
    one = told("a", "At least eleven were shot behind the derelict brickyard, the office declared.", **CLAIM)
    other = told("b", **{"words": OTHER_WORDS, **CLAIM, "by": COMMITTEE, **change})
    result = compared(knowledge, one, other)
    assert ("same_claim" in names(result)) == same
    assert result.verb is LinkVerb.SAME or not same


STORY = "Two cyclists were shot by masked men beside the flooded quarry near Vessel Bridge; a ferryman heard nine shots."
RETOLD = (
    "A ferryman at the flooded quarry heard nine shots before two cyclists were found beside Vessel Bridge."
)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"published": date(2024, 5, 20)}, True),
        ({"published": date(2024, 5, 20), "on": None}, False),
        ({"killed": (9, 9)}, False),
        ({"on": date(2024, 5, 1)}, True),
        ({"on": date(2024, 5, 2)}, False),
        ({"killed": (3, 3)}, True),
        ({"words": "Three anglers drowned when their boat turned over on the lake in the north."}, False),
    ],
)
def test_same_story(knowledge, change, same):
    first = {"published": date(2024, 5, 2), "killed": (2, 2), "on": date(2024, 5, 1)}
    more = {**first, **change}
    words = more.pop("words", RETOLD)
    result = compared(knowledge, told("a", STORY, **first), told("b", words, **more))
    assert ("same_story" in names(result)) == same
    assert (result.verb is LinkVerb.SAME) == same


def test_names_of_persons_never_link(knowledge):
    words = vocabulary(knowledge).telling(
        "Ada Example and Bo Sample met Cy Instance in Riverton near the Mill Street school, said Dee Person."
    )
    assert words >= {"riverton", "mill"}
    assert not words & {"ada", "sample", "exampl", "instanc", "cy", "person", "dee", "bo"}


def footage(name, **more):
    paper, mention = told(name, f"Paper {name} tells of a clip.")
    paper.media(mention, paper.parts["statements"][0], **more)
    return paper, mention


VOICE = Speaker("Channel One Two")
SHARER = Speaker("Channel One Two", Paper("s").say("x").span)


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        ({"first_seen": yearless(SEEN, 5, 2), "sharer": SHARER}, {"first_seen": yearless(SEEN, 5, 2), "sharer": SHARER}, Footage.STRONG),
        ({"first_seen": yearless(SEEN, 5, 2)}, {"first_seen": yearless(SEEN, 5, 2)}, Footage.WEAK),
        ({"first_seen": yearless(SEEN, 5, 2)}, {"first_seen": yearless(SEEN, 9, 2)}, Footage.AGAINST),
        ({"first_seen": relative(SEEN, "weekday:friday"), "platform": "Telegram"}, {"first_seen": relative(SEEN, "weekday:friday"), "platform": "telegram"}, Footage.WEAK),
        ({"first_seen": relative(SEEN, "weekday:friday"), "platform": "social media"}, {"first_seen": relative(SEEN, "weekday:friday"), "platform": "social media"}, None),
        ({"platform": "telegram"}, {"platform": "telegram"}, None),
        ({"sharer": VOICE}, {"sharer": VOICE}, None),
    ],
)  # fmt: skip
def test_footage_as_told(knowledge, one, other, strength):
    papers = [footage("a", **one)[0], footage("b", **other)[0]]
    found, _ = profiles([p.reading for p in papers], [p.document for p in papers], vocabulary(knowledge))
    evidence = compare_footage(*found)
    assert (evidence.strength if evidence else None) == strength


REGION, OTHER_REGION = place("r1", PlaceKind.REGION, ("ua",)), place("r2", PlaceKind.REGION, ("ua",))
DISTRICT = place("d1", PlaceKind.DISTRICT, ("r1", "ua"))
TOWN = place("t1", PlaceKind.CITY, ("d1", "r1", "ua"), at=(50.0, 30.0))
NEXT = place("t2", PlaceKind.VILLAGE, ("d1", "r1", "ua"), at=(50.1, 30.1))
FAR = place("t3", PlaceKind.CITY, ("r2", "ua"), at=(48.0, 37.0))
NAMESAKE = place("t4", PlaceKind.VILLAGE, ("r2", "ua"), at=(47.0, 36.0))
ABROAD = place("x1", PlaceKind.CITY, ("xx",), country="XX", at=(10.0, 10.0))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (where(TOWN), where(FAR), True),
        (where(TOWN), where(NEXT), False),
        (where(REGION), where(TOWN), False),
        (where(OTHER_REGION), where(TOWN), True),
        (where(REGION), where(OTHER_REGION), True),
        (where(DISTRICT), where(FAR), True),
        (where(DISTRICT), where(NEXT), False),
        (where(TOWN), where(ABROAD), True),
        (where(TOWN), where(FAR, TOWN), False),
        (where(TOWN), where(FAR, NAMESAKE), True),
        (where(TOWN), where(wording="a yard"), False),
    ],
)
def test_places_rule_out_only_what_is_certain(one, other, apart):
    assert rule_out(one, other) is apart
    assert rule_out(other, one) is apart


def test_a_settlement_must_be_the_only_candidate():
    assert same_settlement(where(TOWN), where(TOWN))
    assert not same_settlement(where(TOWN), where(TOWN, FAR))
    assert not same_settlement(where(DISTRICT), where(DISTRICT))
