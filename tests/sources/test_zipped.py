"""ZIP files: what is in them comes out; what is hostile, damaged or locked is named, and nothing leaves its bounds."""

import io
import stat
import struct
import warnings
import zipfile

from tests.builders.importer_case import ImporterCase, contents, take

from allegata.model.vocabulary import ContentPresent
from allegata.sources.importer import Bounds
from allegata.sources.registry import importer_of
from allegata.sources.zipped import ZipImporter

ZIP = ZipImporter()
REPORT = b"Officials said on Tuesday that two captives had been shot.\n"


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, (2024, 5, 3, 10, 12, 0))
            info.compress_type = method
            archive.writestr(info, data)
    return made.getvalue()


class TestZip(ImporterCase):
    importer = ZIP

    def valid(self) -> dict[str, bytes]:
        entries = {"one.txt": REPORT, "folder/two.txt": REPORT * 40, "folder/п.txt": b"x"}
        return {
            "deflated.zip": packed(entries),
            "stored.zip": packed(entries, zipfile.ZIP_STORED),
            "lzma.zip": packed(entries, zipfile.ZIP_LZMA),
            "bzip2.zip": packed(entries, zipfile.ZIP_BZIP2),
            "empty.zip": packed({}),
        }


def codes(data: bytes, bounds: Bounds | None = None) -> list[str]:
    return [problem.code for problem in take(ZIP, data, "x.zip", bounds).problems]


def test_every_file_comes_out_byte_for_byte_with_what_the_list_says_of_it() -> None:
    data = packed({"a/one.txt": REPORT, "two.bin": bytes(range(256)) * 5000})
    assert contents(ZIP, data, "x.zip") == {"a/one.txt": REPORT, "two.bin": bytes(range(256)) * 5000}
    piece = take(ZIP, data, "x.zip").pieces[0]
    assert [(s.name, s.value) for s in piece.capture.stated] == [
        ("zip_modified", "2024-05-03T10:12:00, no time zone")
    ]


def test_office_documents_are_left_whole() -> None:
    for first in ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"):
        assert importer_of(packed({first: b"x", "word/document.xml": b"y"})[:8192], "letter.docx") is None


def test_what_the_packing_program_added_is_counted_and_left_out() -> None:
    found = take(
        ZIP, packed({"a.txt": REPORT, "__MACOSX/._a.txt": b"x", ".DS_Store": b"y", "f/": b""}), "x.zip"
    )
    assert [piece.path for piece in found.pieces] == ["a.txt"]
    assert dict(found.left_out) == {"file of the program that packed it": 2, "folder": 1}


def test_a_file_that_inflates_beyond_its_bounds_is_stopped() -> None:
    bomb = packed({"zeros": bytes(300 << 20)})
    assert len(bomb) < 1 << 20
    found = take(ZIP, bomb, "x.zip")
    assert [problem.code for problem in found.problems] == ["unpacks_to_too_much"]
    assert found.written == 0


def test_the_list_may_lie_about_lengths() -> None:
    """The length that a header states is not what bounds the inflating."""
    data = packed({"zeros": bytes(4 << 20)})
    lying = data.replace(struct.pack("<L", 4 << 20), struct.pack("<L", 10))
    found = take(ZIP, lying, "x.zip", Bounds(bytes=1 << 20))
    assert found.written <= 1 << 20
    assert found.problems


def overlapping(count: int) -> bytes:
    """Many entries of the list that all name the same bytes of the file."""
    data = packed({"zeros": bytes(1 << 20)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    listed = b"".join(entry.replace(b"zeros", f"z{n:04}".encode()) for n in range(count))
    body = data[:start].replace(b"zeros", b"z0000")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(body), 0)
    return body + listed + tail


def test_entries_that_share_their_bytes_are_not_inflated() -> None:
    found = take(ZIP, overlapping(1000), "x.zip")
    assert found.written == 0
    assert [problem.code for problem in found.problems] == ["zip_overlapping"]


def test_so_many_entries_and_no_more() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(300):
            archive.writestr(f"{n}.txt", f"{n}")
    found = take(ZIP, made.getvalue(), "x.zip", Bounds(pieces=200))
    assert len(found.pieces) == 200
    assert [problem.code for problem in found.problems] == ["unpacks_to_too_much"]


def test_names_that_lead_elsewhere_are_words_and_no_places() -> None:
    names = ["../../etc/passwd", "/etc/shadow", "C:\\windows\\x", "a/../../b", "..\\..\\c"]
    found = take(ZIP, packed(dict.fromkeys(names, b"x")), "x.zip")
    assert [piece.path for piece in found.pieces] == names
    assert [problem.code for problem in found.problems] == ["zip_unsafe_name"]
    assert "5 entries" in found.problems[0].what


def test_the_same_name_twice_gives_two_pieces() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in ("first", "second", "third"):
            archive.writestr("a.txt", text)
        archive.writestr("a.txt#1", "fourth")
    found = contents(ZIP, made.getvalue(), "x.zip")
    assert sorted(found.values()) == [b"first", b"fourth", b"second", b"third"]
    assert codes(made.getvalue()) == ["zip_duplicate_name"]


def test_links_and_devices_are_named_and_not_followed() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, kind in (("link", stat.S_IFLNK), ("pipe", stat.S_IFIFO)):
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = (kind | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    found = take(ZIP, made.getvalue(), "x.zip")
    assert found.pieces == ()
    assert [problem.code for problem in found.problems] == ["zip_symlink", "zip_special"]


def test_locked_entries_are_named_and_the_others_come_out() -> None:
    data = bytearray(packed({"open.txt": b"open", "locked.txt": b"locked"}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(header) + flags] |= 1
    found = take(ZIP, bytes(data), "x.zip")
    assert [piece.path for piece in found.pieces] == ["open.txt"]
    assert [problem.code for problem in found.problems] == ["zip_encrypted"]
    assert "locked.txt" in found.problems[0].what


def test_a_damaged_entry_is_kept_as_far_as_it_goes_and_the_others_whole() -> None:
    data = bytearray(packed({"a.txt": REPORT, "b.txt": REPORT * 2}, zipfile.ZIP_STORED))
    data[data.index(REPORT) + 3] ^= 1
    found = take(ZIP, bytes(data), "x.zip")
    assert [problem.code for problem in found.problems] == ["zip_entry_damaged"]
    assert [p.capture.content_present for p in found.pieces] == [
        ContentPresent.PARTIAL,
        ContentPresent.NOT_CHECKED,
    ]
    assert contents(ZIP, bytes(data), "x.zip")["b.txt"] == REPORT * 2


def test_a_file_that_was_cut_off_gives_what_lies_before_the_cut() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        whole = packed({"a.txt": REPORT, "b.txt": REPORT * 50, "c.txt": bytes(range(256)) * 4}, method)
        cut = whole[: whole.index(b"c.txt") + 100]
        found = contents(ZIP, cut, "x.zip")
        assert (found["a.txt"], found["b.txt"]) == (REPORT, REPORT * 50)
        assert codes(cut) == ["zip_damaged", "zip_entry_damaged"]
        partial = take(ZIP, cut, "x.zip").pieces[-1]
        assert (partial.path, partial.capture.content_present) == ("c.txt", ContentPresent.PARTIAL)
