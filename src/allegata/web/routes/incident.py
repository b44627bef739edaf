"""One incident: the fixed first screen, the account matrix, and everything around them."""

from typing import Any

from litestar import Response

from allegata.actions import show
from allegata.actions.viewing import incident_view
from allegata.model.user import Right
from allegata.web.visit import Visit, page


@page("/c/{casebook:str}/incidents/{name:str}", Right.READ)
def incident(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The page of one incident."""
    record = show.incident(visit.book, name, check=False)
    return visit.render("incident.html.j2", record=record, view=incident_view(record, record.records, True))


HANDLERS = (incident,)
