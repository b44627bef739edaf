"""What the accused side answered, or that no answer is known. Silence is neither denial nor admission."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Response
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import PartyRelation, Polarity, ResponseKind, Scope
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.incidents import GENERALISING, Threads
from allegata.reading.sentences import Parse, Sentence

SPECIFIC = frozenset({"the", "this", "these", "that", "those"})
NEGATED = frozenset({"neither", "nor"}) | frozenset(
    {"not", "n't", "no", "never", "decline", "refuse", "fail", "without", "yet", "silent", "unavailable"}
)
COMMITTING = frozenset({"will", "would", "promise", "pledge", "vow", "undertake", "commit", "'ll"})


def find(context: Context, threads: Threads) -> tuple[Response, ...]:
    """Every denial, silence, commitment, admission and counter-account in the text."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _Maker(context, threads, sentence, parse).records()
    ]
    found += _replies(context, threads, found)
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.kind)))


def _replies(context: Context, threads: Threads, found: Sequence[Response]) -> list[Response]:
    """What the accused side itself says of the occurrence in focus, when no word of answering names it so.

    Every statement by a voice of the accused party is an answer: it denies where it negates an act,
    and otherwise gives an account of its own. Nothing of what that side says is left out.
    """
    made = []
    for statement in context.statements:
        party = statement.speaker.source.control_group if statement.speaker.source else None
        party = party or statement.speaker.on_behalf_of
        sentence = context.parsed.sentence_at(statement.span.start)
        thread = threads.at(sentence) if sentence is not None else None
        if party is None or thread is None or sentence is None or party != thread.party("actor"):
            continue
        if any(r.span.overlaps(c) for r in found for c in (statement.span, *statement.content)):
            continue
        kind = _reply_kind(context, sentence, statement)
        if kind is None:
            continue
        content = statement.content[0]
        span = context.span(content.start, statement.content[-1].end)
        made.append(
            Response(
                derived_id("rs", span.document, span.start, span.end, kind),
                span,
                statement.id,
                (thread.id,),
                kind,
                statement.speaker,
                party,
                Scope.THIS_INCIDENT,
                statement.chain,
            )
        )
    return made


def _reply_kind(context: Context, sentence: Sentence, statement: Statement) -> ResponseKind | None:
    """A denial where an act is negated, an account of its own where acts or persons are told of."""
    told = persons = False
    for parse in sentence.parses:
        inside = [t for t in parse.doc if any(c.start <= parse.start(t) < c.end for c in statement.content)]
        for token in inside:
            if context.act_types(token, "verb", "noun") or token.lemma_.lower() in HAPPENING:
                told = True
                if _is_negated_act(token):
                    return ResponseKind.DENIAL
        persons = persons or any(
            c.start <= g.start < c.end for g in context.groups.get(id(parse), ()) for c in statement.content
        )
    if statement.polarity is Polarity.DENIES and (told or persons):
        return ResponseKind.DENIAL
    return ResponseKind.ALTERNATIVE_ACCOUNT if told or persons else None


HAPPENING = frozenset(
    {"mission", "operation", "fire", "target", "die", "carry", "conduct", "neutralise", "neutralize"}
)


def _is_negated_act(token: Token) -> bool:
    node = token
    for _ in range(4):
        if any(c.dep_ == "neg" or (c.lower_ == "no" and c.dep_ == "det") for c in node.children):
            return True
        if node.head.i == node.i or node.dep_ in {"ccomp", "relcl", "advcl"}:
            return False
        node = node.head
    return False


