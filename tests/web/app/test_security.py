"""Who may and who may not: every role at every endpoint, and what people try who may not."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from litestar.testing import TestClient
from tests.web.app.conftest import PASSWORD, Team, team_server, team_serving

from allegata.actions import accountlog, accounts, own, secondfactor
from allegata.actions.casebook import Outside
from allegata.actions.identity import by_token, new_session, sign_in, signed_in
from allegata.actions.init import init
from allegata.actions.passwords import check
from allegata.errors import BadAccount, NotSignedIn, TooManyAttempts, UnknownThing
from allegata.model.user import ON_THE_SERVER, RIGHTS, Right, Role, Scope, SignedIn
from allegata.web.app import create_app
from allegata.web.visit import HIDDEN, own_path

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


# --- forms ---


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
    lead = _who(team, "lead")
    secret = own.make_token(team.server, lead, "script", Scope.WORK, 1)
    bearer = {"authorization": f"Bearer {secret}"}
    team.client.cookies.clear()
    alone = team.client.post("/preferences", data={"theme": "dark"}, headers=bearer, follow_redirects=False)
    assert alone.status_code == 303
    client = team.enter("viewer")
    both = client.post("/preferences", data={"theme": "dark"}, headers=bearer, follow_redirects=False)
    assert both.status_code == 403


# --- signing in ---


def _who(team: Team, name: str) -> SignedIn:
    who = signed_in(team.server, new_session(team.server, team.users[name].id))
    assert who
    return who


def _sign_in(team: Team, name: str, password: str, **more: str) -> Any:
    return team.post("/sign-in", {"name": name, "password": password, **more})


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Team]:
    """A team's server of the test's own, over two empty casebooks, with a clock that the test sets."""
    for name in ("first", "second"):
        init(tmp_path / name, Outside(by="test"))
    clock = Clock()
    outside = Outside(by="test", clock=clock)
    with team_serving([tmp_path / "first", tmp_path / "second"], tmp_path / "office", outside) as made:
        made.clock = clock  # type: ignore[attr-defined]
        yield made


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def test_signing_in_gives_a_new_session_and_ends_the_one_before(fresh: Team) -> None:
    client = fresh.enter("viewer")
    before = client.cookies["allegata_session"]
    answer = _sign_in(fresh, "LEAD  person", PASSWORD)  # case and spaces do not matter
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    after = client.cookies["allegata_session"]
    assert after != before and signed_in(fresh.server, before) is None
    who = signed_in(fresh.server, after)
    assert who and who.name == "lead person"


def test_a_session_that_was_planted_is_not_taken(fresh: Team) -> None:
    fresh.client.cookies.clear()
    fresh.client.cookies.set("allegata_session", "planted-by-somebody", domain="allegata.local")
    _sign_in(fresh, "lead person", PASSWORD)
    assert fresh.client.cookies["allegata_session"] != "planted-by-somebody"
    assert signed_in(fresh.server, "planted-by-somebody") is None


def test_the_cookies_are_out_of_reach(fresh: Team, tmp_path: Path) -> None:
    cookie = _sign_in(fresh, "lead person", PASSWORD).headers["set-cookie"]
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
        _sign_in(fresh, "nobody at all", PASSWORD),
        _sign_in(fresh, "auditor person", PASSWORD),
        _sign_in(fresh, "lead person", "something else entirely"),
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
        assert _sign_in(fresh, "lead person", "a wrong password").status_code == 403
    answer = _sign_in(fresh, "lead person", PASSWORD)
    assert answer.status_code == 429 and "Wait 1 second" in answer.text
    waits = []
    for _ in range(14):
        fresh.clock.move(hours=0.26)  # type: ignore[attr-defined]
        assert _sign_in(fresh, "lead person", "a wrong password").status_code == 403
        with pytest.raises(TooManyAttempts) as told:
            sign_in(fresh.server, "lead person", PASSWORD)
        waits.append(str(told.value))
    assert "Wait 2 seconds" in waits[0] and "Wait 15 minutes" in waits[-1]
    fresh.clock.move(minutes=16)  # type: ignore[attr-defined]
    assert _sign_in(fresh, "lead person", PASSWORD).status_code == 303
    assert _sign_in(fresh, "lead person", "a wrong password").status_code == 403  # counted from the start


def test_guessing_at_many_accounts_from_one_place_is_made_to_wait(fresh: Team) -> None:
    for number in range(20):
        assert _sign_in(fresh, f"name {number}", PASSWORD).status_code == 403
    assert _sign_in(fresh, "lead person", PASSWORD).status_code == 429
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
    token = own.make_token(fresh.server, _who(fresh, "lead"), "script", Scope.WORK, 1)
    assert signed_in(fresh.server, secret) and by_token(fresh.server, token)
    accounts.close_account(fresh.server, "test", fresh.users["lead"])
    assert signed_in(fresh.server, secret) is None and by_token(fresh.server, token) is None
    with pytest.raises(NotSignedIn):
        sign_in(fresh.server, "lead person", PASSWORD)


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
    assert _sign_in(fresh, "lead person", PASSWORD, back=wanted).headers["location"] == wanted
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"):
        assert own_path(elsewhere) == "/"
        fresh.enter(None)
        assert _sign_in(fresh, "lead person", PASSWORD, back=elsewhere).headers["location"] == "/"
        assert fresh.post("/preferences", {"back": elsewhere}).headers["location"] == "/"


def test_the_address_of_another_name_is_refused(fresh: Team) -> None:
    app = create_app(fresh.server, hosts=("allegata.local", "allegata.local:8417"))
    with TestClient(app, base_url="http://allegata.local") as client:
        assert client.get("/").status_code == 200
        for host in ("evil.example", "allegata.local.evil.example", "xallegata.local", ""):
            assert client.get("/", headers={"host": host}).status_code == 400


# --- passwords, second factor, tokens ---


@pytest.mark.parametrize(
    "word",
    [
        "short",
        "Alice Carter",
        "alicecarter2024",
        "Password12345",
        "QWERTY uiop 123",
        "abababababab",
        "x" * 1025,
    ],
)
def test_passwords_that_are_none_are_refused(word: str) -> None:
    with pytest.raises(BadAccount):
        check(word, "Alice Carter")


def test_a_password_is_kept_as_argon2id_in_the_recommended_setting() -> None:
    from allegata.actions.passwords import Hashing

    kept = Hashing().hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Hashing().fits(kept, PASSWORD) and not Hashing().fits(kept, "another one here")
    assert not Hashing().fits(None, PASSWORD)


def test_changing_the_password_ends_the_other_sessions(fresh: Team) -> None:
    other = new_session(fresh.server, fresh.users["lead"].id)
    fresh.enter("lead")
    mine = fresh.client.cookies["allegata_session"]
    new = "four herons at the weir"
    wrong = fresh.post("/account/password", {"old": "no", "password": new, "again": new})
    assert wrong.status_code == 422 and signed_in(fresh.server, other)
    right = fresh.post("/account/password", {"old": PASSWORD, "password": new, "again": new})
    assert right.status_code == 200
    assert signed_in(fresh.server, other) is None and signed_in(fresh.server, mine)
    assert sign_in(fresh.server, "lead person", new)


def _code(secret: str, clock: Clock) -> str:
    import base64

    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(clock.at.timestamp()).decode()


def test_a_second_factor_is_asked_for_and_no_code_is_taken_twice(fresh: Team) -> None:
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    who = _who(fresh, "lead")
    secret = secondfactor.want(fresh.server, who.user.id)
    with pytest.raises(BadAccount):
        own.second_factor_on(fresh.server, who, "000000")
    assert sign_in(fresh.server, "lead person", PASSWORD)  # not on before it was proved
    recovery = own.second_factor_on(fresh.server, who, _code(secret, clock))

    def opens(code: str) -> bool:
        try:
            return bool(sign_in(fresh.server, "lead person", PASSWORD, code))
        except (NotSignedIn, TooManyAttempts):
            return False

    assert not opens("") and not opens(_code(secret, clock))  # the one that turned it on was used
    clock.move(seconds=30)
    fitting = _code(secret, clock)
    assert opens(f"{fitting[:3]} {fitting[3:]}") and not opens(fitting)
    clock.move(seconds=60)
    late = _code(secret, clock)
    clock.move(seconds=30)
    assert opens(late)  # a clock may be half a minute off
    clock.move(seconds=30)
    early = _code(secret, clock)
    clock.move(seconds=90)
    assert not opens(early)
    assert opens(recovery[0].upper()) and not opens(recovery[0])
    assert secondfactor.recovery_left(fresh.server, who.user.id) == 9
    own.second_factor_off(fresh.server, who, PASSWORD)
    assert opens("")


def test_the_picture_of_the_secret_fits_the_policy(fresh: Team) -> None:
    fresh.enter("lead")
    assert fresh.post("/account/second-factor", {"password": "wrong"}).status_code == 422
    assert fresh.post("/account/second-factor", {"password": PASSWORD}).status_code == 303
    page = fresh.client.get("/account/second-factor").text
    assert "<svg" in page and "style=" not in page and "data:" not in page


def test_a_token_does_what_its_scope_says_and_never_keeps_accounts(fresh: Team) -> None:
    lead = _who(fresh, "lead")
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    read = by_token(fresh.server, own.make_token(fresh.server, lead, "a", Scope.READ, 1))
    secret = own.make_token(fresh.server, lead, "b", Scope.WORK, 1)
    work = by_token(fresh.server, secret)
    assert read and work
    assert read.rights(fresh.casebook) == {Right.READ}
    assert work.rights(fresh.casebook) == RIGHTS[Role.LEAD]
    assert work.rights(None) == read.rights(None) == {Right.ENTER}
    admin = _who(fresh, "admin")
    keeper = by_token(fresh.server, own.make_token(fresh.server, admin, "c", Scope.WORK, 1))
    assert keeper and Right.ACCOUNTS not in keeper.rights(None)
    fresh.client.cookies.clear()
    bearer = {"authorization": f"Bearer {secret}"}
    assert fresh.client.get(f"/c/{fresh.casebook}/incidents", headers=bearer).status_code == 200
    assert fresh.client.get("/account", headers=bearer).status_code == 403
    bad = fresh.client.get("/api/openapi.json", headers={"authorization": "Bearer allegata_wrong"})
    assert bad.status_code == 401
    clock.move(days=1)
    assert by_token(fresh.server, secret) is None
    other = _who(fresh, "viewer")
    own.end_token(fresh.server, other, own.tokens(fresh.server, lead)[0].id)  # not theirs
    assert len(own.tokens(fresh.server, lead)) == 2


def test_secrets_are_not_kept(fresh: Team) -> None:
    lead = _who(fresh, "lead")
    secrets = [
        own.make_token(fresh.server, lead, "a", Scope.READ, 1),
        new_session(fresh.server, lead.user.id),
        accounts.one_time_link(fresh.server, lead.user),
        PASSWORD,
    ]
    stored = b"".join(path.read_bytes() for path in fresh.server.office.folder.iterdir())
    assert not [secret for secret in secrets if secret.encode() in stored]


# --- keeping accounts ---


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
        own.make_token(team.server, _who(team, "script"), SCRIPT, Scope.READ, 1)
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
