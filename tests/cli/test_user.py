"""`allegata user` and what `allegata serve --team` refuses, at the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from allegata.actions.casebook import Outside, mark_of
from allegata.actions.init import init
from allegata.cli.main import app
from allegata.errors import BadAccount, UnknownThing, UnsafeServing

pytest.importorskip("argon2", reason="left out: the extra `web` is not installed")
WORDS = "three reeds in a row"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALLEGATA_OFFICE", str(tmp_path / "office"))
    (tmp_path / "password").write_text(f"{WORDS}\n")
    return tmp_path


def told(*words: str, typed: str | None = None) -> str:
    result = CliRunner().invoke(app, list(words), input=typed, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_first_account_is_made_on_the_server(office: Path) -> None:
    assert "user add NAME --admin" in told("user", "list")
    assert "Admin One is an account" in told(
        "user", "add", "Admin One", "--admin", typed=f"{WORDS}\n{WORDS}\n"
    )
    listed = json.loads(told("user", "list", "--json"))
    assert [(one["name"], one["admin"], one["ready"]) for one in listed] == [("Admin One", True, True)]
    assert WORDS not in json.dumps(listed) and "argon2" not in json.dumps(listed)


def test_roles_are_given_taken_and_accounts_closed(office: Path) -> None:
    init(office / "casebook", Outside(by="test"))
    book, file = str(office / "casebook"), str(office / "password")
    told("user", "add", "Reader", "--password-file", file)
    given = json.loads(told("user", "role", "reader", "viewer", "--casebook", book, "--json"))
    assert given["roles"] == [[mark_of(office / "casebook")["id"], "viewer"]]
    assert not json.loads(told("user", "role", "Reader", "viewer", "-c", book, "--take", "--json"))["roles"]
    assert json.loads(told("user", "disable", "Reader", "--json"))["disabled"]
    assert not json.loads(told("user", "disable", "Reader", "--enable", "--json"))["disabled"]
    assert "Reader" in told("user", "reset", "Reader", "--password-file", file)
    with pytest.raises(UnknownThing, match="user list"):
        told("user", "disable", "Nobody")


def test_a_poor_password_makes_no_account(office: Path) -> None:
    with pytest.raises(BadAccount, match="12 characters"):
        told("user", "add", "Reader", typed="short\nshort\n")
    assert "no account yet" in told("user", "list")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--team", "--host", "0.0.0.0"], "in clear"),
        (["--team", "--host", "192.0.2.1", "--hosts", "book.example"], "in clear"),
        (["--team", "--host", "0.0.0.0", "--https-proxy"], "--hosts"),
        (["--host", "0.0.0.0"], "--team"),
        (["--https-proxy"], "--team"),
        (["--team", "--by", "me"], "--by"),
    ],
)
def test_an_unsafe_server_is_refused(office: Path, words: list[str], why: str) -> None:
    pytest.importorskip("litestar", reason="left out: the extra `web` is not installed")
    with pytest.raises(UnsafeServing, match=why):
        told("serve", str(office / "casebook"), *words)
    assert not (office / "casebook").exists()
