"""Addresses to bodies and public demands: announced is not sent, asked is not done."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Addressee, Referral
from allegata.model.source import Source, Speaker
from allegata.model.vocabulary import ReferralStatus, ReferralType, SourceKind
from allegata.reading import answerers
from allegata.reading.context import Context
from allegata.reading.extents import is_verb
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
FUTURE = frozenset({"will", "would", "'ll", "shall"})
PLANNING = frozenset(
    {"plan", "intend", "prepare", "go", "promise", "vow", "pledge", "want", "aim", "expect", "hope"}
)
TO_BODY = frozenset({"to", "with", "before"})
MEETING = frozenset({"meeting", "session", "debate"})
CONVENING = frozenset({"call", "convene", "request", "demand", "seek", "summon", "initiate"})
ASKING = frozenset({"urge", "ask", "request", "press", "implore", "beg", "summon", "invite", "call"})
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "appos"})


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
        seen: set[int] = set()
        for hit in self.context.hits(self.parse, "records", "refer.verb", "demand.verb", "demand.noun"):
            token = self.parse.doc[hit.head]
            if token.i in seen or is_negated(token):
                continue
            wanted = "NOUN" if hit.term == "demand.noun" else "VERB"
            if token.pos_ != wanted:
                continue
            found = self._sent(token) if hit.term == "refer.verb" else self._demanded(token)
            if found is not None:
                seen.add(token.i)
                yield found
        for hit in self.context.hits(self.parse, "records", "refer.prepare"):
            token = self.parse.doc[hit.head]
            prepared = self._prepared(token) if token.pos_ == "VERB" and not is_negated(token) else None
            if prepared is not None and token.i not in seen:
                yield prepared
        for token in self.parse.doc:
            if token.lower_ in {"must", "should"} and token.dep_ == "aux" and token.head.i not in seen:
                yield from self._must(token.head)
            if token.lemma_.lower() in MEETING and token.pos_ == "NOUN":
                yield from self._convened(token)

    # --- addresses ------------------------------------------------------------------------------

    def _sent(self, token: Token) -> Referral | None:
        """ "sent the material to X", "will raise it at X": the body stands behind a preposition of the verb."""
        bodies = self._addressees(token)
        if not bodies and self._complains(token):
            status = ReferralStatus.ANNOUNCED if is_future(token) else ReferralStatus.REPORTED_AS_MADE
            return self._record(token, (), ReferralType.FORMAL_COMPLAINT, status)
        if not bodies:
            return None
        status = ReferralStatus.ANNOUNCED if is_future(token) else ReferralStatus.REPORTED_AS_MADE
        return self._record(token, bodies, self._type(token), status)

    def _complains(self, token: Token) -> bool:
        """ "have lodged a criminal complaint in X": made, though not said with which office."""
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        made = token.lemma_.lower() in {"lodge", "file", "submit", "bring"}
        return made and any(o.lemma_.lower() in {"complaint", "lawsuit", "petition"} for o in objects)

    def _prepared(self, token: Token) -> Referral | None:
        """ "is compiling a dossier for the X Commission": announced, not handed over."""
        material = self.context.phrases("records", "refer.submission_of_material")
        objects = [c for c in token.children if c.dep_ == "dobj" and material.terms_at(c)]
        bodies = tuple(
            a
            for o in objects
            for p in [*o.children, *token.children]
            if p.dep_ == "prep" and p.lower_ == "for"
            for a in self._named(p)
        )
        if not bodies:
            return None
        return self._record(
            token, tuple(dict.fromkeys(bodies)), ReferralType.SUBMISSION_OF_MATERIAL, ReferralStatus.ANNOUNCED
        )

    def _addressees(self, token: Token) -> tuple[Addressee, ...]:
        """The bodies named behind "to" or "with", each as worded, with the source it may be."""
        found: list[Addressee] = []
        words = TO_BODY | ({"at", "in"} if token.lemma_.lower() in {"raise", "bring", "put"} else set())
        for prep in _own(token):
            if prep.lower_ in words and prep.dep_ in {"prep", "dative"}:
                found += self._named(prep) or list(self._vague(prep))
        if token.lemma_.lower() in {"contact", "notify", "inform", "address"}:
            for child in token.children:
                if child.dep_ == "dobj":
                    found += self._named(child)
        return tuple(dict.fromkeys(found))

    def _named(self, token: Token) -> list[Addressee]:
        start, end = self.parse.extent(_phrase(token))
        return [Addressee(wording, source) for wording, source in self._bodies(start, end)]

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
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        words = [token, *(t for c in objects for t in c.subtree)]
        for term in (ReferralType.LETTER, ReferralType.FORMAL_COMPLAINT, ReferralType.SUBMISSION_OF_MATERIAL):
            phrases = self.context.phrases("records", f"refer.{term.value}")
            if any(phrases.terms_at(t) for t in words[1:]):
                return term
        if self.context.phrases("records", "refer.letter").terms_at(token):
            return ReferralType.LETTER
        if objects and self.context.phrases("records", "refer.hands").terms_at(token):
            return ReferralType.SUBMISSION_OF_MATERIAL
        return ReferralType.REQUEST_FOR_ASSISTANCE

    def _convened(self, noun: Token) -> Iterator[Referral]:
        """ "called an emergency meeting of the Security Council": a body is asked to meet."""
        verb = noun.head
        if noun.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in CONVENING or is_negated(verb):
            return
        bodies = tuple(a for p in noun.children if p.lower_ == "of" for a in self._named(p))
        if bodies:
            status = ReferralStatus.ANNOUNCED if is_future(verb) else ReferralStatus.REPORTED_AS_MADE
            yield self._record(verb, bodies, ReferralType.REQUEST_FOR_ASSISTANCE, status)

    # --- demands --------------------------------------------------------------------------------

    def _demanded(self, token: Token) -> Referral | None:
        """ "called on X to investigate", "urged X to let Y in", "demanded an inquiry": asked in public."""
        if token.lemma_.lower() == "insist" and _states(token):
            return None  # "insisted that its men do not …": said, not asked
        asked = self._asked_of(token)
        kind = self._asked(token)
        wished = token.lemma_.lower() in {"want", "expect"}
        if wished and kind is not ReferralType.DEMAND_FOR_INVESTIGATION:
            kind = ReferralType.DEMAND_FOR_REACTION if asked and self._expects(token) else None
            if kind is None:
                return None
        clause_asked = any(
            c.dep_ in {"xcomp", "ccomp", "pcomp"} for p in [token, *token.children] for c in p.children
        )
        if kind is None and asked and clause_asked:
            kind = ReferralType.DEMAND_FOR_REACTION
        weak = token.lemma_.lower() in {"ask", "request", "seek", "appeal"}
        if kind is None or (weak and not self._is_public(token, asked)):
            return None
        bodies = asked or self._vague(token)
        future = is_future(token) and any(a.candidate is not None for a in bodies)
        return self._record(
            token, bodies, kind, ReferralStatus.ANNOUNCED if future else ReferralStatus.DEMANDED
        )

    def _asked_of(self, token: Token) -> tuple[Addressee, ...]:
        """Whom a demand is made to: "on X", "to X", the object of "urge", the subject of "that X do …"."""
        found: list[Token] = []
        for child in token.children:
            if child.lower_ in {"on", "upon", "to", "from"} and child.dep_ in {"prep", "dative"}:
                found += [c for c in child.children if c.dep_ == "pobj"]
            elif child.dep_ in {"dobj", "dative"} and token.lemma_.lower() in ASKING:
                found.append(child)
            elif child.dep_ == "dobj" and token.lemma_.lower() == "expect":
                found += [
                    c for p in child.children if p.lower_ == "from" for c in p.children if c.dep_ == "pobj"
                ]
            elif child.dep_ in {"ccomp", "xcomp"} and not any(c.dep_ == "auxpass" for c in child.children):
                found += [c for c in child.children if c.dep_ == "nsubj"]
        bodies: list[Addressee] = []
        for noun in found:
            if noun.pos_ == "PRON" or self._is_matter(noun):
                continue
            named = self._named(noun)
            if named:
                bodies += named
                continue
            span = self.context.span(*self.parse.extent(_phrase(noun)))
            bodies.append(Addressee(span.quote, self.context.voice(span).source))
        return tuple(dict.fromkeys(bodies))

    def _expects(self, token: Token) -> bool:
        """ "expected an assessment from international organisations": of bodies that act, not of anybody."""
        objects = [c for c in token.children if c.dep_ == "dobj"]
        words = [t for o in objects for t in _phrase(o)]
        start, end = self.parse.extent(words) if words else (0, 0)
        return token.lemma_.lower() == "expect" and bool(
            self._bodies(start, end) or any(self._vague(o) for o in objects)
        )

    def _is_matter(self, noun: Token) -> bool:
        """Whether what is asked for, and not who is asked, stands there: "demanded an inquiry"."""
        terms = ("demand.investigation", "demand.reaction", "refer.letter", "refer.formal_complaint")
        words = self.context.phrases("records", *terms)
        return bool(words.terms_at(noun)) or noun.lemma_.lower() in MEETING | {
            "end",
            "halt",
            "return",
            "access",
        }

    def _is_public(self, token: Token, asked: tuple[Addressee, ...]) -> bool:
        """ "asked the court to …", "requested that the Red Cross be let in": a body or state is concerned."""
        if any(a.candidate is not None for a in asked) or self._vague(token):
            return True
        start, end = self.parse.extent(
            [t for c in token.children if c.i > token.i for t in c.subtree] or [token]
        )
        return bool(self._bodies(start, end))

    def _asked(self, token: Token) -> ReferralType | None:
        below = [t for t in token.subtree if t.i > token.i or token.tag_ == "VBN"]
        investigating = self.context.phrases("records", "demand.investigation")
        reacting = self.context.phrases("records", "demand.reaction")
        if any(investigating.terms_at(t) for t in below if t.i != token.i):
            return ReferralType.DEMAND_FOR_INVESTIGATION
        return ReferralType.DEMAND_FOR_REACTION if any(reacting.terms_at(t) for t in below) else None

    def _must(self, verb: Token) -> Iterator[Referral]:
        """ "The neighbouring states must act": a demand to whoever must."""
        subject = next((c for c in verb.children if c.dep_ in {"nsubj"}), None)
        if subject is None or is_negated(verb):
            return
        bodies = tuple(self._named(subject)) or self._vague(subject)
        if bodies and subject.pos_ == "PROPN" and bodies[0].candidate is None:
            span = self.context.span(*self.parse.extent(_phrase(subject)))  # "The Xish Commission on …" whole
            bodies = (Addressee(span.quote, self.context.voice(span).source),)
        if not bodies:
            return
        asked = self.context.phrases("records", "demand.investigation", "demand.reaction").terms_at(verb)
        kind = None
        if asked:
            kind = (
                ReferralType.DEMAND_FOR_INVESTIGATION
                if "demand.investigation" in asked
                else ReferralType.DEMAND_FOR_REACTION
            )
        elif subject.pos_ == "PROPN" and verb.lemma_.lower() in {"send", "dispatch", "open", "launch", "set"}:
            inside = {t.i for t in verb.subtree}
            inquires = self.context.hits(self.parse, "records", "demand.investigation")
            if any(h.head in inside or h.first in inside for h in inquires):
                kind = ReferralType.DEMAND_FOR_INVESTIGATION
        if kind is not None:
            statement = self.context.statement_at(self.parse.start(verb), self.parse.end(verb))
            made = self._record(verb, bodies, kind, ReferralStatus.DEMANDED)
            yield replace(made, by=statement.speaker)  # whoever says so asks, never the one who should act

    def _vague(self, token: Token) -> tuple[Addressee, ...]:
        hits = self.context.hits(self.parse, "records", "demand.addressee")
        inside = {t.i for t in _phrase(token)}
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
        verb: Token,
        bodies: tuple[Addressee, ...],
        kind: ReferralType,
        status: ReferralStatus,
    ) -> Referral:
        start, end = answerers.extent(self.parse, verb)
        if verb.dep_ == "relcl":
            start = self.parse.extent([t for t in verb.subtree if t.i <= verb.i])[0]
        end = min([end, *(self.parse.start(t.left_edge) for t in verb.subtree if _sums_up(t))])
        span = self.context.span(start, end)
        statement = self.context.statement_at(self.parse.start(verb), self.parse.end(verb))
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
        if not speaker.is_outlet:
            return speaker
        who = answerers.answering(verb)
        return answerers.speaker(self.context, self.sentence, self.parse, who) if who is not None else speaker


def _own(token: Token) -> Iterator[Token]:
    """What belongs to a verb itself, without the clauses that hang on it."""
    for child in token.children:
        if child.dep_ in CLAUSES or (child.dep_ in {"conj", "xcomp"} and is_verb(child)):
            continue
        yield child
        yield from _own(child)


def _phrase(token: Token) -> list[Token]:
    return [token, *_own(token)]


def _states(verb: Token) -> bool:
    """Whether the clause behind "insist" tells what is so (indicative), and not what shall be done."""
    told = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if told is None:
        return False
    helpers = {c.lower_ for c in told.children if c.dep_.startswith("aux")}
    if helpers & {"should", "must", "be"}:
        return False
    return told.tag_ in {"VBZ", "VBD", "VBP"} or bool(
        helpers & {"do", "does", "did", "has", "have", "had", "is", "are", "was", "were"}
    )


def _sums_up(token: Token) -> bool:
    """ ", a demand in which others joined": an apposition that takes up the whole clause."""
    return token.dep_ == "appos" and token.lemma_.lower() in {
        "demand",
        "call",
        "appeal",
        "request",
        "step",
        "move",
    }


def is_negated(verb: Token) -> bool:
    """Whether an address or a demand is said not to have been made."""
    if any(c.dep_ == "neg" or c.lower_ in {"not", "n't", "never"} for c in verb.children):
        return True
    if verb.dep_ != "xcomp":
        return False
    refused = verb.head.lemma_.lower() in {"refuse", "decline", "fail"}
    return refused or any(c.dep_ == "neg" for c in verb.head.children)


def is_future(verb: Token) -> bool:
    """ "will send", "intends to send", "is going to send": announced, not done."""
    if any(c.lower_ in FUTURE and c.dep_ == "aux" for c in verb.children):
        return True
    if (
        verb.dep_ == "conj"
        and is_verb(verb.head)
        and not any(c.dep_.startswith("aux") for c in verb.children)
    ):
        return verb.tag_ == "VB" and is_future(verb.head)
    above = verb.head
    return verb.dep_ == "xcomp" and (above.lemma_.lower() in PLANNING or is_future(above))
