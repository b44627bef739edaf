"""Wrong guesses of others lock nobody out who signed in from here before; texts of any length take no core."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.app.conftest import PASSWORD, Team, team_serving

from allegata.actions.casebook import Outside
from allegata.actions.identity import device_of, sign_in
from allegata.actions.init import init
from allegata.errors import NotSignedIn, TooManyAttempts


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Team]:
    init(tmp_path / "casebook", Outside(by="test"))
    with team_serving([tmp_path / "casebook"], tmp_path / "office") as team:
        yield team


def guess(team: Team, name: str, address: str, device: str = "") -> None:
    with pytest.raises(NotSignedIn):
        sign_in(team.server, name, "a wrong password", address=address, device=device)


def test_guesses_of_others_lock_nobody_out_who_signed_in_here_before(fresh: Team) -> None:
    place = "203.0.113.9"
    for number in range(15):
        guess(fresh, f"nobody {number}", place)
    for _ in range(5):
        guess(fresh, "lead person", place)
    with pytest.raises(TooManyAttempts):
        sign_in(fresh.server, "lead person", PASSWORD, address=place)
    own = device_of(fresh.server, "Lead Person")
    assert sign_in(fresh.server, "lead person", PASSWORD, address=place, device=own)
    for device in (device_of(fresh.server, "viewer person"), own + "0", own.replace(".", ""), ".", "ä.ö"):
        with pytest.raises(TooManyAttempts):
            sign_in(fresh.server, "lead person", PASSWORD, address=place, device=device)
    for _ in range(5):  # it has guesses of its own, and no more
        guess(fresh, "lead person", place, own)
    with pytest.raises(TooManyAttempts):
        sign_in(fresh.server, "lead person", PASSWORD, address=place, device=own)


def test_all_behind_one_tunnel_are_not_one_address(fresh: Team) -> None:
    for number in range(25):
        guess(fresh, f"nobody {number}", "127.0.0.1" if number % 2 else "::1")
    assert sign_in(fresh.server, "lead person", PASSWORD, address="127.0.0.1")


def test_signing_in_leaves_a_word_with_the_browser(fresh: Team) -> None:
    fresh.enter(None)
    answer = fresh.post("/sign-in", {"name": "lead person", "password": PASSWORD})
    assert answer.status_code == 303
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("allegata_device=")]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()
