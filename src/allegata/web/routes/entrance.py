"""The entrance: one-time links, the list of casebooks, light and language, and our own files."""

from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from allegata.actions.identity import enter
from allegata.model.user import Right
from allegata.web.gate import SESSION_COOKIE
from allegata.web.language import LANGUAGES
from allegata.web.visit import LANGUAGE_COOKIE, ONE_YEAR, THEME_COOKIE, THEMES, Visit, form, page

ASSETS = Path(__file__).parent.parent / "assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"


@page("/", None)
def front(visit: Visit) -> Response[Any]:
    """The casebooks that a visitor may open; the only one is opened at once."""
    if visit.who is None:
        return visit.render("entrance.html.j2", alone=visit.server.alone)
    mine = [desk for desk in visit.server.desks.values() if Right.READ in visit.who.rights(desk.id)]
    if len(mine) == 1:
        return Redirect(f"/c/{mine[0].id}/incidents", status_code=HTTP_303_SEE_OTHER)
    return visit.render("casebooks.html.j2", desks=mine)


@page("/enter/{key:str}", None)
def by_link(visit: Visit, key: str) -> Response[Any]:
    """Use a one-time link: it opens a session once, and never again."""
    secret = enter(visit.server, key)
    if secret is None:
        words = "This link was used already or is not known. Start `allegata serve` again for a new one."
        return visit.render("entrance.html.j2", status=403, alone=visit.server.alone, words_of_fault=words)
    return Redirect("/", status_code=HTTP_303_SEE_OTHER, cookies=[session_cookie(visit, secret)])


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
def preferences(
    visit: Visit, data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[Any]:
    """Set light and language, and go back to where one was."""
    back = data.get("back", "/")
    if not back.startswith("/") or back.startswith("//") or "\\" in back:  # nowhere but here
        back = "/"
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


@get("/assets/{digest:str}/{name:path}", opt={"right": None}, sync_to_thread=True, include_in_schema=False)
def own_file(request: Request[Any, Any, Any], digest: str, name: Path) -> Response[bytes]:
    """One of our own files. The address holds its hash, so a browser keeps it for good."""
    path = (ASSETS / str(name).lstrip("/")).resolve()
    if not path.is_relative_to(ASSETS.resolve()) or path.suffix not in TYPES or not path.is_file():
        raise NotFoundException("there is no such file")
    return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers={"cache-control": FOR_EVER})


HANDLERS = (front, by_link, preferences, own_file)
