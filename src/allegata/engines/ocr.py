"""Tesseract, a program for character recognition, where it is installed. It gets pictures that we made ourselves."""

import shutil
import subprocess
from functools import cache

from allegata.errors import ExtraMissing

PROGRAM = "tesseract"
SECONDS = 60


def require() -> None:
    """:raises ExtraMissing: when the program is not installed; says what to install."""
    if shutil.which(PROGRAM) is None:
        raise ExtraMissing(
            "text in pictures is read by the program tesseract, which is not installed; install it "
            "(Debian, Ubuntu: `apt install tesseract-ocr tesseract-ocr-ukr tesseract-ocr-rus`) and try again"
        )


@cache
def version() -> str:
    """The program with its version."""
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, timeout=SECONDS, check=False)
    first = (done.stdout or done.stderr).decode("utf-8", "replace").splitlines()[:1]
    return first[0].strip() if first else PROGRAM


def lines(picture: bytes, language: str) -> list[str]:
    """The lines of text that it makes out in a PNG; none where it fails.

    :param language: Tesseract's names, joined by a plus: `eng+ukr`.
    """
    command = [PROGRAM, "stdin", "stdout", "-l", language, "--psm", "11"]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return []
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ExtraMissing(f"tesseract cannot read {language!r} ({said[-1] if said else 'no reason given'})")
    return [line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
