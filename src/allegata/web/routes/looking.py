"""The deliberate way to one still: announced, with a reason, one step at a time, and always a way out.

A GET shows words only, and at most the address of a still that was decoded by the POST before it.
"""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from allegata.actions import jobs
from allegata.actions import looking as actions
from allegata.actions import sittings as sit
from allegata.actions.footage import item_named
from allegata.actions.media import derivative_named, derivatives, media_facts
from allegata.errors import BadDecision
from allegata.model.codec import to_data
from allegata.model.item import Item
from allegata.model.job import JobKind
from allegata.model.media import Region
from allegata.model.moments import moments
from allegata.model.user import Right, SignedIn
from allegata.web import footage as view
from allegata.web.numbers import number_of
from allegata.web.routes.footage import shown
from allegata.web.visit import Sent, Visit, form, page

PICTURED = ("image/", "video/")
REGIONS = 4
"""Rows for regions in the form; more can be covered by covering the copy's stretch again."""


def _who(visit: Visit) -> SignedIn:
    assert visit.who is not None  # the guard has seen to it
    return visit.who


def _path(item: Item) -> str:
    return f"footage/{item.id[:20]}/look"


@page("/c/{casebook:str}/footage/{name:str}/look", Right.WATCH)
def look(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """What is known before anybody looks; and, once somebody chose to, the small window with its steps."""
    return _page(visit, item_named(visit.book, name))


def _page(
    visit: Visit, item: Item, status: int = 200, wrong: str = "", typed: object = None
) -> Response[Any]:
    book, who = visit.book, _who(visit)
    one = visit.server.sittings.find(who.session, visit.desk.id, item.id)
    facts = media_facts(book, item.id)
    record = sit.own_record(sit.records(visit.server.office), who, f"{book.now():%Y-%m-%d}")
    return visit.render(
        "look.html.j2",
        status,
        item=item,
        facts=facts,
        known=sit.announcement(book, item),
        sitting=one,
        level=sit.level_now(book, item, one.at) if one else None,
        still=visit.request.query_params.get("still", ""),
        record=record,
        pictured=item.media_type.startswith(PICTURED),
        film=item.media_type.startswith("video/"),
        step=view.step(facts),
        next_how=_next_how(one),
        copies=[one for one in derivatives(book, item.id) if one.media_type.startswith(PICTURED)],
        every=sit.BREAK,
        clock=view.clock,
        stretch=view.stretch,
        wrong=wrong,
        typed=typed or {},
    )


def _next_how(one: sit.Sitting | None) -> str:
    """The one step further that can be taken from the still in view; none from the last, or before the first."""
    if one is None or not one.stills:
        return ""
    return next(iter(sit.HOWS[sit.HOWS.index(one.how) + 1 :]), "")


@form("/c/{casebook:str}/footage/{name:str}/look/begin", Right.WATCH)
def begin(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Sit down, with a reason. Nothing is decoded yet."""
    item = item_named(visit.book, name)
    try:
        at = moments(data.get("at", "").strip() or "0").start
        of = derivative_named(visit.book, data["copy"]) if data.get("copy") else None
        if of is not None and of.item != item.id:
            raise BadDecision("this copy was made of another file")
        sittings = visit.server.sittings
        sittings.begin(_who(visit).session, visit.desk.id, item, data.get("reason", ""), at, of)
    except (BadDecision, ValueError) as fault:
        return _page(visit, item, 422, str(fault), data)
    return visit.to(_path(item))


@form("/c/{casebook:str}/footage/{name:str}/look/step", Right.WATCH)
def step(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Decode one still. `by` moves from where one is, `at` goes to a moment; a move is grey and blurred again."""
    item, who = item_named(visit.book, name), _who(visit)
    one = visit.server.sittings.find(who.session, visit.desk.id, item.id)
    if one is None:
        return visit.to(_path(item))
    try:
        at = _moment(one.at, data)
        how = data.get("how") or actions.GREY_BLURRED
        records = sit.records(visit.server.office)
        made = sit.still(visit.desk, visit.server.sittings, records, who, item, at, how)
    except (BadDecision, ValueError) as fault:
        return _page(visit, item, 422, str(fault), data)
    return visit.to(_path(item), still=made)


def _moment(here: int, data: dict[str, str]) -> int:
    """:raises ValueError: when it is no moment."""
    if data.get("at", "").strip():
        return moments(data["at"]).start
    by = data.get("by", "").strip() or "0"
    step = number_of(by.removeprefix("-"))
    if step is None or len(by) > 8:
        raise ValueError("a step is a number of milliseconds")
    return max(0, here - step if by.startswith("-") else here + step)


@form("/c/{casebook:str}/footage/{name:str}/look/on", Right.WATCH)
def go_on(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """After the break that was offered: go on. The next still is one more step."""
    item = item_named(visit.book, name)
    one = visit.server.sittings.find(_who(visit).session, visit.desk.id, item.id)
    if one:
        sit.rested(one)
    return visit.to(_path(item))


@form("/c/{casebook:str}/footage/{name:str}/look/stop", Right.WATCH)
def stop(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Stop, at once; what can be noted saves others from looking."""
    item = item_named(visit.book, name)
    visit.server.sittings.end(_who(visit).session, visit.desk.id, item.id)
    return visit.to(f"footage/{item.id[:20]}#log")


@form("/c/{casebook:str}/footage/{name:str}/look/limit", Right.WATCH)
def limit(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Set how many stills a day are enough for oneself."""
    item, words = item_named(visit.book, name), data.get("limit", "").strip()
    most = number_of(words)
    if most is None or len(words) > 4:
        return _page(visit, item, 422, "a daily limit is a number of stills from 0 to 1000", data)
    sit.set_limit(sit.records(visit.server.office), _who(visit), most)
    return visit.to(_path(item))


@page("/c/{casebook:str}/footage/{name:str}/still/{key:str}", Right.WATCH)
def still(visit: Visit, casebook: str, name: str, key: str) -> Response[bytes]:
    """A still that was decoded a moment ago, handed out once; it decodes nothing, and no browser keeps it."""
    data = visit.server.sittings.take(_who(visit).session, key)
    if data is None:
        raise NotFoundException("a still is shown once; take the step again to see it once more")
    return Response(data, media_type="image/png", headers={"cache-control": "no-store"})


@form("/c/{casebook:str}/footage/{name:str}/cover", Right.WATCH)
def cover(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Make a copy in which regions cannot be made out; a person says where, no face is looked for."""
    item = item_named(visit.book, name)
    try:
        regions = () if data.get("whole") else tuple(_regions(data))
        if not regions and not data.get("whole"):
            raise BadDecision("say what to cover: a region, or the whole picture")
    except (BadDecision, ValueError) as fault:
        return shown(visit, name, 422, wrong=str(fault), typed=data)
    if not item.media_type.startswith("image/"):  # a film may take minutes
        asked = {"item": item.id, "regions": to_data(regions)}
        job = jobs.ask(visit.server, casebook, JobKind.COVER, visit.name, asked, once=True)
        return visit.to(f"work/{job.id}")
    made, problems = actions.covered(visit.book, item, regions)
    if not made:
        return shown(visit, name, 422, wrong=" ".join(one.what for one in problems), typed=data)
    with visit.desk.writing(visit.name) as book:
        actions.keep_covered(book, item, regions, made, problems)
    return visit.to(f"footage/{item.id[:20]}#copies")


def _regions(data: dict[str, str]) -> list[Region]:
    """The rows that were filled in, in percent of width and height.

    :raises ValueError: for numbers that are no part of the picture.
    """
    found = []
    for row in range(1, REGIONS + 1):
        words = [
            data.get(f"{side}{row}", "").strip().replace(",", ".")
            for side in ("left", "top", "width", "height")
        ]
        if not any(words):
            continue
        try:
            x, y, width, height = (float(word or "nan") / 100 for word in words)
        except ValueError:
            raise ValueError(f"region {row}: give four numbers in percent") from None
        if not (0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 and 0 < height <= 1):
            raise ValueError(f"region {row}: give left, top, width and height in percent, from 0 to 100")
        during = data.get(f"during{row}", "").strip()
        found.append(Region(x, y, width, height, moments(during) if during else None))
    return found


HANDLERS = (look, begin, step, go_on, stop, limit, still, cover)
