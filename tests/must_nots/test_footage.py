"""Must-nots 5, 6 and 11 for footage: nothing is decoded unasked, nobody is recognised, nothing goes out unconfirmed."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.builders import films, hostile_media
from tests.must_nots.conftest import ROOT

PACKAGE = ROOT / "src" / "allegata"

SPY = """
import importlib
import os
import sys

class Decoded(Exception):
    pass

def refuse(*_, **__):
    raise Decoded("a picture was decoded unasked")

# the real library takes this module's place; sys.path goes to the confined child as it is here
folder = os.path.dirname(os.path.abspath(__file__))
paths, sys.path[:] = list(sys.path), [p for p in sys.path if os.path.abspath(p) != folder]
del sys.modules[__name__]
real = importlib.import_module(__name__)
"""
SPY_AV = (
    SPY
    + """
sys.path[:] = paths
plain = real.open

class Watched:
    # a container that can be asked for everything but its packets and frames
    def __init__(self, held):
        self.__dict__["held"] = held

    def __getattr__(self, name):
        return refuse if name in ("decode", "demux") else getattr(self.held, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.held.close()

real.open = lambda *arguments, **named: Watched(plain(*arguments, **named))
"""
)
SPY_PIL = (
    SPY
    + """
import PIL.Image, PIL.ImageFile
sys.path[:] = paths
PIL.ImageFile.ImageFile.load = refuse
PIL.Image.Image.tobytes = refuse
"""
)
"""Modules that come before the decoders on the path of every process, the confined child's included."""


def spied(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "av.py").write_text(SPY_AV)
    (folder / "PIL.py").write_text(SPY_PIL)
    path = os.pathsep.join([str(folder), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "allegata", *words],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PYTHONPATH": path, "XDG_STATE_HOME": str(folder)},
    )


def test_11_nothing_is_decoded_unless_it_is_asked_for(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    films.write(reports / "film.mp4", films.scene(3, 1))
    hostile_media.photo(reports / "photo.jpg")
    (reports / "note.txt").write_text(
        "A video of the shelling of Stepne was published on Monday, officials said.\n"
    )
    book, spy = str(tmp_path / "book"), tmp_path / "spy"
    spy.mkdir()
    done = spied(spy, "run", str(reports), "-c", book, "--json")
    record = json.loads(done.stdout)
    problems = [
        p["code"] for part in ("add", "read", "link", "assess", "overview") for p in record[part]["problems"]
    ]
    assert "parser_failed" not in problems and "Decoded" not in done.stderr, done.stderr
    films_held = [
        line["item"]["id"]
        for line in record["overview"]["items"]
        if line["item"]["media_type"] == "video/mp4"
    ]
    for words in (("show",), ("show", films_held[0]), ("report", str(tmp_path / "report")), ("footage", "facts", "--all"),
                  ("footage", "match"), ("footage", "timeline", films_held[0]), ("footage", "log", films_held[0])):  # fmt: skip
        done = spied(spy, *words, "-c", book)
        assert done.returncode == 0 and "Decoded" not in done.stdout + done.stderr, (
            words,
            done.stdout,
            done.stderr,
        )
    # without saying so, to look decodes nothing either, and is no success
    done = spied(
        spy,
        "footage",
        "view",
        films_held[0],
        "--frames",
        "0:00",
        "--out",
        str(tmp_path / "stills"),
        "-c",
        book,
    )
    assert done.returncode == 2 and not (tmp_path / "stills").exists()
    # the spy sees what there is to see
    done = spied(spy, "footage", "fingerprint", films_held[0], "-c", book)
    assert "parser_failed" in done.stdout and "Decoded at" in done.stdout, done.stdout + done.stderr


def test_11_the_prober_is_given_no_decoder() -> None:
    import av

    from allegata.sources.mediafile import SHUT, UNDECODED

    assert UNDECODED == {"codec_whitelist": "none"}
    assert SHUT["protocol_whitelist"] == "data" and "hls" not in SHUT["format_whitelist"]
    assert "concat" not in SHUT["format_whitelist"] and "image2" not in SHUT["format_whitelist"]
    assert "none" not in av.codecs_available


def test_06_no_picture_is_searched_for_faces() -> None:
    """No detector or recogniser of OpenCV for faces is named anywhere, and no model file comes with the package."""
    named = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            if any(word in name for word in ("Face", "face", "CascadeClassifier", "dnn")) and not any(
                other in name.lower() for other in ("surface", "facet")
            ):
                named.append(f"{path.name}: {name}")
    assert named == []
    assert [
        p.name for p in PACKAGE.rglob("*") if p.suffix in {".onnx", ".pb", ".caffemodel", ".tflite", ".pt"}
    ] == []


def test_06_only_whole_pictures_are_compared() -> None:
    """What a fingerprint holds are views of whole frames, crops from the centre, and rectangles that stand still."""
    from allegata.model.media import View

    assert {view.value for view in View} == {
        "whole", "mirrored", "turned 90", "turned 180", "turned 270", "crop", "window", "window mirrored",
    }  # fmt: skip


def test_05_what_is_made_from_footage_is_confirmed_by_nobody_but_a_person(tmp_path: Path) -> None:
    from allegata.actions import footage, looking
    from allegata.actions.add import add
    from allegata.actions.casebook import Outside, opened_to_write
    from allegata.actions.media import derivatives

    (tmp_path / "m").mkdir()
    hostile_media.photo(tmp_path / "m" / "photo.jpg")
    with opened_to_write(tmp_path / "book", Outside(by="tester"), create=True) as book:
        add(book, tmp_path / "m")
        (item,) = footage.footage_items(book)
        made = looking.blur(book, item, []).derivative
        assert made is not None and made.confirmed_by is None
        assert [one.confirmed_by for one in derivatives(book)] == [None]
