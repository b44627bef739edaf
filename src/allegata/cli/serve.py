"""`allegata serve`: the casebook in the browser, for one person or a small team."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, By


def serve(
    casebooks: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CASEBOOK", help="One casebook, or several. Default: casebook."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = 8417,
    by: By = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the standard browser.")] = True,
) -> None:
    """Read, compare and decide in the browser.

    Without further options the page is open to you alone: on this machine only, by a link that works once.
    """
    from allegata.web.serving import run

    run(tuple(casebooks or (DEFAULT_CASEBOOK,)), port=port, by=by, browser=browser)


VERBS = (serve,)
