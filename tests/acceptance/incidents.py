"""Which of our incidents is which of the gold's, and whether pairs of them were kept together or apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.acceptance.found import Found
from tests.acceptance.key import Key
from tests.acceptance.matching import Matched, common, lies_within
from tests.acceptance.material import Material, Unit

NEAR = 0.1
"""What a reading that merely lies in a gold span weighs against one that matches it."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """`units`: letter → our incidents that tell of it (several with the reader alone: one per article).

    `false` are incidents of ours that are none of the gold's: no gold reading hangs on them, or they
    split an incident that another one already tells of.
    """

    units: Mapping[str, tuple[Unit, ...]]
    of_mention: Mapping[str, str]
    false: tuple[tuple[Unit, str], ...]

    def mentions(self, letter: str) -> frozenset[str]:
        """All mentions in the incidents that tell of this one."""
        return frozenset(m for unit in self.units.get(letter, ()) for m in unit.mentions)


def map_incidents(key: Key, material: Material, matched: Sequence[Matched]) -> Mapped:
    """Best overlap of matched rows decides; each gold incident takes one of ours (one per article unlinked)."""
    weights = _weights(key, material.found, matched)
    of_mention = {m: max(w, key=lambda letter: w[letter]) for m, w in weights.items() if w}
    scores: list[tuple[float, str, Unit]] = []
    for unit in material.units:
        total: dict[str, float] = defaultdict(float)
        for mention in unit.mentions:
            for letter, weight in weights.get(mention, {}).items():
                total[letter] += weight
        scores += [(weight, letter, unit) for letter, weight in total.items()]
    units: dict[str, tuple[Unit, ...]] = {}
    used: set[str] = set()
    seed_of = {m.id: seed for seed, r in material.readings.items() for m in r.mentions}
    for _, letter, unit in sorted(scores, key=lambda s: (-s[0], s[1], s[2].id)):
        seeds = {seed_of[m] for m in unit.mentions if m in seed_of}
        here = {seed_of[m] for other in units.get(letter, ()) for m in other.mentions if m in seed_of}
        full = bool(units.get(letter)) if material.full else bool(seeds & here)
        if unit.id not in used and not full:
            used.add(unit.id)
            units[letter] = (*units.get(letter, ()), unit)
    false = []
    for unit in material.units:
        if unit.id not in used:
            best = {of_mention[m] for m in unit.mentions if m in of_mention}
            false.append(
                (unit, f"splits {'/'.join(sorted(best))}" if best else "tells of no incident of the gold")
            )
    return Mapped(units, of_mention, tuple(false))


def _weights(key: Key, readings: Sequence[Found], matched: Sequence[Matched]) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for m in matched:
        if m.row.incident and m.main.kind.startswith(("account:", "act")):
            for mention in m.main.mentions:
                weights[mention][m.row.incident] += 1
    rows = [r for r in key.rows if r.incident and not r.absent]
    for f in readings:
        if not f.kind.startswith(("account:", "act")):
            continue
        for row in rows:
            kinds = {a["kind"] for part in row.parts for a in part}
            if (
                kinds & {f.kind, "act" if f.kind == "account:act.type" else f.kind}
                and common(row, f)
                and lies_within(row, f)
            ):
                for mention in f.mentions:
                    weights[mention][row.incident] += NEAR
    return weights


def attached_elsewhere(mapped: Mapped, matched: Sequence[Matched]) -> list[Matched]:
    """Matched rows of one incident whose reading hangs on another one, or on none."""
    wrong = []
    for m in matched:
        if not m.row.incident:
            continue
        mine = mapped.mentions(m.row.incident)
        if not set(m.main.mentions) & mine:
            wrong.append(m)
    return wrong


def pairs(key: Key, material: Material, mapped: Mapped) -> list[tuple[str, bool, str]]:
    """Each linkage pair: its name, whether it came out as in the gold, and why not."""
    result = []
    seed_of = {m.id: seed for seed, r in material.readings.items() for m in r.mentions}
    for pair in key.pairs:
        left, right = pair["left"], pair["right"]
        name = f"{left} / {right}: {pair['expected']}"
        if pair["expected"] == "same":
            letter = next(
                k for k, v in key.incidents.items() if left[:3] in v["seeds"] and right[:3] in v["seeds"]
            )
            together = [{seed_of.get(m) for m in unit.mentions} for unit in mapped.units.get(letter, ())]
            right_so = any({left[:3], right[:3]} <= seeds for seeds in together)
            result.append((name, right_so, "" if right_so else "not in one incident"))
            continue
        one, other = mapped.units.get(left, ()), mapped.units.get(right, ())
        if not one or not other:
            result.append((name, False, f"{left if not one else right} was not found"))
            continue
        mixed = [
            unit.id
            for unit in material.units
            if {left, right} <= {mapped.of_mention[m] for m in unit.mentions if m in mapped.of_mention}
        ]
        result.append((name, not mixed, f"one incident holds both: {mixed}" if mixed else ""))
    return result
