"""What a picture says of itself, and that a damaged part of it is named instead of passed over."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from allegata.sources import stills

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="test tool"/></rdf:RDF></x:xmpmeta>'
)


def picture(xmp: str = XMP, **more: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "test camera"
    exif.get_ifd(0x8769)[0x9003] = "2025:03:04 12:00:00"
    made = BytesIO()
    Image.new("RGB", (8, 6)).save(made, "JPEG", exif=exif, xmp=xmp.encode(), **more)
    return made.getvalue()


def overwritten(data: bytes, place: int, words: bytes) -> bytes:
    """The same with something else written into the head of its EXIF directory."""
    start = data.index(b"Exif\x00\x00") + 6 + place
    return data[:start] + words + data[start + len(words) :]


def test_claims_come_with_the_part_that_makes_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    found = stills.facts(str(path), "ab" * 32, "a.jpg")
    said = {(str(claim.source), claim.name, claim.value) for claim in found.claims}
    assert ("exif", "Make", "test camera") in said
    assert ("exif", "Exif.DateTimeOriginal", "2025:03:04 12:00:00") in said
    assert ("xmp", "CreatorTool", "test tool") in said
    assert found.problems == ()


@pytest.mark.parametrize(
    ("data", "part"),
    (
        (picture(XMP[:-9]), "XMP"),
        (overwritten(picture(), 0, b"QQQQ"), "EXIF"),
        (overwritten(picture(), 4, b"\xff\xff\xff\x7f"), "EXIF"),
    ),
)
def test_a_damaged_part_is_named(data: bytes, part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    found = stills.facts(str(path), "ab" * 32, "a.jpg")
    assert [problem.code for problem in found.problems] == ["metadata_damaged"]
    assert part in found.problems[0].what
