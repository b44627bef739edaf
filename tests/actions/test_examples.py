"""The example evidence: it is what its script makes, it holds nothing that it should not, and it is taken in."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.current import appearances, every_item, every_problem
from allegata.actions.export import export_digest
from allegata.actions.rebuild import rebuild
from allegata.actions.run import run
from allegata.actions.show import overview
from allegata.actions.verify import verify
from allegata.dossier.language import LEXICON, Linter
from allegata.model.knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "examples" / "evidence"
ABOUT = ROOT / "examples" / "evidence.md"
"""What the files are. It tells of incidents and is no evidence, so it lies beside the set and not in it."""


def _files() -> list[Path]:
    return [path for path in sorted(EVIDENCE.rglob("*")) if path.is_file()]


# --- the set itself -------------------------------------------------------------------------------


def test_the_set_is_what_the_script_makes() -> None:
    """Videos and pictures are taken as they lie there; everything put together around them is made anew."""
    command = [sys.executable, str(ROOT / "examples" / "make_evidence.py"), "--check"]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_set_holds_no_page_about_itself() -> None:
    """What tells of the set would be found in it as if it were evidence of the incidents that it names."""
    assert ABOUT.is_file()
    assert not [path for path in _files() if path.suffix == ".md"]


def test_the_set_is_small() -> None:
    files = _files()
    assert sum(path.stat().st_size for path in files) < 4 << 20
    assert all(path.stat().st_size < 250_000 for path in files)


def test_the_set_holds_no_key_and_no_position() -> None:
    kept = [*_files(), *(ROOT / "scripts" / "evidence_set").rglob("*.*")]
    for path in kept:
        assert b"PRIVATE KEY" not in path.read_bytes(), path
    for path in (EVIDENCE / "images").glob("*.jpg"):
        assert b"GPS" not in path.read_bytes(), path


def test_the_page_about_it_names_every_file_or_its_folder() -> None:
    text = ABOUT.read_text()
    for path in _files():
        name = path.relative_to(EVIDENCE)
        told = [str(name), name.name, *(f"{parent}/" for parent in name.parents)]
        assert any(f"`{word}`" in text or f"{word}`" in text for word in told), name


def test_every_address_is_one_that_nobody_can_own() -> None:
    """RFC 2606: `.example` belongs to nobody."""
    allowed = re.compile(
        rb"https?://(?:[a-z0-9-]+\.)+example\b|https?://(?:www\.w3\.org|ns\.adobe\.com|purl\.org|schemas\.)"
    )
    for path in _files():
        if path.suffix in {".md", ".json", ".csv", ".atom", ".eml", ".html"}:
            data = path.read_bytes()
            assert len(re.findall(rb"https?://", data)) == len(allowed.findall(data)), path


def test_no_text_of_ours_judges(knowledge: Knowledge) -> None:
    """Pages, posts, notes and the page about the set hold no word of verdict outside quotation marks."""
    linter = Linter(knowledge.lexicon(LEXICON))
    texts = (ABOUT, ROOT / "scripts" / "evidence_set" / "words.py")
    assert not linter.texts(
        line.replace("(frozen=True, slots=True)", "")
        for path in texts
        for line in path.read_text().splitlines()
    )


# --- taken in together with the reports -----------------------------------------------------------

EXAMPLES = ROOT / "examples"
TOKEN = "timestamp_token_https-tsa-example-throw-away"
KINDS = {
    "text/plain": 36,
    "text/html": 11,
    "video/mp4": 9,
    "application/warc": 4,  # two, and one in each WACZ
    "application/wacz": 2,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": 1,
    "application/zip": 1,
    "text/markdown": 3,
    "text/csv": 3,
    "application/json": 3,
    "image/jpeg": 2,
    "application/x-pem-file": 4,
    "application/vnd.etsi.timestamp-token": 2,
    "text/x-checksums": 2,
    "application/pdf": 2,
    "text/x-python": 2,
    "application/vnd.export-page+html": 1,
    "application/xml": 1,
    "message/rfc822": 1,
    "image/png": 1,
    "audio/wav": 1,
}
PROBLEMS = {
    "auto-archiver/db.csv": {"nothing_archived": 1},
    "auto-archiver/handed-over/harbour-wire-video-41/picture_41.jpg": {"digest_contradicts": 1},
    f"auto-archiver/handed-over/harbour-wire-video-41/{TOKEN}": {"stamp_authority_not_checked": 1},
    "auto-archiver/local_archive/https-clips-example-watch-1182/7eb11e588432bb2e9605e141": {
        "stamp_authority_not_checked": 1
    },
    "telegram-export/result.json": {"media_absent": 2, "export_not_json": 1},
    "web/makiivka-cut.warc.gz": {"warc_breaks_off": 2},
    "web/makiivka-cut.warc.gz/ridge-herald.example/n/44391.html": {"html_damaged": 1},
    "web/pokrovsk.warc.gz/clips.example/watch/900.html": {"capture_holds_no_content": 1},
    "web/pokrovsk.warc.gz/t.example/harbour_wire_video/41.html": {"capture_holds_no_content": 1},
    "web/pokrovsk-wrong-digest.wacz": {"wacz_digest_contradicts": 1},
}
MET = {  # bytes that lie in several places, and in how many
    "evidence/footage/original.mp4": 2,  # and in the export
    "evidence/footage/mirrored.mp4": 2,  # and handed over
    "evidence/footage/re-encoded.mp4": 2,  # and in the store
    "evidence/images/sign.jpg": 3,  # and in the export, and on the stick
    "evidence/images/sketch-map.png": 3,  # and in the web archive, and in the letter
    "evidence/barda-and-sotk.pdf": 2,  # and in the letter
    "reports/pokrovsk-harbour-wire.html": 2,  # and in the web archive
}
TOLD = {  # which words of an incident's title, and parts of names that must be among its reports
    "Pokrovsk": (
        "reports/pokrovsk-northern-courier.txt",
        "earlier-copy.html",
        "pokrovsk-inquiry.html",
        "entry-0002",
    ),
    "Makiivka": (
        "reports/makiivka-ridge-herald.txt",
        "n/44391.html",
        "makiivka-examined.html",
        "message-17",
        "entry-0001",
    ),
    "Barda": ("reports/barda-upland-observer.txt", "evidence/barda-and-sotk.pdf"),
    "captives (Armenia)": ("reports/sotk-upland-observer.txt", "evidence/barda-and-sotk.pdf"),
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of everything under `examples/`."""
    folder = tmp_path_factory.mktemp("examples") / "book"
    run(EXAMPLES, folder, outside=fakes.outside())
    return folder


