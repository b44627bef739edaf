"""`allegata dossier`: what a package holds, who may have one, and that independent tools agree."""

import dataclasses
import io
import json
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from rocrate.rocrate import ROCrate
from tests.actions import fakes
from tests.actions.packages import bagit_says, called, failing, files, wish
from tests.actions.work import step

from allegata.actions.casebook import Casebook, opened, opened_to_write
from allegata.actions.current import every_incident
from allegata.actions.dossier import dossier
from allegata.actions.package import check
from allegata.actions.rebuild import rebuild
from allegata.cli.exits import Exit
from allegata.dossier.seal import (
    commands,
)
from allegata.errors import DossierRefused
from allegata.evidence.custody import EntryKind
from allegata.model.canonical import canonical_json
from allegata.model.result import DossierResult
from allegata.store.keys import Keys
from allegata.store.tables import EVENTS


def test_the_package_holds_record_tables_and_originals(package: Path, folder: Path) -> None:
    names = {path.relative_to(package).as_posix() for path in files(package)}
    assert {"data/record.pdf", "data/record.json", "data/ro-crate-metadata.json", "VERIFY.txt"} <= names
    assert {"data/statements.csv", "data/accounts.csv", "data/items.csv", "data/custody.csv"} <= names
    record = (package / "data/record.json").read_bytes()
    assert canonical_json(json.loads(record)) == record
    with opened(folder) as book:
        for line in json.loads(record)["items"]:
            assert (package / line["file"]).read_bytes() == book.vault.read(line["id"])


def test_bagit_agrees(package: Path) -> None:
    done = bagit_says(package)
    assert done.returncode == 0, done.stderr


def test_the_library_for_ro_crates_reads_the_metadata(package: Path) -> None:
    crate = ROCrate(str(package / "data"))
    described = {entity.id: entity for entity in crate.data_entities}
    names = {
        p.relative_to(package / "data").as_posix()
        for p in files(package)
        if p.is_relative_to(package / "data")
    }
    assert set(described) == names - {"ro-crate-metadata.json"}
    assert crate.name == json.loads((package / "data/record.json").read_bytes())["title"]
    for name, entity in described.items():
        assert sha256((package / "data" / name).read_bytes()).hexdigest() == entity["sha256"]


def test_the_package_as_one_file_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    archives = []
    for name in ("one", "two"):
        copied = Path(shutil.copytree(folder, tmp_path / f"book of {name}"))
        with opened_to_write(copied, fakes.outside(start=100)) as book:
            result = dossier(book, wish(book, tmp_path / name / "package", archive=True))
        assert result.archive is not None
        archives.append(Path(result.archive).read_bytes())
    assert archives[0] == archives[1]
    with ZipFile(io.BytesIO(archives[0])) as packed:
        packed.extractall(tmp_path / "out")
    assert check(tmp_path / "out" / "package").intact


def test_every_citation_is_exact(package: Path, folder: Path) -> None:
    record = json.loads((package / "data/record.json").read_bytes())
    assert record["citations"]
    with opened(folder) as book:
        for cited in record["citations"]:
            text = book.vault.read(cited["item"]).decode()
            assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        copied = Path(shutil.copytree(folder, tmp_path / f"book of {name}"))
        with opened_to_write(copied, fakes.outside(start=100)) as book:
            dossier(book, wish(book, tmp_path / name))
    one, two = (files(tmp_path / name) for name in ("one", "two"))
    assert [a.name for a, b in zip(one, two, strict=True) if a.read_bytes() != b.read_bytes()] == []


