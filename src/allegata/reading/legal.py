"""Legal words of others: who calls it what, under which condition. The software qualifies nothing itself."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Qualification
from allegata.model.vocabulary import Modality, QualificationKind, Quotation, Scope
from allegata.reading.context import Context
from allegata.reading.extents import clause, is_placeholder
from allegata.reading.matching import Hit
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.stepwords import ARTICLE
from allegata.reading.threads import Threads


def find(context: Context, threads: Threads) -> tuple[Qualification, ...]:
    """Every legal qualification: one for each clause that carries legal words."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _in_parse(context, threads, sentence, parse)
    ]
    return tuple(sorted({r.id: r for r in found}.values(), key=lambda r: (r.span.start, r.span.end)))


def _in_parse(
    context: Context, threads: Threads, sentence: Sentence, parse: Parse
) -> Iterator[Qualification]:
    if not any(t.pos_ in {"VERB", "AUX"} for t in parse.doc):
        return  # a heading or the name of a column
    terms = ("legal.crime", "legal.law", "legal.charge")
    hits = sorted(context.hits(parse, "records", *terms), key=lambda h: h.first)
    covered: list[tuple[int, int]] = []
    for hit in hits:
        if not _is_legal_use(context, parse, hit):
            continue
        token = parse.doc[hit.head]
        start, end = _extent(context, parse, token, hit)
        if any(a < end and start < b for a, b in covered):
            continue
        covered.append((start, end))
        yield _record(context, threads, sentence, parse, token, start, end, hit)


def _is_legal_use(context: Context, parse: Parse, hit: Hit) -> bool:
    """Whether the words qualify: a law needs a breach beside it, "murder" a quotation or an evaluating frame."""
    token = parse.doc[hit.head]
    if hit.term == "legal.charge":
        return _charge_verb(token) is not None
    if hit.term == "legal.law":
        near = context.hits(parse, "records", "legal.breach")
        return any(abs(h.head - token.i) < REACH for h in near) or _law_asks(token)
    if hit.entry == "murder" and _charge_verb(token) is not None:
        return True
    if hit.entry == "murder":
        if token.pos_ != "NOUN":
            return False
        statement = context.statement_at(parse.start(token), parse.end(token))
        return _in_quotation(context, parse, token) or statement.quotation is Quotation.DIRECT
    if hit.entry in {"extrajudicial killing", "extrajudicial execution", "summary execution"}:
        return bool(context.hits(parse, "records", "legal.normative")) or _in_quotation(context, parse, token)
    # "Human Rights Council reported on war crimes in general": a compound before another noun names a body or unit
    return token.dep_ != "compound"


def _charge_verb(token: Token) -> Token | None:
    """The verb that turns a crime's name into a qualification: "charged with kidnapping", "calls it a deportation"."""
    node, verb = token, None
    while (
        verb is None
        and node.head.i != node.i
        and node.dep_ in {"conj", "pobj", "prep", "dobj", "oprd", "attr"}
    ):
        node = node.head
        verb = node if node.pos_ == "VERB" else None
    if verb is None:
        return None
    lemma = verb.lemma_.lower()
    charged = lemma in CHARGING and any(t.lower_ in {"with", "of", "on", "for"} for t in verb.children)
    named = lemma in NAMING and verb.i < token.i and token.dep_ in {"oprd", "dobj", "pobj", "attr"}
    named = named and (token.dep_ != "pobj" or token.head.lower_ == "as")
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubj"} and verb.i < c.i < token.i]
    named = named and (
        token.dep_ != "dobj" or bool(objects) or any(c.dep_ == "compound" for c in token.children)
    )
    return verb if charged or named else None


def _law_asks(token: Token) -> bool:
    """ "Under the law of war, X must be respected": what the law asks, told with the law that asks it."""
    above = [token, *token.ancestors]
    under = any(t.lower_ in {"under", "by"} and t.dep_ == "prep" for t in above)
    asked = any(c.lower_ in {"must", "shall"} for t in above for c in t.children)
    kept = any(
        t.lemma_.lower() in {"respect", "observe", "uphold", "follow", "obey", "honour"} for t in above
    )
    return asked and (under or kept)


CHARGING = frozenset({"charge", "indict", "convict", "prosecute", "try", "sentence"})
NAMING = frozenset(
    {"call", "describe", "classify", "qualify", "label", "term", "characterise", "characterize"}
)
REACH = 16


def _in_quotation(context: Context, parse: Parse, token: Token) -> bool:
    at = parse.start(token)
    return any(q.inner_start <= at < q.inner_end for s in context.parsed.sentences for q in s.quotes)


