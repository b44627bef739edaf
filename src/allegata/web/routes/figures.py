"""Published totals by unit, scope and as-of, beside what is documented inside the same scope."""

from typing import Any

from litestar import Response

from allegata.actions.figures import figures_page
from allegata.model import phrases, summary
from allegata.model.user import Right
from allegata.web import figures as view
from allegata.web.routes.custody import page_number
from allegata.web.visit import Visit, page

SHOWN = 40


@page("/c/{casebook:str}/figures", Right.READ)
def figures(visit: Visit, casebook: str) -> Response[Any]:
    """Totals of others, sums of our own, and why most of them cannot be compared."""
    withhold = not (visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE))
    visit.noted("figures", unmasked=not withhold)
    number = page_number(visit)
    found = figures_page(visit.book, number, SHOWN, withhold=withhold, only_reads=visit.only_reads)
    names = phrases.party_names(found.parties)
    checks = [check for one in found.published for check in one.checks]
    sums = [summary.sum_line(one, names) for one in found.figures.sums if one.included]
    return visit.render(
        "figures.html.j2",
        found=found,
        groups=view.by_unit(found.published, names),
        trends=view.trends(found.published),
        speaker=phrases.speaker,
        sums=sums,
        comparisons=view.comparisons(checks, summary.totals_by_id(found.every), names, found.outlets),
        declined=view.declined(found.published, names),
        series=view.series(found.every, found.days, names, found.outlets),
        height=view.HEIGHT,
        page=number,
        pages=-(-len(found.every) // SHOWN),
        page_url=lambda to: visit.url("figures", page=to),
    )


HANDLERS = (figures,)
