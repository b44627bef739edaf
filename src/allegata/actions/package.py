"""`allegata dossier --check`: a package checked again, in numbered steps, with no casebook at hand.

1. The bag: every file has the bytes that the manifests list; none is missing, none is extra.
2. The seal: the signatures over the tag manifests, by the one key that lies in the package in three forms.
3. The checkpoint: its signatures, that its files say the same, and whether its key is the seal's.
4. The custody extract: every entry has the leaf hash of its proof, and every proof leads to the root.
5. The time stamps: each reply vouches for the checkpoint's note.

The same as VERIFY.txt says, which needs no allegata.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from allegata.dossier import seal
from allegata.errors import NothingToRead, Problem, Severity, UnreadableRecord
from allegata.evidence.checkpoint import NAMESPACE, Key, fits, parsed, ssh_armored, ssh_fits
from allegata.evidence.digest import CHUNK, of_bytes, of_chunks
from allegata.evidence.timestamp import certificates, imprint_of, is_root, verified
from allegata.evidence.tree import leaf_hash, proves_inclusion
from allegata.model.result import PackageCheck, Progress, Silent, Step, VerifyStep
from allegata.store import bag
from allegata.store.packed import unpacked

ARMOR = re.compile(r"-----(?:BEGIN|END) SSH SIGNATURE-----|\s")
SEAL_FILES = (
    seal.SEAL,
    seal.SEAL_SIGNATURE,
    seal.SSH_SIGNATURE,
    seal.PUBLIC_KEY,
    seal.SSH_KEY,
    seal.ALLOWED,
)
FAULT = Severity.UNREADABLE
RAW = 64
"""Bytes of an Ed25519 signature; they are the last of an OpenSSH one."""


def check(
    package: Path, progress: Progress | None = None, key: str = "", unsigned: bool = False
) -> PackageCheck:
    """Check a package, a folder or a ZIP of one. Every step is told, with the note "absent" where nothing is there.

    A ZIP is unpacked into a folder of its own, which only this account can read and which is taken away again.

    :param key: the fingerprint that the key of the seal must have, got by another way than the package.
    :param unsigned: take a package without any seal; else a missing seal is a fault, for whoever changed the
        package could have taken it away.
    :raises NothingToRead: when there is no package, or a ZIP that is not safe to unpack.
    """
    progress = progress or Silent()
    if not package.is_file():
        return _checked(package, progress, key, unsigned)
    with TemporaryDirectory(prefix="allegata-") as space:
        found = _checked(unpacked(package, Path(space)), progress, key, unsigned)
    return replace(found, folder=str(package))


def _checked(folder: Path, progress: Progress, key: str, unsigned: bool) -> PackageCheck:
    if not (folder / "bagit.txt").is_file():
        raise NothingToRead(
            f"{folder} is no package: it has no bagit.txt; name the folder of a dossier, or its ZIP"
        )
    progress.begin(Step.CHECK, None)
    custody = folder / seal.CUSTODY
    held, sealed = custody.is_dir(), any((folder / name).exists() for name in SEAL_FILES)
    ours, theirs = _named(folder), _named(custody)
    stamps = sorted(custody.glob("timestamp-*.tsr"))
    steps = (
        _step(
            1,
            "The bag",
            _files(folder),
            [
                *bag.check(folder, lambda: progress.advance(Step.CHECK)),
                *_guarded(lambda: _unknown(folder, sealed), "the package"),
                *_guarded(lambda: _originals(folder / "data" / "originals"), "data/originals"),
            ],
        ),
        _step(2, "The seal", int(sealed), _keyed(folder, sealed, ours, key, unsigned), _absent(sealed)),
        _step(
            3,
            "The checkpoint",
            int(held),
            _guarded(lambda: _checkpoint(custody), "checkpoint") if held else (),
            _absent(held) or _custody_key(ours, theirs),
        ),
        _step(
            4,
            "The custody extract",
            len(_lines(custody / "proofs.txt")),
            _guarded(lambda: _proofs(custody), "proofs.txt") if held else (),
            _absent(held),
        ),
        _step(
            5,
            "The time stamps",
            len(stamps),
            _guarded(lambda: _stamps(custody, stamps), "timestamp") if stamps else (),
            _absent(bool(stamps)) or _stamped(custody, stamps),
        ),
    )
    progress.end(Step.CHECK)
    return PackageCheck(str(folder), ours, theirs, steps)


def _unknown(folder: Path, sealed: bool) -> Iterator[Problem]:
    """Files beside data/ that no tag manifest lists, and links to other places."""
    listed = {line[66:] for line in (folder / seal.SEALED[0]).read_text("utf-8").splitlines()}
    own = {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt", *(seal.SEAL_OWN if sealed else ())}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield _problem("bag_link", name, f"{name} is a link and not a file")
        elif not name.startswith("data/") and path.is_file() and name not in listed | own:
            yield _problem("bag_extra", name, f"{name} is in no manifest")


def _originals(folder: Path) -> Iterator[Problem]:
    """Originals are named by their own digest, whatever the manifests say."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with path.open("rb") as file:
            digest, _ = of_chunks(iter(lambda: file.read(CHUNK), b""))
        if digest != path.name.split(".", 1)[0]:
            what = f"{path.name} does not have the bytes that its name states"
            yield _problem("original_altered", f"data/originals/{path.name}", what)


