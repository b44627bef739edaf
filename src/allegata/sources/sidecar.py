"""Sidecars: what a collector wrote down about the capture of a file.

Either `report.txt.meta.json` (or `report.meta.json`) beside `report.txt`, or one `items.csv` for a
folder with a column `file`. Fields: url, publisher, published (ISO date), published_basis,
retrieved_at (ISO, with a time zone), collector, method, note; and, to be checked against the file:
sha256, length, media_type. A sidecar never keeps a file out: what is wrong in it is a `Problem`.
"""

import csv
import hashlib
import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from allegata.errors import Problem, Severity
from allegata.model.item import Capture
from allegata.model.vocabulary import DateBasis

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
)
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
            return nothing, (_broken(origin, f"it has more than {SIDECAR_LIMIT:,} bytes"),)
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        return nothing, (_broken(origin, f"it cannot be opened ({fault.strerror})"),)
    except UnicodeDecodeError:
        return nothing, (_broken(origin, "it is not UTF-8"),)
    except (json.JSONDecodeError, RecursionError, ValueError) as fault:
        return nothing, (_broken(origin, f"it is not JSON ({str(fault)[:80]})"),)
    if not isinstance(data, dict):
        return nothing, (_broken(origin, "it is not an object with named fields"),)
    fields: dict[str, str] = {}
    problems = []
    for key, value in data.items():
        if value is None or value == "":
            continue
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            fields[key] = str(value)
        else:
            problems.append(_unusable(origin, key, "a text was expected"))
    return Sidecar(origin, fields), tuple(problems)


def read_table(path: Path, origin: str) -> tuple[dict[str, Sidecar], tuple[Problem, ...]]:
    """The rows of an `items.csv` by the file they name; a file named twice keeps its first row."""
    rows: dict[str, Sidecar] = {}
    problems: list[Problem] = []
    try:
        if path.stat().st_size > TABLE_LIMIT:
            return {}, (_broken(origin, f"it has more than {TABLE_LIMIT:,} bytes"),)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in _rows(csv.reader(stream)):
                if row is None:
                    return {}, (_broken(origin, 'it has no column "file"'),)
                name = row.pop("file", "").strip().removeprefix("./")
                where = f"{origin}, row {number}"
                if not name:
                    problems.append(_broken(where, "it names no file"))
                elif name in rows:
                    problems.append(
                        _contradicts(where, f"{name} is described twice; the first row was followed")
                    )
                else:
                    rows[name] = Sidecar(where, row)
    except OSError as fault:
        problems.append(_broken(origin, f"it cannot be opened ({fault.strerror})"))
    except UnicodeDecodeError:
        problems.append(_broken(origin, "it is not UTF-8"))
    except csv.Error as fault:
        problems.append(_broken(origin, f"it is not a comma-separated table ({fault})"))
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


def capture(
    path: Path, name: str, length: int, sidecars: tuple[Sidecar, ...]
) -> tuple[Capture, tuple[Problem, ...]]:
    """The capture that sidecars describe, checked against the file.

    The first sidecar that states a field wins; a later one that differs is a Problem. The file's bytes
    are read, in a stream, only where a sidecar states their SHA-256.
    """
    problems: list[Problem] = []
    fields: dict[str, str] = {}
    stated_by: dict[str, str] = {}
    for sidecar in sidecars:
        for key, value in sidecar.fields.items():
            if key not in DESCRIBING + CHECKED:
                problems.append(_unknown(name, sidecar.origin, key))
            elif key in fields and fields[key] != value:
                first = f"“{_short(fields[key])}” in {stated_by[key]}, which was followed"
                what = f"{key} is “{_short(value)}” here and {first}"
                problems.append(_contradicts(sidecar.origin, what, name))
            else:
                fields.setdefault(key, value)
                stated_by.setdefault(key, sidecar.origin)
    problems.extend(_checked(path, name, length, fields, stated_by))
    made = _made(name, fields, stated_by, problems)
    return made, tuple(problems)


