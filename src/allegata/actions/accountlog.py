"""What was done to accounts: a log that is only ever added to."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from allegata.actions.serving import Server
from allegata.model.office import AccountAct, ActKind
from allegata.store.officetables import ACTS


def tell(
    server: Server,
    connection: Connection,
    by: str,
    what: ActKind,
    whom: str,
    casebook: str = "",
    detail: str = "",
) -> None:
    """Keep that something was done to an account, in the transaction in which it is done."""
    row = {
        "at": server.clock().isoformat(),
        "by": by,
        "what": what.value,
        "whom": whom,
        "casebook": casebook,
        "detail": str(detail),
    }
    connection.execute(insert(ACTS), row)


def told(server: Server, by: str, what: ActKind, whom: str, detail: str = "", *, casebook: str = "") -> None:
    """The same, in a transaction of its own."""
    with server.office.writing() as connection:
        tell(server, connection, by, what, whom, casebook, detail)


def acts(
    server: Server, *, whom: str | None = None, casebook: str | None = None, limit: int = 200
) -> tuple[AccountAct, ...]:
    """What was done to accounts, the newest first: to one of them, or to the access to one casebook.

    That an account was begun anew stands with every casebook in which it ever had a role.
    """
    query = select(ACTS).order_by(ACTS.c.id.desc()).limit(limit)
    if whom is not None:
        query = query.where(ACTS.c.whom == whom)
    if casebook is not None:
        concerned = select(ACTS.c.whom).where(ACTS.c.casebook == casebook)
        anew = (ACTS.c.what == ActKind.RESET.value) & ACTS.c.whom.in_(concerned)
        query = query.where((ACTS.c.casebook == casebook) | anew)
    with server.office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        AccountAct(r.id, datetime.fromisoformat(r.at), r.by, ActKind(r.what), r.whom, r.casebook, r.detail)
        for r in rows
    )
