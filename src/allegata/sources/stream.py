"""A file read forwards, plain or as gzip members, in such a way that damage can be passed over.

Web archives are written one gzip member to a record (WARC 1.1, annex D), so that a reader who loses his way
finds it again at the next member. Bytes are handed on in chunks of bounded size, however far they inflate.
"""

import zlib
from typing import BinaryIO

CHUNK = 1 << 17
GZIP = b"\x1f\x8b\x08"


class Damaged(Exception):
    """The bytes cannot be inflated any further; `resume` looks for the next place where they can."""


class Stream:
    """Plain bytes. `place` says, for people, where in the file the reader stands."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0  # within the buffer
        self._taken = 0  # bytes handed on before the buffer
        self.fresh = False  # whether nothing was read yet of the gzip member that the reader stands in

    @property
    def place(self) -> int:
        """How many bytes of the (inflated) stream lie before the reader."""
        return self._taken + self._at

    @property
    def offset(self) -> int:
        """Where in the file itself to look: for people."""
        return self.place

    def peek(self, size: int) -> bytes:
        """The bytes that come next, without taking them; fewer at the end."""
        while len(self._buffer) - self._at < size and self._fill():
            pass
        return self._buffer[self._at : self._at + size]

    def read(self, most: int) -> bytes:
        """Some bytes, at most so many; none at the end."""
        if self._at >= len(self._buffer) and not self._fill():
            return b""
        data = self._buffer[self._at : self._at + most]
        self._at += len(data)
        self.fresh = False
        return data

    def line(self, most: int) -> bytes:
        """The bytes up to a line's end, that included; only so many of a longer line."""
        while (end := self._buffer.find(b"\n", self._at)) < 0 and len(self._buffer) - self._at < most:
            if not self._fill():
                break
        stop = end + 1 if end >= 0 else len(self._buffer)
        return self.read(min(stop - self._at, most)) if stop > self._at else b""

    def goes_on(self) -> bool:
        """Whether what was being read goes on in the next gzip member, which is then entered."""
        return False

    def resume(self) -> bool:
        """Look for the next place from which the bytes can be read; whether there is one."""
        return False

    def _fill(self) -> bool:
        more = self._more()
        if not more:
            return False
        self._taken += self._at
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return True

    def _more(self) -> bytes:
        return self._file.read(CHUNK)


class Gzipped(Stream):
    """The inflated bytes of all members, one after another.

    With `stop_at_members`, nothing is handed on past the end of a member until `next_member` is called.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._state: zlib._Decompress | None = None
        self._packed = b""
        self._read = 0  # bytes of the file that were taken, those in `_packed` included
        self._member = 0  # where the member begins that is being inflated
        self._ended = False
        self.stop_at_members = False
        self.members = 0
        self.broken_off = False  # the file ends in the middle of a member

    @property
    def offset(self) -> int:
        """Where the member begins, within the file, that the reader stands in."""
        return self._member

    def next_member(self) -> None:
        """Go on past the end of a member."""
        self._ended = False

    def goes_on(self) -> bool:
        """A member that does not begin with a header goes on with what the one before it began."""
        if not self._ended or self._at < len(self._buffer):
            return False
        self._ended = False
        head = self.peek(5)
        return bool(head) and not head.startswith((b"WARC/", b"http:", b"https", b"dns:"))

    def resume(self) -> bool:
        """Go to the next gzip header in the file after the one of the member that is damaged."""
        self._buffer, self._at, self._state, self._ended = b"", 0, None, False
        at = self._member + 1
        while True:
            self._file.seek(at)
            window = self._file.read(CHUNK)
            hit = window.find(GZIP)
            if hit >= 0:
                at += hit
                self._file.seek(at)
                if self._inflates(self._file.read(CHUNK)):
                    self._file.seek(at)
                    self._read, self._packed = at, b""
                    return True
                at += 1
            elif len(window) < CHUNK:
                return False
            else:
                at += len(window) - len(GZIP) + 1

    @staticmethod
    def _inflates(data: bytes) -> bool:
        try:
            return bool(zlib.decompressobj(31).decompress(data, 64))
        except zlib.error:
            return False

    def _more(self) -> bytes:
        while True:
            if self._ended and self.stop_at_members:
                return b""
            if not self._packed:
                self._packed = self._file.read(CHUNK)
                self._read += len(self._packed)
                if not self._packed:
                    self.broken_off = self.broken_off or (self._state is not None and not self._state.eof)
                    self._state = None
                    return b""
            if self._state is None and not self._begin():
                return b""
            chunk = self._inflated()
            if chunk:
                return chunk

    def _begin(self) -> bool:
        """Begin a member; zeros between or after members are passed over."""
        self._packed = self._packed.lstrip(b"\x00")
        if not self._packed:
            return True
        self._member = self._read - len(self._packed)
        self._state = zlib.decompressobj(31)
        self._ended = False
        self.fresh = self._at >= len(self._buffer)
        self.members += 1
        return True

    def _inflated(self) -> bytes:
        state = self._state
        if state is None:
            return b""
        try:
            chunk = state.decompress(self._packed, CHUNK)
        except zlib.error as fault:
            self._packed, self._state = b"", None
            raise Damaged(str(fault)) from None
        self._packed = state.unconsumed_tail
        if state.eof:
            self._packed = state.unused_data
            self._state = None
            self._ended = True
        return chunk
