"""One request as a page sees it: who asks, which casebook, what may be done, in which language and light."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.params import Body
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from allegata.actions import jobs
from allegata.actions.casebook import Casebook
from allegata.actions.desk import Desk
from allegata.actions.readlog import noted
from allegata.actions.sealed import WITHHELD, Closed, closed, closed_to, touched
from allegata.actions.serving import Server
from allegata.model.user import Right, SignedIn, same_person
from allegata.web.language import LANGUAGES
from allegata.web.rendering import Renderer

HIDDEN = "there is no such page, or you have no access to it"
NOTED = "noted"
"""Of a route: whether that it was read is kept; of a request: whether it was kept already."""
RECORDS = "inc"
"""How the id of an incident begins."""
NO_THINGS = frozenset({"casebook", "key", "section"})
"""Parts of an address that name no text and nothing in one."""
THINGS = frozenset({"with", "other", "thing", "focus", "done"})
"""Words of a query that do."""
CLOSED = "closed"
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE = "allegata_language", "allegata_theme"
ONE_YEAR = 60 * 60 * 24 * 365

Sent: TypeAlias = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
"""What a form sends."""
SentLists: TypeAlias = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
"""The same of a form in which a name may stand several times: its values as a list."""

Handler = TypeVar("Handler", bound=Callable[..., Any])


def page(path: str, right: Right | None, **options: Any) -> Callable[[Handler], Any]:
    """A page that is read. Every handler names the right it asks for; None: open to everybody.

    That it was read is kept in the read log, also where the handler says nothing of it; `noting=False` for what a
    page asks for again and again by itself.
    """
    noting = options.pop("noting", True)
    options.setdefault("include_in_schema", False)
    opt = {"right": right, NOTED: noting}
    return lambda handler: get(path, opt=opt, **options)(_in_thread(handler, kind_of(path) if noting else ""))


def kind_of(path: str) -> str:
    """What the read log calls a page that does not say it itself: its address without names."""
    _, found, rest = path.partition("/c/{casebook:str}")
    words = [part for part in rest.split("/") if part and not part.startswith("{")]
    return " ".join(words) if found else ""


def note_by_default(kind: str, named: Mapping[str, Any]) -> None:
    """Keep that a page was read whose handler did not: a line for each thing that its address names."""
    visit = named.get("visit")
    if not kind or not isinstance(visit, Visit) or getattr(visit.request.state, NOTED, False):
        return
    given = visit.request.path_params
    things = [str(value) for name, value in given.items() if name != "casebook"]
    if beside := visit.request.query_params.get("with"):
        things.append(str(beside)[:200])
    for thing in things or [""]:
        visit.noted(kind, thing)


def sealed_off(named: Mapping[str, Any]) -> None:
    """Refuse a sealed record to whoever only reads, and every text that tells of one, whatever page, form or
    endpoint names it.

    :raises PermissionDeniedException: saying that it is withheld, and nothing else.
    """
    visit = named.get("visit")
    if not isinstance(visit, Visit) or not visit.casebook or visit.may(Right.DECIDE):
        return
    path, query = visit.request.path_params, visit.request.query_params
    given = {**path, **query}
    names = [str(value) for name, value in given.items() if name not in ("casebook", "q")]
    # the beginning of an id is enough to name a record, also a beginning shorter than what all of them share
    begun = [
        name for name in names if name.casefold().startswith(RECORDS) or RECORDS.startswith(name.casefold())
    ]
    things = [str(value) for name, value in path.items() if name not in NO_THINGS]
    things += [str(value) for name, value in query.multi_items() if name in THINGS]
    shut = closed(visit.book)
    if touched(visit.book, begun) or any(shut.names(name) for name in things):
        raise PermissionDeniedException(f"{WITHHELD}: this record is sealed")


def form(path: str, right: Right | None, **options: Any) -> Callable[[Handler], Any]:
    """What a form is sent to: it changes something, then leads on to a page."""
    options.setdefault("status_code", HTTP_200_OK)
    options.setdefault("include_in_schema", False)
    return lambda handler: post(path, opt={"right": right}, **options)(_in_thread(handler))


def _in_thread(handler: Handler, kind: str = "") -> Callable[..., Any]:
    """A handler that waits for disk and databases, run beside the loop.

    Litestar's own `sync_to_thread` wraps a handler twice when two of them share a path, as a page and the
    form on it do.
    """

    def checked(*arguments: Any, **named: Any) -> Any:
        sealed_off(named)
        answer = handler(*arguments, **named)
        note_by_default(kind, named)
        return answer

    @wraps(handler)
    async def beside(*arguments: Any, **named: Any) -> Any:
        return await sync_to_thread(checked, *arguments, **named)

    return beside


def allowed(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard of every route.

    :raises NotAuthorizedException: when nobody is signed in.
    :raises PermissionDeniedException: when the right is not held in this casebook.
    """
    if "right" not in handler.opt:  # the documents of the interface itself: for everybody signed in
        if not isinstance(connection.user, SignedIn):
            raise NotAuthorizedException("sign in first")
        return
    right: Right | None = handler.opt["right"]
    if right is None:
        return
    who = connection.user
    if not isinstance(who, SignedIn):
        raise NotAuthorizedException("sign in first")
    casebook = connection.path_params.get("casebook")
    if right not in who.rights(casebook):
        if casebook and not who.rights(casebook) and not who.alone:
            # whether a casebook of this id is here is nobody's business who has no access to it
            raise NotFoundException(HIDDEN)
        raise PermissionDeniedException(f"this needs the right to {right}, which your role does not have")


