"""How far an answer reaches: this occurrence, conduct in general, or the words leave it open."""

from spacy.tokens import Token

from allegata.model.vocabulary import ResponseKind, Scope
from allegata.reading.bounds import GENERALISING
from allegata.reading.context import Context
from allegata.reading.sentences import Parse, Sentence

SPECIFIC = frozenset({"the", "this", "these", "that", "those"})
ALWAYS = frozenset({"never", "always", "routinely", "ever", "only", "consistently", "strictly", "fully"})
GENERALLY = frozenset(
    {"generally", "typically", "routinely", "usually", "regularly", "habitually", "normally"}
)
"""Adverbs that make a denial one of conduct: it is given whenever the like is alleged."""
NORMS = frozenset({"rule", "law", "convention", "norm", "treaty", "right", "principle", "obligation", "code"})
"""What is definite without being of one occurrence: "the rules", "the laws of war"."""
SILENT = frozenset({ResponseKind.NO_COMMENT, ResponseKind.NO_RESPONSE_KNOWN})
_ALLEGATIONS = frozenset({"allegation", "allegations", "accusation", "accusations", "charges", "claims"})
_BE = frozenset({"had", "have", "has", "was", "were", "is", "are"})


def of_answer(
    context: Context, sentence: Sentence, parse: Parse, token: Token, kind: ResponseKind, alleged: bool
) -> Scope:
    """How far an answer reaches that a word of answering gives.

    :param alleged: whether what is answered is called an allegation, so that it points to something told.
    """
    words = {t.lower_ for t in token.subtree}
    if kind is ResponseKind.COMMITMENT_TO_INVESTIGATE:
        every = GENERALISING | {"alleged", "every", "each"}
        return Scope.GENERAL_CONDUCT if words & every else Scope.THIS_INCIDENT
    if kind in SILENT:
        return Scope.THIS_INCIDENT
    if kind is ResponseKind.RESPONSIBILITY_DENIED and _names_the_act(context, token):
        return Scope.THIS_INCIDENT
    if _is_conduct(context, sentence, parse, token, alleged):
        granted = (
            kind is ResponseKind.ACKNOWLEDGED_IN_PART
        )  # "deplored isolated excesses": of which, is not said
        return Scope.UNCLEAR if granted else Scope.GENERAL_CONDUCT
    if _has_happened(token):
        return Scope.THIS_INCIDENT
    if any(c.dep_ == "xcomp" and c.tag_ == "VBG" and not _acts(context, c) for c in token.children):
        return Scope.UNCLEAR  # "denies supporting the group": a relation, not what was done here
    if token.dep_ == "relcl" or words & (GENERALISING | {"such", "repeatedly", "crimes", "abuses"}):
        return Scope.GENERAL_CONDUCT
    if words & _ALLEGATIONS:
        return Scope.THIS_INCIDENT if words & {"this", "these", "latest"} else Scope.UNCLEAR
    return Scope.THIS_INCIDENT


def of_account(context: Context, sentence: Sentence, parse: Parse, verb: Token) -> Scope:
    """How far a clause of the accused side's own account reaches: habits are general, what was done is not."""
    words = {c.lower_ for c in verb.children}
    inside = {t.lower_ for t in _own(verb)}
    if is_habit(verb) and not _is_pinned(context, sentence, parse, verb):
        return Scope.GENERAL_CONDUCT
    if words & ALWAYS or inside & {"any", "whatsoever"}:
        return Scope.THIS_INCIDENT if _is_pinned(context, sentence, parse, verb) else Scope.GENERAL_CONDUCT
    return Scope.THIS_INCIDENT


def _names_the_act(context: Context, token: Token) -> bool:
    """ "any role in the shooting": a definite act, so that "any" is of this one."""
    return any(
        c.lower_ in SPECIFIC and c.dep_ == "det" and bool(context.act_types(t, "noun"))
        for t in token.subtree
        if t.tag_ == "NN"
        for c in t.children
    )


def _has_happened(token: Token) -> bool:
    """ "denied that any civilian had been executed": what had or had not been done by then is no habit."""
    often = {c.lower_ for c in token.children} & GENERALISING
    denied = [c for c in token.children if c.dep_ == "ccomp"]
    return not often and any(c.lower_ == "had" and c.dep_ == "aux" for d in denied for c in d.children)


def _acts(context: Context, verb: Token) -> bool:
    back = context.phrases("acts", "back_reference")
    return any(context.act_types(t, "verb", "noun", "state") or back.terms_at(t) for t in verb.subtree)


def is_habit(verb: Token) -> bool:
    """ "never mistreats", "does not target", "only hits": a verb in the simple present tells of a habit."""
    auxiliaries = [c for c in verb.children if c.dep_.startswith("aux")]
    if any(c.lower_ in _BE for c in auxiliaries) or verb.lemma_.lower() == "be":
        return False
    if auxiliaries:
        return any(c.lower_ in {"do", "does"} for c in auxiliaries)
    return verb.tag_ in {"VBP", "VBZ"}


def _own(verb: Token) -> list[Token]:
    """The words of a clause without a joined deed beside a rule of conduct ("never targets … and had acted")."""
    apart = [
        c
        for c in verb.children
        if c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"} and is_habit(c) != is_habit(verb)
    ]
    left = {t.i for c in apart for t in c.subtree}
    return [t for t in verb.subtree if t.i not in left]


def _is_pinned(context: Context, sentence: Sentence, parse: Parse, verb: Token) -> bool:
    """Whether a clause names its place, its number or definite people: then it is about something that was."""
    inside = [t for t in _own(verb) if t.i > verb.i]
    definite = any(
        (t.lower_ in SPECIFIC and t.dep_ == "det" and t.head.lemma_.lower() not in NORMS | {"war"})
        or t.pos_ == "NUM"
        for t in inside
    )
    start, end = parse.start(verb), max((parse.end(t) for t in inside), default=parse.end(verb))
    placed = any(start <= p.start < end for p in context.places.get(sentence.index, ()))
    return definite or placed


def _is_conduct(context: Context, sentence: Sentence, parse: Parse, token: Token, alleged: bool) -> bool:
    """ "denies that its forces mistreat prisoners", "deny attacking civilians": conduct, not an occurrence.

    The denied clause has a present or bare verb and nothing definite, counted or placed in it; or the
    denial itself is told as of the past.
    """
    before = {"past", "previously", "before"}
    if {t.lower_ for t in token.sent if t.dep_ in {"pobj", "advmod"}} & before:
        return True
    if {c.lower_ for c in token.children if c.dep_ == "advmod"} & GENERALLY:
        return True
    denied = [c for c in token.children if c.dep_ in {"ccomp", "xcomp", "pcomp"}]
    bare = [c for c in token.children if c.dep_ == "dobj" and c.tag_ in {"NNS", "NNPS"}]
    if not denied and bare and not alleged:
        return not any(t.dep_ in {"det", "nummod", "poss"} for t in bare[0].subtree)
    if not denied or token.lemma_.lower() not in {"deny", "reject", "dismiss"}:
        return False
    verb = denied[0]
    habitual = verb.tag_ in {"VBP", "VBZ", "VBG", "VB", "NN"} and not any(
        c.lower_ in _BE for c in verb.children if c.dep_.startswith("aux")
    )
    return habitual and not _is_pinned(context, sentence, parse, verb)
