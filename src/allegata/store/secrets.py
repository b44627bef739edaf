"""The secrets of an encrypted casebook, and the keys that open them.

`casebook.keys.age` in the casebook holds, as an age file for every recipient, three secrets: the identity
that the objects are encrypted to, the key of their names, and the key of the two databases. So a further
recipient needs this one small file written anew and nothing else, and any one of the recipients' identities
opens everything.

The identities lie outside every casebook: in the files of `$ALLEGATA_IDENTITY`, in
`<keys>/<casebook id>/age.key` (made by `init` where no recipient was named), or in `<keys>/age.key`;
`<keys>` is `$ALLEGATA_KEYS`, `$XDG_CONFIG_HOME/allegata/keys` or `~/.config/allegata/keys`.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allegata.errors import CannotEncrypt, CasebookCorrupt, KeyMissing, UnreadableRecord
from allegata.model.canonical import canonical_json, parse_json
from allegata.store.keys import Keys, standard_folder
from allegata.store.writes import replace_file

MARK, KEYS = "casebook.json", "casebook.keys.age"
IDENTITY = "age.key"
EXTRA = (
    "encrypted casebooks need the libraries of the extra `encrypted`; "
    "install them with `pip install 'allegata[encrypted]'`"
)


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What opens a casebook; it is never printed."""

    objects: str  # an age identity
    names: bytes  # 32 bytes
    database: str  # 64 hex digits

    @classmethod
    def new(cls) -> "Secrets":
        """Fresh ones."""
        identity = str(_age().x25519.Identity.generate())
        return cls(identity, secrets.token_bytes(32), secrets.token_hex(32))


def identity_file(casebook: str) -> Path:
    """Where the identity that `init` makes for a casebook lies."""
    return standard_folder() / casebook / IDENTITY


def create(folder: Path, casebook: str, recipients: Sequence[str]) -> tuple[str, ...]:
    """Make the secrets of a new casebook and wrap them; the recipients that can open it.

    :param recipients: `age1…` or SSH public keys; where none is named, an identity is made and kept
        outside the casebook (`identity_file`).
    :raises UnsafeKeys: when that identity would lie inside the casebook.
    :raises CannotEncrypt: when a recipient cannot be understood, or the library is missing.
    """
    names = tuple(dict.fromkeys(name.strip() for name in recipients))
    for name in names:
        recipient(name)
    names = names or (new_identity(folder, casebook),)
    wrap(folder, Secrets.new(), names)
    return names


def new_identity(folder: Path, casebook: str) -> str:
    """Make an identity for a casebook and keep it outside; its recipient (`age1…`) is returned.

    :raises UnsafeKeys: when it would lie inside the casebook.
    """
    Keys().refuse_inside(folder)
    path = identity_file(casebook)
    for one in _identities(path):  # left by a beginning that was interrupted
        return str(one.to_public())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    identity = _age().x25519.Identity.generate()
    public = str(identity.to_public())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"# opens the casebook {casebook}\n# public key: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def wrap(folder: Path, kept: Secrets, recipients: Sequence[str]) -> None:
    """Write the secrets into a casebook, for these recipients only.

    :raises CannotEncrypt: when a recipient cannot be understood, or there is none.
    """
    if not recipients:
        raise CannotEncrypt("an encrypted casebook needs a recipient; without one nobody could ever open it")
    data = {"objects": kept.objects, "names": kept.names.hex(), "database": kept.database}
    sealed = _age().encrypt(canonical_json(data), [recipient(text) for text in recipients])
    replace_file(folder / KEYS, sealed)


def opened(folder: Path) -> Secrets | None:
    """The secrets of a casebook; None when it is not encrypted.

    :raises KeyMissing: when it is, and no identity at hand opens it.
    """
    mark = _mark(folder)
    if not mark.get("encrypted"):
        return None
    try:
        sealed = (folder / KEYS).read_bytes()
    except FileNotFoundError:
        raise CasebookCorrupt(
            f"{folder / KEYS} is missing, and nothing in {folder} can be read without it; bring it back from a "
            "second copy (`allegata mirror`) or a backup"
        ) from None
    places = _places(str(mark.get("id")))
    for place in places:
        for identity in _identities(place):
            try:
                return _understood(_age().decrypt(sealed, [identity]))
            except _age().DecryptError:
                continue
    looked = ", ".join(str(place) for place in places)
    raise KeyMissing(
        f"{folder} is encrypted and none of your keys opens it (looked in {looked}); name the file with a "
        "recipient's identity in ALLEGATA_IDENTITY, or put it into the first of these places"
    )


def recipient(text: str) -> Any:
    """A recipient as age takes it: `age1…` or an SSH public key (`ssh-ed25519 …`, `ssh-rsa …`).

    :raises CannotEncrypt: when it is neither.
    """
    age, text = _age(), text.strip()
    try:
        if text.startswith("ssh-"):
            return age.ssh.Recipient.from_str(text)
        return age.x25519.Recipient.from_str(text)
    except age.RecipientError:
        raise CannotEncrypt(
            f"{text[:80]!r} is no recipient; give a public key that begins with age1 (`age-keygen -y`) or ssh-"
        ) from None


def _places(casebook: str) -> list[Path]:
    named = [Path(part) for part in os.environ.get("ALLEGATA_IDENTITY", "").split(os.pathsep) if part]
    return [*named, identity_file(casebook), standard_folder() / IDENTITY]


def _identities(place: Path) -> list[Any]:
    """The identities in a file: lines of `AGE-SECRET-KEY-1…`, or one SSH private key."""
    age = _age()
    try:
        data = place.read_bytes()
        if b"PRIVATE KEY" in data:
            return [age.ssh.Identity.from_buffer(data)]
        lines = (line.strip() for line in data.decode().splitlines())
        return [age.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, age.IdentityError):
        return []


def _understood(data: bytes) -> Secrets:
    try:
        found = parse_json(data)
        return Secrets(str(found["objects"]), bytes.fromhex(found["names"]), str(found["database"]))
    except (UnreadableRecord, KeyError, TypeError, ValueError):
        raise CasebookCorrupt(
            f"{KEYS} opens but does not hold a casebook's keys; bring it back from a second copy"
        ) from None


def _mark(folder: Path) -> dict[str, Any]:
    try:
        mark = parse_json((folder / MARK).read_bytes())
    except (OSError, UnreadableRecord):
        return {}
    return mark if isinstance(mark, dict) else {}


def _age() -> Any:
    """The age library, imported when it is first needed.

    :raises CannotEncrypt: when it is not installed.
    """
    try:
        import pyrage  # noqa: PLC0415 - optional: most casebooks are not encrypted
    except ImportError:
        raise CannotEncrypt(EXTRA) from None
    return pyrage
