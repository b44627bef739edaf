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
    PlaceRole,
    SourceKind,
    VerificationAspect,
    VerificationMethod,
    VerificationResult,
)
from allegata.reading import stance
from allegata.reading.context import Context
from allegata.reading.extents import clause, is_verb, own_subject
from allegata.reading.guards import (
    CONTRASTING,
    FAILING,
    MANAGING,
    MODAL,
    NEGATING,
    THINGS,
    TRYING,
    VOUCHING,
    agent_of,
    asked,
    checked_subject,
    governing_words,
    is_content_of_noun,
    is_habit,
    is_modifier,
    is_passive,
    under_noun,
    verb_above,
)
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads

CHECKERS = frozenset(
    {
        SourceKind.NEWS_AGENCY,
        SourceKind.NEWS_OUTLET,
        SourceKind.INTERGOVERNMENTAL_BODY,
        SourceKind.NGO,
        SourceKind.RESEARCH_GROUP,
        SourceKind.HUMANITARIAN_BODY,
    }
)


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
        token = parse.doc[hit.head]
        if hit.term == "check.positive" and token.pos_ in {"VERB", "AUX"} and not is_modifier(token):
            if maker.about_material(token):
                yield from maker.check(token)
        elif hit.term == "check.weak" and token.pos_ == "VERB":
            if maker.settles(token) and not maker.is_inquiry(token):
                yield from maker.check(token)
        elif hit.term == "check.locate" and token.pos_ == "VERB" and maker.locates(token):
            yield from maker.check(token, VerificationAspect.PLACE)
        elif hit.term == "check.reliable" and token.dep_ in {"acomp", "oprd", "attr", "ccomp", "amod"}:
            yield from maker.vouched(token)
        elif hit.term == "check.working" and token.pos_ == "VERB" and maker.is_checker(token):
            if maker.about_material(token, strict=True):
                yield from maker.working(token)
        elif hit.term == "check.adjective_negative" and maker.describes_material(token):
            yield maker.record(token, VerificationAspect.UNSPECIFIED, VerificationResult.COULD_NOT_VERIFY)
        elif (
            hit.term == "check.adjective_positive" and is_modifier(token) and maker.describes_material(token)
        ):
            yield from maker.adjective(token)
    yield from maker.unknowns()


