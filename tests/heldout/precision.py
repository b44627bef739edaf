"""What is read but contradicts the gold: wrong counts, places and sides, and the harmful errors.

The gold gives each incident every value that its article tells. A value of ours that hangs on that
incident and is none of them is wrong; an unknown (no party, no candidate) is never wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.acceptance.found import Found
from tests.acceptance.incidents import Mapped
from tests.acceptance.key import Key
from tests.acceptance.matching import Matched, common, place_is
from tests.acceptance.material import Material

from allegata.model.value import Count, Group, Where

UNCHECKED = {"could_not_verify", "in_progress"}
CHECKED = {"supports", "reported_verified"}
SILENT = {"no_comment", "no_response_known"}
AROUND = {"verification", "response", "proceeding", "referral", "aggregate"}
DENIED = {"denial", "responsibility_denied"}


@dataclass(frozen=True, slots=True)
class Values:
    """How many values were looked at, and which of them are wrong."""

    looked_at: int
    wrong: tuple[str, ...]


def values(key: Key, material: Material, mapped: Mapped) -> dict[str, Values]:
    """Counts, places and parties that hang on the incidents of the gold."""
    seen = {"counts": 0, "places": 0, "parties": 0}
    wrong: dict[str, list[str]] = {name: [] for name in seen}
    for letter, gold in key.incidents.items():
        mentions = mapped.mentions(letter)
        for found in (f for f in material.found if set(f.mentions) & mentions):
            for name, good, shown in _checks(key, gold, found):
                seen[name] += 1
                if not good:
                    words = " ".join(found.span.quote.split())[:110]
                    wrong[name].append(f"{letter} {found.kind} {shown} from {words!r}")
    return {name: Values(seen[name], tuple(wrong[name])) for name in seen}


def _checks(key: Key, gold: Any, found: Found) -> Iterator[tuple[str, bool, str]]:
    value = getattr(found.thing, "value", None)
    if isinstance(value, Count):
        role = found.kind.removeprefix("account:victims.").replace(
            "persons_visible_fate_unknown", "fate_unknown"
        )
        ours = [role, value.low, "open" if value.high is None else value.high]
        # who was killed may also be counted as captured, affected or shown: the number is the same
        loose = role not in {"killed", "injured"} and ours[1:] in [c[1:] for c in gold["counts"]]
        yield "counts", value.vague or loose or ours in gold["counts"], f"{value.low}..{value.high}"
    if isinstance(value, Where) and found.kind == "account:place.event":
        # a name that several places share is not wrong while the right one is among them
        each = [replace(value, candidates=(p,)) for p in value.candidates] or [value]
        good = any(place_is(key.places[name], one) for name in gold["places"] for one in each)
        shown = "/".join(dict.fromkeys(f"{p.name} ({p.country})" for p in value.candidates[:3]))
        yield "places", good, f"{value.wording!r} = {shown or 'no candidate'}"
    sides = {"actor": getattr(found.thing, "actor", None), "victim": getattr(found.thing, "victim", None)}
    if found.kind == "account:alleged_perpetrator.group":
        sides = {"actor": value}
    elif found.kind == "account:victims.group":
        sides = {"victim": value}
    for side, group in sides.items():
        if isinstance(group, Group) and group.party is not None:
            yield (
                "parties",
                group.party in gold[side],
                f"{side} {group.party}{_swapped(gold, side, group.party)}",
            )


def _swapped(gold: Any, side: str, party: str) -> str:
    other = "victim" if side == "actor" else "actor"
    return " SWAPPED" if party in gold[other] and party not in gold[side] else ""


def mixed(material: Material, matched: Sequence[Matched]) -> list[str]:
    """Incidents of ours that hold readings of two incidents of the gold: the worst false merge."""
    result = []
    for unit in material.units:
        letters = {
            x.row.incident
            for x in matched
            if x.row.incident
            and x.main.kind.startswith(("account:", "act"))
            and set(x.main.mentions) & unit.mentions
        }
        if len(letters) > 1:
            result.append(f"{unit.id} holds {' and '.join(sorted(letters))}")
    return result


def swapped_acts(key: Key, material: Material) -> list[str]:
    """Acts of ours on the words of a gold act whose actor is the gold's victim, or the other way round."""
    result = []
    for row in key.rows:
        want = row.main[0]
        for f in (f for f in material.found if f.kind == want["kind"] == "act" and common(row, f)):
            for side, other in (("actor", "victim"), ("victim", "actor")):
                group = getattr(f.thing, side)
                party = group.party if group else None
                if party and party in want[other] and party not in want[side]:
                    result.append(f"{row.id} {side} is {party}: {f.words[:150]}")
    return result


def surplus(key: Key, material: Material) -> list[str]:
    """Records around an incident where the gold has none of the kind; the gold lists all of these kinds."""
    result = []
    for f in material.found:
        rows = [r for r in key.rows if f.kind in {a["kind"] for part in r.parts for a in part}]
        if f.kind in AROUND and not any(common(row, f) for row in rows):
            result.append(f"{f.seed} {f.words[:110]} from {' '.join(f.span.quote.split())[:110]!r}")
    return result


def harmful(key: Key, material: Material) -> list[str]:
    """Negated or pending verification read as done; silence or a general denial read as an answer to this."""
    result = []
    for row in key.rows:
        want = row.main[0]
        for f in (
            f for f in material.found if f.kind == want["kind"] and common(row, f) > (row.end - row.start) / 2
        ):
            if (
                f.kind == "verification"
                and set(want["result"]) <= UNCHECKED
                and str(f.thing.result) in CHECKED
            ):
                result.append(f"{row.id} unchecked read as checked: {f.words[:150]}")
            if f.kind == "response" and set(want["response"]) <= SILENT and str(f.thing.kind) in DENIED:
                result.append(f"{row.id} silence read as denial: {f.words[:150]}")
            general = row.scope and "this_incident" not in row.scope
            denied = f.kind == "response" and str(f.thing.kind) in DENIED
            if denied and general and f.axis("scope") == "this_incident":
                result.append(f"{row.id} general denial read as an answer to this: {f.words[:150]}")
    return result
