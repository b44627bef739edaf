"""The command line as a script sees it: exit codes, one sentence for an error, JSON and nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGTERM
from typing import NamedTuple

import pytest

from allegata.cli.exits import Exit
from allegata.cli.main import main

REPORT = (
    "Ministry accuses army of shooting captives\n\n"
    "The Russian Defence Ministry said that Ukrainian forces had shot at least 11 captured Russian servicemen in the "
    "village of Makiivka in the Luhansk region.\n\n"
    "Ukraine's ombudsman denied the accusation. The Lake Courier could not verify when the video was filmed.\n"
)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def ended(*words: object, columns: int = 100) -> Ended:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys, "argv", ["allegata", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return ended


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "reports").mkdir()
    (folder / "reports" / "lake-courier.txt").write_text(REPORT, encoding="utf-8")
    casebook = folder / "casebook"
    words = [sys.executable, "-m", "allegata", "run", str(folder / "reports"), "--casebook", str(casebook)]
    done = subprocess.run([*words, "--workers", "1"], capture_output=True, text=True, check=False)
    assert done.returncode == Exit.FINE, done.stderr + done.stdout
    return casebook


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['allegata', '--help']\n"
        "from allegata.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'spacy', 'sqlalchemy', 'jinja2', 'lxml', 'trafilatura', 'numpy', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "run" in done.stdout and "review" in done.stdout


def test_the_list_names_sides_bounds_and_what_to_type_next(run: Run, book: Path) -> None:
    for columns in (80, 120):
        ended = run("show", "--casebook", book, columns=columns)
        assert ended.code == 0
        assert "11 or more" in ended.out
        assert "Ukraine" in ended.out
        assert "allegata show inc_" in ended.out
        assert all(len(line) <= columns or "allegata " in line for line in ended.out.splitlines())


def test_an_incident_is_shown_in_its_five_parts(run: Run, book: Path) -> None:
    listed = json.loads(run("show", "--casebook", book, "--json").out)
    incident = listed["incidents"][0]["incident"]["id"]
    for columns in (80, 120):
        out = run("show", incident, "--casebook", book, columns=columns).out
        heads = [
            "What is alleged",
            "What the accused side says",
            "What was checked",
            "Where accounts differ",
            "Steps taken",
        ]
        places = [out.index(f"{n}  {head}") for n, head in enumerate(heads, 1)]
        assert places == sorted(places)
        assert "Account matrix" in out and "lake-courier.txt" in out
        assert all(len(line) <= columns for line in out.splitlines())
    record = json.loads(run("show", incident, "--casebook", book, "--json").out)
    texts = {document["id"]: document["text"] for document in record["documents"]}
    for account in record["accounts"]:
        span = account["span"]
        assert texts[span["document"]][span["start"] : span["end"]] == span["quote"]


def test_an_item_is_shown_with_its_readings(run: Run, book: Path) -> None:
    listed = json.loads(run("show", "--casebook", book, "--json").out)
    out = run("show", listed["items"][0]["item"]["id"][:12], "--casebook", book).out
    assert "at least 11" in out and "Custody" in out


def test_a_decision_is_written_shown_and_undone(run: Run, book: Path) -> None:
    listed = json.loads(run("show", "--casebook", book, "--json").out)
    incident = listed["incidents"][0]["incident"]["id"]
    made = run(
        "review", "accept", incident, "--by", "analyst 1", "--reason", "read it", "--casebook", book, "--json"
    )
    assert made.code == 0, made.err
    decision = json.loads(made.out)["decision"]["id"]
    told = run("history", incident, "--casebook", book)
    assert "analyst 1" in told.out and "read it" in told.out
    assert run("review", "undo", decision, "--by", "a", "--reason", "b", "--casebook", book).code == 0
    assert "no longer in force" in run("history", incident, "--casebook", book).out


def test_a_decision_needs_author_and_reason(run: Run, book: Path) -> None:
    ended = run("review", "accept", "inc_x", "--casebook", book)
    assert ended.code == Exit.USAGE and "--by" in ended.err


@pytest.mark.parametrize("verb", ["merge --ask", "confirm", "decline", "withdraw"])
def test_what_was_seen_is_never_dropped_without_a_word(run: Run, book: Path, verb: str) -> None:
    words = ("--by", "a", "--reason", "b", "--saw", "0" * 64, "--casebook", book)
    ended = run("review", *verb.split(), "inc_x", *words)
    assert ended.code == Exit.USAGE and "--saw" in ended.err


def test_an_unknown_id_is_refused_in_one_sentence(run: Run, book: Path) -> None:
    ended = run("show", "inc_none", "--casebook", book)
    assert ended.code == Exit.REFUSED
    assert ended.err.startswith("allegata: ") and ended.err.count("\n") == 1


def test_no_casebook_is_said_with_what_to_do(run: Run, tmp_path: Path) -> None:
    ended = run("show", "--casebook", tmp_path / "none")
    assert ended.code == Exit.CASEBOOK and "allegata init" in ended.err


def test_no_folder_is_said(run: Run, tmp_path: Path) -> None:
    ended = run("run", tmp_path / "none", "--casebook", tmp_path / "book")
    assert ended.code == Exit.USAGE and ended.err.startswith("allegata: ")


def test_material_that_cannot_be_read_is_told_by_the_exit_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "locked.bin").write_bytes(b"\x00\x01\x02\x03" * 10)
    ended = run("run", tmp_path / "reports", "--casebook", tmp_path / "book", "--workers", 1)
    assert ended.code == Exit.PROBLEMS
    assert "Problems found" in ended.out and "locked.bin" in ended.out


def test_verify_and_rebuild_find_everything_in_order(run: Run, book: Path, tmp_path: Path) -> None:
    verified = run("verify", "--casebook", book)
    assert verified.code == 0 and "Intact." in verified.out
    first = run("export", tmp_path / "one.json", "--casebook", book)
    rebuilt = run("rebuild", "--casebook", book)
    second = run("export", tmp_path / "two.json", "--casebook", book)
    assert first.code == rebuilt.code == second.code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert "identical" in rebuilt.out


def test_a_flipped_byte_ends_with_its_own_exit_code(run: Run, book: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(book, copy)
    listed = json.loads(run("show", "--casebook", copy, "--json").out)
    digest = listed["items"][0]["item"]["id"]
    original = next(path for path in copy.rglob(digest))
    original.chmod(0o644)
    data = bytearray(original.read_bytes())
    data[5] ^= 1
    original.write_bytes(bytes(data))
    ended = run("verify", "--casebook", copy)
    assert ended.code == Exit.TAMPERED and digest in ended.out.replace("\n", "")


def test_the_report_is_written(run: Run, book: Path, tmp_path: Path) -> None:
    ended = run("report", tmp_path / "report", "--casebook", book)
    assert ended.code == 0 and ended.out.strip().endswith("index.html")
    assert (tmp_path / "report" / "index.html").is_file()


def test_places_are_added(run: Run, book: Path, tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,latitude,longitude,country,region,kind\nMiry Dolne,49.1,38.2,UA,Luhansk,village\n")
    ended = run("gazetteer", "add", table, "--casebook", book, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["added"] == 1


TWO = (
    "The Russian Defence Ministry said that Ukrainian forces had shot at least 11 captured Russian servicemen in "
    "the village of Makiivka in the Luhansk region.",
    "Ukraine's General Staff said that Russian forces had shot two captured Ukrainian servicemen near Robotyne in "
    "the Zaporizhzhia region.",
)
README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def two(tmp_path: Path, run: Run) -> Path:
    """A casebook with two incidents of opposite sides."""
    (tmp_path / "my-reports").mkdir()
    for number, text in enumerate(TWO):
        (tmp_path / "my-reports" / f"{number}.txt").write_text(f"A statement\n\n{text}\n", encoding="utf-8")
    casebook = tmp_path / "my-casebook"
    assert run("run", tmp_path / "my-reports", "--casebook", casebook, "--workers", 1).code == 0
    return casebook


def incidents_of(run: Run, casebook: Path) -> list[str]:
    listed = json.loads(run("show", "--casebook", casebook, "--json").out)
    return [line["incident"]["id"] for line in listed["incidents"]]


def test_every_command_of_the_readme_works(
    run: Run, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    from tests.builders import tsa

    a, b = incidents_of(run, two)
    monkeypatch.chdir(tmp_path)
    lines = [line.strip() for line in README.read_text().splitlines() if line.startswith("    allegata ")]
    commands = [part.strip() for line in lines for part in line.split("#")[0].split("&&")]
    verbs = {
        "run",
        "show",
        "review",
        "history",
        "footage",
        "tsa",
        "stamp",
        "mirror",
        "verify",
        "dossier",
        "serve",
    }
    assert {command.split()[1] for command in commands} >= verbs
    with tsa.running(tmp_path / "authority") as running:
        stands_for = {
            "inc_01M8…": a,
            "inc_A": a,
            "inc_B": b,
            " URL ": f" {running.url} ",
            "root.pem": str(running.certificates),
            "/media/second-disk": str(tmp_path / "second-disk"),
        }
        for command in commands:
            named = command
            for word, meant in stands_for.items():
                named = named.replace(word, meant)
            if command.split()[1] == "serve":
                assert served(shlex.split(named)[1:], tmp_path / "office")
                continue
            ended = run(*shlex.split(named)[1:])
            assert ended.code == 0, (command, ended.err)


def served(words: list[str], office: Path) -> bool:
    """Whether `allegata serve` begins, tells the link that opens it, and ends when it is told to."""
    own = {"ALLEGATA_OFFICE": str(office), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "allegata", *words, "--port", "0", "--no-browser"]
    with subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        told = any("/enter/" in line for line in running.stdout)
        running.terminate()
        return told and running.wait(timeout=60) in (0, -SIGTERM)


def test_incidents_of_opposite_sides_are_made_one_only_on_purpose(run: Run, two: Path) -> None:
    a, b = incidents_of(run, two)
    words = ("review", "merge", a, b, "--by", "Ana", "--reason", "one event", "--casebook", two)
    refused = run(*words)
    assert refused.code == Exit.REFUSED
    assert "different sides are accused" in refused.err and "--despite-blockers" in refused.err
    merged = run(*words, "--despite-blockers")
    assert merged.code == 0 and "single-person, not reviewed" in merged.out
    assert run("link", "--casebook", two).out.startswith("1 incident; ")
    assert run("assess", "--casebook", two).code == 0
    (left,) = incidents_of(run, two)
    assert (
        "made one by Ana (single-person, not reviewed)"
        in run("show", left, "--casebook", two, columns=200).out
    )
    assert "merged into" in run("show", ({a, b} - {left}).pop(), "--casebook", two).err


def test_a_count_is_put_right_with_the_ids_that_are_shown(run: Run, two: Path) -> None:
    a = incidents_of(run, two)[0]
    assert "--ids" in run("show", a, "--casebook", two).out
    shown = run("show", a, "--ids", "--casebook", two).out
    account = next(line.split()[0] for line in shown.splitlines() if "victims.killed: " in line)
    assert account.startswith("av_")
    count = '{"type": "Count", "low": 12, "high": null, "unit": "persons", "role": "killed", "exactness": %s}'
    words = ("review", "correct", account, "--by", "Ana", "--reason", "read again", "--casebook", two)
    refused = run(*words, "--value", count % '"minimum"')
    assert refused.code == Exit.REFUSED and "lower_bound" in refused.err
    assert run(*words, "--value", count % '"lower_bound"').code == 0
    assert run("link", "--casebook", two).code == run("assess", "--casebook", two).code == 0
    assert "12 or more" in run("show", "--casebook", two).out


def test_a_rejected_incident_is_out_of_the_list_and_counted(run: Run, two: Path) -> None:
    a, b = incidents_of(run, two)
    words = ("--by", "Ana", "--reason", "a drill", "--casebook", two)
    assert run("review", "reject", a, *words).code == 0
    assert run("link", "--casebook", two).code == run("assess", "--casebook", two).code == 0
    assert incidents_of(run, two) == [b]
    out = run("show", "--casebook", two, columns=300).out
    assert "1 discarded by decision." in out and f"Discarded: {a}; " in out


def test_show_and_report_warn_of_a_damaged_original(run: Run, two: Path, tmp_path: Path) -> None:
    listed = json.loads(run("show", "--casebook", two, "--json").out)
    line = listed["items"][0]
    original = next(path for path in two.rglob(line["item"]["id"]))
    original.chmod(0o644)
    original.write_text("other words", encoding="utf-8")
    for thing in (line["item"]["id"], line["incidents"][0]):
        ended = run("show", thing, "--casebook", two)
        assert ended.code == Exit.PROBLEMS and "was altered: its hash differs." in ended.out
    written = run("report", tmp_path / "report", "--casebook", two)
    assert written.code == Exit.PROBLEMS and "original_altered" in written.out
    assert line["item"]["id"] in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_the_sentences_of_verify_end_with_a_full_stop(run: Run, two: Path) -> None:
    (two / "objects" / "sha256" / "stray.txt").write_text("not of this case", encoding="utf-8")
    out = run("verify", "--casebook", two, columns=300).out
    assert "which no ledger entry names. Find out" in out


def test_a_broken_chain_stops_a_rebuild(run: Run, two: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(two / "ledger.sqlite")
    with connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("UPDATE ledger SET body = replace(body, 'received', 'obtained') WHERE seq = 2")
    connection.close()
    ended = run("rebuild", "--casebook", two)
    assert ended.code == Exit.CASEBOOK and "Entry 2 was edited" in ended.err
    assert ended.err.count("\n") == 1
