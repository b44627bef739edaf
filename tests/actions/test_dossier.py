"""`allegata dossier`: what a package holds, that independent tools agree, and that no byte changes unseen."""

import dataclasses
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import new as hash_of
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import bagit
import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rocrate.rocrate import ROCrate
from tests.actions import fakes
from tests.actions.work import step
from tests.builders import tsa
from typer.testing import CliRunner

from allegata.actions.casebook import Casebook, opened, opened_to_write
from allegata.actions.current import every_incident
from allegata.actions.dossier import Wish, dossier
from allegata.actions.package import check
from allegata.actions.rebuild import rebuild
from allegata.actions.sealing import put_seal
from allegata.actions.stamp import stamp
from allegata.actions.tsa import add_tsa
from allegata.cli.exits import Exit
from allegata.cli.main import app
from allegata.dossier.seal import (
    ALLOWED,
    NAMESPACE,
    PUBLIC_KEY,
    SEAL,
    SEAL_SIGNATURE,
    SEALED,
    SSH_KEY,
    commands,
)
from allegata.errors import DossierRefused
from allegata.evidence.checkpoint import key_of
from allegata.evidence.custody import EntryKind
from allegata.evidence.timestamp import request
from allegata.model.canonical import canonical_json
from allegata.model.dossier import Profile
from allegata.model.result import DossierResult
from allegata.store.keys import Keys
from allegata.store.tables import EVENTS


def wish(book: Casebook, target: Path, **more: object) -> Wish:
    incident = every_incident(book)[0].id
    return Wish(incident, Profile.INTERNAL, target, "asked for", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tsa.Running]:
    """A time-stamping authority made with openssl."""
    with tsa.running(tmp_path_factory.mktemp("authority") / "tsa") as running:
        yield running


@pytest.fixture
def package(folder: Path, tmp_path: Path, authority: tsa.Running) -> Path:
    """A package over a checkpoint that an authority has stamped."""
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        add_tsa(book, authority.url, authority.certificates.read_bytes(), "an authority")
    with opened_to_write(folder, fakes.outside(start=200)) as book:
        assert {p.code for p in stamp(book).problems} <= {"clock_apart"}  # the tests' clock stands still
        result = dossier(book, wish(book, tmp_path / "package"))
    assert result.signed and result.stamps == 1
    return tmp_path / "package"


def files(package: Path) -> list[Path]:
    return sorted(path for path in package.rglob("*") if path.is_file())


def test_the_package_holds_record_tables_and_originals(package: Path, folder: Path) -> None:
    names = {path.relative_to(package).as_posix() for path in files(package)}
    assert {"data/record.pdf", "data/record.json", "data/ro-crate-metadata.json", "VERIFY.txt"} <= names
    assert {"data/statements.csv", "data/accounts.csv", "data/items.csv", "data/custody.csv"} <= names
    record = (package / "data/record.json").read_bytes()
    assert canonical_json(json.loads(record)) == record
    with opened(folder) as book:
        for line in json.loads(record)["items"]:
            assert (package / line["file"]).read_bytes() == book.vault.read(line["id"])


def bagit_says(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", "--quiet", str(package)],
        capture_output=True,
        text=True,
        check=False,
    )


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


