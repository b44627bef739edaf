"""Every page that links lead to: it answers, judges nothing, holds no script or style of its own, and is light.

Links are followed from the list of incidents. What stands in a page and is nobody's quotation is the
software's own word (must-not 1), whatever the page.
"""

import re
from pathlib import Path

import pytest
from tests.web.app.conftest import Site
from tests.web.app.crawling import crawled

from allegata.actions import show
from allegata.actions.wording import checked_templates, linter
from allegata.web.rendering import TEMPLATES
from allegata.web.report import Casebook, words_of_others

EACH, MOST = 5, 400
"""Pages of one kind, and of all kinds together."""
LIGHT = 300_000
"""Bytes of a page by itself (the issue's bound for the first one, with all that it loads)."""
WORD_LISTS = ("settings/words", "settings/file", "settings?")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, str]:
    """Address → HTML of every page that links lead to, as far as `MOST` goes."""
    return crawled(site, EACH, MOST)


def test_links_lead_to_pages_of_every_kind(pages: dict[str, str], site: Site) -> None:
    named = "\n".join(pages)
    for part in (
        "incidents/inc_",
        "texts/",
        "review",
        "footage",
        "figures",
        "sources",
        "custody",
        "audit",
        "add",
    ):
        assert site.url(part) in named, f"no link leads to {part}"
    for part in ("incidents/map", "incidents/timeline", "settings", "dossier/", "work", "/help/", "origins"):
        assert part in named, f"no link leads to {part}"


def test_no_page_judges_in_its_own_words(pages: dict[str, str], site: Site) -> None:
    book = site.server.desks[site.casebook].book
    record = Casebook(show.overview(book), show.every_incident_record(book), show.every_item_record(book))
    own = linter(dict.fromkeys(words_of_others(record)))
    told = {
        address: verdicts
        for address, html in pages.items()
        if not any(part in address for part in WORD_LISTS) and (verdicts := own.page(html))
    }
    assert not told


def test_no_template_judges() -> None:
    found = {
        str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in Path(TEMPLATES).rglob("*.j2")
    }
    assert len(found) > 20
    checked_templates(found)


def test_no_page_holds_a_script_a_style_or_a_picture_of_material(pages: dict[str, str]) -> None:
    for address, html in pages.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", html), (
            address
        )
        assert not re.search(r"<(?:video|audio|iframe|object|embed)\b", html), address
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html), f"{address} leads elsewhere by itself"
        assert not re.search(r"<img\b", html), f"{address} shows a picture"


def test_every_page_has_a_title_one_heading_and_help(pages: dict[str, str], site: Site) -> None:
    for address, html in pages.items():
        assert re.search(r"<title>\s*\S", html), address
        assert len(re.findall(r"<h1[ >]", html)) == 1, address
        if not address.startswith("/help/"):
            topic = re.search(r'class="help" href="(/help/\w+)"', html)
            assert topic, f"{address} has no help"
            assert site.client.get(topic.group(1)).status_code == 200, (
                f"{address}: {topic.group(1)} is missing"
            )


def test_every_page_is_light(pages: dict[str, str]) -> None:
    heavy = {address: len(html.encode()) for address, html in pages.items() if len(html.encode()) > LIGHT}
    assert not heavy


def test_no_list_can_be_ordered_by_a_score_or_by_side(site: Site, pages: dict[str, str]) -> None:
    for order in ("score", "accused", "side", "killed", "verification", "items"):
        assert site.get("incidents", params={"order": order}).status_code == 400
    orders = set(re.findall(r'<option value="(\w+)"', pages[site.url("incidents")]))
    assert orders <= {"newest", "oldest", "event"}


def test_nothing_matches_people(site: Site) -> None:
    forbidden = re.compile(r"face|voice|person|perpetrator|username|biometric", re.IGNORECASE)
    assert not [route.path for route in site.client.app.routes if forbidden.search(route.path)]
