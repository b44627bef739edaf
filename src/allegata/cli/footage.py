"""The verbs for footage: facts, fingerprint, match. Nothing is decoded or shown unless that is asked for."""

from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json, Unmasked
from allegata.model import days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegata.actions.casebook import Casebook
    from allegata.model.item import Item

app = typer.Typer(
    help="Pictures and sound: what files say of themselves, which show the same, notes instead of watching.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

One = Annotated[str, typer.Argument(metavar="ITEM", help="The id of the item, or the beginning of it.")]
Some = Annotated[
    str | None, typer.Argument(metavar="[ITEM]", help="The id of an item, or the beginning of it.")
]
All = Annotated[bool, typer.Option("--all", help="Every file of footage in the casebook.")]
Again = Annotated[bool, typer.Option("--again", help="Also what was done before by this version.")]


@app.command()
def facts(
    item: Some = None,
    every: All = False,
    again: Again = False,
    unmasked: Unmasked = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Read what files say of themselves, as claims; no frame is decoded."""
    from allegata.actions import footage as actions
    from allegata.actions.casebook import opened_to_write
    from allegata.cli import footageview, screen
    from allegata.cli.build import _outside

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = actions.facts(book, _chosen(book, item, every), bars, again=again)
        names = {one.id: one.capture.received_name for one in actions.footage_items(book)}
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        footageview.facts(out, result, names, detailed=item is not None, withhold=not unmasked)
        screen.problems(out, result.problems)
    _end(screen.serious(result.problems))


@app.command()
def fingerprint(
    item: Some = None,
    every: All = False,
    again: Again = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Have the machine decode and hash pictures, to find them again.

    Nobody sees a frame: what is kept is numbers that tell pictures apart. No face is looked for.
    """
    from allegata.actions import footage as actions
    from allegata.actions.casebook import opened_to_write
    from allegata.cli import screen
    from allegata.cli.build import _count, _outside

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        chosen = _chosen(book, item, every)
        asked = actions.to_fingerprint(book, chosen, again)
        if not json:
            typer.echo(f"The machine decodes {_count(len(asked), 'file')}; nobody sees a frame of them.")
        result = actions.fingerprint(book, chosen, bars, again=again)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        for line in result.made:
            length = f"{days.clock(line.duration)}, " if line.kind == "video" else ""
            out.print(f"- {line.name}: {length}{line.frames} decoded, {line.hashes} hashes", soft_wrap=True)
        out.print(
            f"{_count(len(result.made), 'file')} fingerprinted by {result.tool}; "
            f"{len(result.skipped)} left as they were."
        )
        screen.problems(out, result.problems)
        out.print(f"Next: allegata footage match --casebook {casebook}", soft_wrap=True)
    _end(screen.serious(result.problems))


@app.command()
def match(casebook: CasebookDir = DEFAULT_CASEBOOK, by: By = None, json: Json = False) -> None:
    """Propose which files show the same pictures, and why.

    Compares the fingerprints that were made; decodes nothing. A proposal says nothing of what the pictures
    show or which file came first. Decide with `allegata review same ITEM ITEM`.
    """
    from allegata.actions import footage as actions
    from allegata.actions.casebook import opened_to_write
    from allegata.cli import footageview, screen
    from allegata.cli.build import _outside

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = actions.match(book, bars)
    if json:
        screen.print_json(result)
    else:
        footageview.matches(screen.console(), result, str(casebook))


def _chosen(book: "Casebook", item: str | None, every: bool) -> "Sequence[Item]":
    from allegata.actions import footage as actions

    if (item is None) == (not every):
        raise typer.BadParameter("name one ITEM, or say --all")
    return actions.footage_items(book) if item is None else (actions.item_named(book, item),)


def _end(problems: bool) -> None:
    if problems:
        raise typer.Exit(Exit.PROBLEMS)
