"""Everything already read from one document, in one place, for the rooms that build on it.

A `Context` is made once per document from the small readings (statements, groups, counts, times,
places) and then only looked up. It decides nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from allegata.model.document import Document, Span
from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import ActType, Quotation
from allegata.reading import acronyms, counts, dates, mentions, parties, places, shortforms
from allegata.reading.counts import FoundCount
from allegata.reading.dates import FoundTime
from allegata.reading.matching import Hit, Phrases, phrases
from allegata.reading.parties import FoundGroup
from allegata.reading.places import FoundPlace
from allegata.reading.sentences import Parse, ParsedDocument
from allegata.reading.shortforms import ShortForms

ACT_TERMS = frozenset(ActType)
"""The families of the lexicon `acts` that name acts; the others describe manner, status, footage."""

NEAR = 300
"""How many characters before a short form are searched for the one it stands for."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One document's sentences with what stands in them."""

    parsed: ParsedDocument
    knowledge: Knowledge
    statements: tuple[Statement, ...]
    groups: dict[int, tuple[FoundGroup, ...]] = field(default_factory=dict)  # by id of the parse
    counts: dict[int, tuple[FoundCount, ...]] = field(default_factory=dict)  # by id of the parse
    times: dict[int, tuple[FoundTime, ...]] = field(default_factory=dict)  # by sentence index
    places: dict[int, tuple[FoundPlace, ...]] = field(default_factory=dict)  # by sentence index
    words: dict[tuple[int, str], tuple[Hit, ...]] = field(default_factory=dict)
    short: ShortForms = field(default_factory=lambda: ShortForms({}, {}))

    @property
    def document(self) -> Document:
        """The document that is read."""
        return self.parsed.document

    def span(self, start: int, end: int) -> Span:
        """An exact span of the document, without white space or a loose comma at its edges."""
        text = self.document.text
        while start < end and text[start] in " \t\n\r ,;:":
            start += 1
        while end > start and text[end - 1] in " \t\n\r ,;:":
            end -= 1
        return self.document.span(start, end)

    def phrases(self, lexicon: str, *prefixes: str) -> Phrases:
        """The entries of a lexicon, for look-ups of single tokens."""
        return phrases(self.knowledge.lexicon(lexicon), *prefixes)

    def hits(self, parse: Parse, lexicon: str, *prefixes: str) -> tuple[Hit, ...]:
        """The entries of a lexicon in one parse; worked out once."""
        key = (id(parse), lexicon)
        if key not in self.words:
            self.words[key] = self.phrases(lexicon).hits(parse.doc)
        found = self.words[key]
        return tuple(h for h in found if h.term.startswith(prefixes)) if prefixes else found

    def act_types(self, token: Token, *forms: str) -> tuple[ActType, ...]:
        """The types of acts that a word names in one of these forms ("verb", "noun", "state")."""
        terms = sorted(self.phrases("acts").terms_at(token))
        pairs = [term.rpartition(".") for term in terms]
        return tuple(ActType(kind) for kind, _, form in pairs if form in forms and kind in ACT_TERMS)

    def statement_at(self, start: int, end: int) -> Statement:
        """The innermost statement whose content holds these offsets (the last speaker in the chain).

        Failing that, the narrower of the statements whose span touches them; every read sentence has
        at least one statement, so there is always an answer.
        """
        holding = [
            s
            for s in self.statements
            for c in s.content
            if c.start <= start < c.end or c.start < end <= c.end
        ]
        if not holding:
            holding = [s for s in self.statements if s.span.start <= start < s.span.end]
        if not holding:
            sentence = self.parsed.sentence_at(start)
            low, high = (sentence.start, sentence.end) if sentence else (start, end)
            holding = [s for s in self.statements if s.span.start < high and low < s.span.end]
        if not holding:
            holding = [s for s in self.statements if s.span.start <= start] or list(self.statements)
            return max(holding, key=lambda s: (s.span.start, s.id))
        voiced = [s for s in holding if s.quotation is not Quotation.NARRATIVE_UNATTRIBUTED] or holding
        return min(voiced, key=lambda s: (_extent(s), s.span.end - s.span.start, s.id))

    def voice(self, span: Span) -> Speaker:
        """Who these words name as a speaker or authority, short forms resolved within the document."""
        return self.short.speaker(span, self.knowledge)

    def side(self, speaker: Speaker) -> str | None:
        """The party whose organ speaks, by name or by a short form that can only mean it here."""
        if speaker.is_outlet:
            return None
        named = speaker.on_behalf_of or (speaker.source.control_group if speaker.source else None)
        if named is not None or speaker.source is not None:
            return named
        span = speaker.span
        before = self.document.text[max(0, span.start - NEAR) : span.start] if span is not None else ""
        return self.short.party(speaker.wording, self.knowledge, before)

    def group_at(self, parse: Parse, token: Token | None) -> FoundGroup | None:
        """The group that a noun phrase denotes: the one at its head, or the one it is a part of.

        "one of the soldiers", "a group of fighters", "dozens of prisoners" lead to the inner noun.
        """
        if token is None:
            return None
        groups = self.groups.get(id(parse), ())
        for group in groups:
            if group.token.i == token.i:
                return group
        inner = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "among"}]
        for prep in inner:
            for child in prep.children:
                if child.dep_ == "pobj":
                    found = self.group_at(parse, child)
                    if found is not None:
                        return found
        return None

    def count_at(self, parse: Parse, token: Token | None) -> FoundCount | None:
        """The count whose noun (or number) is this token."""
        if token is None:
            return None
        for count in self.counts.get(id(parse), ()):
            if count.number.i == token.i or (count.noun is not None and count.noun.i == token.i):
                return count
        return None


