"""The stories of a team: two at once, two persons, who may not. In a real browser, on a server with its worker."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.web.app.walking import PATIENCE, Walks, team_begun, walks

from allegata.actions.casebook import opened
from allegata.actions.current import every_decision
from allegata.actions.package import check
from allegata.model.decision import DecisionVerb

KILLED = "persons reported killed"
REASON = "Reason, kept for good"
BARDA, STEPANAKERT, BELGOROD = "town of Barda", "Stepanakert", "city of Belgorod"


@pytest.fixture
def team(own_casebook: Path, tmp_path: Path, chromium: Any) -> Iterator[Walks]:
    """A team's server over the example reports."""
    with team_begun(own_casebook, tmp_path / "office") as address, walks(chromium, address) as made:
        yield made


def decisions(casebook: Path) -> list[tuple[DecisionVerb, str, str | None]]:
    """The last word of the ledger on who decided what, with which second person."""
    with opened(casebook) as book:
        return [(one.verb, one.by, one.second) for one in every_decision(book)]


def to_incident(page: Any, words: str) -> None:
    """From anywhere to an incident by the words of its title."""
    page.get_by_role("link", name="Incidents", exact=True).click()
    page.locator("th a", has_text=words).first.click()


def editor(page: Any) -> None:
    """From anywhere to the open editor of a count in one text."""
    page.get_by_role("link", name="Texts", exact=True).click()
    page.get_by_role("link", name="Moscow accuses Ukrainian soldiers").first.click()
    value = page.locator(".found li", has_text=f"{KILLED}: at least 11").first
    value.locator("a.what").click()
    value.get_by_role("link", name="Correct").click()
    page.get_by_label("At least", exact=True).wait_for()


