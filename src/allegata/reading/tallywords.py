"""Words and forms of published totals: units, running totals, who keeps a count."""

import re

from spacy.tokens import Token

from allegata.model.value import Count
from allegata.model.vocabulary import Exactness, Unit
from allegata.reading.counts import FoundCount

TALLY_UNITS = frozenset(
    {
        Unit.INCIDENTS,
        Unit.CRIMINAL_CASES,
        Unit.EXECUTIONS_UNIT_UNCLEAR,
        Unit.VIOLATIONS,
        Unit.REPORTS,
    }
)


def plain_number(token: Token, like: Count) -> Count | None:
    """A figure without a noun, in the unit of the total that it is set against."""
    digits = token.text.replace(",", "")
    if not digits.isdecimal():
        return None
    return Count(int(digits), int(digits), like.unit, like.role, Exactness.EXACT_AS_STATED)


def is_of_missing(found: FoundCount) -> bool:
    """ "3,990 people are still listed as missing": a register of the missing, or of whole years."""
    verb = next((t for t in [found.number, *found.number.ancestors] if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return False
    noun = found.noun or found.number
    words = [t.lower_ for top in (verb, noun) for t in top.subtree]
    if "missing" not in words:
        return False
    listed = any(t.lemma_.lower() in {"list", "register", "record"} for t in (verb, *verb.children))
    return listed or DECADE.search(" ".join(words)) is not None


def one_clause(one: Token, other: Token) -> bool:
    """Whether two numbers stand in one statement of figures, not in clauses that are only strung together."""

    def above(token: Token) -> int:
        node = token
        while node.head.i != node.i and not (node.dep_ in {"ccomp", "conj", "advcl"} and node.pos_ == "VERB"):
            node = node.head
        return node.i

    return above(one) == above(other)


RUNS = re.compile(
    r"\b(?:since|so far|to date|until now|over the past|in total)\b|\bin all\b(?=\s*[,.])", re.I
)
DECADE = re.compile(r"\b(?:1[89]|20)\d0s\b")
RUNNING = re.compile(r"\b(?:since|so far|to date|a total of|in total|altogether|until now|up to now)\b", re.I)
LASTING = frozenset({"hold", "detain", "keep", "imprison", "jail", "miss", "intern"})
"""Verbs of a state: "had been held since March" tells how long, not how many so far."""
MANY = 100
"""So many people, in the perfect and without a place or a day, are counted over many occurrences."""
NEAR = 12
KEEPING = frozenset(
    {
        "record",
        "register",
        "log",
        "document",
        "count",
        "tally",
        "verify",
        "confirm",
        "report",
        "investigate",
        "list",
        "identify",
        "see",
        "put",
        "place",
        "estimate",
    }
)
