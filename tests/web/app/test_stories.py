"""The main stories, as people live them: visible pages only, a real browser, a real server, its real worker.

The ledger is asked at the end alone, to say whether what was shown is so.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.web.app.conftest import Open
from tests.web.app.walking import PATIENCE, Walks, begun, settled, team_begun, walks

from allegata.actions.casebook import opened
from allegata.actions.current import every_decision, every_incident
from allegata.actions.package import check
from allegata.model.decision import DecisionVerb

FIVE = (
    "makiivka-ridge-herald.txt",
    "makiivka-lowland-post.txt",
    "makiivka-coastal-gazette.md",
    "wad-al-noura-delta-standard.txt",
    "kursk-riverside-bulletin.txt",
)
KILLED = "persons reported killed"


@pytest.fixture
def fresh(tmp_path: Path, keys: Path, chromium: Any) -> Iterator[tuple[Walks, str, Path]]:
    """`allegata serve` on a folder that is not there yet."""
    folder = tmp_path / "new"
    with begun(folder, tmp_path / "office") as (address, link), walks(chromium, address) as made:
        yield made, link, folder


def added(page: Any, reports: list[Path]) -> None:
    """From the empty list to the list of incidents: add, watch, look."""
    page.get_by_role("link", name="Add reports").click()
    page.locator("#files").set_input_files(reports)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile("/work/job_"))
    page.get_by_text("5 items were added").wait_for(timeout=PATIENCE)
    settled(page)
    page.get_by_role("link", name="Incidents", exact=True).click()


def by_tab(page: Any, target: Any, most: int = 200) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError("Tab does not lead there")


def corrected(page: Any, low: str) -> None:
    """In the reading room: another number for the value that is in focus."""
    line = page.locator(".card.on .found li", has_text=KILLED)
    line.get_by_role("link", name="Correct").click()
    page.get_by_label("At least", exact=True).fill(low)
    page.get_by_label("Reason, kept for good").fill("The committee is quoted with twelve.")
    page.locator(".editor .actions").get_by_role("button", name="Correct").click()
    page.locator(".card", has_text="corrected by").wait_for()


def one_made_of_two(page: Any, first: str, other: str) -> tuple[str, str]:
    """From an incident: find another by its title, see what it would come to, make them one; on the new one's page.

    :return: the id of the one that they are now, and the id of the other.
    """
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_label("Words of a title, or an id").fill(other)
    page.get_by_role("button", name="Find").click()
    choice = page.locator("#found label", has_text=other)
    second = choice.locator("input").get_attribute("value")
    choice.locator("input").check()
    page.get_by_role("button", name="See what it would come to").first.click()
    assert "Nothing of this is written yet." in page.inner_text(".outcome")
    assert first in page.inner_text(".outcome") and second in page.inner_text(".outcome")
    if page.locator("input[name=despite]").count():
        page.check("input[name=despite]")
    page.get_by_label("Reason, kept for good").first.fill("The same yard, the same clip.")
    page.get_by_role("button", name="Make them one").click()
    page.locator("#done").wait_for()
    merged = re.search(r"inc_\w+", page.url)
    assert merged
    page.locator(".kicker a").first.click()
    settled(page)
    return merged.group(), second


def undone(page: Any) -> None:
    """Take the last decision on an incident back."""
    page.get_by_role("link", name="Decide", exact=True).click()
    page.locator("#decisions").get_by_role("link", name=re.compile("Undo")).last.click()
    assert "comes back with its earlier id" in page.inner_text(".now")
    page.get_by_label("Reason, kept for good").first.fill("They are two after all.")
    page.get_by_role("button", name="Undo it").click()
    page.locator("#done").wait_for()
    settled(page)


def signed(page: Any, incident: str, folder: Path) -> Path:
    """From the list: the dossier of an incident, looked at, signed, downloaded and unpacked."""
    page.locator(f"th a[href$='{incident}']").click()
    page.get_by_role("link", name="Dossier").click()
    assert "What the accused side says" in page.inner_text(".sheet")
    page.get_by_label("Why it goes out").fill("For the file.")
    page.get_by_role("button", name="Sign and seal").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("status").get_by_role("link", name="Download the package").click()
    with ZipFile(download.value.path()) as packed:
        packed.extractall(folder / "package")
    (package,) = (folder / "package").iterdir()
    return package


def test_the_whole_way(fresh: tuple[Walks, str, Path], examples: Path, tmp_path: Path) -> None:
    walk, link, folder = fresh
    page = walk.window()
    page.goto(link)
    added(page, [examples / name for name in FIVE])
    page.get_by_role("link", name=re.compile("11 captives")).click()
    first = page.url.rsplit("/", 1)[1]
    page.get_by_role("link", name="Account matrix").click()
    value = page.locator("tr", has_text=KILLED).locator("button.value", has_text="11")
    by_tab(page, value)
    quotation = page.locator(".said:visible")
    assert "11" in quotation.inner_text()
    by_tab(page, quotation.locator("a"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/texts/"))
    page.wait_for_load_state()
    corrected(page, "12")
    page.goto(page.url.split("/texts/")[0] + f"/incidents/{first}")
    settled(page)
    cell = page.locator("tr", has_text=KILLED).locator(".held")
    assert "12" in cell.inner_text() and "corrected by a person" in cell.inner_text()
    assert "12 captives" in page.inner_text("h1")

    merged, second = one_made_of_two(page, first, "village of Makiivka")
    told = page.inner_text("section[aria-labelledby=told]")
    assert all(name in told for name in FIVE[:3]), "the merged one shows both"
    undone(page)
    page.get_by_role("link", name="Incidents", exact=True).click()
    for id in (first, second):
        assert page.locator(f"th a[href$='{id}']").is_visible(), "the earlier ids are back"
    assert not page.locator(f"th a[href$='{merged}']").count() or merged in (first, second)

    package = signed(page, first, tmp_path)
    assert check(package).intact
    with opened(folder) as book:
        told = [(one.verb, one.by) for one in every_decision(book)]
        ids = {one.id for one in every_incident(book)}
    assert [verb for verb, _ in told] == [DecisionVerb.CORRECT, DecisionVerb.MERGE, DecisionVerb.UNDO]
    assert {by for _, by in told} == {"Analyst One"}
    assert {first, second} <= ids


def test_the_same_without_javascript_up_to_the_correction(
    fresh: tuple[Walks, str, Path], examples: Path
) -> None:
    walk, link, folder = fresh
    page = walk.window(javascript=False)
    page.goto(link)
    added(page, [examples / name for name in FIVE])
    page.get_by_role("link", name=re.compile("11 captives")).click()
    first = page.url
    page.get_by_role("link", name="Account matrix").click()
    page.locator("tr", has_text=KILLED).locator("button.value", has_text="11").focus()
    page.locator(".said:visible a").click()
    line = page.locator(".card.on .found li", has_text=KILLED)
    line.get_by_role("link", name="Correct").click()
    assert "at least 11 unarmed Russian prisoners" in page.inner_text(".in-place"), "its words stay in sight"
    page.get_by_label("At least", exact=True).fill("12")
    page.get_by_label("Reason, kept for good").fill("The committee is quoted with twelve.")
    page.locator(".editor .actions").get_by_role("button", name="Correct").click()
    assert "corrected by Analyst One" in page.inner_text(".card.on")
    page.goto(first)
    settled(page)
    assert "corrected by a person" in page.locator("tr", has_text=KILLED).locator(".held").inner_text()
    assert not [url for url in walk.asked if url.endswith(".js")]
    with opened(folder) as book:
        assert [one.verb for one in every_decision(book)] == [DecisionVerb.CORRECT]


def test_tab_leaves_every_page_again(window: Open) -> None:
    """Nothing traps the focus: Tab goes on until the page's end."""
    one = window()
    for path in ("incidents", "texts", "review", "add", "figures"):
        one.go(path)
        seen: list[str] = []
        for _ in range(400):
            one.page.keyboard.press("Tab")
            now = one.page.evaluate(
                "(() => { const at = document.activeElement; if (!at || at === document.body) return '';"
                " at.dataset.walked = (Number(at.dataset.walked) || 0) + 1;"
                " return at.dataset.walked + at.tagName; })()"
            )
            if not now or not now.startswith("1"):
                break
            seen.append(now)
        expected = one.page.evaluate("[...document.querySelectorAll('[data-walked]')].length")
        assert len(seen) == expected > 5, path


def test_a_request_elsewhere_and_a_script_within_a_page_would_be_noticed(
    chromium: Any, example_casebook: Path, tmp_path: Path
) -> None:
    with team_begun(example_casebook, tmp_path / "office") as address:
        walk = Walks(chromium, address)
        page = walk.window()
        page.goto(address)
        assert not walk.unwanted()
        page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => 0)")
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
        page.wait_for_timeout(200)
        assert len([word for word in walk.unwanted() if "Content Security Policy" in word]) >= 2
        page.context.close()
