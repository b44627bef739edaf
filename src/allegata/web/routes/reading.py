"""The reading room: a text with everything read from it beside the words, and what people decide on it."""

from typing import Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException
from litestar.params import Body
from litestar.response import Redirect, Stream

from allegata.actions.review import review
from allegata.actions.room import original, room
from allegata.errors import BadDecision, StaleDecision
from allegata.model.decision import DecisionVerb
from allegata.model.room import Room, Standing
from allegata.model.user import Right
from allegata.web import capture as captured
from allegata.web.item import KINDS
from allegata.web.room import next_undecided, page_of, together, undecided
from allegata.web.visit import Visit, form, page

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
DEFAULT_REASON = "Read against the words of the original."


@page("/c/{casebook:str}/texts/{name:str}", Right.READ)
def reading_room(
    visit: Visit,
    casebook: str,
    name: str,
    focus: str | None = None,
    at: int | None = None,
    part: int = 1,
    unmasked: bool = False,
) -> Response[Any]:
    """One text under review."""
    unmasked = unmasked and visit.may(Right.DECIDE)
    one = room(visit.book, name)
    record = one.record
    return visit.render(
        "reading.html.j2",
        room=one,
        page=page_of(one, focus=focus, at=at, part=part, withhold=not unmasked),
        item=record.item,
        key=record.item.id[:20],
        kinds=KINDS,
        unmasked=unmasked,
        reason=DEFAULT_REASON,
        facts=captured.capture_facts(record),
        times=captured.times(record),
        problems=problems(one),
    )


def problems(one: Room) -> tuple[Any, ...]:
    """What is wrong with an item, its text or its reading."""
    record = one.record
    text = record.document.problems if record.document else ()
    return (*record.problems, *text, *(one.shown.problems if one.shown else ()))


@form("/c/{casebook:str}/texts/{name:str}/decide", Right.DECIDE)
def decide(visit: Visit, casebook: str, name: str, data: Form) -> Response[Any]:
    """Decide on one thing, or on all of a statement; then on to the next that is undecided."""
    one = room(visit.book, name)
    what, _, rest = data.get("decide", "").partition(":")
    thing, _, saw = rest.partition(":")
    reason = data.get("reason", "").strip() or DEFAULT_REASON
    if what == "undo":
        stays = next((_statement_of(one, id) for id, s in one.standing.items() if _undoes(s, thing)), "")
        with visit.desk.writing(visit.name) as book:
            review(book, DecisionVerb.UNDO, thing, visit.name, reason)
        return _back(visit, one, stays, data)
    if thing not in one.standing:
        raise BadDecision("choose what is decided on")
    if what == "all":
        left = undecided(one, thing)
        if together(left) != saw:
            raise StaleDecision("this statement was decided on meanwhile; look again, then decide again")
        with visit.desk.writing(visit.name) as book:
            for part in left:
                review(book, DecisionVerb.ACCEPT, part.id, visit.name, reason, saw=part.seen)
    elif what == "accept":
        with visit.desk.writing(visit.name) as book:
            review(book, DecisionVerb.ACCEPT, thing, visit.name, reason, saw=saw)
    else:
        raise BadDecision("choose what to decide")
    return _on(visit, name, _statement_of(one, thing), data)


def _undoes(standing: Standing, decision: str) -> bool:
    return standing.last is not None and standing.last.id == decision


def _statement_of(one: Room, thing: str) -> str:
    if thing not in one.standing:
        return ""
    proposed = one.standing[thing].proposed
    return str(getattr(proposed, "statement", proposed.id))


def _on(visit: Visit, name: str, statement: str, data: Form) -> Redirect:
    """Stay with a statement until all of it is decided, then on to the next."""
    now = room(visit.book, name)
    if statement and now.decided(statement):
        statement = next_undecided(now, statement) or statement
    return _back(visit, now, statement, data)


def _back(visit: Visit, one: Room, statement: str, data: Form) -> Redirect:
    query: dict[str, object] = {"focus": statement or None}
    if data.get("unmasked") == "1":
        query["unmasked"] = 1
    answer = visit.url(f"texts/{one.record.item.id[:20]}", **query)
    return Redirect(answer + (f"#{statement}" if statement else ""), status_code=303)


@page("/c/{casebook:str}/texts/{name:str}/capture", Right.READ)
def capture_page(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """How an item came, from where, when, and everything that happened to it."""
    one = room(visit.book, name)
    record = one.record
    return visit.render(
        "capture.html.j2",
        record=record,
        item=record.item,
        key=record.item.id[:20],
        facts=captured.capture_facts(record),
        times=captured.times(record),
        met=captured.met(record),
        contents=captured.contents(record.inside),
        problems=problems(one),
    )


@page("/c/{casebook:str}/original/{name:str}", Right.READ)
def download(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The exact bytes of an item, to be saved and never to be opened inside a page of ours."""
    if not name.isalnum():
        raise HTTPException(status_code=404, detail="there is no such item")
    found = original(visit.book, name)
    return Stream(
        found.chunks(),
        media_type="application/octet-stream",
        headers={
            # the name of a file is the words of others: only its ending is kept, and only plain letters
            "content-disposition": f'attachment; filename="{found.id[:20]}{found.ending}"',
            "content-security-policy": "default-src 'none'; sandbox",
            "content-length": str(found.length),
        },
    )


HANDLERS = (reading_room, decide, capture_page, download)
