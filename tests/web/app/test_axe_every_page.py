"""One page of every kind under axe: light and dark, wide, narrow, and at 200 % zoom. None scrolls sideways."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.app.conftest import Site, accessible, listened
from tests.web.app.crawling import crawled, template_of

from allegata.actions.identity import one_time_key

HELP = "/help/"


@pytest.fixture(scope="module")
def addresses(site: Site) -> tuple[str, ...]:
    """One page of each kind; those of help share one form, and three stand for all."""
    found = tuple(crawled(site, 1, kind=template_of))
    helped = [address for address in found if address.startswith(HELP)]
    return tuple(address for address in found if address not in helped[3:])


@pytest.fixture(scope="module")
def entered(site: Site, chromium: Any) -> Iterator[tuple[Any, str]]:
    """A browser that is signed in, and the server's address."""
    with listened(site.server) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{address}/enter/{one_time_key(site.server)}")
        yield page, address
        context.close()


@pytest.mark.parametrize("width", [1280, 640, 400], ids=["wide", "at 200 percent", "narrow"])
def test_every_kind_of_page(entered: tuple[Any, str], addresses: tuple[str, ...], width: int) -> None:
    """What a theme changes are colours alone: everything is looked at in the light, colours in the dark too."""
    page, server = entered
    page.set_viewport_size({"width": width, "height": 900})
    assert len(addresses) > 30
    wrong = {}
    for address in addresses:
        page.emulate_media(color_scheme="light")
        page.goto(server + address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
        found = accessible(page)
        page.emulate_media(color_scheme="dark")
        found += accessible(page, only="cat.color")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(("scrolls sideways", page.evaluate("document.documentElement.scrollWidth")))
        if found:
            wrong[address] = found
    assert not wrong
