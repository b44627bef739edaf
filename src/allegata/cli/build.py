"""The verbs that make a casebook and check it: run, init, add, read, link, assess, verify, rebuild."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Columns, Json, Workers

if TYPE_CHECKING:
    from allegata.actions.casebook import Outside

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder with the reports, or one file.")]
Again = Annotated[bool, typer.Option("--again", help="Read everything once more, not only what is new.")]


def run(
    folder: Folder,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    workers: Workers = None,
    columns: Columns = None,
    json: Json = False,
) -> None:
    """The main job: add, read, link, assess and list a folder.

    Does it again safely: what is known is not added or read twice. Ends with the incidents, the
    published totals beside the documented ones, the problems found, and what to type next.
    """
    from allegata.actions.add import columns_of
    from allegata.actions.run import run as action
    from allegata.cli import overview, screen

    with screen.progress() as bars:
        result = action(folder, casebook, bars, _outside(by), workers, columns_of(columns))
    if json:
        screen.print_json(result)
    else:
        overview.ran(screen.console(), result)
    _end(screen.serious(result.problems))


def init(
    casebook: Annotated[Path, typer.Argument(metavar="DIR")] = DEFAULT_CASEBOOK,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="Keep objects, ledger and index encrypted (age, SQLCipher).")
    ] = False,
    recipient: Annotated[
        list[str] | None,
        typer.Option(
            "--recipient", metavar="KEY", help="Who can open it: age1… or ssh-…; may come several times."
        ),
    ] = None,
    recipients: Annotated[
        Path | None,
        typer.Option("--recipients", metavar="FILE", help="The same, one public key a line."),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Make an empty casebook: vault, ledger and index.

    With --encrypted, and no recipient named, a key is made and written outside the casebook.
    """
    from dataclasses import replace

    from allegata.actions.init import init as action
    from allegata.cli import copies, screen

    named = copies.keys_named(recipient or (), recipients)
    outside = replace(_outside(by), recipients=named if encrypted or named else None)
    result = action(casebook, outside)
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    if result.encrypted:
        copies.say_who_opens(out, result)
    out.print(
        f"{casebook} is a casebook. Add reports to it: allegata add FOLDER --casebook {casebook}",
        soft_wrap=True,
    )


def add(
    folder: Folder,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    columns: Columns = None,
    json: Json = False,
) -> None:
    """Take files into the casebook, untouched.

    Reports, web archives, exports, feeds, tables, mail, and ZIP files of these. A sidecar
    (`name.meta.json`, or one `items.csv` for the folder) says what is known of the capture. The same
    bytes are never added twice.
    """
    from allegata.actions.add import add as action
    from allegata.actions.add import columns_of
    from allegata.actions.casebook import opened_to_write
    from allegata.cli import overview, screen

    mapping = columns_of(columns)
    with opened_to_write(casebook, _outside(by), create=True) as book, screen.progress() as bars:
        result = action(book, folder, bars, mapping)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(f"{_items(len(result.added))} added, {len(result.known)} known before.")
        if result.unpacked:
            out.print(overview.taken_apart(result))
        screen.problems(out, result.problems)
        out.print(f"Next: allegata read --casebook {casebook}", soft_wrap=True)
    _end(screen.serious(result.problems))


