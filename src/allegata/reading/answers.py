"""What the accused side answered, or that no answer is known. Silence is neither denial nor admission."""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.record import Aggregate, Response
from allegata.model.source import Speaker
from allegata.model.vocabulary import PartyRelation, ResponseKind, Scope, SourceKind
from allegata.reading import accused, answerables, answerers, reach, replies, turns
from allegata.reading.context import Context
from allegata.reading.extents import is_verb, own_subject
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Thread, Threads

NEGATED = frozenset({"neither", "nor", "not", "n't", "no", "never", "without", "yet", "nothing"}) | frozenset(
    {"decline", "refuse", "fail", "refrain", "abstain", "avoid", "silent", "unavailable", "unable"}
)
COMMITTING = frozenset(
    {"will", "would", "promise", "pledge", "vow", "undertake", "commit", "'ll", "announce"}
)
COMMENTING = frozenset(
    {
        "have",
        "be",
        "offer",
        "make",
        "give",
        "issue",
        "request",
        "receive",
        "get",
        "come",
        "provide",
        "release",
    }
) | frozenset(
    {"publish", "reach", "for", "to", "from", "obtain", "arrive", "send", "hear", "respond", "reply"}
)
WITHHELD = frozenset(
    {"access", "entry", "care", "treatment", "permission", "visa", "bail", "aid", "food"}
) | (
    frozenset(
        {"water", "visit", "request", "opportunity", "right", "burial", "assistance", "service", "release"}
    )
)
"""What is denied *to* somebody: no answer to an accusation."""
POINTING = frozenset({"this", "that", "it", "them", "these", "what", "which", "any", "everything"})
NOBODY = frozenset({"nobody", "none", "no-one"})


def find(
    context: Context, threads: Threads, totals: Sequence[Aggregate] = (), other: Sequence[Span] = ()
) -> tuple[Response, ...]:
    """Every denial, silence, commitment, admission and counter-account in the text.

    :param other: where checks and legal steps are told; they are no account of what happened.
    """
    parties = accused.parties(context, threads)
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _Maker(context, threads, sentence, parse, parties).records()
    ]
    found += replies.find(context, threads, found, parties, [t.span for t in totals], other)
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.kind)))