def _absent(there: bool) -> str:
    return "" if there else "absent"


def _custody_key(ours: str, theirs: str) -> str:
    """Who signed the checkpoint, in words."""
    if not theirs:
        return ""
    if not ours:
        return f"by the key {theirs}"
    same = "the key of the seal" if ours == theirs else "ANOTHER key than the seal's"
    return f"by the key {theirs}, {same}"


def _step(number: int, title: str, checked: int, problems: Iterable[Problem], note: str = "") -> VerifyStep:
    return VerifyStep(number, title, checked, tuple(problems), note)


def _guarded(run: Callable[[], Iterator[Problem]], subject: str) -> Iterator[Problem]:
    """Whatever cannot be read is a finding, not a fault of the check."""
    try:
        yield from run()
    except (OSError, ValueError, UnreadableRecord, IndexError) as fault:
        yield _problem("package_unreadable", subject, f"{subject} cannot be read ({fault})")


def _files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _named(folder: Path) -> str:
    """The fingerprint of the key in a folder; empty where there is none that can be read."""
    try:
        return _key(folder / seal.PUBLIC_KEY, folder / seal.ALLOWED).fingerprint
    except (OSError, ValueError, UnreadableRecord):
        return ""


def _keyed(folder: Path, sealed: bool, ours: str, wanted: str, unsigned: bool) -> Iterator[Problem]:
    if sealed:
        yield from _guarded(lambda: _seal(folder), seal.SEAL)
    else:
        what = "The package has no seal: anybody could have changed it and made its manifests anew"
        remedy = "Ask for a sealed one; with `--unsigned` a package that never had a seal is taken as it is."
        yield Problem("seal_missing", seal.SEAL, what, remedy, Severity.NOTICE if unsigned else FAULT)
    if wanted and _plain(wanted) != _plain(ours):
        whose = f"The key of the seal is {ours}" if ours else "No key seals the package"
        yield _problem("seal_of_another", seal.PUBLIC_KEY, f"{whose}, and not {wanted}")


def _plain(fingerprint: str) -> str:
    """A fingerprint without its prefix and filling: as people copy it."""
    return fingerprint.strip().removeprefix("SHA256:").rstrip("=")


def _seal(folder: Path) -> Iterator[Problem]:
    listed = (folder / seal.SEAL).read_bytes()
    key = _key(folder / seal.PUBLIC_KEY, folder / seal.ALLOWED)
    if not fits(key.public, (folder / seal.SEAL_SIGNATURE).read_bytes(), listed):
        yield _problem("seal_altered", seal.SEAL, f"{seal.SEAL} is not what was signed")
    if listed != seal.sealed_list({name: of_bytes((folder / name).read_bytes()) for name in seal.SEALED}):
        yield _problem("seal_altered", seal.SEAL, "A tag manifest or the OpenSSH signature was altered")
    tags = (folder / seal.SEALED[0]).read_bytes()
    if not _ssh(key, folder / seal.SSH_SIGNATURE, tags, seal.NAMESPACE):
        yield _problem("seal_altered", seal.SSH_SIGNATURE, "The OpenSSH signature does not fit")
    yield from _one_key(folder, key, seal.NAMESPACE)
    if (folder / seal.SSH_KEY).read_text("utf-8") != f"{key.ssh} {key.name}\n":
        yield _problem("key_differs", seal.SSH_KEY, f"{seal.SSH_KEY} names another key than key.pem")


def _one_key(folder: Path, key: Key, namespace: str) -> Iterator[Problem]:
    """The files that `openssl` and `ssh-keygen` take hold the same key, and nothing beside it."""
    if (folder / seal.PUBLIC_KEY).read_text("ascii") != key.pem:
        yield _problem("key_differs", seal.PUBLIC_KEY, f"{seal.PUBLIC_KEY} holds more than one plain key")
    if (folder / seal.ALLOWED).read_text("utf-8") != key.allowed(namespace):
        yield _problem("key_differs", seal.ALLOWED, f"{seal.ALLOWED} names another key than key.pem")


