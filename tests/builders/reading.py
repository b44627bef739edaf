"""Readings of a few sentences of our own, without a file, a gazetteer or a casebook."""

from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.vocabulary import SegmentRole
from allegata.reading.readers import RulesReader
from allegata.reading.sentences import Pipeline


def read(text: str, pipeline: Pipeline, knowledge: Knowledge) -> Reading:
    """The rules' reading of a text whose lines are its paragraphs; no place is known."""
    segments, at = [], 0
    for line in text.split("\n"):
        segments.append(Segment(SegmentRole.BODY, at, at + len(line)))
        at += len(line) + 1
    document = Document("doc", "item", text, "en", tuple(segments))
    return RulesReader(pipeline, knowledge).read(document, {})
