"""The verbs that name time-stamping authorities: tsa add, tsa list, tsa remove."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json

app = typer.Typer(
    help="The time-stamping authorities that `stamp` may ask.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the authority takes requests.")],
    certificate: Annotated[
        Path,
        typer.Option(
            "--certificate",
            metavar="FILE",
            help="PEM: its root certificate and those between.",
            dir_okay=False,
        ),
    ],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A short name. Default: the host.")
    ] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", metavar="TEXT", help="For what it is asked; kept for good.")
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Name an authority that `stamp` may ask."""
    from allegata.actions.casebook import Outside, opened_to_write, operator
    from allegata.actions.tsa import PURPOSE, add_tsa
    from allegata.cli import screen

    try:
        pem = certificate.read_bytes()
    except OSError as fault:
        raise typer.BadParameter(f"{certificate} cannot be read ({fault.strerror})") from None
    with opened_to_write(casebook, Outside(by=by or operator())) as book:
        result = add_tsa(book, url, pem, name, purpose or PURPOSE)
    if json:
        screen.print_json(result)
        return
    typer.echo(f"{result.name} is entry {result.entry} of the ledger. Nothing was sent.")
    typer.echo(f"Next: allegata stamp --casebook {casebook}")


@app.command("list")
def list_(casebook: CasebookDir = DEFAULT_CASEBOOK, json: Json = False) -> None:
    """List the authorities with their certificates."""
    from allegata.actions.casebook import opened
    from allegata.actions.tsa import tsas
    from allegata.cli import screen

    with opened(casebook) as book:
        result = tsas(book)
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    if not result:
        out.print("No authority is named: nothing is ever sent, and no checkpoint is stamped.")
    for one in result:
        out.print(f"{one.name}  {one.url}", style="bold", soft_wrap=True)
        out.print(f"   named {one.at:%Y-%m-%d %H:%M} UTC by {one.by} (entry {one.entry}), for: {one.purpose}")
        for line in one.certificates:
            kind = "root" if line.root else "between"
            valid = f"{line.not_before:%Y-%m-%d} to {line.not_after:%Y-%m-%d}"
            out.print(f"   {kind}: {line.subject}, valid {valid}")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `tsa list` shows it.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept for good.")],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Ask an authority no more; what it stamped stays."""
    from allegata.actions.casebook import Outside, opened_to_write, operator
    from allegata.actions.tsa import remove_tsa, tsas
    from allegata.cli import screen

    with opened_to_write(casebook, Outside(by=by or operator())) as book:
        remove_tsa(book, name, reason)
        left = tsas(book)
    if json:
        screen.print_json(left)
    else:
        typer.echo(f"{name} is asked no more; {len(left)} left.")
