"""Every computed result that the acceptance case expects must follow from the general rules."""

import pytest
from casebook import RU, UA, copy_of
from model_case import DONETSK, incidents, model_case, where

from allegata.assessing import process
from allegata.assessing.assess import assess_all
from allegata.assessing.contestation import is_answered, is_reported_unanswered
from allegata.assessing.documented import documented_in
from allegata.assessing.totals import figures
from allegata.linking.copies import clusters
from allegata.model.vocabulary import (
    Attribute,
    ContestationValue,
    CorroborationCode,
    CountRole,
    ProceedingStage,
    ReferralStatus,
    Relation,
    VerificationAspect,
    VerificationResult,
)

KILLED = Attribute.VICTIMS_KILLED


class Assessed:
    def __init__(self, knowledge, extra=()):
        self.papers, names = model_case()
        self.papers += list(extra)
        self.incidents = incidents(names)
        self.readings = [p.reading for p in self.papers]
        self.documents = [p.document for p in self.papers]
        made = assess_all(list(self.incidents.values()), self.readings, self.documents, knowledge)
        self.by_letter = dict(zip(self.incidents, made, strict=True))

    def row(self, letter, attribute=KILLED):
        return next(a for a in self.by_letter[letter].attributes if a.attribute is attribute)

    @property
    def figures(self):
        return figures(
            list(self.incidents.values()), list(self.by_letter.values()), self.readings, self.documents
        )


@pytest.fixture(scope="module")
def case(knowledge):
    return Assessed(knowledge)


@pytest.mark.parametrize(
    ("letter", "interval", "bounds", "code"),
    [
        ("A", (2, 2), (1, 2), "C2"),
        ("B", (11, None), (1, 2), "C2"),
        ("F", (2, None), (1, 2), "C2"),
        ("G", (1, 1), (1, 1), "C0"),
        ("H", (3, 3), (0, 1), "C0"),
        ("I", (16, 16), (0, 1), "C0"),
        ("J", (5, 5), (0, 1), "C0"),
        ("K", (6, 6), (1, 2), "C2"),
    ],
)
def test_killed(case, letter, interval, bounds, code):
    row = case.row(letter)
    assert (row.counts.minimum, row.counts.maximum) == interval
    assert row.counts.open_ended == (interval[1] is None)
    assert (row.origins.lower, row.origins.upper) == bounds
    assert row.corroboration.code.value == code
    assert row.corroboration.contradicted_by == ()


def test_unnamed_origins_are_said_to_be_so(case):
    assert "unattributed narrative" in case.row("H").corroboration.derivation


def test_one_government_is_one_interest(case):
    row = case.row("B")
    assert row.origins.single_interest == RU
    assert {p.relation for p in row.pairs} == {Relation.EQUAL}
    assert [reason for _, reason in row.counts.excluded] == ["stands in a headline"]
    assert row.counts.supported == ((1, 11),)
    assert any(words.startswith("rule 5") for words in row.origins.collapsed)


def test_place_of_b_has_one_account_that_is_only_cited(case):
    row = case.row("B", Attribute.PLACE_EVENT)
    assert row.corroboration.code is CorroborationCode.C0
    assert "BBC is cited; its own publication is not among the items" in row.corroboration.derivation


def test_district_refines_region(case):
    row = case.row("A", Attribute.PLACE_EVENT)
    assert {p.relation for p in row.pairs} <= {Relation.REFINES, Relation.REFINED_BY}
    assert row.corroboration.code is CorroborationCode.C2


def test_a_seventh_person_is_never_added(case):
    assert case.row("K", Attribute.PERSONS_FATE_UNKNOWN).counts.minimum == 1
    assert case.row("K").counts.maximum == 6


def test_sums_by_side(case):
    sums = {(s.alleged_against, s.role): s for s in case.figures.sums}
    russian, ukrainian = sums[RU, CountRole.KILLED], sums[UA, CountRole.KILLED]
    assert (russian.minimum, russian.maximum, len(russian.included)) == (35, None, 7)
    assert (ukrainian.minimum, ukrainian.included) == (11, ("inc-B",))
    assert [i for i, _ in ukrainian.excluded] == ["inc-C"]
    assert sums[UA, CountRole.INJURED].without_count == ("inc-C",)
    unstated = sums[None, CountRole.KILLED]
    assert unstated.minimum == 0
    assert set(unstated.without_count) == {"inc-D", "inc-E"}


def test_sums_inside_a_region(case):
    inside = documented_in(
        list(case.incidents.values()), list(case.by_letter.values()), case.readings, where(DONETSK)
    )
    assert inside[RU].minimum == 27
    assert inside[RU].included == ("inc-A", "inc-H", "inc-I", "inc-K")


def test_checks_between_published_totals(case):
    checks = case.figures.checks
    persons = next(c for c in checks if "62" in c.words and "124" in c.words and c.holds is not None)
    assert persons.holds is True
    assert "as description only" in persons.words and "as of" in persons.missing
    cases = next(c for c in checks if "17 incidents" in c.words and "49 criminal_cases" in c.words)
    assert cases.holds is None and "unit" in cases.missing
    later = next(c for c in checks if "124" in c.words and "177" in c.words)
    assert later.holds is None and "unit" in later.missing
    assert all(c.holds is None for c in checks if c.right == "documented")


