"""The titles of some incidents: for lines that point to them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.actions.sealed import WITHHELD, sealed
from allegata.store.tables import ASSESSMENTS


def titles(book: Casebook, incidents: Sequence[str]) -> Mapping[str, str]:
    """Incident id → its title by the neutral template; one that was not assessed is absent. A sealed one tells none."""
    found: dict[str, str] = {}
    shut = sealed(book)
    for portion in portions(incidents):
        query = select(ASSESSMENTS.c.incident, ASSESSMENTS.c.title)
        query = query.where(ASSESSMENTS.c.incident.in_(portion))
        found.update(
            (row.incident, WITHHELD if row.incident in shut else row.title) for row in book.index.rows(query)
        )
    return found
