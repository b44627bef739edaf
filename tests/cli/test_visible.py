"""Hostile names and texts are shown spelt out on the terminal, in the audit and on the pages."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from allegata.cli.main import app

OBEYED = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    reports = folder / "reports"
    reports.mkdir()
    name = "evil\x1b]0;TITLE\x07\u202etxt.txt"
    text = "The ministry said on Monday that three\x1b[2J civilians were killed near Sumy by shelling.\n"
    (reports / name).write_text(text)
    told = {"publisher": "Courier\x1b[31m\u202e", "collector": "desk\r\nFAKE LINE", "note": "C1 \x9b31m"}
    (reports / f"{name}.meta.json").write_text(json.dumps(told))
    runner = CliRunner()
    ended = runner.invoke(app, ["run", str(reports), "--casebook", str(folder / "book")])
    assert ended.exit_code in (0, 3), ended.output
    return folder / "book"


def output(casebook: Path, *words: str) -> str:
    ended = CliRunner().invoke(app, [*words, "--casebook", str(casebook)])
    assert ended.exit_code in (0, 3), ended.output
    return ended.output


def test_nothing_on_the_terminal_is_obeyed(casebook: Path) -> None:
    listed = json.loads(output(casebook, "show", "--json"))
    item = listed["items"][0]["item"]["id"]
    incident = listed["incidents"][0]["incident"]["id"]
    seen = ""
    for words in (["show"], ["show", item], ["show", incident], ["history"], ["audit"], ["verify"]):
        printed = output(casebook, *words)
        assert not [sign for sign in OBEYED if sign in printed], words
        seen += printed
    assert "⟨U+001B⟩" in seen and "⟨U+202E⟩" in seen


def test_nothing_on_a_page_turns_the_writing_round(casebook: Path, tmp_path: Path) -> None:
    output(casebook, "report", str(tmp_path / "report"))
    pages = [path.read_text() for path in (tmp_path / "report").rglob("*.html")]
    assert pages and not [sign for sign in OBEYED for page in pages if sign in page]
    assert any("⟨U+202E⟩" in page for page in pages)
