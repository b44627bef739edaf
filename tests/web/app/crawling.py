"""The pages of a casebook that links lead to, by kind."""

import re
from collections.abc import Callable
from html import unescape

from tests.web.app.conftest import Site

LINK = re.compile(r'(?:href|src)="([^"]*)"')
NO_PAGE = re.compile(r"/(?:original|assets|api)/|\.(?:pdf|zip|csv|json|jsonl)(?:$|\?)|/preview\.pdf")
NAMES = re.compile(r"(?:inc|dec|req|doc|cb)_\w+|[0-9a-f]{20,64}|(?<=sources/).+")
BEGIN = ("incidents", "texts", "review", "work", "dossiers")


def kind_of(address: str) -> str:
    """An address without what it names: pages of one kind are made by one template in one state.

    Choices that are combined make no kind for each combination: there are hundreds.
    """
    path, _, query = address.partition("?")
    asked = sorted({pair.split("=")[0] for pair in query.split("&")})
    return f"{template_of(path)}?{asked[0] if len(asked) == 1 else 'several'}"


def template_of(address: str) -> str:
    """The same, whatever is asked of the page."""
    return NAMES.sub("*", address.partition("?")[0])


def crawled(site: Site, each: int, most: int = 400, kind: Callable[[str], str] = kind_of) -> dict[str, str]:
    """Address → HTML of the pages that links lead to from the list of incidents.

    :param each: so many of one kind.
    :param most: so many together.
    :param kind: address → what counts as one kind.
    """
    found: dict[str, str] = {}
    waiting = [site.url(path) for path in BEGIN]
    kinds: dict[str, int] = {}
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found or NO_PAGE.search(address) or kinds.get(kind(address), 0) >= each:
            continue
        kinds[kind(address)] = kinds.get(kind(address), 0) + 1
        answer = site.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        found[address] = answer.text
        for link in LINK.findall(answer.text):
            path = unescape(link).split("#")[0]
            if path.startswith("/") and not path.startswith("//"):
                waiting.append(path)
    return found
