"""The reader on invented articles it was not written for: the acceptance measure, and what is wrong in it.

python tests/heldout/measure.py              read, link and assess, without a casebook
python tests/heldout/measure.py --readings   the reader alone, nothing linked
python tests/heldout/measure.py --brief      the figures without the misses
python tests/heldout/measure.py --only h03   one article
python tests/heldout/measure.py --set tests/unseen   another set of articles in the same form
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

if __package__ in (None, ""):  # run as a script: the tests are imported from the repository's root
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.acceptance import key
from tests.acceptance.key import Key
from tests.acceptance.material import Material, assess_texts, files, read_texts
from tests.acceptance.measure import Measure, measure
from tests.acceptance.measure import table as acceptance_table
from tests.heldout import precision, statements
from tests.heldout.build import HELDOUT, KEY_NAME
from tests.heldout.statements import Compared, Said, f1

from allegata.model.statement import Statement


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The acceptance measure over the invented articles, with the figures of precision beside it."""

    measure: Measure
    values: dict[str, precision.Values]
    harmful: tuple[str, ...]
    surplus: tuple[str, ...]
    mixed: tuple[str, ...]
    swapped: tuple[str, ...]
    statements: Compared
    gold: tuple[Said, ...]

    @property
    def incidents(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the incidents."""
        m = self.measure
        found, wanted = len(m.mapped.units), len(m.key.incidents)
        p = found / max(1, found + len(m.mapped.false))
        r = found / wanted
        return p, r, f1(p, r)


def the_key(only: str | None = None, folder: Path = HELDOUT) -> Key:
    """The gold, of all articles of a set or of one."""
    whole = key.load(folder / KEY_NAME)
    if only is None:
        return whole
    return replace(
        whole,
        articles=(only,),
        incidents={k: v for k, v in whole.incidents.items() if only in v["seeds"]},
        rows=tuple(r for r in whole.rows if r.seed == only),
        traps=tuple(t for t in whole.traps if t.seed == only),
        pairs=tuple(p for p in whole.pairs if p["left"].startswith(only)),
    )


def texts(k: Key, folder: Path = HELDOUT) -> dict[str, bytes]:
    """The articles of the key."""
    return {seed: path.read_bytes() for seed, path in files(folder / "articles", k).items()}


def held_out(material: Material, k: Key, folder: Path = HELDOUT) -> HeldOut:
    """Lay the material beside the gold."""
    m = measure(material, k)
    gold = tuple(s for s in statements.load(folder / KEY_NAME) if s.seed in k.articles)
    return HeldOut(
        m,
        precision.values(k, material, m.mapped),
        tuple(precision.harmful(k, material)),
        tuple(precision.surplus(k, material)),
        tuple(precision.mixed(material, m.matched)),
        tuple(precision.swapped_acts(k, material)),
        statements.compare(k, gold, material),
        gold,
    )


def table(h: HeldOut, details: bool = True) -> str:
    """The acceptance table, then the figures of precision, then every miss."""
    whole = acceptance_table(h.measure, details)
    head, _, rest = whole.partition("\n\n")
    lines = [head, f"{'incidents':26}  {_scores(h.incidents)}"]
    lines += [
        f"{'statements':26}  {_scores(h.statements.score(False))} by speaker and content",
        f"{'  and speech act':26}  {_scores(h.statements.score(True))}",
    ]
    for name, v in h.values.items():
        lines.append(f"{'wrong ' + name:26}  {len(v.wrong)} of {v.looked_at} on the gold's incidents")
    lines.append(f"{'sides of an act swapped':26}  {len(h.swapped)}")
    lines.append(
        f"{'two incidents mixed':26}  {len(h.mixed)} of {len(h.measure.material.units)} incidents of ours"
    )
    lines.append(f"{'other harmful errors':26}  {len(h.harmful)}")
    around = sum(f.kind in precision.AROUND for f in h.measure.material.found)
    lines.append(
        f"{'records not in the gold':26}  {len(h.surplus)} of {around} answers, checks, steps, totals"
    )
    if details:
        lines += ["", rest, *_details(h)]
    return "\n".join(lines)


def _scores(scores: tuple[float, float, float]) -> str:
    p, r, f = scores
    return f"F1 {f:.3f} (precision {p:.3f}, recall {r:.3f})"


def _details(h: HeldOut) -> list[str]:
    lines = ["", "READINGS RIGHT, BY KIND AND BY ARTICLE", *_shares(h)]
    lines += ["", "WRONG VALUES", *(f"  {w}" for v in h.values.values() for w in v.wrong)]
    lines += [
        "",
        "HARMFUL",
        *(f"  {w}" for w in (*h.swapped, *h.mixed, *h.harmful)),
        "",
        "RECORDS NOT IN THE GOLD",
    ]
    lines += [*(f"  {w}" for w in h.surplus), "", "STATEMENTS MISSED"]
    documents = h.measure.material.documents
    near = {id(s): ours for s, ours in _near(h)}
    for s in h.statements.missed:
        words = documents[s.seed].text[s.start : s.end]
        other = near.get(id(s))
        read = f"  <- spoken by {other.speaker.key!r}" if other else ""
        lines.append(f"  {s.seed} {s.speaker}: {' '.join(words.split())[:110]!r}{read}")
    lines += ["", "STATEMENTS OF OURS THAT THE GOLD HAS NOT"]
    for seed, ours in h.statements.surplus:
        content = " … ".join(" ".join(c.quote.split()) for c in ours.content)[:110]
        lines.append(f"  {seed} {ours.speaker.key!r} {ours.speech_act}: {content!r}")
    lines += ["", "SPEECH ACT OF MATCHED STATEMENTS"]
    for s, ours in h.statements.pairs:
        if ours.speech_act not in s.speech_act:
            content = " ".join(ours.content[0].quote.split())[:90]
            lines.append(f"  {s.seed} {ours.speech_act}, should be {' or '.join(s.speech_act)}: {content!r}")
    return lines


def _shares(h: HeldOut) -> list[str]:
    rows = [r for r in h.measure.key.rows if not r.absent]
    done = {x.row.id for x in h.measure.matched}
    names = [(r, name) for r in rows for name in (r.main[0]["kind"], r.seed)]
    whole = Counter(name for _, name in names)
    right = Counter(name for r, name in names if r.id in done)
    return [f"  {name:32} {right[name]} of {number}" for name, number in sorted(whole.items())]


def _near(h: HeldOut) -> list[tuple[Said, Statement]]:
    by_place = {(h.gold[i].seed, h.gold[i].start, h.gold[i].end): s for i, s in h.statements.near.items()}
    return [
        (s, by_place[s.seed, s.start, s.end])
        for s in h.statements.missed
        if (s.seed, s.start, s.end) in by_place
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readings", action="store_true", help="the reader alone: nothing linked")
    parser.add_argument("--brief", action="store_true", help="the figures without the misses")
    parser.add_argument("--only", help="one article, such as h03")
    parser.add_argument("--set", type=Path, default=HELDOUT, help="the folder with articles and gold")
    given = parser.parse_args(arguments)
    folder = given.set.resolve()
    k = the_key(given.only, folder)
    material = (read_texts if given.readings else assess_texts)(texts(k, folder))
    print(table(held_out(material, k, folder), details=not given.brief))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
