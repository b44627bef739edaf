"""`allegata checkpoint`: the ledger's size and root in one signed note, to be kept elsewhere.

Checkpoints come by themselves after every piece of work (`actions/signing.py`). This verb makes the one
that is due, if any, and gives the newest in every form in which others can check it.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from allegata.actions.book import Casebook
from allegata.actions.signing import Made, key_named, latest, sign_off
from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.checkpoint import parsed, ssh_armored
from allegata.evidence.custody import EntryKind
from allegata.model.codec import from_data
from allegata.model.proof import CheckpointRecord, KeyRecord, StampRecord
from allegata.store.tables import EVENTS

TOOL_FILES = {
    "checkpoint.note": "the signed note",
    "checkpoint.txt": "its three lines, which are signed",
    "checkpoint.sig": "the Ed25519 signature, 64 bytes",
    "checkpoint.sshsig": "the signature for ssh-keygen",
    "key.pem": "the public key",
    "allowed_signers": "the public key for ssh-keygen",
}


def checkpoint(book: Casebook) -> CheckpointRecord:
    """Make the checkpoint that is due, if one is, and return the newest.

    :raises UnknownThing: when there is none and none could be made.
    """
    sign_off(book)
    record = checkpoint_record(book)
    if record is None:
        raise UnknownThing("this casebook has no checkpoint yet; see `allegata key`")
    return record


def checkpoint_record(book: Casebook, entry: int | None = None) -> CheckpointRecord | None:
    """A checkpoint by the number of its ledger entry, or the newest; None when there is none yet.

    :raises CasebookCorrupt: when the checkpoint does not say what its entry says.
    """
    made = latest(book) if entry is None else Made.of(book.ledger.entry(entry).data)
    if made is None:
        return None
    note = book.vault.read(made.note)
    key = next((key for key in keys_named(book) if key.entry < made.entry and key.id == made.key), None)
    named = key_named(book.ledger.entry(key.entry).data) if key else None
    signature = parsed(note).signature_of(named) if named else None
    if key is None or named is None or signature is None:
        raise CasebookCorrupt(f"checkpoint {made.note} is not signed by the key named; run `allegata verify`")
    point = parsed(note).checkpoint
    return CheckpointRecord(
        made.entry,
        from_data(type(key.at), made.at),
        made.by,
        point.origin,
        point.size,
        point.root.hex(),
        made.note,
        note.decode(),
        point.body.decode(),
        b64encode(signature).decode(),
        ssh_armored(named, made.ssh),
        key,
        tuple(_stamps(book, made.note)),
    )


def keys_named(book: Casebook) -> tuple[KeyRecord, ...]:
    """Every key that signed or signs this casebook, newest first."""
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.KEY_NAMED).order_by(EVENTS.c.seq.desc())
    records = []
    for row in book.index.rows(query):
        data = book.ledger.entry(row.seq).data
        key = key_named(data)
        records.append(
            from_data(
                KeyRecord,
                {
                    "entry": data["seq"],
                    "at": data["at"],
                    "by": data["by"],
                    "name": key.name,
                    "id": key.id.hex(),
                    "verifier": key.verifier,
                    "pem": key.pem,
                    "fingerprint": key.fingerprint,
                    "allowed_signer": key.allowed_signer,
                },
            )
        )
    return tuple(records)


def write_for_tools(record: CheckpointRecord, folder: Path) -> None:
    """Write a checkpoint as the files that openssl and ssh-keygen take.

    :raises OSError: when the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = (
        record.note.encode(),
        record.body.encode(),
        b64decode(record.signature),
        record.ssh_signature.encode(),
        record.key.pem.encode(),
        record.key.allowed_signer.encode(),
    )
    for name, data in zip(TOOL_FILES, contents, strict=True):
        (folder / name).write_bytes(data)


def _stamps(book: Casebook, note: str) -> Iterator[StampRecord]:
    """The time stamps over a note, oldest first."""
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.TIMESTAMPED, EVENTS.c.subject == note)
    for row in book.index.rows(query.order_by(EVENTS.c.seq)):
        yield from_data(StampRecord, book.ledger.entry(row.seq).data["payload"]["stamp"] | {"entry": row.seq})
