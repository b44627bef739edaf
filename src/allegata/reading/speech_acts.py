"""What a speaker does by speaking, and how far the words reach: judged statement by statement.

The order of the tests is the method: the cue's own word first (deny, accuse), then what the content
says. Negated and pending checks are tested before confirmations, so that "has not been verified" can
never be read as "verified".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import Basis, Modality, Polarity, Scope, SpeechAct
from allegata.reading import stance
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


def judge(said: Said, before: Judged | None, knowledge: Knowledge) -> Judged:
    """Speech act, modality, polarity, scope and claimed basis of one statement.

    :param before: the judgement of the outlet's sentence just before in the same paragraph or the one
        above it, which a description of footage may continue.
    """
    words = knowledge.lexicon("stance")
    act = _act(said, before, words)
    main = _shown(said, words) if act is SpeechAct.DESCRIBE_FOOTAGE else None
    main = main or _main(said)
    clause = stance.of_clause(said.parse, main, knowledge) if main is not None else None
    return Judged(
        act,
        _modality(said, act, clause),
        _polarity(said, act, clause, words),
        _scope(said, act, main, words),
        _basis(said, act, words),
    )


# --- speech act -------------------------------------------------------------------------------------

CHECKS: tuple[tuple[str, SpeechAct], ...] = (
    ("no_comment", SpeechAct.NO_COMMENT),
    ("cannot_verify", SpeechAct.CANNOT_VERIFY),
    ("checking_pending", SpeechAct.REPORT_VERIFICATION),
    ("verify", SpeechAct.REPORT_VERIFICATION),
    ("refer", SpeechAct.REFER),
    ("total", SpeechAct.PUBLISH_TOTAL),
    ("open_later", SpeechAct.ANNOUNCE_INTENTION),
    ("open_case", SpeechAct.OPEN_CASE),
)
"""What anybody may report of checks, answers and steps, in the order of the tests."""

OPINIONS: tuple[tuple[str, SpeechAct], ...] = (
    ("qualify_strong", SpeechAct.QUALIFY_LEGALLY),
    ("speculate", SpeechAct.SPECULATE),
    ("demand", SpeechAct.DEMAND),
    ("intend", SpeechAct.ANNOUNCE_INTENTION),
    ("generalise", SpeechAct.GENERALISE),
    ("qualify", SpeechAct.QUALIFY_LEGALLY),
    ("evaluate", SpeechAct.EVALUATE),
)
"""What a named speaker may do beyond that."""

OWN_VOICE: tuple[tuple[str, SpeechAct], ...] = (
    ("accuse", SpeechAct.ACCUSE),
    ("qualify_strong", SpeechAct.QUALIFY_LEGALLY),
    ("generalise", SpeechAct.GENERALISE),
)
"""What the outlet may do in its own voice; adjectives of judgement alone are no act of its own."""


def _act(said: Said, before: Judged | None, words: Lexicon) -> SpeechAct:
    lemma = said.cue.lemma_.lower() if said.cue is not None else ""
    negated = said.cue is not None and any(c.dep_ == "neg" for c in said.cue.children)
    if lemma in words.groups["lemma_deny"] and not negated:
        return SpeechAct.DENY
    if not said.outlet and not negated and _disowns(said, lemma, words):
        return SpeechAct.DENY
    if lemma in {"accuse", "blame", "allege"} and not negated:
        return SpeechAct.ACCUSE
    if CONDITION.search(said.words) and pattern(words, "qualify_strong").search(said.words):
        return SpeechAct.QUALIFY_LEGALLY
    not_known = pattern(words, "not_known").search(said.words)
    if not_known is not None and not said.outlet and pattern(words, "footage").search(said.words):
        return SpeechAct.CANNOT_VERIFY
    for group, act in CHECKS:
        if group == "open_case" and not_known is not None:
            continue
        if pattern(words, group).search(said.words):
            return act
    if lemma in {"demand", "urge"} or (lemma in {"call", "appeal"} and _asks(said.cue)):
        return SpeechAct.DEMAND
    if said.outlet:
        return _own_act(said, before, words)
    if said.in_footage and before is not None and before.speech_act is SpeechAct.DESCRIBE_FOOTAGE:
        return SpeechAct.DESCRIBE_FOOTAGE
    documents = lemma in DOCUMENTING or any(
        t.lemma_.lower() in DOCUMENTING and t.pos_ == "VERB" for t in said.content
    )
    for group, act in OPINIONS:
        if group == "qualify" and documents:
            continue
        if pattern(words, group).search(said.words):
            return act
    if pattern(words, "trend").search(said.words):
        return SpeechAct.GENERALISE
    if lemma in {"condemn", "denounce", "deplore", "decry", "criticize", "criticise", "praise", "welcome"}:
        return SpeechAct.EVALUATE
    return SpeechAct.DESCRIBE_FOOTAGE if _shows(said, words) else SpeechAct.ASSERT


CONDITION = re.compile(r"\bif\b.*\bwould\b|\bwould\b.*\bif\b")
DOCUMENTING = frozenset({"document", "record", "register", "collect"})


def _disowns(said: Said, lemma: str, words: Lexicon) -> bool:
    """Whether a party calls the allegation false, or says that its own side did no such thing."""
    if not said.party:
        return False
    if pattern(words, "untrue").search(said.words) and (
        lemma in {"call", "describe", "label", "brand", "dub"} or pattern(words, "deny").search(said.words)
    ):
        return True
    main = _main(said)
    subject = _subject(main) if main is not None else None
    if main is None or subject is None or not any(c.dep_ == "neg" for c in main.children):
        return False
    if main.lemma_ == "be" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in main.children):
        return False
    own = subject.lower_ in {"we", "it", "they"} or any(
        c.dep_ == "poss" and c.lower_ in {"its", "our", "their", "his"} for c in subject.children
    )
    return own and pattern(words, "relevant").search(said.words) is not None


def _own_act(said: Said, before: Judged | None, words: Lexicon) -> SpeechAct:
    if _shows(said, words):
        return SpeechAct.DESCRIBE_FOOTAGE
    for group, act in OWN_VOICE:
        if pattern(words, group).search(said.words):
            return act
    if pattern(words, "trend").search(said.words):
        return SpeechAct.GENERALISE
    if before is not None and before.speech_act is SpeechAct.DESCRIBE_FOOTAGE and _continues(said):
        return SpeechAct.DESCRIBE_FOOTAGE
    return SpeechAct.ASSERT


def _asks(cue: Token | None) -> bool:
    return cue is not None and any(
        c.dep_ == "prep" and c.lower_ in {"for", "on", "upon", "to"} for c in cue.children
    )


def _shows(said: Said, words: Lexicon) -> bool:
    """Whether the words tell what footage shows, or what is seen and heard in it."""
    if pattern(words, "footage").search(said.words) is None:
        return False
    shown = words.groups["lemma_show"]
    for token in said.content:
        if token.lemma_.lower() not in shown or token.pos_ != "VERB":
            continue
        carrier = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if carrier is None or token.tag_ == "VBG" or carrier.lower_ in {"that", "which"}:
            return True
        if pattern(words, "footage").search(carrier.lower_):
            return True
        if any(c.dep_ == "auxpass" for c in token.children):
            return True
    return "according to" in said.words or _of_footage(said, words)


def _shown(said: Said, words: Lexicon) -> Token | None:
    """The verb of showing, whose hedges cover all that footage is said to show."""
    shown = words.groups["lemma_show"]
    return next((t for t in said.content if t.lemma_.lower() in shown and t.pos_ == "VERB"), None)


def _of_footage(said: Said, words: Lexicon) -> bool:
    """'a video of soldiers beating …': the footage's content as a phrase."""
    return any(
        pattern(words, "footage").search(t.lower_)
        and any(
            c.dep_ == "prep" and c.lower_ == "of" and any(g.pos_ == "VERB" for g in c.subtree)
            for c in t.children
        )
        for t in said.content
    )


