"""A confined child does what it is asked, and nothing else: no network, no programs, no more than its share."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engines import hostile

from allegata.engines.confined import Confined
from allegata.engines.fences import Limits
from allegata.errors import Problem, Severity

LINUX = sys.platform == "linux"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("writable")


@pytest.fixture(scope="module")
def child(folder: Path) -> Iterator[Confined]:
    with Confined(Limits(seconds=20, memory=1 << 30, open_files=32, file_bytes=1 << 20), folder) as child:
        yield child


def refused(child: Confined, function: Any, *arguments: Any) -> None:
    found = child.call(function, *arguments, subject="one.warc")
    assert isinstance(found, Problem), found
    assert found.code == "parser_failed"
    assert "PermissionError" in found.what


def test_one_child_serves_many_calls_and_gives_values_back(child: Confined) -> None:
    assert child.call(hostile.answer, 3, subject="x") == hostile.answer(3)
    first = child.call(hostile.process, subject="x")
    assert first == child.call(hostile.process, subject="x") != os.getpid()
    assert 0 < child.peak_memory < 1 << 30
    if LINUX:
        assert set(child.fences) >= {"limits", "audit", "seccomp"}
        assert child.call(hostile.state, subject="x") == (os.devnull, os.devnull)


def test_a_fault_becomes_a_problem_that_names_the_place_and_shows_no_control_characters(
    child: Confined,
) -> None:
    found = child.call(hostile.raise_value_error, subject="one.warc")
    assert isinstance(found, Problem)
    assert (found.code, found.subject, found.severity) == ("parser_failed", "one.warc", Severity.UNREADABLE)
    assert "ValueError at hostile.py:" in found.what and "thirteen" in found.what
    assert found.what.isprintable()
    assert child.call(hostile.raise_deep, subject="x").code == "parser_failed"  # type: ignore[union-attr]
    assert child.call(hostile.answer, 4, subject="x") == hostile.answer(4)


def test_no_connection_no_name_looked_up(child: Confined) -> None:
    refused(child, hostile.connect, 9)
    refused(child, hostile.look_up)


@pytest.mark.skipif(not LINUX, reason="left out: native code is fenced in on Linux only")
def test_native_code_opens_no_connection_and_starts_no_program(child: Confined) -> None:
    assert child.call(hostile.native_connect, 9, subject="x") == -1
    assert child.call(hostile.native_run, "/bin/true", subject="x") == -1


@pytest.mark.skipif(not LINUX, reason="left out: native code is fenced in on Linux only")
def test_native_code_changes_no_file_by_its_name_and_signals_nobody_else(
    child: Confined, folder: Path, tmp_path: Path
) -> None:
    original = tmp_path / "original"
    original.write_bytes(b"kept")
    original.chmod(0o444)
    before = original.stat()
    child.call(hostile.process, subject="x")
    if "landlock" not in child.fences:
        pytest.skip("left out: this system has no Landlock, which holds the half of these calls")
    made = child.call(hostile.native_changes, str(original), str(folder), subject="x")
    assert isinstance(made, dict), made
    assert {call for call, result in made.items() if result != -1} == set()
    after = original.stat()
    assert (original.read_bytes(), after.st_mode, after.st_mtime_ns) == (
        b"kept",
        before.st_mode,
        before.st_mtime_ns,
    )
    assert child.call(hostile.signals_to_itself, subject="x") == 0
    assert child.call(hostile.rewrite, str(folder / "own"), subject="x") == 1


def test_no_program_is_started_and_no_process_harmed(child: Confined) -> None:
    for function in (hostile.run_program, hostile.run_shell, hostile.fork, hostile.kill_parent):
        refused(child, function)


def test_it_writes_below_its_folder_and_nowhere_else(child: Confined, folder: Path, tmp_path: Path) -> None:
    assert child.call(hostile.write, str(folder / "in"), subject="x") == 5
    assert (folder / "in").read_bytes() == b"words"
    outside = tmp_path / "outside"
    refused(child, hostile.write, str(outside))
    refused(child, hostile.write, str(folder / ".." / outside.name))
    (folder / "link").symlink_to(outside)
    refused(child, hostile.write, str(folder / "link"))
    outside.write_bytes(b"kept")
    refused(child, hostile.remove, str(outside))
    if "landlock" in child.fences:
        assert child.call(hostile.native_write, str(tmp_path / "native"), subject="x") == -1
    assert outside.read_bytes() == b"kept" and [p.name for p in tmp_path.iterdir()] == ["outside"]


def test_without_a_folder_it_writes_nothing(tmp_path: Path) -> None:
    with Confined(Limits(seconds=20)) as child:
        refused(child, hostile.write, str(tmp_path / "x"))
    assert list(tmp_path.iterdir()) == []


def test_files_are_bounded_in_size_and_number(child: Confined, folder: Path) -> None:
    found = child.call(hostile.write_much, str(folder / "much"), 8 << 20, subject="x")
    assert isinstance(found, Problem) and found.code == "parser_failed"
    assert (folder / "much").stat().st_size <= 1 << 20
    found = child.call(hostile.open_many, 100, subject="x")
    assert isinstance(found, Problem) and "Too many open files" in found.what


def test_too_much_memory_ends_the_call_and_not_the_program(child: Confined) -> None:
    found = child.call(hostile.take, 4 << 30, subject="x")
    assert isinstance(found, Problem) and found.code == "parser_memory"
    assert child.peak_memory < 1 << 30
    assert child.call(hostile.take, 1 << 20, subject="x") == 1 << 20


def test_a_hang_and_an_endless_computation_are_stopped(child: Confined) -> None:
    found = child.call(hostile.hang, subject="x", seconds=0.5)
    assert isinstance(found, Problem) and found.code == "parser_too_slow"
    with Confined(Limits(seconds=60, cpu_seconds=1)) as short:
        found = short.call(hostile.compute, subject="x")
        assert isinstance(found, Problem) and found.code == "parser_too_slow"


def test_a_child_that_dies_is_replaced(child: Confined) -> None:
    before = child.call(hostile.process, subject="x")
    for function in (hostile.die, hostile.leave):
        found = child.call(function, subject="x")
        assert isinstance(found, Problem) and found.code == "parser_died"
    assert child.call(hostile.process, subject="x") != before


def test_an_answer_cannot_make_the_caller_do_anything(child: Confined) -> None:
    for function in (hostile.poison, hostile.foreign):
        found = child.call(function, subject="x")
        assert isinstance(found, Problem) and found.code == "parser_died"
        assert "may not be part of an answer" in found.what
    with Confined(Limits(seconds=20, reply_bytes=10_000)) as short:
        found = short.call(hostile.say_too_much, 1_000_000, subject="x")
        assert isinstance(found, Problem) and found.code == "parser_died"