def answered(page: Any, button: Any) -> int:
    """The status of the answer to a form that a button sends."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        button.click()
    page.wait_for_load_state()
    return int(told.value.status)


def test_two_people_correct_one_count_at_once(team: Walks, own_casebook: Path) -> None:
    one, two = team.signed_in("analyst person"), team.signed_in("reviewer person")
    for page, low, reason in ((one, "13", "thirteen, says the line"), (two, "12", "twelve, I count")):
        editor(page)
        page.get_by_label("At least", exact=True).fill(low)
        page.get_by_label(REASON).fill(reason)
    assert answered(one, one.locator(".editor .actions").get_by_role("button", name="Correct")) == 303
    assert answered(two, two.locator(".editor .actions").get_by_role("button", name="Correct")) == 409
    changed = two.get_by_role("alert").inner_text()
    assert "at least 11 persons" in changed and "at least 13 persons" in changed
    assert "analyst person" in changed and "thirteen, says the line" in changed
    assert two.get_by_label("At least", exact=True).input_value() == "12"
    assert two.get_by_label(REASON).input_value() == "twelve, I count"
    assert answered(two, two.get_by_role("button", name="Decide again")) == 303
    assert "at least 12 persons" in two.inner_text(".card.on")
    correct = DecisionVerb.CORRECT
    assert decisions(own_casebook) == [(correct, "analyst person", None), (correct, "reviewer person", None)]


def asked_to_merge(page: Any, one: str, other: str, reason: str) -> Any:
    """To the preview of a merge, with a reason; its button."""
    to_incident(page, one)
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_label("Words of a title, or an id").fill(other)
    page.get_by_role("button", name="Find").click()
    page.locator("#found label", has_text=other).locator("input").check()
    page.get_by_role("button", name="See what it would come to").first.click()
    if page.locator("input[name=despite]").count():
        page.check("input[name=despite]")
    page.get_by_label(REASON).first.fill(reason)
    return page.get_by_role("button", name="Ask a second person for it")


def confirmed(page: Any, asker: str, reason: str) -> None:
    """What another person asked for, from the queue."""
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=re.compile(f"{asker} asks")).first.click()
    page.get_by_label("Your reason, kept for good").fill(reason)
    page.get_by_role("button", name="Confirm").click()
    page.locator("#done").wait_for()


def test_a_merge_takes_two_and_who_comes_late_is_told(team: Walks, own_casebook: Path) -> None:
    analyst, late, reviewer = (team.signed_in(f"{who} person") for who in ("analyst", "lead", "reviewer"))
    asking = asked_to_merge(analyst, BARDA, STEPANAKERT, "one day, one report")
    tardy = asked_to_merge(late, BARDA, BELGOROD, "told together")
    assert answered(analyst, asking) == 303
    assert "until somebody else confirms" in analyst.inner_text("#done")
    analyst.get_by_role("link", name="look at it").click()
    assert "another person has to confirm it" in analyst.inner_text("main")
    assert not analyst.get_by_role("button", name="Confirm").count()
    assert decisions(own_casebook) == []
    confirmed(reviewer, "analyst person", "read both")
    assert decisions(own_casebook) == [(DecisionVerb.MERGE, "analyst person", "reviewer person")]

    assert answered(late, tardy) == 409
    told = late.inner_text("main")
    assert "one day, one report" in told, "what was done meanwhile"
    assert "told together" in told, "what was meant"
    late.get_by_role("button", name="Look again").click()
    assert late.get_by_label(REASON).first.input_value() == "told together"
    if late.locator("input[name=despite]").count():
        late.check("input[name=despite]")
    assert answered(late, late.get_by_role("button", name="Ask a second person for it")) == 303
    assert len(decisions(own_casebook)) == 1, "asked for, and not done"


def test_a_dossier_takes_two_leads(team: Walks, own_casebook: Path, tmp_path: Path) -> None:
    one, two = team.signed_in("lead person"), team.signed_in("second lead")
    to_incident(one, BARDA)
    one.get_by_role("link", name="Dossier").click()
    one.get_by_label("Why it goes out").fill("For the file.")
    one.get_by_role("button", name="Prepare for signature").click()
    assert "Another person has to sign what you prepared." in one.inner_text("main")
    assert not one.get_by_role("button", name="Sign and seal").count()
    to_incident(two, BARDA)
    two.get_by_role("link", name="Dossier").click()
    two.get_by_role("link", name="Read it, then sign").click()
    assert "For the file." in two.inner_text("main")
    two.get_by_role("button", name="Sign and seal").click()
    with two.expect_download(timeout=PATIENCE) as download:
        two.get_by_role("status").get_by_role("link", name="Download the package").click()
    assert "signed by second lead" in two.inner_text("main")
    with ZipFile(download.value.path()) as packed:
        packed.extractall(tmp_path / "package")
    (package,) = (tmp_path / "package").iterdir()
    assert check(package).intact


CLOSED = re.compile(r"/(?:add|settings|dossiers?|audit|accounts|decide|edit|missed|look)(?:/|$|\?)")
OWN_FORMS = re.compile(r"^/(?:preferences|leave|c/\w+/incidents/views)(?:/forget)?$")
"""What everybody keeps for themselves: light and language, views saved under a name."""


def closed(page: Any) -> list[str]:
    """What a page offers that a viewer may not do: links, and buttons of forms that change something."""
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    forms = page.eval_on_selector_all(
        "form", "all => all.filter(f => f.method === 'post').map(f => f.getAttribute('action'))"
    )
    return [link for link in links if CLOSED.search(link)] + [
        form for form in forms if not OWN_FORMS.search(form)
    ]


def test_a_viewer_looks_at_everything_and_may_do_nothing(team: Walks, own_casebook: Path) -> None:
    page = team.signed_in("viewer person")
    offered: dict[str, list[str]] = {}

    def seen() -> None:
        assert page.locator("h1").count() == 1
        if found := closed(page):
            offered[page.url] = found

    names = page.locator(".nav a").all_inner_texts()
    assert "Add" not in names and "Settings" not in names
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()
        seen()
    to_incident(page, "Makiivka")
    seen()
    incident = page.url.split("?")[0]
    assert page.locator(".matrix .value").count()
    for name in ("History", "Origins"):
        page.get_by_role("link", name=name, exact=True).first.click()
        seen()
        page.goto(incident)
    page.locator("section[aria-labelledby=told] a").first.click()
    seen()
    text = page.url.split("?")[0].split("#")[0]
    page.get_by_role("link", name="capture and custody").click()
    seen()
    assert not offered

    book, name = incident.split("/incidents/")
    for path in ("add", "settings", "audit", f"dossier/{name}", f"incidents/{name}/decide"):
        answer = page.goto(f"{book}/{path}")
        assert answer.status == 403, path
        assert page.inner_text("h1") == "This is not open to you"
        assert "which your role does not have" in page.inner_text("main"), "it says why"
    answer = page.goto(f"{text}/missed")
    assert answer.status == 403
    page.goto(f"{incident}?unmasked=1")
    assert not page.get_by_text("Protected words are shown").count()


def test_who_keeps_the_accounts_sees_no_casebook(team: Walks, own_casebook: Path) -> None:
    viewer = team.signed_in("viewer person")
    book = viewer.url
    page = team.signed_in("admin person")
    assert page.url.endswith("/accounts") and "sees no content by that" in page.inner_text("main")
    for address in (
        book,
        f"{book}/map",
        book.replace("incidents", "texts"),
        book.replace("incidents", "custody"),
    ):
        answer = page.goto(address)
        assert answer.status == 404, address
        assert "casebook" not in page.inner_text("header"), "not even its name"
