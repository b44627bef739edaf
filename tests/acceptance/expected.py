"""Computed results: each number that must follow from the five articles, against what was computed."""

from collections.abc import Iterator

from tests.acceptance.found import Found
from tests.acceptance.incidents import Mapped
from tests.acceptance.key import Alternative, Key
from tests.acceptance.matching import Matched, common
from tests.acceptance.material import Material

from allegata.model.assessment import AttributeAssessment, IncidentAssessment
from allegata.model.vocabulary import CountRole, Relation

Result = tuple[str, bool, str]


def check(key: Key, material: Material, mapped: Mapped, matched: tuple[Matched, ...]) -> list[Result]:
    """Every expectation: its name, whether it holds, and what was computed."""
    results: list[Result] = []
    for entry in key.expected:
        results += _incident(key, material, mapped, matched, entry)
    for entry in key.sums:
        results.append(_sum(material, mapped, entry))
    results += [_no_side(material, mapped, letter) for letter in key.not_stated]
    results += [_total(material, entry) for entry in key.totals]
    results += [_inside(key, material, mapped, entry) for entry in key.inside]
    return results


def _assessment(material: Material, mapped: Mapped, letter: str) -> IncidentAssessment | None:
    for unit in mapped.units.get(letter, ()):
        return material.assessments.get(unit.id)
    return None


def _incident(
    key: Key, material: Material, mapped: Mapped, matched: tuple[Matched, ...], entry: Alternative
) -> Iterator[Result]:
    name = f"{entry['incident']}.{entry['attribute']}"
    assessment = _assessment(material, mapped, entry["incident"])
    row = (
        next((r for r in assessment.attributes if r.attribute == entry["attribute"]), None)
        if assessment
        else None
    )
    if row is None or assessment is None:
        yield name, False, "nothing was computed"
        return
    accounts = [f for f in material.found if f.kind.startswith("account:") and f.thing.id in row.accounts]
    for gold_id, low, high in entry.get("values", ()):
        hits = [f for f in accounts if _serves(key, gold_id, f, low, high)]
        others = [f for f in accounts if _touches(key, gold_id, f)]
        yield f"{name} value {gold_id}", bool(hits), "; ".join(f.words for f in others) or "no account there"
    if "reported" in entry:
        low, high = entry["reported"]
        ours = (row.counts.minimum, row.counts.maximum, row.counts.open_ended) if row.counts else None
        yield f"{name} reported", ours == (low, None if high == "open" else high, high == "open"), f"{ours}"
    if "roots" in entry:
        roots = (row.origins.lower, row.origins.upper)
        named = ", ".join(f"{r.kind}:{r.name}" for r in row.origins.roots)
        yield f"{name} roots", roots == tuple(entry["roots"]), f"{roots} ({named})"
    yield f"{name} code", row.corroboration.code == entry["code"], str(row.corroboration.code)
    if "single_interest" in entry:
        yield (
            f"{name} single interest",
            row.origins.single_interest == entry["single_interest"],
            str(row.origins.single_interest),
        )
    if "relation" in entry:
        ids = {f.thing.id for f in accounts if not f.headline}
        between = {p.relation for p in row.pairs if {p.left, p.right} <= ids}
        yield f"{name} relation", between == {Relation(entry["relation"])}, f"{sorted(between)}"
    if "headline_out" in entry:
        yield f"{name} headline left out", _headline_out(key, material, row, entry), "counted in"
    if "fate_unknown" in entry:
        counts = [
            r.counts for r in assessment.attributes if r.counts and r.counts.role is CountRole.FATE_UNKNOWN
        ]
        shown = [c.minimum for c in counts]
        yield f"{name} fate unknown", shown == [entry["fate_unknown"]], f"{shown}"
    if "refines" in entry:
        yield (
            f"{name} refines",
            _refines(key, matched, row, *entry["refines"]),
            f"{[p.relation for p in row.pairs]}",
        )


def _touches(key: Key, gold_id: str, found: Found) -> bool:
    row = next(r for r in key.rows if r.id == gold_id)
    return common(row, found) > 0


def _serves(key: Key, gold_id: str, found: Found, low: int, high: int | str) -> bool:
    value = found.thing.value
    return _touches(key, gold_id, found) and (value.low, value.high) == (
        low,
        None if high == "open" else high,
    )


