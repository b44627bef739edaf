"""Where a system cannot hold native code, it is said, once."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.add import add
from allegata.actions.casebook import opened_to_write
from allegata.engines.confined import Confined
from allegata.errors import Problem, Severity


@pytest.mark.parametrize(
    ("fences", "said"),
    [
        (("limits", "audit"), ["seccomp and landlock"]),
        (("limits", "audit", "seccomp"), ["lacks landlock"]),
        (("limits", "audit", "landlock", "seccomp"), []),
    ],
)
def test_missing_fences_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fences: tuple[str, ...], said: list[str]
) -> None:
    monkeypatch.setattr(Confined, "fences", property(lambda _: fences, lambda *_: None), raising=False)
    told: list[Problem] = []
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a", "b"):
        with zipfile.ZipFile(source / f"{name}.zip", "w") as package:
            package.writestr(f"{name}.txt", "Officials said on Tuesday that two captives had been shot.\n")
    outside = replace(fakes.outside(), tell=told.append)
    with opened_to_write(tmp_path / "book", outside, create=True) as book:
        add(book, source)
        add(book, source)
        with zipfile.ZipFile(source / "c.zip", "w") as package:
            package.writestr("c.txt", "Nothing else.\n")
        add(book, source)
    found = [problem for problem in told if problem.code == "fences_missing"]
    assert len(found) == len(said) and all(words in p.what for words, p in zip(said, found, strict=True))
    assert all(problem.severity is Severity.NOTICE for problem in found)


def test_a_child_that_never_started_says_nothing(tmp_path: Path) -> None:
    told: list[Problem] = []
    source = fakes.reports(tmp_path / "source", 1)
    with opened_to_write(tmp_path / "book", replace(fakes.outside(), tell=told.append), create=True) as book:
        add(book, source)
    assert [problem for problem in told if problem.code == "fences_missing"] == []
