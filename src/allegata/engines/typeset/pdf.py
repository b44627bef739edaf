"""Data → PDF with typst: the fonts that come with it, no system font, no network, no clock.

The template reads the data as JSON, so that no word of an item can become code. The document's date is
given with the data; the same data gives the same bytes, on every run and every machine with the same
version of typst. The file is PDF/A-2a: tagged, fonts embedded, fit to be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from allegata.errors import ExtraMissing
from allegata.model.canonical import canonical_json

TEMPLATE = "record.typ"
STANDARDS = ["a-2a"]
KNOWN = (
    (0x9, 0xA),
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x391, 0x3A1),
    (0x3A3, 0x3CE),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x2010, 0x2026),
    (0x20AC, 0x20AC),
)
"""Code points that the first font is known to hold; every other one is tried before it is set."""
PROBE = """#set document(date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#read("character")"""


@dataclass(frozen=True, slots=True)
class Typeset:
    """The PDF, and the characters that no font here holds: each is shown as its code point (U+XXXX)."""

    pdf: bytes
    unset: tuple[str, ...]


def typeset(data: Mapping[str, Any]) -> Typeset:
    """The record as PDF.

    :param data: a dossier as plain data, with what the template needs beside it.
    :raises ExtraMissing: when typst is not installed.
    """
    typst = _typst()
    fonts = typst.Fonts(include_system_fonts=False)
    unset = tuple(c for c in sorted(_characters(data)) if not _known(c) and not _sets(typst, fonts, c))
    shown = str.maketrans({c: f"⟨U+{ord(c):04X}⟩" for c in unset})
    text = canonical_json(_translated(data, shown)).decode()
    source = (files("allegata.engines.typeset") / TEMPLATE).read_bytes()
    pdf = typst.compile(
        {"main.typ": source, "record.json": text.encode()},
        format="pdf",
        font_paths=fonts,
        pdf_standards=STANDARDS,
    )
    return Typeset(pdf, unset)


def _typst() -> Any:
    try:
        import typst  # noqa: PLC0415 - an extra: only who makes a dossier needs it
    except ImportError:
        raise ExtraMissing("a dossier needs typst; install it with `pip install allegata[dossier]`") from None
    return typst


def _characters(data: Any) -> set[str]:
    if isinstance(data, str):
        return set(data)
    parts = data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ()
    return set().union(*(_characters(part) for part in parts))


def _translated(data: Any, shown: Mapping[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(shown)
    if isinstance(data, Mapping):
        return {key: _translated(value, shown) for key, value in data.items()}
    return [_translated(value, shown) for value in data] if isinstance(data, list | tuple) else data


def _known(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in KNOWN)


def _sets(typst: Any, fonts: Any, character: str) -> bool:
    """Whether the fonts hold a character: PDF/A refuses what it cannot show."""
    try:
        typst.compile(
            {"main.typ": PROBE.encode(), "character": f"a{character}".encode()},
            format="pdf",
            font_paths=fonts,
            pdf_standards=STANDARDS,
        )
    except typst.TypstError:
        return False
    return True
