"""Words that tell of an alleged act, with who did it to whom where the sentence says so.

A side is set only when syntax links it to the act: subject and object, "by …", "of …", the antecedent
of a relative clause, the object of "accuse … of". What the sentence leaves open stays open. Nothing
here decides whether an act makes an incident; see `incidents`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from allegata.model.value import Group
from allegata.model.vocabulary import ActType, CountRole, Modality, Polarity
from allegata.reading import stance
from allegata.reading.context import Context
from allegata.reading.counts import FoundCount
from allegata.reading.matching import Hit
from allegata.reading.parties import FoundGroup
from allegata.reading.sentences import Parse, Sentence

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
RELATIVE = {"who", "which", "that", "whom"}


@dataclass(frozen=True, slots=True, eq=False)
class FoundAct:
    """One act word and its roles. `victim_token` is the noun that the count and the group hang on."""

    sentence: Sentence
    parse: Parse
    token: Token
    type: ActType
    form: str  # verb, noun, state
    start: int
    end: int
    actor: FoundGroup | None
    victim: FoundGroup | None
    victim_token: Token | None
    count: FoundCount | None
    modality: Modality
    polarity: Polarity
    statement: str
    actor_token: Token | None = None
    actor_party: str | None = None  # a state or organisation named as actor without being a group of people

    @property
    def actor_group(self) -> Group | None:
        """The alleged actor, or None when the sentence names none."""
        return self.actor.group if self.actor else None

    @property
    def victim_group(self) -> Group | None:
        """Those it was allegedly done to, or None when the sentence names none."""
        return self.victim.group if self.victim else None

    @property
    def at(self) -> int:
        """Document offset of the act word."""
        return self.parse.start(self.token)


PERSON_ROLE: dict[ActType, CountRole] = {
    ActType.KILLING: CountRole.KILLED,
    ActType.WOUNDING: CountRole.INJURED,
    ActType.CAPTURE: CountRole.CAPTURED,
    ActType.DETENTION: CountRole.CAPTURED,
}


def find(context: Context) -> tuple[FoundAct, ...]:
    """Every act word of the document, in order of the text."""
    found = [
        act
        for sentence in context.parsed.sentences
        for parse in sentence.parses
        for act in _in_parse(context, sentence, parse)
    ]
    return tuple(sorted(found, key=lambda act: (act.at, act.end)))


def _in_parse(context: Context, sentence: Sentence, parse: Parse) -> Iterator[FoundAct]:
    taken: set[int] = set()
    hits = context.hits(parse, "acts")
    named = [h for h in hits if h.term.endswith((".verb", ".noun", ".state"))]
    for hit in sorted(named, key=lambda h: (h.first - h.last, h.term)):
        token = parse.doc[_carrier(parse, hit)]
        if token.i in taken or not _fits(token, hit.term):
            continue
        taken.update(range(hit.first, hit.last + 1))
        form = hit.term.rpartition(".")[2]
        roles = _roles(context, parse, token, form)
        kind = _type(context, parse, token, ActType(hit.term.rpartition(".")[0]), roles)
        if kind is None:
            continue
        start, end = _extent(parse, token, form, roles)
        said = stance.of_clause(parse, token, context.knowledge)
        yield FoundAct(
            sentence,
            parse,
            token,
            kind,
            form,
            start,
            end,
            context.group_at(parse, roles.actor),
            context.group_at(parse, roles.victim),
            roles.victim,
            _count(context, parse, roles.victim, token),
            said.modality,
            said.polarity,
            context.statement_at(parse.start(token), parse.end(token)).id,
            roles.actor,
            _party(context, roles.actor),
        )


def _carrier(parse: Parse, hit: Hit) -> int:
    verbs = [i for i in range(hit.first, hit.last + 1) if parse.doc[i].pos_ == "VERB"]
    return verbs[0] if hit.term.endswith(".verb") and verbs else hit.head


def _fits(token: Token, term: str) -> bool:
    """Whether the part of speech goes with the term: "a strike" is no verb, "to target" no noun."""
    if term.endswith(".verb"):
        participle = token.tag_ in {"VBN", "VBD", "VBG", "JJ"} and token.lower_.endswith(
            ("ed", "ing", "en", "t")
        )
        return token.pos_ == "VERB" or (
            token.pos_ == "ADJ" and token.dep_ in {"amod", "acomp"} and participle
        )
    if term.endswith(".noun"):
        return token.pos_ in {"NOUN", "PROPN"} or (
            token.tag_ == "VBG" and token.dep_ in {"pobj", "nsubj", "dobj"}
        )
    if token.lower_ == "dead":
        return token.dep_ in {"acomp", "oprd", "advmod", "advcl", "amod", "conj", "ccomp", "attr", "ROOT"}
    return token.pos_ in {"VERB", "NOUN", "ADJ"}


@dataclass(frozen=True, slots=True)
class Roles:
    """The nouns that syntax makes actor and victim of one act."""

    actor: Token | None = None
    victim: Token | None = None


def _roles(context: Context, parse: Parse, token: Token, form: str) -> Roles:
    if form == "noun":
        return _noun_roles(context, parse, token)
    if form == "state":
        return Roles(None, _bearer(token))
    if _is_passive(token):
        return Roles(_agent(token), _passive_subject(token))
    return Roles(_active_subject(token), _object(context, parse, token))


# --- verbs --------------------------------------------------------------------------------------


def _is_passive(token: Token) -> bool:
    if any(c.dep_ == "auxpass" for c in token.children):
        return True
    if token.tag_ != "VBN" and token.pos_ != "ADJ":
        return False
    has_aux = any(c.dep_ == "aux" for c in token.children)
    if token.dep_ == "conj" and not has_aux and token.head.pos_ == "VERB":
        return _is_passive(token.head)
    return not has_aux and not any(c.dep_ == "dobj" for c in token.children)


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.lower_ == "by" and child.dep_ in {"agent", "prep"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    conjuncts = [c for c in token.children if c.dep_ == "conj" and c.tag_ == "VBN"]
    if conjuncts and not any(c.dep_ in SUBJECTS for c in conjuncts[0].children):
        return _agent(conjuncts[0])  # "lined up and shot by …"
    return _hands(token)


def _hands(token: Token) -> Token | None:
    """ "at the hands of X" names an actor as "by X" does."""
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "at":
            for hands in prep.children:
                if hands.lower_ in {"hands", "hand"}:
                    return _of(hands)
    return None


def _of(token: Token) -> Token | None:
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            return next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def _passive_subject(token: Token) -> Token | None:
    own = _subject(token)
    if own is not None:
        return own
    if token.dep_ in {"acl", "amod", "relcl"}:
        return token.head
    return _controller(token)


def _active_subject(token: Token) -> Token | None:
    own = _subject(token)
    if own is not None:
        return own
    if token.dep_ in {"acl", "relcl"} and token.head.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
        return None if infinitive else token.head
    return _controller(token)


def _subject(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVE and token.dep_ in {"relcl", "acl", "ccomp"}:
                return token.head
            return child
    return None


def _controller(token: Token) -> Token | None:
    """The subject that a clause without one of its own shares with the clause above it."""
    head, dep = token.head, token.dep_
    if head.i == token.i:
        return None
    if dep == "pcomp":
        above = head.head
        if head.lower_ in {"of", "for", "from", "with"} and above.lemma_.lower() in ACCUSING:
            if _is_passive(above):
                return _passive_subject(above)
            return next((c for c in above.children if c.dep_ == "dobj"), None)
        if above.pos_ in {"NOUN", "PROPN"}:
            return above if head.lower_ == "of" and above.lemma_.lower() not in NOT_CONTROLLING else None
        return _subject(above) or _climb(above)
    if dep == "xcomp":
        objects = [c for c in head.children if c.dep_ == "dobj"]
        return objects[0] if objects and not _is_passive(head) else _subject(head) or _climb(head)
    if dep in {"conj", "advcl"}:
        return _subject(head) or _climb(head)
    return None


ACCUSING = frozenset(
    {"accuse", "suspect", "convict", "blame", "charge", "condemn", "criticise", "criticize", "denounce"}
)
"""Verbs whose object is the one said to have acted: "accused X of killing Y"."""

NOT_CONTROLLING = frozenset(
    {"policy", "practice", "act", "way", "crime", "case", "charge", "risk", "pattern", "means"}
)


def _climb(token: Token) -> Token | None:
    if token.dep_ in {"acl", "relcl"}:
        return token.head if token.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
    return _controller(token)


def _object(context: Context, parse: Parse, token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in {"dobj", "obj"} and child.lower_ not in {"fire"}:
            if child.pos_ == "PRON":
                return _antecedent(token, child)
            return child
    for child in token.children:
        # "fired on …", "opened fire on …", "shot at …"
        under = [child, *child.children] if child.lower_ == "fire" else [child]
        for prep in under:
            if prep.dep_ == "prep" and prep.lower_ in {"on", "upon", "at", "against"}:
                found = next((c for c in prep.children if c.dep_ == "pobj"), None)
                if found is not None and (found.pos_ == "PRON" or context.group_at(parse, found)):
                    return _antecedent(token, found) if found.pos_ == "PRON" else found
    return _next_group(context, parse, token)


def _antecedent(token: Token, pronoun: Token) -> Token:
    """ "captured six soldiers and shot them": the object of the coordinate verb with the same subject."""
    head = token.head
    if token.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in token.children):
        for child in head.children:
            if child.dep_ == "dobj" and child.i < pronoun.i:
                return child
    return pronoun


def _next_group(context: Context, parse: Parse, token: Token) -> Token | None:
    """The group right behind a verb that the parser left without an object.

    Only adverbs, adjectives, participles and one set-off phrase may stand between: "shot dead
    surrendering …", "shooting, at close range, two …".
    """
    if token.tag_ not in {"VBD", "VBG", "VB", "VBP", "VBZ", "VBN"}:
        return None
    right = [g for g in context.groups.get(id(parse), ()) if parse.start(g.token) > parse.start(token)]
    if not right:
        return None
    group = min(right, key=lambda g: g.token.i)
    between = parse.doc[token.i + 1 : group.token.i]
    depth = 0
    for word in between:
        if word.text == ",":
            depth = 1 - depth
        elif (
            not depth
            and word.pos_ not in {"ADV", "ADJ", "NUM", "DET", "PUNCT"}
            and word.tag_ not in {"VBG", "VBN"}
        ):
            if not any(c.i == word.i for c in group.token.subtree):
                return None
    return None if depth else group.token


# --- nouns and states ---------------------------------------------------------------------------


def _noun_roles(context: Context, parse: Parse, token: Token) -> Roles:
    actor = _agent(token)
    victim = _of(token)
    if victim is not None and victim.dep_ == "pcomp":
        victim = None
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ in {"against", "on"} and victim is None:
            victim = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if prep.dep_ == "prep" and prep.lower_ == "of" and actor is None:
            # "the execution by X of Y" and "the execution of Y by X", whatever the parser hung "by" on
            for child in prep.subtree:
                if child.lower_ == "by" and child.dep_ in {"agent", "prep"} and not _has_verb(child, token):
                    actor = next((c for c in child.children if c.dep_ == "pobj"), None)
    if actor is None and victim is not None:
        actor = next((c for c in token.children if c.dep_ == "poss" and c.pos_ in {"PROPN", "NOUN"}), None)
    if victim is None:
        compound = [c for c in token.children if c.dep_ in {"compound", "nmod"}]
        victim = next((c for c in compound if context.group_at(parse, c)), None)
    if actor is None and token.head.dep_ in {"pobj"} and False:
        return Roles(actor, victim)
    if victim is None:
        victim = _named_after(context, parse, token)
    return Roles(actor, victim)


def _named_after(context: Context, parse: Parse, token: Token) -> Token | None:
    """ "evidence of “… murder” [of] more than ten servicemen": a group set directly behind the noun."""
    following = parse.doc[token.i + 1 : token.i + 8]
    for word in following:
        group = context.group_at(parse, word)
        if group is not None and group.token.i == word.i:
            counted = context.count_at(parse, word)
            return word if counted is not None and counted.number.i <= token.i + 4 else None
        if word.pos_ not in {"ADJ", "NUM", "PUNCT", "ADP", "DET"} or word.lower_ in {
            "by",
            "in",
            "on",
            "for",
            "to",
        }:
            return None
    return None


def _has_verb(token: Token, stop: Token) -> bool:
    """Whether a verb stands between a preposition and the noun that it might belong to."""
    while token.i != stop.i and token.head.i != token.i:
        token = token.head
        if token.pos_ == "VERB" and token.i != stop.i:
            return True
    return False


def _bearer(token: Token) -> Token | None:
    """Who is dead or injured: subject of the state, or the noun that it describes."""
    if token.pos_ == "VERB":
        own = _subject(token)
        return (
            own if own is not None else token.head if token.dep_ in {"relcl", "acl"} else _controller(token)
        )
    if token.pos_ == "NOUN":
        return _of(token) or next((c for c in token.children if c.dep_ == "poss"), None)
    if token.dep_ == "amod":
        return token.head
    head = token
    while head.head.i != head.i and head.dep_ != "ROOT":
        head = head.head
        subject = _passive_subject(head) if head.pos_ == "VERB" and _is_passive(head) else _subject(head)
        if subject is not None:
            return subject
        if head.pos_ in {"NOUN", "PROPN"}:
            return head
    return None


# --- type, count, extent ------------------------------------------------------------------------


def _type(context: Context, parse: Parse, token: Token, kind: ActType, roles: Roles) -> ActType | None:
    """Settle what the words alone leave open: shots that killed, wounded, or only were fired.

    A shooting counts as an alleged killing only with words that say so (dead, fatally, in the head or
    back, at close range at persons described as defenceless); with a limb or a survivor it is an
    alleged wounding; otherwise it stays *shots fired, effect not stated*.
    """
    if kind is ActType.SHOOTING:
        if any(c.dep_ == "dobj" and c.lemma_.lower() in MEDIA for c in token.children):
            return None  # "shot the video" is filmed
        if _is_passive(token) and roles.victim is not None and roles.victim.lemma_.lower() in MEDIA:
            return None
        near = {h.term for h in context.hits(parse, "acts") if abs(h.head - token.i) < NEAR_WORDS}
        if near & {"non_lethal.part"} or (near & {"survived"} and not near & {"lethal.manner"}):
            return ActType.WOUNDING
        if "lethal.manner" in near:
            return ActType.KILLING
    return kind


MEDIA = frozenset({"video", "footage", "clip", "film", "photo", "image", "picture", "it"})
NEAR_WORDS = 14


def _count(context: Context, parse: Parse, victim: Token | None, token: Token) -> FoundCount | None:
    found = context.count_at(parse, victim)
    if found is None and victim is not None:
        inner = _of(victim)
        found = context.count_at(parse, inner)
    if found is None and victim is not None:
        # "killing 12": a bare number as object
        found = next((c for c in context.counts.get(id(parse), ()) if c.number.i == victim.i), None)
    return found


def _extent(parse: Parse, token: Token, form: str, roles: Roles) -> tuple[int, int]:
    """The words that carry the act: from its roles to the end of its own phrase."""
    tokens = [token]
    for child in token.children:
        if child.dep_ in {"punct", "cc", "mark", "conj", "relcl", "advcl", "ccomp", "parataxis"}:
            continue
        tokens += [t for t in child.subtree if t.pos_ != "PUNCT"]
    for role in (roles.actor, roles.victim):
        if role is not None and abs(role.i - token.i) < 25 and role.sent == token.sent:
            tokens += [t for t in role.subtree if t.i <= max(token.i, role.i) or t.head.i == role.i]
    return parse.extent(tokens)


def _party(context: Context, token: Token | None) -> str | None:
    """The party that a bare name ("Ukraine", "Moscow") as actor stands for."""
    if token is None:
        return None
    word = token.text
    for party in context.knowledge.parties:
        if word in party.names or word in party.capitals:
            return party.id
    return None
