"""The words that keep a check from counting as made: negation, failure, attempt, condition, habit.

The rule is lopsided on purpose: whatever stands in the way withholds.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.vocabulary import (
    VerificationAspect,
)

NEGATING = frozenset(
    {
        "not",
        "n't",
        "no",
        "never",
        "neither",
        "nor",
        "nobody",
        "none",
        "without",
        "cannot",
        "hardly",
        "rarely",
        "seldom",
        "scarcely",
        "nothing",
        "little",
    }
)


FAILING = frozenset(
    {
        "short",
        "stop",
        "contrary",
        "deny",
        "doubt",
        "before",
        "unable",
        "fail",
        "decline",
        "refuse",
        "impossible",
        "impossibility",
        "difficult",
        "yet",
        "await",
        "remain",
        "impede",
        "prevent",
        "pending",
        "inability",
        "hard",
        "insufficient",
        "lack",
        "struggle",
    }
)


TRYING = frozenset(
    {
        "try",
        "seek",
        "attempt",
        "work",
        "hope",
        "plan",
        "continue",
        "aim",
        "begin",
        "start",
        "want",
        "intend",
        "effort",
        "request",
        "ask",
        "call",
        "demand",
        "urge",
        "need",
        "help",
        "promise",
    }
)


MODAL = frozenset(
    {
        "could",
        "can",
        "may",
        "might",
        "would",
        "should",
        "must",
        "will",
        "shall",
        "'ll",
        "if",
        "whether",
        "unless",
        "until",
        "once",
        "ca",
    }
)


MANAGING = frozenset({"able", "manage", "succeed"})


CONTRASTING = frozenset({"but", "not", "though", "although", "except", "without", "nor", "however", "only"})


def is_content_of_noun(token: Token) -> bool:
    """Whether the check is only what a claim or rumour says: "the claim that X has verified it"."""
    return (
        token.dep_ in {"acl", "ccomp", "relcl"}
        and token.head.pos_ == "NOUN"
        and any(c.lower_ == "that" and c.dep_ == "mark" for c in token.children)
    )


def is_habit(token: Token) -> bool:
    """A rule of work, no check: "prints only what it has verified", "are verified before publication"."""
    of_noun = {"relcl", "acl", "ccomp"}
    relative = next(
        (t for t in [token, *token.ancestors] if t.dep_ in of_noun and t.head.pos_ == "NOUN"), None
    )
    if relative is not None:
        noun = relative.head
        around = {t.lower_ for t in noun.doc[max(0, noun.i - 3) : noun.i]}
        definite = any(
            c.lower_ in {"the", "this", "these", "its"} and c.dep_ in {"det", "poss"} for c in noun.children
        )
        if "only" in around or (not definite and noun.lemma_.lower() in GENERIC):
            return True
    present = any(c.lower_ in {"is", "are"} and c.dep_ == "auxpass" for c in token.children)
    below = {c.lower_ for c in token.children} | {
        d.lower_ for c in token.children for d in c.children if d.dep_ == "mark"
    }
    return present and bool(below & {"before", "always", "usually", "first"})


VOUCHING = frozenset(
    {
        "say",
        "declare",
        "state",
        "find",
        "conclude",
        "announce",
        "consider",
        "deem",
        "judge",
        "believe",
        "write",
        "tell",
        "report",
        "add",
    }
)
"""What a voice does when it calls footage genuine; under any other verb nothing is vouched for."""


GENERIC = frozenset({"material", "death", "case", "report", "information", "incident", "figure"})


def under_noun(word: Token, verb: Token) -> bool:
    """Whether an aspect word stands in a relative clause of the noun that is checked."""
    node = word
    while node.i not in (verb.i, node.head.i):
        if node.dep_ in {"relcl", "acl"}:
            return True
        node = node.head
    return False


def asked(token: Token) -> Iterator[VerificationAspect]:
    """The aspects that by whom, when and where ask for, in order of the text."""
    for word in token.sent:
        if word.lower_ == "whom" or (word.lower_ == "who" and word.i > token.i):
            yield VerificationAspect.AUTHOR
        elif word.lower_ == "when" and word.i > token.i:
            yield VerificationAspect.TIME
        elif word.lower_ == "where" and word.i > token.i:
            yield VerificationAspect.PLACE


def is_modifier(token: Token) -> bool:
    """Whether a word only describes a noun (“unverified footage“)."""
    return token.dep_ == "amod"


def is_mistagged(token: Token) -> bool:
    """A verb behind "to" that the parser took for a noun ("in no position to vouch for …")."""
    return (
        token.pos_ == "NOUN"
        and token.dep_ == "pobj"
        and token.head.lower_ == "to"
        and token.head.i == token.i - 1
    )


def is_passive(token: Token) -> bool:
    """Whether a verb has a passive auxiliary."""
    return any(c.dep_ == "auxpass" for c in token.children)


def agent_of(token: Token) -> Token | None:
    """The noun behind “by“."""
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def checked_subject(token: Token) -> Token | None:
    """The subject of a verb, over the clauses that share it."""
    node = token
    for _ in range(4):
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return child
        if node.dep_ not in {"xcomp", "conj", "ccomp", "advcl", "acl", "acomp"} or node.head.i == node.i:
            return None
        if node.dep_ == "ccomp" and node.head.pos_ not in {"ADJ", "VERB", "AUX"}:
            return None
        node = node.head
    return None


def verb_above(token: Token) -> Token | None:
    """The nearest verb on the way up from a token."""
    node = token
    for _ in range(8):
        if node.pos_ in {"VERB", "AUX"}:
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


_WAYS = frozenset({"position", "way", "means", "possibility", "opportunity", "chance", "basis"})


def _no_way(token: Token) -> set[str]:
    """ "is in no position to verify it", "not in a position to": however the parser ties the infinitive."""
    before = token.doc[max(0, token.i - 6) : token.i]
    at = next((t.i for t in reversed(before) if t.lemma_.lower() in _WAYS), None)
    if at is None or any(t.is_punct for t in token.doc[at : token.i]):
        return set()
    return {t.lower_ for t in token.doc[max(0, at - 5) : at]} & {"no", "not", "n't", "never", "without"}


def governing_words(token: Token) -> set[str]:
    """The lemmas that govern or modify a verb: everything on its way up, with the modifiers there."""
    found: set[str] = _no_way(token)
    node = token
    for _ in range(6):
        for child in node.children:
            if child.dep_ in {
                "neg",
                "aux",
                "advmod",
                "det",
                "mark",
                "cc",
                "preconj",
                "acomp",
                "prep",
                "npadvmod",
            }:
                found |= {child.lower_, child.lemma_.lower()}
                found |= {c.lower_ for c in child.children if c.dep_ in {"advmod", "neg"}}
            if child.dep_ in {"nsubj", "nsubjpass"}:
                found |= {child.lower_} & NEGATING
                found |= {c.lower_ for c in child.children if c.dep_ in {"det", "neg", "preconj", "advmod"}}
            if child.dep_ in {"attr", "dobj"} and node.i != token.i:
                found |= {child.lemma_.lower()} & (FAILING | TRYING)
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
        if node.head.i == node.i or (
            node.dep_ in {"ccomp", "conj", "relcl", "parataxis"} and node.i != token.i and not infinitive
        ):
            break
        if node.dep_ in {"ccomp", "relcl"}:  # "does not mean that we have verified them"
            found |= {c.lower_ for c in node.head.children if c.dep_ == "neg"}
        bound = infinitive or node.head.lemma_.lower() in FAILING | TRYING
        if node.dep_ in {"ccomp", "relcl"} and not bound:
            break
        if node.dep_ == "advcl" and not any(c.dep_ == "mark" for c in node.children) and node.tag_ != "VBG":
            break
        node = node.head
        found |= {node.lower_, node.lemma_.lower()}
    return found


THINGS = frozenset({"it", "this", "that", "these", "those", "them", "they", "which"})
"""Pronouns that may stand for footage or a claim; "he" and "she" never do."""
