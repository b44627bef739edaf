"""What `scripts/demo` says to somebody who runs it first: what is expected, and last of all what to do next."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = """#!/bin/sh
case "$1" in
    show) echo '{"incidents": [{"documents": ["a"], "incident": {"id": "inc_1"}}]}' ;;
    add) echo "Problems found: 2"; exit 3 ;;
    run) echo "Problems found: 2"; exit 3 ;;
    dossier) mkdir casebook-dossier; echo "dossier: $*" ;;
    *) echo "$*" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone in which nothing is installed and allegata only says what it was asked."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "demo", tmp_path / "scripts" / "demo")
    for name, text in (("scripts/environment", "#!/bin/sh\n"), (".venv/bin/allegata", STAND_IN)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def said(clone: Path, *words: str) -> str:
    done = subprocess.run(
        [str(clone / "scripts" / "demo"), *words],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )
    return done.stdout


@pytest.mark.parametrize("times", (1, 2))
def test_problems_are_announced_listed_once_and_followed_by_what_to_do(clone: Path, times: int) -> None:
    for _ in range(times):
        text = said(clone)
    assert text.count("Problems found") == 1
    at = [
        text.index(words)
        for words in (
            "on\npurpose",
            "Problems found",
            "report casebook-report",
            "casebook-report/index.html",
            "casebook-dossier/ ",
        )
    ]
    assert at == sorted(at)
    assert text.rstrip().splitlines()[-1].strip() == "allegata serve casebook"


def test_of_your_own_material_nothing_is_said_beforehand(clone: Path) -> None:
    text = said(clone, "my-reports")
    assert "purpose" not in text
    assert text.rstrip().endswith("allegata serve casebook")
