"""Whether the objects of a vault are the ones that the ledger names, byte for byte."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from allegata.errors import Problem, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the vault: where it lies, the digest its name claims, the digest its bytes have.

    `claimed` is None for a file whose name is no digest; `actual` is None when it cannot be opened.
    """

    place: str  # path inside the vault, with forward slashes
    claimed: str | None
    actual: str | None


def compare(named: Mapping[str, str], found: Iterable[Found]) -> Iterator[Problem]:
    """Name every object that was altered, is missing, or that nothing accounts for.

    :param named: digest → why it must be there ("original of item …").
    :param found: every file of the vault.
    """
    seen = set()
    for file in found:
        if file.claimed is not None:
            seen.add(file.claimed)
        if file.claimed is None or file.claimed not in named:
            yield Problem(
                "object_extra",
                file.place,
                f"The vault holds {file.place}, which no ledger entry names",
                "Find out where it came from; if it belongs to the case, add it as an item.",
            )
        elif file.actual is None:
            yield _lost("object_unreadable", file.claimed, f"{file.place} cannot be opened", named)
        elif file.actual != file.claimed:
            yield _lost("object_altered", file.claimed, f"{file.place} was altered: its hash differs", named)
    for digest in sorted(named.keys() - seen):
        yield _lost("object_missing", digest, f"Object {digest} is missing", named)


def _lost(code: str, digest: str, what: str, named: Mapping[str, str]) -> Problem:
    remedy = "Bring the object back from a backup; its name is its SHA-256, so the right copy can be told."
    return Problem(code, digest, f"{what} ({named[digest]})", remedy, Severity.UNREADABLE)
