"""Dossiers that were asked for over the web: who prepared which, who signed it, where the package lies.

In the office's database, because a draft is no evidence: what went out stands in the casebook's ledger.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Engine, MetaData, Row, Table, Text, insert, select, update

from allegata.store.database import reading

DRAFTS_DATA = MetaData()
DRAFTS = Table(
    "drafts",
    DRAFTS_DATA,
    Column("id", Text, primary_key=True),
    Column("casebook", Text, nullable=False, index=True),
    Column("incident", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended_by", Text),
    Column("ended_at", Text),
    Column("data", Text, nullable=False),  # canonical JSON of `model.dossier.Draft`
)


class Drafts:
    """The drafts of one server."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        DRAFTS_DATA.create_all(engine)

    def put(self, row: Mapping[str, Any]) -> None:
        """A new draft."""
        with self.engine.begin() as connection:
            connection.execute(insert(DRAFTS), dict(row))

    def change(self, id: str, before: str, values: Mapping[str, Any]) -> bool:
        """Change a draft that is still in the state `before`; tells whether it was."""
        here = (DRAFTS.c.id == id) & (DRAFTS.c.state == before)
        with self.engine.begin() as connection:
            return connection.execute(update(DRAFTS).where(here).values(**values)).rowcount == 1

    def claim(self, id: str, before: str, claimed: str, by: str | None) -> bool:
        """Move a draft from one state to another and nothing else; tells whether it was in the state `before`."""
        here = (DRAFTS.c.id == id) & (DRAFTS.c.state == before)
        with self.engine.begin() as connection:
            return (
                connection.execute(update(DRAFTS).where(here).values(state=claimed, ended_by=by)).rowcount
                == 1
            )

    def let_go(self, claimed: str, free: str) -> None:
        """Free every draft that is claimed: what held it ended with the server."""
        with self.engine.begin() as connection:
            connection.execute(
                update(DRAFTS).where(DRAFTS.c.state == claimed).values(state=free, ended_by=None)
            )

    def of(self, casebook: str, incident: str | None = None, limit: int = 200) -> tuple[Row[Any], ...]:
        """The drafts of a casebook, or of one incident in it, newest first."""
        query = select(DRAFTS).where(DRAFTS.c.casebook == casebook)
        if incident is not None:
            query = query.where(DRAFTS.c.incident == incident)
        with reading(self.engine) as connection:
            return tuple(connection.execute(query.order_by(DRAFTS.c.asked_at.desc()).limit(limit)))

    def one(self, casebook: str, id: str) -> Row[Any] | None:
        """One draft."""
        query = select(DRAFTS).where(DRAFTS.c.casebook == casebook, DRAFTS.c.id == id)
        with reading(self.engine) as connection:
            return connection.execute(query).first()