def _headline_out(key: Key, material: Material, row: AttributeAssessment, entry: Alternative) -> bool:
    """The headline's figure is on record, and among those that the range leaves out."""
    excluded = {account for account, _ in row.counts.excluded} if row.counts else set()
    for gold_id in entry["headline_out"]:
        there = [
            f
            for f in material.found
            if f.kind == "account:victims.killed" and _touches(key, gold_id, f) and f.headline
        ]
        if not there or any(f.thing.id not in excluded for f in there if f.thing.id in row.accounts):
            return False
    return True


def _refines(
    key: Key, matched: tuple[Matched, ...], row: AttributeAssessment, inner: str, outer: str
) -> bool:
    ids = {m.row.id: m.main.thing.id for m in matched}
    if inner not in ids or outer not in ids:
        return False
    wanted = {(ids[inner], ids[outer], Relation.REFINES), (ids[outer], ids[inner], Relation.REFINED_BY)}
    return any((p.left, p.right, p.relation) in wanted for p in row.pairs)


def _sum(material: Material, mapped: Mapped, entry: Alternative) -> Result:
    name = f"sum of killed alleged against {entry['against']}"
    sums = [
        s
        for s in (material.figures.sums if material.figures else ())
        if s.alleged_against == entry["against"] and s.role is CountRole.KILLED
    ]
    if len(sums) != 1:
        return name, False, f"{len(sums)} sums"
    ours = sums[0]
    want = {u.id for letter in entry["each"] for u in mapped.units.get(letter, ())}
    without = {u.id for letter in entry.get("without_count", ()) for u in mapped.units.get(letter, ())}
    # an incident whose acts are of another kind (a wounding) is named with that reason instead
    told = {*ours.without_count, *(incident for incident, _ in ours.excluded)}
    right = ours.minimum == entry["minimum"] and set(ours.included) == want and without <= told
    return (
        name,
        right,
        f"{ours.minimum} from {len(ours.included)} incidents, {len(ours.without_count)} without a count",
    )


def _no_side(material: Material, mapped: Mapped, letter: str) -> Result:
    assessment = _assessment(material, mapped, letter)
    ours = assessment.alleged_against if assessment else None
    return f"{letter} no alleged side", ours == (), f"{ours}"


def _with_figure(material: Material, number: int) -> set[str]:
    return {
        f.thing.id
        for f in material.found
        if f.kind == "aggregate" and any(c.low == number for c in f.thing.figures)
    }


def _total(material: Material, entry: Alternative) -> Result:
    """The check between the aggregates that hold these figures, told apart by the figures in its words."""
    name = f"total {entry['left']} against {entry['right']}"
    checks = material.figures.checks if material.figures else ()
    left, right = _with_figure(material, entry["left"]), _with_figure(material, entry["right"])
    between = [
        c for c in checks if (c.left in left and c.right in right) or (c.left in right and c.right in left)
    ]
    telling = [c for c in between if str(entry["left"]) in c.words and str(entry["right"]) in c.words]
    want = entry["holds"] if isinstance(entry["holds"], bool) else None
    right_so = bool(telling if want is not None else between) and all(c.holds is want for c in telling)
    return name, right_so, "; ".join(f"{c.holds}: {c.words}" for c in between) or "no check"


def _inside(key: Key, material: Material, mapped: Mapped, entry: Alternative) -> Result:
    """What is documented inside a total's scope: the parts are computed; the year is a person's to set."""
    name = f"documented beside the total of {entry['total']}"
    minima = []
    for letter in entry["incidents"]:
        assessment = _assessment(material, mapped, letter)
        killed = (
            [r.counts for r in assessment.attributes if r.attribute == "victims.killed"] if assessment else []
        )
        minima += [c.minimum for c in killed if c and c.minimum is not None]
    checks = [
        c
        for c in (material.figures.checks if material.figures else ())
        if c.left in _with_figure(material, entry["total"]) and c.right == "documented"
    ]
    right = sum(minima) == entry["minimum"] and bool(checks) and all(c.holds is None for c in checks)
    return name, right, f"minimum {sum(minima)}; " + ("; ".join(c.words for c in checks) or "no check")
