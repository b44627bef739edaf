"""Collapse rules, bounds and codes, each on the smallest case that shows it."""

from dataclasses import replace

import pytest
from casebook import RU, UA, Paper, count, group, incident, neutral, organ, place, where
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.assessing.assess import assess
from allegata.model.document import Span
from allegata.model.source import Speaker
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    Basis,
    CorroborationCode,
    Modality,
    Polarity,
    ResponseKind,
    Scope,
    SpeechAct,
    Stance,
    VerificationAspect,
    VerificationMethod,
    VerificationResult,
)

OFFICE, MINISTRY, OTHER = organ(UA, "office"), organ(UA, "ministry"), organ(RU, "office")
WIRE, PAPER, MISSION = neutral("wire"), neutral("paper"), neutral("mission")
SEEN = (Basis.OWN_OBSERVATION,)
FOOTAGE = {"act": SpeechAct.DESCRIBE_FOOTAGE, "basis": (Basis.FOOTAGE,)}
KILLED = Attribute.VICTIMS_KILLED


class Case:
    """One incident in several papers; `tell` adds a count of persons killed."""

    def __init__(self):
        self.papers, self.mentions = {}, {}

    def tell(self, name, low, by=None, high=0, publisher=None, **more):
        paper = self.papers.setdefault(name, Paper(name, publisher=publisher))
        account = {k: more.pop(k) for k in ("stance", "headline", "polarity", "modality") if k in more}
        told = paper.say(f"{low} people died, {name} writes in sentence {paper.counter}.", by, **more)
        if name not in self.mentions:
            self.mentions[name] = paper.mention(told)
            paper.act(self.mentions[name], ActType.KILLING, told, (group(RU), group(UA)))
        return paper.account(
            self.mentions[name], KILLED, count(low, low if high == 0 else high), told, **account
        )

    def assess(self, knowledge):
        papers = list(self.papers.values())
        one = incident("inc", *self.mentions.values())
        return assess(one, [p.reading for p in papers], [p.document for p in papers], knowledge)

    def row(self, knowledge):
        return next(a for a in self.assess(knowledge).attributes if a.attribute is KILLED)


@pytest.fixture
def known(knowledge):
    return replace(knowledge, sources=(*knowledge.sources, WIRE, PAPER, MISSION))


def bounds(row):
    return row.origins.lower, row.origins.upper, row.corroboration.code.value


