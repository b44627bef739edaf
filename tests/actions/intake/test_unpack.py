"""Containers are kept first and taken apart second: every member an item, every appearance on record."""

import io
import json
import zipfile
from hashlib import md5
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.intake.taken import names
from tests.actions.test_crash import exported, killed_at_every_write
from tests.sources.test_zipped import packed

from allegata.actions import unpack as action
from allegata.actions.add import add
from allegata.actions.beside import checked, resolved
from allegata.actions.casebook import Casebook, opened, opened_to_write
from allegata.actions.current import appearances, every_item, every_problem
from allegata.actions.history import history
from allegata.actions.rebuild import rebuild
from allegata.actions.show import item as shown_item
from allegata.actions.verify import verify
from allegata.errors import Problem, Severity
from allegata.evidence.custody import EntryKind
from allegata.evidence.digest import of_bytes
from allegata.model.codec import parse
from allegata.model.item import Capture
from allegata.model.unpacked import About, Unpacked
from allegata.model.vocabulary import CustodyType

REPORT = b"Officials said on Tuesday that two captives had been shot.\n"


def kinds(book: Casebook) -> list[str]:
    return [entry.data["kind"] for entry in book.ledger.entries()]


def test_a_member_is_an_item_that_says_where_it_lay(book: Casebook, source: Path) -> None:
    (source / "sent.zip").write_bytes(packed({"notes/one.txt": REPORT, "two.txt": REPORT * 2}))
    result = add(book, source)
    zip_item, one, two = every_item(book)
    assert result.added == (zip_item.id,)
    assert (result.unpacked, result.members) == ((zip_item.id,), (one.id, two.id))
    assert names(book) == ["sent.zip", "sent.zip/notes/one.txt", "sent.zip/two.txt"]
    assert one.capture.member_of is not None
    assert (one.capture.member_of.container, one.capture.member_of.path) == (zip_item.id, "notes/one.txt")
    assert one.capture.member_of.importer == "zip 1"
    assert book.vault.read(one.id) == REPORT
    assert book.vault.path(one.id).stat().st_mode & 0o222 == 0
    events = shown_item(book, one.id).custody
    assert [e.type for e in events] == [
        CustodyType.DERIVATIVE_CREATED,
        CustodyType.HASHED,
        CustodyType.STORED,
    ]
    assert (events[0].hash_before, events[0].hash_after) == (zip_item.id, one.id)
    assert kinds(book) == ["created", "received", "received", "received", "unpacked"]


