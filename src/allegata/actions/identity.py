"""Who makes a request: one-time links, sessions, tokens. What is held elsewhere is a secret; here lies its hash."""

import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from allegata.actions.secondfactor import code_fits
from allegata.actions.serving import ABSOLUTE, Server
from allegata.errors import NotSignedIn, TooManyAttempts
from allegata.model.user import Role, Scope, SignedIn, User, folded
from allegata.store.officetables import ATTEMPTS, RESTING, ROLES, SESSIONS, TOKENS, USERS

ONE_PERSON = "one-person"
TOKEN_PREFIX = "allegata_"
"""By which a token that lies somewhere by mistake is known for one, also by scanners of repositories."""
SEEN = timedelta(seconds=60)
"""How exactly it is kept when a session was last used: not every page is worth a write."""

FREE_BY_NAME, FREE_BY_ADDRESS = 5, 20
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)

REFUSED = "Name, password or code do not fit. Nothing tells which, so that nobody can find out by trying."


def one_time_key(server: Server) -> str:
    """A key that signs the one person of a local server in, once."""
    key = secrets.token_urlsafe(32)
    server.keys[digest(key)] = server.by
    return key


def enter(server: Server, key: str) -> str | None:
    """Use a one-time key: the secret of a new session, or None when the key is unknown or was used."""
    if server.keys.pop(digest(key), None) is None:
        return None
    return new_session(server, ONE_PERSON)


def signed_in(server: Server, secret: str, touches: bool = True) -> SignedIn | None:
    """Whose session a secret opens; None: nobody's, or it has expired, or the account is closed.

    :param touches: whether being asked for keeps the session alive.
    """
    now = server.clock()
    with server.office.reading() as connection:
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == digest(secret))).first()
        if row is None or _over(server, row, now):
            return None
        if row.user == ONE_PERSON:
            who = SignedIn(User(ONE_PERSON, server.by), row.id, alone=True) if server.alone else None
        else:
            user = None if server.alone else user_of(connection, row.user)
            who = SignedIn(user, row.id) if user and not user.disabled else None
    if who and touches and now - datetime.fromisoformat(row.seen_at) > SEEN:
        with server.office.writing() as connection:
            seen = update(SESSIONS).where(SESSIONS.c.id == row.id).values(seen_at=now.isoformat())
            connection.execute(seen)
    return who


def by_token(server: Server, secret: str) -> SignedIn | None:
    """Whose token a program holds; None: nobody's, or it has expired, or the account is closed."""
    if server.alone or not secret.startswith(TOKEN_PREFIX):
        return None
    now = server.clock()
    with server.office.reading() as connection:
        row = connection.execute(select(TOKENS).where(TOKENS.c.digest == digest(secret))).first()
        if row is None or datetime.fromisoformat(row.expires_at) <= now:
            return None
        user = user_of(connection, row.user)
        if user is None or user.disabled:
            return None
    if row.used_at is None or now - datetime.fromisoformat(row.used_at) > SEEN:
        with server.office.writing() as connection:
            connection.execute(update(TOKENS).where(TOKENS.c.id == row.id).values(used_at=now.isoformat()))
    return SignedIn(user, row.id, scope=Scope(row.scope))


def sign_in(
    server: Server,
    name: str,
    password: str,
    code: str = "",
    *,
    address: str = "",
    browser: str = "",
    device: str = "",
) -> str:
    """The secret of a new session. An unknown name costs the same work, and is answered in the same words.

    :param code: of the second factor or a recovery code, where the account has one.
    :param device: what `device_of` gave this browser when the name signed in here before.
    :raises TooManyAttempts: when too many failed before, for this name or from this address.
    :raises NotSignedIn: when it does not fit.
    """
    keys = attempted(server, name, address, device)
    with server.office.reading() as connection:
        row = connection.execute(select(USERS).where(USERS.c.folded == folded(name))).first()
    fits = server.hashing.fits(row.password if row else None, password)
    if row is None or not fits or row.disabled or not code_fits(server, row.id, code):
        raise NotSignedIn(REFUSED)
    succeeded(server, keys)
    if server.hashing.outdated(row.password):
        kept = server.hashing.hashed(password)
        with server.office.writing() as connection:
            connection.execute(update(USERS).where(USERS.c.id == row.id).values(password=kept))
    return new_session(server, row.id, address, browser)


def sign_out(server: Server, secret: str) -> None:
    """End a session; its secret opens nothing from now on."""
    with server.office.writing() as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest(secret)))


def new_session(server: Server, user: str, address: str = "", browser: str = "") -> str:
    """Open a session, always with a new id and secret; old ones that have expired are swept away."""
    secret = secrets.token_urlsafe(32)
    now = server.clock()
    row = {
        "id": secrets.token_hex(8),
        "digest": digest(secret),
        "user": user,
        "made_at": now.isoformat(),
        "seen_at": now.isoformat(),
        "address": address,
        "browser": browser[:200],
    }
    with server.office.writing() as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.made_at < (now - ABSOLUTE).isoformat()))
        connection.execute(insert(SESSIONS), row)
    return secret


