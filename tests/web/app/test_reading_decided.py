"""Deciding in the reading room: accepting, correcting with typed editors, rejecting, undoing."""

import re
from dataclasses import replace
from html import unescape

import pytest
from tests.web.app.conftest import WHO, Site
from tests.web.app.deciding import account, correct, decide, fields, in_room, site_book, text_path

from allegata.actions.current import every_decision
from allegata.actions.editing import offer
from allegata.actions.review import review
from allegata.actions.together import accept_together
from allegata.errors import StaleDecision
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import to_data
from allegata.model.decision import DecisionVerb
from allegata.model.record import Verification
from allegata.web.editing import Editor
from allegata.web.room import in_order


def test_accepting_moves_on_to_the_next_and_counts(own_site: Site) -> None:
    path = text_path(own_site)
    one = in_room(own_site)
    first = one.shown.statements[0].id if one.shown else ""
    page = own_site.get(path).text
    button = re.search(rf'value="(all:{first}:[0-9a-f]+)"', page)
    assert button
    answer = decide(own_site, path, decide=button.group(1), reason="as worded")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#" + _second(own_site))
    now = in_room(own_site)
    assert now.decided(first) and now.done == 1
    assert all(s.decision and s.decision.reason == "as worded" for s in now.whole(first))
    assert re.search(r"<b>1</b> of \d+ decided", own_site.get(path).text)


def _second(site: Site) -> str:
    shown = in_room(site).shown
    assert shown
    return in_order(shown)[1].id


def test_a_decision_is_undone_by_a_decision(own_site: Site) -> None:
    path, one = text_path(own_site), account(in_room(own_site))
    decide(own_site, path, decide=f"accept:{one.id}:{one.seen}")
    made = in_room(own_site).standing[one.id].decision
    assert made and made.verb is DecisionVerb.ACCEPT
    decide(own_site, path, decide=f"undo:{made.id}")
    assert in_room(own_site).standing[one.id].decision is None


def test_what_was_accepted_together_is_taken_back_together(own_site: Site) -> None:
    path, before = text_path(own_site), in_room(own_site)
    first = before.shown.statements[0].id if before.shown else ""
    things = len(before.whole(first))
    assert things > 2
    alone = account(before)
    decide(own_site, path, decide=f"accept:{alone.id}:{alone.seen}")
    button = re.search(rf'value="(all:{first}:[0-9a-f]+)"', own_site.get(path, params={"focus": first}).text)
    assert button
    decide(own_site, path, decide=button.group(1))
    page = own_site.get(path).text
    assert re.search(r"Undo my last: \d+ decisions made together", page)
    undo = re.search(r'value="(undo-all:[^"]+)"', page)
    assert undo
    answer = decide(own_site, path, decide=undo.group(1))
    assert f"focus={first}" in answer.headers["location"]
    now = in_room(own_site)
    assert now.done == before.done
    assert [s.id for s in now.whole(first) if s.decision] == [alone.id] * (alone in before.whole(first))
    assert now.standing[alone.id].decision, "an act before that stays"
    undone = now.whole(first)[0].past[-1]  # its verb stays accept; that it is set aside is told by another
    assert undone.group
    page = own_site.get(path).text
    assert re.search(rf"<b>{before.done}</b> of", page)
    assert decide(own_site, path, decide=undo.group(1)).status_code == 409
    assert "Undo my last<" in page
    decide(own_site, path, decide=re.search(r'value="(undo-all:[^"]+)"', page).group(1))  # type: ignore[union-attr]
    assert in_room(own_site).standing[alone.id].decision is None


def test_a_count_is_corrected_and_both_values_are_told_apart(own_site: Site) -> None:
    one = account(in_room(own_site))
    answer = correct(own_site, one, **{"value.low": "14", "value.high": "16", "value.exactness": "range"})
    assert answer.status_code == 303, answer.text
    now = in_room(own_site).standing[one.id]
    assert (now.now.value.low, now.now.value.high) == (14, 16)
    assert now.decision and set(parse_json(now.decision.value or "")) == {"value"}
    page = own_site.get(text_path(own_site), params={"focus": one.id}).text
    assert "corrected by Analyst One" in page
    assert "machine proposed: persons reported killed: at least 11 persons" in " ".join(page.split())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value.low": "many"}, "no whole number"),
        ({"value.low": "9", "value.high": "3"}, "less than"),
        ({"value.unit": "battalions"}, "no term of Unit"),
        ({}, "Nothing was changed"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    own_site: Site, changed: dict[str, str], words: str
) -> None:
    one = account(in_room(own_site))
    answer = correct(own_site, one, reason="a reason of my own", **changed)
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert "a reason of my own" in answer.text
    assert in_room(own_site).standing[one.id].decision is None


