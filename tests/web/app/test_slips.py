"""Slips of people at work: a key pressed in the wrong place takes nothing back, an old address leads on."""

import re

from playwright.sync_api import Locator
from tests.web.app.conftest import Open, Site, Window

from allegata.actions.current import every_incident
from allegata.actions.link import link
from allegata.actions.review import review
from allegata.model.decision import DecisionVerb
from allegata.web.rendering import sentence


def room(site: Site) -> str:
    """The path of one text's reading room."""
    listed = site.get("texts", params={"q": "bodies yard"}).text
    found = re.search(r"/(texts/[0-9a-f]{20})", listed)
    assert found
    return found.group(1)


def at_a_value(one: Window, site: Site) -> Locator:
    """Open the reading room; one of its values gets the focus."""
    one.go(room(site))
    value = one.page.locator(".card .found > li").nth(3)
    value.locator("a.what").focus()
    return value


def accept(one: Window) -> None:
    """Accept by the key, and wait until the page that follows has moved its focus on to what is undecided."""
    with one.page.expect_navigation(wait_until="load"):
        one.page.keyboard.press("a")
    assert one.page.locator("button[data-key=u]").is_visible()


def test_enter_in_the_reason_takes_nothing_back(window: Open, site: Site) -> None:
    one = window()
    one.go(room(site))
    one.page.keyboard.press("j")
    accept(one)
    address = one.page.url
    reason = one.page.get_by_label("Reason for accepting")
    reason.fill("read it twice")
    sent: list[str] = []
    one.page.on("request", lambda request: sent.append(request.method))
    reason.press("Enter")
    one.page.reload()  # a request that is sure to come: whatever Enter sent came before it
    one.page.wait_for_selector("button[data-key=u]")
    assert sent and "POST" not in sent and one.page.url == address


def test_a_key_means_the_value_that_has_the_focus(window: Open, site: Site) -> None:
    one = window()
    value = at_a_value(one, site)
    one.page.keyboard.press("c")
    one.page.locator(".editing").wait_for()
    assert value.locator(".editing").count() == 1


def test_what_is_decided_is_not_accepted_again_nor_anything_else_for_it(window: Open, site: Site) -> None:
    one = window()
    at_a_value(one, site)
    accept(one)
    decided = one.page.locator(".found > li", has=one.page.locator(".note.person")).first
    decided.locator("a.what").focus()
    sent: list[str] = []
    one.page.on("request", lambda request: sent.append(request.method))
    one.page.keyboard.press("a")
    one.page.reload()
    one.page.wait_for_selector("button[data-key=u]")
    assert sent and "POST" not in sent


def test_the_address_of_a_merged_record_leads_on(own_site: Site) -> None:
    desk = next(iter(own_site.server.desks.values()))
    one, other = (incident.id for incident in every_incident(desk.book)[:2])
    with desk.writing("Lead One") as book:
        review(book, DecisionVerb.MERGE, one, "Lead One", "one event", (other,), despite_blockers=True)
        link(book)
    held = {incident.id for incident in every_incident(desk.book)}
    (gone,) = {one, other} - held
    (kept,) = {one, other} & held
    answer = own_site.get(f"incidents/{gone}")
    assert answer.status_code == 404 and f"{gone} was merged into" in answer.text
    assert f'href="{own_site.url(f"incidents/{kept}")}"' in answer.text


def test_a_second_reading_is_begun_from_a_list_that_tells_no_value(own_site: Site) -> None:
    desk = next(iter(own_site.server.desks.values()))
    every = {incident.id for incident in every_incident(desk.book)}
    begun = own_site.get("review/second").text.partition('id="h-begin"')[2].partition("</section>")[0]
    assert set(re.findall(r"/review/second/(inc_\w+)", begun)) == every
    assert not re.search(r"killed|captive|alleged", begun.partition("<ul")[2])


def test_an_id_at_the_beginning_of_a_sentence_stays_as_it_is() -> None:
    assert sentence("inc_01 was merged into inc_02") == "inc_01 was merged into inc_02."
    assert sentence("nobody has looked") == "Nobody has looked."
