"""What is handed to others so that they can check the ledger themselves: checkpoints, stamps, proofs.

Everything is text, ready to be written to files: hashes in hex, signatures in base64 or armoured.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A public key that signs checkpoints, in every form in which tools take it."""

    entry: int  # the ledger entry that names it
    at: datetime
    by: str
    name: str
    id: str  # eight hex digits: the id in a signed note
    verifier: str  # one line, for C2SP's tools
    pem: str  # for `openssl`
    fingerprint: str  # as `ssh-keygen -l` prints it
    allowed_signer: str  # one line with its end, for `ssh-keygen -Y verify`


@dataclass(frozen=True, slots=True)
class StampRecord:
    """A time stamp (RFC 3161) over a checkpoint's note. The last three are digests of objects in the vault."""

    entry: int
    tsa: str  # the name under which it was configured
    url: str
    time: datetime  # as the authority states it
    policy: str
    serial: str
    tsa_name: str | None  # as the token states it
    request: str
    reply: str
    chain: str


@dataclass(frozen=True, slots=True)
class CheckpointRecord:
    """A signed checkpoint: the entries 1 to `size` have this root."""

    entry: int
    at: datetime
    by: str
    origin: str
    size: int
    root: str
    digest: str  # SHA-256 of the note, its object in the vault: what a time stamp vouches for
    note: str  # C2SP signed note
    body: str  # its three lines: what both signatures sign
    signature: str  # base64 of the 64 bytes
    ssh_signature: str  # a file for `ssh-keygen -Y verify -s`
    key: KeyRecord
    stamps: tuple[StampRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryProof:
    """That an entry is in the tree: its body, byte for byte as hashed, and the way up to the root."""

    seq: int  # its leaf is number seq - 1, from 0
    body: str
    leaf: str  # SHA-256 of a zero byte and the body
    path: tuple[str, ...]  # nearest sibling first (RFC 6962 2.1.1)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Proofs of several entries under one checkpoint; `uncovered` are newer than it."""

    checkpoint: CheckpointRecord
    proofs: tuple[EntryProof, ...]
    uncovered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the ledger under a checkpoint begins with the ledger under an earlier one (RFC 6962 2.1.2)."""

    first_size: int
    first_root: str
    checkpoint: CheckpointRecord
    path: tuple[str, ...]
