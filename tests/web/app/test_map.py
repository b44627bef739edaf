"""The map: areas and no points, land and water and no borders, the same as a list, nothing from elsewhere."""

import json
from pathlib import Path

from tests.web.app.conftest import Open, Site

from allegata.actions.listing import spread
from allegata.model.listing import Mark, Position, Selection
from allegata.web.areas import LEAST_KM, areas

ASSETS = Path(__file__).parents[3] / "src" / "allegata" / "web" / "assets"


def test_one_place_is_one_area_and_never_a_point() -> None:
    exact, wide = Position(48.5, 38.0, 0.0, "Miry"), Position(48.0, 38.5, 120.0, "Donetsk")
    drawn = areas([Mark("inc_1", "One", (exact, wide)), Mark("inc_2", "Two", (exact,))])
    assert [area.name for area in drawn] == ["Donetsk", "Miry"]
    assert drawn[1].radius_km == LEAST_KM
    assert [one.incident for one in drawn[1].placed] == ["inc_1", "inc_2"]
    assert drawn[1].placed[0].elsewhere == ("Donetsk",)
    assert drawn[1].placed[1].elsewhere == ()


def test_a_place_is_named_as_the_account_words_it_and_the_gazetteer_beside_it(site: Site) -> None:
    """DOMAIN 6.4: nobody's name for a place is put over the account's."""
    one = Position(39.8, 46.8, 10.0, "Xankǝndi", "Stepanakert")
    other = Position(39.8, 46.8, 10.0, "Xankǝndi")
    (area,) = areas([Mark("inc_1", "One", (one,)), Mark("inc_2", "Two", (other,))])
    assert area.name == "Stepanakert (Xankǝndi)"
    page = site.get("incidents/map").text
    assert "Stepanakert (Xankǝndi)" in page and ">Xankǝndi" not in page


def test_the_land_has_no_borders_but_shores() -> None:
    """Two neighbours on one continent are inside one and the same outline."""
    land = json.loads((ASSETS / "land.json").read_text())
    assert set(land) == {"per_degree", "polygons"}

    def outline(longitude: float, latitude: float) -> list[int]:
        return [
            n
            for n, rings in enumerate(land["polygons"])
            if _inside(rings[0], longitude * 100, latitude * 100)
        ]

    kyiv, minsk, warsaw, crimea, krasnodar = (
        (30.5, 50.4),
        (27.6, 53.9),
        (21.0, 52.2),
        (34.1, 45.1),
        (39.0, 45.0),
    )
    found = [outline(*place) for place in (kyiv, minsk, warsaw, crimea, krasnodar)]
    assert all(one == found[0] and len(one) == 1 for one in found)
    assert outline(-30.0, 45.0) == []  # the Atlantic


def _inside(steps: list[int], x: float, y: float) -> bool:
    points, at = [], (0, 0)
    for n in range(0, len(steps), 2):
        at = (at[0] + steps[n], at[1] + steps[n + 1])
        points.append(at)
    inside = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def test_without_a_script_the_list_says_the_same(window: Open, site: Site) -> None:
    one = window(javascript=False)
    one.go("incidents/map")
    html = one.page.content()
    whole = spread(next(iter(site.server.desks.values())).book, Selection())
    for mark in whole.marks:
        assert f"incidents/{mark.incident}" in html
    for position in (position for mark in whole.marks for position in mark.positions):
        assert position.name in html
    assert "needs JavaScript" in one.page.inner_text("main")
    assert "borders, some of them disputed, are not drawn" in one.page.inner_text("main")
    assert not one.page.locator("#map").is_visible()


def test_the_map_draws_every_area_and_asks_nothing_elsewhere(window: Open) -> None:
    one = window()
    told: list[str] = []
    one.page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    one.go("incidents/map")
    one.page.wait_for_selector("#map[data-ground=there]")
    listed = one.page.locator(".areas > .area").count()
    assert listed > 5
    assert one.page.locator("path.spot").count() == listed
    assert one.page.locator("path.land").count() == 1
    assert one.page.locator("path.differ").count() >= 1
    assert one.page.locator("img").count() == 0
    assert all(url.startswith(one.address) for url in one.asked)
    assert not told  # the policy had nothing to refuse


def test_the_map_is_used_by_keyboard_and_leads_to_the_list(window: Open) -> None:
    one = window()
    one.go("incidents/map")
    one.page.wait_for_selector("#map[data-ground=there]")
    first = one.page.locator(".area").first
    button = first.get_by_role("button")
    button.focus()
    one.page.keyboard.press("Enter")
    assert "shown" in first.get_attribute("class")
    assert one.page.locator("path.spot.shown").count() == 1
    before = one.page.locator("path.spot.shown").get_attribute("d")
    one.page.locator("#map").focus()
    one.page.keyboard.press("-")
    one.page.wait_for_function(
        "d => document.querySelector('path.spot.shown').getAttribute('d') !== d", arg=before
    )
    one.page.locator("path.spot.shown").dispatch_event("click")
    assert one.page.evaluate("document.activeElement.closest('.area') !== null")


def test_zooming_stops_where_accounts_would_seem_exact(window: Open) -> None:
    one = window()
    one.go("incidents/map")
    one.page.wait_for_selector("#map[data-ground=there]")
    button = one.page.locator(".leaflet-control-zoom-in")
    for _ in range(30):
        if "leaflet-disabled" in button.get_attribute("class"):
            break
        button.press("Enter")
        one.page.wait_for_timeout(200)
    across = one.page.locator(".leaflet-control-scale-line").inner_text()
    assert across in {"10 km", "20 km", "30 km", "50 km"}
    assert "leaflet-disabled" in button.get_attribute("class")
