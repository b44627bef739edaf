"""The entrance: one-time links, the list of casebooks, light and language, and our own files."""

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_403_FORBIDDEN, HTTP_429_TOO_MANY_REQUESTS

from allegata.actions import accounts
from allegata.actions.identity import device_of, enter, sign_in, sign_out
from allegata.errors import BadAccount, NotSignedIn, TooManyAttempts
from allegata.model.user import Right
from allegata.web.gate import PUBLIC, SESSION_COOKIE
from allegata.web.language import LANGUAGES
from allegata.web.visit import (
    HIDDEN,
    LANGUAGE_COOKIE,
    ONE_YEAR,
    THEME_COOKIE,
    THEMES,
    Sent,
    Visit,
    form,
    own_path,
    page,
)

ASSETS = Path(__file__).parent.parent / "assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
DEVICE_COOKIE = "allegata_device"
FOR_EVER = "public, max-age=31536000, immutable"


@page("/", None)
def front(visit: Visit) -> Response[Any]:
    """The casebooks that a visitor may open; the only one is opened at once."""
    if visit.who is None and not visit.server.alone:
        return visit.render("signin.html.j2", back=own_path(visit.request.query_params.get("back", "/")))
    if visit.who is None:
        return visit.render("entrance.html.j2", alone=True)
    mine = [desk for desk in visit.server.desks.values() if Right.READ in visit.who.rights(desk.id)]
    user = visit.who.user
    resting = [
        (desk, user.held_in(desk.id)) for desk in visit.server.desks.values() if desk.id in user.resting
    ]
    if len(mine) == 1 and not resting:
        return Redirect(f"/c/{mine[0].id}/incidents", status_code=HTTP_303_SEE_OTHER)
    if (
        not mine and not resting and visit.may(Right.ACCOUNTS)
    ):  # an administrator has no casebook, and work here all the same
        return Redirect("/accounts", status_code=HTTP_303_SEE_OTHER)
    return visit.render(
        "casebooks.html.j2", desks=mine, resting=[(desk, role) for desk, role in resting if role]
    )


@page("/enter/{key:str}", None)
def by_link(visit: Visit, key: str) -> Response[Any]:
    """Use a one-time link: it opens a session once, and never again."""
    secret = enter(visit.server, key)
    if secret is None:
        words = "This link was used already or is not known. Start `allegata serve` again for a new one."
        return visit.render("entrance.html.j2", status=403, alone=visit.server.alone, words_of_fault=words)
    return Redirect("/", status_code=HTTP_303_SEE_OTHER, cookies=[session_cookie(visit, secret)])


@form("/sign-in", None)
def to_sign_in(visit: Visit, data: Sent) -> Response[Any]:
    """Sign in with name, password and, where one is set up, a code. The session is always a new one."""
    if visit.server.alone:
        raise NotFoundException(HIDDEN)
    back, name = own_path(data.get("back", "/")), data.get("name", "")
    request = visit.request
    address = request.client.host if request.client else ""
    browser = request.headers.get("user-agent", "")
    try:
        secret = sign_in(
            visit.server,
            name,
            data.get("password", ""),
            data.get("code", ""),
            address=address,
            browser=browser,
            device=request.cookies.get(DEVICE_COOKIE, ""),
        )
    except (NotSignedIn, TooManyAttempts) as fault:
        status = HTTP_429_TOO_MANY_REQUESTS if isinstance(fault, TooManyAttempts) else HTTP_403_FORBIDDEN
        return visit.render("signin.html.j2", status=status, back=back, name=name, words_of_fault=str(fault))
    _end(visit)
    device = _kept(visit, DEVICE_COOKIE, device_of(visit.server, name))
    device.samesite = "strict"
    return Redirect(back, status_code=HTTP_303_SEE_OTHER, cookies=[session_cookie(visit, secret), device])


@form("/leave", None)
def leave(visit: Visit, data: Sent) -> Response[Any]:
    """Sign out: the session ends on the server, not in the browser only."""
    _end(visit)
    gone = session_cookie(visit, "")
    gone.max_age = 0
    return Redirect("/", status_code=HTTP_303_SEE_OTHER, cookies=[gone])


@page("/welcome/{key:str}", None)
def welcome(visit: Visit, key: str) -> Response[Any]:
    """Where somebody sets their own password, by a link that works once."""
    return visit.render("welcome.html.j2", key=key, user=accounts.whose_link(visit.server, key))


@form("/welcome/{key:str}", None)
def to_welcome(visit: Visit, key: str, data: Sent) -> Response[Any]:
    """Set the password that was typed twice; then one signs in with it."""
    user = accounts.whose_link(visit.server, key)
    try:
        if data.get("password", "") != data.get("again", ""):
            raise BadAccount("the two passwords differ; type the same one twice")
        accounts.set_by_link(visit.server, key, data.get("password", ""))
    except BadAccount as fault:
        return visit.render("welcome.html.j2", status=422, key=key, user=user, words_of_fault=str(fault))
    told = "Your password is set. Sign in with it."
    return visit.render("signin.html.j2", back="/", name=user.name, words_of_news=told)


def _end(visit: Visit) -> None:
    if secret := visit.request.cookies.get(SESSION_COOKIE):
        sign_out(visit.server, secret)


def session_cookie(visit: Visit, secret: str) -> Cookie:
    """The cookie of a session: for this server only, out of reach of every script."""
    return Cookie(
        key=SESSION_COOKIE,
        value=secret,
        httponly=True,
        samesite="lax",
        secure=bool(visit.request.app.state.secure),
        path="/",
    )


@form("/preferences", None)
def preferences(visit: Visit, data: Sent) -> Response[Any]:
    """Set light and language, and go back to where one was."""
    back = own_path(data.get("back", "/"))
    cookies = []
    if data.get("theme") in THEMES:
        cookies.append(_kept(visit, THEME_COOKIE, data["theme"]))
    if data.get("language") in LANGUAGES:
        cookies.append(_kept(visit, LANGUAGE_COOKIE, data["language"]))
    return Redirect(back, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def _kept(visit: Visit, name: str, value: str) -> Cookie:
    secure = bool(visit.request.app.state.secure)
    return Cookie(
        key=name, value=value, max_age=ONE_YEAR, samesite="lax", httponly=True, secure=secure, path="/"
    )


@get(
    "/assets/{digest:str}/{name:path}",
    opt={"right": None, PUBLIC: True},
    sync_to_thread=True,
    include_in_schema=False,
)
def own_file(request: Request[Any, Any, Any], digest: str, name: Path) -> Response[bytes]:
    """One of our own files. The address holds its hash, so a browser keeps it for good."""
    try:
        path = (ASSETS / str(name).lstrip("/")).resolve()
        there = path.is_relative_to(ASSETS.resolve()) and path.suffix in TYPES and path.is_file()
    except (ValueError, OSError):  # a name that no file can have
        there = False
    if not there:
        raise NotFoundException("there is no such file")
    return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers={"cache-control": FOR_EVER})


HANDLERS = (front, by_link, to_sign_in, leave, welcome, to_welcome, preferences, own_file)
