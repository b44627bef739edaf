"""`allegata dossier --check`: a package checked again, in numbered steps, with no casebook at hand.

1. The bag: every file has the bytes that the manifests list; none is missing, none is extra.
2. The seal: the signatures over the tag manifests, by the key that lies in the package.
3. The checkpoint: its signatures, and that its files say the same.
4. The custody extract: every entry has the leaf hash of its proof, and every proof leads to the root.
5. The time stamps: each reply vouches for the checkpoint's note.

The same as VERIFY.txt says, which needs no allegata.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from allegata.dossier import seal
from allegata.errors import NothingToRead, Problem, Severity, UnreadableRecord
from allegata.evidence.checkpoint import NAMESPACE, Key, fits, parsed, ssh_armored, ssh_fits
from allegata.evidence.digest import of_bytes
from allegata.evidence.timestamp import certificates, imprint_of, verified
from allegata.evidence.tree import leaf_hash, proves_inclusion
from allegata.model.result import PackageCheck, Progress, Silent, Step, VerifyStep
from allegata.store import bag

ARMOR = re.compile(r"-----(?:BEGIN|END) SSH SIGNATURE-----|\s")
RAW = 64
"""Bytes of an Ed25519 signature; they are the last of an OpenSSH one."""


def check(folder: Path, progress: Progress | None = None) -> PackageCheck:
    """Check a package as it lies there.

    :raises NothingToRead: when there is no package.
    """
    progress = progress or Silent()
    if not (folder / "bagit.txt").is_file():
        raise NothingToRead(f"{folder} is no package: it has no bagit.txt; name the folder of a dossier")
    progress.begin(Step.CHECK, None)
    custody = folder / seal.CUSTODY
    steps = [
        _step(1, "The bag", _files(folder), bag.check(folder, lambda: progress.advance(Step.CHECK))),
        _step(2, "The seal", 1, _guarded(lambda: _seal(folder), seal.SEAL)),
    ]
    if custody.is_dir():
        entries = len(_lines(custody / "proofs.txt"))
        steps.append(_step(3, "The checkpoint", 1, _guarded(lambda: _checkpoint(custody), "checkpoint")))
        steps.append(
            _step(4, "The custody extract", entries, _guarded(lambda: _proofs(custody), "proofs.txt"))
        )
        stamps = sorted(custody.glob("timestamp-*.tsr"))
        steps.append(
            _step(5, "The time stamps", len(stamps), _guarded(lambda: _stamps(custody, stamps), "timestamp"))
        )
    progress.end(Step.CHECK)
    return PackageCheck(str(folder), _fingerprint(folder), tuple(steps))


def _step(number: int, title: str, checked: int, problems: Iterator[Problem]) -> VerifyStep:
    return VerifyStep(number, title, checked, tuple(problems))


def _guarded(run: Callable[[], Iterator[Problem]], subject: str) -> Iterator[Problem]:
    """Whatever cannot be read is a finding, not a fault of the check."""
    try:
        yield from run()
    except (OSError, ValueError, UnreadableRecord, IndexError) as fault:
        yield _problem("package_unreadable", subject, f"{subject} cannot be read ({fault})")


def _files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _fingerprint(folder: Path) -> str:
    try:
        return _key(folder / seal.PUBLIC_KEY, folder / seal.ALLOWED).fingerprint
    except (OSError, ValueError, UnreadableRecord):
        return ""


def _seal(folder: Path) -> Iterator[Problem]:
    if not (folder / seal.SEAL_SIGNATURE).exists() and not (folder / seal.PUBLIC_KEY).exists():
        what, remedy = (
            "The package is not signed",
            "Ask for one that is, or compare its digest with the ledger.",
        )
        yield Problem("seal_missing", seal.SEAL, what, remedy, Severity.NOTICE)
        return
    listed = (folder / seal.SEAL).read_bytes()
    key = _key(folder / seal.PUBLIC_KEY, folder / seal.ALLOWED)
    if not fits(key.public, (folder / seal.SEAL_SIGNATURE).read_bytes(), listed):
        yield _problem("seal_altered", seal.SEAL, f"{seal.SEAL} is not what was signed")
    if listed != seal.sealed_list({name: of_bytes((folder / name).read_bytes()) for name in seal.SEALED}):
        yield _problem("seal_altered", seal.SEAL, "A tag manifest or the OpenSSH signature was altered")
    tags = (folder / seal.SEALED[0]).read_bytes()
    if not _ssh(key, folder / seal.SSH_SIGNATURE, tags, seal.NAMESPACE):
        yield _problem("seal_altered", seal.SSH_SIGNATURE, "The OpenSSH signature does not fit")
    if (folder / seal.ALLOWED).read_text() != key.allowed(seal.NAMESPACE):
        yield _problem("seal_altered", seal.ALLOWED, f"{seal.ALLOWED} names another key than key.pem")


def _checkpoint(custody: Path) -> Iterator[Problem]:
    key = _key(custody / "key.pem", custody / "allowed_signers")
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


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")[:-1] if path.exists() else []


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
    return Problem(code, subject, what, bag.REMEDY, Severity.UNREADABLE)
