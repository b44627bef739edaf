"""The list of incidents: facets, search, map and timeline of the same selection."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from litestar import Response
from litestar.response import Redirect

from allegata.actions.listing import listing, spread
from allegata.actions.savedviews import forget_view, save_view, saved_views
from allegata.model.listing import Facet, Listing, Mark, Order, Selection, Spread
from allegata.model.user import Right
from allegata.web import facets
from allegata.web.areas import MOST as MOST_ON_A_MAP
from allegata.web.areas import areas
from allegata.web.selection import Address, cleaned, of_query
from allegata.web.timeline import span_of, timeline
from allegata.web.visit import Sent, Visit, form, page

ORDERS = {
    Order.NEWEST: "latest opened first",
    Order.OLDEST: "first opened first",
    Order.EVENT: "by the day stated",
}


@page("/c/{casebook:str}/incidents", Right.READ)
def incidents(visit: Visit, casebook: str) -> Response[Any]:
    """The list."""
    visit.noted("incidents")
    selection, only_reads = asked(visit), visit.only_reads
    held = listing(visit.book, selection, only_reads=only_reads)
    if selection.page > held.pages:
        selection = replace(selection, page=held.pages)
        held = listing(visit.book, selection, only_reads=only_reads)
    address = Address(visit.url("incidents"), selection)
    return visit.render("incidents.html.j2", listing=held, **around(visit, address, held, "list"))


@page("/c/{casebook:str}/incidents/map", Right.READ)
def on_map(visit: Visit, casebook: str) -> Response[Any]:
    """The selection as areas on land and water, and the same as a list."""
    address, held, whole = picture(visit, "incidents/map")
    placed = [mark for mark in whole.marks if mark.positions]
    return visit.render(
        "incidents_map.html.j2",
        areas=areas(placed[:MOST_ON_A_MAP]),
        without=_named(whole, whole.unlocated),
        left_out=whole.left_out + max(0, len(placed) - MOST_ON_A_MAP),
        **around(visit, address, held, "map"),
    )


@page("/c/{casebook:str}/incidents/timeline", Right.READ)
def on_timeline(visit: Visit, casebook: str) -> Response[Any]:
    """The selection along the days that accounts state."""
    address, held, whole = picture(visit, "incidents/timeline")
    drawn = timeline(whole.marks, held.selection.since, held.selection.until)
    return visit.render(
        "incidents_timeline.html.j2",
        timeline=drawn,
        zooms=_zooms(held, address),
        without=_named(whole, whole.undated),
        left_out=whole.left_out + (drawn.left_out if drawn else 0),
        **around(visit, address, held, "timeline"),
    )


def picture(visit: Visit, path: str) -> tuple[Address, Listing, Spread]:
    """What a map or a timeline is made of: it has no pages and no order of its own."""
    visit.noted("incidents")
    selection = replace(asked(visit), page=1, per_page=1)
    only_reads = visit.only_reads
    return (
        Address(visit.url(path), selection),
        listing(visit.book, selection, only_reads=only_reads),
        spread(visit.book, selection, only_reads=only_reads),
    )


def _named(whole: Spread, wanted: tuple[str, ...]) -> tuple[Mark, ...]:
    """Those that cannot be drawn: all of them, by name."""
    marks = {mark.incident: mark for mark in whole.marks}
    return tuple(marks[id] for id in wanted if id in marks)


def _zooms(held: Listing, address: Address) -> tuple[tuple[str, int, str, bool], ...]:
    """Years and months that accounts state: label, how many incidents, address, whether it is shown now."""
    since, until = held.selection.since, held.selection.until
    made = []
    for facet, values in held.facets:
        for one in values:
            days = span_of(one.value) if facet is Facet.YEAR else None
            if days is None:
                continue
            inside = since is not None and until is not None and days[0].year == since.year
            if "-" not in one.value or inside:
                made.append(
                    (facets.label(facet, one), one.count, address.between(*days), days == (since, until))
                )
    return tuple(made)


@form("/c/{casebook:str}/incidents/views", Right.READ)
def save(visit: Visit, casebook: str, data: Sent) -> Redirect:
    """Keep a selection under a name, for oneself."""
    query = cleaned(data.get("query", ""))
    if visit.who:
        save_view(visit.server, visit.who, casebook, data.get("name", ""), query)
    return _to_list(visit, query)


@form("/c/{casebook:str}/incidents/views/forget", Right.READ)
def forget(visit: Visit, casebook: str, data: Sent) -> Redirect:
    """Take a saved view away."""
    if visit.who:
        forget_view(visit.server, visit.who, casebook, data.get("name", ""))
    return _to_list(visit, cleaned(data.get("query", "")))


def _to_list(visit: Visit, query: str) -> Redirect:
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        given.setdefault(name, []).append(value)
    return visit.to("incidents", **given)


def asked(visit: Visit) -> Selection:
    """The selection that the address of this visit names."""
    return of_query(visit.request.query_params.multi_items())


def around(visit: Visit, address: Address, held: Listing, view: str) -> dict[str, Any]:
    """What list, map and timeline share: facets, what is chosen, the form, the tabs."""
    return {
        "selection": held.selection,
        "address": address,
        "groups": facets.of_incidents(held, address),
        "chips": facets.chips(held, address),
        "orders": ORDERS,
        "view": view,
        "views": tuple(
            (key, address.at(visit.url(path)))
            for key, path in (
                ("list", "incidents"),
                ("map", "incidents/map"),
                ("timeline", "incidents/timeline"),
            )
        ),
        "saved": saved_views(visit.server, visit.who, visit.casebook or "") if visit.who else (),
        "undated": held.undated,
        "unlocated": held.unlocated,
        "total": held.total,
        "whole": not any(
            (held.selection.words, held.selection.chosen, held.selection.since, held.selection.until)
        ),
    }


HANDLERS = (incidents, on_map, on_timeline, save, forget)
