"""What waits for a person: in conflict and without a search, by what the index holds and not by words in JSON."""

from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_incident
from allegata.actions.link import link
from allegata.actions.queue import queue, waiting
from allegata.actions.review import review
from allegata.actions.show import incident as shown
from allegata.model.decision import DecisionVerb
from allegata.model.preview import Task
from allegata.model.vocabulary import Relation


def tasks(book: Casebook, incident: str) -> tuple[Task, ...]:
    line = waiting(book, incident)
    return line.tasks if line else ()


def in_conflict(book: Casebook, incident: str) -> bool:
    rows = shown(book, incident).assessment.attributes
    return any(pair.relation is Relation.CONFLICT for row in rows for pair in row.pairs)


def test_accounts_that_cannot_both_hold_wait_for_somebody(book: Casebook) -> None:
    one, *others = [incident.id for incident in every_incident(book)]
    assert not in_conflict(book, one) and Task.CONFLICT not in tasks(book, one)
    review(book, DecisionVerb.MERGE, one, "Ana", "the same", others, despite_blockers=True)
    link(book)
    assess(book)
    assert in_conflict(book, one) and Task.CONFLICT in tasks(book, one)


def test_a_search_on_record_is_waited_for_no_longer(book: Casebook) -> None:
    for line in queue(book).lines:
        sides = shown(book, line.incident).assessment.contestation
        assert (Task.SEARCH in line.tasks) is any(side.searched is None for side in sides)
    one = next(line.incident for line in queue(book).lines if Task.SEARCH in line.tasks)
    where = '{"as_of":"2026-03-01","places":["archive of the ministry"]}'
    review(book, DecisionVerb.SEARCHED, one, "Ana", "looked", value=where)
    assess(book)
    assert Task.SEARCH not in tasks(book, one)
