"""Figures in the browser: by unit, beside what is documented, compared only where that means something."""

from datetime import date

from tests.web.app.conftest import Site

from allegata.model.assessment import TotalCheck
from allegata.model.document import Span
from allegata.model.record import Aggregate, TotalScope
from allegata.model.source import Speaker
from allegata.model.value import Count, When
from allegata.model.vocabulary import CountRole, Exactness, TimeBasis, TimePrecision, TimeSlot, Unit
from allegata.web import figures as view

NAMES = {"state:AA": "Aland", "state:BB": "Beland"}
OUTLETS = {"doc_1": "Daily Post"}
PERSONS = Count(12, 12, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)


def total(name: str, *figures: Count, day: date | None = None, scope: TotalScope | None = None) -> Aggregate:
    as_of = None
    if day:
        stated = (day.isoformat(), day, day, TimePrecision.DAY, TimeBasis.STATED)
        as_of = When(TimeSlot.STATEMENT, *stated)
    span = Span("doc_1", 0, 4, "text")
    by = Speaker("the monitoring office", Span("doc_1", 5, 26, "the monitoring office"))
    return Aggregate(name, span, "st_1", by, figures, scope or TotalScope(), as_of)


def test_each_unit_stands_by_itself_with_its_quotations(site: Site) -> None:
    text = site.get("figures").text
    assert text.index("Counted in: persons") < text.index("Counted in: criminal cases")
    assert "Our documentation is partial by design" in text
    assert "Not compared. Not stated:" in text
    assert text.count("<blockquote") >= 6
    for code in ("criminal_cases", "executions_unit_unclear", "state:", "group:", ">victims"):
        assert code not in text


def test_must_not_13_no_sum_over_units(site: Site) -> None:
    text = site.get("figures").text
    assert "Nothing here is counted in this unit, so nothing stands beside it" in text
    assert "173" not in text  # 49 cases and 124 persons
    assert "No two figures state enough of the same scope to be compared" in text


def test_sides_are_not_ranked(site: Site) -> None:
    main = site.get("figures").text.split("<main", 1)[1].split("</main", 1)[0]
    sums = [
        main.index(f"<h3>alleged against {name}") for name in ("Armenia", "Azerbaijan", "Russia", "Ukraine")
    ]
    assert sums == sorted(sums), "in the order of the ids of the sides, not of the numbers"
    for word in ("only ", "inflated", "missing", "most "):
        assert word not in main.split("Documented in this casebook")[1].split("Not compared")[0]


def test_a_comparison_is_drawn_with_what_it_covers() -> None:
    words = (
        "published: 12 persons; documented here: at least 5 persons in 2 incidents alleged against state:AA; "
        "our documentation is partial by design; share documented 42%"
    )
    check = TotalCheck("ag_1", "documented", True, words)
    (drawn,) = view.comparisons([check], {"ag_1": total("ag_1", PERSONS)}, NAMES, OUTLETS)
    assert [(bar.label, bar.words, bar.length) for bar in drawn.bars] == [
        ("documented here", "5", 417),
        ("the monitoring office", "12", 1000),
    ]
    assert drawn.incidents == 2
    assert "alleged against Aland" in drawn.words


def test_two_published_figures_of_one_unit_are_drawn() -> None:
    cases = Count(4, 4, Unit.CRIMINAL_CASES, CountRole.NOT_STATED, Exactness.EXACT_AS_STATED)
    six = Count(6, 6, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)
    check = TotalCheck("ag_1", "ag_2", True, "6 ≤ 12 persons: a part may not exceed its whole", ("victims",))
    held = {"ag_1": total("ag_1", cases, six), "ag_2": total("ag_2", PERSONS)}
    (drawn,) = view.comparisons([check], held, NAMES, OUTLETS)
    assert [bar.length for bar in drawn.bars] == [500, 1000]
    assert drawn.left_open == ("persons affected",)


def test_what_is_not_comparable_is_never_drawn() -> None:
    check = TotalCheck(
        "ag_1", "ag_2", None, "not comparable: 4 criminal_cases and 12 persons: unit", ("unit",)
    )
    assert view.comparisons([check], {"ag_1": total("ag_1", PERSONS)}, NAMES, OUTLETS) == ()


def test_one_publisher_over_time_is_points_of_one_unit() -> None:
    cases = Count(4, 4, Unit.CRIMINAL_CASES, CountRole.NOT_STATED, Exactness.EXACT_AS_STATED)
    more = Count(24, 24, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)
    told = [
        total("ag_1", PERSONS, cases, day=date(2023, 1, 1)),
        total("ag_2", more, day=date(2023, 3, 1)),
        total("ag_3", more),
    ]
    (one,) = view.series(told, {}, NAMES, OUTLETS)
    assert one.unit == "persons reported killed"
    assert [(p.at, p.x, p.y) for p in one.points] == [(date(2023, 1, 1), 0, 100), (date(2023, 3, 1), 1000, 0)]
    assert len(view.series(told, {"doc_1": date(2023, 2, 1)}, NAMES, OUTLETS)[0].points) == 3
