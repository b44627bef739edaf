"""The reading room: original and reading side by side, decisions, missed marks, the way back to the bytes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from tests.web.app.conftest import WHO, Open, Site, faults, serving

from allegata.actions.casebook import Outside
from allegata.actions.editing import offer
from allegata.actions.review import review
from allegata.actions.room import Room, room
from allegata.actions.run import run
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import to_data
from allegata.model.decision import DecisionVerb
from allegata.model.record import Verification
from allegata.model.room import Standing
from allegata.store.tables import DOCUMENTS
from allegata.web.editing import Editor
from allegata.web.room import page_of

RIDGE = "makiivka-ridge-herald.txt"


def item_of(site: Site, name: str) -> str:
    """The id of the item that came under a name."""
    from allegata.actions.current import every_item

    return next(i.id for i in every_item(site_book(site)) if i.capture.received_name == name)


def site_book(site: Site) -> Any:
    return next(iter(site.server.desks.values())).book


def in_room(site: Site, name: str = RIDGE) -> Room:
    return room(site_book(site), item_of(site, name))


def text_path(site: Site, name: str = RIDGE) -> str:
    return f"texts/{item_of(site, name)[:20]}"


def account(one: Room) -> Standing:
    """Some account with a count."""
    return next(s for s in one.standing.values() if s.kind == "accounts" and "killed" in s.proposed.attribute)


def decide(site: Site, path: str, **data: Any) -> Any:
    return site.post(f"{path}/decide", data)


def test_the_whole_text_is_there_word_for_word(site: Site) -> None:
    one = in_room(site)
    assert one.record.document
    page = site.get(text_path(site)).text
    shown = "".join(re.findall(r'<p class="(?:para|headline)"[^>]*>(.*?)</p>', page, re.S))
    words = unescape(re.sub(r"<[^>]+>", "", shown)).split()
    assert "".join(words) == "".join(one.record.document.text.split())


def test_every_thing_read_stands_beside_its_words(site: Site) -> None:
    one, page = in_room(site), site.get(text_path(site)).text
    assert one.standing
    for id, standing in one.standing.items():
        assert f'id="{id}"' in page
        assert f'id="p{standing.span.start}"' in page or standing.kind == "statements"


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
    from allegata.web.room import in_order

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


def test_the_original_is_handed_out_as_bytes_to_be_saved(site: Site) -> None:
    item = item_of(site, "wad-al-noura-open-ground.pdf")
    answer = site.get(f"original/{item[:20]}")
    assert sha256(answer.content).hexdigest() == item
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{item[:20]}.pdf"'
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert site.get("original/..%2f..%2fledger").status_code == 404
    assert site.get("original/ffffffffffffffffffff").status_code == 404


def test_capture_and_custody_are_told(site: Site) -> None:
    page = site.get(f"{text_path(site)}/capture").text
    assert item_of(site, RIDGE) in page
    assert "Custody" in page and "received" in page


PAGES = (RIDGE, "wad-al-noura-open-ground.pdf", "pokrovsk-visnyk-peredmistia.txt")


def test_the_room_is_accessible(window: Open, site: Site) -> None:
    one = window()
    for name in PAGES:
        for path in (text_path(site, name), f"{text_path(site, name)}/capture"):
            one.go(path)
            assert not faults(one.page), path


# --- editors ---------------------------------------------------------------------------------------


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the editor on a page, without its buttons."""
    form = page[page.index('class="editor"') :]
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input (?:id="[^"]*" )?name="([^"]+)" value="([^"]*)"', form)
    }
    for name, inner in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        chosen = chosen or re.search(r'<option value="([^"]*)"', inner)  # a browser takes the first
        found[name] = unescape(chosen.group(1)) if chosen else ""
    for name in re.findall(r'type="checkbox" name="([^"]+)" value="1" checked', form):
        found[name] = "1"
    found.pop("places", None)
    return found


def correct(site: Site, one: Standing, **changed: str) -> Any:
    path = text_path(site)
    given = fields(site.get(f"{path}/edit/{one.id}").text)
    return decide(site, path, **{**given, **changed, "decide": f"correct:{one.id}:{one.seen}"})


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
    new |= {"value.near": "1"}
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


