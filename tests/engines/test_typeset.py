"""The record as PDF: the same bytes for the same data, whatever the words; nothing in them is code."""

import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from allegata.dossier.explained import DISCLAIMER, method
from allegata.engines.typeset import typeset
from allegata.model.codec import to_data
from allegata.model.dossier import (
    FORMAT,
    Attributed,
    Citation,
    Decided,
    Dossier,
    ItemLine,
    Line,
    Moment,
    Profile,
    Quote,
    Release,
    Section,
    Voice,
)
from allegata.model.item import CustodyEvent
from allegata.model.vocabulary import CustodyType

DIGEST = "ab" * 32
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def data(words: str = "nine persons", marks: bool = True) -> dict:
    """A small dossier in which these words stand wherever words of others can stand."""
    line = Line(words, words, (words,), (Quote(words, (1,)),))
    item = ItemLine(1, DIGEST, 5, "text/plain", words, words, "not stated", f"https://x.example/{words}", "",
                    "2026-03-04T05:06:07Z", "browser", words, "text only", "yes", "", f"data/originals/{DIGEST}.txt")  # fmt: skip
    event = CustodyEvent(
        DIGEST, CustodyType.DERIVATIVE_CREATED, AT, words, "cd" * 32, DIGEST, words, words, place=words
    )
    decided = Decided("2026-03-04T05:06:07Z", words, "accept", words, words, True)
    moment = Moment("2026-03-04", words, "statement", words, words, (1,))
    made = Dossier(
        FORMAT, "inc_A", f"9 persons, {words}", "candidate", "proposed by the machine", words,
        Release(Profile.INTERNAL, AT, "A", "" if marks else "B", words, words), "allegata 0", "assessing-1", DIGEST,
        (), tuple(Section(n, f"Part {n}", (line, line), "Nothing.", (words,)) for n in range(1, 6)), (line,),
        (Attributed("alleged act", "C0", "one account", words, "1–1", "9", (words,), (words,), (Voice(words, words, (line,)),)),),
        (moment,), (line,), (), (), (Citation(1, words, words, DIGEST, "doc_1", 0, len(words), 1, "en"),), (item,), (event,), (decided,), (words,), (words,), method(),
    )  # fmt: skip
    return to_data(made) | {
        "marks": list(made.release.marks),
        "disclaimer": DISCLAIMER,
        "checking": ["VERIFY.txt"],
    }


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_the_same_data_gives_the_same_bytes_in_another_process() -> None:
    here = sha256(typeset(data()).pdf).hexdigest()
    assert sha256(typeset(data()).pdf).hexdigest() == here
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from tests.engines.test_typeset import data;"
        "from allegata.engines.typeset import typeset; from hashlib import sha256;"
        "print(sha256(typeset(data()).pdf).hexdigest())"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, root], capture_output=True, text=True, check=True, env={"TZ": "Asia/Tokyo", "PYTHONPATH": f"{root}/src"},
    )  # fmt: skip
    assert done.stdout.strip() == here


def test_the_document_says_what_it_is() -> None:
    pdf = typeset(data()).pdf
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    document = pypdfium2.PdfDocument(pdf)
    told = document.get_metadata_dict()
    assert "inc_A" in told["Title"] and told["CreationDate"].startswith("D:20260304050607")


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")',
        "*bold* _it_ $x$ @ref <label> // /* ` \\",
        '#include "/etc/passwd"',
        '[#read("record.json")]',
    ],
)
def test_words_are_never_code(words: str) -> None:
    text = " ".join(pages(typeset(data(words)).pdf))
    assert "".join(words.split()) in "".join(text.split()).replace("\u200b", "").replace("\ufffe", "")


@pytest.mark.parametrize(
    "words", ["Мирні жителі, Їжакевич", "Ελλάδα", "დაღუპული", "Սպանված", "مدنيون", "Đặng Ødegård łódź"]
)
def test_other_scripts_are_set(words: str) -> None:
    made = typeset(data(words))
    assert made.unset == ()


@pytest.mark.parametrize("words", ["町の人", "ஊர்", "🙂", "one\x01two"])
def test_what_no_font_holds_is_shown_as_its_code_point(words: str) -> None:
    made = typeset(data(words))
    assert made.unset
    text = "".join(" ".join(pages(made.pdf)).split()).replace("\u200b", "")
    assert all(f"U+{ord(character):04X}" in text for character in made.unset)


@pytest.mark.parametrize(
    "words", ["x" * 3000, "https://x.example/" + "a/b?c=d&" * 200, "w" * 90 + " " + "W" * 90, "word " * 3000]
)
def test_nothing_runs_over_the_edge_of_a_page(words: str) -> None:
    document = pypdfium2.PdfDocument(typeset(data(words)).pdf)
    assert len(document) < 400
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            if right > left:
                assert left >= 30 and right <= width - 30 and bottom >= 10 and top <= height, (
                    text.get_text_range(at, 1)
                )


def test_every_page_of_what_one_person_saw_says_so() -> None:
    assert all(
        "single-person, not reviewed" in page.casefold() for page in pages(typeset(data("word " * 900)).pdf)
    )
    assert not any("single-person" in page.casefold() for page in pages(typeset(data(marks=False)).pdf))
