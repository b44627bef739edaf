"""What parts one occurrence from the one before: headings of a roundup, "a separate video", another time."""

from allegata.model.value import When
from allegata.model.vocabulary import (
    SegmentRole,
    TimeSlot,
)
from allegata.reading.acts import FoundAct
from allegata.reading.bounds import is_definite, is_definite_noun
from allegata.reading.context import Context
from allegata.reading.sentences import Parse, Sentence


def sections(context: Context) -> frozenset[int]:
    """The sentences at which a roundup turns to its next occurrence.

    A heading of its own between paragraphs, or a run-in heading ("Kherson. Two paramedics …"), counts
    only where the text has at least two of them: one heading may just part a text.
    """
    found = []
    last = None
    headings = sorted((s.start, s.end) for s in context.document.segments if s.role in HEADING)
    for sentence in context.parsed.sentences:
        if sentence.segment.role is SegmentRole.HEADLINE:
            last = sentence
            continue
        between = any(
            (last.end if last else 0) <= start <= sentence.start and _heads(context, start, end, sentence)
            for start, end in headings
        )
        words = [t for t in sentence.frame.doc if not t.is_punct]
        run_in = (
            sentence.paragraph != (last.paragraph if last else -1)
            and len(words) <= SHORT
            and all(t.pos_ in {"PROPN", "NUM", "ADP", "NOUN"} for t in words)
        )
        if run_in or (between and last is not None and last.segment.role is not SegmentRole.HEADLINE):
            found.append(sentence.index)
        last = sentence
    return frozenset(found) if len(found) > 1 else frozenset()


def _heads(context: Context, start: int, end: int, sentence: Sentence) -> bool:
    """Whether a heading names an occurrence by place or day: names only, one of them in the text below."""
    words = [w.strip(".,:;") for w in context.document.text[start:end].split()]
    if not words or len(words) > SHORT or not all(w[:1].isupper() or w.isdigit() for w in words):
        return False
    below = context.document.text[sentence.start : sentence.segment.end]
    return any(len(w) > 2 and w in below for w in words)


HEADING = frozenset({SegmentRole.INTERLEAVED_HEADLINE, SegmentRole.DEK, SegmentRole.HEADLINE})


SHORT = 5
"""The most words that a run-in heading has."""


def separator(context: Context, sentence: Sentence, act: FoundAct) -> tuple[int, int] | None:
    """The words that set the sentence apart from what was told before, if there are any.

    "a separate video", "another case", or a time at the head of the sentence that opens with
    indefinite footage or persons ("In late May, footage surfaced …", "Earlier in June, three …").
    """
    separating = context.phrases("acts", "separator")
    media = context.phrases("acts", "media.noun", "back_reference")
    parse = act.parse if act.parse.quote is None else sentence.frame
    for token in parse.doc:
        parts = token.dep_ in {"amod", "det"} and "separator" in separating.terms_at(token)
        if parts and media.terms_at(token.head) and not is_definite_noun(token.head):
            return parse.start(token), parse.end(token.head)
    announced = _announced(context, sentence)
    if announced is not None:
        return announced
    if act.sentence.segment.role is SegmentRole.HEADLINE:
        return None
    for time in context.times.get(sentence.index, ()):
        leading = time.start - sentence.start <= LEADING and not _same_news(time.when)
        sets = leading and time.when.slot in SETTING and not is_definite(act)
        if sets and not _points_back(context, parse, act):
            return time.start, time.end
    for token in parse.doc:
        if (
            token.lower_ == "reports"
            and token.dep_ == "nsubj"
            and any(c.lower_ == "also" for c in token.head.children)
        ):
            return parse.start(token), parse.end(token.head)
    return None


def _announced(context: Context, sentence: Sentence) -> tuple[int, int] | None:
    """The sentence before, where it only says that something else is to come ("… speaks of a different crime")."""
    if not sentence.index:
        return None
    before = context.parsed.sentences[sentence.index - 1]
    if before.paragraph != sentence.paragraph:
        return None
    separating = context.phrases("acts", "separator")
    told = context.phrases("acts", "back_reference")
    frame = before.frame
    for token in frame.doc:
        parts = token.dep_ == "amod" and "separator" in separating.terms_at(token)
        last = parts and token.head.right_edge.i >= len(frame.doc) - 2
        if last and told.terms_at(token.head) and any(c.lower_ in {"a", "an"} for c in token.head.children):
            return frame.start(token), frame.end(token.head)
    return None


SETTING = frozenset({TimeSlot.EVENT, TimeSlot.MEDIA_FIRST_SEEN, TimeSlot.STATEMENT, TimeSlot.UNCLEAR})
"""Slots whose time, at the head of a sentence, may set its scene apart from the one before."""


def _same_news(when: When) -> bool:
    """Whether a time is of the news itself ("Thursday", "earlier today"): it sets nothing apart."""
    relative = when.relative or ""
    return when.edtf is None and relative.startswith(("weekday", "day:", "days:0", "days:-1", "weekend"))


LEADING = 14
"""How many characters from its head a sentence's time may begin and still open the scene."""


def _points_back(context: Context, parse: Parse, act: FoundAct) -> bool:
    nouns = context.phrases("acts", "media.noun", "back_reference")
    return any(
        is_definite_noun(t) and nouns.terms_at(t)
        for t in parse.doc
        if t.dep_ in {"nsubj", "nsubjpass", "dobj"}
    ) or (act.victim_token is not None and is_definite_noun(act.victim_token))
