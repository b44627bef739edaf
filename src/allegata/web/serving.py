"""Starting the web application: the socket, the one-time link, the server underneath."""

import gc
import ipaddress
import sys
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Timer

import uvicorn

from allegata.actions.accounts import accounts
from allegata.actions.casebook import Outside
from allegata.actions.identity import one_time_key
from allegata.actions.init import init
from allegata.actions.serving import IDLE_TEAM, LARGEST, listening, server, standard_office
from allegata.actions.starting import start
from allegata.errors import UnsafeServing
from allegata.web.app import create_app

LOCAL = "127.0.0.1"
SAME_MACHINE = (LOCAL, "localhost", "[::1]")
PROXIES = [LOCAL, "::1"]
"""From where the word of a proxy counts: who asked, and by HTTPS. From elsewhere anybody could say so."""


def run(
    casebooks: Sequence[Path], *, port: int, by: str | None, browser: bool, upload_limit: int = LARGEST
) -> None:
    """Serve for one person, until interrupted. A casebook that is not there yet is made, empty.

    :raises CasebookMissing, CasebookCorrupt, KeyMissing, UnsafeOffice: as `server`.
    """
    outside = Outside()
    outside = replace(outside, by=by) if by else outside
    for folder in casebooks:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            _say(f"{folder} is not there yet: an empty casebook is made. Bring reports in on its page Add.")
            init(folder, outside)
    served = server(casebooks, standard_office(), alone=True, outside=outside, upload_limit=upload_limit)
    bound, port = listening(LOCAL, port)
    app = create_app(served, hosts=names(LOCAL, port))
    link = f"http://{LOCAL}:{port}/enter/{one_time_key(served)}"
    _say(f"Open this link once; it is for you alone:\n  {link}\nStop with Ctrl+C.")
    if browser:
        Timer(0.3, webbrowser.open, [link]).start()
    start(served)  # beside the server, a moment after it: pages are there first
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, access_log=False, proxy_headers=False, ws="none"
    )
    _keep_what_is_loaded()
    uvicorn.Server(config).run(sockets=[bound])


def run_team(
    casebooks: Sequence[Path],
    *,
    office: Path | None,
    host: str,
    port: int,
    hosts: Sequence[str] = (),
    https_proxy: bool = False,
    idle: timedelta = IDLE_TEAM,
    upload_limit: int = LARGEST,
) -> None:
    """Serve for a team with accounts, until interrupted.

    :param hosts: names under which the server is asked for.
    :param https_proxy: a proxy on this machine ends HTTPS in front; cookies then never travel without.
    :param idle: how long a session lasts untouched.
    :param upload_limit: bytes that one upload may have.
    :raises UnsafeServing: when passwords would cross a network in clear, or it would answer to any name.
    :raises CasebookMissing, CasebookCorrupt, KeyMissing, UnsafeOffice: as `server`.
    """
    check_safe(host, hosts, https_proxy=https_proxy)
    served = server(casebooks, office or standard_office(), alone=False, idle=idle, upload_limit=upload_limit)
    served.hashing.prepare()
    bound, port = listening(host, port)
    app = create_app(served, hosts=names(host, port, hosts), secure=https_proxy)
    address = f"https://{hosts[0]}/" if https_proxy and hosts else f"http://{_in_url(host)}:{port}/"
    _say(f"The team signs in at\n  {address}\nStop with Ctrl+C.")
    if not accounts(served):
        _say("There is no account yet. Make the first: allegata user add NAME --admin")
    start(served)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        access_log=False,
        ws="none",
        proxy_headers=https_proxy,
        forwarded_allow_ips=PROXIES,
    )
    _keep_what_is_loaded()
    uvicorn.Server(config).run(sockets=[bound])


def check_safe(host: str, hosts: Sequence[str], *, https_proxy: bool) -> None:
    """Refuse an address at which passwords would cross a network in clear.

    :raises UnsafeServing: saying what to do instead.
    """
    if is_loopback(host):
        return
    if not https_proxy:
        raise UnsafeServing(
            f"at {host} passwords and content would cross the network in clear. Put a proxy with HTTPS in front "
            "and say --https-proxy, or keep to 127.0.0.1 and reach it through an SSH tunnel"
        )
    if not hosts:
        raise UnsafeServing(
            f"say with --hosts under which name the server at {host} is asked for; it answers to no other"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def names(host: str, port: int, more: Sequence[str] = ()) -> tuple[str, ...]:
    """What a request may have in its header Host: the names told, with and without the port."""
    own = SAME_MACHINE if is_loopback(host) else (_in_url(host),)
    return tuple(name for one in dict.fromkeys((*own, *more)) for name in (one, f"{one}:{port}"))


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _keep_what_is_loaded() -> None:
    """No collection walks through what was loaded to serve while somebody waits for a page."""
    gc.collect()
    gc.freeze()
