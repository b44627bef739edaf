"""Which column of a table of links and notes is what: as a person says it, or by the names columns have.

A mapping goes from our field to the table's header: `url=Link,note=Comment,published=Date`, on the command
line, or in a `columns.toml` beside the table (or in the casebook's `knowledge/`) under `[columns]`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from allegata.errors import BadKnowledge, Problem, Severity
from allegata.model.item import Capture, Stated

FIELDS = (
    "url", "note", "content", "title", "published", "retrieved_at", "publisher", "collector", "file",
    "archive", "hash", "status",
)  # fmt: skip
FILE = "columns.toml"
FILE_LIMIT = 100_000
MARK = "column: "
"""How a mapping travels with a table's capture: `Stated("column: url", "Link")`."""

_GAPS = re.compile(r"[\s._\-–—/:]+")


def mapping_of(words: str) -> dict[str, str]:
    """The mapping in `url=Link,note=Comment`.

    :raises BadKnowledge: when a part is no pair, or names a field that there is not.
    """
    found: dict[str, str] = {}
    for part in words.split(","):
        field, sign, header = (side.strip() for side in part.partition("="))
        if not sign or not header:
            raise BadKnowledge(f"“{part.strip()}” is no pair; write columns as url=Link,note=Comment.")
        _known(field, "--columns")
        found[field] = header
    return found


def read_mapping(path: Path) -> dict[str, str]:
    """The mapping in a `columns.toml`.

    :raises BadKnowledge: when the file cannot be used.
    """
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise BadKnowledge(f"{path.name} has more than {FILE_LIMIT:,} bytes; it holds a few lines.")
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        raise BadKnowledge(f"{path.name} cannot be read ({str(fault)[:80]}); correct it.") from fault
    columns = data.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(header, str) for header in columns.values()):
        raise BadKnowledge(f'{path.name} needs a table [columns] with lines such as url = "Link".')
    for field in columns:
        _known(field, path.name)
    return dict(columns)


def _known(field: str, where: str) -> None:
    if field not in FIELDS:
        raise BadKnowledge(f"“{field}” in {where} is no field; the fields are {', '.join(FIELDS)}.")


def stated(mapping: Mapping[str, str]) -> tuple[Stated, ...]:
    """A mapping as it is kept with the capture of a table."""
    return tuple(Stated(MARK + field, header) for field, header in sorted(mapping.items()))


def stated_in(capture: Capture) -> dict[str, str]:
    """The mapping that a capture carries; empty when nobody stated one."""
    pairs = {s.name.removeprefix(MARK): s.value for s in capture.stated if s.name.startswith(MARK)}
    return {field: header for field, header in pairs.items() if field in FIELDS}


@cache
def _names() -> Mapping[str, str]:
    """Header, as compared → field."""
    text = files("allegata.sources").joinpath("data", "headers.toml").read_text("utf-8")
    return {_folded(name): field for field, names in tomllib.loads(text).items() for name in names}


def _folded(header: str) -> str:
    return _GAPS.sub(" ", header.casefold()).strip()


def known_fields(header: Sequence[str]) -> dict[str, int]:
    """Field → number of its column, as far as the names of columns tell; the first of a kind wins."""
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        field = _names().get(_folded(name))
        if field:
            found.setdefault(field, number)
    return found


def placed(
    header: Sequence[str], mapping: Mapping[str, str], subject: str
) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Field → number of its column, as a person mapped them; a column that is not there is a Problem."""
    at = {_folded(name): number for number, name in reversed(list(enumerate(header)))}
    found = {field: at[_folded(name)] for field, name in mapping.items() if _folded(name) in at}
    missing = [name for field, name in mapping.items() if field not in found]
    if not missing:
        return found, ()
    there = ", ".join(f"“{name.strip()[:40]}”" for name in header[:20] if name.strip())
    problem = Problem(
        "column_missing",
        subject,
        f"The table has no column {', '.join(f'“{name}”' for name in missing)}; it has {there}.",
        "Name the columns as the table does: --columns url=…,note=…",
        Severity.PARTIAL,
    )
    return found, (problem,)
