"""What each kind of long work does: one function for each, from a task to what came of it.

A function prepares on `task.book`, which is open to read, keeps in `task.turns()`, and tells
`task.progress` after every piece of work; it may be stopped there, for good or until the next start, and goes on
where it was when it is called again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allegata.actions import footage, looking
from allegata.actions.add import Told, add
from allegata.actions.casebook import Casebook, locked
from allegata.actions.read import read
from allegata.actions.rebuild import rebuild
from allegata.actions.settle import settle
from allegata.actions.turns import PATIENCE, Turns
from allegata.actions.uploads import forget
from allegata.actions.verify import verify
from allegata.engines.local import FEW
from allegata.errors import BadDecision, Problem
from allegata.model.canonical import canonical_json
from allegata.model.codec import from_data
from allegata.model.job import Job, JobKind
from allegata.model.media import Region
from allegata.model.result import Progress, Step
from allegata.store.jobs import Change, Jobs


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work with all it needs. `arguments` are plain data."""

    job: Job
    arguments: Mapping[str, Any]
    book: Casebook
    turns: Turns
    progress: Progress
    jobs: Jobs


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: a line in words, plain data for pages, problems, and what is to follow."""

    words: str
    result: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    then: Sequence[tuple[JobKind, Mapping[str, Any]]] = ()


Handler = Callable[[Task], Done]


def handler_of(kind: JobKind) -> Handler:
    """The function of a kind.

    :raises BadDecision: when this version has none.
    """
    if kind not in HANDLERS:
        raise BadDecision(f"this version of allegata cannot do {kind.value!r} in the background")
    return HANDLERS[kind]


def _add(task: Task) -> Done:
    """`folder`; `fields`, `names` and `columns` as `actions.add` takes them; `upload`: the folder is the office's."""
    folder = Path(str(task.arguments["folder"]))
    told = Told(task.arguments.get("fields", {}), task.arguments.get("names", {}))
    columns = task.arguments.get("columns") or None
    found = add(task.book, folder, task.progress, columns, told, task.turns)
    if task.arguments.get("upload"):
        forget(task.jobs.office.folder, folder)
    result = {
        "added": len(found.added),
        "known": len(found.known),
        "inside": len(found.members),
        "unpacked": len(found.unpacked),
        "bytes": found.bytes_added,
    }
    new = len(found.added) + len(found.members)
    words = f"{_number(new, 'item')} added, {len(found.known)} known before"
    then: list[tuple[JobKind, Mapping[str, Any]]] = [(JobKind.FACTS, {}), (JobKind.READ, {})]
    return Done(words, result, found.problems, then if new else ())


def _read(task: Task) -> Done:
    """`again`: everything once more; `since` is noted then, so that it goes on where it was."""
    few = 0 if task.job.deaths else FEW  # a text that killed the worker kills a process of its own this time
    again, since = bool(task.arguments.get("again")), task.arguments.get("since")
    if again and since is None:
        since = task.book.ledger.end().count
        words = canonical_json(dict(task.arguments) | {"since": since}).decode()
        task.jobs.change(task.job.id, Change(arguments=words))
    found = read(task.book, task.progress, again=again, since=since, turns=task.turns, few=few)
    result = {"read": len(found.read), "unread": len(found.unread), "skipped": len(found.skipped)}
    words = f"{_number(len(found.read), 'item')} read, {len(found.unread)} kept and not read"
    return Done(words, result, found.problems, [(JobKind.SETTLE, {})])


def _settle(task: Task) -> Done:
    found = settle(task.book, task.turns, task.progress)
    task.jobs.note_settled(task.job.casebook, found.accounts_for)
    result = {
        "incidents": len(found.linked.incidents),
        "proposals": len(found.linked.proposals),
        "changed": found.linked.changed or found.assessed.changed,
    }
    words = f"{_number(len(found.linked.incidents), 'incident')} linked and assessed"
    problems = (*found.linked.problems, *found.assessed.problems)
    return Done(words, result, problems, [(JobKind.SETTLE, {})] if found.again else ())


def _facts(task: Task) -> Done:
    found = footage.facts(task.book, footage.footage_items(task.book), task.progress, turns=task.turns)
    result = {"examined": len(found.facts) - len(found.skipped), "skipped": len(found.skipped)}
    return Done(f"{_number(result['examined'], 'file')} of footage examined", result, found.problems)


def _fingerprint(task: Task) -> Done:
    """`items`: ids; all footage, where left out."""
    named = task.arguments.get("items")
    items = (
        [footage.item_named(task.book, str(name)) for name in named]
        if named
        else footage.footage_items(task.book)
    )
    found = footage.fingerprint(task.book, items, task.progress, turns=task.turns)
    result = {"made": len(found.made), "skipped": len(found.skipped)}
    words = f"{_number(len(found.made), 'fingerprint')} made"
    return Done(words, result, found.problems, [(JobKind.MATCH, {})] if found.made else ())


def _match(task: Task) -> Done:
    found = footage.match(task.book, task.progress, task.turns)
    result = {"matches": len(found.matches), "compared": found.compared, "changed": found.changed}
    return Done(f"{_number(len(found.matches), 'pair')} proposed", result)


def _cover(task: Task) -> Done:
    """`item`: an id; `regions`: what to cover, everything where there are none."""
    item = footage.item_named(task.book, str(task.arguments["item"]))
    regions = from_data(tuple[Region, ...], list(task.arguments["regions"]))
    task.progress.begin(Step.COVER, None)
    made, problems = looking.covered(task.book, item, regions)
    result = {"item": item.id, "made": bool(made)}
    if not made:
        return Done("no copy was made", result, problems)
    task.progress.advance(Step.COVER)  # given up meanwhile: nothing is kept
    with task.turns() as writing:
        looking.keep_covered(writing, item, regions, made, problems)
    task.progress.end(Step.COVER)
    return Done("a copy was made in which something is covered", result, problems)


def _verify(task: Task) -> Done:
    """Checked while others go on writing; what is found wrong then is looked at again when nobody writes."""
    folder = task.book.folder
    found = verify(folder, task.progress)
    if not found.intact:
        with locked(folder, PATIENCE):
            found = verify(folder, task.progress)
    steps = [
        {"number": s.number, "title": s.title, "checked": s.checked, "wrong": len(s.problems), "note": s.note}
        for s in found.steps
    ]
    result = {
        "intact": found.intact,
        "entries": found.entries,
        "head": found.head,
        "root": found.root,
        "steps": steps,
    }
    words = "Intact" if found.intact else "NOT INTACT: copy the casebook's folder before doing anything else"
    return Done(words, result, found.problems)


def _rebuild(task: Task) -> Done:
    found = rebuild(task.book.folder, task.progress, task.book.outside)
    result = {"entries": found.entries, "items": found.items, "identical": found.identical}
    words = f"the index was made anew from {_number(found.entries, 'entry', 'entries')}"
    return Done(words, result)


def _number(number: int, noun: str, several: str = "") -> str:
    return f"{number} {noun if number == 1 else several or noun + 's'}"


HANDLERS: dict[JobKind, Handler] = {
    JobKind.ADD: _add,
    JobKind.READ: _read,
    JobKind.SETTLE: _settle,
    JobKind.FACTS: _facts,
    JobKind.FINGERPRINT: _fingerprint,
    JobKind.MATCH: _match,
    JobKind.COVER: _cover,
    JobKind.VERIFY: _verify,
    JobKind.REBUILD: _rebuild,
}
"""One function for each kind; a part of the program that has work of its own puts it here."""
