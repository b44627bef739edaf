"""Review in a real browser: what waits, merge with preview and undo, two editors at once, who may not."""

import re
from pathlib import Path

from tests.web.app.conftest import Open, Site, Team, accessible, faults

from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.current import every_decision, every_incident
from allegata.actions.link import link
from allegata.actions.own import make_token
from allegata.actions.queue import queue, suspects
from allegata.actions.requests import ask, requests
from allegata.actions.review import review
from allegata.actions.second import readings, sheet
from allegata.actions.titles import titles
from allegata.model.decision import DecisionVerb
from allegata.model.user import Scope, SignedIn


def two_apart(folder: Path) -> tuple[str, str]:
    """Make two incidents of the largest one, which somebody could not tell: a proposal to look at."""
    with opened_to_write(folder, Outside(by="Somebody")) as book:
        one = max(every_incident(book), key=lambda one: len(one.mentions))
        review(book, DecisionVerb.SPLIT, one.id, "Somebody", "told elsewhere", [one.mentions[1]])
        link(book)
        held = [other for other in every_incident(book) if set(other.mentions) & set(one.mentions)]
        review(book, DecisionVerb.UNSURE, held[0].id, "Somebody", "cannot tell", [held[1].id])
        link(book)
        assess(book)
        return held[0].id, held[1].id


def ids(folder: Path) -> dict[str, tuple[str, ...]]:
    with opened(folder) as book:
        return {one.id: one.mentions for one in every_incident(book)}


def test_the_queue_is_by_incident_and_every_incident_stands_in_it_once(site: Site) -> None:
    text = site.get("review").text
    rows = re.findall(r"<h2><a href=\"[^\"]+/incidents/(inc_\w+)\"", text)
    assert rows and len(rows) == len(set(rows))
    assert site.get("review?for=search").status_code == 200
    assert site.get("review?for=nonsense&page=-1").status_code == 200


def test_what_others_asked_comes_first_and_proposals_follow(own_casebook: Path) -> None:
    two_apart(own_casebook)
    with opened_to_write(own_casebook, Outside(by="B. Colleague")) as book:
        last = every_incident(book)[-1]
        ask(book, DecisionVerb.STATE, last.id, "B. Colleague", "an own error", value="withdrawn")
        found = queue(book)
        assert found.lines[0].requests[0].request.subject == last.id
        assert found.lines[1].suspects and found.lines[1].suspects[0].unsure == ("Somebody",)
        assert len({line.incident for line in found.lines}) == len(found.lines)


def test_merge_is_previewed_done_and_undone_with_the_earlier_ids_back(
    window: Open, own_casebook: Path
) -> None:
    before = ids(own_casebook)
    a, b = sorted(before, key=lambda id: len(before[id]))[:2]
    here = window()
    page = here.page
    here.go(f"incidents/{a}/decide?act=merge&with={b}")
    assert page.get_by_text("Before and after. Nothing of this is written yet.").is_visible()
    assert ids(own_casebook) == before
    if page.locator("input[name=despite]").count():
        assert page.locator(".blockers li").count()
        page.check("input[name=despite]")
    page.fill("#reason-now", "one statement, told twice")
    page.get_by_role("button", name="Make them one").click()
    page.wait_for_selector("#done")
    assert "One person alone, not reviewed" in page.inner_text("#done")
    merged = ids(own_casebook)
    assert len(merged) == len(before) - 1
    assert any(set(before[a]) | set(before[b]) == set(mentions) for mentions in merged.values())
    page.locator("#decisions a", has_text="Undo").first.click()
    page.wait_for_selector("#reason-now")
    assert "comes back with its earlier id" in page.inner_text(".now")
    page.fill("#reason-now", "they are two after all")
    page.get_by_role("button", name="Undo it").click()
    page.wait_for_selector("#done")
    assert ids(own_casebook) == before


def test_a_split_is_previewed_and_done_without_javascript(window: Open, own_casebook: Path) -> None:
    before = ids(own_casebook)
    largest = max(before, key=lambda id: len(before[id]))
    here = window(javascript=False)
    here.go(f"incidents/{largest}/decide")
    here.page.check(f"[id='{before[largest][0]}']")
    here.page.locator("#split button").click()
    parts = here.page.locator(".before-after thead .after").count()
    here.page.fill("#reason-now", "another day")
    here.page.get_by_role("button", name="Split").click()
    here.page.wait_for_selector("#done")
    assert parts > 1
    assert len(ids(own_casebook)) == len(before) + parts - 1, "what was shown is what came of it"


def test_two_people_editing_at_once(window: Open, own_casebook: Path) -> None:
    before = ids(own_casebook)
    a, b, c = sorted(before, key=lambda id: len(before[id]))[:3]
    one, other = window(), window()
    one.go(f"incidents/{a}/decide?act=merge&with={b}")
    other.go(f"incidents/{a}/decide?act=merge&with={c}")
    for here, reason in ((one, "told twice"), (other, "the same day")):
        if here.page.locator("input[name=despite]").count():
            here.page.check("input[name=despite]")
        here.page.fill("#reason-now", reason)
    one.page.get_by_role("button", name="Make them one").click()
    one.page.wait_for_selector("#done")
    with other.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        other.page.get_by_role("button", name="Make them one").click()
    assert answer.value.status == 409
    text = other.page.inner_text("main")
    assert "told twice" in text, "what the first one did"
    assert "the same day" in text, "what the second one meant"
    assert not accessible(other.page)
    other.page.get_by_role("button", name="Look again").click()
    other.page.wait_for_selector("#reason-now")
    assert "the same day" in other.page.input_value("#reason-now")
    assert len(ids(own_casebook)) == len(before) - 1


