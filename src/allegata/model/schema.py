"""JSON Schema (draft 2020-12) of the model's classes, by the rules of `codec`: what a program can rely on.

Fields may be added in later versions, so objects are left open. A member of a union of classes carries its
class name, as in `codec`.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from allegata.model.codec import tag_of

Schema = dict[str, Any]
PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def schema_of(hint: Any, named: dict[str, Schema], prefix: str = "#/components/schemas/") -> Schema:
    """The schema of a type; every class that it holds is put into `named` under its name.

    >>> schema_of(tuple[int, ...], {})
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    if hint in PLAIN:
        return dict(PLAIN[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union(arguments, named, prefix)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": schema_of(arguments[0], named, prefix)}
        parts = [schema_of(argument, named, prefix) for argument in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1], named, prefix)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        if hint.__name__ not in named:
            named[hint.__name__] = {"type": "string", "enum": [term.value for term in hint]} | _told(hint)
        return {"$ref": prefix + hint.__name__}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        if hint.__name__ not in named:
            named[hint.__name__] = {}  # first, so that a class that holds itself ends
            named[hint.__name__] = _record(hint, named, prefix)
        return {"$ref": prefix + hint.__name__}
    return {}


def _record(cls: type[Any], named: dict[str, Schema], prefix: str) -> Schema:
    hints = get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    properties = {name: schema_of(hints[name], named, prefix) for name in names}
    return {"type": "object", "properties": properties, "required": names} | _told(cls)


def _union(members: tuple[Any, ...], named: dict[str, Schema], prefix: str) -> Schema:
    classes = [member for member in members if member is not NoneType]
    several = len(classes) > 1 and any(dataclasses.is_dataclass(member) for member in classes)
    made = [schema_of(member, named, prefix) for member in members]
    if several:
        tag = tag_of(classes)
        made = [
            {"allOf": [one, {"properties": {tag: {"const": member.__name__}}, "required": [tag]}]}
            if isinstance(member, type) and dataclasses.is_dataclass(member)
            else one
            for one, member in zip(made, members, strict=True)
        ]
    return {"anyOf": made}


def _told(cls: type[Any]) -> Schema:
    words = (cls.__doc__ or "").split("\n\n")[0].strip()
    return {"description": " ".join(words.split())} if words else {}
