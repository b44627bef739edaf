"""The interface for programs, described: an OpenAPI document made from the routes and the model's classes."""

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Any, TypeVar

from litestar import Litestar, Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.status_codes import HTTP_200_OK

from allegata.model.canonical import canonical_json
from allegata.model.codec import canonical
from allegata.model.schema import Schema, schema_of
from allegata.model.user import Right
from allegata.web.visit import NOTED, kind_of, note_by_default, sealed_off

ROOT = "/api/v1"
FAULT: Schema = {
    "type": "object",
    "properties": {"status": {"type": "integer"}, "detail": {"type": "string"}},
    "required": ["status", "detail"],
    "description": "What is wrong, and what to do next.",
}
STATUSES = {
    "400": "The request cannot be understood.",
    "401": "Nobody is signed in.",
    "403": "The role does not hold the right that this needs.",
    "404": "There is no such thing, or no access to the casebook.",
    "409": "It changed after it was seen.",
    "422": "It cannot mean anything as it stands; the detail says why.",
    "503": "Others are writing; try again.",
}
Handler = TypeVar("Handler", bound=Callable[..., Any])


def asked(path: str, right: Right | None, returns: Any, **options: Any) -> Callable[[Handler], Any]:
    """Something that is read. The handler returns a value of the model, of the type `returns`.

    It is kept in the read log as a page is (`visit.page`).
    """
    noting = options.pop("noting", True)
    opt = {"right": right, "returns": returns, NOTED: noting}
    return lambda handler: get(ROOT + path, opt=opt, summary=_summary(handler), **options)(
        _answering(handler, kind_of(path) if noting else "")
    )


def sent(path: str, right: Right, returns: Any, **options: Any) -> Callable[[Handler], Any]:
    """Something that is written."""
    opt = {"right": right, "returns": returns}
    options.setdefault("status_code", HTTP_200_OK)
    return lambda handler: post(ROOT + path, opt=opt, summary=_summary(handler), **options)(
        _answering(handler)
    )


def _summary(handler: Callable[..., Any]) -> str:
    return (handler.__doc__ or "").split("\n")[0].rstrip(".")


def _answering(handler: Handler, kind: str = "") -> Callable[..., Any]:
    """A handler whose value is written as canonical JSON, beside the loop."""

    def answer(*arguments: Any, **named: Any) -> Response[bytes]:
        sealed_off(named)
        written = canonical(handler(*arguments, **named))
        note_by_default(kind, named)
        return Response(written, media_type="application/json")

    @wraps(handler)
    async def beside(*arguments: Any, **named: Any) -> Any:
        return await sync_to_thread(answer, *arguments, **named)

    beside.__annotations__ = handler.__annotations__ | {"return": Response[bytes]}
    return beside


def document(app: Litestar) -> Schema:
    """The OpenAPI document of the application."""
    made: Schema = app.openapi_schema.to_schema()
    named: dict[str, Schema] = {"Fault": FAULT}
    told = {
        code: {"description": words, "content": _json({"$ref": "#/components/schemas/Fault"})}
        for code, words in STATUSES.items()
    }
    returned = {
        (route.path_format, method.lower()): handler.opt["returns"]
        for route in app.routes
        for method, (handler, _) in getattr(route, "route_handler_map", {}).items()
        if "returns" in handler.opt
    }
    for path, methods in made.get("paths", {}).items():
        for method, operation in methods.items():
            if (path, method) in returned:
                schema = schema_of(returned[path, method], named)
                operation["responses"] = {
                    "200": {"description": "As asked.", "content": _json(schema)}
                } | told
    components = made.setdefault("components", {})
    components["schemas"] = named | {
        name: schema for name, schema in components.get("schemas", {}).items() if name not in named
    }
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


class Document(JsonRenderPlugin):
    """Hands out the document with the schemas of the model's classes."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: Schema) -> bytes:
        """The document as JSON; the framework's own knows no class of the model."""
        return canonical_json(document(request.app))


CONFIG = OpenAPIConfig(
    title="allegata",
    version=version("allegata"),
    description=(
        "The casebook for programs, over the same actions as the pages and the command line. Every value is "
        "attributed; nothing here says that an event took place or that anybody is guilty. A program signs in with "
        "a token of an account (`Authorization: Bearer …`). What is written needs the right to it, and carries the "
        "hash of what was seen."
    ),
    path="/api",
    render_plugins=[Document()],
)
