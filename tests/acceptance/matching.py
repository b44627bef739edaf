"""When one of our readings counts as one of the gold readings.

A gold row counts as matched when

1. its **main part** is matched: same kind of reading, same normalised value (any of the accepted
   alternatives), and spans that overlap: the common stretch is at least half of the gold span *and* at
   least a quarter of ours (a reading that spreads over a paragraph points at nothing);
2. **every other part** of the row (the place beside the count, the method beside the act) is read in the
   same stretch: its span overlaps as in rule 1, or at least half of it lies in the gold span; and, if
   both hang on a mention, it hangs on the same mention as the main part;
3. no reading serves two rows as their main part; rows are paired with readings so that as many as
   possible are matched.

The main part is the count if the row has one, else the act. A row that is *absent* in the gold counts
when its incident was found and no reading of that attribute, overlapping the gold span at all, hangs on it.
Nothing here looks at who says it or how: speaker, speech act, modality, polarity and scope are measured
apart, over the matched rows.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.acceptance.found import Found
from tests.acceptance.key import Alternative, Key, Row

from allegata.model.source import Speaker
from allegata.model.value import Category, Count, Group, When, Where

Meets = Callable[[Row, Found], bool]

GOLD_SHARE, OUR_SHARE, PART_SHARE = 0.5, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Matched:
    """A gold row with the reading of ours that serves it, and those that serve its other parts."""

    row: Row
    main: Found
    others: tuple[Found, ...] = ()


def common(row: Row, found: Found) -> int:
    """How many characters the two spans share."""
    if row.seed != found.seed:
        return 0
    return max(0, min(row.end, found.span.end) - max(row.start, found.span.start))


def overlaps(row: Row, found: Found) -> bool:
    """Rule 1: half of the gold span, a quarter of ours."""
    shared = common(row, found)
    ours = found.span.end - found.span.start
    return shared >= GOLD_SHARE * (row.end - row.start) and shared >= OUR_SHARE * ours


def shares_half_of_the_shorter(row: Row, found: Found) -> bool:
    """A laxer rule 1, printed beside the measure and never asserted: half of whichever span is shorter."""
    return common(row, found) >= PART_SHARE * min(row.end - row.start, found.span.end - found.span.start)


def lies_within(row: Row, found: Found) -> bool:
    """Rule 2: at least half of our span lies in the gold span."""
    return common(row, found) >= PART_SHARE * (found.span.end - found.span.start)


def match(key: Key, readings: Iterable[Found], meets: Meets = overlaps) -> tuple[Matched, ...]:
    """As many rows as possible, each with a reading of its own. Absent rows are not looked at here."""
    all_found = list(readings)
    rows = [row for row in key.rows if not row.absent]
    options = {row.id: _options(key, row, all_found, meets) for row in rows}
    taken: dict[int, str] = {}
    chosen: dict[str, int] = {}

    def place(row_id: str, seen: set[int]) -> bool:
        for index in options[row_id]:
            if index in seen:
                continue
            seen.add(index)
            if index not in taken or place(taken[index], seen):
                taken[index] = row_id
                chosen[row_id] = index
                return True
        return False

    for row in rows:
        place(row.id, set())
    return tuple(
        Matched(row, all_found[chosen[row.id]], options[row.id][chosen[row.id]])
        for row in rows
        if row.id in chosen
    )


def _options(key: Key, row: Row, readings: Sequence[Found], meets: Meets) -> dict[int, tuple[Found, ...]]:
    """Index of each reading that may serve the row → the readings that serve its other parts; best first."""
    here = [(i, f) for i, f in enumerate(readings) if common(row, f)]
    result = {}
    for index, found in sorted(here, key=lambda pair: -common(row, pair[1])):
        if not meets(row, found) or mismatch(key, row.main, found, row.headline) is not None:
            continue
        others = [_beside(key, row, part, found, here) for part in row.parts[1:]]
        if all(other is not None for other in others):
            result[index] = tuple(other for other in others if other is not None)
    return result


def _beside(
    key: Key, row: Row, part: Sequence[Alternative], main: Found, here: Sequence[tuple[int, Found]]
) -> Found | None:
    for _, found in here:
        apart = main.mentions and found.mentions and not set(main.mentions) & set(found.mentions)
        if (
            (overlaps(row, found) or lies_within(row, found))
            and not apart
            and mismatch(key, part, found, row.headline) is None
        ):
            return found
    return None


def mismatch(key: Key, part: Sequence[Alternative], found: Found, headline: bool = False) -> str | None:
    """Why this reading is none of the accepted alternatives, in words; None when it is one."""
    reasons = [_mismatch(key, alternative, found) for alternative in part]
    if headline and None in reasons and found.kind.startswith("account:") and not found.headline:
        return "not marked as headline"
    return None if None in reasons else "; ".join(dict.fromkeys(r for r in reasons if r))


def _mismatch(key: Key, want: Alternative, found: Found) -> str | None:
    if found.kind != want["kind"]:
        return f"kind is not {want['kind']}"
    thing = found.thing
    value = getattr(thing, "value", None)
    checks: list[tuple[str, bool]] = []
    if found.kind.startswith("account:"):
        checks += _value_checks(key, want, value)
    elif found.kind in {"act", "allegation"}:
        checks += _act_checks(want, thing)
    else:
        checks += _record_checks(key, want, found)
    wrong = [name for name, right in checks if not right]
    return f"wrong {', '.join(wrong)}" if wrong else None


def _value_checks(key: Key, want: Alternative, value: Any) -> list[tuple[str, bool]]:
    checks = []
    if "low" in want:
        checks.append(("count", _count_is(want, value)))
    if "term" in want:
        checks.append(("term", isinstance(value, Category) and value.term in want["term"]))
    if "party" in want:
        party = want["party"] or None
        checks.append(("party", isinstance(value, Group) and value.party == party))
    if "by_marking" in want:
        checks.append(("by_marking", isinstance(value, Group) and value.by_marking is want["by_marking"]))
    if "place" in want:
        checks.append(("place", place_is(key.places[want["place"]], value)))
    if "relative" in want:
        checks.append(("relative time", relative_is(want["relative"], value)))
    if "edtf" in want:
        checks.append(("time", edtf_is(want["edtf"], value)))
    if "stated" in want:
        checks.append(("stated time", isinstance(value, When) and value.edtf == want["stated"]))
    if want.get("unresolved"):
        checks.append(
            ("time", not isinstance(value, When) or (value.edtf is None and value.earliest is None))
        )
    return checks


def _count_is(want: Alternative, value: Any) -> bool:
    if not isinstance(value, Count):
        return False
    high = None if want["high"] == "open" else want["high"]
    return (value.low, value.high, str(value.unit), value.vague) == (
        want["low"],
        high,
        want.get("unit", "persons"),
        want.get("vague", False),
    )


def relative_is(word: str, when: Any) -> bool:
    """A relative time that stayed relative: the word is in its normal form, and no day was filled in."""
    return isinstance(when, When) and word in (when.relative or "") and when.earliest is None


def edtf_is(edtf: str, when: Any) -> bool:
    """The stated parts and no more."""
    return isinstance(when, When) and when.edtf == edtf and when.earliest is None


def place_is(want: Alternative, where: Any) -> bool:
    """The wording names it, and no candidate is left that is another place.

    A reader whose gazetteer does not hold the name gives no candidate; that is accepted unless
    the key asks for one (`found`), because there the choice among namesakes is what is measured.
    """
    if not isinstance(where, Where) or not re.search(want["wording"], where.wording, re.IGNORECASE):
        return False
    if want.get("near") and not where.near:
        return False
    if not where.candidates:
        return not want.get("found", False)
    return all(_is_candidate(want, place) for place in where.candidates)


def _is_candidate(want: Alternative, place: Any) -> bool:
    if place.country != want["country"]:
        return False
    if "kinds" in want and str(place.kind) not in want["kinds"]:
        return False
    if "box" in want and place.latitude is not None and place.longitude is not None:
        south, north, west, east = want["box"]
        return bool(south <= place.latitude <= north and west <= place.longitude <= east)
    return True


def _act_checks(want: Alternative, act: Any) -> list[tuple[str, bool]]:
    checks = []
    if "term" in want:
        checks.append(("act", str(getattr(act, "type", None) or getattr(act, "act", "")) in want["term"]))
    for side in ("actor", "victim"):
        if side in want:
            accepted = [want[side]] if isinstance(want[side], str) else want[side]
            group = getattr(act, side)
            checks.append((side, ((group.party if group else None) or "") in accepted))
    return checks


def _record_checks(key: Key, want: Alternative, found: Found) -> list[tuple[str, bool]]:
    thing = found.thing
    checks: list[tuple[str, bool]] = []
    if want.get("by"):
        checks.append(("voice", any(is_voice(key, name, found.speaker) for name in want["by"])))
    if "party" in want:
        party = getattr(thing, "party", None) or getattr(thing, "alleged_party", None)
        checks.append(("party", party == (want["party"] or None)))
    if "sharer" in want:
        checks.append(("sharer", any(is_voice(key, name, thing.sharer) for name in want["sharer"])))
    if "chain" in want:
        chain = thing.chain or (found.statement.chain if found.statement else ())
        checks.append(("chain", all(any(is_voice(key, n, s) for s in chain) for n in want["chain"])))
    for name, field in TERMS.items():
        if want.get(name):
            checks.append((field, str(getattr(thing, field)) in want[name]))
    for name in ("first_hand", "self_interest", "separate", "suspects_named", "cumulative"):
        if name in want:
            checks.append((name, getattr(thing, name) is want[name]))
    checks += _wording_checks(want, thing)
    checks += _time_checks(want, thing)
    if "figures" in want:
        ours = sorted([str(c.unit), c.low] for c in thing.figures)
        checks.append(("figures", ours == sorted(want["figures"])))
    if "territories" in want:
        places = [*thing.territories, *([thing.scope.territory] if thing.scope.territory else [])]
        checks.append(
            ("territory", all(any(place_is(key.places[n], p) for p in places) for n in want["territories"]))
        )
    return checks


TERMS = {
    "aspect": "aspect",
    "result": "result",
    "response": "kind",
    "stage": "stage",
    "qualification": "kind",
    "referral": "type",
    "status": "status",
    "pattern": "kind",
}
"""Name in the key → the field of the record that must be one of the terms."""


def _wording_checks(want: Alternative, thing: Any) -> list[tuple[str, bool]]:
    checks: list[tuple[str, bool]] = []
    for name, field in {"media": "kind", "platform": "platform", "words": "words_used"}.items():
        if want.get(name):
            checks.append(
                (field, re.search(want[name], getattr(thing, field) or "", re.IGNORECASE) is not None)
            )
    for name in ("condition", "step", "trend", "author"):
        if want.get(name):
            checks.append((name, bool(getattr(thing, name))))
    if "articles" in want:
        stated = " ".join(thing.articles)
        named = all(re.search(p, stated, re.IGNORECASE) for p in want["articles"])
        checks.append(("articles", named if want["articles"] else not thing.articles))
    if "addressed" in want:
        bodies = [f"{a.wording} {a.candidate.id if a.candidate else ''}" for a in thing.addressed]
        checks.append(
            (
                "addressed",
                all(any(re.search(p, b, re.IGNORECASE) for b in bodies) for p in want["addressed"]),
            )
        )
    if "scope" in want:
        checks.append(("scope", str(thing.scope) == want["scope"]))
    return checks


def _time_checks(want: Alternative, thing: Any) -> list[tuple[str, bool]]:
    checks = []
    if "as_of" in want:
        checks.append(("as of", edtf_is(want["as_of"], thing.as_of)))
    if "first_seen_edtf" in want:
        checks.append(("first seen", edtf_is(want["first_seen_edtf"], thing.first_seen)))
    if "first_seen_relative" in want:
        checks.append(("first seen", relative_is(want["first_seen_relative"], thing.first_seen)))
    if "opened_relative" in want:
        checks.append(("opened on", relative_is(want["opened_relative"], thing.opened_on)))
    return checks


def is_voice(key: Key, name: str, speaker: Speaker | None) -> bool:
    """Whether this speaker is the voice the key means."""
    if speaker is None:
        return False
    if name == "outlet":
        return speaker.is_outlet
    who = key.speakers[name]
    source = speaker.source
    if who.party and source and source.control_group not in (None, who.party):
        return False
    names = [speaker.wording, *([source.id, source.name] if source else ())]
    return any(who.names(words) for words in names)


def axis_hits(matched: Sequence[Matched], axis: str) -> tuple[list[tuple[Matched, str]], int]:
    """The rows that miss on one axis, with what was read, and how many were scored."""
    scored = [m for m in matched if getattr(m.row, axis)]
    wrong = [(m, got) for m in scored if (got := m.main.axis(axis) or "nothing") not in getattr(m.row, axis)]
    return wrong, len(scored)


def speaker_hits(key: Key, matched: Sequence[Matched]) -> tuple[list[tuple[Matched, str]], int]:
    """The same for the speaker of accounts and media, whose voice is no part of the value."""
    scored = [m for m in matched if m.row.speaker]
    wrong = []
    for m in scored:
        speaker = m.main.statement.speaker if m.main.statement else None
        if not is_voice(key, m.row.speaker or "", speaker):
            wrong.append((m, speaker.key if speaker else "nothing"))
    return wrong, len(scored)
