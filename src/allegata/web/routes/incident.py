"""One incident: the fixed first screen, the account matrix, and everything around them."""

from typing import Any

from litestar import Response

from allegata.actions import show
from allegata.actions.titles import titles
from allegata.actions.viewing import headline, incident_view, mask_of
from allegata.model.document import Document
from allegata.model.user import Right
from allegata.web.firstscreen import short, voices
from allegata.web.timepicture import time_picture
from allegata.web.visit import Visit, page


@page("/c/{casebook:str}/incidents/{name:str}", Right.READ)
def incident(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The page of one incident."""
    record = show.incident(visit.book, name)
    withhold = not (visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE))
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


HANDLERS = (incident,)