def test_the_text_stays_beside_what_is_being_marked(site: Site) -> None:
    document = in_room(site).record.document
    assert document
    words = "shows about a dozen bodies in the same yard"
    start = document.text.index(words)
    open_form = site.get(f"{text_path(site)}/missed", params={"at": start}).text
    assert open_form.count('<p class="para" data-line=') > 5
    chosen = {"start": start, "end": start + len(words), "kind": "statements"}
    page = site.get(f"{text_path(site)}/missed", params=chosen).text
    marked = re.findall(r"<mark[^>]*k-chosen[^>]*>(.*?)</mark>", page, re.S)
    assert "".join(marked) == words
    assert 1 < page.count('<p class="para" data-line=') <= 5


def test_the_only_alleged_occurrence_is_chosen_beforehand(site: Site) -> None:
    one = in_room(site)
    document, shown = one.record.document, one.shown
    assert document and shown and shown.mentions
    every = offer(site_book(site), document, shown, account(one).span)

    def ticked(count: int) -> list[str]:
        given = replace(every, mentions=every.mentions[:1] * count)
        sets = Editor(given, Verification).fieldsets()
        return [i.name for one in sets for i in one.inputs if i.name.startswith("about.") and i.value]

    assert ticked(1) == [f"about.{every.mentions[0].id}"]
    assert ticked(2) == []


# --- missed words ----------------------------------------------------------------------------------


def mark(site: Site, kind: str, words: str, **given: str) -> Any:
    document = in_room(site).record.document
    assert document
    start = document.text.index(words)
    at = {"start": str(start), "end": str(start + len(words)), "kind": kind}
    page = site.get(
        f"{text_path(site)}/missed", params={**at, **{k: v for k, v in given.items() if k == "attribute"}}
    )
    assert page.status_code == 200
    return site.post(f"{text_path(site)}/missed", {**fields(page.text), **at, **given})


def test_a_missed_statement_is_marked_and_undone(own_site: Site) -> None:
    words = "shows about a dozen bodies in the same yard"
    answer = mark(own_site, "statements", words, quotation="indirect", cue="shows")
    assert answer.status_code == 303, answer.text
    id = answer.headers["location"].partition("#")[2]
    now = in_room(own_site).standing[id]
    assert now.marked and now.proposed.span.quote == words and now.proposed.made_by == "human"
    assert [cue.quote for cue in now.proposed.cues] == ["shows"]
    page = own_site.get(text_path(own_site), params={"focus": id}).text
    assert "marked by Analyst One" in page
    decide(own_site, text_path(own_site), decide=f"undo:{now.marked.id}")
    assert id not in in_room(own_site).standing


