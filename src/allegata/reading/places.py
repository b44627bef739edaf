"""Place names as phrases, with every candidate that the words in the text leave.

`names` gives what to ask the gazetteer for; `find` reads the place phrases of one sentence. Candidates are
narrowed only by words: a kind ("the village of …", "… region"), what contains the place ("in the west of
the … region", ", Texas"), a country's adjective ("the Xish town of …"). Nothing is chosen by size. When the
words exclude every known candidate, an *unlisted* place inside the named region is kept, never a namesake
elsewhere.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.value import Place, Where
from allegata.model.vocabulary import PlaceKind, PlaceRole
from allegata.reading.mentions import Form, Named, scan
from allegata.reading.placeroles import Roles
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.speakers import listed

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['ʼ’`.\-‑][^\W\d_]+)*")
_INNER = frozenset(
    [
        "of",
        "the",
        "de",
        "la",
        "le",
        "el",
        "al",
        "du",
        "des",
        "del",
        "da",
        "do",
        "dos",
        "and",
        "on",
        "upon",
        "sur",
        "am",
        "an",
        "der",
        "bin",
        "es",
        "us",
        "e",
        "i",
        "y",
        "d",
        "l",
        "s",
    ]
)
_MOST = 5
"""Words in a place name at most."""

_DATELINE = re.compile(
    r"\s*(?:,\s*[A-Z][\w.]+)?\s*(?:,\s*[A-Z][a-z]+\.?\s*\d{1,2})?\s*(?:\([A-Z][\w .\-/]+\))?\s*(?:—|–|--|-)\s"
)


def names(text: str) -> frozenset[str]:
    """Every run of capitalised words that could be a place name, as written, apostrophes made straight."""
    return frozenset(name for _, _, name in _runs(text))


def _runs(text: str) -> Iterable[tuple[int, int, str]]:
    """(start, end, name) of every candidate run, longest first at each start."""
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        if not first.group()[0].isupper():
            continue
        ends = [at]
        for behind in range(at + 1, min(at + _MOST, len(words))):
            gap = text[words[behind - 1].end() : words[behind].start()]
            word = words[behind].group()
            if gap not in (" ", "\u00a0", "-", ". ") or not (word[0].isupper() or word.lower() in _INNER):
                break
            if word[0].isupper():
                ends.append(behind)
        for end in reversed(ends):
            start, stop = first.start(), words[end].end()
            yield start, stop, _plain(text[start:stop])
            short = re.sub(r"['’]s?$", "", text[start:stop])
            if len(short) < stop - start:
                yield start, start + len(short), _plain(short)


def _plain(name: str) -> str:
    return name.replace("’", "'").replace("\u00a0", " ")


@dataclass(frozen=True, slots=True, eq=False)
class FoundPlace:
    """A place phrase. `start`/`end` are document offsets of the whole phrase ("the village of X in the west
    of the Y region"), `token` is its head in `parse`."""

    start: int
    end: int
    where: Where
    parse: Parse
    token: Token
    name: str = ""  # the bare name, apostrophes made straight


@dataclass(slots=True)
class _Unit:
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
    settled: list[str] | None = None
    within: "_Unit | None" = None
    contained: bool = False
    unknown: bool = (
        False  # no gazetteer entry, and only a preposition in front: a place if a region contains it
    )

    @property
    def words(self) -> list[str]:
        """The words that narrowed, in order."""
        if self.settled is None:
            self.settled = []
        return self.settled


_KINDS: dict[str, frozenset[PlaceKind]] = {
    "village": frozenset({PlaceKind.VILLAGE}),
    "town": frozenset({PlaceKind.VILLAGE, PlaceKind.CITY}),
    "city": frozenset({PlaceKind.CITY, PlaceKind.VILLAGE}),
    "region": frozenset({PlaceKind.REGION, PlaceKind.AREA}),
    "district": frozenset({PlaceKind.DISTRICT}),
}
_NAMED_KINDS = ("village", "town", "city", "district")
_SETTLEMENT = frozenset({PlaceKind.VILLAGE, PlaceKind.CITY})
_KEPT: dict[str, Roles] = {}


def find(sentence: Sentence, table: PlaceTable, knowledge: Knowledge) -> tuple[FoundPlace, ...]:
    """The place phrases of a sentence, in order of the text, each with its role.

    :param table: the gazetteer's answer to `names` of the document's text.
    """
    roles = _KEPT.get(knowledge.version)
    if roles is None:
        roles = _KEPT[knowledge.version] = Roles(knowledge)
    found: list[FoundPlace] = []
    for parse in sentence.parses:
        found += _Phrases(parse, table, knowledge, roles).found(first=parse is sentence.frame)
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def settle(found: Sequence[FoundPlace]) -> tuple[FoundPlace, ...]:
    """Narrow later mentions of a name that an earlier phrase of the same document settled by words.

    :param found: the places of one document in order of the text.
    """
    settled: dict[str, tuple[Place, ...]] = {}
    made = []
    for one in found:
        name = one.name.casefold()
        where = one.where
        if where.settled_by and len(where.candidates) == 1:
            settled[name] = where.candidates
        elif name in settled and len(where.candidates) > 1:
            inside = tuple(p for p in where.candidates if p.within(settled[name][0]))
            if inside:
                where = replace(where, candidates=inside, settled_by="said earlier in the text")
        made.append(replace(one, where=where))
    return tuple(made)


class _Phrases:
    """The place phrases of one parse."""

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

    def found(self, first: bool) -> list[FoundPlace]:
        """All phrases of this parse."""
        units = self._units()
        for unit in units:
            self._kind(unit)
            self._prefix(unit)
        # "X's Y region": the country in front is part of the phrase, not a place of its own
        units = [u for u in units if not any(o is not u and o.first <= u.name_first <= o.last for o in units)]
        self._coordinate(units)
        for unit in units:
            self._narrow(unit)
        self._contain(units)
        made = []
        for unit in units:
            if unit.contained or (unit.unknown and unit.within is None) or not self._is_place(unit):
                continue
            made.append(self._made(unit, dateline=first and unit is units[0] and self._is_dateline(unit)))
        return made

    # --- names -----------------------------------------------------------------------------------

    def _units(self) -> list[_Unit]:
        units: list[_Unit] = []
        taken = -1
        for start, end, name in _runs(self.text):
            places = self.table.get(name.casefold())
            one, other = self.at.get(start), self.ends.get(end)
            if not places or one is None or other is None or one <= taken:
                continue
            if any(i in self.masked for i in range(one, other + 1)) or not self._is_name(one, other, name):
                continue
            units.append(_Unit(one, other, one, other, name, places))
            taken = other
        known = {i for u in units for i in range(u.name_first, u.name_last + 1)}
        return sorted([*units, *self._unknown(known)], key=lambda u: u.name_first)

    def _unknown(self, known: set[int]) -> Iterable[_Unit]:
        """Names that the gazetteer lacks, where a kind word or a preposition says that a place is named."""
        i = 0
        while i < len(self.doc):
            last = self._name_end(i, known)
            if last < i:
                i += 1
                continue
            before = self.doc[i - 1] if i else None
            behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
            of_kind = (
                before is not None
                and before.lower_ == "of"
                and i >= 2
                and self._is_kind(self.doc[i - 2]) in _NAMED_KINDS
            )
            of_kind = of_kind or (
                before is not None and self._is_kind(before) in ("village", "town") and before.pos_ == "NOUN"
            )
            kind_behind = (
                behind is not None
                and behind.pos_ in ("NOUN", "PROPN")
                and self._is_kind(behind) in ("village", "district", "region")
            )
            located = before is not None and before.lower_ in ("in", "near", "outside")
            if of_kind or kind_behind or located:
                first_token, last_token = self.doc[i], self.doc[last]
                name = _plain(self.text[first_token.idx : last_token.idx + len(last_token)])
                yield _Unit(i, last, i, last, name, (), unknown=not (of_kind or kind_behind))
            i = last + 1

    def _name_end(self, first: int, known: set[int]) -> int:
        """The last token of a run of proper nouns that begins here; before `first` when none begins."""
        last = first - 1
        for token in self.doc[first : first + 6]:
            joint = last >= first and (token.text in "-‑" or token.lower_ in ("al", "el", "ad", "de", "la"))
            proper = token.pos_ == "PROPN" and token.text[:1].isupper() and not self._is_kind(token)
            if token.i in known or token.i in self.named or token.i in self.masked or not (proper or joint):
                break
            if self.roles.among(token, "not_places", "part_of_name"):
                return first - 1
            last = token.i
        while last >= first and not self.doc[last].text[:1].isupper():
            last -= 1
        return last

    def _is_name(self, first: int, last: int, name: str) -> bool:
        if first == 0 and self._opens_dateline(last):
            return True
        tokens = self.doc[first : last + 1]
        if first == last and self.roles.among(
            tokens[0], "not_places", "jurisdiction.noun", "origin.noun", "seat.noun"
        ):
            return False
        named = self.named.get(first)
        adjective = named is not None and Form.ADJECTIVE in named.forms and not named.forms & {Form.NAME, Form.CAPITAL}
        if adjective and first == last:
            return False
        if name.lower() in {"the", "us"} and name != "US":
            return False
        if not any(t.pos_ == "PROPN" or t.tag_ in ("NNP", "NNPS") for t in tokens):
            # the tagger takes some names for adjectives or nouns; at the head of a sentence a capital says nothing
            if (
                tokens[0].is_sent_start
                or tokens[0].i == 0
                or tokens[0].pos_ in ("VERB", "AUX", "ADV", "PRON", "DET")
            ):
                return False
        return not self._in_other_name(first, last)

    def _in_other_name(self, first: int, last: int) -> bool:
        """Whether the run is part of a person's or a body's name: "X Brigade", "Jack X", "X University"."""
        behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
        if behind is not None and behind.text in _MARKS and last + 2 < len(self.doc):
            behind = self.doc[last + 2]  # "the 'X' Brigade"
            return behind.text[:1].isupper() and self.roles.among(behind, "part_of_name")
        if (
            behind is not None
            and behind.text[:1] in "-‑"
            and last + 2 < len(self.doc)
            and behind.idx == self.doc[last].idx + len(self.doc[last])
        ):
            return True  # "X-based", "X-Y": an adjective or a longer name
        if (
            behind is not None
            and behind.lower_ in ("al", "el", "ad", "as", "ash")
            and last + 2 < len(self.doc)
            and self.doc[last + 2].text == "-"
        ):
            return True  # the beginning of a longer name ("X al-Y")
        if behind is not None and behind.text[:1].isupper() and behind.is_alpha:
            if self.roles.among(behind, "part_of_name"):
                return True
            if (
                behind.pos_ == "PROPN"
                and not self._is_kind(behind)
                and behind.i not in self.named
                and self.doc[last].dep_ == "compound"
                and self.doc[last].head.i >= behind.i
            ):
                return True
        before = self.doc[first - 1] if first else None
        if before is not None and before.text[:1].isupper() and before.pos_ == "PROPN" and before.is_alpha:
            linked = before.head.i in range(first, last + 1) or self.doc[first].head.i == before.i
            named = self.named.get(before.i)
            known = (
                (named is not None and Form.ADJECTIVE in named.forms)
                or self._is_kind(before)
                or self.roles.among(before, "direction", "modifier")
            )
            if linked and not known and not before.is_sent_start:
                return True
            if linked and not known and before.ent_type_ == "" and before.i == 0 and before.pos_ == "PROPN":
                return True
        if before is not None and before.lower_ in (
            "mr",
            "mr.",
            "mrs.",
            "ms.",
            "dr.",
            "gen.",
            "president",
            "minister",
            "general",
            "colonel",
        ):
            return True
        return False

    # --- the words around a name ---------------------------------------------------------------------

    def _is_kind(self, token: Token) -> str:
        for kind in ("village", "town", "city", "region", "district", "area"):
            if self.roles.among(token, f"kind.{kind}"):
                return kind
        return ""

    def _kind(self, unit: _Unit) -> None:
        """ "X region", "X District", "the village of X", "the village X"."""
        nxt = unit.name_last + 1
        if nxt < len(self.doc) and self._is_kind(self.doc[nxt]) and self.doc[nxt].pos_ in ("NOUN", "PROPN"):
            unit.kind, unit.kind_token, unit.last = self._is_kind(self.doc[nxt]), self.doc[nxt], nxt
            unit.words.append(self.doc[nxt].text)
            return
        before = unit.name_first - 1
        if before >= 1 and self.doc[before].lower_ == "of" and self._is_kind(self.doc[before - 1]):
            before -= 1
        elif (
            before < 0
            or not self._is_kind(self.doc[before])
            or self.doc[before].pos_ not in ("NOUN", "PROPN")
        ):
            return
        token = self.doc[before]
        if token.tag_ in ("NNS", "NNPS"):
            return  # "regions of X" are parts of it
        unit.kind, unit.kind_token, unit.first = self._is_kind(token), token, before
        unit.words.append(self.text[token.idx : self.doc[unit.name_first].idx].strip())

    def _prefix(self, unit: _Unit) -> None:
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
                or self._is_kind(token) == "city"
            ):
                break
            if token.lower_ in ("the", "a", "an"):
                if (
                    unit.kind
                    or unit.country
                    or unit.first < unit.name_first
                    or self.doc[unit.name_last].dep_ not in _MODIFYING
                ):
                    unit.first = i
                break
            unit.first = i
            i -= 1
        self._near(unit)

    def _near(self, unit: _Unit) -> None:
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

    def _coordinate(self, units: list[_Unit]) -> None:
        """ "the X and Y regions": the kind counts for both."""
        for one, other in zip(reversed(units[:-1]), reversed(units[1:]), strict=True):
            if (
                one.kind
                or other.kind_token is None
                or other.kind_token.i != other.last
                or other.kind_token.tag_ not in ("NNS", "NNPS")
            ):
                continue
            between = [t.lower_ for t in self.doc[one.name_last + 1 : other.first]]
            if between and all(w in ("and", "or", ",", "the", "as", "well", "both") for w in between):
                one.kind, one.kind_token = other.kind, other.kind_token
                one.words.append(other.kind_token.text)
                one.country = one.country or other.country

    # --- candidates ------------------------------------------------------------------------------

    def _narrow(self, unit: _Unit) -> None:
        places = unit.candidates
        if unit.country:
            inside = tuple(p for p in places if p.country == unit.country)
            places = inside or self._unlisted(unit, self._country(unit.country))
        if not unit.kind or unit.kind == "area":
            unit.candidates = _without_kind(places)
            return
        fitting = tuple(p for p in places if p.kind in _KINDS[unit.kind])
        if unit.kind == "region":
            fitting = tuple(p for p in fitting if not p.name.endswith(" City")) or fitting
        if unit.kind == "city":
            fitting = tuple(p for p in fitting if p.kind is PlaceKind.CITY) or fitting
        if not fitting and unit.kind == "region":
            fitting = tuple(p for p in places if p.kind is PlaceKind.DISTRICT)
        if not fitting and unit.kind in ("region", "district"):
            kind = PlaceKind.DISTRICT if unit.kind == "district" else PlaceKind.AREA
            fitting = tuple(_around(p, kind) for p in places if p.kind in _SETTLEMENT)
        unit.candidates = fitting

    def _country(self, code: str) -> Place:
        return Place(f"iso:{code}", code, PlaceKind.COUNTRY, code)

    def _unlisted(self, unit: _Unit, container: Place) -> tuple[Place, ...]:
        """A place of this name that the gazetteer lacks, inside what the text says contains it."""
        kind = {"village": PlaceKind.VILLAGE, "district": PlaceKind.DISTRICT, "region": PlaceKind.REGION}.get(
            unit.kind, PlaceKind.OTHER
        )
        return (
            Place(
                f"unlisted:{container.id}:{unit.key.casefold()}",
                unit.key,
                kind,
                container.country,
                (container.id, *container.path),
            ),
        )

    def _contain(self, units: list[_Unit]) -> None:
        """ "X in the Y region", "X, Y", "X of eastern Y": the larger place narrows the smaller."""
        for one, other in zip(reversed(units[:-1]), reversed(units[1:]), strict=True):
            link = self._link(one, other)
            if not link:
                continue
            inside = tuple(
                p for p in one.candidates if any(p.within(q) and p.id != q.id for q in other.candidates)
            )
            if not inside and any(q.kind is PlaceKind.AREA and q.country for q in other.candidates):
                inside = tuple(
                    p
                    for p in one.candidates
                    if any(p.country == q.country for q in other.candidates if q.kind is PlaceKind.AREA)
                )
            if not inside and link == "said" and other.candidates:
                larger = [
                    q
                    for q in other.candidates
                    if q.kind in (PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.COUNTRY)
                ]
                sure = (
                    not one.candidates
                    or one.kind in ("village", "town", "city")
                    or other.kind in ("region", "district")
                )
                if not sure or not larger or _is_larger(one, other):
                    continue
                inside = tuple(u for q in larger for u in self._unlisted(one, q))
            if not inside:
                continue
            one.candidates = inside
            one.words.append(
                self.text[
                    self.doc[one.last].idx + len(self.doc[one.last]) : self.doc[other.last].idx
                    + len(self.doc[other.last])
                ].strip(" ,")
            )
            one.within = other
            other.contained = True
            other.candidates = (
                tuple(q for q in other.candidates if any(p.within(q) for p in inside)) or other.candidates
            )
            one.last = other.last

    def _link(self, one: _Unit, other: _Unit) -> str:
        """How the text ties two neighbours: "said" (in, of), "comma", or not at all."""
        between = [t.lower_ for t in self.doc[one.last + 1 : other.first]]
        bare = [
            w
            for w in between
            if not (
                w in ("the", "a", ",", "of", "in", "within", "located", "situated", "region", "province")
                or w in _SIDES
            )
        ]
        if bare:
            return ""
        if between == [","]:
            return "comma"
        governed = self.doc[one.first - 1].lower_ if one.first else ""
        if "in" in between or "within" in between or (between[:1] == ["of"] or between[:2] == [",", "of"]):
            return "" if governed == "from" and not one.kind else "said"
        if between == [] and other.first > one.last and one.kind == "district":
            return "comma"
        return ""

    # --- phrases ---------------------------------------------------------------------------------

    def _is_place(self, unit: _Unit) -> bool:
        """Country names and capitals are places only where the words put something there; elsewhere they are parties."""
        head = self._head(unit)
        named = self.named.get(unit.name_first)
        if unit.kind or unit.within is not None or named is None or named.joined:
            return True
        if Form.NAME in named.forms and not named.party.id.startswith("state:"):
            return False
        if self.doc[unit.name_last].dep_ in _MODIFYING and self.doc[unit.name_last].head.i > unit.name_last:
            return False
        top = head
        for _ in range(6):
            if top.dep_ not in ("conj", "appos") or top.head.i == top.i:
                break
            top = top.head
        return self._is_dateline(unit) or (
            top.head.pos_ in ("ADP", "SCONJ")
            and (
                self.roles.among(top.head, "locative", "near", "direction")
                or top.head.lower_ in ("from", "to", "into", "of")
            )
        )

    def _head(self, unit: _Unit) -> Token:
        token = unit.kind_token if unit.kind_token is not None else self.doc[unit.name_last]
        span = self.doc[unit.name_first : unit.name_last + 1]
        if unit.kind_token is None and len(span) > 1:
            token = span.root
        return token

    def _is_dateline(self, unit: _Unit) -> bool:
        return unit.name_first == 0 and self._opens_dateline(unit.name_last)

    def _opens_dateline(self, last: int) -> bool:
        return bool(_DATELINE.match(self.text, self.doc[last].idx + len(self.doc[last])))

    def _made(self, unit: _Unit, dateline: bool) -> FoundPlace:
        head = self._head(unit)
        role = PlaceRole.DATELINE if dateline else self.roles.role(head)
        first, last = self.doc[unit.first], self.doc[unit.last]
        wording = self.text[first.idx : last.idx + len(last)]
        where = Where(role, wording, unit.candidates, unit.near, "; ".join(unit.words) if unit.words else "")
        return FoundPlace(self.parse.start(first), self.parse.end(last), where, self.parse, head, unit.key)


_MARKS = frozenset("\"'“”‘’«»")
_MODIFYING = frozenset({"compound", "nmod", "amod", "poss"})
_SIDES = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "part",
        "parts",
        "centre",
        "center",
        "outskirts",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    ]
)


def _around(seat: Place, kind: PlaceKind) -> Place:
    """A district or area that the gazetteer lacks, named after its seat and placed where the seat is."""
    return Place(
        f"seat:{seat.id.removeprefix('geonames:')}",
        seat.name,
        kind,
        seat.country,
        seat.path,
        seat.latitude,
        seat.longitude,
    )


def _without_kind(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """A bare name: the name of a country is the country (or a region of that name), districts are named with their kind."""
    if any(p.kind is PlaceKind.COUNTRY for p in places):
        return tuple(p for p in places if p.kind in (PlaceKind.COUNTRY, PlaceKind.REGION))
    return tuple(p for p in places if p.kind is not PlaceKind.DISTRICT) or places


def _is_larger(one: _Unit, other: _Unit) -> bool:
    """Whether the first cannot lie in the second: a region in a district, two regions."""
    order = {"village": 0, "town": 0, "city": 0, "": 0, "area": 0, "district": 1, "region": 2}
    return order[one.kind] >= max(order[other.kind], 1)
