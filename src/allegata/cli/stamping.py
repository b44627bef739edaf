"""The verb that asks for time stamps: stamp."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json

if TYPE_CHECKING:
    from allegata.actions.stamp import StampResult


def stamp(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    request: Annotated[
        Path | None,
        typer.Option("--request", metavar="FILE", help="Send nothing: write the request to a file (.tsq)."),
    ] = None,
    reply: Annotated[
        Path | None,
        typer.Option(
            "--reply", metavar="FILE", help="Send nothing: take in a reply (.tsr) to such a request."
        ),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Have the newest checkpoint stamped with the time by others.

    Sends the SHA-256 of the checkpoint, and nothing else, to every authority that was named with
    `allegata tsa add`.
    """
    if request and reply:
        raise typer.BadParameter("give --request or --reply, not both")
    from allegata.actions import stamp as actions
    from allegata.actions.casebook import Outside, opened_to_write, operator
    from allegata.cli import screen

    with opened_to_write(casebook, Outside(by=by or operator())) as book:
        if request:
            point, asked = actions.offline_request(book)
            request.write_bytes(asked)
            typer.echo(f"{request}: request for checkpoint {point.digest}. Nothing was sent.", err=json)
            typer.echo(f"Next: allegata stamp --reply FILE --casebook {casebook}", err=json)
            if json:
                screen.print_json(point)
            return
        if reply:
            try:
                data = reply.read_bytes()
            except OSError as fault:
                raise typer.BadParameter(f"{reply} cannot be read ({fault.strerror})") from None
            result = actions.offline_reply(book, data)
        else:
            result = actions.stamp(book)
    if json:
        screen.print_json(result)
    else:
        _tell(result)
    if screen.serious(result.problems):
        raise typer.Exit(Exit.PROBLEMS)


def _tell(result: "StampResult") -> None:
    from allegata.cli import screen

    out = screen.console()
    point = result.checkpoint
    out.print(f"Checkpoint {point.digest}, over {point.size} entries:", soft_wrap=True)
    for one in result.stamped:
        out.print(
            f"   {one.time:%Y-%m-%d %H:%M:%S} UTC, as {one.tsa} states (entry {one.entry}; {one.tsa_name})"
        )
    for name in result.before:
        out.print(f"   stamped by {name} before")
    if result.unstamped:
        out.print(
            f"Unstamped since entry {result.unstamped.entry}, {result.unstamped.at:%Y-%m-%d %H:%M} UTC."
        )
    screen.problems(out, result.problems)


VERBS = (stamp,)
