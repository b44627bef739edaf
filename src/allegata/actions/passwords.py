"""Passwords: which are taken, and how they are kept (argon2id, RFC 9106, its second recommended setting)."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from allegata.errors import BadAccount, ExtraMissing

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1024
FEWEST_SIGNS = 5
"""Different characters that a password has at least: `aaaaaaaaaaaa` is long and no password."""

COMMON = Path(__file__).parent / "data" / "common-passwords.txt"
EXTRA = "accounts need the extra `web`: pip install 'allegata[web]'"

_TURNS = BoundedSemaphore(2)
"""Each check takes 64 MiB: many at once, of people who only guess, must not take the machine's memory."""


@dataclass(frozen=True, slots=True)
class Hashing:
    """How much work a password costs. The standard is that of RFC 9106 for less memory (section 4)."""

    time_cost: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    def hashed(self, password: str) -> str:
        """What is kept of a password: its argon2id hash with salt and setting (PHC string)."""
        with _TURNS:
            return _hasher(self).hash(normal(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is this password. Without one to compare, the same work is done, and it is not."""
        from argon2.exceptions import InvalidHashError, VerifyMismatchError  # noqa: PLC0415 - of an extra

        with _TURNS:
            try:
                return _hasher(self).verify(kept or _nobodys(self), normal(password)) and kept is not None
            except (VerifyMismatchError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with another setting, and is to be made anew at the next sign-in."""
        return _hasher(self).check_needs_rehash(kept)

    def prepare(self) -> None:
        """Make ready what the first unknown name would wait for, and so be told apart by."""
        _nobodys(self)


@lru_cache(maxsize=8)
def _hasher(hashing: Hashing) -> "PasswordHasher":
    try:
        from argon2 import PasswordHasher  # noqa: PLC0415 - of an extra; a local server needs no password
    except ImportError:
        raise ExtraMissing(EXTRA) from None
    return PasswordHasher(hashing.time_cost, hashing.memory_kib, hashing.lanes)


@lru_cache(maxsize=8)
def _nobodys(hashing: Hashing) -> str:
    return _hasher(hashing).hash("nobody signs in with this")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def normal(password: str) -> str:
    """A password as it is compared: the same characters typed on another keyboard are the same (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, name: str) -> None:
    """Whether a password may be set for an account.

    :raises BadAccount: with what is wrong with it.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        raise BadAccount(f"a password has at least {SHORTEST} characters; a few words that are yours do well")
    if len(text) > LONGEST:
        raise BadAccount(f"a password has at most {LONGEST} characters")
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    own = "".join(sign for sign in name.casefold() if sign.isalnum())
    if own and (not plain.replace(own, "").strip("0123456789") or plain == own):
        raise BadAccount("the name is no password; choose something that others do not know")
    if len(set(text)) < FEWEST_SIGNS:
        raise BadAccount("this repeats a few characters; choose something that is harder to guess")
    if plain in _common():
        raise BadAccount("this is one of the passwords that are tried first; choose another")
