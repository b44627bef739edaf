"""The machine-readable key of the gold reading, typed. See `key.toml` for what it holds and what it does not."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY_FILE = Path(__file__).with_name("key.toml")

Alternative = Mapping[str, Any]
"""One accepted reading of a part: its kind and what its value must be."""


@dataclass(frozen=True, slots=True)
class Who:
    """A voice: a pattern over source id, name, aliases and wording; the party, if the reader gives one."""

    pattern: str
    party: str | None = None

    def names(self, words: str) -> bool:
        """Whether these words may name this voice."""
        return re.search(self.pattern, words, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One gold reading: where it stands, what must be read there, how it is said."""

    id: str
    seed: str
    start: int
    end: int
    incident: str  # the letter of the incident, or empty
    parts: tuple[tuple[Alternative, ...], ...]
    absent: bool = False
    headline: bool = False
    speaker: str | None = None
    speech_act: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()

    @property
    def main(self) -> tuple[Alternative, ...]:
        """The part that is matched; the others must be there beside it."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Trap:
    """A stretch of text that invites a wrong reading, and what it must be read as."""

    id: str
    seed: str
    start: int
    end: int
    read_as: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """All of it."""

    articles: tuple[str, ...]
    speakers: Mapping[str, Who]
    places: Mapping[str, Alternative]
    incidents: Mapping[str, Alternative]
    rows: tuple[Row, ...]
    traps: tuple[Trap, ...]
    pairs: tuple[Alternative, ...]
    forbidden: tuple[Alternative, ...]
    expected: tuple[Alternative, ...]
    sums: tuple[Alternative, ...]
    not_stated: tuple[str, ...]
    totals: tuple[Alternative, ...]
    inside: tuple[Alternative, ...]


AXES = ("speech_act", "modality", "polarity", "scope")


def load(path: Path = KEY_FILE) -> Key:
    """Read the key.

    :raises KeyError: when a row names a speaker or a place that the key does not define.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    speakers = {name: Who(**entry) for name, entry in raw["speakers"].items()}
    key = Key(
        articles=tuple(raw["articles"]),
        speakers=speakers,
        places=raw["places"],
        incidents=raw["incidents"],
        rows=tuple(_row(entry) for entry in raw["row"]),
        traps=tuple(_trap(entry) for entry in raw["trap"]),
        pairs=tuple(raw["pair"]),
        forbidden=tuple(raw["forbidden"]),
        expected=tuple(raw["expected"]),
        sums=tuple(raw["sum"]),
        not_stated=tuple(raw["not_stated"]["incidents"]),
        totals=tuple(raw["total"]),
        inside=tuple(raw["inside"]),
    )
    for row in key.rows:
        _check(row, key)
    return key


def _row(entry: dict[str, Any]) -> Row:
    start, end = entry["span"]
    return Row(
        id=entry["id"],
        seed=entry["seed"],
        start=start,
        end=end,
        incident=entry["incident"],
        parts=tuple(tuple(part) for part in entry["parts"]),
        absent=entry.get("absent", False),
        headline=entry.get("headline", False),
        speaker=entry.get("speaker"),
        **{axis: tuple(entry.get(axis, ())) for axis in AXES},
    )


def _trap(entry: dict[str, Any]) -> Trap:
    start, end = entry["span"]
    return Trap(entry["id"], entry["seed"], start, end, entry["read_as"], tuple(entry.get("roles", ())))


def _check(row: Row, key: Key) -> None:
    named = [row.speaker] if row.speaker else []
    for part in row.parts:
        for alternative in part:
            named += [
                *alternative.get("by", ()),
                *alternative.get("sharer", ()),
                *alternative.get("chain", ()),
            ]
            if "place" in alternative:
                key.places[alternative["place"]]
            for place in alternative.get("territories", ()):
                key.places[place]
    for name in named:
        key.speakers[name]
