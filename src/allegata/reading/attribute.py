"""Statements of a document: every sentence told apart by who says it.

For each sentence: what others are quoted or reported to say, with the reporting chain down to this
outlet, and what is left in the outlet's own voice. Every chain ends in the outlet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.knowledge import Knowledge
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import PartyRelation, Quotation, SegmentRole, SourceKind
from allegata.reading import attributions, narrative
from allegata.reading.attributions import Form
from allegata.reading.chains import Chains
from allegata.reading.drafts import Draft, cited, nest, speaks
from allegata.reading.hidden import issued_in
from allegata.reading.phrases import Extent, is_speaking, noun_phrase, runs, subject
from allegata.reading.said import Judged, Said, loaded, plain
from allegata.reading.sentences import Parse, ParsedDocument, Quote, Sentence
from allegata.reading.speech_acts import judge
from allegata.reading.voices import Voice, Voices


def attribute(parsed: ParsedDocument, knowledge: Knowledge) -> tuple[Statement, ...]:
    """Every statement of a document, in the order of the text.

    :param parsed: the sentences of the read segments, from `sentences.parse`.
    :returns: attributed statements, nested ones with their chain, and the outlet's own narrative.
    """
    reader = _Reader(parsed, knowledge)
    made = [statement for sentence in parsed.sentences for statement in reader.read(sentence)]
    return tuple(sorted(made, key=lambda s: (s.span.start, s.span.end, s.id)))


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Who was quoted last and where, so that a free-standing quotation can go on."""

    sentence: int
    paragraph: int
    voice: Voice
    draft: Draft


