"""Kept answers about single words are the answers that the pipeline's own matcher gives."""

from typing import Any

import spacy

from allegata.knowledge.syntax import NAME
from allegata.knowledge.wordrules import WordRules

TEXTS = (
    "There were three wounded men in the cellar, and that was all that anybody knew.",
    "The spokesman's office, which had been asked twice, did not say who'd got the order.",
    "Neither of them was named; both got away before it rained.",
    "Who are these people? Those which the guards took, he said, are still missing.",
    "It is  unclear whether she is the one that gets to decide.",
)


def test_the_same_matches_as_the_matcher_it_stands_for() -> None:
    language = spacy.load(NAME, exclude=["ner"])
    ruler: Any = language.get_pipe("attribute_ruler")
    language.remove_pipe("lemmatizer")
    language.disable_pipe("attribute_ruler")
    rules = WordRules(ruler)
    for doc in [*language.pipe(TEXTS), *language.pipe(TEXTS)]:  # the second time, every answer is kept
        expected = sorted(set(ruler.matcher(doc, allow_missing=True)))
        assert sorted(set(rules(doc, allow_missing=True))) == expected


def test_the_same_syntax_as_without_it() -> None:
    plain, quick = spacy.load(NAME, exclude=["ner"]), spacy.load(NAME, exclude=["ner"])
    ruler: Any = quick.get_pipe("attribute_ruler")
    ruler.matcher = WordRules(ruler)
    for one, other in zip(plain.pipe(TEXTS), quick.pipe(TEXTS), strict=True):
        assert [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in one] == [
            (t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in other
        ]
