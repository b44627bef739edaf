"""The languages of the pages. English is written in the templates; the others are catalogues beside it."""

from pathlib import Path

import polib

STRINGS = Path(__file__).parent / "strings"
LANGUAGES = {"en": "English", "uk": "Українська"}
"""BCP 47 tag → the language's own name for itself."""


class Words:
    """The strings of one language; what a catalogue does not hold is said in English."""

    def __init__(self, tag: str, catalogue: polib.POFile | None = None) -> None:
        self.tag = tag
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        for entry in catalogue or ():
            if entry.obsolete or "fuzzy" in entry.flags:
                continue
            if entry.msgid_plural:
                forms = tuple(form for _, form in sorted(entry.msgstr_plural.items()))
                if all(forms):
                    self._many[entry.msgid] = forms
            elif entry.msgstr:
                self._one[entry.msgid] = entry.msgstr

    @classmethod
    def all(cls) -> dict[str, "Words"]:
        """Every language there is."""
        return {tag: cls(tag, _catalogue(tag)) for tag in LANGUAGES}

    def gettext(self, text: str) -> str:
        """A string in this language."""
        return self._one.get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A string that goes with a number."""
        forms = self._many.get(one)
        if forms is None:
            return one if count == 1 else many
        return forms[min(_east_slavic(count), len(forms) - 1)]


def _catalogue(tag: str) -> polib.POFile | None:
    path = STRINGS / f"{tag}.po"
    return polib.pofile(str(path)) if path.exists() else None


def _east_slavic(count: int) -> int:
    """Which of three forms a number takes: 1 звіт, 2 звіти, 5 звітів (CLDR: one, few, many)."""
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2
