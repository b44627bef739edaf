"""Legal steps: inquiries, cases, charges, judgments, each with the authority and the articles as named."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Aggregate, Proceeding
from allegata.model.source import Speaker
from allegata.model.value import When
from allegata.model.vocabulary import ProceedingStage, SegmentRole, SourceKind, TimeSlot
from allegata.reading import answerers, stepkinds
from allegata.reading.bounds import GENERALISING
from allegata.reading.context import Context
from allegata.reading.extents import clause, is_placeholder
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.stepwords import (
    ARTICLE,
    ARTICLE_REACH,
    COURTS,
    INVESTIGATORS,
    LEGAL,
    MATTERS,
    STAGES,
    counted,
    explains,
    held_back,
    says_no,
    says_not,
    set_up_of,
)
from allegata.reading.threads import Threads


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
            if token.pos_ != "VERB":
                continue
            found = (
                self._opened(token) or self._investigates(token) or self._charged(token) or self._later(token)
            )
            if found is not None:
                if not held_back(token) or self._announced(token, found):
                    yield self._record(token, found)
            elif (
                self._identifies(token)
                or self._before_court(token)
                or stepkinds.is_step(self.context, self.parse, token)
            ):
                yield self._record(token, ProceedingStage.UNKNOWN, step=True)
        if self.sentence.segment.role is SegmentRole.HEADLINE:
            for token in stepkinds.sentenced(self.parse):
                yield self._record(token, ProceedingStage.JUDGMENT_FIRST_INSTANCE)

    def _opened(self, token: Token) -> ProceedingStage | None:
        """ "opened a criminal case", "a probe has been launched", "ordered the formation of a committee"."""
        opens = self.context.phrases("records", "step.open")
        orders = self.context.phrases("records", "step.order")
        if not opens.terms_at(token) and not orders.terms_at(token):
            return None
        for child in token.children:
            taken = stepkinds.is_split_object(token, child)
            if (child.dep_ not in {"dobj", "nsubjpass", "conj"} and not taken) or says_no(child):
                continue
            set_up = next(c for c in child.children if c.dep_ == "nsubj") if taken else child
            for noun in [set_up, *set_up_of(set_up)]:
                if opens.terms_at(token) and self._is_step(noun):
                    return self._stage(noun)
                if self._is_inquiry(noun):
                    return self._stage(noun) if self._is_step(noun) else ProceedingStage.ANNOUNCED_INQUIRY
        return None

    def _is_step(self, noun: Token) -> bool:
        hits = self.context.hits(self.parse, "records", "step.noun")
        return any(h.first <= noun.i <= h.last for h in hits) and not counted(noun)

    def _is_inquiry(self, noun: Token) -> bool:
        """An inquiry, or a body set up to inquire: "a commission of inquiry", "a fact-finding committee"."""
        if self._is_step(noun) and noun.lemma_.lower() not in {"case", "proceeding"}:
            return True
        words = {t.lemma_.lower() for t in noun.subtree}
        asks = words & {
            "inquiry",
            "enquiry",
            "fact",
            "finding",
            "investigative",
            "investigate",
            "investigation",
        }
        if noun.lemma_.lower() not in {"committee", "commission", "panel", "team", "task"}:
            return False
        return bool(asks) or stepkinds.is_to_inquire(self.context, noun)

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
        found = next((s for s in order if s.value in terms), ProceedingStage.UNKNOWN)
        criminal = any(c.lower_ == "criminal" for c in noun.children) or self._under_article(noun)
        if found is ProceedingStage.ANNOUNCED_INQUIRY and criminal:
            return ProceedingStage.CRIMINAL_CASE_OPENED
        return found

    def _under_article(self, noun: Token) -> bool:
        """ "the case was registered under Article N": a case under a named article is a criminal one."""
        verb = noun.head
        end = self.parse.subtree(verb)[1] if verb.pos_ == "VERB" else self.parse.subtree(noun)[1]
        start = self.parse.start(noun)
        return ARTICLE.search(self.context.document.text, start, end) is not None

    def _investigates(self, token: Token) -> ProceedingStage | None:
        """ "is investigating the incident", "prosecutors are checking the information"."""
        words = self.context.phrases("records", "step.investigate")
        checks = self.context.phrases("records", "step.check")
        back = self.context.phrases("acts", "back_reference")
        by_office = bool(checks.terms_at(token)) and self._is_prosecution(token)
        if not words.terms_at(token) and not by_office:
            return None
        if token.dep_ == "relcl" or any(c.lower_ in GENERALISING for c in token.subtree):
            return None
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        named = any(
            back.terms_at(t) or t.lemma_.lower() in MATTERS or self.context.act_types(t, "noun")
            for o in objects
            for t in o.subtree
        )
        progressive = token.tag_ in {"VBG", "VBD", "VBN", "VBZ", "VBP"}
        return ProceedingStage.ANNOUNCED_INQUIRY if named and progressive else None

    def _is_prosecution(self, token: Token) -> bool:
        authority = self._authority(token)
        source = authority.source
        words = {w.lower() for w in authority.wording.split()}
        return (source is not None and source.kind is SourceKind.PROSECUTION) or bool(words & INVESTIGATORS)

    def _charged(self, token: Token) -> ProceedingStage | None:
        """ "filed an indictment", "charges have been brought": the noun names the step, the verb takes it."""
        takes = self.context.phrases("records", "step.take")
        if not takes.terms_at(token):
            return None
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"} and not says_no(c)]
        objects += [c for p in token.children if p.lower_ == "with" for c in p.children if c.dep_ == "pobj"]
        hits = self.context.hits(self.parse, "records", "taken.")
        for hit in hits:
            if any(hit.first <= o.i <= hit.last for o in objects):
                return ProceedingStage(hit.term.partition(".")[2])
        return None

    def _later(self, token: Token) -> ProceedingStage | None:
        lemma = token.lemma_.lower()
        words = {t.lemma_.lower() for t in token.subtree}
        subject = answerers.answering(token)
        court = subject is not None and bool({t.lemma_.lower() for t in subject.subtree} & COURTS)
        if lemma == "find" and words & {"guilty", "responsible", "liable"} and (court or "guilty" in words):
            return ProceedingStage.JUDGMENT_FIRST_INSTANCE
        if not self.context.phrases("records", "step.later").terms_at(token):
            return None
        with_crime = lemma == "charge" and any(
            c.lower_ == "with" and c.dep_ == "prep" for c in token.children
        )
        if (
            not with_crime
            and lemma not in {"indict", "convict"}
            and not {t.lemma_.lower() for t in token.sent} & LEGAL
        ):
            return None
        return STAGES.get(lemma)

    def _before_court(self, token: Token) -> bool:
        """ "is to hear a petition", "asked a judge for an arrest warrant": a step before a court, its stage open."""
        words = [t.lemma_.lower() for t in token.subtree]
        subject = answerers.answering(token)
        court = subject is not None and bool({t.lemma_.lower() for t in subject.subtree} & COURTS)
        heard = {"petition", "appeal", "case", "complaint", "application"}
        if court and token.lemma_.lower() == "hear" and heard & set(words):
            return not says_not(token)
        asked = token.lemma_.lower() in {"ask", "seek", "request", "apply", "issue"} and not says_not(token)
        asked = asked and not {a.lemma_.lower() for a in token.ancestors} & {"ask", "request"}
        return asked and "warrant" in words and bool({"arrest", "detention"} & set(words))

    def _announced(self, token: Token, stage: ProceedingStage) -> bool:
        """ "has announced that an inquiry will be opened": an inquiry is announced, though not yet begun."""
        if stage is not ProceedingStage.ANNOUNCED_INQUIRY or token.dep_ != "ccomp":
            return False
        aux = {c.lower_ for c in token.children if c.dep_ in {"aux", "neg", "mark"}}
        return (
            token.head.lemma_.lower() == "announce"
            and bool(aux & {"will", "would"})
            and not aux & {"not", "if"}
        )

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
        before_court = step and not self._identifies(token)
        start, end = answerers.extent(self.parse, token) if before_court else self._extent(token)
        start, end = self._within_said(token, *self._with_articles(token, start, end))
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
            kept += [t for t in child.subtree if not explains(t, child)]
        if not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children):
            start, end = clause(self.parse, token)
            own, last = self.parse.extent(kept)
            return min(start, own), max(end, last)
        return self.parse.extent(kept)

    def _within_said(self, token: Token, start: int, end: int) -> tuple[int, int]:
        """An extent that ends where the words of the one who reports the step end ("…, the agency says")."""
        at = self.parse.start(token)
        said = self.context.statement_at(at, self.parse.end(token))
        piece = next((c for c in said.content if c.start <= at < c.end), None)
        if said.speaker.is_outlet or piece is None:
            return start, end
        return start, min(end, piece.end)

    def _with_articles(self, token: Token, start: int, end: int) -> tuple[int, int]:
        text = self.context.document.text
        for match in ARTICLE.finditer(text, end, self.sentence.end):
            if match.start() - end < ARTICLE_REACH:
                end = max(end, match.end())
        return start, end

    def _authority(self, token: Token) -> Speaker:
        """Who takes the step: the subject or agent; failing that who reports it, never a side named later on."""
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        who = answerers.answering(token)
        if who is not None and self._does_something_else(token, who):
            who = None
        if who is None or who.pos_ == "PRON" or is_placeholder(self.parse, who):
            if who is not None and statement.speaker.is_outlet:
                return answerers.speaker(self.context, self.sentence, self.parse, who)
            return statement.speaker
        return self.context.voice(self.context.span(*self.parse.extent(noun_phrase(who))))

    def _does_something_else(self, token: Token, who: Token) -> bool:
        """ "opened over the killing of prisoners by X": with an act named between, "by X" belongs to the act."""
        if who.i < token.i:
            return False
        between = self.parse.doc[token.i + 1 : who.i]
        return any(
            self.context.act_types(t, "noun", "verb", "state")
            or self.context.phrases("records", "legal.crime", "legal.charge", "legal.breach").terms_at(t)
            for t in between
        )

    def _when(self, token: Token) -> When | None:
        for time in self.context.times.get(self.sentence.index, ()):
            if time.when.slot is TimeSlot.STEP and time.parse is self.parse:
                return time.when
        return None
