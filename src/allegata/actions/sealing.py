"""What makes a dossier checkable without this program: the custody extract, the proofs, and the seal.

The checkpoint that goes along is the newest time-stamped one that covers every entry needed, else the newest.
"""

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.checkpoint import checkpoint_record, keys_named
from allegata.actions.proof import entries_of, proof_of
from allegata.actions.signing import key_name, sign_off
from allegata.dossier import seal
from allegata.errors import Problem, Severity
from allegata.evidence.checkpoint import Key, key_of, ssh_armored, ssh_signed
from allegata.evidence.custody import EntryKind
from allegata.evidence.digest import of_bytes
from allegata.model.dossier import Anchor, Profile
from allegata.model.proof import CheckpointRecord, Proofs
from allegata.model.result import IncidentRecord
from allegata.store.tables import DECISIONS, EVENTS


@dataclass(frozen=True, slots=True)
class Extract:
    """What a package holds of the ledger, and the key that seals it; None where it is not at hand."""

    files: tuple[tuple[str, bytes], ...]
    sealing: seal.Sealing
    anchor: Anchor
    private: Ed25519PrivateKey | None
    problems: tuple[Problem, ...]


def extract(book: Casebook, record: IncidentRecord, items: Iterable[str], profile: Profile) -> Extract:
    """Gather the ledger's entries of this record, prove them, and find the key.

    :param items: the originals that it rests on, and what they lay in.
    :param profile: a public package holds leaf hashes and proofs, and no entry: entries name people.
    """
    sign_off(book)
    needed = _needed(book, record, items)
    point = _checkpoint(book, max(needed, default=0))
    private = _private(book)
    problems = [] if private else [_unsigned(book)]
    sealed = _by(book, private)
    if point is None:
        return Extract((), sealed, Anchor(), private, tuple(problems))
    if not point.stamps:
        problems.append(_unstamped())
    proofs = proof_of(book, [*needed, point.key.entry], point)
    bodies = profile is Profile.INTERNAL
    stamps = tuple(_stamps(point))
    files = [*_ledger_files(proofs, bodies), *_stamp_files(book, point)]
    sealing = replace(
        sealed,
        checkpoint=point.origin,
        custody_key=point.key.fingerprint,
        stamps=stamps,
        proofs=len(proofs.proofs),
        bodies=bodies,
    )
    anchor = Anchor(
        point.origin,
        point.size,
        point.root,
        point.key.fingerprint,
        tuple(stamp.words for stamp in stamps),
    )
    return Extract(tuple(files), sealing, anchor, private, tuple(problems))


def key_files(book: Casebook, private: Ed25519PrivateKey) -> Iterator[tuple[str, bytes]]:
    """The public key that seals the package, as openssl and ssh-keygen take it."""
    key = key_of(key_name(book), private)
    yield seal.PUBLIC_KEY, key.pem.encode()
    yield seal.SSH_KEY, f"{key.ssh} {key.name}\n".encode()
    yield seal.ALLOWED, key.allowed(seal.NAMESPACE).encode()


def put_seal(folder: Path, key: Key, private: Ed25519PrivateKey) -> None:
    """Sign a finished bag: the OpenSSH signature, the list, and the signature over the list."""
    tags = (folder / seal.SEALED[0]).read_bytes()
    armored = ssh_armored(key, ssh_signed(tags, private, seal.NAMESPACE), seal.NAMESPACE)
    (folder / seal.SSH_SIGNATURE).write_bytes(armored.encode())
    listed = seal.sealed_list({name: of_bytes((folder / name).read_bytes()) for name in seal.SEALED})
    (folder / seal.SEAL).write_bytes(listed)
    (folder / seal.SEAL_SIGNATURE).write_bytes(private.sign(listed))


def _needed(book: Casebook, record: IncidentRecord, items: Iterable[str]) -> list[int]:
    """The entries of the cited originals, of the decisions, and of the last linking and assessment."""
    found = {seq for item in items for seq in entries_of(book, item)}
    for decision in record.decisions:
        query = select(DECISIONS.c.seq).where(DECISIONS.c.id == decision.id)
        found.update(row.seq for row in book.index.rows(query))
    found |= {book.index.last(EntryKind.LINKED), book.index.last(EntryKind.ASSESSED)} - {0}
    return sorted(found)


