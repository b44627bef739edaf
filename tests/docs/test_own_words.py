"""No sentence of the five articles stands in the repository: whatever is written here is in our own words.

The articles lie outside the repository. Where they are absent, the test is skipped and says so by name.
"""

import html
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("ALLEGATA_ARTICLES", ROOT.parent / "shared" / "articles"))
RUN = 7
"""So many words in a row are no accident; below it stand phrases that everybody uses."""

LEFT_OUT = frozenset({"LICENSE"})
"""Not written by us, and not to be changed."""

NAMES = (
    "Geneva Convention relative to the Treatment of Prisoners of War",
    "International Committee of the Red Cross",
    "Office of the Prosecutor General of Ukraine",
    "Office of the Prosecutor General",
    "United Nations High Commissioner for Human Rights",
    "United Nations Office for Human Rights",
)
"""Official names of bodies and treaties: nobody's wording, and there is no other way to name what they name.
Each counts as one word, so a sentence around a name is still found."""

WORD = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"(?<=\w)['’‘](?=\w)")
MARKS = re.compile(r"\\[nrt]|(?<![^\W_])[bfru]{1,2}(?=[\"'])|</?[a-zA-Z][^<>]*>")
"""What stands between words in a source file only: written line ends, prefixes of strings, tags."""


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text, lower-cased, without punctuation and quotation marks, each with its line.

    An official name (`NAMES`) is one word.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = APOSTROPHE.sub("", html.unescape(MARKS.sub(" ", line)).lower())
        found += [(word, number) for word in WORD.findall(plain)]
    return list(_with_names(found))


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    listed = [tuple(WORD.findall(name.lower())) for name in NAMES]
    return tuple(sorted(listed, key=len, reverse=True))


def _with_names(found: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(found):
        for name in _names():
            if tuple(word for word, _ in found[at : at + len(name)]) == name:
                yield " ".join(name), found[at][1]
                at += len(name)
                break
        else:
            yield found[at]
            at += 1


def runs(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of `RUN` words of a text, with the line on which it starts."""
    listed = words(text)
    for at in range(len(listed) - RUN + 1):
        part = listed[at : at + RUN]
        yield tuple(word for word, _ in part), part[0][1]


@cache
def published() -> frozenset[tuple[str, ...]]:
    """Every run of words of the articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("[0-9]*.txt"))]
    return frozenset(run for text in texts for run, _ in runs(text))


def copied(text: str, of: frozenset[tuple[str, ...]]) -> list[str]:
    """The runs of a text that are among the given ones, each with its line."""
    return [f"{line}: {' '.join(run)}" for run, line in runs(text) if run in of]


def tracked() -> Iterator[tuple[str, str]]:
    """Path and text of every text file that git keeps (in a copy without git: of every file of ours)."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("left out: which files are kept is known only in a git checkout")
    for name in listing.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or name in LEFT_OUT or not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture, a PDF, a packed table
            continue


def test_no_sentence_of_the_five_articles_is_kept() -> None:
    if not any(FOLDER.glob("000_*.txt")):
        pytest.skip(f"left out: the five articles are not at {FOLDER} (set ALLEGATA_ARTICLES)")
    known = published()
    hits = [f"{name}:{hit}" for name, text in tracked() for hit in copied(text, known)]
    assert not hits, "reword in our own words:\n" + "\n".join(hits)


PUBLISHED = "“They’d left the old mill at dawn,” the ferryman said; a letter went to the Office of the Prosecutor General."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('x = (\n    "They\'d left the old "\n    f"mill at DAWN, the"\n)', True),
        ("# They’d left\n# the old mill at dawn; <b>the</b> ferryman", True),
        ("They had left the old mill before dawn, the ferryman said", False),
        ("The Office of the Prosecutor General", False),
        ("the ferryman said a letter went to the Office of the Prosecutor General", True),
    ],
)
def test_what_counts_as_copied(text: str, found: bool) -> None:
    assert bool(copied(text, frozenset(run for run, _ in runs(PUBLISHED)))) is found
