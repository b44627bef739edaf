"""When: time expressions of a sentence as `When` values, each in the slot its governing words give.

Wordings are found by `reading.timewords`, their meaning by `reading.anchors`, their slot by
`reading.timeslots`. Durations and repetitions are no times and are left out.
"""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.document import PublishedAt
from allegata.model.knowledge import Knowledge
from allegata.model.value import When
from allegata.model.vocabulary import TimePrecision, TimeSlot
from allegata.reading.anchors import STRICT, Direction, Policy, Resolved, resolve
from allegata.reading.numbers import NumberGrammar
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.timepatterns import TimeGrammar
from allegata.reading.timeslots import Governors
from allegata.reading.timewords import TimeWords, Vocabulary

FUTURE = frozenset({"will", "'ll", "shall", "wo"})
CONDITIONAL = frozenset({"would", "'d", "could", "might", "may", "should", "must", "can"})
_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+(?:the\s+)?$", re.I)
_DEADLINE = re.compile(
    r"\b(?:until|till|by|as\s+(?:soon|early)\s+as|scheduled\s+for|planned\s+for|due)\s+$", re.I
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time as found: document offsets of the expression, without its preposition.

    `token` is its syntactic head in `parse`; `words` what was read before any calendar was asked.
    """

    start: int
    end: int
    when: When
    parse: Parse
    token: Token
    words: TimeWords


@dataclass(frozen=True, slots=True)
class _Tools:
    grammar: TimeGrammar
    governors: Governors
    kept: frozenset[str]
    planning: frozenset[str]


_last: list[tuple[Knowledge, _Tools]] = []


def find(
    sentence: Sentence, published: PublishedAt, knowledge: Knowledge, policy: Policy = STRICT
) -> tuple[FoundTime, ...]:
    """Every time expression of a sentence, its quotations included, in order of appearance.

    :param published: relative days are resolved against it only when it is a sound anchor.
    :param knowledge: its lexicons `dates`, `numbers` and, where there is one, `acts`.
    """
    tools = _tools(knowledge)
    found: list[FoundTime] = []
    for parse in sentence.parses:
        for words in tools.grammar.find(parse.doc.text):
            if words.kind == "vague" and not (policy.vague or words.name in tools.kept):
                continue
            made = _found(parse, words, published, tools, policy)
            if made is not None:
                found.append(made)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _tools(knowledge: Knowledge) -> _Tools:
    if _last and _last[0][0] is knowledge:
        return _last[0][1]
    dates = knowledge.lexicon("dates")
    cardinals = NumberGrammar(knowledge.lexicon("numbers")).cardinals
    kept = frozenset(dates.groups.get("vague_kept", ()))
    planning = frozenset(dates.groups.get("future_word", ()))
    made = _Tools(TimeGrammar(Vocabulary(dates, cardinals)), Governors(knowledge), kept, planning)
    _last[:] = [(knowledge, made)]
    return made


def _found(
    parse: Parse, words: TimeWords, published: PublishedAt, tools: _Tools, policy: Policy
) -> FoundTime | None:
    tokens = [t for t in parse.doc if t.idx < words.end and words.start < t.idx + len(t.text)]
    if not tokens:
        return None
    head = next((t for t in tokens if t.head.i == t.i or t.head not in tokens), tokens[-1])
    before = parse.doc.text[: words.start]
    resolved = resolve(words, published, _direction(head, before, tools.planning), policy)
    of_a_day = resolved.precision in {TimePrecision.DAY, TimePrecision.TIME_OF_DAY}
    slot = tools.governors.slot(head, tokens[0], of_a_day)
    if _AS_OF.search(before):
        slot, resolved = TimeSlot.SCOPE, _with(resolved, "as_of")
    elif tools.governors.since(head):
        resolved = _open(resolved)
    first, last = tokens[0], tokens[-1]
    start = parse.start(first) + max(words.start - first.idx, 0)
    end = parse.end(last) - max(last.idx + len(last.text) - words.end, 0)
    when = When(
        slot,
        resolved.edtf,
        resolved.earliest,
        resolved.latest,
        resolved.precision,
        resolved.basis,
        resolved.relative,
    )
    return FoundTime(start, end, when, parse, head, words)


def _direction(head: Token, before: str, planning: frozenset[str]) -> Direction:
    """Whether the words around speak of what was, of what will be, or leave it open.

    Open are deadlines ("until Friday"), conditionals ("would meet on Friday"), purposes ("to sign on
    Friday") and plans ("scheduled a hearing for Friday"): told afterwards, they lie behind.
    """
    verb, planned = head, bool(_DEADLINE.search(before))
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
        planned = planned or verb.lemma_.lower() in planning
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if not planned and auxiliaries & FUTURE:
        return Direction.FUTURE
    purpose = verb.tag_ == "VB" and "to" in auxiliaries
    if purpose and not planned and verb.head.lemma_ in planning and _present(verb.head):
        return Direction.FUTURE
    return Direction.OPEN if planned or purpose or auxiliaries & CONDITIONAL else Direction.PAST


def _present(verb: Token) -> bool:
    if verb.tag_ in {"VBZ", "VBP"}:
        return True
    return any(c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBZ", "VBP"} for c in verb.children)


def _with(resolved: Resolved, relative: str) -> Resolved:
    return Resolved(
        resolved.edtf, resolved.earliest, resolved.latest, resolved.precision, resolved.basis, relative
    )


def _open(resolved: Resolved) -> Resolved:
    """ "Since 2023": from then on, without an end."""
    edtf = None if resolved.edtf is None else f"{resolved.edtf.split('/')[0]}/.."
    return Resolved(edtf, resolved.earliest, None, TimePrecision.PERIOD, resolved.basis, resolved.relative)
