"""Whose people a phrase denotes, over several pairs of sides: swapped sides must give the swapped answer."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import ActorKind, PartyRelation, SegmentRole, SourceKind
from allegata.reading.parties import FoundGroup, find, may_be, office_of, speaker
from allegata.reading.sentences import Pipeline, parse

# id, adjective, name, people, capital
SIDES = {
    "UA": ("Ukrainian", "Ukraine", "Ukrainians", "Kyiv"),
    "RU": ("Russian", "Russia", "Russians", "Moscow"),
    "IL": ("Israeli", "Israel", "Israelis", "Jerusalem"),
    "SY": ("Syrian", "Syria", "Syrians", "Damascus"),
    "AM": ("Armenian", "Armenia", "Armenians", "Yerevan"),
    "AZ": ("Azerbaijani", "Azerbaijan", "Azerbaijanis", "Baku"),
    "ET": ("Ethiopian", "Ethiopia", "Ethiopians", "Addis Ababa"),
    "ER": ("Eritrean", "Eritrea", "Eritreans", "Asmara"),
    "IN": ("Indian", "India", "Indians", "New Delhi"),
    "PK": ("Pakistani", "Pakistan", "Pakistanis", "Islamabad"),
}
PAIRS = (("UA", "RU"), ("IL", "SY"), ("AM", "AZ"), ("ET", "ER"), ("IN", "PK"))

# a sentence for sides A and B; then "words = party" for the phrases that matter ("-" for unknown, "~" a marking)
SWAPPED = (
    ("{A} soldiers shot two {B} prisoners.", "{A} soldiers = A; two {B} prisoners = B"),
    ("Two {B} prisoners were shot by {A} soldiers.", "Two {B} prisoners = B; {A} soldiers = A"),
    ("{A} prisoners of war captured by the {Bs} were beaten.", "{A} prisoners of war = A"),
    ("{A} POWs held in {b} spoke to monitors.", "{A} POWs = A"),
    ("{A} captives were led away by {Bcap}'s troops.", "{A} captives = A; {Bcap}'s troops = B"),
    ("The {As} executed three {B} servicemen.", "The {As} = A; three {B} servicemen = B"),
    ("A group in {A} uniforms beat the man.", "A group in {A} uniforms = ~A"),
    (
        "A group of people in {A} uniforms shot two servicemen of the Armed Forces of {b}.",
        "A group of people in {A} uniforms = ~A; two servicemen of the Armed Forces of {b} = B",
    ),
    ("Men wearing {A} insignia fired at {B} troops.", "Men wearing {A} insignia = ~A; {B} troops = B"),
    ("Soldiers dressed in {A} uniforms surrendered.", "Soldiers dressed in {A} uniforms = ~A"),
    ("{A} soldiers in {B} uniforms entered the town.", "{A} soldiers in {B} uniforms = A"),
    ("Servicemen of the Armed Forces of {a} were found dead.", "Servicemen of the Armed Forces of {a} = A"),
    ("Members of the {A} army looted the shop.", "Members of the {A} army = A"),
    ("{Acap}'s forces denied that they had killed {B} civilians.", "{Acap}'s forces = A; {B} civilians = B"),
    ("One of the {A} soldiers raised his hands.", "One of the {A} soldiers = A"),
    ("Dozens of {A} detainees were exchanged.", "Dozens of {A} detainees = A"),
    (
        "An unarmed {A} serviceman was wounded by a {B} fighter.",
        "An unarmed {A} serviceman = A; a {B} fighter = B",
    ),
    ("{A} civilians fled from {B} forces.", "{A} civilians = A; {B} forces = B"),
    ("{a} accused {b} of killing prisoners.", "{a} = A; {b} = B; prisoners = -"),
    ("The killing of {A} prisoners by {B} guards was filmed.", "{A} prisoners = A; {B} guards = B"),
    ("{B} guards tortured {A} inmates.", "{B} guards = B; {A} inmates = A"),
    ("The bodies of {A} soldiers were returned.", "The bodies of {A} soldiers = A"),
    ("{A} and {B} soldiers met at the border.", "{A} and {B} soldiers = A,B"),
    ("A {A} brigade released footage of {B} captives.", "A {A} brigade = A; {B} captives = B"),
    ("{a}'s 12th brigade captured a {B} unit.", "{a}'s 12th brigade = A; a {B} unit = B"),
    ("The {A} military shelled {B} villagers.", "The {A} military = A; {B} villagers = B"),
    ("The prisoners, all {A} citizens, were killed.", "The prisoners = -"),
    ("{A}-backed separatists killed residents.", "{A}-backed separatists = -"),
    ("Pro-{A} militants detained the men.", "Pro-{A} militants = -"),
    ("{B}-held {A} prisoners wrote letters.", "{B}-held {A} prisoners = A"),
    ("Surrendering {A} troops were met by {B} soldiers.", "Surrendering {A} troops = A; {B} soldiers = B"),
    ("A {A} soldier who was captured by {B} paratroopers died.", "A {A} soldier = A; {B} paratroopers = B"),
    ("Villagers buried the {A} dead beside {B} soldiers.", "{B} soldiers = B"),
    ("{Acap}'s captives were released.", "{Acap}'s captives = -"),
    ("{a}'s prisoners were released.", "{a}'s prisoners = -"),
    ("The {A} occupiers shot a {B} farmer.", "The {A} occupiers = A; a {B} farmer = B"),
    ("The occupiers shot a {B} farmer.", "The occupiers = -; a {B} farmer = B"),
    ("{A} attack survivors spoke.", "{A} attack survivors = -"),
    ("The victims of {A} shelling were {B} pensioners.", "The victims = -; {B} pensioners = B"),
    ("A {B} sniper killed the {A} medic.", "A {B} sniper = B; the {A} medic = A"),
    ("{A} women were held by {B} militiamen.", "{A} women = A; {B} militiamen = B"),
    ("Soldiers from {a} shot at {B} refugees.", "Soldiers = A; {B} refugees = B"),
    ("{A} prisoners accused their {B} guards.", "{A} prisoners = A; their {B} guards = B"),
    ("{A} troops attack soldiers.", "{A} troops = A; soldiers = -"),
    ("{A} soldiers execute captured fighters.", "{A} soldiers = A; captured fighters = -"),
    ("The {A} side returned {B} captives.", "The {A} side = A; {B} captives = B"),
)

# sentences with fixed sides: groups, markings without a name, nobody named
FIXED = (
    ("Hamas fighters took Israeli hostages.", "Hamas fighters = group:hamas; Israeli hostages = state:IL"),
    ("Hamas hostages were freed on Monday.", "Hamas hostages = -"),
    ("RSF fighters shot Sudanese army soldiers.", "RSF fighters = group:rapid-support-forces; Sudanese army soldiers = state:SD"),
    ("Sudanese soldiers beat RSF prisoners.", "Sudanese soldiers = state:SD; RSF prisoners = -"),
    ("M23 rebels killed Congolese civilians.", "M23 rebels = group:m23; Congolese civilians = state:CD"),
    ("Congolese troops killed M23 rebels.", "Congolese troops = state:CD; M23 rebels = group:m23"),
    ("Members of the Wagner Group tortured Malian villagers.", "Members of the Wagner Group = group:wagner; Malian villagers = state:ML"),
    ("Taliban gunmen executed Afghan soldiers.", "Taliban gunmen = group:taliban; Afghan soldiers = state:AF"),
    ("Afghan soldiers executed Taliban fighters.", "Afghan soldiers = state:AF; Taliban fighters = group:taliban"),
    ("Men in white armbands led them away.", "Men in white armbands = ~-"),
    ("Gunmen in camouflage without insignia opened fire.", "Gunmen in camouflage = ~-"),
    ("Uniformed men searched the house.", "Uniformed men = ~-"),
    ("The prisoners were shot.", "The prisoners = -"),
    ("Prisoners of war must be protected.", "Prisoners of war = -"),
    ("Soldiers shot a man at a checkpoint.", "Soldiers = -; a man = -"),
    ("His soldiers refused the order.", "His soldiers = -"),
    ("Residents of Ukraine hid in cellars.", "Residents of Ukraine = state:UA"),
    ("US troops detained Iraqi men.", "US troops = state:US; Iraqi men = state:IQ"),
    ("U.S. soldiers were injured by Iraqi militants.", "U.S. soldiers = state:US; Iraqi militants = state:IQ"),
    ("They told us that soldiers came.", "soldiers = -"),
    ("IDF soldiers arrested Palestinian medics.", "IDF soldiers = state:IL; Palestinian medics = state:PS"),
    ("Palestinian militants killed Israeli civilians.", "Palestinian militants = state:PS; Israeli civilians = state:IL"),
    ("Houthi fighters detained Yemeni journalists.", "Houthi fighters = group:houthis; Yemeni journalists = state:YE"),
    ("South Sudanese soldiers attacked a Sudanese village.", "South Sudanese soldiers = state:SS"),
    ("North Korean soldiers fought beside Russian troops.", "North Korean soldiers = state:KP; Russian troops = state:RU"),
    ("The enemy took dozens of captives.", "The enemy = -; dozens of captives = -"),
    ("Turkish-backed fighters beat Kurdish prisoners.", "Turkish-backed fighters = -; Kurdish prisoners = -"),
    ("Burmese soldiers burned the village.", "Burmese soldiers = state:MM"),
    ("Guatemalan soldiers killed peasants.", "Guatemalan soldiers = state:GT; peasants = -"),
    ("kyiv's fighters and moscow's soldiers exchanged fire.", "kyiv's fighters = state:UA; moscow's soldiers = state:RU"),
)  # fmt: skip


def _found(text: str, pipeline: Pipeline, knowledge: Knowledge) -> list[FoundGroup]:
    document = Document("d", "i", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    parsed = parse(document, pipeline)
    return [g for s in parsed.sentences for p in s.parses for g in find(p, knowledge)]


def _check(text: str, expected: str, pipeline: Pipeline, knowledge: Knowledge) -> None:
    found = _found(text, pipeline, knowledge)
    for part in expected.split("; "):
        words, parties = part.rsplit(" = ", 1)
        marked = parties.startswith("~")
        wanted = sorted(parties.removeprefix("~").split(","))
        fitting = [g for g in found if text[g.start : g.end] == words]
        assert fitting, f"{words!r} not among {[text[g.start : g.end] for g in found]}"
        assert sorted(g.group.party or "-" for g in fitting) == wanted, text
        assert all(g.group.by_marking is marked for g in fitting), text


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("swapped", (False, True), ids=("as written", "swapped"))
@pytest.mark.parametrize(("template", "expected"), SWAPPED)
def test_swapped_sides_give_the_swapped_answer(
    template: str,
    expected: str,
    swapped: bool,
    pair: tuple[str, str],
    pipeline: Pipeline,
    knowledge: Knowledge,
) -> None:
    one, other = reversed(pair) if swapped else pair
    words = {}
    for letter, side in (("A", one), ("B", other)):
        adjective, name, people, capital = SIDES[side]
        words |= {letter: adjective, letter.lower(): name, f"{letter}s": people, f"{letter}cap": capital}
    text = template.format(**words)
    if text[0].islower():
        text = text[0].upper() + text[1:]
    parts = []
    for part in expected.format(**words).split("; "):
        phrase, parties = part.rsplit(" = ", 1)
        mark = "~" if parties.startswith("~") else ""
        ids = {"A": f"state:{one}", "B": f"state:{other}"}
        parts.append(
            f"{phrase} = {mark}" + ",".join(ids.get(p, p) for p in parties.removeprefix("~").split(","))
        )
    _check(text, "; ".join(parts), pipeline, knowledge)


@pytest.mark.parametrize(("text", "expected"), FIXED)
def test_groups_markings_and_nobody_named(
    text: str, expected: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    _check(text, expected, pipeline, knowledge)


@pytest.mark.parametrize(
    ("text", "words", "descriptor"),
    (
        ("Two unarmed prisoners were shot.", "Two unarmed prisoners", "unarmed"),
        ("A wounded soldier was shot.", "A wounded soldier", "wounded"),
        ("Soldiers who surrendered were shot.", "Soldiers", "surrender"),
        ("Captured soldiers were shot.", "Captured soldiers", "captured"),
        ("They executed their own troops.", "their own troops", "own"),
    ),
)
def test_descriptors_are_kept(
    text: str, words: str, descriptor: str, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    (group,) = [g for g in _found(text, pipeline, knowledge) if text[g.start : g.end] == words]
    assert descriptor in group.descriptors


@pytest.mark.parametrize(
    ("text", "kind"),
    (
        ("The prisoners were shot.", ActorKind.CAPTIVES),
        ("Villagers were shot.", ActorKind.CIVILIANS),
        ("French soldiers left.", ActorKind.ARMED_FORCES),
        ("Hezbollah fighters left.", ActorKind.ARMED_GROUP),
        ("Men in green uniforms left.", ActorKind.GROUP_BY_MARKING),
    ),
)
def test_the_noun_tells_the_kind(
    text: str, kind: ActorKind, pipeline: Pipeline, knowledge: Knowledge
) -> None:
    assert _found(text, pipeline, knowledge)[0].group.kind is kind


# --- speakers ------------------------------------------------------------------------------------

OFFICES = (
    ("the {A} Ministry of Defence", "defence_ministry"),
    ("the {A} defense ministry", "defence_ministry"),
    ("{a}'s Defence Ministry", "defence_ministry"),
    ("the Ministry of Foreign Affairs of {a}", "foreign_ministry"),
    ("a spokesperson for the {A} Foreign Ministry", "foreign_ministry"),
    ("Jane Doe, spokeswoman for {a}'s Ministry of Foreign Affairs", "foreign_ministry"),
    ("the Prosecutor General's Office of {a}", "prosecutor_general"),
    ("{A} prosecutors", "prosecutor_general"),
    ("the {A} Office of the Prosecutor General", "prosecutor_general"),
    ("{a}’s ombudsman, John Doe", "ombudsman"),
    ("{A} human rights commissioner John Doe", "ombudsman"),
    ("{a}'s Investigative Committee", "investigative_committee"),
    ("the {A} president", "president"),
    ("{A} President John Doe", "president"),
    ("{A} military intelligence", "military_intelligence"),
    ("the General Staff of the Armed Forces of {a}", "general_staff"),
    ("the {A} army", "armed_forces"),
    ("{a}'s government", "government"),
    ("{A} officials", "government"),
    ("{a}", "government"),
    ("{Acap}", "government"),
)  # fmt: skip


@pytest.mark.parametrize("side", sorted(SIDES))
@pytest.mark.parametrize(("template", "office"), OFFICES)
def test_every_office_goes_with_every_party(
    template: str, office: str, side: str, knowledge: Knowledge
) -> None:
    adjective, name, _, capital = SIDES[side]
    found = speaker(template.format(A=adjective, a=name, Acap=capital), None, knowledge)
    assert found.source is not None
    assert found.source.id == f"state:{side}/{office}"
    assert found.source.control_group == found.on_behalf_of == f"state:{side}"
    assert found.source.party_relation is PartyRelation.PARTY


@pytest.mark.parametrize(
    ("wording", "id"),
    (
        ("the UN Human Rights Office", "ohchr"),
        ("the United Nations Office for Human Rights", "ohchr"),
        ("the UN’s human rights office", "ohchr"),
        ("Jane Doe, a spokesperson for the U.N. Human Rights Office", "ohchr"),
        ("the BBC", "bbc"),
        ("Reuters", "reuters"),
        ("the AFP news agency", "afp"),
        ("the International Committee of the Red Cross", "icrc"),
        ("Human Rights Watch", "hrw"),
        ("the New York Times", "nyt"),
        ("a Bellingcat researcher", "bellingcat"),
        ("Hamas", "group:hamas"),
        ("the state news agency TASS", "tass"),
    ),
)
def test_listed_sources(wording: str, id: str, knowledge: Knowledge) -> None:
    found = speaker(wording, None, knowledge)
    assert found.source is not None and found.source.id == id
    assert found.source.party_relation is not PartyRelation.PARTY or found.on_behalf_of == id


@pytest.mark.parametrize(
    "wording",
    (
        "the ministry",
        "prosecutors",
        "the ombudsman",
        "a resident",
        "the captured Russian soldier",
        "a Ukrainian serviceman",
        "a Russian military blogger",
        "an Israeli army veteran",
        "a former Syrian defence minister",
        "Ukrainian military journalist John Doe",
        "a Russian human rights activist",
        "Armenian villagers",
        "witnesses in Ukraine",
        "an analyst in Kyiv",
    ),
)
def test_nobody_is_guessed(wording: str, knowledge: Knowledge) -> None:
    assert speaker(wording, None, knowledge).source is None


def test_bare_words_refer_back_only_to_their_own_kind(knowledge: Knowledge) -> None:
    ministry = speaker("the Russian Defence Ministry", None, knowledge).source
    prosecutor = speaker("Ukraine's Prosecutor General", None, knowledge).source
    assert ministry is not None and prosecutor is not None
    assert may_be("the ministry", ministry, knowledge)
    assert may_be("prosecutors", prosecutor, knowledge)
    assert may_be("the office", prosecutor, knowledge)
    assert not may_be("the ministry", prosecutor, knowledge)
    assert not may_be("the Ukrainian ministry", ministry, knowledge)
    office = office_of("the ombudsman", knowledge)
    assert office is not None and office.id == "ombudsman"
    assert office_of("a resident", knowledge) is None


def test_an_ambassador_to_a_body_speaks_for_the_party(knowledge: Knowledge) -> None:
    source = speaker("Israel's ambassador to the United Nations", None, knowledge).source
    assert source is not None and source.id == "state:IL/embassy"


def test_state_media_are_controlled_and_not_an_organ_that_speaks(knowledge: Knowledge) -> None:
    found = speaker("Syria's state news agency", None, knowledge)
    assert found.source is not None and found.source.kind is SourceKind.NEWS_OUTLET
    assert found.source.party_relation is PartyRelation.PARTY_CONTROLLED
    assert found.source.control_group == "state:SY" and found.on_behalf_of is None