def _continues(said: Said) -> bool:
    """Whether a sentence goes on telling footage: in the present tense, or tied back to it by its first word."""
    main = _main(said)
    if main is None or (
        main.lemma_ == "be" and any(c.dep_ in {"nsubj", "expl"} and c.lower_ == "it" for c in main.children)
    ):
        return False
    helpers = [c for c in main.children if c.dep_ in {"aux", "auxpass"}]
    if any(h.lower_ in {"has", "have", "had", "will", "would"} for h in helpers):
        # "who has not been identified, has his hands …" has its own present-tense main verb
        return False
    present = main.tag_ in {"VBZ", "VBP"} or any(h.tag_ in {"VBZ", "VBP"} for h in helpers)
    first = said.content[0].lower_ if said.content else ""
    return present or first in {
        "those",
        "then",
        "he",
        "she",
        "they",
        "next",
        "moments",
        "seconds",
        "afterwards",
    }


# --- modality, polarity -----------------------------------------------------------------------------


def _modality(said: Said, act: SpeechAct, clause: stance.ClauseStance | None) -> Modality:
    if clause is not None and clause.modality in {Modality.CONDITIONAL, Modality.ASKED}:
        return clause.modality
    if act is SpeechAct.SPECULATE:
        return Modality.SPECULATIVE
    if said.captive or said.second_hand:
        return Modality.HEARSAY
    if said.by_report:
        return Modality.HEDGED
    if clause is not None and clause.modality is not Modality.ASSERTED:
        return clause.modality
    if act is SpeechAct.DESCRIBE_FOOTAGE:
        return Modality.PURPORTED_BY_FOOTAGE
    return Modality.ASSERTED