@pytest.mark.parametrize(
    ("attribute", "parts"),
    [
        ("place.event", True),
        ("alleged_perpetrator.group", True),
        ("victims.killed", False),
        ("time.statement", False),
    ],
)
def test_a_form_says_beforehand_that_a_text_can_come_to_another_incident(
    own_site: Site, attribute: str, parts: bool
) -> None:
    standing = in_room(own_site).standing.values()
    one = next(s for s in standing if s.kind == "accounts" and s.proposed.attribute == attribute)
    for do, said in (("correct", parts), ("reject", parts), ("accept", False)):
        form = own_site.get(f"{text_path(own_site)}/edit/{one.id}", params={"do": do}).text
        assert ("can move this text to another incident" in form) is said, do


def test_a_relative_day_is_resolved_by_a_person(own_site: Site) -> None:
    one = next(
        s
        for s in in_room(own_site).standing.values()
        if s.kind == "accounts" and s.proposed.attribute == "time.statement"
    )
    assert correct(own_site, one, **{"value.edtf": "2022-11-17/2022-11-18"}).status_code == 303
    value = in_room(own_site).standing[one.id].now.value
    assert (value.earliest.day, value.latest.day, value.relative) == (17, 18, "weekday:friday")
    assert (
        correct(own_site, in_room(own_site).standing[one.id], **{"value.edtf": "last week"}).status_code
        == 422
    )


def test_a_place_is_looked_for_in_the_gazetteer_and_never_typed(own_site: Site) -> None:
    one = next(
        s
        for s in in_room(own_site).standing.values()
        if "place.event" in getattr(s.proposed, "attribute", "")
    )
    path = text_path(own_site)
    given = fields(own_site.get(f"{path}/edit/{one.id}").text)
    found = decide(own_site, path, **given, places="Makiivka", decide=f"search:{one.id}:{one.seen}").text
    offered = re.findall(r'name="(value\.place\.[^"]+)"', found)
    assert len(offered) >= 2 and "Donetsk" in found
    assert "latitude" not in found
    new = {k: v for k, v in given.items() if ".place." not in k} | {offered[-1]: "1", "places": "Makiivka"}
    new |= {"value.near": "1", "reason": "the words name the region, too"}
    assert decide(own_site, path, **new, decide=f"correct:{one.id}:{one.seen}").status_code == 303
    value = in_room(own_site).standing[one.id].now.value
    assert [f"value.place.{p.id}" for p in value.candidates] == [offered[-1]]
    assert value.near and value.candidates[0].latitude is not None
    assert value.wording == one.proposed.value.wording


def test_a_speaker_is_words_of_the_text_and_a_known_source(own_site: Site) -> None:
    one = next(
        s
        for s in in_room(own_site).standing.values()
        if s.kind == "statements" and not s.proposed.speaker.is_outlet
    )
    assert correct(own_site, one, **{"speaker.wording": "nobody of this text"}).status_code == 422
    sent = {"speaker.wording": "the ministry", "speaker.source": "", "scope": "class_of_incidents"}
    assert correct(own_site, one, **sent).status_code == 303
    now = in_room(own_site).standing[one.id].now
    assert now.speaker.wording == "the ministry" and now.speaker.source is None
    assert now.chain[0] == now.speaker and now.chain[-1].is_outlet
    assert now.scope == "class_of_incidents"


def test_a_correction_needs_a_reason_of_ones_own(own_site: Site) -> None:
    one = account(in_room(own_site))
    page = own_site.get(f"{text_path(own_site)}/edit/{one.id}").text
    assert fields(page)["reason"] == ""
    refused = correct(own_site, one, **{"value.low": "14", "reason": " "})
    assert refused.status_code == 422 and 'name="value.low" value="14"' in refused.text
    assert "Give the reason" in refused.text and in_room(own_site).standing[one.id].decision is None


def test_a_rejection_needs_its_reason_and_stays_visible(own_site: Site) -> None:
    path, one = text_path(own_site), account(in_room(own_site))
    assert decide(own_site, path, decide=f"reject:{one.id}:{one.seen}", reason=" ").status_code == 422
    sent = decide(own_site, path, decide=f"reject:{one.id}:{one.seen}", reason="The words do not say this.")
    assert sent.status_code == 303
    now = in_room(own_site).standing[one.id]
    assert now.rejected and now.now is None
    page = own_site.get(path, params={"focus": one.id}).text
    assert "rejected by Analyst One" in page and "The words do not say this." in page


def test_a_stale_form_is_refused_and_shows_what_changed_meanwhile(own_site: Site) -> None:
    path, one = text_path(own_site), account(in_room(own_site))
    given = fields(own_site.get(f"{path}/edit/{one.id}").text)
    with next(iter(own_site.server.desks.values())).writing("Analyst Two") as book:
        value = canonical_json({"type": "Count", **to_data(one.proposed.value), "low": 13}).decode()
        review(book, DecisionVerb.CORRECT, one.id, "Analyst Two", "thirteen, says line 3", value=value)
    sent = given | {"value.low": "12", "reason": "twelve, I count"}
    answer = decide(own_site, path, **sent, decide=f"correct:{one.id}:{one.seen}")
    assert answer.status_code == 409
    page = " ".join(unescape(answer.text).split())
    assert "at least 11 persons" in page and "at least 13 persons" in page
    assert "Analyst Two" in page and "thirteen, says line 3" in page
    assert "twelve, I count" in page and 'name="value.low" value="12"' in page
    again = fields(answer.text)
    now = in_room(own_site).standing[one.id]
    assert f"correct:{one.id}:{now.seen}" in page
    assert decide(own_site, path, **again, decide=f"correct:{one.id}:{now.seen}").status_code == 303
    assert in_room(own_site).standing[one.id].now.value.low == 12


