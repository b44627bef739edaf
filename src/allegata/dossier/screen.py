"""The last veil of a public dossier: a word with a capital letter that stands on no list is withheld.

Names of captives, victims, witnesses and private persons cannot all be recognised; names of parties,
public bodies, known voices and coarse places can be listed. So the rule is turned round: a word with a
capital letter anywhere in it stays only when a list holds it, or when it is an ordinary word. Letters that
are neither Latin, Greek nor Cyrillic tell no name from a word: they are withheld whole. What gives somebody
away without a name (`dossier.exposing`) goes first.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from allegata.dossier.exposing import GAP, unaddressed, undated, undated_small, unnumbered, without_units
from allegata.model.dossier import (
    AccountLine,
    Citation,
    Dossier,
    Line,
    Moment,
    Quote,
    Section,
    StatementLine,
)
from allegata.model.value import Category, Count, When

WORD = re.compile(r"[^\W\d_](?:[\w’'](?!s\b)|[\w])*", re.UNICODE)
FOREIGN = "\ue000"
"""Stands, for a moment, for a word in a script without capitals; it takes the numbers beside it along."""
NUMBERED = re.compile(rf"(?:\d+\s*)?{FOREIGN}(?:[\s\u0300-\u1dff]*(?:{FOREIGN}|\d+))*")
GAPS = re.compile(rf"{re.escape(GAP)}(?:[\s,.’'\u0300-\u1dff-]*{re.escape(GAP)})+")
SCRIPTS = (
    "LATIN ",
    "GREEK ",
    "CYRILLIC ",
    "COMBINING ",
    "MODIFIER LETTER APOSTROPHE",
    "RIGHT SINGLE",
    "APOSTROPHE",
)
"""Scripts in which a capital letter tells a name."""
TYPED = (Count, Category, When)
"""Values that go out as typed; places, groups and wordings go out in words only."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """What may stand with a capital letter. `ordinary` words are in lower case, and may stand in any case."""

    named: frozenset[str]
    ordinary: frozenset[str]
    calendar: frozenset[str]
    days: bool  # whether quotations may name days and months
    phrases: frozenset[str] = frozenset()  # may stand whole, not word by word
    elsewhere: frozenset[str] = frozenset()  # months and days in other languages than English
    units: frozenset[str] = frozenset()  # what a military unit is called; `*` stands for an ending

    def quoted(self, text: str) -> str:
        """Somebody's words with every name that is not listed taken out, and what tells as much as a name."""
        shown = unaddressed(without_units(text, self.units))
        if self.days:
            return self._screened(unnumbered(shown, years=True), self.named | self.calendar)
        shown = unnumbered(undated(shown, self.calendar | self.elsewhere), years=False)
        return self._screened(shown, self.named - self.calendar)

    def own(self, text: str) -> str:
        """Our words, in which values of items stand."""
        shown = unaddressed(without_units(text, self.units))
        if not self.days:
            shown = undated_small(shown, self.calendar | self.elsewhere)
        return self._screened(shown, self.named | self.calendar)

    def _screened(self, text: str, allowed: frozenset[str]) -> str:
        def shown(part: str) -> str:
            return NUMBERED.sub(GAP, WORD.sub(lambda m: self._shown(m.group(), allowed), part))

        if not self.phrases:
            return GAPS.sub(GAP, shown(text))
        parts = _whole(self.phrases).split(text)  # every second part is a phrase
        return GAPS.sub(GAP, "".join(p if n % 2 else shown(p) for n, p in enumerate(parts)))

    def _shown(self, word: str, allowed: frozenset[str]) -> str:
        if self._passes(word, allowed):
            return word
        return GAP if _has_capitals(word) else FOREIGN

    def _passes(self, word: str, allowed: frozenset[str]) -> bool:
        if word in allowed or word.lower() in self.ordinary:
            return True
        if word.isupper() and word.capitalize() in allowed:
            return True
        return _has_capitals(word) and not any(letter.isupper() or letter.istitle() for letter in word)


@lru_cache(maxsize=8)
def _whole(phrases: frozenset[str]) -> re.Pattern[str]:
    longest = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<!\w)({longest})(?!\w)")


