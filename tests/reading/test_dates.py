"""Times: tables of sentences of our own for wording, slot and calendar value."""

from datetime import date

import pytest

from allegata.model.document import Document, PublishedAt, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import DateBasis, SegmentRole, TimeBasis, TimePrecision
from allegata.reading.dates import FoundTime, find
from allegata.reading.sentences import Pipeline, parse

WEDNESDAY = PublishedAt(date(2024, 11, 20), DateBasis.IN_TEXT)
UNKNOWN = PublishedAt(None, DateBasis.NONE)
FURNITURE = PublishedAt(date(2024, 11, 20), DateBasis.WIDGET_OR_RENDER)

# sentence without a publication date, then "words = edtf relative" for each time, "; " between
WORDINGS = (
    # full dates in every order
    ("The raid took place on November 29, 2022.", "November 29, 2022 = 2022-11-29"),
    ("The raid took place on Nov. 29, 2022.", "Nov. 29, 2022 = 2022-11-29"),
    ("The raid took place on 29 November 2022.", "29 November 2022 = 2022-11-29"),
    ("The raid took place on the 29th of November 2022.", "29th of November 2022 = 2022-11-29"),
    ("The raid took place on November 29th.", "November 29th = XXXX-11-29"),
    ("The raid took place on 2022-11-29.", "2022-11-29 = 2022-11-29"),
    ("The raid took place on 29.11.2022.", "29.11.2022 = 2022-11-29"),
    ("The raid took place on 11/29/2022.", "11/29/2022 = 2022-11-29"),
    ("The raid took place on 03/04/2022.", "03/04/2022 = 2022 numeric:03/04/2022"),
    ("The raid took place on Tuesday, November 29, 2022.", "Tuesday, November 29, 2022 = 2022-11-29"),
    ("The raid took place on Tuesday, 29 November.", "Tuesday, 29 November = XXXX-11-29"),
    # parts of dates
    ("A photo surfaced on Feb. 8.", "Feb. 8 = XXXX-02-08"),
    ("It was released on Oct. 1 by the brigade.", "Oct. 1 = XXXX-10-01"),
    ("The talks were held in October.", "October = XXXX-10"),
    ("In late March, footage surfaced.", "late March = XXXX-03"),
    ("Earlier in October, three men were led away.", "Earlier in October = XXXX-10"),
    ("In early May the village was shelled.", "early May = XXXX-05"),
    ("In mid-June the post was retaken.", "mid-June = XXXX-06"),
    ("At the end of August the siege ended.", "the end of August = XXXX-08"),
    ("It began in February 2022.", "February 2022 = 2022-02"),
    ("It began in early February 2022.", "early February 2022 = 2022-02"),
    ("The war began in 2014.", "2014 = 2014"),
    ("By 2023 the town was empty.", "2023 = 2023"),
    ("Reports have grown since late 2023.", "late 2023 = 2023/.."),
    ("Abuses have risen since 2022.", "2022 = 2022/.."),
    ("Many have died since March 2022.", "March 2022 = 2022-03/.."),
    ("Many have died since the start of the war in 2022.", "2022 = 2022/.."),
    ("The fighting of 2014-2016 left ruins.", "2014-2016 = 2014/2016"),
    ("It lasted from 2014 to 2016.", "2014 to 2016 = 2014/2016"),
    ("It lasted from March 3 to March 5.", "March 3 to March 5 = XXXX-03-03/XXXX-03-05"),
    ("It happened on March 3-5, 2022.", "March 3-5, 2022 = 2022-03-03/2022-03-05"),
    ("It happened between 3 and 5 March 2022.", "3 and 5 March 2022 = 2022-03-03/2022-03-05"),
    ("In summer 2023 the front moved.", "summer 2023 = 2023-22"),
    ("In the winter of 2022 they withdrew.", "the winter of 2022 = 2022-24"),
    ("Figures rose in the third quarter of 2024.", "the third quarter of 2024 = 2024-35"),
    ("The rule dates from the 1990s.", "the 1990s = 199X"),
    ("The custom goes back to the 19th century.", "the 19th century = 18XX"),
    ("As of Nov. 6, the office counted 49 cases.", "Nov. 6 = XXXX-11-06 as_of"),
    ("In October last year the camp was closed.", "October last year = XXXX-10 year:last"),
    # weekdays and days
    ("The ministry said on Saturday it had proof.", "Saturday = None weekday:saturday"),
    ("The office said Friday it had opened a case.", "Friday = None weekday:friday"),
    ("The spokesman said in a statement Thursday.", "Thursday = None weekday:thursday"),
    ("Earlier Thursday, channels spread a clip.", "Earlier Thursday = None weekday:thursday"),
    ("It happened late Friday.", "late Friday = None weekday:friday"),
    ("It happened on Friday night.", "Friday night = None weekday:friday:night"),
    ("It happened last Friday.", "last Friday = None weekday:friday:last"),
    ("The court will sit next Monday.", "next Monday = None weekday:monday:next"),
    ("The office replied today.", "today = None day:today"),
    ("The post was hit yesterday.", "yesterday = None day:yesterday"),
    ("The court will sit tomorrow.", "tomorrow = None day:tomorrow"),
    ("The post was hit yesterday morning.", "yesterday morning = None day:yesterday:morning"),
    ("The post was hit last night.", "last night = None day:yesterday:night"),
    # weeks, months, years
    ("Earlier this week, the mission met captives.", "Earlier this week = None week:this:earlier"),
    ("Last week a clip appeared.", "Last week = None week:last"),
    ("The mission came last month.", "last month = None month:last"),
    ("The mission came last year.", "last year = None year:last"),
    ("He said earlier this year that abuse went on.", "earlier this year = None year:this:earlier"),
    ("The footage emerged over the weekend.", "the weekend = None weekend:last"),
    ("The footage emerged last weekend.", "last weekend = None weekend:last"),
    ("It happened three days ago.", "three days ago = None days:-3"),
    ("It happened two weeks ago.", "two weeks ago = None weeks:-2"),
    ("It happened a year ago.", "a year ago = None years:-1"),
    ("It happened several days ago.", "several days ago = None days:-some"),
    ("Two weeks later the body was found.", "Two weeks later = None weeks:+2:other"),
    ("Days later the case was closed.", "Days later = None days:+some:other"),
    ("Fighting has flared in recent weeks.", "recent weeks = None weeks:recent"),
    ("Cases have doubled in the past year.", "the past year = None year:past"),
    ("Cases have doubled in the last year.", "the last year = None year:past"),
    ("Over the past three years, 40 cases were opened.", "the past three years = None years:past:3"),
    ("The same day, a second video appeared.", "The same day = None day:same"),
    ("That evening the shelling went on.", "That evening = None day:same:evening"),
    ("The next day they were moved.", "The next day = None day:next:other"),
    ("The prisoner was found the following week.", "the following week = None week:next:other"),
    ("Recently a new clip was posted.", "Recently = None time:past"),
    # time of day
    ("The attack began at dawn.", "dawn = None time:dawn"),
    ("The attack began at 3 p.m.", "3 p.m. = None time:15:00"),
    ("The attack began at 15:30.", "15:30 = None time:15:30"),
    ("The attack began at 3 p.m. on Friday.", "3 p.m. on Friday = None weekday:friday:15:00"),
    ("It happened on the night of Nov. 5.", "the night of Nov. 5 = XXXX-11-05"),
    ("The village was shelled overnight.", "overnight = None time:night"),
    ("It happened on Christmas Eve 2022.", "Christmas Eve 2022 = 2022-12-24"),
    # several in one sentence
    ("On Monday he spoke of a raid in May 2023.", "Monday = None weekday:monday; May 2023 = 2023-05"),
    ("He came in 2021 and left in 2023.", "2021 = 2021; 2023 = 2023"),
    ("It grew in 2022, 2023 and 2024.", "2022 = 2022; 2023 = 2023; 2024 = 2024"),
    # no times
    ("The soldiers may march to the river.", ""),
    ("Theresa May spoke to the troops.", ""),
    ("The second soldier sat in the sun.", ""),
    ("They waited for three days.", ""),
    ("They train on Mondays.", ""),
    ("The 34-year-old was led away.", ""),
    ("More than 2000 people fled.", ""),
    ("Resolution 2139 was adopted.", ""),
    ("The 12th Brigade fired 155 shells.", ""),
    ("The ratio was 3:1 and the mark 10/12.", ""),
    ("The fall of the town was denied.", ""),
    ("Article 438 was named.", ""),
    ("He lives in the 1800 block of a long street.", ""),
    ("It costs $2022 a piece.", ""),
    ("April Example testified in court.", ""),
    ("The weekend fighters were untrained.", ""),
)

