"""Marks of what a reader missed: through the same gate as a reading, laid over it, and taken away again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from allegata.errors import BadDecision
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document, Segment
from allegata.model.reading import Reading
from allegata.model.statement import Statement
from allegata.model.vocabulary import MadeBy, SegmentRole
from allegata.reading.missed import extended, kept, made, marked, occurrences

TEXT = (
    "Menu\nThe Ridge office said that two men were taken. The Lowland office denied it. Two men, it said.\n"
)
DOCUMENT = Document(
    "doc_1", "item", TEXT, "en",
    (Segment(SegmentRole.NAVIGATION, 0, 5, "a menu"), Segment(SegmentRole.BODY, 5, len(TEXT))),
)  # fmt: skip
READING = Reading("doc_1", "item", "rules", "1")
DENIAL = {
    "kind": "statements",
    "quote": "The Lowland office denied it",
    "speaker": {"wording": "The Lowland office", "source": None},
    "cues": ["denied"],
    "speech_act": "deny",
    "polarity": "denies",
}


def mark(draft: dict[str, Any], reading: Reading = READING) -> tuple[str, Any]:
    return made(DOCUMENT, reading, draft)


def decision(kind: str, thing: Any) -> Decision:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Decision(
        "dec_1", DecisionVerb.MISSED, "doc_1", "Ana", at, "passed over", "", (thing.id,), kept(kind, thing)
    )


def test_a_statement_is_made_of_exact_words_by_a_person() -> None:
    kind, thing = mark(DENIAL)
    assert kind == "statements" and isinstance(thing, Statement)
    assert TEXT[thing.span.start : thing.span.end] == thing.span.quote
    assert (
        thing.speaker.span and TEXT[thing.speaker.span.start : thing.speaker.span.end] == "The Lowland office"
    )
    assert [who.wording for who in thing.chain] == ["The Lowland office", "this outlet"]
    assert [cue.quote for cue in thing.cues] == ["denied"]
    assert thing.made_by is MadeBy.HUMAN


def test_the_same_words_give_the_same_id() -> None:
    assert mark(DENIAL)[1].id == mark(dict(DENIAL))[1].id
    assert mark(DENIAL)[1].id != mark({**DENIAL, "polarity": "affirms"})[1].id


def test_a_mark_is_laid_over_the_reading_and_read_back() -> None:
    kind, thing = mark(DENIAL)
    one = decision(kind, thing)
    assert marked(one) == (kind, thing)
    now = extended(READING, [one])
    assert now.statements == (thing,) and READING.statements == ()
    assert extended(now, [one]) == now


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quote": "The Highland office denied it"}, "does not stand"),
        ({"start": 5, "end": 20, "quote": "something else"}, "does not stand at 5:20"),
        ({"start": 5, "end": 9_999}, "inside the text"),
        ({"quote": "it"}, "say which"),
        ({"quote": "Menu"}, "no segment that is read"),
        ({"speaker": {"wording": "The Highland office"}}, "does not stand"),
        ({"speaker": {"wording": "The Ridge office", "source": "nobody"}}, "no source"),
        ({"speech_act": "shout"}, "no term of SpeechAct"),
        ({"kind": "mentions"}, "cannot be marked"),
        ({"weather": "fine"}, "no fields of Statement"),
    ],
)
def test_what_the_text_does_not_carry_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadDecision, match=words):
        mark({**DENIAL, **change})


def test_a_record_rests_on_a_statement_of_the_text() -> None:
    draft = {
        "kind": "responses", "quote": "denied it", "kind_": None, "by": "The Lowland office",
        "party": None, "scope": "unclear", "statement": "st_unknown",
    }  # fmt: skip
    del draft["kind_"]
    with pytest.raises(BadDecision):
        mark(draft)


def test_what_a_mark_rested_on_may_go_and_that_is_said() -> None:
    _, statement = mark(DENIAL)
    held = extended(READING, [decision("statements", statement)])
    draft = {
        "kind": "evaluations",
        "quote": "denied it",
        "by": "The Lowland office",
        "words_used": "denied it",
    }
    kind, thing = mark({**draft, "statement": statement.id}, held)
    now = extended(READING, [decision(kind, thing)])
    assert now.evaluations == ()
    assert [problem.code for problem in now.problems] == ["mark_unplaced"]


def test_words_are_found_whole_first_and_over_broken_lines() -> None:
    assert [span.quote for span in occurrences(DOCUMENT, "Two men")] == ["Two men"]
    assert [span.start for span in occurrences(DOCUMENT, "office")] == [15, 64]
    broken = Document("d", "i", "two\n  men came", "en", ())
    assert occurrences(broken, "two men")[0].quote == "two\n  men"
