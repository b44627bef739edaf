"""Who says what inside one parsed stretch: source, cue and content, by syntax.

The three parts follow the attribution corpora (source, cue, content). This module knows nothing of
speakers' identity or of other sentences: `attribute` makes statements out of what is found here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.sentences import Parse, Quote

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
CLAUSES = frozenset({"ccomp"})
OCCASIONS = frozenset({"as", "while", "when", "after", "before", "since", "because", "although", "though"})
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


class Form(StrEnum):
    """By what the attribution is made."""

    VERB = "verb"
    ACCORDING = "according"
    NOUN = "noun"
    COLON = "colon"


class Frame(StrEnum):
    """What the cue takes as its content."""

    QUOTE = "quote"
    CLAUSE = "clause"
    INFINITIVE = "infinitive"
    OBJECT = "object"
    PREPOSITION = "preposition"
    PASSIVE = "passive"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """One attribution in one parse. Extents are document offsets, end exclusive.

    `source` is the head of the noun phrase that speaks, None when nobody is named; `addressee` is
    whom it was told ("told Reuters"), which makes a link of the reporting chain.
    """

    parse: Parse
    form: Form
    frame: Frame
    head: Token
    cues: tuple[Extent, ...]
    source: Token | None
    content: tuple[Extent, ...]
    content_tokens: tuple[Token, ...]
    addressee: Token | None = None
    quotes: tuple[Quote, ...] = ()


def find(parse: Parse, quotes: Sequence[Quote], cues: Lexicon) -> tuple[Attribution, ...]:
    """Every attribution in one parse, in the order of their cues.

    :param quotes: the sentence's quotations; those cut out stand in the frame as one token.
    """
    placed = placeholders(parse, quotes)
    owners = _owners(parse, placed, cues)
    found: list[Attribution] = []
    for token in parse.doc:
        if token.i in placed:
            continue
        one = _at(parse, token, cues, owners, frozenset(placed))
        if one is not None:
            found.append(one)
    claimed = {q for one in found for q in one.quotes}
    found += [c for i, q in placed.items() if q not in claimed and (c := _colon(parse, parse.doc[i], q))]
    return tuple(found)


def _colon(parse: Parse, quoted: Token, quote: Quote) -> Attribution | None:
    """'X, spokesman: “…”': nothing but a name and a colon in front of the quotation."""
    doc = parse.doc
    before = [t for t in doc[: quoted.i] if not t.is_space]
    if len(before) < 2 or before[-1].text != ":" or any(t.pos_ in {"VERB", "AUX"} for t in before):
        return None
    names = [t for t in before[:-1] if t.pos_ in {"PROPN", "NOUN"}]
    if not names:
        return None
    inside = {t.i for t in before[:-1]}
    head = next((t for t in names if t.head.i not in inside), names[-1])
    cue = runs_of(parse, before[-1])
    return Attribution(
        parse,
        Form.COLON,
        Frame.QUOTE,
        before[-1],
        cue,
        head,
        ((quote.start, quote.end),),
        (quoted,),
        None,
        (quote,),
    )


def runs_of(parse: Parse, token: Token) -> tuple[Extent, ...]:
    """The extent of one token, punctuation included."""
    return ((parse.start(token), parse.end(token)),)


def placeholders(parse: Parse, quotes: Sequence[Quote]) -> dict[int, Quote]:
    """The tokens that stand for cut-out quotations, by token index."""
    if parse.quote is not None:
        return {}
    borders = {(q.start, q.end): q for q in quotes if q.cut}
    return {
        token.i: borders[where]
        for token in parse.doc
        if (where := (parse.start(token), parse.end(token))) in borders and not token.is_punct
    }


def _owners(parse: Parse, placed: dict[int, Quote], cues: Lexicon) -> dict[int, list[tuple[int, Quote]]]:
    """Which cue verb each cut-out quotation belongs to: its nearest governing cue, else the nearest one."""
    owners: dict[int, list[tuple[int, Quote]]] = {}
    speaking = [t for t in parse.doc if t.i not in placed and is_speaking(t, cues)]
    for index, quote in placed.items():
        token = parse.doc[index]
        above = _beside(token, speaking)
        if above is None:
            above = next((a for a in token.ancestors if a in speaking and _joined(token, a)), None)
        if above is None:
            near = sorted(speaking, key=lambda t: (abs(t.i - index), t.i))
            above = near[0] if near else None
        if above is not None:
            owners.setdefault(above.i, []).append((index, quote))
    return owners


def _beside(quoted: Token, speaking: Sequence[Token]) -> Token | None:
    """The cue right in front of a quotation: 'and went on to say, “…”', 'he wrote: “…”'."""
    doc, at = quoted.doc, quoted.i - 1
    if at < 1 or doc[at].text not in {",", ":"}:
        return None
    return next((t for t in speaking if t.i == at - 1), None)


def _joined(token: Token, verb: Token) -> bool:
    """Whether no other finite verb stands between a quotation and the verb above it."""
    step = token.head
    while step.i != verb.i:
        if step.pos_ in {"VERB", "AUX"} and any(c.dep_ in SUBJECTS for c in step.children):
            return False
        step = step.head
    return True


def is_speaking(token: Token, cues: Lexicon) -> bool:
    """Whether this token is a verb that can carry reported speech."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return False
    return bool(set(cues.terms_of(token.lemma_.lower())) & SPEAKING)


