"""The titles of some incidents: for lines that point to them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.model.assessment import IncidentAssessment
from allegata.model.codec import parse
from allegata.store.tables import ASSESSMENTS

ASKED = 500


def titles(book: Casebook, incidents: Sequence[str]) -> Mapping[str, str]:
    """Incident id → its title by the neutral template; one that was not assessed is absent."""
    found: dict[str, str] = {}
    for at in range(0, len(incidents), ASKED):
        query = select(ASSESSMENTS.c.data).where(ASSESSMENTS.c.incident.in_(incidents[at : at + ASKED]))
        for row in book.index.rows(query):
            assessed = parse(IncidentAssessment, row.data)
            found[assessed.incident] = assessed.title
    return found
