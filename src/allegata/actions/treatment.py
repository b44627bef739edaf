"""The figures by which an auditor sees whether the sides are treated alike (DOMAIN 2.6 b)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.actions.decided import decided
from allegata.actions.wording import linter
from allegata.assessing.treatment import SideFigures, Worked, has_answer, symmetry
from allegata.knowledge import load
from allegata.linking.incidents import OUT
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.assessment import IncidentAssessment
from allegata.model.codec import parse
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.record import Response
from allegata.model.source import Party
from allegata.model.vocabulary import ResponseKind
from allegata.store.tables import (
    ACCOUNTS,
    ASSESSMENTS,
    DOCUMENTS,
    INCIDENTS,
    ITEMS,
    MEMBERS,
    MENTIONS,
    PROPOSALS,
    RECORDS,
)

SILENT = frozenset({ResponseKind.NO_RESPONSE_KNOWN, ResponseKind.NO_COMMENT})
NOT_COMPUTED = (
    "the time from a first accusation or a first denial to publication: a dossier that went out says when it "
    "was made, and nothing on record says when it was published",
)
"""What DOMAIN 2.6 asks for and the record does not hold."""


@dataclass(frozen=True, slots=True)
class Symmetry:
    """The figures, the parties by whose names they are shown, and what could not be computed."""

    sides: tuple[SideFigures, ...]
    parties: tuple[Party, ...]
    not_computed: tuple[str, ...] = NOT_COMPUTED


def treatment(book: Casebook) -> Symmetry:
    """How the incidents on record were worked on, for each accused side."""
    query = select(ASSESSMENTS.c.incident, ASSESSMENTS.c.data)
    query = query.join(INCIDENTS, INCIDENTS.c.id == ASSESSMENTS.c.incident).where(
        INCIDENTS.c.state.not_in(OUT)
    )
    assessed = [
        parse(IncidentAssessment, row.data) for row in book.index.rows(query.order_by(ASSESSMENTS.c.incident))
    ]
    days = _first_days(book)
    answers = _answers(book)
    words = _decided(book)
    check = linter()
    return Symmetry(
        symmetry(
            _worked(one, days, answers, words.get(one.incident, []), not check.texts([one.title]))
            for one in assessed
        ),
        load(book.knowledge).parties,
    )


def _worked(
    one: IncidentAssessment,
    days: Mapping[str, date],
    answers: Mapping[str, date | None],
    decided: list[bool],
    neutral: bool,
) -> Worked:
    on = [day for side in one.contestation for id in side.records if (day := answers.get(id))]
    return Worked(
        one.alleged_against,
        bool(one.contestation) and all(side.searched is not None for side in one.contestation),
        neutral,
        days.get(one.incident),
        min(on, default=None),
        any(has_answer(side.values) for side in one.contestation),
        len(decided),
        sum(decided),
    )


def _first_days(book: Casebook) -> dict[str, date]:
    """Incident → the first day on which an item that tells of it was published, as far as days are stated."""
    query = select(MEMBERS.c.incident, ITEMS.c.published)
    query = query.join(MENTIONS, MENTIONS.c.id == MEMBERS.c.mention)
    query = query.join(DOCUMENTS, DOCUMENTS.c.id == MENTIONS.c.document).join(
        ITEMS, ITEMS.c.id == DOCUMENTS.c.item
    )
    found: dict[str, date] = {}
    for row in book.index.rows(query.where(ITEMS.c.published.is_not(None))):
        day = date.fromisoformat(row.published)
        found[row.incident] = min(day, found.get(row.incident, day))
    return found


def _answers(book: Casebook) -> dict[str, date | None]:
    """Record id → the day on which an item that holds this answer was published; silence is no answer."""
    query = select(RECORDS.c.id, RECORDS.c.data, ITEMS.c.published).where(RECORDS.c.kind == "responses")
    query = query.join(DOCUMENTS, DOCUMENTS.c.id == RECORDS.c.document).join(
        ITEMS, ITEMS.c.id == DOCUMENTS.c.item
    )
    return {
        row.id: date.fromisoformat(row.published) if row.published else None
        for row in book.index.rows(query)
        if parse(Response, row.data).kind not in SILENT
    }


def _decided(book: Casebook) -> dict[str, list[bool]]:
    """Incident → whether each of the machine's proposals that people decided on was accepted as it was."""
    mention_of: dict[str, str] = {}
    verbs = (DecisionVerb.ACCEPT, DecisionVerb.REJECT, DecisionVerb.CORRECT)
    decisions = decided(book).force
    subjects = [one.subject for one in decisions if one.verb in verbs]
    for portion in portions(sorted(set(subjects))):
        rows = book.index.rows(select(ACCOUNTS.c.id, ACCOUNTS.c.mention).where(ACCOUNTS.c.id.in_(portion)))
        mention_of |= {row.id: row.mention for row in rows}
    incident_of = {row.mention: row.incident for row in book.index.rows(select(MEMBERS))}
    proposed = {
        frozenset((row.left, row.right)): row.verb
        for row in book.index.rows(select(PROPOSALS.c.left, PROPOSALS.c.right, PROPOSALS.c.verb))
    }
    found: dict[str, list[bool]] = {}
    for one in decisions:
        if one.verb in verbs:
            incident = incident_of.get(mention_of.get(one.subject, one.subject), one.subject)
            found.setdefault(incident, []).append(one.verb is DecisionVerb.ACCEPT)
        elif (word := _on_pair(one, proposed)) is not None:
            incident = incident_of.get(one.subject.split(PAIR_SEPARATOR)[0], "")
            found.setdefault(incident, []).append(word)
    return found


def _on_pair(one: Decision, proposed: Mapping[frozenset[str], str]) -> bool | None:
    """Whether a decision on two mentions says what the machine proposed; None where it proposed nothing."""
    pair = one.subject.split(PAIR_SEPARATOR)
    said = proposed.get(frozenset(pair)) if len(pair) == 2 else None
    if said is None or one.verb not in (DecisionVerb.SAME, DecisionVerb.DIFFERENT):
        return None
    return str(said) == one.verb.value
