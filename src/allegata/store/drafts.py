"""Dossiers that were asked for over the web: who prepared which, who signed it, where the package lies.

In the office's database, because a draft is no evidence: what went out stands in the casebook's ledger.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update

from allegata.store.office import Office
from allegata.store.officetables import DRAFTS


class Drafts:
    """The drafts of one server."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def put(self, row: Mapping[str, Any]) -> None:
        """A new draft."""
        with self._office.writing() as connection:
            connection.execute(insert(DRAFTS), dict(row))

    def change(self, id: str, before: str, values: Mapping[str, Any]) -> bool:
        """Change a draft that is still in the state `before`; tells whether it was."""
        here = (DRAFTS.c.id == id) & (DRAFTS.c.state == before)
        with self._office.writing() as connection:
            return connection.execute(update(DRAFTS).where(here).values(**values)).rowcount == 1

    def claim(self, id: str, before: str, claimed: str, by: str | None) -> bool:
        """Move a draft from one state to another and nothing else; tells whether it was in the state `before`."""
        here = (DRAFTS.c.id == id) & (DRAFTS.c.state == before)
        with self._office.writing() as connection:
            return (
                connection.execute(update(DRAFTS).where(here).values(state=claimed, ended_by=by)).rowcount
                == 1
            )

    def let_go(self, claimed: str, free: str) -> None:
        """Free every draft that is claimed: what held it ended with the server."""
        with self._office.writing() as connection:
            connection.execute(
                update(DRAFTS).where(DRAFTS.c.state == claimed).values(state=free, ended_by=None)
            )

    def of(self, casebook: str, incident: str | None = None, limit: int = 200) -> tuple[Row[Any], ...]:
        """The drafts of a casebook, or of one incident in it, newest first."""
        query = select(DRAFTS).where(DRAFTS.c.casebook == casebook)
        if incident is not None:
            query = query.where(DRAFTS.c.incident == incident)
        with self._office.reading() as connection:
            return tuple(connection.execute(query.order_by(DRAFTS.c.asked_at.desc()).limit(limit)))

    def one(self, casebook: str, id: str) -> Row[Any] | None:
        """One draft."""
        query = select(DRAFTS).where(DRAFTS.c.casebook == casebook, DRAFTS.c.id == id)
        with self._office.reading() as connection:
            return connection.execute(query).first()
