"""Results over the whole casebook: kept in the vault, named in the ledger, only when they changed."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.turns import Turns, held
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.digest import of_bytes
from allegata.model.canonical import canonical_json
from allegata.model.codec import canonical
from allegata.store.tables import EVENTS


def keep_if_changed(
    book: Casebook, kind: EntryKind, output: Mapping[str, Any], turns: Turns | None = None
) -> bool:
    """Keep a result unless the last one of its kind is the same, byte for byte; tells whether it was kept.

    :param output: a model value, or many of them, under each name.
    :param turns: keep it in a turn; `book` is then only read from.
    """
    data = canonical_members(output)
    digest = of_bytes(data)
    with (turns or held(book))() as writing:
        query = select(EVENTS.c.subject).where(EVENTS.c.kind == kind).order_by(EVENTS.c.seq.desc())
        last = writing.index.first(query)
        if last is not None and last.subject == digest:
            return False
        objects = writing.batch()
        objects.stage_bytes(data)
        del data  # it can be large, and the index makes its own of it
        writing.keep(objects, [Draft(kind, writing.now(), writing.outside.by, digest, {"object": digest})])
    return True


def canonical_members(output: Mapping[str, Any]) -> bytes:
    """The canonical JSON of the result, made value by value: as plain data it would fill the memory."""
    text = BytesIO()
    before = b"{"
    for name, value in sorted(output.items()):
        text.write(before + canonical_json(name) + b":")
        if isinstance(value, tuple):
            for number, element in enumerate(value):
                text.write((b"," if number else b"[") + canonical(element))
            text.write(b"]" if value else b"[]")
        else:
            text.write(canonical(value))
        before = b","
    text.write(b"}" if output else b"{}")
    return text.getvalue()
