"""What a decision would come to, and what waits for one: values that a page shows before anything is written."""

from dataclasses import dataclass
from enum import StrEnum

from allegata.model.decision import Decision, DecisionVerb, Reason
from allegata.model.result import Asked
from allegata.model.view import Quotation
from allegata.model.vocabulary import RecordState


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention of an incident: where it is told, in which words. `staying`: not in the part split off."""

    id: str
    outlet: str
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class Line:
    """One value or voice, in words, with the quotations that it rests on."""

    words: str
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Trait:
    """One attribute of an incident: its values, the range of a count, its origins and its pattern code."""

    name: str
    values: tuple[Line, ...]
    count: str
    origins: str
    code: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One incident as it is, or as it would be."""

    id: str
    title: str
    state: RecordState
    accused: str
    mentions: tuple[Mentioned, ...]
    traits: tuple[Trait, ...]
    parts: tuple[tuple[str, tuple[Line, ...], str], ...]  # (title, lines, what is said where there are none)

    def trait(self, name: str) -> Trait | None:
        """An attribute by its name."""
        return next((one for one in self.traits if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge or a split would come to. Nothing of it is written."""

    verb: DecisionVerb
    before: tuple[Shape, ...]
    after: tuple[Shape, ...]
    blockers: tuple[Reason, ...]  # what rules out that these are one
    seen: str  # the digest that the decision carries as what its author saw

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Those as they are, then those as they would be."""
        return (*self.before, *self.after)

    @property
    def names(self) -> tuple[str, ...]:
        """Every attribute that any of the incidents has, in the order in which they come."""
        return tuple(dict.fromkeys(t.name for s in (*self.after, *self.before) for t in s.traits))


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a decision would come to, in words."""

    decision: Decision
    words: str
    consequences: tuple[str, ...]
    two: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two incidents that may be one: the machine's word, with its reasons and its threshold."""

    left: str
    right: str
    score: float
    threshold: float
    reasons: tuple[Reason, ...]
    mentions: tuple[tuple[str, str], ...]
    unsure: tuple[str, ...] = ()  # who looked at it before and could not tell

    def other(self, incident: str) -> str:
        """The one of the two that this is not."""
        return self.right if incident == self.left else self.left


class Task(StrEnum):
    """What an incident waits for, in the order of the queue."""

    REQUEST = "request"
    PROPOSAL = "proposal"
    CONFLICT = "conflict"
    CANDIDATE = "candidate"
    SEARCH = "search"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One incident of the queue, with everything that it waits for."""

    incident: str
    title: str
    state: RecordState
    tasks: tuple[Task, ...]
    requests: tuple[Asked, ...] = ()
    suspects: tuple[Suspect, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue. `counts`: how many incidents wait for each kind of task."""

    lines: tuple[Waiting, ...]
    counts: tuple[tuple[Task, int], ...]
    total: int
    page: int
    pages: int
