"""Who had what shown: one line for every page with content, kept beside the accounts.

A line is written at once, without a disk flush of its own (see `store.office.Office`): it is there when the
program is killed, costs a fraction of a millisecond, and only a power cut can take the last moments. The
table refuses to be changed.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select

from allegata.actions.serving import Server
from allegata.model.office import Read
from allegata.model.user import SignedIn
from allegata.store.officetables import READS

PAGE = 200
WITHOUT_VALUES = ("review second", "original", "capture", "custody")
"""Kinds of page that show nothing of what was read from a text: a blind reader may open them."""


def noted(
    server: Server, who: SignedIn, casebook: str, kind: str, thing: str, *, unmasked: bool = False
) -> None:
    """Keep that somebody had a thing shown.

    :param kind: of page: `incident`, `text`, `original`, `footage`, …
    :param thing: the id of what was shown; empty for a list.
    :param unmasked: with details that are withheld otherwise.
    """
    row = {
        "at": server.clock().isoformat(),
        "user": who.user.id,
        "name": who.name,
        "casebook": casebook,
        "kind": kind,
        "thing": thing,
        "unmasked": unmasked,
    }
    with server.office.writing() as connection:
        connection.execute(insert(READS), row)


def read_log(
    server: Server,
    casebook: str,
    *,
    name: str | None = None,
    thing: str | None = None,
    unmasked: bool | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[Read, ...]:
    """Who read what in a casebook, the newest first.

    :param before: only lines older than the one of this id, for the next page.
    """
    query = select(READS).where(READS.c.casebook == casebook).order_by(READS.c.id.desc()).limit(limit)
    if name is not None:
        query = query.where(READS.c.name == name)
    if thing is not None:
        query = query.where(READS.c.thing == thing)
    if unmasked is not None:
        query = query.where(READS.c.unmasked == unmasked)
    if before is not None:
        query = query.where(READS.c.id < before)
    with server.office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Read(r.id, datetime.fromisoformat(r.at), r.name, r.casebook, r.kind, r.thing, r.unmasked)
        for r in rows
    )


def has_seen(server: Server, who: SignedIn, casebook: str, things: Iterable[str]) -> bool:
    """Whether somebody had any of these things shown with what was read from it, by the pages or by a program.

    :param things: an incident and the items of its texts.
    """
    query = select(func.count()).select_from(READS)
    query = query.where(READS.c.user == who.user.id, READS.c.casebook == casebook)
    query = query.where(READS.c.thing.in_(list(things)), READS.c.kind.not_in(WITHOUT_VALUES))
    with server.office.reading() as connection:
        return bool(connection.execute(query).scalar_one())


def read_count(server: Server, casebook: str) -> int:
    """How many lines the log of a casebook has."""
    query = select(func.count()).select_from(READS).where(READS.c.casebook == casebook)
    with server.office.reading() as connection:
        return int(connection.execute(query).scalar_one())
