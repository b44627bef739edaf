"""The form of a second reading: what was typed is kept, what was not typed is absent, and so they compare."""

import re
from datetime import date
from pathlib import Path

import pytest
from tests.web.app.conftest import Site

from allegata.actions.casebook import Casebook, opened
from allegata.actions.current import every_incident
from allegata.actions.second import agreements, readings
from allegata.actions.show import incident
from allegata.actions.titles import titles
from allegata.assessing.agreement import agreement, first_values
from allegata.model.second import Coded, SecondReading
from allegata.model.value import Category, Count, Group, Value, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    Attribute,
    CountRole,
    Exactness,
    Relation,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)

KILLED = "victims.killed"


def first_incident(folder: Path) -> str:
    with opened(folder) as book:
        return every_incident(book)[0].id


def kept(folder: Path) -> tuple[SecondReading, dict[Attribute, Value]]:
    """The one reading that was kept, and the values that it holds."""
    with opened(folder) as book:
        (made,) = readings(book)
    return made, {one.attribute: one.value for one in made.values if one.value is not None}


def test_what_was_typed_is_kept_and_nothing_else(own_site: Site, own_casebook: Path) -> None:
    form = {
        "act": "torture",
        f"{KILLED}-low": "2",
        f"{KILLED}-exactness": "lower_bound",
        f"{KILLED}-unit": "persons",
        f"{KILLED}-words": "at least two",
        "place": " Nowhere at All ",
        "place-near": "1",
        "time": "XXXX-11-09",
        "time-basis": "stated_without_year",
        "alleged_perpetrator.group": "state:RU",
        "alleged_perpetrator.group-words": "soldiers in unheard-of coats",
        "alleged_perpetrator.group-marking": "1",
        "victims.group": "state:UA",
    }
    assert own_site.post(f"review/second/{first_incident(own_casebook)}", form).status_code == 303
    made, values = kept(own_casebook)
    assert values == {
        Attribute.ACT_TYPE: Category("act", "torture", ("ill_treatment",)),
        Attribute.VICTIMS_KILLED: Count(2, None, Unit.PERSONS, CountRole.KILLED, Exactness.LOWER_BOUND),
        Attribute.PLACE_EVENT: Where(values[Attribute.PLACE_EVENT].role, "Nowhere at All", (), True),
        Attribute.TIME_EVENT: When(
            TimeSlot.EVENT, "XXXX-11-09", None, None, TimePrecision.DAY, TimeBasis.STATED_WITHOUT_YEAR
        ),
        Attribute.PERPETRATOR_GROUP: Group(
            "state:RU", ActorKind.UNKNOWN, "soldiers in unheard-of coats", True
        ),
        Attribute.VICTIMS_GROUP: Group("state:UA", ActorKind.UNKNOWN, ""),
    }
    words = {one.attribute: one.wording for one in made.values}
    assert words[Attribute.VICTIMS_KILLED] == "at least two"
    assert words[Attribute.VICTIMS_GROUP] == "", (
        "the name that the program has for a side is nobody's wording"
    )
    page = f"review/second/{made.incident}/{made.id}"
    text = own_site.get(page).text
    assert "Nowhere at All" not in text and "soldiers in unheard-of coats" not in text, (
        "typed words are withheld"
    )
    assert "Nowhere at All" in own_site.get(f"{page}?unmasked=1").text


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({f"{KILLED}-low": "2"}, "Exactness: this is missing"),
        (
            {f"{KILLED}-low": "2", f"{KILLED}-exactness": "lower_bound", f"{KILLED}-unit": ""},
            "Unit: this is missing",
        ),
        ({f"{KILLED}-high": "2", f"{KILLED}-exactness": "upper_bound"}, "a count needs its lower bound"),
        ({f"{KILLED}-low": "²", f"{KILLED}-exactness": "approx"}, "is no whole number"),
        (
            {f"{KILLED}-low": "3", f"{KILLED}-high": "2", f"{KILLED}-exactness": "range"},
            "“at most” is less than “at least”",
        ),
        (
            {f"{KILLED}-low": "3", f"{KILLED}-high": "4", f"{KILLED}-exactness": "exact_as_stated"},
            "do not fit",
        ),
        ({f"{KILLED}-low": "3", f"{KILLED}-exactness": "range"}, "do not fit"),
        ({f"{KILLED}-exactness": "unquantified"}, "a count needs its lower bound"),
        ({"time": "2022-11-09"}, "Basis: this is missing"),
        ({"time-basis": "stated"}, "Date: this is missing"),
        ({"time": "9 November", "time-basis": "stated"}, "is no date in a form understood here"),
        ({"time": "2022-11-12/2022-11-09", "time-basis": "stated"}, "ends before it begins"),
        ({"time": "2022-11-09", "time-basis": "unresolved"}, "Basis: this is missing"),
        ({"place-near": "1"}, "Place: this is missing"),
        ({"act": "no such act"}, "choose a term"),
        ({"alleged_perpetrator.group-marking": "1"}, "choose one of the sides"),
    ],
)
def test_nothing_is_filled_in_that_nobody_said(own_site: Site, form: dict[str, str], fault: str) -> None:
    book = own_site.server.desk(own_site.casebook).book
    one = every_incident(book)[0]
    answer = own_site.post(f"review/second/{one.id}", {f"{KILLED}-unit": "persons", "act": "killing", **form})
    assert answer.status_code == 422 and fault in answer.text
    assert not readings(book)


