"""What a verb of saying takes as its content: quotation, clause, infinitive, object or preposition."""

from dataclasses import dataclass, field
from enum import StrEnum

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.phrases import SUBJECTS, is_passive, is_speaking, terms_of
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
    clauses = [
        k for k in kids if k.dep_ == "ccomp" and not _is_placeholder(k, quoted) and not _cut_off(k, verb)
    ]
    if quoted:
        body = [parse.doc[i] for i, _ in quoted]
        body += [t for c in clauses if not is_circumstance(c) for t in c.subtree]
        return Complement(Frame.QUOTE, body, addressee=around.addressee)
    tests = (_content_clause, _distant, _infinitive, _named, _object, _prepositional, _relative)
    found = next((f for test in tests if (f := test(around, clauses)) is not None), None)
    if found is not None:
        return found
    if is_passive(verb):
        return Complement(Frame.PASSIVE, [t for p in prepositions if p.dep_ == "prep" for t in p.subtree])
    return Complement(Frame.NONE, [])


def _content_clause(around: _Around, clauses: list[Token]) -> Complement | None:
    if not clauses and (around.verb.dep_ == "parataxis" or _spliced(around.verb)):
        return Complement(Frame.CLAUSE, _outside(around.verb), addressee=around.addressee)
    clauses = clauses or [o for o in around.objects if any(c.dep_ == "mark" for c in o.children)]
    if not clauses:
        return None
    body = [t for c in clauses for t in _clause(c, around.verb, around.cues)]
    return Complement(Frame.CLAUSE, body, addressee=around.addressee)


def _cut_off(clause: Token, verb: Token) -> bool:
    """'A was shot; X says B': a clause in front of a semicolon is no part of what X says."""
    return clause.i < verb.i and any(t.text == ";" for t in verb.doc[clause.i : verb.i])


def _spliced(verb: Token) -> bool:
    """'A was found, two residents told X': a clause of saying that only a comma joins to what is said."""
    if verb.dep_ != "conj" or not any(c.dep_ in SUBJECTS for c in verb.children):
        return False
    edge = verb.left_edge.i
    joined = any(c.dep_ == "cc" and c.i < verb.i for c in verb.head.children)
    last = max(t.i for t in verb.subtree)
    closing = all(t.is_punct or t.is_space for t in verb.doc[last + 1 :])
    return edge > 0 and verb.doc[edge - 1].text == "," and not joined and closing


def _distant(around: _Around, clauses: list[Token]) -> Complement | None:
    """'denied at the time that …', 'It was stated in a finding made public by X that …'.

    The parser ties such a clause to the noun between; a real relative "that" is its clause's subject or
    object and is left alone.
    """
    verb, kinds = around.verb, {"statement", "tally", "deny", "say"}
    if around.objects or not kinds & around.terms:
        return None
    below = {t.i for t in verb.subtree}
    for token in verb.doc[verb.i + 1 :]:
        if token.i not in below or token.text in {";", ":"}:
            return None
        if token.lower_ == "that" and token.dep_ in {"mark", "advmod"}:
            clause = token.head
            if clause.pos_ not in {"VERB", "AUX"} or clause.dep_ not in {"relcl", "acl", "ccomp"}:
                return None
            if any(c.dep_ in SUBJECTS and c.lower_ == "it" for c in verb.children):
                rest = list(verb.doc[token.i + 1 :])
            else:
                rest = [t for t in clause.subtree if t.i > token.i]
            return Complement(Frame.CLAUSE, rest)
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"acl", "amod", "aux", "auxpass"}:
            return None
    return None


def _infinitive(around: _Around, clauses: list[Token]) -> Complement | None:
    infinitives = [k for k in around.verb.children if k.dep_ == "xcomp"]
    asked: list[Token] = []
    if around.verb.lemma_.lower() in {"call", "appeal"}:
        asked = [p for p in around.prepositions if p.lower_ in {"on", "upon", "to"}]
        if asked:
            infinitives += [k for k in around.verb.children if k.dep_ == "advcl" and _to(k)]
    if not infinitives:
        return None
    body = [t for k in (*infinitives, *around.objects) for t in k.subtree]
    body += [t for p in asked for t in p.subtree if t.i != p.i]
    return Complement(Frame.INFINITIVE, body, addressee=around.addressee)


def _to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


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
        kept = preposition.lower_ == "for" and "condemn" in around.terms
        if kept or "tally" in around.terms or (preposition.lower_ == "at" and around.verb.lemma_ == "put"):
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
    verb = around.verb
    if verb.dep_ == "relcl" and "deny" in around.terms and not around.objects:
        below = {t.i for t in verb.subtree}  # 'a charge the army denies'
        return Complement(Frame.OBJECT, [t for t in verb.head.subtree if t.i not in below])
    return None


def _without_occasion(body: list[Token]) -> list[Token]:
    """Without a closing clause of occasion ('… once a photo had appeared'): it tells when, not what was said."""
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
        if _others_word(token, cues) or others_clause(token, cues):
            out |= {t.i for t in token.subtree}
        if is_further(token, cues) and governor(token, cues) == verb:
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


def others_clause(token: Token, cues: Lexicon) -> bool:
    """', and X said …', ', while X says …': a clause beside the content in which somebody else speaks."""
    if token.tag_ not in {"VBD", "VBZ", "VBP"} or not is_speaking(token, cues):
        return False
    if not any(c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"} for c in token.children):
        return False
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    if token.dep_ == "advcl":
        if not marks & {"while", "whereas", "though", "although"}:
            return False
    elif token.dep_ != "conj" or marks or not _set_off(token):
        return False
    return any(c.dep_ == "ccomp" for c in token.children)


def _set_off(token: Token) -> bool:
    """Whether a comma and a conjunction stand in front of a clause: ', and said …'."""
    edge = token.left_edge.i
    return edge > 1 and token.doc[edge - 1].dep_ == "cc" and token.doc[edge - 2].text == ","


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
    if not carries and {"accuse", "deny", "demand", "condemn"} & set(terms_of(token.lemma_.lower(), cues)):
        carries = any(c.dep_ in {"dobj", "prep"} and c.i > token.i for c in token.children)
    own = next((c for c in token.head.children if c.dep_ in SUBJECTS), None)
    same = own is not None and own.lower_ in {"it", "he", "she", "they"}
    return carries and (same or _tense(token.head) != _tense(token) or _set_off(token))


def _tense(verb: Token) -> str:
    """The form of a finite verb by its first helper, or its own tag: 'had died' is not 'denied'."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < verb.i]
    if any(h.tag_ == "MD" for h in helpers):
        return "modal"
    return f"{helpers[0].lemma_}+" if helpers else verb.tag_


def governor(token: Token, cues: Lexicon) -> Token | None:
    """The cue in whose content clause a token hangs."""
    for above in token.ancestors:
        if above.dep_ == "ccomp" and is_speaking(above.head, cues):
            return above.head
        if above.dep_ in {"relcl", "advcl"} and not (above.i == token.head.i and _set_off(token)):
            return None
    return None
