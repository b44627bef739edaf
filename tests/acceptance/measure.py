"""The acceptance measure on five real articles. Prints every miss with what was there instead.

    python tests/acceptance/measure.py              the whole job: add, read, link, assess
    python tests/acceptance/measure.py --rooms      read, link and assess without a casebook: the same figures
    python tests/acceptance/measure.py --readings   the reader alone, in a few seconds
    python tests/acceptance/measure.py --swap       the whole job, and again with the sides exchanged

The articles are found by ALLEGATA_ARTICLES or beside the repository.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

if __package__ in (None, ""):  # run as a script: the tests are imported from the repository's root
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.acceptance import expected, forbidden, key, matching, traps
from tests.acceptance.found import Found
from tests.acceptance.incidents import Mapped, attached_elsewhere, map_incidents, pairs
from tests.acceptance.key import AXES, Key, Row
from tests.acceptance.matching import Matched
from tests.acceptance.material import Material, articles_folder, assess_texts, files, read_texts, run_texts

Check = tuple[str, bool, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """Everything measured. `axes` and `speaker`: misses and how many rows were scored."""

    key: Key
    material: Material
    matched: tuple[Matched, ...]
    absent: tuple[Check, ...]
    mapped: Mapped
    pairs: tuple[Check, ...]
    forbidden: tuple[Check, ...]
    traps: tuple[Check, ...]
    expected: tuple[Check, ...]
    axes: dict[str, tuple[list[tuple[Matched, str]], int]]
    inexact: tuple[str, ...]

    @property
    def readings_right(self) -> int:
        """Gold rows that count: matched, or rightly absent."""
        return len(self.matched) + sum(ok for _, ok, _ in self.absent)

    def axis_share(self, name: str) -> float:
        """The share of scored rows that are right on one axis."""
        wrong, scored = self.axes[name]
        return 1 - len(wrong) / scored if scored else 0.0


def measure(material: Material, the_key: Key | None = None) -> Measure:
    """Lay the material beside the key."""
    k = the_key or key.load()
    matched = matching.match(k, material.found)
    mapped = map_incidents(k, material, matched)
    axes = {axis: matching.axis_hits(matched, axis) for axis in AXES}
    axes["speaker"] = matching.speaker_hits(k, matched)
    return Measure(
        k,
        material,
        matched,
        tuple(_absent(k, material, mapped)),
        mapped,
        tuple(pairs(k, material, mapped)),
        tuple(forbidden.check(k, material, mapped)),
        tuple(traps.check(k, material)),
        tuple(expected.check(k, material, mapped, matched)) if material.full else (),
        axes,
        tuple(inexact_spans(material)),
    )


def _absent(k: Key, material: Material, mapped: Mapped) -> list[Check]:
    result = []
    for row in (r for r in k.rows if r.absent):
        mine = mapped.mentions(row.incident)
        hits = [
            f
            for f in material.found
            if f.kind == row.main[0]["kind"] and matching.common(row, f) and set(f.mentions) & mine
        ]
        words = "the incident was not found" if not mine else "; ".join(f.words for f in hits)
        result.append((row.id, bool(mine) and not hits, words))
    return result


def inexact_spans(material: Material) -> list[str]:
    """Every span whose quotation is not the text between its offsets."""
    wrong = []
    for seed, reading in material.readings.items():
        text = material.documents[seed].text
        spans = [f.span for f in material.found if f.seed == seed]
        for s in reading.statements:
            spans += [
                s.span,
                *s.content,
                *s.cues,
                *s.loaded_terms,
                *([s.speaker.span] if s.speaker.span else []),
            ]
        spans += [a for m in reading.mentions for a in m.anchors]
        wrong += [
            f"{seed} {s.start}:{s.end} {s.quote[:40]!r}" for s in spans if text[s.start : s.end] != s.quote
        ]
    return wrong


# --- the printed table ----------------------------------------------------------------------------


def table(m: Measure, details: bool = True) -> str:
    """One table, then every miss."""
    k = m.key
    lines = ["measure                     result", "--------------------------  ----------------------"]

    def line(name: str, words: str) -> None:
        lines.append(f"{name:26}  {words}")

    line("incidents found", f"{len(m.mapped.units)} of {len(k.incidents)}, {len(m.mapped.false)} false")
    line(
        "linkage pairs", _share(m.pairs) + ("" if m.material.full else "  (nothing linked: separations only)")
    )
    line("forbidden values absent", _share(m.forbidden))
    line("readings", f"{m.readings_right} of {len(k.rows)} ({m.readings_right / len(k.rows):.1%})")
    loose = len(matching.match(k, m.material.found, matching.shares_half_of_the_shorter))
    line(
        "  by the shorter span",
        f"{loose + sum(ok for _, ok, _ in m.absent)}, if half of the shorter span were enough",
    )
    elsewhere = attached_elsewhere(m.mapped, m.matched)
    line("  on another incident", f"{len(elsewhere)} of {len(m.matched)} matched")
    line("traps", _share(m.traps))
    for axis, (wrong, scored) in m.axes.items():
        line(axis, f"{scored - len(wrong)} of {scored} ({m.axis_share(axis):.1%})")
    line("computed results", _share(m.expected) if m.material.full else "not run")
    line("spans not exact", str(len(m.inexact)))
    if details:
        lines += _details(m, elsewhere)
    return "\n".join(lines)


def _share(checks: Sequence[Check]) -> str:
    return f"{sum(ok for _, ok, _ in checks)} of {len(checks)}"


def _details(m: Measure, elsewhere: Sequence[Matched]) -> list[str]:
    lines = ["", "INCIDENTS"]
    lines += [f"  not found: {letter}" for letter in m.key.incidents if letter not in m.mapped.units]
    for unit, why in m.mapped.false:
        lines.append(f"  false: {unit.id} {why}{_where(m.material, unit.mentions)}")
    lines += ["", "READINGS MISSED"]
    done = {x.row.id for x in m.matched}
    for row in m.key.rows:
        if not row.absent and row.id not in done:
            lines += _miss(m, row)
    lines += [f"  {name} must be absent: {words}" for name, ok, words in m.absent if not ok]
    lines += ["", "MATCHED, BUT ON ANOTHER INCIDENT"]
    for x in elsewhere:
        on = sorted({m.mapped.of_mention.get(i, "?") for i in x.main.mentions})
        lines.append(
            f"  {x.row.id} ({x.row.incident}) hangs on {'/'.join(on) or 'none'}: {x.main.words[:120]}"
        )
    for axis, (wrong, _) in m.axes.items():
        lines += ["", axis.upper()]
        for x, got in wrong:
            wanted = [x.row.speaker or ""] if axis == "speaker" else getattr(x.row, axis)
            lines.append(f"  {x.row.id} is {got}, should be {' or '.join(wanted)}: {_quote(x.main)}")
    groups = {"PAIRS": m.pairs, "FORBIDDEN": m.forbidden, "TRAPS": m.traps, "COMPUTED": m.expected}
    for title, checks in groups.items():
        lines += ["", title, *(f"  {name}: {words}" for name, ok, words in checks if not ok)]
    return [*lines, *(f"  span {words}" for words in m.inexact)]


def _miss(m: Measure, row: Row) -> list[str]:
    text = (
        m.material.documents[row.seed].text[row.start : row.end] if row.seed in m.material.documents else ""
    )
    want = " + ".join(" or ".join(_brief(a) for a in part) for part in row.parts)
    lines = [f"  {row.id} {row.seed} [{row.start}:{row.end}] {text[:110]!r}", f"      wanted {want}"]
    taken = {id(x.main): x.row.id for x in m.matched}
    kinds = {a["kind"] for part in row.parts for a in part}
    here = [f for f in m.material.found if matching.common(row, f)]
    here.sort(key=lambda f: (f.kind not in kinds, -matching.common(row, f)))
    for f in here[:6]:
        why = matching.mismatch(m.key, row.main, f, row.headline)
        if why is None:
            shared, gold, ours = matching.common(row, f), row.end - row.start, f.span.end - f.span.start
            why = f"span shares {shared / gold:.0%} of the gold, {shared / ours:.0%} of ours"
            if matching.overlaps(row, f):
                why = f"serves {taken[id(f)]}" if id(f) in taken else "another part of the row is missing"
        lines.append(
            f"      has {f.words[:170]}  <- {why}" if f.kind in kinds else f"      beside {f.words[:120]}"
        )
    return lines if here else [*lines, "      has nothing there"]


def _brief(alternative: key.Alternative) -> str:
    rest = ", ".join(f"{name}={value}" for name, value in alternative.items() if name != "kind")
    return f"{alternative['kind']}({rest})" if rest else str(alternative["kind"])


def _quote(found: Found) -> str:
    return repr(found.span.quote[:90])


def _where(material: Material, mentions: frozenset[str]) -> str:
    for seed, reading in material.readings.items():
        for mention in reading.mentions:
            if mention.id in mentions:
                words = [a.quote for a in mention.anchors[:2]] or [a.span.quote for a in mention.acts[:2]]
                return f": {seed} {words}"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Exit code 2 when the articles are absent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readings", action="store_true", help="the reader alone: no store, no linking")
    parser.add_argument("--rooms", action="store_true", help="read, link and assess, but store nothing")
    parser.add_argument("--swap", action="store_true", help="also compare with a run over exchanged sides")
    parser.add_argument("--brief", action="store_true", help="the table without the misses")
    given = parser.parse_args(arguments)
    folder = articles_folder()
    if folder is None:
        print(
            "left out: the five articles are absent (set ALLEGATA_ARTICLES or place them in ../shared/articles)"
        )
        return 2
    texts = {seed: path.read_bytes() for seed, path in files(folder, key.load()).items()}
    make = read_texts if given.readings else assess_texts if given.rooms else run_texts
    material = make(texts)
    print(table(measure(material), details=not given.brief))
    if given.swap:
        from tests.acceptance import swap

        mirrored = make(swap.swapped_texts(texts))
        differences = swap.differences(material, mirrored)
        print(f"\nside-swap: {len(differences)} differences")
        print("\n".join(f"  {d}" for d in differences[:60]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
