"""Everything a reading holds, flattened into one kind of record that the measure can lay beside the key."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allegata.model.document import Span
from allegata.model.reading import Reading
from allegata.model.source import Speaker
from allegata.model.statement import Statement

RECORDS = {
    "media": "media",
    "verifications": "verification",
    "responses": "response",
    "proceedings": "proceeding",
    "referrals": "referral",
    "qualifications": "qualification",
    "aggregates": "aggregate",
    "patterns": "pattern",
    "allegations": "allegation",
    "evaluations": "evaluation",
    "protected": "protected",
}
"""The field of `Reading` → the kind of reading in the key."""


@dataclass(frozen=True, slots=True)
class Found:
    """One reading of ours. `mentions` are the occurrences it is attached to; `thing` is the record itself."""

    kind: str
    seed: str
    span: Span
    thing: Any
    mentions: tuple[str, ...]
    statement: Statement | None
    headline: bool = False

    def axis(self, name: str) -> str | None:
        """The value of speech_act, modality, polarity or scope: the record's own, else its statement's."""
        for holder in (self.thing, self.statement):
            value = getattr(holder, name, None)
            if isinstance(value, StrEnum):  # an aggregate's `scope` is another thing
                return value.value
        return None

    @property
    def speaker(self) -> Speaker | None:
        """Whose word it is: of a record that names a voice, that voice; else the statement's speaker."""
        for name in ("by", "verifier", "authority", "publisher"):
            voice = getattr(self.thing, name, None)
            if isinstance(voice, Speaker):
                return voice
        return self.statement.speaker if self.statement else None

    @property
    def words(self) -> str:
        """For a person who reads the list of misses."""
        value = getattr(self.thing, "value", None)
        shown = value if value is not None else _brief(self.thing)
        return f"{self.kind} [{self.span.start}:{self.span.end}] {shown}"


def found(seed: str, reading: Reading) -> tuple[Found, ...]:
    """Every account, act and record of one reading."""
    return tuple(_all(seed, reading))


def _all(seed: str, reading: Reading) -> Iterator[Found]:
    statements = {s.id: s for s in reading.statements}
    for account in reading.accounts:
        yield Found(
            f"account:{account.attribute}",
            seed,
            account.span,
            account,
            (account.mention,),
            statements.get(account.statement),
            account.headline,
        )
    for mention in reading.mentions:
        for act in mention.acts:
            yield Found("act", seed, act.span, act, (mention.id,), statements.get(act.statement))
    for field, kind in RECORDS.items():
        for record in getattr(reading, field):
            yield Found(
                kind,
                seed,
                record.span,
                record,
                tuple(getattr(record, "about", ())),
                statements.get(record.statement),
            )


def _brief(thing: Any) -> str:
    skipped = {"id", "span", "statement", "about", "method", "chain"}
    parts = []
    for name in getattr(thing, "__slots__", ()):
        value = getattr(thing, name)
        if name in skipped or value in (None, (), False, ""):
            continue
        parts.append(f"{name}={value.key if isinstance(value, Speaker) else value}")
    return f"{type(thing).__name__}({', '.join(parts)})"[:300]
