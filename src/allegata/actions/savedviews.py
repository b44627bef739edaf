"""Selections that a person gave a name, in one casebook. They are that person's own, and no part of the record."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from allegata.actions.serving import Server
from allegata.errors import BadDecision
from allegata.model.office import SavedView
from allegata.model.user import SignedIn
from allegata.store.officetables import VIEWS

LONGEST_NAME, LONGEST_QUERY, MOST = 80, 2000, 100


def saved_views(server: Server, who: SignedIn, casebook: str) -> tuple[SavedView, ...]:
    """What somebody saved in a casebook, by name."""
    query = (
        select(VIEWS).where(VIEWS.c.user == who.user.id, VIEWS.c.casebook == casebook).order_by(VIEWS.c.name)
    )
    with server.office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(SavedView(r.name, r.query, datetime.fromisoformat(r.made_at)) for r in rows)


def save_view(server: Server, who: SignedIn, casebook: str, name: str, query: str) -> None:
    """Keep a selection under a name; one of the same name is replaced.

    :param query: of the list's address, without the question mark.
    :raises BadDecision: when there is no name, or name or query is too long, or there are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise BadDecision(
            f"give the view a name of at most {LONGEST_NAME} characters; a selection has at most {LONGEST_QUERY}"
        )
    there = {view.name for view in saved_views(server, who, casebook)}
    if name not in there and len(there) >= MOST:
        raise BadDecision(f"there are {MOST} saved views; forget one first")
    row = {
        "user": who.user.id,
        "casebook": casebook,
        "name": name,
        "query": query,
        "made_at": server.clock().isoformat(),
    }
    with server.office.writing() as connection:
        statement = insert(VIEWS).values(row)
        key = ["user", "casebook", "name"]
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=key, set_={"query": query, "made_at": row["made_at"]}
            )
        )


def forget_view(server: Server, who: SignedIn, casebook: str, name: str) -> None:
    """Take a saved view away; one that is not there is no fault."""
    with server.office.writing() as connection:
        connection.execute(
            delete(VIEWS).where(
                VIEWS.c.user == who.user.id, VIEWS.c.casebook == casebook, VIEWS.c.name == name
            )
        )