def _checkpoint(custody: Path) -> Iterator[Problem]:
    key = _key(custody / seal.PUBLIC_KEY, custody / seal.ALLOWED)
    yield from _one_key(custody, key, NAMESPACE)
    note = parsed((custody / "checkpoint.note").read_bytes())
    body = (custody / "checkpoint.txt").read_bytes()
    signature = note.signature_of(key)
    if note.checkpoint.body != body:
        yield _problem(
            "checkpoint_altered", "checkpoint.txt", "checkpoint.txt does not say what the note says"
        )
    if signature is None or signature != (custody / "checkpoint.sig").read_bytes():
        yield _problem("checkpoint_altered", "checkpoint.note", "The checkpoint's signature does not fit")
    if not _ssh(key, custody / "checkpoint.sshsig", body, NAMESPACE):
        yield _problem("checkpoint_altered", "checkpoint.sshsig", "The OpenSSH signature does not fit")


def _proofs(custody: Path) -> Iterator[Problem]:
    point = parsed((custody / "checkpoint.note").read_bytes()).checkpoint
    bodies = _lines(custody / "entries.jsonl") if (custody / "entries.jsonl").exists() else None
    lines = _lines(custody / "proofs.txt")
    if not lines:
        yield _problem("proof_missing", "proofs.txt", "There is no proof for any entry of the ledger")
    if bodies is not None and len(bodies) != len(lines):
        yield _problem("proof_missing", "proofs.txt", "There are not as many proofs as entries")
    for number, line in enumerate(lines):
        seq, leaf, *steps = line.split(" ")
        value, path = bytes.fromhex(leaf), [step[1:] for step in steps]
        if bodies is not None and number < len(bodies) and leaf_hash(bodies[number].encode()) != value:
            yield _problem("entry_altered", f"ledger:{seq}", f"Entry {seq} has another hash than its proof")
        siblings = [bytes.fromhex(sibling) for sibling in path]
        proved = proves_inclusion(value, int(seq) - 1, point.size, siblings, point.root)
        if not proved or line != seal.proof_line(int(seq), point.size, leaf, path):
            yield _problem(
                "proof_fails", f"ledger:{seq}", f"The proof of entry {seq} does not lead to the root"
            )


def _stamps(custody: Path, replies: Sequence[Path]) -> Iterator[Problem]:
    imprint = of_bytes((custody / "checkpoint.note").read_bytes())
    for path in replies:
        reply, asked = path.read_bytes(), path.with_suffix(".tsq").read_bytes()
        chain = certificates((custody / f"{path.stem}-chain.pem").read_bytes())
        found = verified(reply, asked, chain, path.name)
        if isinstance(found, Problem):
            yield found
        elif (imprint_of(reply) or b"").hex() != imprint:
            yield _problem("stamp_of_another", path.name, f"{path.name} vouches for another checkpoint")


def _stamped(custody: Path, replies: Sequence[Path]) -> str:
    """What the stamps themselves say: the time, the authority, and the root that the chain leads to."""
    words = []
    for path in replies:
        try:
            chain = certificates((custody / f"{path.stem}-chain.pem").read_bytes())
            found = verified(path.read_bytes(), path.with_suffix(".tsq").read_bytes(), chain, path.name)
        except (OSError, ValueError, UnreadableRecord):
            continue  # the step's problems say so
        if not isinstance(found, Problem):
            roots = ", ".join(each.fingerprint(SHA256()).hex() for each in chain if is_root(each))
            at = f"{found.time:%Y-%m-%d %H:%M:%S} UTC"
            words.append(f"{path.name}: {at} by {found.tsa_name}; root (SHA-256) {roots}: compare it")
    return "; ".join(words)


def _lines(path: Path) -> list[str]:
    """The lines of a file; one that ends without a line end is a line like the others."""
    lines = path.read_text("utf-8").split("\n") if path.exists() else []
    return lines[:-1] if lines and not lines[-1] else lines


def _key(pem: Path, allowed: Path) -> Key:
    """The public key of a PEM file under the name that allowed_signers gives it."""
    public = load_pem_public_key(pem.read_bytes())
    if not isinstance(public, Ed25519PublicKey):
        raise UnreadableRecord(f"{pem.name} holds no Ed25519 key")
    name = allowed.read_text("utf-8").split(" ", 1)[0]
    return Key(name, public.public_bytes(Encoding.Raw, PublicFormat.Raw))


def _ssh(key: Key, path: Path, message: bytes, namespace: str) -> bool:
    text = path.read_text("ascii")
    signature = b64decode(ARMOR.sub("", text), validate=True)[-RAW:]
    return ssh_fits(key, signature, message, namespace) and text == ssh_armored(key, signature, namespace)


def _problem(code: str, subject: str, what: str) -> Problem:
    return Problem(code, subject, what, bag.REMEDY, FAULT)
