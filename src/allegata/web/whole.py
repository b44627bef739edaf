"""A section of an incident's page in full, page by page: for incidents told in more texts than one page holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from allegata.model.view import Cell, Entry, IncidentView, Matrix, Quotation, Row

WEIGHT = 150
"""Spots of quotations on one page of a section."""
COLUMNS = 16
"""Origins that the matrix of the page shows, besides those that answer."""
CELLS = 6
"""Values in one field of it, besides those that deny, tell it otherwise or conflict."""

SECTIONS = {
    "part-1": "What is alleged, and by whom",
    "part-2": "What the accused side says",
    "part-3": "What was checked, by whom, with which result",
    "part-4": "Where accounts differ",
    "part-5": "Steps taken",
    "pinned": "Circumstances that stay in view",
    "matrix": "Account matrix",
    "time": "Timeline",
    "process": "Legal process, by authority",
    "addresses": "Bodies addressed, and their answers",
    "footage": "Footage, told in text",
    "around": "Also said",
    "comparisons": "Comparisons of the machine, with their reasons",
    "told": "Told in",
}
"""The sections that can be read in full, by the name of their anchor."""


def entries(view: IncidentView, section: str) -> tuple[Entry, ...]:
    """Everything that a section holds, as plain entries in its order."""
    match section:
        case "matrix":
            return tuple(_values(view.matrix))
        case "time":
            return tuple(
                Entry(p.who, p.when, (p.slot, p.what), (p.quotation,) if p.quotation else ())
                for p in view.moments
            )
        case "comparisons":
            return tuple(Entry(what, f"score {score}", reasons) for what, score, reasons in view.proposals)
        case "around":
            return tuple(entry for entry in view.records if entry not in view.footage)
        case "process" | "addresses" | "footage" | "pinned":
            found: tuple[Entry, ...] = getattr(view, section)
            return found
        case _:
            return next((part.entries for part in view.parts if section == f"part-{part.number}"), ())


def _values(matrix: Matrix) -> Iterator[Entry]:
    for row in matrix.rows:
        for column, cells in zip(matrix.columns, row.cells, strict=True):
            for cell in cells:
                who = f"{column.name} — {cell.who}" if cell.who else column.name
                mark = (cell.mark.value,) if cell.mark and cell.mark.value not in cell.notes else ()
                yield Entry(who, cell.value, (row.attribute, *cell.notes, *mark), cell.quotations)


def pages(every: Sequence[Entry], weight: int = WEIGHT) -> list[list[Entry]]:
    """The entries in pages of about one weight; one with many quotations goes on over several."""
    made: list[list[Entry]] = [[]]
    full = 0
    for entry in every:
        words: list[Quotation] = []
        for quotation in entry.quotations:
            if full and full + len(quotation.spots) > weight:
                if words:
                    made[-1].append(_with(entry, words))
                made.append([])
                words, full = [], 0
            words.append(quotation)
            full += len(quotation.spots)
        if words or not entry.quotations:
            full += 1
            made[-1].append(_with(entry, words))
            if full > weight and not entry.quotations:
                made.append([])
                full = 0
    return [page for page in made if page] or [[]]


def _with(entry: Entry, words: Sequence[Quotation]) -> Entry:
    return replace(entry, quotations=tuple(words))


def short_matrix(matrix: Matrix) -> tuple[Matrix, int]:
    """The matrix as its page shows it, and how many values stand only in the section in full.

    Whatever denies, tells it otherwise or conflicts stays, and so does every origin that says such a thing
    or speaks for a side.
    """
    wanted = [
        number
        for number, column in enumerate(matrix.columns)
        if number < COLUMNS
        or column.note.startswith("speaks for")
        or any(cell.mark for row in matrix.rows for cell in row.cells[number])
    ]
    rows = tuple(_short(row, wanted) for row in matrix.rows)
    before = sum(len(cells) for row in matrix.rows for cells in row.cells)
    after = sum(len(cells) for row in rows for cells in row.cells)
    return Matrix(tuple(matrix.columns[number] for number in wanted), rows), before - after


def _short(row: Row, wanted: Sequence[int]) -> Row:
    return replace(row, cells=tuple(tuple(_few(row.cells[number])) for number in wanted))


def _few(cells: Sequence[Cell]) -> Iterator[Cell]:
    plain = 0
    for cell in cells:
        plain += not cell.mark
        if cell.mark or plain <= CELLS:
            yield cell