SPEAKING = frozenset({"say", "accuse", "deny", "demand", "condemn", "name_as", "tail"})


def _at(
    parse: Parse,
    token: Token,
    cues: Lexicon,
    owners: dict[int, list[tuple[int, Quote]]],
    placed: frozenset[int],
) -> Attribution | None:
    if token.lower_ == "according" and any(c.lower_ == "to" for c in token.children):
        return _according(parse, token)
    if is_speaking(token, cues):
        return _verb(parse, token, cues, owners.get(token.i, []), placed)
    if token.pos_ == "NOUN" and token.lemma_.lower() in cues.groups.get("noun", ()):
        return _noun(parse, token)
    return None


# --- verbs ----------------------------------------------------------------------------------------


def _verb(
    parse: Parse, verb: Token, cues: Lexicon, quoted: list[tuple[int, Quote]], placed: frozenset[int]
) -> Attribution | None:
    source = subject(_lifted(verb, cues) or verb, placed)
    terms = cues.terms_of(verb.lemma_.lower())
    frame, body, extra, addressee = _complement(parse, verb, cues, terms, quoted)
    inverted = _inverted(verb, frame, placed)
    if inverted is not None:
        source, body, frame = inverted
    if frame is Frame.NONE or not body:
        return None
    if source is None and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        source = _before(verb, placed)
    if _passive(verb):
        agent = _agent(verb)
        if frame is not Frame.QUOTE and agent is None and source is not None and source.dep_ == "nsubjpass":
            impersonal = source.lower_ == "it"
            body = body if impersonal else [*_phrase(source), *body]
            source = None
        else:
            source = agent or (source if source is not None and source.dep_ != "nsubjpass" else None)
    cue = sorted({*_verb_group(verb), *extra}, key=lambda t: t.i)
    taken = {t.i for t in cue}
    if source is not None:
        taken |= {t.i for t in noun_phrase(source)}
    kept = [t for t in body if t.i not in taken]
    content = runs(parse, kept)
    if not content:
        return None
    return Attribution(
        parse,
        Form.VERB,
        frame,
        verb,
        runs(parse, cue),
        source,
        content,
        tuple(kept),
        addressee,
        tuple(q for _, q in quoted),
    )


