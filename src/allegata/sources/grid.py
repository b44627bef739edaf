"""Rows of a table as text cells: comma- and tab-separated files, however they were written."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

LINE_LIMIT = 4 << 20
"""Characters of one line and of one cell: a longer one is no table."""
COLUMNS = 200
SAMPLE = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, its day or moment where the table itself holds one, and the address behind it."""

    words: str = ""
    moment: datetime | date | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row, numbered from 1 as spreadsheets do; `sheet` is empty in a file without sheets."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]


class RowFault(Exception):
    """The table cannot be read any further; what came before stands."""


def encoding_of(path: Path) -> tuple[str, bool]:
    """The encoding of a text file, and whether it had to be guessed from its bytes."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name, False
        if _is_utf8(head, file):
            return "utf-8", False
    best = from_bytes(head).best()
    return (best.encoding if best else "latin-1"), True


def _is_utf8(head: bytes, file: BinaryIO) -> bool:
    check = codecs.getincrementaldecoder("utf-8")()
    try:
        check.decode(head)
        while chunk := file.read(1 << 20):
            check.decode(chunk)
        check.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(sample: str, name: str) -> str:
    """What parts the cells: the mark that occurs evenly in the first lines."""
    if name.lower().endswith(".tsv"):
        return "\t"
    lines = [line for line in sample.splitlines()[:20] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))


def read_text(path: Path, name: str, encoding: str) -> Iterator[Row]:
    """The rows of a comma-, semicolon- or tab-separated file.

    :raises RowFault: where the file is none from there on.
    """
    csv.field_size_limit(LINE_LIMIT)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE)
        file.seek(0)
        reader = csv.reader(_lines(file), delimiter=delimiter_of(sample, name))
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise RowFault(f"row {number + 1} cannot be parted into cells ({fault})") from None
            number += 1
            yield Row("", number, tuple(Cell(cell.strip()) for cell in cells[:COLUMNS]))


def _lines(file: io.TextIOBase) -> Iterator[str]:
    while line := file.readline(LINE_LIMIT):
        if len(line) >= LINE_LIMIT:
            raise RowFault(f"a line has more than {LINE_LIMIT:,} characters")
        yield line