class _Maker:
    """Makes the records of one parse."""

    def __init__(self, context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse
        self.objects = context.phrases("records", "check.object")

    # --- what is checked, and by whom -----------------------------------------------------------

    def about_material(self, token: Token, strict: bool = False) -> bool:
        """Whether what is checked is footage, a claim or a fact about it, not, say, somebody's death."""
        for child in token.children:
            if child.dep_ in {"dobj", "nsubjpass", "attr"} and self._is_object(child):
                return True
            if child.dep_ in {"ccomp"} and not strict:
                held_back = bool(governing_words(token) & (NEGATING | FAILING))
                if held_back or token.lemma_.lower() == "verify" or self._is_finding(child):
                    return True
            if child.dep_ == "prep" and child.lower_ in {"about", "on", "of", "for"} and not strict:
                return any(self._is_object(c) for c in child.children)
        if token.dep_ in {"xcomp", "conj", "advcl", "acl", "relcl"} and not strict:
            subject = checked_subject(token)
            passive = is_passive(token) or token.dep_ in {"acl", "relcl"}
            return subject is None or (passive and self._is_object(subject))
        return False

    def _is_finding(self, clause_verb: Token) -> bool:
        """ "confirmed that it was filmed in …" is a check; "confirmed that it had received it" is none.

        The clause must tell what footage is or shows, or where and when it was made.
        """
        subject = next((c for c in clause_verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        media = self.context.phrases("acts", "media.noun")
        about = subject is not None and (bool(media.terms_at(subject)) or subject.pos_ == "PRON")
        findings = self.context.phrases("records", "check.finding")
        words = [
            clause_verb,
            *(c for c in clause_verb.children if c.dep_ in {"acomp", "attr", "prep", "advmod"}),
        ]
        return about and any(findings.terms_at(w) for w in words)

    def is_inquiry(self, token: Token) -> bool:
        """ "to find out who drove the lorry": an investigative step, no check of footage."""
        words = self.context.phrases("records", "aspect.identity_of_depicted", "step.identify")
        objects = [t for c in token.children if c.dep_ in {"dobj", "nsubjpass"} for t in c.subtree]
        return any(words.terms_at(t) for t in objects) and not governing_words(token) & (NEGATING | FAILING)

    def settles(self, token: Token) -> bool:
        """ "could not determine when it was filmed", "has established that the video is authentic".

        Verbs that settle many things count only with a question or an aspect of the footage as object.
        """
        for child in token.children:
            if child.dep_ == "dobj" and self.context.phrases("records", "aspect.").terms_at(child):
                return True
            if child.dep_ == "dobj" and governing_words(token) & NEGATING and self._is_object(child):
                return True
            if child.dep_ in {"ccomp", "pcomp"}:
                asked = any(t.tag_ in {"WRB", "WP", "WDT"} for t in child.subtree)
                if self._is_finding(child) or (asked and bool(governing_words(token) & (NEGATING | FAILING))):
                    return True
        return False

    def vouched(self, token: Token) -> Iterator[Verification]:
        """ "considers the video reliable", "is genuine, according to X": a named voice vouches for footage."""
        media = self.context.phrases("acts", "media.noun")
        verb = verb_above(token)
        while verb is not None and verb.dep_ == "xcomp" and verb.head.i != verb.i:
            verb = verb.head  # "was judged by X to be genuine"
        if verb is None:
            return
        nouns = [
            *verb.children,
            *token.children,
        ]  # "considers the video reliable": the video may be its subject
        about = [c for c in nouns if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and media.terms_at(c)]
        speaker = self.context.statement_at(self.parse.start(token), self.parse.end(token)).speaker
        above = {t.lemma_.lower() for t in verb.ancestors if is_verb(t)}
        if not above <= VOUCHING:
            return
        named = about and (about[0].dep_ == "dobj" or agent_of(verb) is not None)
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

    def _is_object(self, token: Token) -> bool:
        return (
            bool(self.objects.terms_at(token))
            or token.lower_ in THINGS
            or any(self.objects.terms_at(c) for c in token.subtree if c.dep_ in {"pobj", "conj", "compound"})
        )

    def describes_material(self, token: Token) -> bool:
        """Whether an adjective like "unverified" stands with footage, a report, information."""
        nouns = [token.head, *(c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass"})]
        return any(self.objects.terms_at(n) for n in nouns if n.pos_ != "PRON")

    def is_checker(self, token: Token) -> bool:
        """Whether the subject of "reviewing", "examining" is a body that checks, not a court or a party."""
        speaker = self.verifier(token)
        if speaker.is_outlet or (speaker.source is not None and speaker.source.kind in CHECKERS):
            return True
        media = self.context.phrases("acts", "media.noun")
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        return any(
            media.terms_at(t) or t.lemma_.lower() == "authenticity" for o in objects for t in o.subtree
        )

    def verifier(self, token: Token) -> Speaker:
        """Who is said to have checked: agent, subject, or whoever speaks."""
        noun = agent_of(token) or (None if is_passive(token) else checked_subject(token))
        at = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        if noun is not None and noun.lower_ == "it" and at.speaker.is_outlet:
            return self._before(noun)
        if noun is None or noun.pos_ == "PRON" or noun.lower_ in {"one", "nobody", "none"}:
            return at.speaker
        if self.context.phrases("records", "legal.law").terms_at(noun):
            return at.speaker  # a convention checks nothing
        if self.objects.terms_at(noun):
            return at.speaker
        start, end = self.parse.subtree(noun)
        span = self.context.span(start, end)
        found = self.context.voice(span)
        if found.source is None and at.speaker.span is not None and at.speaker.span.overlaps(span):
            return at.speaker
        return found

    def _before(self, pronoun: Token) -> Speaker:
        """Who "it" is: the body that the sentence before has as its subject, in the same paragraph.

        Otherwise the word stays a word: a check is never given to the outlet for want of a name.
        """
        span = self.context.span(self.parse.start(pronoun), self.parse.end(pronoun))
        if self.sentence.index:
            before = self.context.parsed.sentences[self.sentence.index - 1]
            subject = next(
                (t for t in before.frame.doc if t.dep_ in {"nsubj"} and t.head.head.i == t.head.i), None
            )
            if before.paragraph == self.sentence.paragraph and subject is not None and subject.pos_ != "PRON":
                found = self.context.voice(self.context.span(*before.frame.subtree(subject)))
                if found.source is not None or self._is_publisher(found) or subject.pos_ == "PROPN":
                    return found
        return Speaker(span.quote, span)

    # --- results --------------------------------------------------------------------------------

    def locates(self, token: Token) -> bool:
        """ "matched landmarks in the videos to …", "placed the scene on …": footage tied to a place."""
        words = self.context.phrases("records", "check.landmark")
        media = self.context.phrases("acts", "media.noun")
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        seen = any(words.terms_at(t) or media.terms_at(t) for o in objects for t in o.subtree)
        tied = any(
            c.dep_ == "prep" and c.lower_ in {"to", "in", "on", "near", "at", "with", "outside"}
            for c in token.children
        )
        return seen and tied

    def check(self, token: Token, only: VerificationAspect | None = None) -> Iterator[Verification]:
        """A verb of checking: made, failed, pending or merely wished for.

        :param only: the one aspect that the verb itself is about, whatever else the clause names.
        """
        result = self._result(token)
        if result is None or is_content_of_noun(token) or is_habit(token):
            return
        for aspect, contrasted in [(only, False)] if only is not None else self._aspects(token):
            made = result in {VerificationResult.REPORTED_VERIFIED, VerificationResult.SUPPORTS}
            yield self.record(
                token, aspect, VerificationResult.COULD_NOT_VERIFY if made and contrasted else result
            )

    def working(self, token: Token) -> Iterator[Verification]:
        """ "is reviewing the footage": in progress, without result; "has reviewed" says no result either."""
        held_back = governing_words(token) & (NEGATING | FAILING | {"could", "can", "cannot"})
        result = VerificationResult.COULD_NOT_VERIFY if held_back else VerificationResult.IN_PROGRESS
        for aspect, _ in self._aspects(token):
            yield self.record(token, aspect, result)

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

    def _aspects(self, token: Token) -> list[tuple[VerificationAspect, bool]]:
        """The aspects that the clause names; True for those set against the rest ("the place but not the day").

        By their nouns ("the date"), by a question ("who made it", "when it was filmed"), or by what is
        found ("that it was filmed at a farmhouse").
        """
        start, end = clause(self.parse, token)
        named = [(w, a) for w, a in self._named() if start <= self.parse.start(w) < end]
        found: dict[VerificationAspect, bool] = {}
        for word, aspect in [*named, *self._questioned(token), *self._filmed(token)]:
            between = {t.lower_ for t in self.parse.doc[token.i + 1 : word.i]} if word.i > token.i else set()
            found.setdefault(aspect, bool(between & CONTRASTING))
        return list(found.items()) or [(VerificationAspect.UNSPECIFIED, False)]

    def _named(self) -> Iterator[tuple[Token, VerificationAspect]]:
        for hit in self.context.hits(self.parse, "records", "aspect."):
            word = self.parse.doc[hit.head]
            if hit.entry in {"near", "where", "when"}:
                continue  # questions and places are read by their clause
            if word.dep_ in {"advmod", "pobj"} and under_noun(word, word.sent.root):
                continue  # "the place where it was made": no second aspect
            yield word, VerificationAspect(hit.term.partition(".")[2])

    def _questioned(self, token: Token) -> Iterator[tuple[Token, VerificationAspect]]:
        """ "who made the videos", "when or where they were filmed", behind the verb of checking."""
        films = self.context.phrases("acts", "media.film", "media.make")
        for word in token.subtree:
            if word.i <= token.i or under_noun(word, token):
                continue
            if word.lower_ == "when":
                yield word, VerificationAspect.TIME
            elif word.lower_ == "where":
                yield word, VerificationAspect.PLACE
            elif word.lower_ in {"who", "whom"}:
                makes = any(films.terms_at(t) for t in [word.head, word.head.head])
                yield word, VerificationAspect.AUTHOR if makes else VerificationAspect.IDENTITY_OF_DEPICTED

    def _filmed(self, token: Token) -> Iterator[tuple[Token, VerificationAspect]]:
        """ "that they were filmed at a farmhouse": the place, and "on Friday" the time, of the making."""
        films = self.context.phrases("acts", "media.film", "media.make")
        for verb in token.subtree:
            if verb.dep_ != "ccomp" or not films.terms_at(verb) or verb.i <= token.i:
                continue
            timed = {
                t.token.i for t in self.context.times.get(self.sentence.index, ()) if t.parse is self.parse
            }
            for prep in verb.children:
                if prep.dep_ == "prep" and prep.lower_ in {"in", "at", "near", "on", "outside", "from"}:
                    dated = any(t.i in timed for t in prep.subtree)
                    yield prep, VerificationAspect.TIME if dated else VerificationAspect.PLACE

    def unknowns(self) -> Iterator[Verification]:
        """ "nobody can tell who took the photo and on which day": an aspect each."""
        for token in self.parse.doc:
            if token.lower_ not in {"known", "unknown", "clear", "unclear"} or token.dep_ not in {
                "ROOT",
                "acomp",
                "ccomp",
            }:
                continue
            negated = token.lower_.startswith("un") or bool(governing_words(token) & NEGATING)
            speaker = self.context.statement_at(self.parse.start(token), self.parse.end(token)).speaker
            if negated and (aspect := self._open_aspect(token)) is not None:
                yield self.record(token, aspect, VerificationResult.COULD_NOT_VERIFY)
                continue
            material = any(
                "media.noun" in self.context.phrases("acts", "media.noun").terms_at(t) for t in token.sent
            )
            if not negated or not material or speaker.is_outlet or not _checks(speaker):
                continue
            for aspect in asked(token):
                yield self.record(token, aspect, VerificationResult.COULD_NOT_VERIFY, whole=True)
            yield from self._stated_place(token)

    def _open_aspect(self, token: Token) -> VerificationAspect | None:
        """ "the identity of the gunmen remains unclear": an aspect that is itself said to be open."""
        verb = token if token.dep_ == "ROOT" else token.head
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None:
            return None
        named = self.context.phrases("records", "aspect.").terms_at(subject)
        return VerificationAspect(sorted(named)[0].partition(".")[2]) if named else None

    def _stated_place(self, token: Token) -> Iterator[Verification]:
        films = self.context.phrases("acts", "media.film")
        for place in self.context.places.get(self.sentence.index, ()):
            if place.parse is not self.parse or place.where.role is not PlaceRole.EVENT:
                continue
            node = place.token
            for _ in range(10):
                if (
                    films.terms_at(node)
                    and node.pos_ == "VERB"
                    and not governing_words(node) & (NEGATING | MODAL)
                ):
                    found = VerificationResult.REPORTED_VERIFIED
                    yield self.record(token, VerificationAspect.PLACE, found, whole=True)
                    return
                if node.head.i == node.i:
                    break
                node = node.head

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
        first_hand = True if self._is_publisher(speaker) else speaker.is_outlet
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
        if token.dep_ in {"amod", "compound"} and token.head.i != token.i:
            node = verb_above(token.head) or token.head
        while own_subject(node) is None and node.dep_ in {"xcomp", "acomp", "pcomp", "prep"}:
            node = node.head
        return clause(self.parse, node)

    def _method(self, token: Token) -> VerificationMethod:
        for hit in self.context.hits(self.parse, "records", "method."):
            node = self.parse.doc[hit.head]
            if node.i == token.i or node in token.subtree:
                return VerificationMethod(hit.term.partition(".")[2])
        return VerificationMethod.NOT_STATED

    def _is_publisher(self, speaker: Speaker) -> bool:
        """Whether the text says, by its sidecar or a syndication notice, that the checker published it."""
        document = self.context.document
        known = [h.casefold() for h in (document.publisher or "", *document.publisher_hints) if h]
        names = [speaker.wording]
        if speaker.source is not None:
            names += [speaker.source.name, *speaker.source.aliases]
        folded = {n.casefold().removeprefix("the ").strip() for n in names}
        return any(len(name) > 2 and name in hint for name in folded for hint in known)


def _checks(speaker: Speaker) -> bool:
    return speaker.source is not None and speaker.source.kind in CHECKERS
