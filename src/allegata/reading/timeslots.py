"""What a time expression is about: the slot, from the words that govern it in the sentence.

The nearest governor decides: in "accused X after a video emerged on Friday" the Friday is the video's,
in "opened a case on Thursday after a video emerged" the Thursday is the case's. Where the nearest
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

    def slot(self, head: Token) -> TimeSlot:
        """The slot of a time expression whose syntactic head is `head`."""
        if _since(head, self.groups["since_word"]):
            return TimeSlot.SCOPE
        for governor in _governors(head):
            if governor.pos_ in {"VERB", "AUX"} or governor.tag_.startswith("VB"):
                if governor.lemma_.lower() in LIGHT and not self._media_below(governor):
                    return self._copula(governor)
                return self._verb(governor)
            verb = _headless(governor, head)
            if verb is not None:
                return self._verb(verb)
            found = self._noun(governor)
            if found is not None:
                return found
        return TimeSlot.UNCLEAR

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
        lemma = verb.lemma_.lower()
        groups = self.groups
        subject, object_ = self._kinds(verb, SUBJECTS), self._kinds(verb, OBJECTS)
        about_media = "media" in subject or "media" in object_
        if lemma in groups["appear_verb"] and "media" in subject:
            return TimeSlot.MEDIA_FIRST_SEEN
        if lemma in groups["film_verb"] and ("media" in object_ or (_passive(verb) and "media" in subject)):
            return TimeSlot.FILMED
        if lemma in groups["publish_verb"] and about_media and not (lemma == "show" and "media" in subject):
            return TimeSlot.MEDIA_FIRST_SEEN
        if lemma in groups["film_always"]:
            return TimeSlot.FILMED
        if lemma in groups["step_always"] or (lemma in groups["step_verb"] and "step" in subject | object_):
            return TimeSlot.STEP
        if lemma in groups["step_verb"] and lemma in {"send", "file", "submit", "lodge", "refer", "forward"}:
            return TimeSlot.STEP
        if lemma in groups["scope_verb"] or (lemma in groups["total_verb"] and "total" in subject | object_):
            return TimeSlot.SCOPE
        if lemma in self.act_verb and lemma not in groups["say_verb"]:
            return TimeSlot.EVENT
        if lemma in groups["say_verb"] or lemma in groups["publish_verb"]:
            return TimeSlot.STATEMENT
        return TimeSlot.UNCLEAR

    def _copula(self, verb: Token) -> TimeSlot:
        """ "The attack was on Friday", "the highest number was in 2024"."""
        kinds = self._kinds(verb, SUBJECTS | OBJECTS)
        if "act" in kinds:
            return TimeSlot.EVENT
        return TimeSlot.SCOPE if "total" in kinds else TimeSlot.UNCLEAR

    def _media_below(self, verb: Token) -> bool:
        return verb.lemma_.lower() in self.groups["appear_verb"] and "media" in self._kinds(verb, SUBJECTS)

    def _kinds(self, verb: Token, relations: frozenset[str]) -> set[str]:
        """What stands at a verb in these relations: media, step, total, act."""
        tokens = [c for c in verb.children if c.dep_ in relations]
        if verb.dep_ in {"acl", "relcl"}:
            # "a video released on Friday", "footage which surfaced": the noun before is its subject or object
            passive = verb.tag_ == "VBN" or _passive(verb)
            if passive or not any(c.dep_ in SUBJECTS and c.tag_ not in {"WDT", "WP"} for c in verb.children):
                tokens.append(verb.head)
            elif relations is OBJECTS:
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
