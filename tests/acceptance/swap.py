"""The side-swap: exchange the two sides in the texts, run again, and the output must be mirrored.

The table below exchanges names, adjectives and people of the two sides, their capitals and seats of
government, and their public bodies, so that the exchanged text is one that could have been written.
Persons and places stay where they are: a village does not move, so the adjective of "the Ukrainian town
of …" stays, too. Values that rest on a place or an office-holder of one side are therefore compared by
role, not by name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.acceptance.found import Found
from tests.acceptance.material import Material

from allegata.model.value import Category, Count, Group, When, Where

SIDES = {"state:RU": "state:UA", "state:UA": "state:RU"}
PAIRS = (
    ("Russians", "Ukrainians"),
    ("Russian", "Ukrainian"),
    ("Russia", "Ukraine"),
    ("Moscow", "Kyiv"),
    ("RUSSIA", "UKRAINE"),
)
"""Word forms of the two sides. A possessive follows its noun; the lower-case capital is a slip of one article."""

ONE_WAY = (("the Kremlin", "Kyiv"), ("The Kremlin", "Kyiv"))
"""A seat of government that only one side has in English news."""


def swapped(text: str) -> str:
    """The same text with the sides exchanged. Applied to its own result it gives the first text back,
    except where a seat of government has no counterpart."""
    for one, other in ONE_WAY:
        text = text.replace(one, other.replace("Kyiv", "Moscow"))
    table = {a: b for one, other in PAIRS for a, b in ((one, other), (other, one))}
    table |= {"kyiv": "Moscow", "KYIV": "MOSCOW"}
    words = "|".join(sorted(table, key=len, reverse=True))
    pattern = re.compile(rf"\b({words})\b(?!\s+(?:town|city|village|settlement)\b)")
    return pattern.sub(lambda m: table[m.group()], text)


def swapped_texts(texts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Article number → bytes of the exchanged text."""
    return {seed: swapped(data.decode("utf-8")).encode("utf-8") for seed, data in texts.items()}


def differences(first: Material, second: Material, sides: Mapping[str, str] = SIDES) -> list[str]:
    """What is not mirrored: everything that one run has and the other, sides exchanged back, has not.

    Offsets move with the words, so readings are compared as the multiset of what they say per article:
    kind, value, stance, scope, role and party, without wording and without place names.
    """
    result = []
    for seed in first.readings:
        ours = Counter(_of(first, seed, {}))
        mirrored = Counter(_of(second, seed, sides))
        result += [
            f"{seed} only before: {_show(k, n)}" for k, n in sorted((ours - mirrored).items(), key=repr)
        ]
        result += [
            f"{seed} only after:  {_show(k, n)}" for k, n in sorted((mirrored - ours).items(), key=repr)
        ]
    if first.full and second.full:
        ours, mirrored = Counter(_assessed(first, {})), Counter(_assessed(second, sides))
        result += [
            f"assessed only before: {_show(k, n)}" for k, n in sorted((ours - mirrored).items(), key=repr)
        ]
        result += [
            f"assessed only after:  {_show(k, n)}" for k, n in sorted((mirrored - ours).items(), key=repr)
        ]
    return result


Signature = tuple[object, ...]


def _show(signature: Signature, times: int) -> str:
    words = " ".join(str(part) for part in signature if part not in (None, (), ""))
    return words if times == 1 else f"{words} ×{times}"


def _of(material: Material, seed: str, sides: Mapping[str, str]) -> Iterator[Signature]:
    yield ("mentions", len(material.readings[seed].mentions))
    for f in material.found:
        if f.seed == seed:
            yield _signature(f, sides)


def _signature(found: Found, sides: Mapping[str, str]) -> Signature:
    thing = found.thing
    axes = tuple(found.axis(name) for name in ("speech_act", "modality", "polarity", "scope"))
    values: tuple[object, ...] = ()
    if found.kind.startswith("account:"):
        values = (_value(thing.value, sides), found.headline)
    else:
        fields = (
            *("type", "act", "kind", "aspect", "result", "stage", "status", "first_hand", "self_interest"),
            *("separate", "pinned", "suspects_named", "cumulative"),
        )
        values = tuple(str(getattr(thing, name)) for name in fields if hasattr(thing, name))
        values += tuple(
            _party(getattr(thing, name), sides) for name in ("party", "alleged_party") if hasattr(thing, name)
        )
        values += tuple(
            _value(getattr(thing, name), sides)
            for name in ("actor", "victim", "against", "first_seen", "when", "opened_on", "as_of")
            if getattr(thing, name, None) is not None
        )
        values += tuple(_value(count, sides) for count in getattr(thing, "figures", ()))
    return (found.kind, *values, *axes, _side_of_speaker(found, sides))


def _value(value: Any, sides: Mapping[str, str]) -> object:
    if isinstance(value, Group):
        return ("group", _party(value.party, sides), _kind(str(value.kind), sides), value.by_marking)
    if isinstance(value, Count):
        return ("count", value.low, value.high, str(value.unit), str(value.role), value.vague)
    if isinstance(value, When):
        return ("when", str(value.slot), value.edtf, value.relative, str(value.basis))
    if isinstance(value, Where):
        return ("where", str(value.role), value.near)
    if isinstance(value, Category):
        return (value.scheme, value.term)
    return type(value).__name__


def _kind(kind: str, sides: Mapping[str, str]) -> str:
    """A state's forces answer to an armed group, where a state and a group are the two sides."""
    unlike = any(one.split(":")[0] != other.split(":")[0] for one, other in sides.items())
    pair = {"armed_forces": "armed_group", "armed_group": "armed_forces"}
    return pair.get(kind, kind) if unlike else kind


def _party(party: str | None, sides: Mapping[str, str]) -> str | None:
    return sides.get(party, party) if party else None


def _side_of_speaker(found: Found, sides: Mapping[str, str]) -> str | None:
    speaker = found.speaker
    if speaker is None or speaker.source is None:
        return "outlet" if speaker is not None and speaker.is_outlet else None
    return _party(speaker.source.control_group, sides)


def _assessed(material: Material, sides: Mapping[str, str]) -> Iterator[Signature]:
    for a in material.assessments.values():
        against = tuple(sorted(_party(p, sides) or "" for p in a.alleged_against))
        for row in a.attributes:
            counts = row.counts
            yield (
                "row",
                against,
                str(row.attribute),
                str(row.corroboration.code),
                row.origins.lower,
                row.origins.upper,
                _party(row.origins.single_interest, sides),
                (counts.minimum, counts.maximum, counts.open_ended) if counts else None,
                tuple(sorted(str(p.relation) for p in row.pairs))
                if str(row.attribute) != "place.event"
                else None,
            )
        for c in a.contestation:
            yield ("contestation", against, _party(c.party, sides), _sorted(str(v) for v in c.values))
        for cell in a.verification:
            yield (
                "cell",
                against,
                str(cell.aspect),
                str(cell.result),
                cell.first_hand,
                cell.party_confirmation,
            )
        for step in a.process:
            yield ("process", against, str(step.stage), len(step.articles))
        for address in a.addressed:
            yield ("addressed", against, str(address.status))
    for total in material.figures.sums if material.figures else ():
        yield ("sum", _party(total.alleged_against, sides), str(total.role), total.minimum, total.maximum)


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words))