@pytest.mark.parametrize("do", ["accept", "reject"])
def test_accepting_and_rejecting_are_refused_when_stale(own_site: Site, do: str) -> None:
    path, one = text_path(own_site), account(in_room(own_site))
    with next(iter(own_site.server.desks.values())).writing("Analyst Two") as book:
        review(book, DecisionVerb.REJECT, one.id, "Analyst Two", "not said of this")
    decide(own_site, path, decide=f"accept:{one.id}:{one.seen}")  # what is rejected is shown as proposed
    with next(iter(own_site.server.desks.values())).writing("Analyst Two") as book:
        value = canonical_json({"stance": "denies"}).decode()
        review(book, DecisionVerb.CORRECT, one.id, "Analyst Two", "it is denied", value=value)
    answer = decide(own_site, path, decide=f"{do}:{one.id}:{one.seen}", reason="as it stood")
    assert answer.status_code == 409
    assert "it is denied" in answer.text and "as it stood" in answer.text


def test_after_a_correction_one_stands_at_what_was_corrected(own_site: Site) -> None:
    one = account(in_room(own_site))
    answer = correct(own_site, one, **{"value.low": "14"})
    address = answer.headers["location"]
    assert f"focus={one.id}" in address and address.endswith(f"#{one.id}")
    page = " ".join(own_site.get(address.split("/", 3)[3]).text.split())
    assert re.search(r"corrected to: <b>persons reported killed: at least 14 persons", page)
    assert page.count("corrected to:") == 1
    assert "corrected to:" not in own_site.get(text_path(own_site), params={"focus": one.id}).text


def test_the_words_of_the_statement_stand_above_the_form(site: Site) -> None:
    one = in_room(site)
    thing = account(one)
    said = one.standing[thing.proposed.statement].span.quote
    for headers in ({}, {"x-fragment": "1"}):
        for do in ("correct", "reject"):
            page = site.get(f"{text_path(site)}/edit/{thing.id}", params={"do": do}, headers=headers).text
            quote = re.search(r'<blockquote class="in-place".*?</blockquote>', page, re.S)
            assert quote and page.index("in-place") < page.index('class="editor"')
            assert unescape(re.sub(r"<[^>]+>", "", quote.group())) == said
            assert re.search(r"<figcaption>line \d+</figcaption>", page)


def test_what_a_mark_is_about_is_ticked_by_nobody_else(site: Site) -> None:
    """Not even where a text tells of one occurrence only: it may be about what the reader missed, or about none."""
    one = in_room(site)
    document, shown = one.record.document, one.shown
    assert document and shown and shown.mentions
    every = offer(site_book(site), document, shown, account(one).span)
    given = replace(every, mentions=every.mentions[:1])
    inputs = [i for one in Editor(given, Verification).fieldsets() for i in one.inputs]
    about = [i for i in inputs if i.name.startswith("about.")]
    assert about and not [i for i in about if i.value]


def test_several_are_accepted_together_or_none(own_site: Site) -> None:
    one = in_room(own_site)
    last = account(one)
    things = [*[each for each in one.standing.values() if each.id != last.id][:2], last]
    assert correct(own_site, last, **{"value.low": "14"}).status_code == 303
    with next(iter(own_site.server.desks.values())).writing(WHO) as book:
        before = len(every_decision(book))
        with pytest.raises(StaleDecision):
            accept_together(book, things, WHO, "read")
        assert len(every_decision(book)) == before


@pytest.mark.parametrize(
    ("low", "high", "exactness", "kept"),
    [
        ("11", "", "upper_bound", None),
        ("11", "16", "lower_bound", None),
        ("3", "4", "exact_as_stated", None),
        ("3", "", "range", None),
        ("11", "", "exact_as_stated", (11, 11)),
        ("12", "", "lower_bound", (12, None)),
    ],
)
def test_bounds_fit_what_is_said_of_them(
    own_site: Site, low: str, high: str, exactness: str, kept: tuple[int, int | None] | None
) -> None:
    one = account(in_room(own_site))
    answer = correct(own_site, one, **{"value.low": low, "value.high": high, "value.exactness": exactness})
    assert answer.status_code == (422 if kept is None else 303)
    now = in_room(own_site).standing[one.id].now.value
    assert (now.low, now.high) == (kept or (one.now.value.low, one.now.value.high))
