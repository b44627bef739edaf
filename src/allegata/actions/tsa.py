"""`allegata tsa`: which time-stamping authorities a person named, for what, and with which certificates."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from allegata.actions.book import Casebook
from allegata.errors import BadDecision, UnknownThing
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.timestamp import certificates, is_root
from allegata.model.codec import from_data
from allegata.store.tables import EVENTS

PURPOSE = "time stamps on checkpoints; only the SHA-256 of a checkpoint is sent"


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate of a chain, in words."""

    subject: str
    not_before: datetime
    not_after: datetime
    root: bool


@dataclass(frozen=True, slots=True)
class Tsa:
    """An authority as it was named in the ledger. `chain` is the digest of its certificates in the vault."""

    name: str
    url: str
    purpose: str
    chain: str
    entry: int
    at: datetime
    by: str
    certificates: tuple[CertificateLine, ...] = ()


def add_tsa(book: Casebook, url: str, pem: bytes, name: str | None = None, purpose: str = PURPOSE) -> Tsa:
    """Name an authority. From here on `stamp` sends it the digest of a checkpoint; nothing else is ever sent.

    :param pem: its root certificate and those between, as PEM: what the person vouches for.
    :raises BadDecision: when address, name or certificates cannot be used.
    """
    name = (name or _host(url)).strip()
    if name in {tsa.name for tsa in tsas(book)}:
        raise BadDecision(
            f"an authority {name!r} is named already; remove it first, or give another `--name`"
        )
    try:
        chain = certificates(pem)
    except ValueError as fault:
        raise BadDecision(f"the certificates cannot be read as PEM ({fault})") from None
    if not any(map(is_root, chain)):
        raise BadDecision(
            "there is no root certificate among these; add it to the file, root and all between"
        )
    objects = book.batch()
    stored = objects.stage_bytes(pem)
    payload = {"state": "added", "name": name, "url": url, "purpose": purpose, "object": stored.digest}
    book.keep(objects, [Draft(EntryKind.TSA_NAMED, book.now(), book.outside.by, name, payload)])
    return _named(book, name)


def _host(url: str) -> str:
    """The host of an address that can be asked.

    :raises BadDecision: when it is none.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # half a pair of brackets, or a port beyond all ports
        parts, usable = urlsplit(""), False
    if not usable or not parts.hostname or parts.username or parts.password:
        raise BadDecision(
            f"{url!r} cannot be asked; give an address http://… or https://… without a password"
        )
    return parts.hostname


def remove_tsa(book: Casebook, name: str, reason: str) -> None:
    """Ask an authority no more; what it stamped stays.

    :raises UnknownThing: when no authority of that name is asked.
    :raises BadDecision: without a reason.
    """
    if not reason.strip():
        raise BadDecision("taking an authority out needs a reason; give `--reason`")
    payload = {"state": "removed", "name": name, "url": _named(book, name).url, "reason": reason.strip()}
    draft = Draft(EntryKind.TSA_NAMED, book.now(), book.outside.by, name, payload)
    book.keep(book.batch(), [draft])


def tsas(book: Casebook) -> tuple[Tsa, ...]:
    """The authorities that are asked now, in the order in which they were named."""
    found: dict[str, Tsa] = {}
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.TSA_NAMED).order_by(EVENTS.c.seq)
    for row in book.index.rows(query):
        data = book.ledger.entry(row.seq).data
        payload = data["payload"]
        if payload["state"] == "removed":
            found.pop(payload["name"], None)
            continue
        found[payload["name"]] = Tsa(
            payload["name"],
            payload["url"],
            payload["purpose"],
            payload["object"],
            row.seq,
            from_data(datetime, data["at"]),
            data["by"],
            _lines(book.vault.read(payload["object"])),
        )
    return tuple(found.values())


def _named(book: Casebook, name: str) -> Tsa:
    found = next((tsa for tsa in tsas(book) if tsa.name == name), None)
    if found is None:
        raise UnknownThing(f"no time-stamping authority {name!r} is named; `allegata tsa list` shows them")
    return found


def _lines(pem: bytes) -> tuple[CertificateLine, ...]:
    return tuple(
        CertificateLine(
            each.subject.rfc4514_string(), each.not_valid_before_utc, each.not_valid_after_utc, is_root(each)
        )
        for each in certificates(pem)
    )
