"""Who the words for a speaker denote: a known source, an office of a party, or nobody that is certain.

An office is composed: any party's adjective, genitive, capital or name with any kind of office ("the
Xish defence ministry", "X's ombudsman", "the Office of the Attorney General of X"). Words that
only the document itself can resolve ("the ministry", "prosecutors") give no source here; `office_of`
and `may_be` help the attribution room to find what they refer back to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from allegata.model.document import Span
from allegata.model.knowledge import Knowledge, Office
from allegata.model.source import Party, Source, Speaker
from allegata.model.vocabulary import ActorKind, PartyRelation, SourceKind
from allegata.reading.mentions import WORD, Form, Named, goes_on, scan

_ROLE = (
    r"spokes(?:person|man|woman|people)|press secretary|representative|deputy head|deputy chief|head|chief|"
    r"deputy|director|"
    r"official|officer|adviser|advisor|aide|secretary|commander|chair(?:man|woman|person)?|member|monitor|investigator|"
    r"prosecutor|commissioner|minister|president|leader|envoy|ambassador|governor|mayor|ombuds(?:man|woman|person)|"
    r"researcher|journalist|reporter|correspondent|editor|delegate|lawyer|expert|analyst|rapporteur|statement|report|source"
)
_CAPACITY = re.compile(rf"\b(?:{_ROLE})s?\b", re.I)

_INSTALLED = frozenset({"installed", "appointed"})
_RUN = frozenset({"run", "controlled", "led"})
_FORMER = re.compile(r"\b(?:former|ex-|retired|late|unnamed former)\b", re.I)
_AWAY = re.compile(r"\b(?:in|to|near|against|with|at|on|over|about|and|between)\s+(?:the\s+)?$", re.I)
_INSIDE = re.compile(
    r"^(?:an?|the|one|two|several)?\s*(?:[a-z]+\s+)?(?:sources?|officials?|spokes(?:man|woman|person)|officers?)\s+"
    r"(?:in|at|with)\s+(?:the\s+)?$",
    re.I,
)
_ENVOY = re.compile(
    r"\b(?:envoy|ambassador|representative|representation|mission|delegat(?:e|es|ion)|diplomat)s?\b[^,;]*"
    r"\b(?:at|before|with)\s+(?:the\s+)?$",
    re.I,
)
_AT_A_BODY = re.compile(_ENVOY.pattern.removesuffix("$"), re.I)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    fold: str


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    size: int


class _Index:
    """Word sequences → what they name; the longest match at a place wins."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, ...], list[tuple[str, object]]] = {}
        self.longest: dict[str, int] = {}

    def add(self, words: str, value: object) -> None:
        key = tuple(w.fold for w in _words(words))
        if key:
            self.entries.setdefault(key, []).append((words, value))
            self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))

    def scan(self, words: list[_Word], text: str) -> Iterable[tuple[_Found, str, object]]:
        """All matches, longest first at each word; matches may overlap."""
        for at, word in enumerate(words):
            for size in range(min(self.longest.get(word.fold, 0), len(words) - at), 0, -1):
                taken = words[at : at + size]
                for known, value in self.entries.get(tuple(w.fold for w in taken), ()):
                    if len(_words(known)) == 1 and not _same_name(taken[0].text, known):
                        continue
                    yield _Found(taken[0].start, taken[-1].end, size), known, value


_KEPT: dict[str, tuple[_Index, _Index]] = {}


def _words(text: str) -> list[_Word]:
    """Words without articles and the possessive s, so that "the UN's office" meets "UN office"."""
    words = []
    for match in WORD.finditer(text):
        fold = match.group().casefold()
        if fold == "s" and match.start() and text[match.start() - 1] in "'’":
            continue
        if fold in ("the", "a", "an"):
            continue
        words.append(_Word(match.start(), match.end(), match.group(), fold))
    return words


