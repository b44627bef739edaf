"""Speakers that stand elsewhere than in front of their verb: behind "by", inside a document's name, at the end.

'The charge was rejected by X', 'It was stated in a finding by X that …', 'according to figures collected
by X', '…, the agency X reports', 'X is quoted as saying'. Each is found by syntax alone.
"""

from dataclasses import dataclass

from spacy.tokens import Token
from spacy.tokens.doc import Doc

from allegata.model.knowledge import Lexicon
from allegata.reading.phrases import SUBJECTS, TIMES, agent_of, is_passive, is_speaking, terms_of

NOUNS = frozenset({"NOUN", "PROPN"})


def passive_answer(verb: Token, terms: tuple[str, ...]) -> list[Token] | None:
    """What is denied, condemned, demanded or named in a passive whose "by" tells who does so.

    :returns: the tokens of the content, None when the verb is no such passive.
    """
    agent = agent_of(verb) if is_passive(verb) else None
    if agent is None:
        return None
    by = {t.i for t in agent.head.subtree}
    subject = _patient(verb)
    if subject is None or subject.lower_ == "it":
        return None
    named = [c for c in verb.children if c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as")]
    if "name_as" in terms and "deny" not in terms:
        inner = [t for c in named for t in c.subtree if t.i not in by and (t.i != c.i or c.dep_ == "oprd")]
        if inner:
            return inner
    if not {"deny", "condemn", "demand", "accuse"} & set(terms):
        return None
    own = {t.i for t in verb.subtree} if verb.dep_ == "acl" else set()
    body = [t for t in subject.subtree if t.i not in own]
    if "accuse" in terms:
        named += [
            c
            for h in (verb, agent)
            for c in h.children
            if c.dep_ == "prep"
            and c.lower_ in {"of", "for"}
            and (h == verb or any(g.dep_ == "pcomp" for g in c.children))
        ]
        return [*body, *(t for c in named for t in c.subtree)]
    return [*body, *(t for c in named for t in c.subtree if t.i not in by)]


def _patient(verb: Token) -> Token | None:
    """What the passive is about: its subject, or the noun that a participle stands behind."""
    own = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if own is not None or verb.dep_ != "acl":
        return own
    noun = verb.head
    if noun.lower_ not in TIMES:
        return noun
    # "was for months denied by X": tied to the months by the parser
    above = noun.head.head if noun.head.dep_ == "prep" else None
    if above is None or above.pos_ not in {"AUX", "VERB"}:
        return None
    return next((c for c in above.children if c.dep_ in SUBJECTS), None)


def publisher(verb: Token, cues: Lexicon) -> Token | None:
    """Who says it in 'It was stated in a finding by X that …': the document's owner, else the document."""
    for child in verb.children:
        if child.dep_ != "prep" or child.lower_ not in {"in", "by"} or child.i < verb.i:
            continue
        paper = next((c for c in child.children if c.dep_ == "pobj"), None)
        if paper is not None and paper.lemma_.lower() in cues.groups["document"]:
            return owner_of(paper, cues)
    return None


def owner_of(noun: Token | None, cues: Lexicon) -> Token | None:
    """Whose information or document a noun names: 'figures collected by X', 'the report of X'.

    A noun that is no such material, or whose owner is not told, stands for itself.
    """
    if noun is None or not {"material", "document"} & set(terms_of(noun.lemma_.lower(), cues)):
        return noun
    agent = released_by(noun, cues)
    if agent is not None:
        return agent
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            named = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in NOUNS), None)
            if named is not None:
                return named
    return noun


def released_by(noun: Token, cues: Lexicon) -> Token | None:
    """X in 'a report released by X': a document's or material's author behind a participle."""
    if not {"material", "document"} & set(terms_of(noun.lemma_.lower(), cues)):
        return None
    for child in noun.children:
        if child.dep_ != "acl" or child.i < noun.i:
            continue
        if not any(c.dep_ in SUBJECTS or c.dep_ == "mark" for c in child.subtree):
            return agent_of(child)
    return None


def issued_in(verb: Token, source: Token | None, cues: Lexicon) -> str | None:
    """The kind of document in which something is said: 'said in a report', 'a finding published by X says'."""
    papers = [
        g
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ in {"in", "by"}
        for g in c.children
        if g.dep_ == "pobj"
    ]
    if source is not None and source.head.dep_ in {"agent", "prep"}:
        papers.append(source.head.head.head if source.head.head.dep_ == "acl" else source.head.head)
    return next((p.lemma_.lower() for p in papers if p.lemma_.lower() in cues.groups["document"]), None)


def antecedent(according: Token) -> Token | None:
    """What "which" means in '…, according to which …': the noun phrase in front of the comma."""
    at = according.i - 1
    if at < 1 or according.doc[at].text != ",":
        return None
    step = according.doc[at - 1]
    while step.head.i < at and step.head.i != step.i and (step.pos_ in NOUNS or step.dep_ in LINKS):
        step = step.head
    return step if step.pos_ in NOUNS else None


LINKS = frozenset({"acl", "prep", "agent", "pobj", "punct"})


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """A closing ', X reports': its comma's index, its speaker and its verb, read by the parser as a noun."""

    comma: int
    source: Token
    verb: Token


def closing_verb(doc: Doc) -> Closing | None:
    """'…, the news agency X reports.': the last word is a verb of saying that was tagged as a plural noun."""
    words = [t for t in doc if not t.is_space and t.text not in {".", '"'}]
    if len(words) < 6 or words[-1].lower_ not in {"reports", "claims", "notes"} or words[-1].tag_ != "NNS":
        return None
    comma = next((t.i for t in reversed(words[:-1]) if t.text == ","), None)
    if comma is None or words[-1].i - comma > 9 or not any(t.pos_ == "VERB" for t in doc[:comma]):
        return None
    between = doc[comma + 1 : words[-1].i]
    if any(t.pos_ in {"VERB", "AUX", "CCONJ"} for t in between) or between[-1].tag_ == "NNS":
        return None
    if not any(t.text[:1].isupper() for t in between):
        return None
    return Closing(comma, between[-1], words[-1])


def answering(verb: Token, cues: Lexicon) -> Token | None:
    """Y in 'X accused Y of it, which Y denied, saying that …': the nearest speaker before ", saying"."""
    edge = verb.left_edge.i
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or edge < 2 or verb.doc[edge - 1].text != ",":
        return None
    for token in reversed(verb.doc[:edge]):
        if token.dep_ in {"relcl", "appos", "ccomp"} and is_speaking(token, cues) and token != verb.head:
            named = next((c for c in token.children if c.dep_ == "nsubj"), None)
            asked = next((c for c in token.children if c.dep_ == "dobj"), None)
            if named is not None and named.pos_ in NOUNS and (asked is None or asked.lower_ == "which"):
                return named
        if token.pos_ == "VERB" and any(c.dep_ in SUBJECTS for c in token.children):
            return None
    return None


def quoted_person(verb: Token, placed: frozenset[int]) -> Token | None:
    """The speaker of 'X is quoted as saying'."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or verb.head.head.lemma_ not in {"quote", "cite"}:
        return None
    subjects = [c for c in verb.head.head.children if c.dep_ == "nsubjpass" and c.i not in placed]
    return subjects[0] if subjects else None
