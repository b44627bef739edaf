"""Who checked which aspect, with what result: the room where a wrong word does the most harm.

The rule is lopsided on purpose. A check counts as made only when an affirmative, finished, factual
verb of checking says so; any negation, modal, condition, attempt, future or "yet" on the way makes it
*could not verify* or *in progress*. A party that confirms its own side's claim is kept apart.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Verification
from allegata.model.source import Speaker
from allegata.model.vocabulary import (
    Modality,
    PartyRelation,
    VerificationAspect,
    VerificationMethod,
    VerificationResult,
)
from allegata.reading import aspects, gaps, stance, verifiers
from allegata.reading.checked import Checked
from allegata.reading.context import Context
from allegata.reading.extents import clause, is_verb, own_subject
from allegata.reading.guards import (
    FAILING,
    MANAGING,
    MODAL,
    NEGATING,
    TRYING,
    VOUCHING,
    agent_of,
    checked_subject,
    governing_words,
    is_content_of_noun,
    is_habit,
    is_mistagged,
    is_modifier,
    verb_above,
)
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads
from allegata.reading.verifiers import checks_by_trade


def find(context: Context, threads: Threads) -> tuple[Verification, ...]:
    """Every check that the text reports, one record an aspect."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _in_parse(context, threads, sentence, parse)
    ]
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.aspect)))


