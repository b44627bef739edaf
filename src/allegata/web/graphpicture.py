"""The origin graph as a picture: three columns, nodes top to bottom, curves between them.

A small layered layout: the columns are given, nodes keep to the height of what leads to them, and ties are
broken by the order of the graph. What passes a column by takes a lane of its own between the boxes there: a
line behind a box would say that it passes it on. The same graph gives the same picture. Text does not wrap in
SVG, so names are broken here; the list beside the picture has them whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from allegata.model.origingraph import Edge, Layer, Node, OriginGraph

WIDTH, NODE, PAD, GAP, LINE, LETTERS = 1040, 262, 8, 14, 16, 29
TOP = 34
LANE_GAP, BOW = 11, 60
"""Between two lanes; and how far a line swings out to a box of the same column."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; `lines` are its name, broken; `stacked` where copies are folded under it."""

    node: Node
    x: int
    y: float
    width: int
    height: int
    lines: tuple[str, ...]
    stacked: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A node in its column, or a lane, which has no height."""

    id: str
    height: int
    group: str
    x: int = 0
    y: float = 0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge as a path."""

    edge: Edge
    path: str
    kind: str  # a class of the style sheet


@dataclass(frozen=True, slots=True)
class Frame:
    """Origins of one control, side by side: one interest in the lower bound."""

    group: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """The whole picture, in units of its own (`viewBox`)."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    frames: tuple[Frame, ...]
    heads: tuple[tuple[int, Layer], ...]


def graph_picture(graph: OriginGraph) -> GraphPicture | None:
    """The picture; None when there is nothing to draw."""
    if not graph.nodes:
        return None
    layers = [layer for layer in Layer if any(node.layer is layer for node in graph.nodes)]
    step = (WIDTH - NODE - 2 * PAD) // max(len(layers) - 1, 1)
    lanes = _lanes(graph, layers)
    places: dict[str, _Place] = {}
    for number, layer in enumerate(layers):
        column = [_Place(n.id, _height(n), n.group) for n in graph.nodes if n.layer is layer]
        column += [_Place(lane, 0, "") for at, lane in dict.fromkeys(lanes.values()) if at == number]
        if number:
            column = _by_height(column, graph.edges, lanes, places)
        places |= {one.id: one for one in _stacked(column, PAD + number * step)}
    places = _centred(places)
    boxes = {node.id: _box(node, places[node.id]) for node in graph.nodes}
    height = round(max(one.y + one.height for one in places.values()) + GAP)
    curves = tuple(_curve(edge, places, lanes) for edge in graph.edges)
    heads = tuple((PAD + number * step, layer) for number, layer in enumerate(layers))
    return GraphPicture(WIDTH, height, tuple(boxes.values()), curves, _frames(boxes), heads)


def _lanes(graph: OriginGraph, layers: Sequence[Layer]) -> dict[Edge, tuple[int, str]]:
    """Edge that passes a column by → that column and the free lane that it takes through it.

    Edges of one origin and one kind share a lane: they part behind the column.
    """
    at = {node.id: layers.index(node.layer) for node in graph.nodes}
    return {
        edge: (at[edge.left] + 1, f"lane {edge.tie.name} {edge.left}")
        for edge in graph.edges
        if at[edge.right] - at[edge.left] > 1
    }


def _stacked(column: Sequence[_Place], x: int) -> list[_Place]:
    """A column from top to bottom; lanes lie closer to each other than boxes do."""
    placed: list[_Place] = []
    y: float = TOP
    for one in column:
        if placed:
            before = placed[-1]
            y = before.y + before.height + (GAP if before.height or one.height else LANE_GAP)
            y += GAP if one.group != before.group else 0  # frames of two controls do not touch
        placed.append(replace(one, x=x, y=y))
    return placed


def _by_height(
    column: Sequence[_Place],
    edges: Sequence[Edge],
    lanes: Mapping[Edge, tuple[int, str]],
    placed: Mapping[str, _Place],
) -> list[_Place]:
    """A column by the mean height of what leads to each; their own order decides between equals."""
    before: dict[str, list[_Place]] = {}
    for edge in edges:
        _, lane = lanes.get(edge, (0, ""))
        ways = [(edge.left, lane), (lane, edge.right)] if lane else [(edge.left, edge.right)]
        for left, right in ways:
            if left in placed:
                before.setdefault(right, []).append(placed[left])

    def height(one: _Place) -> float:
        left = before.get(one.id, ())
        return sum(way.middle for way in left) / len(left) if left else 0.0

    return sorted(column, key=height)


def _height(node: Node) -> int:
    return LINE * (len(_lines(node.name)) + 1) + 12


def _box(node: Node, at: _Place) -> Box:
    copies = bool(node.telling and node.telling.copies)
    return Box(node, at.x, at.y, NODE, at.height, _lines(node.name), copies)


def _lines(name: str) -> tuple[str, ...]:
    """A name in at most two lines; what does not fit ends in dots."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…" for line in lines[:2]]
    if len(lines) > 2:
        kept[1] = f"{kept[1][: LETTERS - 2]} …"
    return tuple(kept)


def _centred(places: Mapping[str, _Place]) -> dict[str, _Place]:
    """Shorter columns stand in the middle of the longest one."""
    bottoms: dict[int, float] = {}
    for one in places.values():
        bottoms[one.x] = max(bottoms.get(one.x, 0.0), one.y + one.height)
    tallest = max(bottoms.values())
    return {key: replace(one, y=one.y + (tallest - bottoms[one.x]) / 2) for key, one in places.items()}


def _curve(edge: Edge, places: Mapping[str, _Place], lanes: Mapping[Edge, tuple[int, str]]) -> Curve:
    """From the right side of a box to the left side of another, through no box."""
    left, right = places[edge.left], places[edge.right]
    start = left.x + NODE
    path = f"M{start} {left.middle:.1f}"
    if edge in lanes:
        lane = places[lanes[edge][1]]
        path += f"{_bend(start, left.middle, lane.x, lane.middle)}H{lane.x + NODE}"
        path += _bend(lane.x + NODE, lane.middle, right.x, right.middle)
    elif left.x == right.x:  # one that passes on to another beside it: a bow in the free space
        path += (
            f"C{start + BOW} {left.middle:.1f} {start + BOW} {right.middle:.1f} {start} {right.middle:.1f}"
        )
    else:
        path += _bend(start, left.middle, right.x, right.middle)
    return Curve(edge, path, edge.tie.name.lower())


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x2 - x1) / 2
    return f"C{x1 + half:.1f} {y1:.1f} {x2 - half:.1f} {y2:.1f} {x2} {y2:.1f}"


def _frames(boxes: Mapping[str, Box]) -> tuple[Frame, ...]:
    groups: dict[str, list[Box]] = {}
    for box in boxes.values():
        if box.node.group:
            groups.setdefault(box.node.group, []).append(box)
    return tuple(
        Frame(
            group,
            min(box.y for box in members) - 5,
            max(box.y + box.height for box in members) - min(box.y for box in members) + 10,
        )
        for group, members in groups.items()
        if len(members) > 1
    )