def _has_capitals(word: str) -> bool:
    """Whether every letter is of a script that has capitals."""
    return word.isascii() or all(
        letter in "’_" or not letter.isalpha() or unicodedata.name(letter, "").startswith(SCRIPTS)
        for letter in word
    )


def words_of(texts: Iterable[str]) -> Iterator[str]:
    """The single words of some texts."""
    for text in texts:
        yield from WORD.findall(text)


def screened(dossier: Dossier, names: Names, coarse: Iterable[tuple[str, str]]) -> Dossier:
    """The dossier with every unlisted name withheld."""
    title = dossier.title
    for wording, instead in coarse:
        bare = wording.removeprefix("near ").removeprefix("the ")
        title = title.replace(f"near {bare}", instead).replace(bare, instead)  # not near the region: in it
    return replace(
        dossier,
        title=names.own(title),
        made_by=names.own(dossier.made_by),
        accused=names.own(dossier.accused),
        summary=tuple(_line(line, names) for line in dossier.summary),
        parts=tuple(_section(section, names) for section in dossier.parts),
        pinned=tuple(_line(line, names) for line in dossier.pinned),
        matrix=tuple(
            replace(
                row,
                derivation=names.own(row.derivation),
                contradicted=_all(row.contradicted, names),
                flags=_all(row.flags, names),
                voices=tuple(
                    replace(
                        voice,
                        origin=names.own(voice.origin),
                        standing=names.own(voice.standing),
                        values=tuple(_line(line, names) for line in voice.values),
                    )
                    for voice in row.voices
                ),
            )
            for row in dossier.matrix
        ),
        timeline=tuple(_moment(moment, names) for moment in dossier.timeline),
        around=tuple(_line(line, names) for line in dossier.around),
        statements=tuple(_statement(said, names) for said in dossier.statements),
        accounts=tuple(_account(account, names) for account in dossier.accounts),
        citations=tuple(_citation(cited, names) for cited in dossier.citations),
        items=tuple(
            replace(item, source=names.own(item.source), method=names.quoted(item.method))
            for item in dossier.items
        ),
        custody=tuple(
            replace(event, tool=names.own(event.tool), clock_source=names.own(event.clock_source))
            for event in dossier.custody
        ),
        decisions=(),
        linked=(),
    )


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


def exposed(dossier: Dossier, words: Iterable[str]) -> tuple[str, ...]:
    """Which of these words the dossier still holds, in whatever case: there must be none."""
    text = "\n".join(strings(dossier)).casefold()
    return tuple(word for word in sorted(set(words)) if re.search(rf"\b{re.escape(word.casefold())}\b", text))


def _all(texts: Iterable[str], names: Names) -> tuple[str, ...]:
    return tuple(names.own(text) for text in texts)


def _line(line: Line, names: Names) -> Line:
    quotes = tuple(Quote(names.quoted(quote.words), quote.cites) for quote in line.quotes)
    return Line(names.own(line.who), names.own(line.what), _all(line.notes, names), quotes, line.things)


def _section(section: Section, names: Names) -> Section:
    return replace(
        section,
        lines=tuple(_line(line, names) for line in section.lines),
        empty=names.own(section.empty),
        footnotes=_all(section.footnotes, names),
    )


def _moment(moment: Moment, names: Names) -> Moment:
    return replace(
        moment, when=names.own(moment.when), who=names.own(moment.who), what=names.own(moment.what)
    )


def _statement(said: StatementLine, names: Names) -> StatementLine:
    return replace(
        said,
        speaker=names.own(said.speaker),
        chain=names.own(said.chain),
        quote=names.quoted(said.quote),
    )


def _account(account: AccountLine, names: Names) -> AccountLine:
    return replace(
        account,
        words=names.own(account.words),
        value=account.value if isinstance(account.value, TYPED) else None,
        who=names.own(account.who),
        notes=_all(account.notes, names),
        quote=names.quoted(account.quote),
    )


def _citation(cited: Citation, names: Names) -> Citation:
    """Exact words, or none: a quotation with a gap in it is no longer one."""
    whole = names.quoted(cited.quote) == cited.quote
    return replace(
        cited,
        source=names.own(cited.source),
        quote=cited.quote if whole else "",
        withheld=cited.withheld or not whole,
    )
