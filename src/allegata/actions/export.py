"""`allegata export`: the whole casebook as one canonical JSON, in an order that never changes."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select

from allegata.actions.casebook import Casebook
from allegata.model.canonical import canonical_json
from allegata.store.index import COVERAGE, FIGURES
from allegata.store.tables import (
    ACCOUNTS,
    ANSWERS,
    APPEARANCES,
    ASSESSMENTS,
    DECISIONS,
    DOCUMENTS,
    EVENTS,
    INCIDENTS,
    ITEMS,
    MATCHES,
    MEDIA,
    MENTIONS,
    PROBLEMS,
    PROPOSALS,
    RECORDS,
    REQUESTS,
    SECOND_READINGS,
    STATEMENTS,
    UNPACKED,
)

FORMAT = "allegata-export/1"

# in the order of RFC 8785, so that the pieces written one after another are canonical as a whole
_PARTS: dict[str, Select[Any]] = {
    "accounts": select(ACCOUNTS.c.data).order_by(ACCOUNTS.c.document, ACCOUNTS.c.id, ACCOUNTS.c.data),
    "answers": select(ANSWERS.c.data).order_by(ANSWERS.c.seq),
    "appearances": select(APPEARANCES.c.data).order_by(
        APPEARANCES.c.item, APPEARANCES.c.seq, APPEARANCES.c.row
    ),
    "assessments": select(ASSESSMENTS.c.data).order_by(ASSESSMENTS.c.incident),
    "decisions": select(DECISIONS.c.data).order_by(DECISIONS.c.seq),
    "documents": select(DOCUMENTS.c.data).order_by(DOCUMENTS.c.id),
    "footage": select(MEDIA.c.data).order_by(MEDIA.c.seq, MEDIA.c.row),
    "incidents": select(INCIDENTS.c.data).order_by(INCIDENTS.c.id),
    "items": select(ITEMS.c.data).order_by(ITEMS.c.id),
    "matches": select(MATCHES.c.data).order_by(MATCHES.c.left, MATCHES.c.right, MATCHES.c.row),
    "mentions": select(MENTIONS.c.data).order_by(MENTIONS.c.document, MENTIONS.c.id, MENTIONS.c.data),
    "problems": select(PROBLEMS.c.data).order_by(PROBLEMS.c.item, PROBLEMS.c.code, PROBLEMS.c.data),
    "proposals": select(PROPOSALS.c.data).order_by(PROPOSALS.c.left, PROPOSALS.c.right),
    "records": select(RECORDS.c.data).order_by(RECORDS.c.document, RECORDS.c.id, RECORDS.c.data),
    "requests": select(REQUESTS.c.data).order_by(REQUESTS.c.seq),
    "second_readings": select(SECOND_READINGS.c.data).order_by(SECOND_READINGS.c.seq),
    "statements": select(STATEMENTS.c.data).order_by(
        STATEMENTS.c.document, STATEMENTS.c.id, STATEMENTS.c.data
    ),
    "unpacked": select(UNPACKED.c.data).order_by(UNPACKED.c.container),
}
_SINGLE = {"coverage": COVERAGE, "figures": FIGURES}


def export(book: Casebook, target: Path) -> str:
    """Write the export to a file and return its SHA-256.

    :raises OSError: when the file cannot be written.
    """
    state = sha256()
    with target.open("wb") as file:
        for piece in pieces(book):
            state.update(piece)
            file.write(piece)
    return state.hexdigest()


def export_digest(book: Casebook) -> str:
    """The SHA-256 of the export, without writing it."""
    state = sha256()
    for piece in pieces(book):
        state.update(piece)
    return state.hexdigest()


def pieces(book: Casebook) -> Iterator[bytes]:
    """The export's bytes, a record at a time: canonical JSON (RFC 8785) once they are joined."""
    keys = sorted([*_PARTS, *_SINGLE, "events", "format"])
    yield b"{"
    for number, key in enumerate(keys):
        yield (b"," if number else b"") + canonical_json(key) + b":"
        if key in _SINGLE:
            yield (book.index.meta(_SINGLE[key]) or "null").encode()
        elif key == "format":
            yield canonical_json(FORMAT)
        elif key == "events":
            yield from _array(_events(book))
        else:
            yield from _array(row.data.encode() for row in book.index.rows(_PARTS[key]))
    yield b"}"


def _events(book: Casebook) -> Iterator[bytes]:
    names = ("seq", "hash", "kind", "at", "by", "subject")
    query = select(*(EVENTS.c[name] for name in names)).order_by(EVENTS.c.seq)
    for row in book.index.rows(query):
        yield canonical_json({name: getattr(row, name) for name in names})


def _array(parts: Iterator[bytes]) -> Iterator[bytes]:
    yield b"["
    for number, part in enumerate(parts):
        yield (b"," if number else b"") + part
    yield b"]"
