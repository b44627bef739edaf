"""The list of texts: every item, read or not and why, search that leads to the original, problems with a way out."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.web.app.conftest import Site

from allegata.actions.show import item_lines
from allegata.actions.texts import _newest, hit, items, problems
from allegata.errors import Severity
from allegata.model.document import Document, Span
from allegata.model.marks import Mask
from allegata.model.texts import TextFacet, TextSelection, TextState
from allegata.web.routes.texts import asked


def book(site: Site) -> Any:
    return next(iter(site.server.desks.values())).book


def test_every_item_is_on_some_page(site: Site) -> None:
    found, number = set(), 1
    while True:
        page = items(book(site), TextSelection(page=number))
        found |= {row.item for row in page.rows}
        if number == page.pages:
            break
        number += 1
    assert found == {line.item.id for line in item_lines(book(site))}
    assert page.total == len(found) > 20


def test_counts_are_what_choosing_shows(site: Site) -> None:
    """The plain way of counting is the reference for the bits."""
    whole = items(book(site), TextSelection(per_page=1000))
    for facet, values in whole.facets:
        for value, count in values:
            chosen = items(book(site), TextSelection(chosen=((facet, value),), per_page=1000))
            assert chosen.total == count == len(chosen.rows), (facet, value)
    read = {row.item for row in whole.rows if row.state is TextState.READ}
    assert read == {line.item.id for line in item_lines(book(site)) if line.read}


def test_two_values_of_one_kind_are_either_and_two_kinds_are_both(site: Site) -> None:
    def total(*chosen: tuple[TextFacet, str]) -> int:
        return items(book(site), TextSelection(chosen=chosen)).total

    one, other = (TextFacet.LANGUAGE, "uk"), (TextFacet.LANGUAGE, "ru")
    assert total(one, other) == total(one) + total(other) > 1
    assert total(one, (TextFacet.READ, TextState.READ)) == 0


@pytest.mark.parametrize("bits", [0, 1, 0b10110, (1 << 200) | 5])
def test_positions_are_found_newest_first(bits: int) -> None:
    plain = [n for n in range(bits.bit_length() - 1, -1, -1) if bits >> n & 1]
    assert _newest(bits, 0, 10) == plain
    assert _newest(bits, 1, 1) == plain[1:2]


def test_what_was_not_read_says_why(site: Site) -> None:
    html = site.get("texts?read=other_language").text
    assert "in a language that is not read" in html
    assert "language not read" in html
    rows = items(book(site), TextSelection(chosen=((TextFacet.READ, TextState.OTHER_LANGUAGE),))).rows
    assert rows
    assert all("language_not_read" in row.problems for row in rows)


@pytest.mark.parametrize("words", ["prosecutor", "полонених", "ПОЛОНЕНИХ"])
def test_words_are_found_in_their_script_and_lead_to_their_place(site: Site, words: str) -> None:
    html = site.get("texts", params={"q": words}).text
    assert re.search(f"<mark>{words}", html, re.IGNORECASE)
    href = unescape(re.search(r'href="([^"]+\?at=\d+#p\d+)"', html).group(1))
    at = int(dict(parse_qsl(urlsplit(href).query))["at"])
    found = next(row for row in items(book(site), TextSelection(words=words)).rows if row.item[:20] in href)
    assert found.found
    assert found.found.offset == at
    assert found.found.words.casefold() == words.casefold()


def test_a_hit_withholds_what_protects_people() -> None:
    text = "The captive said that he comes from Miry, a village near the river."
    document = Document("doc_1", "0" * 64, text, "en", (), name="a.txt")
    start = text.index("Miry")
    mask = Mask([Span("doc_1", start, start + 4, "Miry")])
    near = hit(document, "village", mask)
    assert "Miry" not in near.before + near.words + near.after
    assert "[withheld]" in near.before
    itself = hit(document, "Miry", mask)
    assert itself.words == "[withheld]"


def test_script_in_names_and_searches_stays_words(site: Site) -> None:
    html = site.get(
        "texts", params={"q": "<script>alert(1)</script>", "publisher": "<img src=x onerror=y>"}
    ).text
    assert "<script>alert" not in html
    assert "<img" not in html


def test_a_word_too_many_shows_how_to_go_back(site: Site) -> None:
    html = site.get("texts?q=no-such-word-anywhere").text
    assert "No item meets all of this" in html
    assert f'href="{site.url("texts")}"' in html


def test_an_address_holds_what_was_asked() -> None:
    assert asked([("q", " a b "), ("language", "uk"), ("evil", "x"), ("page", "2")]) == TextSelection(
        "a b", ((TextFacet.LANGUAGE, "uk"),), 2
    )


def test_every_problem_says_what_can_be_done_the_unread_first(site: Site) -> None:
    total, lines = problems(book(site))
    assert total == len(lines) > 0
    ranks = [list(Severity).index(line.problem.severity) for line in lines]
    assert ranks == sorted(ranks)
    html = site.get("problems").text
    assert html.count('data-label="What can be done"') == total
    for line in lines:
        assert line.problem.remedy
        assert not line.item or f"texts/{line.item[:20]}" in html


PAGES = ("texts", "texts?q=prosecutor&language=en", "problems", "/help/texts", "/help/incidents", "/help/map")