def test_the_entry_lists_every_member_in_the_vault(book: Casebook, source: Path) -> None:
    (source / "one.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"one.txt": REPORT, "two.txt": REPORT * 2, "f/": b""}))
    add(book, source)
    entry = next(e.data for e in book.ledger.entries() if e.data["kind"] == EntryKind.UNPACKED)
    ((digest, _),) = entry["payload"]["objects"]
    listed = parse(Unpacked, book.vault.read(digest))
    assert [(line.path, line.item) for line in listed.members] == [
        ("one.txt", of_bytes(REPORT)),
        ("two.txt", of_bytes(REPORT * 2)),
    ]
    assert entry["payload"]["left_out"] == [["folder", 1]]
    told = shown_item(book, entry["subject"]).inside
    assert [(t.importer, t.members, t.left_out) for t in told] == [("zip", 2, (("folder", 1),))]


def test_the_same_bytes_have_as_many_appearances_as_places(book: Casebook, source: Path) -> None:
    (source / "a.txt").write_bytes(REPORT)
    (source / "b.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT}))
    result = add(book, source)
    assert len(every_item(book)) == 2 and result.met_again == 1
    found = appearances(book, of_bytes(REPORT))
    assert [one.capture.received_name for one in found] == ["a.txt", "b.txt", "sent.zip/c.txt"]
    assert [one.capture.member_of is None for one in found] == [True, True, False]


def test_the_same_folder_once_more_is_nothing_new(book: Casebook, source: Path) -> None:
    (source / "a.txt").write_bytes(REPORT)
    (source / "b.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT, "d.txt": b"d"}))
    add(book, source)
    before = len(book.ledger)
    again = add(book, source)
    assert (again.added, again.unpacked, again.members, again.met_again) == ((), (), (), 0)
    assert len(book.ledger) == before
    (source / "a.txt.meta.json").write_text(json.dumps({"url": "https://x.example/1"}))
    later = add(book, source)  # the same bytes with something new said of them
    assert later.met_again == 1
    assert appearances(book, of_bytes(REPORT))[-1].capture.url == "https://x.example/1"


def test_a_later_version_of_an_importer_takes_everything_apart_anew(
    book: Casebook, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "sent.zip").write_bytes(packed({"one.txt": REPORT}))
    add(book, source)
    (importer,) = (one for one in action.IMPORTERS if one.name == "zip")
    monkeypatch.setattr(type(importer), "version", "99")
    result = add(book, source)
    assert len(result.unpacked) == 1 and result.members == ()
    assert kinds(book)[-1] == "unpacked"
    (only,) = appearances(book, of_bytes(REPORT))
    assert only.capture.member_of is not None and only.capture.member_of.importer == "zip 99"


def nested(levels: int) -> bytes:
    data = REPORT
    for level in range(levels):
        data = packed({f"inner{level}.zip" if level else "report.txt": data})
    return data


def test_containers_in_containers_are_taken_apart_to_a_depth(book: Casebook, source: Path) -> None:
    (source / "deep.zip").write_bytes(nested(5))
    add(book, source)
    assert names(book)[-1] == "deep.zip/inner4.zip/inner3.zip/inner2.zip/inner1.zip/report.txt"
    assert every_problem(book) == ()


def test_too_many_containers_in_one_another_are_named(book: Casebook, source: Path) -> None:
    (source / "deep.zip").write_bytes(nested(12))
    result = add(book, source)
    assert [problem.code for problem in result.problems] == ["too_deep"]
    assert len(result.unpacked) == action.MOST_DEEP + 1


def test_a_container_that_holds_itself_ends(book: Casebook, source: Path) -> None:
    """A ZIP file can be made to hold its own bytes; an item that is held is not taken apart twice."""
    outer = packed({"a.txt": REPORT})
    (source / "one.zip").write_bytes(packed({"x.zip": outer, "y.zip": outer}))
    (source / "two.zip").write_bytes(packed({"z.zip": outer}))
    result = add(book, source)
    assert len(result.unpacked) == 3


def test_what_lies_below_one_file_is_bounded_as_a_whole(
    book: Casebook, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of many bombs, each within its own bounds: the sum is what counts."""
    monkeypatch.setattr(action, "TOTAL", action.replace(action.TOTAL, free=130 << 20, ratio=1))
    bomb = {f"{n}.zip": packed({f"{n}.bin": bytes(70 << 20)}) for n in range(6)}
    (source / "bombs.zip").write_bytes(packed(bomb))
    result = add(book, source)
    assert {problem.code for problem in result.problems} == {"unpacks_to_too_much"}
    assert len(result.problems) == 6
    stopped_at_once = [p for p in result.problems if "was not taken apart" in p.what]
    assert len(stopped_at_once) >= 3, "later ones are not even opened"
    assert result.bytes_added < 1 << 20


def test_an_importer_that_dies_leaves_the_original_and_a_problem(
    book: Casebook, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action, "LIMITS", action.Limits(memory=300 << 20))
    monkeypatch.setattr(action, "take_apart", fakes.dies)
    (source / "sent.zip").write_bytes(packed({"one.txt": REPORT}))
    (source / "other.txt").write_bytes(REPORT)
    result = add(book, source)
    assert [problem.code for problem in result.problems] == ["parser_died"]
    assert len(every_item(book)) == 2
    assert kinds(book)[-1] == "unpacked"
    before = len(book.ledger)
    again = add(book, source)  # tried and told again, and not written down a second time
    assert [problem.code for problem in again.problems] == ["parser_died"]
    assert (again.unpacked, len(book.ledger)) == ((), before)
    assert [problem.code for problem in every_problem(book)] == ["parser_died"]
    assert "sent.zip could not be taken apart" in history(book).entries[-1].words
    assert verify(book.folder).intact


@pytest.mark.parametrize("how", ["parser_died", "parser_too_slow", "parser_memory", "parser_failed"])
def test_what_failed_once_is_tried_again_and_comes_out(
    book: Casebook, source: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    (source / "sent.zip").write_bytes(packed({"one.txt": REPORT}))
    with monkeypatch.context() as failing:
        failed = Problem(how, "sent.zip", "It failed", "Try again.", Severity.UNREADABLE)
        failing.setattr(action.Confined, "call", lambda *_, **__: failed)
        assert [problem.code for problem in add(book, source).problems] == [how]
    assert names(book) == ["sent.zip"]
    result = add(book, source)
    assert names(book) == ["sent.zip", "sent.zip/one.txt"]
    assert len(result.unpacked) == 1 and result.problems == () == every_problem(book)
    before = len(book.ledger)
    assert add(book, source).unpacked == () and len(book.ledger) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x", "/abs", "a/../../b", "\x1b[31mred.txt", "a\u202etxt.exe"]
)
def test_names_cannot_lead_anywhere_or_disguise(book: Casebook, source: Path, name: str) -> None:
    (source / "sent.zip").write_bytes(packed({name: REPORT}))
    add(book, source)
    item = every_item(book)[1]
    kept = item.capture.received_name
    assert kept.startswith("sent.zip/") and ".." not in kept.split("/") and kept.isprintable()
    assert item.capture.member_of is not None and item.capture.member_of.path == name
    assert sorted(p.name for p in source.iterdir()) == ["sent.zip"]


def test_files_beside_a_container_are_found_and_their_digests_compared(book: Casebook, source: Path) -> None:
    (source / "export").mkdir()
    (source / "other").mkdir()
    (source / "export/result.bin").write_bytes(b"\x00 the container")
    (source / "export/photo.jpg").write_bytes(b"\xff\xd8\xff one")
    (source / "other/photo.jpg").write_bytes(b"\xff\xd8\xff two")
    add(book, source)
    container = next(i for i in every_item(book) if i.capture.received_name == "export/result.bin")
    photo = of_bytes(b"\xff\xd8\xff one")

    def about(beside: str, *digests: tuple[str, str]) -> About:
        return About("/messages/1", beside, Capture(beside), digests)

    found = dict(resolved(book, container, [about("photo.jpg"), about("../other/photo.jpg"), about("x")], {}))
    assert list(found.values()) == [photo, None, None], "a container speaks of its own folder only"
    right = about("photo.jpg", ("md5", md5(b"\xff\xd8\xff one").hexdigest()), ("sha256", photo.upper()))
    agree, problems = checked(book, right, photo)
    assert [stated.name for stated in agree] == ["md5_agrees", "sha256_agrees"] and problems == ()
    agree, problems = checked(book, about("photo.jpg", ("sha256", "0" * 64)), photo)
    assert agree == () and [p.code for p in problems] == ["digest_contradicts"]


def test_a_name_that_stands_for_two_files_is_of_neither(book: Casebook, tmp_path: Path) -> None:
    for sender, bytes_ in (("first", b"one"), ("second", b"two")):
        folder = tmp_path / sender
        folder.mkdir()
        (folder / "photo.bin").write_bytes(b"\x00" + bytes_)
        (folder / "result.bin").write_bytes(b"\x00container " + bytes_)
        add(book, folder)
    container = next(i for i in every_item(book) if i.capture.received_name == "result.bin")
    about = About("/1", "photo.bin", Capture("photo.bin"))
    assert [item for _, item in resolved(book, container, [about], {})] == [None]
    held = of_bytes(b"\x00two")
    assert [item for _, item in resolved(book, container, [about], {"photo.bin": held})] == [held]


def test_history_tells_of_it_in_words(book: Casebook, source: Path) -> None:
    (source / "a.txt").write_bytes(REPORT)
    (source / "b.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT, "d.txt": b"d"}))
    add(book, source)
    words = [entry.words for entry in history(book).entries]
    assert "b.txt came in; its bytes were held as a.txt" in words
    assert "sent.zip was taken apart by zip 1: 2 members" in words


def test_the_index_is_made_anew_from_ledger_and_vault(tmp_path: Path, source: Path) -> None:
    (source / "a.txt").write_bytes(REPORT)
    (source / "b.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT, "in.zip": nested(2)}))
    folder = tmp_path / "one"
    with opened_to_write(folder, fakes.outside(), create=True) as book:
        add(book, source)
    assert rebuild(folder).identical
    assert verify(folder).problems == ()
    with opened(folder) as book:
        assert len(appearances(book, of_bytes(REPORT))) == 4
    assert b'"appearances":[{' in exported(folder)


def test_killed_at_every_write(tmp_path: Path, source: Path) -> None:
    (source / "a.txt").write_bytes(REPORT)
    (source / "b.txt").write_bytes(REPORT)
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT, "d.txt": b"d", "in.zip": nested(1)}))
    assert killed_at_every_write(tmp_path, "add", source, fakes.line_reads) >= 25


def test_what_an_interrupted_run_left_in_the_workroom_is_taken_away(tmp_path: Path, source: Path) -> None:
    (source / "sent.zip").write_bytes(packed({"c.txt": REPORT}))
    folder = tmp_path / "one"
    with opened_to_write(folder, fakes.outside(), create=True) as book:
        left = book.vault.incoming / "unpacking-x" / "spool"
        left.mkdir(parents=True)
        (left / "0.piece").write_bytes(b"plain bytes")
    with opened_to_write(folder, fakes.outside()) as book:
        assert list(book.vault.incoming.iterdir()) == []


def test_the_list_of_many_members_lies_in_the_vault_in_parts(book: Casebook, source: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(5_000):
            archive.writestr(f"{n % 7}/{n}.txt", f"report number {n}")
    (source / "many.zip").write_bytes(made.getvalue())
    result = add(book, source)
    assert len(result.members) == 5_000 and result.problems == ()
    entry = list(book.ledger.entries())[-1].data
    assert [what.split(" of ")[0] for _, what in entry["payload"]["objects"]] == [
        "members 1 to 2000",
        "members 2001 to 4000",
        "members 4001 to 5000",
    ]
    assert len(list(book.ledger.entries())[-1].body) < 5_000
