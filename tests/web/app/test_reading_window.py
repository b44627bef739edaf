"""The reading room in a browser: by keys and by pointing, with a script and without, for everybody."""

import pytest
from tests.web.app.conftest import WHO, Open, Site, faults
from tests.web.app.deciding import RIDGE, text_path

PAGES = (RIDGE, "wad-al-noura-open-ground.pdf", "pokrovsk-visnyk-peredmistia.txt")


def test_the_room_is_accessible(window: Open, site: Site) -> None:
    one = window()
    for name in PAGES:
        for path in (text_path(site, name), f"{text_path(site, name)}/capture"):
            one.go(path)
            assert not faults(one.page), path


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
