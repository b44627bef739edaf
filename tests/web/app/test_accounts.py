"""Accounts in a real browser: signing in, a second factor, a new colleague, both themes and all widths."""

import base64
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from tests.web.app.conftest import PASSWORD, faults, listened, team_server

from allegata.actions import accounts
from allegata.actions.casebook import Outside
from allegata.actions.init import init

LOOKS = [("light", 1280), ("dark", 400), ("dark", 640)]


@pytest.fixture
def door(tmp_path: Path, chromium: Any) -> Iterator[tuple[Any, str, Any]]:
    """A browser before the sign-in page of a team's server over an empty casebook; its address; the server."""
    init(tmp_path / "casebook", Outside(by="test"))
    served, _ = team_server([tmp_path / "casebook"], tmp_path / "office")
    context = chromium.new_context()
    with listened(served) as address:
        yield context.new_page(), address, served
        context.close()


def sign_in(page: Any, address: str, name: str, code: str = "") -> None:
    page.goto(f"{address}/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Code").fill(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def looked_at(page: Any) -> None:
    assert not faults(page), page.url


def test_a_person_signs_in_sets_up_a_second_factor_and_signs_out(door: tuple[Any, str, Any]) -> None:
    page, address, _ = door
    page.goto(f"{address}/")
    looked_at(page)
    sign_in(page, address, "lead person")
    page.goto(f"{address}/account")
    looked_at(page)
    page.get_by_role("region", name="Second factor").get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    looked_at(page)
    secret = re.sub(r"\s", "", page.locator("code.secret").inner_text())
    codes = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    page.get_by_label("Code").fill(codes.generate(time.time()).decode())
    page.get_by_role("button", name="Turn it on").click()
    looked_at(page)
    recovery = page.locator(".once code").first.inner_text()
    page.get_by_role("link", name="I have kept it").click()
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, address, "lead person")
    assert "do not fit" in page.get_by_role("alert").inner_text()
    sign_in(page, address, "lead person", recovery)
    assert "/incidents" in page.url


def test_an_administrator_lets_a_colleague_in(door: tuple[Any, str, Any]) -> None:
    page, address, served = door
    sign_in(page, address, "admin person")
    page.goto(f"{address}/accounts")
    looked_at(page)
    page.get_by_label("Name").fill("New Colleague")
    page.get_by_role("button", name="Make account").click()
    link = page.locator(".once code").inner_text()
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_label("analyst").check()
    page.get_by_role("button", name="Set role in casebook").click()
    looked_at(page)
    page.context.clear_cookies()
    page.goto(link)
    looked_at(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    page.get_by_role("button", name="Set password").click()
    sign_in(page, address, "new colleague")
    assert "rests" in page.locator("main").inner_text()  # who made the link may not be who signs in with it
    looked_at(page)
    page.context.clear_cookies()
    sign_in(page, address, "lead person")
    page.goto(f"{address}/c/{next(iter(served.desks))}/audit/access")
    looked_at(page)
    page.get_by_role("button", name="Confirm the role of New Colleague").click()
    page.context.clear_cookies()
    sign_in(page, address, "new colleague")
    assert "/incidents" in page.url
    assert accounts.account_named(served, "New Colleague").roles


def test_the_first_command_of_a_newcomer_makes_a_casebook_and_answers(tmp_path: Path) -> None:
    call = [sys.executable, "-c", "from allegata.cli.main import main; main()"]
    env = {"ALLEGATA_OFFICE": str(tmp_path / "office"), "ALLEGATA_KEYS": str(tmp_path / "keys")}
    running = subprocess.Popen(
        [*call, "serve", str(tmp_path / "casebook"), "--port", "0", "--no-browser"],
        env={**_environment(), **env},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout
        lines = []
        for line in running.stdout:
            lines.append(line)
            if "/enter/" in line:
                break
        assert "an empty casebook is made" in lines[0]
        link = lines[-1].strip()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(link) as page:  # at once: whoever comes early waits, and is not turned away
            assert b"<main" in page.read()
    finally:
        running.terminate()
        running.wait()
        running.stdout.close()  # type: ignore[union-attr]
        shutil.rmtree(tmp_path / "office", ignore_errors=True)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src")}
