"""Pictures to hashes and features, and proposals from them: arrays in, values out, nothing encoded."""

import re
from pathlib import Path

import cv2
import numpy as np
import pdqhash
import pytest
from tests.builders import films

from allegata.linking import fingerprints, frames, samefootage
from allegata.linking.alignment import align
from allegata.linking.fingerprints import Box, bars_off, pdq, square, windows
from allegata.model.media import Fingerprint, FrameHash, View

METHOD = (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text("utf-8")


def luma(frames: list[films.Picture]) -> list[fingerprints.Luma]:
    return [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.uint8) for frame in frames]


def printed(item: str, pictures: list[films.Picture], step: int = 3, kind: str = "video") -> Fingerprint:
    """The fingerprint of a film as it would be kept, every third of its frames."""
    kept = luma(pictures)[::step]
    times = [round(n * step * 1000 / films.RATE) for n in range(len(kept))]
    small = [fingerprints.reduced(frame) for frame in kept]
    sharp = [
        (at, fingerprints.reduced(frame, fingerprints.SHARP))
        for at, frame in zip(times[::2], kept[::2], strict=True)
    ]
    made, local = fingerprints.printed(times, small, sharp)
    return Fingerprint(item, "test", kind, times[-1], len(kept), made, local)


@pytest.fixture(scope="module")
def film() -> list[films.Picture]:
    return films.scene(1, 5)


@pytest.fixture(scope="module")
def other() -> list[films.Picture]:
    return films.scene(2, 5)


# --- the hash -----------------------------------------------------------------------------------------


def test_the_hash_is_the_references_bit_by_bit() -> None:
    chance = np.random.default_rng(3)
    pictures = []
    for _ in range(100):
        cells = chance.integers(
            0, 256, (int(chance.integers(2, 30)), int(chance.integers(2, 30))), dtype=np.uint8
        )
        pictures.append(cv2.resize(cells, (64, 64), interpolation=cv2.INTER_CUBIC))
    bits, quality = pdq(np.stack(pictures))
    for picture, mine, grade in zip(pictures, bits, quality, strict=True):
        theirs, theirs_grade = pdqhash.compute(cv2.merge((picture, picture, picture)))
        assert (mine == theirs.astype(bool)).all()
        assert grade == theirs_grade


def test_a_blank_picture_gives_no_hash() -> None:
    assert fingerprints.printed([0], [np.full((160, 240), 90, np.uint8)], []) == ((), ())


def test_bars_are_taken_off(film: list[films.Picture]) -> None:
    plain = luma(film)[::10]
    height, width = plain[0].shape
    boxed = luma(films.letterboxed(film, 0.2))[::10]
    found = bars_off(boxed)
    bar = round(height * 0.2)
    assert abs(found.top - bar) <= 2 and abs(found.bottom - (bar + height)) <= 2
    assert (found.left, found.right) == (0, width)
    assert bars_off(plain) == Box(0, 0, width, height)


def test_a_dark_stretch_is_not_all_bars() -> None:
    assert bars_off([np.zeros((120, 160), np.uint8)]) == Box(0, 0, 160, 120)


def test_a_rectangle_that_keeps_its_place_is_found(
    film: list[films.Picture], other: list[films.Picture]
) -> None:
    mixed = luma(films.picture_in_picture(film, other, 0.45, (0.5, 0.48)))[::5]
    height, width = mixed[0].shape
    found = windows(mixed, Box(0, 0, width, height))
    wanted = (round(width * 0.5), round(height * 0.48), round(width * 0.95), round(height * 0.93))
    assert any(
        max(abs(a - b) for a, b in zip((w.left, w.top, w.right, w.bottom), wanted, strict=True)) <= 4
        for w in found
    )


# --- the search ---------------------------------------------------------------------------------------


