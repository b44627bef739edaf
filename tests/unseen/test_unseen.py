"""The measure runs over the articles written blind. No floor but one: a set with floors is worked on, and seen."""

from pathlib import Path

from tests.acceptance.material import read_texts
from tests.heldout.build import KEY_NAME, written
from tests.heldout.measure import held_out, table, texts, the_key

UNSEEN = Path(__file__).resolve().parent


def test_the_measure_runs_and_no_sides_are_swapped() -> None:
    assert (UNSEEN / KEY_NAME).read_text("utf-8") == written(UNSEEN), (
        "run python tests/heldout/build.py --set tests/unseen"
    )
    k = the_key(folder=UNSEEN)
    h = held_out(read_texts(texts(k, UNSEEN)), k, UNSEEN)
    print("\n" + table(h, details=False))
    assert h.swapped == ()
