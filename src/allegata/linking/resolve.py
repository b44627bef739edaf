"""From mentions to incidents: candidate pairs, proposals, and a partition in which people's word wins.

Candidates come from blocking: two mentions are compared when they meet under a key (an utterance, a
text and its copies, a place and a day, a place and a count, a day of first sight, a case number, a rare
word). Keys that gather very many mentions compare each only with its nearest neighbours, so the cost
grows with the number of mentions. `brute_force` compares all pairs and is the reference in tests.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from allegata.errors import Problem, Severity
from allegata.linking.blockers import blocked
from allegata.linking.compare import SAME, STORY_DAYS, Comparison, compare
from allegata.linking.profile import Profile, Rarity, profiles, stated
from allegata.linking.words import Vocabulary, vocabulary
from allegata.model.decision import Decision, DecisionVerb, LinkVerb, Proposal
from allegata.model.document import Document
from allegata.model.incident import Mention
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading

RARE_KEYS = 6  # rarest words under which a mention is looked up
STORY_KEYS = 20  # rarest words under which it is looked up among the reports of the same days
RARE_TEXTS = 40  # a word in more texts than this is no key
NEIGHBOURS = 12  # mentions that each one is compared with under a crowded key
ALIKE = 0.3  # weak reasons that a blocked pair must have to be shown as *different*
PAIR_SEPARATOR = "|"

Key = tuple[str, ...]


def propose(
    readings: Sequence[Reading], documents: Sequence[Document], knowledge: Knowledge | None = None
) -> tuple[Proposal, ...]:
    """Every pair worth a person's look: the same, possibly related, or alike but blocked.

    Sorted by (left, right); deterministic, whatever the order of the arguments. `knowledge` brings the
    words that may stand for one another; without it, words are compared as they stand.
    """
    found, rarity = profiles(readings, documents, vocabulary(knowledge))
    by_id = {profile.mention: profile for profile in found}
    made = []
    for left, right in candidates(found, rarity):
        proposal = _proposal(by_id[left], by_id[right], compare(by_id[left], by_id[right], rarity))
        if proposal:
            made.append(proposal)
    return tuple(made)


def brute_force(
    readings: Sequence[Reading], documents: Sequence[Document], knowledge: Knowledge | None = None
) -> tuple[Proposal, ...]:
    """Every pair compared: the reference for tests, quadratic."""
    found, rarity = profiles(readings, documents, vocabulary(knowledge))
    made = (_proposal(a, b, compare(a, b, rarity)) for a, b in combinations(found, 2))
    return tuple(proposal for proposal in made if proposal)


def candidates(found: Sequence[Profile], rarity: Rarity) -> tuple[tuple[str, str], ...]:
    """The pairs of mentions that meet under a key, each once, sorted."""
    blocks: dict[Key, list[Profile]] = {}
    for profile in found:
        for key in set(_keys(profile, rarity)):
            blocks.setdefault(key, []).append(profile)
    pairs = set()
    for block in blocks.values():
        block.sort(key=lambda p: (p.published or 0, p.mention))
        reach = len(block) if len(block) <= 2 * NEIGHBOURS else NEIGHBOURS
        for place, one in enumerate(block):
            for other in block[place + 1 : place + 1 + reach]:
                pairs.add((min(one.mention, other.mention), max(one.mention, other.mention)))
    return tuple(sorted(pairs))


def resolve(
    mentions: Sequence[Mention],
    proposals: Sequence[Proposal],
    decisions: Sequence[Decision] = (),
    readings: Sequence[Reading] = (),
    documents: Sequence[Document] = (),
) -> tuple[tuple[str, ...], ...]:
    """The mentions as groups, one to an incident; groups and members sorted by id.

    Decisions are on pairs of mentions (`linking.pairs` spells out merges and splits of incidents).

    1. Decisions *same* join, decisions *different* and *unsure* hold apart, whatever the machine says;
       contradictory ones are left to `contradictions`, and hold apart.
    2. Proposals *same* at or above the threshold join, best first, unless any two mentions of the two
       groups are held apart: by a decision, by their document, by its words, by a blocked proposal or,
       where `readings` are given, by any blocker of `linking.blockers`.
    """
    groups = _Groups(mentions, proposals, decisions, readings, documents)
    for left, right in groups.must:
        groups.join(left, right, by_people=True)
    for proposal in sorted(proposals, key=lambda p: (-p.score, p.left, p.right)):
        if proposal.verb is LinkVerb.SAME and proposal.score >= SAME:
            groups.join(proposal.left, proposal.right)
    return groups.partition()


def contradictions(mentions: Sequence[Mention], decisions: Sequence[Decision]) -> tuple[Problem, ...]:
    """Decisions that cannot both hold: a chain of *same* between two mentions decided *different*."""
    known = {mention.id for mention in mentions}
    must, cannot = _decided(decisions, known)
    group = {member: number for number, members in enumerate(_joined(known, must)) for member in members}
    return tuple(
        Problem(
            "contradictory_decisions",
            PAIR_SEPARATOR.join(pair),
            "People decided that these two mentions are different and, through others, the same.",
            "Undo one of the decisions with `allegata review`; until then the two are held apart.",
            Severity.NOTICE,
        )
        for pair in sorted(cannot)
        if group[pair[0]] == group[pair[1]]
    )


def _proposal(left: Profile, right: Profile, found: Comparison) -> Proposal | None:
    alike = sum(r.weight for r in found.reasons if not r.blocks and r.weight > 0)
    blocks = any(r.blocks for r in found.reasons)
    if found.verb is LinkVerb.DIFFERENT and not (blocks and alike >= ALIKE):
        return None
    return Proposal(left.mention, right.mention, found.verb, found.score, found.reasons)


def _keys(profile: Profile, rarity: Rarity) -> Iterator[Key]:
    yield ("text", profile.copy)
    for utterance in profile.utterances | profile.wide_utterances:
        yield ("utterance", utterance)
    for side, role, low, _ in profile.claims:
        yield ("claim", side, role, str(low))
    for case in profile.cases:
        yield ("case", case)
    yield from _place_and_time_keys(profile)
    rare = sorted((w for w in profile.words if rarity.seen.get(w, 0) >= 2), key=lambda w: (rarity.seen[w], w))
    for word in rare[:RARE_KEYS]:
        if rarity.seen[word] <= RARE_TEXTS:
            yield ("word", word)
    if profile.published is not None:
        bucket = profile.published // STORY_DAYS
        for word in rare[:STORY_KEYS]:
            yield from (("story", word, str(bucket)), ("story", word, str(bucket + 1)))


def _place_and_time_keys(profile: Profile) -> Iterator[Key]:
    places = [p.id for where in profile.places if len(where.candidates) <= 3 for p in where.candidates]
    days = [str(day + step) for day in profile.event.exact for step in (0, 1)]
    for place in places:
        for day in days:
            yield ("place and day", place, day)
        for count in profile.counts:
            yield ("place and count", place, count.role, str(count.low))
    seen = [str(d) for d in profile.seen.exact] + [f"{m}-{d}" for m, d in profile.seen.month_days]
    for day in seen:
        yield ("seen", day)
    for words in profile.seen.relative:
        for count in profile.counts:
            yield ("seen and count", words, count.role, str(count.low), *sorted(profile.accused))


Pair = tuple[str, str]


def _pair(left: str, right: str) -> Pair:
    return (min(left, right), max(left, right))


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that nobody undid or superseded, in their order."""
    gone = {d.supersedes for d in decisions if d.supersedes}
    gone |= {d.subject for d in decisions if d.verb is DecisionVerb.UNDO}
    return tuple(d for d in decisions if d.id not in gone and d.verb is not DecisionVerb.UNDO)


