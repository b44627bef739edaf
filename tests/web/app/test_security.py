"""Who may and who may not: every role at every endpoint, and what people try who may not."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.web.app.conftest import Team, team_server, team_serving
from tests.web.app.entering import signed_in_as

from allegata.actions import accounts, own
from allegata.actions.casebook import Outside
from allegata.actions.identity import new_session, signed_in
from allegata.actions.init import init
from allegata.model.user import ON_THE_SERVER, RIGHTS, Right, Role, Scope
from allegata.web.app import create_app
from allegata.web.visit import HIDDEN

PEOPLE = (*Role, "nobody", None)
"""One of each role, somebody with an account and no role, and somebody who is not signed in."""
FORBIDDEN = "this needs the right to"


def endpoints(team: Team) -> Iterator[tuple[str, str, str, Any]]:
    """Every route of the application: its method, an address on it, its template, its handler."""
    for route in team.client.app.routes:
        parts = getattr(route, "path_components", None)
        if parts is None or not hasattr(route, "route_handler_map"):
            continue
        address = "".join("/" + (part if isinstance(part, str) else _value(team, part)) for part in parts)
        for method, (handler, _) in route.route_handler_map.items():
            if method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                yield method, address or "/", route.path, handler


def _value(team: Team, part: Any) -> str:
    """Something in place of a parameter: the casebook that is here, and else a name that nothing has."""
    if part.name == "casebook":
        return team.casebook
    return "1" if part.type is int else "nothing0of0this0name"


def expected(right: Right | None, who: str | None, in_casebook: bool) -> str:
    if right is None:
        return "may"
    if who is None:
        return "signs in first"
    role = Role(who) if who in RIGHTS else None
    if not in_casebook:
        held = ON_THE_SERVER if role is Role.ADMIN else ON_THE_SERVER - {Right.ACCOUNTS}
        return "may" if right in held else "may not"
    if role in (None, Role.ADMIN):
        return "is told nothing"
    return "may" if right in RIGHTS[role] else "may not"


def answered(answer: Any) -> str:
    words = answer.text.lower()
    if answer.status_code == 403 and FORBIDDEN in words:
        return "may not"
    if answer.status_code == 404 and HIDDEN in words:
        return "is told nothing"
    to_entrance = answer.status_code == 303 and answer.headers["location"].split("?")[0] == "/"
    if answer.status_code == 401 or (
        to_entrance and "allegata_session" not in answer.headers.get("set-cookie", "")
    ):
        return "signs in first"
    return "may"


@pytest.mark.parametrize("who", PEOPLE, ids=[str(who) for who in PEOPLE])
def test_every_role_at_every_endpoint(team: Team, who: str | None) -> None:
    wrong, asked = [], 0
    for method, address, path, handler in endpoints(team):
        right = handler.opt.get("right", Right.ENTER)  # the documents of the interface: whoever is signed in
        if path == "/" or path.startswith("/assets"):
            continue
        client = team.enter(who)
        if method == "GET":
            answer = client.get(address, follow_redirects=False)
        else:
            token = {"x-csrftoken": team.token()}
            answer = client.request(method, address, data={"x": "x"}, headers=token, follow_redirects=False)
        asked += 1
        found, right_answer = answered(answer), expected(right, who, "{casebook" in path)
        if (
            right is None and answer.status_code == 303
        ):  # a form that is open to all leads on to the first page
            found = "may"
        if found != right_answer or answer.status_code == 500:
            wrong.append(f"{method} {path}: {found} ({answer.status_code}), and should: {right_answer}")
    assert not wrong, "\n".join(wrong)
    assert asked > 30


def test_the_endpoints_that_ask_for_nothing_are_few_and_known(team: Team) -> None:
    open_to_all = {(method, path) for method, _, path, h in endpoints(team) if h.opt.get("right", 0) is None}
    assert open_to_all == {
        ("GET", "/"),
        ("GET", "/enter/{key:str}"),
        ("POST", "/sign-in"),
        ("POST", "/leave"),
        ("GET", "/welcome/{key:str}"),
        ("POST", "/welcome/{key:str}"),
        ("POST", "/preferences"),
        ("GET", "/assets/{digest:str}/{name:path}"),
        ("GET", "/help/{topic:str}"),
    }


def _kept_theme(answer: Any) -> bool:
    return "allegata_theme" in answer.headers.get("set-cookie", "")


def test_a_form_without_token_or_with_a_forged_one_does_nothing(team: Team) -> None:
    client = team.enter("lead")
    token = team.token()
    for sent in ({}, {"_csrf_token": ""}, {"_csrf_token": "a" * 128}, {"_csrf_token": token[:-1] + "x"}):
        answer = client.post("/preferences", data={"theme": "dark", **sent}, follow_redirects=False)
        assert answer.status_code == 403 and not _kept_theme(answer)
    assert _kept_theme(team.post("/preferences", {"theme": "dark"}))


def test_a_token_of_another_session_does_nothing_even_with_its_cookie(team: Team) -> None:
    team.enter("viewer")
    token = team.token()
    cookie = team.client.cookies["allegata_csrf"]
    client = team.enter("lead")
    client.cookies.set(
        "allegata_csrf", cookie, domain="allegata.local"
    )  # as one who can set cookies from beside would
    answer = client.post("/preferences", data={"theme": "dark", "_csrf_token": token}, follow_redirects=False)
    assert answer.status_code == 403 and not _kept_theme(answer)


def test_a_session_is_never_exempt_because_a_token_came_along(team: Team) -> None:
    lead = signed_in_as(team, "lead")
    secret = own.make_token(team.server, lead, "script", Scope.WORK, 1)
    bearer = {"authorization": f"Bearer {secret}"}
    team.client.cookies.clear()
    alone = team.client.post("/preferences", data={"theme": "dark"}, headers=bearer, follow_redirects=False)
    assert alone.status_code == 303
    client = team.enter("viewer")
    both = client.post("/preferences", data={"theme": "dark"}, headers=bearer, follow_redirects=False)
    assert both.status_code == 403


def test_the_address_of_another_name_is_refused(fresh: Team) -> None:
    app = create_app(fresh.server, hosts=("allegata.local", "allegata.local:8417"))
    with TestClient(app, base_url="http://allegata.local") as client:
        assert client.get("/").status_code == 200
        for host in ("evil.example", "allegata.local.evil.example", "xallegata.local", ""):
            assert client.get("/", headers={"host": host}).status_code == 400


SCRIPT = "<script>alert(1)</script>"


def test_script_in_names_of_people_and_casebooks_stays_text(tmp_path: Path) -> None:
    folder = tmp_path / "<img src=x onerror=alert(1)>"
    init(folder, Outside(by="test"))
    with team_serving([folder], tmp_path / "office") as team:
        user = accounts.add_user(team.server, "test", SCRIPT)
        accounts.give_role(team.server, "test", user, team.casebook, Role.LEAD)
        team.users["script"] = accounts.account(team.server, user.id)
        secret = new_session(team.server, user.id, "127.0.0.1", SCRIPT)
        pages = []
        team.client.cookies.set("allegata_session", secret)
        own.make_token(team.server, signed_in_as(team, "script"), SCRIPT, Scope.READ, 1)
        for path in ("/account", f"/c/{team.casebook}/incidents", f"/?back={SCRIPT}"):
            pages.append(team.client.get(path).text)
        team.enter("admin")
        pages += [team.client.get("/accounts").text, team.client.get(f"/accounts/{user.id}").text]
        pages.append(team.post("/accounts", {"name": SCRIPT}).text)
        for page in pages:
            assert "<script>alert" not in page and "<img src=x" not in page
        assert "&lt;script&gt;" in pages[0]


@pytest.mark.parametrize(
    "path",
    [
        "/help/..%2f..%2fbase",
        "/help/....",
        "/assets/x/..%2f..%2f..%2ferrors.py",
        "/c/..%2f..%2fetc/incidents",
    ],
)
def test_no_path_leads_out(team: Team, path: str) -> None:
    assert team.enter("lead").get(path).status_code == 404


def test_the_one_person_of_a_local_server_is_nobody_on_a_teams(
    example_casebook: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(example_casebook, tmp_path / "casebook"))
    served, _ = team_server([copy], tmp_path / "office")
    local = replace(served, alone=True, by="me")
    secret = new_session(local, "one-person")
    assert signed_in(local, secret) and signed_in(served, secret) is None
    person = new_session(served, accounts.account_named(served, "lead person").id)
    assert signed_in(local, person) is None
    served.close()
