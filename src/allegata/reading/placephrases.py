"""The words that make up a place phrase: the name, its kind, its country, directions, nearness.

Units are names with the words that belong to them, before any candidate is dropped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind
from allegata.reading.mentions import Form, Named, scan
from allegata.reading.placenames import plain, runs
from allegata.reading.placeroles import Roles
from allegata.reading.sentences import Parse
from allegata.reading.speakers import listed

_DATELINE = re.compile(
    r"\s*(?:,\s*[A-Z][\w.]+)?\s*(?:,\s*[A-Z][a-z]+\.?\s*\d{1,2})?\s*(?:\([A-Z][\w .\-/]+\))?\s*(?:—|–|--|-)\s"
)


_NAMED_KINDS = ("village", "town", "city", "district")
_MARKS = frozenset("\"'“”‘’«»")
_PARTICLES = frozenset({"al", "el", "ad", "as", "ash"})
_TITLES = frozenset(
    {"mr", "mr.", "mrs.", "ms.", "dr.", "gen.", "president", "minister", "general", "colonel", "senator"}
)
MODIFYING = frozenset({"compound", "nmod", "amod", "poss"})


@dataclass(slots=True)
class Unit:
    """One name with the words that belong to it, in token indices of its parse (last inclusive)."""

    first: int
    last: int
    name_first: int
    name_last: int
    key: str
    candidates: tuple[Place, ...]
    kind: str = ""  # "village", "town", "city", "region", "district", "area"
    kind_token: Token | None = None
    country: str = ""
    near: bool = False
    words: list[str] = field(default_factory=list)  # the words that narrow, in order
    within: "Unit | None" = None
    contained: bool = False
    unknown: bool = (
        False  # no gazetteer entry, and only a preposition in front: a place if a region contains it
    )


class PhraseReader:
    """The names of one parse with the words around them."""

    def __init__(self, parse: Parse, table: PlaceTable, knowledge: Knowledge, roles: Roles) -> None:
        self.parse, self.doc, self.table, self.roles = parse, parse.doc, table, roles
        self.text = parse.doc.text
        self.at = {t.idx: t.i for t in parse.doc}
        self.ends = {t.idx + len(t.text): t.i for t in parse.doc}
        self.named: dict[int, Named] = {}
        for named in scan(self.text, knowledge):
            for token in parse.doc:
                if named.start <= token.idx < named.end:
                    self.named[token.i] = named
        self.masked = {
            t.i
            for start, end in listed(self.text, knowledge)
            for t in parse.doc
            if start <= t.idx < end and (" " in self.text[start:end] or self.text[start:end].isupper())
        }

    def units(self) -> list[Unit]:
        """Every name of a place, in order of the text, with its kind, country and nearness."""
        units = self._named_units()
        for unit in units:
            self._kind(unit)
            self._prefix(unit)
        # "X's Y region": the country in front is part of the phrase, not a place of its own
        units = [u for u in units if not any(o is not u and o.first <= u.name_first <= o.last for o in units)]
        self._coordinate(units)
        return units

    # --- names -----------------------------------------------------------------------------------

    def _named_units(self) -> list[Unit]:
        units: list[Unit] = []
        taken = -1
        for start, end, name in runs(self.text):
            places = self.table.get(name.casefold())
            one, other = self.at.get(start), self.ends.get(end)
            if other is None and name.endswith("."):
                other = self.ends.get(end - 1)  # the full stop also ends the sentence
            if not places or one is None or other is None or one <= taken:
                continue
            if name.endswith("."):
                # a shortened region stands behind the comma of a place that it contains
                places = tuple(p for p in places if p.kind is PlaceKind.REGION)
                if not places or one == 0 or self.doc[one - 1].text != ",":
                    continue
            if any(i in self.masked for i in range(one, other + 1)) or not self._is_name(one, other, name):
                continue
            units.append(Unit(one, other, one, other, name, places, unknown=name.endswith(".")))
            taken = other
        known = {i for u in units for i in range(u.name_first, u.name_last + 1)}
        return sorted([*units, *self._unknown(known)], key=lambda u: u.name_first)

    def _unknown(self, known: set[int]) -> Iterable[Unit]:
        """Names that the gazetteer lacks, where a kind word or a preposition says that a place is named."""
        i = 0
        while i < len(self.doc):
            last = self._name_end(i, known)
            if last < i:
                i += 1
                continue
            before = self.doc[i - 1] if i else None
            behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
            of_kind = self._kind_names(i) or (
                before is not None and self.kind_of(before) in ("village", "town") and before.pos_ == "NOUN"
            )
            kind_behind = (
                behind is not None
                and behind.pos_ in ("NOUN", "PROPN")
                and self.kind_of(behind) in ("village", "district", "region", "area")
            )
            kind_behind = kind_behind or self._long_kind(last + 1) >= 0
            apposed = self.apposed_kind(last)
            located = before is not None and before.lower_ in ("in", "near", "outside", "at")
            if of_kind or kind_behind or located or apposed is not None:
                first_token, last_token = self.doc[i], self.doc[last]
                name = plain(self.text[first_token.idx : last_token.idx + len(last_token)])
                sure = of_kind or kind_behind or apposed is not None
                yield Unit(i, last, i, last, name, (), unknown=not sure)
            i = last + 1

    def _kind_names(self, first: int) -> bool:
        """Whether "the village of" or the like stands in front: what follows is a name, however it is tagged."""
        return (
            first >= 2
            and self.doc[first - 1].lower_ == "of"
            and self.kind_of(self.doc[first - 2]) in _NAMED_KINDS
        )

    def _name_end(self, first: int, known: set[int]) -> int:
        """The last token of a run of proper nouns that begins here; before `first` when none begins."""
        last = first - 1
        said = self._kind_names(first)
        for token in self.doc[first : first + 6]:
            joint = last >= first and (
                token.text in "-‑"
                or token.lower_ in ("al", "el", "ad", "de", "la")
                or self._is_hyphenated(token)
            )
            named = token.pos_ == "PROPN" or (said and token.i == first and token.is_alpha)
            proper = named and token.text[:1].isupper() and not self.kind_of(token)
            if token.i in known or token.i in self.named or token.i in self.masked or not (proper or joint):
                break
            if not joint and self.roles.among(token, "not_places", "part_of_name"):
                return first - 1
            last = token.i
        while last >= first and not self.doc[last].text[:1].isupper():
            last -= 1
        return last

    def _is_hyphenated(self, token: Token) -> bool:
        """A letter or two joined to a name by a hyphen: "Khirbet a-X", "Dara-e X"."""
        if len(token) > 2 or not token.is_alpha:
            return False
        around = [t for t in self.doc[max(0, token.i - 1) : token.i + 2] if t.text in "-‑"]
        return any(t.idx + len(t) == token.idx or token.idx + len(token) == t.idx for t in around)

    def _is_name(self, first: int, last: int, name: str) -> bool:
        if first == 0 and self.opens_dateline(last):
            return True
        tokens = self.doc[first : last + 1]
        if first == last and self._is_common(tokens[0], name):
            return False
        return self._is_proper(tokens) and not self._goes_on(last) and not self._began_before(first, last)

    def _is_common(self, token: Token, name: str) -> bool:
        """A single word that is no name of a place here: a title, a people's adjective, an acronym."""
        if self.roles.among(token, "not_places", "jurisdiction.noun", "origin.noun", "seat.noun"):
            return True
        named = self.named.get(token.i)
        if named is not None:
            return Form.ADJECTIVE in named.forms and not named.forms & {Form.NAME, Form.CAPITAL}
        return len(name) <= 3 and name.isupper()

    @staticmethod
    def _is_proper(tokens: Span) -> bool:
        """The tagger takes some names for other words; at the head of a sentence a capital says nothing."""
        if any(t.pos_ == "PROPN" or t.tag_ in ("NNP", "NNPS") for t in tokens):
            return True
        return tokens[0].i > 0 and tokens[0].pos_ not in ("VERB", "AUX", "ADV", "PRON", "DET")

    def _goes_on(self, last: int) -> bool:
        """Whether the name begins a longer one: "X Brigade", "X University", "X al-Y", "X-based"."""
        behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
        further = self.doc[last + 2] if last + 2 < len(self.doc) else None
        if behind is None:
            return False
        if behind.text in _MARKS and further is not None:  # "the 'X' Brigade"
            return further.text[:1].isupper() and self.roles.among(further, "part_of_name")
        if (
            further is not None
            and behind.text[:1] in "-‑"
            and behind.idx == self.doc[last].idx + len(self.doc[last])
        ):
            return True
        if further is not None and behind.lower_ in _PARTICLES and further.text == "-":
            return True
        if not (behind.text[:1].isupper() and behind.is_alpha):
            return False
        known = self.kind_of(behind) or behind.i in self.named or self._long_kind(behind.i) >= 0
        compound = self.doc[last].dep_ == "compound" and self.doc[last].head.i >= behind.i
        return self.roles.among(behind, "part_of_name") or (behind.pos_ == "PROPN" and compound and not known)

    def _began_before(self, first: int, last: int) -> bool:
        """Whether the name is the end of a longer one: a person's ("Jack X", "General X") or a body's."""
        before = self.doc[first - 1] if first else None
        if before is None:
            return False
        if before.lower_ in _TITLES or self._is_hyphenated(before):
            return True
        if not (before.text[:1].isupper() and before.pos_ == "PROPN" and before.is_alpha):
            return False
        named = self.named.get(before.i)
        adjective = named is not None and Form.ADJECTIVE in named.forms
        if adjective or self.kind_of(before) or self.roles.among(before, "direction", "modifier"):
            return False
        return before.head.i in range(first, last + 1) or self.doc[first].head.i == before.i

    # --- the words around a name ---------------------------------------------------------------------

    def kind_of(self, token: Token) -> str:
        """The kind that a word gives ("village", "region"), or nothing."""
        for kind in ("village", "town", "city", "region", "district", "area"):
            if self.roles.among(token, f"kind.{kind}"):
                return kind
        return ""

    def _long_kind(self, first: int) -> int:
        """The last token of a kind of several words that begins here ("X Local Government Area"), or -1."""
        for size in (3, 2):
            words = " ".join(t.lower_ for t in self.doc[first : first + size])
            if words in self.roles.words("kind.long"):
                return first + size - 1
        return -1

    def apposed_kind(self, last: int) -> Token | None:
        """ "X, a frontline village in …", "X, a settlement of labourers": the kind that an apposition gives."""
        if last + 2 >= len(self.doc) or self.doc[last + 1].text != ",":
            return None
        if self.doc[last + 2].lower_ not in ("a", "an", "the"):
            return None
        for token in self.doc[last + 3 : last + 7]:
            if token.pos_ == "NOUN" and self.kind_of(token) in (*_NAMED_KINDS, "region"):
                behind = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
                noun = behind is None or behind.pos_ not in ("NOUN", "PROPN")
                return token if noun else None
            if token.pos_ not in ("ADJ", "NOUN", "PUNCT", "VERB", "NUM", "ADV", "PROPN") or token.text == ",":
                return None
        return None

    def _kind(self, unit: Unit) -> None:
        """ "X region", "X District", "the village of X", "the village X", "X, a village"."""
        nxt = unit.name_last + 1
        long = self._long_kind(nxt)
        if long >= 0:
            unit.kind, unit.kind_token, unit.last = "district", self.doc[long], long
            unit.words.append(self.text[self.doc[nxt].idx : self.doc[long].idx + len(self.doc[long])])
            return
        if nxt < len(self.doc) and self.kind_of(self.doc[nxt]) and self.doc[nxt].pos_ in ("NOUN", "PROPN"):
            unit.kind, unit.kind_token, unit.last = self.kind_of(self.doc[nxt]), self.doc[nxt], nxt
            unit.words.append(self.doc[nxt].text)
            return
        before = unit.name_first - 1
        if before >= 1 and self.doc[before].lower_ == "of" and self.kind_of(self.doc[before - 1]):
            before -= 1
        elif (
            before < 0 or not self.kind_of(self.doc[before]) or self.doc[before].pos_ not in ("NOUN", "PROPN")
        ):
            return
        token = self.doc[before]
        if token.tag_ in ("NNS", "NNPS"):
            return  # "regions of X" are parts of it
        named = self.doc[before - 1] if before else None
        if named is not None and named.pos_ == "PROPN" and self.doc[before + 1].lower_ == "of":
            return  # "the X area of Y": the kind is X's
        unit.kind, unit.kind_token, unit.first = self.kind_of(token), token, before
        unit.words.append(self.text[token.idx : self.doc[unit.name_first].idx].strip())

    def _prefix(self, unit: Unit) -> None:
        """Adjectives, directions, a country's adjective or genitive in front."""
        i = unit.first - 1
        while i >= 0:
            token = self.doc[i]
            named = self.named.get(i)
            if (
                named is not None
                and not named.joined
                and ((Form.ADJECTIVE in named.forms and unit.first == i + 1) or self.doc[i + 1].tag_ == "POS")
            ):
                if not named.party.id.startswith("state:"):
                    break
                unit.country = named.party.id.removeprefix("state:")
                unit.words.append(named.party.adjectives[0] if named.party.adjectives else named.party.name)
                i = self.at.get(named.start, i)
            elif token.tag_ == "POS" and i and (i - 1) in self.named:
                i -= 1
                continue
            elif not (
                self.roles.among(token, "direction", "modifier")
                or token.lower_ in ("the", "a", "an")
                or self.kind_of(token) == "city"
            ):
                break
            if token.lower_ in ("the", "a", "an"):
                if (
                    unit.kind
                    or unit.country
                    or unit.first < unit.name_first
                    or self.doc[unit.name_last].dep_ not in MODIFYING
                ):
                    unit.first = i
                break
            unit.first = i
            i -= 1
        self._near(unit)

    def _near(self, unit: Unit) -> None:
        for token in self.doc[max(0, unit.first - 4) : unit.first]:
            if token.lower_ in ("and", ",", "or", ";"):
                unit.near = False
            elif self.roles.among(token, "near") and token.lower_ != "by":
                unit.near = True
        before = self.doc[unit.first - 1] if unit.first else None
        if before is not None and before.lower_ == "of" and unit.first >= 2:
            side = self.doc[unit.first - 2]
            if self.roles.among(side, "direction") and side.lower_ not in (
                "part",
                "parts",
                "centre",
                "center",
            ):
                inside = unit.first >= 3 and self.doc[unit.first - 3].lower_ == "the"
                unit.near = unit.near or not inside  # "north of X" lies outside, "the north of X" inside
        if (
            before is not None
            and before.lower_ == "from"
            and any(
                t.lower_ in ("km", "kilometers", "kilometres", "miles", "far")
                for t in self.doc[max(0, unit.first - 4) : unit.first]
            )
        ):
            unit.near = True
        if unit.kind == "area":
            unit.near = True

    def _coordinate(self, units: list[Unit]) -> None:
        """ "the X and Y regions": the kind counts for both."""
        for one, other in zip(reversed(units[:-1]), reversed(units[1:]), strict=True):
            token = other.kind_token
            if one.kind or token is None or token.i <= other.name_last or token.tag_ not in ("NNS", "NNPS"):
                continue
            between = [t.lower_ for t in self.doc[one.name_last + 1 : other.first]]
            if between and all(w in ("and", "or", ",", "the", "as", "well", "both") for w in between):
                one.kind, one.kind_token = other.kind, token
                one.words.append(token.text)
                one.country = one.country or other.country

    def opens_dateline(self, last: int) -> bool:
        """Whether the text goes on like a dateline behind this token: "CITY (Agency) —"."""
        return bool(_DATELINE.match(self.text, self.doc[last].idx + len(self.doc[last])))
