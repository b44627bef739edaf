"""What somebody with the maker's key, or with none, could do to a package, and what finds it."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from hashlib import new as hash_of
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.actions.packages import bagit_says, called, failing, files
from tests.builders import tsa

from allegata.actions.package import check
from allegata.actions.sealing import put_seal
from allegata.cli.exits import Exit
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
from allegata.errors import NothingToRead
from allegata.evidence.checkpoint import key_of
from allegata.evidence.timestamp import request
from allegata.store import packed as packing
from allegata.store.packed import unpacked


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


def all_failing(package: Path) -> list[str]:
    """Every command of VERIFY.txt that fails."""
    told = commands((package / "VERIFY.txt").read_text())
    ended = [
        subprocess.run(["/bin/sh", "-c", c], cwd=package, capture_output=True, check=False) for c in told
    ]
    return [command for command, done in zip(told, ended, strict=True) if done.returncode]


def swap_an_original(package: Path) -> None:
    original = min((package / "data" / "originals").iterdir())
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"one more word")


def cut_the_note_loose(package: Path) -> None:
    point = package / "data" / "custody" / "checkpoint.txt"
    point.write_text(point.read_text().replace("allegata/", "allegata/x"))


def add_a_ghost(package: Path) -> None:
    with (package / "data" / "custody" / "entries.jsonl").open("a") as entries:
        entries.write('{"by":"a ghost"}')


@pytest.mark.parametrize(
    ("change", "command", "code"),
    (
        (swap_an_original, "cd data/originals", "original_altered"),
        (cut_the_note_loose, "sed '/^$/", "checkpoint_altered"),
        (add_a_ghost, "prove.sh", "proof_missing"),
    ),
)
def test_a_change_inside_a_package_sealed_anew_is_found(
    package: Path,
    change: Callable[[Path], None],
    command: str,
    code: str,
) -> None:
    change(package)
    forged(package, "VERIFY.txt")  # manifests, seal and key files made anew by somebody who has a key
    assert [told for told in all_failing(package) if command in told]
    assert code in [problem.code for problem in check(package).problems]


def put_beside(package: Path) -> None:
    (package / "READ-ME-FIRST.txt").write_text("The record was corrected; see below.")


def make_a_link(package: Path) -> None:
    record = package / "data" / "record.json"
    aside = package.parent / "aside.json"
    record.rename(aside)
    record.symlink_to(aside)


def put_among_the_data(package: Path) -> None:
    (package / "data" / "record-CORRECTED.pdf").write_bytes(b"%PDF-1.7")


@pytest.mark.parametrize("change", (put_beside, make_a_link, put_among_the_data))
def test_what_is_put_into_a_package_without_a_key_is_found(
    package: Path,
    change: Callable[[Path], None],
) -> None:
    change(package)
    assert failing(package) is not None
    assert not check(package).intact


def test_the_check_tells_time_authority_and_root_of_a_stamp(package: Path) -> None:
    (step,) = [step for step in check(package).steps if step.title == "The time stamps"]
    assert "UTC by " in step.note and "root (SHA-256) " in step.note


def zip_of(package: Path, target: Path, change: Callable[[ZipFile], object] = lambda _: None) -> Path:
    with ZipFile(target, "w") as packed:
        for path in files(package):
            packed.write(path, (Path(package.name) / path.relative_to(package)).as_posix())
        change(packed)
    return target


def a_link(packed: ZipFile) -> None:
    entry = ZipInfo("package/data/elsewhere")
    entry.external_attr = 0o120777 << 16
    packed.writestr(entry, "/etc/passwd")


OUTSIDE = (
    "../beside.txt",
    "/beside.txt",
    "package/../../beside.txt",
    "package\\..\\x",
    "C:/x",
    "package//x",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_zip_with_a_name_that_leads_outside_is_not_unpacked(
    package: Path, tmp_path: Path, name: str
) -> None:
    space = tmp_path / "space"
    space.mkdir()
    packed = zip_of(package, tmp_path / "d.zip", lambda z: z.writestr(name, b"x"))
    with pytest.raises(NothingToRead, match="leads outside"):
        unpacked(packed, space)
    assert not list(space.iterdir())
    assert not (tmp_path / "beside.txt").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    (
        (a_link, "is a link"),
        (lambda z: z.writestr("package/bagit.txt", b"x"), "there twice"),
        (lambda z: z.writestr("beside.txt", b"x"), "nothing beside it"),
        (
            lambda z: z.writestr("package/data/zeros", bytes(80 << 20), ZIP_DEFLATED),
            "more than of any dossier",
        ),
    ),
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_is_not_as_a_dossier_is_not_unpacked(
    package: Path,
    tmp_path: Path,
    change: Callable[[ZipFile], object],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packing, "RATIO", 1)
    with pytest.raises(NothingToRead, match=words):
        check(zip_of(package, tmp_path / "d.zip", change))


def test_a_zip_is_checked_like_its_folder(package: Path, tmp_path: Path) -> None:
    packed = zip_of(package, tmp_path / "d.zip")
    whole = check(packed)
    assert whole.intact
    assert (whole.folder, whole.steps) == (str(packed), check(package).steps)
    done = called("--check", str(packed))
    assert done.exit_code == 0
    assert "as it was sealed" in done.output
    added = zip_of(package, tmp_path / "more.zip", lambda z: z.writestr("package/data/more.pdf", b"%PDF"))
    assert called("--check", str(added)).exit_code == Exit.TAMPERED


def test_a_byte_changed_in_the_zip_is_found(package: Path, tmp_path: Path) -> None:
    packed = zip_of(package, tmp_path / "d.zip")
    data = packed.read_bytes()
    at = data.index((package / "data" / "parts.csv").read_bytes()[:200])
    packed.write_bytes(data[: at + 5] + bytes([data[at + 5] ^ 1]) + data[at + 6 :])
    (found, *_) = check(packed).steps
    assert any(problem.subject == "data/parts.csv" for problem in found.problems)


def test_what_is_no_zip_of_a_package_is_told(tmp_path: Path) -> None:
    packed = tmp_path / "d.zip"
    for data, words in ((b"PK\x05\x06" + bytes(18), "is no package"), (b"words", "cannot be read as a ZIP")):
        packed.write_bytes(data)
        with pytest.raises(NothingToRead, match=words):
            check(packed)


def test_the_documentation_gives_the_same_commands(package: Path) -> None:
    written = commands((Path(__file__).parents[2] / "docs" / "dossier.md").read_text())
    told = (package / "VERIFY.txt").read_text()
    origin = re.search(r"-I (\S+)", told)
    assert origin is not None
    for command in commands(told):
        plain = re.sub(r"-attime \d+", "-attime SECONDS", command.replace(origin.group(1), "ORIGIN"))
        assert plain in written