# sentence published on Wednesday 20 November 2024, then "words = edtf"
ANCHORED = (
    ("The ministry said on Saturday it had proof.", "Saturday = 2024-11-16"),
    ("The ministry said on Monday it had proof.", "Monday = 2024-11-18"),
    ("The ministry said on Wednesday it had proof.", "Wednesday = 2024-11-20"),
    ("The ministry said on Thursday it had proof.", "Thursday = 2024-11-14"),
    ("It happened last Wednesday.", "last Wednesday = 2024-11-13"),
    ("It happened last Friday.", "last Friday = 2024-11-15"),
    ("The court will sit on Friday.", "Friday = 2024-11-22"),
    ("The court will sit next Monday.", "next Monday = 2024-11-25"),
    ("It happened on Friday night.", "Friday night = 2024-11-15"),
    ("They had until Friday to answer.", "Friday = None"),
    ("The ministry said it would meet on Friday.", "Friday = None"),
    ("The post was hit yesterday.", "yesterday = 2024-11-19"),
    ("The court will sit tomorrow.", "tomorrow = 2024-11-21"),
    ("The office replied today.", "today = 2024-11-20"),
    ("The footage emerged over the weekend.", "the weekend = 2024-11-16/2024-11-17"),
    ("Last week a clip appeared.", "Last week = 2024-11-11/2024-11-17"),
    ("Earlier this week, the mission met captives.", "Earlier this week = 2024-11-18/2024-11-24"),
    ("The mission came last month.", "last month = 2024-10"),
    ("The mission came last year.", "last year = 2023"),
    ("It happened three days ago.", "three days ago = 2024-11-17"),
    ("It happened two weeks ago.", "two weeks ago = 2024-11-04/2024-11-10"),
    ("It happened a year ago.", "a year ago = 2023"),
    ("It happened several days ago.", "several days ago = None"),
    ("Two weeks later the body was found.", "Two weeks later = None"),
    ("Cases have doubled in the past year.", "the past year = 2023-11-20/2024-11-20"),
    ("In June last year the camp was closed.", "June last year = 2023-06"),
    ("In March this year the camp was closed.", "March this year = 2024-03"),
    ("The camp was closed last December.", "last December = 2023-12"),
    ("The camp was closed last October.", "last October = XXXX-10"),
    ("A photo surfaced on Feb. 8.", "Feb. 8 = XXXX-02-08"),
    ("In late March, footage surfaced.", "late March = XXXX-03"),
    ("The attack began at 3 p.m. on Friday.", "3 p.m. on Friday = 2024-11-15T15:00"),
)

