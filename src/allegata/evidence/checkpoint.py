"""Checkpoints: the ledger's size and tree root in one signed note that anybody can keep and check.

The body is a C2SP `tlog-checkpoint`: three lines, origin, size and root in base64. It is signed as a C2SP
`signed-note` with Ed25519 (RFC 8032): an empty line, then "— name base64(key id, signature)". The same
body is signed once more in the format of OpenSSH (PROTOCOL.sshsig), so that `openssl` and `ssh-keygen`
can check it where allegata is not installed.

Ed25519 signatures involve no chance: the same key and body always give the same note.
"""

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256, sha512

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from allegata.errors import UnreadableRecord

ED25519 = b"\x01"
"""The byte that C2SP's signed-note gives this kind of key."""
NAMESPACE = "allegata-checkpoint"
"""What an SSH signature of a checkpoint is for; the same key's signature for anything else does not fit."""
_DASH = "— "
_SSH = b"ssh-ed25519"
_BODY = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: so many entries have this root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n".encode()


@dataclass(frozen=True, slots=True)
class Key:
    """A named public key. `public` has 32 bytes."""

    name: str  # no white space and no plus sign
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a note's signature line says whose it is."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def verifier(self) -> str:
        """The key in one line, as C2SP's tools take it: name+id+base64."""
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @property
    def pem(self) -> str:
        """The key as `openssl pkeyutl -pubin -inkey` takes it."""
        key = Ed25519PublicKey.from_public_bytes(self.public)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` prints of the key: for people who compare it over the telephone."""
        return "SHA256:" + b64encode(sha256(self._blob).digest()).decode().rstrip("=")

    @property
    def allowed_signer(self) -> str:
        """The line that `ssh-keygen -Y verify -f` takes: who may sign checkpoints, with which key."""
        return self.allowed(NAMESPACE)

    @property
    def ssh(self) -> str:
        """The key as OpenSSH writes it in a `.pub` file, without a comment."""
        return f"{_SSH.decode()} {b64encode(self._blob).decode()}"

    def allowed(self, namespace: str) -> str:
        """The line of `allowed_signers` for what the key signs in one namespace."""
        return f'{self.name} namespaces="{namespace}" {self.ssh}\n'

    @property
    def _blob(self) -> bytes:
        return _string(_SSH) + _string(self.public)


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A checkpoint with its signature lines: (name, key id, signature)."""

    checkpoint: Checkpoint
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signature_of(self, key: Key) -> bytes | None:
        """The 64 bytes that this key signed the body with, if it did and if they fit the body.

        These are what `openssl pkeyutl -verify -rawin -sigfile` takes, with `checkpoint.body` as the input.
        """
        for name, id, signature in self.signatures:
            if (name, id) == (key.name, key.id) and fits(key.public, signature, self.checkpoint.body):
                return signature
        return None


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the Ed25519 signature of a message by a public key of 32 bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_of(name: str, private: Ed25519PrivateKey) -> Key:
    """The public half of a key, under its name.

    :raises ValueError: when the name has white space or a plus sign in it.
    """
    if not name or re.search(r"[\s+]", name):
        raise ValueError(f"{name!r} cannot be the name of a key: no white space, no plus sign")
    return Key(name, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def signed(checkpoint: Checkpoint, name: str, private: Ed25519PrivateKey) -> bytes:
    """The note: the body, an empty line, the signature line."""
    key = key_of(name, private)
    line = b64encode(key.id + private.sign(checkpoint.body)).decode()
    return checkpoint.body + f"\n{_DASH}{name} {line}\n".encode()


def parsed(note: bytes) -> SignedNote:
    """A note taken apart; whether its signatures fit is another question.

    :raises UnreadableRecord: when it is no signed checkpoint.
    """
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableRecord("this is no checkpoint: it is not text in UTF-8") from None
    body, separator, rest = text.rpartition("\n\n")
    found = _BODY.match(f"{body}\n")
    if not separator or not found or found.end() != len(body) + 1:
        raise UnreadableRecord(
            "this is no checkpoint: it needs an origin, a size and a root, each on a line of its own, then an "
            "empty line and the signatures"
        )
    if not rest.endswith("\n"):
        raise UnreadableRecord("this checkpoint breaks off: its last line has no end")
    root = _decoded(found["root"], 32)
    lines = tuple(_signature(line) for line in rest[:-1].split("\n"))
    return SignedNote(Checkpoint(found["origin"], int(found["size"]), root), lines)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, coded = line.removeprefix(_DASH).rpartition(" ")
    if not line.startswith(_DASH) or not name or re.search(r"[\s+]", name):
        raise UnreadableRecord("this is no checkpoint: a signature line begins with “— ” and the key's name")
    data = _decoded(coded, None)
    if len(data) <= 4:
        raise UnreadableRecord("this is no checkpoint: a signature line holds no signature")
    return name, data[:4], data[4:]


def _decoded(text: str, length: int | None) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableRecord("this is no checkpoint: a line is not in base64") from None
    if length is not None and len(data) != length:
        raise UnreadableRecord("this is no checkpoint: the root has another length than a SHA-256")
    return data


# --- OpenSSH ------------------------------------------------------------------------------------


def _string(data: bytes) -> bytes:
    """An SSH string (RFC 4251 section 5): its length in four bytes, then itself."""
    return len(data).to_bytes(4, "big") + data


def _to_sign(message: bytes, namespace: str) -> bytes:
    """What an SSH signature signs in place of a message (PROTOCOL.sshsig section 3)."""
    parts = (namespace.encode(), b"", b"sha512", sha512(message).digest())
    return b"SSHSIG" + b"".join(map(_string, parts))


def ssh_signed(message: bytes, private: Ed25519PrivateKey, namespace: str = NAMESPACE) -> bytes:
    """The 64 bytes of the SSH signature of a message, for `ssh_armored`."""
    return private.sign(_to_sign(message, namespace))


def ssh_fits(key: Key, signature: bytes, message: bytes, namespace: str = NAMESPACE) -> bool:
    """Whether these are the 64 bytes of a key's SSH signature of a message."""
    return fits(key.public, signature, _to_sign(message, namespace))


def ssh_armored(key: Key, signature: bytes, namespace: str = NAMESPACE) -> str:
    """The signature file that `ssh-keygen -Y verify -s` takes (PROTOCOL.sshsig section 2)."""
    parts = (
        _string(_SSH) + _string(key.public),
        namespace.encode(),
        b"",
        b"sha512",
        _string(_SSH) + _string(signature),
    )
    blob = b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(map(_string, parts))
    coded = b64encode(blob).decode()
    lines = [coded[at : at + 70] for at in range(0, len(coded), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])