class _Reader:
    """Goes through one document and remembers who spoke."""

    def __init__(self, parsed: ParsedDocument, knowledge: Knowledge) -> None:
        self.parsed = parsed
        self.document = parsed.document
        self.knowledge = knowledge
        self.cues = knowledge.lexicon("cues")
        self.stance = knowledge.lexicon("stance")
        self.voices = Voices(parsed.document, knowledge)
        self.chains = Chains(parsed.document, self.voices)
        self.quoted: _Quoted | None = None
        self.announced: tuple[int, Voice, Extent] | None = None  # "…, writing:" waits for its quotation
        self.before: tuple[int, Judged] | None = None  # the outlet's last sentence and how it was judged

    def read(self, sentence: Sentence) -> list[Statement]:
        """The statements of one sentence."""
        drafts = self._drafts(sentence)
        nest(drafts)
        loose = self._loose(sentence, drafts)
        for draft in drafts:
            draft.outer = draft.outer or next((o for o in loose if o.frames(draft)), None)
        drafts += loose
        drafts += self._in_between(sentence, drafts)
        own = narrative.pieces(sentence, drafts, self.cues)
        made = [self._attributed(sentence, d) for d in drafts if not d.whole]
        made += self._narrated(sentence, own)
        self._remember(sentence, drafts)
        self.voices.sentence_ends(sentence)
        return made

    # --- finding ----------------------------------------------------------------------------------------

    def _drafts(self, sentence: Sentence) -> list[Draft]:
        drafts = []
        for parse in sentence.parses:
            for found in attributions.find(parse, sentence.quotes, self.cues):
                if not speaks(found, self.cues):
                    continue
                voice = None
                if found.source is not None:
                    source = narrative.named_before(found, self.cues) or found.source
                    voice = self.voices.resolve(parse, source, sentence.index, sentence.paragraph)
                elif found.form is Form.VERB and narrative.impersonal(found.head):
                    # "It was stated that …" goes on with the speaker of the sentence before
                    voice = self.voices.last(sentence.index, sentence.paragraph)
                if (
                    voice is not None
                    and (paper := issued_in(found.head, found.source, self.cues)) is not None
                ):
                    self.voices.issued(paper, voice)
                for part in narrative.told_apart(found):
                    draft = Draft(part, voice, narrative.said(part), list(part.cues))
                    self._cite(sentence, draft)
                    drafts.append(draft)
        return drafts

    def _cite(self, sentence: Sentence, draft: Draft) -> None:
        """'X reported, citing Y, that …': Y says it, and X relays it."""
        if draft.found is None or draft.found.form is not Form.VERB:
            return
        head = draft.found.head
        named = next((c for t in (head, *head.subtree) if (c := cited(t)) is not None), None)
        if named is None or named.lemma_.lower() in {
            *self.cues.groups["footage"],
            *self.cues.groups["document"],
        }:
            return
        if draft.voice is not None:
            draft.relay = draft.voice
            draft.voice = self.voices.resolve(draft.found.parse, named, sentence.index, sentence.paragraph)

    def _loose(self, sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
        """A quotation that stands alone goes on with who was quoted just before, or was announced."""
        held = [e for d in drafts for e in d.content]
        made = []
        for quote in sentence.quotes:
            if not quote.cut or any(a <= quote.start and quote.end <= b for a, b in held):
                continue
            voice, before, cues = self._goes_on(sentence, quote, drafts)
            if voice is not None:
                self.voices.continues(voice, sentence.index, sentence.paragraph)
                outer = before.outer if before is not None else None
                made.append(Draft(None, voice, [(quote.start, quote.end)], cues, outer, follows=before))
        return made

    def _in_between(self, sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
        """A sentence between "X said …" and "he also said …" that only goes on with "They …" is X's too."""
        last, frame = self.quoted, sentence.frame
        if (
            drafts
            or last is None
            or sentence.index - last.sentence != 1
            or last.paragraph != sentence.paragraph
        ):
            return []
        if frame.doc[0].lower_ not in {"they", "these", "those"} or sentence.index + 1 >= len(
            self.parsed.sentences
        ):
            return []
        after = self.parsed.sentences[sentence.index + 1]
        if after.paragraph != sentence.paragraph or not narrative.resumes(after, self.cues):
            return []
        tokens = list(frame.doc)
        self.voices.continues(last.voice, sentence.index, sentence.paragraph)
        return [Draft(None, last.voice, list(runs(frame, tokens)), [], last.draft.outer, follows=last.draft)]

    def _goes_on(
        self, sentence: Sentence, quote: Quote, drafts: Sequence[Draft]
    ) -> tuple[Voice | None, Draft | None, list[Extent]]:
        named = [
            d for d in drafts if d.voice is not None and d.found is not None and d.found.parse.quote is None
        ]
        if named:
            return named[-1].voice, named[-1], []
        if self.announced is not None and sentence.index - self.announced[0] <= 1:
            return self.announced[1], None, [self.announced[2]]
        last = self.quoted
        alone = quote.start == sentence.start
        if (
            last is not None
            and alone
            and last.paragraph == sentence.paragraph
            and sentence.index - last.sentence <= 1
        ):
            return last.voice, last.draft, []
        return None, None, []

    def _remember(self, sentence: Sentence, drafts: Sequence[Draft]) -> None:
        spoken = [
            d for d in drafts if d.voice is not None and (d.found is None or d.found.parse.quote is None)
        ]
        if spoken and spoken[-1].voice is not None:
            self.quoted = _Quoted(sentence.index, sentence.paragraph, spoken[-1].voice, spoken[-1])
        self.announced = None
        if self.document.text[sentence.start : sentence.end].endswith(":"):
            verbs = [t for t in sentence.frame.doc if is_speaking(t, self.cues)]
            source = subject(verbs[-1]) if verbs else None
            if source is not None:
                frame = sentence.frame
                voice = self.voices.resolve(frame, source, sentence.index, sentence.paragraph)
                self.announced = (sentence.index, voice, (frame.start(verbs[-1]), frame.end(verbs[-1])))

    # --- statements -------------------------------------------------------------------------------------

    def _attributed(self, sentence: Sentence, draft: Draft) -> Statement:
        text = self.document.text
        content = tuple(self.document.span(*narrative.closed(text, e)) for e in sorted(draft.content))
        pieces = [(s.start, s.end) for s in content] + draft.cues
        if draft.found is not None and draft.voice is not None and draft.voice.speaker.span is not None:
            pieces.append((draft.voice.speaker.span.start, draft.voice.speaker.span.end))
        inside = [p for p in pieces if sentence.start <= p[0] and p[1] <= sentence.end]
        # a quotation that closes in a later line lies in no one sentence: then its own extent counts
        inside = inside or pieces
        start, end = min(a for a, _ in inside), max(b for _, b in inside)
        chain = self.chains.of(draft)
        judged = judge(self._said(sentence, draft, content, chain), self._above(sentence), self.knowledge)
        kind = draft.found.form.value if draft.found is not None else "continued"
        return self._finished(
            Statement(
                derived_id("st", self.document.id, start, end, f"{kind}:{content[0].start}"),
                self.document.span(start, end),
                content,
                chain[0],
                chain,
                tuple(self.document.span(a, b) for a, b in draft.cues),
                narrative.quotation(content, sentence.quotes),
                in_power_of_adverse_party=draft.voice is not None and draft.voice.captive,
                segment=sentence.segment.role,
            ),
            judged,
        )

    def _narrated(self, sentence: Sentence, pieces: Sequence[Sequence[Token]]) -> list[Statement]:
        headline = sentence.segment.role is SegmentRole.HEADLINE
        made = []
        for number, tokens in enumerate(pieces):
            content = tuple(self.document.span(a, b) for a, b in runs(sentence.frame, tokens))
            said = Said(sentence.frame, tuple(tokens), self._words(content), headline=headline)
            judged = judge(said, self._above(sentence), self.knowledge)
            self.before = (sentence.index, judged)
            whole = (
                (sentence.start, sentence.end) if len(pieces) == 1 else (content[0].start, content[-1].end)
            )
            made.append(
                self._finished(
                    Statement(
                        derived_id("st", self.document.id, *whole, f"narrative:{number}"),
                        self.document.span(*whole),
                        content,
                        quotation=Quotation.HEADLINE if headline else Quotation.NARRATIVE_UNATTRIBUTED,
                        segment=sentence.segment.role,
                    ),
                    judged,
                )
            )
        return made

    def _finished(self, statement: Statement, judged: Judged) -> Statement:
        terms = sorted({e for s in statement.content for e in loaded(s.quote, s.start, self.stance)})
        return replace(
            statement,
            speech_act=judged.speech_act,
            modality=judged.modality,
            polarity=judged.polarity,
            scope=judged.scope,
            basis_claimed=judged.basis,
            loaded_terms=tuple(self.document.span(a, b) for a, b in terms),
        )

    def _above(self, sentence: Sentence) -> Judged | None:
        if self.before is not None and sentence.index - self.before[0] <= 1:
            return self.before[1]
        return None

    def _words(self, content: Sequence[Span]) -> str:
        return plain(" ".join(s.quote for s in content))

    def _said(
        self, sentence: Sentence, draft: Draft, content: tuple[Span, ...], chain: tuple[Speaker, ...]
    ) -> Said:
        parse, tokens = _tokens(sentence, draft, content)
        direct = all(any((q.start, q.end) == (s.start, s.end) for q in sentence.quotes) for s in content)
        source = draft.found.source if draft.found is not None else None
        return Said(
            parse,
            tokens,
            self._words(content),
            draft.cue,
            outlet=False,
            captive=draft.voice is not None and draft.voice.captive,
            by_report=(draft.found is not None and source is None and draft.voice is None and not direct)
            or (source is not None and source.lemma_.lower() in self.cues.groups["unnamed"]),
            second_hand=self._second_hand(parse, tokens, chain[0]),
            own_side=_side(chain[0]) is not None and self._side_of_subject(parse, tokens) == _side(chain[0]),
            in_footage=self._in_footage(draft),
            party=chain[0].source is None or chain[0].source.party_relation in SIDES,
            direct=direct,
        )

    def _in_footage(self, draft: Draft) -> bool:
        """'“…,” one of the soldiers says': words in the present tense, by somebody whom footage shows."""
        if draft.cue is None or draft.cue.tag_ not in {"VBZ", "VBP"} or draft.voice is None:
            return False
        source = draft.voice.speaker.source
        return source is not None and source.kind is SourceKind.INDIVIDUAL_PROTECTED

    def _side_of_subject(self, parse: Parse, tokens: Sequence[Token]) -> str | None:
        """The party whose organ or forces are the subject of what is said, where the words name it."""
        head = next((t for t in tokens if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if head is None or head.pos_ not in {"NOUN", "PROPN"}:
            return None
        return _side(self.voices.speaker(self.document.span(*parse.extent(noun_phrase(head)))))

    def _second_hand(self, parse: Parse, tokens: Sequence[Token], speaker: Speaker) -> bool:
        """Whether a party's speaker tells what a body outside that party does or says."""
        if speaker.source is None or speaker.source.control_group is None:
            return False
        subject = next(
            (t for t in tokens if t.dep_ in {"nsubj", "nsubjpass"} and t.pos_ in {"PROPN", "NOUN"}), None
        )
        if subject is None:
            return False
        span = self.document.span(*parse.extent(noun_phrase(subject)))
        other = self.voices.speaker(span).source
        return (
            other is not None
            and other.party_relation in {PartyRelation.INTERGOVERNMENTAL, PartyRelation.NON_PARTY}
            and other.control_group != speaker.source.control_group
        )


SIDES = frozenset({PartyRelation.PARTY, PartyRelation.PARTY_CONTROLLED, PartyRelation.UNKNOWN})


def _side(speaker: Speaker) -> str | None:
    """The party that controls a speaker; what is not known equals nothing else."""
    return speaker.source.control_group if speaker.source is not None else None


def _tokens(sentence: Sentence, draft: Draft, content: Sequence[Span]) -> tuple[Parse, tuple[Token, ...]]:
    """The parse and the tokens in which the content is judged: a cut-out quotation has its own."""
    for quote in sentence.quotes:
        if quote.cut and any(s.start <= quote.start and quote.end <= s.end for s in content):
            inner = [p for p in sentence.parses if p.quote == quote]
            mixed = draft.found is not None and len(draft.found.content_tokens) > 2
            if inner and not mixed:
                return inner[0], tuple(inner[0].doc)
    parse = draft.found.parse if draft.found is not None else sentence.frame
    inside = [t for t in parse.doc if any(s.start <= parse.start(t) < s.end for s in content)]
    return parse, tuple(inside)
