"""Results over the whole casebook: kept in the vault, named in the ledger, only when they changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.evidence.custody import Draft, EntryKind
from allegata.evidence.digest import of_bytes
from allegata.model.canonical import canonical_json
from allegata.store.tables import EVENTS


def keep_if_changed(book: Casebook, kind: EntryKind, output: Mapping[str, Any]) -> bool:
    """Keep a result unless the last one of its kind is the same, byte for byte; tells whether it was kept."""
    data = canonical_json(output)
    digest = of_bytes(data)
    query = select(EVENTS.c.subject).where(EVENTS.c.kind == kind).order_by(EVENTS.c.seq.desc())
    last = book.index.first(query)
    if last is not None and last.subject == digest:
        return False
    objects = book.batch()
    objects.stage_bytes(data)
    book.keep(objects, [Draft(kind, book.now(), book.outside.by, digest, {"object": digest})])
    return True
