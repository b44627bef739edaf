"""Must-nots 1–4, 7, 12, 13 (DOMAIN section 5): what the software may not say, count or fill in."""

import dataclasses
import inspect
import shutil
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from tests.acceptance import swap
from tests.acceptance.forbidden import LINTER, verdicts
from tests.acceptance.material import assess_texts, read_bytes
from tests.acceptance.own_words import own_words
from tests.builders.exports import chat, message
from tests.must_nots.conftest import REPORTS, Made

from allegata import model
from allegata.actions import run
from allegata.assessing import totals
from allegata.errors import UnitsDoNotMix
from allegata.model import assessment, incident, record, statement
from allegata.model.assessment import IncidentAssessment
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import (
    ContestationValue,
    CountRole,
    Exactness,
    ResponseKind,
    SegmentRole,
    TimeBasis,
    Unit,
)

MODEL: tuple[ModuleType, ...] = (assessment, incident, record, statement)


# --- 1: no verdict --------------------------------------------------------------------------------


def test_01_no_page_says_a_verdict(made: Made) -> None:
    found = {name: verdicts(own_words(page, made.texts)) for name, page in made.pages.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_01_no_title_derivation_or_reason_says_a_verdict(made: Made) -> None:
    own = [a.title for a in made.result.assess.assessments]
    own += [row.corroboration.derivation for a in made.result.assess.assessments for row in a.attributes]
    own += [w for a in made.result.assess.assessments for row in a.attributes for w in row.origins.collapsed]
    own += [r.words for p in made.result.link.proposals for r in p.reasons]
    own += [p.what + " " + p.remedy for p in made.result.problems]
    own += [c.words for c in made.result.assess.figures.checks]
    assert verdicts(own) == []


def test_01_no_record_has_a_field_for_a_verdict() -> None:
    words = ("guilt", "true", "truth", "verdict", "confirmed", "proven", "culprit", "probability", "severity")
    fields = [f"{c.__name__}.{f.name}" for c in _classes() for f in dataclasses.fields(c)]
    assert [f for f in fields if any(w in f.casefold() for w in words)] == []


def test_01_the_word_list_finds_verdicts() -> None:
    assert verdicts(["Soldiers committed by order", "A killing was committed by X"])
    assert LINTER.texts(["the general is guilty"])


# --- 2: repetition is not corroboration ----------------------------------------------------------------


def test_02_fifty_copies_change_no_code(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    for path in REPORTS.glob("makiivka-*"):
        shutil.copy(path, few / path.name)
    shutil.copytree(few, many)
    text = (few / "makiivka-ridge-herald.txt").read_text("utf-8")
    for number in range(50):
        (many / f"copy-{number:02}.txt").write_text(text.rstrip() + "\n" * (number + 2), "utf-8")
    before, after = run.run(few, tmp_path / "before"), run.run(many, tmp_path / "after")
    assert len(after.add.added) == len(before.add.added) + 50
    assert _pattern(before.assess.assessments)
    assert _pattern(after.assess.assessments) == _pattern(before.assess.assessments)


def _channels(folder: Path, posts: dict[str, dict[str, object]]) -> None:
    """Telegram exports of channels, each with one post."""
    for number, (name, post) in enumerate(posts.items()):
        where = folder / f"export-{number:02}"
        where.mkdir()
        (where / "result.json").write_bytes(chat(message(1, **post), name=name, id=100 + number))


def test_02_fifty_forwards_change_no_code(tmp_path: Path) -> None:
    """Passed on word by word by fifty channels, known and unknown, of both sides and of none."""
    # too short for shares of word sequences; footage described in two texts would be two pieces of footage
    own = (
        "A video appears to show Ukrainian soldiers shooting at least 11 captured Russian servicemen "
        "in the village of Makiivka in Luhansk."
    )
    first = {"Harbour Wire Video": {"text": own}}
    known = ["Ukrinform", "TASS", "BBC", "RIA Novosti"]
    passed_on = {
        (known[n] if n < len(known) else f"Channel {n}"): {
            "text": own + " " * n,
            "forwarded_from": "Harbour Wire Video",
        }
        for n in range(50)
    }
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    for path in REPORTS.glob("makiivka-*"):
        shutil.copy(path, few / path.name)
    _channels(few, first)
    shutil.copytree(few, many / "first")
    _channels(many, passed_on)
    before, after = run.run(few, tmp_path / "before"), run.run(many, tmp_path / "after")
    assert len(after.add.members) == len(before.add.members) + 49  # the one without a change is the same item
    assert _counted(before.assess.assessments)
    assert _counted(after.assess.assessments) == _counted(before.assess.assessments)


def _counted(assessments: tuple[IncidentAssessment, ...]) -> Counter[tuple[object, ...]]:
    """Codes and bounds without the titles: a forward has no day of its own, so the first report's is unknown."""
    found: Counter[tuple[object, ...]] = Counter()
    for (_, *rest), number in _pattern(assessments).items():
        found[tuple(rest)] += number
    return found


def _pattern(assessments: tuple[IncidentAssessment, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (a.title, str(row.attribute), str(row.corroboration.code), row.origins.lower, row.origins.upper)
        for a in assessments
        for row in a.attributes
    )


# --- 3: all sides alike ----------------------------------------------------------------------------------

PAIRS = {
    "own": (
        "Video appears to show shooting of captives\n\n"
        "The Ukrainian Prosecutor General's Office said on Monday that Russian soldiers had shot four captured "
        "Ukrainian servicemen in the district. It opened a criminal case.\n\n"
        "A video shared on Telegram appears to show Russian soldiers firing at unarmed men. The BBC could not "
        "verify the video.\n\n"
        "Russia's Defence Ministry denied the accusation. Moscow has not commented on the video itself.\n"
    )
}


def test_03_exchanged_sides_give_mirrored_records() -> None:
    texts = {name: text.encode() for name, text in PAIRS.items()}
    assert swap.differences(assess_texts(texts), assess_texts(swap.swapped_texts(texts))) == []


# --- 4: the answer is always shown, and silence is no admission -----------------------------------------------


def test_04_every_accused_side_has_its_part_even_when_empty(made: Made) -> None:
    for record_ in made.incidents:
        answered = {c.party for c in record_.assessment.contestation}
        assert set(record_.assessment.alleged_against) <= answered, record_.assessment.title
        assert all(c.values for c in record_.assessment.contestation)


def test_04_silence_is_never_an_admission(made: Made) -> None:
    admitted = {ContestationValue.ACKNOWLEDGED, ContestationValue.ACKNOWLEDGED_IN_PART}
    told = {ResponseKind.ACKNOWLEDGED, ResponseKind.ACKNOWLEDGED_IN_PART}
    for one in made.incidents:
        kinds = {getattr(r, "kind", None) for r in one.records}
        for c in one.assessment.contestation:
            assert not admitted & set(c.values) or kinds & told, one.assessment.title


def test_04_the_answer_is_no_closed_element(made: Made) -> None:
    for name, page in made.pages.items():
        if not name.startswith("incidents/"):
            continue
        first = page[: page.index("Account matrix")]
        assert 'id="part-2"' in first, name
        assert "<details" not in first[first.index('id="part-2"') : first.index('id="part-3"')], name


# --- 7: gaps stay gaps ----------------------------------------------------------------------------------------

WIDGET = """4.0 C
Springfield
Tuesday, March 7, 2023

Men shot near village

Must read

The Ethiopian government said that Eritrean soldiers had shot three farmers on Friday. Prosecutors opened a criminal case.

In another article, prosecutors cited Article 270 of the Criminal Code.
"""


def _read(text: str) -> list[object]:
    _, reading = read_bytes(text.encode(), "report.txt")
    values: list[object] = [a.value for a in reading.accounts]
    values += [m.first_seen for m in reading.media] + [p.opened_on for p in reading.proceedings]
    return values


def test_07_a_page_date_fills_no_day() -> None:
    whens = [v for v in _read(WIDGET) if isinstance(v, When)]
    assert whens
    assert all(
        w.earliest is None and w.basis in {TimeBasis.UNRESOLVED, TimeBasis.STATED_WITHOUT_YEAR} for w in whens
    )


def test_07_a_widget_is_no_place_of_an_event() -> None:
    document, _ = read_bytes(WIDGET.encode(), "report.txt")
    at = document.segment_at(WIDGET.index("Springfield"))
    assert at is not None and at.role is SegmentRole.WIDGET
    assert not any("Springfield" in v.wording for v in _read(WIDGET) if isinstance(v, Where))


def test_07_no_article_is_copied_from_a_neighbour() -> None:
    _, reading = read_bytes(WIDGET.encode(), "report.txt")
    assert all(not p.articles for p in reading.proceedings if "opened" in p.span.quote)


def test_07_a_year_is_never_filled_in() -> None:
    text = "On March 3, a video showed Malian soldiers shooting two Tuareg herders near the well.\n"
    whens = [v for v in _read(text) if isinstance(v, When)]
    assert whens
    assert all(w.earliest is None and (w.edtf or "XXXX").startswith("XXXX") for w in whens)


def test_07_a_name_with_several_places_is_not_settled_by_size() -> None:
    text = "Russian soldiers shot three Ukrainian servicemen in Makiivka, the ministry said.\n"
    places = [v for v in _read(text) if isinstance(v, Where)]
    assert places
    assert all(p.ambiguous or not p.candidates for p in places)


# --- 12: no ranking ---------------------------------------------------------------------------------------------


def test_12_no_assessment_holds_a_score_or_a_rank() -> None:
    words = ("score", "rank", "rating", "grade", "likelihood", "confidence", "weight", "index")
    fields = [f"{c.__name__}.{f.name}" for c in _classes((assessment,)) for f in dataclasses.fields(c)]
    assert [f for f in fields if any(w in f.rpartition(".")[2] for w in words)] == []


def test_12_no_pattern_word_is_our_own(made: Made) -> None:
    words = ("systematic", "widespread", "policy of", "worst", "practice of")
    for name, page in made.pages.items():
        own = " ".join(own_words(page, made.texts)).casefold()
        assert [w for w in words if w in own] == [], name


def test_12_sides_are_listed_apart_and_not_by_size(made: Made) -> None:
    sums = [s for s in made.result.assess.figures.sums if s.role is CountRole.KILLED]
    sides = [s.alleged_against for s in sums]
    assert len(sides) == len(set(sides))
    assert sides == sorted(sides, key=lambda side: (side is None, side or ""))


# --- 13: units never mix ------------------------------------------------------------------------------------------


def count(number: int, unit: Unit, role: CountRole = CountRole.KILLED) -> Count:
    return Count(number, number, unit, role, Exactness.EXACT_AS_STATED)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (count(49, Unit.CRIMINAL_CASES), count(17, Unit.INCIDENTS)),
        (count(124, Unit.PERSONS), count(177, Unit.EXECUTIONS_UNIT_UNCLEAR)),
        (count(6, Unit.PERSONS), count(1, Unit.PERSONS, CountRole.FATE_UNKNOWN)),
    ],
)
def test_13_adding_figures_of_two_units_names_the_mismatch(one: Count, other: Count) -> None:
    with pytest.raises(UnitsDoNotMix) as raised:
        totals.add([one, other])
    names = (one.unit, other.unit) if one.unit is not other.unit else (one.role, other.role)
    assert all(name.value in str(raised.value) for name in names)


def test_13_the_sums_are_of_one_unit_and_say_what_they_leave_out(made: Made) -> None:
    for total in made.result.assess.figures.sums:
        assert total.unit is Unit.PERSONS
        assert not set(total.included) & {i for i, _ in total.excluded}
        assert not set(total.included) & set(total.without_count)


def test_13_totals_of_different_units_are_not_compared(made: Made) -> None:
    figures = {a.id: {c.unit for c in a.figures} for a in made.result.overview.aggregates}
    for check in made.result.assess.figures.checks:
        if check.holds is not None and check.right in figures:
            assert figures[check.left] & figures[check.right], check.words


def _classes(modules: tuple[ModuleType, ...] = MODEL) -> list[type]:
    assert model.__name__ == "allegata.model"
    return [
        c
        for module in modules
        for _, c in inspect.getmembers(module, inspect.isclass)
        if dataclasses.is_dataclass(c) and c.__module__ == module.__name__
    ]
