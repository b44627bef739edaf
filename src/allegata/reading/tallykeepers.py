"""Who keeps a tally: the body that has listed, counted or published it; not the outlet that prints it."""

from spacy.tokens import Token

from allegata.model.source import Speaker
from allegata.model.vocabulary import PlaceRole
from allegata.reading import answerers
from allegata.reading.context import Context
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.tallywords import KEEPING


def publisher(context: Context, sentence: Sentence, parse: Parse, token: Token, speaker: Speaker) -> Speaker:
    """Who keeps the tally: "X has listed 31 arrests" makes X the publisher, not the outlet."""
    if not speaker.is_outlet:
        return speaker
    node = token
    for _ in range(8):
        if node.pos_ == "VERB" and node.lemma_.lower() in KEEPING:
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
            if subject is not None and subject.lower_ in answerers.PRONOUNS:
                found = answerers.speaker(context, sentence, parse, subject)
                return found if found.wording.lower() not in answerers.PRONOUNS else speaker
            if subject is not None and subject.pos_ in {"PROPN", "NOUN"}:
                span = context.span(*parse.subtree(subject))
                found = context.voice(span)
                named = found.source is not None or found.on_behalf_of is not None or subject.pos_ == "PROPN"
                keeps = node.lemma_.lower() != "see" and not context.act_types(subject, "noun")
                if named or keeps:
                    return found if not _is_place(context, sentence, parse, subject) else speaker
        if node.head.i == node.i:
            break
        node = node.head
    return _whose_data(context, parse, node) or speaker


def _whose_data(context: Context, parse: Parse, root: Token) -> Speaker | None:
    """ "…, X data shows": whose figures they are."""
    if root.lemma_.lower() not in {"show", "indicate", "suggest", "reveal"}:
        return None
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    figures = {"data", "datum", "figure", "statistic", "record", "tally", "number"}
    if subject is None or subject.lemma_.lower() not in figures:
        return None
    named = [t for t in subject.subtree if t.pos_ == "PROPN"]
    return context.voice(context.span(*parse.extent(named))) if named else None


def _is_place(context: Context, sentence: Sentence, parse: Parse, token: Token) -> bool:
    at = parse.start(token)
    return token.lower_ in {"region", "district", "city", "country", "area", "oblast", "province"} or any(
        p.start <= at < p.end and p.where.role is not PlaceRole.UNCLEAR
        for p in context.places.get(sentence.index, ())
    )