def device_of(server: Server, name: str) -> str:
    """What a browser keeps from which a name has signed in: others' wrong guesses do not make it wait.

    As in OWASP's protocol of device cookies. It opens nothing; whoever has it gets one more row of guesses.
    """
    chance = secrets.token_hex(16)
    return f"{chance}.{_device_sign(server, chance, name)}"


def _device_sign(server: Server, chance: str, name: str) -> str:
    key = server.office.secret("device").encode()
    return hmac.new(key, f"{chance} {folded(name)}".encode(), sha256).hexdigest()


def _known_device(server: Server, name: str, device: str) -> str | None:
    """The random part of a device's word, when this server gave it for this name."""
    chance, _, sign = device.partition(".")
    if not sign or not hmac.compare_digest(sign.encode(), _device_sign(server, chance, name).encode()):
        return None
    return chance


def attempted(server: Server, name: str, address: str, device: str = "") -> tuple[str, ...]:
    """Count an attempt before it is looked at, so that many at once count like one after the other.

    A browser from which the name signed in before counts by itself. A loopback address stands for nobody:
    behind a tunnel or a proxy that tells nothing, all come from there, and some could lock all others out.

    :raises TooManyAttempts: when one has to wait; a refused attempt is not counted.
    """
    known = _known_device(server, name, device) if device else None
    limits = {digest(f"device {known}" if known else f"name {folded(name)}"): FREE_BY_NAME}
    if address and not known and not _is_loopback(address):
        limits[digest(f"address {_network(address)}")] = FREE_BY_ADDRESS
    now = server.clock()
    with server.office.writing() as connection:
        there = {
            row.key: row for row in connection.execute(select(ATTEMPTS).where(ATTEMPTS.c.key.in_(limits)))
        }
        wait = max((_wait(row, limits[key], now) for key, row in there.items()), default=timedelta())
        if wait > timedelta():
            raise TooManyAttempts(
                f"Too many attempts failed. Wait {_spoken(wait)}, then try again; each failure makes it longer."
            )
        for key in limits:
            old = there.get(key)
            fresh = old is None or now - datetime.fromisoformat(old.last_at) > FORGOTTEN_AFTER
            count = 1 if old is None or fresh else old.failed + 1
            values = {"key": key, "failed": count, "last_at": now.isoformat()}
            statement = upsert(ATTEMPTS).values(values)
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
    return tuple(limits)


def succeeded(server: Server, keys: tuple[str, ...]) -> None:
    """Forget the failures of a name; those of an address stay but for this attempt, lest one good account
    clear the way for guessing at others.
    """
    with server.office.writing() as connection:
        connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key == keys[0]))
        for key in keys[1:]:
            connection.execute(
                update(ATTEMPTS).where(ATTEMPTS.c.key == key).values(failed=ATTEMPTS.c.failed - 1)
            )


def user_of(connection: Connection, user: str) -> User | None:
    """An account with its roles."""
    row = connection.execute(select(USERS).where(USERS.c.id == user)).first()
    if row is None:
        return None
    roles = connection.execute(select(ROLES.c.casebook, ROLES.c.role).where(ROLES.c.user == user)).all()
    resting = connection.execute(select(RESTING.c.casebook).where(RESTING.c.user == user)).all()
    return as_user(
        row,
        tuple(sorted((r.casebook, Role(r.role)) for r in roles)),
        tuple(sorted({r.casebook for r in resting})),
    )


def as_user(
    row: "Row[tuple[object, ...]]", roles: tuple[tuple[str, Role], ...], resting: tuple[str, ...] = ()
) -> User:
    """An account from its row."""
    return User(
        row.id,
        row.name,
        row.admin,
        row.disabled,
        row.totp is not None,
        datetime.fromisoformat(row.made_at),
        roles,
        row.password is not None,
        resting,
    )


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def _over(server: Server, row: "Row[tuple[object, ...]]", now: datetime) -> bool:
    made, seen = datetime.fromisoformat(row.made_at), datetime.fromisoformat(row.seen_at)
    return now - made > ABSOLUTE or now - seen > server.idle + SEEN


def _wait(row: "Row[tuple[object, ...]]", free: int, now: datetime) -> timedelta:
    """How long to wait still: 1, 2, 4 … seconds after the attempts that are free."""
    since = now - datetime.fromisoformat(row.last_at)
    if row.failed < free or since > FORGOTTEN_AFTER:
        return timedelta()
    return min(timedelta(seconds=2 ** min(row.failed - free, 20)), LONGEST_WAIT) - since


def _spoken(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _network(address: str) -> str:
    """Whom an address stands for: itself, or the /64 that one holder of IPv6 has to choose from."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
