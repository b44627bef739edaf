"""The public derivative: a positive list of fields, coarse places and times, nothing quoted but what may be."""

import dataclasses
import importlib
from dataclasses import dataclass
from datetime import date

import pytest

from allegata.dossier import derivative as public
from allegata.dossier.derivative import Rules, kept
from allegata.knowledge import load
from allegata.model.item import Capture, Item
from allegata.model.value import Place, When, Where
from allegata.model.vocabulary import (
    PlaceKind,
    PlaceRole,
    TimeBasis,
    TimePrecision,
    TimeSlot,
)

RULES = Rules.of(load().lexicon(public.LEXICON))  # read when collected: the room itself opens no file
MODULES = [
    importlib.import_module(f"allegata.model.{name}")
    for name in (
        "item",
        "document",
        "source",
        "statement",
        "value",
        "incident",
        "record",
        "assessment",
        "result",
    )
]
TYPES = {
    name: kind
    for module in MODULES
    for name, kind in vars(module).items()
    if dataclasses.is_dataclass(kind) and isinstance(kind, type)
}
LISTED = [name for name in RULES.groups if name[0].isupper()]


@pytest.mark.parametrize("name", LISTED)
def test_every_listed_field_is_one_of_the_model(name: str) -> None:
    assert {f.name for f in dataclasses.fields(TYPES[name])} >= set(RULES.groups[name])


@pytest.mark.parametrize("name", LISTED)
def test_every_field_that_is_not_listed_has_a_blank(name: str) -> None:
    for field in dataclasses.fields(TYPES[name]):
        if field.name not in RULES.groups[name]:
            public._blank(TYPES[name], field)


def test_a_new_field_does_not_go_out_until_it_is_listed() -> None:
    @dataclass(frozen=True)
    class Party:
        id: str
        name: str
        residence: str  # new
        kept_by: str | None = "somebody"
        neighbours: tuple[str, ...] = ("one",)

    made = kept(Party("state:XX", "Northland", "12 Mill Lane", "an analyst", ("two",)), RULES)
    assert (made.id, made.name) == ("state:XX", "Northland")
    assert (made.residence, made.kept_by, made.neighbours) == ("", "somebody", ("one",))


def test_a_new_type_does_not_go_out_until_it_is_listed() -> None:
    @dataclass(frozen=True)
    class Witness:
        name: str

    assert kept((Witness("A"), 1), RULES) == (1,)


def test_of_a_capture_neither_file_name_nor_collector_goes_out() -> None:
    capture = Capture("film of A.mp4", "https://x.example/a", collector="A. Analyst", note="from B")
    item = kept(Item("00" * 32, 3, "video/mp4", capture), RULES)
    text = repr(item)
    assert not any(word in text for word in ("film", "example", "Analyst", "from B"))


REGION = Place("r", "Eastmark", PlaceKind.REGION, "XX", ("x",), 1.0, 2.0)
DISTRICT = Place("d", "Miry district", PlaceKind.DISTRICT, "XX", ("r", "x"))
VILLAGE = Place("v", "Miry", PlaceKind.VILLAGE, "XX", ("d", "r", "x"), 1.234, 2.345)


def test_a_village_becomes_its_district_and_loses_its_wording() -> None:
    where = Where(PlaceRole.EVENT, "near the village of Miry", (VILLAGE,), near=True)
    made = public._coarse_place(where, {"d": DISTRICT, "r": REGION})
    assert made.wording == "Miry district (district)" and made.candidates == (DISTRICT,) and not made.near
    assert public._coarse_place(where, {"r": REGION}).candidates == (REGION,)


def test_a_region_stays_and_an_unknown_place_is_withheld() -> None:
    region = Where(PlaceRole.EVENT, "in Eastmark", (REGION,))
    assert public._coarse_place(region, {}) == region
    assert public._coarse_place(Where(PlaceRole.EVENT, "at the mill", ()), {}).wording == "a place (withheld)"


def test_between_several_places_none_is_chosen() -> None:
    other = Place("w", "Miry", PlaceKind.VILLAGE, "XX", ("s", "x"))
    south = Place("s", "Southmark", PlaceKind.REGION, "XX", ("x",))
    where = Where(PlaceRole.EVENT, "the village of Miry", (VILLAGE, other))
    made = public._coarse_place(where, {"d": DISTRICT, "s": south})
    assert made.wording == "the village of Miry"  # the veil takes the name out
    assert {place.id for place in made.candidates} == {"d", "s"}


def test_a_day_becomes_its_week_and_a_day_without_a_year_its_month() -> None:
    day = date(2026, 3, 4)
    when = When(TimeSlot.EVENT, "2026-03-04", day, day, TimePrecision.DAY, TimeBasis.STATED)
    made = public._coarse_time(when)
    assert (made.earliest, made.latest) == (date(2026, 3, 2), date(2026, 3, 8))
    assert made.edtf == "2026-03-02/2026-03-08"
    yearless = When(
        TimeSlot.EVENT, "XXXX-03-04", None, None, TimePrecision.DAY, TimeBasis.STATED_WITHOUT_YEAR
    )
    assert public._coarse_time(yearless).edtf == "XXXX-03"


def test_coordinates_do_not_go_out() -> None:
    made = kept(Where(PlaceRole.EVENT, "Miry", (VILLAGE,)), RULES)
    assert made.candidates[0].latitude is None and made.candidates[0].longitude is None
