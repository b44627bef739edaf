"""What two texts side by side may cost."""

import random
import time

import pytest

pytest.importorskip("litestar", reason="left out: the extra `web` is not installed")

from allegata.model.document import Document
from allegata.web.routes import beside


def text(name: str, seed: int) -> Document:
    chance = random.Random(seed)
    words = " ".join(chance.choice("abcdefghijklmnop") for _ in range(beside.LONGEST // 4))
    return Document(f"doc_{name}", name, words, "en", ())


def test_the_longest_texts_are_compared_within_a_moment_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = text("one", 1), text("two", 2)
    assert len(one.text) + len(two.text) >= beside.LONGEST - 4
    begun = time.process_time()
    first = beside._compared(one, two)
    assert time.process_time() - begun < 4
    monkeypatch.setattr(beside, "differences", None)
    assert beside._compared(text("one", 1), text("two", 2)) == first
