"""Names that look alike: a ledger tells people apart by their names, and so does whoever reads it."""

import unicodedata
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "look-alikes.txt"


def look_alike(one: str, other: str) -> bool:
    """Whether two names can be taken for one another, in the case they are typed in or in another.

    >>> look_alike("Аnalyst One", "analyst one"), look_alike("Ann", "Anna")
    (True, False)
    """
    return any(mine == theirs for mine, theirs in zip(_skeletons(one), _skeletons(other), strict=True))


def _skeletons(name: str) -> tuple[str, str, str]:
    """A name with every letter replaced by the one it looks like: as typed, in small letters, in capitals."""
    typed = " ".join(unicodedata.normalize("NFKC", name).split())
    signs = _table()
    # `1` and `I` are written like `l`, and a zero like `o`; which is which depends on the case that is shown
    drawn = "".join({"I": "l", "1": "l", "|": "l", "0": "O"}.get(sign, sign) for sign in _drawn(typed, signs))
    small = _drawn(typed.casefold(), signs).replace("1", "l").replace("0", "o").replace("rn", "m")
    return drawn, small, _drawn(typed.upper(), signs).replace("1", "I").replace("0", "O")


def _drawn(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Sign → the Latin letter that it looks like."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line.strip() and not line.startswith("# "))
    return {sign: letter for letter, *others in pairs for sign in others}
