"""The interface for programs: JSON over the same actions as the pages."""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from litestar.params import Parameter

from allegata.actions import drafts, jobs, knowledge, requests, show
from allegata.actions.accounts import closed_names
from allegata.actions.figures import open_figures
from allegata.actions.history import history as told
from allegata.actions.listing import listing
from allegata.actions.queue import asked_openly
from allegata.actions.review import confirms_copy
from allegata.errors import BadDecision
from allegata.model.assessment import Coverage, Figures
from allegata.model.decision import Closing, DecisionVerb
from allegata.model.dossier import Draft
from allegata.model.job import RIGHT_OF, Job, JobKind
from allegata.model.listing import Listing
from allegata.model.result import (
    AnswerResult,
    Asked,
    History,
    IncidentRecord,
    ItemRecord,
    RequestResult,
    ReviewResult,
)
from allegata.model.source import Party, Source
from allegata.model.user import Right
from allegata.web import described
from allegata.web.described import asked, sent
from allegata.web.selection import of_query
from allegata.web.visit import Visit

OPENAPI = described.CONFIG
BOOK = "/c/{casebook:str}"
LARGEST_PAGE = 200
STARTED = (
    JobKind.READ, JobKind.SETTLE, JobKind.FACTS, JobKind.FINGERPRINT, JobKind.MATCH, JobKind.VERIFY
)  # fmt: skip
"""What a program may have done in the background; what needs files or two persons is not among it."""


@dataclass(frozen=True, slots=True)
class CasebookLine:
    """A casebook that the account may open, and what it may do there."""

    id: str
    name: str
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Sides and sources, by every name a text may use."""

    parties: tuple[Party, ...]
    sources: tuple[Source, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Published totals beside documented incidents; units never mix."""

    figures: Figures
    coverage: Coverage


@dataclass
class Deciding:
    """A decision to be made. `value` is canonical JSON text for `correct`; `saw` the digest of what was seen."""

    verb: DecisionVerb
    subject: str
    reason: str
    others: list[str] = field(default_factory=list)
    value: str | None = None
    saw: str | None = None
    despite_blockers: bool = False


@dataclass
class Reasoned:
    """Why."""

    reason: str


@dataclass
class Starting:
    """Work to be done in the background."""

    kind: JobKind


@asked("/casebooks", Right.ENTER, tuple[CasebookLine, ...])
def casebooks(visit: Visit) -> Any:
    """The casebooks that the account may open."""
    if visit.who is None:
        return ()
    mine = [(desk, visit.who.rights(desk.id)) for desk in visit.server.desks.values()]
    return tuple(CasebookLine(desk.id, desk.name, tuple(sorted(held))) for desk, held in mine if held)


