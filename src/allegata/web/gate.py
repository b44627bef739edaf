"""What every request passes through: who it comes from, and the headers that every answer carries."""

import hmac
from hashlib import sha256
from secrets import compare_digest
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.middleware import AbstractAuthenticationMiddleware, AbstractMiddleware, AuthenticationResult
from litestar.middleware.csrf import generate_csrf_hash, generate_csrf_token
from litestar.types import Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from allegata.actions.identity import by_token, signed_in
from allegata.model.user import SignedIn
from allegata.web.visit import NOTED

SESSION_COOKIE = "allegata_session"
FORM_COOKIE, FORM_FIELD, FORM_HEADER = "allegata_csrf", "_csrf_token", "x-csrftoken"
BY_TOKEN = "token"
OWN_TOKEN = "own_token"
"""Marks a handler that compares the form's token itself, before it keeps anything (`web.incoming`)."""
PUBLIC = "public"
"""Marks a handler whose answer every cache may keep: it holds no form, and sets no cookie."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHANCE = 64

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
        """By the session's cookie; by a token only where no such cookie came along.

        :raises NotAuthorizedException: when a token opens nothing.
        """
        server = connection.app.state.server
        # in a thread: somebody else may hold the office's database for a moment
        if secret := connection.cookies.get(SESSION_COOKIE):
            # what a page asks for again and again by itself is no sign of somebody at work
            touches = connection.route_handler.opt.get(NOTED) is not False
            who = await sync_to_thread(signed_in, server, secret, touches)
            return AuthenticationResult(user=who, auth=None)
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return AuthenticationResult(user=None, auth=None)
        who = await sync_to_thread(by_token, server, token.strip())
        if who is None:
            raise NotAuthorizedException("this token is not known, has expired, or its account is closed")
        return AuthenticationResult(user=who, auth=BY_TOKEN)


class Forms(AbstractMiddleware):
    """Lets nothing be sent in somebody's name from elsewhere: every form carries a token of its session.

    The token is signed with a key that belongs to one session, and has to be in the cookie and in the form
    (signed double submit, as in OWASP's cheat sheet). So neither a token that was planted together with a
    cookie nor one of another session counts. A program that signs in by a token of its own sends no cookie that
    a foreign page could borrow, and needs none.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a form, or give a page the token for its forms."""
        if scope["type"] != ScopeType.HTTP or scope["auth"] == BY_TOKEN:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        user = scope.get("user")
        key = self._key(request, user.session if isinstance(user, SignedIn) else "nobody")
        kept = request.cookies.get(FORM_COOKIE)
        if kept is not None and not _signed(kept, key):
            kept = None
        state = ScopeState.from_scope(scope)
        if scope["method"] in SAFE:
            state.csrf_token = kept or generate_csrf_token(key)
            # what every cache may keep and give to others carries nobody's cookie
            giving = kept is None and not scope["route_handler"].opt.get(PUBLIC)
            await self.app(scope, receive, self._giving(request, send, state.csrf_token) if giving else send)
            return
        if kept is not None:
            state.csrf_token = kept
            if scope["route_handler"].opt.get(OWN_TOKEN):  # files in a stream: it looks for the token there
                await self.app(scope, receive, send)
                return
            given = request.headers.get(FORM_HEADER) or await self._in_form(request, user)
            if isinstance(given, str) and compare_digest(given.encode(), kept.encode()):
                await self.app(scope, receive, send)
                return
        raise PermissionDeniedException(
            "this form does not belong to your session, or the session is over; open the page again and send it "
            "from there"
        )

    @staticmethod
    async def _in_form(request: Request[Any, Any, Any], user: object) -> object:
        kind, _ = request.content_type
        if kind == RequestEncodingType.MULTI_PART and not isinstance(user, SignedIn):
            return None  # nobody's upload is not even taken in
        if kind in (RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART):
            return (await request.form()).get(FORM_FIELD)
        return None

    @staticmethod
    def _key(request: Request[Any, Any, Any], session: str) -> str:
        secret: str = request.app.state.form_secret
        return hmac.new(secret.encode(), session.encode(), sha256).hexdigest()

    @staticmethod
    def _giving(request: Request[Any, Any, Any], send: Send, token: str) -> Send:
        cookie = Cookie(
            key=FORM_COOKIE,
            value=token,
            httponly=True,
            samesite="strict",
            secure=bool(request.app.state.secure),
            path="/",
        )

        async def giving(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                MutableScopeHeaders.from_message(message).add("set-cookie", cookie.to_header(header=""))
            await send(message)

        return giving


def _signed(token: str, key: str) -> bool:
    """Whether a token was signed with a key: 64 random hex digits, then their HMAC-SHA-256."""
    chance, sign = token[:CHANCE], token[CHANCE:]
    return bool(chance) and compare_digest(
        sign.encode(), generate_csrf_hash(token=chance, secret=key).encode()
    )
