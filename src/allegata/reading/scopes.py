"""How far a statement reaches: one incident, a class of incidents, general conduct, or unclear."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import Scope, SpeechAct
from allegata.reading.said import Said, main_verb, pattern, subject_of

DOCUMENTING = frozenset({"document", "record", "register", "collect"})


def scope(said: Said, act: SpeechAct, main: Token | None, words: Lexicon) -> Scope:
    """How far a statement reaches.

    :param main: the head verb of what is said, if it has one.
    """
    pinned = pattern(words, "pinned_down").search(said.words) is not None
    if act is SpeechAct.DENY:
        return _denied(said, pinned)
    if _is_conduct(said, act, pinned, words):
        return Scope.GENERAL_CONDUCT
    if act in {SpeechAct.GENERALISE, SpeechAct.PUBLISH_TOTAL}:
        return Scope.CLASS_OF_INCIDENTS
    if act is not SpeechAct.DESCRIBE_FOOTAGE and not pinned and _generic(said, main, act):
        return Scope.CLASS_OF_INCIDENTS
    if act in STEPS or pattern(words, "relevant").search(said.words):
        return Scope.THIS_INCIDENT
    return Scope.UNCLEAR


def _denied(said: Said, pinned: bool) -> Scope:
    """A denial of "any mistreatment" is no answer to one incident, and "the allegations" says not which."""
    if pinned or _definite_act(said.content):
        return Scope.THIS_INCIDENT
    if (
        _bare_plural(said.content)
        or _habitual(said.content)
        or _customary(said)
        or SWEEPING.search(said.words)
    ):
        return Scope.GENERAL_CONDUCT
    return Scope.THIS_INCIDENT if _specific(said) else Scope.UNCLEAR


def _definite_act(content: Sequence[Token]) -> bool:
    return any(
        t.lemma_.lower() in ACTS and any(c.lower_ in {"the", "this", "these"} for c in t.children)
        for t in content
    )


def _is_conduct(said: Said, act: SpeechAct, pinned: bool, words: Lexicon) -> bool:
    """Whether the words speak of how a side behaves in general."""
    if act in {SpeechAct.GENERALISE, SpeechAct.EVALUATE} and pattern(words, "policy").search(said.words):
        return True
    if act in {SpeechAct.GENERALISE, SpeechAct.PUBLISH_TOTAL}:
        return False
    if act is SpeechAct.SPECULATE and not pinned and not pattern(words, "footage").search(said.words):
        return True
    return bool(pattern(words, "repeated_acts").search(said.words) or ANY_ABUSE.search(said.words))


SWEEPING = re.compile(r"\b(?:any|all|every|ever|never|always)\b")
ANY_ABUSE = re.compile(r"\bany alleged\b|\bany (?:[a-z]+ )?(?:abuse|mistreatment|violation|crime)s?\b")
STEPS = frozenset(
    {
        SpeechAct.NO_COMMENT,
        SpeechAct.CANNOT_VERIFY,
        SpeechAct.REPORT_VERIFICATION,
        SpeechAct.REFER,
        SpeechAct.OPEN_CASE,
        SpeechAct.DEMAND,
        SpeechAct.EVALUATE,
        SpeechAct.DESCRIBE_FOOTAGE,
    }
)
"""Acts that answer to, or act upon, what is being reported."""


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


def _customary(said: Said) -> bool:
    """'denied that prisoners are ill-treated': a bare plural in the present tense."""
    main = main_verb(said)
    subject = subject_of(main) if main is not None else None
    if main is None or subject is None or subject.tag_ != "NNS" or _determined(subject):
        return False
    return main.tag_ in {"VBP", "VBZ"} or any(c.tag_ in {"VBP", "VBZ"} for c in main.children)


def _generic(said: Said, main: Token | None, act: SpeechAct) -> bool:
    """Whether the words speak of acts in general: bare plurals, habitual present, no one occurrence."""
    if main is None:
        return act is SpeechAct.ACCUSE and _bare_plural(said.content)
    if act is SpeechAct.QUALIFY_LEGALLY:
        main = _qualified(said) or main
    subject = subject_of(main)
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
        and ((subject.tag_ == "NNS" and not _determined(subject)) or subject.lower_ == "they")
    )


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
