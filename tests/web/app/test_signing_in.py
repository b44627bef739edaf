"""Signing in and out, and the sessions that come of it: what is told, what has to wait, what ends."""

import re
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.web.app.conftest import PASSWORD, Clock, Team
from tests.web.app.entering import sign_in_by_form, signed_in_as

from allegata.actions import accounts, jobs, own
from allegata.actions.identity import by_token, new_session, sign_in, signed_in
from allegata.errors import NotSignedIn, TooManyAttempts
from allegata.model.job import JobKind
from allegata.model.user import Scope
from allegata.web.app import create_app
from allegata.web.visit import own_path


def test_signing_in_gives_a_new_session_and_ends_the_one_before(fresh: Team) -> None:
    client = fresh.enter("viewer")
    before = client.cookies["allegata_session"]
    answer = sign_in_by_form(fresh, "LEAD  person", PASSWORD)  # case and spaces do not matter
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    after = client.cookies["allegata_session"]
    assert after != before and signed_in(fresh.server, before) is None
    who = signed_in(fresh.server, after)
    assert who and who.name == "lead person"


def test_a_session_that_was_planted_is_not_taken(fresh: Team) -> None:
    fresh.client.cookies.clear()
    fresh.client.cookies.set("allegata_session", "planted-by-somebody", domain="allegata.local")
    sign_in_by_form(fresh, "lead person", PASSWORD)
    assert fresh.client.cookies["allegata_session"] != "planted-by-somebody"
    assert signed_in(fresh.server, "planted-by-somebody") is None


def test_the_cookies_are_out_of_reach(fresh: Team, tmp_path: Path) -> None:
    cookie = sign_in_by_form(fresh, "lead person", PASSWORD).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    with TestClient(create_app(fresh.server, secure=True), base_url="https://allegata.local") as client:
        page = client.get("/")
        assert "Secure" in page.headers["set-cookie"] and "HttpOnly" in page.headers["set-cookie"]
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
        assert token
        sent = {"name": "lead person", "password": PASSWORD, "_csrf_token": token.group(1)}
        answer = client.post("/sign-in", data=sent, follow_redirects=False)
        assert answer.status_code == 303 and "Secure" in answer.headers["set-cookie"]


def test_unknown_closed_and_wrong_are_answered_alike(fresh: Team) -> None:
    accounts.close_account(fresh.server, "test", fresh.users["auditor"])
    answers = [
        sign_in_by_form(fresh, "nobody at all", PASSWORD),
        sign_in_by_form(fresh, "auditor person", PASSWORD),
        sign_in_by_form(fresh, "lead person", "something else entirely"),
    ]
    words = {re.search(r'role="alert"[^>]*>([^<]+)<', answer.text).group(1) for answer in answers}  # type: ignore[union-attr]
    assert len(words) == 1 and {answer.status_code for answer in answers} == {403}


