"""One's own account: password, second factor, sessions, tokens."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from allegata.actions import passwords, secondfactor
from allegata.actions.accountlog import told
from allegata.actions.identity import TOKEN_PREFIX, attempted, digest, succeeded
from allegata.actions.serving import Server
from allegata.errors import BadAccount, NotSignedIn
from allegata.model.office import ActKind, Session, Token
from allegata.model.user import Scope, SignedIn
from allegata.store.officetables import SESSIONS, TOKENS, USERS

LONGEST_TOKEN_DAYS = 366
MOST_TOKENS = 50


def proved(server: Server, who: SignedIn, password: str) -> None:
    """Make sure that it is still the same person who sits here, before something that lasts is done.

    :raises NotSignedIn: when it is not their password.
    :raises TooManyAttempts: as when signing in.
    """
    keys = attempted(server, who.name, "")
    with server.office.reading() as connection:
        kept = connection.execute(select(USERS.c.password).where(USERS.c.id == who.user.id)).scalar_one()
    if not server.hashing.fits(kept, password):
        raise NotSignedIn("this is not your present password; nothing was changed")
    succeeded(server, keys)


def change_password(server: Server, who: SignedIn, old: str, new: str) -> None:
    """Set another password; all other sessions and all tokens end: whoever knew the old one may have made them.

    :raises NotSignedIn, TooManyAttempts: as `proved`.
    :raises BadAccount: when the new one is none that is taken.
    """
    passwords.check(new, who.name)
    proved(server, who, old)
    kept = server.hashing.hashed(new)
    with server.office.writing() as connection:
        connection.execute(update(USERS).where(USERS.c.id == who.user.id).values(password=kept))
        connection.execute(delete(TOKENS).where(TOKENS.c.user == who.user.id))
    end_other_sessions(server, who)
    told(server, who.name, ActKind.PASSWORD_SET, who.name)


def second_factor_on(server: Server, who: SignedIn, code: str) -> tuple[str, ...]:
    """Ask for codes from now on; returns the recovery codes, which are shown this once.

    :raises BadAccount: when the code does not fit.
    """
    codes = secondfactor.turn_on(server, who.user.id, code)
    told(server, who.name, ActKind.SECOND_FACTOR_ON, who.name)
    return codes


def second_factor_off(server: Server, who: SignedIn, password: str) -> None:
    """Ask for no codes any more.

    :raises NotSignedIn, TooManyAttempts: as `proved`.
    """
    proved(server, who, password)
    secondfactor.turn_off(server, who.user.id)
    told(server, who.name, ActKind.SECOND_FACTOR_OFF, who.name)


def sessions(server: Server, who: SignedIn) -> tuple[Session, ...]:
    """Where somebody is signed in, the last used first."""
    query = select(SESSIONS).where(SESSIONS.c.user == who.user.id).order_by(SESSIONS.c.seen_at.desc())
    with server.office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Session(
            r.id, datetime.fromisoformat(r.made_at), datetime.fromisoformat(r.seen_at), r.address, r.browser
        )
        for r in rows
    )


def end_session(server: Server, who: SignedIn, session: str) -> None:
    """End one of one's own sessions; of others' nothing happens."""
    own = (SESSIONS.c.user == who.user.id) & (SESSIONS.c.id == session)
    with server.office.writing() as connection:
        connection.execute(delete(SESSIONS).where(own))


def end_other_sessions(server: Server, who: SignedIn) -> None:
    """End all of one's own sessions but this one."""
    others = (SESSIONS.c.user == who.user.id) & (SESSIONS.c.id != who.session)
    with server.office.writing() as connection:
        connection.execute(delete(SESSIONS).where(others))


def tokens(server: Server, who: SignedIn) -> tuple[Token, ...]:
    """One's own tokens, the newest first; expired ones among them until they are ended."""
    query = select(TOKENS).where(TOKENS.c.user == who.user.id).order_by(TOKENS.c.made_at.desc())
    with server.office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Token(
            r.id,
            r.name,
            Scope(r.scope),
            datetime.fromisoformat(r.made_at),
            datetime.fromisoformat(r.expires_at),
            datetime.fromisoformat(r.used_at) if r.used_at else None,
        )
        for r in rows
    )


def make_token(server: Server, who: SignedIn, name: str, scope: Scope, days: int) -> str:
    """A token for a program of one's own; its secret, which is shown this once.

    :raises BadAccount: without a name, for too long, or when there are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80 or not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise BadAccount(f"a token has a name, and holds for 1 to {LONGEST_TOKEN_DAYS} days")
    if len(tokens(server, who)) >= MOST_TOKENS:
        raise BadAccount(f"you have {MOST_TOKENS} tokens; end those that nothing uses first")
    secret, now = TOKEN_PREFIX + secrets.token_urlsafe(32), server.clock()
    row = {
        "id": secrets.token_hex(8),
        "digest": digest(secret),
        "user": who.user.id,
        "name": name,
        "scope": scope.value,
        "made_at": now.isoformat(),
        "expires_at": (now + timedelta(days=days)).isoformat(),
    }
    with server.office.writing() as connection:
        connection.execute(insert(TOKENS), row)
    told(server, who.name, ActKind.TOKEN_MADE, who.name, name)
    return secret


def end_token(server: Server, who: SignedIn, token: str) -> None:
    """End one of one's own tokens; of others' nothing happens."""
    own = (TOKENS.c.user == who.user.id) & (TOKENS.c.id == token)
    with server.office.writing() as connection:
        gone = connection.execute(delete(TOKENS).where(own)).rowcount
    if gone:
        told(server, who.name, ActKind.TOKEN_ENDED, who.name)
