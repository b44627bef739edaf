"""What people decided, laid over what a reader proposed. A decision always wins; nothing is lost by it.

The reading itself stays as it was read; these functions give the reading as it counts. Accepting marks
a value as confirmed, correcting replaces fields and keeps the span, rejecting takes it out of every
computation. The ledger keeps what was proposed and who decided otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from allegata.errors import BadDecision, UnreadableRecord
from allegata.model.canonical import Data, parse_json
from allegata.model.codec import TAG, from_data, to_data
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document, Span
from allegata.model.incident import Account, Mention
from allegata.model.reading import Reading
from allegata.model.result import RECORD_FIELDS
from allegata.model.statement import Statement
from allegata.model.vocabulary import MadeBy

ON_PARTS = frozenset({DecisionVerb.ACCEPT, DecisionVerb.CORRECT, DecisionVerb.REJECT})
"""The verbs that concern one thing read from a document."""

FIXED = frozenset({"id", "statement", "mention", "made_by"})
"""Fields that no correction may change: they say what the thing is, not what it says."""

PARTS = ("statements", "mentions", "accounts", *RECORD_FIELDS)


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold, in their order: not undone, not superseded; an undone undo does nothing."""
    gone = set_aside(decisions)
    return tuple(d for d in decisions if d.id not in gone and d.verb is not DecisionVerb.UNDO)


def set_aside(decisions: Sequence[Decision]) -> frozenset[str]:
    """The ids of decisions that a later one, itself in force, undid or superseded."""
    gone: set[str] = set()
    for decision in reversed(decisions):
        if decision.id in gone:
            continue
        if decision.verb is DecisionVerb.UNDO:
            gone.add(decision.subject)
        if decision.supersedes:
            gone.add(decision.supersedes)
    return frozenset(gone)


def by_subject(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """The last decision in force on each statement, account, mention or record."""
    return {decision.subject: decision for decision in decisions if decision.verb in ON_PARTS}


def applied(reading: Reading, decided: Mapping[str, Decision]) -> Reading:
    """The reading as it counts.

    :param decided: from `by_subject`, over decisions in force.
    :raises BadDecision: when a stored correction no longer fits its thing.
    """
    if not decided or not any(part.id in decided for name in PARTS for part in getattr(reading, name)):
        return reading
    kept: dict[str, Any] = {
        name: tuple(
            _decided(part, decided.get(part.id)) for part in getattr(reading, name) if _stays(part, decided)
        )
        for name in PARTS
    }
    statements = {statement.id for statement in kept["statements"]}
    mentions = {mention.id for mention in kept["mentions"]}
    gone = {mention.id for mention in reading.mentions} - mentions
    kept["mentions"] = tuple(_without(mention, statements) for mention in kept["mentions"])
    kept["accounts"] = tuple(
        account
        for account in kept["accounts"]
        if account.statement in statements and account.mention in mentions
    )
    for name in RECORD_FIELDS:
        kept[name] = tuple(
            replace(
                record,
                about=tuple(about for about in record.about if about not in gone),
            )
            for record in kept[name]
            if record.statement in statements
        )
    return replace(reading, **kept)


def _stays(part: Any, decided: Mapping[str, Decision]) -> bool:
    decision = decided.get(part.id)
    return decision is None or decision.verb is not DecisionVerb.REJECT


def _decided(part: Any, decision: Decision | None) -> Any:
    if decision is None:
        return part
    if decision.verb is DecisionVerb.CORRECT:
        part = corrected(part, decision.value or "")
    if isinstance(part, Statement | Account) and part.made_by is not MadeBy.HUMAN:
        return replace(part, made_by=MadeBy.MACHINE_PROPOSED_HUMAN_CONFIRMED)
    return part


def _without(mention: Mention, statements: set[str]) -> Mention:
    """A mention without what rested on a rejected statement."""
    return replace(
        mention,
        acts=tuple(act for act in mention.acts if act.statement in statements),
        statements=tuple(id for id in mention.statements if id in statements),
    )


def corrected(part: Any, value: str, document: Document | None = None) -> Any:
    """A thing with corrected fields.

    :param value: JSON: an object of fields and their new values or, for an account, the new value
        itself with its `type` ("Count", "Where", …).
    :param document: where given, every span of the result is checked against its text.
    :raises BadDecision: when the correction does not fit the thing.
    """
    try:
        change = parse_json(value)
    except UnreadableRecord as error:
        raise BadDecision(f"the correction cannot be read: {error}") from None
    if not isinstance(change, dict) or not change:
        raise BadDecision("a correction is a JSON object of fields and their new values")
    data = to_data(part)
    if isinstance(part, Account) and TAG in change:
        change = {"value": change}
    for name in change:
        if name not in data or name in FIXED:
            can = ", ".join(sorted(data.keys() - FIXED))
            raise BadDecision(f"{name!r} cannot be corrected here; fields that can: {can}")
    try:
        made = from_data(type(part), data | change)
    except UnreadableRecord as error:
        raise BadDecision(f"the correction does not fit: {error}") from None
    if document is not None:
        for span in spans(to_data(made)):
            if span.document != document.id or document.text[span.start : span.end] != span.quote:
                raise BadDecision(
                    f"{span.quote!r} does not stand at {span.start}:{span.end}; give the exact quotation"
                )
    return made


def spans(data: Data) -> Iterable[Span]:
    """Every span in some plain data."""
    if isinstance(data, dict):
        if data.keys() >= {"document", "start", "end", "quote"}:
            yield from_data(Span, data)
            return
        for value in data.values():
            yield from spans(value)
    elif isinstance(data, list):
        for value in data:
            yield from spans(value)
