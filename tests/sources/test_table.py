"""Tables of links and notes: columns found or mapped, rows spoken of, notes kept apart from copied text."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.hyperlink import Hyperlink
from tests.builders.exports import POST, saved, steady, workbook
from tests.builders.importer_case import ImporterCase, contents, item_of, take

from allegata.errors import BadKnowledge, Severity
from allegata.model.item import NOTE_OF_COLLECTOR, Capture, Item
from allegata.model.vocabulary import DateBasis
from allegata.sources.columns import FIELDS, known_fields, mapping_of, stated
from allegata.sources.registry import TakenApart, importer_of, unpacked
from allegata.sources.table import ROWS, Table

LINK = "https://courier.example/1"
ROWS_OF_LINKS: list[list[object]] = [
    ["Link", "Notes", "Outlet", "Publication date", "Desk"],
    [LINK, "seen by both desks", "Northern Courier", "2024-05-03", "A"],
    ["https://wire.example/2", "", "", "", ""],
]


def written(rows: list[list[object]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def taken(data: bytes, name: str = "links.csv") -> TakenApart:
    return take(Table(), data, name)


def mapped(data: bytes, words: str, name: str = "links.csv") -> TakenApart:
    """Taken apart with columns that a person named."""
    import tempfile
    from pathlib import Path

    from allegata.sources.importer import Spool

    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "container"
        path.write_bytes(data)
        item = Item("0" * 64, len(data), "text/csv", Capture(name, stated=stated(mapping_of(words))))
        return unpacked(Table(), path, item, Spool(Path(made), len(data)))


def codes(found: TakenApart) -> list[str]:
    return [p.code for p in found.problems]


class TestTable(ImporterCase):
    importer = Table()
    examples = 60

    def valid(self) -> dict[str, bytes]:
        return {
            "links.csv": written(ROWS_OF_LINKS),
            "links.tsv": written(ROWS_OF_LINKS, "\t"),
            "links.xlsx": workbook(("Links", ROWS_OF_LINKS), ("More", ROWS_OF_LINKS)),
        }


def test_a_row_is_spoken_of_and_its_note_is_the_collectors() -> None:
    found = taken(written(ROWS_OF_LINKS))
    (note,) = found.pieces
    assert (note.path, note.name) == ("/row/2/note", "row-2-note.txt")
    assert note.capture.method == NOTE_OF_COLLECTOR
    assert (note.capture.url, note.capture.publisher, note.capture.published) == (LINK, None, None)
    assert ("publisher of what the note is about", "Northern Courier") in [
        (s.name, s.value) for s in note.capture.stated
    ]
    first, second = found.abouts
    assert (first.path, first.beside, first.capture.url) == ("/row/2", "", LINK)
    assert (first.capture.publisher, first.capture.published) == ("Northern Courier", date(2024, 5, 3))
    assert first.capture.published_basis is DateBasis.STATED_BY_COLLECTOR
    assert first.capture.note == "seen by both desks"
    assert ("Desk", "A") in [(s.name, s.value) for s in first.capture.stated]
    assert second.capture.url == "https://wire.example/2" and found.problems == ()


def test_copied_text_is_a_text_of_its_own_under_its_outlet() -> None:
    rows: list[list[object]] = [["URL", "Text content", "Publisher"], [LINK, POST, "Northern Courier"]]
    (piece,) = taken(written(rows)).pieces
    assert (piece.path, piece.capture.publisher, piece.capture.url) == (
        "/row/2/content",
        "Northern Courier",
        LINK,
    )
    assert piece.capture.method != NOTE_OF_COLLECTOR
    assert contents(Table(), written(rows), "a.csv") == {"/row/2/content": POST.encode()}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("URL", "url"), ("  source_LINK ", "url"), ("Посилання", "url"), ("Ссылка", "url"), ("Verweis", "url"), ("رابط", "url"),
        ("Примітки", "note"), ("Commentaire", "note"), ("Anmerkung", "note"), ("ملاحظات", "note"),
        ("Archive status", "status"), ("Archive location", "archive"), ("Upload timestamp", "published"),
        ("Published_At", "published"), ("Dateiname", "file"), ("SHA-256", "hash"),
    ],
)  # fmt: skip
def test_columns_are_known_by_name_in_several_languages(header: str, field: str) -> None:
    assert known_fields(["x", header]) == {field: 1}


def test_a_bare_date_is_nobodys_guess() -> None:
    assert known_fields(["Date", "Datum", "Дата", "Fecha"]) == {}


def test_columns_as_a_person_maps_them_win_over_their_names() -> None:
    rows: list[list[object]] = [
        ["Notes", "Quelle X", "Wann"],
        ["https://a.example/1", "Two were shot.", "2024-05-03"],
    ]
    found = mapped(written(rows), "url=Notes, content=quelle x,published=Wann")
    (piece,) = found.pieces
    assert (piece.path, piece.capture.url, piece.capture.published) == (
        "/row/2/content",
        "https://a.example/1",
        date(2024, 5, 3),
    )
    missing = mapped(written(rows), "url=Notes,note=Gone")
    assert codes(missing) == ["column_missing"] and "“Gone”" in missing.problems[0].what
    assert len(missing.abouts) == 1


@pytest.mark.parametrize("words", ["url", "url=", "colour=Link", "=x", "url=A,,"])
def test_a_mapping_that_means_nothing_is_refused(words: str) -> None:
    with pytest.raises(BadKnowledge):
        mapping_of(words)
    assert mapping_of("url=Link, note = My = note") == {"url": "Link", "note": "My = note"}
    assert {"url", "note", "file"} <= set(FIELDS)


def test_without_a_header_addresses_are_found_by_their_look() -> None:
    found = taken(b"1,https://a.example/1,first\n2,https://a.example/2,second\n")
    assert [a.capture.url for a in found.abouts] == ["https://a.example/1", "https://a.example/2"]
    assert codes(found) == ["table_half_mapped"]
    assert [(s.name, s.value) for s in found.abouts[0].capture.stated] == [
        ("column 1", "1"),
        ("column 3", "first"),
    ]


def test_a_table_of_figures_is_kept_and_left_alone() -> None:
    found = taken(b"month,count\n2024-05,3\n")
    assert (found.pieces, found.abouts) == ((), ())
    assert [(p.code, p.severity) for p in found.problems] == [("table_not_mapped", Severity.NOTICE)]
    assert "“month”" in found.problems[0].what and "--columns" in found.problems[0].remedy


def test_files_beside_the_table_are_spoken_of_with_their_digests() -> None:
    rows: list[list[object]] = [
        ["File", "Hash", "Comment"],
        ["clips/a.mp4", "SHA-256:" + "ab" * 32, ""],
        ["b.jpg", "cd" * 32, ""],
    ]
    first, second = taken(written(rows)).abouts
    assert (first.beside, first.digests) == ("clips/a.mp4", (("sha256", "ab" * 32),))
    assert (second.beside, second.digests) == ("b.jpg", (("sha256", "cd" * 32),))


def test_days_that_can_be_read_two_ways_stay_words() -> None:
    rows: list[list[object]] = [["Link", "Published"]] + [
        [f"{LINK}/{n}", day]
        for n, day in enumerate(
            ["03/05/2024", "3.5.2024", "2024-05-03T10:00:00+03:00", "May 2024", "31.2.2024"]
        )
    ]
    found = taken(written(rows))
    assert [a.capture.published for a in found.abouts] == [
        None,
        date(2024, 5, 3),
        date(2024, 5, 3),
        None,
        None,
    ]
    assert ("published", "03/05/2024") in [(s.name, s.value) for s in found.abouts[0].capture.stated]
    assert codes(found) == ["table_dates"] and found.problems[0].what.startswith("3 ")


def test_an_instant_of_capture_needs_its_zone() -> None:
    rows: list[list[object]] = [
        ["Link", "Captured at"],
        [LINK, "2024-05-03T10:00:00+03:00"],
        [LINK, "2024-05-03 10:00"],
    ]
    first, second = (a.capture for a in taken(written(rows)).abouts)
    assert first.retrieved_at == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert second.retrieved_at is None and ("retrieved_at", "2024-05-03 10:00") in [
        (s.name, s.value) for s in second.stated
    ]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")])
def test_other_marks_and_encodings_are_read(delimiter: str, encoding: str) -> None:
    data = written([["Посилання", "Примітка"], [LINK, "перевірено"]], delimiter).decode().encode(encoding)
    assert contents(Table(), data, "a.csv") == {"/row/2/note": "перевірено".encode()}
    assert taken(data).problems == ()


def test_an_encoding_that_has_to_be_guessed_is_said() -> None:
    data = (
        written(
            [["Ссылка", "Комментарий"], *([LINK, "Это заметка о записи, сделанной в мае"] for _ in range(20))]
        )
        .decode()
        .encode("cp1251")
    )
    found = taken(data)
    assert "table_encoding_guessed" in codes(found) and len(found.abouts) == 20


def test_a_cell_of_endless_length_ends_the_reading_and_keeps_what_came_before() -> None:
    data = written(ROWS_OF_LINKS) + b'"' + b"x" * (9 << 20)
    found = taken(data)
    assert len(found.abouts) == 2 and codes(found) == ["table_breaks_off"]


def test_a_million_rows_are_not_all_taken_out() -> None:
    data = b"Link,Comment\n" + b"https://a.example/,\n" * 1_000_000
    found = taken(data)
    assert len(found.abouts) == ROWS and codes(found) == ["table_too_long"]


# --- workbooks ---------------------------------------------------------------------------------------


def test_both_calendars_give_the_same_day() -> None:
    rows: list[list[object]] = [["Link", "Published"], [LINK, datetime(2024, 5, 3)]]
    for epoch in (None, CALENDAR_MAC_1904):
        data = workbook(("A", rows), **({"epoch": epoch} if epoch else {}))
        assert [a.capture.published for a in taken(data, "a.xlsx").abouts] == [date(2024, 5, 3)], epoch


def test_addresses_behind_words_and_in_formulas_are_found() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Link", "Comment", "Screenshot"])
    sheet.append(["the report", "one", "shot"])
    sheet["A2"].hyperlink = Hyperlink(ref="A2", target=LINK)
    sheet["C2"].hyperlink = Hyperlink(ref="C2", target="https://wire.example/shot.png")
    sheet.append(['=HYPERLINK("https://wire.example/2","here")', "two", None])
    found = taken(saved(book), "a.xlsx")
    assert [a.capture.url for a in found.abouts] == [LINK, "https://wire.example/2"]
    assert ("Screenshot", "shot → https://wire.example/shot.png") in [
        (s.name, s.value) for s in found.abouts[0].capture.stated
    ]
    assert codes(found) == ["cells_computed"]


def test_hidden_sheets_and_rows_are_read_and_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS_OF_LINKS:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    other = book.create_sheet("Second ~ look")
    other.sheet_state = "veryHidden"
    other.append(["Link"])
    other.append(["https://wire.example/9"])
    found = taken(saved(book), "a.xlsx")
    assert codes(found) == ["rows_hidden", "sheet_hidden"]
    assert found.abouts[-1].path == "/Second ~0 look/row/2"
    assert len(found.abouts) == 3 and len(found.pieces) == 1


def test_a_cell_far_out_and_a_size_that_lies_cost_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Link"])
    sheet.append([LINK])
    sheet["XFD1048576"] = "far"
    sheet["A900000"] = "https://wire.example/3"
    found = taken(saved(book), "a.xlsx")
    assert [a.capture.url for a in found.abouts] == [LINK, "https://wire.example/3"]


def test_a_workbook_that_unfolds_to_too_much_is_refused_unopened() -> None:
    whole = steady(workbook(("A", ROWS_OF_LINKS)))
    bomb = io.BytesIO(whole)
    with (
        zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(100):
            part.write(b" " * (1 << 20))
    found = taken(bomb.getvalue(), "a.xlsx")
    assert found.pieces == () and codes(found) == ["table_refused"] and "unfolds" in found.problems[0].what
    assert len(bomb.getvalue()) < 1 << 20


def test_entities_in_a_workbook_are_refused_unopened() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><worksheet/>'
    data = steady(workbook(("A", ROWS_OF_LINKS)), sheet1_xml=entity)
    assert codes(taken(data, "a.xlsx")) == ["table_refused"]


def test_a_damaged_sheet_is_read_as_far_as_it_goes() -> None:
    rows: list[list[object]] = [["Link"], *([f"https://a.example/{n}"] for n in range(500))]
    good = workbook(("A", rows))
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    found = taken(steady(good, sheet1_xml=xml[: len(xml) // 2]), "a.xlsx")
    assert len(found.abouts) > 100 and codes(found) == ["table_breaks_off"]
    assert codes(taken(good[: len(good) // 2], "a.xlsx")) == ["table_refused"]


def test_other_zip_files_and_items_csv_are_no_tables() -> None:
    assert not Table().recognises(b"PK\x03\x04", "photos.zip")
    assert not Table().recognises(b"\xd0\xcf\x11\xe0", "old.xlsx")
    found = importer_of(item_of(b"", "x").id.encode(), "links.csv")
    assert found is not None and found.name == "table"
