"""The verbs that keep a casebook whole: mirror, restore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json

if TYPE_CHECKING:
    from allegata.actions.casebook import Outside

Place = Annotated[
    str | None,
    typer.Option(
        "--place", metavar="NAME", help="What the ledger calls the copy. Default: its folder's name."
    ),
]


def mirror(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of the copy, best on another disk.")
    ],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    place: Place = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Bring a second copy up to date; it is a casebook itself.

    Only what is new is copied, and every object is hashed on the way. A copy that went its own way is
    left alone.
    """
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.mirror import mirror as action
    from allegata.cli import screen

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, folder, bars, place=place)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        new = f"{_count(result.objects, 'object')} ({screen.size(result.bytes)}) copied to {folder}"
        out.print(f"{new}; it holds {result.entries} ledger entries.", soft_wrap=True)
        screen.problems(out, result.problems)
        out.print(f"Next: allegata verify --casebook {folder}", soft_wrap=True)
    if screen.serious(result.problems):
        raise typer.Exit(Exit.TAMPERED)


def restore(
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="The copy that `mirror` made.")],
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="ITEM…", help="Only these items or objects, by the beginning of their ids."),
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    place: Place = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Bring back missing and altered objects from a second copy.

    An object is taken only when its bytes have the right SHA-256; what lay in its place is kept in
    `quarantine/`. The ledger is never rewritten.
    """
    from allegata.actions.restore import restore as action
    from allegata.cli import screen

    with screen.progress() as bars:
        result = action(casebook, source, items or (), bars, _outside(by), place=place)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(f"{_count(result.checked, 'object')} hashed, {len(result.restored)} brought back.")
        for one in result.restored:
            aside = f"; what lay there is kept in {one.kept}" if one.kept else ""
            out.print(f"- {one.digest} ({one.what}) was {one.was}{aside}", soft_wrap=True)
        screen.problems(out, result.problems)
        out.print(f"Next: allegata verify --casebook {casebook}", soft_wrap=True)
    if result.problems:
        raise typer.Exit(Exit.TAMPERED)


def _outside(by: str | None) -> "Outside":
    from allegata.actions.casebook import Outside, operator

    return Outside(by=by or operator())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


VERBS = (mirror, restore)
