"""The texts that tell of an incident, copies folded: repetition is not corroboration (DOMAIN 3.1, rule 1)."""

from collections.abc import Sequence
from datetime import date

from allegata.linking.copies import cluster_of, clusters
from allegata.model.document import Document
from allegata.model.view import Telling


def tellings(documents: Sequence[Document]) -> tuple[Telling, ...]:
    """Each text once, its copies and excerpts under the one published first; unknown days come last."""
    of = cluster_of(clusters(documents))
    groups: dict[str, list[Document]] = {}
    for document in sorted(documents, key=_first):
        groups.setdefault(of.get(document.id, document.id), []).append(document)
    return tuple(Telling(group[0], tuple(group[1:])) for group in groups.values())


def _first(document: Document) -> tuple[bool, date, str]:
    day = document.published.day if document.published.is_anchor else None
    return day is None, day or date.min, document.id
