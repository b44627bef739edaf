"""What an image file says of itself: size, EXIF, XMP and IPTC. No pixel is decoded.

Runs in a confined child. Where the library would decode the picture to find more metadata (EXIF at the end
of a PNG), it is not asked.
"""

import json
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from lxml import etree

from allegata.errors import Problem, Severity
from allegata.model.media import ClaimSource, MediaFacts, MetadataClaim

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
"""Formats that are opened, by Pillow's names. SVG is a program for drawing, and is not run."""
LARGEST = 1 << 27
"""Pixels of the largest picture that a camera makes, with room to spare."""
LONGEST = 500
_ORIENTED = {3: 180, 6: 90, 8: 270}
_PARTS = {0x8769: "Exif", 0x8825: "GPS"}
_IPTC = {
    (2, 5): "object name", (2, 55): "date created", (2, 60): "time created", (2, 80): "by-line",
    (2, 90): "city", (2, 101): "country", (2, 105): "headline", (2, 110): "credit", (2, 115): "source",
    (2, 116): "copyright notice", (2, 120): "caption",
}  # fmt: skip
_XMP_LONGEST = 1 << 20


def facts(path: str, item: str, name: str) -> MediaFacts:
    """Size and claims of an image file; what the library only warns of is a fault of the file, too."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        return _facts(path, item, name, told)


def _facts(path: str, item: str, name: str, told: Sequence[warnings.WarningMessage]) -> MediaFacts:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - of the extra "footage"

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, and nothing is decoded
    with Path(path).open("rb") as file:
        try:
            image = Image.open(file, formats=FORMATS)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
            what = f"The image could not be opened ({plain(str(fault), 80)})"
            remedy = "The original is kept. Ask for the file again, or look into it with another tool."
            problem = Problem("media_not_opened", name, what, remedy, Severity.UNREADABLE)
            return MediaFacts(item, "", "image", problems=(problem,))
        with image:
            width, height = image.size
            damaged: list[str] = []
            exif = _exif(image, damaged, told)
            claims = (
                *_exif_claims(exif, damaged),
                *_xmp_claims(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp"), damaged),
                *_iptc_claims(image, damaged),
            )
            kind = str(image.format)
    rotation = _ORIENTED.get(exif.get(0x0112, 1), 0) if exif is not None else 0
    problems: tuple[Problem, ...] = ()
    if damaged:
        problems += (_damaged(name, damaged),)
    if width * height > LARGEST:
        problems += (incredible(name, f"a picture of {width} × {height} pixels"),)
    if rotation in (90, 270):
        width, height = height, width
    return MediaFacts(item, "", "image", kind, None, width, height, rotation, (), claims, (), problems)


def _damaged(name: str, parts: list[str]) -> Problem:
    what = f"Its {', '.join(parts)} could not be read, or not as a whole"
    remedy = "The original is kept. What the file says of itself may be more than what is listed here."
    return Problem("metadata_damaged", name, what, remedy, Severity.NOTICE)


def _exif(image: Any, damaged: list[str], told: Sequence[warnings.WarningMessage]) -> Any:
    if image.format == "PNG" and "exif" not in image.info:
        return None  # to look for it, the library would decode the picture
    try:
        exif = image.getexif()
    except Exception:  # the library raises whatever it stumbles over; the file's fault is named
        exif = None
    if told or exif is None or (image.info.get("exif") and not exif):  # or it warns, or finds nothing
        damaged.append("EXIF")
    return exif


def _exif_claims(exif: Any, damaged: list[str]) -> Iterator[MetadataClaim]:
    from PIL import ExifTags  # noqa: PLC0415 - of the extra "footage"

    if exif is None:
        return
    parts: list[tuple[dict[int, str], Any, str]] = [(ExifTags.TAGS, exif, "")]
    for number, part in _PARTS.items():
        names = ExifTags.GPSTAGS if part == "GPS" else ExifTags.TAGS
        try:
            parts.append((names, exif.get_ifd(number), f"{part}."))
        except Exception:  # as above
            damaged.append(f"EXIF part {part}")
    for names, held, prefix in parts:
        for tag, value in sorted(held.items(), key=lambda pair: int(pair[0])):
            if tag in _PARTS or isinstance(value, dict):
                continue
            words = f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
            if words.strip("\x00 "):
                label = names.get(tag, f"tag {tag:#06x}")
                yield MetadataClaim(ClaimSource.EXIF, f"{prefix}{label}", plain(words, LONGEST))


def _xmp_claims(packet: bytes | str | None, damaged: list[str]) -> Iterator[MetadataClaim]:
    """Every simple property of an XMP packet; entities are not resolved, nothing is fetched."""
    if not packet:
        return
    if len(packet) > _XMP_LONGEST:
        damaged.append("XMP (too long)")
        return
    data = packet.encode() if isinstance(packet, str) else packet
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        damaged.append("XMP")
        return
    for number, one in enumerate(root.iter()):
        if number > 2_000 or not isinstance(one.tag, str):
            continue
        for key, value in one.attrib.items():
            if value.strip() and "rdf-syntax" not in str(key) and "namespace" not in str(key):
                yield MetadataClaim(ClaimSource.XMP, _local(str(key)), plain(str(value), LONGEST))
        if not len(one) and (one.text or "").strip():
            holder = next((a for a in one.iterancestors() if "rdf-syntax" not in str(a.tag)), one)
            label = _local(str(holder.tag if "rdf-syntax" in str(one.tag) else one.tag))
            yield MetadataClaim(ClaimSource.XMP, label, plain(str(one.text), LONGEST))


def _local(name: str) -> str:
    return plain(name.rsplit("}", 1)[-1], 80)


def _iptc_claims(image: Any, damaged: list[str]) -> Iterator[MetadataClaim]:
    from PIL import IptcImagePlugin  # noqa: PLC0415 - of the extra "footage"

    found: Any = None
    if image.format in ("JPEG", "TIFF"):
        try:
            found = IptcImagePlugin.getiptcinfo(image)
        except Exception:  # as above
            damaged.append("IPTC")
    for key, value in sorted((found or {}).items()):
        if key in _IPTC:
            for one in value if isinstance(value, list) else [value]:
                words = bytes(one).decode("utf-8", "replace")
                yield MetadataClaim(ClaimSource.IPTC, _IPTC[key], plain(words, LONGEST))


def plain(words: str, longest: int) -> str:
    """A value of a file as it can be shown: control characters are blanks, and it ends somewhere."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words[: longest * 4]).strip()
    shown = shown.encode("utf-8", "replace").decode()
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def parsed(text: str) -> Any:
    """JSON of a library as plain data; None when it is none."""
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def incredible(name: str, what: str) -> Problem:
    """A header that announces more than such a file holds."""
    return Problem(
        "media_header_incredible",
        name,
        f"Its header announces {what}; nothing was set up for that",
        "The original is kept. Treat the file with caution: it may be made to exhaust what opens it.",
        Severity.PARTIAL,
    )
