"""Alleged occurrences: mentions in one document, accounts of their attributes, incidents across documents."""

from dataclasses import dataclass

from allegata.model.document import Span
from allegata.model.value import Group, Value
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    IncidentLink,
    MadeBy,
    Modality,
    Polarity,
    RecordState,
    Scope,
    Sensitivity,
    SpeechAct,
    Stance,
)


@dataclass(frozen=True, slots=True)
class Act:
    """One concrete act by an alleged actor group against an alleged victim group.

    `actor` and `victim` are None when the sentence does not say; a side is never inferred. `span` is
    the words that name the act. An incident may hold acts in opposite directions.
    """

    id: str
    type: ActType
    span: Span
    statement: str
    actor: Group | None = None
    victim: Group | None = None
    polarity: Polarity = Polarity.AFFIRMS
    pinned: bool = False  # a circumstance that speaks for the accused side; no summary may drop it


SHUT = frozenset({Sensitivity.RESTRICTED, Sensitivity.SEALED})
"""Values that only those who work on a record may see, and only when they ask."""


@dataclass(frozen=True, slots=True)
class Account:
    """One attribute of one mention, as alleged by one statement.

    `speech_act`, `modality`, `polarity` and `scope` are those of *this* value, which may differ from
    the statement's as a whole ("reportedly" may cover one clause only).
    """

    id: str
    mention: str
    attribute: Attribute
    value: Value
    span: Span
    statement: str
    stance: Stance = Stance.ALLEGES
    speech_act: SpeechAct = SpeechAct.ASSERT
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMS
    scope: Scope = Scope.THIS_INCIDENT
    headline: bool = False  # a headline never outranks the body
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    made_by: MadeBy = MadeBy.MACHINE_PROPOSED

    @property
    def is_shut(self) -> bool:
        """Whether its value must not enter what is computed for everybody: titles, lists, maps, sums."""
        return self.sensitivity in SHUT


@dataclass(frozen=True, slots=True)
class MentionLink:
    """What the document itself says of two mentions: told apart, recalled, listed together."""

    other: str  # mention id
    kind: IncidentLink
    cue: Span | None = None  # "a separate video", "earlier", "not the first"
    separates: bool = True  # a hard blocker for merging the two


@dataclass(frozen=True, slots=True)
class Mention:
    """One alleged occurrence as one document tells it. `anchors` are the words that point to it."""

    id: str
    document: str
    acts: tuple[Act, ...]
    anchors: tuple[Span, ...]
    statements: tuple[str, ...]
    links: tuple[MentionLink, ...] = ()
    named: tuple[str, ...] = ()  # place or unit names by which the text refers back to it


@dataclass(frozen=True, slots=True)
class Incident:
    """The frame that holds mentions of the same alleged occurrence (ESF Event).

    `id` is random and sortable, never derived from names or places. `state` says where the work on
    the record stands, and nothing about the event.
    """

    id: str
    mentions: tuple[str, ...]
    state: RecordState = RecordState.CANDIDATE
    links: tuple[tuple[str, IncidentLink, str], ...] = ()  # (incident id, kind, reason in words)
    made_by: MadeBy = MadeBy.MACHINE_PROPOSED
    joined_by: tuple[str, ...] = ()  # who said that its mentions are one; one alone was not reviewed
