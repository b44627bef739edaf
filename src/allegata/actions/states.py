"""The states of a record: which may follow which, who sets them, and what each asks for (DOMAIN 2.3)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions import show
from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.searched import searches
from allegata.actions.second import first_coders, readings, settled
from allegata.errors import BadDecision
from allegata.linking.incidents import state_of
from allegata.model.codec import parse
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.incident import Incident
from allegata.model.result import IncidentRecord
from allegata.model.user import folded
from allegata.model.vocabulary import MadeBy, RecordState
from allegata.reading.decided import in_force
from allegata.store.tables import INCIDENTS, MEMBERS

S = RecordState


@dataclass(frozen=True, slots=True)
class Step:
    """One way from state to state: `two` persons among several, `always` also where one works alone."""

    to: RecordState
    asks: str  # what has to be there, in words
    two: bool = False
    always: bool = False


OPEN = Step(
    S.OPEN,
    "a person confirms that it is about an alleged concrete act; who alleges is stated; the nearest "
    "incidents were looked at",
)
DISCARD = Step(
    S.DISCARDED_PROPOSAL,
    "a reason: no incident, the same as another one, boilerplate, an opinion. It is kept for measuring the machine",
)
ASSESS = Step(S.IN_ASSESSMENT, "relevance, reliability and the risk of removal and to persons were looked at")
DOCUMENT = Step(
    S.DOCUMENTED,
    "the content of every cited item is held, or the lack is stated; a person confirmed every value against "
    "its quotation; answers of all sides are on record, or where they were searched and as of which day",
    two=True,
    always=True,
)
REVIEW = Step(
    S.REVIEWED,
    "somebody else than those who confirmed the values read the items a second time, blind to the first values",
    two=True,
    always=True,
)
REST = Step(S.DORMANT, "no new information for some time; the record stays open")
SEAL = Step(
    S.SEALED, "a risk to a person. It takes effect at once; a second person confirms or declines", two=True
)
WITHDRAW = Step(
    S.WITHDRAWN,
    "an own error, processing that the law does not allow, or a consent taken back; never because a party "
    "asked, unless a legal duty is recorded",
    two=True,
)
REOPEN = Step(S.OPEN, "what is new, or was overlooked")
UNSEAL = Step(S.OPEN, "the risk to the person has passed, and how that is known", two=True)
RESTORE = Step(S.OPEN, "why the withdrawal does not hold", two=True)
ALWAYS = (REST, SEAL, WITHDRAW)

STEPS: dict[RecordState, tuple[Step, ...]] = {
    S.CANDIDATE: (OPEN, DISCARD, *ALWAYS),
    S.OPEN: (ASSESS, *ALWAYS),
    S.IN_ASSESSMENT: (DOCUMENT, REOPEN, *ALWAYS),
    S.DOCUMENTED: (REVIEW, REOPEN, *ALWAYS),
    S.REVIEWED: (REOPEN, *ALWAYS),
    S.DORMANT: (REOPEN, SEAL, WITHDRAW),
    S.SEALED: (UNSEAL, WITHDRAW),
    S.WITHDRAWN: (RESTORE,),
    S.DISCARDED_PROPOSAL: (REOPEN,),
}


WITH_SECOND = tuple(dict.fromkeys(s.to for steps in STEPS.values() for s in steps if s.always))
"""The states that take a second person everywhere."""
SHUT = tuple(state for state, steps in STEPS.items() if steps and all(s.two for s in steps))
"""The states that no one person alone leads out of."""
GUARDED = frozenset(
    (*SHUT, *(s.to for steps in STEPS.values() for s in steps if s.two and s.to is not S.OPEN))
)
"""The states that two persons lead into or out of."""


def steps_from(state: RecordState) -> tuple[Step, ...]:
    """Where a record in this state can go."""
    return STEPS.get(state, ())


def step(state: RecordState, to: str | None) -> Step:
    """The way from one state to another.

    :raises BadDecision: when there is none.
    """
    found = next((one for one in steps_from(state) if one.to == to), None)
    if found is None:
        ways = ", ".join(one.to for one in steps_from(state)) or "nowhere"
        raise BadDecision(
            f"a record that is {state} cannot be moved to {to!r}; from there it goes to: {ways}"
        )
    return found


def state_now(book: Casebook, one: Incident) -> RecordState:
    """The state by the decisions in force, whether or not the incidents were linked since."""
    return state_of(one, decided(book).force)


@dataclass(frozen=True, slots=True)
class Move:
    """What a decision does to the state of one record."""

    before: RecordState
    after: RecordState

    @property
    def always(self) -> bool:
        """Whether it takes two persons also where one works alone."""
        return self.before is not self.after and self.after in WITH_SECOND

    @property
    def two(self) -> bool:
        """Whether it takes two persons among several: by the table, and where no step leads by its guarded states.

        Only a candidate is discarded by one person.
        """
        if self.before is self.after:
            return False
        way = next((one for one in steps_from(self.before) if one.to is self.after), None)
        if way:
            return way.two
        discarded = self.after is S.DISCARDED_PROPOSAL
        return discarded or bool(GUARDED & {self.before, self.after})


def moved(book: Casebook, one: Incident, verb: DecisionVerb, subject: str, value: str | None = None) -> Move:
    """What a decision that is only thought of would do to a record."""
    thought = Decision("", verb, subject, "", book.now(), "", "", (), value)
    after = state_of(one, in_force((*decided(book).every, thought)))
    return Move(state_now(book, one), after)


def refuse_shut(book: Casebook, one: Incident) -> None:
    """:raises BadDecision: when a record is sealed or withdrawn: it is not discarded, and not merged or split."""
    if (here := state_now(book, one)) in SHUT:
        raise BadDecision(
            f"{one.id} is {here}; two persons open it first (`allegata review state {one.id} --value open`)"
        )


def refuse_shut_around(book: Casebook, mentions: Collection[str]) -> None:
    """:raises BadDecision: when one of these mentions belongs to a record that is sealed or withdrawn."""
    query = select(INCIDENTS.c.data).join(MEMBERS, MEMBERS.c.incident == INCIDENTS.c.id)
    for row in book.index.rows(query.where(MEMBERS.c.mention.in_(mentions)).distinct()):
        refuse_shut(book, parse(Incident, row.data))


def lacking(book: Casebook, incident: str, to: RecordState) -> tuple[str, ...]:
    """What a record lacks for a state, in words; () when nothing is missing."""
    if to not in (S.DOCUMENTED, S.REVIEWED):
        return ()
    record = show.incident(book, incident, check=to is S.DOCUMENTED)
    return _for_documented(book, record) if to is S.DOCUMENTED else _for_reviewed(book, record)


def _for_documented(book: Casebook, record: IncidentRecord) -> tuple[str, ...]:
    found = []
    if state_now(book, record.incident) not in (S.IN_ASSESSMENT, S.DOCUMENTED):
        found.append("the record is not in assessment")
    if record.problems:
        found.append(f"{len(record.problems)} originals are missing or damaged")
    open_values = [a for a in record.accounts if a.made_by is MadeBy.MACHINE_PROPOSED]
    if open_values:
        found.append(f"{len(open_values)} of {len(record.accounts)} values are proposed and not confirmed")
    if not _answers_sought(book, record):
        found.append("no answer of the accused side is on record, nor where it was searched")
    return tuple(found)


def _answers_sought(book: Casebook, record: IncidentRecord) -> bool:
    searched = searches(decided(book).force).get(record.incident.id)
    sides = record.assessment.contestation
    return bool(searched) or (bool(sides) and all(side.records for side in sides))


def _for_reviewed(book: Casebook, record: IncidentRecord) -> tuple[str, ...]:
    found = []
    if state_now(book, record.incident) is not S.DOCUMENTED:
        found.append("the record is not documented")
    made = readings(book, record.incident.id)
    coders = first_coders(record)  # those who confirmed *documented* among them
    counting = [
        one
        for one in made
        if one.blind
        and not one.settles
        and folded(one.by) not in coders
        and set(one.mentions) == set(record.incident.mentions)
    ]
    if not counting:
        found.append(
            "no blind second reading of its present texts by somebody who decided and confirmed nothing on it"
        )
    elif not any(settled(book, one, made) for one in counting):
        found.append("no third person's word where the two readings differ")
    return tuple(found)
