"""One occurrence while a text is read, and all of them when it has been read."""

from dataclasses import dataclass, field

from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import (
    ActType,
    CountRole,
    Relation,
    SegmentRole,
)
from allegata.reading.acts import FoundAct, person_role
from allegata.reading.sentences import Sentence

ON_PLACES = frozenset({ActType.ATTACK, ActType.DESTRUCTION, ActType.LOOTING})


ON_PERSONS = frozenset(ActType) - ON_PLACES - {ActType.VIOLATION_UNSPECIFIED, ActType.SHOOTING}


@dataclass(slots=True, eq=False)
class Thread:
    """One occurrence while the text is read; becomes a `Mention`."""

    number: int
    acts: list[FoundAct] = field(default_factory=list)
    opposite: list[FoundAct] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)
    anchors: list[tuple[int, int]] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    cue: tuple[int, int] | None = None  # the words that set it apart from the one before
    id: str = ""

    def party(self, role: str) -> str | None:
        """The party first named in a role ("actor", "victim") of the main direction."""
        for act in self.acts:
            group = act.actor_group if role == "actor" else act.victim_group
            found = group.party if group else act.actor_party if role == "actor" else None
            if found:
                return found
        return None

    def counts(self, role: CountRole) -> list[Count]:
        """The counts that weigh against another occurrence: not vague, not a single one of several."""
        return [
            act.count.count
            for act in self.acts
            if act.count and not act.count.count.vague and person_role(act.type) is role
            if act.sentence.segment.role is not SegmentRole.HEADLINE
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Threads:
    """All occurrences of a document, and which one the text is at, sentence by sentence."""

    threads: tuple[Thread, ...]
    focus: dict[int, int]  # sentence index → number of the thread in focus after that sentence
    general: tuple[FoundAct, ...]  # acts that belong to no bounded occurrence
    of_act: dict[int, int]  # id of a found act → number of its thread

    def at(self, sentence: Sentence) -> Thread | None:
        """The occurrence that the text is at when this sentence ends."""
        known = [i for i in self.focus if i <= sentence.index]
        return self.threads[self.focus[max(known)]] if known else None


def disjoint(one: Count, other: Count) -> bool:
    """Whether two counts of persons cannot be of the same persons, whatever their role is called."""
    return (
        one.relation_to(Count(other.low, other.high, other.unit, one.role, other.exactness))
        is Relation.CONFLICT
    )


def same_kind(act: FoundAct, thread: Thread) -> bool:
    """Whether an act is of a kind that the occurrence is told with: on persons, or on places."""
    types = {a.type for a in thread.acts}
    if act.type in types or act.type is ActType.VIOLATION_UNSPECIFIED:
        return True
    if act.type is ActType.ATTACK and act.form == "noun" and act.victim_token is None:
        return True  # "the raid", "the attack" may be any occurrence told before
    on_places = act.type in ON_PLACES
    return any((t in ON_PLACES) == on_places for t in types)


def kinds_differ(act: FoundAct, thread: Thread) -> bool:
    """A shelling is not the killing of chosen persons: kinds differ when neither tells of the other's."""
    types = {a.type for a in thread.acts}
    if not types or act.form != "noun":
        return False
    if act.type in ON_PLACES:
        return not types & ON_PLACES
    return act.type in ON_PERSONS and types <= ON_PLACES


def names_place(act: FoundAct, thread: Thread) -> bool:
    """Whether the act's own words name a place of the occurrence that no gazetteer holds."""
    words = act.sentence.frame.doc.text.casefold()
    return any(
        len(name) > 3 and name in words and name in act.parse.doc.text.casefold() for name in thread.names
    )
