"""Pages of every kind under axe: light and dark, wide, narrow, and at 200 % zoom. None scrolls sideways."""

from typing import Any

import pytest
from tests.web.app.conftest import Site, faults, listened
from tests.web.app.crawling import crawled, template_of

from allegata.actions.identity import one_time_key
from allegata.web.rendering import TEMPLATES

STATES = (
    "incidents?q=prosecutor&accused=state:UA",
    "texts?q=prosecutor&language=en",
    "settings/words?lexicon=stance",
    "settings/file/stance.toml",
    "settings/places?q=Kursk",
    "sources/state:UA/ombudsman",
    "nothing/of/this/name",
)
"""Pages in a state that no link of the crawler leads to."""
SHARES = 6
"""Parts of the list, so that processes that test share them."""


@pytest.fixture(scope="module")
def addresses(site: Site) -> tuple[str, ...]:
    """One page of each kind, and those states."""
    found = [*crawled(site, 1, kind=template_of), *(site.url(path) for path in STATES)]
    found += [
        f"/help/{path.name.removesuffix('.html.j2')}" for path in sorted((TEMPLATES / "help").glob("*.j2"))
    ]
    return tuple(dict.fromkeys(found))


@pytest.mark.parametrize("share", range(SHARES))
def test_every_kind_of_page(site: Site, chromium: Any, addresses: tuple[str, ...], share: int) -> None:
    assert len(addresses) > 50
    wrong = {}
    with listened(site.server) as server:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{server}/enter/{one_time_key(site.server)}")
        for address in addresses[share::SHARES]:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(server + address)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
            if found := faults(page):
                wrong[address] = found
        context.close()
    assert not wrong
