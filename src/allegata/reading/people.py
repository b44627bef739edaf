"""Noun phrases of people: which words belong to them, whose they are said to be, what they wear.

The side comes from the phrase alone: adjective, name, possessive or "of". A captor's side, wherever it
stands, is never the captive's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from spacy.tokens import Token

from allegata.model.knowledge import Knowledge
from allegata.model.source import Party
from allegata.model.vocabulary import ActorKind
from allegata.reading.mentions import Form, Named, every_name, goes_on
from allegata.reading.sentences import Parse

_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_BOUNDS = frozenset(
    {
        ("at", "least"),
        ("at", "most"),
        ("more", "than"),
        ("fewer", "than"),
        ("less", "than"),
        ("up", "to"),
        ("as", "many"),
    }
)


@dataclass(frozen=True, slots=True)
class _People:
    armed: frozenset[str]
    unit: frozenset[str]
    captives: frozenset[str]
    civilians: frozenset[str]
    generic: frozenset[str]
    loaded: frozenset[str]
    things: frozenset[str]
    marking: frozenset[str]
    wearing: frozenset[str]
    quantifier: frozenset[str]
    heir: frozenset[str]
    irregular: frozenset[str]
    invading: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.armed | self.captives | self.civilians | self.generic | self.loaded


_KEPT: dict[str, tuple[_People, frozenset[str]]] = {}


def _people(knowledge: Knowledge) -> tuple[_People, frozenset[str]]:
    kept = _KEPT.get(knowledge.version)
    if kept is None:
        groups = knowledge.lexicon("people").groups
        people = _People(
            *(
                frozenset(groups.get(name, ()))
                for name in (
                    "armed",
                    "unit",
                    "captives",
                    "civilians",
                    "generic",
                    "loaded",
                    "not_people",
                    "marking",
                    "wearing",
                    "quantifier",
                    "heir",
                    "irregular",
                    "invading",
                )
            )
        )
        kept = _KEPT[knowledge.version] = (people, people.all)
    return kept


class PeopleReader:
    """One parse with the parties named in it."""

    def __init__(
        self, parse: Parse, knowledge: Knowledge, acronyms: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.parse = parse
        self.people, self.heads = _people(knowledge)
        self.named: dict[int, Named] = {}
        self.last: dict[int, int] = {}  # first token → last token of a name
        starts = {t.idx: t.i for t in parse.doc}
        for named in every_name(parse.doc.text, knowledge, acronyms):
            first = starts.get(named.start)
            inside = [t.i for t in parse.doc if named.start <= t.idx < named.end]
            if first is None or not inside:
                continue
            for i in inside:
                self.named[i] = named
            self.last[first] = inside[-1]

    # --- what a token is -------------------------------------------------------------------------

    def lemma(self, token: Token) -> str:
        """The word as the people lexicon has it; capitals and plural acronyms folded."""
        lower = token.lower_
        if lower in self.heads:
            return lower
        lemma = token.lemma_.lower()
        if lemma in self.heads:
            return lemma
        if lower.endswith("s") and lower[:-1] in self.heads:
            return lower[:-1]
        if lower.endswith("men") and lower[:-3] + "man" in self.heads:
            return lower[:-3] + "man"
        return lemma

    def is_head(self, token: Token) -> bool:
        """Whether this noun denotes people and heads its phrase."""
        lemma = self.lemma(token)
        if lemma not in self.heads or token.i in self.named:
            return False
        nominal = (
            token.pos_ in ("NOUN", "PROPN")
            or token.tag_ in ("NNS", "NNPS")
            or token.lower_ in ("pow", "pows")
        )
        if not nominal and not (token.tag_ == "VBZ" and token.dep_ in _NOMINAL):
            return False  # the tagger takes some plurals for verbs; where they stand tells
        if (
            token.dep_ in ("compound", "amod", "nmod")
            and token.head.i > token.i
            and token.head.pos_ in ("NOUN", "PROPN")
        ):
            return False
        if lemma in self.people.things:
            return token.dep_ in ("nsubj", "nsubjpass") or is_agent(token)
        return True

    # --- whose it is -----------------------------------------------------------------------------

    def left(self, head: Token) -> list[Token]:
        """The modifiers directly in front of a head, nearest last."""
        taken: list[Token] = []
        inside = {t.i for t in head.subtree}
        for i in range(head.i - 1, -1, -1):
            token = self.parse.doc[i]
            if i not in inside and not (
                i in self.named and self.parse.doc[i + 1].i in {head.i, *(t.i for t in taken)}
            ):
                break
            if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound", "nmod"):
                break
            if token.pos_ in ("ADP", "SCONJ", "PRON") and token.lower_ not in (
                "his",
                "her",
                "their",
                "its",
                "our",
                "own",
            ):
                break
            apart = token.text in "-–" and i and token.whitespace_ and self.parse.doc[i - 1].whitespace_
            if token.is_punct and (apart or token.text not in "-'\"“”‘’,"):
                break
            taken.append(token)
        return list(reversed(taken))

    def parties(self, head: Token, depth: int = 0) -> list[Party]:
        """The party that the phrase names as its own; two for "X and Y soldiers"; mostly one or none."""
        if head.i in self.named:
            named = self.named[head.i]
            return [] if detached(named) else [named.party]
        own = self._by_modifier(head)
        if own or depth > 2:
            return own
        return self._by_complement(head, depth)

    def _by_modifier(self, head: Token) -> list[Party]:
        lemma = self.lemma(head)
        captive = lemma in self.people.captives or lemma in (
            "victim",
            "survivor",
            "casualty",
            "captor",
            "suspect",
        )
        adjectives: list[tuple[int, Party]] = []
        owners: list[tuple[int, Party]] = []
        left = self.left(head)
        for token in left:
            named = self.named.get(token.i)
            if named is None or detached(named) or token.idx != named.start:
                continue
            behind = self.last[token.i] + 1
            between = [t for t in left if t.i >= behind and not t.is_punct]
            if any(t.tag_ == "NNS" and self.lemma(t) in self.heads for t in between):
                continue  # "Russian forces attack soldiers" in a headline is read as one phrase by the parser
            possessive = bool(between) and between[0].tag_ == "POS"
            if possessive:
                owners.append((token.i, named.party))
            elif (captive or lemma in self.people.civilians) and named.party.kind is not ActorKind.STATE:
                continue  # "Hamas hostages": held by, or of? Not said.
            elif Form.ADJECTIVE in named.forms:
                if captive and any(_is_noun(t) and self.lemma(t) not in self.heads for t in between):
                    continue  # "Russian attack victims" are not said to be Russian
                adjectives.append((token.i, named.party))
            elif goes_on(self.parse.doc.text, named) and self.lemma(self.parse.doc[behind]) not in self.heads:
                continue  # "members of the Xland Shield": a name of its own, not the state's people
            elif all(self.lemma(t) in self.heads or not _is_noun(t) for t in between):
                if captive and Form.CAPITAL in named.forms:
                    continue  # a capital's captives may be those it holds
                adjectives.append((token.i, named.party))
        if adjectives:
            return self._coordinated(adjectives)
        if owners and not captive:
            return [owners[-1][1]]
        return []

    def _coordinated(self, found: Sequence[tuple[int, Party]]) -> list[Party]:
        if len({p.id for _, p in found}) == 1:
            return [found[-1][1]]
        one, other = found[-2], found[-1]
        between = [t.lower_ for t in self.parse.doc[self.last.get(one[0], one[0]) + 1 : other[0]]]
        if between and all(word in ("and", "or", ",", "both") for word in between):
            return [one[1], other[1]]
        return []  # two sides in one phrase without "and": not said clearly enough

    def _by_complement(self, head: Token, depth: int) -> list[Party]:
        lemma = self.lemma(head)
        if (
            lemma not in self.people.armed
            and lemma not in self.people.heir
            and lemma not in self.people.quantifier
            and head.lower_ not in self.people.quantifier
        ):
            return self._from(head, depth) if lemma in self.people.captives | self.people.civilians else []
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "from", "in", "within") and prep.i > head.i:
                for noun in prep.children:
                    if noun.dep_ != "pobj":
                        continue
                    if prep.lower_ in ("in", "within") and self.lemma(noun) not in self.people.armed:
                        continue  # "soldiers in the Russian army", but not "soldiers in Russia"
                    found = self.parties(noun, depth + 1)
                    if found:
                        return found
        return []

    def _from(self, head: Token, depth: int) -> list[Party]:
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ == "from":
                for noun in prep.children:
                    if noun.dep_ == "pobj" and (
                        noun.i in self.named or self.lemma(noun) in self.people.armed
                    ):
                        return self.parties(noun, depth + 1)
        return []

    # --- marking ---------------------------------------------------------------------------------

    def marking(self, head: Token) -> tuple[Token, list[Party]] | None:
        """What the people wear or bear, and the party that it names, if any."""
        noun = self._worn_by_syntax(head) or self._worn_by_position(head)
        if noun is None:
            return None
        inside = [
            self.named[t.i] for t in noun.subtree if t.i in self.named and not detached(self.named[t.i])
        ]
        parties = list({n.party.id: n.party for n in inside}.values())
        return noun, parties if len(parties) == 1 else []

    def _worn_by_syntax(self, head: Token) -> Token | None:
        for child in head.children:
            if child.i < head.i:
                continue
            if child.dep_ == "prep" and child.lower_ == "of" and self.lemma(head) in self.people.heir:
                # "a group of people in X uniforms": the parser may hang the clothes on either noun
                inner = [
                    self._worn_by_syntax(t) for t in child.children if t.dep_ == "pobj" and self.is_head(t)
                ]
                worn = [t for t in inner if t is not None]
            elif child.dep_ == "prep" and child.lower_ in ("in", "with"):
                worn = [t for t in child.children if t.dep_ == "pobj" and self._is_marking(t)]
            elif child.dep_ in ("acl", "relcl", "advcl") and child.lemma_.lower() in (
                *self.people.wearing,
                "clad",
            ):
                worn = [
                    t for t in child.subtree if self._is_marking(t) and t.dep_ in ("dobj", "pobj", "nsubj")
                ]
            else:
                continue
            if worn:
                return worn[0]
        return None

    def _worn_by_position(self, head: Token) -> Token | None:
        doc = self.parse.doc
        if head.i + 1 >= len(doc):
            return None
        first = doc[head.i + 1]
        if first.lower_ not in ("in", "wearing", "dressed", "clad", "clothed", "sporting", "bearing", "with"):
            return None
        for token in doc[head.i + 2 : head.i + 9]:
            if self._is_marking(token):
                return token
            if token.pos_ in ("VERB", "AUX", "PUNCT") and token.tag_ not in ("VBN", "VBG"):
                return None
        return None

    def _is_marking(self, token: Token) -> bool:
        return token.lemma_.lower() in self.people.marking or token.lower_ in self.people.marking

    # --- the phrase ------------------------------------------------------------------------------

    def extent(self, head: Token, worn: Token | None) -> tuple[int, int]:
        """Document offsets of the phrase: modifiers, head, "of …", marking."""
        left = self.left(head)
        first = left[0].i if left else head.i
        while first < head.i and (self.parse.doc[first].is_punct or self.parse.doc[first].pos_ == "CCONJ"):
            first += 1
        first = self._bound(first)
        last = head.i
        for prep in head.children:
            if (
                prep.dep_ == "prep"
                and prep.lower_ == "of"
                and prep.i == head.i + 1
                and not any(c.dep_ == "pcomp" for c in prep.children)  # "accused the rebels of killing …"
                and self._belongs(head, prep)
            ):
                last = max(last, self._phrase_end(prep))
        if worn is not None:
            last = max(last, self._phrase_end(worn))
        return self.parse.start(self.parse.doc[first]), self.parse.end(self.parse.doc[last])

    def _bound(self, first: int) -> int:
        """The first token with the words that bound the number: "at least", "more than", "up to"."""
        doc = self.parse.doc
        if first and doc[first].lower_ in ("least", "most") and doc[first - 1].lower_ == "at":
            return first - 1
        if first >= 2:
            pair = (doc[first - 2].lower_, doc[first - 1].lower_)
            if pair in _BOUNDS:
                first -= 2
        denied = (
            first
            and doc[first].lower_ in ("fewer", "less", "more")
            and doc[first - 1].lower_ in ("no", "not")
        )
        return first - 1 if denied else first  # "no fewer than 16" is not "fewer than 16"

    def _belongs(self, head: Token, prep: Token) -> bool:
        """Whether "of …" is part of who they are ("prisoners of war", "members of the army")."""
        if any(c.lower_ == "war" for c in prep.children):
            return True
        lemma = self.lemma(head)
        takes = (
            lemma in self.people.armed or lemma in self.people.heir or head.lower_ in self.people.quantifier
        )
        return takes and not self._by_modifier(head)

    def _phrase_end(self, token: Token) -> int:
        """The last token below, without relative clauses."""
        last = token.i
        for child in token.children:
            if (
                child.dep_ not in ("relcl", "acl", "punct", "cc", "conj", "advcl", "appos")
                and child.i > token.i
            ):
                last = max(last, self._phrase_end(child))
        return last

    def descriptors(self, head: Token) -> frozenset[str]:
        """Words and lemmas that modify the head."""
        words: set[str] = set()
        for token in self.left(head):
            if token.pos_ in ("ADJ", "NOUN", "PROPN", "VERB", "ADV") and token.i not in self.named:
                words |= {token.lower_, token.lemma_.lower()}
        for child in head.children:
            if child.dep_ in ("acl", "relcl", "amod") and child.i > head.i:
                words |= {child.lower_, child.lemma_.lower()}
        return frozenset(words)

    def kind(self, head: Token, party: Party | None, descriptors: frozenset[str]) -> ActorKind:
        """What sort of actor the head noun denotes."""
        lemma = self.lemma(head)
        people = self.people
        loose = lemma in ("man", "person", "people", "group")
        if lemma in people.captives or (loose and descriptors & people.captives):
            return ActorKind.CAPTIVES
        if "civilian" in descriptors and lemma in people.generic | people.civilians:
            return ActorKind.CIVILIANS
        if lemma in people.civilians and not loose:
            return ActorKind.CIVILIANS
        if lemma in people.armed | people.invading:
            return self._armed_kind(lemma, party, descriptors)
        return ActorKind.UNKNOWN

    def _armed_kind(self, lemma: str, party: Party | None, descriptors: frozenset[str]) -> ActorKind:
        if party is not None and party.kind is ActorKind.ARMED_GROUP:
            return ActorKind.ARMED_GROUP
        if lemma in self.people.unit and descriptors:
            return ActorKind.UNIT
        return ActorKind.ARMED_GROUP if lemma in self.people.irregular else ActorKind.ARMED_FORCES


def detached(named: Named) -> bool:
    """ "X-backed", "pro-X", "X-occupied": the party stands in another relation than belonging."""
    return bool(named.joined)


def _is_noun(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN")


def is_agent(token: Token) -> bool:
    """Whether a noun is what a passive verb is done by."""
    return token.dep_ == "pobj" and token.head.lower_ == "by"
