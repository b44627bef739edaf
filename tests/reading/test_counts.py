"""Counts: a table of sentences of our own, each with every count that it holds and no other."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import Exactness, SegmentRole
from allegata.reading.counts import FoundCount, find
from allegata.reading.sentences import Pipeline, parse

# sentence, then "words = low..high unit role" for each count, "; " between; "~" marks a vague value
TABLE = (
    # exact
    (
        "Shells fell on the town on May 4, 2021, killing at least 20 people.",
        "at least 20 people = 20.. persons",
    ),
    ("Two soldiers were held in a cellar.", "Two soldiers = 2..2 persons"),
    ("The unit captured six servicemen near the river.", "six servicemen = 6..6 persons"),
    ("Officials said 16 prisoners of war had been moved.", "16 prisoners of war = 16..16 persons"),
    ("Some 1,200 civilians remain in the town.", "Some 1,200 civilians = 1080..1320 persons ~"),
    ("The camp holds 1,200 detainees.", "1,200 detainees = 1200..1200 persons"),
    ("Twenty-one POWs came home.", "Twenty-one POWs = 21..21 persons"),
    (
        "Two hundred and five residents signed the letter.",
        "Two hundred and five residents = 205..205 persons",
    ),
    ("Three hundred troops arrived.", "Three hundred troops = 300..300 persons"),
    ("The mission interviewed 40 former captives.", "40 former captives = 40..40 persons"),
    ("Five disarmed fighters were taken away.", "Five disarmed fighters = 5..5 persons"),
    ("Four unarmed, wounded soldiers lay in the yard.", "Four unarmed, wounded soldiers = 4..4 persons"),
    (
        "A total of 206 executions was recorded.",
        "A total of 206 executions = 206..206 executions_unit_unclear",
    ),
    ("Only three men survived.", "Only three men = 3..3 persons"),
    ("All eight crew members were detained.", "All eight crew members = 8..8 persons"),
    ("The two women were not named.", "The two women = 2..2 persons"),
    ("Another four villagers are missing.", "Another four villagers = 4..4 persons"),
    ("Two other servicemen were hurt.", "Two other servicemen = 2..2 persons"),
    (
        "Nine teenagers, two teachers and a driver were in the bus.",
        "Nine teenagers = 9..9 persons; two teachers = 2..2 persons; a driver = 1..1 persons",
    ),
    ("A dozen civilians hid in the school.", "A dozen civilians = 12..12 persons"),
    ("Half a dozen fighters gave up.", "Half a dozen fighters = 6..6 persons"),
    ("Two dozen prisoners were exchanged.", "Two dozen prisoners = 24..24 persons"),
    ("Both soldiers were later released.", "Both soldiers = 2..2 persons"),
    ("Both men raised their hands.", "Both men = 2..2 persons"),
    # lower bounds
    ("At least 11 unarmed soldiers appear in the clip.", "At least 11 unarmed soldiers = 11.. persons"),
    ("The ministry spoke of more than ten servicemen.", "more than ten servicemen = 11.. persons"),
    ("More than 10 immobilised troops can be seen.", "More than 10 immobilised troops = 11.. persons"),
    ("Over 30 residents were questioned.", "Over 30 residents = 31.. persons"),
    ("No fewer than five prisoners were beaten.", "No fewer than five prisoners = 5.. persons"),
    ("No less than seven captives were moved.", "No less than seven captives = 7.. persons"),
    ("Ten or more fighters surrendered.", "Ten or more fighters = 10.. persons"),
    ("Upwards of 50 civilians fled.", "Upwards of 50 civilians = 51.. persons"),
    ("More than a dozen people were arrested.", "More than a dozen people = 13.. persons"),
    ("More than two dozen men were detained.", "More than two dozen men = 25.. persons"),
    ("The group holds 20+ hostages.", "20+ hostages = 20.. persons"),
    ("At least one fighter was injured.", "At least one fighter = 1.. persons"),
    ("At least one of the defenders was hurt.", "At least one of the defenders = 1.. persons"),
    ("At least two of the captives spoke.", "At least two of the captives = 2.. persons"),
    # upper bounds
    ("Up to 40 prisoners share one cell.", "Up to 40 prisoners = 0..40 persons"),
    ("As many as 15 civilians may be under the rubble.", "As many as 15 civilians = 0..15 persons"),
    ("Fewer than 20 residents stayed.", "Fewer than 20 residents = 0..19 persons"),
    ("Less than ten soldiers returned.", "Less than ten soldiers = 0..9 persons"),
    ("No more than six men fit into the shelter.", "No more than six men = 0..6 persons"),
    ("Under 100 people attended.", "Under 100 people = 0..99 persons"),
    # about
    ("About 50 soldiers stood in line.", "About 50 soldiers = 45..55 persons ~"),
    ("Around five captives were visible.", "Around five captives = 4..6 persons ~"),
    ("Approximately 300 refugees crossed.", "Approximately 300 refugees = 270..330 persons ~"),
    ("Roughly 20 men were led away.", "Roughly 20 men = 18..22 persons ~"),
    ("An estimated 80 villagers took shelter.", "An estimated 80 villagers = 72..88 persons ~"),
    ("Nearly 100 detainees went on strike.", "Nearly 100 detainees = 90..100 persons ~"),
    ("Almost 40 passengers were on board.", "Almost 40 passengers = 36..40 persons ~"),
    ("Twenty or so fighters remained.", "Twenty or so fighters = 18..22 persons ~"),
    # ranges
    ("Five to seven soldiers came out.", "Five to seven soldiers = 5..7 persons"),
    ("Between 5 and 7 captives were seen.", "Between 5 and 7 captives = 5..7 persons"),
    ("From 10 to 12 men were in the trench.", "From 10 to 12 men = 10..12 persons"),
    ("The witness saw two or three soldiers.", "two or three soldiers = 2..3 persons"),
    ("A group of 8-10 fighters advanced.", "A group of 8-10 fighters = 8..10 persons"),
    ("Some ten to fifteen residents were left.", "Some ten to fifteen residents = 10..15 persons"),
    # vague
    ("Dozens of prisoners were taken.", "Dozens of prisoners = 24.. persons ~"),
    ("Several soldiers waved a white cloth.", "Several soldiers = 2.. persons ~"),
    ("Numerous violations were documented.", "Numerous violations = 2.. violations ~"),
    ("A number of captives were ill.", "A number of captives = 2.. persons ~"),
    ("Hundreds of civilians were deported.", "Hundreds of civilians = 200.. persons ~"),
    ("Scores of villagers fled.", "Scores of villagers = 40.. persons ~"),
    ("Thousands of refugees are waiting.", "Thousands of refugees = 2000.. persons ~"),
    ("Tens of thousands of people left.", "Tens of thousands of people = 20000.. persons ~"),
    ("A few fighters were left.", "A few fighters = 2.. persons ~"),
    ("A handful of residents stayed.", "A handful of residents = 2.. persons ~"),
    ("Many civilians were hurt.", "Many civilians = 2.. persons ~"),
    ("Several dozen men were held.", "Several dozen men = 24.. persons ~"),
    ("Several hundred detainees were moved.", "Several hundred detainees = 200.. persons ~"),
    ("Multiple videos were posted.", "Multiple videos = 2.. videos ~"),
    # one
    ("A soldier came out of the trench.", "A soldier = 1..1 persons"),
    ("Another serviceman lay beside him.", "Another serviceman = 1..1 persons"),
    ("A still body is seen in the clip.", "A still body = 1..1 persons shown_motionless"),
    ("An unidentified man was led away.", "An unidentified man = 1..1 persons"),
    ("A wounded Ukrainian serviceman answered.", "A wounded Ukrainian serviceman = 1..1 persons"),
    ("A Russian soldier spoke.", "A Russian soldier = 1..1 persons"),
    ("One of the soldiers shouted.", "One of the soldiers = 1..1 persons"),
    ("One of the captured Russian soldiers spoke.", "One of the captured Russian soldiers = 1..1 persons"),
    ("The first soldier raised his hands.", "The first soldier = 1..1 persons"),
    ("The second prisoner was silent.", "The second prisoner = 1..1 persons"),
    ("A seventh prisoner is seen on the ground.", "A seventh prisoner = 1..1 persons"),
    ("A third Russian serviceman was led away.", "A third Russian serviceman = 1..1 persons"),
    ("A prisoner of war wrote home.", "A prisoner of war = 1..1 persons"),
    ("One civilian was in the car.", "One civilian = 1..1 persons"),
    ("Another Kenyan troop waved.", "Another Kenyan troop = 1..1 persons"),
    # roles that the words themselves tell
    (
        "With 41 killed in 12 separate incidents, the valley leads.",
        "41 killed = 41..41 persons killed; 12 separate incidents = 12..12 incidents",
    ),
    ("Nine bodies were recovered.", "Nine bodies = 9..9 persons killed"),
    (
        "The strike left 12 dead and 30 wounded.",
        "12 dead = 12..12 persons killed; 30 wounded = 30..30 persons injured",
    ),
    ("At least 20 were killed.", "At least 20 were killed = 20.. persons killed"),
    (
        "The shelling killed at least 20 and wounded 30 others.",
        "at least 20 = 20.. persons killed; 30 others = 30..30 persons",
    ),
    ("Two were injured.", "Two were injured = 2..2 persons injured"),
    ("Officials counted 17 deaths.", "17 deaths = 17..17 persons killed"),
    ("The death toll rose to 25.", "25 = 25..25 persons killed"),
    ("Five casualties were reported.", "Five casualties = 5..5 persons"),
    ("Three of them were later found.", "Three of them = 3..3 persons"),
    ("Six were captured.", "Six were captured = 6..6 persons captured"),
    ("Forty have died.", "Forty have died = 40..40 persons killed"),
    # none
    ("No one was killed.", "No one = 0..0 persons killed"),
    ("Nobody was injured.", "Nobody = 0..0 persons injured"),
    ("There were no casualties.", "no casualties = 0..0 persons"),
    ("No civilians were killed in the strike.", "No civilians = 0..0 persons killed"),
    ("No soldiers surrendered there.", ""),
    # other units
    ("Prosecutors are investigating 49 criminal cases.", "49 criminal cases = 49..49 criminal_cases"),
    ("They opened 10 criminal proceedings.", "10 criminal proceedings = 10..10 criminal_cases"),
    ("The office is investigating 12 cases.", "12 cases = 12..12 criminal_cases"),
    ("The mission documented 24 incidents.", "24 incidents = 24..24 incidents"),
    ("There were five attacks that week.", "five attacks = 5..5 incidents"),
    ("The cases concern the murders of 85 POWs.", "85 POWs = 85..85 persons"),
    ("Two videos and three clips were shared.", "Two videos = 2..2 videos; three clips = 3..3 videos"),
    ("The body received 30 complaints.", "30 complaints = 30..30 reports"),
    ("It counted 32 killings.", "32 killings = 32..32 executions_unit_unclear"),
    ("They recorded 90 war crimes.", "90 war crimes = 90..90 violations"),
    ("The report lists eight cases of torture.", "eight cases = 8..8 incidents"),
    # no counts
    ("He was 34 years old.", ""),
    ("The 34-year-old was not named.", ""),
    ("Article 438 of the code applies.", ""),
    ("The case falls under Part 2 of the article.", ""),
    ("The 12th Brigade shared the footage.", ""),
    ("The 5th regiment denied it.", ""),
    ("About 40 percent agreed.", ""),
    ("The village lies 12 kilometres away.", ""),
    ("A 155mm shell hit the road.", ""),
    ("The fine is $500.", ""),
    ("It happened on Nov. 9.", ""),
    ("It happened on 16 October near the river.", ""),
    ("Since 2022 soldiers have been held there.", ""),
    ("At 10 p.m. soldiers came back.", ""),
    ("Call 555 1234 for help.", ""),
    ("Russian soldiers surrounded the trench.", ""),
    ("The shelling of a fish market was condemned.", ""),
    ("How many soldiers were there?", ""),
    ("The soldier's helmet lay on the ground.", ""),
    ("They waited for three days.", ""),
    ("Every soldier knows the rule.", ""),
    ("Two tanks and four drones were destroyed.", ""),
    ("Resolution 2601 protects schools.", ""),
    ("There were many crime scenes.", ""),
    ("It was an officer-led operation.", ""),
    ("They went to various local hospitals.", ""),
    ("He faces four counts of assault.", ""),
    ("Two of the three men spoke.", "Two of the three men = 2..2 persons; the three men = 3..3 persons"),
)


def counts(text: str, knowledge: Knowledge, pipeline: Pipeline) -> list[FoundCount]:
    document = Document("d", "i", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    sentences = parse(document, pipeline).sentences
    found = [f for s in sentences for one in s.parses for f in find(one, knowledge)]
    return sorted(found, key=lambda one: one.start)


def shown(text: str, found: FoundCount) -> str:
    count = found.count
    high = "" if count.high is None else str(count.high)
    role = "" if count.role.value == "not_stated" else f" {count.role.value}"
    vague = " ~" if count.vague else ""
    return f"{text[found.start : found.end]} = {count.low}..{high} {count.unit.value}{role}{vague}"


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_every_count_and_no_other(text: str, expected: str, knowledge: Knowledge, pipeline: Pipeline) -> None:
    assert "; ".join(shown(text, f) for f in counts(text, knowledge, pipeline)) == expected


def test_an_ordinal_is_one_person_and_is_remembered(knowledge: Knowledge, pipeline: Pipeline) -> None:
    (found,) = counts("A seventh prisoner is seen.", knowledge, pipeline)
    assert (found.count.low, found.count.high, found.ordinal) == (1, 1, 7)


def test_a_part_of_a_group_is_marked(knowledge: Knowledge, pipeline: Pipeline) -> None:
    (found,) = counts("One of the soldiers shouted.", knowledge, pipeline)
    assert found.partitive
    assert found.noun is not None
    assert found.noun.text == "soldiers"


def test_wordings_of_one_bound_are_equal(knowledge: Knowledge, pipeline: Pipeline) -> None:
    one, other = (
        counts(f"The clip shows {words} soldiers.", knowledge, pipeline)[0].count
        for words in ("more than ten", "at least 11")
    )
    assert one == other
    assert one.exactness is Exactness.LOWER_BOUND


def test_a_count_inside_a_cut_out_quotation_has_exact_offsets(
    knowledge: Knowledge, pipeline: Pipeline
) -> None:
    text = "“They led away at least three of our men that day,” the witness said, and two soldiers nodded."
    words = [text[f.start : f.end] for f in counts(text, knowledge, pipeline)]
    assert words == ["at least three of our men", "two soldiers"]
