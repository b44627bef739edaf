"""Tables of links and notes (CSV, TSV, XLSX): every row is spoken of, its note and its copied text kept.

Three things can stand in a row. A note is the collector's own word: it is kept as text, shown, and never
read as a report (`Capture.method` says so). Copied text is what somebody took from the linked page: it is
kept as a text of its own and read like one. What a row says of a link or of a file beside the table goes
with it (`About`). Cells under columns that nobody mapped are kept with the row, under their headers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from allegata.errors import Severity
from allegata.model.item import NOTE_OF_COLLECTOR, Capture, Item, Stated
from allegata.model.unpacked import About
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.columns import known_fields, placed, stated_in
from allegata.sources.grid import Cell, Row, RowFault, encoding_of, read_text
from allegata.sources.importer import Spool
from allegata.sources.workbook import Refused, sheets

ROWS = 50_000
"""Rows that are taken out of one table: a table kept by people is far shorter, and a longer one is data."""
HEADER_WITHIN = 20
CELL = 4000
"""Characters of an unmapped cell that are kept with the row; the original holds all of them."""

_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_HASH = re.compile(r"(?i)\b(SHA-?256|SHA3-512|SHA-?512|MD5)\s*:\s*([0-9a-f]{32,128})\b|\b([0-9a-f]{64})\b")
_ALGORITHMS = {"SHA256": "sha256", "SHA3512": "sha3_512", "SHA512": "sha512", "MD5": "md5"}


class Table:
    """A table of links, notes or files."""

    name = "table"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its name; a workbook by its first bytes as well."""
        ending = PurePosixPath(name.lower()).suffix
        if ending in (".xlsx", ".xlsm"):
            return head.startswith(b"PK\x03\x04")
        return ending in (".csv", ".tsv")

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Every row of every sheet, as far as the table can be read."""
        name = item.capture.received_name
        try:
            for part in _parts(path, name, spool):
                _Reader(part, item, spool).read()
        except Refused as fault:
            what = f"The workbook was not opened: {fault}. It is kept."
            remedy = "Save it anew as XLSX or CSV with a spreadsheet program, and add that."
            spool.problem("table_refused", name, what, remedy, Severity.UNREADABLE)
        except RowFault as fault:
            what = f"The table was read up to a point: {fault}."
            spool.problem(
                "table_breaks_off", name, what, "Save it anew with a spreadsheet program, and add that."
            )


def _parts(path: Path, name: str, spool: Spool) -> Iterator[Iterator[Row]]:
    """The rows of a text file, or of each sheet of a workbook; what is to be said of a sheet is said."""
    if not name.lower().endswith((".xlsx", ".xlsm")):
        encoding, guessed = encoding_of(path)
        if guessed:
            what = f"The table is no UTF-8; it was read as {encoding}, told by its bytes."
            spool.problem(
                "table_encoding_guessed", name, what, "Look whether its letters are right.", Severity.NOTICE
            )
        yield read_text(path, name, encoding)
        return
    for sheet, rows in sheets(path):
        if sheet.state != "visible":
            what = f"The sheet “{sheet.name}” is hidden; it was read like the others."
            spool.problem(
                "sheet_hidden", name, what, "Look at it: somebody put it out of sight.", Severity.NOTICE
            )
        if sheet.hidden_rows:
            what = (
                f"In the sheet “{sheet.name}”, {sheet.hidden_rows} hidden row(s) were read like the others."
            )
            spool.problem("rows_hidden", name, what, "Look at them: a filter may hide them.", Severity.NOTICE)
        if sheet.formulas:
            what = f"In the sheet “{sheet.name}”, {sheet.formulas} cell(s) hold formulas; their last values were read."
            spool.problem(
                "cells_computed", name, what, "Check a value that matters in the original.", Severity.NOTICE
            )
        yield rows


@dataclass(slots=True)
class _Reader:
    """One sheet under way."""

    rows: Iterator[Row]
    item: Item
    spool: Spool
    header: tuple[str, ...] = ()
    fields: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0

    @property
    def _name(self) -> str:
        return self.item.capture.received_name

    def read(self) -> None:
        first, fault = _first(self.rows)
        start = self._place(first)
        if start is None:
            if fault:
                raise fault
            return
        done = 0
        for row in _chained(first[start:], self.rows):
            if done >= ROWS:
                what = f"The table has more than {ROWS:,} rows; the rest was left in it."
                self.spool.problem("table_too_long", self._name, what, "Split it, and add the parts.")
                break
            done += self._row(row)
        self._dated()
        if fault:
            raise fault

    def _dated(self) -> None:
        if self.undated:
            self.spool.problem(
                "table_dates",
                self._name,
                f"{self.undated} date(s) are written in a form that can mean two days; they are kept as words.",
                "Write dates as 2024-05-03, and times with their zone as 2024-05-03T10:12:00Z.",
                Severity.NOTICE,
            )

    def _place(self, first: list[Row]) -> int | None:
        """Find header and fields among the first rows; where the rows below begin, or None."""
        mapping = stated_in(self.item.capture)
        best: tuple[int, int] | None = None  # fields found, row
        for number, row in enumerate(first):
            words = tuple(cell.words for cell in row.cells)
            wanted = placed(words, mapping, "")[0] if mapping else known_fields(words)
            if wanted and (best is None or len(wanted) > best[0]):
                best = (len(wanted), number)
        if best is not None:
            self.header = tuple(cell.words for cell in first[best[1]].cells)
            if mapping:
                self.fields, problems = placed(self.header, mapping, self._name)
                for one in problems:
                    self.spool.problem(one.code, one.subject, one.what, one.remedy, one.severity)
            else:
                self.fields = known_fields(self.header)
            if {"url", "file", "note", "content"} & self.fields.keys():
                return best[1] + 1
        return self._unplaced(first, mapping)

    def _unplaced(self, first: list[Row], mapping: Mapping[str, str]) -> int | None:
        """A table whose header says nothing: its addresses are found by what they look like."""
        columns = [number for row in first for number, cell in enumerate(row.cells) if _address(cell)]
        there = ", ".join(f"“{c.words[:40]}”" for c in (first[0].cells[:20] if first else ()) if c.words)
        wanted = ", ".join(f"{key}={value}" for key, value in mapping.items())
        if not columns:
            what = "No column of links, notes or files was recognised"
            what += f" ({wanted} asked for)" if wanted else ""
            self.spool.problem(
                "table_not_mapped",
                self._name,
                f"{what}; the table is kept and nothing was taken out. First row: {there or 'empty'}.",
                "If it lists links or notes, say which column is what: --columns url=…,note=…",
                Severity.NOTICE,
            )
            return None
        self.fields = {"url": max(set(columns), key=columns.count)}
        self.header = ()
        has_header = bool(first) and not any(_address(cell) for cell in first[0].cells)
        if has_header:
            self.header = tuple(cell.words for cell in first[0].cells)
        self.spool.problem(
            "table_half_mapped",
            self._name,
            f"Links were recognised in column {self.fields['url'] + 1}; which column holds notes is not known. "
            f"First row: {there}.",
            "Say which column is what: --columns url=…,note=…",
            Severity.NOTICE,
        )
        return 1 if has_header else 0

    # --- one row --------------------------------------------------------------------------------

    def _row(self, row: Row) -> bool:
        cells = {name: row.cells[at] for name, at in self.fields.items() if at < len(row.cells)}
        path = f"/{_escaped(row.sheet)}/row/{row.number}" if row.sheet else f"/row/{row.number}"
        where = f"{row.sheet}-row-{row.number}" if row.sheet else f"row-{row.number}"
        where = re.sub(r"[^\w-]+", "-", where)
        if not any(cell.words or cell.link for cell in row.cells):
            return False
        capture = self._capture(row, cells)
        url = capture.url
        if note := _words(cells, "note"):
            self.spool.add(
                f"{path}/note", f"{where}-note.txt", note.encode(), _as_note(capture), "text/plain"
            )
        if content := _words(cells, "content"):
            made = replace(
                capture,
                content_present=ContentPresent.YES,
                transformations=("text as somebody copied it into a table",),
            )
            self.spool.add(f"{path}/content", f"{where}-text.txt", content.encode(), made, "text/plain")
        digests = _digests(_words(cells, "hash"))
        file = _words(cells, "file") or _local(_words(cells, "archive"))
        if url or file or digests:
            self.spool.about(About(path, file, capture, digests))
        return True

    def _capture(self, row: Row, cells: Mapping[str, Cell]) -> Capture:
        mapped = set(self.fields.values())
        stated = []
        for number, cell in enumerate(row.cells):
            name = self.header[number] if number < len(self.header) else ""
            extra = f" → {cell.link}" if cell.link and cell.link != cell.words else ""
            if (cell.words or cell.link) and (number not in mapped or extra):
                stated.append(Stated(name[:80] or f"column {number + 1}", (cell.words + extra)[:CELL]))
        stated += [
            Stated(name, words)
            for name in ("title", "archive", "hash", "status")
            if (words := _words(cells, name)[:CELL])
        ]
        published = self._day(cells.get("published"))
        if published is None and (words := _words(cells, "published")):
            stated.append(Stated("published", words[:200]))
        retrieved = _moment(cells.get("retrieved_at"))
        if retrieved is None and (words := _words(cells, "retrieved_at")):
            stated.append(Stated("retrieved_at", words[:200]))
        address = cells.get("url")
        return Capture(
            received_name="",
            url=_address(address) if address else None,
            publisher=_words(cells, "publisher")[:300] or None,
            published=published,
            published_basis=DateBasis.STATED_BY_COLLECTOR if published else DateBasis.NONE,
            retrieved_at=retrieved,
            collector=_words(cells, "collector")[:300] or None,
            note=_words(cells, "note")[:CELL] or None,
            stated=tuple(stated),
        )

    def _day(self, cell: Cell | None) -> date | None:
        """The day in a cell; one that can be read as two days is none."""
        if cell is None or not cell.words:
            return None
        if cell.moment is not None:
            return cell.moment.date() if isinstance(cell.moment, datetime) else cell.moment
        try:
            return datetime.fromisoformat(cell.words).date()
        except ValueError:
            pass
        dotted = _DOTTED.fullmatch(cell.words)
        try:
            if dotted:
                return date(int(dotted.group(3)), int(dotted.group(2)), int(dotted.group(1)))
        except ValueError:
            pass
        self.undated += 1
        return None


def _as_note(capture: Capture) -> Capture:
    """The capture of the note itself: outlet and day belong to what it is about, and are kept as stated."""
    about = [
        Stated(f"{name} of what the note is about", value)
        for name, value in (
            ("publisher", capture.publisher),
            ("day of publication", capture.published.isoformat() if capture.published else None),
        )
        if value
    ]
    return Capture(
        received_name="",
        url=capture.url,
        collector=capture.collector,
        method=NOTE_OF_COLLECTOR,
        content_present=ContentPresent.YES,
        transformations=("text of one cell of a table",),
        stated=(*capture.stated, *about),
    )


def _first(rows: Iterator[Row]) -> tuple[list[Row], RowFault | None]:
    """The rows that a header is looked for in, and the fault that ended them."""
    first: list[Row] = []
    try:
        for row in rows:
            first.append(row)
            if len(first) >= HEADER_WITHIN:
                break
    except RowFault as fault:
        return first, fault
    return first, None


def _chained(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _words(cells: Mapping[str, Cell], name: str) -> str:
    cell = cells.get(name)
    return cell.words if cell else ""


def _address(cell: Cell) -> str | None:
    """The address in a cell: behind its words, or among them."""
    if cell.link and _URL.match(cell.link):
        return cell.link
    match = _URL.search(cell.words)
    return match.group().rstrip(".,;)]") if match else None


def _moment(cell: Cell | None) -> datetime | None:
    """The instant in a cell, where it names its zone."""
    if cell is None:
        return None
    try:
        moment = datetime.fromisoformat(cell.words)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _digests(words: str) -> tuple[tuple[str, str], ...]:
    found = []
    for match in _HASH.finditer(words):
        name = _ALGORITHMS[match.group(1).upper().replace("-", "")] if match.group(1) else "sha256"
        found.append((name, (match.group(2) or match.group(3)).lower()))
    return tuple(dict.fromkeys(found))


def _local(words: str) -> str:
    """A file beside the table that an archive's address names; empty for one on the web."""
    return "" if not words or "://" in words or "\n" in words else words


def _escaped(sheet: str) -> str:
    return sheet.replace("~", "~0").replace("/", "~1")
