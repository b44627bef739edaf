"""What is said of footage or of a claim itself: what it leaves open, and what is wrong with it.

"It is not known who filmed it", "nothing in the images gives away the date", "the clip has been edited",
"the photo is miscaptioned", "the allegation remains open". Only the outlet, and bodies that check, say
such things as checks; an accused side that calls a clip doctored answers with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.source import Speaker
from allegata.model.vocabulary import PlaceRole, VerificationAspect, VerificationResult
from allegata.reading import aspects, stance
from allegata.reading.context import Context
from allegata.reading.guards import FAILING, MODAL, NEGATING, asked, checked_subject, governing_words
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.verifiers import checks_by_trade, verifier

_KNOWN = frozenset({"known", "unknown", "clear", "unclear"})
_OPEN = frozenset({"open", "unproven", "unresolved", "unsettled"})
_COUNTED = frozenset({"give", "provide", "state", "offer"})


@dataclass(frozen=True, slots=True)
class Gap:
    """An aspect with its result, on the word that says so; `whole` takes the whole sentence part."""

    token: Token
    aspect: VerificationAspect
    result: VerificationResult
    voice: Speaker
    whole: bool = False


def find(context: Context, sentence: Sentence, parse: Parse) -> Iterator[Gap]:
    """Every gap and flaw that a parse tells of."""
    told = {h.head for h in context.hits(parse, "records", "check.tell", "check.flaw", "check.edited")}
    several = {h.head for h in context.hits(parse, "records", "check.tell")}
    for token in parse.doc:
        known = token.lower_ in _KNOWN and token.dep_ in {"ROOT", "acomp", "ccomp"}
        opened = token.lower_ in _OPEN and token.dep_ == "acomp" and _still(token)
        if not (known or opened or token.i in told):
            continue
        voice = context.statement_at(parse.start(token), parse.end(token)).speaker
        if known:
            yield from _unknown(context, sentence, parse, token, voice)
        elif not (voice.is_outlet or checks_by_trade(voice)):
            continue
        elif opened:
            subject = checked_subject(token.head)
            alleged = context.phrases("records", "answer.allegation")
            if subject is not None and alleged.terms_at(subject):
                yield Gap(
                    token.head, VerificationAspect.UNSPECIFIED, VerificationResult.COULD_NOT_VERIFY, voice
                )
        elif token.pos_ == "VERB" or token.dep_ in {"acomp", "attr"}:
            yield from _of_footage(context, token, voice, token.i in several)


def _still(adjective: Token) -> bool:
    verb = adjective.head
    return verb.lemma_.lower() == "remain" or any(c.lower_ in {"still", "yet"} for c in verb.children)


def _of_footage(context: Context, token: Token, voice: Speaker, tells: bool) -> Iterator[Gap]:
    words = set(context.phrases("records", "check.flaw", "check.edited").terms_at(token))
    words |= {"check.tell"} if tells else set()
    if not words:
        return
    verb = token if token.pos_ == "VERB" else token.head
    subject = checked_subject(verb)
    media = context.phrases("acts", "media.noun")
    if subject is None:
        return
    shown = bool(media.terms_at(subject))
    within = shown or any(
        media.terms_at(c) for p in subject.children if p.lower_ in {"in", "on"} for c in p.children
    )
    denied = bool(governing_words(token) & (NEGATING | FAILING)) or subject.lower_ == "nothing"
    if "check.tell" in words and denied and within:
        for aspect in _untold(context, verb):
            yield Gap(verb, aspect, VerificationResult.COULD_NOT_VERIFY, voice)
        return
    if not shown or denied or governing_words(token) & MODAL:
        return
    if "check.edited" in words and token.tag_ == "VBN":
        yield Gap(verb, VerificationAspect.INTEGRITY_UNEDITED, VerificationResult.CONTRADICTS, voice)
    elif "check.flaw" in words and _is_settled(token):
        yield Gap(verb, VerificationAspect.UNSPECIFIED, VerificationResult.DOES_NOT_SUPPORT, voice)


def _is_settled(token: Token) -> bool:
    """Not asked, not supposed."""
    return token.doc[-1].text != "?"


def _untold(context: Context, verb: Token) -> list[VerificationAspect]:
    """The aspects that footage does not tell: by noun ("the date") or by question ("when it was dug")."""
    nouns = [a for c in verb.children if c.dep_ == "dobj" and (a := aspects.named_by(context, c)) is not None]
    if nouns:
        return nouns
    found = []
    for word in aspects.questions(context, verb):
        aspect = {"when": VerificationAspect.TIME, "where": VerificationAspect.PLACE}.get(word.lower_)
        if aspect is None and word.lower_ in {"who", "whom"}:
            aspect = VerificationAspect.IDENTITY_OF_DEPICTED
        if aspect is not None and aspect not in found:
            found.append(aspect)
    return found


def unable_to_count(context: Context, sentence: Sentence, parse: Parse) -> Iterator[Gap]:
    """ "was unable to give a number": a body that checks cannot tell how many."""
    for token in parse.doc:
        if token.lemma_.lower() not in _COUNTED or token.pos_ != "VERB":
            continue
        counted = [c for c in token.children if c.dep_ == "dobj"]
        if not any(aspects.named_by(context, c) is VerificationAspect.COUNT for c in counted):
            continue
        held = governing_words(token) & (NEGATING | {"unable", "cannot", "ca", "impossible"})
        able = governing_words(token) & {"unable", "could", "can", "cannot", "ca", "able", "impossible"}
        voice = verifier(context, sentence, parse, token)
        if held and able and (checks_by_trade(voice) or voice.is_outlet):
            yield Gap(token, VerificationAspect.COUNT, VerificationResult.COULD_NOT_VERIFY, voice)


def _unknown(
    context: Context, sentence: Sentence, parse: Parse, token: Token, voice: Speaker
) -> Iterator[Gap]:
    """ "nobody can tell who took the photo and on which day": an aspect each."""
    negated = token.lower_.startswith("un") or bool(governing_words(token) & NEGATING)
    opened = _open_aspect(context, token)
    if negated and opened is not None:
        yield Gap(token, opened, VerificationResult.COULD_NOT_VERIFY, voice)
        return
    material = any("media.noun" in context.phrases("acts", "media.noun").terms_at(t) for t in token.sent)
    if not negated or not material or voice.is_outlet or not checks_by_trade(voice):
        return
    for aspect in asked(token):
        yield Gap(token, aspect, VerificationResult.COULD_NOT_VERIFY, voice, whole=True)
    if _place_is_stated(context, sentence, parse):
        yield Gap(token, VerificationAspect.PLACE, VerificationResult.REPORTED_VERIFIED, voice, whole=True)


def _open_aspect(context: Context, token: Token) -> VerificationAspect | None:
    """ "the identity of the gunmen remains unclear": an aspect that is itself said to be open."""
    verb = token if token.dep_ == "ROOT" else token.head
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return aspects.named_by(context, subject) if subject is not None else None


def _place_is_stated(context: Context, sentence: Sentence, parse: Parse) -> bool:
    """Whether a place of the sentence hangs on an undenied verb of filming."""
    films = context.phrases("acts", "media.film")
    for place in context.places.get(sentence.index, ()):
        if place.parse is not parse or place.where.role is not PlaceRole.EVENT:
            continue
        for node in [place.token, *place.token.ancestors]:
            if films.terms_at(node) and node.pos_ == "VERB":
                if not governing_words(node) & (NEGATING | MODAL):
                    return True
                break
    return False


def affirms(context: Context, parse: Parse, verb: Token) -> bool:
    """Whether a clause is affirmed as it stands: not denied, not supposed, nothing in it called false."""
    said = stance.of_clause(parse, verb, context.knowledge)
    false = context.phrases("records", "answer.false")
    held = governing_words(verb) & ((NEGATING | FAILING | MODAL) - {"before", "short"})
    return said.polarity.value == "affirms" and not held and not any(false.terms_at(t) for t in verb.subtree)