def test_a_missed_account_and_a_missed_check_are_marked(own_site: Site) -> None:
    answer = mark(
        own_site, "accounts", "at least 11", attribute="victims.captured",
        **{"value.low": "11", "value.exactness": "lower_bound"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    id = answer.headers["location"].partition("#")[2]
    now = in_room(own_site).standing[id].now
    assert (now.value.low, now.value.role, now.attribute) == (11, "captured", "victims.captured")
    answer = mark(
        own_site, "verifications", "cannot be seen", aspect="cause_of_death", result="could_not_verify"
    )
    assert answer.status_code == 303, answer.text


def test_words_are_found_without_a_script(site: Site) -> None:
    page = site.get(f"{text_path(site)}/missed", params={"words": "another man comes out of a building"}).text
    assert "2. What they are" in page
    many = site.get(f"{text_path(site)}/missed", params={"words": "soldiers"}).text
    assert "Choose which" in many and many.count("start=") > 1
    none = site.get(f"{text_path(site)}/missed", params={"words": "words that nobody wrote"})
    assert none.status_code == 422 and "does not stand in this text" in none.text


def test_a_mark_outside_the_text_is_refused(own_site: Site) -> None:
    sent = {"start": "10", "end": "999999", "kind": "statements", "reason": "x"}
    assert own_site.post(f"{text_path(own_site)}/missed", sent).status_code == 422
    sent = {"start": "10", "end": "20", "kind": "decisions", "reason": "x"}
    assert own_site.post(f"{text_path(own_site)}/missed", sent).status_code == 422


# --- in a browser ----------------------------------------------------------------------------------


def test_a_statement_is_read_and_decided_by_keys(window: Open, site: Site) -> None:
    one = window()
    path = text_path(site)
    one.go(path)
    page = one.page
    first = page.locator(".card.on").get_attribute("id")
    page.keyboard.press("j")
    second = page.locator(".card.on").get_attribute("id")
    assert second != first
    assert page.locator(f'mark.on[data-t~="{second}"]').count() > 0
    assert page.locator(f'mark.on[data-t="{first}"]').count() == 0
    page.keyboard.press("k")
    assert page.locator(".card.on").get_attribute("id") == first
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url("**#" + second)
    assert page.locator(".counter b").inner_text() == "1"
    page.keyboard.press("c")
    page.wait_for_selector(".editing .editor")
    page.keyboard.press("a")  # typed into the input that has the focus, and no command
    assert page.locator(".counter b").inner_text() == "1"
    page.keyboard.press("Escape")
    assert page.locator(".editing").count() == 0
    page.keyboard.press("x")
    page.wait_for_selector(".editing [data-reason]")
    page.locator(".editing [data-reason]").first.click()
    assert page.locator(".editing input[name=reason]").input_value() == "The words do not say this."
    page.locator(".editing .actions button").click()
    page.wait_for_selector(".counter b:text('2')")
    page.keyboard.press("u")
    page.wait_for_selector(".counter b:text('1')")


def test_selected_words_become_exact_offsets(window: Open, site: Site) -> None:
    one = window()
    one.go(text_path(site))
    page = one.page
    words = "shows about a dozen bodies in the same yard"
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
          const range = document.createRange(); let node; let all = []; let joined = '';
          while ((node = walk.nextNode())) if (node.parentElement.closest('p[data-start]')) {
            all.push([joined.length, node]); joined += node.data; }
          const at = joined.indexOf(words), end = at + words.length;
          const put = (offset, last) => { const [from, node] = all.filter(([f]) => last ? f < offset : f <= offset).pop();
            return [node, offset - from]; };
          range.setStart(...put(at, false)); range.setEnd(...put(end, true));
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_selector("a[data-key=m].ready")
    page.keyboard.press("m")
    page.wait_for_url("**/missed?*start=*")
    assert page.locator("blockquote.in-place").inner_text() == words


def test_overlapping_marks_are_chosen_one_by_one(window: Open, site: Site) -> None:
    one = window()
    one.go(text_path(site))
    page = one.page
    many = page.locator("mark[data-t*=' ']").first
    things = (many.get_attribute("data-t") or "").split()
    seen = set()
    for _ in range(len(things) + 1):
        many.click()
        seen.add(page.evaluate("document.querySelector('.found li.picked')?.id ?? ''"))
    assert len(seen) > 2


def test_keys_can_be_switched_off(window: Open, site: Site) -> None:
    one = window()
    one.go(text_path(site))
    one.page.get_by_role("button", name="Keyboard").click()
    one.page.locator("input[name=keys-off]").check()
    one.page.keyboard.press("Escape")
    before = one.page.locator(".card.on").get_attribute("id")
    one.page.keyboard.press("j")
    assert one.page.locator(".card.on").get_attribute("id") == before


def test_the_room_works_without_a_script(window: Open, site: Site) -> None:
    one = window(javascript=False)
    one.go(text_path(site))
    one.page.locator(".card .n").nth(2).click()
    focus = one.page.locator(".card.on")
    assert focus.locator(".n").inner_text() == "3"
    focus.get_by_role("button", name="Accept all").click()
    assert one.page.locator(".counter b").inner_text() == "1"
    one.page.get_by_role("link", name="Reject").first.click()
    one.page.get_by_label("Reason, kept for good").fill("The words do not say this.")
    one.page.locator(".actions").get_by_role("button", name="Reject").click()
    out = one.page.locator(".card", has_text=f"rejected by {WHO}")
    assert out.locator(".was", has_text="The words do not say this.").count() >= 1


@pytest.mark.parametrize("javascript", [True, False])
def test_what_can_be_done_is_found_without_choosing_a_statement(
    window: Open, site: Site, javascript: bool
) -> None:
    one = window(javascript=javascript)
    one.go(text_path(site))
    card = one.page.locator(".card:not(.on)").nth(1)
    correct = card.get_by_role("link", name="Correct").last
    assert correct.is_visible() is not javascript
    if javascript:
        card.locator(".n").focus()
        assert correct.is_visible()
        one.page.locator(".brand a").focus()
        card.hover()
    assert correct.is_visible()
    correct.click()
    one.page.locator(".editor").wait_for()
    assert one.page.locator(".said-here").is_visible()


def test_two_texts_stand_side_by_side(site: Site) -> None:
    path = text_path(site)
    offered = site.get(f"{path}/beside").text
    others = re.findall(r'/beside/([0-9a-f]{20})"', offered)
    assert others
    assert site.get(f"{path}/beside/{others[0]}").status_code == 200
    same = site.get(f"{path}/beside/{path[6:]}").text
    assert "100 % of the words of both" in same and 'class="k-differs' not in same
    ukrainian = item_of(site, "pokrovsk-visnyk-peredmistia.txt")[:20]
    page = site.get(f"{path}/beside/{ukrainian}").text
    assert 'class="k-differs' not in page and "nothing is marked" in page


# --- texts that mean no good, and long ones ------------------------------------------------------------

HOSTILE = """<script>alert(1)</script> "quoted" </mark></p><img src=x onerror=alert(2)>

The Ridge ministry said that Lowland soldiers shot two captives near <b>Miry</b> on Friday.

See javascript:alert(3) and [a link](javascript:alert(4)) \u202eabc\u202c; the Lowland army denied it.
"""
HEBREW = "משרד החוץ מסר כי שני אנשים נהרגו ביום שישי סמוך לכפר.\n\nהצבא לא הגיב לדברים עד יום ראשון בערב.\n"


def paragraph(number: int) -> str:
    return (
        f"The Ridge ministry said on Friday that Lowland soldiers shot {number + 2} captives near the village of "
        "Makiivka. The Lowland army denied the accusation. Nobody has been able to verify the video.\n\n"
    )


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A casebook of a hostile text under a hostile name, one written from right to left, and a long one."""
    folder = tmp_path_factory.mktemp("odd")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "<script>alert(5)<&script>\u202e.txt").write_text(HOSTILE, encoding="utf-8")
    (reports / "hebrew.txt").write_text(HEBREW, encoding="utf-8")
    (reports / "long.txt").write_text("".join(map(paragraph, range(500))), encoding="utf-8")
    run(reports, folder / "casebook", outside=Outside(by="Odd Desk"))
    with serving(folder / "casebook", folder / "office") as made:
        yield made


def odd_path(odd: Site, start: str) -> str:
    from allegata.actions.current import every_item

    items = every_item(site_book(odd))
    return f"texts/{next(i.id for i in items if i.capture.received_name.startswith(start))[:20]}"


def test_what_a_text_says_is_never_markup(odd: Site) -> None:
    path = odd_path(odd, "<script>")
    for address in (path, f"{path}/capture", f"{path}/missed?words=Ridge", f"{path}/beside/{path[6:]}"):
        page = odd.get(address).text
        assert "<script>alert" not in page and "onerror=alert(2)>" not in page.replace("&gt;", "")
        assert not re.search(r'(?:href|src|action)="(?!/|#)', page)
        assert "<img" not in page and "</mark></p>&lt;img" not in page
        assert "\u202e" not in page
    answer = odd.get(f"original/{path[6:]}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(r'attachment; filename="[0-9a-f]{20}\.txt"', answer.headers["content-disposition"])


def test_a_text_keeps_its_own_direction(odd: Site) -> None:
    page = odd.get(odd_path(odd, "hebrew")).text
    assert re.search(r'<div class="original" lang="he" dir="rtl">', page)


def test_a_long_text_comes_in_parts_and_a_page_stays_small(odd: Site) -> None:
    path = odd_path(odd, "long")
    first = odd.get(path)
    assert len(first.content) < 300_000
    parts = max(int(n) for n in re.findall(r"[?&]part=(\d+)", unescape(first.text)))
    assert parts >= 3
    lines = []
    for number in range(1, parts + 1):
        page = odd.get(path, params={"part": number})
        assert len(page.content) < 300_000
        lines += re.findall(r'data-line="(\d+)"', page.text)
    assert [int(n) for n in lines] == list(range(1, 1000, 2))
    assert 'data-start="50' in odd.get(path, params={"at": 50_500}).text


def test_every_quotation_leads_to_the_statement_that_it_is_read_from(site: Site) -> None:
    """Statements lie within one another: the one that began last need not be it."""
    book = site.server.desks[site.casebook].book
    seen = 0
    for row in book.index.rows(select(DOCUMENTS.c.id).where(DOCUMENTS.c.statements > 0)):
        one = room(book, row.id)
        parts = [s for s in one.standing.values() if getattr(s.proposed, "statement", None)]
        for standing in parts:
            focus = page_of(one, at=standing.span.start).focus
            beginning = {s.proposed.statement for s in parts if s.span.start == standing.span.start}
            assert focus in beginning, f"{row.id} at {standing.span.start}"
            seen += 1
    assert seen > 100
