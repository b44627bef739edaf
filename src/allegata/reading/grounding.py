"""The one gate: whatever a reader proposes is checked against the text, or dropped as a `Problem`.

A span must be an exact substring of a read segment of this very document, every value must rest on a
statement of the reading, every `about` on a mention of it, and numbers must lie within bounds. The
gate is the same for the rules and for any model, so that no reader can invent.
"""

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from allegata.errors import Problem, Severity
from allegata.model.document import READ_ROLES, Document, Span
from allegata.model.reading import Reading
from allegata.model.value import Count

HIGHEST_COUNT = 10_000_000
"""No count of persons in one occurrence is larger; what is, was misread."""

KINDS = (
    "accounts",
    "media",
    "verifications",
    "responses",
    "proceedings",
    "referrals",
    "qualifications",
    "aggregates",
    "patterns",
    "allegations",
    "evaluations",
    "protected",
)


def ground(document: Document, reading: Reading) -> Reading:
    """The reading without anything that the text does not carry; what was dropped is in its problems."""
    problems: list[Problem] = list(reading.problems)

    def holds(thing: Any) -> bool:
        fault = fault_of(document, thing)
        if fault:
            problems.append(
                Problem(
                    "not_grounded",
                    document.id,
                    f"{type(thing).__name__} dropped: {fault}",
                    "Nothing to do; the original is kept and the value is not used.",
                    Severity.NOTICE,
                )
            )
        return fault is None

    statements = tuple(s for s in reading.statements if holds(s))
    mentions = tuple(m for m in reading.mentions if holds(m))
    known = {s.id for s in statements}
    told = {m.id for m in mentions}
    kept: dict[str, Any] = {}
    for kind in KINDS:
        kept[kind] = tuple(
            r
            for r in getattr(reading, kind)
            if holds(r)
            and r.statement in known
            and (kind != "accounts" or r.mention in told)
            and all(m in told for m in getattr(r, "about", ()))
        )
    return replace(reading, statements=statements, mentions=mentions, problems=tuple(problems), **kept)


def fault_of(document: Document, thing: Any) -> str | None:
    """Why a text does not carry a statement, mention, account or record; None when it does.

    The same for a reader's proposal and for what a person marks by hand.
    """
    read = [(s.start, s.end) for s in document.segments if s.role in READ_ROLES]
    spans: list[Span] = []
    counts: list[Count] = []
    _gather(thing, spans, counts)
    for span in spans:
        if span.document != document.id:
            return "its span belongs to another document"
        if document.text[span.start : span.end] != span.quote:
            return f"its quotation is not the text at {span.start}:{span.end}"
        if not any(start < span.end and span.start < end for start, end in read):
            return f"{span.start}:{span.end} lies in no segment that is read"
    for count in counts:
        if count.low < 0 or count.low > HIGHEST_COUNT or (count.high is not None and count.high < count.low):
            return f"the count {count.low}–{count.high} is out of bounds"
    return None


def _gather(thing: Any, spans: list[Span], counts: list[Count]) -> None:
    """Every span and every count inside a record, in the order of its fields."""
    if isinstance(thing, tuple):
        for part in thing:
            _gather(part, spans, counts)
        return
    if isinstance(thing, Span):
        spans.append(thing)
        return
    if isinstance(thing, Count):
        counts.append(thing)
    kind: Any = type(thing)
    for name in _names(kind):
        _gather(getattr(thing, name), spans, counts)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a class of records; none for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
