"""Words out of foreign files, made fit to be kept and shown. What they stood for stays in the original.

A name may hold control characters, marks that turn the direction of writing round, half characters, or a
way out of a folder; nothing of that may reach a terminal, a page or a path.
"""

import unicodedata
from typing import Any

MOST = 20_000
"""Characters of one text that is kept with a record; longer ones are cut, the original has them whole."""
NAME, PART = 1_000, 200
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def shown(container: str, name: str) -> str:
    """The name of a member as people see it: the container's name, a slash, and a harmless path."""
    parts = (_harmless(part) for part in name.replace("\\", "/").split("/"))
    path = "/".join(part for part in parts if part not in ("", ".", ".."))
    return f"{container}/{path[-NAME:] or 'unnamed'}"


def _harmless(part: str) -> str:
    letters = ("�" if unicodedata.category(letter) in _HIDDEN else letter for letter in part)
    clean = "".join(letters).strip()
    if len(clean) <= PART:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: PART - 12]}….{ending}" if dot and len(ending) <= 8 else f"{clean[: PART - 1]}…"


def one_line(words: str, most: int = 200) -> str:
    """Words of a file as they can stand in a sentence of ours: one line, nothing hidden, not too long."""
    if not words.isprintable():
        words = "".join(letter if letter.isprintable() else " " for letter in words[: most * 2])
    clean = words.strip()
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"


def keepable(data: Any) -> Any:
    """Plain data with every text fit to be kept: no half characters, no NUL, none of endless length."""
    if isinstance(data, str):
        if len(data) > MOST:
            data = f"{data[:MOST]}…"
        if not data.isascii():
            data = data.encode("utf-8", "replace").decode() if _half(data) else data
        return data.replace("\x00", "�")
    if isinstance(data, list):
        return [keepable(each) for each in data]
    if isinstance(data, dict):
        return {key: keepable(each) for key, each in data.items()}
    return data


def _half(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return True
    return False