def test_the_index_finds_exactly_what_comparing_each_with_each_finds() -> None:
    chance = np.random.default_rng(4)
    held = chance.integers(0, 256, (300, 32), dtype=np.uint8)
    asked = held[:120].copy()
    for row, flips in zip(asked, range(120), strict=True):
        for bit in chance.choice(256, flips, replace=False):
            row[bit // 8] ^= 1 << (bit % 8)
    for radius in (0, 31, 64, 110):
        brute, quick = frames.within_brute(asked, held, radius), frames.within(asked, held, radius)
        assert all((a == b).all() for a, b in zip(brute, quick, strict=True))
        assert len(brute[0]) >= radius


def test_the_search_of_nothing_finds_nothing() -> None:
    nothing = frames.packed([])
    assert len(frames.within(nothing, nothing, 64)[0]) == 0


# --- the alignment --------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [0.75, 0.8, 1.0, 1.25, 1.333])
def test_offset_and_speed_are_found_among_chance_pairs(speed: float) -> None:
    chance = np.random.default_rng(5)
    a = np.arange(0, 20_000, 400)
    b = np.round(a * speed + 3_000).astype(np.int64)
    noise_a, noise_b = chance.integers(0, 20_000, 60), chance.integers(0, 30_000, 60)
    found = align(np.concatenate([a, noise_a]), np.concatenate([b, noise_b]), np.full(len(a) + 60, 20))
    assert found is not None
    assert abs(found.speed - speed) < 0.01 and abs(found.offset - 3_000) < 200
    assert len(set(range(len(a))) - set(found.pairs.tolist())) <= 2


def test_a_still_shot_runs_at_the_speed_as_filmed() -> None:
    times = np.arange(0, 10_000, 500)
    a, b = (grid.ravel() for grid in np.meshgrid(times, times))
    found = align(a, b, np.full(len(a), 2))
    assert found is not None and abs(found.speed - 1) < 1e-6


def test_a_gap_ends_the_range() -> None:
    a = np.concatenate([np.arange(0, 3_000, 250), np.arange(60_000, 70_000, 250)])
    found = align(a, a + 500, np.full(len(a), 5))
    assert found is not None and a[found.pairs].min() >= 60_000


# --- the proposals --------------------------------------------------------------------------------------

SAME: dict[str, tuple[object, str]] = {
    "as it is": (lambda f, o: f, "the same framing"),
    "scaled": (lambda f, o: films.scaled(f), "the same framing"),
    "letterboxed": (lambda f, o: films.letterboxed(f), "the same framing"),
    "pillarboxed": (lambda f, o: films.pillarboxed(f), "the same framing"),
    "mirrored": (lambda f, o: films.mirrored(f), "mirrored"),
    "turned": (lambda f, o: [np.ascontiguousarray(np.rot90(p)) for p in f], "turned"),
    "with a logo": (lambda f, o: films.with_logo(f), "the same framing"),
    "a part": (lambda f, o: films.sub_clip(f), "the same framing"),
    "cropped": (lambda f, o: films.cropped(f, 0.7), "cropped"),
    "mirrored and cropped": (lambda f, o: films.cropped(films.mirrored(f), 0.77), "mirrored"),
    "in a picture": (lambda f, o: films.picture_in_picture(f, o, 0.5), "picture in picture"),
}


@pytest.mark.parametrize("edit", SAME)
def test_an_edited_film_is_proposed_with_its_variant(
    edit: str, film: list[films.Picture], other: list[films.Picture]
) -> None:
    change, words = SAME[edit]
    found = samefootage.matches([printed("a", film), printed("b", change(film, other))])  # type: ignore[operator]
    assert len(found) >= 1
    assert any(words in variant for variant in found[0].variants)
    assert found[0].reasons and (found[0].left, found[0].right) == ("a", "b")


def test_unrelated_films_are_not_proposed() -> None:
    prints = [printed(str(seed), films.scene(seed, 3)) for seed in range(6)]
    assert samefootage.matches(prints) == ()


def test_a_shared_logo_is_no_shared_footage(film: list[films.Picture], other: list[films.Picture]) -> None:
    assert (
        samefootage.matches([printed("a", films.with_logo(film)), printed("b", films.with_logo(other))]) == ()
    )


def test_shared_bars_and_a_shared_frame_are_no_shared_footage(
    film: list[films.Picture], other: list[films.Picture]
) -> None:
    a, b = films.letterboxed(films.with_logo(film), 0.3), films.letterboxed(films.with_logo(other), 0.3)
    assert samefootage.matches([printed("a", a), printed("b", b)]) == ()


def test_a_still_is_found_in_its_film(film: list[films.Picture]) -> None:
    found = samefootage.matches([printed("still", film[30:31], 1, "image"), printed("film", film)])
    assert len(found) == 1
    one = found[0]
    assert one.right_range.end == 0 and abs(one.left_range.start - 2_000) <= 400
    assert one.speed == 1.0


def test_the_ranges_tell_where_a_part_was_taken(film: list[films.Picture]) -> None:
    (found,) = samefootage.matches([printed("a", film), printed("b", films.sub_clip(film, 0.4, 0.8))])
    assert abs(found.left_range.start - 2_000) <= 500 and found.right_range.start <= 500
    assert abs(found.left_range.end - 4_000) <= 500


def test_the_order_of_files_changes_nothing(film: list[films.Picture], other: list[films.Picture]) -> None:
    prints = [printed("c", film), printed("a", films.mirrored(film)), printed("b", other)]
    assert samefootage.matches(prints) == samefootage.matches(prints[::-1])


def test_the_brute_search_gives_the_same_proposals(film: list[films.Picture]) -> None:
    prints = [printed("a", film), printed("b", films.cropped(film, 0.8))]
    assert samefootage.matches(prints) == samefootage.matches(prints, search=frames.within_brute)


@pytest.mark.parametrize("new", [{"a"}, {"b"}, {"a", "b"}])
def test_a_new_file_meets_the_known_ones_either_way(
    new: set[str], film: list[films.Picture], other: list[films.Picture]
) -> None:
    prints = [printed("a", film), printed("b", films.picture_in_picture(film, other, 0.5))]
    assert samefootage.matches(prints, new=frozenset(new)) == samefootage.matches(prints) != ()
    assert samefootage.matches(prints, new=frozenset({"c"})) == ()


def test_without_features_nothing_is_proposed(film: list[films.Picture]) -> None:
    bare = [Fingerprint(i, "test", "video", 5_000, 9, printed(i, film).hashes, ()) for i in ("a", "b")]
    assert samefootage.matches(bare) == ()


def test_every_view_has_its_words() -> None:
    assert set(samefootage.WORDS) == set(View) - {View.WHOLE}


def test_the_method_page_gives_the_thresholds() -> None:
    text = METHOD.split("## Footage", 1)[1].split("\n## ", 1)[0]
    numbers = set(re.findall(r"\d+(?:\.\d+)?", text))
    stated = [
        samefootage.RADIUS, samefootage.MOMENTS, samefootage.TRIED, samefootage.VERIFIED, samefootage.INLIERS,
        samefootage.INLIERS_STILL, round(samefootage.SPREAD * 100), round(samefootage.STEADY * 100),
        fingerprints.GOOD, fingerprints.WINDOWS, fingerprints.KEYPOINTS, *fingerprints.CROPS,
    ]  # fmt: skip
    assert {str(number) for number in stated} <= numbers


def test_square_is_the_canonical_size() -> None:
    assert square(np.zeros((90, 160), np.uint8)).shape == (64, 64)
    assert FrameHash(0, View.WHOLE, 100, 90, "0" * 64).part == 100
