"""What a server answered, as a web archive keeps it: the head, and the body as a browser would have it."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from allegata.sources.words import one_line

HEAD_LIMIT = 1 << 20
STEP = 1 << 17
CODED_LIMIT = 64 << 20
"""Bytes of an answer in a coding whose library wants to have it whole."""
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_END = re.compile(rb"\r?\n\r?\n")


@dataclass(slots=True)
class Answer:
    """The head of one answer; `status` is None where the block is no HTTP at all."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


def head_of(chunks: Iterator[bytes]) -> tuple[Answer, bytes]:
    """The head, and the first bytes after it; without a head, everything that was read belongs to the body."""
    data = b""
    for chunk in chunks:
        data += chunk
        end = _END.search(data)
        if end or len(data) > HEAD_LIMIT or not data.startswith(b"HTTP"[: len(data)]):
            break
    else:
        end = _END.search(data)
    status = _STATUS.match(data)
    if status is None:
        return Answer(), data
    if end is None:  # a head and nothing else, or one without an end
        return Answer(int(status[1]), _headers(data)), b""
    return Answer(int(status[1]), _headers(data[: end.start()])), data[end.end() :]


def request_body(chunks: Iterator[bytes]) -> bytes:
    """The first bytes after the head of a request."""
    data = b""
    for chunk in chunks:
        data += chunk
        if (end := _END.search(data)) or len(data) > HEAD_LIMIT:
            return data[end.end() :] if end else b""
    return b""


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.split(b"\n")[1:1000]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


class Body:
    """The bytes of an answer with their codings taken off, one after another; what was done, and what failed."""

    def __init__(
        self, chunks: Iterator[bytes], answer: Answer, each: Callable[[bytes], object] | None = None
    ) -> None:
        """:param each: gets the bytes of a chunked transfer joined, as they pass; of another one, nothing."""
        self._chunks = chunks
        self._each = each
        self.done: list[str] = []
        self.faults: list[str] = []
        self._answer = answer

    def joined(self) -> Iterator[bytes]:
        """The bytes with the transfer coding taken off, and no other."""
        coded = "chunked" in self._answer.headers.get("transfer-encoding", "").lower()
        if not coded:
            yield from self._chunks
            return
        for chunk in self._joined(self._chunks):
            if self._each:
                self._each(chunk)
            yield chunk

    def chunks(self) -> Iterator[bytes]:
        """The decoded bytes, as far as they go."""
        chunks = self.joined()
        for coding in reversed(self._answer.headers.get("content-encoding", "").lower().split(",")[:4]):
            chunks = self._decoded(chunks, coding.strip())
        yield from chunks

    # --- transfer ---

    def _joined(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Chunks of the transfer joined (RFC 9112 7.1); a body that is none passes as it is."""
        source = _Bytes(chunks)
        first = source.line(64)
        if not re.match(rb"\s*[0-9a-fA-F]{1,8}\s*(?:;.*)?\r?\n", first):
            if first:  # archives are sometimes written after joining, with the header left as it was
                self.done.append("transfer coding “chunked” was stated and is not there")
            yield first
            yield from source.rest()
            return
        self.done.append("transfer chunks joined")
        line = first
        while True:
            match = re.match(rb"\s*([0-9a-fA-F]{1,8})\s*(?:;.*)?\r?\n", line)
            if match is None:
                self.faults.append(
                    "a transfer chunk has no length" if line else "the last transfer chunk is missing"
                )
                yield line
                yield from source.rest()
                return
            left = int(match[1], 16)
            if left == 0:
                return
            while left:
                data = source.take(min(left, STEP))
                if not data:
                    self.faults.append("a transfer chunk breaks off")
                    return
                left -= len(data)
                yield data
            source.line(4)
            line = source.line(64)

    # --- content ---

    def _decoded(self, chunks: Iterator[bytes], coding: str) -> Iterator[bytes]:
        if coding in ("", "identity"):
            return chunks
        if coding in ("gzip", "x-gzip", "deflate"):
            return self._inflated(chunks, coding)
        if coding in ("br", "zstd"):
            return self._read_by_library(chunks, coding)
        self.faults.append(
            f"the content coding {one_line(coding, 40)} is not known; the bytes are as they were sent"
        )
        return chunks

    def _inflated(self, chunks: Iterator[bytes], coding: str) -> Iterator[bytes]:
        source = _Bytes(chunks)
        first = source.take(STEP)
        is_gzip = first[:2] == b"\x1f\x8b"
        if coding != "deflate" and first and not is_gzip:
            self.done.append(f"content coding “{coding}” was stated and is not there")
            yield first
            yield from source.rest()
            return
        if first:
            self.done.append(f"content coding “{coding}” taken off")
        zlib_header = len(first) > 1 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
        state = zlib.decompressobj(31 if is_gzip else 15 if zlib_header else -15)
        data = first
        while data:
            try:
                yield state.decompress(data, STEP)
            except zlib.error as fault:
                self.faults.append(f"the content coding “{coding}” is damaged ({one_line(str(fault))})")
                return
            if state.eof:
                return
            data = state.unconsumed_tail or source.take(STEP)
        if first and not state.eof:
            self.faults.append(f"the content coding “{coding}” breaks off")

    def _read_by_library(self, chunks: Iterator[bytes], coding: str) -> Iterator[bytes]:
        from fastwarc.stream_io import BrotliReader, ZstdReader  # noqa: PLC0415 - only where it is needed

        coded = b"".join(first_of(chunks, CODED_LIMIT))
        if not coded:
            return
        if len(coded) == CODED_LIMIT:
            self.faults.append(
                f"the content coding “{coding}” was taken off {CODED_LIMIT:,} bytes and no more"
            )
        self.done.append(f"content coding “{coding}” taken off")
        try:
            reader = (BrotliReader if coding == "br" else ZstdReader)(io.BytesIO(coded))
            while data := reader.read(STEP):
                yield data
        except (OSError, ValueError, RuntimeError) as fault:
            self.faults.append(f"the content coding “{coding}” is damaged ({one_line(str(fault))})")


def first_of(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    """Chunks up to so many bytes together."""
    size = 0
    while size < most and (chunk := next(chunks, None)) is not None:
        yield chunk[: most - size]
        size += len(chunk)


class _Bytes:
    """Chunks read as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""

    def take(self, most: int) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._buffer = chunk
        data, self._buffer = self._buffer[:most], self._buffer[most:]
        return data

    def line(self, most: int) -> bytes:
        """Up to a line's end, that included, or so many bytes."""
        while b"\n" not in self._buffer and len(self._buffer) < most:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        return self.take(min(end, most)) if self._buffer else b""

    def rest(self) -> Iterator[bytes]:
        """Everything that is left."""
        while data := self.take(STEP):
            yield data
