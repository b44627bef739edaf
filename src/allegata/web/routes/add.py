"""Adding material: upload, drop, a folder on this machine; then the work that follows, as far as it is."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from litestar import Request, Response, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER
from markupsafe import Markup

from allegata.actions import jobs, uploads
from allegata.actions.casebook import secret_of
from allegata.actions.mending import by_columns, by_sending_again, items_of
from allegata.errors import BadDecision
from allegata.model.canonical import parse_json
from allegata.model.job import RIGHT_OF, Job, JobKind, JobState
from allegata.model.user import Right
from allegata.web.faults import told
from allegata.web.gate import OWN_TOKEN
from allegata.web.incoming import Incoming, Refused
from allegata.web.visit import Sent, Visit, form, page

PROBLEMS_SHOWN = 200
JSON = "application/json"
ASKED_FOR = (
    JobKind.READ, JobKind.SETTLE, JobKind.FACTS, JobKind.MATCH, JobKind.VERIFY, JobKind.REBUILD
)  # fmt: skip
"""What can be asked for on the page of work, by those who hold the right to it."""


# --- add ----------------------------------------------------------------------------------------------------


@page("/c/{casebook:str}/add", Right.ADD)
def adding(visit: Visit, casebook: str) -> Response[Any]:
    """The page on which material is handed over."""
    return visit.render(
        "add.html.j2",
        columns=uploads.COLUMNS,
        most=visit.server.upload_limit,
        last=[one for one in jobs.several(visit.server, casebook) if one.kind is JobKind.ADD][:5],
    )


@post(
    "/c/{casebook:str}/add",
    opt={"right": Right.ADD, OWN_TOKEN: True},
    status_code=HTTP_200_OK,
    request_max_body_size=None,  # counted while it comes in, and never held in memory
    include_in_schema=False,
)
async def upload(request: Request[Any, Any, Any], visit: Visit, casebook: str) -> Response[Any]:
    """Take in what is sent, file by file, and have it added."""
    office, most = visit.server.office.folder, visit.server.upload_limit
    secret = await asyncio.to_thread(secret_of, visit.desk.book)
    incoming = Incoming(request, uploads.Upload(office, most, secret=secret), visit.csrf)
    try:
        fields = await incoming.taken()
    except Refused as fault:
        return _refused(request, fault)
    received = incoming.upload

    def asked() -> Job:
        arguments = uploads.arguments(received.folder, fields, received.names, upload=True)
        return jobs.ask(visit.server, casebook, JobKind.ADD, visit.name, arguments)

    try:
        job = await asyncio.to_thread(asked)
    except BaseException:
        received.abandon()
        raise
    return _led_on(request, visit, job)


@form("/c/{casebook:str}/add/folder", Right.ADD, include_in_schema=False)
def from_folder(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Add a folder that lies on the machine on which the server runs: for the one person who works there.

    :raises BadDecision: on a team's server, whose disk is not everybody's.
    """
    if not visit.server.alone:
        raise BadDecision(
            "only the one person of a local server can add a folder of its disk; upload it instead"
        )
    folder = Path(data.get("folder", "").strip()).expanduser()
    if not folder.is_absolute():
        raise BadDecision("write the whole path of the folder, from the root of the disk")
    arguments = uploads.arguments(folder, data, {}, upload=False)
    job = jobs.ask(visit.server, casebook, JobKind.ADD, visit.name, arguments)
    return visit.to(f"work/{job.id}")


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    return JSON in request.headers.get("accept", "")


def _led_on(request: Request[Any, Any, Any], visit: Visit, job: Job) -> Response[Any]:
    address = visit.url(f"work/{job.id}")
    if _wants_json(request):
        return Response({"to": address}, media_type=JSON)
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)


def _refused(request: Request[Any, Any, Any], fault: Refused) -> Response[Any]:
    if _wants_json(request):
        return Response({"detail": fault.words}, status_code=fault.status, media_type=JSON)
    return told(request, fault.status, fault.words)


# --- work ---------------------------------------------------------------------------------------------------


