"""How a place name is spelled for looking it up: one key for all its spellings in one script."""

import re
import unicodedata

_DROPPED = re.compile(r"['’ʼ‘`´ʹ\"“”.,]")
_SPACED = re.compile(r"[\s\-‐-―_/]+")


def fold(name: str) -> str:
    """Lower case, without accents, apostrophes and full stops; hyphens count as spaces.

    "Niu-York" and "niu york", "Kupʼyansk" and "Kupyansk", "São Tomé" and "Sao Tome" meet.
    """
    # taken apart before and after: letters of special alphabets have capitals that only their plain form shows
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    plain = plain.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d")
    return _SPACED.sub(" ", _DROPPED.sub("", plain)).strip()
