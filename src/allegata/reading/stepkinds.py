"""Legal steps that no verb of opening or charging names: listed as wanted, questioned, remanded, a body set up.

Each is told as done; what is asked for, planned or denied is none.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.reading.context import Context
from allegata.reading.extents import is_verb
from allegata.reading.sentences import Parse
from allegata.reading.stepwords import COURTS, held_back, says_no, says_not

ASKED = frozenset({"question", "questioning", "interrogation"})
TAKEN = frozenset({"take", "bring", "detain", "arrest", "hold", "summon", "call"})
POLICE = frozenset({"police", "prosecutor", "investigator", "court", "detective", "gendarme", "authority"})


def is_step(context: Context, parse: Parse, verb: Token) -> bool:
    """Whether a verb tells of a step whose stage is not named."""
    if held_back(verb) or says_not(verb):
        return False
    return (
        _is_listed(context, parse, verb)
        or _is_questioned(verb)
        or _is_remand(context, verb)
        or _is_treated(context, parse, verb)
        or _is_body_at_work(context, verb)
    )


def _is_listed(context: Context, parse: Parse, verb: Token) -> bool:
    """ "has been placed on the international wanted list"."""
    listed = context.phrases("records", "step.listed").terms_at(verb)
    inside = {t.i for t in verb.subtree}
    sought = [h for h in context.hits(parse, "records", "step.sought") if h.head in inside]
    return bool(listed and sought)


def _is_questioned(verb: Token) -> bool:
    """ "three suspects had been taken in for questioning", "police question three": by those who investigate."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if verb.lemma_.lower() == "question" and subject is not None and verb.pos_ == "VERB":
        own = {t.lemma_.lower() for t in subject.subtree}
        return subject.dep_ == "nsubj" and bool(own & POLICE) and verb.dep_ == "ROOT"
    asked = any(
        t.lemma_.lower() in ASKED or t.lower_ in ASKED
        for p in verb.children
        if p.dep_ == "prep" and p.lower_ == "for"
        for t in p.children
    )
    return asked and verb.lemma_.lower() in TAKEN


def _is_remand(context: Context, verb: Token) -> bool:
    """ "a magistrate's court extended their remand"."""
    held = context.phrases("records", "step.held")
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    court = subject is not None and bool({t.lemma_.lower() for t in subject.subtree} & COURTS)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and not says_no(c)]
    holds = context.phrases("records", "step.hold").terms_at(verb)
    return court and bool(holds) and any(held.terms_at(o) for o in objects)


def _is_treated(context: Context, parse: Parse, verb: Token) -> bool:
    """ "prosecutors are treating the deaths as a war crime": the case is taken up under that heading."""
    if verb.lemma_.lower() not in {"treat", "investigate", "handle"} or verb.pos_ != "VERB":
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or not {t.lemma_.lower() for t in subject.subtree} & POLICE:
        return False
    legal = context.hits(parse, "records", "legal.crime", "legal.charge", "legal.law", "legal.breach")
    named = {h.head for h in legal}
    return any(
        p.lower_ == "as" and any(t.i in named for t in p.subtree) for p in verb.children if p.dep_ == "prep"
    )


def _is_body_at_work(context: Context, verb: Token) -> bool:
    """ "a committee formed by X was given one week to report": a body of inquiry, told in passing."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if subject is None or verb.lemma_.lower() not in {"give", "task", "instruct", "ask", "order"}:
        return False
    bodies = context.phrases("records", "step.body")
    formed = any(
        c.dep_ == "acl" and context.phrases("records", "step.order").terms_at(c) for c in subject.children
    )
    reports = any(
        c.dep_ in {"xcomp", "advcl", "relcl", "acl"}
        and c.lemma_.lower() in {"report", "investigate", "inquire", "examine"}
        for t in [verb, *verb.children]
        for c in t.children
    )
    return bool(bodies.terms_at(subject)) and formed and reports


def is_to_inquire(context: Context, noun: Token) -> bool:
    """ "a panel to look into the claims": what a body is set up for."""
    looks = context.phrases("records", "step.investigate", "step.check", "answer.commit")
    below = [c for c in noun.children if c.dep_ in {"acl", "relcl", "advcl"}]
    if noun.dep_ == "dobj":
        below += [c for c in noun.head.children if c.dep_ == "xcomp" and c.i > noun.i]
    above = noun.head if noun.dep_ == "nsubj" else None
    return any(
        looks.terms_at(v) and any(c.lower_ == "to" and c.dep_ == "aux" for c in v.children)
        for v in [*below, *([above] if above is not None else [])]
    )


def is_split_object(verb: Token, child: Token) -> bool:
    """ "constituted [a panel to look into it]": the parser makes the object the subject of what follows."""
    subject = next((c for c in child.children if c.dep_ == "nsubj"), None)
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
    return (
        child.dep_ == "ccomp" and is_verb(child) and infinitive and subject is not None and subject.i > verb.i
    )


def sentenced(parse: Parse) -> Iterator[Token]:
    """ "commander gets 24 years in absentia", in a headline: years as the object of getting, before a court's words."""
    for verb in parse.doc:
        if verb.lemma_.lower() not in {"get", "receive"} or verb.pos_ != "VERB" or says_not(verb):
            continue
        years = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in {"year", "life"}]
        words = {t.lower_ for t in verb.subtree}
        if years and words & {"absentia", "prison", "jail", "sentence", "custody", "bars"}:
            yield verb