def test_different_by_the_keyboard_and_on_to_the_next(window: Open, own_casebook: Path) -> None:
    a, b = two_apart(own_casebook)
    here = window()
    here.go(f"review/{a}?with={b}")
    here.page.fill("#reason", "two days")
    here.page.keyboard.press("Alt+d")
    here.page.wait_for_url("**/review?**")
    with opened(own_casebook) as book:
        assert every_decision(book)[-1].verb is DecisionVerb.DIFFERENT
        assert not suspects(book)


def test_the_pages_of_review_are_accessible(window: Open, own_casebook: Path) -> None:
    a, b = two_apart(own_casebook)
    with opened(own_casebook) as book:
        c = every_incident(book)[-1].id
    here = window()
    for path in (
        "review",
        f"review/{a}?with={b}",
        f"incidents/{a}/decide",
        f"incidents/{a}/decide?act=merge&with={b}",
        "review/second",
        f"review/second/{c}",
        "/help/review",
    ):
        here.go(path)
        assert not faults(here.page), path


def test_a_second_reading_sees_texts_and_no_first_value_until_its_own_is_kept(
    window: Open, own_casebook: Path
) -> None:
    with opened(own_casebook) as book:
        one = next(one for one in every_incident(book) if len(one.mentions) == 1)
        title = titles(book, [one.id])[one.id]
        texts = sheet(book, one.id, "anybody").texts
    here = window(javascript=False)
    here.go(f"review/second/{one.id}")
    source = here.page.content()
    assert title not in source
    assert "<mark" not in source
    assert texts[0].text.split()[0] in source
    here.page.select_option("#act", "killing")
    here.page.locator("[id='victims.killed-low']").fill("2")
    here.page.get_by_role("button", name="Keep my reading").click()
    told = here.page.inner_text("[role=alert]")
    assert "Unit: this is missing" in told and "Exactness: this is missing" in told, "nobody fills them in"
    assert here.page.locator("[id='victims.killed-low']").input_value() == "2"
    here.page.locator("[id='victims.killed-exactness']").select_option("exact_as_stated")
    here.page.locator("[id='victims.killed-unit']").select_option("persons")
    here.page.get_by_role("button", name="Keep my reading").click()
    here.page.wait_for_url("**/sec_*")
    assert "Two readings side by side" in here.page.inner_text("h1")
    there = window()  # axe is a script itself
    there.page.goto(here.page.url)
    assert not accessible(there.page)
    here.go(f"review/second/{one.id}")
    assert "already" in here.page.inner_text("main")


def test_a_team_takes_two_persons_and_a_viewer_may_not(team: Team) -> None:
    book = team.server.desk(team.casebook).book
    a, b, *_ = sorted(every_incident(book), key=lambda one: len(one.mentions))
    wish = {"act": "merge", "with": b.id, "reason": "told twice", "despite": "1"}
    assert team.site("viewer").post(f"incidents/{a.id}/decide", wish).status_code == 403
    lead = team.site("lead")
    assert lead.get(f"incidents/{a.id}/decide?act=merge&with={b.id}").status_code == 200
    assert lead.post(f"incidents/{a.id}/decide", wish).status_code == 303
    (asked,) = requests(book, open_only=True)
    assert len(every_incident(book)) == len({one.id for one in every_incident(book)} | {a.id, b.id})
    answer = f"review/requests/{asked.request.id}"
    own = lead.post(answer, {"how": "confirmed", "reason": "I am sure", "back": a.id})
    assert own.status_code == 422 and "another person has to confirm it" in own.text
    assert team.site("analyst").post(answer, {"how": "confirmed", "reason": "yes"}).status_code == 403
    assert requests(book, open_only=True), "nothing was decided by one alone"
    done = team.site("reviewer").post(answer, {"how": "confirmed", "reason": "read both", "back": a.id})
    assert done.status_code == 303
    decision = every_decision(book)[-1]
    assert (decision.by, decision.second) == ("lead person", "reviewer person")


def test_a_program_confirms_a_copy_only_with_the_right_to_confirm(team: Team) -> None:
    for who, code in (("analyst", 403), ("reviewer", 404)):
        team.client.cookies.clear()
        token = make_token(team.server, SignedIn(team.users[who], "x"), "t", Scope.WORK, 30)
        answer = team.client.post(
            f"/api/v1/c/{team.casebook}/decisions",
            headers={"authorization": f"Bearer {token}"},
            json={"verb": "accept", "subject": "0" * 64, "reason": "looked at it"},
        )
        assert answer.status_code == code, answer.text


def test_who_had_the_incident_shown_reads_it_not_blind(team: Team) -> None:
    book = team.server.desk(team.casebook).book
    one = max(every_incident(book), key=lambda one: len(one.mentions)).id
    reviewer = team.site("reviewer")
    assert reviewer.get(f"incidents/{one}").status_code == 200
    assert "not blind" in reviewer.get(f"review/second/{one}").text
    assert reviewer.post(f"review/second/{one}", {}).status_code == 422, "an empty form is no reading"
    assert reviewer.post(f"review/second/{one}", {"act": "killing"}).status_code == 303
    lead = team.site("lead")
    assert "not blind" not in lead.get(f"review/second/{one}").text
    assert lead.post(f"review/second/{one}", {"none": "1"}).status_code == 303
    assert [(made.by, made.blind) for made in readings(book, one)] == [
        ("reviewer person", False),
        ("lead person", True),
    ]
    assert "Not blind" in lead.get(f"review/second/{one}/{readings(book, one)[0].id}").text
