"""The verb that extends a casebook's places: gazetteer add."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json

app = typer.Typer(help="The places that names are looked up in.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def top() -> None:
    """Keep `add` a verb of its own while it is the only one."""


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GeoNames dump or a table of places.")],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """Add places to this casebook: villages, older names, names in other scripts."""
    from allegata.actions.gazetteer import add_places
    from allegata.cli import screen

    result = add_places(casebook, file)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(f"{result.read} rows read: {result.added} places added, {result.named} further names.")
        screen.problems(out, result.problems)
        out.print(f"Next: allegata read --again --casebook {casebook}", soft_wrap=True)
    if screen.serious(result.problems):
        raise typer.Exit(Exit.PROBLEMS)