SLOTS = (
    # the media
    ("A video emerged on Friday that shows captives.", "time.media_first_seen"),
    ("Footage first surfaced over the weekend.", "time.media_first_seen"),
    ("On Feb. 8, another photo surfaced on Facebook.", "time.media_first_seen"),
    ("The mayor blamed the militia after a photo surfaced on Friday.", "time.media_first_seen"),
    ("The consulate posted a photo that circulated online on Tuesday.", "time.media_first_seen"),
    ("Pictures released on May 7 show men leaving a bus.", "time.media_first_seen"),
    ("The brigade published drone footage on Tuesday.", "time.media_first_seen"),
    ("The clip was posted online on Tuesday.", "time.media_first_seen"),
    ("Photos appeared on social media in March.", "time.media_first_seen"),
    ("The video was filmed on Nov. 5 near the river.", "time.filmed"),
    ("Analysts say the footage was recorded in late October.", "time.filmed"),
    ("A drone filmed the scene on Monday.", "time.filmed"),
    # words
    ("The ministry said on Saturday it had proof.", "time.statement"),
    ("The envoy told reporters in January 2023 that it goes on.", "time.statement"),
    ("The court announced on May 3 that 31 trials are open.", "time.statement"),
    ("The army accused its foe of abuse on Monday.", "time.statement"),
    ("The capital denied the claim on Tuesday.", "time.statement"),
    ("He wrote in a post on Sunday that it was false.", "time.statement"),
    # steps
    ("Prosecutors opened a criminal case on Tuesday after a photo surfaced.", "time.step"),
    ("The office launched an investigation in May 2023.", "time.step"),
    ("The envoy sent a note to the mission on Friday.", "time.step"),
    ("The complaint was filed on 3 June 2024.", "time.step"),
    ("A suspect was charged on Tuesday.", "time.step"),
    # acts
    ("Four hostages were executed in March.", "time.event"),
    ("The village was shelled on Friday.", "time.event"),
    ("Soldiers captured two men on Nov. 3.", "time.event"),
    ("The incident happened on 5 May 2023.", "time.event"),
    ("The attack took place last Friday.", "time.event"),
    ("The captives were beaten in March 2022.", "time.event"),
    ("The army carried out an attack on Sunday.", "time.event"),
    # scope of totals and trends
    ("Abductions have increased since early 2021.", "time.scope"),
    ("Abductions of teachers have risen steeply in the last year.", "time.scope"),
    ("The office has recorded 88 abductions since 2019.", "time.scope"),
    ("The office recorded a total of 109 killings in 2024.", "time.scope"),
    ("As of May 3, there are 31 criminal cases.", "time.scope"),
    # nothing that tells
    ("They met for lunch on Friday.", "unclear"),
    ("Several fairs have taken place in recent months.", "unclear"),
    ("The state launched a satellite in May 2021.", "unclear"),
    ("The law was of 2014.", "unclear"),
)


