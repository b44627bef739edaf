"""The digests of one record of a web archive, computed while its bytes pass by (WARC 1.1, 5.8 and 5.9)."""

import base64
import hashlib
from collections.abc import Iterator

from allegata.sources.records import Record


class Check:
    """The digests of a record, computed while its bytes pass by."""

    def __init__(self, record: Record) -> None:
        self._stated = {what: record.get(f"warc-{what}-digest") or "" for what in ("block", "payload")}
        self._states = {what: _hasher(stated) for what, stated in self._stated.items()}
        self._joined = _hasher(self._stated["payload"])
        self._was_joined = False
        self.payload_length = 0

    def block(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks of the block, as they pass."""
        state = self._states["block"]
        for chunk in chunks:
            if state:
                state.update(chunk)
            yield chunk

    def payload(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks of the payload, as they pass: a server's answer without its head."""
        state = self._states["payload"]
        for chunk in chunks:
            self.payload_length += len(chunk)
            if state:
                state.update(chunk)
            yield chunk

    def joined(self, chunk: bytes) -> None:
        """The payload without its transfer coding: some programs compute the digest over that."""
        self._was_joined = True
        if self._joined:
            self._joined.update(chunk)

    def unchecked(self) -> Iterator[tuple[str, str]]:
        """(which digest, as stated) for each one in a form that is not known here."""
        for what, stated in self._stated.items():
            if stated and self._states[what] is None:
                yield what, stated

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """(which digest, as stated, as computed) for each one that does not agree."""
        for what, state in self._states.items():
            value = self._stated[what].partition(":")[2]
            if state is None:
                continue
            others = [self._joined] if what == "payload" and self._joined and self._was_joined else []
            if not any(_agrees(one.digest(), value) for one in (state, *others)):
                yield what, self._stated[what], f"{state.name}:{state.hexdigest()}"


def _hasher(stated: str) -> "hashlib._Hash | None":
    """A state for the algorithm that a digest names; None where it names none that is known."""
    algorithm = stated.partition(":")[0].lower().replace("-", "")
    if algorithm not in ("sha1", "sha256", "sha384", "sha512", "md5"):
        return None
    return hashlib.new(algorithm, usedforsecurity=False)


def _agrees(digest: bytes, value: str) -> bool:
    """Whether a digest was written down in base 32 (as is usual), in hex or in base 64."""
    spellings = {digest.hex(), base64.b32encode(digest).decode().lower().rstrip("=")}
    exact = {
        base64.b64encode(digest).decode().rstrip("="),
        base64.urlsafe_b64encode(digest).decode().rstrip("="),
    }
    value = value.strip().rstrip("=")
    return value.lower() in spellings or value in exact
