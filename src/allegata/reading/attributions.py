"""Who says what inside one parsed stretch: source, cue and content, by syntax.

The three parts follow the attribution corpora (source, cue, content). This module knows nothing of
speakers' identity or of other sentences: `attribute` makes statements out of what is found here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.reading.complements import Frame, complement, lifted, others_clause
from allegata.reading.hidden import (
    answering,
    antecedent,
    closing_verb,
    owner_of,
    passive_answer,
    publisher,
    quoted_person,
    released_by,
)
from allegata.reading.phrases import (
    SUBJECTS,
    Extent,
    agent_of,
    is_closing,
    is_passive,
    is_speaking,
    noun_phrase,
    runs,
    stolen_subject,
    subject,
    terms_of,
    verb_group,
)
from allegata.reading.sentences import Parse, Quote


class Form(StrEnum):
    """By what the attribution is made."""

    VERB = "verb"
    ACCORDING = "according"
    NOUN = "noun"
    COLON = "colon"


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
    ends = {one.content[-1][1] for one in found if one.form is not Form.NOUN}
    found = [
        one for one in found if one.form is not Form.NOUN or one.content[-1][1] not in ends or one.source
    ]
    claimed = {q for one in found for q in one.quotes}
    found += [c for i, q in placed.items() if q not in claimed and (c := _colon(parse, parse.doc[i], q))]
    if (tail := closing_verb(parse.doc)) is not None:
        kept = list(parse.doc[: tail.comma])
        found.append(
            Attribution(
                parse,
                Form.VERB,
                Frame.CLAUSE,
                tail.verb,
                runs_of(parse, tail.verb),
                tail.source,
                runs(parse, kept),
                tuple(kept),
            )
        )
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
        if above is not None and above.lemma_ in {"quote", "cite"}:
            # "is quoted as saying": the words belong to the saying
            above = next((t for t in speaking if quoted_person(t, frozenset(placed)) is not None), above)
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


def _at(
    parse: Parse,
    token: Token,
    cues: Lexicon,
    owners: dict[int, list[tuple[int, Quote]]],
    placed: frozenset[int],
) -> Attribution | None:
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _according(parse, token, cues)
    if is_speaking(token, cues):
        return _verb(parse, token, cues, owners.get(token.i, []), placed)
    if token.pos_ == "NOUN" and token.lemma_.lower() in cues.groups.get("noun", ()):
        return _noun(parse, token)
    return None


def _verb(
    parse: Parse, verb: Token, cues: Lexicon, quoted: list[tuple[int, Quote]], placed: frozenset[int]
) -> Attribution | None:
    source = quoted_person(verb, placed) or subject(lifted(verb, cues) or verb, placed)
    answerer = answering(verb, cues)
    source = answerer if answerer is not None else source
    if source is not None and (author := released_by(source, cues)) is not None:
        source = author
    terms = terms_of(verb.lemma_.lower(), cues)
    taken_in = complement(parse, verb, cues, terms, quoted)
    frame, body = taken_in.frame, taken_in.body
    answered = passive_answer(verb, terms) if not quoted else None
    if answered is not None:
        frame, body = Frame.OBJECT, answered
    inverted = _inverted(verb, frame, placed)
    if inverted is not None:
        source, body, frame = inverted
    if frame is Frame.NONE or not body:
        return None
    if source is None and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        source = _before(verb, placed) or _beside_quotation(verb, quoted)
    if is_passive(verb):
        agent = agent_of(verb)
        if frame is not Frame.QUOTE and agent is None and source is not None and source.dep_ == "nsubjpass":
            impersonal = source.lower_ == "it"
            body = body if impersonal else [*source.subtree, *body]
            source = publisher(verb, cues) if impersonal else None
        else:
            source = agent or (source if source is not None and source.dep_ != "nsubjpass" else None)
    cue = sorted({*verb_group(verb), *taken_in.cue}, key=lambda t: t.i)
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
        taken_in.addressee or (agent_of(verb.head.head) if quoted_person(verb, placed) is not None else None),
        tuple(q for _, q in quoted),
    )


def _inverted(verb: Token, frame: Frame, placed: frozenset[int]) -> tuple[Token, list[Token], Frame] | None:
    """'…, added the statement': an object behind a final verb of saying, with no subject of its own."""
    spoken = any(c.dep_ in SUBJECTS and c.i not in placed for c in verb.children)
    if frame not in {Frame.OBJECT, Frame.QUOTE} or spoken:
        return None
    if verb.dep_ not in {"conj", "ROOT", "dep", "parataxis", "advcl", "ccomp"} or (
        verb.tag_ in {"VBG", "VB"} and verb.dep_ != "conj"
    ):
        return None
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is None or not (before.is_punct and before.text in {",", '"', "!", "?"}):
        return None
    beside = {"dobj"} if frame is Frame.OBJECT else {"dobj", "npadvmod", "attr", "oprd"}
    after = [
        c for c in verb.children if c.dep_ in beside and c.i > verb.i and c.pos_ in {"NOUN", "PROPN", "NUM"}
    ]
    if not after or any(t.pos_ in {"VERB", "AUX"} and t.dep_ != "relcl" for t in verb.doc[after[0].i + 1 :]):
        return None
    rest = list(verb.doc[: before.i])
    return (after[0], rest, frame if frame is Frame.QUOTE else Frame.CLAUSE) if rest else None


def _beside_quotation(verb: Token, quoted: list[tuple[int, Quote]]) -> Token | None:
    """The speaker between a quotation and its verb, taken by the parser for an apposition of the quotation."""
    for index, _ in quoted:
        named = [c for c in verb.doc[index].children if c.dep_ == "appos" and index < c.i < verb.i]
        if named:
            return named[0]
    return None


def _before(verb: Token, placed: frozenset[int]) -> Token | None:
    """A name right before a finite verb of saying that the parser tied to something else."""
    at = verb.i - 1
    while at >= 0 and (verb.doc[at].dep_ in {"aux", "neg", "advmod"} or verb.doc[at].text == ")"):
        at = verb.doc[at].head.i if verb.doc[at].text == ")" and verb.doc[at].head.i < at else at - 1
    if at < 0 or at in placed or verb.doc[at].pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    name = verb.doc[at]
    return name if name.dep_ in {"compound", "appos", "nmod", "intj", "npadvmod", "ROOT"} else None


def _according(parse: Parse, token: Token, cues: Lexicon) -> Attribution | None:
    to = token.nbor()  # the parser ties it to the clause at times
    named = next((c for c in to.children if c.dep_ == "pobj"), None)
    if named is None:
        return None
    source = antecedent(token) if named.lower_ == "which" else named
    if source is not None and source.lemma_.lower() in cues.groups["material"]:
        source = owner_of(source, cues)
    if source is None:
        return None
    clause = token.head if token.head.i != token.i else None
    if is_closing(token):
        clause = token.sent.root
    own = {t.i for t in (*token.subtree, *to.subtree)}
    own -= {t.i for t in stolen_subject(token, named, clause)}
    scope = list(parse.doc)
    if clause is not None:
        if clause.pos_ not in {"VERB", "AUX"} or clause.dep_ in {"amod", "compound"}:
            clause = next(
                (
                    a
                    for a in clause.ancestors
                    if a.pos_ in {"VERB", "AUX"} and a.dep_ not in {"amod", "compound"}
                ),
                clause,
            )
        scope = list(clause.subtree)
    kept = [t for t in scope if t.i not in own]
    if named.lower_ == "which":
        # "…, according to which A, is …": A alone; what the sentence goes on with is not theirs
        stop = next((t.i for t in parse.doc[named.i :] if t.text == ","), len(parse.doc))
        kept = list(parse.doc[named.i + 1 : stop])
    beside = {t.i for c in kept if others_clause(c, cues) for t in c.subtree}
    kept = [t for t in kept if t.i not in beside]
    content = runs(parse, kept)
    if not content:
        return None
    return Attribution(
        parse, Form.ACCORDING, Frame.CLAUSE, token, runs(parse, [token, to]), source, content, tuple(kept)
    )


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
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in {
        "make",
        "repeat",
        "issue",
        "publish",
        "give",
        "release",
    }:
        return subject(noun.head)
    return None
