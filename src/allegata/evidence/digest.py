"""SHA-256 of a stream, computed while the bytes pass by, so that a large file is read once."""

from collections.abc import Callable, Iterable
from hashlib import sha256

CHUNK = 1 << 20
"""Bytes per step: large enough that hashing outweighs the loop, small enough for any machine."""


def of_bytes(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return sha256(data).hexdigest()


def of_chunks(chunks: Iterable[bytes], each: Callable[[bytes], object] | None = None) -> tuple[str, int]:
    """Digest and length of a stream; `each` gets every chunk as it passes (a copy, say)."""
    state, length = sha256(), 0
    for chunk in chunks:
        state.update(chunk)
        length += len(chunk)
        if each is not None:
            each(chunk)
    return state.hexdigest(), length


def is_digest(text: str) -> bool:
    """Whether this is a lower-case hex SHA-256."""
    return len(text) == 64 and not set(text) - set("0123456789abcdef")
