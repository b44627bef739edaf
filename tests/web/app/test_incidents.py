"""The list of incidents, its facets and search, timeline, saved views, and the list of texts."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from litestar.exceptions import ClientException
from tests.web.app.conftest import Open, Site, serving

from allegata.actions.casebook import Outside
from allegata.actions.init import init
from allegata.actions.listing import listing
from allegata.model.listing import NOT_STATED, Day, Facet, Mark, Order, Selection
from allegata.web.selection import cleaned, of_query, to_query
from allegata.web.timeline import MOST, span_of, timeline


def links(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', html)]


def desk(site: Site) -> Any:
    return next(iter(site.server.desks.values()))


# --- the address ---


def test_a_selection_survives_its_address() -> None:
    asked = Selection(
        "вода air",
        ((Facet.ACCUSED, "state:UA"), (Facet.YEAR, "2022-11"), (Facet.ACCUSED, NOT_STATED)),
        date(2022, 1, 2),
        None,
        Order.EVENT,
        3,
    )
    again = of_query(to_query(asked))
    assert (again.words, set(again.chosen)) == (asked.words, set(asked.chosen))
    assert to_query(again) == to_query(asked)


@pytest.mark.parametrize(
    "query", ["since=yesterday", "until=2022-13-01", "order=guilt", "page=0", "page=-1", "page=x"]
)
def test_what_is_no_selection_is_said_so(site: Site, query: str) -> None:
    answer = site.get(f"incidents?{query}")
    assert answer.status_code == 400
    assert "write it as" in answer.text or "there are" in answer.text or "numbered from 1" in answer.text


def test_empty_fields_of_the_form_say_nothing(site: Site) -> None:
    assert site.get("incidents?q=&since=&until=&order=newest").status_code == 200
    assert of_query([("q", " "), ("since", "")]) == Selection()


def test_nothing_can_be_ordered_by_side_score_or_volume(site: Site) -> None:
    assert {str(order) for order in Order} == {"newest", "oldest", "event"}
    assert site.get("incidents?order=items").status_code == 400


def test_a_query_to_be_kept_holds_a_selection_only() -> None:
    assert cleaned("accused=state:RU&page=4&back=//elsewhere.example&q=a%20b") == "q=a+b&accused=state%3ARU"
    with pytest.raises(ClientException):
        cleaned("since=never")


# --- the list ---


def test_every_incident_is_in_the_list_with_the_answer_beside_it(site: Site) -> None:
    html = site.get("incidents").text
    held = listing(desk(site).book, Selection())
    assert held.total == len(held.rows) > 5
    for row in held.rows:
        assert f"incidents/{row.incident.id}" in html
    assert html.count('class="answer"') == held.total
    assert "no response known" in html


def test_a_value_is_chosen_and_taken_back_by_links(site: Site) -> None:
    first = site.get("incidents").text
    href = next(link for link in links(first) if "accused=state%3AUA" in link)
    chosen = site.client.get(href).text
    assert 'class="chips"' in chosen
    assert "take back: Alleged against: Ukraine" in chosen
    assert chosen.count('class="answer"') == len(
        listing(desk(site).book, Selection(chosen=((Facet.ACCUSED, "state:UA"),))).rows
    )
    assert site.url("incidents") in links(chosen)  # the way back is the list itself


def test_the_numbers_beside_a_value_are_what_its_link_shows(site: Site) -> None:
    html = site.get("incidents").text
    found = re.findall(
        r'<li[^>]*><a href="([^"]+)" rel="nofollow"><span>[^<]*</span> <span class="num">(\d+)', html
    )
    assert len(found) > 10
    for href, number in found:
        pairs = parse_qsl(urlsplit(unescape(href)).query)
        assert listing(desk(site).book, of_query(pairs)).total == int(number), href


def test_not_stated_is_always_offered(site: Site) -> None:
    for query in ("", "?accused=state:UA", "?q=nowhere-in-any-text"):
        html = site.get(f"incidents{query}").text
        for facet in (Facet.ACCUSED, Facet.PLACE, Facet.YEAR, Facet.ORIGINS):
            assert f"{facet}=not_stated" in html, (query, facet)


def test_undated_incidents_stay_whatever_days_are_chosen(site: Site) -> None:
    held = listing(desk(site).book, Selection())
    undated = [row.incident.id for row in held.rows if not row.days]
    assert undated
    html = site.get("incidents?since=1990-01-01&until=1990-12-31").text
    assert all(f"incidents/{one}" in html for one in undated)
    assert "those without a day stay in" in html


def test_words_found_are_marked_and_lead_to_the_original(site: Site) -> None:
    html = site.get("incidents?q=prosecutor").text
    assert re.search(r"<mark>[Pp]rosecutor", html)
    assert any(re.search(r"/texts/[0-9a-f]{20}\?at=\d+#p\d+$", link) for link in links(html))


def test_script_in_a_search_stays_words(site: Site) -> None:
    html = site.get('incidents?q=<script>alert(1)</script>"onfocus="x').text
    assert "<script>alert" not in html
    assert 'value="&lt;script&gt;' in html


def test_a_page_beyond_the_end_shows_the_last(site: Site) -> None:
    assert site.get("incidents?page=900").text.count('class="answer"') == len(
        listing(desk(site).book, Selection()).rows
    )


def test_an_order_of_sides_by_number_is_nowhere(site: Site) -> None:
    html = site.get("incidents").text
    part = html.split("Alleged against</h2>")[1].split("</ul>")[0]
    names = re.findall(r"<span>([^<]+)</span>", part)
    assert names == sorted(names, key=str.casefold)


def test_a_new_casebook_says_what_to_do_next(tmp_path: Path) -> None:
    init(tmp_path / "new", Outside(by="Analyst One"))
    with serving(tmp_path / "new", tmp_path / "office") as made:
        for path in ("incidents", "texts"):
            html = made.get(path).text
            assert made.url("add") in links(html.split("<main")[1]), path
        for path in ("incidents/map", "incidents/timeline", "problems"):
            assert 'class="empty"' in made.get(path).text, path


# --- saved views ---


def test_a_selection_is_saved_opened_and_forgotten(own_site: Site) -> None:
    sent = {"name": "Denied  here", "query": "accused=state:UA&page=3&evil=//x.example"}
    answer = own_site.post("incidents/views", sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == own_site.url("incidents?accused=state%3AUA")
    html = own_site.get("incidents").text
    assert "Denied here" in html
    assert own_site.url("incidents?accused=state%3AUA") in links(html)
    assert 'aria-current="true">Denied here' in own_site.get("incidents?accused=state:UA").text
    own_site.post("incidents/views/forget", {"name": "Denied here"})
    assert "Denied here" not in own_site.get("incidents").text


def test_a_view_without_a_name_is_refused_and_says_why(own_site: Site) -> None:
    answer = own_site.post("incidents/views", {"name": " ", "query": ""})
    assert answer.status_code == 422
    assert "name" in answer.text


# --- the timeline ---


def mark(name: str, *said: tuple[date, date], words: str = "as stated") -> Mark:
    return Mark(f"inc_{name}", name, (), tuple(Day(first, last, words) for first, last in said))


def test_days_are_dots_longer_times_bars_and_differing_accounts_joined() -> None:
    one_day, other_day = date(2022, 3, 1), date(2022, 9, 1)
    drawn = timeline(
        [
            mark("differ", (one_day, one_day), (other_day, other_day)),
            mark("month", (date(2022, 5, 1), date(2022, 5, 31))),
        ]
    )
    assert drawn
    differ, month = drawn.lines
    assert [bar.dot for bar in differ.bars] == [True, True]
    assert differ.joined == (differ.bars[0].x, differ.bars[1].x)
    assert not month.bars[0].dot
    assert month.joined is None
    assert differ.bars[0].x < month.bars[0].x < month.bars[0].end < differ.bars[1].x


def test_an_axis_shows_the_days_asked_for_and_stays_readable() -> None:
    far = mark("long", (date(1990, 1, 1), date(2025, 12, 31)))
    for since, until in (
        (None, None),
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2022, 2, 1), date(2022, 2, 28)),
    ):
        drawn = timeline([far], since, until)
        assert drawn
        assert 2 <= len(drawn.ticks) <= 8
        assert all(0 <= bar.x <= bar.end <= 100 for line in drawn.lines for bar in line.bars)
    assert timeline([mark("none")]) is None
    assert timeline([mark("one", (date(2024, 1, 1), date(2024, 1, 1)))])


def test_what_one_picture_cannot_hold_is_counted() -> None:
    day = date(2022, 1, 1)
    drawn = timeline([mark(str(n), (day, day)) for n in range(MOST + 7)])
    assert drawn
    assert (len(drawn.lines), drawn.left_out) == (MOST, 7)


@pytest.mark.parametrize("wrong", ["0", "99999", "2022-13", "2022-00", "not_stated", "2022-x"])
def test_what_is_no_year_and_no_month_is_no_zoom(wrong: str) -> None:
    assert span_of(wrong) is None


def test_the_timeline_shows_every_incident_dated_or_not(site: Site) -> None:
    html = site.get("incidents/timeline").text
    held = listing(desk(site).book, Selection())
    for row in held.rows:
        assert f"incidents/{row.incident.id}" in html
    assert "without a stated day" in html
    assert "<circle" in html
    assert "style=" not in html


def test_a_year_is_one_link_away_and_back(site: Site) -> None:
    html = site.get("incidents/timeline").text
    href = next(link for link in links(html) if "since=2023-01-01&until=2023-12-31" in link)
    assert "/incidents/timeline" in href
    year = site.client.get(href).text
    assert "2022" not in re.findall(r'<svg class="axis".*?</svg>', year)[0]
    assert site.url("incidents/timeline") in links(year)
    assert any("since=2023-10-01" in link for link in links(year))


PAGES = ("incidents", "incidents?q=prosecutor&accused=state:UA", "incidents/timeline", "incidents/map")


def test_facets_fold_on_a_small_screen_and_stand_open_on_a_wide_one(window: Open) -> None:
    small = window(width=400)
    small.go("incidents")
    assert not small.page.get_by_text("Alleged against", exact=True).is_visible()
    small.page.locator(".search .facets > summary").press("Enter")
    assert small.page.get_by_text("Alleged against", exact=True).is_visible()
    wide = window(width=1280)
    wide.go("incidents")
    assert wide.page.get_by_text("Alleged against", exact=True).is_visible()


def test_the_first_page_is_light(window: Open) -> None:
    one = window()
    sizes: list[int] = []
    one.page.on("response", lambda answer: sizes.append(len(answer.body())))
    one.go("incidents")
    one.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) < 300_000
