"""Footage in the browser: text first, nothing decoded before a deliberate step, one still at a time."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.web.app.conftest import WHO, Open, Site, faults

from allegata.actions.add import add
from allegata.actions.footage import footage_items, item_named
from allegata.actions.media import derivatives
from allegata.actions.read import read
from allegata.actions.review import review
from allegata.actions.sittings import Sittings, records
from allegata.actions.working import run_waiting
from allegata.evidence.custody import EntryKind
from allegata.model.decision import DecisionVerb
from allegata.store.tables import EVENTS

pytest.importorskip("av", reason="left out: the extra `footage` is not installed")

FILM = "original.mp4"
STILL = re.compile(r'<img src="([^"]+/still/[^"]+)"')


def film(site: Site) -> str:
    book = next(iter(site.server.desks.values())).book
    return next(one.id[:20] for one in footage_items(book) if one.capture.received_name.endswith(FILM))


def looks(site: Site) -> list[Any]:
    """The entries of the ledger that tell of a look."""
    book = next(iter(site.server.desks.values())).book
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.VIEWED).order_by(EVENTS.c.seq)
    return [book.ledger.entry(row.seq).data for row in book.index.rows(query)]


STARTED: list[str] = []
"""Every program that this process started, the confined decoder among them, since a test began to listen."""


@pytest.fixture
def started() -> Iterator[Callable[[], list[str]]]:
    """What was started meanwhile, the decoder above all: an audit hook hears of every process."""
    if not getattr(sys, "_footage_hook", False):
        sys.addaudithook(_heard)
        sys._footage_hook = True  # type: ignore[attr-defined]
    STARTED.clear()
    yield lambda: [one for one in STARTED if "allegata.engines" in one]


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        STARTED.append(str(arguments[1]))


def step(site: Site, name: str, **data: str) -> Any:
    return site.post(f"footage/{name}/look/step", data)


def test_must_not_11_no_page_decodes_anything(own_site: Site, started: Callable[[], list[str]]) -> None:
    book = next(iter(own_site.server.desks.values())).book
    name = film(own_site)
    own_site.post(f"footage/{name}/look/begin", {"reason": "to see what the page does"})
    for path in ["footage", *(f"footage/{one.id[:20]}" for one in footage_items(book))]:
        for way in (path, f"{path}/look") if "/" in path else (path,):
            answer = own_site.get(way)
            assert answer.status_code == 200
            assert not re.search(r"<(img|video|audio|picture|object|embed|iframe)\b", answer.text)
    own_site.get(f"footage/{name}/look?still=made-up")
    assert own_site.get(f"footage/{name}/still/made-up").status_code == 404
    assert started() == []
    assert looks(own_site) == []
    step(own_site, name, by="0")
    assert len(started()) == 1, "the hook hears of a decoder when there is one"


def test_looking_is_announced_and_the_way_back_comes_first(own_site: Site) -> None:
    name = film(own_site)
    text = own_site.get(f"footage/{name}/look").text
    assert "Nobody has noted what it shows: expect the worst" in text
    assert text.index("Do not look; back to the notes") < text.index("Go on; nothing is shown yet")
    line = {
        "from": "0:01",
        "to": "0:03",
        "words": "A lorry turns at a crossing",
        "level": "none",
        "sound": "1",
    }
    assert own_site.post(f"footage/{name}/note", line).status_code == 303
    text = own_site.get(f"footage/{name}/look").text
    assert "A lorry turns at a crossing" in text
    assert "0:01–0:03" in text
    assert "with sound" in text


def test_a_look_needs_a_reason_and_a_sitting(own_site: Site, started: Callable[[], list[str]]) -> None:
    name = film(own_site)
    assert own_site.post(f"footage/{name}/look/begin", {"reason": "  "}).status_code == 422
    assert step(own_site, name, by="0").status_code == 303  # led back to the announcement
    assert started() == []


def test_one_still_at_a_time_each_an_entry(own_site: Site) -> None:
    name = film(own_site)
    own_site.post(f"footage/{name}/look/begin", {"reason": "is the sign readable?", "at": "0:01"})
    led = step(own_site, name, by="0").headers["location"]
    page = own_site.client.get(led)
    (address,) = STILL.findall(page.text)
    first = own_site.client.get(address)
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"] == "no-store"
    assert own_site.client.get(address).status_code == 404, "a still is handed out once"
    (look,) = looks(own_site)
    assert look["payload"]["reason"] == "is the sign readable?"
    assert look["payload"]["record"]["shown"] == "grey, blurred"
    assert look["payload"]["events"][0]["type"] == "viewed"
    step(own_site, name, by="63")
    assert looks(own_site)[1]["payload"]["record"]["frames"] > look["payload"]["record"]["frames"]


def test_blur_and_colour_come_off_by_further_steps_only(own_site: Site) -> None:
    name = film(own_site)
    own_site.post(f"footage/{name}/look/begin", {"reason": "colour of the sign"})
    assert step(own_site, name, by="0", how="grey").status_code == 422
    assert step(own_site, name, by="0").status_code == 303
    assert step(own_site, name, by="0", how="in colour").status_code == 422
    assert step(own_site, name, by="0", how="grey").status_code == 303
    assert step(own_site, name, by="0", how="in colour").status_code == 303
    assert step(own_site, name, by="1000", how="in colour").status_code == 422, "a move is blurred again"
    assert step(own_site, name, by="1000").status_code == 303
    shown = [one["payload"]["record"]["shown"] for one in looks(own_site)]
    assert shown == ["grey, blurred", "grey", "in colour", "grey, blurred"]


def test_a_break_is_offered_and_the_limit_holds(own_site: Site) -> None:
    name = film(own_site)
    own_site.post(f"footage/{name}/look/limit", {"limit": "12"})
    own_site.post(f"footage/{name}/look/begin", {"reason": "counting frames"})
    for _ in range(10):
        assert step(own_site, name, by="63").status_code == 303
    assert step(own_site, name, by="63").status_code == 422
    page = own_site.get(f"footage/{name}/look").text
    assert "That was 10 stills" in page
    assert page.index("Stop for now") < page.index("Go on after the break")
    own_site.post(f"footage/{name}/look/on")
    assert [step(own_site, name, by="63").status_code for _ in range(3)] == [303, 303, 422]
    assert "as many stills as you set for a day" in own_site.get(f"footage/{name}/look").text
    assert len(looks(own_site)) == 12


def test_stop_ends_it_at_once(own_site: Site) -> None:
    name = film(own_site)
    own_site.post(f"footage/{name}/look/begin", {"reason": "one frame"})
    led = step(own_site, name, by="0").headers["location"]
    (address,) = STILL.findall(own_site.client.get(led).text)
    assert own_site.post(f"footage/{name}/look/stop").status_code == 303
    assert own_site.client.get(address).status_code == 404
    assert "Before anybody looks" in own_site.get(f"footage/{name}/look").text


def test_nothing_of_a_still_lies_on_the_disk(own_site: Site) -> None:
    name = film(own_site)
    folder = next(iter(own_site.server.desks.values())).folder
    own_site.post(f"footage/{name}/look/begin", {"reason": "one frame"})
    led = step(own_site, name, by="0").headers["location"]
    (address,) = STILL.findall(own_site.client.get(led).text)
    data = own_site.client.get(address).content
    for base in (folder, own_site.server.office.folder):
        for file in base.rglob("*"):
            assert not file.is_file() or data[16:] not in file.read_bytes()


def test_the_own_record_is_for_oneself(own_site: Site) -> None:
    name = film(own_site)
    own_site.post(f"footage/{name}/look/begin", {"reason": "one frame"})
    step(own_site, name, by="0")
    assert "Today 1 of 30" in own_site.get(f"footage/{name}/look").text
    kept = records(own_site.server.office)
    days = kept.days("one-person")
    assert [stills for _, stills in days] == [1]
    assert kept.days("somebody else") == ()
    for page in ("footage", f"footage/{name}", "incidents"):
        assert "Today 1 of" not in own_site.get(page).text


def test_a_still_belongs_to_its_session() -> None:
    time = [0.0]
    sittings = Sittings(lambda: time[0])
    name = sittings.put("mine", b"data")
    assert sittings.take("another", name) is None
    time[0] = 61
    assert sittings.take("mine", name) is None, "a minute later it is gone"


def test_a_copy_is_covered_and_confirmed_by_somebody_else(own_site: Site, examples: Path) -> None:
    desk = next(iter(own_site.server.desks.values()))
    book = desk.book
    with desk.writing("Collector") as other:
        add(other, examples.parent / "evidence" / "images")
    name = next(one.id[:20] for one in footage_items(book) if one.media_type == "image/png")
    assert own_site.post(f"footage/{name}/cover", {}).status_code == 422
    region = {"left1": "10", "top1": "10", "width1": "30", "height1": "30"}
    assert own_site.post(f"footage/{name}/cover", region).status_code == 303
    page = own_site.get(f"footage/{name}").text
    assert "not confirmed: may not go out" in page
    (made,) = derivatives(book, item_named(book, name).id)
    assert own_site.get(f"footage/{name}/copy/{made.object[:20]}").status_code == 422
    data = {"copy": made.object, "verb": "accept", "reason": "looked at it"}
    assert own_site.post(f"footage/{name}/confirm", data).status_code == 422, (
        "who made it does not confirm it"
    )
    with desk.writing("Reviewer Two") as other:
        review(other, DecisionVerb.ACCEPT, made.object, "Reviewer Two", "nothing exposes a person")
    answer = own_site.get(f"footage/{name}/copy/{made.object[:20]}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "confirmed by Reviewer Two" in own_site.get(f"footage/{name}").text


def test_a_film_is_covered_in_the_background(own_site: Site) -> None:
    book, name = next(iter(own_site.server.desks.values())).book, film(own_site)
    item = item_named(book, name)
    answer = own_site.post(f"footage/{name}/cover", {"whole": "1"})
    assert answer.status_code == 303 and "/work/job_" in answer.headers["location"]
    assert not derivatives(book, item.id)
    assert run_waiting(own_site.server) == 1
    (made,) = derivatives(book, item.id)
    assert (made.kind, made.media_type, made.by) == ("blurred", "video/mp4", WHO)
    page = own_site.client.get(answer.headers["location"]).text
    assert "Another person has to confirm it" in page and f"/footage/{name}#copies" in page


def test_a_line_that_judges_is_not_kept_and_what_was_typed_stays(own_site: Site) -> None:
    name = film(own_site)
    line = {"from": "0:01", "words": "the terrorists arrive", "level": "none"}
    answer = own_site.post(f"footage/{name}/note", line)
    assert answer.status_code == 422
    assert "the terrorists arrive</textarea>" in answer.text


def test_the_texts_that_came_with_a_file_stand_beside_it(own_site: Site, examples: Path) -> None:
    desk = next(iter(own_site.server.desks.values()))
    with desk.writing("Collector") as book:
        add(book, examples.parent / "evidence" / "telegram-export")
        read(book)
    page = own_site.get(f"footage/{film(own_site)}").text
    assert "the same post" in page
    assert "<blockquote" in page


def test_no_media_is_asked_for_in_a_browser(window: Open, started: Callable[[], list[str]]) -> None:
    one = window()
    kinds: list[str] = []
    one.page.on("request", lambda request: kinds.append(request.resource_type))
    one.go("footage")
    links = one.page.eval_on_selector_all("th a", "all => all.map(a => a.href)")
    assert links
    for link in links:
        one.page.goto(link)
        if one.page.goto(f"{link}/look").status == 200:
            assert one.page.locator("img, video, audio").count() == 0
    assert "media" not in kinds
    assert "image" not in kinds
    assert started() == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_keyboard_leads_to_a_still_and_out_again(window: Open, javascript: bool) -> None:
    one = window(javascript=javascript)
    one.go("footage")
    one.page.get_by_role("link", name="original.mp4").focus()
    one.page.keyboard.press("Enter")
    one.page.get_by_role("link", name="The way to single stills").focus()
    one.page.keyboard.press("Enter")
    one.page.get_by_label("What has to be seen").fill("where the frame ends")
    one.page.keyboard.press("Enter")
    one.page.get_by_role("button", name="Show the still").focus()
    one.page.keyboard.press("Enter")
    shown = one.page.locator(".window img")
    shown.wait_for()
    assert shown.evaluate("image => image.naturalWidth") > 0
    if javascript:
        before = one.page.url
        with one.page.expect_navigation():
            one.page.keyboard.press("ArrowRight")
        assert one.page.url != before
        with one.page.expect_navigation():
            one.page.keyboard.press("Escape")
    else:
        one.page.get_by_role("button", name="Stop").press("Enter")
    one.page.get_by_role("heading", name="Content log").wait_for()


def test_the_pages_are_accessible(window: Open) -> None:
    one = window()
    one.go("footage")
    paths = ["footage", "/help/footage"]
    name = one.page.get_by_role("link", name="original.mp4").get_attribute("href").rsplit("/", 1)[1]
    for path in [*paths, f"footage/{name}", f"footage/{name}/look"]:
        one.go(path)
        assert not faults(one.page), path
    one.page.get_by_label("What has to be seen").fill("what it looks like")
    one.page.keyboard.press("Enter")
    one.page.get_by_role("button", name="Show the still").click()
    one.page.locator(".window img").wait_for()
    assert not faults(one.page)
