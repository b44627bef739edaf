"""From the list to a correction by the keyboard alone: the focus is always seen, never trapped, and the bar is skipped."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.app.walking import Walks, begun, walks

from allegata.actions.casebook import opened
from allegata.actions.current import every_decision
from allegata.model.decision import DecisionVerb

KILLED = "persons reported killed"


@pytest.fixture
def example(own_casebook: Path, tmp_path: Path, chromium: Any) -> Iterator[tuple[Walks, str]]:
    """`allegata serve` on the example reports."""
    with begun(own_casebook, tmp_path / "office") as (address, link), walks(chromium, address) as made:
        yield made, link


FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const top = document.elementFromPoint(box.x + Math.min(box.width, 8) / 2, box.y + Math.min(box.height, 8) / 2);
  return {
    ring, seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: !(at.contains(top) || (top && top.contains(at))),
    what: at.outerHTML.slice(0, 120), by: top && top.outerHTML.slice(0, 120), y: box.y, scrolled: scrollY,
  };
}"""


def pressed(page: Any, target: Any, most: int = 250) -> None:
    """Press Tab until something has the focus, which is in sight and marked at every step."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is not None:
            for _ in range(50):  # a page that scrolls gently is on its way, and a machine may be slow
                if at["ring"] and at["seen"] and not at["covered"]:
                    break
                page.wait_for_timeout(200)
                at = page.evaluate(FOCUS)
            assert at["ring"] and at["seen"] and not at["covered"], str(at)
        if target.evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError("Tab does not lead there")


def test_a_correction_by_the_keyboard_alone(example: tuple[Walks, str], own_casebook: Path) -> None:
    walk, link = example
    page = walk.window()
    page.goto(link)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')"), "the navigation is passed over"
    pressed(page, page.locator("th a", has_text="Makiivka").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/incidents/inc_"))
    pressed(page, page.get_by_role("link", name="Account matrix"))
    page.keyboard.press("Enter")
    value = page.locator("tr", has_text=KILLED).locator("button.value", has_text="at least 11").first
    pressed(page, value)
    words = page.locator(".said:visible")
    page.keyboard.press("Escape")
    assert not words.count(), "the words can be put away"
    page.keyboard.press("Enter")
    pressed(page, words.locator("a").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/texts/"))
    page.wait_for_load_state()
    line = page.locator(".card.on .found li", has_text=f"{KILLED}: at least 11").first
    pressed(page, line.get_by_role("link", name="Correct"))
    page.keyboard.press("Enter")
    number = page.get_by_label("At least", exact=True)
    number.wait_for()
    if not number.evaluate("each => each === document.activeElement"):
        pressed(page, number, 20)
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    pressed(page, page.get_by_label("Reason, kept for good"), 30)
    page.keyboard.type("twelve, I count")
    page.keyboard.press("Enter")
    page.locator(".card", has_text="corrected by").first.wait_for()
    with opened(own_casebook) as book:
        assert [one.verb for one in every_decision(book)] == [DecisionVerb.CORRECT]
