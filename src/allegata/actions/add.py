"""`allegata add`: take the files of a folder into the casebook, untouched, with what is known of them.

First every file is kept as it came; then those that hold others are taken apart (`actions.unpack`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.actions.received import BATCH_FILES, TURN_FILES, batches, met_again, received, told
from allegata.actions.turns import Turns, held, room
from allegata.actions.unpack import unpack
from allegata.errors import Problem, Severity
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import parse, to_data
from allegata.model.item import Capture
from allegata.model.result import AddResult, Progress, Silent, Step
from allegata.sources.columns import FILE, mapping_of, read_mapping, stated_in
from allegata.sources.folder import Found, walk
from allegata.sources.sidecar import Sidecar
from allegata.store.batch import Stored
from allegata.store.tables import APPEARANCES, PROBLEMS

TOOL = "allegata add"
WITH_UPLOAD = "what was said with the upload"
"""Where a statement about uploaded files stands: in no sidecar of theirs."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person who hands files over says of them, beyond what lies beside them.

    `fields` are those of a sidecar (`sources.sidecar.DESCRIBING`), for every file that no sidecar of its own
    says otherwise of. `names` gives the name under which a file was received where the folder could not
    keep it: path in the folder → that name.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def add(
    book: Casebook,
    folder: Path,
    progress: Progress | None = None,
    columns: Mapping[str, str] | None = None,
    told: Told | None = None,
    turns: Turns | None = None,
) -> AddResult:
    """Add every file below a folder and take containers apart; bytes that are held are not stored again.

    :param columns: which column of its tables is what: field → header (`sources.columns.FIELDS`).
    :param told: what is said of the files beyond what lies beside them.
    :param turns: stage without the casebook's lock, and keep every batch in a turn; `book` is only read from.
    :raises NothingToRead: when the folder does not exist or cannot be opened.
    :raises BadKnowledge: when the casebook's own `columns.toml` cannot be used.
    """
    progress = progress or Silent()
    found = list(_walked(book, folder, columns, told or Told()))
    progress.begin(Step.ADD, len(found))
    with room(book, turns) as aside:
        work = _Work(book, turns or held(book), aside)
        files = BATCH_FILES if turns is None else TURN_FILES
        for batch in batches(((file, file.length) for file in found), files):
            work.add(batch)
            progress.advance(Step.ADD, len(batch))
    work.note_not_taken()
    progress.end(Step.ADD)
    inside = unpack(book, work.names, progress, work.mapped, turns)
    return AddResult(
        tuple(work.added),
        tuple(work.known),
        (*work.problems, *inside.problems),
        work.bytes + inside.bytes_added,
        inside.containers,
        inside.added,
        work.met_again,
        inside.absent,
    )


def columns_of(words: str | None) -> Mapping[str, str] | None:
    """Which column is what, as a person writes it: `url=Link,note=Comment`.

    :raises BadKnowledge: when a part is no pair, or names a field that there is not.
    """
    return mapping_of(words) if words else None


def _own_columns(book: Casebook) -> Mapping[str, str]:
    path = book.folder / "knowledge" / FILE
    return read_mapping(path) if path.is_file() else {}


def _walked(book: Casebook, folder: Path, columns: Mapping[str, str] | None, told: Told) -> Iterator[Found]:
    """The files of a folder, with what a person says of them and the names under which they came."""
    stated = Sidecar(WITH_UPLOAD, told.fields) if told.fields else None
    for file in walk(folder, [book.folder], columns, _own_columns(book), stated):
        name = told.names.get(file.name, file.name)
        if name == file.name:
            yield file
            continue
        problems = tuple(replace(p, subject=name) if p.subject == file.name else p for p in file.problems)
        yield replace(file, name=name, capture=replace(file.capture, received_name=name), problems=problems)


class _Work:
    """One run of `add`: what it tells at the end, and the names under which it met items."""

    def __init__(self, book: Casebook, turns: Turns, aside: Path | None) -> None:
        self.book, self.turns, self.aside = book, turns, aside
        self.added: list[str] = []
        self.known: list[str] = []
        self.problems: list[Problem] = []
        self.names: dict[str, str] = {}
        self.mapped: dict[str, Capture] = {}
        self.bytes = 0
        self.met_again = 0
        self._not_taken: list[Problem] = []

    def add(self, found: list[Found]) -> None:
        """Keep some files: objects, entries, index."""
        objects = self.book.batch(self.aside)
        self.problems += [problem for file in found for problem in file.problems]
        staged: list[tuple[Found, Stored]] = []
        for file in found:
            if file.path is None:
                self._not_taken += file.problems
                continue
            try:
                staged.append((file, objects.stage_file(file.path)))
            except OSError as fault:
                self.problems.append(_unreadable(file, fault))
                self._not_taken += (*file.problems, self.problems[-1])
        objects.flush()
        with self.turns() as book:  # what is held already is asked when nobody else can add it
            book.keep(objects, self._drafts(book, staged))

    def note_not_taken(self) -> None:
        """Keep on record what could not be added, unless it is already."""
        if not self._not_taken:
            return
        query = select(PROBLEMS.c.data).where(PROBLEMS.c.item == self.book.id)
        before = {parse(Problem, row.data) for row in self.book.index.rows(query)}
        new = [problem for problem in dict.fromkeys(self._not_taken) if problem not in before]
        if new:
            payload = {"tool": TOOL, "problems": to_data(tuple(new))}
            with self.turns() as book:
                draft = Draft(EntryKind.NOT_TAKEN, book.now(), book.outside.by, book.id, payload)
                book.keep(book.batch(), [draft])

    def _drafts(self, book: Casebook, staged: list[tuple[Found, Stored]]) -> list[Draft]:
        digests = [stored.digest for _, stored in staged]
        held = set(book.index.known(digests))
        captures = _captures(book, sorted(held))
        drafts = []
        for file, stored in staged:
            self.names[file.name] = stored.digest
            capture = told(book, stored, file.capture)
            if stated_in(file.capture):
                self.mapped[stored.digest] = file.capture
            before = captures.setdefault(stored.digest, [])
            if stored.digest not in held:
                held.add(stored.digest)  # the same bytes under a second name are one item
                self.added.append(stored.digest)
                self.bytes += stored.length
                drafts.append(received(book, stored, capture, TOOL, file.problems))
            else:
                self.known.append(stored.digest)
                if capture in before:
                    continue  # the same folder once more: nothing happened
                self.met_again += 1
                drafts.append(met_again(book, stored.digest, capture, TOOL, file.problems))
            before.append(capture)
        return drafts


def _captures(book: Casebook, items: Sequence[str]) -> dict[str, list[Capture]]:
    """The captures with which these items came in from folders."""
    found: dict[str, list[Capture]] = {}
    for portion in portions(items):
        query = select(APPEARANCES.c.item, APPEARANCES.c.data).where(
            APPEARANCES.c.item.in_(portion), APPEARANCES.c.container.is_(None)
        )
        for row in book.index.rows(query):
            found.setdefault(row.item, []).append(parse(Capture, row.data))
    return found


def _unreadable(file: Found, fault: OSError) -> Problem:
    what = f"The file could not be read to its end ({fault.strerror})"
    remedy = "Make it readable, or copy it again from where it came, and add the folder once more."
    return Problem("file_unreadable", file.name, what, remedy, Severity.UNREADABLE)
