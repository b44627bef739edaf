"""Published totals beside documented incidents; figures of unlike unit, role or scope never meet.

Sums run over one role, in persons, separately for each accused side (`documented`); published totals are
compared only where their scopes agree (`published`). DOMAIN 3.2 and 3.6.
"""

from collections.abc import Iterable, Sequence

from allegata.assessing.documented import stocks_of, sums
from allegata.assessing.published import checks
from allegata.errors import UnitsDoNotMix
from allegata.model.assessment import Figures, IncidentAssessment
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.reading import Reading
from allegata.model.value import Count
from allegata.model.vocabulary import IncidentLink

NOTE = (
    "These sums run over the incidents in this casebook, not over any conflict: our documentation is "
    "partial by design. The sides stand in separate sums with separate coverage and are not compared."
)


def figures(
    incidents: Sequence[Incident],
    assessments: Sequence[IncidentAssessment],
    readings: Sequence[Reading],
    documents: Sequence[Document] = (),
) -> Figures:
    """Sums over the documented incidents and every comparison with a published total, made or declined."""
    stocks = stocks_of(incidents, assessments, readings)
    risk = sum(1 for i in incidents for _, kind, _ in i.links if kind is IncidentLink.POSSIBLY_SAME)
    links = "1 link marks" if risk == 1 else f"{risk} links mark"
    doubt = f" {links} incidents as possibly the same: a sum may count twice." if risk else ""
    return Figures(sums(stocks), checks([a for r in readings for a in r.aggregates], stocks), NOTE + doubt)


def add(counts: Iterable[Count]) -> Count | None:
    """The sum of counts of one unit and role, bound by bound; None for no counts.

    :raises UnitsDoNotMix: naming the units or roles that were about to be added.
    """
    total: Count | None = None
    for count in counts:
        if total is None:
            total = count
            continue
        if total.unit is not count.unit:
            raise UnitsDoNotMix(
                f"{total.low} {total.unit.value} and {count.low} {count.unit.value} cannot be added; "
                "add figures of one unit only."
            )
        if total.role is not count.role:
            raise UnitsDoNotMix(
                f"Counts of “{total.role.value}” and “{count.role.value}” cannot be added; add one role only."
            )
        high = None if total.high is None or count.high is None else total.high + count.high
        total = Count(
            total.low + count.low, high, total.unit, total.role, total.exactness, total.vague or count.vague
        )
    return total
