"""Figures in the browser: by unit, beside what is documented, compared only where that means something."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.web.app.conftest import Site

from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.current import some
from allegata.actions.figures import Published, figures_page
from allegata.actions.review import review
from allegata.model.assessment import DocumentedSide, TotalCheck
from allegata.model.decision import DecisionVerb
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
    assert "Nothing here is counted in this unit and this way, so nothing stands beside it" in text
    assert "when the casebook is assessed again" not in text
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
    check = TotalCheck(
        "ag_1", "documented", True, words, (), PERSONS, None, (DocumentedSide("state:AA", 5, 2),)
    )
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
    nine = replace(six, low=9, high=9, role=CountRole.INJURED)
    words = "6 ≤ 12 persons: a part may not exceed its whole"
    check = TotalCheck("ag_1", "ag_2", True, words, ("victims",), six, PERSONS)
    held = {"ag_1": total("ag_1", nine, cases, six), "ag_2": total("ag_2", nine, PERSONS)}
    (drawn,) = view.comparisons([check], held, NAMES, OUTLETS)
    assert [bar.length for bar in drawn.bars] == [500, 1000]
    assert drawn.left_open == ("persons affected",)


def published(site_book: Path, one: Aggregate, *checks: TotalCheck) -> Published:
    """A total as it is shown, with a text and words of the example casebook."""
    with opened(site_book) as book:
        found = figures_page(book, 1, 1).published[0]
    return replace(found, total=one, checks=checks)


def test_two_figures_of_one_number_are_kept_apart(example_casebook: Path) -> None:
    injured = replace(PERSONS, role=CountRole.INJURED)
    captured = replace(PERSONS, role=CountRole.CAPTURED)
    words = "published: 12 persons; documented here: so and so"
    checks = [
        TotalCheck("ag_1", "documented", None, words, ("act",), PERSONS, documented=(DocumentedSide("state:AA", 5, 2), DocumentedSide(None, 1, 1))),
        TotalCheck("ag_1", "documented", None, words, ("period",), injured),
    ]  # fmt: skip
    one = published(example_casebook, total("ag_1", injured, PERSONS, captured), *checks)
    (group,) = view.by_unit([one], NAMES)
    assert [figure.words for figure in group.figures] == [
        "12 persons reported injured",
        "12 persons reported killed",
        "12 persons reported captured",
    ]
    assert [(figure.here, figure.declined, figure.waits) for figure in group.figures] == [
        (("no incident with a count",), ("period",), False),
        (
            (
                "at least 5 persons in 2 incidents alleged against Aland",
                "at least 1 person in 1 incident alleged against no named side",
            ),
            ("act",),
            False,
        ),
        ((), (), False),
    ]


def test_what_an_earlier_version_assessed_is_not_guessed_from_its_words(example_casebook: Path) -> None:
    check = TotalCheck(
        "ag_1", "documented", True, "published: 12 persons; documented here: at least 5 persons"
    )
    one = total("ag_1", PERSONS)
    (group,) = view.by_unit([published(example_casebook, one, check)], NAMES)
    assert group.figures[0].waits and group.figures[0].here == ()
    assert view.comparisons([check], {"ag_1": one}, NAMES, OUTLETS) == ()


def test_a_total_that_a_person_took_out_is_shown_no_more(own_casebook: Path) -> None:
    with opened_to_write(own_casebook, Outside(by="Somebody")) as book:
        one, other, *_ = (t for t in figures_page(book, 1, 40).every if t.figures and t.figures[0].low > 1)
        review(book, DecisionVerb.REJECT, one.id, "Somebody", "it is no total")
        every = figures_page(book, 1, 40).every
        assert one.id not in {total.id for total in every} and other.id in {total.id for total in every}
        assert one.id in {
            t.id for r in some(book, [one.span.document], decided=False).readings for t in r.aggregates
        }


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
