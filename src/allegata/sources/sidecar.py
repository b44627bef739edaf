"""Sidecars: what a collector wrote down about the capture of a file.

Either `report.txt.meta.json` (or `report.meta.json`) beside `report.txt`, or one `items.csv` for a
folder with a column `file`. The fields are `DESCRIBING` (what they mean: docs/add.md) and, to be checked
against the file, `CHECKED`; anything else is kept as stated, under its own name. A sidecar never keeps a
file out: what is wrong in it is a `Problem`. `sources.described` makes the capture.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from allegata.errors import Problem, Severity

SUFFIX = ".meta.json"
TABLE = "items.csv"
SIDECAR_LIMIT = 1_000_000
"""Bytes of a JSON sidecar that are read: it holds a few lines; anything larger is something else."""
TABLE_LIMIT = 100_000_000

DESCRIBING = (
    "url",
    "publisher",
    "published",
    "published_basis",
    "retrieved_at",
    "collector",
    "method",
    "note",
    "url_final",
    "redirects",
    "claimed_at",
    "clock_source",
    "tool",
    "content_present",
    "transformations",
)
LISTS = ("redirects", "transformations")
"""Fields of several values: a list in JSON; in a table, addresses parted by spaces, words by semicolons."""
CHECKED = ("sha256", "length", "media_type")

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields somebody stated for one file, with the place they stand in for people to look at."""

    origin: str
    fields: Fields


def read_json(path: Path, origin: str) -> tuple[Sidecar, tuple[Problem, ...]]:
    """The fields of a JSON sidecar; empty, with a Problem, when it cannot be used."""
    nothing = Sidecar(origin, {})
    try:
        if path.stat().st_size > SIDECAR_LIMIT:
            return nothing, (broken(origin, f"it has more than {SIDECAR_LIMIT:,} bytes"),)
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        return nothing, (broken(origin, f"it cannot be opened ({fault.strerror})"),)
    except UnicodeDecodeError:
        return nothing, (broken(origin, "it is not UTF-8"),)
    except (json.JSONDecodeError, RecursionError, ValueError) as fault:
        return nothing, (broken(origin, f"it is not JSON ({str(fault)[:80]})"),)
    if not isinstance(data, dict):
        return nothing, (broken(origin, "it is not an object with named fields"),)
    fields: dict[str, str] = {}
    problems = []
    for key, value in data.items():
        if value is None or value == "":
            continue
        if isinstance(value, str):
            fields[key] = value
        elif key in DESCRIBING and key not in LISTS and not isinstance(value, int | float):
            problems.append(unusable(origin, key, "a text was expected"))
            fields[f"{key} as stated"] = json.dumps(value, ensure_ascii=False)
        else:
            fields[key] = json.dumps(value, ensure_ascii=False)
    problems += [unknown_field(origin, origin, key) for key in data if key not in DESCRIBING + CHECKED]
    return Sidecar(origin, fields), tuple(problems)


def read_table(path: Path, origin: str) -> tuple[dict[str, Sidecar], tuple[Problem, ...]]:
    """The rows of an `items.csv` by the file they name; a file named twice keeps its first row."""
    rows: dict[str, Sidecar] = {}
    problems: list[Problem] = []
    unknown: set[str] = set()
    try:
        if path.stat().st_size > TABLE_LIMIT:
            return {}, (broken(origin, f"it has more than {TABLE_LIMIT:,} bytes"),)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in _rows(csv.reader(stream)):
                if row is None:
                    return {}, (broken(origin, 'it has no column "file"'),)
                unknown.update(row.keys() - {"file", *DESCRIBING, *CHECKED})
                name = row.pop("file", "").strip().removeprefix("./")
                where = f"{origin}, row {number}"
                if not name:
                    problems.append(broken(where, "it names no file"))
                elif name in rows:
                    problems.append(
                        contradicts(where, f"{name} is described twice; the first row was followed")
                    )
                else:
                    rows[name] = Sidecar(where, row)
    except OSError as fault:
        problems.append(broken(origin, f"it cannot be opened ({fault.strerror})"))
    except UnicodeDecodeError:
        problems.append(broken(origin, "it is not UTF-8"))
    except csv.Error as fault:
        problems.append(broken(origin, f"it is not a comma-separated table ({fault})"))
    problems += [unknown_field(origin, origin, column) for column in sorted(unknown)]
    return rows, tuple(problems)


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, dict[str, str] | None]]:
    header = [cell.strip().lower() for cell in next(reader, [])]
    if "file" not in header:
        yield 1, None
        return
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            pairs = zip(header, cells, strict=False)  # a short row leaves its last fields unstated
            yield number, {key: cell.strip() for key, cell in pairs if cell.strip() and key}


def short(words: str) -> str:
    """At most 80 characters of some words."""
    return words if len(words) <= 80 else words[:79] + "…"


def contradicts(origin: str, what: str, subject: str | None = None) -> Problem:
    """The sidecar says what the file, or another sidecar, does not."""
    return Problem(
        "sidecar_contradicts",
        subject or origin,
        f"{origin} contradicts the file or itself: {what}. The file was added all the same.",
        "Find out which of the two is right, and correct the sidecar; the file stays as it is.",
        Severity.NOTICE,
    )


def unknown_field(name: str, origin: str, key: str) -> Problem:
    """A field that has no meaning here."""
    return Problem(
        "sidecar_unknown_field",
        name,
        f"{origin} has a field “{short(key)}” that is not known; it was kept as stated, under that name.",
        f"If one of these was meant, rename it: {', '.join(DESCRIBING + CHECKED)}.",
        Severity.NOTICE,
    )


def unusable(origin: str, key: str, why: str) -> Problem:
    """A value of a shape that the field does not have."""
    return Problem(
        "sidecar_contradicts",
        origin,
        f"The field “{short(key)}” of {origin} cannot be used: {why}.",
        "Write the value as a text in quotation marks.",
        Severity.NOTICE,
    )


def broken(origin: str, why: str) -> Problem:
    """A sidecar that cannot be read."""
    return Problem(
        "sidecar_broken",
        origin,
        f"{origin} cannot be used: {why}. The files were added without it.",
        "Correct the sidecar and run again; adding the same file twice adds nothing.",
        Severity.PARTIAL,
    )
