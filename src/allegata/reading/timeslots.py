"""What a time expression is about: the slot, from the words that govern it in the sentence.

The nearest governor decides: in "blamed X when a clip appeared on Friday" the Friday is the video's,
in "began an inquiry on Thursday when a clip appeared" the Thursday is the case's. Where the nearest
governor says nothing of the kind the slot stays `unclear`; a farther one is not asked instead.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import TimeSlot

LIGHT = frozenset({"be", "have", "do", "get", "will", "can", "may", "must", "seem", "appear"})
PASSIVE = frozenset({"nsubjpass", "auxpass"})
OBJECTS = frozenset({"dobj", "obj", "nsubjpass", "attr", "oprd"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Governors:
    """The governing words of a lexicon: `dates` for the slots, `acts` for what counts as an act."""

    def __init__(self, knowledge: Knowledge) -> None:
        lexicon = knowledge.lexicon("dates")
        self.groups = {term: frozenset(words) for term, words in lexicon.groups.items()}
        acts = knowledge.lexicons.get("acts")
        self.act_verb = self.groups["act_verb"] | _single_words(acts, ".verb")
        self.act_noun = self.groups["act_noun"] | _single_words(acts, ".noun")

    def slot(self, head: Token, first: Token, of_a_day: bool = False) -> TimeSlot:
        """The slot of a time expression.

        :param head: its syntactic head; `first` its first token.
        :param of_a_day: it names a day. Right behind a verb ("wrote on Sunday she would …") that is the
            verb's day, whatever the parser makes of the clause that follows.
        """
        if self.since(head):
            return TimeSlot.SCOPE
        before = _verb_before(first)
        if of_a_day and before is not None and not _owns(head):
            return self._verb(before)
        for governor in _governors(head):
            found = self._governed(governor, head)
            if found is not None:
                return found
        return TimeSlot.UNCLEAR

    def _governed(self, governor: Token, head: Token) -> TimeSlot | None:
        """What a governor says of the time; None when it says nothing and the next one may be asked."""
        if governor.pos_ in {"VERB", "AUX"} or governor.tag_.startswith("VB"):
            light = governor.lemma_.lower() in LIGHT and not self._media_below(governor)
            return self._copula(governor) if light else self._verb(governor)
        verb = _headless(governor, head)
        return self._noun(governor) if verb is None else self._verb(verb)

    def since(self, head: Token) -> bool:
        """Whether "since" governs the time, directly or through a noun ("since the start … in 2022")."""
        return _since(head, self.groups["since_word"])

    # --- nouns ---------------------------------------------------------------------------------

    def _noun(self, noun: Token) -> TimeSlot | None:
        """The slot of a noun that a time hangs on: "a statement on Monday", "the attack of 5 May"."""
        lemma = noun.lemma_.lower()
        if lemma in self.groups["statement_noun"]:
            return TimeSlot.STATEMENT
        if lemma in self.groups["step_noun"]:
            return TimeSlot.STEP
        if lemma in self.groups["media_noun"]:
            return TimeSlot.FILMED if any(c.lower_ in {"from", "of"} for c in noun.children) else None
        if lemma in self.act_noun:
            return None if self._step_above(noun) else TimeSlot.EVENT
        return None

    def _step_above(self, noun: Token) -> bool:
        """Whether the noun hangs in "opened a case over the killing … on Thursday": then the verb decides."""
        for governor in _governors(noun):
            if governor.lemma_.lower() in self.groups["step_noun"]:
                return True
            if governor.pos_ == "VERB":
                return self._verb(governor) in {TimeSlot.STEP, TimeSlot.STATEMENT, TimeSlot.MEDIA_FIRST_SEEN}
        return False

    # --- verbs ---------------------------------------------------------------------------------

    def _verb(self, verb: Token) -> TimeSlot:
        """The slot of what a verb tells, by its lemma and by what stands beside it."""
        subject, object_ = self._kinds(verb, SUBJECTS), self._kinds(verb, OBJECTS)
        media = self._media(verb, subject, object_)
        if media is not None:
            return media
        lemma, groups = verb.lemma_.lower(), self.groups
        if self._is_step(lemma, subject | object_):
            return TimeSlot.STEP
        if lemma in groups["scope_verb"] or (lemma in groups["total_verb"] and "total" in subject | object_):
            return TimeSlot.SCOPE
        if lemma in groups["support_verb"]:
            told = "act" in subject | object_ or (lemma in {"happen", "occur"} and "it" in subject)
            return TimeSlot.EVENT if told else TimeSlot.UNCLEAR
        if lemma in self.act_verb and lemma not in groups["say_verb"]:
            return TimeSlot.EVENT
        said = lemma in groups["say_verb"] or lemma in groups["publish_verb"]
        return TimeSlot.STATEMENT if said else TimeSlot.UNCLEAR

    def _media(self, verb: Token, subject: set[str], object_: set[str]) -> TimeSlot | None:
        lemma, groups = verb.lemma_.lower(), self.groups
        if lemma in groups["appear_verb"] and "media" in subject:
            return TimeSlot.MEDIA_FIRST_SEEN
        undergone = "media" in object_ or (_passive(verb) and "media" in subject)
        if lemma in groups["film_always"] or (lemma in groups["film_verb"] and undergone):
            return TimeSlot.FILMED
        shows = lemma == "show" and "media" in subject
        if lemma in groups["publish_verb"] and "media" in subject | object_ and not shows:
            return TimeSlot.MEDIA_FIRST_SEEN
        return None

    def _is_step(self, lemma: str, beside: set[str]) -> bool:
        groups = self.groups
        return lemma in groups["step_always"] or (
            lemma in groups["step_verb"] and ("step" in beside or lemma in groups["step_alone"])
        )

    def _copula(self, verb: Token) -> TimeSlot:
        """ "The attack was on Friday", "the highest number was in 2024"."""
        kinds = self._kinds(verb, SUBJECTS | OBJECTS)
        if "act" in kinds:
            return TimeSlot.EVENT
        return TimeSlot.SCOPE if "total" in kinds else TimeSlot.UNCLEAR

    def _media_below(self, verb: Token) -> bool:
        return verb.lemma_.lower() in self.groups["appear_verb"] and "media" in self._kinds(verb, SUBJECTS)

    def _kinds(self, verb: Token, relations: frozenset[str]) -> set[str]:
        """What stands at a verb in these relations: media, step, total, act, it (a pronoun)."""
        tokens = [c for c in verb.children if c.dep_ in relations]
        if verb.dep_ in {"acl", "relcl"}:
            # "a video released on Friday", "footage which surfaced": the noun before is its subject or object
            passive = verb.tag_ == "VBN" or _passive(verb)
            has_subject = any(c.dep_ in SUBJECTS and c.tag_ not in {"WDT", "WP"} for c in verb.children)
            if passive or not has_subject or relations is OBJECTS:
                tokens.append(verb.head)
        if (
            verb.dep_ == "conj"
            and not any(c.dep_ in SUBJECTS for c in verb.children)
            and relations is SUBJECTS
        ):
            tokens.extend(c for c in verb.head.children if c.dep_ in relations)
        kinds = set()
        for token in _spread(tokens):
            lemma = token.lemma_.lower()
            if token.pos_ == "PRON":
                kinds.add("it")
            for kind, words in (
                ("media", self.groups["media_noun"]),
                ("step", self.groups["step_noun"]),
                ("total", self.groups["total_noun"]),
                ("act", self.act_noun),
            ):
                if lemma in words:
                    kinds.add(kind)
        return kinds


def _governors(head: Token) -> Iterator[Token]:
    """Upwards from a time expression, prepositions and other times passed over."""
    token = head
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"ADP", "SCONJ", "PUNCT", "NUM", "ADV"} and token.tag_ not in {"VBN", "VBG"}:
            continue
        yield token


def _verb_before(first: Token) -> Token | None:
    """The verb right before a time, one preposition or "late", "early" between them at most."""
    at = first.i - 1
    if at >= 0 and first.nbor(-1).lower_ in {"on", "at", "late", "early"}:
        at -= 1
    before = first.doc[at] if at >= 0 else None
    return before if before is not None and before.pos_ == "VERB" else None


def _owns(head: Token) -> bool:
    after = head.nbor(1) if head.i + 1 < len(head.doc) else None
    return after is not None and after.tag_ == "POS"


def _headless(noun: Token, head: Token) -> Token | None:
    """The verb of "On Friday, a video surfaced …" where the parser took "surfaced" for a participle."""
    if noun.head.i != noun.i or head.i > noun.i:
        return None
    return next((c for c in noun.children if c.dep_ in {"acl", "relcl"} and c.tag_ in {"VBN", "VBD"}), None)


def _since(head: Token, words: frozenset[str]) -> bool:
    token = head
    while token.head.i != token.i:
        before = token.nbor(-1) if token.i else None
        if before is not None and before.lower_ in words:
            return True
        token = token.head
        if token.lower_ in words:
            return True
        if token.pos_ == "VERB":
            return False
    return False


def _spread(tokens: list[Token]) -> Iterator[Token]:
    """The nouns themselves, their conjuncts, and what "a number of …", "part of …" is about."""
    for token in tokens:
        yield token
        yield from token.conjuncts
        for child in token.children:
            if child.lower_ == "of":
                yield from (c for c in child.children if c.dep_ == "pobj")


def _passive(verb: Token) -> bool:
    return any(child.dep_ in PASSIVE for child in verb.children)


def _single_words(lexicon: Lexicon | None, ending: str) -> frozenset[str]:
    if lexicon is None:
        return frozenset()
    return frozenset(
        w for term, words in lexicon.groups.items() if term.endswith(ending) for w in words if " " not in w
    )
