"""An entry is proved under the checkpoint; the printed steps can be followed with sha256sum."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.actions import fakes
from tests.actions.work import step

from allegata.actions.casebook import opened, opened_to_write
from allegata.actions.checkpoint import checkpoint_record
from allegata.actions.proof import consistency_of, entries_of, proof_of, prove, written, written_consistency
from allegata.actions.show import item, overview
from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.tree import leaf_hash, proves_consistency, proves_inclusion


def test_every_entry_is_proved(folder: Path) -> None:
    with opened(folder) as book:
        everything = range(1, len(book.ledger) + 1)
        result = proof_of(book, everything)
        bodies = [entry.body for entry in book.ledger.entries()]
    point = result.checkpoint
    assert [proof.seq for proof in result.proofs] == list(everything)[:-1] and result.uncovered == (13,)
    for proof in result.proofs:
        assert proof.body == bodies[proof.seq - 1]
        path = [bytes.fromhex(each) for each in proof.path]
        leaf = leaf_hash(proof.body.encode())
        assert leaf.hex() == proof.leaf
        assert proves_inclusion(leaf, proof.seq - 1, point.size, path, bytes.fromhex(point.root))


def test_an_item_is_proved_by_the_entries_about_it(folder: Path) -> None:
    with opened(folder) as book:
        one = overview(book).items[0].item.id
        result = prove(book, one[:10])
        assert [proof.seq for proof in result.proofs] == list(entries_of(book, one))
        assert all(one in proof.body for proof in result.proofs) and len(result.proofs) == 2
        assert prove(book, "2").proofs[0].seq == 2
        for unknown in ("99", "0", "nothing", ""):
            with pytest.raises(UnknownThing):
                prove(book, unknown)


def test_an_earlier_checkpoint_can_be_named(folder: Path, source: Path) -> None:
    with opened(folder) as book:
        first = proof_of(book, [3])
    (source / "more.txt").write_text("20 killed near the mill.")
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        step("add", source, book)
    with opened(folder) as book:
        assert proof_of(book, [3], first.checkpoint) == first
        later = proof_of(book, [3, 14])
        assert later.checkpoint.size > first.checkpoint.size and len(later.proofs) == 2


def test_nothing_is_proved_of_a_ledger_that_was_changed(folder: Path) -> None:
    with opened(folder) as book:
        with book.ledger.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER ledger_no_update")
            connection.exec_driver_sql(
                "UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 3"
            )
        with pytest.raises(CasebookCorrupt, match="allegata verify"):
            proof_of(book, [4])


def test_the_text_is_followed_with_sha256sum(folder: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("left out: sha256sum is not installed")

    def hashed(data: bytes) -> str:
        done = subprocess.run(["sha256sum"], input=data, capture_output=True, check=True)
        return done.stdout.decode().split()[0]

    with opened(folder) as book:
        text = written(prove(book, "5"))
    body = re.search(r"which reads:\n\n    (.*)\n", text)
    root = re.search(r"root in hex: ([0-9a-f]{64})", text)
    assert body and root
    value = hashed(b"\0" + body[1].encode())
    steps = re.findall(r"byte 01 and\n +(\w{64})\n +(\w{64})\n +(\w{64})", text)
    assert len(steps) == 4
    for left, right, above in steps:
        assert value in (left, right)
        value = hashed(bytes.fromhex("01" + left + right))
        assert value == above
    assert value == root[1]


def test_a_checkpoint_kept_elsewhere_is_where_the_ledger_goes_on_from(folder: Path, source: Path) -> None:
    with opened(folder) as book:
        first = checkpoint_record(book)
        assert first is not None
        same = consistency_of(book, first.note.encode())
        assert same.path == () and same.first_root == same.checkpoint.root
        assert "begins with the 12 entries" in written_consistency(same)
    for n in range(3):
        (source / f"more{n}.txt").write_text(f"{n + 20} killed near the mill {n}.")
        with opened_to_write(folder, fakes.outside(start=100 * n)) as book:
            step("add", source, book)
    with opened(folder) as book:
        proof = consistency_of(book, first.note.encode())
        path = [bytes.fromhex(each) for each in proof.path]
        roots = bytes.fromhex(first.root), bytes.fromhex(proof.checkpoint.root)
        assert proves_consistency(first.size, proof.checkpoint.size, path, *roots)
        text = written_consistency(proof)
        assert first.root in text and proof.checkpoint.root in text
        with book.ledger.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER ledger_no_update")
            connection.exec_driver_sql(
                "UPDATE ledger SET body = replace(body, 'tester', 'other') WHERE seq = 3"
            )
        with pytest.raises(CasebookCorrupt):
            consistency_of(book, first.note.encode())


def test_no_checkpoint_goes_on_from_a_longer_or_a_foreign_one(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as book:
        first = checkpoint_record(book)
        assert first is not None
        longer = first.note.replace("\n12\n", "\n99\n").encode()
        foreign = first.note.replace("allegata/cb_000001", "allegata/cb_000009").encode()
        for note in (longer, foreign):
            with pytest.raises(UnknownThing, match="verify --checkpoint"):
                consistency_of(book, note)


def test_custody_of_an_item_is_whole(folder: Path) -> None:
    with opened(folder) as book:
        record = item(book, overview(book).items[0].item.id)
    assert [event.type.value for event in record.custody] == ["received", "hashed", "stored"]
