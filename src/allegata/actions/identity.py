"""Who makes a request: one-time links, sessions. What the browser holds is a secret; what is kept is its hash."""

import secrets
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import insert, select

from allegata.actions.serving import Server
from allegata.model.user import SignedIn, User
from allegata.store.office import SESSIONS

ONE_PERSON = "one-person"


def one_time_key(server: Server) -> str:
    """A key that signs the one person of a local server in, once."""
    key = secrets.token_urlsafe(32)
    server.keys[_digest(key)] = server.by
    return key


def enter(server: Server, key: str) -> str | None:
    """Use a one-time key: the secret of a new session, or None when the key is unknown or was used."""
    if server.keys.pop(_digest(key), None) is None:
        return None
    return _new_session(server, ONE_PERSON)


def signed_in(server: Server, secret: str) -> SignedIn | None:
    """Whose session a secret opens; None: nobody's."""
    with server.office.reading() as connection:
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == _digest(secret))).first()
    if row is None:
        return None
    if row.user == ONE_PERSON:
        return SignedIn(User(ONE_PERSON, server.by), row.id, alone=True) if server.alone else None
    return None


def _new_session(server: Server, user: str) -> str:
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC).isoformat()
    row = {
        "id": secrets.token_hex(8),
        "digest": _digest(secret),
        "user": user,
        "made_at": now,
        "seen_at": now,
    }
    with server.office.writing() as connection:
        connection.execute(insert(SESSIONS), row)
    return secret


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