def test_an_unknown_name_costs_the_same_work(fresh: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    kind = type(fresh.server.hashing)
    fits = kind.fits
    monkeypatch.setattr(kind, "fits", lambda self, kept, word: checked.append(kept) or fits(self, kept, word))
    for name in ("nobody at all", "lead person"):
        with pytest.raises(NotSignedIn):
            sign_in(fresh.server, name, "something else entirely")
    assert len(checked) == 2 and checked[0] is None and checked[1]


def test_guessing_at_one_account_is_made_to_wait(fresh: Team) -> None:
    for _ in range(5):
        assert sign_in_by_form(fresh, "lead person", "a wrong password").status_code == 403
    answer = sign_in_by_form(fresh, "lead person", PASSWORD)
    assert answer.status_code == 429 and "Wait 1 second" in answer.text
    waits = []
    for _ in range(14):
        fresh.clock.move(hours=0.26)  # type: ignore[attr-defined]
        assert sign_in_by_form(fresh, "lead person", "a wrong password").status_code == 403
        with pytest.raises(TooManyAttempts) as told:
            sign_in(fresh.server, "lead person", PASSWORD)
        waits.append(str(told.value))
    assert "Wait 2 seconds" in waits[0] and "Wait 15 minutes" in waits[-1]
    fresh.clock.move(minutes=16)  # type: ignore[attr-defined]
    assert sign_in_by_form(fresh, "lead person", PASSWORD).status_code == 303
    assert (
        sign_in_by_form(fresh, "lead person", "a wrong password").status_code == 403
    )  # counted from the start


def test_guessing_at_many_accounts_from_one_place_is_made_to_wait(fresh: Team) -> None:
    for number in range(20):
        assert sign_in_by_form(fresh, f"name {number}", PASSWORD).status_code == 403
    assert sign_in_by_form(fresh, "lead person", PASSWORD).status_code == 429
    with pytest.raises(NotSignedIn):  # elsewhere nobody has to wait
        sign_in(fresh.server, "viewer person", "a wrong password", address="203.0.113.9")
    for number in range(20):  # one holder of IPv6 has 2^64 addresses, and counts once
        with pytest.raises(NotSignedIn):
            sign_in(fresh.server, f"other {number}", PASSWORD, address=f"2001:db8::{number:x}")
    with pytest.raises(TooManyAttempts):
        sign_in(fresh.server, "lead person", PASSWORD, address="2001:db8::ffff")


def test_one_good_account_does_not_clear_the_way_for_guessing(fresh: Team) -> None:
    place = "203.0.113.7"
    with pytest.raises(TooManyAttempts):
        for number in range(40):
            with pytest.raises(NotSignedIn):
                sign_in(fresh.server, f"name {number}", "a wrong password", address=place)
            sign_in(fresh.server, "viewer person", PASSWORD, address=place)


def test_a_disabled_account_opens_nothing_at_once(fresh: Team) -> None:
    secret = new_session(fresh.server, fresh.users["lead"].id)
    token = own.make_token(fresh.server, signed_in_as(fresh, "lead"), "script", Scope.WORK, 1)
    assert signed_in(fresh.server, secret) and by_token(fresh.server, token)
    accounts.close_account(fresh.server, "test", fresh.users["lead"])
    assert signed_in(fresh.server, secret) is None and by_token(fresh.server, token) is None
    with pytest.raises(NotSignedIn):
        sign_in(fresh.server, "lead person", PASSWORD)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(fresh: Team) -> None:
    """How far work is, is asked for again and again by every page that is open: that is nobody at work."""
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    job = jobs.ask(fresh.server, fresh.casebook, JobKind.MATCH, "lead person")
    fresh.enter("lead")
    address = f"/c/{fresh.casebook}/work/{job.id}/state"
    for _ in range(4):
        clock.move(minutes=14)
        assert fresh.client.get(address).status_code == 200
    clock.move(minutes=14)
    assert fresh.client.get(address, follow_redirects=False).status_code in (303, 401)


def test_a_session_expires_untouched_and_after_a_week_in_any_case(fresh: Team) -> None:
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    secret = new_session(fresh.server, fresh.users["lead"].id)
    clock.move(minutes=59)
    assert signed_in(fresh.server, secret)
    clock.move(minutes=59)
    assert signed_in(fresh.server, secret)
    clock.move(minutes=62)
    assert signed_in(fresh.server, secret) is None
    secret = new_session(fresh.server, fresh.users["lead"].id)
    for _ in range(7 * 24 * 2 - 1):
        clock.move(minutes=30)
        assert signed_in(fresh.server, secret)
    clock.move(minutes=31)
    assert signed_in(fresh.server, secret) is None


def test_signing_out_ends_the_session_on_the_server(fresh: Team) -> None:
    client = fresh.enter("lead")
    secret = client.cookies["allegata_session"]
    assert fresh.post("/leave").status_code == 303
    assert signed_in(fresh.server, secret) is None


def test_who_is_led_to_the_entrance_comes_back_and_nowhere_else(fresh: Team) -> None:
    client = fresh.enter(None)
    wanted = f"/c/{fresh.casebook}/incidents?q=x"
    led = client.get(wanted, follow_redirects=False)
    assert led.headers["location"].startswith("/?back=%2Fc%2F")
    page = client.get(led.headers["location"]).text
    assert f'name="back" value="{wanted}"' in page
    assert sign_in_by_form(fresh, "lead person", PASSWORD, back=wanted).headers["location"] == wanted
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"):
        assert own_path(elsewhere) == "/"
        fresh.enter(None)
        assert sign_in_by_form(fresh, "lead person", PASSWORD, back=elsewhere).headers["location"] == "/"
        assert fresh.post("/preferences", {"back": elsewhere}).headers["location"] == "/"
