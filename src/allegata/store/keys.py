"""The keys that sign checkpoints. They lie outside every casebook: who copies one gets no key with it.

`$ALLEGATA_KEYS`, or `$XDG_CONFIG_HOME/allegata/keys`, or `~/.config/allegata/keys`, then
`<casebook id>/<key id>.pem`: an Ed25519 key in PKCS 8, as `openssl pkey -in` reads it; the folder for
its owner only (0700), the file too (0600).
"""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from allegata.errors import UnsafeKeys
from allegata.evidence.checkpoint import key_of
from allegata.store.writes import Announce, flush_folder

ENDING = ".pem"


def standard_folder() -> Path:
    """Where the keys of this user lie."""
    if own := os.environ.get("ALLEGATA_KEYS"):
        return Path(own)
    settings = os.environ.get("XDG_CONFIG_HOME")
    return (Path(settings) if settings else Path.home() / ".config") / "allegata" / "keys"


class Keys:
    """A folder of signing keys, one folder in it for each casebook."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or standard_folder()

    def refuse_inside(self, casebook: Path) -> None:
        """Make sure that the keys of a casebook lie elsewhere.

        :raises UnsafeKeys: when they would lie inside it.
        """
        if self.folder.resolve().is_relative_to(casebook.resolve()):
            raise UnsafeKeys(
                f"the signing keys would lie in the casebook itself ({self.folder}); set ALLEGATA_KEYS to a "
                "folder elsewhere, on a medium that is not copied together with it"
            )

    def place(self, casebook: str, key: str) -> Path:
        """Where a key lies, or would lie.

        :param key: its id in a note, eight hex digits.
        """
        return self.folder / casebook / f"{key}{ENDING}"

    def held(self, casebook: str) -> tuple[str, ...]:
        """The ids of the keys that are here for a casebook."""
        folder = self.folder / casebook
        return tuple(sorted(path.stem for path in folder.glob(f"*{ENDING}"))) if folder.is_dir() else ()

    def load(self, casebook: str, key: str) -> Ed25519PrivateKey | None:
        """A key by its id; None when it is not here or is no such key."""
        try:
            private = load_pem_private_key(self.place(casebook, key).read_bytes(), None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            return None
        return private if isinstance(private, Ed25519PrivateKey) else None

    def exposed(self, casebook: str, key: str) -> bool:
        """Whether others on this machine may read a key's file."""
        return os.name == "posix" and bool(self.place(casebook, key).stat().st_mode & 0o077)

    def create(self, casebook: str, name: str, announce: Announce) -> Ed25519PrivateKey:
        """Make a key and keep it.

        :param name: under which its id is told.
        :raises OSError: when the folder cannot be written to.
        """
        private = Ed25519PrivateKey.generate()
        path = self.place(casebook, key_of(name, private).id.hex())
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        aside = path.with_name(f"{path.name}.new")
        announce("key")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        aside.replace(path)
        flush_folder(path.parent)
        return private
