"""Every attribution in the broad sense of the attribution corpora, before statements are made.

Here thoughts, wishes and attitudes count ("think", "want", "support"), as the corpora annotate them. The
record never uses these: they are measured by `benchmarks/attribution.py`, which shows how well
sources, cues and contents are found at all.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, Lexicon
from allegata.reading import attributions
from allegata.reading.attributions import Attribution, Form
from allegata.reading.complements import Frame
from allegata.reading.narrative import closed
from allegata.reading.phrases import Extent
from allegata.reading.sentences import ParsedDocument, Sentence
from allegata.reading.voices import FIRST_PERSON


@dataclass(frozen=True, slots=True)
class Spans:
    """Source, cue and content of one attribution, as document extents; empty when not in the text."""

    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    content: tuple[Extent, ...]


def find(parsed: ParsedDocument, knowledge: Knowledge) -> tuple[Spans, ...]:
    """Every attribution of a document, in the order of the text."""
    frames = knowledge.lexicon("cues_broad")
    cues = widened(knowledge.lexicon("cues"), frames)
    found: list[Spans] = []
    last: tuple[Sentence, int] | None = None  # where the last direct quotation stands in `found`
    for sentence in parsed.sentences:
        here = [
            _spans(parsed, one)
            for parse in sentence.parses
            if parse.quote is None
            for one in attributions.find(parse, sentence.quotes, cues)
            if _counts(one, frames)
        ]
        if not here and last is not None and _goes_on(sentence, last[0]):
            one = found[last[1]]
            found[last[1]] = replace(one, content=(*one.content, (sentence.start, sentence.end)))
            last = (sentence, last[1])
            continue
        direct = [
            i
            for i, one in enumerate(here)
            if any(q.cut and _within(q.start, one.content) for q in sentence.quotes)
        ]
        last = (sentence, len(found) + direct[-1]) if direct else None
        found += here
    return tuple(found)


def widened(cues: Lexicon, frames: Lexicon) -> Lexicon:
    """The cue lexicon with every verb that is a cue in some frame."""
    verbs = {w for frame, words in frames.groups.items() if frame != "noun" for w in words}
    groups = {**cues.groups, "say": tuple(dict.fromkeys((*cues.groups["say"], *sorted(verbs))))}
    return replace(cues, groups=groups)


def frame_name(found: Attribution) -> str:
    """The name under which the data lists the cues of this frame, e.g. "clause" or "preposition_on"."""
    if found.form is not Form.VERB:
        return found.form.value
    if found.frame is not Frame.PREPOSITION:
        return found.frame.value
    word = next((c.lower_ for c in found.head.children if c.dep_ in {"prep", "agent"}), "")
    return f"preposition_{word}"


def _counts(found: Attribution, frames: Lexicon) -> bool:
    if found.source is not None and found.source.lower_ in FIRST_PERSON:
        return False
    if found.form is Form.ACCORDING:
        return True
    if in_quotation(found.head):
        return False
    if found.frame is Frame.QUOTE:
        return True
    return found.head.lemma_.lower() in frames.groups.get(frame_name(found), ())


def in_quotation(token: Token) -> bool:
    """Whether an odd number of quotation marks stands before a token in its stretch."""
    return sum(1 for t in token.doc[: token.i] if t.text in {'"', "“", "”"}) % 2 == 1


def _spans(parsed: ParsedDocument, found: Attribution) -> Spans:
    source: tuple[Extent, ...] = ()
    if found.source is not None:
        source = (found.parse.extent(_phrase(found.source)),)
    content = tuple(closed(parsed.text, e) for e in found.content)
    return Spans(source, found.cues, content)


def _phrase(head: Token) -> list[Token]:
    """The whole noun phrase, without the dateline in front of it."""
    tokens = list(head.subtree)
    dash = next((p for p, t in enumerate(tokens) if t.text in {"—", "–", "--"} and t.i < head.i), None)
    return tokens if dash is None else tokens[dash + 1 :]


def _goes_on(sentence: Sentence, before: Sentence) -> bool:
    """A quotation that fills the next sentence of the same paragraph goes on with the same speaker."""
    if sentence.paragraph != before.paragraph or sentence.index - before.index != 1:
        return False
    return any(q.start == sentence.start and q.end >= sentence.end - 1 for q in sentence.quotes)


def _within(at: int, extents: tuple[Extent, ...]) -> bool:
    return any(a <= at < b for a, b in extents)
