"""The list of incidents: facets, search, map and timeline of the same selection."""

from dataclasses import replace
from typing import Any

from litestar import Response

from allegata.actions.listing import listing
from allegata.model.listing import Listing, Order, Selection
from allegata.model.user import Right
from allegata.web import facets
from allegata.web.selection import Address, of_query
from allegata.web.visit import Visit, page

ORDERS = {
    Order.NEWEST: "latest opened first",
    Order.OLDEST: "first opened first",
    Order.EVENT: "by the day stated",
    Order.ITEMS: "most items first",
}


@page("/c/{casebook:str}/incidents", Right.READ)
def incidents(visit: Visit, casebook: str) -> Response[Any]:
    """The list."""
    selection = asked(visit)
    held = listing(visit.book, selection)
    if selection.page > held.pages:
        selection = replace(selection, page=held.pages)
        held = listing(visit.book, selection)
    address = Address(visit.url("incidents"), selection)
    return visit.render("incidents.html.j2", listing=held, **around(visit, address, held, "list"))


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
        "undated": held.undated,
        "unlocated": held.unlocated,
        "total": held.total,
        "whole": not any(
            (held.selection.words, held.selection.chosen, held.selection.since, held.selection.until)
        ),
    }


HANDLERS = (incidents,)