def _in_parse(context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> Iterator[Verification]:
    if parse.doc.text.rstrip().endswith("?"):
        return  # a question checks nothing
    maker = _Maker(context, threads, sentence, parse)
    for hit in context.hits(parse, "records", "check."):
        yield from maker.records(hit.term, parse.doc[hit.head])
    for gap in (*gaps.find(context, sentence, parse), *gaps.unable_to_count(context, sentence, parse)):
        yield maker.record(gap.token, gap.aspect, gap.result, whole=gap.whole, voice=gap.voice)


CONDITIONS = frozenset({"if", "unless", "once"})
"""Words that put a check into a condition."""


class _Maker:
    """Makes the records of one parse."""

    def __init__(self, context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse
        self.what = Checked(context, sentence, parse)

    def records(self, term: str, token: Token) -> Iterator[Verification]:
        """What a word of checking gives: by its family, if it is about what can be checked."""
        what, verb = self.what, token.pos_ == "VERB"
        if term == "check.positive" and not is_modifier(token):
            if (verb or token.pos_ == "AUX" or is_mistagged(token)) and what.about_material(token):
                yield from self.check(token)
        elif term == "check.weak" and verb:
            if what.settles(token) and not what.is_inquiry(token):
                yield from self.check(token)
        elif term == "check.reliable" and token.dep_ in {"acomp", "oprd", "attr", "ccomp", "amod"}:
            yield from self.vouched(token)
        elif term == "check.working" and verb and self.is_checker(token):
            if what.about_material(token, strict=True):
                yield from self.working(token)
        elif term == "check.adjective_negative" and what.describes_material(token):
            yield self.record(token, VerificationAspect.UNSPECIFIED, VerificationResult.COULD_NOT_VERIFY)
        elif term == "check.adjective_positive" and is_modifier(token) and what.describes_material(token):
            yield from self.adjective(token)
        elif (term == "check.locate" and verb and what.locates(token)) or (
            term == "check.noticed" and verb and what.recognises(token)
        ):
            yield from self.check(token, VerificationAspect.PLACE)

    # --- who checks -------------------------------------------------------------------------------

    def vouched(self, token: Token) -> Iterator[Verification]:
        """ "considers the video reliable", "is genuine, according to X": a named voice vouches for footage."""
        media = self.context.phrases("acts", "media.noun")
        verb = verb_above(token)
        while verb is not None and verb.dep_ == "xcomp" and verb.head.i != verb.i:
            verb = verb.head  # "was judged by X to be genuine"
        hung = verb is not None and verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.head.lemma_ == "be"
        if verb is None:
            return
        nouns = [
            *verb.children,
            *token.children,
        ]  # "considers the video reliable": the video may be its subject
        if hung:
            nouns += verb.head.children  # "was at that time judged by X …": tied to the "was"
        about = [c for c in nouns if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and media.terms_at(c)]
        speaker = self.context.statement_at(self.parse.start(token), self.parse.end(token)).speaker
        above = {t.lemma_.lower() for t in verb.ancestors if is_verb(t)} - ({"be"} if hung else set())
        if not above <= VOUCHING:
            return
        held = about and about[0].head.i == token.i and verb.i != token.i and verb.lemma_.lower() != "be"
        named = about and (about[0].dep_ == "dobj" or held or agent_of(verb) is not None)
        voice = self.verifier(verb) if named else speaker
        if not about or voice.is_outlet or governing_words(token) & (NEGATING | FAILING | MODAL | TRYING):
            return
        said = stance.of_clause(self.parse, verb, self.context.knowledge)
        if (
            said.polarity.value == "affirms"
            and said.modality is Modality.ASSERTED
            and voice.source is not None
        ):
            yield self.record(
                verb,
                VerificationAspect.AUTHENTICITY_OF_FILE,
                VerificationResult.REPORTED_VERIFIED,
                voice=voice,
            )

    def is_checker(self, token: Token) -> bool:
        """Whether the subject of "reviewing", "examining" is a body that checks, not a court or a party."""
        speaker = self.verifier(token)
        if speaker.is_outlet or checks_by_trade(speaker) or self._is_third_state(speaker):
            return True
        media = self.context.phrases("acts", "media.noun")
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        return any(
            media.terms_at(t) or t.lemma_.lower() == "authenticity" for o in objects for t in o.subtree
        )

    def verifier(self, token: Token) -> Speaker:
        """Who is said to have checked."""
        return verifiers.verifier(self.context, self.sentence, self.parse, token)

    def _is_third_state(self, speaker: Speaker) -> bool:
        """A state that is neither accused nor suffering here, and looks into it from outside."""
        side = self.context.side(speaker)
        thread = self.threads.at(self.sentence)
        if side is None or not side.startswith("state:") or thread is None:
            return False
        concerned = {thread.party("actor"), thread.party("victim")}
        return None not in concerned and side not in concerned

    # --- results --------------------------------------------------------------------------------

    def check(self, token: Token, only: VerificationAspect | None = None) -> Iterator[Verification]:
        """A verb of checking: made, failed, pending or merely wished for.

        :param only: the one aspect that the verb itself is about, whatever else the clause names.
        """
        result = self._result(token)
        if result is None or is_content_of_noun(token) or is_habit(token):
            return
        if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in token.children):
            return  # "if this is confirmed": nobody has checked, or failed to
        named = aspects.of(self.context, self.sentence, self.parse, token)
        for aspect, contrasted in [(only, False)] if only is not None else named:
            made = result in {VerificationResult.REPORTED_VERIFIED, VerificationResult.SUPPORTS}
            yield self.record(
                token, aspect, VerificationResult.COULD_NOT_VERIFY if made and contrasted else result
            )

    def working(self, token: Token) -> Iterator[Verification]:
        """ "is reviewing the footage": in progress, without result; "has reviewed" says no result either."""
        held_back = governing_words(token) & (NEGATING | FAILING | {"could", "can", "cannot"})
        result = VerificationResult.COULD_NOT_VERIFY if held_back else VerificationResult.IN_PROGRESS
        found = None if held_back else self._concluded(token)
        if found is not None:
            yield self.record(
                found,
                VerificationAspect.UNSPECIFIED,
                VerificationResult.REPORTED_VERIFIED,
                voice=self.verifier(token),
            )
            return
        for aspect, _ in aspects.of(self.context, self.sentence, self.parse, token):
            yield self.record(token, aspect, result)

    def _concluded(self, token: Token) -> Token | None:
        """ "was analysed by X, which concluded that …": what the one who looked found, where it is affirmed."""
        who = agent_of(token) or checked_subject(token)
        if who is None or token.tag_ not in {"VBD", "VBN"}:
            return None
        below = [c for c in who.children if c.dep_ == "relcl"] + [
            c for c in token.children if c.dep_ == "conj"
        ]
        for verb in below:
            found = next((c for c in verb.children if c.dep_ == "ccomp"), None)
            settled = verb.lemma_.lower() in {"conclude", "find", "determine", "establish"}
            held = governing_words(verb) & (NEGATING | FAILING | MODAL)
            if found is not None and settled and not held and gaps.affirms(self.context, self.parse, found):
                return found
        return None

    def adjective(self, token: Token) -> Iterator[Verification]:
        """ "confirmed information", "a verified video": somebody vouches; negation around it withholds."""
        if governing_words(token) & (NEGATING | FAILING | MODAL):
            yield self.record(token, VerificationAspect.UNSPECIFIED, VerificationResult.COULD_NOT_VERIFY)
        else:
            yield self.record(token, VerificationAspect.UNSPECIFIED, VerificationResult.REPORTED_VERIFIED)

    def _result(self, token: Token) -> VerificationResult | None:
        around = governing_words(token)
        said = stance.of_clause(self.parse, token, self.context.knowledge)
        if around & (NEGATING | FAILING) or said.polarity.value != "affirms":
            return VerificationResult.COULD_NOT_VERIFY
        if around & TRYING:
            return VerificationResult.IN_PROGRESS
        if around & MODAL or said.modality in {Modality.CONDITIONAL, Modality.ASKED, Modality.SPECULATIVE}:
            return VerificationResult.COULD_NOT_VERIFY
        progressive = token.tag_ == "VBG" and any(c.dep_ in {"aux", "auxpass"} for c in token.children)
        being = any(c.lower_ == "being" for c in token.children)
        if progressive or being or (token.tag_ == "VBP" and token.dep_ != "ROOT"):
            return VerificationResult.IN_PROGRESS
        if token.tag_ == "VB" and token.head.lemma_.lower() in MANAGING:
            return VerificationResult.REPORTED_VERIFIED
        if token.tag_ == "VB":
            return VerificationResult.IN_PROGRESS if "to" in {c.lower_ for c in token.children} else None
        return VerificationResult.REPORTED_VERIFIED

    # --- the record -----------------------------------------------------------------------------

    def record(
        self,
        token: Token,
        aspect: VerificationAspect,
        result: VerificationResult,
        *,
        whole: bool = False,
        voice: Speaker | None = None,
    ) -> Verification:
        """One aspect; second hand unless the checker is the publisher of the document itself."""
        start, end = self.parse.subtree(token) if whole else self._extent(token)
        span = self.context.span(start, end)
        speaker = voice or self.verifier(token)
        ours = voice is None and verifiers.is_ours(self.context, self.parse, token)
        first_hand = ours or speaker.is_outlet or verifiers.is_publisher(self.context, speaker)
        own_side = speaker.source is not None and speaker.source.party_relation in {
            PartyRelation.PARTY,
            PartyRelation.PARTY_CONTROLLED,
        }
        if first_hand and result is VerificationResult.REPORTED_VERIFIED:
            result = VerificationResult.SUPPORTS
        thread = self.threads.at(self.sentence)
        return Verification(
            derived_id("vf", span.document, span.start, span.end, aspect, result),
            span,
            self.context.statement_at(self.parse.start(token), self.parse.end(token)).id,
            (thread.id,) if thread else (),
            speaker,
            aspect,
            result,
            self._method(token),
            first_hand,
            own_side,
        )

    def _extent(self, token: Token) -> tuple[int, int]:
        node = token
        if is_mistagged(token):
            return clause(self.parse, verb_above(token.head) or token)
        if token.dep_ in {"amod", "compound"} and token.head.i != token.i:
            node = verb_above(token.head) or token.head
        while own_subject(node) is None and (
            node.dep_ in {"xcomp", "acomp", "pcomp", "prep"} or (node.dep_ == "pobj" and node.tag_ == "VBG")
        ):
            node = node.head
        if node.pos_ == "NOUN" and node.dep_ in {"dobj", "attr"} and node.i < token.i:
            node = node.head  # "had no means of establishing …"
        return clause(self.parse, node)

    def _method(self, token: Token) -> VerificationMethod:
        for hit in self.context.hits(self.parse, "records", "method."):
            node = self.parse.doc[hit.head]
            if node.i == token.i or node in token.subtree:
                return VerificationMethod(hit.term.partition(".")[2])
        return VerificationMethod.NOT_STATED
