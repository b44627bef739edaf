"""What a number counts: the nouns of the lexicon with their units, and words that tell what was suffered.

Used by `reading.counts`, which finds the numbers. All lists stand in the data file `numbers`; the names
of peoples ("Ukrainians") come from the parties.
"""

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import CountRole, Unit

ADJECTIVE_LIKE = frozenset({"VBN", "VBG", "JJ", "JJR", "JJS"})
PASSED = frozenset({"ADJ", "ADV", "PROPN", "NOUN", "NUM", "PART"})
"""Parts of speech that may stand between a number and its noun; participles and hyphens too."""
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
STATES = frozenset({"dead", "wounded", "injured", "deceased"})
"""Adjectives that are also nouns: "12 dead" but "12 dead soldiers"."""
FARTHEST = 9
"""Tokens looked at behind a number for its noun: longer noun phrases are lists."""
SUFFERED = (
    ("killed_words", CountRole.KILLED),
    ("injured_words", CountRole.INJURED),
    ("captured_words", CountRole.CAPTURED),
    ("harmed_words", CountRole.NOT_STATED),
)


class CountedNouns:
    """The counted nouns of a lexicon, ready to be asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        groups = knowledge.lexicon("numbers").groups
        self._groups = {term: frozenset(entries) for term, entries in groups.items()}
        self._units = {
            word: Unit(term.removeprefix("unit_"))
            for term, entries in groups.items()
            if term.startswith("unit_")
            for word in entries
        }
        self._people = frozenset(word.lower() for party in knowledge.parties for word in party.people)

    def group(self, term: str) -> frozenset[str]:
        """The entries of one group; a group that is missing is empty."""
        return self._groups.get(term, frozenset())

    def behind(self, token: Token | None) -> tuple[Token | None, bool]:
        """The counted noun from this token on, and whether "of" lies between ("three of the soldiers").

        Adjectives, participles, names and compounds are passed over; anything else ends the search.
        """
        through_of = False
        best: Token | None = None
        for step in range(FARTHEST):
            if token is None:
                break
            if token.lower_ == "of" and step == 0:
                through_of = True
            elif self.is_noun(token) and not possessive(token) and not self.is_compound(token):
                best = token
                break
            elif token.lower_ in self.group("measures"):
                return None, False
            elif not _passed(token, through_of):
                break
            token = following(token)
        return best, through_of and best is not None

    def is_noun(self, token: Token) -> bool:
        """Whether this token is a counted noun here, by its form and its place in the phrase."""
        low, after = token.lower_, following(token)
        if low in self._people:
            # adjective and noun are spelled alike in some languages' names: the noun ends its phrase
            return after is None or after.pos_ not in {"NOUN", "PROPN", "ADJ"}
        if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBD"}:
            return False
        if low in STATES or token.pos_ == "ADJ":
            if low not in STATES and low not in self._units:
                return False
            return after is None or after.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"} or after.tag_ == "VBD"
        if low in {"other", "still"}:
            return False
        return any(form in self._units or form in self.group("case") for form in _forms(token))

    def is_compound(self, token: Token) -> bool:
        """Whether a counted noun only modifies the next one: "six murder cases", "a civilian crossing"."""
        after = following(token)
        if after is None or possessive(token) or after.lower_ in DAYS:
            return False
        if after.text == "-" and not after.whitespace_ and not token.whitespace_:
            return True  # "an officer-involved shooting"
        if after.pos_ not in {"NOUN", "PROPN"}:
            return False
        if (token.dep_ == "compound" and token.head.i > token.i) or token.tag_ in {"NN", "JJ"}:
            return True
        return self.is_noun(after)

    def is_singular_person(self, token: Token) -> bool:
        """Whether "a" or "another" before this noun makes it one person."""
        if token.tag_ not in {"NN", "NNP"} and token.lower_ not in self._units:
            return False
        if not self.is_noun(token) or self.is_compound(token) or possessive(token):
            return False
        known = token.lower_ in self._units or token.lower_ in self._people
        return known and self.unit(token)[0] is Unit.PERSONS

    def unit(self, noun: Token) -> tuple[Unit | None, CountRole]:
        """The unit of a counted noun, and the role where the noun itself tells it ("bodies", "wounded")."""
        forms = _forms(noun)
        if any(form in self._people for form in forms):
            return Unit.PERSONS, CountRole.NOT_STATED
        unit = next((self._units[form] for form in forms if form in self._units), None)
        if unit is None and any(form in self.group("case") for form in forms):
            unit = self._case(noun)
        if unit is not Unit.PERSONS:
            return unit, CountRole.NOT_STATED
        if any(form in self.group("role_killed") for form in forms):
            before = noun.doc[max(0, noun.i - 3) : noun.i]
            still = any(token.lower_ in self.group("motionless") for token in before)
            return unit, CountRole.SHOWN_MOTIONLESS if still else CountRole.KILLED
        injured = any(form in self.group("role_injured") for form in forms)
        return unit, CountRole.INJURED if injured else CountRole.NOT_STATED

    def suffered(self, token: Token) -> CountRole | None:
        """What a verb, participle or adjective says was suffered; None when it says nothing of the kind."""
        lemma, low, after = token.lemma_.lower(), token.lower_, following(token)
        if low == "shot":
            lemma = "shoot"
        pair = f"{lemma} {after.lower_}" if after is not None else lemma
        for term, role in SUFFERED:
            if {lemma, pair, low} & self.group(term):
                return role
        return None

    def _case(self, noun: Token) -> Unit | None:
        context = {noun.head.lemma_.lower(), noun.head.head.lemma_.lower()}
        context.update(child.lemma_.lower() for child in noun.children)
        if context & self.group("case_context"):
            return Unit.CRIMINAL_CASES
        after = following(noun)
        return Unit.INCIDENTS if after is not None and after.lower_ == "of" else None


def following(token: Token) -> Token | None:
    """The next token, if there is one."""
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


def possessive(token: Token) -> bool:
    """Whether "'s" follows."""
    after = following(token)
    return after is not None and after.tag_ == "POS"


def completed(noun: Token) -> Token:
    """The end of a fixed phrase: "prisoners of war"."""
    doc, at = noun.doc, noun.i
    war = at + 2 < len(doc) and doc[at + 1].lower_ == "of" and doc[at + 2].lower_ == "war"
    return doc[at + 2] if war else noun


def _passed(token: Token, through_of: bool) -> bool:
    if (
        token.pos_ in PASSED
        or token.tag_ in ADJECTIVE_LIKE
        or token.tag_ in {"HYPH", "POS", "``", "''", '""'}
    ):
        return True
    if token.text in {'"', "'", "(", "-"}:
        return True
    if token.lower_ in {"and", ",", "or"}:
        after = following(token)
        return after is not None and after.tag_ in ADJECTIVE_LIKE
    return through_of and (token.pos_ in {"DET", "PRON"} or token.tag_ == "PRP$")


def _forms(token: Token) -> tuple[str, ...]:
    """Every form under which the lexicon may hold a noun, those with the word before it first."""
    low = token.lower_.strip("\"'()")
    forms = [low, token.lemma_.lower()]
    for ending, singular in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if low.endswith(ending):
            forms.append(low.removesuffix(ending) + singular)
    before = token.nbor(-1).lower_ if token.i else ""
    return (*(f"{before} {form}" for form in forms), *forms)
