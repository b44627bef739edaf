"""Speakers of one document: full names, their capacity, and the short forms that point back to them.

A short form ("the ministry", a surname, "he") is tied to an earlier full mention only when exactly
one fits; otherwise the words are kept as they stand and nobody is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.document import Document, Span, derived_id
from allegata.model.knowledge import Knowledge
from allegata.model.source import Source, Speaker
from allegata.model.vocabulary import SourceKind
from allegata.reading.phrases import RELATIVE, appositions, noun_phrase
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.speakers import may_be
from allegata.reading.speakers import speaker as _speaker

PERSONAL = frozenset({"he", "she", "his", "her"})
PRONOUNS = PERSONAL | {"they", "it", "their", "its"}
FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "me", "you"})
CAPTIVE = frozenset({"captured", "detained", "captive", "imprisoned", "interrogated", "arrested"})
CAPTURE = frozenset({"capture", "detain", "interrogate", "arrest", "captor", "imprison", "captive"})
NO_NAME_IS_KEPT = "an individual whose name is not kept"


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as met in the text, with what later short forms are compared to."""

    speaker: Speaker
    surname: str | None
    heads: frozenset[str]  # the nouns it is headed by, name or capacity, lower case
    words: frozenset[str]  # every noun of the phrase
    person: bool
    captive: bool
    sentence: int
    paragraph: int


