"""The second harmful error: victim and alleged actor swapped, or a side filled in that nobody stated.

Unknown is allowed; wrong is not. At least seven in ten must be set right, or silence would pass.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.material import read_bytes

from allegata.model.value import Group
from allegata.model.vocabulary import Attribute, Polarity

TABLE: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("sides.toml").read_text("utf-8"))[
    "sentence"
]
RIGHT_WANTED = 0.7

Sides = tuple[str, str, str]
"""Actor, victim, act; an empty string is unknown."""


def party(short: str) -> str:
    """A party's id from the table's short form."""
    if not short:
        return ""
    return f"state:{short}" if short.isupper() and len(short) == 2 else f"group:{short}"


def wanted(entry: dict[str, Any]) -> list[Sides]:
    return [(party(p[0]), party(p[1]), p[2] if len(p) > 2 else "") for p in entry["pairs"]]


@cache
def read(text: str) -> tuple[list[Sides], list[tuple[str, str]], list[Polarity]]:
    """Every act and allegation with its sides; groups by role that hang on accounts; polarities."""
    _, reading = read_bytes(f"{text}\n".encode(), "sentence.txt")
    acts = [a for m in reading.mentions for a in m.acts]
    told = [(_id(a.actor), _id(a.victim), str(a.type)) for a in acts]
    told += [(_id(a.actor), _id(a.victim), str(a.act)) for a in reading.allegations]
    roles = {Attribute.PERPETRATOR_GROUP: "actor", Attribute.VICTIMS_GROUP: "victim"}
    groups = [
        (roles[a.attribute], _id(a.value))
        for a in reading.accounts
        if a.attribute in roles and isinstance(a.value, Group)
    ]
    polarities = [a.polarity for a in acts] + [a.polarity for a in reading.allegations]
    polarities += [a.polarity for a in reading.accounts]
    return told, groups, polarities


def _id(group: Group | None) -> str:
    return (group.party if group else None) or ""


def fits(told: Sides, want: Sides) -> bool:
    """Whether what was read is the wanted pair, or less of it."""
    return (
        told[0] in ("", want[0])
        and told[1] in ("", want[1])
        and (not want[2] or want[2] == told[2] or told[:2] == ("", ""))
    )


def wrong(entry: dict[str, Any]) -> list[str]:
    want = wanted(entry)
    told, groups, _ = read(entry["text"])
    result = [f"{t}" for t in told if not any(fits(t, w) for w in want)]
    for role, group in groups:
        if group and group not in {w[0 if role == "actor" else 1] for w in want}:
            result.append(f"{role} group {group}")
    return result


def is_right(entry: dict[str, Any]) -> bool:
    """The first pair, or one that gives more, was read in full; every pair, when all are told apart by act."""
    want = wanted(entry)
    told, _, _ = read(entry["text"])
    if sum(bool(w[2]) for w in want) > 1 and len({w[2] for w in want}) == len(want):
        return all(w in told for w in want)
    enough = [w for w in want if sum(map(bool, w[:2])) >= sum(map(bool, want[0][:2]))]
    return any(t[:2] == w[:2] for t in told for w in enough) or (
        not told and ("", "") in {w[:2] for w in want}
    )


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 80


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: e["text"][:60])
def test_no_side_is_wrong(entry: dict[str, Any]) -> None:
    assert wrong(entry) == []


@pytest.mark.parametrize("entry", [e for e in TABLE if e.get("denied")], ids=lambda e: e["text"][:60])
def test_a_denied_act_is_not_affirmed(entry: dict[str, Any]) -> None:
    _, _, polarities = read(entry["text"])
    assert Polarity.AFFIRMS not in polarities


def test_most_sides_are_set() -> None:
    missed = [f"{e['text']} -> {read(e['text'])[0]}" for e in TABLE if not is_right(e)]
    share = 1 - len(missed) / len(TABLE)
    assert share >= RIGHT_WANTED, f"{share:.0%} set right; not: " + "\n".join(missed)