@pytest.fixture
def book(taken: Path) -> Iterator[Casebook]:
    with opened_to_write(taken, fakes.outside(start=10_000)) as book:
        yield book


def _named(book: Casebook) -> dict[str, str]:
    """Item ids by the names they came under, those of later appearances included."""
    found = {}
    for item in every_item(book):
        for appearance in appearances(book, item.id):
            found[appearance.capture.received_name] = item.id
    return found


def test_as_many_items_of_each_kind(book: Casebook) -> None:
    assert Counter(item.media_type for item in every_item(book)) == KINDS


def test_every_file_is_an_item(book: Casebook) -> None:
    names = _named(book)
    assert [
        path for path in _files() if f"evidence/{path.relative_to(EVIDENCE).as_posix()}" not in names
    ] == []


def test_what_is_wrong_is_named_and_nothing_else(book: Casebook) -> None:
    found: dict[str, Counter[str]] = {}
    for problem in every_problem(book):
        if problem.subject.startswith("evidence/"):
            found.setdefault(problem.subject.removeprefix("evidence/"), Counter())[problem.code] += 1
    assert {subject: dict(codes) for subject, codes in found.items()} == PROBLEMS


@pytest.mark.parametrize("name", MET)
def test_the_same_bytes_are_one_item_met_several_times(book: Casebook, name: str) -> None:
    met = {(a.capture.received_name, a.capture.member_of) for a in appearances(book, _named(book)[name])}
    assert len({received for received, _ in met}) >= MET[name], met


def test_what_was_served_is_kept_and_not_how_it_was_packed(book: Casebook) -> None:
    page = next(i for i in every_item(book) if i.capture.received_name.endswith("/earlier-copy.html"))
    assert book.vault.read(page.id).startswith(b"<!DOCTYPE html>")
    assert page.capture.redirects == ("http://northern-courier.example/2024/10/04/earlier-copy",)
    assert page.capture.transformations and page.capture.retrieved_at is not None


def test_times_of_an_export_are_its_instants_and_not_its_wall_clock(book: Casebook) -> None:
    message = next(i for i in every_item(book) if i.capture.received_name.endswith("/message-17.txt"))
    assert message.capture.claimed_at is not None
    assert message.capture.claimed_at.isoformat() == "2022-11-21T07:02:00+00:00"


@pytest.mark.parametrize("words", TOLD)
def test_evidence_comes_to_the_incidents_of_the_reports(book: Casebook, words: str) -> None:
    seen = overview(book)
    found = [one.incident.id for one in seen.incidents if words in one.assessment.title]
    assert len(found) == 1
    told = [line.item.capture.received_name for line in seen.items if found[0] in line.incidents]
    for part in TOLD[words]:
        assert any(part in name for name in told), (part, told)


def test_no_readme_and_no_script_tells_of_an_incident(book: Casebook) -> None:
    names = {"README.md", "make_pdf.py", "make_evidence.py", "evidence.md"}
    own = [line for line in overview(book).items if line.item.capture.received_name in names]
    assert len(own) == len(names)
    assert not any(line.incidents for line in own)


def test_the_same_again_adds_nothing(taken: Path) -> None:
    again = run(EXAMPLES, taken, outside=fakes.outside(start=30_000))
    assert (again.add.added, again.add.members, again.add.unpacked, again.add.met_again) == ((), (), (), 0)
    assert again.read.read == ()


def test_it_is_intact_and_can_be_made_anew(taken: Path) -> None:
    assert verify(taken).intact
    with opened_to_write(taken, fakes.outside(start=40_000)) as book:
        before = export_digest(book)
    rebuild(taken)
    with opened_to_write(taken, fakes.outside(start=50_000)) as book:
        assert export_digest(book) == before
