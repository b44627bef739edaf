"""A covered film is whole, or says by how much it is not."""

from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.builders import films

from allegata.engines import covering
from allegata.engines.covering import CoveredFilm
from allegata.engines.frames import Refused


def frames_of(data: bytes, path: Path) -> int:
    import av

    path.write_bytes(data)
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_whole_film_has_nothing_to_say(tmp_path: Path) -> None:
    made = films.scene(3, 2)
    film = CoveredFilm(str(films.write(tmp_path / "a.mp4", made)), "a.mp4", 60)
    assert frames_of(film.written(()), tmp_path / "covered.mp4") == len(made)
    assert film.problems == []


def test_a_film_cut_at_the_limit_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = films.write(tmp_path / "a.mp4", films.scene(3, 2))
    steps = count()
    clock = SimpleNamespace(monotonic=lambda: float(next(steps)))  # a second later each time it is asked
    monkeypatch.setattr(covering, "time", clock)
    film = CoveredFilm(str(path), "a.mp4", 20)
    assert frames_of(film.written(()), tmp_path / "covered.mp4") == 20
    (problem,) = film.problems
    assert (problem.code, problem.subject) == ("media_partly_decoded", "a.mp4")
    assert "stopped 1 s into it" in problem.what and next(steps) == 22, "it went on to the end all the same"


def test_a_film_of_which_nothing_was_written_in_time_is_refused(tmp_path: Path) -> None:
    path = films.write(tmp_path / "a.mp4", films.scene(3, 1))
    with pytest.raises(Refused) as fault:
        CoveredFilm(str(path), "a.mp4", -1).written(())
    assert "time" in fault.value.problem.what


def test_frames_of_another_size_are_counted(tmp_path: Path) -> None:
    first, second = films.scene(3, 1), films.scaled(films.scene(4, 1))
    parts = [films.write(tmp_path / f"{n}.ts", made).read_bytes() for n, made in enumerate((first, second))]
    (tmp_path / "both.ts").write_bytes(b"".join(parts))
    film = CoveredFilm(str(tmp_path / "both.ts"), "both.ts", 60)
    written = frames_of(film.written(()), tmp_path / "covered.mp4")
    (problem,) = film.problems
    assert problem.code == "media_partly_decoded"
    assert f"lacks {len(first) + len(second) - written} frames" in problem.what
    assert 0 < written <= len(first)
