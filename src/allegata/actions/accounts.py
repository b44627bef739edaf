"""Keeping accounts: who there is, what each is in which casebook, and who arranged it. No content is touched.

What is done here is told in a log that only grows. An account is never taken away, only closed: its name stands
in ledgers, and must never come to mean somebody else.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from allegata.actions import passwords, secondfactor
from allegata.actions.accountlog import tell
from allegata.actions.identity import as_user, digest
from allegata.actions.names import look_alike
from allegata.actions.serving import Server
from allegata.actions.vouching import arranged_by, rest, wake
from allegata.errors import BadAccount, UnknownThing
from allegata.model.office import ActKind
from allegata.model.user import Role, User, folded, same_person
from allegata.store.officetables import LINKS, RESTING, ROLES, SESSIONS, TOKENS, USERS

LONGEST_NAME = 64
LINK_LASTS = timedelta(hours=72)
NO_LINK = "this link was used already, has expired or is not known; ask the administrator for a new one"


def accounts(server: Server) -> tuple[User, ...]:
    """Every account, by name."""
    with server.office.reading() as connection:
        rows = connection.execute(select(USERS).order_by(USERS.c.folded)).all()
        held = connection.execute(select(ROLES)).all()
        resting = connection.execute(select(RESTING)).all()
    return tuple(
        as_user(
            row,
            tuple(sorted((r.casebook, Role(r.role)) for r in held if r.user == row.id)),
            tuple(sorted({r.casebook for r in resting if r.user == row.id})),
        )
        for row in rows
    )


def closed_names(server: Server) -> tuple[str, ...]:
    """The names of accounts that are closed."""
    return tuple(one.name for one in accounts(server) if one.disabled)


def account(server: Server, user: str) -> User:
    """One account by its id.

    :raises UnknownThing: when there is none.
    """
    found = next((one for one in accounts(server) if one.id == user), None)
    if found is None:
        raise UnknownThing("there is no such account")
    return found


def account_named(server: Server, name: str) -> User:
    """One account by its name.

    :raises UnknownThing: when there is none.
    """
    found = next((one for one in accounts(server) if same_person(one.name, name)), None)
    if found is None:
        raise UnknownThing(f"there is no account {name!r}; `allegata user list` shows them all")
    return found


def members(server: Server, casebook: str) -> tuple[tuple[User, Role], ...]:
    """Who may open a casebook, and as what; closed accounts and roles that rest among them."""
    found = ((one, one.held_in(casebook)) for one in accounts(server))
    return tuple((one, role) for one, role in found if role)


def add_user(server: Server, by: str, name: str, *, admin: bool = False, rests: bool = False) -> User:
    """Make an account, which opens nothing before a password is set and a role given.

    :param by: who arranges it.
    :param rests: an administrator that was made by another one in the browser vouches for nobody (`vouching`).
    :raises BadAccount: when the name cannot be one, is taken, or looks like one that is.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadAccount(f"a name has 1 to {LONGEST_NAME} characters that can be seen")
    row = {
        "id": f"usr_{secrets.token_hex(8)}",
        "name": name,
        "folded": folded(name),
        "admin": admin,
        "disabled": False,
        "made_at": server.clock().isoformat(),
        "totp_used": 0,
    }
    with server.office.writing() as connection:
        if connection.execute(select(USERS.c.id).where(USERS.c.folded == row["folded"])).first():
            raise BadAccount(f"there is an account {name!r} already; a name is never given twice")
        for other in connection.execute(select(USERS.c.name)).scalars():
            if look_alike(name, other):
                raise BadAccount(
                    f"{name!r} looks like the account {other!r}, and a ledger tells people apart by their names; "
                    "choose another"
                )
        connection.execute(insert(USERS), row)
        if admin and rests:
            rest(connection, str(row["id"]), "", by)
        tell(server, connection, by, ActKind.ADDED, name, detail=Role.ADMIN if admin else "")
    return account(server, str(row["id"]))


def set_password(server: Server, by: str, user: User, password: str) -> None:
    """Set a password; every session and every token of the account ends.

    :raises BadAccount: when the password is none that is taken.
    """
    passwords.check(password, user.name)
    kept = server.hashing.hashed(password)
    with server.office.writing() as connection:
        _put_password(connection, user.id, kept)
        tell(server, connection, by, ActKind.PASSWORD_SET, user.name)


def one_time_link(server: Server, user: User) -> str:
    """The key of a link by which somebody sets their own password, once, within three days.

    Earlier ones for this account open nothing any more.
    """
    key = secrets.token_urlsafe(32)
    row = {
        "digest": digest(key),
        "user": user.id,
        "expires_at": (server.clock() + LINK_LASTS).isoformat(),
    }
    with server.office.writing() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.user == user.id))
        connection.execute(insert(LINKS), row)
    return key


def whose_link(server: Server, key: str) -> User:
    """Whose password a link sets. Looking at it does not use it up.

    :raises UnknownThing: when it is not known, was used, or has expired.
    """
    with server.office.reading() as connection:
        row = connection.execute(select(LINKS).where(LINKS.c.digest == digest(key))).first()
    if row is None or datetime.fromisoformat(row.expires_at) <= server.clock():
        raise UnknownThing(NO_LINK)
    return account(server, row.user)


