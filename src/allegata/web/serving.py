"""Starting the web application: the socket, the one-time link, the server underneath."""

import sys
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Timer

import uvicorn

from allegata.actions.casebook import Outside
from allegata.actions.identity import one_time_key
from allegata.actions.serving import listening, server, standard_office
from allegata.actions.working import start
from allegata.web.app import create_app

LOCAL = "127.0.0.1"


def run(casebooks: Sequence[Path], *, port: int, by: str | None, browser: bool) -> None:
    """Serve until interrupted.

    :raises CasebookMissing, CasebookCorrupt, KeyMissing: as `server`.
    """
    outside = Outside()
    served = server(
        casebooks, standard_office(), alone=True, outside=replace(outside, by=by) if by else outside
    )
    bound, port = listening(LOCAL, port)
    app = create_app(served, hosts=(LOCAL, f"{LOCAL}:{port}", "localhost", f"localhost:{port}"))
    link = f"http://{LOCAL}:{port}/enter/{one_time_key(served)}"
    sys.stdout.write(f"Open this link once; it is for you alone:\n  {link}\nStop with Ctrl+C.\n")
    sys.stdout.flush()
    if browser:
        Timer(0.3, webbrowser.open, [link]).start()
    start(served)  # beside the server, a moment after it: pages are there first
    config = uvicorn.Config(app, log_level="warning", server_header=False, access_log=False)
    uvicorn.Server(config).run(sockets=[bound])
