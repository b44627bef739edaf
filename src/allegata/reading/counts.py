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
from allegata.reading.numbers import NumberGrammar, NumberWords
from allegata.reading.sentences import Parse

PASSED = frozenset({"ADJ", "ADV", "PROPN", "NOUN", "NUM", "PART"})
"""Parts of speech that may stand between a number and its noun; participles and hyphens too."""
SINGULAR = frozenset({"a", "an", "another", "one", "this", "that", "the", "his", "her", "their", "its"})
MONTHS = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:[a-z]{2,7})?\.?$", re.ASCII)
DAYS = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
    }
)
FARTHEST = 9
"""Tokens looked at behind a number for its noun: longer noun phrases are lists."""


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
class _Words:
    """The lexicon in the shape the search asks for."""

    grammar: NumberGrammar
    units: dict[str, Unit]
    people: frozenset[str]
    groups: dict[str, frozenset[str]]
    lead: re.Pattern[str]


_last: list[tuple[Knowledge, _Words]] = []


def find(parse: Parse, knowledge: Knowledge) -> tuple[FoundCount, ...]:
    """Every count of one parsed stretch, in order of appearance, none inside another's number.

    :param knowledge: its lexicon `numbers` gives number words, counted nouns and their units.
    """
    words = _words(knowledge)
    found: list[FoundCount] = []
    taken: set[int] = set()
    for number in words.grammar.find(parse.doc.text):
        token = _token_at(parse, number.core[0])
        if token is None or _is_label(token, number, words):
            continue
        made = _numbered(parse, number, token, words)
        if made:
            found.append(made)
            taken.add(made.number.i)
            taken.update((made.noun.i,) if made.noun is not None and not made.partitive else ())
    for token in parse.doc:
        if token.i not in taken:
            other = _single(parse, token, words, taken) or _none(parse, token, words)
            if other:
                found.append(other)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _words(knowledge: Knowledge) -> _Words:
    if _last and _last[0][0] is knowledge:
        return _last[0][1]
    lexicon = knowledge.lexicon("numbers")
    groups = {term: frozenset(entries) for term, entries in lexicon.groups.items()}
    units = {
        word: Unit(term.removeprefix("unit_"))
        for term, entries in groups.items()
        if term.startswith("unit_")
        for word in entries
    }
    people = frozenset(word.lower() for party in knowledge.parties for word in party.people)
    lead = "|".join(sorted(map(re.escape, groups.get("exactly", ())), key=len, reverse=True)) or r"(?!)"
    made = _Words(NumberGrammar(lexicon), units, people, groups, re.compile(rf"\b(?:{lead})\s+$", re.I))
    _last[:] = [(knowledge, made)]
    return made


# --- numbers ------------------------------------------------------------------------------------


def _numbered(parse: Parse, number: NumberWords, token: Token, words: _Words) -> FoundCount | None:
    after = _token_behind(parse, number.end)
    noun, partitive = _noun_behind(after, words, number.value)
    unit, role = (None, CountRole.NOT_STATED) if noun is None else _unit(noun, words)
    last = noun
    if unit is None:
        noun = None
        last, role = _casualty(token, after, words)
        if last is None:
            return None
        unit = Unit.PERSONS
    elif noun is not None:
        last = _completed(noun)
    start = _lead(parse, number.start, words)
    stop = number.end if last is None else max(number.end, last.idx + len(last.text))
    count = Count(number.low, number.high, unit, role, number.exactness, number.vague)
    first, end = _offsets(parse, start, stop)
    return FoundCount(first, end, count, noun, token, partitive=partitive)


def _noun_behind(token: Token | None, words: _Words, value: int) -> tuple[Token | None, bool]:
    """The counted noun from this token on: through adjectives and compounds, or through "of the"."""
    partitive = False
    best: Token | None = None
    steps = 0
    while token is not None and steps < FARTHEST:
        steps += 1
        low = token.lower_
        if low == "of" and best is None and steps <= 2:
            partitive = True
        elif _is_noun(token, words) and not (low.endswith("'s") or _possessive(token)):
            best = token
            if not _compound(token, words):
                break
        elif low in words.groups["measures"]:
            return None, False
        elif not _passed(token, partitive):
            break
        token = _next(token)
    if best is None:
        return None, False
    return best, partitive and value == 1


