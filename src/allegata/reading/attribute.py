"""Statements of a document: every sentence told apart by who says it.

For each sentence: what others are quoted or reported to say, with the reporting chain down to this
outlet, and one narrative statement for what is left in the outlet's own voice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.document import Document, Span, derived_id
from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.source import OUTLET, Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import Quotation, SegmentRole
from allegata.reading import attributions
from allegata.reading.attributions import Attribution, Extent, Form, Frame
from allegata.reading.sentences import ParsedDocument, Quote, Sentence
from allegata.reading.voices import FIRST_PERSON, Voice, Voices


UNNAMED = "unnamed source"


@dataclass(slots=True)
class Draft:
    """A statement in the making. `voice` is None when the source is not named."""

    found: Attribution | None
    voice: Voice | None
    content: list[Extent]
    cues: list[Extent]
    outer: "Draft | None" = None
    dropped: bool = False


def attribute(parsed: ParsedDocument, knowledge: Knowledge) -> tuple[Statement, ...]:
    """Every statement of a document, in the order of the text."""
    reader = _Reader(parsed, knowledge)
    made: list[Statement] = []
    for sentence in parsed.sentences:
        made += reader.read(sentence)
    return tuple(sorted(made, key=lambda s: (s.span.start, s.span.end)))


class _Reader:
    """Goes through one document and remembers who spoke."""

    def __init__(self, parsed: ParsedDocument, knowledge: Knowledge) -> None:
        self.parsed = parsed
        self.document: Document = parsed.document
        self.knowledge = knowledge
        self.cues: Lexicon = knowledge.lexicon("cues")
        self.voices = Voices(parsed.document, knowledge)
        self.pending: tuple[int, Voice, list[Extent]] | None = None  # "…, writing:" waits for its quotation
        self.quoting: tuple[int, int, Voice] | None = None  # who was quoted last: sentence, paragraph, voice

    def read(self, sentence: Sentence) -> list[Statement]:
        """The statements of one sentence."""
        drafts = [d for a in self._found(sentence) if (d := self._draft(sentence, a)) is not None]
        self._nest(drafts)
        drafts = [d for d in drafts if not d.dropped]
        drafts += self._loose(sentence, drafts)
        made = [self._statement(sentence, d) for d in drafts]
        made += self._narrative(sentence, drafts)
        self._remember(sentence, drafts)
        return made

    def _found(self, sentence: Sentence) -> list[Attribution]:
        return [a for parse in sentence.parses for a in attributions.find(parse, sentence.quotes, self.cues)]

    # --- which attributions become statements ---------------------------------------------------------

    def _draft(self, sentence: Sentence, found: Attribution) -> Draft | None:
        if not self._speaks(found):
            return None
        voice = None
        if found.source is not None:
            voice = self.voices.resolve(found.parse, found.source, sentence.index, sentence.paragraph)
        elif found.form is Form.VERB and (before := self.voices.last(sentence.index, sentence.paragraph)):
            voice = before  # "It was stated that …" goes on with the speaker of the sentence before
        return Draft(found, voice, list(found.content), list(found.cues))

    def _speaks(self, found: Attribution) -> bool:
        source, terms = found.source, self.cues.terms_of(found.head.lemma_.lower())
        noun = source.lemma_.lower() if source is not None else ""
        if noun in self.cues.groups["footage"]:
            return False
        if source is not None and source.lower_ in FIRST_PERSON:
            return False
        if found.form is Form.ACCORDING:
            return True
        if found.form is Form.NOUN:
            return found.head.lemma_.lower() in self.cues.groups["noun"][:10]
        if found.parse.quote is not None and found.frame not in {Frame.CLAUSE, Frame.QUOTE}:
            return False
        if found.frame is Frame.QUOTE:
            return True
        if found.frame is Frame.CLAUSE:
            return "say" in terms or "accuse" in terms or "deny" in terms or "demand" in terms
        if source is None or source.dep_ == "nsubjpass":
            return False
        if found.frame is Frame.OBJECT:
            return bool({"accuse", "deny", "demand", "condemn"} & set(terms)) or (
                "name_as" in terms and _names_as(found.head)
            )
        if found.frame is Frame.INFINITIVE:
            return found.head.lemma_.lower() in {"promise", "pledge", "vow"}
        if found.frame is Frame.PREPOSITION:
            return "demand" in terms
        return False

    # --- chains -----------------------------------------------------------------------------------------

    def _nest(self, drafts: list[Draft]) -> None:
        """An attribution inside another's content is at second hand."""
        for inner in drafts:
            around = [d for d in drafts if d is not inner and _holds(d, inner)]
            if around:
                inner.outer = min(around, key=lambda d: sum(b - a for a, b in d.content))
        for outer in drafts:
            if any(i.outer is outer and _is_whole(outer, i) for i in drafts):
                outer.dropped = True

    def _chain(self, draft: Draft) -> tuple[Speaker, ...]:
        links: list[Speaker] = []
        step: Draft | None = draft
        while step is not None:
            speaker = self._speaker(step)
            if not links or links[-1].key != speaker.key:
                links.append(speaker)
            hearer = step.found.addressee if step.found is not None else None
            if hearer is not None and hearer.pos_ == "PROPN" and step.found is not None:
                span = self.document.span(*step.found.parse.extent(attributions.noun_phrase(hearer)))
                links.append(Speaker(span.quote, span))
            step = step.outer
        return (*links, OUTLET)

    # --- quotations without a verb of their own ----------------------------------------------------------

    def _loose(self, sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
        """A quotation that stands alone goes on with who was quoted just before, or was announced."""
        free = [
            q
            for q in sentence.quotes
            if q.cut and not any(a <= q.start and q.end <= b for d in drafts for a, b in d.content)
        ]
        made = []
        for quote in free:
            voice, cues = self._goes_on(sentence, quote)
            if voice is not None:
                self.voices.continues(voice, sentence.index, sentence.paragraph)
                made.append(Draft(None, voice, [(quote.start, quote.end)], cues))
        return made

    def _goes_on(self, sentence: Sentence, quote: Quote) -> tuple[Voice | None, list[Extent]]:
        if self.pending is not None and sentence.index - self.pending[0] <= 1:
            return self.pending[1], self.pending[2]
        if self.quoting is not None:
            index, paragraph, voice = self.quoting
            if sentence.index - index <= 1 and paragraph == sentence.paragraph:
                return voice, []
        return None, []

    def _remember(self, sentence: Sentence, drafts: Sequence[Draft]) -> None:
        quoted = [d for d in drafts if d.voice is not None and d.outer is None]
        if quoted and quoted[-1].voice is not None:
            self.quoting = (sentence.index, sentence.paragraph, quoted[-1].voice)
        self.pending = None
        tail = self.document.text[sentence.start : sentence.end].rstrip()
        if tail.endswith(":"):
            frame = sentence.frame
            verbs = [t for t in frame.doc if attributions.is_speaking(t, self.cues)]
            if verbs:
                source = attributions.subject(verbs[-1])
                if source is not None:
                    voice = self.voices.resolve(frame, source, sentence.index, sentence.paragraph)
                    self.pending = (sentence.index, voice, [(frame.start(verbs[-1]), frame.end(verbs[-1]))])

    def _speaker(self, draft: Draft) -> Speaker:
        if draft.voice is not None:
            return draft.voice.speaker
        at = draft.cues[0] if draft.cues else draft.content[0]
        return Speaker(UNNAMED, self.document.span(*at))

    # --- statements -------------------------------------------------------------------------------------

    def _statement(self, sentence: Sentence, draft: Draft) -> Statement:
        text = self.document.text
        content = tuple(
            self.document.span(a, b) for a, b in (_closed(text, e) for e in sorted(draft.content))
        )
        pieces = [(s.start, s.end) for s in content] + draft.cues
        if draft.voice is not None and draft.voice.speaker.span is not None and draft.found is not None:
            pieces.append((draft.voice.speaker.span.start, draft.voice.speaker.span.end))
        inside = [p for p in pieces if sentence.start <= p[0] and p[1] <= sentence.end]
        start, end = min(a for a, _ in inside), max(b for _, b in inside)
        return Statement(
            derived_id(
                "st", self.document.id, start, end, draft.found.form.value if draft.found else "loose"
            ),
            self.document.span(start, end),
            content,
            self._speaker(draft),
            self._chain(draft),
            tuple(self.document.span(a, b) for a, b in draft.cues),
            _quotation(content, sentence.quotes),
            in_power_of_adverse_party=draft.voice is not None and draft.voice.captive,
            segment=sentence.segment.role,
        )

    def _narrative(self, sentence: Sentence, drafts: Sequence[Draft]) -> list[Statement]:
        """What the outlet says itself: the sentence without what others say in it."""
        covered = sorted(e for d in drafts for e in (*d.content, *d.cues))
        rest = [t for t in sentence.frame.doc if not _inside(sentence.frame.start(t), covered)]
        own = [
            d.voice.speaker.span for d in drafts if d.voice is not None and d.voice.speaker.span is not None
        ]
        names = [(s.start, s.end) for s in own]
        rest = [t for t in rest if not _inside(sentence.frame.start(t), names)]
        if drafts and not any(_tells(t) for t in rest):
            return []
        extents = attributions.runs(sentence.frame, rest)
        if not extents:
            return []
        content = tuple(self.document.span(a, b) for a, b in extents)
        headline = sentence.segment.role is SegmentRole.HEADLINE
        quotation = Quotation.HEADLINE if headline else Quotation.NARRATIVE_UNATTRIBUTED
        return [
            Statement(
                derived_id("st", self.document.id, sentence.start, sentence.end, "narrative"),
                self.document.span(sentence.start, sentence.end),
                content,
                quotation=quotation,
                segment=sentence.segment.role,
            )
        ]


def _names_as(verb: Token) -> bool:
    return any(
        c.dep_ in {"oprd", "attr", "acomp", "ccomp"} or (c.dep_ == "prep" and c.lower_ == "as")
        for c in verb.children
    )


def _holds(outer: Draft, inner: Draft) -> bool:
    if inner.found is None or outer.found is None:
        return False
    at = inner.found.parse.start(inner.found.head)
    return any(a <= at < b for a, b in outer.content)


def _is_whole(outer: Draft, inner: Draft) -> bool:
    """Whether the outer content is nothing but the inner attribution."""
    if outer.found is None or inner.found is None or outer.found.parse is not inner.found.parse:
        return False
    held = {t.i for t in outer.found.content_tokens}
    return inner.found.head.i in held and inner.found.head.head.i not in held - {inner.found.head.i}


def _inside(at: int, extents: Sequence[Extent]) -> bool:
    return any(a <= at < b for a, b in extents)


def _tells(token: Token) -> bool:
    return token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"}


def _closed(text: str, extent: Extent) -> Extent:
    """Take in a closing quotation mark, and the stop before it, when its opening one lies inside."""
    start, end = extent
    piece = text[start:end]
    for one, other in (("“", "”"), ("«", "»"), ("„", "“"), ("‘", "’")):
        if piece.count(one) > piece.count(other):
            return _reach(text, start, end, other)
    if piece.count('"') % 2:
        return _reach(text, start, end, '"')
    return extent


def _reach(text: str, start: int, end: int, mark: str) -> Extent:
    for step in range(4):
        if text[end + step : end + step + 1] == mark:
            return start, end + step + 1
    return start, end


def _quotation(content: Sequence[Span], quotes: Sequence[Quote]) -> Quotation:
    inside = [q for q in quotes if any(s.start <= q.start and q.end <= s.end for s in content)]
    if not inside:
        return Quotation.INDIRECT
    whole = all(any((q.start, q.end) == (s.start, s.end) for q in inside) for s in content)
    return Quotation.DIRECT if whole else Quotation.MIXED
