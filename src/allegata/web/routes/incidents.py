"""The list of incidents: facets, search, map and timeline of the same selection."""

from typing import Any

from litestar import Response

from allegata.actions import show
from allegata.model import phrases, summary
from allegata.model.user import Right
from allegata.web.visit import Visit, page


@page("/c/{casebook:str}/incidents", Right.READ)
def incidents(visit: Visit, casebook: str) -> Response[Any]:
    """The list."""
    overview = show.overview(visit.book)
    return visit.render(
        "incidents.html.j2", lines=summary.lines(overview), names=phrases.party_names(overview.parties)
    )


HANDLERS = (incidents,)
