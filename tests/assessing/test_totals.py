"""Figures of unlike units never meet; totals are compared only where their scopes agree."""

from datetime import date

import pytest
from casebook import RU, UA, Paper, count, group, incident, organ, place, where
from casebook import day as on

from allegata.assessing.assess import assess_all
from allegata.assessing.totals import add, figures
from allegata.errors import UnitsDoNotMix
from allegata.model.assessment import DocumentedSide, TotalCheck
from allegata.model.codec import from_data, to_data
from allegata.model.record import TotalScope
from allegata.model.value import When
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    CountRole,
    PlaceKind,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)

OFFICE = organ(UA, "office")
REGION = place("region", PlaceKind.REGION, ("ua",))
COUNTRY = place("ua", PlaceKind.COUNTRY)
TOWN = place("town", PlaceKind.CITY, ("region", "ua"))
YEAR = When(
    TimeSlot.SCOPE, "2024", date(2024, 1, 1), date(2024, 12, 31), TimePrecision.YEAR, TimeBasis.STATED
)
FULL = {"act": ActType.KILLING, "victim_party": UA, "perpetrator_party": RU, "period": YEAR}


@pytest.mark.parametrize(
    ("left", "right", "named"),
    [
        (count(49, 49, CountRole.NOT_STATED, Unit.CRIMINAL_CASES), count(17, 17, CountRole.NOT_STATED, Unit.INCIDENTS), "criminal_cases"),
        (count(124, 124), count(177, 177, unit=Unit.EXECUTIONS_UNIT_UNCLEAR), "executions_unit_unclear"),
        (count(2, 2), count(1, 1, CountRole.INJURED), "injured"),
    ],
)  # fmt: skip
def test_unlike_figures_are_never_added(left, right, named):
    with pytest.raises(UnitsDoNotMix, match=named):
        add([left, right])


def test_like_figures_add_bound_by_bound():
    assert add([]) is None
    total = add([count(2, 2), count(11, None), count(3, 4)])
    assert (total.low, total.high) == (16, None)


def made(*totals, killed=4, name="a"):
    """Documents with one total each, and one incident in the town."""
    papers = []
    for number, (figure, scope, as_of) in enumerate(totals):
        paper = Paper(f"t{number}")
        told = paper.say(f"The office counted {figure.low} in its paper {number}.", OFFICE)
        paper.total(told, (figure,), scope, as_of=as_of)
        papers.append(paper)
    paper = Paper(name)
    told = paper.say("Several people were killed in the town, the office said.", OFFICE)
    mention = paper.mention(told)
    paper.act(mention, ActType.KILLING, told, (group(RU), group(UA)))
    paper.account(mention, Attribute.VICTIMS_KILLED, count(killed, killed), told)
    paper.account(mention, Attribute.PLACE_EVENT, where(TOWN), told)
    paper.account(mention, Attribute.TIME_EVENT, on(TimeSlot.EVENT, date(2024, 5, 1)), told)
    papers.append(paper)
    readings, documents = [p.reading for p in papers], [p.document for p in papers]
    one = incident("inc", mention)
    return figures([one], assess_all([one], readings, documents), readings, documents)


AS_OF = on(TimeSlot.STATEMENT, date(2024, 11, 6))


def test_part_and_whole_with_every_field_stated():
    part = (count(62, 62), TotalScope(territory=where(REGION), **FULL), AS_OF)
    whole = (count(50, 50), TotalScope(territory=where(COUNTRY), **FULL), AS_OF)
    check = next(c for c in made(part, whole).checks if c.right != "documented")
    assert check.holds is False and check.missing == ()
    assert "62 > 50 persons" in check.words


def test_between_documents_what_is_not_stated_is_named():
    part = (count(62, 62), TotalScope(act=ActType.KILLING, territory=where(REGION)), None)
    whole = (count(124, 124), TotalScope(act=ActType.KILLING), AS_OF)
    check = next(c for c in made(part, whole).checks if c.right != "documented")
    assert check.holds is None
    assert set(check.missing) == {"victims", "alleged side", "territory", "period", "as of"}


def test_documented_beside_published():
    aligned = (count(62, 62), TotalScope(territory=where(REGION), **FULL), AS_OF)
    (check,) = made(aligned).checks
    assert check.holds is True
    assert (
        "at least 4 persons in 1 incident alleged against state:RU" in check.words
        and "share documented 6%" in check.words
    )
    assert "partial by design" in check.words
    open_scope = (count(62, 62), TotalScope(act=ActType.KILLING), None)
    (check,) = made(open_scope).checks
    assert check.holds is None and "share" not in check.words
    other_side = (
        count(62, 62),
        TotalScope(territory=where(REGION), **{**FULL, "perpetrator_party": UA}),
        AS_OF,
    )
    (check,) = made(other_side).checks
    assert "no incident with a count" in check.words


def test_a_check_says_of_which_figure_it_is_and_what_is_documented_for_each_side():
    killed, injured = count(12, 12), count(12, 12, CountRole.INJURED)
    paper = Paper("t")
    told = paper.say("The office counted 12 killed and 12 injured.", OFFICE)
    paper.total(told, (killed, injured), TotalScope(act=ActType.KILLING))
    other = made((count(20, 20), TotalScope(territory=where(REGION), **FULL), AS_OF))
    (aligned,) = other.checks
    assert aligned.figure == count(20, 20) and aligned.other is None
    assert aligned.documented == (DocumentedSide(RU, 4, 1),)
    beside = [c for c in figures([], [], [paper.reading], [paper.document]).checks if c.right == "documented"]
    assert [check.figure for check in beside] == [killed, injured]
    assert all(check.documented == () and "no incident with a count" in check.words for check in beside)
    part = (count(62, 62), TotalScope(territory=where(REGION), **FULL), AS_OF)
    whole = (count(50, 50), TotalScope(territory=where(COUNTRY), **FULL), AS_OF)
    (check,) = (c for c in made(whole, part).checks if c.right != "documented")
    assert (check.figure, check.other) == (part[0], whole[0]), "in the order of left and right"


def test_a_check_of_an_earlier_version_is_still_read():
    old = {"left": "ag_1", "right": "documented", "holds": None, "words": "published: 12", "missing": ["act"]}
    check = from_data(TotalCheck, old)
    assert (check.figure, check.other, check.documented) == (None, None, ())
    (now,) = made((count(20, 20), TotalScope(**FULL), AS_OF)).checks
    assert from_data(TotalCheck, to_data(now)) == now


def test_a_total_told_again_is_compared_once():
    total = (count(62, 62), TotalScope(territory=where(REGION), **FULL), AS_OF)
    assert len(made(total, total, total).checks) == 1


def test_words_never_judge_the_documentation():
    total = (count(3, 3), TotalScope(territory=where(REGION), **FULL), AS_OF)
    words = " ".join([made(total).note, *(c.words for c in made(total).checks)]).casefold()
    assert not any(word in words for word in ("missing", "inflated", " only ", "false", "wrong"))
