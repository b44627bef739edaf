"""Keeping accounts: links that set a password, roles, names, and what whoever keeps them does not see."""

import re

import pytest
from tests.web.app.conftest import Team

from allegata.actions import accountlog, accounts
from allegata.actions.identity import sign_in
from allegata.errors import BadAccount, UnknownThing
from allegata.model.user import Role


def test_a_link_sets_a_password_once(fresh: Team) -> None:
    fresh.enter("admin")
    page = fresh.post("/accounts", {"name": "Newcomer"})
    link = re.search(r"http://allegata\.local(/welcome/[\w-]+)", page.text)
    assert link
    fresh.enter(None)
    words = "five otters on a raft"
    assert fresh.client.get(link.group(1)).status_code == 200
    assert fresh.post(link.group(1), {"password": words, "again": "x"}).status_code == 422
    assert fresh.post(link.group(1), {"password": "short", "again": "short"}).status_code == 422
    assert fresh.post(link.group(1), {"password": words, "again": words}).status_code == 200
    assert fresh.post(link.group(1), {"password": words, "again": words}).status_code == 404
    assert sign_in(fresh.server, "newcomer", words)
    late = accounts.one_time_link(fresh.server, accounts.account_named(fresh.server, "Newcomer"))
    fresh.clock.move(days=4)  # type: ignore[attr-defined]
    with pytest.raises(UnknownThing):
        accounts.set_by_link(fresh.server, late, words)


def test_who_keeps_accounts_sees_no_casebook_and_takes_no_role(fresh: Team) -> None:
    client = fresh.enter("admin")
    entrance = client.get("/", follow_redirects=False)
    assert (entrance.status_code, entrance.headers["location"]) == (303, "/accounts")
    assert f"/c/{fresh.casebook}" not in client.get("/accounts").text, "no way leads into a casebook"
    assert client.get(f"/c/{fresh.casebook}/incidents").status_code == 404
    me = fresh.users["admin"].id
    refused = fresh.post(f"/accounts/{me}/role", {"book": fresh.casebook, "role": "lead"})
    assert refused.status_code == 422
    assert accounts.account(fresh.server, me).role_in(fresh.casebook) is None
    assert fresh.post(f"/accounts/{me}/close").status_code == 422  # the last one
    assert fresh.post(f"/accounts/{me}/admin").status_code == 422


def test_whether_a_casebook_is_here_is_told_to_nobody_without_access(fresh: Team) -> None:
    first, second = fresh.server.desks
    client = fresh.enter("analyst")
    assert client.get(f"/c/{first}/incidents").status_code == 200
    hidden, none = client.get(f"/c/{second}/incidents"), client.get("/c/cb_of_nobody/incidents")
    assert hidden.status_code == none.status_code == 404

    def words(page: str, book: str) -> str:
        return re.sub(r'value="[0-9a-f]{128}"', "", page.replace(book, ""))

    assert words(hidden.text, second) == words(none.text, "cb_of_nobody")
    assert second not in client.get("/", follow_redirects=True).text
    accounts.give_role(fresh.server, "test", fresh.users["analyst"], second, Role.VIEWER)
    assert client.get(f"/c/{second}/incidents").status_code == 200
    assert fresh.post(f"/c/{second}/add", {}).status_code in (
        403,
        404,
        405,
    )  # a viewer there, an analyst here
    accounts.take_role(fresh.server, "test", fresh.users["analyst"], second)
    assert client.get(f"/c/{second}/incidents").status_code == 404


def test_what_was_done_to_accounts_is_kept(fresh: Team) -> None:
    fresh.enter("admin")
    user = fresh.users["viewer"]
    fresh.post(f"/accounts/{user.id}/role", {"book": fresh.casebook, "role": "auditor"})
    told = accountlog.acts(fresh.server, whom=user.name, limit=1)[0]
    assert (told.by, told.what, told.detail) == ("admin person", "role_given", "auditor")
    page = fresh.client.get(f"/accounts/{user.id}").text
    assert "role given" in page and "admin person" in page


def test_a_name_is_never_given_twice(fresh: Team) -> None:
    accounts.close_account(fresh.server, "test", fresh.users["viewer"])
    for name in ("Viewer Person", "ｖiewer person", "  viewer   person "):
        with pytest.raises(BadAccount, match="twice"):
            accounts.add_user(fresh.server, "test", name)
    for name in ("", "  ", "a\u202eb", "x" * 65, "a\x00b"):
        with pytest.raises(BadAccount, match="seen"):
            accounts.add_user(fresh.server, "test", name)
