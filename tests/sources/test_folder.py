"""The walk over a folder: order, sidecars, and everything that is not as it should be."""

import hashlib
import json
import os
import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from allegata.errors import NothingToRead
from allegata.model.vocabulary import ContentPresent, DateBasis
from allegata.sources.columns import stated_in
from allegata.sources.folder import Found, walk


def put(folder: Path, name: str, content: str | bytes = "A report.\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(folder: Path, name: str) -> Found:
    return next(f for f in walk(folder) if f.name == name)


def codes(folder: Path) -> list[str]:
    return sorted(problem.code for found in walk(folder) for problem in found.problems)


def test_the_order_is_by_name_and_hidden_files_and_sidecars_stay_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "B.html", ".hidden", ".git/config", "a.txt.meta.json"):
        put(tmp_path, name, "{}" if name.endswith("json") else "text")
    put(tmp_path, "sub/.DS_Store")
    *added, notice = walk(tmp_path)
    assert [f.name for f in added] == ["B.html", "a.txt", "b.txt", "sub/c.txt"]
    assert [f.length for f in added] == [4, 4, 4, 4]
    assert notice.path is None and [p.code for p in notice.problems] == ["hidden_passed_over"]
    assert "there are 3" in notice.problems[0].what, "one notice for the whole of what was added"


def test_a_sidecar_describes_the_capture(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    stated = {
        "url": "https://example.org/a",
        "publisher": "Example Gazette",
        "published": "2024-05-03",
        "published_basis": "url",
        "retrieved_at": "2024-05-04T10:00:00+03:00",
        "collector": "desk",
        "method": "browser",
        "note": "as shown",
    }
    put(tmp_path, "a.txt.meta.json", json.dumps(stated))
    found = only(tmp_path, "a.txt")
    assert found.problems == ()
    assert found.capture.received_name == "a.txt"
    assert found.capture.published == date(2024, 5, 3)
    assert found.capture.published_basis is DateBasis.URL
    assert found.capture.retrieved_at == datetime(2024, 5, 4, 7, tzinfo=UTC)
    assert (found.capture.publisher, found.capture.collector) == ("Example Gazette", "desk")


def test_a_date_without_a_basis_rests_on_the_collector_and_no_sidecar_states_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.meta.json", '{"published": "2024-05-03"}')
    put(tmp_path, "b.txt")
    assert only(tmp_path, "a.txt").capture.published_basis is DateBasis.STATED_BY_COLLECTOR
    bare = only(tmp_path, "b.txt").capture
    assert (bare.published, bare.published_basis, bare.publisher, bare.url) == (
        None,
        DateBasis.NONE,
        None,
        None,
    )


def test_a_table_describes_files_of_its_folder_and_of_folders_below(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "sub/b.txt")
    table = "file,publisher,published\na.txt,One,2024-01-02\nsub/b.txt,Two,2024-01-03\ngone.txt,Three,\n"
    put(tmp_path, "items.csv", "\ufeff" + table)
    assert only(tmp_path, "a.txt").capture.publisher == "One"
    assert only(tmp_path, "sub/b.txt").capture.publisher == "Two"
    assert codes(tmp_path) == ["sidecar_without_file"]


def test_two_sidecars_that_differ_are_named_and_the_nearer_wins(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.meta.json", '{"publisher": "Near"}')
    put(tmp_path, "items.csv", "file,publisher\na.txt,Far\n")
    found = only(tmp_path, "a.txt")
    assert found.capture.publisher == "Near"
    assert [p.code for p in found.problems] == ["sidecar_contradicts"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"sha256": "0" * 64}, "sidecar_contradicts"),
        ({"length": 3}, "sidecar_contradicts"),
        ({"media_type": "application/pdf"}, "sidecar_contradicts"),
        ({"published": "2024-02-31"}, "sidecar_contradicts"),
        ({"published": "3 May"}, "sidecar_contradicts"),
        ({"published": "2024-05-09", "retrieved_at": "2024-05-03T00:00:00Z"}, "sidecar_contradicts"),
        ({"published": "2024-05-09", "published_basis": "a feeling"}, "sidecar_contradicts"),
        ({"retrieved_at": "2024-05-03T00:00:00"}, "sidecar_contradicts"),
        ({"retrieved_at": "yesterday"}, "sidecar_contradicts"),
        ({"publisher": ["a", "b"]}, "sidecar_contradicts"),
        ({"outlet": "Example"}, "sidecar_unknown_field"),
    ],
)
def test_what_a_sidecar_gets_wrong_is_named_and_the_file_is_added(
    tmp_path: Path, fields: dict[str, object], code: str
) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.meta.json", json.dumps(fields))
    found = only(tmp_path, "a.txt")
    assert found.path == tmp_path / "a.txt"
    assert [p.code for p in found.problems] == [code]