def _passed(token: Token, partitive: bool) -> bool:
    if token.pos_ in PASSED or token.tag_ in {"VBN", "VBG", "HYPH", "POS", "JJ", "``", "''", '""'}:
        return True
    if token.text in {'"', "'", "(", "-"}:
        return True
    if token.lower_ in {"and", ",", "or"}:
        return token.nbor(1).pos_ == "ADJ" if token.i + 1 < len(token.doc) else False
    return partitive and (token.pos_ in {"DET", "PRON"} or token.tag_ == "PRP$")


def _compound(token: Token, words: _Words) -> bool:
    """Whether a counted noun only modifies the next one: "two soldier uniforms", "six murder cases"."""
    following = _next(token)
    if following is None or following.pos_ not in {"NOUN", "PROPN"} or _possessive(token):
        return False
    if following.lower_ in DAYS:
        return False  # "a soldier Friday"
    if (token.dep_ == "compound" and token.head.i > token.i) or token.tag_ in {"NN", "JJ"}:
        return True
    return _is_noun(following, words) and following.i == token.i + 1


def _possessive(token: Token) -> bool:
    following = _next(token)
    return following is not None and following.tag_ == "POS"


def _casualty(token: Token, after: Token | None, words: _Words) -> tuple[Token | None, CountRole]:
    """For a number without noun: the word that says what the persons suffered, if one does.

    "62 killed", "six shot dead", "two were wounded", "killed at least 20", "three of them".
    """
    steps, behind = 0, after
    while behind is not None and steps < 5:
        role = _suffered(behind, words)
        if role and (behind.tag_ in {"VBN", "VBD", "JJ", "NN", "NNS", "VB", "VBP", "NNP"}):
            return _with_dead(behind), role
        if behind.lower_ == "of" and (_next(behind) is not None):
            nearby = _next(behind)
            if nearby is not None and nearby.lower_ in words.groups["pronouns"]:
                return nearby, CountRole.NOT_STATED
        if behind.pos_ not in {"AUX", "ADV", "PART"} and behind.lower_ not in {
            "others",
            "more",
            "other",
            "also",
            "people",
        }:
            break
        behind, steps = _next(behind), steps + 1
    head = token.head
    if token.dep_ in {"dobj", "obj", "nsubjpass", "nsubj"} and head.pos_ == "VERB":
        role = _suffered(head, words)
        if role and (token.dep_ in {"dobj", "obj"} or _passive(head) or _intransitive(head)):
            return _last_of_number(token), role
    if token.dep_ == "pobj" and head.lower_ in {"to", "at", "of"} and _toll(head, words):
        return _last_of_number(token), CountRole.KILLED
    return None, CountRole.NOT_STATED


def _passive(verb: Token) -> bool:
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)


def _intransitive(verb: Token) -> bool:
    return verb.lemma_ in {"die", "perish", "surrender", "disappear"}


def _toll(prep: Token, words: _Words) -> bool:
    near = [prep.head, *prep.head.children, *prep.head.head.children]
    return any(token.lemma_.lower() == "toll" for token in near)


def _last_of_number(token: Token) -> Token:
    return token


def _suffered(token: Token, words: _Words) -> CountRole | None:
    lemma, low = token.lemma_.lower(), token.lower_
    following = _next(token)
    pair = f"{lemma} {following.lower_}" if following is not None else lemma
    if lemma == "shot" or low == "shot":
        lemma, pair = "shoot", pair.replace("shot", "shoot", 1)
    groups = words.groups
    for term, role in (
        ("killed_words", CountRole.KILLED),
        ("injured_words", CountRole.INJURED),
        ("captured_words", CountRole.CAPTURED),
        ("harmed_words", CountRole.NOT_STATED),
    ):
        if lemma in groups[term] or pair in groups[term] or low in groups[term]:
            return role
    return None


def _with_dead(token: Token) -> Token:
    following = _next(token)
    return following if following is not None and following.lower_ == "dead" else token


