"""The report in a real browser: accessibility, small screens, no request, no message on the console."""

from pathlib import Path
from typing import Any

import pytest

from allegata.web.report import Casebook, write

axe_package = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="left out: axe is not installed"
)


@pytest.fixture(scope="module")
def pages(casebook: Casebook, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = write(casebook, tmp_path_factory.mktemp("report")).parent
    return sorted(folder.rglob("*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_pages_are_accessible_and_ask_for_nothing(
    chromium: Any, pages: list[Path], scheme: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url[:5] != "file:" else None)
    axe = axe_package.Axe()
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path.name} is too wide"
        found = axe.run(page).response["violations"]
        assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
    assert not said
    context.close()


def test_every_control_is_reached_by_keyboard(chromium: Any, pages: list[Path]) -> None:
    page = chromium.new_page()
    page.goto(next(path for path in pages if path.parent.name == "incidents").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    summary = page.locator("details.code summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.code").first.get_attribute("open") is not None
    page.close()
