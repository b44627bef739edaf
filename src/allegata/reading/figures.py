"""Published totals, trends, and claims of a pattern: figures keep their unit, words keep their speaker."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Aggregate, TotalScope
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import (
    ActType,
    CountRole,
    Exactness,
    PlaceRole,
    TimeSlot,
    Unit,
)
from allegata.reading import tallykeepers, tallysides
from allegata.reading.acts import PERSON_ROLE, FoundAct
from allegata.reading.context import Context
from allegata.reading.counts import FoundCount
from allegata.reading.extents import clause
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.tallies import Running
from allegata.reading.tallywords import (
    NEAR,
    RUNNING,
    TALLY_UNITS,
    is_of_missing,
    one_clause,
    plain_number,
)


def aggregates(context: Context, acts: Sequence[FoundAct]) -> tuple[Aggregate, ...]:
    """Every published total and every trend in the text."""
    found: list[Aggregate] = []
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            before = [a for a in found if _is_just_before(context, a, sentence)]
            tally = _Tally(context, sentence, parse, acts, bool(before))
            made = list(tally.records())
            found += made or (tally.other_figure(before[-1]) if before else [])
    return tuple(sorted({a.id: a for a in found}.values(), key=lambda a: (a.span.start, a.span.end)))


def _is_just_before(context: Context, total: Aggregate, sentence: Sentence) -> bool:
    other = context.parsed.sentence_at(total.span.start)
    near = (
        other is not None and other.paragraph == sentence.paragraph and sentence.index - other.index in {1, 2}
    )
    return near and bool(total.figures)


class _Tally:
    """Makes the totals of one parse."""

    def __init__(
        self, context: Context, sentence: Sentence, parse: Parse, acts: Sequence[FoundAct], after_total: bool
    ) -> None:
        self.context, self.sentence, self.parse = context, sentence, parse
        self.acts = [a for a in acts if a.parse is parse]
        self.running = Running(context, sentence, parse, self.acts, after_total)
        self.counts = context.counts.get(id(parse), ())

    def records(self) -> Iterator[Aggregate]:
        tallied = [c for c in self.counts if self._is_tally(c)]
        if tallied:
            yield from self._totals(tallied)
        for token in self.parse.doc:
            if self._is_trend(token):
                yield self._trend(token)
        if tallied:
            yield from self._territories(tallied)

    def other_figure(self, total: Aggregate) -> list[Aggregate]:
        """ "The mission puts the figure at 416", right after a total: another body's figure for the same."""
        for token in self.parse.doc:
            if token.lemma_.lower() not in {"put", "place", "estimate", "set"} or token.pos_ != "VERB":
                continue
            named = {c.lemma_.lower() for c in token.children if c.dep_ == "dobj"}
            at = [p for p in token.children if p.lower_ == "at" and p.dep_ == "prep"]
            numbers = [c for p in at for c in p.children if c.dep_ == "pobj"]
            if not named & {"figure", "number", "total", "toll", "tally"} or not numbers:
                continue
            found = next((c for c in self.counts if c.number.i in {t.i for t in numbers[0].subtree}), None)
            first = total.figures[0]
            count = found.count if found is not None else plain_number(numbers[0], first)
            if count is None:
                continue
            figure = Count(count.low, count.high, first.unit, first.role, count.exactness, count.vague)
            start, end = clause(self.parse, token)
            return [self._record(start, end, (figure,), None, token)]
        return []

    # --- totals ---------------------------------------------------------------------------------

    def _is_tally(self, found: FoundCount) -> bool:
        """A figure over many occurrences: cases, incidents, executions; or persons with words of a tally."""
        if found.count.low < 2 and found.count.exactness.value == "exact_as_stated":
            return False
        if found.count.vague or found.count.exactness is Exactness.UNQUANTIFIED:
            return False
        if found.noun is not None and found.noun.lemma_.lower() in {"video", "report"}:
            return False
        if found.count.unit in TALLY_UNITS:
            return bool(self.acts) or self._says_tally(found)
        if found.count.unit is not Unit.PERSONS:
            return False
        return self.running.runs_on(found) or is_of_missing(found)

    def _says_tally(self, found: FoundCount) -> bool:
        hits = self.context.hits(self.parse, "records", "total.word", "total.time")
        return any(abs(h.head - found.number.i) < NEAR for h in hits)

    def _totals(self, tallied: list[FoundCount]) -> Iterator[Aggregate]:
        """One total, or one for each side that the words set apart, so that no scope covers another's figure."""
        persons = [
            c
            for c in self.counts
            if c not in tallied and c.count.unit is Unit.PERSONS and c.count.low > 1
            if any(one_clause(c.number, t.number) for t in tallied)
        ]
        counted = sorted([*tallied, *persons], key=lambda c: c.start)
        people = [c for c in counted if c.count.unit in tallysides.OF_PEOPLE]
        beside = [
            c
            for c in self.counts
            if c not in counted and c.count.unit is Unit.PERSONS and not c.count.vague
            if any(tallysides.are_joined(p, c) for p in people)
        ]
        people = sorted([*people, *beside], key=lambda c: c.start)
        sides = tallysides.of_each(self.context, self.parse, people, self.acts)
        if not tallysides.differ(sides):
            yield self._total(counted, [*tallied, *persons])
            return
        others = [c for c in counted if c.count.unit not in tallysides.OF_PEOPLE]
        whole = self._extent([c.number for c in counted])
        for found, (victim, actor) in zip(people, sides, strict=True):
            inside = whole[0] <= found.start < whole[1]
            start, end = whole if inside else self._extent([found.number])
            yield self._of_side(start, end, (found,), victim, actor)
        if others:
            yield self._of_side(*whole, tuple(others), None, None)

    def _of_side(
        self, start: int, end: int, found: tuple[FoundCount, ...], victim: str | None, actor: str | None
    ) -> Aggregate:
        """The total of one conjunct: quoted with the whole clause, covering its own sides only."""
        figures = tuple(self._figure(c) for c in found)
        whole = self._record(start, end, figures, None, found[0].number)
        kinds = {a.type for a in self.acts if start <= a.at < end}
        scope = replace(
            whole.scope,
            act=next(iter(kinds)) if len(kinds) == 1 else None,
            victim_party=victim,
            perpetrator_party=actor,
        )
        return replace(whole, id=derived_id("ag", whole.id, found[0].start), scope=scope)

    def _total(self, counted: list[FoundCount], tokens: list[FoundCount]) -> Aggregate:
        figures = tuple(self._figure(c) for c in counted)
        start, end = self._extent([c.number for c in tokens])
        return self._record(start, end, figures, None, tokens[0].number)

    def _figure(self, found: FoundCount) -> Count:
        count = found.count
        if count.unit is not Unit.PERSONS or count.role is not CountRole.NOT_STATED:
            return count
        roles = [PERSON_ROLE[a.type] for a in self.acts if a.type in PERSON_ROLE]
        return (
            Count(count.low, count.high, count.unit, roles[0], count.exactness, count.vague)
            if roles
            else count
        )

    def _extent(self, tokens: Sequence[Token]) -> tuple[int, int]:
        """The clause whose verb the figures hang on, without what is only said about saying it."""
        node = tokens[0]
        while node.head.i != node.i and not (
            node.pos_ in {"VERB", "AUX"} and any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children)
        ):
            node = node.head
        kept = [node]
        for child in node.children:
            since = child.dep_ == "advcl" and any(c.lower_ == "since" for c in child.children)
            if child.dep_ in {"punct", "cc", "parataxis", "ccomp", "conj", "advcl"} and not since:
                continue
            below = list(child.subtree)
            if (
                child.dep_ == "prep"
                and child.lower_ == "with"
                and not any(t.i in {x.i for x in tokens} for t in below)
            ):
                continue
            kept += below
        for token in tokens:
            noun = token.head if token.dep_ == "nummod" else token
            kept += [
                token,
                noun,
                *(t for c in noun.children if c.dep_ in {"prep", "amod"} for t in c.subtree),
            ]
        return self.parse.extent(kept)

    # --- trends ---------------------------------------------------------------------------------

    def _is_trend(self, token: Token) -> bool:
        verbs = self.context.phrases("records", "trend.verb")
        if token.pos_ != "VERB" or not verbs.terms_at(token):
            return False
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None:
            return False
        words = list(subject.subtree)
        names_act = any(self.context.act_types(w, "noun") for w in words)
        return names_act or any(w.lemma_.lower() in {"incident", "case", "violation"} for w in words)

    def _trend(self, token: Token) -> Aggregate:
        start, end = clause(self.parse, token)
        tails = [c for c in token.children if c.dep_ == "advcl" and c.tag_ == "VBG"]
        for tail in tails:
            end = max(end, self.parse.subtree(tail)[1])
        times = self.context.times.get(self.sentence.index, ())
        for time in times:
            if time.parse is self.parse and start <= time.start < end + 2:
                end = max(end, time.end)
        return self._record(start, end, (), token.lemma_.lower(), token)

    def _territories(self, tallied: list[FoundCount]) -> Iterator[Aggregate]:
        """ "with killings also recorded in X and Y": places of a tally without a number of their own."""
        for act in self.acts:
            token = act.token
            if act.form != "noun" or any(c.number.head.i == token.i for c in tallied):
                continue
            verb = token.head
            if token.dep_ not in {"nsubj", "nsubjpass", "pobj"} or verb.lemma_.lower() not in {
                "record",
                "report",
                "register",
                "document",
            }:
                continue
            start, end = self.parse.extent([token, *verb.subtree])
            if token.dep_ == "pobj" or verb.dep_ == "pcomp":
                start, _ = self.parse.extent([verb.head if verb.dep_ == "pcomp" else token])
            places = tuple(
                p.where for p in self.context.places.get(self.sentence.index, ()) if start <= p.start < end
            )
            if places:
                yield self._record(start, end, (), None, token, places)

    # --- the record -----------------------------------------------------------------------------

    def _record(
        self,
        start: int,
        end: int,
        figures: tuple[Count, ...],
        trend: str | None,
        token: Token,
        territories: tuple[Where, ...] = (),
    ) -> Aggregate:
        span = self.context.span(start, end)
        statement = self.context.statement_at(self.parse.start(token), self.parse.end(token))
        return Aggregate(
            derived_id("ag", span.document, span.start, span.end, trend, len(figures)),
            span,
            statement.id,
            tallykeepers.publisher(self.context, self.sentence, self.parse, token, statement.speaker),
            figures,
            self._scope(span.start, span.end, territories),
            self._as_of(),
            self._cumulative(span.quote) if figures else None,
            trend,
            territories,
        )

    def _cumulative(self, words: str) -> bool | None:
        """Whether the words say that the figure runs from a start to now; None when they do not say."""
        return True if RUNNING.search(words) else None

    def _scope(self, start: int, end: int, territories: tuple[Where, ...]) -> TotalScope:
        act = next((a for a in self.acts if start <= a.at < end), None)
        places = [
            p.where
            for p in self.context.places.get(self.sentence.index, ())
            if start <= p.start < end and p.where.role in {PlaceRole.SCOPE_OF_TOTAL, PlaceRole.EVENT}
        ]
        period = next(
            (
                t.when
                for t in self.context.times.get(self.sentence.index, ())
                if t.when.slot is TimeSlot.SCOPE and start <= t.start < end
            ),
            None,
        )
        kind: ActType | None = act.type if act else None
        return TotalScope(
            kind,
            act.victim_group.party if act and act.victim_group else None,
            act.actor_group.party if act and act.actor_group else None,
            places[0] if places and not territories else None,
            period,
        )

    def _as_of(self) -> When | None:
        times = self.context.times.get(self.sentence.index, ())
        said = [
            t.when
            for t in times
            if t.when.slot in {TimeSlot.STATEMENT, TimeSlot.STEP} or t.when.relative == "as_of"
        ]
        return said[0] if said else None