class Voices:
    """Resolves the noun phrases that speak in one document, in reading order."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self._document = document
        self._knowledge = knowledge
        self.no_media = frozenset(knowledge.lexicon("speakers").groups["told_and_no_medium"])
        self._protected = frozenset(knowledge.lexicon("cues").groups.get("protected", ()))
        self._titles = frozenset(knowledge.lexicon("cues").groups.get("title", ()))
        self._documents = frozenset(knowledge.lexicon("cues").groups.get("document", ()))
        self._things = frozenset(knowledge.lexicon("cues").groups.get("thing", ()))
        self._replies = frozenset(knowledge.lexicon("cues").groups.get("reply", ()))
        self._papers: dict[str, list[Voice]] = {}
        self._heard: list[Voice] = []
        self._met: list[Voice] = []
        self._told: tuple[int, int, list[Voice], Voice | None] | None = None

    def resolve(self, parse: Parse, head: Token, sentence: int, paragraph: int) -> Voice:
        """The speaker that a noun stands for, remembered for later short forms."""
        if head.lower_ in RELATIVE:
            clause = head.head.head if head.dep_ == "pobj" else head.head
            head = self._holder_of_office(clause) if clause.dep_ == "relcl" else head
        tokens = noun_phrase(head)
        span = self._document.span(*parse.extent(tokens))
        if head.lower_ in PRONOUNS and len(tokens) == 1 and parse.quote is None:
            named = self._governing(head)
            if named is not None:
                return self._at(self.resolve(parse, named, sentence, paragraph), span, sentence, paragraph)
            voice = self._pronoun(head, span, sentence, paragraph)
        else:
            voice = self._named(parse, head, sentence, paragraph)
            earlier = self._earlier(voice, tokens, head)
            if earlier is not None:
                speaker = replace(earlier.speaker, span=span)
                voice = replace(earlier, speaker=speaker, sentence=sentence, paragraph=paragraph)
        self._heard.append(voice)
        return voice

    def _holder_of_office(self, clause: Token) -> Token:
        """Whom a relative clause of saying is about: 'the commissioner for children, who says …'."""
        noun = clause.head
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else None
        if above is None or above.pos_ not in {"NOUN", "PROPN"}:
            return noun
        singular = clause.tag_ == "VBZ" and noun.tag_ in {"NNS", "NNPS"}
        return above if singular or above.lemma_.lower() in self._titles else noun

    def speaker(self, span: Span) -> Speaker:
        """The speaker of these very words, with the source when they settle it."""
        return _speaker(span.quote, span, self._knowledge)

    def last(self, sentence: int, paragraph: int) -> Voice | None:
        """Who spoke last in this paragraph, in this sentence or the one before."""
        last = self._heard[-1] if self._heard else None
        if last is not None and last.paragraph == paragraph and sentence - last.sentence <= 1:
            return last
        return None

    def continues(self, voice: Voice, sentence: int, paragraph: int) -> None:
        """Note that a speaker goes on in this sentence."""
        self._heard.append(replace(voice, sentence=sentence, paragraph=paragraph))

    def sentence_ends(self, sentence: Sentence) -> None:
        """Keep whom this sentence tells of, so that "he said" in the next one can mean a person told of."""
        root = next((t for t in sentence.frame.doc if t.dep_ == "ROOT"), None)
        heads = [c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}] if root is not None else []
        subject = None
        if heads and heads[0].pos_ in {"NOUN", "PROPN"}:
            subject = self._named(sentence.frame, heads[0], sentence.index, sentence.paragraph)
        self._told = (sentence.index, sentence.paragraph, self._people(sentence), subject)
        for token in sentence.frame.doc:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ == "PROPN":
                self._meet(sentence, token)

    def _meet(self, sentence: Sentence, head: Token) -> None:
        """Know a name that the outlet tells of, for later short forms."""
        tokens = noun_phrase(head)
        voice = self._named(sentence.frame, head, sentence.index, sentence.paragraph)
        if len(tokens) > 1 and (voice.speaker.source is not None or voice.speaker.capacity is not None):
            self._met.append(voice)

    def _people(self, sentence: Sentence) -> list[Voice]:
        """The single protected persons that the outlet tells of in this sentence."""
        frame, found = sentence.frame, []
        for token in frame.doc:
            if token.pos_ not in {"NOUN", "NUM", "PRON"} or token.dep_ in {
                "compound",
                "amod",
                "appos",
                "nummod",
            }:
                continue
            noun = _kind(token)
            if noun is token and token.tag_ == "NNS":
                continue
            if noun.lemma_.lower() in self._protected:
                voice = self._named(frame, token, sentence.index, sentence.paragraph)
                held = any(t.lemma_.lower() in CAPTURE for t in token.head.subtree) or voice.captive
                found.append(replace(voice, captive=held, person=True))
        return found

    def _governing(self, head: Token) -> Token | None:
        """'X blamed what it called …': the subject of the clause around means the same as "it" in it."""
        if head.lower_ != "it" or head.dep_ != "nsubj":
            return None
        above = next((a for a in head.head.ancestors if a.pos_ == "VERB"), None)
        if head.head.dep_ != "ccomp" or above is None or above.i > head.i:
            return None
        subject = next((c for c in above.children if c.dep_ == "nsubj" and c.i < above.i), None)
        if (
            subject is None
            or subject.tag_ not in {"NN", "NNP", "NNPS"}
            or subject.lemma_.lower() in self._things
        ):
            return None
        return subject

    def _pronoun(self, head: Token, span: Span, sentence: int, paragraph: int) -> Voice:
        personal = head.lower_ in PERSONAL
        told = self._told if self._told is not None and self._told[:2] == (sentence - 1, paragraph) else None
        spoke = bool(self._heard) and self._heard[-1].sentence >= sentence - 1
        if told is not None and not spoke:
            persons, subject = told[2], told[3]
            if personal and len(persons) == 1:
                return self._at(persons[0], span, sentence, paragraph)
            if subject is not None and subject.person is personal:
                return self._at(subject, span, sentence, paragraph)
        for voice in reversed(self._heard):
            gap = sentence - voice.sentence
            if gap > 2 or abs(voice.paragraph - paragraph) > 1 or (gap == 2 and voice.paragraph != paragraph):
                break
            if personal and not voice.person:
                break
            return self._at(voice, span, sentence, paragraph)
        unknown = Speaker(span.quote, span)
        return Voice(unknown, None, frozenset(), frozenset(), False, False, sentence, paragraph)

    def _at(self, voice: Voice, span: Span, sentence: int, paragraph: int) -> Voice:
        """The same speaker, met again in other words at another place."""
        return replace(
            voice, speaker=replace(voice.speaker, span=span), sentence=sentence, paragraph=paragraph
        )

    def _named(self, parse: Parse, head: Token, sentence: int, paragraph: int) -> Voice:
        tokens = noun_phrase(head)
        span = self._document.span(*parse.extent(tokens))
        speaker = self.speaker(span)
        worded = self._capacity(tokens, head, parse)
        if worded is not None:
            speaker = replace(speaker, capacity=worded)
        if tokens[0].lower_ in {"its", "their"} and (owner := self.last(sentence, paragraph)) is not None:
            whole = f"{owner.speaker.wording}’s {span.quote.split(maxsplit=1)[-1]}"
            told = _speaker(whole, span, self._knowledge)
            speaker = replace(speaker, source=told.source, on_behalf_of=told.on_behalf_of)
        if speaker.source is None and head.pos_ == "PROPN" and len(tokens) > 2:
            holder = self._holder(Voice(speaker, None, frozenset(), frozenset(), True, False, 0, 0))
            if holder is not None:
                speaker = replace(
                    speaker, source=holder.speaker.source, on_behalf_of=holder.speaker.on_behalf_of
                )
        captive = any(t.lower_ in CAPTIVE for t in tokens) or any(
            c.dep_ in {"relcl", "acl"} and c.tag_ == "VBN" and c.lemma_.lower() in CAPTURE
            for c in head.children
        )
        kind = _kind(head).lemma_.lower()
        if speaker.source is None and (captive or kind in self._protected):
            known_by = derived_id("voice", span.document, span.start)
            source = Source(known_by, NO_NAME_IS_KEPT, SourceKind.INDIVIDUAL_PROTECTED)
            speaker = replace(speaker, source=source)
        return Voice(
            speaker,
            self._surname(tokens, head),
            frozenset(t.lemma_.lower() for t in tokens if t.i == head.i or t.dep_ == "appos"),
            frozenset(t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN"}),
            head.pos_ == "PROPN"
            or head.lemma_.lower() in self._titles
            or self._apposed(head) is not None
            or captive,
            captive,
            sentence,
            paragraph,
        )

    def _earlier(self, voice: Voice, tokens: list[Token], head: Token) -> Voice | None:
        """The one earlier speaker that a short form can only mean."""
        words = [t for t in tokens if t.pos_ not in {"DET", "PUNCT", "PART"}]
        if len(words) > 2:
            return None
        if head.text[:1].isupper() and tokens[0].lower_ not in {"the", "this", "that", "a", "an"}:
            return _only(v for v in self._known() if v.surname is not None and v.surname == head.lower_)
        if tokens[0].lower_ in {"the", "this", "that"}:
            noun = head.lemma_.lower()
            if noun in self._documents and len(words) == 1:
                return self._issuer(noun)
            further = [t.lower_ for t in words if t.i != head.i]
            headed = _only(
                v
                for v in self._known()
                if noun in v.heads and all(w in v.speaker.wording.lower() for w in further)
            ) or self._holder(voice)
            if headed is not None or head.pos_ == "PROPN":
                return headed
            return _only(v for v in self._known() if noun in v.words) if len(words) == 1 else None
        return None

    def issued(self, paper: str, voice: Voice) -> None:
        """Note whose a document is: 'X said in a report', 'a finding published by X'."""
        self._papers.setdefault(paper, []).append(voice)

    def _issuer(self, paper: str) -> Voice | None:
        """Whose word "the report" is: who issued the only one so far; of a statement, who spoke last."""
        issuers = self._papers.get(paper)
        if issuers is None and paper == "document" and len(self._papers) == 1:
            issuers = next(iter(self._papers.values()))
        if issuers is not None:
            return _only(issuers)
        if paper not in self._replies:
            return None
        return next((v for v in reversed(self._heard) if not _protected(v)), None)

    def _holder(self, voice: Voice) -> Voice | None:
        """The one speaker so far who holds the office that a short form names."""
        wording = voice.speaker.wording
        return _only(
            v
            for v in self._known()
            if v.speaker.source is not None and may_be(wording, v.speaker.source, self._knowledge)
        )

    def _known(self) -> list[Voice]:
        return [*self._heard, *self._met]

    def _apposed(self, head: Token) -> Token | None:
        """The name in 'the agency's chief, N. N.'."""
        titled = (
            head.pos_ != "PROPN"
            or head.lemma_.lower() in self._titles
            or any(c.dep_ == "poss" for c in head.children)
        )
        if not titled:
            return None
        return next((c for c in appositions(head) if c.pos_ == "PROPN" and c.i > head.i), None)

    def _surname(self, tokens: list[Token], head: Token) -> str | None:
        name = self._apposed(head)
        if name is not None:
            return name.lower_
        return head.lower_ if head.pos_ == "PROPN" and tokens[0].lower_ not in {"the", "a", "an"} else None

    def _capacity(self, tokens: list[Token], head: Token, parse: Parse) -> str | None:
        """What the words call the speaker beside the name: 'spokesperson for …', 'Ombudsman'."""
        text = self._document.text
        name = self._apposed(head)
        if name is not None:
            before = [t for t in tokens if t.i < name.left_edge.i and not (t.is_punct and t.i > head.i)]
            return text[slice(*parse.extent(before))] if before else None
        told = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i), None)
        if told is not None:
            inside = [t for t in noun_phrase(told) if t in tokens]
            return text[slice(*parse.extent(inside))] if inside else None
        titles = [t for t in tokens if t.i < head.i and t.lemma_.lower() in self._titles]
        if head.pos_ == "PROPN" and titles and head.lemma_.lower() not in self._titles:
            return text[parse.start(tokens[0]) : parse.end(titles[-1])]
        return None


def _kind(head: Token) -> Token:
    """The noun that says what somebody is: 'soldiers' in 'one of the soldiers'."""
    if head.lower_ in {"one", "another", "some", "several", "two", "three"}:
        return next(
            (g for c in head.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), head
        )
    return head


def _protected(voice: Voice) -> bool:
    source = voice.speaker.source
    return source is not None and source.kind is SourceKind.INDIVIDUAL_PROTECTED


def _only(voices: Iterable[Voice]) -> Voice | None:
    found: dict[str, Voice] = {}
    for voice in voices:
        found.setdefault(voice.speaker.key, voice)
    return next(iter(found.values())) if len(found) == 1 else None
