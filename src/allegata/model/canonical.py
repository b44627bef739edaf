"""RFC 8785: one spelling for every JSON value, so that its hash means its content."""

import json
import math
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from typing import Any

from allegata.errors import UnreadableRecord

Data = Any
"""Plain JSON data: dict, list, str, int, float, bool, None."""

SAFE_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps (RFC 8785 refers to RFC 7493, I-JSON)."""

_FAST = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


WINDOW = 1 << 20
"""Bytes of a large record that are decoded at a time."""

_SURE = frozenset({str, bool, type(None)})
"""What both ways write alike, whatever the value."""

_HOLDING = frozenset({dict, list, tuple})
"""What both ways write alike when it is empty."""

MOST_KEYS = 1000
_KEYS: set[str] = set()
"""Keys that both ways write and sort alike: the names of our fields, and no more than so many."""


def parse_json(text: bytes | str) -> Data:
    """Plain data from JSON text.

    :raises UnreadableRecord: when it is no JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:  # JSONDecodeError and UnicodeDecodeError are both ValueErrors
        raise UnreadableRecord(f"this is no JSON ({error}); it was damaged or is of another kind") from None
    except RecursionError:
        raise UnreadableRecord(
            "this JSON is nested deeper than anything of ours; it is of another kind"
        ) from None


def parse_members(data: bytes) -> Iterator[tuple[str, Data]]:
    """The members of a canonical object one by one; an array's elements one by one, under its name.

    For objects that are large only in the number of such elements: never more than a few are in memory.

    :raises UnreadableRecord: when it is no canonical JSON object.
    """
    text = _Window(data)
    try:
        text.pass_over("{")
        while text.next() != "}":
            name = text.value()
            text.pass_over(":")
            if text.next() == "[":
                text.pass_over("[")
                while text.next() != "]":
                    yield name, text.value()
                    if text.next() != "]":
                        text.pass_over(",")
                text.pass_over("]")
            else:
                yield name, text.value()
            if text.next() != "}":
                text.pass_over(",")
    except ValueError as error:
        raise UnreadableRecord(f"this is no record of ours ({error}); it was damaged") from None


class _Window:
    """JSON text of which only the stretch that is being read is decoded."""

    def __init__(self, data: bytes) -> None:
        self._left = iter(range(0, len(data), WINDOW))
        self._data = data
        self._decode = getincrementaldecoder("utf-8")().decode
        self._value = json.JSONDecoder().raw_decode
        self._text, self._at = "", 0

    def next(self) -> str:
        """The character that comes next."""
        while self._at >= len(self._text):
            if not self._more():
                raise ValueError("it breaks off")
        return self._text[self._at]

    def pass_over(self, mark: str) -> None:
        """Go behind a mark that must stand here."""
        if self.next() != mark:
            raise ValueError(f"{mark!r} is missing")
        self._at += 1

    def value(self) -> Data:
        """Read a value and go behind it."""
        while True:
            try:
                value, end = self._value(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
            else:
                if end < len(self._text) or not self._more():  # a number could go on in the next stretch
                    self._at = end
                    return value

    def _more(self) -> bool:
        start = next(self._left, None)
        if start is None:
            return False
        self._text = self._text[self._at :] + self._decode(self._data[start : start + WINDOW])
        self._at = 0
        return True


def canonical_json(data: Data) -> bytes:
    """RFC 8785 bytes of plain data: sorted keys, ECMAScript numbers, UTF-8, no white space.

    :raises UnreadableRecord: for NaN, infinity, an integer beyond 2⁵³, half a surrogate pair, or a
        key that is no string.
    """
    text = _FAST.encode(data) if _plain(data) else "".join(_pieces(data))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise UnreadableRecord("half a surrogate pair has no UTF-8; decode the text properly first") from None


def _plain(data: Data) -> bool:
    """Whether the C encoder writes this exactly as RFC 8785 asks; only keys and numbers can differ."""
    kind = type(data)
    if kind is dict:
        # a set asks for all keys at once, where a loop asks for each: half the time of an entry's writing
        if not _KEYS.issuperset(data) and not _known_keys(data):
            return False
        data, kind = data.values(), list
    if kind is list or kind is tuple:
        if _SURE.issuperset(map(type, data)):
            return True
        for value in data:
            kind = type(value)
            if kind in _SURE or (kind in _HOLDING and not value):
                continue
            if not _plain(value):
                return False
        return True
    if kind is int:
        return bool(-SAFE_INTEGER <= data <= SAFE_INTEGER)
    if kind is float:
        return 1e-4 <= abs(data) < 1e15 and not data.is_integer()
    return kind in _SURE or isinstance(data, str)


def _known_keys(data: Mapping[Any, Any]) -> bool:
    """Whether both ways write these keys alike; the first ones are remembered."""
    for key in data:
        if type(key) is not str or not key.isascii():
            return False
    if len(_KEYS) < MOST_KEYS:
        _KEYS.update(data)
    return True


def _pieces(data: Data) -> list[str]:
    """The slow, exact way: every case that the C encoder writes differently."""
    if data is None or isinstance(data, (bool, str)):
        return [_FAST.encode(data)]
    if isinstance(data, int):
        if abs(data) > SAFE_INTEGER:
            raise UnreadableRecord(f"{data} is beyond 2^53, others would change it; write it as text")
        return [str(int(data))]
    if isinstance(data, float):
        return [_number(data)]
    out: list[str] = []
    if isinstance(data, (list, tuple)):
        for value in data:
            out += [",", *_pieces(value)] if out else _pieces(value)
        return ["[", *out, "]"]
    if isinstance(data, Mapping):
        if not all(isinstance(key, str) for key in data):
            raise UnreadableRecord("a key of an object must be a string")
        # RFC 8785 3.2.3: by UTF-16 code units, which differs from code points beyond U+FFFF
        for key in sorted(data, key=lambda k: k.encode("utf-16-be", "surrogatepass")):
            out += [*([","] if out else []), _FAST.encode(key), ":", *_pieces(data[key])]
        return ["{", *out, "}"]
    raise UnreadableRecord(f"{type(data).__name__} has no form in JSON")


def _number(value: float) -> str:
    """ECMAScript's Number-to-string (RFC 8785 3.2.2.3): the shortest digits that read back the same."""
    if not math.isfinite(value):
        raise UnreadableRecord("NaN and infinity have no form in JSON")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value!r}".lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # the value is 0.DIGITS × 10^point
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    size = len(digits)
    if size <= point <= 21:
        text = digits + "0" * (point - size)
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = f"{'+' if point > 0 else '-'}{abs(point - 1)}"
        text = f"{digits[0]}{'.' if size > 1 else ''}{digits[1:]}e{power}"
    return f"-{text}" if value < 0 else text