def test_going_out_is_in_the_ledger(folder: Path, tmp_path: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        result: DossierResult = dossier(book, wish(book, tmp_path / "package", recipient="a court"))
        entry = book.ledger.entry(result.entry).data
        assert entry["kind"] == "exported" and entry["payload"]["tagmanifest"] == result.tagmanifest
        assert entry["payload"]["recipient"] == "a court"
        item = entry["payload"]["items"][0]
        (event,) = book.ledger.entry(result.entry + 1).data["payload"]["events"]
        assert (event["item"], event["type"], event["custodian_to"]) == (item, "exported", "a court")


def test_the_commands_of_verify_txt_pass_and_name_their_tools(package: Path) -> None:
    told = commands((package / "VERIFY.txt").read_text())
    assert failing(package) is None
    assert len(told) >= 10
    for tool in (
        "sha256sum -",
        "openssl pkeyutl -verify",
        "ssh-keygen -Y verify",
        "openssl ts -verify",
        "prove.sh",
    ):
        assert any(tool in command.replace("--quiet --strict ", "") for command in told), tool


def test_without_the_key_the_package_says_that_it_is_not_signed(folder: Path, tmp_path: Path) -> None:
    outside = dataclasses.replace(fakes.outside(start=100), keys=Keys(tmp_path / "no keys"))
    with opened_to_write(folder, outside) as book:
        result = dossier(book, wish(book, tmp_path / "package"))
    assert not result.signed and "dossier_unsigned" in [p.code for p in result.problems]
    assert "NOT signed" in (tmp_path / "package" / "VERIFY.txt").read_text()
    found = check(tmp_path / "package")
    assert [p.code for p in found.problems] == ["seal_missing"] and not found.intact
    assert check(tmp_path / "package", unsigned=True).intact
    told = called("--check", str(tmp_path / "package"), "--unsigned")
    assert told.exit_code == 0 and "nothing shows who made the package" in told.output
    wanted = check(tmp_path / "package", key="SHA256:abc", unsigned=True)
    assert "seal_of_another" in [p.code for p in wanted.problems] and not wanted.intact


def test_a_folder_in_use_is_refused_and_left_alone(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "package"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with (
        opened_to_write(folder, fakes.outside(start=100)) as book,
        pytest.raises(DossierRefused, match="--out"),
    ):
        dossier(book, wish(book, target))
    assert (target / "mine.txt").read_text() == "mine"


def test_an_altered_original_is_not_handed_over(folder: Path, tmp_path: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        asked = wish(book, tmp_path / "package")
        from allegata.actions.show import incident

        path = book.vault.path(incident(book, asked.incident).items[0].id)
        path.chmod(0o644)
        path.write_bytes(b"other words")
        with pytest.raises(DossierRefused, match="altered"):
            dossier(book, asked)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("package")] == []


def left(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("package"))


def test_a_folder_of_the_users_beside_the_target_is_left_alone(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "package.partial" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        dossier(book, wish(book, tmp_path / "package"))
    assert mine.read_text() == "mine" and left(tmp_path) == ["package", "package.partial"]


def exported(book: Casebook) -> int:
    return book.index.count(EVENTS, EVENTS.c.kind == EntryKind.EXPORTED)


def test_a_zip_that_fails_leaves_nothing_behind_and_no_entry(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("allegata.actions.dossier.zipped", full)
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        with pytest.raises(OSError, match="No space"):
            dossier(book, wish(book, tmp_path / "package", archive=True))
        assert exported(book) == 0
    assert left(tmp_path) == []


def test_a_package_that_cannot_be_put_in_its_place_has_an_entry_and_is_not_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    with opened_to_write(folder, fakes.outside(start=100)) as book:
        monkeypatch.setattr(Path, "rename", no)
        with pytest.raises(DossierRefused, match=r"nothing is at .* Entry \d+ of the ledger"):
            dossier(book, wish(book, tmp_path / "package"))
        monkeypatch.undo()
        assert exported(book) > 0
    assert left(tmp_path) == []


def test_a_target_taken_meanwhile_is_refused_before_the_ledger_tells(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(folder: Path, target: Path) -> None:
        (tmp_path / "package").mkdir()
        (tmp_path / "package" / "theirs.txt").write_text("theirs")

    monkeypatch.setattr("allegata.actions.dossier.zipped", meanwhile)
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        with pytest.raises(DossierRefused, match="there already"):
            dossier(book, wish(book, tmp_path / "package", archive=True))
        assert exported(book) == 0
    assert [path.name for path in (tmp_path / "package").iterdir()] == ["theirs.txt"]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE assessments SET data = replace(data, '\"minimum\":', '\"minimum\":6')",
        "UPDATE accounts SET data = data || ' '",
        "UPDATE mentions SET document = 'another'",
        "UPDATE documents SET object = (SELECT d.object FROM documents d WHERE d.object != documents.object)",
    ],
)
def test_an_edited_index_is_not_handed_over(folder: Path, tmp_path: Path, edit: str) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        asked = wish(book, tmp_path / "package")
    with sqlite3.connect(folder / "index.sqlite") as connection:
        assert connection.execute(edit).rowcount > 0
    connection.close()
    outside = fakes.outside(start=100)
    with opened_to_write(folder, outside) as book, pytest.raises(DossierRefused, match="allegata rebuild"):
        dossier(book, asked)
    assert not (tmp_path / "package").exists()
    rebuild(folder, outside=fakes.outside(start=100))
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        assert dossier(book, asked).signed


# --- the door -----------------------------------------------------------------------------------------------


def test_the_command_makes_and_checks_a_package(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as book:
        incident = every_incident(book)[0].id
    target = tmp_path / "package"
    made = called(
        incident, "--out", str(target), "-c", str(folder), "--by", "A", "--second", "B", "--reason", "r"
    )
    assert made.exit_code == 0, made.output
    assert "tag manifest" in made.output and "single-person" not in made.output
    checked = called("--check", str(target))
    assert checked.exit_code == 0 and "as it was sealed" in checked.output and "SHA256:" in checked.output
    (target / "data" / "items.csv").write_text("changed")
    assert called("--check", str(target)).exit_code == Exit.TAMPERED
    told = json.loads(called("--check", str(target), "--json").output)
    assert told["steps"][0]["problems"][0]["code"] == "bag_altered"


def test_the_command_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    assert called("--check", str(tmp_path)).exit_code != 0
    assert called("-c", str(folder)).exit_code == Exit.USAGE
    with opened(folder) as book:
        incident = every_incident(book)[0].id
    assert called(incident, "--out", "out", "-c", str(folder), "--unsigned").exit_code == Exit.USAGE
    refused = called(incident, "--out", str(tmp_path / "out"), "-c", str(folder), "--profile", "public")
    assert isinstance(refused.exception, DossierRefused) and "review searched" in str(refused.exception)


def test_what_an_original_lay_in_is_listed_with_its_custody_and_not_packed(tmp_path: Path) -> None:
    source, folder = fakes.reports(tmp_path / "loose", 2), tmp_path / "book"
    (tmp_path / "source").mkdir()
    with ZipFile(tmp_path / "source" / "reports.zip", "w") as packed:
        for path in sorted(source.iterdir()):
            packed.write(path, path.name)
    with opened_to_write(folder, fakes.outside(), create=True) as book:
        for verb in ("add", "read", "link"):
            step(verb, tmp_path / "source", book)
        result = dossier(book, wish(book, tmp_path / "package"))
    record = json.loads((tmp_path / "package" / "data/record.json").read_bytes())
    inner, outer = record["items"]
    assert inner["container"].startswith(outer["id"]) and outer["holds"] == [1]
    assert inner["file"] and not outer["file"]
    assert {event["item"] for event in record["custody"]} == {inner["id"], outer["id"]}
    entries = (tmp_path / "package" / "data/custody/entries.jsonl").read_text().splitlines()
    assert {"received", "unpacked"} <= {json.loads(line)["kind"] for line in entries if outer["id"] in line}
    assert check(Path(result.folder)).intact
