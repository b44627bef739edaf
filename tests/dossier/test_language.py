"""The language linter: words that judge are found in our own words, and left to whoever is quoted."""

import pytest

from allegata.dossier.language import LEXICON, Linter
from allegata.knowledge import load
from allegata.model import phrases

WORDS = load().lexicon(LEXICON)  # read when the tests are collected: the room itself opens no file
TEXT = "The ministry spoke of suspected terrorists.\nA war crime, says the council.\n"


@pytest.mark.parametrize(
    "words", ["The general is guilty", "It did happen", "a murder of three", "the ministry claims the town"]
)
def test_words_that_judge_are_found(words: str) -> None:
    assert Linter(WORDS).texts([words])
    assert Linter(WORDS).page(f"<p>{words}</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>The general is guilty</p></blockquote>",
        "<p>calls it “a murder”</p>",
        '<p lang="en">A massacre in the hills</p>',
        "<p>Nothing here says that an event took place or that anybody is guilty.</p>",
        "<p>alleges: killing</p>",
    ],
)
def test_quotations_and_neutral_words_pass(html: str) -> None:
    assert Linter(WORDS).page(html) == ()


def test_a_value_in_the_words_of_an_original_is_not_ours() -> None:
    assert Linter(WORDS, [TEXT]).page("<p>suspected terrorists — Northland</p>") == ()
    assert Linter(WORDS, [TEXT]).page("<p>all terrorists of Northland</p>")
    assert Linter(WORDS).page("<p>suspected terrorists — Northland</p>")


def test_fixed_text_of_a_template_is_checked_whatever_fills_it() -> None:
    assert Linter(WORDS).template("<p>{{ guilty }} said {# murder #}</p>") == ()
    assert Linter(WORDS).template("<p>{{ who }} is guilty</p>")


def test_no_phrase_of_ours_judges() -> None:
    tables = [t for name, t in vars(phrases).items() if name.isupper() and isinstance(t, dict)]
    words = [
        w for t in tables for entry in t.values() for w in (entry if isinstance(entry, tuple) else [entry])
    ]
    assert len(words) > 100
    assert Linter(WORDS).texts(w for w in words if isinstance(w, str)) == ()