def test_one_statement(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    assert bounds(case.row(known)) == (1, 1, "C0")


def test_one_statement_told_in_two_texts_is_one_origin(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    case.tell("b", 5, OFFICE)
    assert bounds(case.row(known)) == (1, 1, "C1")


def test_two_organs_of_one_side(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    case.tell("b", 5, MINISTRY)
    row = case.row(known)
    assert bounds(row) == (1, 2, "C2")
    assert row.origins.single_interest == UA


def test_outlets_that_name_nobody_count_once_and_never_below(known):
    case = Case()
    for name in "abcd":
        case.tell(name, 5)
    case.tell("e", 5, "Reports")
    assert bounds(case.row(known)) == (0, 1, "C1")


def test_a_party_and_a_non_party_without_own_basis_may_still_be_one(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    case.tell("b", 5, MISSION)
    row = case.row(known)
    assert bounds(row) == (1, 2, "C2")
    assert any("dependency cannot be excluded" in words for words in row.origins.collapsed)


def test_two_own_observations_are_independent(known):
    case = Case()
    case.tell("a", 5, MISSION, basis=SEEN)
    case.tell("b", 5, WIRE, basis=(Basis.INTERVIEW,))
    row = case.row(known)
    assert bounds(row) == (2, 2, "C3")
    assert row.counts.supported == ((1, 5), (2, 5))


def test_an_own_observation_beside_a_party(known):
    case = Case()
    case.tell("a", 5, OFFICE, basis=SEEN)
    case.tell("b", 5, WIRE, basis=SEEN)
    assert bounds(case.row(known)) == (2, 2, "C3")


def test_watching_footage_is_no_basis_of_its_own(known):
    case = Case()
    case.tell("a", 5, OFFICE, **FOOTAGE)
    case.tell("b", 5, WIRE, act=SpeechAct.DESCRIBE_FOOTAGE, basis=(Basis.FOOTAGE, Basis.OWN_OBSERVATION))
    row = case.row(known)
    assert bounds(row) == (1, 2, "C2")
    assert row.origins.same_footage_only


def test_unidentified_speakers_never_make_a_second_lower_origin(known):
    case = Case()
    case.tell("a", 5, "a resident", basis=SEEN)
    case.tell("b", 5, "a shopkeeper", basis=SEEN)
    assert bounds(case.row(known)) == (1, 2, "C2")


def test_the_accused_side_speaking_against_itself(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    case.tell("b", 5, OTHER)
    row = case.row(known)
    assert row.origins.against_interest and row.origins.cross_party_agreement
    assert bounds(row)[1] == 2


def test_a_publisher_cannot_corroborate_what_it_cites(known):
    case = Case()
    case.tell("a", 5, OFFICE, publisher="wire")
    case.tell("b", 5, WIRE)
    row = case.row(known)
    assert bounds(row) == (1, 1, "C1")
    assert any("relies on" in words for words in row.origins.collapsed)


def test_a_circle_of_citations_is_one_class(known):
    case = Case()
    case.tell("a", 5, PAPER, publisher="wire")
    case.tell("b", 5, WIRE, publisher="paper")
    assert bounds(case.row(known))[1] == 1


def test_a_chain_ends_at_its_first_speaker(known):
    case = Case()
    relay = Speaker("wire", Span("a", 0, 1, "5"), WIRE)
    case.tell("a", 5, OFFICE, via=(relay,))
    case.tell("b", 5, WIRE)
    assert bounds(case.row(known)) == (1, 1, "C1")


def test_conflicting_counts_do_not_support_one_another(known):
    case = Case()
    case.tell("a", 5, MISSION, basis=SEEN)
    case.tell("b", 7, WIRE, basis=SEEN)
    row = case.row(known)
    assert row.corroboration.code is CorroborationCode.C0
    assert len(row.corroboration.contradicted_by) == 2
    assert row.counts.common_ground is None
    assert (row.counts.minimum, row.counts.maximum) == (5, 7)


def test_headlines_denials_and_questions_do_not_count(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    case.tell("b", 9, None, headline=True)
    case.tell("c", 0, OTHER, stance=Stance.DENIES, polarity=Polarity.DENIES)
    case.tell("d", 8, WIRE, modality=Modality.ASKED)
    row = case.row(known)
    assert bounds(row) == (1, 1, "C0")
    assert (row.counts.minimum, row.counts.maximum) == (5, 5)
    assert len(row.counts.excluded) == 3
    assert len(row.corroboration.contradicted_by) == 1


def test_a_denial_of_this_allegation_is_shown_with_the_code(known):
    case = Case()
    case.tell("a", 5, OFFICE)
    paper = case.papers["a"]
    told = paper.say("The other office rejects this allegation.", OTHER)
    record = paper.response((case.mentions["a"],), told, ResponseKind.DENIAL, RU, Scope.THIS_INCIDENT)
    assert case.row(known).corroboration.contradicted_by == (record.id,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "C4"),
        ({"first_hand": False}, "C0"),
        ({"method": VerificationMethod.NOT_STATED}, "C0"),
        ({"result": VerificationResult.COULD_NOT_VERIFY}, "C0"),
        ({"aspect": VerificationAspect.TIME}, "C0"),
        ({"by": OFFICE}, "C0"),
        ({"self_interest": True}, "C0"),
    ],
)
def test_checked_first_hand_for_this_aspect(known, change, code):
    paper = Paper("a", publisher="wire")
    told = paper.say("It happened in the village, the wire's own team found from the ridge line.", WIRE)
    mention = paper.mention(told)
    paper.account(mention, Attribute.PLACE_EVENT, where(place("village")), told)
    check = {
        "by": WIRE,
        "aspect": VerificationAspect.PLACE,
        "result": VerificationResult.SUPPORTS,
        "method": VerificationMethod.GEOLOCATION,
        "first_hand": True,
        **change,
    }
    paper.check((mention,), told, **check)
    made = assess(incident("inc", mention), [paper.reading], [paper.document], known)
    assert made.attributes[0].corroboration.code.value == code


VOICES = st.sampled_from([None, OFFICE, MINISTRY, OTHER, WIRE, MISSION, "a resident", "Reports"])
TELLINGS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 4), VOICES, st.sampled_from([(Basis.NONE_STATED,), SEEN, (Basis.FOOTAGE,)])),
    min_size=1,
    max_size=7,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(TELLINGS, st.randoms())
def test_bounds_hold_for_any_telling(knowledge, plan, rng):
    case = Case()
    for name, low, by, basis in plan:
        case.tell(name, low, by, basis=basis)
    row = case.row(knowledge)
    assert 0 <= row.origins.lower <= row.origins.upper == len(row.origins.roots)
    assert row.counts.minimum == min(low for _, low, _, _ in plan)
    assert len(row.counts.supported) <= row.origins.lower
    papers = list(case.papers.values())
    rng.shuffle(papers)
    one = incident("inc", *sorted(case.mentions.values(), reverse=True))
    again = assess(one, [p.reading for p in papers], [p.document for p in papers], knowledge)
    assert again == case.assess(knowledge)
