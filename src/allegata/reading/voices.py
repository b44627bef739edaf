"""Speakers of one document: full names, their capacity, and the short forms that point back to them.

A short form ("the ministry", a surname, "he") is tied to an earlier full mention only when exactly
one fits; otherwise the words are kept as they stand and nobody is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.document import Document, Span, derived_id
from allegata.model.knowledge import Knowledge
from allegata.model.source import Source, Speaker
from allegata.model.vocabulary import SourceKind
from allegata.reading.attributions import RELATIVE, noun_phrase
from allegata.reading.sentences import Parse

PERSONAL = frozenset({"he", "she", "his", "her"})
PRONOUNS = PERSONAL | {"they", "it", "their", "its"}
FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me", "you"})
CAPTIVE = frozenset({"captured", "detained", "captive", "imprisoned", "interrogated", "arrested"})
NO_NAME_IS_KEPT = "an individual whose name is not kept"


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as met in the text, with what later short forms are compared to."""

    speaker: Speaker
    surname: str | None
    heads: frozenset[str]  # the nouns it is headed by, name or capacity, lower case
    words: frozenset[str]  # every noun of the phrase
    person: bool
    captive: bool
    sentence: int
    paragraph: int


class Voices:
    """Resolves the noun phrases that speak in one document, in reading order."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self._document = document
        self._knowledge = knowledge
        self._protected = frozenset(knowledge.lexicon("cues").groups.get("protected", ()))
        self._titles = frozenset(knowledge.lexicon("cues").groups.get("title", ()))
        self._documents = frozenset(knowledge.lexicon("cues").groups.get("document", ()))
        self._heard: list[Voice] = []

    def resolve(self, parse: Parse, head: Token, sentence: int, paragraph: int) -> Voice:
        """The speaker that a noun stands for, remembered for later short forms."""
        if head.lower_ in RELATIVE and head.head.dep_ == "relcl":
            head = head.head.head
        tokens = noun_phrase(head)
        span = self._document.span(*parse.extent(tokens))
        if head.lower_ in PRONOUNS and len(tokens) == 1:
            voice = self._pronoun(head, span, sentence, paragraph)
        else:
            voice = self._named(tokens, head, parse, span, sentence, paragraph)
            earlier = self._earlier(voice, tokens, head)
            if earlier is not None:
                speaker = replace(earlier.speaker, span=span)
                voice = replace(earlier, speaker=speaker, sentence=sentence, paragraph=paragraph)
        self._heard.append(voice)
        return voice

    def last(self, sentence: int, paragraph: int) -> Voice | None:
        """Who spoke last in this paragraph, in this sentence or the one before."""
        last = self._heard[-1] if self._heard else None
        if last is not None and last.paragraph == paragraph and sentence - last.sentence <= 1:
            return last
        return None

    def continues(self, voice: Voice, sentence: int, paragraph: int) -> None:
        """Note that a speaker goes on in this sentence."""
        self._heard.append(replace(voice, sentence=sentence, paragraph=paragraph))

    def _pronoun(self, head: Token, span: Span, sentence: int, paragraph: int) -> Voice:
        for voice in reversed(self._heard):
            if sentence - voice.sentence > 2 or abs(voice.paragraph - paragraph) > 1:
                break
            if head.lower_ in PERSONAL and not voice.person:
                break
            speaker = replace(voice.speaker, span=span)
            return replace(voice, speaker=speaker, sentence=sentence, paragraph=paragraph)
        return Voice(
            Speaker(span.quote, span), None, frozenset(), frozenset(), False, False, sentence, paragraph
        )

    def _named(
        self, tokens: list[Token], head: Token, parse: Parse, span: Span, sentence: int, paragraph: int
    ) -> Voice:
        speaker = speaker_of(span.quote, span, self._knowledge)
        if speaker.capacity is None:
            speaker = replace(speaker, capacity=self._capacity(tokens, head, parse))
        captive = any(t.lower_ in CAPTIVE for t in tokens)
        if speaker.source is None and (captive or head.lemma_.lower() in self._protected):
            known_by = derived_id("voice", span.document, span.start)
            source = Source(known_by, NO_NAME_IS_KEPT, SourceKind.INDIVIDUAL_PROTECTED)
            speaker = replace(speaker, source=source)
        return Voice(
            speaker,
            _surname(tokens, head),
            frozenset(t.lemma_.lower() for t in tokens if t.i == head.i or t.dep_ == "appos"),
            frozenset(t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN"}),
            head.pos_ == "PROPN" or _apposed_name(head) is not None or captive,
            captive,
            sentence,
            paragraph,
        )

    def _earlier(self, voice: Voice, tokens: list[Token], head: Token) -> Voice | None:
        """The one earlier speaker that a short form can only mean."""
        words = [t for t in tokens if t.pos_ not in {"DET", "PUNCT", "PART"}]
        if len(words) > 2:
            return None
        if head.text[:1].isupper() and tokens[0].lower_ not in {"the", "this", "that", "a", "an"}:
            return _only(v for v in self._heard if v.surname is not None and v.surname == head.lower_)
        if tokens[0].lower_ in {"the", "this", "that"}:
            noun = head.lemma_.lower()
            if noun in self._documents and len(words) == 1:
                return self._heard[-1] if self._heard else None
            headed = _only(v for v in self._heard if noun in v.heads)
            if headed is not None or head.pos_ == "PROPN":
                return headed
            return _only(v for v in self._heard if noun in v.words) if len(words) == 1 else None
        return None

    def _capacity(self, tokens: list[Token], head: Token, parse: Parse) -> str | None:
        """What the words call the speaker beside the name: 'spokesperson for …', 'Ombudsman'."""
        text = self._document.text
        name = _apposed_name(head)
        if name is not None:
            before = [t for t in tokens if t.i < name.left_edge.i and not (t.is_punct and t.i > head.i)]
            return text[slice(*parse.extent(before))] if before else None
        told = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i), None)
        if told is not None:
            inside = [t for t in noun_phrase(told) if t in tokens]
            return text[slice(*parse.extent(inside))] if inside else None
        titles = [t for t in tokens if t.i < head.i and t.lemma_.lower() in self._titles]
        if head.pos_ == "PROPN" and titles and head.lemma_.lower() not in self._titles:
            return text[parse.start(tokens[0]) : parse.end(titles[-1])]
        return None


def speaker_of(wording: str, span: Span, knowledge: Knowledge) -> Speaker:
    """The speaker of these words, with the source when that is certain."""
    return Speaker(wording, span)


def _only(voices: Iterable[Voice]) -> Voice | None:
    found: dict[str, Voice] = {}
    for voice in voices:
        found.setdefault(voice.speaker.key, voice)
    return next(iter(found.values())) if len(found) == 1 else None


def _apposed_name(head: Token) -> Token | None:
    """The name in 'the agency's chief, N. N.'."""
    if head.pos_ == "PROPN" and not any(c.dep_ == "poss" for c in head.children):
        return None
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None)


def _surname(tokens: list[Token], head: Token) -> str | None:
    name = _apposed_name(head)
    if name is not None:
        return name.lower_
    return head.lower_ if head.pos_ == "PROPN" and tokens[0].lower_ not in {"the", "a", "an"} else None
