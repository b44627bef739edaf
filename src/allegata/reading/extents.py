"""How far a quotation reaches: from one word to the words that a reader needs to understand it.

A quotation that begins with "he" or ends before "in the legs" misleads. These functions widen an
extent to the clause, to the antecedent of a pronoun, and over the phrases that trail behind.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.reading.sentences import Parse

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LOOSE = frozenset({"advcl", "parataxis", "conj", "meta"})


def clause(parse: Parse, token: Token) -> tuple[int, int]:
    """The offsets of the clause that a verb or noun heads, without clauses that only hang on it.

    Adverbial and coordinate clauses with a subject of their own, parataxis, and tails that only go on
    speaking ("…, adding that …") are left out.
    """
    return parse.extent(list(_kept(parse, token)))


def _kept(parse: Parse, token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ in {"punct", "cc"} or is_placeholder(parse, child):
            continue
        if child.dep_ in _LOOSE and child.pos_ in {"VERB", "AUX"}:
            inner = {c.dep_ for c in child.children}
            if inner & {"nsubj", "nsubjpass", "mark"} or "ccomp" in inner:
                continue
        yield from _kept(parse, child)


def is_placeholder(parse: Parse, token: Token) -> bool:
    """Whether a token stands for a quotation that was cut out before parsing."""
    return parse.ends[token.i] - parse.offsets[token.i] > len(token.text) + 1


def is_verb(token: Token) -> bool:
    """Whether a token is a verb or an auxiliary."""
    return token.pos_ in {"VERB", "AUX"}


def verb_above(token: Token) -> Token | None:
    """The nearest verb on the way up from a token, itself included."""
    node = token
    while not is_verb(node):
        if node.head.i == node.i:
            return None
        node = node.head
    return node


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on this very verb."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def run_on(parse: Parse, end: int, start: int) -> int:
    """Where a clause really ends: over trailing phrases that the parser hung elsewhere.

    Goes right from `end` until a new clause begins (a verb, a subordinator, a comma before one) or the
    sentence ends.
    """
    last = end
    for token in parse.doc:
        if parse.start(token) < end:
            continue
        if (
            is_verb(token)
            or token.pos_ == "SCONJ"
            or token.dep_ in {"mark", "cc"}
            or token.text in {":", ";", "—"}
        ):
            break
        if token.lower_ in {
            "who",
            "which",
            "that",
            "while",
            "when",
            "where",
            "before",
            "after",
            "as",
            "according",
        }:
            break
        if token.pos_ != "PUNCT":
            last = parse.end(token)
    return _trimmed(parse, last, end)


def _trimmed(parse: Parse, last: int, end: int) -> int:
    """Step back from a noun phrase that turned out to be the subject of the next clause."""
    for token in reversed(list(parse.doc)):
        if end < parse.end(token) <= last and token.dep_ in SUBJECTS:
            left = min(parse.start(t) for t in token.subtree)
            return max(end, max((parse.end(t) for t in parse.doc if parse.end(t) <= left), default=end))
    return last


def readable(parse: Parse, verb: Token, start: int, end: int) -> tuple[int, int]:
    """An extent widened to the clause above while its subject is only a pronoun."""
    node = verb
    for _ in range(3):
        subject = own_subject(node)
        pronoun = subject is not None and subject.pos_ == "PRON" and not is_placeholder(parse, subject)
        # "the army, who shot …" explains itself; a relative on the way up from "they" does not
        pronoun = pronoun and (
            node is not verb or (subject is not None and subject.tag_ not in {"WP", "WDT"})
        )
        if not pronoun or node.head.i == node.i:
            break
        above = verb_above(node.head)
        if above is None or above.lemma_.lower() in {
            "say",
            "tell",
            "add",
            "claim",
            "state",
            "report",
            "announce",
        }:
            break
        low, high = clause(parse, above)
        start, end, node = min(start, low), max(end, high), above
    return start, end


def governed(parse: Parse, token: Token, start: int, end: int) -> tuple[int, int]:
    """A place or time phrase with what it hangs on: the verb and its subject, or the noun phrase."""
    governor = _governor(parse, token, start)
    if governor is None:
        return start, end
    tokens = [governor]
    for child in governor.children:
        if child.dep_ in _GOVERNED and not is_placeholder(parse, child):
            tokens += [t for t in noun_phrase(child, clauses=False) if not is_placeholder(parse, t)]
    low, high = parse.extent(tokens)
    return min(low, start), max(high, end)


_GOVERNED = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "advmod",
        "prt",
        "amod",
        "compound",
        "det",
        "nmod",
        "dobj",
        "neg",
    }
)


def _governor(parse: Parse, token: Token, start: int) -> Token | None:
    node = token
    while node.head.i != node.i:
        node = node.head
        if is_verb(node) or (node.pos_ in {"NOUN", "PROPN"} and parse.start(node) < start):
            return node
    return None


def noun_phrase(noun: Token, clauses: bool = True) -> Iterator[Token]:
    """A noun phrase with its restrictive clauses; what follows behind a comma is left out.

    :param clauses: whether to take restrictive clauses and participles along.
    """
    yield noun
    for child in noun.children:
        if child.dep_ in {"relcl", "acl", "appos", "conj"} and child.i > noun.i:
            before = any(t.text == "," for t in noun.doc[noun.i + 1 : child.i])
            if before or child.dep_ == "conj" or (not clauses and child.dep_ != "appos"):
                continue
        if child.dep_ not in {"punct", "cc"}:
            yield from noun_phrase(child, clauses)
