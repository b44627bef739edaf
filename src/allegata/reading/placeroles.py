"""What a place is in its sentence: only words that govern the phrase give the role.

A locative phrase places an event unless its governor says something else: where somebody comes from, whose
law or office it is, the seat of a body, the field of a total, something compared. What no word settles is
*unclear*.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import PlaceRole


class Roles:
    """The role words of one `Knowledge`, as sets of lemmas."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._groups = {term: frozenset(words) for term, words in knowledge.lexicon("places").groups.items()}

    def among(self, token: Token, *terms: str) -> bool:
        """Whether a token's lemma or form stands in one of the groups."""
        return any(token.lemma_.lower() in self._groups[t] or token.lower_ in self._groups[t] for t in terms)

    def words(self, term: str) -> frozenset[str]:
        """The words of one group."""
        return self._groups[term]

    def role(self, token: Token) -> PlaceRole:
        """The role of the place phrase that this token heads."""
        token = _first(token)
        if token.dep_ == "pobj" or token.head.pos_ == "ADP":
            return self._under(token.head, token)
        if token.dep_ in ("poss", "compound", "nmod", "amod", "npadvmod"):
            return self._before_noun(token.head)
        return self._as_argument(token)

    # --- "in X", "from X", "of X" ----------------------------------------------------------------

    def _under(self, prep: Token, token: Token) -> PlaceRole:
        word = prep.lower_
        governor = prep.head
        while (
            governor.pos_ == "ADP"
            or self.among(governor, "near", "direction")
            or governor.lower_ in ("km", "kilometers", "kilometres", "miles", "mile")
        ):
            if governor.head.i == governor.i:
                break
            governor = governor.head
        if self._compared(prep):
            return PlaceRole.COMPARISON
        if word == "from":
            return self._from(governor)
        if word in ("of",):
            return self._of(governor, prep)
        if word in (
            "to",
            "into",
            "toward",
            "towards",
            "for",
            "against",
            "with",
            "through",
            "via",
            "about",
            "without",
        ):
            return PlaceRole.UNCLEAR
        if not (self.among(prep, "locative") or self.among(prep, "near")):
            return PlaceRole.UNCLEAR
        return self._located(governor, token)

    def _from(self, governor: Token) -> PlaceRole:
        if self.among(governor, "take.verb", "media.noun"):
            return PlaceRole.EVENT  # "deported from X", "a video from X"
        if governor.pos_ in ("VERB", "AUX") and self.among(governor, "origin.verb"):
            counted = any(self.among(t, "total.noun") for t in self._arguments(governor))
            return PlaceRole.SCOPE_OF_TOTAL if counted else PlaceRole.ORIGIN_OF_PERSON
        if governor.pos_ in ("PRON", "PROPN") or self.among(governor, "origin.noun"):
            return PlaceRole.ORIGIN_OF_PERSON
        return PlaceRole.UNCLEAR

    def _of(self, governor: Token, prep: Token) -> PlaceRole:
        if prep.head.i != governor.i and prep.head.pos_ != "ADP":
            return self._located(governor, prep)  # "north of X", "the outskirts of X"
        if (
            self.among(governor, "building.noun")
            and governor.pos_ == "NOUN"
            and governor.i != governor.head.i
        ):
            return self.role(governor)  # "entered the hospital of X": in X
        if self.among(governor, "jurisdiction.noun"):
            return PlaceRole.JURISDICTION
        if self.among(governor, "origin.noun"):
            return PlaceRole.ORIGIN_OF_PERSON
        if self.among(governor, "event.noun") and not self.among(governor, "background.noun"):
            return PlaceRole.EVENT
        return PlaceRole.UNCLEAR

    def _located(self, governor: Token, token: Token) -> PlaceRole:
        if self._is_total(governor):
            return PlaceRole.SCOPE_OF_TOTAL
        if governor.pos_ in ("NOUN", "PROPN"):
            if self.among(governor, "seat.noun", "jurisdiction.noun") or (
                governor.pos_ == "PROPN" and governor.tag_ == "NNP"
            ):
                return PlaceRole.ADDRESSED_BODY_SEAT
            if self.among(governor, "background.noun") and not self.among(governor, "event.noun"):
                return PlaceRole.UNCLEAR
        if governor.pos_ in ("VERB", "AUX"):
            if self.among(governor, "speech.verb") and not any(
                c.dep_ in ("ccomp", "nsubjpass") and token.i > c.i for c in governor.children
            ):
                return PlaceRole.UNCLEAR
            if governor.lemma_ in ("live", "reside", "bear", "base", "grow"):
                return PlaceRole.ORIGIN_OF_PERSON
        return PlaceRole.EVENT

    # --- "X prosecutors", "X's governor", "the X massacre" -------------------------------------------

    def _before_noun(self, noun: Token) -> PlaceRole:
        if self.among(noun, "jurisdiction.noun"):
            return PlaceRole.JURISDICTION
        if self.among(noun, "event.noun"):
            return PlaceRole.EVENT
        if self.among(noun, "origin.noun"):
            return PlaceRole.ORIGIN_OF_PERSON
        return PlaceRole.UNCLEAR

    # --- "X was shelled", "shelled X", "X has seen …" ------------------------------------------------

    def _as_argument(self, token: Token) -> PlaceRole:
        verb = token.head
        if token.dep_ in ("nsubj", "nsubjpass"):
            if self._is_total(verb):
                return PlaceRole.SCOPE_OF_TOTAL
            if token.dep_ == "nsubjpass" and self.among(verb, "event.verb"):
                return PlaceRole.EVENT
            if verb.lemma_ == "come" and any(c.lower_ == "under" for c in verb.children):
                return PlaceRole.EVENT
        if token.dep_ == "dobj" and self.among(verb, "event.verb"):
            return PlaceRole.EVENT
        if token.dep_ == "dobj" and verb.dep_ == "acl" and self.among(verb, "leave.verb"):
            return PlaceRole.EVENT  # "fired on families leaving X"
        return PlaceRole.UNCLEAR

    # --- shared --------------------------------------------------------------------------------------

    def _is_total(self, governor: Token) -> bool:
        """Whether it counts many acts: "arrests were counted in …", "X saw the fewest cases"."""
        if governor.pos_ in ("VERB", "AUX") and self.among(governor, "total.verb"):
            return any(
                self.among(t, "total.noun")
                and (t.tag_ in ("NNS", "NNPS") or t.lower_ in ("total", "number", "most", "majority"))
                for t in self._arguments(governor)
            )
        if governor.pos_ == "NOUN" and governor.tag_ == "NNS" and self.among(governor, "total.noun"):
            above = governor.head
            counted = above.lower_ == "of" and self.among(above.head, "total.noun")
            return counted or any(c.dep_ == "acl" and self.among(c, "total.verb") for c in governor.children)
        return False

    def _arguments(self, verb: Token) -> Iterator[Token]:
        if verb.dep_ in ("acl", "relcl"):
            yield verb.head
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
                yield child
                yield from (g for c in child.children if c.dep_ == "prep" for g in c.children)

    def _compared(self, prep: Token) -> bool:
        node = prep
        for _ in range(3):
            if node.lower_ in ("like", "unlike", "than"):
                return True
            if node.head.i == node.i or node.pos_ in ("VERB", "AUX"):
                break
            node = node.head
        return node.lemma_.lower() in ("similar", "reminiscent", "compare", "comparable") or (
            prep.i > 0 and prep.nbor(-1).lower_ in ("as", "like") and prep.nbor(-1).i > 0
        )


def _first(token: Token) -> Token:
    """The first of coordinated phrases, whose governor they share."""
    for _ in range(10):
        if (
            token.dep_ not in ("conj", "appos")
            or token.head.i == token.i
            or token.head.pos_ not in ("NOUN", "PROPN")
        ):
            return token
        token = token.head
    return token
