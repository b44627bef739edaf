"""A cursor over a JSON file that is too large, too damaged or too careless for a parser of whole documents.

The caller walks: into objects (`members`) and arrays (`elements`), and takes single values whole
(`value`) or passes over them (`skip`). Only the value at hand is in memory. Tolerated, and counted: raw
control characters in strings, escapes that JSON does not know (`\\x0B`, as one well-known exporter writes
them), bytes that are no UTF-8. A file that ends or breaks off raises `Broken` at the place where it does,
after everything before it was given out.
"""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 20
DEPTH = 100
"""Levels of nesting within one value; no exporter comes near it, and a parser's stack ends not far above."""

_SPACE = re.compile(rb"[ \t\r\n]*+")
_SCALAR = re.compile(rb"[^\s,\]}\"{\[:]*+")
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
_END_OF_STRING = re.compile(rb'["\\]')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)", re.DOTALL)


class Broken(Exception):
    """The file is no JSON from here on, or ends here."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(f"{what} at byte {offset:,}")
        self.what, self.offset = what, offset


class Unusable(Exception):
    """One value was passed over: too large, nested too deep, or no JSON inside. The walk can go on."""


class JsonCursor:
    """Where the walk through a file stands.

    :param limit: bytes of one value that is taken whole.
    """

    def __init__(self, file: BinaryIO, limit: int = 8 << 20) -> None:
        self._file, self._limit = file, limit
        self._buffer, self._at, self._before, self._ended = b"", 0, 0, False
        self._due = False  # a value stands here and was not taken yet
        self.escapes = 0  # values with escapes that JSON does not know
        self.not_utf8 = 0  # values with bytes that are no UTF-8
        if self._peek(3) == b"\xef\xbb\xbf":
            self._at += 3

    @property
    def offset(self) -> int:
        """Bytes of the file that lie behind."""
        return self._before + self._at

    def kind(self) -> str:
        """The first character of the value that comes: `{`, `[`, `"`, a digit …; empty at the end."""
        self._space()
        return self._peek(1).decode("latin-1")

    def members(self) -> Iterator[str]:
        """The names in the object that comes; after each, its value comes next.

        :raises Broken: where the object is none, or ends unfinished.
        """
        self._expect(b"{")
        if self.kind() == "}":
            self._at += 1
            return
        while True:
            if self.kind() != '"':
                raise Broken("a name was expected", self.offset)
            try:
                name = self.value()
            except Unusable as fault:
                raise Broken("a name cannot be read", self.offset) from fault
            self._space()
            self._expect(b":")
            self._due = True
            yield str(name)
            if self._after(b"}"):
                return

    def elements(self) -> Iterator[int]:
        """The numbers, from 0, of the elements of the array that comes; each comes next.

        :raises Broken: where the array is none, or ends unfinished.
        """
        self._expect(b"[")
        if self.kind() == "]":
            self._at += 1
            return
        number = 0
        while True:
            self._due = True
            yield number
            number += 1
            if self._after(b"]"):
                return

    def value(self) -> object:
        """The value that comes, whole.

        :raises Unusable: when it cannot be used; the walk stands behind it.
        :raises Broken: when the file ends within it.
        """
        offset = self.offset
        raw = self._pass(keep=True)
        if raw is None:
            raise Unusable(f"the value at byte {offset:,} is larger or nested deeper than any export writes")
        return self._parsed(raw, offset)

    def skip(self) -> None:
        """Pass over the value that comes, however large.

        :raises Broken: when the file ends within it.
        """
        self._pass(keep=False)

    # --- the walk -------------------------------------------------------------------------------

    def _after(self, closing: bytes) -> bool:
        """Behind a member or element: whether its object or array ends here."""
        if self._due:
            self.skip()
        self._space()
        mark = self._peek(1)
        if mark not in (b",", closing):
            raise Broken("the file ends" if not mark else "a comma is missing", self.offset)
        self._at += 1
        return mark == closing

    def _expect(self, mark: bytes) -> None:
        self._space()
        found = self._peek(1)
        if found != mark:
            raise Broken("the file ends" if not found else f"{mark.decode()} was expected", self.offset)
        self._at += 1
        self._due = False

    def _space(self) -> None:
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer) or not self._more():
                return

    def _peek(self, number: int) -> bytes:
        while len(self._buffer) - self._at < number and self._more():
            pass
        return self._buffer[self._at : self._at + number]

    def _more(self) -> bool:
        """Read on; what lies behind is let go."""
        if self._ended:
            return False
        chunk = self._file.read(CHUNK)
        self._ended = not chunk
        self._buffer = self._buffer[self._at :] + chunk
        self._before += self._at
        self._at = 0
        return bool(chunk)

    # --- one value ------------------------------------------------------------------------------

    def _pass(self, keep: bool) -> bytes | None:
        """Move behind the value that comes; its bytes, or None where they were not kept."""
        self._space()
        self._due = False
        taken = _Taken(self._limit if keep else -1)
        first = self._peek(1)
        if first in (b"{", b"[", b'"'):
            self._structure(taken)
        else:
            self._scalar(taken)
        return taken.whole()

    def _scalar(self, taken: "_Taken") -> None:
        start = self.offset
        while True:
            match = _SCALAR.match(self._buffer, self._at)
            end = match.end() if match else self._at
            taken.take(self._buffer[self._at : end])
            self._at = end
            if end < len(self._buffer) or not self._more():
                break
        if self.offset == start:
            raise Broken("the file ends" if not self._peek(1) else "a value was expected", self.offset)

    def _structure(self, taken: "_Taken") -> None:
        """A string, an array or an object, to its closing mark."""
        depth = 0
        while True:
            position = self._at
            for token in _TOKEN.finditer(self._buffer, self._at):
                mark = token.group()
                if mark == b'"':  # a string that goes on behind the buffer
                    position = token.start()
                    break
                position = token.end()
                if mark in (b"{", b"["):
                    depth += 1
                    taken.deeper(depth)
                elif mark in (b"}", b"]"):
                    depth -= 1
                if depth <= 0:
                    break
            else:
                mark, position = b"", len(self._buffer)
            taken.take(self._buffer[self._at : position])
            self._at = position
            if mark == b'"':
                self._long_string(taken)
                if depth <= 0:
                    return
            elif mark and depth <= 0:
                return
            elif not self._more():
                raise Broken("the file ends", self.offset)

    def _long_string(self, taken: "_Taken") -> None:
        """A string that the buffer does not hold whole, piece by piece."""
        taken.take(b'"')
        self._at += 1
        while True:
            match = _END_OF_STRING.search(self._buffer, self._at)
            if match and match.group() == b'"':
                taken.take(self._buffer[self._at : match.end()])
                self._at = match.end()
                return
            if match and match.end() < len(self._buffer):  # a mark behind a backslash ends nothing
                taken.take(self._buffer[self._at : match.end() + 1])
                self._at = match.end() + 1
                continue
            end = match.start() if match else len(self._buffer)
            taken.take(self._buffer[self._at : end])
            self._at = end
            if not self._more():
                raise Broken("the file ends", self.offset)

    def _parsed(self, raw: bytes, offset: int) -> object:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.not_utf8 += 1
            text = raw.decode("utf-8", errors="replace")
        try:
            return json.loads(text, strict=False)
        except RecursionError:
            raise Unusable(f"the value at byte {offset:,} is nested too deep") from None
        except ValueError:
            pass
        try:
            value = json.loads(_ESCAPE.sub(_mended, text), strict=False)
        except (ValueError, RecursionError) as fault:
            raise Unusable(f"the value at byte {offset:,} is no JSON ({str(fault)[:60]})") from None
        self.escapes += 1
        return value


class _Taken:
    """The bytes of one value, let go as soon as they are too many or nested too deep."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._parts: list[bytes] = []

    def take(self, part: bytes) -> None:
        self._size += len(part)
        if self._limit >= 0:
            if self._size > self._limit:
                self.drop()
            else:
                self._parts.append(part)

    def deeper(self, depth: int) -> None:
        if depth > DEPTH:
            self.drop()

    def drop(self) -> None:
        self._limit = -1
        self._parts.clear()

    def whole(self) -> bytes | None:
        return b"".join(self._parts) if self._limit >= 0 else None


def _mended(match: re.Match[str]) -> str:
    """One escape as JSON knows it: `\\x0B` becomes `\\u000B`, an unknown one the two characters that it is."""
    mark = match.group(1)
    if mark[0] == "x" and len(mark) == 3:
        return f"\\u00{mark[1:]}"
    if mark[0] in '"\\/bfnrt' or len(mark) == 5:
        return match.group()
    return f"\\\\{mark}"
