"""What the machine proposes and what people decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkVerb(StrEnum):
    """What can be said of two mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class DecisionVerb(StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    SEARCHED = "searched"  # where, and as of which day, an answer of the accused side was looked for
    STATE = "state"  # move an incident's record to another state
    MISSED = "missed"  # words that the reader passed over, and what they say
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against sameness, named, in words, with what it weighs."""

    name: str  # the name of the comparison in `linking.compare`
    words: str
    weight: float  # 0 for a blocker, which ends the matter
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The machine's word on two mentions, with its reasons; followed only above the published threshold."""

    left: str  # mention id
    right: str
    verb: LinkVerb
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word. It wins over any proposal, carries its reason, and is never deleted.

    `subject` is the thing decided on (a statement, account, mention, incident, or a pair "a|b");
    `saw` is the digest of the version that was looked at; `supersedes` an earlier decision's id.
    `value` carries canonical JSON text: of `correct` the changed fields, of `missed` the thing that was
    marked, whose document is the subject and whose id stands in `others`.
    """

    id: str
    verb: DecisionVerb
    subject: str
    by: str
    at: datetime
    reason: str
    saw: str
    others: tuple[str, ...] = ()
    value: str | None = None
    supersedes: str | None = None
    second: str | None = None  # who confirmed it; None: one person alone
    second_reason: str = ""
    request: str | None = None  # the request that was confirmed
    group: str | None = None  # what all decisions of one act of a person share; None: it stands alone

    @property
    def people(self) -> str:
        """Who decided, the second person included."""
        return f"{self.by}, confirmed by {self.second}" if self.second else self.by


@dataclass(frozen=True, slots=True)
class Request:
    """What one person asks another to confirm: a decision that takes two (DOMAIN 2.2, 2.3).

    The fields are those of the decision that it becomes. `saw` is the digest of every incident that it
    concerns, as its author saw them: confirmed later, it must still be the same.
    """

    id: str
    verb: DecisionVerb
    subject: str
    by: str
    at: datetime
    reason: str
    saw: str
    others: tuple[str, ...] = ()
    value: str | None = None
    despite_blockers: bool = False


class Closing(StrEnum):
    """How a request ended."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"  # by another person
    WITHDRAWN = "withdrawn"  # by the one who had asked


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a request; it is kept with its reason for good."""

    request: str
    how: Closing
    by: str
    at: datetime
    reason: str
    decision: str | None = None  # what a confirmed one became


@dataclass(frozen=True, slots=True)
class Second:
    """The second person of a decision that takes two."""

    by: str
    reason: str
    request: str