def _is_label(token: Token, number: NumberWords, words: _Words) -> bool:
    """A number that names instead of counting: "Article 438", "aged 34", "Oct. 16", "in 2024"."""
    before = token.nbor(-1) if token.i else None
    if before is not None and before.lower_ == "how":
        return True  # "how many" asks
    if before is not None and before.text == "." and token.i > 1:
        before = token.nbor(-2)
    text = token.doc.text
    rest = text[number.end :].lstrip()
    if re.match(r"-?\s?(?:year|month|week|day|hour)s?\b(?:-|\s)?old", rest) or re.match(
        r"[-–]\w+(?:-|\s)old", rest
    ):
        return True
    if number.core[1] < len(text) and text[number.core[1]] == "-" and number.high == number.low:
        return True  # "two-soldier crew", "34-year sentence"
    digits = token.text[0].isdigit()
    if before is not None:
        if before.lower_ in words.groups["not_before"] or (digits and MONTHS.match(before.text)):
            return True
        if before.text in {"$", "€", "£", "#", "№"}:
            return True
    following = _token_behind_text(token, number.end)
    if digits and following is not None and MONTHS.match(following.text) and following.pos_ == "PROPN":
        return True
    year = 1900 <= number.value <= 2099 and digits and "," not in token.text
    preposition = before is not None and before.lower_ in {
        "in",
        "since",
        "of",
        "by",
        "during",
        "until",
        "for",
        "and",
        "from",
        "to",
    }
    return year and (preposition or before is None)


# --- singulars and nothing ----------------------------------------------------------------------


def _single(parse: Parse, noun: Token, words: _Words, taken: set[int]) -> FoundCount | None:
    """One person by a singular noun with its article: "a soldier", "another serviceman", "a still body"."""
    if noun.tag_ not in {"NN", "NNP"} and noun.lower_ not in words.units:
        return None
    if not _is_noun(noun, words) or _compound(noun, words) or _possessive(noun):
        return None
    unit, role = _unit(noun, words)
    singular = noun.lower_ in words.units or noun.lower_ in words.people
    if unit is not Unit.PERSONS or not singular:
        return None
    determiner, ordinal = _determined(noun, words)
    if determiner is None or determiner.i in taken:
        return None
    named = noun.lemma_.lower() in words.groups["needs_number"] or noun.lower_ in words.groups["needs_number"]
    if named and ordinal is None:
        return None
    if any(token.i in taken for token in noun.doc[determiner.i : noun.i]):
        return None
    start, end = _offsets(parse, determiner.idx, (last := _completed(noun)).idx + len(last.text))
    count = Count(1, 1, Unit.PERSONS, role, Exactness.EXACT_AS_STATED)
    return FoundCount(start, end, count, noun, determiner, ordinal)


def _determined(noun: Token, words: _Words) -> tuple[Token | None, int | None]:
    """The determiner to the left that makes the noun one: "a", "another", or "the" with an ordinal."""
    at = noun.i - 1
    ordinal: int | None = None
    while at >= 0 and noun.i - at < FARTHEST:
        token = noun.doc[at]
        low = token.lower_
        if low in {"a", "an", "another"}:
            return token, ordinal
        if low in words.grammar.ordinals:
            ordinal = words.grammar.ordinals[low]
        elif re.fullmatch(r"\d+(?:st|nd|rd|th)", low):
            ordinal = int(re.match(r"\d+", low).group())  # type: ignore[union-attr]
        elif low == "the":
            return (token, ordinal) if ordinal is not None else (None, None)
        elif not (token.pos_ in PASSED or token.tag_ in {"VBN", "VBG", "HYPH", "JJ"} or low in {'"', ","}):
            return None, None
        at -= 1
    return None, None


def _none(parse: Parse, token: Token, words: _Words) -> FoundCount | None:
    """An explicit none: "no one was killed", "no casualties", "nobody was hurt"."""
    following = _next(token)
    last: Token | None = None
    noun: Token | None = None
    role = CountRole.NOT_STATED
    if token.lower_ in {"nobody", "none"} or (
        token.lower_ == "no" and following is not None and following.lower_ == "one"
    ):
        pronoun = following if token.lower_ == "no" and following is not None else token
        harmed, role = _casualty(pronoun, _next(pronoun), words)
        if harmed is None or role is CountRole.NOT_STATED:
            return None
        last = pronoun
    elif token.lower_ == "no" and following is not None:
        noun, _ = _noun_behind(following, words, 0)
        unit, role = (None, role) if noun is None else _unit(noun, words)
        if noun is None or unit is not Unit.PERSONS:
            return None
        if not (
            role is not CountRole.NOT_STATED or noun.lemma_.lower() in {"casualty", "victim", "fatality"}
        ):
            _, role = _casualty(noun, _next(noun), words)
            if role is CountRole.NOT_STATED:
                return None
        last = _completed(noun)
    if last is None:
        return None
    start, end = _offsets(parse, token.idx, last.idx + len(last.text))
    count = Count(0, 0, Unit.PERSONS, role, Exactness.EXACT_AS_STATED)
    return FoundCount(start, end, count, noun, token)


