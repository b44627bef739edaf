"""A login, a robot check and a notice that something is gone are no content; a report that mentions one is."""

import pytest

from allegata.model.item import Capture, Item
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import ContentPresent, SegmentRole
from allegata.reading.extract import extract
from allegata.reading.walls import content_present, glance

WALL, GONE, YES = ContentPresent.LOGIN_OR_BOT_WALL, ContentPresent.REMOVED, ContentPresent.YES
REPORT = (
    "Officials in the town said on Tuesday that two unarmed captives had been shot near the northern road. "
    "The ministry denied the allegation in a statement and said that its soldiers had not been in the area that day. "
    "Observers asked both sides for access to the place, and had no answer until the evening. "
    "A commission is to hear witnesses this week, its spokesperson said, and will publish what it finds."
)


@pytest.mark.parametrize(
    ("lines", "present"),
    [
        (["Just a moment...", "Checking your browser before accessing the site.", "Ray ID: 7f3a2b9c"], WALL),
        (["Verify you are human by completing the action below."], WALL),
        (["Log in to X", "Sign up", "Don't miss what's happening", "People on X are the first to know."], WALL),
        (["JavaScript is not available.", "Please enable JavaScript or switch to a supported browser to continue."], WALL),
        (["Log in to Facebook", "You must log in to continue.", "Email", "Password", "Forgotten account?"], WALL),
        (["Before you continue to the site", "Accept all", "Reject all", "More options"], WALL),
        (["Увійдіть, щоб продовжити"], WALL),
        (["404", "Page not found", "Home", "News", "About"], GONE),
        (["This account doesn’t exist", "Try searching for another."], GONE),
        (["Video unavailable", "This video is no longer available"], GONE),
        (["Страница не найдена"], GONE),
        ([REPORT], YES),
        (["Home", "News", "Log in", "Sign in to continue", "Two captives reported shot", REPORT, "404", "Access denied"], YES),
        ([f"The page was deleted by its author, officials said. {REPORT}"], YES),
        (["Two captives reported shot", "Officials said on Tuesday that it had happened."], ContentPresent.NOT_CHECKED),
        ([], ContentPresent.NOT_CHECKED),
    ],
)  # fmt: skip
def test_pages_without_content_are_told_from_reports(
    lines: list[str], present: ContentPresent, knowledge: Knowledge
) -> None:
    lexicon = knowledge.lexicon("walls")
    assert content_present("\n".join(lines), lexicon) is present
    page = "<html><head><script>var a = 'captcha';</script></head><body>" + "".join(
        f"<p>{x}</p>" for x in lines
    )
    assert content_present(glance(page.encode()), lexicon) is present


def test_a_wall_is_shown_and_not_read(knowledge: Knowledge) -> None:
    page = b"<!doctype html><html><body><h1>Log in to Facebook</h1><p>You must log in to continue.</p></body></html>"
    item = Item("0" * 64, len(page), "text/html", Capture("page.html"))
    document = extract(page, item, knowledge)
    assert "capture_holds_no_content" in [problem.code for problem in document.problems]
    assert {segment.role for segment in document.segments} == {SegmentRole.BOILERPLATE}
    assert "Log in" in document.text


def test_what_the_capture_says_counts_for_every_kind(knowledge: Knowledge) -> None:
    data = REPORT.encode()
    for present in (WALL, GONE):
        item = Item("0" * 64, len(data), "text/plain", Capture("page.txt", content_present=present))
        document = extract(data, item, knowledge)
        assert "capture_holds_no_content" in [problem.code for problem in document.problems]
    item = Item(
        "0" * 64, len(data), "text/plain", Capture("page.txt", content_present=ContentPresent.PARTIAL)
    )
    assert extract(data, item, knowledge).problems == ()


def test_looking_at_a_page_takes_time_in_proportion_to_its_length() -> None:
    for hostile in (
        b"<script" * 20_000,
        b"<!--" * 30_000,
        b"<" * 120_000,
        b"<div " * 20_000,
        b"<svg>" * 20_000,
    ):
        assert isinstance(glance(hostile), str)
