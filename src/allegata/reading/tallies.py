"""What makes a figure of persons a running total: over cases, kept by a body, since a start, spread over regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from allegata.model.vocabulary import TimePrecision, TimeSlot
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.counts import FoundCount
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.tallywords import LASTING, MANY, RUNS

SPANS = frozenset({TimePrecision.PERIOD, TimePrecision.YEAR, TimePrecision.MONTH})
RECORDING = frozenset({"record", "report", "register", "document"})


@dataclass(frozen=True, slots=True)
class Running:
    """One parse with its acts, and whether another total stands just before it."""

    context: Context
    sentence: Sentence
    parse: Parse
    acts: Sequence[FoundAct]
    after_total: bool

    def runs_on(self, found: FoundCount) -> bool:
        """Whether a figure of persons counts over many occurrences."""
        return self.over_cases(found) or self.keeps_count(found) or self.runs(found) or self.spreads()

    def spreads(self) -> bool:
        """ "with killings also recorded in the X and Y regions": of many places, so of many occurrences."""
        for act in self.acts:
            if act.form != "noun" or act.token.tag_ != "NNS":
                continue
            verbs = [v for v in (act.token.head, *act.token.children) if v.lemma_.lower() in RECORDING]
            low, high = self.parse.extent([t for v in verbs for t in v.subtree] or [act.token])
            places = [
                p
                for p in self.context.places.get(self.sentence.index, ())
                if low <= p.start < high and p.parse is self.parse
            ]
            if verbs and len(places) > 1:
                return True
        return False

    def over_cases(self, found: FoundCount) -> bool:
        """ "62 people were killed in 17 cases": persons of many occurrences."""
        return any(
            t.dep_ == "pobj"
            and t.head.lower_ in {"in", "over", "across", "during"}
            and t.lemma_.lower()
            in {"case", "incident", "episode", "instance", "attack", "occasion", "execution"}
            and t.tag_ == "NNS"
            and (
                any(c.dep_ == "nummod" for c in t.children)
                or not any(c.dep_ in {"det", "poss"} for c in t.children)  # "killed in attacks": of many
            )
            for t in self.parse.doc
            if t.i > found.number.i
        )

    def keeps_count(self, found: FoundCount) -> bool:
        """ "has documented the killing of 15 prisoners": a body's tally, unless a place or a day bounds it."""
        verbs = [
            t
            for t in found.number.ancestors
            if t.lemma_.lower() in {"document", "record", "register", "tally", "count", "list", "log"}
        ]
        summed = RUNS.search(self.context.document.text[self.sentence.start : self.sentence.end])
        if not verbs and summed:  # "verified the killing of 31 prisoners so far"
            verbs = [t for t in found.number.ancestors if t.lemma_.lower() in {"verify", "confirm"}]
        return bool(verbs and self.acts) and not self._is_pinned()

    def _is_pinned(self) -> bool:
        """Whether a place or a day of the events stands with the figure."""
        placed = any(p.parse is self.parse for p in self.context.places.get(self.sentence.index, ()))
        many = any(a.form == "noun" and a.token.tag_ == "NNS" for a in self.acts)
        dated = any(
            t.parse is self.parse
            and t.when.slot is TimeSlot.EVENT
            # "documented the killings of 46 people in the second half of last year": a span bounds a tally
            and not (many and t.when.precision in SPANS)
            for t in self.context.times.get(self.sentence.index, ())
        )
        return placed or dated

    def runs(self, found: FoundCount) -> bool:
        """ "more than 7,000 people have been killed since January": the perfect with its start is a running tally.

        So is the perfect without a start, a place or a day, for more people than one occurrence takes or
        right after another total ("the other side says that X have killed at least 130 of its soldiers").
        """
        verb = next((t for t in [found.number, *found.number.ancestors] if t.pos_ == "VERB"), None)
        if verb is None or not self.acts:
            return False
        perfect = {c.lower_ for c in verb.children if c.dep_ == "aux"} & {"have", "has", "had", "'ve"}
        if not perfect or verb.lemma_.lower() in LASTING:
            return False
        low, high = self.parse.subtree(verb)
        text = self.context.document.text
        if RUNS.search(text[low : found.start]) or RUNS.search(text[found.end : high]):
            return True
        many = self.after_total or found.count.low >= MANY
        return many and perfect != {"had"} and not self._is_pinned()
