"""Words that name a party, found in plain text: names, adjectives, peoples, capitals and seats of government.

Built once per `Knowledge` and kept; a text is scanned by its first words, so that the time does not
grow with the number of parties.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from allegata.model.knowledge import Knowledge
from allegata.model.source import Party

WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s.'’\-–/]{1,2}")
LOWERED = 4
"""A capital of this many letters or more is also known in lower case ("kyiv's fighters")."""


class Form(StrEnum):
    """In which form a party is named."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PEOPLE = "people"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Named:
    """A party named at text[start:end]. `joined` is the word hyphenated to it ("-backed"), if any."""

    start: int
    end: int
    party: Party
    forms: frozenset[Form]
    joined: str = ""


_Words = tuple[str, ...]


class Names:
    """All forms of all parties, ready for scanning."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._by_words: dict[_Words, list[tuple[_Words, Party, Form]]] = {}
        self._longest: dict[str, int] = {}
        for party in knowledge.parties:
            for form, words in (
                (Form.NAME, party.names),
                (Form.ADJECTIVE, party.adjectives),
                (Form.PEOPLE, party.people),
                (Form.CAPITAL, party.capitals),
            ):
                for word in words:
                    self._add(word, party, form)

    def _add(self, word: str, party: Party, form: Form) -> None:
        written = tuple(WORD.findall(word))
        if not written:
            return
        key = tuple(w.casefold() for w in written)
        self._by_words.setdefault(key, []).append((written, party, form))
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def scan(self, text: str) -> list[Named]:
        """Every party named in the text, longest names first, none inside another."""
        words = [(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]
        found = []
        at = 0
        while at < len(words):
            named = self._at(text, words, at)
            if named is None:
                at += 1
                continue
            found.append(named[0])
            at += named[1]
        return found

    def _at(self, text: str, words: list[tuple[int, int, str]], at: int) -> tuple[Named, int] | None:
        longest = self._longest.get(words[at][2].casefold(), 0)
        for length in range(min(longest, len(words) - at), 0, -1):
            taken = words[at : at + length]
            if any(not _JOINT.fullmatch(text, one[1], other[0]) for one, other in pairwise(taken)):
                continue
            entries = self._by_words.get(tuple(w[2].casefold() for w in taken), ())
            fitting = [e for e in entries if _same_case(tuple(w[2] for w in taken), e[0], e[2])]
            if not fitting or len({party.id for _, party, _ in fitting}) > 1:
                continue  # a name that two parties share names neither
            start, end = taken[0][0], taken[-1][1]
            forms = frozenset(form for _, _, form in fitting)
            return Named(start, end, fitting[0][1], forms, _joined(text, start, end)), length
        return None


def _same_case(written: _Words, known: _Words, form: Form) -> bool:
    if written == known:
        return True
    joined = "".join(known)
    if len(joined) >= LOWERED and written == tuple(w.upper() for w in known):
        return True  # a headline in capitals
    if len(known) > 1 and tuple(w[:1].upper() + w[1:] for w in written) == known:
        return len(joined) >= LOWERED
    return form is Form.CAPITAL and len(joined) >= LOWERED and written == tuple(w.lower() for w in known)


def _joined(text: str, start: int, end: int) -> str:
    after = re.compile(r"[-‑–]([^\W_]+)").match(text, end)
    if after:
        return after.group(1).lower()
    before = re.compile(r"([^\W_]+)[-‑–]$").search(text[max(0, start - 20) : start])
    return before.group(1).lower() if before else ""


_KEPT: dict[str, Names] = {}


def names(knowledge: Knowledge) -> Names:
    """The compiled names of this knowledge, built once per version."""
    kept = _KEPT.get(knowledge.version)
    if kept is None:
        kept = _KEPT[knowledge.version] = Names(knowledge)
    return kept


def scan(text: str, knowledge: Knowledge) -> Iterator[Named]:
    """Every party named in the text, in order."""
    yield from names(knowledge).scan(text)


def every_name(text: str, knowledge: Knowledge, acronyms: Mapping[str, str]) -> list[Named]:
    """Every party named in the text, by its names or by an acronym that the document itself explains.

    :param acronyms: acronym → id of the party (see `reading.acronyms`).
    """
    found = list(scan(text, knowledge))
    for letters, party_id in acronyms.items():
        party = next((p for p in knowledge.parties if p.id == party_id), None)
        for match in re.finditer(rf"(?<![\w-]){re.escape(letters)}(?![\w-])", text):
            if party is not None and all(n.end <= match.start() or match.end() <= n.start for n in found):
                found.append(Named(match.start(), match.end(), party, frozenset({Form.NAME})))
    return sorted(found, key=lambda n: n.start)


def goes_on(text: str, named: Named) -> bool:
    """Whether a state's name only begins a longer one ("the Xland Shield", "Xland Rescue Committee").

    An adjective or a genitive may stand before any organ; a bare name before a capitalised word may not.
    """
    if Form.ADJECTIVE in named.forms or Form.PEOPLE in named.forms or named.joined:
        return False
    return re.match(r" [A-Z][a-z]", text[named.end : named.end + 3]) is not None