def _extent(statement: Statement) -> int:
    return sum(c.end - c.start for c in statement.content)


def _countries(found: Iterable[tuple[FoundPlace, ...]]) -> Iterator[str]:
    """The countries of places that can only lie in one, footage's and speakers' places included."""
    for place in (p for of_sentence in found for p in of_sentence):
        countries = {c.country for c in place.where.candidates}
        if len(countries) == 1 and "" not in countries:
            yield f"state:{next(iter(countries))}"


def _states(text: str, knowledge: Knowledge) -> Iterator[str]:
    """Every state that the text names, in whatever form."""
    for named in mentions.scan(text, knowledge):
        if named.party.id.startswith("state:"):
            yield named.party.id


def build(
    parsed: ParsedDocument,
    statements: tuple[Statement, ...],
    table: PlaceTable,
    knowledge: Knowledge,
) -> Context:
    """Read the small things of every sentence once."""
    explained = acronyms.explained(parsed.document.text, knowledge)
    groups = {id(p): parties.find(p, knowledge, explained) for s in parsed.sentences for p in s.parses}
    found = {s.index: places.find(s, table, knowledge) for s in parsed.sentences}
    short = shortforms.build(
        (g for of_parse in groups.values() for g in of_parse),
        statements,
        {*_countries(found.values()), *_states(parsed.document.text, knowledge)},
        acronyms.units(parsed.document.text, knowledge),
        explained,
    )
    context = Context(parsed, knowledge, statements, short=short, places=found)
    every = [(s.index, p) for s in parsed.sentences for p in places.find(s, table, knowledge)]
    found_places: dict[int, tuple[FoundPlace, ...]] = {s.index: () for s in parsed.sentences}
    for (index, _), place in zip(every, places.settle([p for _, p in every]), strict=True):
        found_places[index] += (place,)
    for sentence in parsed.sentences:
        context.times[sentence.index] = dates.find(sentence, parsed.document.published, knowledge)
        for parse in sentence.parses:
            context.groups[id(parse)] = tuple(
                shortforms.affiliated(short.group(g), knowledge) for g in groups[id(parse)]
            )
            context.counts[id(parse)] = counts.find(parse, knowledge)
    return context