def _checkpoint(book: Casebook, newest: int) -> CheckpointRecord | None:
    query = select(EVENTS.c.seq).where(EVENTS.c.kind == EntryKind.CHECKPOINTED, EVENTS.c.seq > newest)
    stamped = select(EVENTS.c.subject).where(EVENTS.c.kind == EntryKind.TIMESTAMPED)
    last = checkpoint_record(book)
    if last is None or last.stamps or not book.index.count(EVENTS, EVENTS.c.kind == EntryKind.TIMESTAMPED):
        return last
    names = {row.subject for row in book.index.rows(stamped)}
    for row in list(book.index.rows(query.order_by(EVENTS.c.seq.desc()))):
        data = book.ledger.entry(row.seq).data["payload"]
        if data["object"] in names and data["size"] >= newest:
            return checkpoint_record(book, row.seq)
    return last


def _private(book: Casebook) -> Ed25519PrivateKey | None:
    named = keys_named(book)
    return book.outside.keys.load(book.id, named[0].id) if named else None


def _ledger_files(proofs: Proofs, bodies: bool) -> Iterator[tuple[str, bytes]]:
    point = proofs.checkpoint
    yield f"{seal.CUSTODY}/checkpoint.note", point.note.encode()
    yield f"{seal.CUSTODY}/checkpoint.txt", point.body.encode()
    yield f"{seal.CUSTODY}/checkpoint.sig", b64decode(point.signature)
    yield f"{seal.CUSTODY}/checkpoint.sshsig", point.ssh_signature.encode()
    yield f"{seal.CUSTODY}/key.pem", point.key.pem.encode()
    yield f"{seal.CUSTODY}/allowed_signers", point.key.allowed_signer.encode()
    lines = [seal.proof_line(one.seq, point.size, one.leaf, one.path) for one in proofs.proofs]
    yield f"{seal.CUSTODY}/proofs.txt", "".join(f"{line}\n" for line in lines).encode()
    yield f"{seal.CUSTODY}/prove.sh", seal.PROVE.encode()
    if bodies:
        yield f"{seal.CUSTODY}/entries.jsonl", "".join(f"{one.body}\n" for one in proofs.proofs).encode()


def _stamps(point: CheckpointRecord) -> Iterator[seal.Stamped]:
    for number, stamp in enumerate(point.stamps, 1):
        path = f"{seal.CUSTODY}/timestamp-{number}"
        at = stamp.time.isoformat(timespec="seconds").replace("+00:00", "Z")
        yield seal.Stamped(
            f"{path}.tsq",
            f"{path}.tsr",
            f"{path}-chain.pem",
            f"{stamp.tsa} stamped it on {at}",
            int(stamp.time.timestamp()),
        )


def _stamp_files(book: Casebook, point: CheckpointRecord) -> Iterator[tuple[str, bytes]]:
    for held, stamp in zip(_stamps(point), point.stamps, strict=True):
        yield held.request, book.vault.read(stamp.request)
        yield held.reply, book.vault.read(stamp.reply)
        yield held.chain, book.vault.read(stamp.chain)


def _by(book: Casebook, private: Ed25519PrivateKey | None) -> seal.Sealing:
    """Under which name the package is sealed, by which key; empty where none is at hand."""
    if private is None:
        return seal.Sealing()
    key = key_of(key_name(book), private)
    return seal.Sealing(key.name, key.fingerprint)


def _unsigned(book: Casebook) -> Problem:
    what = "The package is not signed: the casebook's key is not at hand"
    remedy = "Bring the key back (`allegata key` tells where it should lie) and make the dossier again."
    return Problem("dossier_unsigned", key_name(book), what, remedy, Severity.NOTICE)


def _unstamped() -> Problem:
    what = (
        "No authority has stamped the checkpoint in this package: its times are those of this machine's clock"
    )
    remedy = (
        "Name an authority (Settings, Time stamps; or `allegata tsa add`), have the checkpoint stamped "
        "(Custody; or `allegata stamp`), and make the dossier again."
    )
    return Problem("dossier_unstamped", "checkpoint", what, remedy, Severity.NOTICE)
