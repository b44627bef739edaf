"""One statement as it is judged: its words, their syntax, and what is known of who says them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import Basis, Modality, Polarity, Scope, SpeechAct
from allegata.reading.sentences import Parse

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One statement as it is judged.

    `content` are the tokens said, `words` the same as one lower-case text with straight apostrophes.
    `cue` is None for the outlet's own narrative.
    """

    parse: Parse
    content: tuple[Token, ...]
    words: str
    cue: Token | None = None
    outlet: bool = True
    captive: bool = False
    by_report: bool = False  # the source is itself only "reports", "rumours"
    second_hand: bool = False  # about what another body does or says
    direct: bool = False
    party: bool = False  # the speaker is a side of the conflict, or it is not known that it is none
    own_side: bool = False  # what is said has the speaker's own side as its subject
    in_footage: bool = False  # an unnamed person's words in the present tense, as footage has them
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """The stance of one statement."""

    speech_act: SpeechAct
    modality: Modality
    polarity: Polarity
    scope: Scope
    basis: tuple[Basis, ...]


_COMPILED: dict[tuple[str, ...], re.Pattern[str]] = {}


def pattern(words: Lexicon, group: str) -> re.Pattern[str]:
    """The expressions of one group of the stance lexicon, as one."""
    entries = words.groups[group]
    found = _COMPILED.get(entries)
    if found is None:
        found = _COMPILED[entries] = re.compile("(?<![a-z])(?:" + "|".join(f"(?:{e})" for e in entries) + ")")
    return found


def main_verb(said: Said) -> Token | None:
    """The head verb of what is said; of "this is the moment that …" the verb that tells the moment."""
    main = _head(said)
    if main is not None and main.lemma_ == "be" and any(c.lower_ in {"this", "here"} for c in main.children):
        told = next((c for c in main.children if c.dep_ == "attr"), None)
        if told is not None and told.lemma_.lower() in {"moment", "instant", "point"}:
            return next((c for c in told.children if c.dep_ in {"relcl", "acl"}), main)
    return main


def _head(said: Said) -> Token | None:
    inside = {t.i for t in said.content}
    for token in said.content:
        if (
            token.pos_ in {"VERB", "AUX"}
            and token.head.i not in inside
            and token.dep_ not in {"aux", "auxpass", "amod"}
        ):
            return token
    roots = [t for t in said.content if t.head.i == t.i]
    verbs = [
        t for t in said.content if t.pos_ in {"VERB", "AUX"} and t.dep_ not in {"aux", "auxpass", "amod"}
    ]
    return roots[0] if roots and roots[0].pos_ in {"VERB", "AUX"} else (verbs[0] if verbs else None)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, found also where the parser hung it on the auxiliary."""
    near = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    near += [
        g for c in verb.children if c.dep_ == "aux" for g in c.children if g.dep_ in {"nsubj", "nsubjpass"}
    ]
    return near[0] if near else None


def loaded(text: str, start: int, words: Lexicon) -> Iterator[Extent]:
    """Words of judgement or insult, as document extents; they stay inside quotations."""
    for match in pattern(words, "loaded").finditer(plain(text)):
        yield start + match.start(), start + match.end()


def plain(text: str) -> str:
    """The same number of characters, lower case, with straight apostrophes."""
    lower = text.translate({0x2019: "'", 0x2018: "'", 0xA0: " ", 0x0A: " "}).lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