def test_answers(case):
    def values(letter):
        return [(c.party, c.values) for c in case.by_letter[letter].contestation]

    silent, general = ContestationValue.NO_RESPONSE_KNOWN, ContestationValue.DENIED_IN_GENERAL_TERMS
    assert values("A") == [(RU, (ContestationValue.DENIAL_SCOPE_UNCLEAR,))]
    assert values("B") == [(UA, (ContestationValue.REPORTED_UNANSWERED,))]
    assert values("F") == [(RU, (ContestationValue.REPORTED_UNANSWERED,))]
    assert values("H") == [(RU, (silent,))]
    assert values("K") == [(RU, (silent, general))]
    assert values("D") == [(None, (silent,))]


def test_what_was_checked_and_what_not(case):
    a, b = case.by_letter["A"], case.by_letter["B"]
    assert [(c.verifier, c.party_confirmation) for c in a.verification] == [
        ("AFP", False),
        ("army of state:UA", True),
    ]
    assert len(a.not_checked) == len(VerificationAspect) - 1
    assert {(c.aspect, c.result) for c in b.verification} == {
        (VerificationAspect.AUTHOR, VerificationResult.COULD_NOT_VERIFY),
        (VerificationAspect.TIME, VerificationResult.COULD_NOT_VERIFY),
        (VerificationAspect.PLACE, VerificationResult.SUPPORTS),
    }
    assert VerificationAspect.COUNT in b.not_checked


def test_steps_and_addresses(case):
    (step,) = case.by_letter["G"].process
    assert (step.stage, step.articles) == (ProceedingStage.PRE_TRIAL_INVESTIGATION, ("Part 2, Article 438",))
    assert case.by_letter["F"].process == ()
    assert case.by_letter["K"].process[0].articles == ()
    assert {a.status for a in case.by_letter["B"].addressed} == {ReferralStatus.ANNOUNCED}
    assert case.by_letter["K"].addressed[0].status is ReferralStatus.REPORTED_AS_MADE


def test_what_speaks_for_the_accused_side_is_pinned(case):
    b = case.by_letter["B"]
    assert b.alleged_against == (UA,)
    assert (
        len([p for p in b.pinned if p.startswith("ac-001")]) == 4
    )  # two acts, the hurt person, the open relation


def test_sides_are_never_added_beside_a_total(case):
    beside = next(c for c in case.figures.checks if c.right == "documented" and "published: 124" in c.words)
    assert "at least 11 persons in 1 incident alleged against state:UA" in beside.words
    assert "at least 35 persons in 7 incidents alleged against state:RU" in beside.words


def test_titles_are_neutral(case):
    titles = {letter: a.title for letter, a in case.by_letter.items()}
    assert (
        titles["A"]
        == "2 captives (Ukraine), Pokrovsk district, first reported within a weekend (date unresolved)"
    )
    assert titles["B"].startswith("At least 11 captives (Russia")
    assert "near village of Makiivka" in titles["B"] and titles["B"].endswith("on a Friday (date unresolved)")
    assert titles["G"].endswith("first reported on 9 November (year not stated)")
    assert titles["J"].endswith("place not stated, first reported on an unknown date")


def test_fifty_copies_change_no_code_and_no_bound(case, knowledge):
    papers, _ = model_case()
    for original in papers:
        copies = [copy_of(original, f"{original.name}x{n:02}") for n in range(50)]
        many = Assessed(knowledge, copies)
        letters = {
            n[0] for n in many.incidents if any(original.name in m for m in many.incidents[n].mentions)
        }
        for letter in letters:
            old = many.incidents[letter]
            extra = [
                m.replace(f"-{original.name}-", f"-{c.name}-")
                for c in copies
                for m in old.mentions
                if f"-{original.name}-" in m
            ]
            many.incidents[letter] = type(old)(old.id, (*old.mentions, *extra))
        again = assess_all(list(many.incidents.values()), many.readings, many.documents, knowledge)
        assert len(clusters(many.documents)) == 1
        for letter, new in zip(many.incidents, again, strict=True):
            for before, after in zip(case.by_letter[letter].attributes, new.attributes, strict=True):
                assert before.corroboration.code is after.corroboration.code, (letter, before.attribute)
                assert (before.origins.lower, before.origins.upper) == (
                    after.origins.lower,
                    after.origins.upper,
                )
                assert len(before.pairs) == len(after.pairs)


def test_silence_and_general_words_are_no_answer(case):
    answered = {letter for letter, a in case.by_letter.items() if is_answered(a)}
    unanswered = {letter for letter, a in case.by_letter.items() if is_reported_unanswered(a)}
    assert "A" in answered
    assert not answered & {"B", "F", "H", "K", "D"}
    assert {"B", "F"} <= unanswered
    assert not unanswered & {"A", "H", "K", "D"}


def test_days_of_two_statements_are_no_difference(case):
    for assessed in case.by_letter.values():
        for row in assessed.attributes:
            if row.attribute is Attribute.TIME_STATEMENT:
                assert row.pairs == () and row.corroboration.contradicted_by == ()


def test_every_stage_and_status_has_its_place_in_the_order():
    assert set(process.STAGES) == set(ProceedingStage) and len(process.STAGES) == len(ProceedingStage)
    assert set(process.STATUSES) == set(ReferralStatus) and len(process.STATUSES) == len(ReferralStatus)
    assert process.STAGES[0] is ProceedingStage.UNKNOWN
    told = [ReferralStatus.NO_ANSWER_KNOWN, ReferralStatus.ANSWERED, ReferralStatus.REPORTED_AS_MADE]
    assert max(told, key=process.STATUSES.index) is ReferralStatus.ANSWERED
