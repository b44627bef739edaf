"""The reading room: a text with everything read from it beside the words, and what people decide on it."""

from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Stream

from allegata.actions.room import Original, original, room
from allegata.actions.together import of_one_act
from allegata.errors import BadDecision
from allegata.model.decision import Decision
from allegata.model.room import Room
from allegata.model.texts import TextFacet
from allegata.model.user import Right, same_person
from allegata.web import capture as captured
from allegata.web.item import KINDS
from allegata.web.room import page_of
from allegata.web.routes import beside, deciding, missing
from allegata.web.routes.texts import label
from allegata.web.visit import Sent, Visit, form, page

LONGEST_REASON = 300


@page("/c/{casebook:str}/texts/{name:str}", Right.READ)
def reading_room(
    visit: Visit,
    casebook: str,
    name: str,
    focus: str | None = None,
    at: int | None = None,
    part: int = 1,
    unmasked: bool = False,
    corrected: bool = False,
) -> Response[Any]:
    """One text under review. `corrected`: straight after a correction of what is in focus."""
    unmasked = unmasked and visit.may(Right.DECIDE)
    one = room(visit.book, name)
    record = one.record
    visit.noted("text", record.item.id, unmasked=unmasked)
    return visit.render(
        "reading.html.j2",
        room=one,
        page=(shown := page_of(one, focus=focus, at=at, part=part, withhold=not unmasked)),
        at=one.standing[shown.focus].span.start if shown.focus else at,
        item=record.item,
        key=record.item.id[:20],
        kinds=KINDS,
        language=label(TextFacet.LANGUAGE, record.document.language if record.document else ""),
        unmasked=unmasked,
        corrected=focus if corrected else None,
        last=(last := last_by(one, visit.name)),
        undoes=len(of_one_act(visit.book, last)) if last else 0,
        reason=deciding.ACCEPTING,
        facts=captured.capture_facts(record),
        times=captured.times(record),
        problems=problems(one),
    )


def last_by(one: Room, who: str) -> Decision | None:
    """The last decision in force that somebody made in this text."""
    mine = (s.last for s in one.standing.values() if s.last is not None and same_person(s.last.by, who))
    return max(mine, key=lambda decision: (decision.at, decision.id), default=None)


def problems(one: Room) -> tuple[Any, ...]:
    """What is wrong with an item, its text or its reading."""
    record = one.record
    text = record.document.problems if record.document else ()
    return (*record.problems, *text, *(one.shown.problems if one.shown else ()))


@page("/c/{casebook:str}/texts/{name:str}/capture", Right.READ)
def capture_page(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """How an item came, from where, when, and everything that happened to it."""
    one = room(visit.book, name)
    record = one.record
    visit.noted("capture", record.item.id)
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


@page("/c/{casebook:str}/original/{name:str}", Right.DECIDE)
def download(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The exact bytes of a text: whole, so with everything that pages withhold."""
    found = _original(visit, name)
    if not found.read:
        raise BadDecision(
            "this original is not a text: it may hold pictures, film or sound. Say on the page of its capture why you "
            "need its bytes"
        )
    visit.noted("original", found.id, unmasked=True)
    return _saved(found)


@form("/c/{casebook:str}/original/{name:str}", Right.WATCH)
def download_footage(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """The exact bytes of a picture, a film, a sound, or of what may hold some: a deliberate act, with its reason."""
    reason = " ".join(data.get("reason", "").split())[:LONGEST_REASON]
    if not reason:
        raise BadDecision("say why you need the bytes of this original; the reason is kept in the read log")
    found = _original(visit, name)
    visit.noted(f"original ({reason})", found.id, unmasked=True)
    return _saved(found)


def _original(visit: Visit, name: str) -> Original:
    if not name.isalnum():
        raise HTTPException(status_code=404, detail="there is no such item")
    return original(visit.book, name)


def _saved(found: Original) -> Response[Any]:
    """Bytes to be saved, never to be opened inside a page of ours."""
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


HANDLERS = (
    reading_room,
    capture_page,
    download,
    download_footage,
    *deciding.HANDLERS,
    *missing.HANDLERS,
    *beside.HANDLERS,
)
