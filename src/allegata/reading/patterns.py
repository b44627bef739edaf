"""Claims of a policy, practice, system or motive: quoted with their speaker, never computed."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import Aggregate, PatternClaim
from allegata.model.vocabulary import ActorKind, PartyRelation, PatternKind, SourceKind
from allegata.reading import roles
from allegata.reading.context import ACT_TERMS, Context
from allegata.reading.extents import clause
from allegata.reading.mentions import scan
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads


def find(context: Context, threads: Threads, totals: Sequence[Aggregate]) -> tuple[PatternClaim, ...]:
    """Every claim of a policy, practice, system or motive; quoted, never computed."""
    taken = [t.span for t in totals]
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _claims(context, threads, sentence, parse)
        if not any(record.span.overlaps(t) for t in taken)
    ]
    return tuple(sorted({p.id: p for p in found}.values(), key=lambda p: p.span.start))


def _claims(context: Context, threads: Threads, sentence: Sentence, parse: Parse) -> Iterator[PatternClaim]:
    hits = list(context.hits(parse, "records", "pattern.word"))
    for hit in hits[:1]:
        token = parse.doc[hit.head]
        if not _speaks_of_conduct(context, parse, sentence) or _is_not_claimed(context, token):
            continue
        node = token
        while node.head.i != node.i and not (
            node.pos_ in {"VERB", "AUX"} and any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children)
        ):
            node = node.head
        yield _claim(context, sentence, parse, token, node)
    if not hits and any(t.lower_ == "either" for t in parse.doc) and any(t.lower_ == "or" for t in parse.doc):
        verb = next(
            (t for t in parse.doc if t.lemma_.lower() in {"try", "want", "aim", "intend", "seek"}), None
        )
        if verb is not None:
            yield _claim(context, sentence, parse, verb, None)


def _is_not_claimed(context: Context, token: Token) -> bool:
    """A pattern that is denied ("rejects allegations of systematic abuse") or only named in a condition."""
    denies = context.phrases("records", "answer.deny")
    for node in token.ancestors:
        if denies.terms_at(node):
            return True
        if node.dep_ == "advcl" and any(c.lower_ in {"if", "unless"} for c in node.children):
            return True
    return False


def _speaks_of_conduct(context: Context, parse: Parse, sentence: Sentence) -> bool:
    """Whether the sentence's policy or system is one of alleged conduct, not, say, a health system."""
    told = {
        hit.term
        for s in context.parsed.sentences
        if sentence.index - 1 <= s.index <= sentence.index and s.paragraph == sentence.paragraph
        for p in s.parses
        for hit in context.hits(p, "acts")
        if hit.term.rpartition(".")[0] in ACT_TERMS
    }
    own = {t.lemma_.lower() for t in parse.doc}
    return bool(told) or bool(own & {"crime", "atrocity", "abuse", "violation"})


def _claim(
    context: Context, sentence: Sentence, parse: Parse, token: Token, node: Token | None
) -> PatternClaim:
    """A claim with its clause; alternatives of a motive ("either … or …") are quoted whole."""
    if node is None:
        low, high = parse.extent([t for t in parse.doc if t.pos_ != "PUNCT"])
    else:
        low, high = clause(parse, node)
        marks = [c for c in node.children if c.dep_ == "mark"]
        low = min(parse.start(t) for t in parse.doc if parse.start(t) >= low and t not in marks)
        tails = [c for c in node.children if c.dep_ in {"conj", "attr", "dobj", "acomp"}]
        high = max([high, *(parse.subtree(c)[1] for c in tails)])
    span = context.span(low, high)
    statement = context.statement_at(parse.start(token), parse.end(token))
    speaker = statement.speaker
    body = speaker.source is not None and speaker.source.party_relation is PartyRelation.INTERGOVERNMENTAL
    body = body or (speaker.source is not None and speaker.source.kind is SourceKind.INTERGOVERNMENTAL_BODY)
    acts = [kind for w in parse.doc for kind in context.act_types(w, "verb", "noun")]
    party = _pattern_party(context, parse, token)
    return PatternClaim(
        derived_id("pt", span.document, span.start, span.end),
        span,
        statement.id,
        (),
        PatternKind.FINDING_BY_BODY if body else PatternKind.CLAIM_BY_STATEMENT,
        speaker,
        span.quote,
        acts[0] if acts else None,
        party,
    )


def _pattern_party(context: Context, parse: Parse, token: Token) -> str | None:
    """Whose pattern it is said to be: "a Russian policy", the actor of the act, the subject."""
    # "a pattern of torture of X detainees": X's people suffer it; only what stands before the word owns it
    marks = [c for c in token.children if c.dep_ in {"amod", "compound", "poss", "nmod"} and c.i < token.i]
    words = [t.text for t in parse.doc[min(c.left_edge.i for c in marks) : token.i]] if marks else []
    for prep in (c for c in token.children if c.dep_ in {"prep", "agent"} and c.lower_ in OWNING):
        for noun in (c for c in prep.children if c.dep_ == "pobj"):
            group = context.group_at(parse, noun)
            captive = group is not None and group.group.kind in {ActorKind.CAPTIVES, ActorKind.CIVILIANS}
            if group is not None and group.group.party and group.token.i == noun.i and not captive:
                return group.group.party
    owners = {name.party.id for name in scan(" ".join(words), context.knowledge)}
    if len(owners) == 1:
        return owners.pop()
    if owners:
        return None  # "an X and Y policy": of both, so of neither alone
    for noun in parse.doc:
        if context.act_types(noun, "noun", "verb"):
            actor = roles.find(
                context, parse, noun, "noun" if noun.pos_ in {"NOUN", "PROPN"} else "verb"
            ).actor
            group = context.group_at(parse, actor)
            if group is not None and group.group.party:
                return group.group.party
            for by in (t for t in noun.subtree if t.lower_ == "by" and t.dep_ in {"prep", "agent"}):
                doer = next((context.group_at(parse, c) for c in by.children if c.dep_ == "pobj"), None)
                if doer is not None and doer.group.party:
                    return doer.group.party
    subject = next((t for t in parse.doc if t.dep_ == "nsubj"), None)
    group = context.group_at(parse, subject)
    return group.group.party if group is not None else None


OWNING = frozenset({"in", "by", "among", "within", "of"})
