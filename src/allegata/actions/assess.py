"""`allegata assess`: four axes for every incident, and published totals beside documented incidents."""

from collections.abc import Mapping, Sequence

from allegata.actions.casebook import Casebook
from allegata.actions.current import Current, current, every_incident
from allegata.actions.outcome import keep_if_changed
from allegata.actions.searched import searches
from allegata.actions.settings import settings_of
from allegata.actions.turns import Turns
from allegata.assessing.assess import assess_all
from allegata.assessing.contestation import is_answered, is_reported_unanswered
from allegata.assessing.totals import figures
from allegata.evidence.custody import EntryKind
from allegata.knowledge import load
from allegata.linking.incidents import OUT
from allegata.model.assessment import Coverage, IncidentAssessment
from allegata.model.result import AssessResult, Progress, Silent, Step
from allegata.store.tables import DOCUMENTS, ITEMS


def assess(
    book: Casebook,
    progress: Progress | None = None,
    now: Current | None = None,
    responses_searched: Mapping[str, Mapping[str, str]] | None = None,
    turns: Turns | None = None,
) -> AssessResult:
    """Assess every incident; the ledger gets an entry only when something changed.

    :param now: the casebook as it counts, where the caller has it at hand.
    :param responses_searched: incident id → party id → where and as of when an answer was looked for;
        None: what people recorded.
    :param turns: compute without the casebook's lock, and keep in a turn.
    """
    progress = progress or Silent()
    now = now or current(book)
    if responses_searched is None:
        responses_searched = searches(now.decisions)
    incidents = tuple(one for one in every_incident(book) if one.state not in OUT)
    progress.begin(Step.ASSESS, len(incidents))
    knowledge = load(book.knowledge)
    assessments = assess_all(incidents, now.readings, now.documents, knowledge, responses_searched)
    progress.advance(Step.ASSESS, len(incidents))
    totals = figures(incidents, assessments, now.readings, now.documents)
    covered = _coverage(book, assessments)
    places = settings_of(book, incidents, now.readings, now.documents)
    output = {"assessments": assessments, "figures": totals, "coverage": covered, "settings": places}
    changed = keep_if_changed(book, EntryKind.ASSESSED, output, turns)
    progress.end(Step.ASSESS)
    return AssessResult(assessments, totals, covered, changed)


def _coverage(book: Casebook, assessments: Sequence[IncidentAssessment]) -> Coverage:
    """What the results rest on."""
    items, documents = book.index.count(ITEMS), book.index.count(DOCUMENTS)
    read = book.index.count(DOCUMENTS, DOCUMENTS.c.read)
    answered = sum(1 for assessed in assessments if is_answered(assessed))
    silent = sum(1 for assessed in assessments if is_reported_unanswered(assessed))
    return Coverage(items, read, max(items, documents) - read, len(assessments), answered, silent)
