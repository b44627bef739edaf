"""Words of the law's steps: stages by verb, articles as cited, and what holds a step back."""

import re

from spacy.tokens import Token

from allegata.model.vocabulary import ProceedingStage

ARTICLE = re.compile(
    r"(?:Part|part|Paragraph|paragraph)\s+\d+(?:,|\s+of)?\s+(?:Art(?:icle|\.)?|art(?:icle|\.)?)\s*\d+(?:\.\d+|-\d+)?"
    r"|(?:Articles?|Art\.|articles?)\s+\d+(?:\.\d+|-\d+|\(\d+\))*"
)
HELD_BACK = frozenset(
    {
        "not",
        "n't",
        "never",
        "no",
        "must",
        "should",
        "would",
        "will",
        "shall",
        "if",
        "to",
        "could",
        "may",
        "might",
        "demand",
        "call",
        "urge",
        "promise",
        "'ll",
        "without",
    }
)

ARTICLE_REACH = 60
"""How many characters behind the step's clause a bracketed article may still follow."""


def held_back(token: Token) -> bool:
    """Whether a step is only asked for, promised, denied or conditional."""
    words = {c.lower_ for c in token.children if c.dep_ in {"aux", "neg", "mark"}}
    if words & HELD_BACK:
        return True
    return bool(token.dep_ in {"xcomp", "pcomp", "advcl", "ccomp"} and token.head.lemma_.lower() in HELD_BACK)


def explains(token: Token, top: Token) -> bool:
    """Whether a token lies in a clause that only explains a noun ("the Code, which covers …")."""
    node = token
    while node.i not in {top.i, node.head.i}:
        if node.dep_ == "relcl" and any(c.lower_ == "which" for c in node.children):
            return True
        node = node.head
    return False


def set_up_of(noun: Token) -> list[Token]:
    """What a noun of setting up is of: "the formation of a committee"."""
    return [c for p in noun.children if p.lower_ in {"of", "into"} for c in p.children if c.dep_ == "pobj"]


def says_no(noun: Token) -> bool:
    """ "opened no investigation": the noun itself is denied."""
    return any(c.lower_ in {"no", "neither"} for c in noun.children)


def says_not(verb: Token) -> bool:
    """Whether a verb is denied."""
    return any(c.dep_ == "neg" or c.lower_ in {"not", "never"} for c in verb.children)


STAGES = {
    "charge": ProceedingStage.CHARGED,
    "indict": ProceedingStage.CHARGED,
    "convict": ProceedingStage.JUDGMENT_FIRST_INSTANCE,
    "sentence": ProceedingStage.JUDGMENT_FIRST_INSTANCE,
    "acquit": ProceedingStage.JUDGMENT_FIRST_INSTANCE,
    "suspend": ProceedingStage.SUSPENDED,
    "close": ProceedingStage.CLOSED,
    "drop": ProceedingStage.CLOSED,
}
LEGAL = frozenset(
    {"court", "prosecutor", "guilty", "suspicion", "prison", "year", "tribunal", "judge", "crime", "murder"}
)
COURTS = frozenset({"court", "tribunal", "judge", "jury", "chamber", "jurisdiction", "bench"})
INVESTIGATORS = frozenset(
    {"investigator", "investigators", "prosecutor", "prosecutors", "investigative", "detectives"}
)
MATTERS = frozenset(
    {"evidence", "report", "circumstance", "death", "information", "allegation", "claim", "incident"}
)


def counted(noun: Token) -> bool:
    """ "31 investigations": a number of cases is a total, not a step."""
    return any(c.dep_ == "nummod" for c in noun.children)