def own_path(path: str) -> str:
    """A path of this server to lead back to, or the first page: never an address elsewhere.

    Browsers take `//host`, `/\\host` and both with tabs between for addresses of another server.
    """
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if safe else "/"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is made with."""

    request: Request[Any, Any, Any]
    server: Server
    renderer: Renderer
    who: SignedIn | None
    casebook: str | None
    language: str
    theme: str

    @property
    def desk(self) -> Desk:
        """The casebook that is visited.

        :raises UnknownThing: when none of this id is served.
        """
        return self.server.desk(self.casebook or "")

    @property
    def book(self) -> Casebook:
        """The same, open to read."""
        return self.desk.book

    @property
    def name(self) -> str:
        """Who decides, as the ledger will say."""
        return self.who.name if self.who else ""

    def is_self(self, name: str) -> bool:
        """Whether a name on record is that of who makes the request."""
        return same_person(self.name, name)

    @property
    def busy(self) -> int:
        """How many pieces of long work run or wait here."""
        return len(jobs.under_way(self.server, self.casebook)) if self.who and self.casebook else 0

    @property
    def working(self) -> str | None:
        """The id of the last piece of long work that runs or waits here: with it all of it is over."""
        found = jobs.under_way(self.server, self.casebook) if self.who and self.casebook else ()
        return found[-1].id if found else None

    @property
    def pending(self) -> int:
        """How many decisions are not yet in what the pages compute."""
        return jobs.pending(self.server, self.desk) if self.who and self.casebook else 0

    def may(self, right: Right | str) -> bool:
        """Whether a right is held here, or on the server."""
        if self.who is None:
            return False
        return Right(right) in self.who.rights(self.casebook) | self.who.rights(None)

    @property
    def only_reads(self) -> bool:
        """Whether what protects people is withheld here: from everybody who does not work on the records."""
        return not self.may(Right.DECIDE)

    @property
    def closed(self) -> Closed:
        """What sealed records close to the visitor; found once for each request."""
        held: Closed | None = getattr(self.request.state, CLOSED, None)
        if held is None:
            held = closed_to(self.book, self.only_reads)
            setattr(self.request.state, CLOSED, held)
        return held

    @property
    def shut_items(self) -> frozenset[str]:
        """The items that the visitor cannot open: pages quote what they say of other records, and lead to none."""
        return self.closed.items if self.casebook else frozenset()

    def ask_for(self, right: Right) -> None:
        """Refuse whoever does not hold a right here.

        :raises PermissionDeniedException: naming it.
        """
        if not self.may(right):
            raise PermissionDeniedException(f"this needs the right to {right}, which your role does not have")

    def noted(self, kind: str, thing: str = "", *, unmasked: bool = False) -> None:
        """Keep that this page was read: every page that shows content calls this.

        :param kind: of page: `incident`, `text`, `original`, `footage`, …
        :param thing: the id of what is shown; empty for a list.
        :param unmasked: with details that are withheld otherwise.
        """
        if self.who and self.casebook:
            noted(self.server, self.who, self.casebook, kind, thing, unmasked=unmasked)
            setattr(self.request.state, NOTED, True)

    def url(self, path: str = "", **query: object) -> str:
        """The address of a page of this casebook: `url("incidents")`; values of None are left out."""
        given = {key: value for key, value in query.items() if value is not None}
        return f"/c/{self.casebook}/{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")

    def render(self, template: str, /, status: int = HTTP_200_OK, **values: object) -> Response[str]:
        """A page from a template, which also gets `visit`."""
        text = self.renderer.render(template, self.language, visit=self, **values)
        return Response(text, media_type="text/html", status_code=status)

    def to(self, path: str, **query: object) -> Redirect:
        """Lead on to a page of this casebook after a form was sent."""
        return Redirect(self.url(path, **query), status_code=HTTP_303_SEE_OTHER)

    @property
    def csrf(self) -> str:
        """The token that every form sends back in a field `_csrf_token`."""
        return self.renderer.csrf_token(self.request)


def visit_of(request: Request[Any, Any, Any]) -> Visit:
    """The visit of a request."""
    who = request.scope.get("user")
    state = request.app.state
    cookies: Mapping[str, str] = request.cookies
    return Visit(
        request,
        state.server,
        state.renderer,
        who if isinstance(who, SignedIn) else None,
        _open_casebook(request, state.server, who),
        _language(request, cookies),
        cookies.get(THEME_COOKIE, "auto") if cookies.get(THEME_COOKIE) in THEMES else "auto",
    )


def _open_casebook(request: Request[Any, Any, Any], server: Server, who: object) -> str | None:
    """The casebook of the address, if it is here and open to the visitor: else not even its name is shown."""
    casebook = request.path_params.get("casebook")
    if casebook in server.desks and isinstance(who, SignedIn) and who.rights(casebook):
        return str(casebook)
    return None


def _language(request: Request[Any, Any, Any], cookies: Mapping[str, str]) -> str:
    """The language chosen, or the first one wanted by the browser that is spoken here."""
    chosen = cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = request.headers.get("accept-language", "")
    for part in wanted.split(","):
        tag = part.split(";")[0].strip().split("-")[0].lower()
        if tag in LANGUAGES:
            return tag
    return "en"
