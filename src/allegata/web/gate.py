"""What every request passes through: who it comes from, and the headers that every answer carries."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import Message, Scope

from allegata.actions.identity import signed_in

SESSION_COOKIE = "allegata_session"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No request leaves the page's own origin; no script and no style stands in a page (CSP level 3)."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "x-frame-options": "DENY",
}


async def with_headers(message: Message, scope: Scope) -> None:
    """Put the headers on every answer, also on those of the router itself.

    What is not one of our own files is never kept by a browser.
    """
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("cache-control", "no-store")


class Identity(AbstractAuthenticationMiddleware):
    """Finds out who makes a request. Nobody is a possible answer: the guard of the route decides."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        """By the session's cookie."""
        secret = connection.cookies.get(SESSION_COOKIE)
        who = signed_in(connection.app.state.server, secret) if secret else None
        return AuthenticationResult(user=who, auth=None)
