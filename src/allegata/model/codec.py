"""Canonical JSON (RFC 8785) of every model value, there and back, without loss.

A value becomes plain data by its type hints: dataclass → object, tuple → array, term → its string,
date and UTC instant → ISO 8601, `None` → null. A member of a union of classes (`Value`) carries its
class name as `type`, or as `class` where a member has a field `type` of its own (`Record`). What a newer
program wrote and this one does not know is kept on the value and written out again unchanged.

The coders of a class are made once from its type hints, because a casebook holds millions of values.
"""

import dataclasses
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from allegata.errors import UnreadableRecord
from allegata.model.canonical import SAFE_INTEGER, Data, canonical_json, parse_json

T = TypeVar("T")
Coder = Callable[[Any], Any]

TAG, SPARE_TAG = "type", "class"
"""Where a member of a union carries its class name; the second, where one of them has a field of the first name."""
SHORT = 40
"""Strings up to this length are mostly ids and names: one copy of each is kept in memory."""
REPEATED = frozenset(
    {"Category", "Count", "Group", "Place", "PublishedAt", "Source", "Span", "Speaker", "When", "Where"}
)
"""Classes of which equal values come back many times in one casebook: one copy is kept in memory."""
KEPT = 50_000
"""How many of these are remembered at most."""
UNKNOWN = "unknown_fields"
"""Where a value keeps, as canonical JSON text, the fields that this program does not know."""


def to_data(value: object) -> Data:
    """Plain data of a model value.

    :raises UnreadableRecord: for a type that has no place in a record, or a number that JSON cannot hold.
    """
    return _encoder(cast(Any, type(value)))(value)


def from_data(cls: type[T], data: Data) -> T:
    """The value of a class (or a tuple type, such as `tuple[Decision, ...]`) from plain data.

    :raises UnreadableRecord: when the data does not have the shape of the class; it says where.
    """
    return cast(T, _decoder(cast(Any, cls))(data))


def canonical(value: object) -> bytes:
    """The canonical JSON of a model value, UTF-8."""
    return canonical_json(to_data(value))


