"""Stretches of text that invite a wrong reading: left out, or read as what they are."""

from collections.abc import Callable

from tests.acceptance.found import Found
from tests.acceptance.key import Key, Trap
from tests.acceptance.matching import place_is
from tests.acceptance.material import Material

from allegata.model.value import Count, When
from allegata.model.vocabulary import Quotation, QuoteFidelity


def check(key: Key, material: Material) -> list[tuple[str, bool, str]]:
    """Each trap: its id, whether it was avoided, and what was made of it."""
    return [(trap.id, *_one(key, material, trap)) for trap in key.traps]


def _one(key: Key, material: Material, trap: Trap) -> tuple[bool, str]:
    if trap.seed not in material.documents:
        return False, "the article was not read"
    here = [
        f
        for f in material.found
        if f.seed == trap.seed and f.span.start < trap.end and trap.start < f.span.end
    ]
    kind, _, place = trap.read_as.partition(":")
    if kind == "place":
        return _is_placed(key, here, place)
    return CHECKS[kind](material, trap, here)


def _left_out(material: Material, trap: Trap, here: list[Found]) -> tuple[bool, str]:
    segment = material.documents[trap.seed].segment_at(trap.start)
    role = str(segment.role) if segment else "no segment"
    whole = segment is not None and segment.end >= trap.end
    return role in trap.roles and whole and not here, f"read as {role}{_list(here)}"


def _singular(material: Material, trap: Trap, here: list[Found]) -> tuple[bool, str]:
    wrong = [f for f in here if isinstance(v := getattr(f.thing, "value", None), Count) and v.low > 2]
    return not wrong, f"counted{_list(wrong)}"


def _no_break_space(material: Material, trap: Trap, here: list[Found]) -> tuple[bool, str]:
    text = material.documents[trap.seed].text
    kept = "\u00a0" in text[trap.start : trap.end]
    exact = all(text[f.span.start : f.span.end] == f.span.quote for f in here)
    return kept and exact, "the no-break space is gone" if not kept else "spans are not exact"


def _unresolved(material: Material, trap: Trap, here: list[Found]) -> tuple[bool, str]:
    wrong = [f for f in here if _resolved(f)]
    return not wrong, f"a day was filled in{_list(wrong)}"


def _is_placed(key: Key, here: list[Found], name: str) -> tuple[bool, str]:
    placed = [f for f in here if f.kind == "account:place.event"]
    right = bool(placed) and all(place_is(key.places[name], f.thing.value) for f in placed)
    return right, f"placed as{_list(placed)}"


def _is_quoted(material: Material, trap: Trap, here: list[Found]) -> tuple[bool, str]:
    holders = [
        s
        for s in material.readings[trap.seed].statements
        if any(c.start <= trap.start and trap.end <= c.end for c in s.content)
    ]
    if not holders:
        return False, "no statement holds these words"
    quoted = [s for s in holders if s.quotation in {Quotation.DIRECT, Quotation.MIXED}]
    verbatim = [s for s in quoted if s.quote_fidelity is QuoteFidelity.VERBATIM_ORIGINAL_LANGUAGE]
    return bool(
        quoted
    ) and not verbatim, "taken as the speaker's own first words" if quoted else "not as a quotation"


def _resolved(found: Found) -> bool:
    times = [getattr(found.thing, n, None) for n in ("value", "when", "as_of", "first_seen", "opened_on")]
    return any(isinstance(t, When) and t.earliest is not None for t in times)


def _list(found: list[Found]) -> str:
    return "".join(f"; {f.words[:90]}" for f in found[:3])


CHECKS: dict[str, Callable[[Material, Trap, list[Found]], tuple[bool, str]]] = {
    "left_out": _left_out,
    "quoted": _is_quoted,
    "singular": _singular,
    "no_break_space": _no_break_space,
    "unresolved_time": _unresolved,
}
