"""Phrases as extents of the document: who does a verb, which words a noun phrase has, unbroken runs."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.sentences import Parse

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


TIMES = frozenset(
    {
        "times",
        "days",
        "weeks",
        "months",
        "years",
        "time",
        "day",
        "week",
        "month",
        "year",
        "hour",
        "night",
        "morning",
    }
)


RELATIVE = frozenset({"who", "which", "that", "whom"})


Extent = tuple[int, int]


SPEAKING = frozenset({"say", "accuse", "deny", "demand", "condemn", "name_as", "tail"})


def is_speaking(token: Token, cues: Lexicon) -> bool:
    """Whether this token is a verb that can carry reported speech."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return False
    if token.lemma_ == "put":
        return gives_figure(token)
    return not SPEAKING.isdisjoint(terms_of(token.lemma_.lower(), cues))


def first_joined(token: Token) -> Token:
    """The first of some words joined by "and": where the phrase of all of them hangs."""
    while token.dep_ == "conj":
        token = token.head
    return token


def asks(clause: Token) -> bool:
    """'how they died', 'whether …', 'which men fell': a clause is a question by a word of its own."""
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts):
        return False
    for left in clause.lefts:
        if left.dep_ in {"advcl", "relcl", "ccomp", "csubj"}:
            continue
        own = (left, *left.lefts, *(inner for one in left.lefts if one.dep_ == "amod" for inner in one.lefts))
        if any(word.lower_ == "whether" or word.tag_ in {"WRB", "WP", "WDT", "WP$"} for word in own):
            return True
    return False


def gives_figure(verb: Token) -> bool:
    """'put the number of dead at 38': whoever does so publishes a figure."""
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in FIGURES]
    return bool(objects) and any(c.dep_ == "prep" and c.lower_ == "at" for c in verb.children)


FIGURES = frozenset({"number", "toll", "figure", "total", "count", "loss", "tally"})


_TERMS: dict[int, tuple[Lexicon, dict[str, tuple[str, ...]]]] = {}


def terms_of(lemma: str, cues: Lexicon) -> tuple[str, ...]:
    """The groups of a lemma; remembered, since every verb of every sentence is asked for."""
    kept = _TERMS.get(id(cues))
    if kept is None or kept[0] is not cues:
        if len(_TERMS) > 8:
            _TERMS.clear()
        kept = _TERMS[id(cues)] = (cues, {})
    found = kept[1].get(lemma)
    if found is None:
        found = kept[1][lemma] = cues.terms_of(lemma)
    return found


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, participles behind a noun included."""
    return any(c.dep_ == "auxpass" for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"}
    )


def agent_of(verb: Token) -> Token | None:
    """Who does it in a passive: 'by …'."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in verb.children:  # 'rejected at the time by X': tied to the time by the parser
        time = next((c for c in child.children if c.dep_ == "pobj"), None) if child.dep_ == "prep" else None
        apart = time is not None and (time.lower_ in TIMES or child.lower_ == "as")
        if time is not None and apart and child.i > verb.i:
            by = next((c for c in time.children if c.dep_ == "prep" and c.lower_ == "by"), None)
            if by is not None:
                return next((c for c in by.children if c.dep_ == "pobj"), None)
    return None


def subject(verb: Token, placed: frozenset[int] = frozenset()) -> Token | None:
    """The noun that does the speaking: the verb's subject, or that of the clause it hangs on.

    :param placed: tokens that stand for a cut-out quotation and speak nothing themselves.
    """
    for _ in range(8):
        own = next(
            (c for c in verb.children if c.dep_ in SUBJECTS and c.i not in placed and c.text not in TIMES),
            None,
        )
        if own is not None:
            return own
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ in {"conj", "xcomp", "advcl", "dep", "ccomp"} and verb.head.i != verb.i:
            verb = verb.head
        elif verb.dep_ == "pcomp" and verb.head.head.i != verb.head.i:
            verb = verb.head.head
        else:
            return None
        if verb.pos_ not in {"VERB", "AUX"}:
            return None
    return None


def verb_group(verb: Token) -> Iterator[Token]:
    """The verb with its auxiliaries, negation, particle and the adverbs between them."""
    first = verb.i
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i]
    if helpers:
        first = min(c.i for c in helpers)
    doc = verb.doc
    while first > 0 and doc[first - 1].dep_ == "advmod" and doc[first - 1].head.i == verb.i:
        first -= 1
    yield from doc[first : verb.i + 1]
    yield from (c for c in verb.children if c.dep_ == "prt")