def _decided(decisions: Sequence[Decision], known: set[str]) -> tuple[set[Pair], set[Pair]]:
    must: set[Pair] = set()
    cannot: set[Pair] = set()
    for decision in in_force(decisions):
        named = [*decision.subject.split(PAIR_SEPARATOR), *decision.others]
        ids = list(dict.fromkeys(i for i in named if i in known))
        if decision.verb is DecisionVerb.SAME:
            must.update(_pair(ids[0], other) for other in ids[1:])
        elif decision.verb in {DecisionVerb.DIFFERENT, DecisionVerb.UNSURE}:
            cannot.update(_pair(a, b) for a, b in combinations(ids, 2))
    return must, cannot


def _joined(known: Iterable[str], pairs: Iterable[Pair]) -> list[set[str]]:
    group = {member: {member} for member in known}
    for left, right in sorted(pairs):
        if group[left] is not group[right]:
            group[left] |= group[right]
            for member in group[right]:
                group[member] = group[left]
    return list({id(members): members for members in group.values()}.values())


class _Groups:
    """Groups under construction, with what holds mentions apart."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        proposals: Sequence[Proposal],
        decisions: Sequence[Decision],
        readings: Sequence[Reading],
        documents: Sequence[Document],
    ) -> None:
        known = {mention.id for mention in mentions}
        self.must, cannot = _decided(decisions, known)
        self.decided_apart: dict[str, set[str]] = _neighbours(cannot)
        told = {_pair(m.id, link.other) for m in mentions for link in m.links if link.separates}
        told |= {
            _pair(p.left, p.right)
            for p in proposals
            if p.verb is LinkVerb.DIFFERENT or any(r.blocks for r in p.reasons)
        }
        self.apart = _neighbours(told)
        self.document = {mention.id: mention.document for mention in mentions}
        self.profiles = _plain_profiles(readings, documents)
        self.group = {mention.id: {mention.id} for mention in mentions}
        self.merged_by_people: set[str] = set()

    def join(self, left: str, right: str, by_people: bool = False) -> None:
        """Make one group of two, unless something holds them apart; people are held only by people."""
        one, other = self.group.get(left), self.group.get(right)
        if one is None or other is None or one is other:
            return
        if _any_apart(one, other, self.decided_apart):
            return
        if not by_people and self._held(one, other):
            return
        small, large = sorted((one, other), key=len)
        large |= small
        for member in small:
            self.group[member] = large

    def _held(self, one: set[str], other: set[str]) -> bool:
        if _any_apart(one, other, self.apart):
            return True
        documents = {self.document[m] for m in one}
        if any(self.document[m] in documents for m in other):
            return True
        left, right = self._distinct(one), self._distinct(other)
        return any(blocked(a, b) for a in left for b in right)

    def _distinct(self, members: set[str]) -> list[Profile]:
        """One profile for each different set of stated values: copies need no second look."""
        found: dict[object, Profile] = {}
        for member in sorted(members):
            profile = self.profiles.get(member)
            if profile:
                stated = (profile.accused, profile.harmed, profile.acts, profile.methods, profile.statuses)
                found.setdefault((*stated, profile.places, profile.event, profile.seen), profile)
        return list(found.values())

    def partition(self) -> tuple[tuple[str, ...], ...]:
        """The groups as they stand, sorted."""
        distinct = {id(members): members for members in self.group.values()}
        return tuple(sorted(tuple(sorted(members)) for members in distinct.values()))


def _plain_profiles(readings: Sequence[Reading], documents: Sequence[Document]) -> Mapping[str, Profile]:
    found = stated(readings, documents, Vocabulary(), {}, {})
    return {profile.mention: profile for profile in found}


def _neighbours(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for left, right in pairs:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return found


def _any_apart(one: set[str], other: set[str], apart: Mapping[str, set[str]]) -> bool:
    small, large = sorted((one, other), key=len)
    return any(not large.isdisjoint(apart[member]) for member in small if member in apart)
