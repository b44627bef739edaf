"""One incident: the fixed first screen, the account matrix, and everything around them."""

from typing import Any

from litestar import Response

from allegata.actions import history as past
from allegata.actions import show
from allegata.actions.titles import titles
from allegata.actions.versions import compared, versions
from allegata.actions.viewing import headline, incident_view, mask_of, origin_graph
from allegata.model import phrases
from allegata.model.document import Document
from allegata.model.user import Right
from allegata.model.vocabulary import Attribute
from allegata.web.firstscreen import short, voices
from allegata.web.graphpicture import graph_picture
from allegata.web.timepicture import time_picture
from allegata.web.visit import Visit, page


@page("/c/{casebook:str}/incidents/{name:str}", Right.READ)
def incident(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The page of one incident."""
    record = show.incident(visit.book, name)
    withhold = not (visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE))
    visit.noted("incident", record.incident.id, unmasked=not withhold)
    view = incident_view(record, withhold=withhold)
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, withhold)

    def heading(document: Document) -> str:
        return headline(document, mask) or document.name

    return visit.render(
        "incident.html.j2",
        record=record,
        view=view,
        parts=short(view),
        pinned=voices(view.pinned),
        around=voices(entry for entry in view.records if entry not in view.footage),
        picture=time_picture(view.moments),
        titles=titles(visit.book, [other for other, _, _ in view.linked]),
        heading=heading,
        withhold=withhold,
    )


@page("/c/{casebook:str}/incidents/{name:str}/origins", Right.READ)
def origins(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The origin graph of an incident, of one attribute or of all."""
    record = show.incident(visit.book, name, check=False)
    visit.noted("origins", record.incident.id)
    present = [row.attribute for row in record.assessment.attributes]
    asked = visit.request.query_params.get("attribute", "")
    chosen = next((one for one in present if one.value == asked), None)
    if not asked and Attribute.ACT_TYPE in present:
        chosen = Attribute.ACT_TYPE
    graph = origin_graph(record, chosen)
    names = {node.id: node.name for node in graph.nodes}
    return visit.render(
        "origins.html.j2",
        record=record,
        title=record.assessment.title,
        graph=graph,
        picture=graph_picture(graph),
        names=names,
        chosen=chosen,
        choices=[(one, phrases.ATTRIBUTES[one]) for one in phrases.ATTRIBUTES if one in present],
    )


@page("/c/{casebook:str}/incidents/{name:str}/history", Right.READ)
def history(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Who did what to an incident, when and why; also to one that was merged or taken out."""
    told = past.history(visit.book, name)
    visit.noted("history", name)
    known = versions(visit.book)
    asked = [visit.request.query_params.get(side, "") for side in ("before", "after")]
    pair = [int(one) for one in asked if one.isdigit()]
    return visit.render(
        "history.html.j2",
        name=name,
        titles=titles(visit.book, [name]),
        entries=tuple(reversed(told.entries)),
        versions=known,
        pair=pair if len(pair) == 2 else [],
        changes=compared(visit.book, name, *pair) if len(pair) == 2 else (),
    )


HANDLERS = (incident, origins, history)