def _made(name: str, fields: dict[str, str], stated_by: Fields, problems: list[Problem]) -> Capture:
    notes = [fields["note"]] if "note" in fields else []

    def refuse(key: str, why: str) -> None:
        problems.append(_contradicts(stated_by[key], f"{key} “{_short(fields[key])}”: {why}", name))
        notes.append(f"{key} as stated: {fields[key]}")  # nothing that a collector wrote is lost

    published: date | None = None
    if "published" in fields:
        try:
            published = _day(fields["published"])
        except ValueError:
            refuse("published", "this is no calendar day in the form 2024-05-03")
    basis = DateBasis.STATED_BY_COLLECTOR if published else DateBasis.NONE
    if "published_basis" in fields:
        try:
            basis = DateBasis(fields["published_basis"]) if published else basis
        except ValueError:
            refuse("published_basis", f"not one of {', '.join(b.value for b in DateBasis)}")
    retrieved: datetime | None = None
    if "retrieved_at" in fields:
        try:
            retrieved = datetime.fromisoformat(fields["retrieved_at"]).astimezone(UTC)
            if datetime.fromisoformat(fields["retrieved_at"]).tzinfo is None:
                retrieved = None
                refuse("retrieved_at", "it names no time zone, so that it is no instant")
        except (ValueError, OverflowError):
            refuse("retrieved_at", "this is no instant in the form 2024-05-03T10:12:00Z")
    # a day may begin fourteen hours before it begins in UTC
    if published and retrieved and (published - retrieved.date()).days > 1:
        why = f"the file was retrieved before that, on {retrieved.date().isoformat()}"
        problems.append(
            _contradicts(stated_by["published"], f"published {published.isoformat()}: {why}", name)
        )
    return Capture(
        received_name=name,
        url=fields.get("url"),
        publisher=fields.get("publisher"),
        published=published,
        published_basis=basis,
        retrieved_at=retrieved,
        collector=fields.get("collector"),
        method=fields.get("method", "received_from_third_party"),
        note="; ".join(notes) or None,
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return datetime.fromisoformat(words).date()


def _checked(path: Path, name: str, length: int, fields: Fields, stated_by: Fields) -> Iterator[Problem]:
    if "length" in fields and fields["length"] != str(length):
        what = f"it states {_short(fields['length'])} bytes, the file has {length}"
        yield _contradicts(stated_by["length"], what, name)
    if "sha256" in fields:
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return  # the walk names files that cannot be opened
        if found != fields["sha256"].strip().lower():
            what = f"it states SHA-256 {_short(fields['sha256'])}, the file has {found}"
            yield _contradicts(stated_by["sha256"], what, name)
    if "media_type" in fields:
        stated = fields["media_type"].split(";")[0].strip().lower()
        guessed, _ = mimetypes.guess_type(name)
        if guessed is not None and stated != guessed:
            yield _contradicts(
                stated_by["media_type"], f"it states {_short(stated)}, the name says {guessed}", name
            )


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def _contradicts(origin: str, what: str, subject: str | None = None) -> Problem:
    return Problem(
        "sidecar_contradicts",
        subject or origin,
        f"{origin} contradicts the file or itself: {what}. The file was added all the same.",
        "Find out which of the two is right, and correct the sidecar; the file stays as it is.",
        Severity.NOTICE,
    )


def _unknown(name: str, origin: str, key: str) -> Problem:
    return Problem(
        "sidecar_unknown_field",
        name,
        f"{origin} has a field “{_short(key)}” that is not known; it was left out.",
        f"Use one of {', '.join(DESCRIBING + CHECKED)}; put anything else into note.",
        Severity.NOTICE,
    )


def _unusable(origin: str, key: str, why: str) -> Problem:
    return Problem(
        "sidecar_contradicts",
        origin,
        f"The field “{_short(key)}” of {origin} cannot be used: {why}.",
        "Write the value as a text in quotation marks.",
        Severity.NOTICE,
    )


def _broken(origin: str, why: str) -> Problem:
    return Problem(
        "sidecar_broken",
        origin,
        f"{origin} cannot be used: {why}. The files were added without it.",
        "Correct the sidecar and run again; adding the same file twice adds nothing.",
        Severity.PARTIAL,
    )