def read(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    again: Again = False,
    workers: Workers = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Read what was not read yet: who says what, of what."""
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.read import read as action
    from allegata.cli import screen

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, bars, again=again, workers=workers)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(
            f"{_items(len(result.read))} read by {result.reader} {result.version}; "
            f"{len(result.unread)} kept and not read, {len(result.skipped)} read before."
        )
        screen.problems(out, result.problems)
        out.print(f"Next: allegata link --casebook {casebook}", soft_wrap=True)
    _end(screen.serious(result.problems))


def link(casebook: CasebookDir = DEFAULT_CASEBOOK, by: By = None, json: Json = False) -> None:
    """Propose which mentions are the same incident, and why.

    Proposals above the published threshold are followed; what people decided wins.
    """
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.link import link as action
    from allegata.cli import screen

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, bars)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(
            f"{_count(len(result.incidents), 'incident')}; "
            f"{_count(len(result.proposals), 'proposal')} with reasons."
        )
        screen.problems(out, result.problems)
        out.print(f"Next: allegata assess --casebook {casebook}", soft_wrap=True)
    _end(screen.serious(result.problems))


def assess(casebook: CasebookDir = DEFAULT_CASEBOOK, by: By = None, json: Json = False) -> None:
    """Count origins and bounds, set answers and checks beside them."""
    from allegata.actions.assess import assess as action
    from allegata.actions.casebook import opened_to_write
    from allegata.cli import screen

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, bars)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(f"{_count(len(result.assessments), 'incident')} assessed.")
        screen.problems(out, result.problems)
        out.print(f"Next: allegata show --casebook {casebook}", soft_wrap=True)
    _end(screen.serious(result.problems))


def verify(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint", metavar="FILE", help="A checkpoint kept elsewhere: does the ledger begin like it?"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Check every byte and every entry, in numbered steps."""
    from allegata.actions.verify import PREAMBLE
    from allegata.actions.verify import verify as action
    from allegata.cli import screen

    out = screen.console()
    if not json:
        out.print("What is checked:")
        for place, words in enumerate(PREAMBLE, 1):
            out.print(f"   {place}. {words}", soft_wrap=True)
    with screen.progress() as bars:
        result = action(casebook, bars, checkpoint=checkpoint)
    if json:
        screen.print_json(result)
    else:
        out.print("What was found:")
        for step in result.steps:
            found = len(step.problems)
            note = f" ({step.note})" if step.note else ""
            line = f"   {step.number}. {step.title}: {step.checked} checked, {found or 'nothing'} wrong{note}"
            out.print(line, soft_wrap=True)
            for problem in step.problems[: screen.PROBLEMS_SHOWN]:
                out.print(f"      - {screen.problem_words(problem)}", soft_wrap=True)
            if found > screen.PROBLEMS_SHOWN:
                out.print(f"      … and {found - screen.PROBLEMS_SHOWN} more; --json lists all.")
        number = f"{result.entries} entr{'y' if result.entries == 1 else 'ies'}"
        out.print(f"ledger: {number}, head {result.head}", soft_wrap=True)
        out.print(f"tree hash (RFC 6962): {result.root}", soft_wrap=True)
        out.print("Intact." if result.intact else "NOT INTACT: copy this folder before doing anything else.")
    if not result.intact:
        raise typer.Exit(Exit.TAMPERED)


def rebuild(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    despite_damage: Annotated[
        bool, typer.Option("--despite-damage", help="Also from a ledger whose chain is broken.")
    ] = False,
    json: Json = False,
) -> None:
    """Make the index anew from vault and ledger."""
    from allegata.actions.rebuild import rebuild as action
    from allegata.cli import screen

    with screen.progress() as bars:
        result = action(casebook, bars, despite_damage=despite_damage)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        entries = f"{result.entries} ledger entr{'y' if result.entries == 1 else 'ies'}"
        out.print(f"Index made anew from {entries} and {_items(result.items)}.")
        if result.before is None:
            out.print("The old index could not be exported, so there is nothing to compare with.")
        else:
            out.print(f"Export before and after: {'identical' if result.identical else 'NOT identical'}.")
        out.print(f"SHA-256 of the export: {result.after}", soft_wrap=True)
    if result.before is not None and not result.identical:
        raise typer.Exit(Exit.TAMPERED)


def _outside(by: str | None) -> "Outside":
    from allegata.actions.casebook import Outside, operator

    return Outside(by=by or operator())


def _items(number: int) -> str:
    return _count(number, "item")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _end(problems: bool) -> None:
    if problems:
        raise typer.Exit(Exit.PROBLEMS)


VERBS = (run, init, add, read, link, assess, verify, rebuild)
