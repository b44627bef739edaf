"""What a speaker does by speaking, and how far the words reach: judged statement by statement.

The order of the tests is the method: the cue's own word first (deny, accuse), then what the content
says. Negated and pending checks are tested before confirmations, so that "has not been verified" can
never be read as "verified".
"""

import re

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import Basis, Modality, Polarity, SpeechAct
from allegata.reading import stance
from allegata.reading.said import Judged, Said, main_verb, pattern, subject_of
from allegata.reading.scopes import DOCUMENTING, scope


def judge(said: Said, before: Judged | None, knowledge: Knowledge) -> Judged:
    """Speech act, modality, polarity, scope and claimed basis of one statement.

    :param before: the judgement of the outlet's sentence just before in the same paragraph or the one
        above it, which a description of footage may continue.
    """
    words = knowledge.lexicon("stance")
    act = _act(said, before, words)
    main = main_verb(said)
    if act is SpeechAct.DESCRIBE_FOOTAGE and said.outlet:
        main = _shown(said, words) or main
    clause = stance.of_clause(said.parse, main, knowledge, said.cue) if main is not None else None
    return Judged(
        act,
        _modality(said, act, clause, words),
        _polarity(said, act, clause, words),
        scope(said, act, main, words),
        _basis(said, act, words),
    )


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
    found = _by_cue(said, words)
    lemma = _lemma(said)
    if found is None and (
        lemma in words.groups["lemma_bid"] or (lemma in {"call", "appeal", "ask"} and _asks(said))
    ):
        return SpeechAct.DEMAND  # before the checks: who is asked to verify has verified nothing
    found = found or _by_check(said, words)
    if found is not None:
        return found
    if said.outlet:
        return _own_act(said, before, words)
    if said.in_footage and before is not None and before.speech_act is SpeechAct.DESCRIBE_FOOTAGE:
        return SpeechAct.DESCRIBE_FOOTAGE
    return _opinion(said, words)


def _lemma(said: Said) -> str:
    return said.cue.lemma_.lower() if said.cue is not None else ""


def _by_cue(said: Said, words: Lexicon) -> SpeechAct | None:
    """Denial and accusation, by the cue's own word or by what a party says of its own side."""
    lemma = _lemma(said)
    if said.cue is not None and any(c.dep_ == "neg" for c in said.cue.children):
        return None
    if lemma in words.groups["lemma_deny"] or (not said.outlet and _disowns(said, lemma, words)):
        return SpeechAct.DENY
    if pattern(words, "claim_responsibility").search(said.words):
        return SpeechAct.CLAIM_RESPONSIBILITY
    return BY_LEMMA.get(lemma)


BY_LEMMA = {
    "accuse": SpeechAct.ACCUSE,
    "blame": SpeechAct.ACCUSE,
    "allege": SpeechAct.ACCUSE,
    "charge": SpeechAct.ACCUSE,
    "implicate": SpeechAct.ACCUSE,
    "admit": SpeechAct.ACKNOWLEDGE,
    "acknowledge": SpeechAct.ACKNOWLEDGE,
    "concede": SpeechAct.ACKNOWLEDGE,
    "vow": SpeechAct.ANNOUNCE_INTENTION,
    "pledge": SpeechAct.ANNOUNCE_INTENTION,
    "promise": SpeechAct.ANNOUNCE_INTENTION,
}
"""What some verbs of saying do by themselves."""


def _by_check(said: Said, words: Lexicon) -> SpeechAct | None:
    """Checks, answers and steps, negated and pending ones first."""
    if CONDITION.search(said.words) and pattern(words, "qualify_strong").search(said.words):
        return SpeechAct.QUALIFY_LEGALLY
    not_known = pattern(words, "not_known").search(said.words)
    if not_known is not None and not said.outlet and pattern(words, "footage").search(said.words):
        return SpeechAct.CANNOT_VERIFY
    for group, act in CHECKS:
        if group == "open_case" and not_known is not None:
            continue
        if pattern(words, group).search(said.words):
            if group == "verify" and pattern(words, "verify_habit").search(said.words):
                continue
            return act
    checked = _lemma(said) in {"confirm", "verify", "corroborate"} and not said.party and not said.outlet
    if checked and said.cue is not None and not any(c.tag_ == "MD" for c in said.cue.children):
        return SpeechAct.REPORT_VERIFICATION
    return None


