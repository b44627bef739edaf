"""Who is said to have checked: the agent, the subject, whoever speaks; the outlet only by its own words.

A pronoun is the body that the sentence before has as its subject; where nothing says who it is, the word
stays a word. A check is never given to the outlet for want of a name.
"""

from spacy.tokens import Token

from allegata.model.source import Speaker
from allegata.model.vocabulary import SourceKind
from allegata.reading.context import Context
from allegata.reading.guards import agent_of, checked_subject, is_mistagged, is_passive, verb_above
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse, Sentence

CHECKERS = frozenset(
    {
        SourceKind.NEWS_AGENCY,
        SourceKind.NEWS_OUTLET,
        SourceKind.INTERGOVERNMENTAL_BODY,
        SourceKind.NGO,
        SourceKind.RESEARCH_GROUP,
        SourceKind.HUMANITARIAN_BODY,
    }
)
ANYBODY = frozenset({"anyone", "anybody", "nobody", "none", "one", "no-one", "somebody", "someone"})
STAFF = frozenset({"researcher", "analyst", "investigator", "expert", "monitor", "staff"})
"""Bare plurals that stand for the people of the body named in the sentence before."""


def checks_by_trade(speaker: Speaker) -> bool:
    """Whether somebody is a body that checks, and no court or party."""
    return speaker.source is not None and speaker.source.kind in CHECKERS


def verifier(context: Context, sentence: Sentence, parse: Parse, token: Token) -> Speaker:
    """Who is said to have checked by this verb."""
    noun = agent_of(token) or (None if is_passive(token) else checked_subject(token))
    at = context.statement_at(parse.start(token), parse.end(token))
    if noun is None and not is_passive(token):
        noun = _over_noun(token)
        if noun is not None and noun.pos_ != "PRON":
            return context.voice(context.span(*parse.extent(noun_phrase(noun))))
    if (
        noun is not None
        and noun.lower_ in {"it", "they"}
        and (at.speaker.is_outlet or not _is_named(at.speaker))
    ):
        return _before(context, sentence, parse, noun)
    if noun is None or noun.pos_ == "PRON" or noun.lower_ in ANYBODY:
        return at.speaker
    if context.phrases("records", "legal.law").terms_at(noun):
        return at.speaker  # a convention checks nothing
    objects = context.phrases("records", "check.object", "check.words", "aspect.")
    if objects.terms_at(noun) or context.phrases("acts", "media.noun").terms_at(noun):
        return at.speaker
    if noun.lemma_.lower() in STAFF and not any(
        c.dep_ in {"det", "poss", "compound", "amod"} for c in noun.children
    ):
        body = _body_before(context, sentence)
        if body is not None:
            return body
    if not at.speaker.is_outlet and any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children):
        return at.speaker  # "his office could not say", in the words of whose office it is
    span = context.span(*parse.extent(noun_phrase(noun)))
    found = context.voice(span)
    if found.source is None and at.speaker.span is not None and at.speaker.span.overlaps(span):
        return at.speaker
    return found


def is_ours(context: Context, parse: Parse, token: Token) -> bool:
    """ "our digital unit", in the outlet's own words: the outlet checked."""
    noun = agent_of(token) or (None if is_passive(token) else checked_subject(token))
    if noun is None:
        return False
    own = any(c.lower_ in {"our", "we"} and c.dep_ == "poss" for c in noun.children) or noun.lower_ == "we"
    return own and context.statement_at(parse.start(token), parse.end(token)).speaker.is_outlet


def _is_named(speaker: Speaker) -> bool:
    return speaker.span is not None and speaker.wording[:1].isalpha() and speaker.key != "unnamed source"


def _over_noun(token: Token) -> Token | None:
    """ "X had no means of establishing …": the subject of what the noun hangs on."""
    if is_mistagged(token):
        above = verb_above(token.head)
        return checked_subject(above) if above is not None else None
    behind = token.dep_ == "pcomp" or (token.dep_ == "pobj" and token.tag_ == "VBG")
    if not behind or token.head.dep_ != "prep" or token.head.head.pos_ != "NOUN":
        return None
    noun = token.head.head
    return checked_subject(noun.head) if noun.dep_ in {"dobj", "attr", "pobj"} else None


def _before(context: Context, sentence: Sentence, parse: Parse, pronoun: Token) -> Speaker:
    """Who "it" or "they" is: the body that the sentence before has as its subject, in the same paragraph."""
    span = context.span(parse.start(pronoun), parse.end(pronoun))
    if sentence.index:
        before = context.parsed.sentences[sentence.index - 1]
        subject = _subject(before)
        if before.paragraph == sentence.paragraph and subject is not None and subject.pos_ != "PRON":
            if pronoun.lower_ == "they" and subject.tag_ != "NNS":
                return Speaker(span.quote, span)
            if subject.lemma_.lower() in STAFF:
                return verifier(context, before, before.frame, subject.head)
            found = context.voice(context.span(*before.frame.extent(noun_phrase(subject))))
            if found.source is not None or is_publisher(context, found) or subject.pos_ == "PROPN":
                return found
    return Speaker(span.quote, span)


def _body_before(context: Context, sentence: Sentence) -> Speaker | None:
    """The body whose people "researchers" are: the last one that is a subject in the sentences just before."""
    for index in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
        before = context.parsed.sentences[index]
        if before.paragraph != sentence.paragraph:
            return None
        subject = _subject(before)
        if subject is not None and subject.pos_ == "PROPN":
            return context.voice(context.span(*before.frame.extent(noun_phrase(subject))))
    return None


def _subject(sentence: Sentence) -> Token | None:
    return next((t for t in sentence.frame.doc if t.dep_ == "nsubj" and t.head.head.i == t.head.i), None)


def is_publisher(context: Context, speaker: Speaker) -> bool:
    """Whether the text says, by its sidecar or a syndication notice, that the checker published it."""
    document = context.document
    known = [h.casefold() for h in (document.publisher or "", *document.publisher_hints) if h]
    names = [speaker.wording]
    if speaker.source is not None:
        names += [speaker.source.name, *speaker.source.aliases]
    folded = {n.casefold().removeprefix("the ").strip() for n in names}
    return any(len(name) > 2 and name in hint for name in folded for hint in known)
