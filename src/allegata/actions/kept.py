"""What was made of a casebook and is asked for again: bounded, shared by threads, gone when its key changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Made = TypeVar("Made")
MOST = 64 << 20
"""What may be kept of one kind, in the units that its makers count in (bytes, roughly)."""


class Kept:
    """Values by kind and key, least recently used first to go. A key names everything that its value rests on.

    A value is made once, also when many threads ask for it at the same time: the others wait.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._values: dict[str, OrderedDict[Hashable, tuple[int, Any]]] = {}
        self._sizes: dict[str, int] = {}
        self._making: dict[tuple[str, Hashable], Lock] = {}
        self._lock = Lock()

    def get(self, kind: str, key: Hashable, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
        """The value of a key, made where it is not there."""
        found = self._found(kind, key)
        if found is not None:
            return cast(Made, found[1])
        with self._lock:
            making = self._making.setdefault((kind, key), Lock())
        with making:
            found = self._found(kind, key)
            if found is not None:
                return cast(Made, found[1])
            try:
                value = make()
                self._put(kind, key, size(value), value)
            finally:
                with self._lock:
                    self._making.pop((kind, key), None)
        return value

    def peek(self, kind: str, key: Hashable) -> Any:
        """The value of a key where it is there; else None."""
        found = self._found(kind, key)
        return found[1] if found else None

    def one(self, kind: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of a kind of which only the newest is kept."""
        return self.get(kind, key, make, lambda _: self.most)

    def _found(self, kind: str, key: Hashable) -> tuple[int, Any] | None:
        with self._lock:
            held = self._values.get(kind)
            if held is None or key not in held:
                return None
            held.move_to_end(key)
            return held[key]

    def _put(self, kind: str, key: Hashable, size: int, value: object) -> None:
        with self._lock:
            held = self._values.setdefault(kind, OrderedDict())
            held[key] = (size, value)
            total = self._sizes.get(kind, 0) + size
            while total > self.most and len(held) > 1:
                total -= held.popitem(last=False)[1][0]
            self._sizes[kind] = total
