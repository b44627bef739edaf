"""Values written as Python shows them, read without running anything: `{'at': datetime.date(2024, 5, 3)}`.

Some tools write a table's cells this way. The words are parsed into a tree and only these are taken from
it: texts, numbers, True, False, None, dicts, lists, tuples, sets, dates and times with fixed offsets.
Anything else, and anything too large or nested too deep, is refused.
"""

import ast
from datetime import UTC, date, datetime, timedelta, timezone

LIMIT = 2 << 20
"""Characters: a parsed tree takes about a hundred times as much memory."""
DEPTH = 60


class NoLiteral(ValueError):
    """The words are no such value."""


def literal(words: str) -> object:
    """The value that the words show. Dates and times come as `date` and `datetime`.

    :raises NoLiteral: when they show none, or anything beyond the small grammar above.

    >>> literal("[{'n': -1, 'at': datetime.date(2024, 5, 3)}]")
    [{'n': -1, 'at': datetime.date(2024, 5, 3)}]
    """
    if len(words) > LIMIT:
        raise NoLiteral(f"it has more than {LIMIT:,} characters")
    try:
        tree = ast.parse(words.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise NoLiteral(f"it is no value as Python shows one ({type(fault).__name__})") from None
    return _value(tree.body, 0)


def _value(node: ast.expr, depth: int) -> object:
    if depth > DEPTH:
        raise NoLiteral("it is nested too deep")
    match node:
        case ast.Constant(value=value) if value is None or isinstance(value, str | int | float):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)) if isinstance(value, int | float):
            return -value
        case ast.Dict(keys=keys, values=values):
            return {_key(k, depth): _value(v, depth + 1) for k, v in zip(keys, values, strict=True)}
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return [_value(part, depth + 1) for part in parts]
        case ast.Call():
            return _called(node, depth)
        case ast.Attribute() if _dotted(node) == "datetime.timezone.utc":
            return UTC
    raise NoLiteral(f"it holds a {type(node).__name__.lower()}, which is no value")


def _key(node: ast.expr | None, depth: int) -> str:
    key = _value(node, depth + 1) if node is not None else None
    if not isinstance(key, str | int | float):
        raise NoLiteral("a name in it is none")
    return str(key)


def _called(node: ast.Call, depth: int) -> object:
    """A date, a time, an offset, or an empty set: the only things that are written as calls."""
    name = _dotted(node.func)
    given = [_value(part, depth + 1) for part in node.args]
    named = {part.arg: _value(part.value, depth + 1) for part in node.keywords if part.arg}
    if len(named) != len(node.keywords):
        raise NoLiteral("it holds a call with unnamed parts")
    zone = named.pop("tzinfo", None)
    numbers = [*given, *named.values()]
    if name == "set" and not numbers:
        return []
    if name in ("tzutc", "tz.tzutc", "dateutil.tz.tzutc") and not numbers:
        return UTC
    try:
        if name == "datetime.timezone" and len(given) == 1 and isinstance(given[0], timedelta) and not named:
            return timezone(given[0])
        if not all(isinstance(number, int | float) for number in numbers):
            raise NoLiteral(f"it holds a call of {name or 'something'}")
        if name in ("datetime.datetime", "datetime") and (zone is None or isinstance(zone, timezone)):
            # what the call cannot take is told by the TypeError below
            return datetime(*given, **named, tzinfo=zone)  # type: ignore[arg-type, misc]
        if name in ("datetime.date", "date") and zone is None:
            return date(*given, **named)  # type: ignore[arg-type]  # as above
        if name in ("datetime.timedelta", "timedelta") and zone is None:
            return timedelta(*given, **named)  # type: ignore[arg-type]  # as above
    except (TypeError, ValueError, OverflowError):
        raise NoLiteral(f"it holds an impossible {name}") from None
    raise NoLiteral(f"it holds a call of {name or 'something'}")


def _dotted(node: ast.expr) -> str:
    """`datetime.timezone.utc` for that chain of names; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before and before.count(".") < 3 else ""
    return ""
