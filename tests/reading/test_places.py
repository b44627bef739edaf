"""Place phrases: what they cover, which candidates the words leave, and the role."""

import pytest

from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.vocabulary import PlaceKind, PlaceRole, SegmentRole
from allegata.reading.places import FoundPlace, find, names, settle
from allegata.reading.sentences import Pipeline, parse

# sentence; then "words = role kinds/country count" for every phrase that matters; "near" where a buffer stands.
# A count of * is any number of candidates above one; "-" instead of a phrase: no place phrase at all.
TABLE = (
    # the standing tests: namesakes
    ("A barn burned near the village of Makiivka in the north of the Luhansk region.", "the village of Makiivka in the north of the Luhansk region = event village/UA 1 near"),
    ("It was filmed in Makiivka, in the Donetsk region.", "Makiivka, in the Donetsk region = event city/UA 1"),
    ("A teacher was beaten near the village of New York in Donetsk Oblast.", "the village of New York in Donetsk Oblast = event village/UA 1 near"),
    ("Three men were shot in New York.", "New York = event */* *"),
    ("They were killed in the Sumy region.", "the Sumy region = event region/UA 1"),
    ("They were killed in the city of Sumy.", "the city of Sumy = event city/UA 1"),
    ("They were killed in Sumy.", "Sumy = event */UA *"),
    ("Two captives were shot in the Kursk region.", "the Kursk region = event region/RU 1"),
    ("Two captives were shot in Russia's Kursk region.", "Russia's Kursk region = event region/RU 1"),
    ("Two captives were shot in Kursk Oblast.", "Kursk Oblast = event region/RU 1"),
    # variants of regions
    ("He was beaten in Lugansk region.", "Lugansk region = event region/UA 1"),
    ("He was beaten in the Kherson Oblast.", "the Kherson Oblast = event region/UA 1"),
    ("Executions were recorded in the Lviv and Poltava regions.", "Lviv = scope_of_total region/UA 1; Poltava regions = scope_of_total region/UA 1"),
    ("The bodies were found in the Pokrovsk district.", "the Pokrovsk district = event district/UA 1"),
    ("The bodies were found in the Pokrovsk raion of the Donetsk region.", "the Pokrovsk raion of the Donetsk region = event district/UA 1"),
    ("Shells hit Izium district in Kharkiv region.", "Izium district in Kharkiv region = event district/UA 1"),
    ("Men were executed in eastern Ukraine.", "eastern Ukraine = event country/UA 1"),
    ("Villagers were killed in West Darfur.", "West Darfur = event region/SD 1"),
    ("Villagers were killed in Sudan's Gezira state.", "Sudan's Gezira state = event region/SD 1"),
    ("A convoy was attacked in Ethiopia's Amhara region.", "Ethiopia's Amhara region = event region/ET 1"),
    ("Dozens were killed in the state of Rakhine.", "the state of Rakhine = event region/MM 1"),
    ("Two men were shot in Aleppo province.", "Aleppo province = event region/SY 1"),
    # narrowed by a country's adjective, a container, an apposition
    ("Shots were fired near the Ukrainian town of Izium.", "the Ukrainian town of Izium = event city/UA 1 near"),
    ("Prisoners were beaten in the Syrian city of Homs.", "the Syrian city of Homs = event city/SY 1"),
    ("Two people were killed in Paris, Texas.", "Paris, Texas = event city/US 1"),
    ("The strike hit a market in Tripoli, Lebanon.", "Tripoli, Lebanon = event */LB 1"),
    ("A market was shelled in Tripoli in Libya.", "Tripoli in Libya = event */LY *"),
    ("Medics were shot in Rafah in the Gaza Strip.", "Rafah in the Gaza Strip = event */PS *"),
    ("They were shot in Valencia, Venezuela.", "Valencia, Venezuela = event city/VE 1"),
    ("They were shot in Cordoba, Spain.", "Cordoba, Spain = event city/ES 1"),
    ("Civilians were killed in the city of Poltava.", "the city of Poltava = event city/UA 1"),
    ("Soldiers were buried outside the Armenian town of Goris.", "the Armenian town of Goris = event village/AM 1 near"),
    ("Men were shot in Bucha, in Ukraine.", "Bucha, in Ukraine = event city/UA 1"),
    # places that no gazetteer holds stay inside what the text says
    ("The bodies lay in the village of Dubrovychivka in the Kharkiv region.", "the village of Dubrovychivka in the Kharkiv region = event village/UA 1"),
    ("They shot him in the village of Qasr al-Wadin in Syria.", "the village of Qasr al-Wadin in Syria = event village/SY 1"),
    ("They shot him near the village of Hradove.", "the village of Hradove = event -/- 0 near"),
    ("They shot him in the village of Nowherovka.", "the village of Nowherovka = event -/- 0"),
    ("Two people were shot in Bowling Green, Ky., on Monday.", "Bowling Green, Ky. = event city/US 1"),
    ("A man was beaten in Suffolk.", "Suffolk = event */* *"),
    ("Men were shot in the Homs, Hama and Aleppo provinces.", "Homs = event region/* *; Hama = event region/SY 1; Aleppo provinces = event region/SY 1"),
    # a name that no gazetteer holds, told by an apposition or in a chain
    ("Shells fell on Brodivka Nova, a frontline village in the Kharkiv region.", "Brodivka Nova, a frontline village in the Kharkiv region = event village/UA 1"),
    ("Troops burned houses in Wad Hamadi, a settlement of herders in Sudan's Gezira state.", "Wad Hamadi, a settlement of herders in Sudan's Gezira state = event */SD 1"),
    ("They fired on families leaving Kyauk Lonwa, a village in the state of Rakhine.", "Kyauk Lonwa, a village in the state of Rakhine = event village/MM 1"),
    ("Gunmen killed nine at Tudun Wada Sabo, Bukkuyum Local Government Area of Zamfara State.", "Tudun Wada Sabo, Bukkuyum Local Government Area of Zamfara State = event */NG 1"),
    ("He was seized in the Shah-e Naw area of Kabul.", "the Shah-e Naw area of Kabul = event */AF 1 near"),
    ("Windows on the Poltava, a monitoring group, counted nine dead.", "-"),
    # near, around, distances
    ("He was killed north of Kupyansk.", "Kupyansk = event */UA 1 near"),
    ("He was killed 10 km from Kupyansk.", "Kupyansk = * */UA 1 near"),
    ("He was killed on the outskirts of Kupyansk.", "Kupyansk = event */UA 1 near"),
    ("He was killed in Kupyansk.", "Kupyansk = event */UA 1"),
    ("He was killed in the north of the Kharkiv region.", "the Kharkiv region = event region/UA 1"),
    # who comes from where
    ("The soldier said he came from the Sumy region.", "the Sumy region = origin_of_person region/UA 1"),
    ("She described herself as coming from the Lviv region.", "the Lviv region = origin_of_person region/UA 1"),
    ("A resident of Kharkiv was killed.", "Kharkiv = origin_of_person */UA *"),
    ("The men, natives of Homs, were released.", "Homs = origin_of_person */* *"),
    ("She was born in Lviv.", "Lviv = origin_of_person */UA *"),
    ("Soldiers from the Kursk region surrendered.", "the Kursk region = origin_of_person region/RU 1"),
    ("Many Kharkiv residents hid in cellars.", "Kharkiv = origin_of_person */UA *"),
    ("Footage from Kupyansk shows two bodies.", "Kupyansk = event */UA 1"),
    ("Prisoners from the Sumy region were shot.", "the Sumy region = origin_of_person region/UA 1"),
    ("Other cases come from the Sumy region.", "the Sumy region = scope_of_total region/UA 1"),
    # law, offices, seats
    ("It is a crime under the Criminal Code of Ukraine.", "Ukraine = jurisdiction country/UA 1"),
    ("The prosecutor of the Kharkiv region opened a case.", "the Kharkiv region = jurisdiction region/UA 1"),
    ("The Kharkiv prosecutor opened a case.", "Kharkiv = jurisdiction */UA *"),
    ("The governor of the Kursk region spoke.", "the Kursk region = jurisdiction region/RU 1"),
    ("The tribunal in The Hague will hear the case.", "The Hague = addressed_body_seat city/NL 1"),
    ("They wrote to the office in Geneva.", "Geneva = addressed_body_seat */* *"),
    ("He told reporters in Geneva that two men had died.", "Geneva = unclear */* *"),
    # totals
    ("The Lviv region has seen the most killings of deserters.", "The Lviv region = scope_of_total region/UA 1"),
    ("Most killings were documented in the Aleppo province.", "the Aleppo province = scope_of_total region/SY 1"),
    ("Cases were also registered in the Kherson region.", "the Kherson region = scope_of_total region/UA 1"),
    # comparison, background
    ("It was a massacre like in Srebrenica.", "Srebrenica = comparison */BA 1"),
    ("The methods are similar to those in Grozny.", "Grozny = comparison */RU 1"),
    ("The war in Ukraine goes on.", "Ukraine = unclear country/UA 1"),
    ("Russia's invasion of Ukraine goes on.", "Ukraine = unclear country/UA 1"),
    # events named by their place
    ("The Bucha massacre shocked many.", "Bucha = event */* *"),
    ("The shelling of Kharkiv went on.", "Kharkiv = event */UA *"),
    ("Kupyansk was shelled at night.", "Kupyansk = event */UA 1"),
    ("Rockets hit Kupyansk at night.", "Kupyansk = event */UA 1"),
    # datelines
    ("KYIV — Prosecutors opened a case on Thursday.", "KYIV = dateline */UA *"),
    ("GOMA (Reuters) - Rebels killed villagers.", "GOMA = dateline */* *"),
    # no places
    ("Moscow said the claims were false.", "-"),
    ("Washington condemned the attack.", "-"),
    ("Ukraine accused Russia of killing prisoners.", "-"),
    ("The New York Times published the video.", "-"),
    ("The Russian army denied it.", "-"),
    ("Jordan Smith told the court.", "-"),
    ("Paris Miller is a lawyer.", "-"),
    ("The Kyiv Independent reported it.", "-"),
    ("They broke the Geneva Conventions.", "-"),
    ("Kyiv's troops left.", "-"),
    ("On Monday, Telegram channels spread the video.", "-"),
    ("The Azov Brigade released footage.", "-"),
    ("Amnesty International wrote to the ministry.", "-"),
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> PlaceTable:
    asked = {name for text, _ in TABLE for name in names(text)} | names(" ".join(text for text in STORY))
    gazetteer = Gazetteer()
    found = gazetteer.lookup(asked)
    gazetteer.close()
    return found


STORY = (
    "Two men were shot in the Ukrainian town of Makiivka, in the Donetsk region.",
    "Witnesses in Makiivka confirmed it.",
    "Others were held in Pokrovsk.",
)


def _found(text: str, table: PlaceTable, pipeline: Pipeline, knowledge: Knowledge) -> list[FoundPlace]:
    document = Document("d", "i", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    return [p for s in parse(document, pipeline).sentences for p in find(s, table, knowledge)]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_phrases(
    text: str, expected: str, table: PlaceTable, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = _found(text, table, pipeline, knowledge)
    shown = [(text[p.start : p.end], p.where.role.value, len(p.where.candidates)) for p in found]
    if expected == "-":
        assert not shown
        return
    for part in expected.split("; "):
        words, wanted = part.rsplit(" = ", 1)
        role, kind_country, count, *near = wanted.split()
        kind, country = kind_country.split("/")
        fitting = [p for p in found if text[p.start : p.end] == words]
        assert len(fitting) == 1, shown
        where = fitting[0].where
        assert role in ("*", where.role.value), shown
        assert where.near is bool(near), where
        assert len(where.candidates) > 1 if count == "*" else len(where.candidates) == int(count), where
        assert kind in ("*", "-") or {str(p.kind) for p in where.candidates} == {kind}, where
        assert country in ("*", "-") or {p.country for p in where.candidates} == {country}, where


def test_no_namesake_elsewhere_is_left(table: PlaceTable, pipeline: Pipeline, knowledge: Knowledge) -> None:
    (place,) = _found(TABLE[0][0], table, pipeline, knowledge)
    (candidate,) = place.where.candidates
    assert "geonames:702657" in candidate.path and candidate.id.startswith("unlisted:")
    assert candidate.latitude is None  # nothing is filled in


def test_a_name_settled_by_words_stays_settled_in_the_same_text(
    table: PlaceTable, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    found = settle(_found(" ".join(STORY), table, pipeline, knowledge))
    first, again, other = (p.where for p in found)
    assert first.candidates == again.candidates and len(again.candidates) == 1
    assert again.settled_by == "said earlier in the text"
    assert other.ambiguous


def test_a_district_that_no_gazetteer_holds_is_named_after_its_seat(
    table: PlaceTable, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    text = "They were held in the Pokrovsk district."
    bare = {
        key: tuple(p for p in places if p.kind is not PlaceKind.DISTRICT) for key, places in table.items()
    }
    (place,) = _found(text, bare, pipeline, knowledge)
    assert place.where.role is PlaceRole.EVENT
    assert {p.kind for p in place.where.candidates} == {PlaceKind.DISTRICT}
    assert "seat:704422" in {p.id for p in place.where.candidates}


def test_names_are_capitalised_runs_with_straight_apostrophes() -> None:
    found = names(
        "In Kupʼyansk and Sana’a, near Port-au-Prince, the Republic of the Congo’s army met Mr. Smith."
    )
    assert {"Sana'a", "Port-au-Prince", "Republic of the Congo"} <= found
    assert "army" not in found
