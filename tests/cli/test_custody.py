"""The verbs by which others check the ledger, as a script sees them."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.builders.tsa import Running, running

from allegata.cli.exits import Exit
from allegata.cli.main import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    def ended(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["allegata", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        return Ended(code, *capfd.readouterr())

    return ended


@pytest.fixture
def book(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text("Officials said that two had been wounded near the mill.")
    folder = tmp_path / "book"
    assert run("add", tmp_path / "in", "-c", folder, "--by", "A. Archivist").code == Exit.FINE
    return folder


@pytest.fixture
def tsa(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "tsa") as made:
        yield made


def test_the_note_that_is_printed_is_what_verify_takes(book: Path, run: Run, tmp_path: Path) -> None:
    done = run("checkpoint", "-c", book, "--tools", tmp_path / "tools")
    assert done.code == Exit.FINE and "signed by SHA256:" in done.err
    (tmp_path / "kept.note").write_text(done.out)
    assert (tmp_path / "tools" / "checkpoint.note").read_text() == done.out
    fits = run("verify", "-c", book, "--checkpoint", tmp_path / "kept.note")
    assert fits.code == Exit.FINE and "fits kept.note" in fits.out
    assert fits.out.index("What is checked:") < fits.out.index("What was found:")
    assert run("checkpoint", "-c", book).out == done.out
    assert "begins with" in run("prove", "--since", tmp_path / "kept.note", "-c", book).out
    assert run("prove", "-c", book).code == Exit.USAGE
    assert json.loads(run("checkpoint", "-c", book, "--json").out)["note"] == done.out
    other = tmp_path / "other"
    assert run("init", other).code == Exit.FINE
    assert run("verify", "-c", other, "--checkpoint", tmp_path / "kept.note").code == Exit.TAMPERED
    assert run("verify", "-c", book, "--checkpoint", tmp_path / "in" / "one.txt").code == Exit.REFUSED


def test_a_lost_key_is_said_on_standard_error(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run("key", "-c", book)
    assert "signs since entry" in shown.out and "A. Archivist" in shown.out
    monkeypatch.setenv("ALLEGATA_KEYS", str(tmp_path / "elsewhere"))
    (tmp_path / "in" / "two.txt").write_text("Officials said that three had been wounded near the bridge.")
    done = run("add", tmp_path / "in", "-c", book)
    assert done.code == Exit.FINE
    lost = run("key", "-c", book)
    assert "NOT at" in lost.out and "Unsigned since entry" in lost.out
    assert run("key", "--new", "-c", book).code == Exit.USAGE
    assert run("key", "--new", "--reason", "the disk broke", "-c", book).code == Exit.FINE
    assert len(json.loads(run("key", "-c", book, "--json").out)["keys"]) == 2
    monkeypatch.setenv("ALLEGATA_KEYS", str(book / "keys"))
    assert run("checkpoint", "-c", book).code == Exit.REFUSED


def test_stamps_from_naming_to_verifying(book: Path, run: Run, tsa: Running, tmp_path: Path) -> None:
    assert run("stamp", "-c", book).code == Exit.REFUSED
    assert "nothing is ever sent" in run("tsa", "list", "-c", book).out
    named = ("tsa", "add", tsa.url, "--certificate", tsa.certificates, "--name", "one", "-c", book)
    assert "Nothing was sent" in run(*named).out and tsa.seen == []
    assert run(*named).code == Exit.REFUSED  # twice
    tsa.manner = "failing"
    failed = run("stamp", "-c", book)
    assert failed.code == Exit.PROBLEMS and "Unstamped since entry 1" in failed.out
    tsa.manner = "fine"
    assert "as one states" in run("stamp", "-c", book).out
    assert "stamped by one before" in run("stamp", "-c", book).out
    assert "Time stamps: 1 checked, nothing wrong" in run("verify", "-c", book).out
    assert "root: CN=Root of Stamps of the tests" in run("tsa", "list", "-c", book).out
    assert run("tsa", "remove", "one", "--reason", "too slow", "-c", book).code == Exit.FINE
    assert run("tsa", "remove", "one", "--reason", "again", "-c", book).code == Exit.REFUSED


def test_a_request_carried_over(book: Path, run: Run, tsa: Running, tmp_path: Path) -> None:
    run("tsa", "add", tsa.url, "--certificate", tsa.certificates, "-c", book)
    assert run("stamp", "--request", tmp_path / "a.tsq", "-c", book).code == Exit.FINE
    (tmp_path / "a.tsr").write_bytes(tsa.authority.reply((tmp_path / "a.tsq").read_bytes()))
    assert run("stamp", "--reply", tmp_path / "a.tsr", "-c", book).code == Exit.FINE
    assert run("stamp", "--reply", tmp_path / "none", "-c", book).code == Exit.USAGE
    assert run("stamp", "--reply", tmp_path / "a.tsq", "-c", book).code == Exit.REFUSED
    assert run("stamp", "--reply", "a", "--request", "b", "-c", book).code == Exit.USAGE
    assert tsa.seen == []


def test_proofs_and_audit(book: Path, run: Run, tmp_path: Path) -> None:
    proved = run("prove", "2", "-c", book)
    assert proved.code == Exit.FINE and "which is the root of the checkpoint" in proved.out
    newest = len(run("audit", "-c", book).out.splitlines())
    assert run("prove", newest, "-c", book).code == Exit.PROBLEMS  # the checkpoint's own entry
    assert run("prove", "nothing", "-c", book).code == Exit.REFUSED
    lines = run("audit", "-c", book, "--by", "A. Archivist", "--kind", "received")
    assert len(lines.out.splitlines()) == 1 and "one.txt was received, hashed, stored" in lines.out
    assert run("audit", "-c", book, "--since", "2200-01-01").out == ""
    assert run("audit", "-c", book, "--since", "last week").code == Exit.USAGE
    assert run("audit", "-c", book, "--kind", "unknown").code == Exit.USAGE
    assert run("audit", "-c", book, "--csv", tmp_path / "a.csv").code == Exit.FINE
    assert len((tmp_path / "a.csv").read_text().splitlines()) == newest + 1
    record = json.loads(run("audit", "-c", book, "--json").out)
    assert len(record["entries"]) == newest and record["filter"]["by"] == []


def test_a_copy_of_the_folder_has_no_key_in_it(book: Path, tmp_path: Path) -> None:
    shutil.copytree(book, tmp_path / "copy")
    texts = [path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert texts and not any(b"PRIVATE KEY" in text for text in texts)
