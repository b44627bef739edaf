"""The origin graph as a picture: three columns, nodes top to bottom, curves between them.

A small layered layout: the columns are given, nodes keep to the height of what leads to them, and ties are
broken by the order of the graph. The same graph gives the same picture. Text does not wrap in SVG, so names
are broken here; the list beside the picture has them whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allegata.model.origingraph import Edge, Layer, Node, OriginGraph

WIDTH, NODE, PAD, GAP, LINE, LETTERS = 1040, 262, 8, 14, 16, 29
TOP = 34


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
    boxes: dict[str, Box] = {}
    for number, layer in enumerate(layers):
        nodes = [node for node in graph.nodes if node.layer is layer]
        if number:
            nodes = _by_height(nodes, graph.edges, boxes)
        y: float = TOP
        group = nodes[0].group
        for node in nodes:
            y += GAP if node.group != group else 0  # frames of two controls do not touch
            group = node.group
            boxes[node.id] = box = _box(node, PAD + number * step, y)
            y += box.height + GAP
    boxes = _centred(boxes)
    height = round(max(box.y + box.height for box in boxes.values()) + GAP)
    curves = tuple(_curve(edge, boxes) for edge in graph.edges)
    heads = tuple((PAD + number * step, layer) for number, layer in enumerate(layers))
    return GraphPicture(WIDTH, height, tuple(boxes.values()), curves, _frames(boxes), heads)


def _by_height(nodes: Sequence[Node], edges: Sequence[Edge], placed: Mapping[str, Box]) -> list[Node]:
    """Nodes by the mean height of what leads to them; their own order decides between equals."""

    def height(node: Node) -> float:
        left = [placed[edge.left] for edge in edges if edge.right == node.id and edge.left in placed]
        return sum(box.y + box.height / 2 for box in left) / len(left) if left else 0.0

    return sorted(nodes, key=height)


def _box(node: Node, x: int, y: float) -> Box:
    lines = _lines(node.name)
    copies = bool(node.telling and node.telling.copies)
    return Box(node, x, y, NODE, LINE * (len(lines) + 1) + 12, lines, copies)


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


def _centred(boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Shorter columns stand in the middle of the longest one."""
    bottoms: dict[int, float] = {}
    for box in boxes.values():
        bottoms[box.x] = max(bottoms.get(box.x, 0.0), box.y + box.height)
    tallest = max(bottoms.values())
    return {
        key: Box(
            box.node,
            box.x,
            box.y + (tallest - bottoms[box.x]) / 2,
            box.width,
            box.height,
            box.lines,
            box.stacked,
        )
        for key, box in boxes.items()
    }


def _curve(edge: Edge, boxes: Mapping[str, Box]) -> Curve:
    left, right = boxes[edge.left], boxes[edge.right]
    x1, y1 = left.x + left.width, left.y + left.height / 2
    x2, y2 = right.x, right.y + right.height / 2
    bend = max((x2 - x1) / 2, 30)
    path = f"M{x1} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2} {y2:.1f}"
    return Curve(edge, path, edge.tie.name.lower())


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
