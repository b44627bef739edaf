"""Footage from the folder to the proposal: real files, the confined child, the ledger."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from tests.builders import films, hostile_media

from allegata.actions import contentlog, footage, looking, show
from allegata.actions.add import add
from allegata.actions.casebook import Casebook, Outside, opened_to_write
from allegata.actions.current import every_decision
from allegata.actions.export import export_digest
from allegata.actions.rebuild import rebuild
from allegata.actions.requests import needs_second
from allegata.actions.review import review
from allegata.actions.run import run
from allegata.actions.timeline import timeline
from allegata.engines.confined import Confined
from allegata.errors import BadDecision, ExtraMissing, UnknownThing, VerdictInOwnWords
from allegata.model.decision import DecisionVerb
from allegata.model.item import Item
from allegata.model.media import ClaimSource, GraphicLevel, Region, TimeRange


@pytest.fixture(scope="module")
def film() -> list[films.Picture]:
    return films.scene(1, 5)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory, film: list[films.Picture]) -> Iterator[Casebook]:
    """A casebook with one film, every edit of it, and three films that have nothing to do with it."""
    folder = tmp_path_factory.mktemp("films")
    others = [films.scene(seed, 4) for seed in (11, 12, 13)]
    films.write(folder / "original.mp4", film)
    for n, other in enumerate(others):
        films.write(folder / f"unrelated-{n}.mp4", other)
    for name, edit in films.EDITS.items():
        edit(folder / f"{name.replace(' ', '_').replace('%', 'pc')}.mp4", film, others[0], films.RATE)
    with opened_to_write(folder.parent / "edited-casebook", Outside(by="tester"), create=True) as book:
        add(book, folder)
        result = footage.fingerprint(book, footage.footage_items(book))
        assert result.problems == ()
        footage.match(book)
        yield book


def named(book: Casebook, name: str) -> Item:
    return next(one for one in footage.footage_items(book) if one.capture.received_name == name)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    with opened_to_write(tmp_path / "book", Outside(by="tester"), create=True) as made:
        yield made


def put(book: Casebook, folder: Path) -> None:
    add(book, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "material"
    made.mkdir()
    return made


# --- found again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edit", films.EDITS)
def test_an_edited_film_is_found_again(edited: Casebook, edit: str) -> None:
    name = f"{edit.replace(' ', '_').replace('%', 'pc')}.mp4"
    pair = {named(edited, "original.mp4").id, named(edited, name).id}
    assert [m for m in footage.kept_matches(edited) if {m.left, m.right} == pair]


def test_unrelated_films_are_not_proposed(edited: Casebook) -> None:
    unrelated = {named(edited, f"unrelated-{n}.mp4").id: n for n in range(3)}
    pip = named(edited, "picture_in_picture_(45_pc).mp4").id
    for match in footage.kept_matches(edited):
        touched = {match.left, match.right}
        # the film behind the picture in picture is in it, and may be found
        assert not touched & set(unrelated) or touched == {pip, named(edited, "unrelated-0.mp4").id}


def test_speed_and_place_of_a_match_are_told(edited: Casebook) -> None:
    original, faster = named(edited, "original.mp4").id, named(edited, "25_pc_faster.mp4").id
    (match,) = [m for m in footage.kept_matches(edited) if {m.left, m.right} == {original, faster}]
    assert match.speed in (0.8, 1.25) or abs(match.speed - (1.25 if match.left == faster else 0.8)) < 0.03
    assert any("speed" in words for words in match.variants)


def test_the_index_can_be_made_anew(edited: Casebook, tmp_path: Path) -> None:
    before = export_digest(edited)
    assert before == export_digest(edited)
    assert edited.index.count(footage.MATCHES) == len(footage.kept_matches(edited)) > 5


def test_matching_again_says_nothing_new(edited: Casebook) -> None:
    assert footage.match(edited).changed is False


def test_a_result_that_was_there_before_counts_again(
    edited: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = footage.kept_matches(edited)
    with monkeypatch.context() as other_method:
        other_method.setattr("allegata.linking.samefootage.matches", lambda prints: ())
        assert footage.match(edited).changed and footage.kept_matches(edited) == ()
    assert footage.match(edited).changed and footage.kept_matches(edited) == before != ()


def test_what_is_fingerprinted_is_not_decoded_again(edited: Casebook) -> None:
    assert footage.to_fingerprint(edited, footage.footage_items(edited)) == ()
    assert len(footage.to_fingerprint(edited, footage.footage_items(edited), again=True)) == 16


# --- facts -------------------------------------------------------------------------------------------------


def test_facts_are_claims_with_their_source(book: Casebook, folder: Path) -> None:
    hostile_media.photo(folder / "photo.jpg")
    films.write(folder / "film.mp4", films.scene(3, 1))
    put(book, folder)
    result = footage.facts(book, footage.footage_items(book))
    photo, film = sorted(result.facts, key=lambda one: one.kind)
    assert (photo.kind, photo.container, photo.width, photo.height) == ("image", "JPEG", 320, 240)
    said = {claim.name: claim.value for claim in photo.claims if claim.source is ClaimSource.EXIF}
    assert said["Model"] == "Model 1" and "GPS.GPSLatitude" in said
    assert [(t.name, t.at) for t in photo.times if t.name == "DateTime"] == [
        ("DateTime", None)
    ]  # no zone is stated
    assert (film.kind, film.width, film.height, film.streams[0].codec) == ("video", 360, 240, "h264")
    assert film.duration == 1000
    assert result.problems == ()
    again = footage.facts(book, footage.footage_items(book))
    assert len(again.skipped) == 2 and {f.item for f in again.facts} == {photo.item, film.item}


def test_a_turned_film_is_told(folder: Path, book: Casebook) -> None:
    plain = films.write(folder / "film.mp4", films.scene(3, 1))
    data = bytearray(plain.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    one = 1 << 16
    data[at : at + 20] = b"".join(n.to_bytes(4, "big", signed=True) for n in (0, one, 0, -one, 0))
    (folder / "turned.mp4").write_bytes(data)
    put(book, folder)
    found = {f.rotation: f for f in footage.facts(book, footage.footage_items(book)).facts}
    assert (found[90].width, found[90].height) == (240, 360)
    assert (found[0].width, found[0].height) == (360, 240)


def test_run_keeps_footage_without_a_problem(folder: Path, tmp_path: Path) -> None:
    films.write(folder / "film.mp4", films.scene(3, 1))
    hostile_media.photo(folder / "photo.jpg")
    (folder / "drawing.svg").write_text(hostile_media.SVG)
    result = run(folder, tmp_path / "book")
    assert {p.code for p in result.problems} == {"svg_not_rendered"}
    assert {item.item.media_type for item in result.overview.items} == {
        "video/mp4",
        "image/jpeg",
        "image/svg+xml",
    }
    rebuilt = rebuild(tmp_path / "book")
    assert rebuilt.identical
    with opened_to_write(tmp_path / "book") as book:
        record = show.item(book, named(book, "film.mp4").id)
    assert record.media is not None and record.media.container and record.problems == ()


# --- people ------------------------------------------------------------------------------------------------


def test_a_decision_on_two_files_is_kept_and_shown(edited: Casebook) -> None:
    original, other = named(edited, "original.mp4").id, named(edited, "mirrored.mp4").id
    made = review(edited, DecisionVerb.SAME, original[:12], "tester", "same clip, mirrored", [other[:12]])
    assert set(made.decision.subject.split("|")) == {original, other}
    result = footage.match(edited)
    pair = tuple(sorted((original, other)))
    assert [d for m, d in zip(result.matches, result.decided, strict=True) if (m.left, m.right) == pair] == [
        "same"
    ]
    line = timeline(edited, named(edited, "original.mp4"))
    assert set(line.asset) == {original, other}
    assert {one.item for one in line.appearances} == {original, other}
    assert line.proposed and all(len({m.left, m.right} & {original, other}) == 1 for m in line.proposed)
    assert not needs_second(edited, DecisionVerb.UNDO, made.decision.id), "no incident is moved by it"
    review(edited, DecisionVerb.UNDO, made.decision.id, "tester", "tried")
    assert timeline(edited, named(edited, "original.mp4")).asset == (original,)


def test_a_decision_on_files_names_two_pieces_of_footage(edited: Casebook) -> None:
    one = named(edited, "original.mp4").id
    with pytest.raises(BadDecision):
        review(edited, DecisionVerb.SAME, one, "tester", "x", [one[:20]])
    with pytest.raises(UnknownThing):
        review(edited, DecisionVerb.SAME, one, "tester", "x", ["ffff"])


def test_the_content_log_is_neutral_and_ordered(edited: Casebook) -> None:
    item = named(edited, "original.mp4")
    contentlog.note(edited, item, TimeRange(3_000, 4_000), "two shapes cross", GraphicLevel.NONE)
    contentlog.note(
        edited, item, TimeRange(1_000, 2_000), "a voice says “murderers”", GraphicLevel.DESCRIBED, sound=True
    )
    assert [line.start for line in contentlog.notes(edited, item)] == [1_000, 3_000]
    with pytest.raises(VerdictInOwnWords):
        contentlog.note(edited, item, TimeRange(0, 1_000), "the murderers leave", GraphicLevel.NONE)
    with pytest.raises(BadDecision):
        contentlog.note(edited, item, TimeRange(60_000, 61_000), "after the end", GraphicLevel.NONE)
    with pytest.raises(BadDecision):
        contentlog.note(edited, item, TimeRange(0, 1_000), "  ", GraphicLevel.NONE)
    known = looking.announced(edited, item, [1_500, 3_500, 4_900])
    assert [level for _, level in known] == [
        GraphicLevel.DESCRIBED,
        GraphicLevel.NONE,
        GraphicLevel.UNASSESSED,
    ]


def test_looking_leaves_a_trace_and_shows_little(edited: Casebook, tmp_path: Path) -> None:
    from PIL import Image

    item = named(edited, "original.mp4")
    entries = len(edited.ledger)
    soft = looking.view(edited, item, [1_000, 2_000], tmp_path / "soft")
    sharp = looking.view(edited, item, [1_000], tmp_path / "sharp", sharp=True)
    assert len(soft.files) == 2 and len(edited.ledger) == entries + 2
    entry = edited.ledger.entry(entries + 1).data
    assert entry["kind"] == "viewed" and entry["payload"]["record"]["shown"] == "grey, blurred"
    pictures = [np.asarray(Image.open(name)).astype(float) for name in (soft.files[0], sharp.files[0])]
    assert all(picture.ndim == 2 for picture in pictures)  # grey
    detail = [float(np.abs(np.diff(picture, axis=1)).mean()) for picture in pictures]
    assert detail[0] < detail[1] / 2
    with pytest.raises(BadDecision):
        looking.view(edited, item, [0], edited.folder / "stills")
    with pytest.raises(BadDecision):
        looking.view(edited, item, list(range(0, 21_000, 1_000)), tmp_path / "many")


def test_the_viewers_own_count_lies_outside_the_casebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert looking.exposure("2026-01-02", 2) == 2
    assert looking.exposure("2026-01-02", 3) == 5
    assert looking.exposure("2026-01-03", 1) == 1  # the days before are not kept
    assert (tmp_path / "allegata" / "exposure.json").stat().st_mode & 0o077 == 0


def test_a_blurred_copy_is_a_derivative_until_confirmed(edited: Casebook, tmp_path: Path) -> None:
    import av

    item = named(edited, "original.mp4")
    region = Region(0.5, 0.0, 0.5, 1.0, TimeRange(0, 2_000))
    result = looking.blur(edited, item, [region], tmp_path / "copy.mp4")
    made = result.derivative
    assert result.file == str(tmp_path / "copy-unconfirmed.mp4") and not (tmp_path / "copy.mp4").exists()
    assert made is not None and (made.item, made.kind, made.confirmed_by) == (item.id, "blurred", None)
    with av.open(str(tmp_path / "copy-unconfirmed.mp4")) as container:
        assert [s.type for s in container.streams] == ["video"]
        frames = [frame.to_ndarray(format="gray").astype(float) for frame in container.decode(video=0)]
    left, right = frames[10][:, : frames[10].shape[1] // 2 - 8], frames[10][:, frames[10].shape[1] // 2 + 8 :]
    assert np.abs(np.diff(right, axis=1)).mean() < np.abs(np.diff(left, axis=1)).mean() / 2
    late = frames[-3][:, frames[-3].shape[1] // 2 + 8 :]
    assert np.abs(np.diff(late, axis=1)).mean() > np.abs(np.diff(right, axis=1)).mean() * 1.5
    for same in (made.by, f" {made.by.upper()}"):
        with pytest.raises(BadDecision, match="whoever made a copy does not confirm it"):
            review(edited, DecisionVerb.ACCEPT, made.object[:12], same, "fine")
    review(
        edited, DecisionVerb.ACCEPT, made.object[:12], "second person", "looked at it: nobody can be made out"
    )
    (kept,) = show.item(edited, item.id).derivatives
    assert kept.confirmed_by == "second person"
    again = looking.blur(edited, item, [region], tmp_path / "copy.mp4")
    assert again.derivative == kept and again.file == str(tmp_path / "copy.mp4")
    assert sha256((tmp_path / "copy.mp4").read_bytes()).hexdigest() == made.object
    other = looking.blur(edited, item, [Region(0.0, 0.0, 0.2, 0.2)], tmp_path / "other.mp4")
    assert other.file == str(tmp_path / "other-unconfirmed.mp4"), "another region was confirmed by nobody"
    review(edited, DecisionVerb.REJECT, made.object[:12], "second person", "a face can be made out after all")
    with pytest.raises(BadDecision, match="whoever made a copy"):
        review(edited, DecisionVerb.UNDO, every_decision(edited)[-1].id, made.by, "no face")
    late_copy = looking.blur(edited, item, [region], tmp_path / "late.mp4")
    assert late_copy.file == str(tmp_path / "late-unconfirmed.mp4") and not (tmp_path / "late.mp4").exists()
    events = show.item(edited, item.id).custody
    assert [e for e in events if e.type == "derivative_created" and e.hash_after == made.object]


def test_a_blurred_photograph_holds_no_metadata(book: Casebook, folder: Path, tmp_path: Path) -> None:
    from PIL import Image

    hostile_media.photo(folder / "photo.jpg")
    put(book, folder)
    (item,) = footage.footage_items(book)
    result = looking.blur(book, item, [], tmp_path / "out.png")
    image = Image.open(tmp_path / "out-unconfirmed.png")
    assert result.derivative and image.size == (320, 240) and not image.getexif() and not image.info
    assert np.abs(np.diff(np.asarray(image.convert("L")).astype(float), axis=1)).mean() < 3


def test_text_needs_the_program_or_says_what_to_install(
    book: Casebook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile_media.photo(folder / "photo.jpg")
    put(book, folder)
    (item,) = footage.footage_items(book)
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(ExtraMissing, match="tesseract-ocr"):
        looking.text(book, item, [0], "eng")


def test_text_of_an_overlay_is_read_where_the_program_is(book: Casebook, folder: Path) -> None:
    import shutil

    if shutil.which("tesseract") is None:
        pytest.skip("left out: the program tesseract is not installed")
    import cv2
    from PIL import Image

    picture = np.full((240, 900, 3), 255, np.uint8)
    cv2.putText(picture, "CHANNEL SEVEN", (30, 150), cv2.FONT_HERSHEY_SIMPLEX, 3, (0, 0, 0), 8)
    Image.fromarray(picture).save(folder / "card.png")
    put(book, folder)
    (item,) = footage.footage_items(book)
    made = looking.text(book, item, [0], "eng").derivative
    assert made is not None and made.confirmed_by is None
    assert b"CHANNEL" in book.vault.read(made.object)


def test_the_timeline_keeps_times_apart(book: Casebook, folder: Path) -> None:
    films.write(folder / "film.mp4", films.scene(3, 1))
    (folder / "film.mp4.meta.json").write_text(
        '{"url": "https://example.org/clip", "publisher": "Channel Seven", "published": "2024-05-06", '
        '"retrieved_at": "2024-05-08T10:00:00Z"}'
    )
    put(book, folder)
    footage.facts(book, footage.footage_items(book))
    (item,) = footage.footage_items(book)
    (one,) = timeline(book, item).appearances
    assert (one.url, one.channel, one.published) == (
        "https://example.org/clip",
        "Channel Seven",
        "2024-05-06",
    )
    assert one.captured == datetime(2024, 5, 8, 10, tzinfo=UTC)
    assert one.seen.earliest == datetime(2024, 5, 6, tzinfo=UTC) and "publication day" in one.seen.basis
    assert one.seen.latest > datetime(2024, 5, 8, tzinfo=UTC)


# --- files that mean harm -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small_film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return films.write(tmp_path_factory.mktemp("small") / "f.mp4", films.scene(5, 1)).read_bytes()


def examined(book: Casebook, folder: Path) -> tuple[set[str], set[str]]:
    """The problems of reading facts, and of fingerprinting, of everything in a folder."""
    put(book, folder)
    items = footage.footage_items(book)
    facts = footage.facts(book, items)
    prints = footage.fingerprint(book, items)
    for item in items:
        assert book.vault.read(item.id)  # the original is kept, whatever it is
    return {p.code for p in facts.problems}, {p.code for p in prints.problems}


def test_an_image_bomb_is_named_and_not_decoded(book: Casebook, folder: Path) -> None:
    (folder / "bomb.png").write_bytes(hostile_media.png_bomb())
    assert examined(book, folder) == ({"media_header_incredible"}, {"media_not_decoded"})


def test_a_gif_without_end_is_looked_at_to_a_point(book: Casebook, folder: Path) -> None:
    (folder / "endless.gif").write_bytes(hostile_media.endless_gif())
    facts, prints = examined(book, folder)
    assert facts == set() and prints == set()
    (row,) = footage.done(book, "fingerprinted", footage.FINGERPRINTER).values()
    assert '"frames":600' in row.data


def test_headers_that_lie_are_named(book: Casebook, folder: Path, small_film: bytes) -> None:
    for name in ("huge_dimensions", "many_frames", "long_play"):
        (folder / f"{name}.mp4").write_bytes(getattr(hostile_media, name)(small_film))
    facts, _ = examined(book, folder)
    assert "media_header_incredible" in facts


def test_a_film_cut_off_is_read_as_far_as_it_goes(book: Casebook, folder: Path, small_film: bytes) -> None:
    (folder / "cut.mp4").write_bytes(small_film[: len(small_film) // 2])
    facts, prints = examined(book, folder)
    assert (
        facts | prints <= {"media_not_opened", "media_not_decoded", "media_partly_decoded"} and facts | prints
    )


def test_a_film_damaged_in_the_middle_is_no_trouble(book: Casebook, folder: Path, small_film: bytes) -> None:
    middle = small_film.index(b"mdat") + 2_000
    (folder / "hurt.mp4").write_bytes(small_film[:middle] + bytes(5_000) + small_film[middle + 5_000 :])
    _, prints = examined(book, folder)
    assert prints <= {"media_partly_decoded"}


def test_matroska_within_itself_ends(book: Casebook, folder: Path) -> None:
    (folder / "deep.mkv").write_bytes(hostile_media.nested_matroska())
    facts, prints = examined(book, folder)
    assert facts | prints <= {"media_not_opened", "media_not_decoded", "parser_died"}


@pytest.mark.parametrize("name", hostile_media.PLAYLISTS)
def test_a_list_leads_nowhere(name: str, tmp_path: Path, small_film: bytes) -> None:
    from allegata.actions import lookers
    from allegata.sources import mediafile

    secret = tmp_path / "secret.mp4"
    secret.write_bytes(small_film)
    path = tmp_path / name
    path.write_text(hostile_media.PLAYLISTS[name].format(secret=secret))
    with Confined(footage.LOOK) as child:
        found = child.call(mediafile.facts, str(path), "x", name, "video/mp4", subject=name)
        print_ = child.call(lookers.fingerprint, str(path), "x", name, False, 0, 20.0, subject=name)
    assert [p.code for p in found.problems] == ["media_not_opened"]
    assert [p.code for p in print_.problems] == ["media_not_decoded"] and print_.frames == 0


@pytest.mark.parametrize("kind", ["mp4", "png", "jpg", "wav"])
def test_whatever_bytes_come_something_is_said(kind: str, tmp_path: Path, small_film: bytes) -> None:
    """A fuzz: files with bytes changed, cut out and doubled; a child may die, the caller never."""
    import wave

    from PIL import Image

    from allegata.actions import lookers
    from allegata.sources import mediafile

    seed = tmp_path / f"seed.{kind}"
    if kind == "mp4":
        seed.write_bytes(small_film)
    elif kind == "wav":
        with wave.open(str(seed), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(8000))
    elif kind == "jpg":
        hostile_media.photo(seed)
    else:
        Image.effect_noise((64, 64), 80).save(seed)
    types = {"mp4": "video/mp4", "png": "image/png", "jpg": "image/jpeg", "wav": "audio/wav"}
    chance = np.random.default_rng(8)
    path = tmp_path / f"changed.{kind}"
    with Confined(footage.LOOK) as child:
        for _ in range(25):
            data = bytearray(seed.read_bytes())
            for _ in range(int(chance.integers(1, 12))):
                at = int(chance.integers(0, len(data)))
                match int(chance.integers(0, 3)):
                    case 0:
                        data[at] = int(chance.integers(0, 256))
                    case 1:
                        del data[at : at + int(chance.integers(1, 60))]
                    case _:
                        data[at:at] = data[at : at + int(chance.integers(1, 60))]
                data = data or bytearray(b"\0")
            path.write_bytes(data)
            found = child.call(mediafile.facts, str(path), "x", "f", types[kind], subject="f")
            assert found.item == "x" if hasattr(found, "item") else found.code.startswith("parser_")
            if kind != "wav":
                image = kind != "mp4"
                made = child.call(lookers.fingerprint, str(path), "x", "f", image, 0, 20.0, subject="f")
                assert made.item == "x" if hasattr(made, "item") else made.code.startswith("parser_")
