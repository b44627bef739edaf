"""What a container says of files that lie beside it, brought together with the items of these files."""

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import ASKED
from allegata.errors import Problem, Severity
from allegata.evidence.digest import CHUNK
from allegata.model.item import Item, Stated
from allegata.model.unpacked import About
from allegata.sources.words import one_line
from allegata.store.tables import APPEARANCES

LENGTHS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}


def resolved(
    book: Casebook, container: Item, abouts: Iterable[About], here: Mapping[str, str]
) -> Iterator[tuple[About, str | None]]:
    """Each with the item that it speaks of; None where no such file lies beside the container.

    :param here: name → item id of the files that came in together with the container.
    """
    abouts = list(abouts)
    names = [name_beside(container, about) for about in abouts]
    found = _named(book, container, {name for name in names if name}, here)
    for about, name in zip(abouts, names, strict=True):
        yield about, found.get(name) if name else None


def name_beside(container: Item, about: About) -> str | None:
    """The name under which the file came in, if it did; None for a way out of the folder."""
    if not about.beside:
        return None  # words about something that lies nowhere
    folder = posixpath.dirname(container.capture.received_name)
    beside = about.beside.replace("\\", "/")
    name = posixpath.normpath(posixpath.join(folder, beside))
    inside = not folder or name.startswith(f"{folder}/")
    return name if inside and not beside.startswith("/") and not name.startswith("..") else None


def _named(book: Casebook, container: Item, names: set[str], here: Mapping[str, str]) -> dict[str, str]:
    """The items of these names: the ones that came in together with the container, else the only ones so named."""
    member = container.capture.member_of
    found = {} if member else {name: here[name] for name in names if name in here}
    left = sorted(names - found.keys())
    several: set[str] = set()
    for at in range(0, len(left), ASKED):
        query = select(APPEARANCES.c.item, APPEARANCES.c.name).distinct()
        query = query.where(APPEARANCES.c.name.in_(left[at : at + ASKED]))
        query = query.where(APPEARANCES.c.container == (member.container if member else None))
        for row in book.index.rows(query.order_by(APPEARANCES.c.item)):
            if found.setdefault(row.name, row.item) != row.item:
                several.add(row.name)
    # a name that stands for several files says nothing of any one of them
    return {name: item for name, item in found.items() if name not in several}


def checked(book: Casebook, about: About, item: str) -> tuple[tuple[Stated, ...], tuple[Problem, ...]]:
    """The digests that were written down of a file, compared with its bytes."""
    agree: list[Stated] = []
    problems: list[Problem] = []
    for algorithm, stated in about.digests:
        value = stated.strip().lower()
        if LENGTHS.get(algorithm.lower().replace("-", "")) != len(value):
            continue  # no digest that can be compared; the words stay with the capture
        actual = item if algorithm == "sha256" else _digest(book, item, algorithm.lower().replace("-", ""))
        if actual == value:
            agree.append(Stated(f"{algorithm}_agrees", value))
        else:
            problems.append(_contradicts(about, algorithm, value, actual))
    return tuple(agree), tuple(problems)


def _digest(book: Casebook, item: str, algorithm: str) -> str:
    with book.vault.plain(item) as path:
        return _hashed(path, algorithm)


def _hashed(path: Path, algorithm: str) -> str:
    state = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            state.update(chunk)
    return state.hexdigest()


def _contradicts(about: About, algorithm: str, stated: str, actual: str) -> Problem:
    what = f"{one_line(about.path)} states {algorithm} {stated} of {one_line(about.beside)}, whose bytes have {actual}"
    remedy = "Find out which of the two was changed, and when; both are kept as they came."
    return Problem("digest_contradicts", one_line(about.beside), what, remedy, Severity.PARTIAL)