@asked(BOOK + "/incidents", Right.READ, Listing)
def incidents(
    visit: Visit,
    casebook: str,
    q: str = "",
    accused: list[str] | None = None,
    place: list[str] | None = None,
    year: list[str] | None = None,
    of_record: Annotated[list[str] | None, Parameter(query="state")] = None,
    contestation: list[str] | None = None,
    verification: list[str] | None = None,
    origins: list[str] | None = None,
    since: str = "",
    until: str = "",
    order: str = "",
    page: Annotated[int, Parameter(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Parameter(ge=1, le=LARGEST_PAGE)] = 25,
) -> Any:
    """Incidents by facets, words and days, a page at a time."""
    several = {
        "accused": accused,
        "place": place,
        "year": year,
        "state": of_record,
        "contestation": contestation,
    }
    several |= {"verification": verification, "origins": origins}
    pairs = [(name, value) for name, values in several.items() for value in values or ()]
    pairs += [("q", q), ("since", since), ("until", until), ("order", order), ("page", str(page))]
    return listing(visit.book, of_query(pairs, per_page), only_reads=visit.only_reads)


# whole texts hold words that protect somebody, which pages withhold: they are for those who work on them
@asked(BOOK + "/incidents/{incident:str}", Right.DECIDE, IncidentRecord)
def incident(visit: Visit, casebook: str, incident: str) -> Any:
    """Everything on record about one incident."""
    visit.noted("incident", incident, unmasked=True)
    return show.incident(visit.book, incident, check=False)


@asked(BOOK + "/history/{thing:str}", Right.READ, History)
def history(visit: Visit, casebook: str, thing: str) -> Any:
    """What happened to an incident, a text, a statement or a decision: who, when, why."""
    return told(visit.book, thing, withhold=visit.only_reads)


@asked(BOOK + "/texts/{item:str}", Right.DECIDE, ItemRecord)
def text(visit: Visit, casebook: str, item: str) -> Any:
    """Everything on record about one original: its text, what was read from it, capture and custody."""
    visit.noted("text", item, unmasked=True)
    return show.item(visit.book, item, check=False)


@asked(BOOK + "/figures", Right.READ, Totals)
def figures(visit: Visit, casebook: str) -> Any:
    """Published totals beside documented incidents."""
    made, covered = show.totals(visit.book)
    return Totals(open_figures(made, visit.closed), covered)


@asked(BOOK + "/knowledge", Right.READ, Known)
def known(visit: Visit, casebook: str) -> Any:
    """Sides and sources that are known in this casebook."""
    found = knowledge.known(visit.book)
    return Known(found.parties, found.sources, found.version)


@sent(BOOK + "/decisions", Right.DECIDE, ReviewResult | RequestResult)
def decide(visit: Visit, casebook: str, data: Deciding) -> Any:
    """Decide, or ask for a second person where the decision takes two."""
    if confirms_copy(visit.book, data.verb, data.subject):
        visit.ask_for(Right.CONFIRM)
    with visit.desk.writing(visit.name) as book:
        return requests.decide(
            book,
            data.verb,
            data.subject,
            visit.name,
            data.reason,
            tuple(data.others),
            data.value,
            data.saw,
            team=not visit.server.alone,
            despite_blockers=data.despite_blockers,
        )


@asked(BOOK + "/requests", Right.READ, tuple[Asked, ...])
def waiting(visit: Visit, casebook: str) -> Any:
    """Decisions that wait for a second person."""
    return asked_openly(requests.requests(visit.book, open_only=True), visit.closed)


@sent(BOOK + "/requests/{request_id:str}/confirm", Right.CONFIRM, ReviewResult)
def confirm(visit: Visit, casebook: str, request_id: str, data: Reasoned) -> Any:
    """Be the second person; never for what one asked for oneself."""
    with visit.desk.writing(visit.name) as book:
        return requests.confirm(book, request_id, visit.name, data.reason, closed_names(visit.server))


@sent(BOOK + "/requests/{request_id:str}/decline", Right.CONFIRM, AnswerResult)
def decline(visit: Visit, casebook: str, request_id: str, data: Reasoned) -> Any:
    """Decline what somebody asked for; the reason is kept for good."""
    with visit.desk.writing(visit.name) as book:
        return requests.close(book, request_id, visit.name, data.reason, Closing.DECLINED)


@sent(BOOK + "/requests/{request_id:str}/withdraw", Right.DECIDE, AnswerResult)
def withdraw(visit: Visit, casebook: str, request_id: str, data: Reasoned) -> Any:
    """Take back what one asked for oneself; the reason is kept for good."""
    with visit.desk.writing(visit.name) as book:
        return requests.close(book, request_id, visit.name, data.reason, Closing.WITHDRAWN)


@asked(BOOK + "/dossiers", Right.SEAL, tuple[Draft, ...])
def dossiers(visit: Visit, casebook: str) -> Any:
    """Dossiers that were asked for, newest first."""
    return drafts.drafts_of(visit.server, casebook)


@asked(BOOK + "/work", Right.READ, tuple[Job, ...])
def work(visit: Visit, casebook: str) -> Any:
    """Work in the background, newest first."""
    return tuple(_shown(visit, job) for job in jobs.several(visit.server, casebook))


@asked(BOOK + "/work/{job:str}", Right.READ, Job, noting=False)
def one_job(visit: Visit, casebook: str, job: str) -> Any:
    """One piece of work, and how far it is."""
    return _shown(visit, jobs.one(visit.server, casebook, job))


def _shown(visit: Visit, job: Job) -> Job:
    """A piece of work; what it was given, and what came of it, is for those who have work done.

    They hold addresses and names of files, and what a person typed.
    """
    return job if visit.may(Right.ADD) else replace(job, arguments="{}", result="", problems=(), words="")


@sent(BOOK + "/work", Right.READ, Job)
def start(visit: Visit, casebook: str, data: Starting) -> Any:
    """Have something done in the background, once however often it is asked; each kind asks for the right to it."""
    if data.kind not in STARTED:
        raise BadDecision(f"{data.kind} is not started here; {', '.join(sorted(STARTED))} are")
    visit.ask_for(RIGHT_OF[data.kind])
    return jobs.ask(visit.server, casebook, data.kind, visit.name, once=True)


HANDLERS = (
    casebooks,
    incidents,
    incident,
    history,
    text,
    figures,
    known,
    decide,
    waiting,
    confirm,
    decline,
    withdraw,
    dossiers,
    work,
    one_job,
    start,
)
