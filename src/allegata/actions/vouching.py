"""Roles that rest: what an administrator gives in the browser opens nothing before somebody else vouches for it.

Who keeps the accounts makes the links by which passwords are set, and could be anybody whose account they made
or began anew. So a role they give, and every role of an account they began anew, rests, until a lead of that
casebook or another administrator, who had no part in it, says that the right person holds it. Another
administrator counts only when the command line of the server made them one: else one who made a second account
would be two. That command line can vouch for everybody; it needs the machine itself, on which all lies anyway.
"""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from allegata.actions.accountlog import tell
from allegata.actions.identity import user_of
from allegata.actions.serving import Server
from allegata.errors import BadAccount
from allegata.model.office import ActKind
from allegata.model.user import Role, User, folded, same_person
from allegata.store.officetables import ACTS, LINKS, RESTING

AT_THE_MACHINE = " on the server"
"""How the name ends under which the command line of the server acts."""


def rest(connection: Connection, user: str, casebook: str, by: str) -> None:
    """Let a role rest; "" for a casebook: that an administrator vouches for others."""
    row = {"user": user, "casebook": casebook, "by": by}
    connection.execute(upsert(RESTING).values(row).on_conflict_do_nothing())


def wake(connection: Connection, user: str, casebook: str) -> None:
    """Let it count."""
    connection.execute(delete(RESTING).where(RESTING.c.user == user, RESTING.c.casebook == casebook))


def arranged_by(connection: Connection, name: str) -> frozenset[str]:
    """Who made an account or began it anew in the browser: they had a link that sets its password."""
    links = (ActKind.ADDED.value, ActKind.RESET.value)
    query = select(ACTS.c.by).where(ACTS.c.whom == name, ACTS.c.what.in_(links)).distinct()
    return frozenset(by for by in connection.execute(query).scalars() if not by.endswith(AT_THE_MACHINE))


def why_not(server: Server, who: User, user: User, casebook: str) -> str | None:
    """What speaks against somebody's vouching for a role; None: they may."""
    with server.office.reading() as connection:
        query = select(RESTING.c.by).where(RESTING.c.user == user.id, RESTING.c.casebook == casebook)
        part = {folded(by) for by in connection.execute(query).scalars()}
    if not part:
        return "this role does not rest; nothing is to be confirmed"
    if not user.ready:
        return "no password is set yet: have them sign in first, and ask them in person whether it was they who did"
    if same_person(who.name, user.name):
        return "nobody confirms their own role: a lead of the casebook or another administrator does"
    if folded(who.name) in part:
        return "you had a part in it: a lead of the casebook or another administrator confirms it"
    if who.role_in(casebook) is Role.LEAD:
        return None
    if not who.admin:
        return "a lead of the casebook or another administrator confirms it"
    if "" in who.resting:
        return (
            "an administrator who was made or begun anew in the browser confirms nobody; `allegata user role NAME "
            "admin --confirm` on the server changes that"
        )
    return None


def vouch(server: Server, who: User, user: User, casebook: str) -> None:
    """Say that the right person holds a role: from now on it counts.

    :raises BadAccount: when it is not for them to say, or the role does not rest.
    """
    with server.office.reading() as connection:
        now = user_of(connection, who.id)  # as it is at this moment
    refusal = (
        "your account is closed" if now is None or now.disabled else why_not(server, now, user, casebook)
    )
    if refusal:
        raise BadAccount(refusal)
    _vouched(server, who.name, user, casebook)


def vouch_at_the_machine(server: Server, by: str, user: User, casebook: str) -> None:
    """The same on the command line of the server; "" for a casebook: an administrator vouches for others.

    :raises BadAccount: when there is nothing that rests.
    """
    if casebook not in user.resting:
        raise BadAccount(f"{user.name} holds nothing here that rests; nothing was changed")
    _vouched(server, by, user, casebook)


def _vouched(server: Server, by: str, user: User, casebook: str) -> None:
    role = (user.held_in(casebook) or "") if casebook else Role.ADMIN
    with server.office.writing() as connection:
        wake(connection, user.id, casebook)
        connection.execute(delete(LINKS).where(LINKS.c.user == user.id))
        tell(server, connection, by, ActKind.VOUCHED, user.name, casebook, role)
