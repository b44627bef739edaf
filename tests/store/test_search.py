"""Full-text search answers alike on both databases, in every script, and no question is an error."""

import dataclasses
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.casebook import opened, opened_to_write
from allegata.model.search import body, folded, places, question, tokens
from allegata.store.tables import DOCUMENTS

TEXTS = {
    "latin": "The café near the river was shelled; 16 persons, the ministry said. The ministry's list is long.",
    "cyrillic": "Ёлка стояла за́ рекой. Бійці йшли повз їхній дім, повідомило міністерство.",
    "arabic": "قَتْــل الجنود قرب المدينة، قالت الوزارة",
    "hebrew": "שָׁלוֹם עולם, אמר המשרד",
    "chinese": "北京市的人说，他们没有看见。",
    "japanese": "東京の記者がガラス工場で話した。",
    "korean": "한국어로 쓴 보고서가 있다.",
    "thai": "ประเทศไทยมีแม่น้ำหลายสาย",
    "hindi": "यह हिन्दी में लिखा गया है",
}
FOUND = {
    "CAFE": "latin",
    "minist*": "latin",
    '"river was shelled"': "latin",
    "“the ministry said”": "latin",
    "ministry list": "latin",
    "16": "latin",
    "елка": "cyrillic",
    "ЁЛКА за": "cyrillic",
    "йшли": "cyrillic",
    "їхній": "cyrillic",
    "міністер*": "cyrillic",
    "قتل": "arabic",
    '"قتل الجنود"': "arabic",
    "שלום": "hebrew",
    "北京": "chinese",
    "京市": "chinese",
    "北": "chinese",
    "看见": "chinese",
    "ガラス": "japanese",
    "東京 記者": "japanese",
    "보고서": "korean",
    "แม่น้ำ": "thai",
    "हिन्दी": "hindi",
}
NOWHERE = (
    '"was river"',
    "ministr",
    "cafeteria",
    "北人",
    "",
    "*",
    '"',
    "()",
    "NOT",
    "a:b",
    "^x",
    "NEAR(a b)",
    "{",
    "'",
    "\\",
    "%",
)


def test_words_are_found_alike_in_every_script(tmp_path: Path, database: str | None) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, words in TEXTS.items():
        (source / f"{name}.txt").write_text(words, encoding="utf-8")
    outside = dataclasses.replace(fakes.outside(), database=database)
    with opened_to_write(tmp_path / "book", outside, create=True) as book:
        for verb in ("add", "read"):
            step(verb, source, book)
    with opened(tmp_path / "book") as book:
        names = {row.id: row.data for row in book.index.rows(select(DOCUMENTS.c.id, DOCUMENTS.c.data))}

        def found(words: str) -> list[str]:
            return [name for id in book.index.search(words) for name in TEXTS if f'"{name}.txt"' in names[id]]

        assert {words: found(words) for words in FOUND} == {words: [name] for words, name in FOUND.items()}
        assert {words: found(words) for words in NOWHERE} == {words: [] for words in NOWHERE}


def test_what_is_found_can_be_shown_in_its_place() -> None:
    for words, name in FOUND.items():
        text = TEXTS[name]
        spans = list(places(text, question(words)))
        assert spans, words
        for start, end in spans:
            assert folded(text[start:end]).strip(), words


def test_a_text_kept_for_search_holds_its_words() -> None:
    for text in TEXTS.values():
        assert list(tokens(body(text)))[: len(list(tokens(text)))] and folded(body(text))


def test_a_long_question_is_cut_and_no_error() -> None:
    assert len(question("word " * 10_000)) <= 24
    assert question("a" * 100_000)


@pytest.mark.parametrize(
    "text", ["“Near” the R\u0301iver, I\u0307stanbul", "aB\u0301 c“D”e\u200b f", "ß Й и\u0306 x\u0301"]
)
def test_places_stand_where_they_would_sign_by_sign(text: str) -> None:
    """What folds sign by sign is taken together for speed: every word is still found at its own offsets."""
    for match in re.finditer(r"\w[\w\u0300-\u036f]*", text):
        spots = list(places(text, question(f'"{match.group()}"')))
        assert any(start == match.start() and end >= match.end() for start, end in spots), match.group()
