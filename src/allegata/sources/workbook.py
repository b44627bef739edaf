"""Rows of an XLSX file: values as they were last computed, hyperlinks, days in either calendar.

A workbook is a ZIP of XML parts, so its size on disk says little: the parts' sizes are added up before
any is opened, and one that declares entities is refused. Sheets are read row by row. Hidden sheets are
read like others, and said.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from allegata.sources.grid import COLUMNS, Cell, Row, RowFault

PARTS = 5000
PART_LIMIT = 512 << 20
WHOLE_LIMIT = 1 << 30
STRINGS_LIMIT = 96 << 20
"""Bytes of the part with shared strings, which is held in memory whole."""
LINKS = 100_000
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HYPERLINK = re.compile(r'^\s*(?:HYPERLINK|IMAGE)\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_STUMBLES = (
    ArithmeticError, AttributeError, AssertionError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error, InvalidFileException,
)  # fmt: skip
"""What the libraries raise over damaged parts; both kinds of XML errors are SyntaxErrors."""
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Refused(Exception):
    """The file is not opened as a workbook, and why."""


@dataclass(slots=True)
class Sheet:
    """What one sheet holds besides its values, found in one pass before these are read."""

    name: str
    state: str  # visible, hidden, veryHidden
    links: dict[str, str] = field(default_factory=dict)  # cell → address
    formulas: int = 0
    hidden_rows: int = 0


def sheets(path: Path) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """Every sheet with its rows.

    :raises Refused: when the file is no workbook, or unfolds to too much.
    :raises RowFault: where a sheet cannot be read on.
    """
    import openpyxl  # noqa: PLC0415  a slow import that only workbooks need

    _checked(path)
    with path.open("rb") as file:  # by its path, the library would judge the file by its ending
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _STUMBLES as fault:
            words = f"{type(fault).__name__}: {str(fault)[:80]}"
            raise Refused(f"it cannot be opened as a workbook ({words})") from None
        for page in book.worksheets:
            sheet = Sheet(page.title, page.sheet_state)
            _look(path, str(getattr(page, "_worksheet_path", "")), sheet)
            yield sheet, _rows(page, sheet)


def _checked(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise Refused(f"it holds {len(parts):,} parts")
            whole = sum(part.file_size for part in parts)
            largest = max((part.file_size for part in parts), default=0)
            strings = sum(p.file_size for p in parts if p.filename.lower().endswith("sharedstrings.xml"))
            if whole > WHOLE_LIMIT or largest > PART_LIMIT or strings > STRINGS_LIMIT:
                raise Refused(f"it unfolds to {whole:,} bytes")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if _ENTITY.search(stream.read(4096)):
                            raise Refused("it declares entities, which no spreadsheet program writes")
    except _STUMBLES as fault:
        raise Refused(f"it is damaged ({type(fault).__name__}: {str(fault)[:80]})") from None


def _look(path: Path, part: str, sheet: Sheet) -> None:
    """Links, formulas and hidden rows of a sheet; the values' reader does not tell of them."""
    with zipfile.ZipFile(path) as archive:
        targets = _targets(archive, part)
        try:
            with archive.open(part.lstrip("/")) as stream:
                for _, element in etree.iterparse(
                    stream,
                    tag=[f"{_NAMESPACE}{name}" for name in ("row", "c", "hyperlink")],
                    resolve_entities=False,
                    no_network=True,
                    huge_tree=False,
                ):
                    _note(element, targets, sheet)
                    if element.tag != f"{_NAMESPACE}c":
                        element.clear()
                        while element.getprevious() is not None:
                            del element.getparent()[0]
        except _STUMBLES:
            return  # the values' reader stumbles over the same place, and says so


def _note(element: Any, targets: Mapping[str, str], sheet: Sheet) -> None:
    if element.tag.endswith("}row"):
        sheet.hidden_rows += element.get("hidden") in ("1", "true")
        return
    where = str(element.get("r") or element.get("ref") or "")
    if len(sheet.links) >= LINKS:
        return
    if element.tag.endswith("}hyperlink"):
        target = targets.get(str(element.get(_RELATION)))
        if target:
            sheet.links[where.split(":", maxsplit=1)[0]] = target
        return
    formula = element.find(f"{_NAMESPACE}f")
    if formula is not None:
        sheet.formulas += 1
        match = _HYPERLINK.match(formula.text or "")
        if match:
            sheet.links[where] = match.group(1).replace('""', '"')


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part.lstrip("/"))
    try:
        with archive.open(f"{folder}/_rels/{name}.rels") as stream:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.parse(stream, parser).getroot()
    except _STUMBLES:
        return {}
    return {str(one.get("Id")): str(one.get("Target")) for one in root if one.get("TargetMode") == "External"}


def _rows(page: Any, sheet: Sheet) -> Iterator[Row]:
    page.reset_dimensions()  # what a file says of its own size may be far beyond what it holds
    try:
        for cells in page.iter_rows(max_col=COLUMNS):
            there = [cell for cell in cells if hasattr(cell, "coordinate")]  # gaps are cells without a place
            if any(cell.value is not None or cell.coordinate in sheet.links for cell in there):
                yield Row(sheet.name, there[0].row, tuple(_cell(cell, sheet) for cell in cells))
    except _STUMBLES as fault:
        raise RowFault(
            f"the sheet “{sheet.name}” breaks off ({type(fault).__name__}: {str(fault)[:80]})"
        ) from None


def _cell(cell: Any, sheet: Sheet) -> Cell:
    value = cell.value
    link = sheet.links.get(cell.coordinate) if hasattr(cell, "coordinate") else None
    if value is None:
        return Cell("", None, link)
    if isinstance(value, datetime):
        bare = value.time() == time()
        return Cell(value.date().isoformat() if bare else value.isoformat(sep=" "), value, link)
    if isinstance(value, date):
        return Cell(value.isoformat(), value, link)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Cell(str(int(value)), None, link)
    return Cell(str(value).strip(), None, link)
