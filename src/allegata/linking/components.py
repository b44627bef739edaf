"""Pairs that belong together, gathered into groups."""

from collections.abc import Iterable, Mapping


def components(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The connected groups of a graph given by its edges: smallest member → all members, sorted.

    >>> dict(components([("b", "a"), ("c", "b"), ("x", "y")]))
    {'a': ('a', 'b', 'c'), 'x': ('x', 'y')}
    """
    leader: dict[str, str] = {}

    def top(key: str) -> str:
        leader.setdefault(key, key)
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for left, right in pairs:
        one, other = sorted((top(left), top(right)))
        leader[other] = one
    groups: dict[str, list[str]] = {}
    for key in leader:
        groups.setdefault(top(key), []).append(key)
    return {first: tuple(sorted(groups[first])) for first in sorted(groups)}
