"""`allegata stamp`: somebody else's word for when a checkpoint existed (RFC 3161), from each authority named.

A stamp on the newest checkpoint covers every entry before it, so only the newest is sent. What cannot be
sent now stays queued: the entries since the last stamped checkpoint are "unstamped since …".
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from allegata.actions.book import Casebook
from allegata.actions.checkpoint import checkpoint, checkpoint_record
from allegata.actions.signing import Made
from allegata.actions.tsa import Tsa, tsas
from allegata.errors import Problem, Severity, UnknownThing
from allegata.evidence import timestamp
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import from_data, to_data
from allegata.model.proof import CheckpointRecord, StampRecord
from allegata.network.tsa import ask
from allegata.store.tables import EVENTS

PRIVATE = "ALLEGATA_TSA_PRIVATE"
"""A server that is started with this set to 1 asks authorities in its own network, too."""
APART = 300
"""Seconds between two clocks that are worth saying."""
NONE_NAMED = "no time-stamping authority is named; name one with `allegata tsa add URL --certificate FILE`"


@dataclass(frozen=True, slots=True)
class Unstamped:
    """The first entry that no time stamp covers, and when it was written by this machine's clock."""

    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StampResult:
    """What `stamp` did: new stamps, authorities that had stamped this checkpoint before, and what failed."""

    checkpoint: CheckpointRecord
    stamped: tuple[StampRecord, ...]
    before: tuple[str, ...]
    unstamped: Unstamped | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What one authority is asked: a request for a time stamp on the newest checkpoint."""

    tsa: Tsa
    request: bytes


@dataclass(frozen=True, slots=True)
class Asking:
    """A checkpoint and the authorities that have not stamped it yet; `before` those that have."""

    checkpoint: CheckpointRecord
    questions: tuple[Question, ...]
    before: tuple[str, ...]


def stamp(book: Casebook) -> StampResult:
    """Have the newest checkpoint stamped by every authority that was named and has not stamped it yet.

    Nobody else can write meanwhile; a server takes the three steps apart.

    :raises UnknownThing: when no authority is named, or there is no checkpoint.
    """
    made = asking(book)
    return keep_answers(book, made, answers(made))


def asking(book: Casebook) -> Asking:
    """The questions that `stamp` asks.

    :raises UnknownThing: as `stamp`.
    """
    asked = tsas(book)
    if not asked:
        raise UnknownThing(NONE_NAMED)
    point = checkpoint(book)
    before = {each.tsa for each in point.stamps}
    questions = (
        Question(tsa, timestamp.request(bytes.fromhex(point.digest), secrets.randbits(63) | 1 << 62))
        for tsa in asked
        if tsa.name not in before
    )
    return Asking(point, tuple(questions), tuple(tsa.name for tsa in asked if tsa.name in before))


def answers(made: Asking, *, private: bool = True) -> tuple[bytes | Problem, ...]:
    """What each authority replies, unchecked. It may take long, and needs no casebook: nobody has to wait for it.

    :param private: whether authorities on this machine or in its own network are asked.
    """
    return tuple(ask(one.tsa.url, one.request, private=private) for one in made.questions)


def private_allowed() -> bool:
    """Whether whoever started this server lets its pages ask authorities in its own network."""
    return os.environ.get(PRIVATE, "") == "1"


def keep_answers(book: Casebook, made: Asking, replies: Sequence[bytes | Problem]) -> StampResult:
    """Check the replies, and keep those that are time stamps."""
    point = checkpoint_record(book, made.checkpoint.entry) or made.checkpoint
    meanwhile = {each.tsa for each in point.stamps}
    problems: list[Problem] = []
    stamped: list[StampRecord] = []
    for one, reply in zip(made.questions, replies, strict=True):
        if one.tsa.name in meanwhile:  # somebody else asked too
            continue
        result = reply if isinstance(reply, Problem) else _kept(book, point, one.tsa, one.request, reply)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            stamped.append(result)
            problems += _clocks(result, book.now())
    return StampResult(point, tuple(stamped), made.before, unstamped(book), tuple(problems))


def offline_request(book: Casebook) -> tuple[CheckpointRecord, bytes]:
    """The request for the newest checkpoint, to be carried to an authority by other means.

    Its nonce is made from the checkpoint, so that the reply can be matched whenever it comes back.

    :raises UnknownThing: when there is no checkpoint.
    """
    point = checkpoint(book)
    return point, _offline(point.digest)


def offline_reply(book: Casebook, reply: bytes) -> StampResult:
    """Take in the reply to a request that was carried over.

    :raises UnknownThing: when no authority is named, or the reply is about no checkpoint of this casebook.
    """
    asked = tsas(book)
    if not asked:
        raise UnknownThing(NONE_NAMED)
    imprint = (timestamp.imprint_of(reply) or b"").hex()
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.CHECKPOINTED, EVENTS.c.subject == imprint)
    row = book.index.first(query)
    point = checkpoint_record(book, row.seq) if row else None
    if point is None:
        raise UnknownThing("this is no time stamp over a checkpoint of this casebook; nothing was kept")
    problems: list[Problem] = []
    for tsa in asked:
        result = _kept(book, point, tsa, _offline(point.digest), reply)
        if isinstance(result, StampRecord):
            return StampResult(point, (result,), (), unstamped(book))
        problems.append(result)
    return StampResult(point, (), (), unstamped(book), tuple(problems))


def unstamped(book: Casebook) -> Unstamped | None:
    """The first entry of content that no stamped checkpoint covers; None when all are."""
    stamps = select(EVENTS.c.subject).where(EVENTS.c.kind == EntryKind.TIMESTAMPED).scalar_subquery()
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.CHECKPOINTED, EVENTS.c.subject.in_(stamps))
    row = book.index.first(query.order_by(EVENTS.c.seq.desc()))
    covered = Made.of(book.ledger.entry(row.seq).data).size if row else 0
    kinds = (EntryKind.CHECKPOINTED, EntryKind.TIMESTAMPED)
    query = select(EVENTS.c.seq, EVENTS.c.at).where(EVENTS.c.seq > covered, EVENTS.c.kind.not_in(kinds))
    first = book.index.first(query.order_by(EVENTS.c.seq))
    return Unstamped(first.seq, from_data(datetime, first.at)) if first else None


def _offline(note: str) -> bytes:
    nonce = int.from_bytes(sha256(f"allegata offline request {note}".encode()).digest()[:8], "big") | 1 << 62
    return timestamp.request(bytes.fromhex(note), nonce)


def _kept(
    book: Casebook, point: CheckpointRecord, tsa: Tsa, request: bytes, reply: bytes
) -> StampRecord | Problem:
    """Check a reply, and keep it with its request: both lie in the vault, with the chain that it leads to."""
    chain = timestamp.certificates(book.vault.read(tsa.chain))
    token = timestamp.verified(reply, request, chain, tsa.name)
    if isinstance(token, Problem):
        return token
    objects = book.batch()
    kept, asked = objects.stage_bytes(reply).digest, objects.stage_bytes(request).digest
    at, by = book.now(), book.outside.by
    record = StampRecord(
        0, tsa.name, tsa.url, token.time, token.policy, token.serial, token.tsa_name, asked, kept, tsa.chain
    )
    told = {name: value for name, value in to_data(record).items() if name != "entry"}
    payload = {
        "object": kept,
        "objects": [[asked, "time-stamp request"], [tsa.chain, "certificates of the authority"]],
        "checkpoint": point.entry,
        "stamp": told,
    }
    (entry,) = book.keep(objects, [Draft(EntryKind.TIMESTAMPED, at, by, point.digest, payload)])
    return from_data(StampRecord, told | {"entry": entry.seq})


def _clocks(record: StampRecord, here: datetime) -> tuple[Problem, ...]:
    """A notice when this machine's clock and the authority's are far apart: custody times come from here."""
    if abs((record.time - here).total_seconds()) <= APART:
        return ()
    what = (
        f"{record.tsa} states {record.time:%Y-%m-%d %H:%M:%S} UTC, the clock of this machine "
        f"{here:%Y-%m-%d %H:%M:%S} UTC"
    )
    remedy = "Set the clock of this machine, and note since when it was wrong."
    return (Problem("clock_apart", f"ledger:{record.entry}", what, remedy, Severity.NOTICE),)
