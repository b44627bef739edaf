"""A mention made ready for comparison: what is stated of it, and nothing that is not."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from allegata.linking import copies, utterances
from allegata.linking.words import Vocabulary
from allegata.model.document import Document
from allegata.model.incident import Account, Act, Mention
from allegata.model.reading import Reading
from allegata.model.record import MediaAppearance
from allegata.model.source import Speaker
from allegata.model.value import Category, Count, Group, When, Where, Wording
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    PlaceRole,
    Polarity,
    Relation,
    Stance,
    TimeSlot,
    Unit,
)

_CASE_NUMBER = re.compile(
    r"(?:\bNo\.?|№|#|\bnumber\b|\bcase\b)\s*([A-Z]{0,4}[-/ ]?\d[\d/-]{4,})", re.IGNORECASE
)
MAIN_SHARE = 0.5  # of the statements on occurrences: from here on a document tells mainly of one of them
_HEARD = frozenset({Attribute.UTTERANCE_IN_FOOTAGE, Attribute.ORDER_ALLEGED, Attribute.PERPETRATOR_MARKING})


@dataclass(frozen=True, slots=True)
class Moments:
    """Times of one slot: day intervals that are resolved, month-days without a year, relative words."""

    days: frozenset[tuple[int, int]] = frozenset()  # proleptic ordinals, inclusive
    month_days: frozenset[tuple[int, int]] = frozenset()
    relative: frozenset[str] = frozenset()

    @property
    def exact(self) -> frozenset[int]:
        """The days that are known to the day."""
        return frozenset(low for low, high in self.days if low == high)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that linking may compare of one mention. Empty means *not stated*."""

    mention: str
    document: str
    copy: str  # the document that stands for its copies; its own id when there are none
    accused: frozenset[str]
    harmed: frozenset[str]
    acts: frozenset[ActType]
    methods: frozenset[str]
    statuses: frozenset[str]
    counts: tuple[Count, ...]
    places: tuple[Where, ...]  # the most specific ones
    unnamed: frozenset[
        str
    ]  # places, terms, numbers that only restricted accounts state: compared, never told
    event: Moments
    seen: Moments  # when footage of it was first seen
    published: int | None  # ordinal of the document's date, where its basis is sound
    media: tuple[MediaAppearance, ...]
    utterances: frozenset[str]  # that concern this mention alone
    wide_utterances: frozenset[str]  # that concern several mentions of their document
    claims: frozenset[tuple[str, str, int, int | None]]  # whose side, role, bounds: counts of named voices
    cases: frozenset[str]
    heard: frozenset[frozenset[str]]  # words in the footage, orders, markings: circumstances that are rare
    words: frozenset[str]
    sentences: frozenset[int]
    separated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are in the casebook; copies of one text count once."""

    seen: Mapping[str, int]  # word → how many texts hold it
    weights: Mapping[str, float]  # word → 0 for a word in every text, growing with its rarity
    sizes: Mapping[str, float]  # mention → length of its words as a vector of weights

    def alike(self, one: Profile, other: Profile) -> float:
        """How much of their rare words two mentions share, from 0 to 1 (cosine, words weighted by rarity)."""
        shared = sum(self.weights[word] ** 2 for word in one.words & other.words)
        return shared / (self.sizes[one.mention] * self.sizes[other.mention]) if shared else 0.0


def rarity(found: Sequence[Profile]) -> Rarity:
    """The rarity of the words of these mentions."""
    texts: dict[str, set[str]] = {}
    for profile in found:
        texts.setdefault(profile.copy, set()).update(profile.words)
    seen = Counter(word for words in texts.values() for word in words)
    weights = {word: math.log((len(texts) + 1) / (count + 1)) for word, count in seen.items()}
    sizes = {p.mention: math.sqrt(sum(weights[word] ** 2 for word in p.words)) for p in found}
    return Rarity(seen, weights, sizes)


def profiles(
    readings: Sequence[Reading], documents: Sequence[Document], vocabulary: Vocabulary
) -> tuple[tuple[Profile, ...], Rarity]:
    """The profile of every mention, sorted by id, and the rarity of their words in this casebook."""
    copied = copies.cluster_of(copies.clusters(documents))
    uttered = utterances.cluster_of(utterances.clusters(readings, vocabulary))
    made = stated(readings, documents, vocabulary, copied, uttered)
    return made, rarity(made)


def stated(
    readings: Sequence[Reading],
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    copied: Mapping[str, str],
    uttered: Mapping[str, str],
) -> tuple[Profile, ...]:
    """The profiles alone, sorted by id; without `copied` and `uttered` they serve to find blockers."""
    by_id = {document.id: document for document in documents}
    made = [
        profile
        for reading in readings
        for profile in _of_reading(reading, by_id.get(reading.document), copied, uttered, vocabulary)
    ]
    return tuple(sorted(made, key=lambda profile: profile.mention))


def _of_reading(
    reading: Reading,
    document: Document | None,
    copied: Mapping[str, str],
    uttered: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Profile]:
    accounts: dict[str, list[Account]] = {}
    for account in reading.accounts:
        accounts.setdefault(account.mention, []).append(account)
    quotes = {statement.id: statement.span.quote for statement in reading.statements}
    told_in = {
        mention.id: {*mention.statements, *(a.statement for a in accounts.get(mention.id, ()))}
        for mention in reading.mentions
    }
    spread = Counter(u for ids in told_in.values() for u in {uttered[i] for i in ids if i in uttered})
    speakers = {s.id: s.speaker for s in reading.statements}
    published = document.published if document else None
    day = published.day.toordinal() if published and published.is_anchor and published.day else None
    for mention in reading.mentions:
        own = [a for a in accounts.get(mention.id, ()) if _alleges(a)]
        main = [a for a in own if not belongs_to_pinned(a, mention)]
        acts = [a for a in mention.acts if not a.pinned and a.polarity is Polarity.AFFIRMS]
        spoken = {uttered[s] for s in told_in[mention.id] if s in uttered}
        texts = [quotes[s] for s in sorted(told_in[mention.id]) if s in quotes]
        yield Profile(
            mention=mention.id,
            document=mention.document,
            copy=copied.get(mention.document, mention.document),
            accused=_parties(acts, main, Attribute.PERPETRATOR_GROUP),
            harmed=_parties(acts, main, Attribute.VICTIMS_GROUP),
            acts=frozenset(a.type for a in acts) | _act_terms(main),
            methods=_terms(main, "method"),
            statuses=_terms(main, "status_basis"),
            counts=_counts(main),
            places=_places(main),
            unnamed=_named(a for a in main if a.is_shut) - _named(a for a in main if not a.is_shut),
            event=_moments(main, TimeSlot.EVENT),
            seen=_seen(main, _about(reading.media, mention.id)),
            published=day,
            media=_about(reading.media, mention.id),
            utterances=frozenset(u for u in spoken if spread[u] == 1),
            wide_utterances=frozenset(u for u in spoken if spread[u] > 1),
            claims=_claims(main, speakers),
            cases=_case_numbers(reading, mention.id),
            heard=_heard(main, vocabulary),
            words=_words(mention, reading, document, texts, vocabulary),
            sentences=frozenset(crc32(" ".join(text.casefold().split()).encode()) for text in texts),
            separated=frozenset(link.other for link in mention.links if link.separates),
        )


def belongs_to_pinned(account: Account, mention: Mention) -> bool:
    """Whether an account tells of a pinned act (a circumstance in the opposite direction) of its mention.

    It does when its words overlap that act's words and no other act's, or when its statement tells of
    pinned acts only.
    """
    pinned = [act for act in mention.acts if act.pinned]
    if not pinned:
        return False
    others = [act for act in mention.acts if not act.pinned]
    if any(act.span.overlaps(account.span) for act in others):
        return False
    if any(act.span.overlaps(account.span) for act in pinned):
        return True
    told = {act.statement for act in pinned} - {act.statement for act in others}
    return account.statement in told


def _alleges(account: Account) -> bool:
    return (
        account.stance is Stance.ALLEGES and account.polarity is not Polarity.DENIES and not account.headline
    )


def _about(media: Iterable[MediaAppearance], mention: str) -> tuple[MediaAppearance, ...]:
    return tuple(m for m in media if mention in m.about)


def _parties(acts: Sequence[Act], accounts: Sequence[Account], attribute: Attribute) -> frozenset[str]:
    from_acts = (a.actor if attribute is Attribute.PERPETRATOR_GROUP else a.victim for a in acts)
    from_accounts = (a.value for a in accounts if a.attribute is attribute)
    groups = (g for g in (*from_acts, *from_accounts) if isinstance(g, Group))
    return frozenset(g.party for g in groups if g.party)


def _terms(accounts: Sequence[Account], scheme: str) -> frozenset[str]:
    values = (a.value for a in accounts)
    return frozenset(v.term for v in values if isinstance(v, Category) and v.scheme == scheme)


def _act_terms(accounts: Sequence[Account]) -> frozenset[ActType]:
    known = {act.value: act for act in ActType}
    return frozenset(known[term] for term in _terms(accounts, "act") if term in known)


def _counts(accounts: Sequence[Account]) -> tuple[Count, ...]:
    counts = {
        a.value
        for a in accounts
        if isinstance(a.value, Count) and a.value.unit is Unit.PERSONS and not a.value.vague
    }
    return tuple(sorted(counts, key=lambda c: (c.role, c.low, c.high is None, c.high or 0, c.exactness)))


def _claims(
    accounts: Sequence[Account], speakers: Mapping[str, Speaker]
) -> frozenset[tuple[str, str, int, int | None]]:
    found = set()
    for account in accounts:
        speaker, value = speakers.get(account.statement), account.value
        if speaker and speaker.source and isinstance(value, Count) and not value.vague:
            side = speaker.source.control_group or speaker.source.id
            found.add((side, value.role.value, value.low, value.high))
    return frozenset(found)


def _places(accounts: Sequence[Account]) -> tuple[Where, ...]:
    found = [
        a.value
        for a in accounts
        if a.attribute is Attribute.PLACE_EVENT
        and isinstance(a.value, Where)
        and a.value.role is PlaceRole.EVENT
        and a.value.candidates
    ]
    specific = [w for w in found if not any(o.relation_to(w) is Relation.REFINES for o in found)]
    return tuple({tuple(p.id for p in w.candidates): w for w in specific}.values())


def _named(accounts: Iterable[Account]) -> frozenset[str]:
    """What a reason could say of the values of some accounts."""
    found: set[str] = set()
    for value in (a.value for a in accounts):
        match value:
            case Where():
                found.add(value.wording)
            case Count():
                found.add(str(value.low))
            case Category():
                found.add(value.term)
    return frozenset(found)


def _moments(accounts: Iterable[Account], slot: TimeSlot) -> Moments:
    return _gathered(a.value for a in accounts if isinstance(a.value, When) and a.value.slot is slot)


def _seen(accounts: Iterable[Account], media: Iterable[MediaAppearance]) -> Moments:
    from_accounts = (
        a.value for a in accounts if isinstance(a.value, When) and a.value.slot is TimeSlot.MEDIA_FIRST_SEEN
    )
    return _gathered([*from_accounts, *(m.first_seen for m in media if m.first_seen)])


def _gathered(times: Iterable[When]) -> Moments:
    days, month_days, relative = set(), set(), set()
    for when in times:
        if when.earliest and when.latest:
            days.add((when.earliest.toordinal(), when.latest.toordinal()))
        elif when.edtf and re.fullmatch(r"XXXX-\d\d-\d\d", when.edtf):
            month_days.add((int(when.edtf[5:7]), int(when.edtf[8:10])))
        elif when.relative:
            relative.add(when.relative)
    return Moments(frozenset(days), frozenset(month_days), frozenset(relative))


def month_day(ordinal: int) -> tuple[int, int]:
    """Month and day of an ordinal."""
    day = date.fromordinal(ordinal)
    return day.month, day.day


def _case_numbers(reading: Reading, mention: str) -> frozenset[str]:
    quotes = (p.span.quote for p in reading.proceedings if mention in p.about)
    return frozenset(m.group(1).strip().casefold() for q in quotes for m in _CASE_NUMBER.finditer(q))


def _heard(accounts: Iterable[Account], vocabulary: Vocabulary) -> frozenset[frozenset[str]]:
    texts = (a.value.text for a in accounts if a.attribute in _HEARD and isinstance(a.value, Wording))
    tokens = (frozenset(vocabulary.tokens(text)) for text in texts)
    return frozenset(t for t in tokens if len(t) > 1)


def _words(
    mention: Mention,
    reading: Reading,
    document: Document | None,
    texts: Sequence[str],
    vocabulary: Vocabulary,
) -> frozenset[str]:
    """The telling words of a mention's document where that tells mainly of it, else of its statements."""
    told = sum(len(m.statements) for m in reading.mentions)
    if document is None or len(mention.statements) < MAIN_SHARE * told:
        return vocabulary.telling(" ".join(texts))
    return vocabulary.telling(" ".join(document.text[s.start : s.end] for s in document.read_segments))
