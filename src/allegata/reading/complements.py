"""What a verb of saying takes as its content: quotation, clause, infinitive, object or prepositional phrase."""

from enum import StrEnum

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.phrases import SUBJECTS, is_passive, is_speaking
from allegata.reading.sentences import Parse, Quote


class Frame(StrEnum):
    """What the cue takes as its content."""

    QUOTE = "quote"
    CLAUSE = "clause"
    INFINITIVE = "infinitive"
    OBJECT = "object"
    PREPOSITION = "preposition"
    PASSIVE = "passive"
    NONE = "none"


OCCASIONS = frozenset({"as", "while", "when", "after", "before", "since", "because", "although", "though"})


def complement(
    parse: Parse, verb: Token, cues: Lexicon, terms: tuple[str, ...], quoted: list[tuple[int, Quote]]
) -> tuple[Frame, list[Token], list[Token], Token | None]:
    """Frame, content tokens, further cue tokens and the person addressed."""
    kids = list(verb.children)
    objects = [k for k in kids if k.dep_ in {"dobj", "dative"} and k.i > verb.i]
    clauses = [k for k in kids if k.dep_ == "ccomp" and not _is_placeholder(k, quoted)]
    infinitives = [k for k in kids if k.dep_ == "xcomp"]
    first_object = objects[0] if objects else None
    if quoted:
        body = [parse.doc[i] for i, _ in quoted]
        for clause in clauses:
            if not is_circumstance(clause):
                body += clause.subtree
        return Frame.QUOTE, body, [], first_object
    if verb.dep_ == "parataxis" and not clauses:
        return Frame.CLAUSE, _outside(verb), [], first_object
    if clauses:
        return Frame.CLAUSE, [t for c in clauses for t in _clause(c, verb, cues)], [], first_object
    if infinitives:
        body = [t for c in infinitives for t in c.subtree]
        body += [t for o in objects for t in o.subtree]
        return Frame.INFINITIVE, body, [], first_object
    prepositions = [k for k in kids if k.dep_ in {"prep", "agent"} and k.i > verb.i]
    ruled = [
        p for p in prepositions if p.lower_ in {"of", "as", "for", "on", "about", "that", "to", "against"}
    ]
    if first_object is not None and ruled and terms and {"accuse", "name_as"} & set(terms):
        body = [t for o in objects for t in o.subtree] + [t for p in ruled for t in p.subtree]
        return Frame.OBJECT, _without_occasion(body), [], None
    predicates = [k for k in kids if k.dep_ in {"oprd", "attr", "acomp"}]
    if objects or predicates:
        body = [t for o in (*objects, *predicates) for t in o.subtree]
        if "condemn" in terms:
            body += [t for p in prepositions if p.lower_ == "for" for t in p.subtree]
        if "tally" in terms:
            body += [t for p in prepositions for t in p.subtree]
        return Frame.OBJECT, body, [], None
    for preposition in ruled:
        inner = [t for t in preposition.subtree if t.i != preposition.i]
        inner += [t for p in ruled if p.lower_ == "as" and p.i > preposition.i for t in p.subtree]
        if inner:
            return Frame.PREPOSITION, inner, [preposition], None
    relative = next((k for k in kids if k.dep_ == "dobj" and k.i < verb.i), None)
    if relative is not None and relative.lower_ in {"which", "that", "what"}:
        return Frame.OBJECT, [relative], [], None
    if is_passive(verb):
        return Frame.PASSIVE, [t for p in prepositions if p.dep_ == "prep" for t in p.subtree], [], None
    return Frame.NONE, [], [], None


def _without_occasion(body: list[Token]) -> list[Token]:
    """Without a closing clause of occasion ('… after a video emerged'): it tells when, not what was said."""
    for token in body:
        marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"}}
        if token.dep_ == "advcl" and marks & {"after", "when", "as", "while", "since"}:
            out = {t.i for t in token.subtree}
            return [t for t in body if t.i < min(out)]
    return body


def is_circumstance(clause: Token) -> bool:
    """'…, he says as the man is led away': when it was said, not what."""
    if any(c.dep_ in {"mark", "advmod"} and c.lower_ in OCCASIONS for c in clause.children):
        return True
    edge = clause.left_edge.i
    return edge > 0 and clause.doc[edge - 1].lower_ in OCCASIONS


def _is_placeholder(token: Token, quoted: list[tuple[int, Quote]]) -> bool:
    return any(token.i == i for i, _ in quoted)


def _outside(verb: Token) -> list[Token]:
    """The clause that a parenthetic "…, X said, …" interrupts, without that parenthesis."""
    own = {t.i for t in verb.subtree}
    return [t for t in verb.head.subtree if t.i not in own]


def _clause(clause: Token, verb: Token, cues: Lexicon) -> list[Token]:
    """A clause's tokens, without what the same speaker says further (", adding that …", "and said …")."""
    out = {verb.i}
    for token in clause.subtree:
        if is_further(token, cues) and governor(token, cues) is verb:
            out |= {t.i for t in token.subtree}
            if token.i and token.doc[token.left_edge.i - 1].dep_ == "cc":
                out.add(token.left_edge.i - 1)
    return [t for t in clause.subtree if t.i not in out]


def lifted(verb: Token, cues: Lexicon) -> Token | None:
    """The cue whose speaker goes on with this one, though the parser hung it into the first content."""
    return governor(verb, cues) if is_further(verb, cues) else None


def is_further(token: Token, cues: Lexicon) -> bool:
    if any(c.dep_ in SUBJECTS for c in token.children) or not is_speaking(token, cues):
        return False
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if token.tag_ == "VBG":
        return token.dep_ in {"advcl", "conj", "xcomp"} and before == ","
    if token.dep_ != "conj" or token.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    carries = any(c.dep_ == "ccomp" for c in token.children) or token.doc[
        min(token.i + 1, len(token.doc) - 1)
    ].text in {":", ","}
    return carries and token.head.tag_ != token.tag_


def governor(token: Token, cues: Lexicon) -> Token | None:
    """The cue in whose content clause a token hangs."""
    for above in token.ancestors:
        if above.dep_ == "ccomp" and is_speaking(above.head, cues):
            return above.head
        if above.dep_ in {"relcl", "advcl"}:
            return None
    return None