def set_by_link(server: Server, key: str, password: str) -> User:
    """Set a password by a one-time link, which then opens nothing any more.

    :raises UnknownThing: as `whose_link`.
    :raises BadAccount: when the password is none that is taken; the link stays good.
    """
    user = whose_link(server, key)
    passwords.check(password, user.name)
    kept = server.hashing.hashed(password)
    with server.office.writing() as connection:
        if connection.execute(delete(LINKS).where(LINKS.c.digest == digest(key))).rowcount != 1:
            raise UnknownThing(NO_LINK)
        _put_password(connection, user.id, kept)
        tell(server, connection, user.name, ActKind.PASSWORD_SET, user.name)
    return user


def reset(server: Server, by: str, user: User, *, rests: bool = False) -> str:
    """Begin an account anew: no password, no second factor, no session, no token; returns a one-time link's key.

    :param rests: all its roles rest until somebody else vouches for them: who holds the link is not known here.
    """
    secondfactor.turn_off(server, user.id)
    with server.office.writing() as connection:
        _put_password(connection, user.id, None)
        if rests:
            for casebook in ("", *(one for one, _ in user.roles)):
                rest(connection, user.id, casebook, by)
        tell(server, connection, by, ActKind.RESET, user.name)
    return one_time_link(server, user)


def close_account(server: Server, by: str, user: User, *, closed: bool = True) -> None:
    """Close an account, or open it again. A closed one opens nothing, by no way, from this moment.

    :raises BadAccount: when nobody would be left who keeps accounts.
    """
    with server.office.writing() as connection:
        if closed and user.admin:
            _refuse_last(connection, user)
        connection.execute(update(USERS).where(USERS.c.id == user.id).values(disabled=closed))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.user == user.id))
        connection.execute(delete(LINKS).where(LINKS.c.user == user.id))
        tell(server, connection, by, ActKind.DISABLED if closed else ActKind.ENABLED, user.name)


def give_role(server: Server, by: str, user: User, casebook: str, role: Role, *, rests: bool = False) -> None:
    """Make somebody something in a casebook, in place of what they were there.

    :param rests: it opens nothing before somebody else vouches for it. What is given on the server's command
        line counts at once, and needs the machine itself.
    :raises BadAccount: for the administrator's role, which no casebook has, and to oneself: access to content
        takes two persons, or the command line of the server.
    """
    if role is Role.ADMIN:
        raise BadAccount("admin is a role on the server and not in a casebook")
    if same_person(by, user.name):
        raise BadAccount(
            "nobody gives a role to themselves: another administrator does, or `allegata user role` on the server"
        )
    row = {"user": user.id, "casebook": casebook, "role": role.value}
    with server.office.writing() as connection:
        statement = upsert(ROLES).values(row)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["user", "casebook"], set_={"role": role.value})
        )
        if rests:
            for each in {by, *arranged_by(connection, user.name)}:
                rest(connection, user.id, casebook, each)
        else:
            wake(connection, user.id, casebook)
        tell(server, connection, by, ActKind.ROLE_GIVEN, user.name, casebook, role)


def take_role(server: Server, by: str, user: User, casebook: str) -> None:
    """Take somebody's access to a casebook away; it holds from the next request on."""
    with server.office.writing() as connection:
        gone = delete(ROLES).where(ROLES.c.user == user.id, ROLES.c.casebook == casebook)
        if connection.execute(gone).rowcount:
            wake(connection, user.id, casebook)
            held = user.held_in(casebook)
            tell(server, connection, by, ActKind.ROLE_TAKEN, user.name, casebook, held or "")


def give_admin(server: Server, by: str, user: User, *, take: bool = False, rests: bool = False) -> None:
    """Let somebody keep accounts, or no longer.

    :param rests: such an administrator vouches for nobody, before the command line of the server says so.
    :raises BadAccount: when nobody would be left who does.
    """
    with server.office.writing() as connection:
        if take:
            _refuse_last(connection, user)
        connection.execute(update(USERS).where(USERS.c.id == user.id).values(admin=not take))
        if rests and not take:
            rest(connection, user.id, "", by)
        elif not rests:
            wake(connection, user.id, "")
        what = ActKind.ROLE_TAKEN if take else ActKind.ROLE_GIVEN
        tell(server, connection, by, what, user.name, detail=Role.ADMIN)


def _put_password(connection: Connection, user: str, kept: str | None) -> None:
    connection.execute(update(USERS).where(USERS.c.id == user).values(password=kept))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.user == user))
    connection.execute(delete(TOKENS).where(TOKENS.c.user == user))
    connection.execute(
        delete(LINKS).where(LINKS.c.user == user)
    )  # one that is on its way sets no other any more


def _refuse_last(connection: Connection, user: User) -> None:
    others = (
        select(func.count()).select_from(USERS).where(USERS.c.admin, ~USERS.c.disabled, USERS.c.id != user.id)
    )
    if not connection.execute(others).scalar_one():
        raise BadAccount("nobody would be left who keeps the accounts; make another administrator first")
