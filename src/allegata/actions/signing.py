"""Signing what the ledger holds: a checkpoint after every piece of work, by a key that lies elsewhere.

The tree is not computed anew each time. A checkpoint's entry keeps the roots of the whole subtrees at its
right edge; the next one goes on from there with the entries that came since, and checks their chain on
the way: what was tampered with in plain sight is not signed over.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from allegata.actions.book import Casebook
from allegata.errors import Problem, Severity
from allegata.evidence.checkpoint import Checkpoint, Key, key_of, signed, ssh_signed
from allegata.evidence.custody import Chain, Draft, Entry, EntryKind, Head
from allegata.evidence.tree import Growing, leaf_hash
from allegata.store.tables import EVENTS

NOT_BY_ITSELF = (EntryKind.CHECKPOINTED, EntryKind.TIMESTAMPED)
"""Entries that need no checkpoint of their own: a time stamp would otherwise always leave one unstamped."""


@dataclass(frozen=True, slots=True)
class Made:
    """A checkpoint as the ledger tells of it. `entry` is the number of the entry, `size` what it covers."""

    entry: int
    at: str
    by: str
    note: str  # digest of the signed note in the vault
    size: int
    root: bytes
    key: str  # the id in the note
    ssh: bytes  # the 64 bytes of the SSH signature
    edge: tuple[bytes, ...]

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Made":
        """From the body of a `checkpointed` entry."""
        payload = data["payload"]
        return cls(
            data["seq"],
            data["at"],
            data["by"],
            payload["object"],
            payload["size"],
            bytes.fromhex(payload["root"]),
            payload["key"],
            b64decode(payload["ssh"]),
            tuple(bytes.fromhex(each) for each in payload["edge"]),
        )


def key_named(data: dict[str, Any]) -> Key:
    """The key that a `key_named` entry names."""
    return Key(data["payload"]["name"], b64decode(data["payload"]["public"]))


def key_name(book: Casebook) -> str:
    """The name of a casebook's keys, and the origin of its checkpoints."""
    return f"allegata/{book.id}"


def last_of(book: Casebook, kind: EntryKind) -> dict[str, Any] | None:
    """The body of the newest entry of a kind."""
    seq = book.index.last(kind)
    return book.ledger.entry(seq).data if seq else None


def latest(book: Casebook) -> Made | None:
    """The newest checkpoint."""
    data = last_of(book, EntryKind.CHECKPOINTED)
    return Made.of(data) if data else None


def due_since(book: Casebook) -> int | None:
    """The first entry that asks for a new checkpoint; None when there is none."""
    last = latest(book)
    query = select(func.min(EVENTS.c.seq).label("seq"))
    query = query.where(EVENTS.c.seq > (last.entry if last else 0), EVENTS.c.kind.not_in(NOT_BY_ITSELF))
    row = book.index.first(query)
    return int(row.seq) if row and row.seq else None


def sign_off(book: Casebook) -> Made | None:
    """Make a checkpoint where one is due and the key is at hand; say so where it is not."""
    if book.index.meta("applied") != str(book.ledger.end().count):
        book.index.catch_up(book.ledger)
    since = due_since(book)
    if since is None:
        return None
    private = _private(book, since)
    return _made(book, private, since) if private else None


def name_key(book: Casebook, private: Ed25519PrivateKey, reason: str = "") -> Key:
    """Say in the ledger which public key signs from here on."""
    key = key_of(key_name(book), private)
    payload = {
        "name": key.name,
        "id": key.id.hex(),
        "algorithm": "ed25519",
        "public": b64encode(key.public).decode(),
        "verifier": key.verifier,
        "fingerprint": key.fingerprint,
        "reason": reason,
    }
    draft = Draft(EntryKind.KEY_NAMED, book.now(), book.outside.by, book.id, payload)
    book.keep(book.batch(), [draft])
    return key


def _private(book: Casebook, since: int) -> Ed25519PrivateKey | None:
    """The key to sign with; made and named at first need."""
    keys, named = book.outside.keys, last_of(book, EntryKind.KEY_NAMED)
    if named:
        private = keys.load(book.id, named["payload"]["id"])
        if private is None or key_of(key_name(book), private) != key_named(named):
            book.outside.tell(_missing(book, named["payload"]["id"], since))
            return None
        return private
    held = keys.held(book.id)  # made by a run that was stopped before it could name it
    private = keys.load(book.id, held[0]) if held else None
    try:
        private = private or keys.create(book.id, key_name(book), book.outside.announce)
    except OSError as fault:
        book.outside.tell(_not_made(book, fault, since))
        return None
    name_key(book, private, "first key of this casebook")
    return private


def _made(book: Casebook, private: Ed25519PrivateKey, since: int) -> Made | None:
    tree = _tree(book)
    if isinstance(tree, Problem):
        book.outside.tell(tree)
        return None
    point = Checkpoint(key_name(book), tree.size, tree.root())
    objects = book.batch()
    note = objects.stage_bytes(signed(point, point.origin, private))
    payload = {
        "object": note.digest,
        "size": point.size,
        "root": point.root.hex(),
        "key": key_of(point.origin, private).id.hex(),
        "ssh": b64encode(ssh_signed(point.body, private)).decode(),
        "edge": [each.hex() for each in tree.edge],
    }
    draft = Draft(EntryKind.CHECKPOINTED, book.now(), book.outside.by, note.digest, payload)
    (entry,) = book.keep(objects, [draft])
    return Made.of(entry.data)


def _tree(book: Casebook) -> Growing | Problem:
    """The tree over all entries, from where the last checkpoint left it."""
    last = latest(book)
    tree, before = Growing(), Head()
    if last and last.size:
        try:
            kept = Growing(last.size, last.edge)
        except ValueError:
            kept = Growing()
        if kept.root() == last.root:
            tree, before = kept, Head(last.size, book.ledger.entry(last.size).hash)
    chain = Chain(None, before)
    for entry in book.ledger.entries(after=tree.size):
        broken = chain.feed(entry)
        if broken:
            return _refused(broken[0], entry)
        tree.append(leaf_hash(entry.body.encode()))
    return tree


def _missing(book: Casebook, key: str, since: int) -> Problem:
    what = f"Unsigned since entry {since}: the key {key} that signs this casebook is not at {book.outside.keys.folder}."
    remedy = (
        f"Bring {book.outside.keys.place(book.id, key)} back, or name a new key with `allegata key --new`; "
        "earlier checkpoints stay as they are."
    )
    return Problem("key_missing", key_name(book), what, remedy, Severity.NOTICE)


def _not_made(book: Casebook, fault: OSError, since: int) -> Problem:
    what = f"Unsigned since entry {since}: no key could be made at {book.outside.keys.folder} ({fault.strerror})."
    remedy = "Make this folder writable, or set ALLEGATA_KEYS to one that is, outside the casebook."
    return Problem("key_not_made", key_name(book), what, remedy, Severity.NOTICE)


def _refused(broken: Problem, entry: Entry) -> Problem:
    what = f"No checkpoint was made: {broken.what}."
    return Problem(
        "checkpoint_refused", f"ledger:{entry.seq}", what, "Run `allegata verify`.", broken.severity
    )
