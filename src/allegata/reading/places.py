"""Place names as phrases, with every candidate that the words in the text leave.

`names` gives what to ask the gazetteer for; `find` reads the place phrases of one sentence. Candidates are
narrowed only by words: a kind ("the village of …", "… region"), what contains the place ("in the west of
the … region", ", Texas"), a country's adjective ("the Xish town of …"). Nothing is chosen by size. When the
words exclude every known candidate, an *unlisted* place inside the named region is kept, never a namesake
elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.value import Place, Where
from allegata.model.vocabulary import PlaceKind, PlaceRole
from allegata.reading.mentions import Form
from allegata.reading.placenames import names
from allegata.reading.placephrases import MODIFYING, PhraseReader, Unit
from allegata.reading.placeroles import Roles
from allegata.reading.sentences import Parse, Sentence

__all__ = ["FoundPlace", "find", "names", "settle"]

_KINDS: dict[str, frozenset[PlaceKind]] = {
    "village": frozenset({PlaceKind.VILLAGE}),
    "town": frozenset({PlaceKind.VILLAGE, PlaceKind.CITY}),
    "city": frozenset({PlaceKind.CITY, PlaceKind.VILLAGE}),
    "region": frozenset({PlaceKind.REGION, PlaceKind.AREA}),
    "district": frozenset({PlaceKind.DISTRICT}),
}
_SETTLEMENT = frozenset({PlaceKind.VILLAGE, PlaceKind.CITY})
_KEPT: dict[str, Roles] = {}


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


def find(sentence: Sentence, table: PlaceTable, knowledge: Knowledge) -> tuple[FoundPlace, ...]:
    """The place phrases of a sentence, in order of the text, each with its role.

    :param table: the gazetteer's answer to `names` of the document's text.
    """
    roles = _KEPT.get(knowledge.version)
    if roles is None:
        roles = _KEPT[knowledge.version] = Roles(knowledge)
    found: list[FoundPlace] = []
    for parse in sentence.parses:
        found += _Places(parse, table, knowledge, roles).found(first=parse is sentence.frame)
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


class _Places(PhraseReader):
    """The place phrases of one parse, with their candidates and roles."""

    def found(self, first: bool) -> list[FoundPlace]:
        """All phrases of this parse."""
        units = self.units()
        for unit in units:
            self._narrow(unit)
        self._contain(units)
        made = []
        for unit in units:
            if unit.contained or (unit.unknown and unit.within is None) or not self._is_place(unit):
                continue
            made.append(self._made(unit, dateline=first and unit is units[0] and self._is_dateline(unit)))
        return made

    # --- candidates ------------------------------------------------------------------------------

    def _narrow(self, unit: Unit) -> None:
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
        if not fitting and any(_is_wide(p) for p in places):
            fitting = tuple(p for p in places if _is_wide(p))  # "the X region" of a country: in and around it
        if not fitting and unit.kind in ("region", "district"):
            kind = PlaceKind.DISTRICT if unit.kind == "district" else PlaceKind.AREA
            fitting = tuple(_around(p, kind) for p in places if p.kind in _SETTLEMENT)
        unit.candidates = fitting

    def _country(self, code: str) -> Place:
        return Place(f"iso:{code}", code, PlaceKind.COUNTRY, code)

    def _unlisted(self, unit: Unit, container: Place) -> tuple[Place, ...]:
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

    def _contain(self, units: list[Unit]) -> None:
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

    def _link(self, one: Unit, other: Unit) -> str:
        """How the text ties two neighbours: "said" (in, of), "comma", or not at all."""
        between = [t.lower_ for t in self.doc[one.last + 1 : other.first]]
        if self._is_apposed(one, other):
            return "said"
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
            # "at X, Y District": a name that the gazetteer lacks, in the district that follows
            wide = all(p.kind in (PlaceKind.DISTRICT, PlaceKind.REGION) for p in other.candidates)
            told = not one.candidates and bool(other.candidates) and wide
            return "said" if told else "comma"
        governed = self.doc[one.first - 1].lower_ if one.first else ""
        if "in" in between or "within" in between or (between[:1] == ["of"] or between[:2] == [",", "of"]):
            return "" if governed == "from" and not one.kind else "said"
        if between == [] and other.first > one.last and one.kind == "district":
            return "comma"
        return ""

    def _is_apposed(self, one: Unit, other: Unit) -> bool:
        """ "X, a frontline village in the Y region": what X is called lies in Y."""
        kind = self.apposed_kind(one.last)
        if kind is None or kind.i >= other.first:
            return False
        between = self.doc[kind.i + 1 : other.first]
        tied = any(t.lower_ in ("in", "of", "within", "near") for t in between)
        if not tied or any(t.pos_ in ("VERB", "AUX") or t.text == "," for t in between) or len(between) > 8:
            return False
        if between[0].lower_ == "near" or one.kind:
            return between[0].lower_ != "near"
        one.kind = self.kind_of(kind)
        return True

    # --- phrases ---------------------------------------------------------------------------------

    def _is_place(self, unit: Unit) -> bool:
        """Countries and capitals are places only where words put something there; else they are parties."""
        head = self._head(unit)
        if self._is_in_a_bodys_name(head):
            return False
        named = self.named.get(unit.name_first)
        if unit.kind or unit.within is not None or named is None or named.joined:
            return True
        if Form.NAME in named.forms and not named.party.id.startswith("state:"):
            return False
        if self.doc[unit.name_last].dep_ in MODIFYING and self.doc[unit.name_last].head.i > unit.name_last:
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

    def _is_in_a_bodys_name(self, head: Token) -> bool:
        """ "Eyes on the X, a rights group": the name of a body, and no place."""
        noun = head.head.head if head.dep_ == "pobj" else head
        if noun.i == head.i or not noun.text[:1].isupper() or noun.dep_ not in ("nsubj", "nsubjpass", "pobj"):
            return False
        beside = [c for t in (noun, head) for c in t.children if c.dep_ == "appos"]
        return any(self.roles.among(c, "body.noun") for c in beside)

    def _head(self, unit: Unit) -> Token:
        token = unit.kind_token if unit.kind_token is not None else self.doc[unit.name_last]
        span = self.doc[unit.name_first : unit.name_last + 1]
        if unit.kind_token is None and len(span) > 1:
            token = span.root
        return token

    def _is_dateline(self, unit: Unit) -> bool:
        return unit.name_first == 0 and self.opens_dateline(unit.name_last)

    def _made(self, unit: Unit, dateline: bool) -> FoundPlace:
        head = self._head(unit)
        role = PlaceRole.DATELINE if dateline else self.roles.role(head)
        first, last = self.doc[unit.first], self.doc[unit.last]
        wording = self.text[first.idx : last.idx + len(last)]
        where = Where(role, wording, unit.candidates, unit.near, "; ".join(unit.words) if unit.words else "")
        return FoundPlace(self.parse.start(first), self.parse.end(last), where, self.parse, head, unit.key)


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
    """A bare name: a country's is the country (or a region so named); a town's is not the district around it."""
    if any(_is_wide(p) for p in places):
        return tuple(p for p in places if _is_wide(p) or p.kind is PlaceKind.REGION)
    towns = [p for p in places if p.kind in _SETTLEMENT]
    seated = {
        p.id
        for p in places
        if p.kind is PlaceKind.DISTRICT and any(t.within(p) or t.path[-2:] == p.path[-2:] for t in towns)
    }
    return tuple(p for p in places if p.id not in seated)


def _is_wide(place: Place) -> bool:
    """A country, or an area that spans several: such names need no kind word."""
    return place.kind is PlaceKind.COUNTRY or (place.kind is PlaceKind.AREA and not place.country)


def _is_larger(one: Unit, other: Unit) -> bool:
    """Whether the first cannot lie in the second: a region in a district, two regions."""
    order = {"village": 0, "town": 0, "city": 0, "": 0, "area": 0, "district": 1, "region": 2}
    return order[one.kind] >= max(order[other.kind], 1)
