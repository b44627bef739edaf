"""Records that are sealed because they put somebody at risk: what lists, maps and searches leave of them."""

from collections.abc import Collection

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.states import state_now
from allegata.model.codec import parse
from allegata.model.decision import DecisionVerb
from allegata.model.incident import Incident
from allegata.model.vocabulary import RecordState
from allegata.store.tables import INCIDENTS

WITHHELD = "withheld for protection"
"""What stands for the title of a sealed record wherever everybody reads it."""


def sealed(book: Casebook) -> frozenset[str]:
    """The ids of records that are sealed by the decisions in force, linked since or not."""
    force = decided(book).force
    named = {
        one.subject for one in force if one.verb is DecisionVerb.STATE and one.value == RecordState.SEALED
    }
    if not named:
        return frozenset()
    rows = book.index.rows(select(INCIDENTS.c.data).where(INCIDENTS.c.id.in_(named)))
    return frozenset(
        one.id for row in rows if state_now(book, one := parse(Incident, row.data)) is RecordState.SEALED
    )


def touched(book: Casebook, names: Collection[str]) -> bool:
    """Whether any of these is the id of a sealed record, or the beginning of one."""
    asked = [name.strip().casefold() for name in names if name.strip()]
    return bool(asked) and any(id.casefold().startswith(name) for id in sealed(book) for name in asked)
