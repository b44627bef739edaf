"""The interface for programs: JSON over the same actions, described by an OpenAPI document."""

from importlib.metadata import version

from litestar.openapi import OpenAPIConfig

OPENAPI = OpenAPIConfig(
    title="allegata", version=version("allegata"), path="/api", enabled_endpoints={"openapi.json"}
)

HANDLERS: tuple[object, ...] = ()