@page("/c/{casebook:str}/work", Right.READ)
def work(visit: Visit, casebook: str) -> Response[Any]:
    """What is under way, what waits, what is over."""
    every = jobs.several(visit.server, casebook)
    return visit.render(
        "work.html.j2",
        under_way=[one for one in reversed(every) if not one.over],
        over=[(one, _result(one)) for one in every if one.over],
        kinds=[kind for kind in ASKED_FOR if visit.may(RIGHT_OF[kind])],
        pending=jobs.pending(visit.server, visit.desk),
    )


@form("/c/{casebook:str}/work", Right.ADD, include_in_schema=False)
def ask(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Ask for a piece of work.

    :raises BadDecision: when it is none, or takes a right that is not held.
    """
    kind = next((one for one in ASKED_FOR if one == data.get("kind")), None)
    if kind is None or not visit.may(RIGHT_OF[kind]):
        raise BadDecision("choose one of the kinds of work in the list")
    arguments = {"again": True} if kind is JobKind.READ and data.get("again") else {}
    job = jobs.ask(visit.server, casebook, kind, visit.name, arguments, once=True)
    return visit.to(f"work/{job.id}")


@page("/c/{casebook:str}/work/{name:str}", Right.READ)
def one_job(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """One piece of work: how far it is, what came of it, and where what went wrong can be mended."""
    job = jobs.one(visit.server, casebook, name)
    shown = job.problems[:PROBLEMS_SHOWN]
    items = items_of(visit.book, shown)
    shown = tuple(p for p in shown if items.get(p.subject) not in visit.shut_items)
    problems = [(p, items.get(p.subject), by_columns(p), by_sending_again(p)) for p in shown]
    return visit.render(
        "job.html.j2",
        job=job,
        result=_result(job),
        problems=problems,
        number=_result(job).get("problems", len(job.problems)),
        ahead=_ahead(visit, job),
        theirs=_theirs(visit, job),
        repeatable=visit.may(RIGHT_OF[job.kind]),
    )


@page(
    "/c/{casebook:str}/work/{name:str}/state",
    Right.READ,
    media_type=JSON,
    include_in_schema=False,
    noting=False,
)
def state(visit: Visit, casebook: str, name: str) -> dict[str, Any]:
    """How far it is, for the page that refreshes itself."""
    job = jobs.one(visit.server, casebook, name)
    line = visit.renderer.render(
        "job_line.html.j2", visit.language, visit=visit, job=job, ahead=_ahead(visit, job)
    )
    words = " ".join(Markup(line).striptags().split())
    return {"over": job.over, "state": job.state.value, "done": job.done, "total": job.total, "line": words}


def _theirs(visit: Visit, job: Job) -> bool:
    """Whether a piece of work is for the visitor to end: they asked for it, or could have."""
    return visit.is_self(job.by) or visit.may(RIGHT_OF[job.kind])


@form("/c/{casebook:str}/work/{name:str}/cancel", Right.READ, include_in_schema=False)
def cancel(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Give it up; what it has kept stays. An auditor's verification is not for those to end who are audited."""
    job = jobs.one(visit.server, casebook, name)
    if not _theirs(visit, job):
        visit.ask_for(RIGHT_OF[job.kind])
    jobs.cancel(visit.server, casebook, name)
    return visit.to(f"work/{name}")


@form("/c/{casebook:str}/work/{name:str}/again", Right.READ, include_in_schema=False)
def again(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Ask once more for what could not be done.

    :raises BadDecision: when it did not fail.
    :raises PermissionDeniedException: when it takes a right that is not held.
    """
    job = jobs.one(visit.server, casebook, name)
    visit.ask_for(RIGHT_OF[job.kind])
    if job.state is not JobState.FAILED:
        raise BadDecision("only what could not be done is asked for again here")
    new = jobs.ask(visit.server, casebook, job.kind, visit.name, parse_json(job.arguments.encode()))
    return visit.to(f"work/{new.id}")


def _result(job: Job) -> Mapping[str, Any]:
    found = parse_json(job.result.encode()) if job.result else {}
    return found if isinstance(found, dict) else {}


def _ahead(visit: Visit, job: Job) -> int:
    """How many pieces of work are done before this one."""
    if job.state is not JobState.WAITING:
        return 0
    return sum(1 for one in jobs.under_way(visit.server, job.casebook) if one.id < job.id)


HANDLERS = (adding, upload, from_folder, work, ask, one_job, state, cancel, again)