def _same_name(written: str, known: str) -> bool:
    """One-word names keep their case ("RT", "Bild"), except that a whole headline may stand in capitals."""
    name = _words(known)[0].text
    if name.islower():
        return True  # an office: "prosecutors", "Prosecutors"
    return written == name or (len(name) >= 4 and written == name.upper())


def _indexes(knowledge: Knowledge) -> tuple[_Index, _Index]:
    kept = _KEPT.get(knowledge.version)
    if kept is None:
        sources, offices = _Index(), _Index()
        for source in knowledge.sources:
            for alias in (source.name, *source.aliases):
                sources.add(alias, source)
        for office in knowledge.offices:
            for word in office.words:
                offices.add(word, office)
        kept = _KEPT[knowledge.version] = (sources, offices)
    return kept


def speaker(wording: str, span: Span | None, knowledge: Knowledge) -> Speaker:
    """The speaker that these words denote.

    :param wording: the noun phrase of the speaker as it stands in the text, with appositions.
    :param span: its place; None only for the outlet itself.
    :returns: a `Speaker` whose `source` is set when the words themselves settle it; `capacity` holds the
        words of a role ("spokesperson"); `on_behalf_of` the party whose organ speaks.
    """
    source = _source(wording, knowledge)
    capacity = _capacity(wording)
    behalf = source.control_group if source and source.party_relation is PartyRelation.PARTY else None
    return Speaker(wording, span, source, capacity, behalf)


def _source(wording: str, knowledge: Knowledge) -> Source | None:
    if _FORMER.search(wording):
        return None  # somebody who held an office speaks for himself
    words = _words(wording)
    sources, _ = _indexes(knowledge)
    named = list(scan(wording, knowledge))
    office = _composed(wording, words, named, knowledge)
    listed = _listed(wording, words, sources)
    if listed and office:
        # "the ambassador of X to the UN" is an office of X; "X's ministry told Agency" never comes here
        return office[0] if office[1] > listed[1] else listed[0]
    if office:
        return office[0]
    if listed:
        return listed[0]
    parties = {n.party.id: n.party for n in named}
    if len(parties) == 1 and _AT_A_BODY.search(wording):
        return government(next(iter(parties.values())))
    core, own = _core(wording, named)
    return _government(core, own) or _voice(core, own, knowledge)


def _core(wording: str, named: list[Named]) -> tuple[str, list[Named]]:
    """The words of a speaker without appositions, and the parties named in them.

    "The X Army (XA), the umbrella of the Y-backed groups" speaks for X; a party that is only joined to
    another word ("Y-backed", "Z-led") speaks through nobody.
    """
    start = re.search(r"\s*[,;:(—–]", wording)
    end = start.start() if start is not None and start.start() else len(wording)
    core = wording[:end]
    kept = [n for n in named if n.end <= end]
    for one in reversed([n for n in kept if n.joined and wording[n.end : n.end + 1] in "-‑–"]):
        stop = one.end + 1 + len(one.joined)
        core = core[: one.start] + " " * (stop - one.start) + core[stop:]
    return core, [n for n in kept if core[n.start : n.end].strip()]


def _listed(wording: str, words: list[_Word], sources: _Index) -> tuple[Source, int] | None:
    best: tuple[int, int, Source] | None = None
    for found, _, value in sources.scan(words, wording):
        if re.search(r"\bto\s+(?:the\s+)?$", wording[: found.start], re.I):
            continue  # an envoy *to* a body does not speak for it
        if _ENVOY.search(wording[: found.start]):
            continue  # nor does a mission *at* it
        if isinstance(value, Source) and (best is None or (found.size, -found.start) > best[:2]):
            best = (found.size, -found.start, value)
    return (best[2], best[0]) if best else None


