"""Footage as the text tells of it: where it appeared, who shared or released it, who made it, when."""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.record import MediaAppearance
from allegata.model.source import Speaker
from allegata.model.vocabulary import TimeSlot
from allegata.reading.bounds import is_definite_noun
from allegata.reading.context import Context
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Threads


def find(context: Context, threads: Threads) -> tuple[MediaAppearance, ...]:
    """Every appearance of footage in the text."""
    found = [
        record
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for record in _in_parse(context, threads, sentence, parse)
    ]
    return tuple(sorted({m.id: m for m in found}.values(), key=lambda m: (m.span.start, m.span.end)))


def _in_parse(
    context: Context, threads: Threads, sentence: Sentence, parse: Parse
) -> Iterator[MediaAppearance]:
    appear = context.phrases("acts", "media.appear")
    film = context.phrases("acts", "media.film")
    for token in parse.doc:
        if token.pos_ != "VERB":
            continue
        medium = _medium(context, token)
        if medium is None:
            continue
        if (
            appear.terms_at(token)
            or _obtained(token, medium)
            or (film.terms_at(token) and _agent(token) is not None)
        ):
            yield _record(context, threads, sentence, parse, token, medium, bool(film.terms_at(token)))


def _obtained(verb: Token, medium: Token) -> bool:
    """ "a video recovered from X", "images seen by X": how footage came to whoever tells of it."""
    return verb.dep_ == "acl" and verb.head.i == medium.i and verb.lemma_.lower() in OBTAINED


OBTAINED = frozenset(
    {"recover", "see", "obtain", "seize", "receive", "find", "retrieve", "provide", "acquire"}
)


def _medium(context: Context, verb: Token) -> Token | None:
    """The footage that surfaces, is shared or filmed: subject, object, or the noun a participle hangs on."""
    media = context.phrases("acts", "media.noun")
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubj", "nsubjpass"}:
            if media.terms_at(child):
                return child
            if child.lower_ in {"which", "that"} and verb.dep_ in {"relcl", "acl"}:
                above = verb.head
                if media.terms_at(above):
                    return above
                # "the photo showed the ferry, which was published": the clause reaches over the object
                for sibling in above.head.children:
                    if sibling.dep_ == "nsubj" and media.terms_at(sibling):
                        return sibling
    if verb.dep_ in {"acl", "relcl", "advcl"} and media.terms_at(verb.head):
        return verb.head
    return None


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _record(
    context: Context,
    threads: Threads,
    sentence: Sentence,
    parse: Parse,
    verb: Token,
    medium: Token,
    filmed: bool,
) -> MediaAppearance:
    sharer = _agent(verb) or next(
        (
            c
            for c in verb.children
            if c.dep_ == "nsubj" and c.i != medium.i and c.lower_ not in {"which", "that"}
        ),
        None,
    )
    tokens = [
        *_showing(context, verb, medium),
        verb,
        medium,
        *(t for c in medium.children if c.dep_ in _NOUN_PARTS for t in c.subtree),
    ]
    for child in verb.children:
        if child.dep_ in {
            "prep",
            "agent",
            "advmod",
            "npadvmod",
            "nsubj",
            "nsubjpass",
            "aux",
            "auxpass",
            "dobj",
        }:
            tokens += [t for t in child.subtree if not _in_clause(t, child)]
    span = context.span(*parse.extent(tokens))
    speaker = _speaker(context, parse, sharer) if sharer is not None else None
    thread = threads.at(sentence)
    first_seen = next(
        (
            t.when
            for t in context.times.get(sentence.index, ())
            if t.when.slot is TimeSlot.MEDIA_FIRST_SEEN and t.parse is parse
        ),
        None,
    )
    author = context.span(*parse.subtree(sharer)).quote if filmed and sharer is not None else None
    return MediaAppearance(
        derived_id("md", span.document, span.start, span.end, filmed),
        span,
        context.statement_at(parse.start(verb), parse.end(verb)).id,
        (thread.id,) if thread else (),
        _kind(parse, medium),
        _platform(context, parse, verb),
        None if filmed else speaker,
        author,
        first_seen,
        any(c.lower_ in {"separate", "another", "different", "second", "new"} for c in medium.children)
        and not is_definite_noun(medium),
    )


def _showing(context: Context, verb: Token, medium: Token) -> list[Token]:
    """What the footage is said to show, when it is told in the same breath."""
    shows = context.phrases("acts", "media.show")
    heads = [
        c
        for c in [*verb.children, *medium.children]
        if c.dep_ in {"advcl", "acl", "xcomp", "relcl"} and c.i != verb.i and shows.terms_at(c)
    ]
    if medium.dep_ == "nsubj" and medium.head.i != verb.i and shows.terms_at(medium.head):
        heads.append(medium.head)
    return [t for h in heads for t in h.subtree if t.pos_ != "PUNCT"]


_NOUN_PARTS = {"amod", "compound", "det", "nummod", "nmod"}


def _in_clause(token: Token, top: Token) -> bool:
    node = token
    while node.i not in (top.i, node.head.i):
        if node.dep_ in {"relcl", "advcl", "ccomp"} or (
            node.dep_ == "acl" and node.tag_ == "VBG" and node.i != top.i
        ):
            return node.lemma_.lower() in {"show", "depict", "accuse"} or node.dep_ != "acl"
        node = node.head
    return False


def _speaker(context: Context, parse: Parse, token: Token) -> Speaker:
    span = context.span(*parse.subtree(token))
    return context.voice(span)


def _kind(parse: Parse, medium: Token) -> str:
    words = [c.text.lower() for c in medium.children if c.dep_ in {"compound"}]
    return " ".join([*words, medium.lemma_.lower()])


def _platform(context: Context, parse: Parse, verb: Token) -> str | None:
    inside = {t.i for t in verb.subtree}
    for hit in context.hits(parse, "acts", "media.platform"):
        first = parse.doc[hit.first]
        if hit.first in inside and (hit.entry != "x" or first.text == "X"):
            return context.document.text[parse.start(first) : parse.end(parse.doc[hit.last])]
    return None