def _complement(
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
            if not _circumstance(clause):
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
    if _passive(verb):
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


def _circumstance(clause: Token) -> bool:
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
        if _is_further(token, cues) and _governor(token, cues) is verb:
            out |= {t.i for t in token.subtree}
            if token.i and token.doc[token.left_edge.i - 1].dep_ == "cc":
                out.add(token.left_edge.i - 1)
    return [t for t in clause.subtree if t.i not in out]


def _lifted(verb: Token, cues: Lexicon) -> Token | None:
    """The cue whose speaker goes on with this one, though the parser hung it into the first content."""
    return _governor(verb, cues) if _is_further(verb, cues) else None


def _is_further(token: Token, cues: Lexicon) -> bool:
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


def _governor(token: Token, cues: Lexicon) -> Token | None:
    """The cue in whose content clause a token hangs."""
    for above in token.ancestors:
        if above.dep_ == "ccomp" and is_speaking(above.head, cues):
            return above.head
        if above.dep_ in {"relcl", "advcl"}:
            return None
    return None


def _inverted(verb: Token, frame: Frame, placed: frozenset[int]) -> tuple[Token, list[Token], Frame] | None:
    """'…, added the statement': an object behind a final verb of saying, with no subject of its own."""
    spoken = any(c.dep_ in SUBJECTS and c.i not in placed for c in verb.children)
    if frame not in {Frame.OBJECT, Frame.QUOTE} or spoken:
        return None
    if (
        verb.dep_ not in {"conj", "ROOT", "dep", "parataxis", "advcl", "ccomp"}
        or verb.tag_ in {"VBG", "VB"}
        and verb.dep_ != "conj"
    ):
        return None
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is None or not (before.is_punct and before.text in {",", '"', "!", "?"}):
        return None
    after = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
    if not after or any(t.pos_ in {"VERB", "AUX"} and t.dep_ != "relcl" for t in verb.doc[after[0].i + 1 :]):
        return None
    rest = [t for t in verb.doc[: before.i]]
    return (after[0], rest, Frame.CLAUSE) if rest else None


def _before(verb: Token, placed: frozenset[int]) -> Token | None:
    """A name right before a finite verb of saying that the parser tied to something else."""
    at = verb.i - 1
    while at >= 0 and (verb.doc[at].dep_ in {"aux", "neg", "advmod"} or verb.doc[at].text == ")"):
        at = verb.doc[at].head.i if verb.doc[at].text == ")" and verb.doc[at].head.i < at else at - 1
    if at < 0 or at in placed or verb.doc[at].pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    name = verb.doc[at]
    return name if name.dep_ in {"compound", "appos", "nmod", "intj", "npadvmod", "ROOT"} else None


def _passive(verb: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"}
    )


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
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


def _verb_group(verb: Token) -> Iterator[Token]:
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


# --- according to, nouns ------------------------------------------------------------------------------


def _according(parse: Parse, token: Token) -> Attribution | None:
    to = next(c for c in token.children if c.lower_ == "to")
    source = next((c for c in to.children if c.dep_ == "pobj"), None)
    if source is None:
        return None
    clause = token.head if token.head.i != token.i else None
    own = {t.i for t in token.subtree}
    own -= {t.i for t in _stolen_subject(token, source, clause)}
    scope = list(clause.subtree) if clause is not None else list(parse.doc)
    if clause is not None and clause.pos_ not in {"VERB", "AUX"}:
        clause_verb = next((a for a in clause.ancestors if a.pos_ in {"VERB", "AUX"}), clause)
        scope = list(clause_verb.subtree)
    kept = [t for t in scope if t.i not in own]
    content = runs(parse, kept)
    if not content:
        return None
    return Attribution(
        parse, Form.ACCORDING, Frame.CLAUSE, token, runs(parse, [token, to]), source, content, tuple(kept)
    )


def _stolen_subject(token: Token, source: Token, clause: Token | None) -> list[Token]:
    """'According to X, the man was …': a subject that the parser took for an apposition of X."""
    if clause is None or token.i > clause.i or any(c.dep_ in SUBJECTS for c in clause.children):
        return []
    last = [c for c in source.subtree if c.dep_ == "appos"]
    return list(last[-1].subtree) if last else []


def _noun(parse: Parse, noun: Token) -> Attribution | None:
    """'allegations that …', 'a claim by X that …': a noun of saying with a clause."""
    for child in noun.children:
        if child.i < noun.i or child.dep_ not in {"acl", "ccomp", "relcl", "appos"}:
            continue
        mark = next((c for c in child.children if c.dep_ == "mark" and c.lower_ == "that"), None)
        if mark is None:
            continue
        kept = list(child.subtree)
        content = runs(parse, kept)
        if content:
            return Attribution(
                parse, Form.NOUN, Frame.CLAUSE, noun, runs(parse, [noun]), _owner(noun), content, tuple(kept)
            )
    return None


def _owner(noun: Token) -> Token | None:
    """Whose statement it is: 'X's claim', 'a claim by X', 'X made the claim'."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if noun.dep_ == "dobj":
        return subject(noun.head)
    return None


# --- phrases ----------------------------------------------------------------------------------------


def _phrase(token: Token) -> list[Token]:
    return list(token.subtree)


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
                or (token.i == head.i and child.dep_ in {"cc", "conj"} and _verbal(child))
            ):
                continue
            stack.append(child)
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
    return child in _stolen_subject(according, head, according.head)


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
        while group and _edge(parse.doc[group[0]]):
            group.pop(0)
        while group and _edge(parse.doc[group[-1]]):
            group.pop()
        if group:
            extents.append((parse.offsets[group[0]], parse.ends[group[-1]]))
    return tuple(extents)


def _edge(token: Token) -> bool:
    return token.is_punct and token.text in {",", ".", ";", ":", "-", "–", "—", "!", "?"} or token.is_space
