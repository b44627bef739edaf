"""`allegata serve`: the casebook in the browser, for one person or a small team."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, By

LOCAL = "127.0.0.1"


def serve(
    casebooks: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CASEBOOK", help="One casebook, or several. Default: casebook."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = 8417,
    by: By = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the standard browser.")
    ] = True,
    upload_limit: Annotated[
        int, typer.Option("--upload-limit", metavar="MB", min=1, help="How much one upload may bring.")
    ] = 2048,
    team: Annotated[
        bool, typer.Option("--team", help="For a team: accounts, roles, a page to sign in.")
    ] = False,
    office: Annotated[
        Path | None,
        typer.Option(
            "--office",
            metavar="DIR",
            help="Team: where accounts and sessions lie. Default: $ALLEGATA_OFFICE, or beside the signing keys.",
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDR", help="Team: where to wait.")] = LOCAL,
    hosts: Annotated[
        list[str] | None,
        typer.Option(
            "--hosts", metavar="NAME", help="Team: a name it is asked for by; may come several times."
        ),
    ] = None,
    https_proxy: Annotated[
        bool, typer.Option("--https-proxy", help="Team: a proxy on this machine ends HTTPS in front.")
    ] = False,
    idle: Annotated[
        int,
        typer.Option("--idle", min=1, max=720, metavar="MINUTES", help="Team: a session lasts untouched."),
    ] = 60,
) -> None:
    """Read, compare and decide in the browser.

    Without further options the page is open to you alone: on this machine only, by a link that works once. A
    casebook that is not there yet is made, empty.
    """
    from datetime import timedelta

    from allegata.errors import ExtraMissing, UnsafeServing

    if not team and (office or hosts or https_proxy or host != LOCAL):
        raise UnsafeServing(
            "for one person it waits on this machine only; say --team for a server with accounts"
        )
    if team and by:
        raise UnsafeServing("on a team's server everybody signs in by their own name; leave --by out")
    gc.disable()  # what is loaded now stays: going through it again and again takes a tenth of the start
    try:
        from allegata.web import serving
    except ModuleNotFoundError as fault:
        if fault.name and fault.name.startswith("allegata"):
            raise
        raise ExtraMissing("the browser needs the extra `web`: pip install 'allegata[web]'") from None
    finally:
        gc.freeze()
        gc.enable()
    folders = tuple(casebooks or (DEFAULT_CASEBOOK,))
    if team:
        serving.run_team(
            folders,
            office=office,
            host=host,
            port=port,
            hosts=hosts or (),
            https_proxy=https_proxy,
            idle=timedelta(minutes=idle),
            upload_limit=upload_limit << 20,
        )
    else:
        serving.run(folders, port=port, by=by, browser=browser, upload_limit=upload_limit << 20)


VERBS = (serve,)