def parse(cls: type[T], text: bytes | str) -> T:
    """The value of a class from JSON text.

    :raises UnreadableRecord: when it is no JSON or does not have the shape of the class.
    """
    return from_data(cls, parse_json(text))


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, lower-case hex: what a decision says that its author saw."""
    return sha256(canonical(value)).hexdigest()


# --- values → data ------------------------------------------------------------------------------


@cache
def _encoder(kind: Any) -> Coder:
    """The coder of a run-time class."""
    if kind in (str, int, bool, NoneType):
        return _same
    if kind is float:
        return _float_out
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, datetime):
        return _instant_out
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, (tuple, list)):
        return lambda value: [to_data(each) for each in value]
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_data(each) for key, each in value.items()}
    if dataclasses.is_dataclass(kind):
        return _record_out(kind)
    raise UnreadableRecord(f"{kind.__name__} has no form in a record")


def _record_out(cls: Any) -> Coder:
    known = _known(cls)
    hints = get_type_hints(known)
    names = tuple(field.name for field in dataclasses.fields(known))
    special = tuple((name, coder) for name in names if (coder := _field_out(hints[name])) is not _same)
    values: Coder = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def encode(value: Any) -> dict[str, Any]:
        data = dict(zip(names, values(value), strict=True))
        for name, coder in special:
            data[name] = coder(data[name])
        return data

    def encode_extended(value: Any) -> dict[str, Any]:
        data = encode(value)
        data.update(parse_json(getattr(value, UNKNOWN)))
        return data

    if not names:
        return lambda value: {}
    return encode if cls is known else encode_extended


@cache
def _field_out(hint: Any) -> Coder:
    """The coder of a field by its declared type: cheaper than looking at each value."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        members = [member for member in get_args(hint) if member is not NoneType]
        if all(_field_out(member) is _same for member in members):
            return _same
        if len(members) > 1:
            return _tagged_out(tag_of(members))
        inner = _field_out(members[0])
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        arguments = get_args(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            each = _field_out(arguments[0])
            if each is _same:
                return list
            return lambda values: [each(value) for value in values] if values else []
        coders = tuple(_field_out(argument) for argument in arguments)
        return lambda values: [coder(value) for coder, value in zip(coders, values, strict=True)]
    if isinstance(hint, type) and not dataclasses.is_dataclass(hint):
        return _encoder(hint)
    # a record may be of a class with unknown fields: its run-time class knows
    return to_data


def _same(value: Any) -> Any:
    return value


def _float_out(value: float) -> float | int:
    # 1.0 and 1 are the same number in JSON; one form, so that what is read back writes the same
    return int(value) if math.isfinite(value) and value.is_integer() and abs(value) <= SAFE_INTEGER else value


@lru_cache(maxsize=64)  # one instant stands in several places of an entry
def _instant_out(value: datetime) -> str:
    if value.tzinfo is None:
        raise UnreadableRecord("an instant without a time zone cannot be kept; give it in UTC")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def tag_of(members: Iterable[Any]) -> str:
    """Under which name the members of a union carry their class: one that no field of theirs has."""
    fields = {
        field.name
        for member in members
        if dataclasses.is_dataclass(member)
        for field in dataclasses.fields(member)
    }
    return SPARE_TAG if TAG in fields else TAG


def _tagged_out(tag: str) -> Coder:
    def encode(value: Any) -> Any:
        data = to_data(value)
        if isinstance(data, dict):
            data[tag] = _known(type(value)).__name__
        return data

    return encode


# --- data → values ------------------------------------------------------------------------------


@cache
def _decoder(hint: Any) -> Coder:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union_in(arguments)
    if origin is tuple:
        return _tuple_in(arguments)
    if origin is not None and issubclass(origin, Mapping):
        each = _decoder(arguments[1])
        return lambda data: {key: each(value) for key, value in _expect(dict, data).items()}
    if hint is float:
        return _float_in
    if hint is str:
        return _text_in
    if hint in (int, bool):
        return lambda data: data if type(data) is hint else _expect(hint, data)
    if hint is NoneType:
        return lambda data: data if data is None else _expect(NoneType, data)
    if issubclass(hint, Enum):
        return _term_in(hint)
    if issubclass(hint, datetime):
        return lambda data: _iso(datetime.fromisoformat, data).astimezone(UTC)
    if issubclass(hint, date):
        return lambda data: _iso(date.fromisoformat, data)
    if dataclasses.is_dataclass(hint):
        return _record_in(hint)
    raise UnreadableRecord(f"{hint} has no form in a record")


def _record_in(cls: Any) -> Coder:
    hints = get_type_hints(cls)
    fields = dataclasses.fields(cls)
    coders = {field.name: _decoder(hints[field.name]) for field in fields}
    name = cls.__name__
    repeated = name in REPEATED
    pairs = tuple(coders.items())
    count = len(pairs) if all(field.init and not field.kw_only for field in fields) else -1

    def decode(data: Any) -> Any:
        if type(data) is dict and len(data) == count:  # nearly always exactly the fields that there are
            try:
                value = cls(*[coder(data[field]) for field, coder in pairs])
            except (KeyError, TypeError, UnreadableRecord):
                return decode_slowly(data)  # which says where it is wrong
            return _one_copy(value) if repeated else value
        return decode_slowly(data)

    def decode_slowly(data: Any) -> Any:
        if type(data) is not dict:
            raise UnreadableRecord(f"{name}: expected an object, found {type(data).__name__}")
        known, unknown = {}, {}
        try:
            for key, value in data.items():
                coder = coders.get(key)
                if coder is None:
                    unknown[key] = value
                else:
                    known[key] = coder(value)
        except UnreadableRecord as error:
            raise UnreadableRecord(f"{name}.{key}: {error}") from None
        try:
            if unknown:
                return extended(cls)(**known, **{UNKNOWN: canonical_json(unknown).decode()})
            value = cls(**known)
        except TypeError as error:  # a required field is missing
            raise UnreadableRecord(f"{name}: {error}") from None
        return _one_copy(value) if repeated else value

    return decode


_copies: dict[Any, Any] = {}


def _one_copy(value: Any) -> Any:
    """The value, or the equal one that was met before: values are frozen, so nobody can tell them apart."""
    if len(_copies) >= KEPT:
        _copies.clear()
    return _copies.setdefault(value, value)


def _union_in(arguments: tuple[Any, ...]) -> Coder:
    members = [member for member in arguments if member is not NoneType]
    optional = len(members) < len(arguments)
    if len(members) == 1:
        inner = _decoder(members[0])
        return lambda data: None if data is None else inner(data)
    by_name, tag = {member.__name__: _decoder(member) for member in members}, tag_of(members)

    def decode(data: Any) -> Any:
        if data is None and optional:
            return None
        name = data.get(tag) if type(data) is dict else None
        if name not in by_name:
            raise UnreadableRecord(f"expected one of {', '.join(by_name)} named in {tag!r}, found {name!r}")
        return by_name[name]({key: value for key, value in data.items() if key != tag})

    return decode


def _tuple_in(arguments: tuple[Any, ...]) -> Coder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _decoder(arguments[0])

        def decode_each(data: Any) -> tuple[Any, ...]:
            if type(data) is not list:
                _expect(list, data)
            return tuple(map(each, data)) if data else ()

        return decode_each
    coders = tuple(_decoder(argument) for argument in arguments)

    def decode(data: Any) -> tuple[Any, ...]:
        if len(_expect(list, data)) != len(coders):
            raise UnreadableRecord(f"expected {len(coders)} values, found {len(data)}")
        return tuple(coder(value) for coder, value in zip(coders, data, strict=True))

    return decode


def _term_in(kind: type[Enum]) -> Coder:
    terms = {member.value: member for member in kind}

    def decode(data: Any) -> Any:
        try:
            return terms[data]
        except (KeyError, TypeError):
            raise UnreadableRecord(
                f"{data!r} is no term of {kind.__name__}; the terms are {', '.join(map(str, terms))}"
            ) from None

    return decode


def _text_in(data: Any) -> str:
    if type(data) is not str:
        raise UnreadableRecord(f"expected str, found {type(data).__name__}")
    # ids and names come back thousands of times in one casebook: one copy of each is enough
    return sys.intern(data) if len(data) <= SHORT else data


def _float_in(data: Any) -> float:
    if type(data) not in (float, int):
        raise UnreadableRecord(f"expected a number, found {type(data).__name__}")
    return float(data)


def _expect(kind: Any, data: Any) -> Any:
    if isinstance(data, kind) and not (isinstance(data, bool) and kind is int):
        return data
    raise UnreadableRecord(f"expected {kind.__name__}, found {type(data).__name__}")


def _iso(read: Callable[[str], Any], data: Any) -> Any:
    try:
        return read(data)
    except (TypeError, ValueError):
        raise UnreadableRecord(f"{data!r} is no ISO 8601 date or time") from None


# --- fields that a newer program wrote ----------------------------------------------------------


@cache
def extended(cls: type) -> Any:
    """The class of values of `cls` that carry fields unknown to this program.

    It is a subclass with one more field, so that equality, `replace` and hashing keep what it carries.
    """
    made = dataclasses.make_dataclass(
        cls.__name__,
        [(UNKNOWN, str, dataclasses.field(default="{}", kw_only=True, repr=False))],
        bases=(cls,),
        frozen=True,
        slots=True,
    )
    made.__module__ = cls.__module__
    return made


def _known(cls: type) -> Any:
    """The class as this program declares it."""
    if UNKNOWN in getattr(cls, "__dataclass_fields__", {}):
        return next(base for base in cls.__mro__[1:] if dataclasses.is_dataclass(base))
    return cls