WITHHOLDING = frozenset({SpeechAct.NO_COMMENT, SpeechAct.CANNOT_VERIFY})
STEADY = frozenset(
    {SpeechAct.EVALUATE, SpeechAct.DEMAND, SpeechAct.GENERALISE, SpeechAct.SPECULATE, SpeechAct.ACCUSE}
)


def _polarity(said: Said, act: SpeechAct, clause: stance.ClauseStance | None, words: Lexicon) -> Polarity:
    if act is SpeechAct.DENY:
        return Polarity.DENIES
    if act in WITHHOLDING:
        return Polarity.WITHHOLDS
    if act is SpeechAct.REPORT_VERIFICATION and pattern(words, "checking_pending").search(said.words):
        return Polarity.WITHHOLDS
    if pattern(words, "not_known").search(said.words) or (
        pattern(words, "unclear").search(said.words) and act in {SpeechAct.ASSERT, SpeechAct.OPEN_CASE}
    ):
        return Polarity.WITHHOLDS
    if clause is None or act in STEADY:
        return Polarity.AFFIRMS
    return clause.polarity


# --- scope, basis -----------------------------------------------------------------------------------


def _scope(said: Said, act: SpeechAct, main: Token | None, words: Lexicon) -> Scope:
    text = said.words
    pinned = pattern(words, "pinned_down").search(text) is not None
    if act is SpeechAct.DENY:
        if not pinned and (_bare_plural(said.content) or _habitual(said.content)):
            return Scope.GENERAL_CONDUCT
        if not pinned and re.search(r"\b(?:any|all|every|ever|never|always)\b", text):
            return Scope.GENERAL_CONDUCT
        return Scope.THIS_INCIDENT if pinned or _specific(said) else Scope.UNCLEAR
    if pattern(words, "policy").search(text) and act in {SpeechAct.GENERALISE, SpeechAct.EVALUATE}:
        return Scope.GENERAL_CONDUCT
    if act in {SpeechAct.GENERALISE, SpeechAct.PUBLISH_TOTAL}:
        return Scope.CLASS_OF_INCIDENTS
    if act is SpeechAct.SPECULATE and not pinned:
        return Scope.GENERAL_CONDUCT
    if pattern(words, "repeated_acts").search(text) or re.search(
        r"\bany alleged\b|\bany (?:[a-z]+ )?(?:abuse|mistreatment|violation|crime)s?\b", text
    ):
        return Scope.GENERAL_CONDUCT
    if act is not SpeechAct.DESCRIBE_FOOTAGE and not pinned and _generic(said, main, act):
        return Scope.CLASS_OF_INCIDENTS
    if pattern(words, "relevant").search(text) or act in STEPS:
        return Scope.THIS_INCIDENT
    return Scope.UNCLEAR


STEPS = frozenset({SpeechAct.NO_COMMENT, SpeechAct.CANNOT_VERIFY, SpeechAct.REPORT_VERIFICATION, SpeechAct.REFER,
                   SpeechAct.OPEN_CASE, SpeechAct.DEMAND, SpeechAct.EVALUATE, SpeechAct.DESCRIBE_FOOTAGE})  # fmt: skip


def _specific(said: Said) -> bool:
    """Whether a denial names an act itself, and not just "the allegations"."""
    nouns = {t.lemma_.lower() for t in said.content if t.pos_ in {"NOUN", "VERB"}}
    return bool(nouns - VAGUE) and not nouns <= VAGUE | {"report", "medium"}


VAGUE = frozenset(
    {"allegation", "accusation", "claim", "charge", "wrongdoing", "it", "responsibility", "involvement"}
)


