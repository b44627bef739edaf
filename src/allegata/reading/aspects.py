"""Which aspect a check is about: by its noun, by the question behind the verb, or by what was found."""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.vocabulary import VerificationAspect
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.guards import CONTRASTING, under_noun
from allegata.reading.sentences import Parse, Sentence


def of(
    context: Context, sentence: Sentence, parse: Parse, token: Token
) -> list[tuple[VerificationAspect, bool]]:
    """The aspects that the clause of a verb names; True for those set against the rest ("but not the day").

    By their nouns ("the date"), by a question ("who made it", "when it was filmed"), or by what is
    found ("that it was filmed at a farmhouse").
    """
    start, end = clause(parse, token)
    named = [(w, a) for w, a in _named(context, parse) if start <= parse.start(w) < end]
    found: dict[VerificationAspect, bool] = {}
    for word, aspect in [*named, *_questioned(context, token), *_filmed(context, sentence, parse, token)]:
        between = {t.lower_ for t in parse.doc[token.i + 1 : word.i]} if word.i > token.i else set()
        found.setdefault(aspect, bool(between & CONTRASTING))
    return list(found.items()) or [(VerificationAspect.UNSPECIFIED, False)]


def named_by(context: Context, noun: Token) -> VerificationAspect | None:
    """The aspect that a noun itself names ("the identity of …", "the date")."""
    terms = sorted(t for t in context.phrases("records", "aspect.").terms_at(noun) if noun.lower_ != "near")
    return VerificationAspect(terms[0].partition(".")[2]) if terms else None


def questions(context: Context, verb: Token) -> list[Token]:
    """The question words behind a verb: in its clauses, and joined to them by "or" wherever they hang."""
    found = [t for t in verb.subtree if t.i > verb.i and t.lower_ in ASKING and not under_noun(t, verb)]
    for word in verb.doc[verb.i + 1 :]:
        before = verb.doc[word.i - 1]
        # "who is speaking or when it was made", "establish when they were filmed"
        joined = before.i == verb.i or (bool(found) and before.lower_ in {"or", "and"})
        if word.lower_ in ASKING and word not in found and joined:
            found.append(word)
    return sorted(found, key=lambda t: t.i)


ASKING = frozenset({"when", "where", "who", "whom", "how"})


def _named(context: Context, parse: Parse) -> Iterator[tuple[Token, VerificationAspect]]:
    for hit in context.hits(parse, "records", "aspect."):
        word = parse.doc[hit.head]
        if hit.entry in {"near", "where", "when"}:
            continue  # questions and places are read by their clause
        if word.dep_ in {"advmod", "pobj"} and under_noun(word, word.sent.root):
            continue  # "the place where it was made": no second aspect
        yield word, VerificationAspect(hit.term.partition(".")[2])


def _questioned(context: Context, token: Token) -> Iterator[tuple[Token, VerificationAspect]]:
    """ "who made the videos", "when or where they were filmed", behind the verb of checking."""
    films = context.phrases("acts", "media.film", "media.make")
    for word in questions(context, token):
        if word.lower_ == "when":
            yield word, VerificationAspect.TIME
        elif word.lower_ == "where":
            yield word, VerificationAspect.PLACE
        elif word.lower_ in {"who", "whom"}:
            makes = any(films.terms_at(t) for t in [word.head, word.head.head])
            yield word, VerificationAspect.AUTHOR if makes else VerificationAspect.IDENTITY_OF_DEPICTED


def _filmed(
    context: Context, sentence: Sentence, parse: Parse, token: Token
) -> Iterator[tuple[Token, VerificationAspect]]:
    """ "that they were filmed at a farmhouse": the place, and "on Friday" the time, of the making."""
    films = context.phrases("acts", "media.film", "media.make")
    for verb in token.subtree:
        if verb.dep_ != "ccomp" or not films.terms_at(verb) or verb.i <= token.i:
            continue
        timed = {t.token.i for t in context.times.get(sentence.index, ()) if t.parse is parse}
        for prep in verb.children:
            if prep.dep_ == "prep" and prep.lower_ in {"in", "at", "near", "on", "outside", "from"}:
                dated = any(t.i in timed for t in prep.subtree)
                yield prep, VerificationAspect.TIME if dated else VerificationAspect.PLACE
