"""Data files → `Knowledge`.

Three files have a form of their own (`parties.toml`, `offices.toml`, `sources.toml`: arrays of tables
`party`, `office`, `source`); every other file is a lexicon named after the file, with `provenance`,
`matching` and a table `groups` of term = [entries]. A casebook's own `knowledge/*.toml` have the same
forms and extend ours: groups of a lexicon are united, parties, offices and sources are added or, with
an id that exists, replaced.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from allegata.errors import BadKnowledge
from allegata.model.knowledge import Knowledge, Lexicon, Office
from allegata.model.source import Party, Source
from allegata.model.vocabulary import ActorKind, PartyRelation, SourceKind

CASED = frozenset({"pattern", "regex", "cased"})
"""Ways of matching whose entries keep their case; all other entries are folded."""

Entry = TypeVar("Entry")


def load(extra: Path | None = None) -> Knowledge:
    """Our data files, extended by a casebook's own.

    :param extra: a folder of `*.toml`; one that does not exist counts as empty.
    :raises BadKnowledge: naming the file, what is wrong in it and how to mend it.
    """
    own = (
        ()
        if extra is None
        else tuple((path.name, path.read_bytes()) for path in sorted(extra.glob("*.toml")))
    )
    return _load(own)


@lru_cache(maxsize=8)
def _load(own: tuple[tuple[str, bytes], ...]) -> Knowledge:
    folder = files("allegata.knowledge") / "data"
    ours = sorted((f.name, f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".toml"))
    digest = hashlib.sha256()
    parties: dict[str, Party] = {}
    offices: dict[str, Office] = {}
    sources: dict[str, Source] = {}
    lexicons: dict[str, Lexicon] = {}
    for name, data in [*ours, *own]:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
        table = _table(name, data)
        stem = name.removesuffix(".toml")
        for party in _made_all(name, table, "party", _party):
            parties[party.id] = party
        for office in _made_all(name, table, "office", _office):
            offices[office.id] = office
        for source in _made_all(name, table, "source", _source):
            sources[source.id] = source
        if "groups" in table:
            lexicons[stem] = _united(lexicons.get(stem), _lexicon(name, stem, table))
    return Knowledge(
        tuple(parties.values()),
        tuple(offices.values()),
        tuple(sources.values()),
        lexicons,
        digest.hexdigest()[:16],
    )


def _table(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise BadKnowledge(f"{name} is not UTF-8 (byte {fault.start}); save it as UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise BadKnowledge(
            f"{name} is not valid TOML: {fault}. Mend that place, or take the file away."
        ) from fault


def _entries(name: str, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadKnowledge(f"{name}: write each {key} as a table of its own that begins with [[{key}]].")
    return entries


def _made_all(
    name: str, table: Mapping[str, Any], key: str, make: Callable[[Mapping[str, Any]], Entry]
) -> Iterator[Entry]:
    for entry in _entries(name, table, key):
        try:
            yield make(entry)
        except KeyError as fault:
            raise BadKnowledge(f"{name}: {key} {entry.get('id', '?')!r} lacks {fault}; add it.") from fault
        except (ValueError, TypeError) as fault:
            raise BadKnowledge(
                f"{name}: {key} {entry.get('id', '?')!r}: {fault}; mend that value."
            ) from fault


def _words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = entry.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise TypeError(f"{key} must be a list of words in quotation marks")
    return tuple(words)


def _party(entry: Mapping[str, Any]) -> Party:
    return Party(
        entry["id"],
        entry["name"],
        ActorKind(entry.get("kind", "state")),
        _words(entry, "names") or (entry["name"],),
        _words(entry, "adjectives"),
        _words(entry, "people"),
        _words(entry, "capitals"),
    )


def _office(entry: Mapping[str, Any]) -> Office:
    return Office(entry["id"], entry["name"], SourceKind(entry["kind"]).value, _words(entry, "words"))


def _source(entry: Mapping[str, Any]) -> Source:
    return Source(
        entry["id"],
        entry["name"],
        SourceKind(entry["kind"]),
        PartyRelation(entry.get("party_relation", "unknown")),
        entry.get("control_group"),
        entry.get("basis", ""),
        _words(entry, "aliases"),
    )


def _lexicon(name: str, stem: str, table: Mapping[str, Any]) -> Lexicon:
    groups = table["groups"]
    matching = table.get("matching", "lemma")
    fold = matching not in CASED
    made: dict[str, tuple[str, ...]] = {}
    try:
        for term in groups:
            made[term] = _folded(_words(groups, term), fold)
    except TypeError as fault:
        raise BadKnowledge(f'{name}, [groups]: {fault}, as in term = ["one", "two"].') from fault
    return Lexicon(stem, made, matching, table.get("provenance", ""))


def _folded(words: Iterable[str], fold: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.lower() if fold else word for word in words))


def _united(one: Lexicon | None, other: Lexicon) -> Lexicon:
    if one is None:
        return other
    fold = one.matching not in CASED
    groups = {
        term: _folded((*one.groups.get(term, ()), *other.groups.get(term, ())), fold)
        for term in (*one.groups, *(t for t in other.groups if t not in one.groups))
    }
    provenance = "; ".join(filter(None, (one.provenance, other.provenance)))
    return Lexicon(one.name, groups, one.matching, provenance)
