"""The origin graph of an incident as values: who is cited, by way of whom, in which text (DOMAIN 3.1)."""

from dataclasses import dataclass
from enum import StrEnum

from allegata.model.view import Telling


class Layer(StrEnum):
    """Where a node stands on the way from an origin to the reader."""

    ORIGIN = "origin"
    RELAY = "cited in between"
    TEXT = "text"


class Tie(StrEnum):
    """What holds between two nodes, read from left to right."""

    CITED = "is cited in"
    PASSED = "is passed on by"
    TRANSLATED = "is cited in a translation in"
    TOLD = "is told by the text itself in"


@dataclass(frozen=True, slots=True)
class Node:
    """An origin, a voice in between, or a text with its copies folded under it."""

    id: str
    layer: Layer
    name: str
    note: str
    group: str = ""  # of an origin: who controls it, in words; empty where that is not known
    telling: Telling | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Some accounts pass from one node to the next."""

    left: str
    right: str
    tie: Tie
    accounts: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The two bounds behind one attribute, with every collapse and flag in words."""

    attribute: str
    lower: int
    upper: int
    derivation: str
    collapsed: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OriginGraph:
    """Nodes and edges in a fixed order; `bounds` of each attribute that is drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    bounds: tuple[Bounds, ...]
    uncounted: int  # accounts that put nothing forward (denials, headlines) and have no origin here
