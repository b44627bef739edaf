"""The same utterance of the same speaker in different wordings: translated, shortened, reworded.

Method. Statements are compared only within one voice: the same source, the same proper name, or two
sources of one control group (there the bar is higher). Words become stems, exchanged words are folded,
"more than ten" and "at least 11" become one token. Every token weighs by its rarity in the casebook;
words that any statement of the genre may hold weigh a quarter. Two statements are *one utterance* when

1. the weight they share is at least `SHARED` of the lighter one,
2. enough that is specific is shared: tokens that are not of the genre, a number with its bound,
3. where both name a number of the same kind, at least one number is shared, and
4. neither is about conduct in general, a law, or a total.

The last three keep apart what one office says in the same words about every case. Candidates are the
statements of one voice that share two of their rarest tokens. `brute_force` compares all pairs.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from allegata.linking.components import components
from allegata.linking.words import Vocabulary
from allegata.model.reading import Reading
from allegata.model.statement import Statement
from allegata.model.vocabulary import Polarity, Quotation, Scope, SpeechAct

SHARED = 0.5
SHARED_BY_SIDE = 0.62  # two organs of one side: nearly the same words
SPECIFIC = 3  # tokens not of the genre that must be shared; a number stands for two of them
SPECIFIC_BY_SIDE = 4  # two organs of one side: numbers stand for none
GENERIC_WEIGHT = 0.25
SHORTEST = 4  # tokens in the shorter statement
RAREST = 6  # tokens under which a statement is looked up
LISTED = 40  # statements kept under one token of one voice

_NAME = re.compile(r"(?:[^\W\d_a-z][\w'’-]+[ \u00a0]){1,4}[^\W\d_a-z][\w'’-]+$")
_UNFIT_ACTS = frozenset({SpeechAct.PUBLISH_TOTAL, SpeechAct.NO_COMMENT, SpeechAct.GENERALISE})
_UNFIT_SCOPES = frozenset({Scope.GENERAL_CONDUCT, Scope.CLASS_OF_INCIDENTS})


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement made ready for comparison. `voice` is the source, `side` its control group."""

    statement: str
    document: str
    voice: str
    side: str | None
    tokens: frozenset[str]
    quote: str


@dataclass(frozen=True, slots=True)
class UtteranceLink:
    """Two statements that are one act of speaking, with the reason in words."""

    left: str
    right: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class UtteranceCluster:
    """Statements that are one act of speaking, with the links that tie them. Ids are sorted."""

    statements: tuple[str, ...]
    evidence: tuple[UtteranceLink, ...]


def clusters(readings: Sequence[Reading], vocabulary: Vocabulary) -> tuple[UtteranceCluster, ...]:
    """Groups of statements that are one utterance, sorted by their first id; single ones are left out."""
    return _joined(links(utterances(readings, vocabulary), vocabulary))


def utterances(readings: Iterable[Reading], vocabulary: Vocabulary) -> tuple[Utterance, ...]:
    """The statements of named voices that can be compared, sorted by id. An outlet's own words cannot."""
    made = (
        _utterance(statement, reading.document, vocabulary)
        for reading in readings
        for statement in reading.statements
        if _fit(statement)
    )
    return tuple(sorted((u for u in made if u), key=lambda u: u.statement))


def links(found: Sequence[Utterance], vocabulary: Vocabulary) -> tuple[UtteranceLink, ...]:
    """The pairs that are one utterance; see the module's text for the method."""
    weights = _weights(found, vocabulary)
    posted: dict[tuple[str, str], list[Utterance]] = {}
    made = []
    for one in found:
        # the rarest tokens first; a pair must meet under two of them, or under a number
        rarest = sorted(one.tokens, key=lambda t: (-weights[t], t))[:RAREST]
        met: dict[str, Utterance] = {}
        votes: Counter[str] = Counter()
        for token in {*rarest, *(t for t in one.tokens if t.startswith("#"))}:
            for voice in _voices(one):
                under = posted.setdefault((voice, token), [])
                for other in under:
                    met[other.statement] = other
                votes.update({other.statement for other in under})
                if len(under) < LISTED:
                    under.append(one)
        for key in sorted(met):
            link = _link(met[key], one, weights, vocabulary)
            if link:
                made.append(link)
    return tuple(sorted(made, key=lambda link: (link.left, link.right)))


