"""How the objects of an encrypted casebook are written and named.

An object is an age file (age-encryption.org/v1) for one recipient: the casebook's own identity, which is
itself wrapped for the people who may open the casebook (`store/secrets.py`). Its name is the object's
SHA-256 encrypted by AES-SIV (RFC 5297): whoever does not hold the key can neither read the digest nor
test whether a file that they know is in the casebook; whoever does can tell the digest from the name
alone, also when the ledger is lost.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import IO

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from allegata.evidence.digest import is_digest

NAME = 96
"""Hex digits of a name: 16 bytes of SIV, 32 of digest."""


class Sealing:
    """Encrypts and decrypts the objects of one casebook, and their names."""

    def __init__(self, identity: str, names: bytes) -> None:
        """:param identity: `AGE-SECRET-KEY-1…`. :param names: 32 bytes (AES-128-SIV)."""
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self._recipient = self._identity.to_public()
        self._names = AESSIV(names)

    def name(self, digest: str) -> str:
        """The name of an object by its digest; always the same."""
        return self._names.encrypt(bytes.fromhex(digest), None).hex()

    def digest(self, name: str) -> str | None:
        """The digest of an object by its name; None when it is no name that this key gave."""
        if len(name) != NAME or not is_digest(name[:64]):
            return None
        try:
            return self._names.decrypt(bytes.fromhex(name), None).hex()
        except (ValueError, InvalidTag):
            return None

    def sealed(self, data: bytes) -> bytes:
        """The encrypted form of some bytes; never twice the same."""
        return bytes(pyrage.encrypt(data, [self._recipient]))

    def seal_stream(self, chunks: Iterable[bytes], write: IO[bytes]) -> tuple[str, int]:
        """Encrypt a stream while it passes; digest and length of the plain bytes.

        :raises OSError: when the source cannot be read, or the target not be written.
        """
        reader, writer = Reader(iter(chunks)), _Writer(write.write)
        try:
            pyrage.encrypt_io(reader, writer, [self._recipient])
        except (pyrage.EncryptError, OSError):
            if fault := reader.fault or writer.fault:  # as in `open_stream`
                raise fault from None
            raise
        return reader.digest, reader.length

    def open_stream(self, chunks: Iterable[bytes], write: Callable[[bytes], object]) -> bool:
        """Decrypt a stream while it passes; whether it was whole and is the one that was written.

        What was written before the answer is False is not to be trusted.
        """
        reader, writer = Reader(iter(chunks)), _Writer(write)
        try:
            pyrage.decrypt_io(reader, writer, [self._identity])
        except (pyrage.DecryptError, OSError):
            # the library tells every fault as its own: one of the source or the target is none of the bytes
            if fault := reader.fault or writer.fault:
                raise fault from None
            return False
        return True


class Reader:
    """A stream made of chunks, as a file object that counts and hashes what passes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")
        self._state = sha256()
        self.length = 0
        self.fault: Exception | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of everything that was read."""
        return self._state.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many."""
        if not self._left:
            try:
                chunk = next(self._chunks, b"")
            except Exception as fault:
                self.fault = fault
                raise
            self._state.update(chunk)
            self.length += len(chunk)
            self._left = memoryview(chunk)
        size = len(self._left) if size < 0 else size
        taken, self._left = bytes(self._left[:size]), self._left[size:]
        return taken


class _Writer:
    """A file object that hands on what is written."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        """Hand on some bytes."""
        try:
            self._write(data)
        except Exception as fault:
            self.fault = fault
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""
