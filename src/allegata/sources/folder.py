"""A folder of reports: every file that can be added, in an order that does not change, with its sidecar.

Nothing is loaded to be walked, and nothing outside the folder is touched: links are not followed,
because a folder that came from somebody else may lead anywhere.
"""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allegata.errors import BadKnowledge, NothingToRead, Problem, Severity
from allegata.model.item import Capture
from allegata.sources import columns as mapped
from allegata.sources.described import capture
from allegata.sources.sidecar import SUFFIX, TABLE, Sidecar, read_json, read_table


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the folder, or one thing in it that cannot be added (`path` is None, `problems` say why).

    `name` is the path inside the folder with slashes, as it is kept for people; `length` in bytes as
    the file stood when it was walked.
    """

    path: Path | None
    name: str
    capture: Capture
    problems: tuple[Problem, ...] = ()
    length: int = 0


TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
"""Endings of tables, which may be added with a word on which column is what."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What holds for every file: which column of a table is what, as said for this run, else by the nearest
    `columns.toml`; and what is said of all of them.
    """

    said: Mapping[str, str]
    written: Mapping[str, str]
    every: Sidecar | None = None  # what is said of every file

    def below(self, folder: Path) -> tuple["_Columns", str]:
        """The same with what the folder's own file says, and why that cannot be used."""
        try:
            return replace(self, written=mapped.read_mapping(folder / mapped.FILE)), ""
        except BadKnowledge as fault:
            return self, str(fault)

    def of(self, name: str, made: Capture) -> Capture:
        """The capture of a file, with the mapping where it is a table."""
        mapping = self.said or self.written
        if not mapping or not name.lower().endswith(TABLES):
            return made
        return replace(made, stated=(*made.stated, *mapped.stated(mapping)))


def walk(
    folder: Path,
    leave_out: Collection[Path] = (),
    columns: Mapping[str, str] | None = None,
    columns_else: Mapping[str, str] | None = None,
    stated: Sidecar | None = None,
) -> Iterator[Found]:
    """Every file under a folder, sorted by name within each folder; hidden files and sidecars left out.

    :param leave_out: folders that are not walked (a casebook that lies inside).
    :param columns: which column of its tables is what, whatever a `columns.toml` says.
    :param columns_else: the same, where no `columns.toml` says anything.
    :param stated: what is said of every file, where no sidecar of its own says otherwise.
    :raises NothingToRead: when the folder does not exist or cannot be opened.
    """
    if not folder.is_dir():
        raise NothingToRead(f"{folder} is no folder; name the folder that holds the reports.")
    try:
        os.scandir(folder).close()
    except OSError as fault:
        raise NothingToRead(
            f"{folder} cannot be opened ({fault.strerror}); change its permissions."
        ) from fault
    left_out = {path.resolve() for path in leave_out}
    mapping = _Columns(columns or {}, columns_else or {}, stated)
    hidden: list[int] = []
    yield from _walk(folder, "", folder.resolve(), left_out, {}, mapping, hidden)
    if hidden:
        yield _hidden(sum(hidden))


def _walk(
    folder: Path,
    prefix: str,
    root: Path,
    left_out: set[Path],
    rows: dict[str, Sidecar],
    mapping: _Columns,
    hidden: list[int],
) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            every = list(entries)
    except OSError as fault:
        what = f"The folder cannot be opened ({fault.strerror})."
        remedy = "Change its permissions and run again."
        yield _refused(prefix.rstrip("/"), "folder_unreadable", what, remedy)
        return
    there = {entry.name: entry for entry in every if not entry.name.startswith(".")}
    if len(there) < len(every):
        hidden.append(len(every) - len(there))
    sidecars = _Sidecars(folder, prefix, there, rows)
    for problem in sidecars.problems:
        yield Found(None, problem.subject, Capture(problem.subject), (problem,))
    if mapped.FILE in there and there[mapped.FILE].is_file(follow_symlinks=False):
        sidecars.own.add(mapped.FILE)
        mapping, why = mapping.below(folder)
        if why:
            yield _refused(
                prefix + mapped.FILE, "columns_unusable", why, "Correct it, and add the folder again."
            )
    for raw, entry in sorted(there.items()):
        if raw in sidecars.own:
            continue
        path = folder / raw
        name = prefix + _readable(raw)
        if entry.is_symlink():  # the folder's own list says so: no system call for each file
            yield _link(path, name, root)
        elif entry.is_dir():
            if path.resolve() not in left_out:
                yield from _walk(path, name + "/", root, left_out, sidecars.rows_below(raw), mapping, hidden)
        else:
            yield _file(path, raw, name, sidecars, mapping)
    yield from sidecars.unused()


