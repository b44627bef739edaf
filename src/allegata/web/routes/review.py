"""Review: what waits for a person, two incidents side by side, and what others asked for."""

from typing import Any

from litestar import Response
from litestar.exceptions import PermissionDeniedException
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import preview, queue, requests
from allegata.actions.accounts import closed_names
from allegata.actions.prepared import ON_PAIRS
from allegata.actions.second import parties
from allegata.actions.things import incident_named
from allegata.actions.titles import titles
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.model import phrases
from allegata.model.decision import Closing, Request
from allegata.model.preview import Preview, Task, Undoing
from allegata.model.second import KEY_ATTRIBUTES
from allegata.model.user import Right
from allegata.web.numbers import number_of
from allegata.web.visit import SentLists, Visit, form, page
from allegata.web.wishes import carry_out, conflict, done, id_of, query, several, wish_of

PAIR = "/c/{casebook:str}/review/{name:str}"
KEY_NAMES = tuple(phrases.ATTRIBUTES[attribute] for attribute in KEY_ATTRIBUTES)
"""The attributes that tell two incidents apart, which are compared first."""


@page("/c/{casebook:str}/review", Right.READ)
def waiting(visit: Visit, casebook: str) -> Response[Any]:
    """The incidents that wait for somebody."""
    given = query(visit)
    kind, number = given.get("for", ""), number_of(str(given.get("page", "1")))
    only = Task(kind) if kind in tuple(Task) else None
    found = queue.queue(visit.book, only, number or 1, only_reads=visit.only_reads)
    others = [s.other(line.incident) for line in found.lines for s in line.suspects]
    others += [
        id for line in found.lines for a in line.requests for id in (a.request.subject, *a.request.others)
    ]
    return visit.render("review.html.j2", queue=found, only=only, titles=titles(visit.book, others))


# --- two incidents side by side ---


@page(PAIR, Right.READ)
def pair(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """What others asked about an incident, and what may be the same as it."""
    return _pair(visit, name, query(visit))


def _pair(
    visit: Visit, name: str, given: dict[str, Any], fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    book = visit.book
    name = incident_named(book, name).id
    line = queue.waiting(book, name, only_reads=visit.only_reads)
    asked = queue.asked_openly(requests.requests(book, open_only=True, incident=name), visit.closed)
    others = several(given.get("with"))
    suspects = line.suspects if line else ()
    suspect = next((s for s in suspects if s.other(name) in others), None)
    suspect = suspect or (None if others else next(iter(suspects), None))
    other = suspect.other(name) if suspect else next(iter(others), None)
    shown = preview.merge_preview(book, (name, other), only_reads=visit.only_reads) if other else None
    looks = {one.request.id: _look(visit, one.request) for one in asked}
    names = shown.names if shown else ()
    return visit.render(
        "review_pair.html.j2",
        sides=phrases.party_names(parties(visit.book)),
        status=status,
        name=name,
        line=line,
        asked=asked,
        looks=looks,
        suspect=suspect,
        suspects=suspects,
        shown=shown,
        two=not visit.server.alone,
        title=titles(book, [name]).get(name, name),
        titles=titles(book, [id for a in asked for id in (a.request.subject, *a.request.others)]),
        keys=[one for one in names if one in KEY_NAMES],
        rest=[one for one in names if one not in KEY_NAMES],
        given=given,
        fault=fault,
        since=preview.last_entry(book),
        done=done(book, given.get("done", "")),
    )


def _look(visit: Visit, asked: Request) -> Preview | Undoing | None:
    """What a request would come to; None where nothing can be shown any more."""
    try:
        return preview.of(visit.book, asked.verb, asked.subject, asked.others, only_reads=visit.only_reads)
    except (BadDecision, UnknownThing):
        return None


@form(PAIR, Right.DECIDE)
def told(visit: Visit, casebook: str, name: str, data: SentLists) -> Response[Any]:
    """Say that two incidents are the same, different, or that it cannot be told; then on to the next."""
    wish = wish_of(name, data)
    if wish.verb not in ON_PAIRS:
        raise BadDecision("say whether they are the same, different, or that you are unsure")
    try:
        result = carry_out(visit, wish)
    except StaleDecision as stale:
        return conflict(visit, name, wish, stale)
    except BadDecision as bad:
        return _pair(visit, name, data, str(bad), HTTP_422_UNPROCESSABLE_ENTITY)
    following = queue.following(visit.book, name, Task.PROPOSAL)
    return visit.to(f"review/{following}" if following else "review", done=id_of(result))


@form("/c/{casebook:str}/review/requests/{request_id:str}", Right.DECIDE)
def answered(visit: Visit, casebook: str, request_id: str, data: SentLists) -> Response[Any]:
    """Confirm or decline what somebody else asked for; withdraw what one asked for oneself."""
    how, reason, back = str(data.get("how") or ""), str(data.get("reason") or ""), str(data.get("back") or "")
    if how not in tuple(Closing):
        raise BadDecision("confirm or decline this request, or withdraw your own")
    if how != Closing.WITHDRAWN and not visit.may(Right.CONFIRM):
        raise PermissionDeniedException("confirming and declining need a reviewer or lead; your role may ask")
    try:
        with visit.desk.writing(visit.name) as book:
            if how == Closing.CONFIRMED:
                requests.confirm(book, request_id, visit.name, reason, closed_names(visit.server))
            else:
                requests.close(book, request_id, visit.name, reason, Closing(how))
            queue.follow_at_once(book)  # a seal that was declined no longer holds
    except (BadDecision, StaleDecision) as fault:
        code = HTTP_409_CONFLICT if isinstance(fault, StaleDecision) else HTTP_422_UNPROCESSABLE_ENTITY
        here = requests.concerned_ids(visit.book, requests.request(visit.book, request_id).request)
        name = back if back in here else here[0]
        return _pair(visit, preview.standing(visit.book, name), {"reason": reason}, str(fault), code)
    now = preview.standing(visit.book, back) if back else ""
    return visit.to(f"incidents/{now}/decide" if now else "review", done=request_id)


HANDLERS = (waiting, pair, told, answered)
