"""The example evidence: it is what its script makes, it holds nothing that it should not, and it is taken in."""

import os
import re
import subprocess
import sys
from pathlib import Path

from allegata.dossier.language import LEXICON, Linter
from allegata.model.knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "examples" / "evidence"


def _files() -> list[Path]:
    return [path for path in sorted(EVIDENCE.rglob("*")) if path.is_file() and path.name != "README.md"]


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


def test_the_readme_names_every_file_or_its_folder() -> None:
    text = (EVIDENCE / "README.md").read_text()
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
    """Pages, posts, notes and the README hold no word of verdict outside quotation marks."""
    linter = Linter(knowledge.lexicon(LEXICON))
    texts = (EVIDENCE / "README.md", ROOT / "scripts" / "evidence_set" / "words.py")
    assert not linter.texts(
        line.replace("(frozen=True, slots=True)", "")
        for path in texts
        for line in path.read_text().splitlines()
    )
