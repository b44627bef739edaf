"""Allegations without a bounded occurrence: conduct in general, orders, threats. Kept, never made incidents."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.record import GeneralAllegation, Qualification
from allegata.model.value import Group
from allegata.model.vocabulary import ActType, Polarity, QualificationKind, Scope
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.extents import clause
from allegata.reading.incidents import Threads
from allegata.reading.sentences import Parse, Sentence

WEAK = frozenset({ActType.CAPTURE, ActType.DETENTION, ActType.THREAT})


def find(
    context: Context, threads: Threads, taken: Sequence[Span], qualifications: Sequence[Qualification]
) -> tuple[GeneralAllegation, ...]:
    """The acts that no occurrence took, and orders and threats, outside totals, patterns and norms."""
    norms = [
        q.span
        for q in qualifications
        if q.kind is QualificationKind.NORMATIVE or q.scope is not Scope.THIS_INCIDENT
    ]
    closed = [*taken, *norms]
    found = [
        *(_of_act(context, act) for act in threads.general if act.type not in WEAK and _is_alleged(act)),
        *_orders(context),
    ]
    kept: list[GeneralAllegation] = []
    for record in sorted(found, key=lambda r: (r.span.start, r.span.start - r.span.end)):
        if any(record.span.overlaps(s) for s in closed) or any(record.span.overlaps(k.span) for k in kept):
            continue
        kept.append(record)
    return tuple(kept)


def _is_alleged(act: FoundAct) -> bool:
    """Whether a general act is put forward at all: "must be investigated" and "to stop the killing" are not."""
    node = act.token
    for _ in range(4):
        words = {c.lower_ for c in node.children if c.dep_ == "aux"}
        if words & {"must", "should", "shall"}:
            return False
        if node.head.i == node.i:
            break
        node = node.head
    return act.polarity is not Polarity.DENIES


def _of_act(context: Context, act: FoundAct) -> GeneralAllegation:
    node = act.token
    while node.pos_ not in {"VERB", "AUX"} and node.head.i != node.i:
        node = node.head
    if node.dep_ in {"pcomp", "xcomp"} and node.head.i != node.i:
        above = node.head
        while above.pos_ not in {"VERB", "AUX"} and above.head.i != above.i:
            above = above.head
        node = above
    start, end = clause(act.parse, node)
    start, end = min(start, act.start), max(end, act.end)
    span = context.span(start, end)
    return _record(context, span, act.type, act.at, act.actor_group, act.victim_group, act)


def _orders(context: Context) -> Iterator[GeneralAllegation]:
    """Orders that nobody be taken alive and threats to use persons as shields (customary rules 46, 97)."""
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            for token in parse.doc:
                kind = _order_kind(token)
                if kind is not None:
                    yield _order(context, sentence, parse, token, kind)


def _order_kind(token: Token) -> ActType | None:
    lemma = token.lemma_.lower()
    if lemma == "take" and token.pos_ == "VERB":
        objects = [c for c in token.children if c.dep_ == "dobj"]
        captives = any(o.lemma_.lower() in {"prisoner", "captive"} for o in objects)
        negated = any(c.dep_ == "neg" or c.lower_ == "not" for c in token.children) or any(
            c.lower_ == "no" for o in objects for c in o.children
        )
        return ActType.DENIAL_OF_QUARTER if captives and negated else None
    if lemma == "shield" and token.pos_ == "NOUN" and any(c.lower_ == "human" for c in token.children):
        return ActType.USE_AS_SHIELD
    return None


def _order(
    context: Context, sentence: Sentence, parse: Parse, token: Token, kind: ActType
) -> GeneralAllegation:
    node = token
    while node.head.i != node.i and (
        node.pos_ != "VERB" or node.dep_ in {"xcomp", "pcomp"} or (node.i == token.i and node.pos_ != "VERB")
    ):
        node = node.head
    kept = list(clause(parse, node))
    span = context.span(*kept)
    groups = context.groups.get(id(parse), ())
    victim = next(
        (g.group for g in groups if kept[0] <= g.start < kept[1] and "prisoner" in g.group.wording.lower()),
        None,
    )
    return _record(context, span, kind, parse.start(token), None, victim, None)


def _record(
    context: Context,
    span: Span,
    kind: ActType,
    at: int,
    actor: Group | None,
    victim: Group | None,
    act: FoundAct | None,
) -> GeneralAllegation:
    statement = context.statement_at(at, at + 1)
    return GeneralAllegation(
        derived_id("al", span.document, span.start, span.end, kind),
        span,
        statement.id,
        kind,
        statement.speaker,
        actor,
        victim,
        act.modality if act else statement.modality,
        act.polarity if act else statement.polarity,
        Scope.GENERAL_CONDUCT if victim is None else Scope.CLASS_OF_INCIDENTS,
    )
