"""Turns of phrase by which an accused side keeps a thing away from itself, or leaves a question open.

"Has distanced his men from the killings", "had no part in it", "is not one of us" deny responsibility;
"referred questions to the police" and "is yet to say whether" say nothing; "condemned individual
transgressions" grants that something was done, by somebody apart. Each is read from the syntax around
its word; whose answer it is, and to what, is for `answers` and `replies`.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.vocabulary import ResponseKind
from allegata.reading.context import Context
from allegata.reading.sentences import Parse

APART = frozenset({"distance", "dissociate", "disown", "rule"})
"""Verbs that keep something away: their object or what stands behind "from" must be the thing alleged."""
CASES = frozenset(
    {"case", "trial", "verdict", "sentence", "indictment", "proceeding", "prosecution", "ruling"}
)
"""What alleges something before a court, and can be called a farce."""
ASKED = frozenset({"question", "query", "enquiry", "inquiry", "request", "call", "journalist", "reporter"})
TELLING = frozenset({"say", "disclose", "reveal", "specify", "indicate", "clarify", "explain"})
OURS = frozenset({"us", "ours", "our", "them", "theirs", "his", "its", "their"})


def disowned(context: Context, verb: Token, negated: bool) -> ResponseKind | None:
    """ "distanced his men from the killings", "ruled out any involvement": responsibility denied."""
    if negated:
        return None
    behind = [
        c
        for p in verb.children
        if p.dep_ == "prep" and p.lower_ == "from"
        for c in p.children
        if c.dep_ == "pobj"
    ]
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    involved = context.phrases("records", "answer.involved")
    if verb.lemma_.lower() == "rule":
        own = any(involved.terms_at(o) and not _has_no(o) for o in objects)
        return ResponseKind.RESPONSIBILITY_DENIED if own else None
    kept = behind if verb.lemma_.lower() != "disown" else objects
    told = context.phrases("records", "answer.allegation")
    back = context.phrases("acts", "back_reference")
    about = any(
        told.terms_at(t) or back.terms_at(t) or context.act_types(t, "noun", "verb")
        for k in kept
        for t in k.subtree
    )
    return ResponseKind.RESPONSIBILITY_DENIED if about else None


def refers_on(verb: Token) -> bool:
    """ "referred questions to the police": whoever was asked passes the question on."""
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    onward = any(c.dep_ in {"prep", "dative"} and c.lower_ == "to" for c in verb.subtree)
    return verb.pos_ == "VERB" and onward and any(o.lemma_.lower() in ASKED for o in objects)


def sets_apart(context: Context, verb: Token) -> bool:
    """ "condemned what it called individual transgressions": granted, and laid on somebody apart."""
    isolated = context.phrases("records", "answer.isolated")
    excess = context.phrases("records", "answer.excess")
    return any(
        isolated.terms_at(t) and t.dep_ in {"amod", "compound"} and excess.terms_at(t.head)
        for t in verb.subtree
    )


def left_unsaid(parse: Parse) -> Iterator[Token]:
    """Verbs of telling that are held back from a question: "is yet to say whether it will look into it"."""
    for token in parse.doc:
        if token.lemma_.lower() not in TELLING or token.pos_ != "VERB":
            continue
        open_question = any(
            c.dep_ == "ccomp" and any(m.lower_ in {"whether", "if", "why", "how", "who"} for m in c.subtree)
            for c in token.children
        )
        around = {c.lower_ for c in token.children if c.dep_ in {"neg", "advmod"}}
        if token.dep_ == "xcomp":
            around |= {c.lower_ for c in token.head.children if c.dep_ in {"neg", "advmod", "acomp"}}
            around |= {token.head.lemma_.lower()}
        if open_question and around & {"not", "n't", "never", "yet", "decline", "refuse"}:
            yield token


def is_uninvolved(context: Context, verb: Token, negated: bool) -> bool:
    """ "no member of the force was involved", "had nothing to do with it", "is not one of us".

    :param negated: whether the clause is denied, by its verb, its subject or its object.
    """
    objects = [c for c in verb.children if c.dep_ in {"dobj", "attr", "acomp", "oprd", "prep"}]
    if any(o.lower_ == "nothing" for o in objects):
        return any(t.lower_ == "do" for o in objects for t in o.subtree)
    if not negated:
        return False
    if any(o.lower_ in {"one", "any"} and {t.lower_ for t in o.subtree} & OURS for o in objects):
        return True
    involved = context.phrases("records", "answer.involved")
    return any(involved.terms_at(t) for t in [verb, *objects])


def _has_no(noun: Token) -> bool:
    return any(c.lower_ == "no" and c.dep_ == "det" for c in noun.children)
