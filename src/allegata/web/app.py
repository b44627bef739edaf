"""The web application: every page and the interface for programs, over the same actions as the command line."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin

from allegata.actions.jobs import follow
from allegata.actions.serving import Server
from allegata.web.faults import HANDLERS as FAULTS
from allegata.web.gate import Forms, Identity, with_headers
from allegata.web.rendering import Renderer
from allegata.web.routes import (
    accounts,
    add,
    api,
    audit,
    custody,
    decide,
    dossier,
    entrance,
    figures,
    footage,
    help,
    incident,
    incidents,
    looking,
    reading,
    review,
    second,
    settings,
    sources,
    texts,
)
from allegata.web.visit import allowed, visit_of

ASSETS = Path(__file__).parent / "assets"
ROUTES = (
    entrance,
    incidents,
    incident,
    texts,
    reading,
    review,
    decide,
    second,
    footage,
    looking,
    figures,
    sources,
    add,
    custody,
    dossier,
    settings,
    accounts,
    help,
    api,
    audit,
)
"""Every module with handlers, in the order of the navigation."""

LARGEST_FORM = 2 << 20
"""Bytes of a request that is no upload; an upload names its own limit."""


class _Plain(Litestar):
    """Without what the framework adds for pydantic wherever that is installed: a seventh of the time to start."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """The address of a file of ours, which changes whenever the file does.

    :raises FileNotFoundError: when there is none of this name.
    """
    return f"/assets/{sha256((ASSETS / name).read_bytes()).hexdigest()[:12]}/{name}"


def create_app(server: Server, hosts: Sequence[str] = (), *, secure: bool = False) -> Litestar:
    """The application over some open casebooks.

    :param hosts: names under which it may be asked for; others are refused, so that no page elsewhere can
        reach a local server under a name of its own (DNS rebinding).
    :param secure: whether it is reached by HTTPS, and cookies must never travel without.
    """
    renderer = Renderer(version("allegata"), asset)
    follow(server)
    return _Plain(
        route_handlers=[handler for module in ROUTES for handler in module.HANDLERS],
        guards=[allowed],
        dependencies={"visit": Provide(visit_of, sync_to_thread=False)},
        middleware=[DefineMiddleware(Identity), DefineMiddleware(Forms)],
        before_send=[with_headers],
        allowed_hosts=AllowedHostsConfig(allowed_hosts=list(hosts), www_redirect=False) if hosts else None,
        exception_handlers=FAULTS,
        openapi_config=api.OPENAPI,
        request_max_body_size=LARGEST_FORM,
        state=State(
            {
                "server": server,
                "renderer": renderer,
                "secure": secure,
                "form_secret": server.office.secret("csrf"),
            }
        ),
        on_shutdown=[_closing],
    )


def _closing(app: Litestar) -> None:
    server: Any = app.state.server
    server.close()