def _file(path: Path, raw: str, name: str, sidecars: "_Sidecars", mapping: _Columns) -> Found:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refused(
                name, "not_a_file", "It is a socket, a pipe or a device.", "Nothing need be done."
            )
        with path.open("rb", buffering=0):
            pass
    except OSError as fault:
        what = f"The file cannot be opened ({fault.strerror})."
        return _refused(name, "file_unreadable", what, "Change its permissions and run again.")
    stated, problems = sidecars.of(raw)
    if mapping.every is not None:
        already = {key for one in stated for key in one.fields}  # what lies beside a file is nearer to it
        left = {key: value for key, value in mapping.every.fields.items() if key not in already}
        stated = (*stated, replace(mapping.every, fields=left))
    made, found = capture(path, name, status.st_size, stated)
    problems = (*problems, *found)
    if _readable(raw) != raw:
        what = "The file's name is not valid Unicode; it is shown with replacement characters."
        notice = Problem("name_not_unicode", name, what, "Nothing need be done.", Severity.NOTICE)
        problems = (*problems, notice)
    return Found(path, name, mapping.of(name, made), problems, status.st_size)


def _link(path: Path, name: str, root: Path) -> Found:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # Python before 3.13 raises RuntimeError for links that lead in a circle
        loops = path.readlink() == Path(path.name) or _circular(path)
        code = "link_loop" if loops else "link_broken"
        what = "The link leads in a circle." if loops else "The link leads nowhere."
        return _refused(name, code, what, "Put the file itself into the folder.")
    if not target.is_relative_to(root):
        what = "The link leads out of the folder; it was not followed."
        return _refused(
            name, "link_leads_outside", what, "Copy what it leads to into the folder, if it belongs here."
        )
    if target.is_dir() and path.parent.resolve().is_relative_to(target):
        what = "The link leads back to a folder that it lies in."
        return _refused(name, "link_loop", what, "Nothing need be done; the folder was walked once.")
    what = "The link leads to something in this folder, which is added where it lies."
    return _refused(name, "link_passed_over", what, "Nothing need be done.", Severity.NOTICE)


def _hidden(number: int) -> Found:
    what = f"Hidden files and folders (their names begin with a dot) were not added; there are {number:,}."
    remedy = "Rename those that belong here, and add the folder again."
    return _refused(".", "hidden_passed_over", what, remedy, Severity.NOTICE)


def _circular(path: Path) -> bool:
    seen = set()
    while path.is_symlink():
        if path in seen:
            return True
        seen.add(path)
        path = Path(os.path.normpath(path.parent / path.readlink()))
    return False


def _refused(name: str, code: str, what: str, remedy: str, severity: Severity = Severity.UNREADABLE) -> Found:
    return Found(None, name, Capture(name), (Problem(code, name, what, remedy, severity),))


def _readable(raw: str) -> str:
    return os.fsencode(raw).decode("utf-8", errors="replace")


class _Sidecars:
    """The sidecars of one folder: which names they are, what they state, which of them nobody used."""

    def __init__(
        self, folder: Path, prefix: str, there: Mapping[str, os.DirEntry[str]], rows: dict[str, Sidecar]
    ) -> None:
        self._folder, self._prefix = folder, prefix
        regular = {name for name, entry in there.items() if entry.is_file(follow_symlinks=False)}
        self.own = {n for n in regular if n.endswith(SUFFIX) and n != SUFFIX}
        self.problems: list[Problem] = []
        self._beside: dict[str, str] = {}
        for sidecar in sorted(self.own):
            stem = sidecar.removesuffix(SUFFIX)
            same_stem = [n for n in there if n.rsplit(".", 1)[0] == stem and n not in self.own]
            if stem in regular:
                self._beside[stem] = sidecar
            elif len(same_stem) == 1:
                self._beside.setdefault(same_stem[0], sidecar)
            else:
                self.problems.append(_orphan(prefix + _readable(sidecar)))
        self._rows = dict(rows)
        if TABLE in regular:
            self.own.add(TABLE)
            own_rows, found = read_table(folder / TABLE, prefix + TABLE)
            self._rows = {**rows, **own_rows}
            self.problems.extend(found)

    def rows_below(self, raw: str) -> dict[str, Sidecar]:
        """The rows about files of a folder inside this one, by their names there; they are handed on."""
        head = raw + "/"
        return {name[len(head) :]: self._rows.pop(name) for name in list(self._rows) if name.startswith(head)}

    def of(self, raw: str) -> tuple[tuple[Sidecar, ...], tuple[Problem, ...]]:
        """What is stated of one file, the sidecar beside it first."""
        stated: list[Sidecar] = []
        problems: list[Problem] = []
        if raw in self._beside:
            name = self._beside[raw]
            sidecar, found = read_json(self._folder / name, self._prefix + _readable(name))
            stated.append(sidecar)
            problems.extend(found)
        if raw in self._rows:
            stated.append(self._rows.pop(raw))
        return tuple(stated), tuple(problems)

    def unused(self) -> Iterator[Found]:
        """Rows of the table that name no file which was added from this folder."""
        for name, row in self._rows.items():
            if not (self._folder / name).exists():
                problem = _orphan(row.origin, name)
                yield Found(None, problem.subject, Capture(problem.subject), (problem,))


def _orphan(origin: str, name: str | None = None) -> Problem:
    return Problem(
        "sidecar_without_file",
        origin,
        f"{origin} describes {name or 'a file'} that is not there.",
        "Put the file into the folder, or take the description out.",
        Severity.NOTICE,
    )