# --- nouns --------------------------------------------------------------------------------------


def _forms(token: Token) -> tuple[str, ...]:
    low = token.lower_.strip("\"'()")
    forms = [low, token.lemma_.lower()]
    if low.endswith("ies"):
        forms.append(low[:-3] + "y")
    if low.endswith("men"):
        forms.append(low[:-3] + "man")
    if low.endswith("s"):
        forms.append(low[:-1])
    if low.endswith("es"):
        forms.append(low[:-2])
    before = token.nbor(-1).lower_ if token.i else ""
    return (*(f"{before} {form}" for form in forms), *forms)


def _is_noun(token: Token, words: _Words) -> bool:
    forms = _forms(token)
    if token.lower_ in words.people:
        # the adjective is spelled like the noun: only a plural or the end of its phrase is a noun
        following = _next(token)
        return following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ"}
    if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBD"}:
        return False
    if token.lower_ in {"dead", "wounded", "injured", "deceased", "other", "still"}:
        return _ends_phrase(token) and token.lower_ not in {"other", "still"}
    if token.lower_ == "others":
        return True
    return any(form in words.units for form in forms) or any(form in words.groups["case"] for form in forms)


def _ends_phrase(token: Token) -> bool:
    following = _next(token)
    return (
        following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"} or following.tag_ == "VBD"
    )


def _unit(noun: Token, words: _Words) -> tuple[Unit | None, CountRole]:
    forms = _forms(noun)
    if any(form in words.people for form in forms):
        return Unit.PERSONS, CountRole.NOT_STATED
    unit = next((words.units[form] for form in forms if form in words.units), None)
    if unit is None and any(form in words.groups["case"] for form in forms):
        unit = _case_unit(noun, words)
    if unit is not Unit.PERSONS:
        return unit, CountRole.NOT_STATED
    groups = words.groups
    if any(form in groups["role_killed"] for form in forms):
        still = any(noun.doc[i].lower_ in groups["motionless"] for i in range(max(0, noun.i - 3), noun.i))
        return unit, CountRole.SHOWN_MOTIONLESS if still else CountRole.KILLED
    if any(form in groups["role_injured"] for form in forms):
        return unit, CountRole.INJURED
    return unit, CountRole.NOT_STATED


def _case_unit(noun: Token, words: _Words) -> Unit | None:
    context = {noun.head.lemma_.lower(), noun.head.head.lemma_.lower()}
    context.update(child.lemma_.lower() for child in noun.children)
    if context & words.groups["case_context"]:
        return Unit.CRIMINAL_CASES
    following = _next(noun)
    return Unit.INCIDENTS if following is not None and following.lower_ == "of" else None


def _completed(noun: Token) -> Token:
    """The end of a fixed phrase: "prisoners of war", "members of the armed forces" stays at its noun."""
    doc, at = noun.doc, noun.i
    if at + 2 < len(doc) and doc[at + 1].lower_ == "of" and doc[at + 2].lower_ == "war":
        return doc[at + 2]
    return noun


# --- offsets ------------------------------------------------------------------------------------


def _lead(parse: Parse, start: int, words: _Words) -> int:
    match = words.lead.search(parse.doc.text, 0, start)
    return match.start() if match else start


def _next(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


def _token_at(parse: Parse, at: int) -> Token | None:
    return next((t for t in parse.doc if t.idx <= at < t.idx + len(t.text)), None)


def _token_behind(parse: Parse, at: int) -> Token | None:
    return next((t for t in parse.doc if t.idx >= at and not t.is_space), None)


def _token_behind_text(token: Token, at: int) -> Token | None:
    return next((t for t in token.doc[token.i :] if t.idx >= at and not t.is_space), None)


def _offsets(parse: Parse, start: int, stop: int) -> tuple[int, int]:
    """Document offsets of a stretch of the parsed text; borders inside a token move with the token."""
    first, last = _token_at(parse, start), _token_at(parse, stop - 1)
    assert first is not None and last is not None, "a match begins and ends inside tokens"
    return parse.start(first) + start - first.idx, parse.end(last) - (last.idx + len(last.text) - stop)
