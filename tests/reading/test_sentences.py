"""Sentences, quotations cut out before parsing, and offsets that lead back to the text."""

import pytest

from allegata.model.document import Document, Segment
from allegata.model.vocabulary import SegmentRole
from allegata.reading import sentences
from allegata.reading.sentences import ParsedDocument, Pipeline


def parsed(text: str, pipeline: Pipeline) -> ParsedDocument:
    """A text of one body paragraph, parsed."""
    document = Document("doc", "item", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),))
    return sentences.parse(document, pipeline)


SPLITS = [
    ("Two men were shot. Nobody was held.", 2),
    ("Gen. Mark Rowe spoke on Nov. 9 in the town. He left.", 2),
    ("The U.S. Army said so. The U.N. did not.", 2),
    ("It happened at 5 p.m. on Monday near the bridge.", 1),
    ("Dr. A. Novak treated them.", 1),
    ("“Who did this?” the minister asked.", 1),
    ("“Enough is enough!” the governor of the region said. “We will answer.”", 2),
    ("“They were tied. They were shot,” the mayor said.", 1),
    ("“They were tied.” The mayor left the room.", 2),
    ("Is he dead? No one knows.", 2),
    ("The losses rose by 2.5 per cent. The mayor resigned.", 2),
    ("He left… Nobody followed.", 2),
    ("Article No. 12 of the code applies.", 1),
    ("The village (pop. 300) was burned.", 1),
    ("“Some of us hid in the cellar and waited for the morning", 1),
]


@pytest.mark.parametrize(("text", "number"), SPLITS)
def test_sentence_borders(text: str, number: int) -> None:
    borders = list(sentences.split(text, 0, len(text)))
    assert len(borders) == number
    assert borders[0][0] == 0
    assert borders[-1][1] == len(text)


CUTS = [
    ("“The village was shelled twice,” the army said.", [True]),
    ("The army said: “The village was shelled twice.”", [True]),
    ("The video showed “more than ten unarmed men” in a yard.", [False]),
    ("The ministry spoke of a “crime”.", [False]),
    ("They were old and had “nothing to do with the war here”, he said.", [False]),
    ("He said, “we will not leave this town,” and left.", [True]),
    ("“Leave the road now,” he said, “or you will be shot.”", [True, True]),
    ("He promised \"a full and open inquiry\" into it.", [False]),
    ("“Some of us hid in the cellar and waited for the morning to come", [True]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cut"), CUTS)
def test_which_quotations_are_cut_out(text: str, cut: list[bool], pipeline: Pipeline) -> None:
    (sentence,) = parsed(text, pipeline).sentences
    assert [q.cut for q in sentence.quotes] == cut
    assert len(sentence.parses) == 1 + sum(cut)


OFFSETS = [
    "“The village was shelled twice,” the army’s spokesman said.",
    "The general wrote:\u00a0“We took no prisoners that day”, and added that nobody had surrendered.",
    "The army – so it said – “did not fire at anyone in the town”.",
    "“One fell. Another ran,” a woman said. “Then it was quiet again.”",
    "Le général a dit: «Nous n’avons pas tiré sur la ville», a-t-il dit.",
]


@pytest.mark.parametrize("text", OFFSETS)
def test_every_token_leads_back_to_the_text(text: str, pipeline: Pipeline) -> None:
    straight = str.maketrans({0xA0: " ", 0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-"})
    for sentence in parsed(text, pipeline).sentences:
        quoted = {(q.start, q.end) for q in sentence.quotes if q.cut}
        for parse in sentence.parses:
            for token in parse.doc:
                start, end = parse.start(token), parse.end(token)
                assert sentence.start <= start < end <= sentence.end
                if (start, end) not in quoted and not token.is_punct:
                    assert text[start:end].translate(straight) == token.text


def test_furniture_is_not_parsed(pipeline: Pipeline) -> None:
    text = "Two men were shot.\nShare this article"
    segments = (Segment(SegmentRole.BODY, 0, 18), Segment(SegmentRole.NAVIGATION, 19, len(text)))
    document = Document("doc", "item", text, "en", segments)
    assert [s.end for s in sentences.parse(document, pipeline).sentences] == [18]


def test_a_sentence_is_found_by_its_offset(pipeline: Pipeline) -> None:
    found = parsed("Two men were shot. Nobody was held.", pipeline)
    second = found.sentence_at(20)
    assert second is not None
    assert second.index == 1
    assert found.sentence_at(18) is None


def test_extents_cover_a_subtree(pipeline: Pipeline) -> None:
    text = "Soldiers shot two men."
    frame = parsed(text, pipeline).sentences[0].frame
    men = next(t for t in frame.doc if t.text == "men")
    start, end = frame.subtree(men)
    assert text[start:end] == "two men"