def brute_force(found: Sequence[Utterance], vocabulary: Vocabulary) -> tuple[UtteranceLink, ...]:
    """Every pair compared: the reference for tests, quadratic."""
    weights = _weights(found, vocabulary)
    made = (_link(one, other, weights, vocabulary) for one, other in combinations(found, 2))
    return tuple(sorted((link for link in made if link), key=lambda link: (link.left, link.right)))


def cluster_of(found: Iterable[UtteranceCluster]) -> Mapping[str, str]:
    """Statement id → the id that stands for its utterance; statements by themselves are absent."""
    return {statement: cluster.statements[0] for cluster in found for statement in cluster.statements}


def _fit(statement: Statement) -> bool:
    return not (
        statement.speaker.is_outlet
        or statement.quotation is Quotation.NARRATIVE_UNATTRIBUTED
        or statement.speech_act in _UNFIT_ACTS
        or statement.scope in _UNFIT_SCOPES
        or statement.polarity is Polarity.WITHHOLDS
    )


def _utterance(statement: Statement, document: str, vocabulary: Vocabulary) -> Utterance | None:
    words = " ".join(span.quote for span in statement.content) or statement.span.quote
    speaker = set(vocabulary.tokens(statement.speaker.wording))
    tokens = frozenset(vocabulary.tokens(words)) - speaker
    if len(tokens) < SHORTEST:
        return None
    source = statement.speaker.source
    voice = source.id if source else _name(statement.speaker.wording)
    if voice is None:
        return None
    return Utterance(statement.id, document, voice, source.control_group if source else None, tokens, words)


def _name(wording: str) -> str | None:
    """The proper name at the end of a wording ("war reporter Xx Yy"); "he" or "an official" is no voice."""
    match = _NAME.search(wording)
    return match.group().casefold() if match else None


def _voices(one: Utterance) -> tuple[str, ...]:
    return (one.voice, f"side:{one.side}") if one.side else (one.voice,)


def _weights(found: Sequence[Utterance], vocabulary: Vocabulary) -> dict[str, float]:
    """Rarity in the casebook: 1 for a token in every statement, growing as it gets rarer."""
    seen = Counter(token for one in found for token in one.tokens)
    total = len(found)
    return {
        token: (1 + math.log((total + 1) / (count + 1)))
        * (GENERIC_WEIGHT if vocabulary.is_generic(token) else 1.0)
        for token, count in seen.items()
    }


def _link(
    one: Utterance, other: Utterance, weights: Mapping[str, float], vocabulary: Vocabulary
) -> UtteranceLink | None:
    same_voice = one.voice == other.voice
    if not same_voice and (one.side is None or one.side != other.side):
        return None
    shared = one.tokens & other.tokens
    numbers = {t for t in shared if t.startswith("#")}
    if not numbers and all(any(t.startswith("#") for t in u.tokens) for u in (one, other)):
        return None
    specific = {t for t in shared if not t.startswith("#") and not vocabulary.is_generic(t)}
    needed = SPECIFIC if same_voice else SPECIFIC_BY_SIDE
    if not specific or len(specific) + (2 * len(numbers) if same_voice else 0) < needed:
        return None
    lighter = min(sum(weights[t] for t in u.tokens) for u in (one, other))
    share = sum(weights[t] for t in shared) / lighter
    if share < (SHARED if same_voice else SHARED_BY_SIDE):
        return None
    left, right = sorted((one, other), key=lambda u: u.statement)
    who = "the same speaker" if same_voice else "two voices of one side"
    what = ", ".join(sorted(shared, key=lambda t: (-weights[t], t))[:6])
    return UtteranceLink(
        left.statement,
        right.statement,
        share,
        f"{who}, {share:.0%} of the weight of the words is the same ({what}): “{left.quote[:160]}” — "
        f"“{right.quote[:160]}”",
    )


def _joined(found: Sequence[UtteranceLink]) -> tuple[UtteranceCluster, ...]:
    groups = components((link.left, link.right) for link in found)
    first_of = {member: first for first, members in groups.items() for member in members}
    evidence: dict[str, list[UtteranceLink]] = {first: [] for first in groups}
    for link in found:
        evidence[first_of[link.left]].append(link)
    return tuple(UtteranceCluster(members, tuple(evidence[first])) for first, members in groups.items())