class _Maker:
    """Makes the responses of one parse that a word of answering gives."""

    def __init__(
        self,
        context: Context,
        threads: Threads,
        sentence: Sentence,
        parse: Parse,
        parties: Mapping[int, set[str]],
    ) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse
        self.accused = parties
        self.focus: Thread | None = threads.at(sentence)

    def records(self) -> Iterator[Response]:
        seen: set[int] = set()
        for hit in self.context.hits(self.parse, "records", "answer."):
            token = self.parse.doc[hit.head]
            if hit.entry == "bring":
                continue  # "bring to justice" is an entry of its own
            who = answerers.answering(token)
            if who is None or token.i in seen or _is_nobody(who):
                continue
            kind = self._kind(hit.term, token, who)
            if kind is None:
                continue
            for one in _each(who, kind):
                record = self._record(token, one, kind)
                if record is not None:
                    seen.add(token.i)
                    yield record
        for token in turns.left_unsaid(self.parse):
            who = answerers.answering(token)
            if who is not None and token.i not in seen and self._is_accused(who):
                record = self._record(token, who, ResponseKind.NO_RESPONSE_KNOWN)
                if record is not None:
                    yield record

    def _kind(self, term: str, token: Token, who: Token) -> ResponseKind | None:
        negated = _negated(token)
        if term == "answer.deny":
            return self._denial(token, negated)
        if term == "answer.comment" and negated and self._about_comment(token):
            said = token.lemma_.lower() == "comment"
            return ResponseKind.NO_COMMENT if said else ResponseKind.NO_RESPONSE_KNOWN
        if term == "answer.silent":
            if not self._on_matter(token):
                return None
            ignores = token.lemma_.lower() == "ignore"  # a report may be ignored, and so may much else
            return None if ignores and not self._of_allegation(token) else ResponseKind.NO_RESPONSE_KNOWN
        if term == "answer.admit" and token.pos_ == "VERB" and not negated:
            return ResponseKind.ACKNOWLEDGED_IN_PART if self._admits(token, who) else None
        if term == "answer.confirm" and token.pos_ == "VERB" and not negated:
            return ResponseKind.ACKNOWLEDGED_IN_PART if self._confirms_own(token, who) else None
        if term == "answer.claim":
            return ResponseKind.NO_RESPONSE_KNOWN if negated else ResponseKind.ACKNOWLEDGED
        if term == "answer.false" and not negated:
            return self._calls_false(token)
        if term == "answer.commit" and not negated and token.pos_ == "VERB":
            return self._commits(token, who)
        if term == "answer.punish" and not negated and token.pos_ == "VERB":
            return self._commits(token, who) if self._is_accused(who) else None
        if term == "answer.refer" and not negated and turns.refers_on(token):
            return ResponseKind.NO_COMMENT
        if term == "answer.condemn" and not negated and self._is_accused(who):
            apart = turns.sets_apart(self.context, token)
            return ResponseKind.ACKNOWLEDGED_IN_PART if apart else None
        return None

    def _is_accused(self, who: Token) -> bool:
        """Whether the text accuses the party of whoever answers of the occurrence in focus."""
        party = self._party(who)
        return party is not None and self.focus is not None and party in self.accused[self.focus.number]

    # --- what the words of answering mean ---------------------------------------------------------

    def _denial(self, token: Token, negated: bool) -> ResponseKind | None:
        if token.pos_ != "VERB" and not answerers.mistagged(token):
            return None
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass", "dative"}]
        clauses = [c for c in token.children if c.dep_ in {"ccomp", "xcomp", "pcomp"} and c.i > token.i]
        if any(o.lemma_.lower() in WITHHELD for o in objects) or _gives(token):
            return None
        if token.lemma_.lower() in turns.APART:
            return turns.disowned(self.context, token, negated)
        about = (
            bool(clauses)
            or any(t.lower_ == "that" and t.i > token.i for t in token.subtree)
            or self._of_allegation(token)
            or any(o.lower_ in POINTING or self._is_act(o) for o in objects)
        )
        if not about and (token.lemma_.lower() != "deny" or not (objects or token.dep_ == "relcl")):
            return None
        if negated:
            return ResponseKind.NO_RESPONSE_KNOWN if token.lemma_.lower() == "deny" else None
        responsible = any(t.lemma_.lower() == "responsibility" for t in token.subtree)
        return ResponseKind.RESPONSIBILITY_DENIED if responsible else ResponseKind.DENIAL

    def _about_comment(self, token: Token) -> bool:
        """Whether a word of answering is meant so here: "no comment", "has not replied to the report"."""
        if not self._on_matter(token):
            return False
        if token.lemma_.lower() in {"address", "mention"} and token.pos_ == "VERB":
            return any(c.dep_ == "dobj" for c in token.children)
        if token.pos_ == "VERB":
            return True
        return token.pos_ == "NOUN" and token.head.lemma_.lower() in COMMENTING

    def _on_matter(self, token: Token) -> bool:
        """Whether the silence is on the allegation, or told barely: calls for help are another thing."""
        verb = answerers.governing(token)
        asked = own_subject(verb) if verb is not None else None
        if token.lemma_.lower() in {"address", "mention"}:
            return True  # "did not mention the grave": what is passed over is what the report is about
        about = answerables.of(token)
        if asked is not None and asked.lemma_.lower() in answerers.ASKED:
            about.append(asked)
        return not about or any(self._is_answerable(t) for t in about)

    def _is_answerable(self, token: Token) -> bool:
        """The allegation, what shows or tells of it, a question, a request for comment, or who puts it."""
        words = self.context.phrases("records", "answer.allegation")
        media = self.context.phrases("acts", "media.noun")
        told = any(self._is_act(t) or words.terms_at(t) or media.terms_at(t) for t in token.subtree)
        return answerables.asks(token) and (told or answerables.is_matter(token))

    def _admits(self, token: Token, who: Token) -> bool:
        """An admission by a side: of something that was done, not that nothing is known."""
        inner = [c for c in token.children if c.dep_ in {"ccomp", "xcomp"}]
        if any(c.dep_ == "neg" for i in inner for c in i.children):
            return False
        return self._party(who) is not None

    def _confirms_own(self, token: Token, who: Token) -> bool:
        """The accused side confirms an act told of it ("confirmed the raid"); nobody else's word counts so."""
        party = self._party(who)
        if self.focus is None or party is None or party != self.focus.party("actor"):
            return False
        told = [c for c in token.children if c.dep_ in {"dobj", "ccomp"} and c.i > token.i]
        return any(self._is_act(t) for c in told for t in c.subtree)

    def _calls_false(self, token: Token) -> ResponseKind | None:
        """ "called the clip a fabrication", "dismissed as baseless", "the video is staged, X said"."""
        verb = answerers.governing(token)
        if verb is None or not self._of_allegation(token, verb):
            return None
        if verb.lemma_.lower() in {"be", "seem", "appear", "prove"} or not answerers.is_naming(verb):
            return None
        return ResponseKind.DENIAL

    def _commits(self, token: Token, who: Token) -> ResponseKind | None:
        """ "will investigate", "is looking into": by a side that could be accused here, and not by the accuser."""
        party = self._party(who)
        accused = self.focus.party("actor") if self.focus is not None else None
        if accused is not None and party is not None and party != accused:
            return None
        known = self.accused[self.focus.number] if self.focus is not None else set()
        if accused is None and known and party not in known:
            return None  # somebody else looks into it
        if answerers.is_left_open(token):
            return None
        above = token.head if token.dep_ in {"xcomp", "ccomp"} else token
        around = (
            {c.lower_ for c in token.children} | {above.lemma_.lower()} | {c.lower_ for c in above.children}
        )
        promised = bool(around & COMMITTING)
        looks = token.tag_ == "VBG" and token.lemma_.lower() in {"look", "investigate", "examine", "review"}
        said = not self.context.statement_at(self.parse.start(token), self.parse.end(token)).speaker.is_outlet
        if not promised and not (looks and said and party is not None):
            return None
        return ResponseKind.COMMITMENT_TO_INVESTIGATE

    def _is_act(self, token: Token) -> bool:
        return bool(self.context.act_types(token, "noun", "verb")) or bool(
            self.context.phrases("acts", "back_reference").terms_at(token)
        )

    def _of_allegation(self, token: Token, verb: Token | None = None) -> bool:
        words = self.context.phrases("records", "answer.allegation")
        media = self.context.phrases("acts", "media.noun")
        near = [*token.subtree, token.head, *token.head.children]
        if verb is not None:
            near += [t for c in verb.children if c.dep_ in answerers.ARGUMENTS for t in [c, *c.subtree]]
            if any(c.dep_ == "dobj" and c.lemma_.lower() in turns.CASES for c in verb.children):
                return True  # "dubbed the trial a farce": a case that alleges it
        return any(words.terms_at(t) or media.terms_at(t) for t in near)

    # --- who answers --------------------------------------------------------------------------------

    def _speaker(self, who: Token) -> Speaker:
        return answerers.speaker(self.context, self.sentence, self.parse, who)

    def _party(self, who: Token) -> str | None:
        return answerers.party(self.context, self.parse, who, self._speaker(who))

    def _may_answer(self, speaker: Speaker) -> bool:
        """Whether the one who speaks or stays silent could be an accused side: not a body that checks."""
        source = speaker.source
        if source is None:
            return True
        outside = {PartyRelation.INTERGOVERNMENTAL, PartyRelation.NON_PARTY}
        return source.party_relation not in outside and source.kind is not SourceKind.INDIVIDUAL_PROTECTED

    def _record(self, token: Token, who: Token, kind: ResponseKind) -> Response | None:
        speaker = self._speaker(who)
        at = self.parse.start(token)
        said = self.context.statement_at(at, self.parse.end(token))
        within = any(c.start <= at < c.end for c in said.content)
        if kind is ResponseKind.COMMITMENT_TO_INVESTIGATE and within and not said.speaker.is_outlet:
            speaker = (
                said.speaker
            )  # "the coalition announced that its team would examine it": the coalition's promise
        if speaker.is_outlet or not self._may_answer(speaker):
            return None
        start, end = answerers.extent(self.parse, token)
        span = self.context.span(start, end)
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        verb = answerers.governing(token)
        scope = reach.of_answer(
            self.context, self.sentence, self.parse, verb or token, kind, self._of_allegation(token)
        )
        general = scope is Scope.GENERAL_CONDUCT and kind is not ResponseKind.COMMITMENT_TO_INVESTIGATE
        joined = (self.parse.start(who),) if who.dep_ == "conj" else ()
        return Response(
            derived_id("rs", span.document, span.start, span.end, kind, *joined),
            span,
            statement.id,
            (self.focus.id,) if self.focus is not None and not general else (),
            kind,
            speaker,
            answerers.party(self.context, self.parse, who, speaker),
            scope,
            statement.chain,
        )