def places(length: int) -> list[int]:
    """The first byte, the last one, and some in between."""
    return sorted({0, 1, length // 4, length // 2, length * 3 // 4, length - 1})


def flipped(package: Path, at: Callable[[int], Iterable[int]] = places) -> Iterator[str]:
    """Flip one bit of every file in turn, in several places, and put it back."""
    for path in files(package):
        kept = path.read_bytes()
        for place in at(len(kept)):
            path.write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
            yield f"{path.relative_to(package).as_posix()} at {place}"
        path.write_bytes(kept)


def cut(package: Path) -> Iterator[str]:
    """Cut the last byte from every file in turn, then everything, then add a byte; and put it back."""
    for path in files(package):
        kept = path.read_bytes()
        for changed in (kept[:-1], b"", kept + b"\n"):
            path.write_bytes(changed)
            yield f"{path.relative_to(package).as_posix()} with {len(changed)} bytes"
        path.write_bytes(kept)


def enlarged(package: Path) -> Iterator[str]:
    """Add a file to every folder of the payload in turn, and take it away."""
    for folder in [package / "data", *(path for path in (package / "data").rglob("*") if path.is_dir())]:
        (folder / "added.txt").write_bytes(b"")
        yield f"{folder.relative_to(package).as_posix()} with a file more"
        (folder / "added.txt").unlink()


def test_a_flipped_byte_is_found_in_every_file(package: Path) -> None:
    assert check(package).intact
    assert [name for name in flipped(package) if check(package).intact] == []
    assert check(package).intact


def test_a_cut_and_an_added_file_are_found(package: Path) -> None:
    assert [name for name in cut(package) if check(package).intact] == []
    assert [name for name in enlarged(package) if check(package).intact] == []
    assert check(package).intact


def valid(package: Path) -> bool:
    """What the reference implementation of BagIt finds."""
    try:
        bagit.Bag(str(package)).validate()
    except (bagit.BagError, UnicodeDecodeError):
        return False
    return True


def test_bagit_finds_every_change_of_what_a_manifest_lists(
    package: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "bagit")  # it tells of each change
    beside = {SEAL, SEAL_SIGNATURE, *SEALED}  # in no manifest: the seal holds them
    assert valid(package)
    unseen = {name for change in (flipped, cut) for name in change(package) if valid(package)}
    assert {name.split()[0] for name in unseen} <= beside
    assert [name for name in enlarged(package) if valid(package)] == []
    assert valid(package)


@pytest.mark.parametrize("name", ["data/record.json", "data/record.pdf", "VERIFY.txt", "manifest-sha512.txt"])
def test_the_command_of_bagit_fails_on_a_changed_file(package: Path, name: str) -> None:
    kept = (package / name).read_bytes()
    (package / name).write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert bagit_says(package).returncode == 1


def failing(package: Path, told: Sequence[str] = ()) -> str | None:
    """The first command of VERIFY.txt that fails, run as a stranger would: no variable but PATH.

    :param told: the commands of the true text, where the text itself may be changed.
    """
    for command in told or commands((package / "VERIFY.txt").read_text()):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=package,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return command
    return None


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


def test_the_commands_of_verify_txt_find_every_change(package: Path) -> None:
    told = commands((package / "VERIFY.txt").read_text())
    for change in (flipped, cut, enlarged):
        assert [name for name in change(package) if failing(package, told) is None] == []
    assert failing(package, told) is None


def test_an_entry_that_was_rewritten_is_found_even_when_the_manifests_are_made_anew(package: Path) -> None:
    entries = package / "data/custody/entries.jsonl"
    entries.write_text(entries.read_text().replace('"by":"tester"', '"by":"others"', 1))
    done = subprocess.run(
        ["/bin/sh", "data/custody/prove.sh", "data/custody"], cwd=package, capture_output=True, check=False
    )
    assert done.returncode == 1 and b"another hash" in done.stdout
    assert "entry_altered" in [p.code for p in check(package).problems]


def test_a_stamp_of_another_checkpoint_is_found(package: Path, authority: tsa.Running) -> None:
    note = package / "data/custody/checkpoint.note"
    asked = request(sha256(b"another note").digest(), 1 << 62)
    (package / "data/custody/timestamp-1.tsq").write_bytes(asked)
    (package / "data/custody/timestamp-1.tsr").write_bytes(authority.authority.reply(asked))
    assert "stamp_of_another" in [p.code for p in check(package).problems]
    stamps = [c for c in commands((package / "VERIFY.txt").read_text()) if "openssl ts" in c]
    codes = [
        subprocess.run(["/bin/sh", "-c", c], cwd=package, capture_output=True, check=False).returncode
        for c in stamps
    ]
    assert note.exists() and codes[0] == 0 and codes[1] != 0


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


def with_new_manifests(package: Path) -> None:
    """What anybody can do: all four manifests made anew over whatever lies there."""
    beside = {*SEALED, SEAL, SEAL_SIGNATURE}
    every = {path.relative_to(package).as_posix(): path.read_bytes() for path in files(package)}
    for kind in ("manifest", "tagmanifest"):
        for algorithm in ("sha256", "sha512"):
            name = f"{kind}-{algorithm}.txt"
            listed = [n for n in every if n.startswith("data/") == (kind == "manifest") and n not in beside]
            lines = [f"{hash_of(algorithm, every[n]).hexdigest()}  {n}\n" for n in sorted(listed)]
            every[name] = "".join(lines).encode()
            (package / name).write_bytes(every[name])


def forged(package: Path, keep: str) -> None:
    """A package changed and sealed anew with another key; one file still shows the maker's."""
    kept = (package / keep).read_bytes()
    items = package / "data" / "items.csv"
    items.write_text(items.read_text() + "more\n")
    private = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    key = key_of((package / ALLOWED).read_text().split(" ")[0], private)
    (package / PUBLIC_KEY).write_text(key.pem)
    (package / SSH_KEY).write_text(f"{key.ssh} {key.name}\n")
    (package / ALLOWED).write_text(key.allowed(NAMESPACE))
    (package / keep).write_bytes(kept)
    info = (package / "bag-info.txt").read_text()
    octets = sum(path.stat().st_size for path in files(package / "data"))
    info = re.sub(r"Payload-Oxum: \d+", f"Payload-Oxum: {octets}", info)
    (package / "bag-info.txt").write_text(info)
    with_new_manifests(package)
    put_seal(package, key, private)


def test_a_forged_package_that_shows_the_makers_fingerprint_fails(package: Path) -> None:
    forged(package, SSH_KEY)
    failed = failing(package)
    assert failed is not None and SSH_KEY in failed
    found = check(package)
    assert [p.code for p in found.problems] == ["key_differs"] and not found.intact


def test_the_makers_line_before_the_forgers_does_not_pass(package: Path) -> None:
    genuine = (package / SSH_KEY).read_text()
    forged(package, "VERIFY.txt")
    (package / SSH_KEY).write_text(genuine + (package / SSH_KEY).read_text())
    with_new_manifests(package)
    private = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    put_seal(package, key_of((package / ALLOWED).read_text().split(" ")[0], private), private)
    failed = failing(package)
    assert failed is not None and SSH_KEY in failed
    assert [p.code for p in check(package).problems] == ["key_differs"]


def test_a_package_sealed_by_another_is_told_by_the_fingerprint_and_the_custody_key(package: Path) -> None:
    genuine = check(package)
    assert genuine.key == genuine.custody_key and genuine.steps[2].note.endswith("the key of the seal")
    assert check(package, key=genuine.key).intact
    assert check(package, key=genuine.key.removeprefix("SHA256:")).intact
    told = (package / "VERIFY.txt").read_text()
    assert "COMPARE IT" in told and genuine.key in told and "cmp key.pem data/custody/key.pem" in told
    forged(package, "VERIFY.txt")
    failed = failing(package)
    assert failed is not None and failed.startswith("cmp")  # with the maker's own text
    found = check(package)
    assert found.intact and found.key != genuine.key  # whole, and by somebody else
    assert found.custody_key == genuine.key and "ANOTHER key" in found.steps[2].note
    assert [p.code for p in check(package, key=genuine.key).problems] == ["seal_of_another"]
    assert called("--check", str(package), "--key", genuine.key).exit_code == Exit.TAMPERED


def test_a_stripped_package_is_a_fault_and_every_step_is_told(package: Path) -> None:
    for name in (SEAL, SEAL_SIGNATURE, SEALED[2], PUBLIC_KEY, SSH_KEY, ALLOWED):
        (package / name).unlink()
    shutil.rmtree(package / "data" / "custody")
    info = (package / "bag-info.txt").read_text()
    held = files(package / "data")
    oxum = f"{sum(path.stat().st_size for path in held)}.{len(held)}"
    (package / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: \S+", f"Payload-Oxum: {oxum}", info))
    with_new_manifests(package)
    found = check(package)
    assert [p.code for p in found.problems] == ["seal_missing"] and not found.intact
    assert [(step.number, step.note) for step in found.steps] == [
        (1, ""), (2, "absent"), (3, "absent"), (4, "absent"), (5, "absent"),
    ]  # fmt: skip
    told = called("--check", str(package))
    assert told.exit_code == Exit.TAMPERED and "5. The time stamps: absent" in told.output
    assert called("--check", str(package), "--unsigned").exit_code == 0


def test_no_proof_at_all_is_not_taken_as_proved(package: Path) -> None:
    for name in ("proofs.txt", "entries.jsonl"):
        (package / "data" / "custody" / name).write_bytes(b"")
    assert "proof_missing" in [p.code for p in check(package).problems]
    walked = subprocess.run(
        ["/bin/sh", "data/custody/prove.sh", "data/custody"], cwd=package, capture_output=True, check=False
    )
    assert walked.returncode == 1


def test_a_missing_and_an_extra_file_are_found(package: Path) -> None:
    extra = package / "data" / "extra.txt"
    extra.write_text("more")
    assert [p.code for p in check(package).problems] == ["bag_extra"]
    extra.unlink()
    (package / "data" / "items.csv").unlink()
    assert "bag_missing" in [p.code for p in check(package).problems]


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


def called(*words: str) -> Result:
    return CliRunner().invoke(app, ["dossier", *words])


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
