"""Who keeps the accounts cannot be two persons: roles rest until somebody else says who holds them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.app.conftest import PASSWORD, Team, team_serving

from allegata.actions import accountlog, accounts, vouching
from allegata.actions.casebook import Outside
from allegata.actions.init import init
from allegata.actions.names import look_alike
from allegata.errors import BadAccount
from allegata.model.user import Right, Role, SignedIn, User


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Team]:
    init(tmp_path / "casebook", Outside(by="test"))
    with team_serving([tmp_path / "casebook"], tmp_path / "office") as team:
        yield team


def rights(team: Team, user: User) -> frozenset[Right]:
    return SignedIn(accounts.account(team.server, user.id), "here").rights(team.casebook)


def newcomer(team: Team, name: str = "Newcomer", **options: str) -> User:
    """An account that the administrator makes in the browser, whose password is set."""
    team.enter("admin")
    assert team.post("/accounts", {"name": name, **options}).status_code == 200
    user = accounts.account_named(team.server, name)
    key = accounts.one_time_link(team.server, user)
    accounts.set_by_link(team.server, key, PASSWORD)
    return user


def test_after_an_account_was_begun_anew_its_roles_rest(fresh: Team) -> None:
    lead, admin = fresh.users["lead"], fresh.users["admin"]
    fresh.enter("admin")
    assert fresh.post(f"/accounts/{lead.id}/reset").status_code == 200
    key = accounts.one_time_link(fresh.server, lead)
    accounts.set_by_link(fresh.server, key, PASSWORD)
    assert rights(fresh, lead) == frozenset()
    client = fresh.enter("lead")
    assert client.get(f"/c/{fresh.casebook}/incidents").status_code == 404
    assert "rests" in client.get("/").text and "rests" in client.get("/account").text
    fresh.enter("admin")
    page = fresh.client.get(f"/accounts/{lead.id}").text
    assert "This role rests" in page and "you had a part in it" in page
    assert fresh.post(f"/accounts/{lead.id}/confirm", {"book": fresh.casebook}).status_code == 422
    assert rights(fresh, lead) == frozenset()
    told = [(act.what, act.by, act.whom) for act in accountlog.acts(fresh.server, casebook=fresh.casebook)]
    assert ("reset", admin.name, lead.name) in told
    page = fresh.enter("auditor").get(f"/c/{fresh.casebook}/audit/access").text
    assert "begun anew" in page and "rests" in page
    vouching.vouch_at_the_machine(
        fresh.server, "op on the server", accounts.account(fresh.server, lead.id), fresh.casebook
    )
    assert Right.SEAL in rights(fresh, lead)


def test_a_role_given_in_the_browser_rests_until_a_lead_confirms_it(fresh: Team) -> None:
    user = newcomer(fresh)
    address = f"/c/{fresh.casebook}/audit/access"
    assert (
        fresh.post(f"/accounts/{user.id}/role", {"book": fresh.casebook, "role": "lead"}).status_code == 303
    )
    assert rights(fresh, user) == frozenset()
    for who in ("viewer", "analyst", "reviewer", "auditor"):
        fresh.enter(who)
        assert fresh.post(address, {"user": user.id}).status_code == 403
    with pytest.raises(BadAccount, match="their own role"):
        vouching.vouch(fresh.server, user, accounts.account(fresh.server, user.id), fresh.casebook)
    client = fresh.enter("lead")
    assert "Confirm" in client.get(address).text
    assert fresh.post(address, {"user": user.id}).status_code == 303
    assert Right.READ in rights(fresh, user)
    told = accountlog.acts(fresh.server, casebook=fresh.casebook, limit=1)[0]
    assert (told.what, told.by, told.whom) == ("vouched", fresh.users["lead"].name, user.name)


def test_an_account_without_a_password_is_confirmed_by_nobody_and_links_end_with_it(fresh: Team) -> None:
    user = accounts.add_user(fresh.server, "admin person", "Newcomer", rests=True)
    accounts.give_role(fresh.server, "admin person", user, fresh.casebook, Role.LEAD, rests=True)
    key = accounts.one_time_link(fresh.server, user)
    with pytest.raises(BadAccount, match="no password is set"):
        vouching.vouch(
            fresh.server, fresh.users["lead"], accounts.account(fresh.server, user.id), fresh.casebook
        )
    accounts.set_password(fresh.server, "op on the server", user, PASSWORD)
    with pytest.raises(Exception, match="link"):
        accounts.set_by_link(fresh.server, key, "four stones by a well")


def test_an_administrator_made_in_the_browser_is_no_second_one(fresh: Team) -> None:
    second = newcomer(fresh, "Second Keeper", admin="yes")
    user = newcomer(fresh)
    fresh.post(f"/accounts/{user.id}/role", {"book": fresh.casebook, "role": "lead"})
    user = accounts.account(fresh.server, user.id)
    with pytest.raises(BadAccount, match="made or begun anew in the browser"):
        vouching.vouch(fresh.server, accounts.account(fresh.server, second.id), user, fresh.casebook)
    second = accounts.account(fresh.server, second.id)
    vouching.vouch_at_the_machine(fresh.server, "op on the server", second, "")
    vouching.vouch(fresh.server, accounts.account(fresh.server, second.id), user, fresh.casebook)
    assert Right.SEAL in rights(fresh, user)


def test_what_the_command_line_gives_counts_at_once(fresh: Team) -> None:
    user = newcomer(fresh)
    accounts.give_role(fresh.server, "op on the server", user, fresh.casebook, Role.LEAD)
    assert Right.SEAL in rights(fresh, user)


@pytest.mark.parametrize(
    "name", ["Аnalyst person", "аnаlуst реrsоn", "ΑNALYST PERSON", "ana1yst person", "Ieаd person"]
)
def test_a_name_that_looks_like_another_is_refused(fresh: Team, name: str) -> None:
    with pytest.raises(BadAccount, match="looks like"):
        accounts.add_user(fresh.server, "test", name)


def test_names_that_only_resemble_are_taken() -> None:
    for one, other in (
        ("Ann", "Anna"),
        ("Олена", "Олександр"),
        ("Νίκος", "Nikolai"),
        ("Analyst 1", "Analyst 2"),
    ):
        assert not look_alike(one, other)


def test_who_has_access_has_a_state_in_words(team: Team) -> None:
    page = team.enter("lead").get(f"/c/{team.casebook}/audit/access").text
    states = re.findall(r'<td data-label="State">(.*?)</td>', page, re.DOTALL)
    assert len(states) == 5 and all(re.sub(r"<[^>]*>", "", state).strip() == "open" for state in states)