def _extent(context: Context, parse: Parse, token: Token, hit: Hit) -> tuple[int, int]:
    """The clause around the legal words; a short quotation is taken as it stands."""
    at = parse.start(token)
    for sentence in context.parsed.sentences:
        for quote in sentence.quotes:
            if not quote.cut and quote.inner_start <= at < quote.inner_end:
                return quote.inner_start, quote.inner_end
    node = token
    while node.head.i != node.i and node.pos_ not in {"VERB", "AUX"}:
        node = node.head
    if (
        node.dep_ in {"relcl", "acl"}
        and node.head.pos_ in {"NOUN", "PROPN"}
        and _is_copula(node)
        and node.lower_ == "is"
    ):
        node = _verb_above(node.head)
    if node.dep_ in {"pcomp", "acl", "xcomp"}:
        node = _verb_above(node.head)
    start, end = clause(parse, node)
    if _is_normative(parse, node):
        start, end = parse.extent([t for t in parse.doc if not is_placeholder(parse, t)])
    inner = list(token.subtree)
    low, high = parse.extent([parse.doc[hit.first], *inner])
    return min(start, low), max(end, high, _condition_end(parse, node))


_INVERTED = re.compile(r",\s*((?:should|were|had)\s+(?:it|they|this|these|that|the\s+\w+)\b[^.;]*)")
"""A condition without "if": ", should they be established"."""


def _is_copula(node: Token) -> bool:
    return node.lemma_.lower() == "be"


def _verb_above(token: Token) -> Token:
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token


def _condition_end(parse: Parse, node: Token) -> int:
    found = _condition(node)
    return parse.subtree(found)[1] if found is not None else 0


def _condition(node: Token) -> Token | None:
    for child in node.children:
        if child.dep_ == "advcl" and any(
            c.lower_ in {"if", "unless"} and c.dep_ == "mark" for c in child.children
        ):
            return child
    return None


def _record(
    context: Context,
    threads: Threads,
    sentence: Sentence,
    parse: Parse,
    token: Token,
    start: int,
    end: int,
    hit: Hit,
) -> Qualification:
    span = context.span(start, end)
    statement = context.statement_at(parse.start(token), parse.end(token))
    node = _verb_above(token)
    condition = next((c for n in [node, *node.ancestors] if (c := _condition(n)) is not None), None)
    inverted = _INVERTED.search(context.document.text, start, sentence.end) if condition is None else None
    words = context.span(*parse.subtree(condition)).quote if condition is not None else None
    if inverted is not None:
        words = context.span(inverted.start(1), inverted.end(1)).quote
        span = context.span(start, max(end, inverted.end(1)))
    thread = threads.at(sentence)
    normative = _is_normative(parse, node)
    general = _is_general(context, parse, token)
    case = ARTICLE.search(context.document.text, sentence.start, sentence.end) is not None
    kind = QualificationKind.ASSERTED_BY_STATEMENT
    if normative:
        kind = QualificationKind.NORMATIVE
    elif case or (_charge_verb(token) is not None and node.lemma_.lower() in CHARGING):
        kind = QualificationKind.CHARGED_IN_CASE
    return Qualification(
        derived_id("ql", span.document, span.start, span.end),
        span,
        statement.id,
        (thread.id,) if thread is not None else (),
        kind,
        _words(context, parse, hit, token),
        statement.speaker,
        _provisions(context, parse, start, end),
        words,
        Modality.CONDITIONAL if words is not None else statement.modality,
        Scope.CLASS_OF_INCIDENTS if general or normative else Scope.THIS_INCIDENT,
    )


def _is_normative(parse: Parse, node: Token) -> bool:
    """What the law asks: "must be investigated", "should be protected"."""
    if any(c.lower_ in {"must", "should", "shall"} and c.dep_ == "aux" for c in node.children):
        return True
    barred = node.lemma_.lower() in {"prohibit", "forbid", "ban", "outlaw"} and node.tag_ == "VBN"
    return barred and any(c.lower_ in {"is", "are"} and c.dep_ == "auxpass" for c in node.children)


def _is_general(context: Context, parse: Parse, token: Token) -> bool:
    """ "The killing of prisoners is a violation …": the subject is a class of acts, told in the present."""
    node = _verb_above(token)
    subject = next((c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or node.lemma_.lower() != "be" or node.tag_ not in {"VBZ", "VBP"}:
        return False
    act = bool(context.act_types(subject, "noun"))
    plural_of = any(
        c.tag_ in {"NNS", "NNPS"} and not any(d.dep_ in {"det", "nummod", "poss"} for d in c.children)
        for p in subject.children
        if p.lower_ == "of"
        for c in p.children
    )
    found = [context.group_at(parse, t) for t in subject.subtree]
    sided = any(g is not None and g.group.party for g in found)
    return act and plural_of and not sided


def _words(context: Context, parse: Parse, hit: Hit, token: Token) -> str:
    low, high = parse.extent([parse.doc[hit.first], parse.doc[hit.last], *token.subtree])
    return context.span(low, high).quote


def _provisions(context: Context, parse: Parse, start: int, end: int) -> tuple[str, ...]:
    named = [
        context.document.text[parse.start(parse.doc[h.first]) : parse.end(parse.doc[h.last])]
        for h in context.hits(parse, "records", "legal.law")
        if start <= parse.start(parse.doc[h.first]) < end
    ]
    articles = [m.group() for m in ARTICLE.finditer(context.document.text, start, end)]
    return tuple(dict.fromkeys([*articles, *named]))
