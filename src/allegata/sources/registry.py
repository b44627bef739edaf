"""The importers there are, in the order in which they are asked."""

from allegata.sources.importer import Importer

IMPORTERS: tuple[Importer, ...] = ()


def importer_of(head: bytes, name: str) -> Importer | None:
    """The first importer that recognises a file; None for a file that holds no others."""
    return next((one for one in IMPORTERS if one.recognises(head, name)), None)
