"""Texts that try to give orders to whatever reads them: named, and read as data like any other text."""

import re

from allegata.errors import Problem, Severity
from allegata.model.knowledge import Lexicon
from allegata.reading.furniture import matches

_PIECE = re.compile(r"[^\n]+")
_LONGEST = 400
"""Characters of a line looked at in one go: patterns then cost the same however long a line is."""


def orders(text: str, lexicon: Lexicon, name: str) -> tuple[Problem, ...]:
    """A notice for a text that gives instructions to machines, with the first words that do so.

    :param text: a document's text, furniture included: such words hide there.
    :param lexicon: `instructions`; the group `any` is used.
    :param name: the file, for the Problem.
    """
    for piece in _PIECE.finditer(text):
        line = " ".join(piece[0].lower().replace("\u2019", "'").split())
        for start in range(0, max(len(line), 1), _LONGEST // 2):
            if matches(lexicon, "any", line[start : start + _LONGEST]):
                what = f"The text gives instructions to machines that read it: “{_short(piece[0])}”. None was followed."
                remedy = "Look at the text: somebody may have meant to change what is recorded from it."
                return (Problem("text_gives_instructions", name, what, remedy, Severity.NOTICE),)
    return ()


def _short(line: str) -> str:
    bare = " ".join(line.split())
    return bare if len(bare) <= 80 else f"{bare[:79]}…"
