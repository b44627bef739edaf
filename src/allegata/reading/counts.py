"""How many: count expressions with the noun they count, as `Count` values (DOMAIN 3.2).

A number counts only what the data file gives a unit: persons, incidents, criminal cases, executions
of unclear unit, violations, videos, reports. Ages, calibres, distances, article and unit numbers,
dates and percentages have no such noun and fall away. What the counted persons suffered is said only
when the words themselves say it ("12 dead", "62 killed", "nine bodies"); otherwise the role is open.
"""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge
from allegata.model.value import Count
from allegata.model.vocabulary import CountRole, Exactness, Unit
from allegata.reading.counted import FARTHEST, PASSED, CountedNouns, completed, following
from allegata.reading.numbers import NumberGrammar, NumberWords
from allegata.reading.sentences import Parse

MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{1,7})?\.?$")
OLD = re.compile(r"\s*[-–]?\s?(?:\w+[-–\s])?old\b")
YEAR_LEADS = frozenset({"in", "since", "of", "by", "during", "until", "for", "and", "from", "to"})
FILLING = frozenset({"others", "more", "other", "also", "people"})
OBJECTS = frozenset({"dobj", "obj"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class FoundCount:
    """A count as found: document offsets of the whole expression with its noun phrase.

    `noun` is the counted noun, None where none stands ("62 killed"); `number` the token of the number
    or determiner. `ordinal` is set for "a seventh prisoner": that is one person, not seven.
    `partitive` marks "one of the soldiers".
    """

    start: int
    end: int
    count: Count
    noun: Token | None
    number: Token
    ordinal: int | None = None
    partitive: bool = False


@dataclass(frozen=True, slots=True)
class _Tools:
    grammar: NumberGrammar
    nouns: CountedNouns
    lead: re.Pattern[str]


_last: list[tuple[Knowledge, _Tools]] = []


def find(parse: Parse, knowledge: Knowledge) -> tuple[FoundCount, ...]:
    """Every count of one parsed stretch, in order of appearance.

    :param knowledge: its lexicon `numbers` gives number words, counted nouns and their units.
    """
    tools = _tools(knowledge)
    found: list[FoundCount] = []
    taken: set[int] = set()
    for number in tools.grammar.find(parse.doc.text):
        token = _token_at(parse, number.core[0])
        if token is None or _is_label(token, number, tools):
            continue
        made = _numbered(parse, number, token, tools)
        if made:
            found.append(made)
            taken.add(made.number.i)
            taken.update((made.noun.i,) if made.noun is not None and not made.partitive else ())
    for token in parse.doc:
        if token.i not in taken:
            other = _single(parse, token, tools, taken) or _none(parse, token, tools)
            if other:
                found.append(other)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def persons(parse: Parse, noun: Token, knowledge: Knowledge) -> FoundCount | None:
    """The count of a noun that no list holds, where the words around make it persons ("31 herders killed").

    Only a number that stands in the noun's own phrase, before it.
    """
    tools = _tools(knowledge)
    own = [c for c in noun.subtree if c.dep_ == "nummod" and c.head.i == noun.i and c.i < noun.i]
    if not own or noun.tag_ not in {"NNS", "NNPS"}:
        return None
    for number in tools.grammar.find(parse.doc.text):
        token = next((t for t in own if number.core[0] <= t.idx < number.core[1]), None)
        if token is None or _is_label(token, number, tools):
            continue
        start, end = _offsets(parse, number.start, noun.idx + len(noun.text))
        count = Count(
            number.low, number.high, Unit.PERSONS, CountRole.NOT_STATED, number.exactness, number.vague
        )
        return FoundCount(start, end, count, noun, token)
    return None


def kin(parse: Parse, noun: Token, knowledge: Knowledge) -> FoundCount | None:
    """One person by a possessive: "her daughter", "his brother"; never a group ("his family")."""
    nouns = _tools(knowledge).nouns
    first = noun.head if noun.dep_ == "conj" and noun.head.i < noun.i else noun
    owner = next((c for n in (noun, first) for c in n.children if c.dep_ == "poss" and c.i < n.i), None)
    if owner is None or noun.tag_ != "NN" or noun.lower_ in nouns.group("needs_number"):
        return None
    if not nouns.is_singular_person(noun) or any(c.dep_ == "nummod" for c in noun.children):
        return None
    return _exact(parse, 1, CountRole.NOT_STATED, (owner, noun), noun)


def _tools(knowledge: Knowledge) -> _Tools:
    """What is compiled from the knowledge, kept for the next sentence."""
    if _last and _last[0][0] is knowledge:
        return _last[0][1]
    lexicon = knowledge.lexicon("numbers")
    leads = sorted(lexicon.groups.get("exactly", ()), key=len, reverse=True)
    pattern = "|".join(map(re.escape, leads)) or r"(?!)"
    made = _Tools(NumberGrammar(lexicon), CountedNouns(knowledge), re.compile(rf"\b(?:{pattern})\s+$", re.I))
    _last[:] = [(knowledge, made)]
    return made


# --- numbers ------------------------------------------------------------------------------------


def _numbered(parse: Parse, number: NumberWords, token: Token, tools: _Tools) -> FoundCount | None:
    after = _token_behind(parse, number.end)
    noun, through_of = tools.nouns.behind(after)
    unit, role = (None, CountRole.NOT_STATED) if noun is None else tools.nouns.unit(noun)
    if unit is None or noun is None:
        noun = None
        last, role = _casualty(token, after, tools.nouns)
        if last is None:
            return None
        unit = Unit.PERSONS
    else:
        last = completed(noun)
    lead = tools.lead.search(parse.doc.text, 0, number.start)
    stop = max(number.end, last.idx + len(last.text))
    start, end = _offsets(parse, lead.start() if lead else number.start, stop)
    count = Count(number.low, number.high, unit, role, number.exactness, number.vague)
    partitive = through_of and number.value == 1 and not number.vague
    return FoundCount(start, end, count, noun, token, partitive=partitive)


def _casualty(token: Token, after: Token | None, nouns: CountedNouns) -> tuple[Token | None, CountRole]:
    """For a number without noun: the last word of what its persons suffered, and the role.

    "62 killed", "six shot dead", "two were wounded", "killed at least 20", "three of them".
    """
    behind = after
    for _ in range(5):
        if behind is None:
            break
        role = nouns.suffered(behind)
        if role and behind.tag_[:2] in {"VB", "JJ", "NN"} and behind.tag_ != "VBG":
            dead = following(behind)
            return (dead if dead is not None and dead.lower_ == "dead" else behind), role
        pronoun = following(behind)
        if behind.lower_ == "of" and pronoun is not None and pronoun.lower_ in nouns.group("pronouns"):
            return pronoun, CountRole.NOT_STATED
        if behind.pos_ not in {"AUX", "ADV", "PART"} and behind.lower_ not in FILLING:
            break
        behind = pronoun
    head = token.head
    if head.pos_ == "VERB" and (token.dep_ in OBJECTS or (token.dep_ in SUBJECTS and _undergone(head))):
        role = nouns.suffered(head)
        if role:
            return token, role
    if token.dep_ == "pobj" and head.lower_ in {"to", "at", "of", "as"} and _toll(head, nouns):
        return token, CountRole.KILLED
    return None, CountRole.NOT_STATED


def _undergone(verb: Token) -> bool:
    """Whether the verb's subject suffers: a passive, or a verb like "die"."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    return passive or verb.lemma_ in {"die", "perish", "surrender", "disappear"}


def _toll(preposition: Token, nouns: CountedNouns) -> bool:
    """ "the toll rose to 40", "put the number of dead at 38", "gave the number of the dead as five"."""
    near = [preposition.head, *preposition.head.children, *preposition.head.head.children]
    if any(token.lemma_.lower() == "toll" for token in near):
        return True
    figures = [c for c in preposition.head.children if c.dep_ in {"dobj", "nsubj", "nsubjpass"}]
    return preposition.lower_ in {"at", "as"} and any(
        f.lemma_.lower() in nouns.group("toll_figures")
        and any(c.lower_ == "of" and any(_is_dead(t) for t in c.children) for c in f.children)
        for f in figures
    )


def _is_dead(token: Token) -> bool:
    return token.lower_ in {"dead", "deaths", "fatalities", "killed", "victims", "casualties"}


def _is_label(token: Token, number: NumberWords, tools: _Tools) -> bool:
    """A number that names instead of counting: "Article 438", "aged 34", "Oct. 16", "in 2024", "how many"."""
    text = token.doc.text
    core_end = number.core[1]
    hyphened = text[core_end : core_end + 1] == "-" and number.high == number.low
    if hyphened or OLD.match(text[number.end :]):
        return True  # "two-soldier crew", "34 years old"
    before = token.nbor(-1) if token.i else None
    if before is not None and before.text == "." and token.i > 1:
        before = token.nbor(-2)
    lead = before.lower_ if before is not None else ""
    if lead in {"how", "no"} or lead in tools.nouns.group("not_before") or lead in {"$", "€", "£", "#", "№"}:
        return True
    if not token.text[0].isdigit():
        return False
    after = next((t for t in token.doc[token.i :] if t.idx >= number.end and not t.is_space), None)
    dated = after is not None and after.pos_ == "PROPN" and MONTH.match(after.text)
    if dated or (before is not None and MONTH.match(before.text)):
        return True
    year = 1900 <= number.value <= 2099 and "," not in token.text
    if year and lead == "," and token.i > 1:  # "December 30, 2023, killing at least 20 people"
        day = token.nbor(-2)
        return day.text[0].isdigit() or MONTH.match(day.text) is not None
    return year and (before is None or lead in YEAR_LEADS)


# --- singulars and nothing ----------------------------------------------------------------------


def _single(parse: Parse, noun: Token, tools: _Tools, taken: set[int]) -> FoundCount | None:
    """One person by a singular noun with its article: "a soldier", "another serviceman", "a still body".

    "Both soldiers" and "both were killed" are two.
    """
    if noun.lower_ == "both":
        return _both(parse, noun, tools.nouns)
    if noun.lower_ in tools.nouns.group("two_persons"):
        return _couple(parse, noun, tools)
    if not tools.nouns.is_singular_person(noun):
        return None
    determiner, ordinal = _determined(noun, tools.grammar.ordinals)
    if determiner is None or any(token.i in taken for token in noun.doc[determiner.i : noun.i]):
        return None
    if ordinal is None and noun.lower_ in tools.nouns.group("needs_number"):
        return None
    _, role = tools.nouns.unit(noun)
    return _exact(parse, 1, role, (determiner, completed(noun)), noun, ordinal=ordinal)


def _couple(parse: Parse, noun: Token, tools: _Tools) -> FoundCount | None:
    """ "a retired couple": two persons; "a couple of shots" are not counted here."""
    behind = following(noun)
    determiner, _ = _determined(noun, tools.grammar.ordinals)
    if determiner is None or (behind is not None and behind.lower_ in {"of", "more"}):
        return None
    if behind is not None and behind.pos_ == "NOUN" and noun.dep_ == "compound":
        return None
    return _exact(parse, 2, CountRole.NOT_STATED, (determiner, noun), noun)


def _both(parse: Parse, both: Token, nouns: CountedNouns) -> FoundCount | None:
    noun, _ = nouns.behind(following(both))
    if noun is not None and nouns.unit(noun)[0] is Unit.PERSONS and noun.tag_ in {"NNS", "NNPS"}:
        return _exact(parse, 2, nouns.unit(noun)[1], (both, completed(noun)), noun)
    last, role = _casualty(both, following(both), nouns)
    return None if last is None else _exact(parse, 2, role, (both, last), None)


def _determined(noun: Token, ordinals: dict[str, int]) -> tuple[Token | None, int | None]:
    """The determiner to the left that makes the noun one: "a", "another", or "the" with an ordinal."""
    ordinal: int | None = None
    for at in range(noun.i - 1, max(-1, noun.i - FARTHEST), -1):
        token = noun.doc[at]
        low = token.lower_
        numeral = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", low)
        if low in {"a", "an", "another"}:
            return token, ordinal
        if low == "the":
            return (token if ordinal is not None else None), ordinal
        if low in ordinals or numeral:
            ordinal = int(numeral[1]) if numeral else ordinals[low]
        elif not (token.pos_ in PASSED or token.tag_ in {"VBN", "VBG", "HYPH", "JJ"} or low in {'"', ","}):
            break
    return None, None


def _none(parse: Parse, token: Token, tools: _Tools) -> FoundCount | None:
    """An explicit none: "no one was killed", "no casualties", "nobody was hurt"."""
    nouns, after = tools.nouns, following(token)
    no_one = token.lower_ == "no" and after is not None and after.lower_ == "one"
    if token.lower_ in nouns.group("nobody") or no_one:
        last = after if no_one and after is not None else token
        harmed, role = _casualty(last, following(last), nouns)
        stated = harmed is not None and role is not CountRole.NOT_STATED
        return _exact(parse, 0, role, (token, last), None) if stated else None
    if token.lower_ != "no":
        return None
    noun, _ = nouns.behind(after)
    if noun is None or nouns.unit(noun)[0] is not Unit.PERSONS:
        return None
    role = nouns.unit(noun)[1]
    if role is CountRole.NOT_STATED and noun.lemma_.lower() not in {"casualty", "victim", "fatality"}:
        _, role = _casualty(noun, following(noun), nouns)
        if role is CountRole.NOT_STATED:
            return None
    return _exact(parse, 0, role, (token, completed(noun)), noun)


def _exact(
    parse: Parse,
    number: int,
    role: CountRole,
    words: tuple[Token, Token],
    noun: Token | None,
    *,
    ordinal: int | None = None,
) -> FoundCount:
    """A count of exactly so many persons, from the first to the last of two tokens."""
    first, last = words
    start, end = _offsets(parse, first.idx, last.idx + len(last.text))
    count = Count(number, number, Unit.PERSONS, role, Exactness.EXACT_AS_STATED)
    return FoundCount(start, end, count, noun, first, ordinal)


# --- offsets ------------------------------------------------------------------------------------


def _token_at(parse: Parse, at: int) -> Token | None:
    return next((t for t in parse.doc if t.idx <= at < t.idx + len(t.text)), None)


def _token_behind(parse: Parse, at: int) -> Token | None:
    return next((t for t in parse.doc if t.idx >= at and not t.is_space), None)


def _offsets(parse: Parse, start: int, stop: int) -> tuple[int, int]:
    """Document offsets of a stretch of the parsed text; borders inside a token move with the token."""
    first, last = _token_at(parse, start), _token_at(parse, stop - 1)
    assert first is not None and last is not None, "a match begins and ends inside tokens"
    return parse.start(first) + start - first.idx, parse.end(last) - (last.idx + len(last.text) - stop)
