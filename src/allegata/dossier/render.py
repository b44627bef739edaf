"""A dossier as JSON and as tables: the same tree, for programs and for spreadsheets."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from io import StringIO
from typing import Any

from allegata.model.canonical import canonical_json
from allegata.model.codec import canonical, to_data
from allegata.model.dossier import (
    AccountLine,
    Citation,
    Decided,
    Dossier,
    ItemLine,
    Line,
    Moment,
    Section,
    StatementLine,
)
from allegata.model.item import CustodyEvent

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute; such a cell gets an apostrophe before it."""

PART_COLUMNS = ("number", "part", "who", "what", "notes", "words", "citations")


def record_json(dossier: Dossier) -> bytes:
    """Canonical JSON (RFC 8785) of the whole tree."""
    return canonical(dossier)


def tables(dossier: Dossier) -> dict[str, bytes]:
    """File name → CSV (RFC 4180, UTF-8) of each table."""
    parts = [*dossier.parts, Section(0, "Circumstances that stay in view", dossier.pinned, "")]
    return {
        "statements.csv": _table(StatementLine, dossier.statements),
        "accounts.csv": _table(AccountLine, dossier.accounts),
        "matrix.csv": _matrix(dossier),
        "parts.csv": _written(PART_COLUMNS, (_part(section, line) for section in parts for line in section.lines)),
        "checks.csv": _section(dossier, 3),
        "steps.csv": _section(dossier, 5),
        "timeline.csv": _table(Moment, dossier.timeline),
        "quotations.csv": _table(Citation, dossier.citations),
        "items.csv": _table(ItemLine, dossier.items),
        "custody.csv": _table(CustodyEvent, dossier.custody),
        "decisions.csv": _table(Decided, dossier.decisions),
    }  # fmt: skip


def _section(dossier: Dossier, number: int) -> bytes:
    found = (section for section in dossier.parts if section.number == number)
    return _written(PART_COLUMNS, (_part(section, line) for section in found for line in section.lines))


def _part(section: Section, line: Line) -> tuple[Any, ...]:
    cites = tuple(number for quote in line.quotes for number in quote.cites)
    words = tuple(quote.words for quote in line.quotes)
    return section.number or "", section.title, line.who, line.what, line.notes, words, cites


def _matrix(dossier: Dossier) -> bytes:
    columns = ("attribute", "code", "code_words", "origins", "bounds", "contradicted", "origin", "standing",
               "value", "voice", "notes", "words", "citations")  # fmt: skip
    return _written(
        columns,
        (
            (
                row.attribute, row.code, row.code_words, row.origins, row.count, row.contradicted, voice.origin,
                voice.standing, value.what, value.who, value.notes, tuple(q.words for q in value.quotes),
                tuple(n for q in value.quotes for n in q.cites),
            )
            for row in dossier.matrix
            for voice in row.voices
            for value in voice.values
        ),
    )  # fmt: skip


def _table(kind: type, rows: Iterable[Any]) -> bytes:
    names = tuple(field.name for field in fields(kind))
    return _written(names, (tuple(getattr(row, name) for name in names) for row in rows))


def _written(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    words = _words(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, tuple):
        return "; ".join(_words(part) for part in value)
    if is_dataclass(value) or isinstance(value, Mapping):
        return canonical_json(to_data(value)).decode()
    return str(value)