def test_everything_that_a_collector_wrote_is_kept(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    stated = {
        "url": "https://example.org/a",
        "url_final": "https://example.org/a/",
        "redirects": ["https://example.org/1", "https://example.org/2"],
        "claimed_at": "2024-05-03T10:00:00+03:00",
        "clock_source": "GPS",
        "tool": "browser 1.2",
        "content_present": "partial",
        "transformations": ["cropped", "converted"],
        "ticket": 17,
        "seen": {"by": ["A"]},
        "sha256": "0" * 64,
    }
    put(tmp_path, "a.txt.meta.json", json.dumps(stated))
    head = "file,redirects,transformations,content_present,Case no\n"
    put(
        tmp_path,
        "items.csv",
        head + "b.txt,https://a.example/ https://b.example/,cropped; converted,a lot,7\n",
    )
    capture = only(tmp_path, "a.txt").capture
    assert (capture.url_final, capture.redirects[1]) == ("https://example.org/a/", "https://example.org/2")
    assert capture.claimed_at == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert (capture.clock_source, capture.tool) == ("GPS", "browser 1.2")
    assert capture.content_present is ContentPresent.PARTIAL
    assert capture.transformations == ("cropped", "converted")
    assert [(s.name, s.value) for s in capture.stated] == [
        ("ticket", "17"), ("seen", '{"by": ["A"]}'), ("sha256", "0" * 64),
    ]  # fmt: skip
    row = only(tmp_path, "b.txt").capture
    assert row.redirects == ("https://a.example/", "https://b.example/")
    assert row.transformations == ("cropped", "converted")
    assert (
        row.content_present is ContentPresent.NOT_CHECKED and row.note == "content_present as stated: a lot"
    )
    assert [(s.name, s.value) for s in row.stated] == [("case no", "7")]
    assert codes(tmp_path).count("sidecar_unknown_field") == 3  # once for a column, not for each row


def test_the_word_that_was_not_followed_is_kept(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.meta.json", '{"publisher": "Near", "collector": ["x", "y"]}')
    put(tmp_path, "items.csv", "file,publisher\na.txt,Far\n")
    stated = [(s.name, s.value) for s in only(tmp_path, "a.txt").capture.stated]
    assert stated == [("collector as stated", '["x", "y"]'), ("publisher in items.csv, row 2", "Far")]


def test_which_column_is_what_travels_with_the_table(tmp_path: Path) -> None:
    put(tmp_path, "links.csv", "A,B\n")
    put(tmp_path, "deep/er/links.xlsx", b"PK")
    put(tmp_path, "a.txt")
    put(tmp_path, "deep/columns.toml", '[columns]\nurl = "A"\nnote = "B"\n')

    def columns(name: str, **given: dict[str, str]) -> dict[str, str]:
        found = {f.name: f for f in walk(tmp_path, **given)}
        assert "deep/columns.toml" not in found
        return stated_in(found[name].capture)

    assert columns("links.csv") == {} and columns("a.txt", columns={"url": "X"}) == {}
    assert columns("deep/er/links.xlsx") == {"url": "A", "note": "B"}
    assert columns("deep/er/links.xlsx", columns_else={"url": "K"}) == {"url": "A", "note": "B"}
    assert columns("links.csv", columns_else={"url": "K"}) == {"url": "K"}
    assert columns("deep/er/links.xlsx", columns={"url": "X"}) == {"url": "X"}


@pytest.mark.parametrize(
    "words", ["[columns]\ncolour = 'A'", "url = 'A'", "[columns]\nurl = 3", "[[[", "\ufeff= "]
)
def test_a_columns_file_that_cannot_be_used_keeps_no_table_out(tmp_path: Path, words: str) -> None:
    put(tmp_path, "links.csv", "A,B\n")
    put(tmp_path, "columns.toml", words)
    assert codes(tmp_path) == ["columns_unusable"]
    assert stated_in(only(tmp_path, "links.csv").capture) == {}


def test_an_instant_without_a_time_zone_is_kept_in_the_note(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.meta.json", '{"retrieved_at": "2024-05-03T00:00:00", "note": "seen"}')
    capture = only(tmp_path, "a.txt").capture
    assert capture.retrieved_at is None
    assert capture.note == "seen; retrieved_at as stated: 2024-05-03T00:00:00"


def test_a_sidecar_that_agrees_is_no_problem(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt")
    digest = hashlib.sha256(path.read_bytes()).hexdigest().upper()
    stated = {"sha256": digest, "length": path.stat().st_size, "media_type": "text/plain; charset=utf-8"}
    put(tmp_path, "a.txt.meta.json", json.dumps(stated))
    assert only(tmp_path, "a.txt").problems == ()


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b"\xff\xfe", b'"text"', b"[" * 100_000, b"{}" + b" " * 1_000_001]
)
def test_a_broken_sidecar_keeps_nothing_out(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.meta.json", content)
    found = only(tmp_path, "a.txt")
    assert found.path is not None
    assert [p.code for p in found.problems] == ["sidecar_broken"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name,publisher\na.txt,X\n", ["sidecar_broken"]),
        (b"", ["sidecar_broken"]),
        (b"file,publisher\na.txt,\xff\n", ["sidecar_broken"]),
        (b"file,publisher\n,X\n", ["sidecar_broken"]),
        (b"file,publisher\na.txt,X\na.txt,Y\n", ["sidecar_contradicts"]),
        (b"file,publisher\na.txt\n", []),
        (b"file\na.txt,too,many\n\n", []),
    ],
)
def test_broken_tables(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "items.csv", content)
    assert codes(tmp_path) == expected
    assert "a.txt" in [f.name for f in walk(tmp_path) if f.path]


def test_a_sidecar_without_its_file(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "gone.txt.meta.json", "{}")
    assert codes(tmp_path) == ["sidecar_without_file"]


def test_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    put(outside, "secret.txt")
    put(folder, "sub/a.txt")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "ring1").symlink_to("ring2")
    (folder / "ring2").symlink_to("ring1")
    (folder / "nowhere").symlink_to("missing")
    (folder / "away").symlink_to(outside)
    (folder / "same.txt").symlink_to("sub/a.txt")
    found = {f.name: [p.code for p in f.problems] for f in walk(folder)}
    assert found == {
        "away": ["link_leads_outside"],
        "nowhere": ["link_broken"],
        "ring1": ["link_loop"],
        "ring2": ["link_loop"],
        "same.txt": ["link_passed_over"],
        "self": ["link_loop"],
        "sub/a.txt": [],
        "sub/up": ["link_loop"],
    }
    assert [f.name for f in walk(folder) if f.path] == ["sub/a.txt"]


def test_a_folder_given_as_a_link_is_walked(tmp_path: Path) -> None:
    put(tmp_path, "real/a.txt")
    (tmp_path / "given").symlink_to("real")
    assert [f.name for f in walk(tmp_path / "given")] == ["a.txt"]


def test_pipes_and_sockets_are_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.txt.meta.json")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "s"))
        assert set(codes(tmp_path)) == {"not_a_file"}
    put(tmp_path, "a.txt")
    assert [f.name for f in walk(tmp_path) if f.path] == ["a.txt"]


def test_unreadable_folders_and_files_do_not_stop_the_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "closed/a.txt")
    put(tmp_path, "locked.txt")
    put(tmp_path, "open.txt")
    scandir, opened = os.scandir, Path.open
    # permissions do not bind the superuser, so the refusal is played

    def refuse_folder(path: Path) -> "os._ScandirIterator[str]":
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def refuse_file(path: Path, mode: str = "r", **more: object) -> object:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse_folder)
    monkeypatch.setattr(Path, "open", refuse_file)
    assert codes(tmp_path) == ["file_unreadable", "folder_unreadable"]
    assert [f.name for f in walk(tmp_path) if f.path] == ["open.txt"]


def test_a_missing_folder_is_a_fault_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        list(walk(tmp_path / "none"))


def test_a_casebook_inside_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "book/objects/x")
    assert [f.name for f in walk(tmp_path, leave_out=[tmp_path / "book"])] == ["a.txt"]


def test_a_name_that_is_not_unicode_is_shown_readably(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    (found,) = walk(tmp_path)
    assert found.name == "caf\ufffd.txt"
    assert [p.code for p in found.problems] == ["name_not_unicode"]
    assert found.path is not None and found.path.read_text() == "text"
