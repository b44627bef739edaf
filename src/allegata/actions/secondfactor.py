"""The second factor: time-based codes (RFC 6238, six digits, 30 seconds, SHA-1 as all apps have it), recovery codes."""

import base64
import hmac
import secrets
from hashlib import sha256
from io import BytesIO

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, func, insert, select, update

from allegata.actions.serving import Server
from allegata.errors import BadAccount, ExtraMissing
from allegata.store.officetables import RECOVERY, USERS

STEP, DIGITS, DRIFT = 30, 6, 1
"""Seconds of a step, digits of a code, and how many steps a clock may be off to either side."""
SECRET_BYTES = 20  # RFC 4226, R6: 160 bits
RECOVERY_CODES = 10


def code_fits(server: Server, user: str, code: str) -> bool:
    """Whether a code opens an account; one without a second factor needs none. No code is taken twice."""
    plain = _plain(code)
    with server.office.writing() as connection:
        row = connection.execute(select(USERS.c.totp, USERS.c.totp_used).where(USERS.c.id == user)).one()
        if row.totp is None:
            return True
        if not plain:
            return False
        step = _step_of(row.totp, plain, server.clock().timestamp(), row.totp_used)
        if step is not None:
            connection.execute(update(USERS).where(USERS.c.id == user).values(totp_used=step))
            return True
        found = (RECOVERY.c.user == user) & (RECOVERY.c.digest == sha256(plain.encode()).hexdigest())
        return connection.execute(delete(RECOVERY).where(found)).rowcount == 1


def want(server: Server, user: str) -> str:
    """A new secret to be put into an app, in base32. It counts only after a code of it was typed."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    with server.office.writing() as connection:
        connection.execute(update(USERS).where(USERS.c.id == user).values(totp_wanted=secret))
    return secret


def wanted(server: Server, user: str) -> str | None:
    """The secret that was shown and not proved yet."""
    with server.office.reading() as connection:
        found = connection.execute(select(USERS.c.totp_wanted).where(USERS.c.id == user)).scalar_one()
    return None if found is None else str(found)


def turn_on(server: Server, user: str, code: str) -> tuple[str, ...]:
    """Ask for codes from now on, after one was typed that fits; returns the recovery codes, shown this once.

    :raises BadAccount: when the code does not fit.
    """
    codes = tuple("-".join(_groups(secrets.token_hex(10))) for _ in range(RECOVERY_CODES))
    with server.office.writing() as connection:
        secret = connection.execute(select(USERS.c.totp_wanted).where(USERS.c.id == user)).scalar_one()
        step = _step_of(secret, _plain(code), server.clock().timestamp(), 0) if secret else None
        if step is None:
            raise BadAccount("the code does not fit; check the clock of the device, and type the newest code")
        values = {"totp": secret, "totp_wanted": None, "totp_used": step}
        connection.execute(update(USERS).where(USERS.c.id == user).values(values))
        connection.execute(delete(RECOVERY).where(RECOVERY.c.user == user))
        rows = [{"digest": sha256(_plain(c).encode()).hexdigest(), "user": user} for c in codes]
        connection.execute(insert(RECOVERY), rows)
    return codes


def turn_off(server: Server, user: str) -> None:
    """Ask for no code any more."""
    with server.office.writing() as connection:
        values = {"totp": None, "totp_wanted": None, "totp_used": 0}
        connection.execute(update(USERS).where(USERS.c.id == user).values(values))
        connection.execute(delete(RECOVERY).where(RECOVERY.c.user == user))


def recovery_left(server: Server, user: str) -> int:
    """How many recovery codes were not used yet."""
    query = select(func.count()).select_from(RECOVERY).where(RECOVERY.c.user == user)
    with server.office.reading() as connection:
        return int(connection.execute(query).scalar_one())


def address_for_app(secret: str, name: str) -> str:
    """What an app reads out of the picture (`otpauth://…`)."""
    return _codes(secret).get_provisioning_uri(name, "allegata")


def picture(text: str) -> str:
    """A QR code as SVG that stands in a page: classes only, no style and no address of its own.

    :raises ExtraMissing: when `segno` is not installed.
    """
    try:
        import segno  # noqa: PLC0415 - of an extra, and only for this picture
    except ImportError:
        raise ExtraMissing("the picture needs the extra `web`: pip install 'allegata[web]'") from None
    out = BytesIO()
    segno.make(text, micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        border=4,
        svgclass="qr",
        lineclass="qr-line",
        omitsize=True,
    )
    return out.getvalue().decode()


def _step_of(secret: str, code: str, now: float, used: int) -> int | None:
    """The time step that a code belongs to, if it is near enough and later than the last one used."""
    if len(code) != DIGITS or not code.isdecimal() or not code.isascii():
        return None
    codes, present = _codes(secret), int(now) // STEP
    fitting = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        right = codes.generate(step * STEP)
        if hmac.compare_digest(right, code.encode()) and step > used:
            fitting = step
    return fitting


def _codes(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())


def _groups(text: str) -> list[str]:
    return [text[i : i + 5] for i in range(0, len(text), 5)]
