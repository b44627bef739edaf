"""What a verb of saying takes as its content: quotation, clause, infinitive, object or preposition."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, eq=False)
class Complement:
    """What a cue takes: its frame, the tokens said, further words of the cue, and the person addressed."""

    frame: Frame
    body: list[Token]
    cue: list[Token] = field(default_factory=list)
    addressee: Token | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """A verb with what hangs on it, sorted by kind."""

    verb: Token
    terms: frozenset[str]
    cues: Lexicon
    objects: list[Token]
    prepositions: list[Token]
    ruled: list[Token]  # prepositions that can lead to what is said

    @property
    def addressee(self) -> Token | None:
        return self.objects[0] if self.objects else None


RULED = frozenset({"of", "as", "for", "on", "about", "that", "to", "against"})


def complement(
    parse: Parse, verb: Token, cues: Lexicon, terms: tuple[str, ...], quoted: list[tuple[int, Quote]]
) -> Complement:
    """The content of a verb of saying, by the first frame that fits.

    :param quoted: the cut-out quotations that belong to this verb, by the index of their token.
    """
    kids = list(verb.children)
    prepositions = [k for k in kids if k.dep_ in {"prep", "agent"} and k.i > verb.i]
    around = _Around(
        verb,
        frozenset(terms),
        cues,
        [k for k in kids if k.dep_ in {"dobj", "dative"} and k.i > verb.i],
        prepositions,
        [p for p in prepositions if p.lower_ in RULED],
    )
    clauses = [k for k in kids if k.dep_ == "ccomp" and not _is_placeholder(k, quoted)]
    if quoted:
        body = [parse.doc[i] for i, _ in quoted]
        body += [t for c in clauses if not is_circumstance(c) for t in c.subtree]
        return Complement(Frame.QUOTE, body, addressee=around.addressee)
    tests = (_content_clause, _infinitive, _named, _object, _prepositional, _relative)
    found = next((f for test in tests if (f := test(around, clauses)) is not None), None)
    if found is not None:
        return found
    if is_passive(verb):
        return Complement(Frame.PASSIVE, [t for p in prepositions if p.dep_ == "prep" for t in p.subtree])
    return Complement(Frame.NONE, [])


def _content_clause(around: _Around, clauses: list[Token]) -> Complement | None:
    if around.verb.dep_ == "parataxis" and not clauses:
        return Complement(Frame.CLAUSE, _outside(around.verb), addressee=around.addressee)
    clauses = clauses or [o for o in around.objects if any(c.dep_ == "mark" for c in o.children)]
    if not clauses:
        return None
    body = [t for c in clauses for t in _clause(c, around.verb, around.cues)]
    return Complement(Frame.CLAUSE, body, addressee=around.addressee)


def _infinitive(around: _Around, clauses: list[Token]) -> Complement | None:
    infinitives = [k for k in around.verb.children if k.dep_ == "xcomp"]
    if not infinitives:
        return None
    body = [t for k in (*infinitives, *around.objects) for t in k.subtree]
    return Complement(Frame.INFINITIVE, body, addressee=around.addressee)


def _named(around: _Around, clauses: list[Token]) -> Complement | None:
    """'accused X of …', 'described X as …'."""
    if not (around.objects and around.ruled and around.terms & {"accuse", "name_as"}):
        return None
    body = [t for k in (*around.objects, *around.ruled) for t in k.subtree]
    return Complement(Frame.OBJECT, _without_occasion(body))


def _object(around: _Around, clauses: list[Token]) -> Complement | None:
    predicates = [k for k in around.verb.children if k.dep_ in {"oprd", "attr", "acomp"}]
    if not (around.objects or predicates):
        return None
    if "name_as" in around.terms:
        predicates += [
            k for k in around.verb.children if k.dep_ == "advcl" and k.doc[k.left_edge.i].lower_ == "as"
        ]
    body = [t for k in (*around.objects, *predicates) for t in k.subtree]
    for preposition in around.prepositions:
        if "tally" in around.terms or ("condemn" in around.terms and preposition.lower_ == "for"):
            body += preposition.subtree
    return Complement(Frame.OBJECT, body)


def _prepositional(around: _Around, clauses: list[Token]) -> Complement | None:
    for preposition in around.ruled:
        inner = [t for t in preposition.subtree if t.i != preposition.i]
        inner += [t for p in around.ruled if p.lower_ == "as" and p.i > preposition.i for t in p.subtree]
        if inner:
            return Complement(Frame.PREPOSITION, inner, [preposition])
    return None


def _relative(around: _Around, clauses: list[Token]) -> Complement | None:
    """'…, which X denies': the relative pronoun stands for what is said."""
    for child in around.verb.children:
        if child.dep_ == "dobj" and child.i < around.verb.i and child.lower_ in {"which", "that", "what"}:
            return Complement(Frame.OBJECT, [child])
    return None


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
        if _others_word(token, cues):
            out |= {t.i for t in token.subtree}
        if is_further(token, cues) and governor(token, cues) is verb:
            out |= {t.i for t in token.subtree}
            if token.i and token.doc[token.left_edge.i - 1].dep_ == "cc":
                out.add(token.left_edge.i - 1)
    return [t for t in clause.subtree if t.i not in out]


def _others_word(token: Token, cues: Lexicon) -> bool:
    """', with X saying …': somebody else's word, tied to the clause before it."""
    if token.lower_ != "with" or not token.i or token.doc[token.i - 1].text != ",":
        return False
    return any(
        c.dep_ == "pcomp" and is_speaking(c, cues) and any(g.dep_ in SUBJECTS for g in c.children)
        for c in token.children
    )


def lifted(verb: Token, cues: Lexicon) -> Token | None:
    """The cue whose speaker goes on with this one, though the parser hung it into the first content."""
    return governor(verb, cues) if is_further(verb, cues) else None


def is_further(token: Token, cues: Lexicon) -> bool:
    """Whether a verb is a further cue of the same speaker: ', adding that …', 'and said …'."""
    if any(c.dep_ in SUBJECTS for c in token.children) or not is_speaking(token, cues):
        return False
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if token.tag_ == "VBG":
        return token.dep_ in {"advcl", "conj", "xcomp"} and before == ","
    if token.dep_ != "conj" or token.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    carries = any(c.dep_ in {"ccomp", "xcomp"} for c in token.children) or token.doc[
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