def _negated(token: Token) -> bool:
    node = token
    for _ in range(4):
        words = {c.lower_ for c in node.children} | {node.lemma_.lower()}
        if words & NEGATED or (
            node.dep_ == "conj" and {c.lower_ for c in node.head.children} & {"neither", "nor"}
        ):
            return True
        if is_verb(node) and _is_neither(own_subject(node)):
            return True
        if node.dep_ not in {"xcomp", "pobj", "dobj", "attr", "prep", "ROOT", "pcomp", "nsubj", "nsubjpass"}:
            break
        if node.head.i == node.i or (is_verb(node) and node.dep_.startswith("nsubj")):
            break
        node = node.head
    return False


def _is_neither(who: Token | None) -> bool:
    """ "Neither X nor Y": a subject that denies its verb of each."""
    return who is not None and any(c.lower_ == "neither" for c in who.children)


def _each(who: Token, kind: ResponseKind) -> list[Token]:
    """Whom silence is told of: "neither X nor Y" are two."""
    if kind not in reach.SILENT or not _is_neither(who):
        return [who]
    return [who, *(c for c in who.conjuncts if c.i > who.i and c.pos_ in {"NOUN", "PROPN"})]


def _is_nobody(who: Token) -> bool:
    """ "no group", "nobody": a negated subject says nothing of any one side."""
    return who.lower_ in NOBODY or (
        who.pos_ in {"NOUN", "PROPN", "PRON"}
        and any(c.lower_ == "no" and c.dep_ == "det" for c in who.children)
    )


def _gives(token: Token) -> bool:
    """ "denied them food", "was denied access": something is withheld from somebody."""
    objects = {c.dep_ for c in token.children}
    return "dative" in objects or {"nsubjpass", "dobj"} <= objects


__all__ = ["find"]
