"""The measure itself: that it counts what is right, and nothing that is wrong."""

from dataclasses import replace
from typing import Any

import pytest
from tests.acceptance import forbidden, key, matching
from tests.acceptance.found import Found, found
from tests.acceptance.incidents import map_incidents
from tests.acceptance.key import Row
from tests.acceptance.material import Material
from tests.acceptance.material import Unit as OurUnit
from tests.acceptance.measure import inexact_spans, measure, table
from tests.acceptance.own_words import own_words

from allegata.model.document import Document, Segment, Span
from allegata.model.incident import Account, Act, Mention
from allegata.model.reading import Reading
from allegata.model.record import Response, Verification
from allegata.model.source import Source, Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, Place, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    PlaceKind,
    PlaceRole,
    Polarity,
    ResponseKind,
    Scope,
    SegmentRole,
    SourceKind,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
    VerificationAspect,
    VerificationResult,
)

KEY = key.load()
TEXT = "".join(chr(97 + i % 26) if i % 7 else " " for i in range(4000))
DOCUMENTS = {
    seed: Document(f"doc{seed}", f"item{seed}", TEXT, "en", (Segment(SegmentRole.BODY, 0, len(TEXT)),))
    for seed in KEY.articles
}
PROSECUTOR = Source(
    "state:UA/prosecutor", "Prosecutor General", SourceKind.PROSECUTION, control_group="state:UA"
)


def gold(row_id: str) -> Row:
    return next(r for r in KEY.rows if r.id == row_id)


def span(row_id: str, start: int = 0, end: int = 0) -> Span:
    """The row's own span, moved at either end."""
    row = gold(row_id)
    return DOCUMENTS[row.seed].span(row.start + start, row.end + end)


def count(low: int, high: int | None, role: CountRole = CountRole.KILLED, unit: Unit = Unit.PERSONS) -> Count:
    return Count(low, high, unit, role, Exactness.EXACT_AS_STATED)


def account(row_id: str, attribute: Attribute, value: Any, mention: str = "m", **moved: int) -> Found:
    where = span(row_id, **moved)
    thing = Account(f"a{where.start}{attribute}{value}", mention, attribute, value, where, "s")
    statement = Statement("s", where, (where,))
    return Found(f"account:{attribute}", gold(row_id).seed, where, thing, (mention,), statement)


def matched(*readings: Found) -> set[str]:
    return {m.row.id for m in matching.match(KEY, readings)}


def test_the_key_covers_all_gold_rows() -> None:
    assert len(KEY.rows) == 121
    assert len({r.id for r in KEY.rows}) == 121
    assert (len(KEY.incidents), len(KEY.pairs), len(KEY.forbidden), len(KEY.traps)) == (11, 12, 29, 18)
    assert [r.id for r in KEY.rows if r.absent] == ["A15", "B12", "G05"]
    assert all(entry["check"] in forbidden.CHECKS for entry in KEY.forbidden)


def test_the_right_value_on_the_right_words_counts() -> None:
    assert matched(account("A03", Attribute.VICTIMS_KILLED, count(2, 2))) == {"A03"}


@pytest.mark.parametrize(
    "value",
    [
        count(3, 3),
        count(2, None),
        count(2, 2, unit=Unit.INCIDENTS),
        replace(count(2, 2), vague=True),
        Category("act", "killing"),
    ],
)
def test_a_wrong_value_does_not_count(value: Any) -> None:
    assert matched(account("A03", Attribute.VICTIMS_KILLED, value)) == set()


def test_another_attribute_does_not_count() -> None:
    assert matched(account("A03", Attribute.VICTIMS_INJURED, count(2, 2, CountRole.INJURED))) == set()
    assert matched(account("B23", Attribute.VICTIMS_KILLED, count(1, 1))) == set()


