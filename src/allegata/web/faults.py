"""What goes wrong, told as a page to a person and as JSON to a program."""

import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_303_SEE_OTHER,
    HTTP_400_BAD_REQUEST,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_409_CONFLICT,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from allegata import errors
from allegata.actions.desk import Unanswered, silent
from allegata.web.visit import own_path, visit_of

STATUS: dict[type[errors.AllegataError], int] = {
    errors.UnknownThing: HTTP_404_NOT_FOUND,
    errors.StaleDecision: HTTP_409_CONFLICT,
    errors.BadDecision: HTTP_422_UNPROCESSABLE_ENTITY,
    errors.BadAccount: HTTP_422_UNPROCESSABLE_ENTITY,
    errors.NotSignedIn: HTTP_403_FORBIDDEN,
    errors.TooManyAttempts: HTTP_429_TOO_MANY_REQUESTS,
    errors.DossierRefused: HTTP_422_UNPROCESSABLE_ENTITY,
    errors.TooLarge: HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    errors.CasebookBusy: HTTP_503_SERVICE_UNAVAILABLE,
    errors.CasebookCorrupt: HTTP_503_SERVICE_UNAVAILABLE,
}
"""The status of each fault in the call; every other is 400."""


BARE = {
    "Not Found": "there is no page at this address; check it for typing errors",
    "Method Not Allowed": "this address only takes what a form sends; open the page with the form again",
}
"""What is said for what the framework says in two words of its own (the phrases of RFC 9110)."""


def is_for_program(request: Request[Any, Any, Any]) -> bool:
    """Whether a program asks, and wants no page."""
    return request.scope["path"].startswith("/api/")


def told(
    request: Request[Any, Any, Any], status: int, detail: str, instead: Sequence[str] = ()
) -> Response[Any]:
    """An answer that says what is wrong and what to do next.

    :param instead: incidents to go on with, where the one that was named was merged or divided.
    """
    if is_for_program(request):
        return Response(
            {"status": status, "detail": detail} | ({"instead": list(instead)} if instead else {}),
            status_code=status,
            media_type="application/json",
        )
    if status == HTTP_503_SERVICE_UNAVAILABLE:
        request.scope[
            "path_params"
        ] = {}  # the frame of the page asks nothing of a casebook that cannot answer
    return visit_of(request).render(
        "fault.html.j2", status=status, code=status, detail=detail, back=_came_from(request), instead=instead
    )


def _came_from(request: Request[Any, Any, Any]) -> str:
    """The page of this server that led here, or nothing."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc != request.headers.get("host", "") or before.path == request.scope["path"]:
        return ""
    path = own_path(before.path + (f"?{before.query}" if before.query else ""))
    return "" if path == "/" else path


def of_call(request: Request[Any, Any, Any], fault: errors.AllegataError) -> Response[Any]:
    """A fault of ours: its message is made for people."""
    status = next((code for kind, code in STATUS.items() if isinstance(fault, kind)), HTTP_400_BAD_REQUEST)
    return told(request, status, str(fault), fault.instead if isinstance(fault, errors.UnknownThing) else ())


def of_http(request: Request[Any, Any, Any], fault: HTTPException) -> Response[Any]:
    """A fault of the request; who is not signed in is led to the entrance."""
    if fault.status_code == HTTP_401_UNAUTHORIZED and not is_for_program(request):
        query = {}
        if request.method == "GET" and not request.app.state.server.alone:  # back to it after signing in
            query = {"back": request.url.path + (f"?{request.url.query}" if request.url.query else "")}
        return Redirect("/" + (f"?{urlencode(query)}" if query else ""), status_code=HTTP_303_SEE_OTHER)
    return told(request, fault.status_code, BARE.get(fault.detail, fault.detail))


def of_index(request: Request[Any, Any, Any], fault: Unanswered) -> Response[Any]:
    """A database that does not answer, told to the log without what was asked."""
    if not silent(fault):
        return of_program(request, fault)
    _log("a database did not answer", request, fault)
    words = (
        "The database of this casebook does not answer just now: its index may be being made anew. Open the page "
        "again in a moment. If it stays so, have the index rebuilt with `allegata rebuild`; nothing is lost by it."
    )
    return told(request, HTTP_503_SERVICE_UNAVAILABLE, words)


def of_program(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """A fault of the program: told to the log in full, to the visitor without what it stumbled over."""
    _log("a request failed", request, fault)
    words = "Something went wrong in allegata itself; nothing was changed. The server's log has the details."
    return told(request, HTTP_500_INTERNAL_SERVER_ERROR, words)


def _log(what: str, request: Request[Any, Any, Any], fault: Exception) -> None:
    # the form of the address, not the address: the one of a link that opens the server is a secret
    where = request.scope.get("path_template") or "an unknown address"
    logging.getLogger("allegata").error("%s: %s %s", what, request.method, where, exc_info=fault)


HANDLERS: dict[Any, Any] = {
    errors.AllegataError: of_call,
    HTTPException: of_http,
    Unanswered: of_index,
    Exception: of_program,
}