def _habitual(content: Sequence[Token]) -> bool:
    """'denies targeting civilians': an act named without any one occurrence."""
    first = next((t for t in content if t.tag_ == "VBG"), None)
    if first is None or any(t.pos_ == "PROPN" or t.like_num for t in content):
        return False
    return any(c.dep_ == "dobj" and c.tag_ == "NNS" and not _determined(c) for c in first.children)


def _generic(said: Said, main: Token | None, act: SpeechAct) -> bool:
    """Whether the words speak of acts in general: bare plurals, habitual present, no one occurrence."""
    if main is None:
        return act is SpeechAct.ACCUSE and _bare_plural(said.content)
    if act is SpeechAct.QUALIFY_LEGALLY:
        main = _qualified(said) or main
    subject = _subject(main)
    if act in {SpeechAct.QUALIFY_LEGALLY, SpeechAct.DEMAND} and subject is not None:
        return _generic_noun(subject)
    if act is SpeechAct.ACCUSE:
        return _bare_plural(said.content)
    if act is not SpeechAct.ASSERT:
        return False
    if any(t.lemma_.lower() in DOCUMENTING and t.pos_ == "VERB" for t in said.content) and _bare_plural(
        said.content
    ):
        return True
    habitual = main.tag_ in {"VBP", "VBZ"} or any(
        c.tag_ in {"VBP", "VBZ"} and c.dep_ == "auxpass" for c in main.children
    )
    finite = not any(c.dep_ == "aux" for c in main.children)
    return (
        habitual
        and finite
        and main.lemma_ != "be"
        and subject is not None
        and not said.outlet
        and (subject.tag_ == "NNS" and not _determined(subject) or subject.lower_ == "they")
    )


def _subject(verb: Token) -> Token | None:
    near = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    near += [
        g for c in verb.children if c.dep_ == "aux" for g in c.children if g.dep_ in {"nsubj", "nsubjpass"}
    ]
    return near[0] if near else None


def _qualified(said: Said) -> Token | None:
    """The verb by which something is called a crime."""
    crime = next(
        (t for t in said.content if t.lemma_.lower() in CRIMES and t.dep_ in {"attr", "dobj", "pobj"}), None
    )
    if crime is None:
        return None
    return next((a for a in crime.ancestors if a.pos_ in {"VERB", "AUX"}), None)


CRIMES = frozenset({"crime", "violation", "breach", "genocide", "murder"})


def _generic_noun(subject: Token) -> bool:
    if subject.tag_ == "NNS" and not _determined(subject):
        return not any(t.pos_ == "PROPN" or t.tag_ == "CD" for t in subject.subtree) or _of_plural(subject)
    return _of_plural(subject) and subject.lower_ not in {"this", "that", "it"}


def _of_plural(noun: Token) -> bool:
    """'the killing of prisoners': an act on a kind of people, without a nationality or a number."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            for thing in prep.children:
                if thing.dep_ == "pobj" and thing.tag_ == "NNS" and not _determined(thing):
                    return not any(t.text[:1].isupper() or t.like_num for t in thing.lefts)
    return False


def _determined(noun: Token) -> bool:
    return any(c.dep_ in {"det", "nummod", "poss"} and c.lower_ not in {"any", "no"} for c in noun.children)


ACTS = frozenset(
    {
        "crime",
        "violation",
        "atrocity",
        "killing",
        "execution",
        "abuse",
        "case",
        "attack",
        "strike",
        "murder",
        "torture",
    }
)


def _bare_plural(content: Sequence[Token]) -> bool:
    return any(
        t.lemma_.lower() in ACTS and t.tag_ in {"NNS", "NN"} and not _determined(t) and (t.tag_ == "NNS")
        for t in content
    )


def _main(said: Said) -> Token | None:
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


def _basis(said: Said, act: SpeechAct, words: Lexicon) -> tuple[Basis, ...]:
    found: list[Basis] = []
    if said.captive:
        found.append(Basis.CAPTIVE_STATEMENT)
    if act is SpeechAct.DESCRIBE_FOOTAGE or pattern(words, "footage").search(said.words):
        found.append(Basis.FOOTAGE)
    if said.by_report:
        found.append(Basis.OTHER_MEDIA)
    if pattern(words, "interview").search(said.words):
        found.append(Basis.INTERVIEW)
    if pattern(words, "record").search(said.words):
        found.append(Basis.DOCUMENT)
    return tuple(found) or (Basis.NONE_STATED,)


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
