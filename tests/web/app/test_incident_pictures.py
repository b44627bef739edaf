"""The pictures of an incident: its times, and the graph of where what is told comes from."""

import re
from pathlib import Path
from typing import Any

from tests.web.app.conftest import Open, Site

from allegata.actions import show
from allegata.actions.casebook import Outside, opened
from allegata.actions.run import run
from allegata.actions.viewing import incident_view, origin_graph
from allegata.web.graphpicture import graph_picture
from allegata.web.timepicture import time_picture


def test_copies_add_no_column_and_no_node(examples: Path, tmp_path: Path) -> None:
    """Must-not 2, on the screen: a text that is repeated is folded under its text."""
    text = (examples / "makiivka-ridge-herald.txt").read_text(encoding="utf-8")
    seen = []
    for number in (0, 3):
        folder = tmp_path / f"in-{number}"
        folder.mkdir()
        (folder / "first.txt").write_text(text, encoding="utf-8")
        for copy in range(number):
            (folder / f"copy-{copy}.txt").write_text(f"{text}\n\nCopy {copy}.\n", encoding="utf-8")
        run(folder, tmp_path / f"book-{number}", outside=Outside(by="Desk"))
        with opened(tmp_path / f"book-{number}") as book:
            lines = [one for one in show.incident_lines(book) if one.assessment.alleged_against]
            record = show.incident(book, lines[0].incident.id)
        view, graph = incident_view(record), origin_graph(record)
        folded = max(len(one.copies) for one in view.told)
        seen.append(([c.name for c in view.matrix.columns], len(graph.nodes), graph.edges[0].tie, folded))
    assert seen[0][:3] == seen[1][:3]
    assert (seen[0][3], seen[1][3]) == (0, 3)


def test_slots_never_fill_each_other(records: list[Any]) -> None:
    for record in records:
        view = incident_view(record)
        picture = time_picture(view.moments)
        for lane in picture.lanes if picture else ():
            mine = [point for point in view.moments if point.slot == lane.slot]
            assert sum(dot.number for dot in lane.dots) == sum(bool(point.day) for point in mine)
            assert lane.undated == sum(not point.day for point in mine)


def test_the_graph_is_drawn_the_same_each_time_and_told_in_words(site: Site, records: list[Any]) -> None:
    record = records[0]
    assert graph_picture(origin_graph(record)) == graph_picture(origin_graph(record))
    html = site.get(f"incidents/{record.incident.id}/origins").text
    act = record.assessment.attributes[0]
    for root in act.origins.roots:
        assert html.count(root.name.replace("'", "&#39;")) >= 2
    assert "Lower bound" in html
    assert "Upper bound" in html


def test_boxes_of_the_graph_do_not_overlap(records: list[Any]) -> None:
    for record in records:
        picture = graph_picture(origin_graph(record))
        boxes = picture.boxes if picture else ()
        for number, box in enumerate(boxes):
            for other in boxes[number + 1 :]:
                apart = box.y + box.height <= other.y or other.y + other.height <= box.y
                assert box.x != other.x or apart


def test_no_line_of_the_graph_runs_behind_a_box(records: list[Any]) -> None:
    """A line that passes under a voice in between would read as if that voice had passed it on."""
    past = 0
    for record in records:
        picture = graph_picture(origin_graph(record))
        for curve in picture.curves if picture else ():
            assert picture is not None
            ends = {curve.edge.left, curve.edge.right}
            others = [box for box in picture.boxes if box.node.id not in ends]
            for x, y in drawn(curve.path):
                for box in others:
                    assert not (box.x < x < box.x + box.width and box.y < y < box.y + box.height), curve
            past += "H" in curve.path
    assert past, "no example has a line that passes a column by"


def drawn(path: str) -> list[tuple[float, float]]:
    """Points along a path of moves, horizontal lines and cubic curves."""
    points: list[tuple[float, float]] = []
    for kind, words in re.findall(r"([MHC])([^MHC]+)", path):
        n = [float(word) for word in words.split()]
        if kind == "M":
            points.append((n[0], n[1]))
            continue
        (x, y) = points[-1]
        n = [x, y, n[0], y, n[0], y] if kind == "H" else n
        for step in range(1, 41):
            t = step / 40
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            points.append(
                (w[0] * x + w[1] * n[0] + w[2] * n[2] + w[3] * n[4],
                 w[0] * y + w[1] * n[1] + w[2] * n[3] + w[3] * n[5])
            )  # fmt: skip
    return points


def test_at_twice_the_size_nothing_scrolls_sideways(window: Open, records: list[Any]) -> None:
    one = window(width=640)
    for record in records[:2]:
        for path in ("", "/origins"):
            one.go(f"incidents/{record.incident.id}{path}")
            assert one.page.evaluate("document.documentElement.scrollWidth") <= 640
