"""A text as it is reviewed: everything read from it or marked in it, with what people decided on each thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allegata.model.codec import digest
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Span
from allegata.model.reading import Reading
from allegata.model.result import ItemRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement, account or record: what was proposed, what counts, and who said so.

    `kind` is the field of the reading that holds it ("statements", "accounts", "verifications" …).
    `now` is None when it was rejected, or fell with the statement it rested on. `marked` is the decision
    by which a person marked it as missed; `decision` the last one in force on it; `past` every one ever
    made on it, undone ones included, oldest first.
    """

    id: str
    kind: str
    proposed: Any
    now: Any | None
    decision: Decision | None = None
    marked: Decision | None = None
    past: tuple[Decision, ...] = ()

    @property
    def seen(self) -> str:
        """The digest that a decision on it carries: of what stands there now."""
        return digest(self.now if self.now is not None else self.proposed)

    @property
    def decided(self) -> bool:
        """Whether a person stands behind it: decided on it, or marked it."""
        return self.decision is not None or self.marked is not None

    @property
    def rejected(self) -> bool:
        """Whether a person took it out."""
        return self.decision is not None and self.decision.verb is DecisionVerb.REJECT

    @property
    def last(self) -> Decision | None:
        """What can be undone: the decision in force, or the mark."""
        return self.decision or self.marked

    @property
    def span(self) -> Span:
        """The words it was read from; no correction moves them."""
        span: Span = self.proposed.span
        return span


@dataclass(frozen=True, slots=True)
class Room:
    """One item with its reading under review.

    `shown` holds everything that was read or marked, corrected where it was corrected, and also what was
    rejected; `record.reading` is the reading as it counts. `parts` are the things of each statement.
    """

    record: ItemRecord
    shown: Reading | None
    standing: Mapping[str, Standing] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def whole(self, statement: str) -> tuple[Standing, ...]:
        """A statement and everything read from it."""
        return tuple(self.standing[id] for id in (statement, *self.parts.get(statement, ())))

    def decided(self, statement: str) -> bool:
        """Whether people decided on a statement and on everything read from it; with it, its values fall."""
        return self.standing[statement].rejected or all(one.decided for one in self.whole(statement))

    @property
    def done(self) -> int:
        """How many statements are decided."""
        return sum(self.decided(statement.id) for statement in self.shown.statements) if self.shown else 0