@pytest.mark.parametrize(
    ("form", "slips"),
    [
        (
            {f"{KILLED}-low": "2", "time": "9 November", "place-near": "1"},
            [f"{KILLED}-unit", f"{KILLED}-exactness", "place", "time", "time-basis"],
        ),
        (
            {f"{KILLED}-low": "five", f"{KILLED}-high": "x", f"{KILLED}-exactness": "range"},
            [f"{KILLED}-low", f"{KILLED}-high", f"{KILLED}-unit"],
        ),
        (
            {
                f"{KILLED}-low": "2",
                f"{KILLED}-high": "x",
                f"{KILLED}-unit": "persons",
                f"{KILLED}-exactness": "range",
            },
            [f"{KILLED}-high"],
        ),
        # words without a value would be lost in a reading that cannot be changed afterwards
        ({"act-words": "were shot"}, ["act"]),
        ({f"{KILLED}-words": "two"}, [f"{KILLED}-low", f"{KILLED}-unit", f"{KILLED}-exactness"]),
        ({"time-words": "on Sunday"}, ["time", "time-basis"]),
        ({"victims.group-words": "soldiers"}, ["victims.group"]),
        ({"none": "1", "act": "killing"}, ["none"]),
    ],
)
def test_every_slip_is_told_at_once_beside_a_way_to_its_input(
    own_site: Site, form: dict[str, str], slips: list[str]
) -> None:
    book = own_site.server.desk(own_site.casebook).book
    answer = own_site.post(f"review/second/{every_incident(book)[0].id}", {**form, "note": "mine"})
    assert answer.status_code == 422 and not readings(book)
    assert re.findall(r'<li><a href="#([^"]+)"', answer.text) == slips
    for field in slips:
        assert re.search(rf'id="{re.escape(field)}"[^>]* aria-invalid="true"', answer.text), field
    assert ">mine<" in answer.text and all(f'value="{v}"' in answer.text for v in form.values()), "it stands"


def test_an_empty_date_and_count_are_absent(own_site: Site, own_casebook: Path) -> None:
    empty = {
        f"{KILLED}-unit": "",
        f"{KILLED}-exactness": "",
        "time": "",
        "time-basis": "",
        "act": "attack",
    }
    assert own_site.post(f"review/second/{first_incident(own_casebook)}", empty).status_code == 303
    assert set(kept(own_casebook)[1]) == {Attribute.ACT_TYPE}


def _told_fully(book: Casebook, id: str) -> bool:
    held = incident(book, id, check=False).accounts
    count = next(iter(first_values(held, Attribute.VICTIMS_KILLED)), None)
    when = next(iter(first_values(held, Attribute.TIME_EVENT)), None)
    return isinstance(count, Count) and not count.vague and isinstance(when, When) and bool(when.edtf)


def test_who_types_what_the_first_one_read_agrees_with_them(own_site: Site, own_casebook: Path) -> None:
    with opened(own_casebook) as book:
        told = [one for one in every_incident(book) if _told_fully(book, one.id)]
        assert len(told) > 3, "examples with a count and a date"
        one = min(told, key=lambda each: titles(book, [each.id])[each.id])
        held = incident(book, one.id, check=False).accounts
    first = {a: next(iter(first_values(held, a)), None) for a in Attribute}
    count, when = first[Attribute.VICTIMS_KILLED], first[Attribute.TIME_EVENT]
    assert isinstance(count, Count) and isinstance(when, When) and when.edtf
    form = {
        f"{KILLED}-low": str(count.low),
        f"{KILLED}-high": "" if count.high is None else str(count.high),
        f"{KILLED}-unit": str(count.unit),
        f"{KILLED}-exactness": str(count.exactness),
        "time": when.edtf,
        "time-basis": str(when.basis),
    }
    for attribute in (Attribute.VICTIMS_GROUP, Attribute.PERPETRATOR_GROUP):
        group = first[attribute]
        if isinstance(group, Group) and group.party:
            form |= {
                attribute.value: group.party,
                f"{attribute.value}-marking": "1" if group.by_marking else "",
            }
    if isinstance(act := first[Attribute.ACT_TYPE], Category):
        form["act"] = act.term
    assert own_site.post(f"review/second/{one.id}", form).status_code == 303
    made, values = kept(own_casebook)
    with opened(own_casebook) as book:
        found = {each.attribute: each for each in agreements(book, made)}
    for attribute in values:
        assert found[attribute].relation is Relation.EQUAL, attribute


def test_a_single_exact_number_is_both_bounds(own_site: Site, own_casebook: Path) -> None:
    form = {f"{KILLED}-low": "2", f"{KILLED}-exactness": "exact_as_stated", f"{KILLED}-unit": "persons"}
    assert own_site.post(f"review/second/{first_incident(own_casebook)}", form).status_code == 303
    value = kept(own_casebook)[1][Attribute.VICTIMS_KILLED]
    assert value == Count(2, 2, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)


def test_two_coders_who_read_the_same_date_without_a_year_agree() -> None:
    def read(text: str, first: date | None = None) -> When:
        return When(TimeSlot.EVENT, text, first, first, TimePrecision.DAY, TimeBasis.STATED_WITHOUT_YEAR)

    coded = Coded(Attribute.TIME_EVENT, read("XXXX-11-09"))
    assert agreement(coded, [read("XXXX-11-09")]).relation is Relation.EQUAL
    assert agreement(coded, [read("XXXX-11-10")]).relation is Relation.NOT_COMPARABLE
    assert agreement(coded, [read("2022-11-09", date(2022, 11, 9))]).relation is Relation.NOT_COMPARABLE