class _Maker:
    """Makes the responses of one parse."""

    def __init__(self, context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse

    def records(self) -> Iterator[Response]:
        for hit in self.context.hits(self.parse, "records", "answer."):
            token = self.parse.doc[hit.head]
            kind = self._kind(hit.term, token)
            if kind is not None and self._may_answer(token):
                yield self._record(token, kind)
        for token in self.parse.doc:
            if token.lemma_.lower() in {"investigate", "probe", "look"} and self._commits(token):
                yield self._record(token, ResponseKind.COMMITMENT_TO_INVESTIGATE)

    def _kind(self, term: str, token: Token) -> ResponseKind | None:
        subject = self._answering(token)
        if subject is None or token.pos_ not in {"VERB", "NOUN", "ADJ"}:
            return None
        negated = self._negated(token)
        if term == "answer.deny" and token.pos_ == "VERB" and not negated:
            if token.lemma_.lower() == "dismiss" and not self._of_allegation(token):
                return None
            return (
                ResponseKind.RESPONSIBILITY_DENIED
                if self._has(token, "responsibility")
                else ResponseKind.DENIAL
            )
        if term == "answer.comment" and negated and self._about_comment(token):
            return (
                ResponseKind.NO_COMMENT
                if token.lemma_.lower() == "comment"
                else ResponseKind.NO_RESPONSE_KNOWN
            )
        if term == "answer.admit" and token.pos_ == "VERB" and not negated and self._of_party(subject):
            return ResponseKind.ACKNOWLEDGED_IN_PART
        if term == "answer.claim" and not negated:
            return ResponseKind.ACKNOWLEDGED
        if term == "answer.false" and self._of_allegation(token) and not negated:
            return None if self._spoken_of(subject) else ResponseKind.DENIAL
        return None

    def _spoken_of(self, subject: Token) -> bool:
        """ "X said that Y spreads staged videos": X answers, as `_replies` has it; Y is spoken of."""
        at = self.parse.start(subject)
        said = self.context.statement_at(at, self.parse.end(subject))
        return not said.speaker.is_outlet and any(c.start <= at < c.end for c in said.content)

    def _may_answer(self, token: Token) -> bool:
        """Whether the one who speaks or stays silent could be an accused side: not a body that checks."""
        subject = self._answering(token)
        speaker = self._speaker(subject) if subject is not None else None
        source = speaker.source if speaker is not None else None
        return source is None or source.party_relation not in {
            PartyRelation.INTERGOVERNMENTAL,
            PartyRelation.NON_PARTY,
        }

    def _answering(self, token: Token) -> Token | None:
        """Who answers: the subject, or for "no reply … from X" the X."""
        if token.pos_ == "NOUN":
            for prep in [*token.children, *token.head.children]:
                if prep.lower_ in {"from", "by"} and prep.dep_ in {"prep", "agent"}:
                    named = next((c for c in prep.children if c.dep_ == "pobj"), None)
                    if named is None or not self._is_time(named):  # "by Friday evening" is nobody
                        return named
        return _subject(token)

    def _is_time(self, token: Token) -> bool:
        start, end = self.parse.subtree(token)
        return any(start <= when.start < end for when in self.context.times.get(self.sentence.index, ()))

    def _about_comment(self, token: Token) -> bool:
        if token.pos_ == "VERB":
            return True
        return token.head.lemma_.lower() in {
            "have",
            "be",
            "offer",
            "make",
            "give",
            "issue",
            "request",
            "for",
            "to",
        }

    def _commits(self, token: Token) -> bool:
        around = {c.lower_ for c in token.children} | {token.head.lemma_.lower()}
        subject = _subject(token)
        return bool(around & COMMITTING) and subject is not None

    def _negated(self, token: Token) -> bool:
        node = token
        for _ in range(4):
            words = {c.lower_ for c in node.children} | {node.lemma_.lower()}
            if words & NEGATED:
                return True
            if node.dep_ not in {"xcomp", "pobj", "dobj", "attr", "prep", "conj", "ROOT", "advcl"}:
                break
            if node.head.i == node.i:
                break
            node = node.head
        return False

    def _has(self, token: Token, lemma: str) -> bool:
        return any(t.lemma_.lower() == lemma for t in token.subtree)

    def _of_allegation(self, token: Token) -> bool:
        words = self.context.phrases("records", "answer.allegation")
        media = self.context.phrases("acts", "media.noun")
        return any(
            words.terms_at(t) or media.terms_at(t) for t in [*token.subtree, token.head, *token.head.children]
        )

    def _of_party(self, subject: Token) -> bool:
        speaker = self._speaker(subject)
        return bool(speaker.source and speaker.source.control_group) or speaker.on_behalf_of is not None

    def _speaker(self, subject: Token) -> Speaker:
        statement = self.context.statement_at(self.parse.start(subject), self.parse.end(subject))
        if subject.pos_ == "PRON":
            return statement.speaker
        start, end = self.parse.subtree(subject)
        span = self.context.span(start, end)
        return self.context.voice(span)

    def _record(self, token: Token, kind: ResponseKind) -> Response:
        subject = self._answering(token) or _subject(token)
        assert subject is not None
        verb = _verb(token)
        start, end = clause(self.parse, verb)
        if verb.dep_ == "relcl":
            # "… accused X of crimes, which X denies": the answer is unreadable without what it answers
            above = verb.head
            while above.pos_ != "VERB" and above.head.i != above.i:
                above = above.head
            start = min(start, clause(self.parse, above)[0])
        span = self.context.span(start, end)
        speaker = self._speaker(subject)
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        scope = self._scope(token, kind)
        thread = self.threads.at(self.sentence)
        party = speaker.on_behalf_of or (speaker.source.control_group if speaker.source else None)
        party = party or self._party_of(subject)
        general = scope is Scope.GENERAL_CONDUCT and kind is not ResponseKind.COMMITMENT_TO_INVESTIGATE
        about = (thread.id,) if thread is not None and not general else ()
        return Response(
            derived_id("rs", span.document, span.start, span.end, kind),
            span,
            statement.id,
            about,
            kind,
            speaker,
            party,
            scope,
            statement.chain,
        )

    def _party_of(self, subject: Token) -> str | None:
        words = {t.text for t in subject.subtree}
        for party in self.context.knowledge.parties:
            if words & {*party.names, *party.adjectives, *party.capitals, *party.people}:
                return party.id
        return None

    def _scope(self, token: Token, kind: ResponseKind) -> Scope:
        """How far an answer reaches: "any …" and commitments are general; bare "allegations" stay unclear."""
        if kind is ResponseKind.COMMITMENT_TO_INVESTIGATE:
            general = {t.lower_ for t in token.subtree} & (GENERALISING | {"alleged"})
            return Scope.GENERAL_CONDUCT if general else Scope.THIS_INCIDENT
        if kind in {ResponseKind.NO_COMMENT, ResponseKind.NO_RESPONSE_KNOWN}:
            return Scope.THIS_INCIDENT
        words = {t.lower_ for t in token.subtree}
        if self._of_conduct(token):
            return Scope.GENERAL_CONDUCT
        if token.dep_ == "relcl" or words & (GENERALISING | {"such", "repeatedly", "crimes", "abuses"}):
            return Scope.GENERAL_CONDUCT
        if words & {"allegation", "allegations", "accusation", "accusations", "charges", "claims"}:
            specific = words & {"this", "these", "latest"}
            return Scope.THIS_INCIDENT if specific else Scope.UNCLEAR
        return Scope.THIS_INCIDENT

    def _of_conduct(self, token: Token) -> bool:
        """ "denies that its forces mistreat prisoners", "deny attacking civilians": conduct, not an occurrence.

        The denied clause has a present or bare verb and nothing definite, counted, placed or dated in it;
        or the denial itself is told as of the past.
        """
        said_before = {t.lower_ for t in token.sent if t.dep_ in {"pobj", "advmod"}} & {
            "past",
            "previously",
            "before",
        }
        if said_before:
            return True
        denied = [c for c in token.children if c.dep_ in {"ccomp", "xcomp", "pcomp"}]
        bare = [c for c in token.children if c.dep_ == "dobj" and c.tag_ in {"NNS", "NNPS"}]
        if not denied and bare and not self._of_allegation(bare[0]):
            return not any(t.dep_ in {"det", "nummod", "poss"} for t in bare[0].subtree)
        if not denied or token.lemma_.lower() not in {"deny", "reject", "dismiss"}:
            return False
        verb = denied[0]
        habitual = verb.tag_ in {"VBP", "VBZ", "VBG", "VB", "NN"} and not any(
            c.lower_ in {"had", "have", "has", "was", "were", "is", "are"}
            for c in verb.children
            if c.dep_.startswith("aux")
        )
        inside = [t for t in verb.subtree if t.i > verb.i]
        definite = any((t.lower_ in SPECIFIC and t.dep_ == "det") or t.pos_ == "NUM" for t in inside)
        placed = any(
            self.parse.start(verb) <= p.start < self.parse.subtree(verb)[1]
            for p in self.context.places.get(self.sentence.index, ())
        )
        return habitual and not definite and not placed


def _subject(token: Token) -> Token | None:
    node = token
    for _ in range(5):
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return child
        if node.head.i == node.i or (node.dep_ in {"ccomp"} and node.i != token.i):
            return None
        node = node.head
    return None


def _verb(token: Token) -> Token:
    node = token
    while node.head.i != node.i and (
        node.pos_ not in {"VERB", "AUX"} or not any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children)
    ):
        node = node.head
    return node