def times(text: str, published: PublishedAt, knowledge: Knowledge, pipeline: Pipeline) -> list[FoundTime]:
    document = Document("d", "i", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    return [f for s in parse(document, pipeline).sentences for f in find(s, published, knowledge)]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_wording_without_anchor(text: str, expected: str, knowledge: Knowledge, pipeline: Pipeline) -> None:
    found = times(text, UNKNOWN, knowledge, pipeline)
    shown = [f"{text[f.start : f.end]} = {f.when.edtf} {f.when.relative or ''}".strip() for f in found]
    assert "; ".join(shown) == expected


@pytest.mark.parametrize(("text", "expected"), ANCHORED)
def test_value_with_anchor(text: str, expected: str, knowledge: Knowledge, pipeline: Pipeline) -> None:
    found = times(text, WEDNESDAY, knowledge, pipeline)
    assert "; ".join(f"{text[f.start : f.end]} = {f.when.edtf}" for f in found) == expected


@pytest.mark.parametrize(("text", "slot"), SLOTS)
def test_slot(text: str, slot: str, knowledge: Knowledge, pipeline: Pipeline) -> None:
    assert [f.when.slot.value for f in times(text, UNKNOWN, knowledge, pipeline)] == [slot]


@pytest.mark.parametrize("published", [UNKNOWN, FURNITURE])
def test_no_sound_anchor_no_day(published: PublishedAt, knowledge: Knowledge, pipeline: Pipeline) -> None:
    (found,) = times("A video emerged on Friday.", published, knowledge, pipeline)
    assert (found.when.edtf, found.when.earliest, found.when.basis) == (None, None, TimeBasis.UNRESOLVED)


def test_a_missing_year_stays_missing(knowledge: Knowledge, pipeline: Pipeline) -> None:
    (found,) = times("A photo surfaced on Feb. 8.", WEDNESDAY, knowledge, pipeline)
    assert (found.when.earliest, found.when.latest) == (None, None)
    assert found.when.basis is TimeBasis.STATED_WITHOUT_YEAR


def test_precision_and_bounds(knowledge: Knowledge, pipeline: Pipeline) -> None:
    (month,) = times("It began in February 2022.", UNKNOWN, knowledge, pipeline)
    assert (month.when.earliest, month.when.latest) == (date(2022, 2, 1), date(2022, 2, 28))
    assert month.when.precision is TimePrecision.MONTH
    (since,) = times("Abuses have risen since 2022.", UNKNOWN, knowledge, pipeline)
    assert (since.when.earliest, since.when.latest) == (date(2022, 1, 1), None)
    (season,) = times("In summer 2023 the front moved.", UNKNOWN, knowledge, pipeline)
    assert (season.when.earliest, season.when.precision) == (None, TimePrecision.SEASON)


def test_a_time_inside_a_cut_out_quotation_has_exact_offsets(
    knowledge: Knowledge, pipeline: Pipeline
) -> None:
    text = "“We left the village on 5 May 2023 with two others,” the witness said on Monday."
    found = times(text, UNKNOWN, knowledge, pipeline)
    assert [text[f.start : f.end] for f in found] == ["5 May 2023", "Monday"]
