"""From the sheet of a blind second reading to typed values: what was typed, and nothing else."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from allegata.actions import second
from allegata.actions.casebook import Casebook
from allegata.errors import BadDecision
from allegata.model.second import KEY_ATTRIBUTES, Coded
from allegata.model.value import Count, Group, When
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    TimeBasis,
    TimeSlot,
    Unit,
)
from allegata.web.typed import bounds, category, dated, missing

COUNTS = {
    Attribute.VICTIMS_KILLED: CountRole.KILLED,
    Attribute.VICTIMS_INJURED: CountRole.INJURED,
    Attribute.VICTIMS_CAPTURED: CountRole.CAPTURED,
    Attribute.VICTIMS_AFFECTED: CountRole.AFFECTED,
}
SIDES = (Attribute.PERPETRATOR_GROUP, Attribute.VICTIMS_GROUP)
UNITS = (Unit.PERSONS, Unit.INCIDENTS)
BASES = tuple(basis for basis in TimeBasis if basis is not TimeBasis.UNRESOLVED)
"""What a date that was typed may rest on."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one input needs before a reading can be kept.

    :param field: the id of the input
    :param attribute: the attribute whose group of inputs it stands in; None: it is about all of them
    :param words: what is wrong and what to do
    """

    field: str
    attribute: Attribute | None
    words: str


def from_sheet(book: Casebook, data: dict[str, Any]) -> tuple[tuple[Coded, ...], tuple[Slip, ...]]:
    """The values of a sheet that was sent, and every slip in it at once. What is left empty is no value."""
    read = list(_read(book, data))
    values = [one for one in read if isinstance(one, Coded)]
    slips = [one for one in read if isinstance(one, Slip)]
    if data.get("none"):
        if read:
            slips.append(Slip("none", None, "leave every value empty, or do not tick this"))
        values += (Coded(attribute, None) for attribute in KEY_ATTRIBUTES)
    return tuple(values), tuple(slips)


def _read(book: Casebook, data: dict[str, Any]) -> Iterator[Coded | Slip]:
    yield from _act(data)
    for attribute, role in COUNTS.items():
        yield from _count(data, attribute, role)
    yield from _place(book, data)
    yield from _when(data)
    known = {party.id for party in second.parties(book)}
    for side in SIDES:
        yield from _group(data, side, known)


def _typed(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "").strip()


def _words(data: dict[str, Any], name: str) -> str:
    return _typed(data, f"{name}-words")


def _lacks(field: str, attribute: Attribute, name: str) -> Slip:
    return Slip(field, attribute, str(missing(name)))


def _act(data: dict[str, Any]) -> Iterator[Coded | Slip]:
    act, words = _typed(data, "act"), _words(data, "act")
    if not act and not words:
        return
    try:
        yield Coded(Attribute.ACT_TYPE, category("act", act, tuple(ActType)), words)
    except BadDecision as fault:
        yield Slip("act", Attribute.ACT_TYPE, str(fault))


def _count(data: dict[str, Any], attribute: Attribute, role: CountRole) -> Iterator[Coded | Slip]:
    name = attribute.value
    low, high, unit, how = (_typed(data, f"{name}-{part}") for part in ("low", "high", "unit", "exactness"))
    vague, words = bool(data.get(f"{name}-vague")), _words(data, name)
    if not (low or high or unit or how or vague or words):
        return
    slips = []
    for part, number in (("low", low), ("high", high)):
        try:
            if number or part == "low":
                bounds(number, "", Exactness.UNQUANTIFIED)
        except BadDecision as fault:
            slips.append(Slip(f"{name}-{part}", attribute, str(fault)))
    chosen = {"unit": unit in UNITS, "exactness": how in tuple(Exactness)}
    slips += [_lacks(f"{name}-{part}", attribute, part) for part, given in chosen.items() if not given]
    if slips:
        yield from slips
        return
    exactness = Exactness(how)
    try:
        found = bounds(low, high, exactness)
    except BadDecision as fault:
        yield Slip(f"{name}-low", attribute, str(fault))
        return
    yield Coded(attribute, Count(found["low"], found["high"], Unit(unit), role, exactness, vague), words)


def _place(book: Casebook, data: dict[str, Any]) -> Iterator[Coded | Slip]:
    near = bool(data.get("place-near"))
    where = second.place(book, _typed(data, "place"), near=near)
    if where is not None:
        yield Coded(Attribute.PLACE_EVENT, where, where.wording)
    elif near:
        yield _lacks("place", Attribute.PLACE_EVENT, "place")


def _when(data: dict[str, Any]) -> Iterator[Coded | Slip]:
    text, basis, words = _typed(data, "time"), _typed(data, "time-basis"), _words(data, "time")
    if not (text or basis or words):
        return
    slips, found = [], None
    try:
        found = dated(text) if text else None
    except BadDecision as fault:
        slips.append(Slip("time", Attribute.TIME_EVENT, str(fault)))
    if not text:
        slips.append(_lacks("time", Attribute.TIME_EVENT, "edtf"))
    if basis not in BASES:
        slips.append(_lacks("time-basis", Attribute.TIME_EVENT, "basis"))
    yield from slips
    if found is not None and not slips:
        when = When(
            TimeSlot.EVENT, found.text, found.earliest, found.latest, found.precision, TimeBasis(basis)
        )
        yield Coded(Attribute.TIME_EVENT, when, words)


def _group(data: dict[str, Any], side: Attribute, known: Collection[str]) -> Iterator[Coded | Slip]:
    name = side.value
    chosen, marked, words = _typed(data, name), bool(data.get(f"{name}-marking")), _words(data, name)
    if not (chosen or marked or words):
        return
    if chosen not in known:
        yield Slip(name, side, "choose one of the sides that are listed")
        return
    yield Coded(side, Group(chosen, ActorKind.UNKNOWN, words, marked), words)
