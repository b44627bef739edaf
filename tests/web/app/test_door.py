"""What holds for every page: the guard, the headers, our own origin, light, language, accessibility."""

import pytest
from tests.web.app.conftest import Open, Site

from allegata.model.user import Right


def test_every_route_names_its_right(site: Site) -> None:
    for route in site.client.app.routes:
        for handler, _ in getattr(route, "route_handler_map", {}).values():
            if handler.fn.__module__.startswith("allegata."):
                assert "right" in handler.opt, f"{route.path} names no right"
                assert handler.opt["right"] is None or isinstance(handler.opt["right"], Right)


def test_who_is_not_signed_in_sees_nothing(site: Site) -> None:
    site.client.cookies, kept = {}, dict(site.client.cookies)
    try:
        answer = site.get("incidents", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
    finally:
        site.client.cookies = kept


def test_a_link_opens_once(site: Site) -> None:
    from allegata.actions.identity import one_time_key

    link = f"/enter/{one_time_key(site.server)}"
    assert site.client.get(link, follow_redirects=False).status_code == 303
    assert site.client.get(link, follow_redirects=False).status_code == 403


def test_every_answer_carries_the_policy(site: Site) -> None:
    for path in ("/", site.url("incidents"), site.url("nothing"), "/assets/x/css/base.css"):
        answer = site.client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["../app.py", "..%2f..%2fapp.py", "css/%2e%2e/%2e%2e/app.py", "js/none.js"])
def test_no_other_file_is_handed_out(site: Site, path: str) -> None:
    assert site.client.get(f"/assets/x/{path}").status_code == 404


def test_the_theme_is_kept(site: Site) -> None:
    site.post("/preferences", {"theme": "dark", "back": "https://elsewhere.example/"})
    assert 'data-theme="dark"' in site.get("incidents").text
    site.post("/preferences", {"theme": "auto"})


def test_a_form_without_its_token_changes_nothing(site: Site) -> None:
    answer = site.client.post("/preferences", data={"theme": "dark"}, follow_redirects=False)
    assert answer.status_code == 403


def test_pages_ask_for_nothing_elsewhere(window: Open) -> None:
    one = window()
    one.go("incidents")
    assert one.asked
    assert all(url.startswith(one.address) for url in one.asked)
