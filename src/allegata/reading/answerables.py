"""What one may be asked for a word on: an allegation, a question, a request for comment; not a call for help."""

from spacy.tokens import Token

from allegata.reading import answerers

WORD = frozenset(
    {"comment", "reaction", "statement", "response", "reply", "answer", "interview", "information"}
) | frozenset({"clarification", "explanation", "detail", "evidence", "confirmation", "remark", "view"})
"""What the press asks for."""
MATTERS = frozenset(
    {"matter", "case", "issue", "death", "event", "news", "query", "topic", "subject", "situation"}
) | frozenset({"journalist", "reporter", "correspondent", "newspaper", "agency", "medium", "press", "outlet"})
_ON = frozenset({"to", "on", "about", "regarding", "upon", "concerning", "over", "for"})


def of(token: Token) -> list[Token]:
    """What is or is not answered, commented on, reacted to; nothing for the bare form ("has not commented")."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "dobj":
            found.append(child)
        if child.dep_ in {"prep", "dative"} and child.lower_ in _ON:
            found += [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
    return found


def asks(token: Token) -> bool:
    """Whether a request or call is for a word: "calls for help" are not, nor are "requests for access"."""
    if token.lemma_.lower() not in answerers.ASKED | {"appeal", "plea"}:
        return True
    wanted = [
        c
        for p in token.children
        if p.dep_ == "prep" and p.lower_ == "for"
        for c in p.children
        if c.dep_ == "pobj"
    ]
    return not wanted or any(w.lemma_.lower() in WORD for w in wanted)


def is_matter(token: Token) -> bool:
    """A question, a request, a pronoun, a name, or a word for the matter or for who asks."""
    lemma = token.lemma_.lower()
    return lemma in answerers.ASKED | WORD | MATTERS or token.pos_ in {"PRON", "PROPN", "VERB", "NUM", "DET"}
