"""What is checked: footage, a claim, a fact about them; not, say, somebody's coat or a road."""

from spacy.tokens import Token

from allegata.model.source import Speaker
from allegata.model.vocabulary import SourceKind
from allegata.reading import aspects, verifiers
from allegata.reading.context import Context
from allegata.reading.guards import (
    FAILING,
    NEGATING,
    THINGS,
    checked_subject,
    governing_words,
    is_mistagged,
    is_passive,
)
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.verifiers import checks_by_trade


class Checked:
    """Judges, in one parse, whether a word of checking is about what can be checked."""

    def __init__(self, context: Context, sentence: Sentence, parse: Parse) -> None:
        self.context, self.sentence, self.parse = context, sentence, parse
        self.objects = context.phrases("records", "check.object")

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
        if not strict and (self._confirms_deaths(token) or self._behind_noun(token)):
            return True
        if token.dep_ in {"xcomp", "conj", "advcl", "acl", "relcl"} and not strict:
            subject = checked_subject(token)
            passive = is_passive(token) or token.dep_ in {"acl", "relcl"}
            return subject is None or (passive and self._is_object(subject))
        return False

    def _behind_noun(self, token: Token) -> bool:
        """ "is in no position to vouch for the account": the parser takes the verb for a noun."""
        if not is_mistagged(token):
            return False
        return any(
            self._is_object(c)
            for prep in token.doc[token.i + 1 : token.i + 2]
            if prep.dep_ == "prep"
            for c in prep.children
        )

    def _confirms_deaths(self, token: Token) -> bool:
        """ "has not been able to confirm the deaths": by a body that checks, and of what is alleged here."""
        told = [c for c in token.children if c.dep_ in {"dobj", "ccomp"} and c.i > token.i]
        alleged = any(
            self.context.act_types(t, "noun", "verb", "state") and t.tag_ != "NN"
            for c in told
            for t in [c, *c.children]
        )
        voice = verifiers.verifier(self.context, self.sentence, self.parse, token) if alleged else None
        return voice is not None and checks_by_trade(voice) and not _is_medium(voice)

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
            object_of = child.dep_ in {"dobj", "nsubjpass"}
            if object_of and aspects.named_by(self.context, child) is not None:
                return True
            if object_of and governing_words(token) & NEGATING and self._is_object(child):
                return True
            if child.dep_ in {"ccomp", "pcomp"}:
                asked = any(t.tag_ in {"WRB", "WP", "WDT"} for t in child.subtree)
                if self._is_finding(child) or (asked and bool(governing_words(token) & (NEGATING | FAILING))):
                    return True
        # the question may hang elsewhere: "have not been able to establish when they were filmed"
        held = bool(governing_words(token) & (NEGATING | FAILING))
        return held and bool(aspects.questions(self.context, token))

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

    def recognises(self, token: Token) -> bool:
        """ "staff who know the hospital recognised the corridor": a place told by one who knows it."""
        words = self.context.phrases("records", "check.landmark", "check.feature")
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        near = [
            self.sentence,
            *(
                s
                for s in self.context.parsed.sentences
                if s.index in {self.sentence.index - 1, self.sentence.index - 2}
                and s.paragraph == self.sentence.paragraph
            ),
        ]
        media = self.context.phrases("acts", "media.noun")
        shown = any(media.terms_at(t) for s in near for p in s.parses for t in p.doc)
        return shown and any(words.terms_at(o) for o in objects)


def _is_medium(speaker: Speaker) -> bool:
    source = speaker.source
    return source is not None and source.kind in {SourceKind.NEWS_AGENCY, SourceKind.NEWS_OUTLET}