def _opinion(said: Said, words: Lexicon) -> SpeechAct:
    documents = _lemma(said) in DOCUMENTING or any(
        t.lemma_.lower() in DOCUMENTING and t.pos_ == "VERB" for t in said.content
    )
    for group, act in OPINIONS:
        if not (group == "qualify" and documents) and pattern(words, group).search(said.words):
            return act
    if pattern(words, "trend").search(said.words):
        return SpeechAct.GENERALISE
    if _lemma(said) in JUDGING:
        return SpeechAct.EVALUATE
    return SpeechAct.DESCRIBE_FOOTAGE if _shows(said, words) else SpeechAct.ASSERT


JUDGING = frozenset(
    {"condemn", "denounce", "deplore", "decry", "criticize", "criticise", "praise", "welcome", "regret"}
)
CONDITION = re.compile(r"\bif\b.*\bwould\b|\bwould\b.*\bif\b")


def _disowns(said: Said, lemma: str, words: Lexicon) -> bool:
    """Whether a party calls the allegation false, or says that its own side did no such thing."""
    if not said.party:
        return False
    if pattern(words, "untrue").search(said.words) and (
        lemma in {"call", "describe", "label", "brand", "dub"} or pattern(words, "deny").search(said.words)
    ):
        return True
    main = main_verb(said)
    if main is not None and main.lemma_.lower() in words.groups["lemma_deny"] and not _negated(main):
        return said.own_side or _first(subject_of(main))
    subject = subject_of(main) if main is not None else None
    if main is None or subject is None or not any(c.dep_ == "neg" for c in main.children):
        return False
    if main.lemma_ == "be" and any(c.lower_ in NOT_US for c in main.children):
        return said.own_side or _first(subject)
    if main.lemma_ == "be" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in main.children):
        return False
    own = (
        said.own_side
        or subject.lower_ in {"we", "it", "they"}
        or any(c.dep_ == "poss" and c.lower_ in {"its", "our", "their", "his"} for c in subject.children)
    )
    return own and pattern(words, "relevant").search(said.words) is not None


NOT_US = frozenset({"responsible", "involved", "behind", "guilty", "present"})
"""'It was not …': what a side calls itself not to have been, of an act."""


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _first(subject: Token | None) -> bool:
    return subject is not None and subject.lower_ in {"we", "i", "it"}


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


def _asks(said: Said) -> bool:
    """'called on X to …', 'asked X to …', 'asked that X be …'; a question asked is none."""
    if said.cue is None:
        return False
    kids = list(said.cue.children)
    if said.cue.lemma_ != "ask":
        return any(c.dep_ == "prep" and c.lower_ in {"for", "on", "upon", "to"} for c in kids)
    main = main_verb(said)
    bare = main is not None and (
        main.tag_ == "VB" or any(c.tag_ == "VB" and c.dep_ in {"aux", "auxpass"} for c in main.children)
    )
    return any(c.dep_ == "prep" and c.lower_ == "for" for c in kids) or bare


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
    """Whether a sentence goes on telling footage: in the present tense, or tied to it by its first word."""
    main = main_verb(said)
    if main is None or (
        main.lemma_ == "be" and any(c.dep_ in {"nsubj", "expl"} and c.lower_ == "it" for c in main.children)
    ):
        return False
    helpers = [c for c in main.children if c.dep_ in {"aux", "auxpass"}]
    if any(h.lower_ in {"has", "have", "had", "will", "would"} for h in helpers):
        # "who has never given a name, waves a flag …" has its own present-tense main verb
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


def _modality(said: Said, act: SpeechAct, clause: stance.ClauseStance | None, words: Lexicon) -> Modality:
    own = clause.modality if clause is not None else Modality.ASSERTED
    if own in {Modality.CONDITIONAL, Modality.ASKED}:
        return own
    if act is SpeechAct.SPECULATE:
        return Modality.SPECULATIVE
    if said.captive or said.second_hand or pattern(words, "hearsay").search(said.words):
        return Modality.HEARSAY
    if said.by_report:
        return Modality.HEDGED
    if own is Modality.ASSERTED and act is SpeechAct.DESCRIBE_FOOTAGE and (said.outlet or said.in_footage):
        return Modality.PURPORTED_BY_FOOTAGE
    return own


WITHHOLDING = frozenset({SpeechAct.NO_COMMENT, SpeechAct.CANNOT_VERIFY})


STEADY = frozenset(
    {
        SpeechAct.ANNOUNCE_INTENTION,
        SpeechAct.EVALUATE,
        SpeechAct.DEMAND,
        SpeechAct.GENERALISE,
        SpeechAct.SPECULATE,
        SpeechAct.ACCUSE,
    }
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
