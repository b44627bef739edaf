"""Who speaks: every voice in the order of names, control with its basis, statements by incident."""

import re
from pathlib import Path

import pytest
from tests.web.app.conftest import Site

from allegata.actions.casebook import opened
from allegata.actions.sources import LINES, source, sources
from allegata.errors import UnknownThing


def test_voices_stand_in_the_order_of_names_and_never_of_volume(example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        first = sources(book)
        lines = [line for page in range(1, first.pages + 1) for line in sources(book, page=page).lines]
    assert len(lines) == first.total > LINES
    assert [line.key for line in lines] == sorted(line.key for line in lines)


def test_no_page_of_sources_offers_another_order(site: Site) -> None:
    """Must-not 12: sides cannot be sorted by any number."""
    html = site.get("sources").text
    assert "order=" not in html
    assert site.get("sources?order=statements").text.count("<tr>") == html.count("<tr>")


def test_control_is_told_with_its_basis_and_unknown_stays_unknown(site: Site, example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        line = next(x for x in sources(book, "state:").lines if x.speaker.source)
        bare = next(x for x in sources(book).lines if not x.speaker.source and x.speaker.span)
    known = line.speaker.source
    assert known is not None
    html = site.get(f"sources/{line.key}").text
    assert known.basis in html
    assert "one interest" in html
    worded = site.get(f"sources/{bare.key}").text
    assert "not the same as independent" in worded


def test_statements_stand_under_their_incidents_with_their_words(site: Site, example_casebook: Path) -> None:
    with opened(example_casebook) as book:
        record = source(book, "state:UA/ombudsman")
    html = site.get("sources/state:UA/ombudsman").text
    about = {incident for said in record.said for incident in said.incidents}
    assert about
    assert all(f"/incidents/{incident}" in html for incident in about)
    shown = re.findall(r'<div class="saying">', html)
    assert len(shown) == sum(max(len(said.incidents), 1) for said in record.said)


def test_all_sides_are_shown_alike(site: Site) -> None:
    """Symmetry: the same lines of facts for the offices of every party."""
    shapes = set()
    for key in (
        "state:UA/prosecutor_general",
        "state:RU/investigative_committee",
        "state:AZ/prosecutor_general",
    ):
        shapes.add(tuple(re.findall(r"<dt>([^<]+)</dt>", site.get(f"sources/{key}").text)))
    assert len(shapes) == 1


def test_search_and_what_is_not_there(site: Site, example_casebook: Path) -> None:
    assert "UN Human Rights Office" in site.get("sources?q=OHCHR").text
    assert "Nobody of these words" in site.get("sources?q=%25%25nobody").text
    assert site.get("sources?page=99999").status_code == 200
    assert site.get("sources?page=x").status_code == 200
    assert site.get("sources/nobody at all").status_code == 404
    with opened(example_casebook) as book, pytest.raises(UnknownThing, match="list of sources"):
        source(book, "nobody")