def is_closing(token: Token) -> bool:
    """Whether ", according to X" closes a sentence: it covers all of it, whatever the parser tied it to."""
    if token.lower_ != "according" or not token.i or token.doc[token.i - 1].text not in {",", '"'}:
        return False
    last = max(t.i for t in token.subtree)
    return all(t.is_punct or t.is_space for t in token.doc[last + 1 :])


def stolen_subject(token: Token, source: Token, clause: Token | None) -> list[Token]:
    """'According to X, the man was …': a subject that the parser took for an apposition of X."""
    if clause is None or token.i > clause.i or any(c.dep_ in SUBJECTS for c in clause.children):
        return []
    last = [c for c in source.subtree if c.dep_ == "appos"]
    return list(last[-1].subtree) if last else []


def appositions(head: Token) -> list[Token]:
    """What stands beside a noun as another name of it.

    The parser ties 'X's chief, N. N.' behind a cut-out quotation to the token that stands for it, side
    by side: then the later one belongs to the first.
    """
    own = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos" and head.head.pos_ == "PRON":
        own += [c for c in head.head.children if c.dep_ == "appos" and c.i > head.i]
    return own


def noun_phrase(head: Token) -> list[Token]:
    """A noun phrase without relative and participle clauses: its name, titles and appositions."""
    kept: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        kept.append(token)
        for child in token.children:
            if (
                child.dep_ in {"relcl", "acl", "advcl", "parataxis", "ccomp"}
                or _stolen(token, child)
                or (child.dep_ == "prep" and any(c.dep_ == "pcomp" and _verbal(c) for c in child.children))
                or _dates(child)
                or (token.i == head.i and child.dep_ in {"cc", "conj"} and _verbal(child))
            ):
                continue
            stack.append(child)
    for beside in appositions(head):
        if beside.head.i != head.i:
            kept += [t for t in head.doc[max(k.i for k in kept) + 1 : beside.left_edge.i] if t.is_punct]
            kept += beside.subtree
    kept.sort(key=lambda t: t.i)
    dash = next((p for p, t in enumerate(kept) if t.text in {"—", "–", "--"} and t.i < head.i), None)
    if dash is not None:
        kept = kept[dash + 1 :]
    colon = next((p for p, t in enumerate(kept) if t.text == ":" and t.i > head.i), len(kept))
    kept = kept[:colon]
    cut = len(kept)
    for position in range(1, len(kept)):
        if kept[position].i != kept[position - 1].i + 1 and kept[position].i > head.i:
            cut = position
            break
    kept = kept[:cut]
    while kept and kept[-1].is_punct and kept[-1].text not in {")", '"'}:
        kept.pop()
    return kept or [head]  # a head that is itself punctuation, as the parser has it at times


def _stolen(head: Token, child: Token) -> bool:
    according = head.head.head
    if child.dep_ != "appos" or according.lower_ != "according" or according.head.i == according.i:
        return False
    return child in stolen_subject(according, head, according.head)


DAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"]
)
MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july"}
    | {"august", "september", "october", "november", "december"}
)


def _dates(child: Token) -> bool:
    """ "the ministry on Friday", "the spokesman on March 15": when it was said is no part of who said it."""
    if child.dep_ != "prep" or child.lower_ not in {"on", "in", "late", "earlier"}:
        return False
    said = [c for c in child.children if c.dep_ == "pobj"]
    return any(c.lower_ in DAYS or (c.lower_ in MONTHS and c.text[:1].isupper()) for c in said)


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def runs(parse: Parse, tokens: Sequence[Token]) -> tuple[Extent, ...]:
    """Document extents of some tokens: one per unbroken run, without the punctuation at its edges."""
    indices = sorted({t.i for t in tokens})
    groups: list[list[int]] = []
    for index in indices:
        if groups and index == groups[-1][-1] + 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    extents = []
    for group in groups:
        while group and _is_edge(parse.doc[group[0]]):
            group.pop(0)
        while group and _is_edge(parse.doc[group[-1]]):
            group.pop()
        if group:
            extents.append((parse.offsets[group[0]], parse.ends[group[-1]]))
    return tuple(extents)


def _is_edge(token: Token) -> bool:
    return (token.is_punct and token.text in {",", ".", ";", ":", "-", "–", "—", "!", "?"}) or token.is_space
