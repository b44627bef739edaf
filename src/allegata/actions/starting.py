"""Starting the background work of a server. The server itself never loads what reads and links: its first page
would wait for that, and it would hold the memory for nothing.
"""

import os
from typing import Any

from allegata.actions.jobs import clean_up, pending, settle_soon
from allegata.actions.serving import Server
from allegata.actions.uploads import forget_old
from allegata.engines.local import POLITE
from allegata.store.jobs import Jobs


def start(server: Server) -> None:
    """Have a server's work done by processes beside it, which end with it."""
    clean_up(server)
    forget_old(server.office.folder, Jobs(server.office).under_way())
    for desk in server.desks.values():
        if pending(server, desk):  # decided at the command line, or just before the last end
            settle_soon(server, desk, server.by or "server")
    server.background.start(
        Jobs(server.office), {desk.id: desk.folder.resolve() for desk in server.desks.values()}, _work
    )


def _work(word: Any, *arguments: str) -> None:
    """What the process beside the server does: only there the reader is loaded."""
    if hasattr(os, "nice"):  # whoever waits for a page comes first
        os.nice(POLITE)
    from allegata.actions.working import work  # noqa: PLC0415 - in the child, for the reason above

    work(word, *arguments)