def listed(text: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Where a text names listed sources: (start, end) of every alias, nested ones included."""
    sources, _ = _indexes(knowledge)
    return [(found.start, found.end) for found, _, _ in sources.scan(_words(text), text)]


def _composed(
    wording: str, words: list[_Word], named: list[Named], knowledge: Knowledge
) -> tuple[Source, int] | None:
    """The office of a party that the words name, with the number of words that say so."""
    _, offices = _indexes(knowledge)
    matches = sorted(
        ((found, value) for found, _, value in offices.scan(words, wording) if isinstance(value, Office)),
        key=lambda pair: (-pair[0].size, pair[0].start),
    )
    for found, office in matches:
        if any(n.start < found.end and found.start < n.end for n in named):
            continue
        if not _is_office(wording, words, found, knowledge):
            continue
        owner = _owner(wording, found, named)
        if owner is not None:
            return _office_source(owner, office), found.size + 1
    return None


def _is_office(wording: str, words: list[_Word], found: _Found, knowledge: Knowledge) -> bool:
    """Whether the words stand as an office, and not as part of something else ("army veteran")."""
    if wording[found.end : found.end + 1] in "-‑" and found.end < len(wording):
        return False
    behind = next((w for w in words if w.start >= found.end), None)
    if behind is None:
        return True
    gap = wording[found.end : behind.start]
    if any(c in gap for c in ",;:(—–"):
        return True
    groups = knowledge.lexicon("speakers").groups
    if behind.fold in groups["private"]:
        return False
    return behind.text[:1].isupper() or behind.fold in groups["behind_office"]


def _owner(wording: str, found: _Found, named: list[Named]) -> Named | None:
    """The party that stands before the office (adjective, genitive, capital) or behind it with "of"."""
    usable = [n for n in named if not n.joined or n.joined in _RUN | _INSTALLED]
    before = [n for n in usable if n.end <= found.start]
    for one in reversed(before):
        between = wording[one.end : found.start]
        away = _AWAY.search(wording[: one.start]) and not _INSIDE.search(wording[: one.start])
        if re.search(r"[,;:()—–]", between) or away:
            continue
        if between.strip() and goes_on(wording, one):
            continue
        return one
    for one in usable:
        if one.start >= found.end:
            between = wording[found.end : one.start]
            if re.fullmatch(r"(?:[^,;:()—–]*?)\b(?:of|for)\s+(?:the\s+)?", between) or re.fullmatch(
                r"[^,;:()—–]*\b(?:of|for)\s+(?:the\s+)?(?:government|state|republic|people)?\s*(?:of\s+)?",
                between,
            ):
                return one
    return None


def _office_source(owner: Named, office: Office) -> Source:
    party = owner.party
    if owner.joined in _INSTALLED:
        return Source(
            f"{party.id}/installed/{office.id}",
            f"{office.name} installed by {party.name}",
            SourceKind(office.kind),
            PartyRelation.PARTY_CONTROLLED,
            party.id,
            "said in the text to be installed by this party",
        )
    if office.id == "government" and party.kind is not ActorKind.STATE:
        return government(party)
    kind = SourceKind(office.kind)
    outlet = kind in (SourceKind.NEWS_OUTLET, SourceKind.NEWS_AGENCY)
    return Source(
        f"{party.id}/{office.id}",
        f"{party.name}: {office.name}",
        kind,
        PartyRelation.PARTY_CONTROLLED if outlet else PartyRelation.PARTY,
        party.id,
        "office of the party named in the words",
    )


def _government(wording: str, named: list[Named]) -> Source | None:
    """A party or its capital that speaks by itself: "Xland said", "the Xgrad side"."""
    if len(named) != 1:
        return None
    one = named[0]
    rest = wording[: one.start] + " " + wording[one.end :]
    if one.joined or [w for w in _words(rest) if w.fold not in ("self", "itself", "officially")]:
        return None
    if not one.forms & {Form.NAME, Form.CAPITAL} and one.party.kind is ActorKind.STATE:
        return None  # "a Ukrainian", "Russians": people, not a government
    return government(one.party)


def _voice(wording: str, named: list[Named], knowledge: Knowledge) -> Source | None:
    """A party that speaks through somebody: "a spokesman for Group", "Group's leaders", "Group spokesman N. N.".

    A state's offices are found before, so this serves the parties without ministries by the same rule.
    """
    if len(named) != 1 or named[0].joined:
        return None
    one = named[0]
    around = wording[: one.start], re.split(r"[,;:(—–]", wording[one.end :], maxsplit=1)[0]
    rest = [w for part in around for w in _words(part)]
    groups = knowledge.lexicon("speakers").groups
    voices = set(groups["voice_of_party"])
    organs = set() if one.party.kind is ActorKind.STATE else set(groups["organ_of_group"])
    roles = [w for w in rest if w.fold in voices | organs]
    others = [w for w in rest if w.fold not in {*voices, *organs, *groups["beside_voice"]}]
    if others and not any(w.fold in voices for w in roles):
        return None  # "Group's council for X": a body of its own
    # a name may follow the role; any other word makes it somebody else: "a relative of a Group leader"
    if not roles or any(not w.text[:1].isupper() for w in others) or goes_on(wording, one):
        return None
    return government(one.party)


def government(party: Party) -> Source:
    """The source that speaks when a party is named by itself."""
    if party.kind is ActorKind.STATE:
        return Source(
            f"{party.id}/government",
            f"{party.name}: Government",
            SourceKind.STATE_BODY,
            PartyRelation.PARTY,
            party.id,
            "the party named in the words",
        )
    return Source(
        party.id,
        party.name,
        SourceKind.UNKNOWN,
        PartyRelation.PARTY,
        party.id,
        "the party named in the words",
    )


def _capacity(wording: str) -> str | None:
    match = _CAPACITY.search(wording)
    if match is None:
        return None
    end = re.search(r"[,;(—–]", wording[match.end() :])
    stop = match.end() + end.start() if end else len(wording)
    piece = wording[match.start() : stop].strip()
    left = re.search(
        r"(?:deputy|press|chief|senior|military|human rights|parliamentary)\s+$",
        wording[: match.start()],
        re.I,
    )
    return (left.group() if left else "") + (match.group() if len(piece) > 120 else piece)


def office_of(wording: str, knowledge: Knowledge) -> Office | None:
    """The kind of office that these words name without saying whose: "the ombudsman", "prosecutors".

    None when the words name no office, or several kinds ("the ministry": see `may_be`).
    """
    _, offices = _indexes(knowledge)
    words = _words(wording)
    matches = [
        (found, value)
        for found, _, value in offices.scan(words, wording)
        if isinstance(value, Office) and _is_office(wording, words, found, knowledge)
    ]
    if not matches:
        return None
    return max(matches, key=lambda pair: (pair[0].size, -pair[0].start))[1]


_SHORT = {
    "ministry": ("ministry",),
    "committee": ("committee",),
    "council": ("council",),
    "commission": ("commission",),
    "office": ("prosecutor", "ombuds", "office", "ohchr"),
    "service": ("service",),
    "commissioner": ("ombudsman", "ohchr"),
    "army": ("armed_forces", "general_staff"),
    "military": ("armed_forces", "general_staff"),
    "centre": ("strategic",),
    "center": ("strategic",),
    "prosecution": ("prosecutor",),
    "prosecutor": ("prosecutor",),
    "prosecutors": ("prosecutor",),
    "mission": ("un", "embassy"),
    "agency": ("security", "intelligence"),
}
"""Short forms that refer back ("the ministry said") → parts of the ids of what they may refer to."""


def may_be(wording: str, source: Source, knowledge: Knowledge) -> bool:
    """Whether bare words ("the ministry", "prosecutors", "the ombudsman") may refer back to this source.

    True only for words that name a kind of office without a party; which earlier source is meant is for
    the document to say (the last one for which this holds).
    """
    if list(scan(wording, knowledge)):
        return False
    office = office_of(wording, knowledge)
    local = source.id.rsplit("/", 1)[-1]
    if office is not None and office.id == local:
        return True
    words = [w.fold for w in _words(wording)]
    if office is not None and len(words) > 1:
        return False  # "the ombudsman's office" is no short form of another office
    return any(part in local for word in words for part in _SHORT.get(word, ()))
