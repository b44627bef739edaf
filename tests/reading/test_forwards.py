"""Posts that pass on another's words, and notes of collectors: neither adds a voice of its own."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from allegata.model.document import Document
from allegata.model.item import NOTE_OF_COLLECTOR, Capture, Item, Post
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import DateBasis, PartyRelation, SegmentRole
from allegata.reading.extract import extract

TEXT = "Officials said on Friday that soldiers had shot two captured servicemen near the village of Makiivka."


def document(knowledge: Knowledge, capture: Capture, text: str = TEXT) -> Document:
    data = text.encode()
    return extract(data, Item(sha256(data).hexdigest(), len(data), "text/plain", capture), knowledge)


def post(forwarded_from: str | None, publisher: str | None = None, channel: str = "Channel B") -> Capture:
    made = Post("telegram", channel=channel, channel_id="1", post_id="2", forwarded_from=forwarded_from)
    day = date(2024, 5, 3)
    return Capture(
        "message-2.txt",
        publisher=publisher,
        published=day,
        published_basis=DateBasis.EXPORT_METADATA,
        post=made,
    )


def test_a_post_of_its_own_is_its_channels_and_its_day_is_an_anchor(knowledge: Knowledge) -> None:
    own = document(knowledge, post(None, publisher="Channel B"))
    assert own.publisher == "Channel B" and own.publisher_hints == ()
    assert own.published.basis is DateBasis.EXPORT_METADATA and own.published.is_anchor


def test_a_forward_is_not_the_channels_that_passed_it_on(knowledge: Knowledge) -> None:
    forward = document(knowledge, post("Some account"))
    assert forward.publisher is None
    assert forward.publisher_hints == ("forwarded from: Some account",)
    assert "Channel B" not in forward.publisher_hints[0]


def test_the_day_of_a_forward_says_when_it_was_passed_on_and_anchors_nothing(knowledge: Knowledge) -> None:
    forward = document(knowledge, post("Some account")).published
    assert (forward.day, forward.basis, forward.is_anchor) == (
        date(2024, 5, 3),
        DateBasis.PASSED_ON,
        False,
    )


@pytest.mark.parametrize("relation", [PartyRelation.PARTY, PartyRelation.NON_PARTY])
def test_every_known_source_keeps_its_words_whoever_passes_them_on(
    knowledge: Knowledge, relation: PartyRelation
) -> None:
    """Both ways round, for every pair: no side gains or loses by being passed on."""
    sources = [s for s in knowledge.sources if s.party_relation is relation][:8]
    assert len(sources) >= 2
    for first in sources:
        for second in sources:
            forward = document(knowledge, post(first.name, channel=second.name))
            assert forward.publisher == first.name


def test_a_note_is_kept_and_shown_and_nothing_is_read_from_it(knowledge: Knowledge) -> None:
    note = document(knowledge, Capture("row-2-note.txt", url="https://a.example/", method=NOTE_OF_COLLECTOR))
    assert [(s.role, s.start, s.end) for s in note.segments] == [(SegmentRole.COLLECTOR_NOTE, 0, len(TEXT))]
    assert note.read_segments == () and note.text == TEXT
    assert "note of the collector" in note.segments[0].reason
    assert (note.publisher, note.publisher_hints) == (None, ())
    plain = document(knowledge, Capture("report.txt"))
    assert plain.read_segments != ()


@pytest.mark.parametrize("text", ["ok", "Перевірено двома людьми, відео те саме.", "🔥"])
def test_a_note_in_any_language_is_no_problem(knowledge: Knowledge, text: str) -> None:
    capture = Capture("row-2-note.txt", method=NOTE_OF_COLLECTOR)
    assert document(knowledge, capture, text).problems == ()
    assert document(knowledge, replace(capture, method="manual"), text).problems != ()
