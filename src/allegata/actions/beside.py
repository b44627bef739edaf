"""What a container says of files that lie beside it, brought together with the items of these files."""

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.errors import Problem, Severity
from allegata.evidence.digest import CHUNK
from allegata.model.item import Item, Stated
from allegata.model.unpacked import About
from allegata.sources.words import one_line
from allegata.store.tables import APPEARANCES, ITEMS

NAMED = 20
"""Digests without a file that are named one by one."""
SIBLINGS = 500
SMALL = 1 << 20
"""Files of the same folder, and bytes of each, that are hashed to find one of which only a digest is known."""
LENGTHS = {
    "md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128, "sha3_256": 64, "sha3_512": 128,
}  # fmt: skip


def resolved(
    book: Casebook, container: Item, abouts: Iterable[About], here: Mapping[str, str]
) -> Iterator[tuple[About, str | None]]:
    """Each with the item that it speaks of; None where no such file lies beside the container.

    :param here: name → item id of the files that came in together with the container.
    """
    abouts = list(abouts)
    names = [names_beside(container, about) for about in abouts]
    found = _named(book, container, {name for several in names for name in several}, here)
    stated = sorted({value for about in abouts for value in _own(about)})
    held: set[str] = set()
    for portion in portions(stated):
        held |= book.index.known(portion)
    for about, several in zip(abouts, names, strict=True):
        named = [found[name] for name in several if name in found]
        agreeing = [value for value in _own(about) if value in held]
        # a file of the right bytes is meant, whatever it is called; one of the right name only where there is none
        best = next((item for item in named if item in agreeing), None) or next(iter(named or agreeing), None)
        yield about, best or _sibling(book, container, about, here)


def _own(about: About) -> tuple[str, ...]:
    """The digests that are ids of items, too."""
    return tuple(value.strip().lower() for algorithm, value in about.digests if algorithm == "sha256")


def _sibling(book: Casebook, container: Item, about: About, here: Mapping[str, str]) -> str | None:
    """The small file of the same folder that has a stated digest, where no name leads to it."""
    wanted = {algorithm: value for algorithm, value in about.digests if algorithm in LENGTHS}
    if about.beside or not wanted or container.capture.member_of:
        return None
    folder = posixpath.dirname(container.capture.received_name)
    near = [item for name, item in here.items() if posixpath.dirname(name) == folder][:SIBLINGS]
    small = select(ITEMS.c.id).where(ITEMS.c.id.in_(near), ITEMS.c.length <= SMALL).order_by(ITEMS.c.seq)
    for row in book.index.rows(small):
        if any(_digest(book, row.id, algorithm) == value for algorithm, value in wanted.items()):
            return str(row.id)
    return None


def names_beside(container: Item, about: About) -> tuple[str, ...]:
    """The names under which the file may have come in; ways out of the folder are none."""
    found = (_name_beside(container, name) for name in (about.beside, *about.names) if name)
    return tuple(name for name in found if name)


def _name_beside(container: Item, beside: str) -> str | None:
    folder = posixpath.dirname(container.capture.received_name)
    beside = beside.replace("\\", "/")
    name = posixpath.normpath(posixpath.join(folder, beside))
    inside = not folder or name.startswith(f"{folder}/")
    return name if inside and not beside.startswith("/") and not name.startswith("..") else None


def _named(book: Casebook, container: Item, names: set[str], here: Mapping[str, str]) -> dict[str, str]:
    """The items of these names: the ones that came in together with the container, else the only ones so named."""
    member = container.capture.member_of
    found = {} if member else {name: here[name] for name in names if name in here}
    left = sorted(names - found.keys())
    several: set[str] = set()
    for portion in portions(left):
        query = select(APPEARANCES.c.item, APPEARANCES.c.name).distinct()
        query = query.where(APPEARANCES.c.name.in_(portion))
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
            problems.append(_contradicts(book, about, item, algorithm, (value, actual)))
    return tuple(agree), tuple(problems)


def missing(container: Item, absent: Sequence[About]) -> tuple[Problem, ...]:
    """What is to be said of files that a container names, or gives the digest of, and that are not there."""
    name = container.capture.received_name
    named = [one_line(about.beside, 80) for about in absent if about.beside]
    problems = []
    if named:
        listed = ", ".join(named[:5]) + (" …" if len(named) > 5 else "")
        what = f"The file names {len(named):,} other file(s) that did not come with it: {listed}"
        remedy = "Ask whoever handed it over for the whole folder, and add that."
        problems.append(Problem("media_absent", name, what, remedy, Severity.PARTIAL))
    for about in [about for about in absent if about.digests and not about.beside][:NAMED]:
        algorithm, value = about.digests[0]
        what = f"The file is about bytes with {algorithm} {one_line(value)}, and no file here has that digest"
        remedy = "Ask for the file that it was made over; without it nothing can be compared."
        problems.append(Problem("digest_without_file", name, what, remedy, Severity.PARTIAL))
    return tuple(problems)


def _digest(book: Casebook, item: str, algorithm: str) -> str:
    with book.vault.plain(item) as path:
        return _hashed(path, algorithm)


def _hashed(path: Path, algorithm: str) -> str:
    state = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            state.update(chunk)
    return state.hexdigest()


def _contradicts(
    book: Casebook, about: About, item: str, algorithm: str, digests: tuple[str, str]
) -> Problem:
    """:param digests: the one stated, and the one of the bytes."""
    row = book.index.first(select(ITEMS.c.name).where(ITEMS.c.id == item))
    file = row.name if row else item
    stated, actual = digests
    what = f"{one_line(about.path)} states {algorithm} {stated} of this file, whose bytes have {actual}"
    remedy = "Find out which of the two was changed, and when; both are kept as they came."
    return Problem("digest_contradicts", file, what, remedy, Severity.PARTIAL)
