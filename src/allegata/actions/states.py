"""The states of a record: which may follow which, who sets them, and what each asks for (DOMAIN 2.3)."""

from dataclasses import dataclass

from sqlalchemy import select

from allegata.actions import show
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision
from allegata.actions.searched import searches
from allegata.model.codec import parse
from allegata.model.result import IncidentRecord
from allegata.model.second import SecondReading
from allegata.model.vocabulary import MadeBy, RecordState
from allegata.reading.decided import in_force
from allegata.store.tables import SECOND_READINGS

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


def steps_from(state: RecordState) -> tuple[Step, ...]:
    """Where a record in this state can go."""
    return STEPS.get(state, ())


def lacking(book: Casebook, incident: str, to: RecordState) -> tuple[str, ...]:
    """What a record lacks for a state, in words; () when nothing is missing."""
    if to not in (S.DOCUMENTED, S.REVIEWED):
        return ()
    record = show.incident(book, incident, check=to is S.DOCUMENTED)
    return _for_documented(book, record) if to is S.DOCUMENTED else _for_reviewed(book, record)


def _for_documented(book: Casebook, record: IncidentRecord) -> tuple[str, ...]:
    found = []
    if record.incident.state not in (S.IN_ASSESSMENT, S.DOCUMENTED):
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
    searched = searches(in_force(every_decision(book))).get(record.incident.id)
    sides = record.assessment.contestation
    return bool(searched) or (bool(sides) and all(side.records for side in sides))


def _for_reviewed(book: Casebook, record: IncidentRecord) -> tuple[str, ...]:
    found = []
    if record.incident.state is not S.DOCUMENTED:
        found.append("the record is not documented")
    coders = {d.by.casefold() for d in record.decisions}
    query = select(SECOND_READINGS.c.data).where(SECOND_READINGS.c.incident == record.incident.id)
    read = [parse(SecondReading, row.data) for row in book.index.rows(query)]
    if not any(
        one.by.casefold() not in coders and set(one.mentions) == set(record.incident.mentions) for one in read
    ):
        found.append("no second reading of its present texts by somebody who decided nothing on it")
    return tuple(found)
