"""Footage, text first: what there is, what was noted of it, where it was met. Nothing here decodes a frame."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from allegata.actions import contentlog, jobs, shelf
from allegata.actions.footage import decisions, footage_items, item_named, kept_matches
from allegata.actions.media import derivative_named, derivatives, media_facts
from allegata.actions.review import review
from allegata.actions.timeline import timeline
from allegata.errors import BadDecision, VerdictInOwnWords
from allegata.model.decision import DecisionVerb
from allegata.model.job import JobKind
from allegata.model.media import FootageMatch, GraphicLevel, TimeRange
from allegata.model.moments import moments
from allegata.model.user import Right
from allegata.web import footage as view
from allegata.web.visit import Sent, Visit, form, page

WORK = (JobKind.FACTS, JobKind.FINGERPRINT, JobKind.MATCH)
ON_MATCHES = (DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE)


@page("/c/{casebook:str}/footage", Right.READ)
def footage(visit: Visit, casebook: str) -> Response[Any]:
    """What footage there is, as text only."""
    visit.noted("footage")
    under_way = [job for job in jobs.under_way(visit.server, casebook) if job.kind in WORK]
    words: dict[str, Any] = {
        "under_way": under_way,
        "clock": view.clock,
        "size": view.size,
        "container": view.container,
        "leaf": view.leaf,
    }
    lines = shelf.lines(visit.book, only_reads=visit.only_reads)
    withheld = sum(one.id in visit.shut_items for one in footage_items(visit.book)) if visit.shut_items else 0
    return visit.render("footage.html.j2", lines=lines, withheld=withheld, **words)


@form("/c/{casebook:str}/footage/work", Right.ADD)
def work(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Ask the machine for work on footage, in the background: facts, fingerprints, matches. Nobody sees a frame."""
    kind = data.get("kind", "")
    if kind not in WORK:
        raise BadDecision(f"the machine can be asked for {', '.join(WORK)}")
    item = item_named(visit.book, data["item"]) if data.get("item") else None
    arguments = {"items": [item.id]} if item and kind == JobKind.FINGERPRINT else {}
    made = jobs.ask(visit.server, casebook, JobKind(kind), visit.name, arguments, once=not arguments)
    return visit.to(f"work/{made.id}")


@page("/c/{casebook:str}/footage/{name:str}", Right.READ)
def one(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """One file: what is said of it, noted of it, and known of where it was met."""
    return shown(visit, name)


def shown(visit: Visit, name: str, status: int = 200, **told: object) -> Response[Any]:
    """The page of one file, also after a form that was not accepted: what was typed is kept."""
    book = visit.book
    item = item_named(book, name)
    withhold = not (visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE))
    visit.noted("footage", item.id, unmasked=not withhold)
    facts = media_facts(book, item.id)
    met = timeline(book, item)
    lines = contentlog.notes(book, item)
    values: dict[str, object] = {
        "item": item,
        "facts": facts,
        "claims": view.claims(facts, withhold),
        "texts": shelf.texts_about(book, item, withhold=withhold, only_reads=visit.only_reads),
        "log": lines,
        "level": contentlog.level_of(lines),
        "levels": list(GraphicLevel),
        "met": met,
        "axis": view.axis(met.appearances),
        "matches": view.matches(item.id, *_open_matches(visit), dict(met.names)),
        "derivatives": derivatives(book, item.id),
        "stretch": view.stretch,
        "clock": view.clock,
        "size": view.size,
        "when": view.when,
        "container": view.container(facts),
        "leaf": view.leaf(item.capture.received_name),
        "withhold": withhold,
        "wrong": "",
        "typed": {},
    }
    return visit.render("footage_item.html.j2", status, **(values | told))


def _open_matches(visit: Visit) -> tuple[tuple[FootageMatch, ...], Mapping[tuple[str, str], str]]:
    """Proposals and decisions on files that the visitor can open."""
    shut = visit.shut_items
    return (
        tuple(one for one in kept_matches(visit.book) if shut.isdisjoint((one.left, one.right))),
        {pair: verb for pair, verb in decisions(visit.book).items() if shut.isdisjoint(pair)},
    )


@form("/c/{casebook:str}/footage/{name:str}/note", Right.DECIDE)
def note(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Add a line to the content log."""
    item = item_named(visit.book, name)
    try:
        during = _during(data)
        words, level = data.get("words", ""), GraphicLevel(data.get("level", GraphicLevel.UNASSESSED))
        with visit.desk.writing(visit.name) as book:
            contentlog.note(book, item, during, words, level, sound=bool(data.get("sound")))
    except (BadDecision, VerdictInOwnWords, ValueError) as fault:
        return shown(visit, name, 422, wrong=str(fault), typed=data)
    return visit.to(f"footage/{item.id[:20]}#log")


def _during(data: dict[str, str]) -> TimeRange:
    """A stretch out of the two fields of the form; a picture has no times."""
    start = moments(data.get("from", "").strip() or "0").start
    end = moments(data["to"]).start if data.get("to", "").strip() else start
    return TimeRange(start, end)


@form("/c/{casebook:str}/footage/{name:str}/match", Right.DECIDE)
def decide_match(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Same, different or unsure: whether another file shows the same pictures."""
    item = item_named(visit.book, name)
    other = item_named(visit.book, data.get("other", ""))
    verb = data.get("verb", "")
    if verb not in ON_MATCHES:
        raise BadDecision("say whether the two are the same, different, or whether you are unsure")
    reason = data.get("reason", "").strip()
    if not reason:
        return shown(visit, name, 422, wrong="a decision needs a reason", typed=data)
    with visit.desk.writing(visit.name) as book:
        review(book, DecisionVerb(verb), item.id, visit.name, reason, (other.id,))
    return visit.to(f"footage/{item.id[:20]}#matches")


@form("/c/{casebook:str}/footage/{name:str}/confirm", Right.CONFIRM)
def confirm(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """A second person says of a copy in which something is covered whether it may go out."""
    item = item_named(visit.book, name)
    made = derivative_named(visit.book, data.get("copy", ""))
    verb = DecisionVerb.REJECT if data.get("verb") == "reject" else DecisionVerb.ACCEPT
    reason = data.get("reason", "").strip()
    if not reason:
        return shown(visit, name, 422, wrong="a decision needs a reason", typed=data)
    try:
        with visit.desk.writing(visit.name) as book:
            review(book, verb, made.object, visit.name, reason)
    except BadDecision as fault:
        return shown(visit, name, 422, wrong=str(fault), typed=data)
    return visit.to(f"footage/{item.id[:20]}#copies")


@page("/c/{casebook:str}/footage/{name:str}/copy/{digest:str}", Right.WATCH)
def copy(visit: Visit, casebook: str, name: str, digest: str) -> Response[bytes]:
    """Download a copy that a second person confirmed. It is saved, never opened by the page."""
    item = item_named(visit.book, name)
    made = derivative_named(visit.book, digest)
    if made.item != item.id or not made.confirmed_by:
        raise BadDecision("nobody has confirmed this copy yet; it may not go out")
    ending = {"image/png": "png", "video/mp4": "mp4"}.get(made.media_type, "txt")
    visit.noted("copy", made.object)
    return Response(
        visit.book.vault.read(made.object),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{made.object[:20]}-covered.{ending}"'},
    )


HANDLERS = (footage, work, one, note, decide_match, confirm, copy)
