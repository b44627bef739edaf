"""Opinion and reaction, kept as said and yielding no value; and details that must be protected."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.record import OWN_WORDS, Evaluation, ProtectedDetail
from allegata.model.vocabulary import PlaceRole, SourceKind
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.matching import Hit
from allegata.reading.places import FoundPlace
from allegata.reading.scenes import circumstantial_subject
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads


def find(context: Context, threads: Threads, taken: Sequence[Span]) -> tuple[Evaluation, ...]:
    """Every clause with words of judgement, attributed to whoever uses them."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _in_parse(context, threads, sentence, parse)
        if not any(record.span.overlaps(t) for t in taken)
    ]
    return tuple(sorted({e.id: e for e in found}.values(), key=lambda e: e.span.start))


def _in_parse(context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> Iterator[Evaluation]:
    covered: list[tuple[int, int]] = []
    for hit in context.hits(parse, "records", "evaluate."):
        token = parse.doc[hit.head]
        if not _judges(context, parse, hit):
            continue
        start, end = _extent(context, parse, sentence, hit.head)
        if any(a < end and start < b for a, b in covered):
            continue
        covered.append((start, end))
        span = context.span(start, end)
        statement = context.statement_at(parse.start(token), parse.end(token))
        thread = threads.at(sentence)
        yield Evaluation(
            derived_id("ev", span.document, span.start, span.end),
            span,
            statement.id,
            (thread.id,) if thread else (),
            statement.speaker,
            span.quote,
        )


def _judges(context: Context, parse: Parse, hit: Hit) -> bool:
    """Whether the word judges here: adjectives and nouns always, feelings only as said of somebody who speaks."""
    token = parse.doc[hit.head]
    if hit.term == "evaluate.word":
        return token.pos_ in {"ADJ", "NOUN"} and hit.entry not in {"first", "only", "single", "latest"}
    if hit.term == "evaluate.verb":
        # "condemned to death" and "condemned by history" judge nobody's conduct
        return token.pos_ == "VERB" and any(c.dep_ == "dobj" for c in token.children)
    copula = token.head.lemma_.lower() in {"be", "feel", "remain"} or any(
        c.lemma_.lower() == "be" for c in token.children
    )
    return token.pos_ in {"ADJ", "VERB"} and copula


def _extent(context: Context, parse: Parse, sentence: Sentence, index: int) -> tuple[int, int]:
    token = parse.doc[index]
    at = parse.start(token)
    for quote in sentence.quotes:
        if (
            not quote.cut
            and quote.inner_start <= at < quote.inner_end
            and token.head.dep_ in {"oprd", "pobj", "attr"}
        ):
            return quote.inner_start, quote.inner_end
    node = token
    while node.head.i != node.i and node.pos_ not in {"VERB", "AUX"}:
        node = node.head
    return clause(parse, node)


def protected(context: Context, threads: Threads) -> tuple[ProtectedDetail, ...]:
    """Words that could expose a captive, victim or witness: origin, own words in captivity, who was taken."""
    found: list[ProtectedDetail] = []
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            found += _details(context, threads, sentence, parse)
        for place in context.places.get(sentence.index, ()):
            if place.where.role is PlaceRole.ORIGIN_OF_PERSON and _is_of_person(context, place):
                found.append(
                    _detail(context, threads, sentence, "origin of a person", sentence.start, sentence.end)
                )
    for statement in context.statements:
        source = statement.speaker.source
        captive = statement.in_power_of_adverse_party or (
            source is not None and source.kind is SourceKind.INDIVIDUAL_PROTECTED
        )
        if captive:
            for content in statement.content:
                sentence_at = context.parsed.sentence_at(content.start)
                if sentence_at is not None:
                    found.append(
                        _detail(
                            context,
                            threads,
                            sentence_at,
                            OWN_WORDS,
                            content.start,
                            content.end,
                        )
                    )
    return tuple(sorted({d.id: d for d in found}.values(), key=lambda d: (d.span.start, d.reason)))


def _is_of_person(context: Context, place: FoundPlace) -> bool:
    """Whether it is a person who comes from there: not footage, cases or an office."""
    node = place.token
    while node.head.i != node.i:
        node = node.head
        if node.pos_ in {"NOUN", "PROPN"} and node.dep_ != "pobj":
            return context.group_at(place.parse, node) is not None
        if node.pos_ == "VERB":
            subject = circumstantial_subject(node)
            if subject is None:
                return False
            return (
                subject.lower_ in {"he", "she", "they", "who"}
                or context.group_at(place.parse, subject) is not None
            )
    return False


def _kin(context: Context, parse: Parse, token: Token) -> bool:
    """ "her cousin", "his neighbour": a relation by which somebody who suffered or told could be known."""
    kin = context.phrases("records", "protect.kin")
    owned = any(c.dep_ == "poss" and c.lower_ in {"his", "her", "their", "my"} for c in token.children)
    return token.pos_ == "NOUN" and owned and bool(kin.terms_at(token))


def _interviewed(context: Context, parse: Parse, token: Token) -> bool:
    """ "interviews with 27 men who were held": people who gave accounts are told of closely enough to be found."""
    if token.lemma_.lower() not in {"interview", "testimony", "account", "statement"} or token.pos_ != "NOUN":
        return False
    nouns = [
        c
        for p in token.children
        if p.lower_ in {"with", "of", "from"}
        for c in p.children
        if c.dep_ == "pobj"
    ]
    told = [n for n in nouns if any(c.dep_ in {"relcl", "acl"} for c in n.children)]
    return any(context.group_at(parse, n) is not None for n in told)


def _details(
    context: Context, threads: Threads, sentence: Sentence, parse: Parse
) -> Iterator[ProtectedDetail]:
    for token in parse.doc:
        if _kin(context, parse, token) or _interviewed(context, parse, token):
            reason = (
                "a relation that identifies" if _kin(context, parse, token) else "persons who gave accounts"
            )
            verb = token
            while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
                verb = verb.head
            start, end = clause(parse, verb) if reason.startswith("a relation") else parse.subtree(token)
            yield _detail(context, threads, sentence, reason, start, end)
    for hit in context.hits(parse, "records", "protect."):
        token = parse.doc[hit.head]
        if token.pos_ != "VERB":
            continue
        if hit.term == "protect.identify":
            yield _detail(context, threads, sentence, "identifying detail", sentence.start, sentence.end)
        else:
            subject = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
            group = context.group_at(parse, subject)
            if subject is not None and group is not None and subject.tag_ not in {"NNS", "NNPS"}:
                start, end = clause(parse, token)
                yield _detail(context, threads, sentence, "a person taken captive is described", start, end)


def _detail(
    context: Context, threads: Threads, sentence: Sentence, reason: str, start: int, end: int
) -> ProtectedDetail:
    span = context.span(start, end)
    thread = threads.at(sentence)
    return ProtectedDetail(
        derived_id("pd", span.document, span.start, span.end, reason),
        span,
        context.statement_at(span.start, span.end).id,
        (thread.id,) if thread else (),
        reason,
    )
