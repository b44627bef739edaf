"""Whole statements beside the gold: who speaks, which words are theirs, and what they do by saying them.

A statement counts when the speaker is the gold's and the common stretch of the contents is at least half
of either content. The publisher's own voice is left out on both sides. Gold statements marked optional
(silence told by the outlet, a checker as grammatical subject) are neither missed nor counted as surplus.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.key import Key
from tests.acceptance.matching import is_voice
from tests.acceptance.material import Material

from allegata.model.statement import Statement

SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """A gold statement."""

    seed: str
    start: int
    end: int
    speaker: str
    speech_act: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """`pairs`: gold with ours by speaker and content. `near`: content alone, the speaker another one."""

    pairs: tuple[tuple[Said, Statement], ...]
    missed: tuple[Said, ...]
    surplus: tuple[tuple[str, Statement], ...]
    near: Mapping[int, Statement]

    def score(self, with_act: bool) -> tuple[float, float, float]:
        """Precision, recall and F1 over the statements that are not optional."""
        must = [(g, s) for g, s in self.pairs if not g.optional]
        right = sum(not with_act or s.speech_act in g.speech_act for g, s in must)
        precision = right / max(1, len(must) + len(self.surplus))
        recall = right / max(1, len(must) + len(self.missed))
        return precision, recall, f1(precision, recall)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def load(path: Path) -> tuple[Said, ...]:
    """The gold statements of the key."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["statement"]
    return tuple(
        Said(e["seed"], e["span"][0], e["span"][1], e["speaker"], tuple(e["speech_act"]), e["optional"])
        for e in raw
    )


def compare(key: Key, gold: Sequence[Said], material: Material) -> Compared:
    """As many gold statements as possible, each with a statement of ours."""
    ours = [
        (seed, s) for seed, r in material.readings.items() for s in r.statements if not s.speaker.is_outlet
    ]
    options = {
        g: [i for i, (seed, s) in enumerate(ours) if seed == gold[g].seed and _same(key, gold[g], s)]
        for g in range(len(gold))
    }
    taken: dict[int, int] = {}

    def place(g: int, seen: set[int]) -> bool:
        for i in options[g]:
            if i not in seen:
                seen.add(i)
                if i not in taken or place(taken[i], seen):
                    taken[i] = g
                    return True
        return False

    for g in sorted(options, key=lambda g: gold[g].optional):
        place(g, set())
    found = set(taken.values())
    near = {
        g: s
        for g in range(len(gold))
        if g not in found
        for seed, s in ours
        if seed == gold[g].seed and content_overlaps(gold[g], s)
    }
    return Compared(
        tuple((gold[g], ours[i][1]) for i, g in sorted(taken.items())),
        tuple(s for g, s in enumerate(gold) if g not in found and not s.optional),
        tuple(pair for i, pair in enumerate(ours) if i not in taken),
        near,
    )


def _same(key: Key, gold: Said, ours: Statement) -> bool:
    return content_overlaps(gold, ours) and is_voice(key, gold.speaker, ours.speaker)


def content_overlaps(gold: Said, ours: Statement) -> bool:
    """Half of the gold content and half of ours."""
    shared = sum(max(0, min(gold.end, c.end) - max(gold.start, c.start)) for c in ours.content)
    length = sum(c.end - c.start for c in ours.content)
    return shared >= SHARE * (gold.end - gold.start) and shared >= SHARE * length