def test_spans_must_overlap_by_half_of_the_gold_and_a_quarter_of_ours() -> None:
    width = gold("A03").end - gold("A03").start
    value = count(2, 2)
    assert matched(account("A03", Attribute.VICTIMS_KILLED, value, end=-width // 2 + 2)) == {"A03"}
    assert matched(account("A03", Attribute.VICTIMS_KILLED, value, end=-width // 2 - 2)) == set()
    assert matched(account("A03", Attribute.VICTIMS_KILLED, value, start=-4 * width)) == set()
    assert matched(account("A03", Attribute.VICTIMS_KILLED, value, start=400, end=400)) == set()


def test_an_unrelated_article_at_the_same_offsets_does_not_count() -> None:
    found_here = account("A03", Attribute.VICTIMS_KILLED, count(2, 2))
    assert matched(replace(found_here, seed="003")) == set()


def test_the_wrong_side_does_not_count() -> None:
    def group(party: str | None, by_marking: bool = False) -> Found:
        value = Group(party, ActorKind.ARMED_FORCES, "forces", by_marking)
        return account("A09", Attribute.PERPETRATOR_GROUP, value)

    assert matched(group("state:RU")) == {"A09"}
    assert matched(group("state:UA")) == set()
    assert matched(group(None)) == set()


def test_swapped_victim_and_actor_do_not_count() -> None:
    main = account("B08", Attribute.ACT_TYPE, Category("act", "shooting"))

    def act(actor: str, victim: str) -> Found:
        sides = [Group(p, ActorKind.ARMED_FORCES, p) for p in (actor, victim)]
        thing = Act("x", ActType.SHOOTING, span("B08"), "s", sides[0], sides[1])
        return Found("act", "001", span("B08"), thing, ("m",), None)

    assert matched(main, act("state:RU", "state:UA")) == {"B08"}
    assert matched(main, act("state:UA", "state:RU")) == set()


def test_every_stated_part_must_be_there_on_the_same_mention() -> None:
    box = Place("x", "Kursk Oblast", PlaceKind.REGION, "RU")
    place = Where(PlaceRole.EVENT, "the Kursk region", (box,))
    main = account("F02", Attribute.VICTIMS_KILLED, count(2, None))
    assert matched(main) == set()
    assert matched(main, account("F02", Attribute.PLACE_EVENT, place, start=30)) == {"F02"}
    assert matched(main, account("F02", Attribute.PLACE_EVENT, place, mention="other", start=30)) == set()
    elsewhere = replace(place, candidates=(replace(box, country="UA"),))
    assert matched(main, account("F02", Attribute.PLACE_EVENT, elsewhere, start=30)) == set()


def test_no_reading_serves_two_rows() -> None:
    both = [
        account(
            "A05",
            Attribute.VICTIMS_STATUS_BASIS,
            Category("status_basis", "intention_to_surrender_expressed"),
        )
    ]
    assert matched(*both, *both) == {"A05"}
    row = replace(gold("A05"), id="A05 again")
    doubled = replace(KEY, rows=(*KEY.rows, row))
    assert len(matching.match(doubled, both)) == 1
    assert len(matching.match(doubled, [*both, replace(both[0])])) == 2


def test_rows_and_readings_are_paired_so_that_as_many_as_possible_count() -> None:
    wide = account("A04", Attribute.VICTIMS_KILLED, count(2, 2), end=20)
    narrow_row = replace(gold("A04"), id="narrow", end=gold("A04").start + 60)
    narrow = account("A04", Attribute.VICTIMS_KILLED, count(2, 2), end=-60)
    doubled = replace(KEY, rows=(*KEY.rows, narrow_row))
    assert {m.row.id for m in matching.match(doubled, [wide, narrow])} == {"A04", "narrow"}


def test_a_headline_row_wants_a_headline_account() -> None:
    body = account("A02", Attribute.ACT_TYPE, Category("act", "killing"))
    assert matched(body) == set()
    assert matched(replace(body, headline=True)) == {"A02"}


def test_a_relative_time_must_stay_relative() -> None:
    when = When(
        TimeSlot.MEDIA_FIRST_SEEN, None, None, None, TimePrecision.DAY, TimeBasis.UNRESOLVED, "weekday:friday"
    )
    assert matched(account("B11", Attribute.TIME_MEDIA_FIRST_SEEN, when)) == {"B11"}
    assert (
        matched(account("B11", Attribute.TIME_MEDIA_FIRST_SEEN, replace(when, relative="weekday:monday")))
        == set()
    )


def verification(row_id: str, result: VerificationResult, aspect: VerificationAspect, name: str) -> Found:
    speaker = Speaker(name, span(row_id), Source(name.lower(), name, SourceKind.NEWS_AGENCY))
    thing = Verification("v", span(row_id), "s", ("m",), speaker, aspect, result)
    return Found("verification", gold(row_id).seed, span(row_id), thing, ("m",), None)


def test_could_not_verify_is_not_verified() -> None:
    open_aspect = VerificationAspect.UNSPECIFIED
    assert matched(verification("K07", VerificationResult.COULD_NOT_VERIFY, open_aspect, "Politico")) == {
        "K07"
    }
    assert (
        matched(verification("K07", VerificationResult.REPORTED_VERIFIED, open_aspect, "Politico")) == set()
    )
    assert matched(verification("K07", VerificationResult.COULD_NOT_VERIFY, open_aspect, "Reuters")) == set()
    assert matched(verification("A17", VerificationResult.REPORTED_VERIFIED, open_aspect, "AFP")) == {"A17"}
    assert (
        matched(verification("A17", VerificationResult.REPORTED_VERIFIED, VerificationAspect.PLACE, "AFP"))
        == set()
    )


def test_a_party_is_not_named_by_another_partys_office() -> None:
    other = replace(PROSECUTOR, id="state:RU/prosecutor", control_group="state:RU")
    assert matching.is_voice(KEY, "prosecutor_ua", Speaker("the prosecutor", None, PROSECUTOR))
    assert not matching.is_voice(KEY, "prosecutor_ua", Speaker("the prosecutor", None, other))
    assert not matching.is_voice(KEY, "prosecutor_ua", Speaker("the ministry"))


# --- incidents, absent values, forbidden values -----------------------------------------------------


def material(*readings: Found, mentions: dict[str, tuple[str, ...]] | None = None) -> Material:
    """A full run that found these readings; `mentions`: unit → its mentions, one unit for each by default."""
    names = {m: f.seed for f in readings for m in f.mentions}
    by_seed: dict[str, Reading] = {}
    for seed in KEY.articles:
        here = [f for f in readings if f.seed == seed]
        acts = {m: tuple(f.thing for f in here if f.kind == "act" and m in f.mentions) for m in names}
        by_seed[seed] = Reading(
            DOCUMENTS[seed].id,
            DOCUMENTS[seed].item,
            "fake",
            "1",
            statements=tuple({f.statement.id: f.statement for f in here if f.statement}.values()),
            mentions=tuple(
                Mention(m, DOCUMENTS[seed].id, acts[m], (), ()) for m, s in names.items() if s == seed
            ),
            accounts=tuple(f.thing for f in here if f.kind.startswith("account:")),
            verifications=tuple(f.thing for f in here if f.kind == "verification"),
            responses=tuple(f.thing for f in here if f.kind == "response"),
        )
    units = mentions or {f"u-{m}": (m,) for m in names}
    return Material(
        DOCUMENTS, by_seed, tuple(OurUnit(u, frozenset(ms)) for u, ms in units.items()), full=True
    )


def forbidden_hits(m: Material, about: str, check: str) -> list[str]:
    mapped = map_incidents(KEY, m, matching.match(KEY, m.found))
    return [
        words
        for (_, ok, words), entry in zip(forbidden.check(KEY, m, mapped), KEY.forbidden, strict=True)
        if not ok and (entry["about"], entry["check"]) == (about, check)
    ]


def test_flattening_gives_back_every_reading() -> None:
    here = account("A03", Attribute.VICTIMS_KILLED, count(2, 2))
    assert [f.thing for f in found("000", material(here).readings["000"])] == [here.thing]


def test_a_mention_without_a_gold_row_is_a_false_incident() -> None:
    right = account("A03", Attribute.VICTIMS_KILLED, count(2, 2), "m1")
    place = DOCUMENTS["003"].span(2245, 2281)
    thing = Account("x", "m2", Attribute.ACT_TYPE, Category("act", "torture"), place, "s")
    m = material(right, Found("account:act.type", "003", place, thing, ("m2",), None))
    mapped = map_incidents(KEY, m, matching.match(KEY, m.found))
    assert set(mapped.units) == {"A"}
    assert [unit.id for unit, _ in mapped.false] == ["u-m2"]


def test_a_split_incident_is_a_false_one() -> None:
    m = material(
        account("A03", Attribute.VICTIMS_KILLED, count(2, 2), "m1"),
        account("A01", Attribute.ACT_TYPE, Category("act", "killing"), "m2"),
    )
    mapped = map_incidents(KEY, m, matching.match(KEY, m.found))
    assert len(mapped.false) == 1
    assert mapped.false[0][1] == "splits A"


def test_pairs_are_seen_apart_and_together() -> None:
    b1 = account("B03", Attribute.VICTIMS_KILLED, count(11, None), "b1")
    b3 = account("B27", Attribute.VICTIMS_KILLED, count(11, None), "b3")
    c = account("C01", Attribute.ACT_TYPE, Category("act", "wounding"), "c")
    apart = measure(material(b1, b3, c), KEY)
    joined = measure(material(b1, b3, c, mentions={"u": ("b1", "b3"), "v": ("c",)}), KEY)
    mixed = measure(material(b1, b3, c, mentions={"u": ("b1", "b3", "c")}), KEY)
    same, b_c = "001:main / 003:main: same", "B / C: different"
    assert {n: ok for n, ok, _ in apart.pairs}[same] is False
    assert {n: ok for n, ok, _ in joined.pairs}[same] is True
    assert {n: ok for n, ok, _ in joined.pairs}[b_c] is True
    assert {n: ok for n, ok, _ in mixed.pairs}[b_c] is False


def test_an_absent_row_counts_only_when_its_incident_was_found_without_that_value() -> None:
    right = account("A03", Attribute.VICTIMS_KILLED, count(2, 2))
    when = When(TimeSlot.EVENT, None, None, None, TimePrecision.UNKNOWN, TimeBasis.UNRESOLVED, "recent:weeks")
    wrong = account("A15", Attribute.TIME_EVENT, when)
    verdicts = [
        {n: ok for n, ok, _ in measure(material(*r), KEY).absent} for r in ((), (right,), (right, wrong))
    ]
    assert [v["A15"] for v in verdicts] == [False, True, False]


def test_forbidden_values_are_seen() -> None:
    right = account("B03", Attribute.VICTIMS_KILLED, count(11, None))
    city = Place("g", "Makiivka", PlaceKind.CITY, "UA", (), 48.05, 37.96)
    wrong_place = account("B26", Attribute.PLACE_EVENT, Where(PlaceRole.EVENT, "Makijivka", (city,)))
    wrong_count = account("B27", Attribute.VICTIMS_KILLED, count(10, None))
    assert forbidden_hits(material(right), "B", "place_in_box") == []
    assert forbidden_hits(material(right, replace(wrong_place, seed="001")), "B", "place_in_box")
    assert forbidden_hits(material(right, replace(wrong_count, seed="001")), "B", "killed_low")
    assert forbidden_hits(material(), "B", "killed_low") == ["the incident was not found"]


def test_a_denial_of_this_incident_is_told_from_a_general_one() -> None:
    right = account("K02", Attribute.VICTIMS_KILLED, count(6, 6))

    def denial(scope: Scope) -> Found:
        thing = Response("r", span("K11"), "s", ("m",), ResponseKind.DENIAL, Speaker("x"), "state:RU", scope)
        return Found("response", "004", span("K11"), thing, ("m",), None)

    first = account("K01", Attribute.VICTIMS_KILLED, count(6, 6))
    place = account("K01", Attribute.PLACE_EVENT, Where(PlaceRole.EVENT, "the Donetsk region", ()), start=60)
    assert (
        forbidden_hits(material(right, first, place, denial(Scope.GENERAL_CONDUCT)), "K", "denied_here") == []
    )
    assert forbidden_hits(material(right, first, place, denial(Scope.THIS_INCIDENT)), "K", "denied_here")


def test_verdict_words_count_outside_quotations_only() -> None:
    assert forbidden.verdicts(["The killing was committed by X."])
    assert not forbidden.verdicts(["The ministry said “committed by X”."])
    page = "<html lang='en'><p>Alleged killing</p><blockquote>a massacre</blockquote><h1 lang='en'>Murder</h1></html>"
    assert own_words(page) == ["Alleged killing"]


def test_axes_are_scored_over_matched_rows_only() -> None:
    right = account("A03", Attribute.VICTIMS_KILLED, count(2, 2))
    m = measure(material(right), KEY)
    assert m.axes["polarity"] == ([], 1)
    denied = replace(right, thing=replace(right.thing, polarity=Polarity.DENIES))
    assert measure(material(denied), KEY).axis_share("polarity") == 0


def test_spans_that_do_not_quote_the_text_are_named() -> None:
    right = account("A03", Attribute.VICTIMS_KILLED, count(2, 2))
    false_span = replace(right.span, quote="something else")
    bent = replace(right, span=false_span, thing=replace(right.thing, span=false_span), statement=None)
    assert inexact_spans(material(right)) == []
    assert len(inexact_spans(material(bent))) == 1


def test_the_table_prints_each_miss_with_what_was_there() -> None:
    wrong = account("A03", Attribute.VICTIMS_KILLED, count(3, 3))
    printed = table(measure(material(wrong), KEY))
    assert "A03 000" in printed
    assert "wrong count" in printed
    assert "K07" in printed
    assert "has nothing there" in printed
