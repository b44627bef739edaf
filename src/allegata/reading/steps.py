"""Legal steps: inquiries, cases, charges, judgments, each with the authority and the articles as named."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Aggregate, Proceeding
from allegata.model.source import Speaker
from allegata.model.value import When
from allegata.model.vocabulary import ProceedingStage, TimeSlot
from allegata.reading.bounds import GENERALISING
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads

ARTICLE = re.compile(
    r"(?:Part|part|Paragraph|paragraph)\s+\d+(?:,|\s+of)?\s+(?:Art(?:icle|\.)?|art(?:icle|\.)?)\s*\d+(?:\.\d+|-\d+)?"
    r"|(?:Articles?|Art\.|articles?)\s+\d+(?:\.\d+|-\d+|\(\d+\))*"
)
HELD_BACK = frozenset(
    {
        "not",
        "n't",
        "never",
        "no",
        "must",
        "should",
        "would",
        "will",
        "shall",
        "if",
        "to",
        "could",
        "may",
        "might",
        "demand",
        "call",
        "urge",
        "promise",
        "'ll",
        "without",
    }
)


def find(context: Context, threads: Threads, aggregates: Sequence[Aggregate] = ()) -> tuple[Proceeding, ...]:
    """Every legal step that the text reports as taken; steps asked for or promised are none."""
    totals = [(a.span.start, a.span.end) for a in aggregates]
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _Maker(context, threads, sentence, parse, totals).records()
    ]
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.stage)))


class _Maker:
    """Makes the proceedings of one parse."""

    def __init__(
        self,
        context: Context,
        threads: Threads,
        sentence: Sentence,
        parse: Parse,
        totals: list[tuple[int, int]],
    ) -> None:
        self.context, self.threads, self.sentence, self.parse = context, threads, sentence, parse
        self.totals = totals

    def records(self) -> Iterator[Proceeding]:
        for token in self.parse.doc:
            if any(start <= self.parse.start(token) < end for start, end in self.totals):
                continue
            found = self._opened(token) or self._investigates(token) or self._later(token)
            if found is not None and not _held_back(token):
                yield self._record(token, found)
            elif self._identifies(token):
                yield self._record(token, ProceedingStage.UNKNOWN, step=True)

    def _opened(self, token: Token) -> ProceedingStage | None:
        """ "opened a criminal case", "a probe has been launched"."""
        opens = self.context.phrases("records", "step.open")
        if token.pos_ != "VERB" or not opens.terms_at(token):
            return None
        for child in token.children:
            if child.dep_ in {"dobj", "nsubjpass", "conj"} and self._is_step(child):
                return self._stage(child)
        return None

    def _is_step(self, noun: Token) -> bool:
        hits = self.context.hits(self.parse, "records", "step.noun")
        return any(h.first <= noun.i <= h.last for h in hits) and not _counted(noun)

    def _stage(self, noun: Token) -> ProceedingStage:
        order = [
            ProceedingStage.PRE_TRIAL_INVESTIGATION,
            ProceedingStage.CRIMINAL_CASE_OPENED,
            ProceedingStage.ANNOUNCED_INQUIRY,
        ]
        terms = {
            h.term.partition(".")[2]
            for h in self.context.hits(self.parse, "records", "stage.")
            if h.first - 3 <= noun.i <= h.last + 1
        }
        return next((s for s in order if s.value in terms), ProceedingStage.UNKNOWN)

    def _investigates(self, token: Token) -> ProceedingStage | None:
        """ "is investigating the incident", "the killing is under investigation"."""
        words = self.context.phrases("records", "step.investigate")
        back = self.context.phrases("acts", "back_reference")
        if token.pos_ == "VERB" and words.terms_at(token):
            if token.dep_ == "relcl" or any(c.lower_ in GENERALISING for c in token.subtree):
                return None
            objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
            named = any(
                back.terms_at(t) or t.lemma_.lower() in {"evidence", "report", "circumstance", "death"}
                for o in objects
                for t in o.subtree
            )
            progressive = token.tag_ in {"VBG", "VBD", "VBN", "VBZ", "VBP"}
            return ProceedingStage.ANNOUNCED_INQUIRY if named and progressive else None
        return None

    def _later(self, token: Token) -> ProceedingStage | None:
        if token.pos_ != "VERB" or not self.context.phrases("records", "step.later").terms_at(token):
            return None
        legal = {
            "court",
            "prosecutor",
            "guilty",
            "suspicion",
            "prison",
            "year",
            "tribunal",
            "judge",
            "crime",
            "murder",
        }
        if not {t.lemma_.lower() for t in token.sent} & legal:
            return None
        stages = {
            "charge": ProceedingStage.CHARGED,
            "indict": ProceedingStage.CHARGED,
            "convict": ProceedingStage.JUDGMENT_FIRST_INSTANCE,
            "sentence": ProceedingStage.JUDGMENT_FIRST_INSTANCE,
            "suspend": ProceedingStage.SUSPENDED,
            "close": ProceedingStage.CLOSED,
        }
        return stages.get(token.lemma_.lower())

    def _identifies(self, token: Token) -> bool:
        """An investigative step: identities being determined, by whoever investigates."""
        if token.lemma_.lower() not in {"identify", "establish", "determine"} or token.pos_ != "VERB":
            return False
        objects = [
            t.lemma_.lower() for c in token.children if c.dep_ in {"dobj", "nsubjpass"} for t in c.subtree
        ]
        people = {
            "identity",
            "perpetrator",
            "those",
            "shooter",
            "suspect",
            "people",
            "person",
            "serviceman",
            "soldier",
        }
        ongoing = {t.lemma_.lower() for t in token.ancestors} | {c.lower_ for c in token.children}
        working = {"work", "continue", "try", "investigator", "being", "take", "seek", "order", "measure"}
        return bool(set(objects) & people) and bool(ongoing & working)

    def _record(self, token: Token, stage: ProceedingStage, step: bool = False) -> Proceeding:
        start, end = self._extent(token)
        start, end = self._with_articles(token, start, end)
        span = self.context.span(start, end)
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        thread = self.threads.at(self.sentence)
        against = next(
            (
                self.context.group_at(self.parse, c)
                for p in token.subtree
                if p.lower_ == "against" and p.dep_ == "prep"
                for c in p.children
                if c.dep_ == "pobj"
            ),
            None,
        )
        return Proceeding(
            derived_id("pr", span.document, span.start, span.end, stage, step),
            span,
            statement.id,
            (thread.id,) if thread else (),
            self._authority(token),
            stage,
            tuple(dict.fromkeys(m.group() for m in ARTICLE.finditer(span.quote))),
            self._when(token),
            against.group if against else None,
            False,
            span.quote if step else None,
        )

    def _extent(self, token: Token) -> tuple[int, int]:
        """The step's clause, without the event that it came after."""
        kept = [token]
        for child in token.children:
            if child.dep_ in {"advcl", "punct", "cc", "parataxis"}:
                continue
            if child.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children):
                continue
            kept += list(child.subtree)
        if not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children):
            start, end = clause(self.parse, token)
            own, last = self.parse.extent(kept)
            return min(start, own), max(end, last)
        return self.parse.extent(kept)

    def _with_articles(self, token: Token, start: int, end: int) -> tuple[int, int]:
        text = self.context.document.text
        for match in ARTICLE.finditer(text, end, self.sentence.end):
            if match.start() - end < ARTICLE_REACH:
                end = max(end, match.end())
        return start, end

    def _authority(self, token: Token) -> Speaker:
        node, subject = token, None
        for _ in range(5):
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None) or _agent(node)
            if subject is not None or node.head.i == node.i:
                break
            node = node.head
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        if subject is None or subject.pos_ == "PRON":
            return statement.speaker
        span = self.context.span(*self.parse.subtree(subject))
        return self.context.voice(span)

    def _when(self, token: Token) -> When | None:
        for time in self.context.times.get(self.sentence.index, ()):
            if time.when.slot is TimeSlot.STEP and time.parse is self.parse:
                return time.when
        return None


ARTICLE_REACH = 60
"""How many characters behind the step's clause a bracketed article may still follow."""


def _held_back(token: Token) -> bool:
    """Whether a step is only asked for, promised, denied or conditional."""
    words = {c.lower_ for c in token.children if c.dep_ in {"aux", "neg", "mark"}}
    if words & HELD_BACK:
        return True
    return bool(token.dep_ in {"xcomp", "pcomp", "advcl", "ccomp"} and token.head.lemma_.lower() in HELD_BACK)


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _counted(noun: Token) -> bool:
    return any(c.dep_ == "nummod" for c in noun.children)
