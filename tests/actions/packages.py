"""Packages of the tests: what is asked for, what lies in one, and what its own VERIFY.txt says of it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_incident
from allegata.actions.dossier import Wish
from allegata.cli.main import app
from allegata.dossier.seal import (
    commands,
)
from allegata.model.dossier import Profile


def wish(book: Casebook, target: Path, **more: object) -> Wish:
    incident = every_incident(book)[0].id
    return Wish(incident, Profile.INTERNAL, target, "asked for", **more)  # type: ignore[arg-type]


def files(package: Path) -> list[Path]:
    return sorted(path for path in package.rglob("*") if path.is_file())


def failing(package: Path, told: Sequence[str] = ()) -> str | None:
    """The first command of VERIFY.txt that fails, run as a stranger would: no variable but PATH.

    :param told: the commands of the true text, where the text itself may be changed.
    """
    for command in told or commands((package / "VERIFY.txt").read_text()):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=package,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return command
    return None


def called(*words: str) -> Result:
    return CliRunner().invoke(app, ["dossier", *words])


def bagit_says(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", "--quiet", str(package)],
        capture_output=True,
        text=True,
        check=False,
    )
