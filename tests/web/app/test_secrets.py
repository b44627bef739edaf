"""Passwords, the second factor and tokens: what is taken, what is kept of them, and for how long they hold."""

import base64

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from tests.web.app.conftest import PASSWORD, Clock, Team
from tests.web.app.entering import signed_in_as

from allegata.actions import accounts, own, secondfactor
from allegata.actions.identity import by_token, new_session, sign_in, signed_in
from allegata.actions.passwords import Hashing, check
from allegata.errors import BadAccount, NotSignedIn, TooManyAttempts
from allegata.model.user import RIGHTS, Right, Role, Scope


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
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(clock.at.timestamp()).decode()


def test_a_second_factor_is_asked_for_and_no_code_is_taken_twice(fresh: Team) -> None:
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    who = signed_in_as(fresh, "lead")
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
    lead = signed_in_as(fresh, "lead")
    clock: Clock = fresh.clock  # type: ignore[attr-defined]
    read = by_token(fresh.server, own.make_token(fresh.server, lead, "a", Scope.READ, 1))
    secret = own.make_token(fresh.server, lead, "b", Scope.WORK, 1)
    work = by_token(fresh.server, secret)
    assert read and work
    assert read.rights(fresh.casebook) == {Right.READ}
    assert work.rights(fresh.casebook) == RIGHTS[Role.LEAD]
    assert work.rights(None) == read.rights(None) == {Right.ENTER}
    admin = signed_in_as(fresh, "admin")
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
    other = signed_in_as(fresh, "viewer")
    own.end_token(fresh.server, other, own.tokens(fresh.server, lead)[0].id)  # not theirs
    assert len(own.tokens(fresh.server, lead)) == 2


def test_secrets_are_not_kept(fresh: Team) -> None:
    lead = signed_in_as(fresh, "lead")
    secrets = [
        own.make_token(fresh.server, lead, "a", Scope.READ, 1),
        new_session(fresh.server, lead.user.id),
        accounts.one_time_link(fresh.server, lead.user),
        PASSWORD,
    ]
    stored = b"".join(path.read_bytes() for path in fresh.server.office.folder.iterdir())
    assert not [secret for secret in secrets if secret.encode() in stored]
