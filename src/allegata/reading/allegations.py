"""Allegations without a bounded occurrence: conduct in general, orders, threats. Kept, never made incidents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.record import GeneralAllegation, Qualification
from allegata.model.value import Group
from allegata.model.vocabulary import ActorKind, ActType, QualificationKind, Scope
from allegata.reading import answerers, blame
from allegata.reading.acts import FoundAct
from allegata.reading.context import Context
from allegata.reading.extents import clause, own_subject
from allegata.reading.incidents import named_side
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse
from allegata.reading.threads import Threads

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
        *_accused_of(context),
        *_blamed(context),
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
    return True


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
    actor = act.actor_group or named_side(context, act) or _responsible(context, act)
    threatened = any(t.lemma_.lower() in {"threaten", "threat"} for t in act.token.ancestors)
    kind = ActType.THREAT if threatened else act.type
    return _record(context, span, kind, act.at, actor, act.victim_group, act)


def _responsible(context: Context, act: FoundAct) -> Group | None:
    """ "held X responsible for the killings": X is the one they are laid to."""
    for verb in [act.token, *act.token.ancestors]:
        found = _group(context, act.parse, blame.held_responsible(verb))
        if found is not None:
            return found
    return None


def _group(context: Context, parse: Parse, who: Token | None) -> Group | None:
    found = context.group_at(parse, who)
    if found is not None:
        return found.group
    named = blame.party(context, parse, who)
    party = next((p for p in context.knowledge.parties if p.id == named), None)
    if party is None or who is None:
        return None
    words = context.span(*parse.extent(noun_phrase(who))).quote
    return Group(party.id, party.kind, words)


def _blamed(context: Context) -> Iterator[GeneralAllegation]:
    """ "held the militia responsible": an accusation whose act is told elsewhere or nowhere."""
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            for token in parse.doc:
                who = blame.held_responsible(token)
                if who is None or any(context.act_types(t, "verb", "noun", "state") for t in token.subtree):
                    continue
                span = context.span(*clause(parse, token))
                kind, at = ActType.VIOLATION_UNSPECIFIED, parse.start(token)
                made = _record(context, span, kind, at, _group(context, parse, who), None, None)
                subject = own_subject(token)
                if made.by.is_outlet and subject is not None:
                    made = replace(made, by=answerers.speaker(context, sentence, parse, subject))
                yield made


def _accused_of(context: Context) -> Iterator[GeneralAllegation]:
    """ "accuse the forces of recruiting children": conduct that no word of the act lexicon names, kept unspecified."""
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            for token in parse.doc:
                if token.lemma_.lower() != "accuse" or token.pos_ != "VERB":
                    continue
                if any(c.dep_ == "neg" or c.lower_ in {"not", "never"} for c in token.children):
                    continue
                doing = [
                    c for p in token.children if p.lower_ == "of" for c in p.children if c.dep_ == "pcomp"
                ]
                if not doing or any(context.act_types(t, "verb", "noun", "state") for t in doing[0].subtree):
                    continue
                sided = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}), None)
                found = context.group_at(parse, sided)
                span = context.span(*clause(parse, token))
                actor = found.group if found is not None else None
                kind = ActType.VIOLATION_UNSPECIFIED
                yield _record(context, span, kind, parse.start(doing[0]), actor, None, None)


def _orders(context: Context) -> Iterator[GeneralAllegation]:
    """Orders that nobody be taken alive and threats to use persons as shields (customary rules 46, 97)."""
    for sentence in context.parsed.sentences:
        for parse in sentence.parses:
            for token in parse.doc:
                kind = _order_kind(token)
                if kind is not None:
                    yield _order(context, parse, token, kind)


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
        above = {t.lemma_.lower() for t in token.ancestors}
        return ActType.THREAT if "threaten" in above else ActType.USE_AS_SHIELD
    return None


def _order(context: Context, parse: Parse, token: Token, kind: ActType) -> GeneralAllegation:
    """The order or threat with the verb that gives it, without what else the sentence strings on."""
    governing = [t for t in [token, *token.ancestors] if t.pos_ == "VERB"]
    top = next((t for t in governing if t.lemma_.lower() in GIVING), governing[0] if governing else token)
    tokens = [t for t in top.subtree if not any(_below_conj(t, top, stop) for stop in [token])]
    if top.i != token.i and not any(t.i == token.i for t in tokens):
        tokens.append(token)
    if not any(c.dep_ in {"nsubj"} for c in top.children) or top.head.lemma_.lower() == "have":
        subject = next((c for c in top.head.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.i < top.i and top.dep_ != "conj":
            tokens += list(subject.subtree)
    span = context.span(*parse.extent(tokens))
    groups = context.groups.get(id(parse), ())
    captives = [
        g.group for g in groups if span.start <= g.start < span.end and g.group.kind is ActorKind.CAPTIVES
    ]
    return _record(context, span, kind, parse.start(token), None, captives[0] if captives else None, None)


GIVING = frozenset({"order", "instruct", "command", "threaten", "direct", "tell", "call", "vow", "promise"})


def _below_conj(token: Token, top: Token, holder: Token) -> bool:
    """Whether a token belongs to a coordinate verb that the trigger does not stand under."""
    node = token
    while node.i not in (top.i, node.head.i):
        if node.dep_ == "conj" and node.pos_ == "VERB":
            return not (node.i == holder.i or node.is_ancestor(holder))
        if node.dep_ == "cc":
            return not any(c.dep_ == "conj" and c.is_ancestor(holder) for c in node.head.children)
        node = node.head
    return False


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
