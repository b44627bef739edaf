"""What waits for a person, incident by incident: never by item, and never ranked by how often it is told.

The order is that of `Task`: what others asked first, then what may be the same, then what is in conflict,
not opened yet, without a search for answers, due for a second reading; within each, the older record first.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.link import link
from allegata.actions.requests import concerned_ids, requests
from allegata.actions.sealed import NOTHING, WITHHELD, Closed, closed_to, sealed
from allegata.linking.compare import SAME
from allegata.linking.incidents import OUT
from allegata.linking.pairs import PAIR_SEPARATOR, spelled_out
from allegata.model.codec import parse
from allegata.model.decision import DecisionVerb, LinkVerb, Proposal
from allegata.model.facets import NO_SEARCH
from allegata.model.listing import Facet
from allegata.model.preview import Queue, Suspect, Task, Waiting
from allegata.model.result import Asked
from allegata.model.vocabulary import RecordState
from allegata.store.tables import (
    ASSESSMENTS,
    DOCUMENTS,
    FACETS,
    INCIDENTS,
    MEMBERS,
    PROPOSALS,
    SECOND_READINGS,
)

A_PAGE = 25
ORDER = tuple(Task)
SMALL = 200
"""Documents of a casebook that is linked and assessed anew faster than somebody looks up again."""


def queue(book: Casebook, only: Task | None = None, page: int = 1, *, only_reads: bool = False) -> Queue:
    """One page of the incidents that wait for somebody.

    :param only: those that wait for one kind of task.
    :param only_reads: without sealed records, and whatever was asked or proposed about one.
    """
    every = _waiting(book, closed_to(book, only_reads))
    counts = tuple((task, sum(task in one.tasks for one in every)) for task in ORDER)
    wanted = [one for one in every if only is None or only in one.tasks]
    wanted.sort(key=lambda one: (ORDER.index(only or one.tasks[0]), one.incident))
    pages = max(1, -(-len(wanted) // A_PAGE))
    page = min(max(page, 1), pages)
    shown = tuple(wanted[(page - 1) * A_PAGE : page * A_PAGE])
    return Queue(shown, counts, len(wanted), page, pages)


def waiting(book: Casebook, incident: str, *, only_reads: bool = False) -> Waiting | None:
    """What one incident waits for; as `queue`."""
    shut = closed_to(book, only_reads)
    return next((one for one in _waiting(book, shut) if one.incident == incident), None)


def asked_openly(asked: Iterable[Asked], shut: Closed) -> tuple[Asked, ...]:
    """The requests that concern no sealed record: their reasons may tell of one."""
    return tuple(one for one in asked if one.request.id not in shut.own)


def following(book: Casebook, incident: str, task: Task) -> str | None:
    """The next incident that waits for the same, after this one; from the beginning after the last."""
    ids = sorted(one.incident for one in _waiting(book) if task in one.tasks and one.incident != incident)
    return next((id for id in ids if id > incident), ids[0] if ids else None)


def suspects(book: Casebook) -> tuple[Suspect, ...]:
    """Every two incidents that may be one and that nobody decided on, with the best proposal on them.

    One decision asks for them several times, for the page, the next one and its page: kept until the next entry.
    """
    return book.kept.one("suspects", book.index.meta("applied"), lambda: _suspects(book))


def _suspects(book: Casebook) -> tuple[Suspect, ...]:
    left, right = MEMBERS.alias("left_member"), MEMBERS.alias("right_member")
    query = (
        select(PROPOSALS.c.data, left.c.incident.label("one"), right.c.incident.label("other"))
        .join(left, left.c.mention == PROPOSALS.c.left)
        .join(right, right.c.mention == PROPOSALS.c.right)
        .where(left.c.incident != right.c.incident, PROPOSALS.c.verb != LinkVerb.DIFFERENT.value)
    )
    pairs = {one.subject: one for one in spelled_out(decided(book).force)}
    out = {row.id for row in book.index.rows(select(INCIDENTS.c.id).where(INCIDENTS.c.state.in_(OUT)))}
    found: dict[tuple[str, str], list[Proposal]] = {}
    unsure: dict[tuple[str, str], set[str]] = {}
    for row in book.index.rows(query):
        one, other = sorted((row.one, row.other))
        proposal = parse(Proposal, row.data)
        word = pairs.get(PAIR_SEPARATOR.join(sorted((proposal.left, proposal.right))))
        if word and word.verb is DecisionVerb.UNSURE:
            unsure.setdefault((one, other), set()).add(word.by)
        elif word:
            continue
        if out & {one, other} or any(reason.blocks for reason in proposal.reasons):
            continue
        found.setdefault((one, other), []).append(proposal)
    return tuple(
        _suspect(pair, proposals, tuple(sorted(unsure.get(pair, ()))))
        for pair, proposals in sorted(found.items())
    )


def _suspect(pair: tuple[str, str], proposals: list[Proposal], unsure: tuple[str, ...]) -> Suspect:
    best = max(proposals, key=lambda proposal: proposal.score)
    mentions = tuple((proposal.left, proposal.right) for proposal in proposals)
    return Suspect(*pair, best.score, SAME, best.reasons, mentions, unsure)


def _waiting(book: Casebook, hidden: Closed = NOTHING) -> list[Waiting]:
    """Every incident that waits for anything.

    :param hidden: what is closed to whoever asks.
    """
    asked = _by_incident(book, asked_openly(requests(book, open_only=True), hidden))
    may_be_one: dict[str, list[Suspect]] = {}
    for suspect in suspects(book):
        if not hidden.incidents.isdisjoint((suspect.left, suspect.right)):
            continue
        may_be_one.setdefault(suspect.left, []).append(suspect)
    read_again = {row.incident for row in book.index.rows(select(SECOND_READINGS.c.incident).distinct())}
    without = select(FACETS.c.incident).where(
        FACETS.c.facet == Facet.CONTESTATION.value, FACETS.c.value == NO_SEARCH
    )
    unsearched = {row.incident for row in book.index.rows(without)}
    query = select(INCIDENTS.c.id, INCIDENTS.c.state, ASSESSMENTS.c.title, ASSESSMENTS.c.conflict)
    query = query.join(ASSESSMENTS, ASSESSMENTS.c.incident == INCIDENTS.c.id)
    found, shut = [], sealed(book)
    for row in book.index.rows(query.where(INCIDENTS.c.state.not_in(OUT)).order_by(INCIDENTS.c.id)):
        if row.id in hidden.incidents:
            continue
        state = RecordState(row.state)
        tasks = {
            Task.REQUEST: row.id in asked,
            Task.PROPOSAL: row.id in may_be_one,
            Task.CONFLICT: row.conflict,
            Task.CANDIDATE: state is RecordState.CANDIDATE,
            Task.SEARCH: row.id in unsearched,
            Task.SECOND: state is RecordState.DOCUMENTED and row.id not in read_again,
        }
        if any(tasks.values()):
            due = tuple(task for task in ORDER if tasks[task])
            found.append(
                Waiting(
                    row.id,
                    WITHHELD if row.id in shut else row.title,
                    state,
                    due,
                    tuple(asked.get(row.id, ())),
                    tuple(may_be_one.get(row.id, ())),
                )
            )
    return found


def _by_incident(book: Casebook, asked: Iterable[Asked]) -> Mapping[str, list[Asked]]:
    """Open requests under the first incident that they concern."""
    found: dict[str, list[Asked]] = {}
    for one in asked:
        for incident in concerned_ids(book, one.request)[:1]:
            found.setdefault(incident, []).append(one)
    return found


def follow_at_once(book: Casebook) -> bool:
    """Have incidents and assessments follow a decision in the same turn, where the casebook is small.

    A large one follows in the background (`actions.jobs.settle_soon`, which the desk asks for).
    """
    if book.index.count(DOCUMENTS) > SMALL:
        return False
    link(book)
    assess(book)
    return True
