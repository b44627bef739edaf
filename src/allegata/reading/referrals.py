"""Addresses to bodies and public demands: announced is not sent, asked is not done."""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Addressee, Referral
from allegata.model.source import Source, Speaker
from allegata.model.vocabulary import ReferralStatus, ReferralType, SourceKind
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads

BODIES = frozenset(
    {
        SourceKind.INTERGOVERNMENTAL_BODY,
        SourceKind.HUMANITARIAN_BODY,
        SourceKind.NGO,
        SourceKind.COURT,
        SourceKind.PROSECUTION,
        SourceKind.OMBUDSPERSON,
        SourceKind.STATE_BODY,
    }
)
FUTURE = frozenset(
    {"will", "would", "'ll", "shall", "plan", "intend", "prepare", "going", "promise", "vow", "to"}
)


def find(context: Context, threads: Threads) -> tuple[Referral, ...]:
    """Every address and every public demand in the text."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _Maker(context, threads, sentence, parse).records()
    ]
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.status)))


class _Maker:
    """Makes the referrals and demands of one parse."""

    def __init__(self, context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse

    def records(self) -> Iterator[Referral]:
        sends = self.context.phrases("records", "refer.verb")
        for token in self.parse.doc:
            if token.pos_ == "VERB" and sends.terms_at(token):
                yield from self._sent(token)
        for hit in self.context.hits(self.parse, "records", "demand.verb", "demand.noun"):
            token = self.parse.doc[hit.head]
            if token.pos_ in {"VERB", "NOUN"}:
                yield from self._demanded(token)
        for token in self.parse.doc:
            if token.lower_ in {"must", "should"} and token.dep_ == "aux":
                yield from self._must(token.head)

    # --- addresses ------------------------------------------------------------------------------

    def _sent(self, token: Token) -> Iterator[Referral]:
        bodies = self._addressees(token)
        if not bodies:
            return
        words = {c.lower_ for c in token.children if c.dep_ in {"aux", "neg"}}
        if words & {"not", "n't", "never"}:
            return
        future = words & FUTURE or (token.dep_ == "xcomp" and token.head.lemma_.lower() in FUTURE)
        status = ReferralStatus.ANNOUNCED if future else ReferralStatus.REPORTED_AS_MADE
        yield self._record(token, token, bodies, self._type(token), status)

    def _addressees(self, token: Token) -> tuple[Addressee, ...]:
        """The bodies named behind "to" or "with", each as worded, with the source it may be."""
        found: list[Addressee] = []
        for prep in token.subtree:
            if prep.lower_ not in {"to", "with", "before"} or prep.dep_ not in {"prep", "dative"}:
                continue
            start, end = self.parse.subtree(prep)
            for wording, source in self._bodies(start, end):
                found.append(Addressee(wording, source))
        return tuple(dict.fromkeys(found))

    def _bodies(self, start: int, end: int) -> list[tuple[str, Source]]:
        text = self.context.document.text[start:end]
        taken: list[tuple[int, int]] = []
        found: list[tuple[int, str, Source]] = []
        names = [
            (name, source)
            for source in self.context.knowledge.sources
            if source.kind in BODIES
            for name in (source.name, *source.aliases)
        ]
        for name, source in sorted(names, key=lambda pair: (-len(pair[0]), pair[0])):
            at = text.find(name)
            while at >= 0:
                stop = at + len(name)
                whole = not text[at - 1 : at].isalnum() and not text[stop : stop + 1].isalnum()
                if whole and all(stop <= a or b <= at for a, b in taken):
                    taken.append((at, stop))
                    found.append((at, text[at:stop], source))
                at = text.find(name, stop)
        return [(wording, source) for _, wording, source in sorted(found, key=lambda f: f[0])]

    def _type(self, token: Token) -> ReferralType:
        words = [token, *(t for c in token.children if c.dep_ in {"dobj", "nsubjpass"} for t in c.subtree)]
        for term in (ReferralType.LETTER, ReferralType.FORMAL_COMPLAINT, ReferralType.SUBMISSION_OF_MATERIAL):
            phrases = self.context.phrases("records", f"refer.{term.value}")
            if any(phrases.terms_at(t) for t in words[1:]):
                return term
        if self.context.phrases("records", "refer.letter").terms_at(token):
            return ReferralType.LETTER
        return ReferralType.REQUEST_FOR_ASSISTANCE

    # --- demands --------------------------------------------------------------------------------

    def _demanded(self, token: Token) -> Iterator[Referral]:
        kind = self._asked(token)
        if kind is None:
            return
        if {c.lower_ for c in token.children if c.dep_ in {"neg"}}:
            return
        start, end = self.parse.subtree(token)
        bodies = tuple(Addressee(w, s) for w, s in self._bodies(start, end)) or self._vague(token)
        yield self._record(token, token, bodies, kind, ReferralStatus.DEMANDED)

    def _asked(self, token: Token) -> ReferralType | None:
        below = [t for t in token.subtree if t.i != token.i]
        investigating = self.context.phrases("records", "demand.investigation")
        reacting = self.context.phrases("records", "demand.reaction")
        reacts = any(reacting.terms_at(t) for t in below)
        investigates = any(investigating.terms_at(t) for t in below)
        if investigates:
            return ReferralType.DEMAND_FOR_INVESTIGATION
        return ReferralType.DEMAND_FOR_REACTION if reacts else None

    def _must(self, verb: Token) -> Iterator[Referral]:
        """ "The international community must respond": a demand to whoever must."""
        subject = next((c for c in verb.children if c.dep_ in {"nsubj"}), None)
        if subject is None:
            return
        vague = self._vague(subject)
        start, end = self.parse.subtree(subject)
        bodies = tuple(Addressee(w, s) for w, s in self._bodies(start, end)) or vague
        if not bodies:
            return
        asked = self.context.phrases("records", "demand.investigation", "demand.reaction").terms_at(verb)
        if asked:
            kind = (
                ReferralType.DEMAND_FOR_INVESTIGATION
                if "demand.investigation" in asked
                else ReferralType.DEMAND_FOR_REACTION
            )
            yield self._record(verb, verb, bodies, kind, ReferralStatus.DEMANDED)

    def _vague(self, token: Token) -> tuple[Addressee, ...]:
        hits = self.context.hits(self.parse, "records", "demand.addressee")
        inside = {t.i for t in token.subtree}
        words = [
            self.context.document.text[
                self.parse.start(self.parse.doc[h.first]) : self.parse.end(self.parse.doc[h.last])
            ]
            for h in hits
            if h.head in inside
        ]
        longest = [w for w in words if not any(w != v and w in v for v in words)]
        return tuple(Addressee(w) for w in dict.fromkeys(longest))

    # --- the record -----------------------------------------------------------------------------

    def _record(
        self,
        token: Token,
        verb: Token,
        bodies: tuple[Addressee, ...],
        kind: ReferralType,
        status: ReferralStatus,
    ) -> Referral:
        start, end = clause(self.parse, verb)
        low, high = self.parse.subtree(token)
        span = self.context.span(min(start, low), max(end, high))
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        thread = self.threads.at(self.sentence)
        return Referral(
            derived_id("rf", span.document, span.start, span.end, kind, status),
            span,
            statement.id,
            (thread.id,) if thread else (),
            self._by(verb, statement.speaker),
            bodies,
            kind,
            status,
        )

    def _by(self, verb: Token, speaker: Speaker) -> Speaker:
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is None or subject.pos_ == "PRON" or not speaker.is_outlet:
            return speaker
        span = self.context.span(*self.parse.subtree(subject))
        return self.context.voice(span)
