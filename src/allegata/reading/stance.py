"""How firmly something is said: hedges, conditions, denials and questions around one clause.

`of_clause` judges the words around one verb or noun inside its sentence; `speech_acts` judges whole
statements. Everything is read from the syntax around the word: a hedge counts only where it governs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import Modality, Polarity
from allegata.reading.phrases import asks, first_joined
from allegata.reading.sentences import Parse

Extent = tuple[int, int]

ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "pobj", "prep", "agent", "oprd"})
CARRIERS = frozenset(
    {"footage", "video", "clip", "recording", "image", "photo", "report", "account", "claim"}
)
CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "acl", "csubj"})
"""Dependencies by which a clause lies in the reach of the word above it."""


@dataclass(frozen=True, slots=True)
class ClauseStance:
    """What stands around one clause. `hedges` are the document extents of the hedging words."""

    modality: Modality
    polarity: Polarity
    hedges: tuple[Extent, ...] = ()
    negated: bool = False
    conditional: bool = False
    asked: bool = False
    future: bool = False
    purported_by_footage: bool = False


def of_clause(parse: Parse, token: Token, knowledge: Knowledge, cue: Token | None = None) -> ClauseStance:
    """The stance of the clause headed by a verb (or of an act named by a noun).

    :param cue: the word of saying, when known: nothing above it touches what is said.
    """
    words = knowledge.lexicon("stance")
    hedges: list[Token] = []
    doubts: list[Token] = []
    claims: list[Token] = []
    negations = 0
    conditional = asked = future = withheld = False
    for step, near in _above(token, cue):
        hedges += _hedges(step, words)
        doubts += _doubts(step, words)
        if step is not token or near:
            claims += _footage_claims(step, words)
        if near:
            negations += sum(1 for c in step.children if c.dep_ == "neg")
            future = future or _future(step, words)
        conditional = conditional or _conditional(step)
        if step is not token and step.lemma_.lower() in words.groups["lemma_deny"]:
            negations += 1
        withheld = withheld or _withheld(step, token) or _unsaid(step, token, knowledge.lexicon("cues"))
    withheld = withheld or _asked_in_vain(token)
    negations += _cleft_denied(token)
    asked = parse.doc[-1].text == "?" or any(t.text == "?" for t in parse.doc[token.i :])
    modality = _modality(asked, conditional, doubts, claims, hedges)
    if modality is Modality.ASSERTED and any(_footage_shows(step, words) for step, _ in _above(token, cue)):
        modality = Modality.PURPORTED_BY_FOOTAGE
    polarity = Polarity.WITHHOLDS if withheld else Polarity.DENIES if negations % 2 else Polarity.AFFIRMS
    spans = sorted({(parse.start(t), parse.end(t)) for t in (*hedges, *doubts, *claims)})
    return ClauseStance(
        modality, polarity, tuple(spans), negations % 2 == 1, conditional, asked, future, bool(claims)
    )


def _modality(
    asked: bool, conditional: bool, doubts: list[Token], claims: list[Token], hedges: list[Token]
) -> Modality:
    if asked:
        return Modality.ASKED
    if conditional:
        return Modality.CONDITIONAL
    if doubts:
        return Modality.SPECULATIVE
    if claims:
        return Modality.PURPORTED_BY_FOOTAGE
    return Modality.HEDGED if hedges else Modality.ASSERTED


def _above(token: Token, cue: Token | None = None) -> Iterator[tuple[Token, bool]]:
    """The token and the words whose hedges reach it, nearest first; `near`: negation reaches it too."""
    step, near = token, True
    yield step, near
    for _ in range(10):
        if cue is not None and step == cue:
            return
        dep, head = step.dep_, step.head
        if head.i == step.i or not _reaches(step):
            return
        if (
            dep == "conj"
            and step.pos_ == "VERB"
            and not near
            and any(c.dep_ == "ccomp" for c in step.children)
        ):
            return  # 'has denied A and said that B': the denial does not reach B
        if dep == "conj":
            own = any(c.dep_ in {"aux", "auxpass", "neg"} for c in step.children)
            finite = step.tag_ in {"VBD", "VBZ", "VBP"} and head.tag_ in {"VB", "VBG"}
            near = near and not own and not finite
        elif dep in {"ccomp", "acl", "pcomp"}:
            near = False
        step = head
        yield step, near


def _cleft_denied(token: Token) -> int:
    """ "It was not X that did it" denies the act of X, though "not" stands in the clause above it."""
    if token.dep_ not in {"relcl", "ccomp"}:
        return 0
    above = token.head.head if token.head.dep_ == "attr" else token.head
    it_is = above.lemma_.lower() == "be" and any(
        c.dep_ == "nsubj" and c.lower_ == "it" for c in above.children
    )
    named = next((c for c in above.children if c.dep_ == "attr" and above.i < c.i < token.i), None)
    if not it_is or named is None:
        return 0
    # only right behind the verb: "it was X, not Y, that …" affirms the act of X
    behind, last = above.nbor(1), named.left_edge.i
    return int(behind.lower_ in {"not", "n't", "n’t"} and behind.i <= last and above.nbor(2).lower_ != "only")


def _reaches(step: Token) -> bool:
    """Whether a hedge on the word above covers this one."""
    if step.dep_ == "conj":
        # a shared auxiliary or adverb in front of the first conjunct covers the later ones
        return not any(c.dep_ in {"nsubj", "nsubjpass"} for c in step.children)
    if step.dep_ in ARGUMENTS:
        return step.pos_ not in {"VERB", "AUX"}
    return step.dep_ in CLAUSAL


def _hedges(token: Token, words: Lexicon) -> list[Token]:
    adverbs, adjectives = words.groups["lemma_hedge_adverb"], words.groups["lemma_hedge_adjective"]
    found = [c for c in token.children if c.dep_ in {"advmod", "npadvmod"} and c.lower_ in adverbs]
    if token.pos_ in {"NOUN", "PROPN"}:
        found += [c for c in token.children if c.dep_ in {"amod", "nmod"} and c.lower_ in adjectives]
    if token.pos_ in {"VERB", "AUX"}:
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                found += [
                    c
                    for c in child.children
                    if c.dep_ == "amod" and c.lower_ in adjectives and child.lemma_.lower() in CARRIERS
                ]
        reaches = any(c.dep_ in {"xcomp", "ccomp"} for c in token.children)
        if reaches and token.lemma_.lower() in words.groups["lemma_hedge_verb"]:
            found.append(token)
        passive = any(c.dep_ == "auxpass" for c in token.children)
        if (
            passive
            and token.lemma_.lower() in words.groups["lemma_report_passive"]
            and any(c.dep_ == "xcomp" for c in token.children)
        ):
            found.append(token)
    return found


FOOTAGE = frozenset(
    {"footage", "video", "videos", "clip", "clips", "reports", "report", "images", "recording"}
)


def _doubts(token: Token, words: Lexicon) -> list[Token]:
    modals = words.groups["lemma_doubt_modal"]
    adverbs = words.groups["lemma_doubt_adverb"]
    found = [c for c in token.children if c.dep_ == "advmod" and c.lower_ in adverbs]
    helpers = [c for c in token.children if c.dep_ == "aux" and c.lower_ in modals]
    negated = any(c.dep_ == "neg" for c in token.children)
    found += [h for h in helpers if h.lower_ != "could" or (not negated and token.tag_ == "VB")]
    return found


def _footage_claims(token: Token, words: Lexicon) -> list[Token]:
    """'the video claims to show': footage put forward as showing something."""
    if token.lemma_.lower() not in words.groups["lemma_footage_claim"] or token.pos_ != "VERB":
        return []
    shown = [
        c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in words.groups["lemma_show"]
    ]
    return [token] if shown else []


def _footage_shows(token: Token, words: Lexicon) -> bool:
    """'the video shows …', 'in footage showing …': it rests on what footage shows."""
    if token.lemma_.lower() not in words.groups["lemma_show"] or token.pos_ != "VERB":
        return False
    subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None and token.dep_ in {"acl", "advcl", "xcomp", "relcl"}:
        above = token.head
        subject = (
            above if above.pos_ == "NOUN" else next((c for c in above.children if c.dep_ == "nsubj"), None)
        )
    elif subject is not None and subject.lower_ in {"that", "which"}:
        subject = token.head
    return subject is not None and subject.lemma_.lower() in words.groups["lemma_footage"]


def _future(token: Token, words: Lexicon) -> bool:
    if any(c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "wo"} for c in token.children):
        return True
    return token.dep_ == "xcomp" and token.head.lemma_.lower() in words.groups["lemma_plan"]


def _conditional(token: Token) -> bool:
    marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"}}
    if marks & {"if", "unless"} or (marks & {"whether"} and token.dep_ in {"ccomp", "advcl", "pcomp"}):
        return True
    would = any(c.dep_ == "aux" and c.lower_ in {"would", "'d"} for c in token.children)
    return would and any(
        c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in {"if", "unless"} for g in c.children)
        for c in token.children
    )


def _unsaid(step: Token, token: Token, cues: Lexicon) -> bool:
    """'They did not say that …': what was not said is left open."""
    return (
        step is not token
        and step.pos_ == "VERB"
        and any(c.dep_ == "neg" for c in step.children)
        and step.lemma_.lower() in cues.groups["statement"]
    )


def _withheld(step: Token, token: Token) -> bool:
    """'It is unclear how …', 'it is not known who …': the clause is left open."""
    if step is token:
        return False
    open_words = {"unclear", "unknown", "uncertain"}
    if step.lower_ in open_words or any(c.lower_ in open_words and c.dep_ == "acomp" for c in step.children):
        return True
    known = step.lower_ in {"known", "clear", "certain"} or any(
        c.lower_ in {"known", "clear", "certain"} and c.dep_ == "acomp" for c in step.children
    )
    return known and any(c.dep_ == "neg" for c in step.children)


def _asked_in_vain(token: Token) -> bool:
    """'How they died cannot be seen', 'it was not established who fired': the clause is an open question."""
    clause = first_joined(token)
    return (
        clause.dep_ in {"csubj", "csubjpass", "nsubjpass", "ccomp"}
        and any(c.dep_ == "neg" for c in clause.head.children)
        and asks(clause)
    )
