"""The languages of the pages. English is written in the templates; the others are catalogues beside it."""

import re
from pathlib import Path

import polib

from allegata.model.days import MONTHS

STRINGS = Path(__file__).parent / "strings"
LANGUAGES = {"en": "English", "uk": "Українська"}
"""BCP 47 tag → the language's own name for itself."""

JOINTS = ("; ", ". ", " · ", " — ", ": ", ", ")
"""What the words of values are put together with, the widest first: “denies; gives another account”."""
IN_BRACKETS = re.compile(r"(.+) \((.+)\)", re.DOTALL)
IN_LINE = re.compile(r"(.+), (line) (\d+)")
NUMBERED = re.compile(r"(?:(at least|at most) )?([\d,]+)(?: (or more))?(?: (\D+))?")
DATED = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})(?: (\d{{4}}))?")
_FROM_JANUARY = """
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
"""
MONTH_NAMES, MONTHS_OF_A_DAY = ({"uk": tuple(line.split())} for line in _FROM_JANUARY.strip().splitlines())
"""January to December; and as they are said with a day, where that is another form."""


class Words:
    """The strings of one language; what a catalogue does not hold is said in English."""

    def __init__(self, tag: str, catalogue: polib.POFile | None = None) -> None:
        self.tag = tag
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        self._plural: dict[str, str] = {}
        for entry in catalogue or ():
            if entry.obsolete or "fuzzy" in entry.flags:
                continue
            if entry.msgid_plural:
                forms = tuple(form for _, form in sorted(entry.msgstr_plural.items()))
                if all(forms):
                    self._many[entry.msgid] = forms
                    self._plural[entry.msgid] = entry.msgid_plural
            elif entry.msgstr:
                self._one[entry.msgid] = entry.msgstr

    @classmethod
    def all(cls) -> dict[str, "Words"]:
        """Every language there is."""
        return {tag: cls(tag, _catalogue(tag)) for tag in LANGUAGES}

    def gettext(self, text: str) -> str:
        """A string in this language."""
        return self._one.get(text, text)

    def said(self, text: str) -> str:
        """A value that was put together from known words, part by part; what is not known stays as it is.

        Names stay as they are. Words that are neither known nor a name are somebody's sentence: then
        nothing beside them is translated either, so that no sentence stands in two languages.
        """
        return text if self.tag not in MONTH_NAMES else self._said(str(text)) or text

    def _said(self, text: str) -> str | None:
        if found := self._one.get(text):
            return found
        if placed := IN_LINE.fullmatch(text):
            return f"{placed[1]}, {self.gettext(placed[2])} {placed[3]}"
        for joint in JOINTS:
            first, _, rest = text.partition(joint)
            if not rest:
                continue
            if joint in (": ", " — ") and (label := self._one.get(first)):
                return label + joint + (self._said(rest) or rest)  # a value may be anybody's words
            parts = [self._said(part) for part in text.split(joint)]
            return None if None in parts else joint.join(part for part in parts if part is not None)
        if bracketed := IN_BRACKETS.fullmatch(text):
            before, within = (self._said(part) for part in bracketed.groups())
            return f"{before} ({within})" if before is not None and within is not None else None
        return (
            self._number(text) or self._date(text) or self._pair(text) or (text if _is_name(text) else None)
        )

    def _pair(self, text: str) -> str | None:
        """Two known words with nothing between: an aspect and its result, a number and what it counts."""
        for at in (found.start() for found in re.finditer(" ", text)):
            before, after = text[:at], text[at + 1 :]
            first = self._one.get(before) or self._number(before)
            second = self._one.get(after) or self._date(after)
            if first and second:
                return f"{first}: {second}"
        return None

    def _number(self, text: str) -> str | None:
        found = NUMBERED.fullmatch(text)
        if not found:
            return None
        bound, figure, more, noun = found.groups()
        number = int(figure.replace(",", ""))
        if noun:
            one = next((one for one in self._many if noun in self._nouns(one)), None)
            if one is None:
                return None
            figure = self.ngettext(one, one, number) % {"count": figure}
        words = (bound and self._one.get(bound), figure, more and self._one.get(more))
        return " ".join(word for word in words if word)

    def _nouns(self, one: str) -> tuple[str, ...]:
        return tuple(form.removeprefix("%(count)s ") for form in (one, self._plural.get(one, "")))

    def _date(self, text: str) -> str | None:
        found = DATED.fullmatch(text)
        if not found:
            return None
        day, month, year = found.groups()
        name = (MONTHS_OF_A_DAY if day else MONTH_NAMES)[self.tag][MONTHS.index(month)]
        return " ".join(part for part in (day, name, year) if part)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A string that goes with a number."""
        forms = self._many.get(one)
        if forms is None:
            return one if count == 1 else many
        return forms[min(_east_slavic(count), len(forms) - 1)]


def _is_name(text: str) -> bool:
    return text[:1].isupper() or text[:1].isdigit()


def _catalogue(tag: str) -> polib.POFile | None:
    path = STRINGS / f"{tag}.po"
    return polib.pofile(str(path)) if path.exists() else None


def _east_slavic(count: int) -> int:
    """Which of three forms a number takes: 1 звіт, 2 звіти, 5 звітів (CLDR: one, few, many)."""
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2
