"""What somebody with the maker's key, or with none, could do to a package, and what finds it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.actions.test_dossier import authority, failing, forged, package  # noqa: F401 - fixtures

from allegata.actions.package import check
from allegata.dossier.seal import commands
from allegata.errors import NothingToRead


def all_failing(package: Path) -> list[str]:  # noqa: F811
    """Every command of VERIFY.txt that fails."""
    told = commands((package / "VERIFY.txt").read_text())
    ended = [
        subprocess.run(["/bin/sh", "-c", c], cwd=package, capture_output=True, check=False) for c in told
    ]
    return [command for command, done in zip(told, ended, strict=True) if done.returncode]


def swap_an_original(package: Path) -> None:  # noqa: F811
    original = min((package / "data" / "originals").iterdir())
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"one more word")


def cut_the_note_loose(package: Path) -> None:  # noqa: F811
    point = package / "data" / "custody" / "checkpoint.txt"
    point.write_text(point.read_text().replace("allegata/", "allegata/x"))


def add_a_ghost(package: Path) -> None:  # noqa: F811
    with (package / "data" / "custody" / "entries.jsonl").open("a") as entries:
        entries.write('{"by":"a ghost"}')


@pytest.mark.parametrize(
    ("change", "command", "code"),
    (
        (swap_an_original, "cd data/originals", "original_altered"),
        (cut_the_note_loose, "sed '/^$/", "checkpoint_altered"),
        (add_a_ghost, "prove.sh", "proof_missing"),
    ),
)
def test_a_change_inside_a_package_sealed_anew_is_found(
    package: Path,  # noqa: F811
    change: Callable[[Path], None],
    command: str,
    code: str,
) -> None:
    change(package)
    forged(package, "VERIFY.txt")  # manifests, seal and key files made anew by somebody who has a key
    assert [told for told in all_failing(package) if command in told]
    assert code in [problem.code for problem in check(package).problems]


def put_beside(package: Path) -> None:  # noqa: F811
    (package / "READ-ME-FIRST.txt").write_text("The record was corrected; see below.")


def make_a_link(package: Path) -> None:  # noqa: F811
    record = package / "data" / "record.json"
    aside = package.parent / "aside.json"
    record.rename(aside)
    record.symlink_to(aside)


def put_among_the_data(package: Path) -> None:  # noqa: F811
    (package / "data" / "record-CORRECTED.pdf").write_bytes(b"%PDF-1.7")


@pytest.mark.parametrize("change", (put_beside, make_a_link, put_among_the_data))
def test_what_is_put_into_a_package_without_a_key_is_found(
    package: Path,  # noqa: F811
    change: Callable[[Path], None],
) -> None:
    change(package)
    assert failing(package) is not None
    assert not check(package).intact


def test_the_check_tells_time_authority_and_root_of_a_stamp(package: Path) -> None:  # noqa: F811
    (step,) = [step for step in check(package).steps if step.title == "The time stamps"]
    assert "UTC by " in step.note and "root (SHA-256) " in step.note


def test_a_packed_file_is_not_checked_but_told(package: Path, tmp_path: Path) -> None:  # noqa: F811
    packed = tmp_path / "d.zip"
    packed.write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(NothingToRead, match="unpack it first"):
        check(packed)


def test_the_documentation_gives_the_same_commands(package: Path) -> None:  # noqa: F811
    written = commands((Path(__file__).parents[2] / "docs" / "dossier.md").read_text())
    told = (package / "VERIFY.txt").read_text()
    origin = re.search(r"-I (\S+)", told)
    assert origin is not None
    for command in commands(told):
        plain = re.sub(r"-attime \d+", "-attime SECONDS", command.replace(origin.group(1), "ORIGIN"))
        assert plain in written
