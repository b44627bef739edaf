"""What footage is said to show: whether words stand under "the video shows …"."""

from spacy.tokens import Token

from allegata.reading.context import Context
from allegata.reading.extents import is_verb
from allegata.reading.matching import Phrases


def under_footage(context: Context, token: Token) -> Token | None:
    """The footage noun that governs a token's clause, if one does."""
    media = context.phrases("acts", "media.noun")
    shows = context.phrases("acts", "media.show")
    node, shown = token, False
    for _ in range(12):
        shown = shown or (is_verb(node) and bool(shows.terms_at(node)))
        if shown:
            for child in node.children:
                if child.dep_ in {"nsubj", "nsubjpass"} and "media.noun" in media.terms_at(child):
                    return child
        if node.dep_ in {"pobj", "pcomp"} and "media.noun" in media.terms_at(node.head.head):
            return node.head.head
        if node.dep_ in {"acl", "relcl", "advcl"} and "media.noun" in media.terms_at(node.head):
            return node.head
        if _shows_relative(context, media, node):
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _shows_relative(context: Context, media: Phrases, verb: Token) -> bool:
    """ "a photo came up on Sunday that shows …": the relative pronoun may hang on any noun before it."""
    if not context.phrases("acts", "media.show").terms_at(verb) or not is_verb(verb):
        return False
    node = verb
    while node.dep_ == "xcomp" and node.head.i != node.i:
        node = node.head
    relative = any(c.dep_ == "nsubj" and c.lower_ in {"that", "which"} for c in node.children)
    return relative and any("media.noun" in media.terms_at(t) for t in verb.doc[: verb.i])
