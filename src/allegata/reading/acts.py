"""Words that tell of an alleged act, with who did it to whom where the sentence says so.

A side is set only when syntax links it to the act: subject and object, "by …", "of …", the antecedent
of a relative clause, the object of "accuse … of". What the sentence leaves open stays open. Nothing
here decides whether an act makes an incident; see `incidents`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.value import Group
from allegata.model.vocabulary import ActType, CountRole, Modality, Polarity, SegmentRole
from allegata.reading import counts, headlines, roles, stance
from allegata.reading.context import ACT_TERMS, Context
from allegata.reading.counts import FoundCount
from allegata.reading.extents import (
    clause,
    is_placeholder,
    is_verb,
    noun_phrase,
    own_subject,
    readable,
    run_on,
    verb_above,
)
from allegata.reading.matching import Hit
from allegata.reading.parties import FoundGroup
from allegata.reading.roles import Roles
from allegata.reading.sentences import Parse, Sentence

BODIES = frozenset({"body", "remains", "corpse"})
FINDING = frozenset({"find", "discover", "recover", "exhume", "unearth", "retrieve", "uncover"})


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


def _with_owner(context: Context, parse: Parse, found: FoundGroup | None) -> FoundGroup | None:
    """ "Russia alleges that … its soldiers": a possessive takes the party of the clause's own speaker.

    Only "its" and "their", only with a party as the subject of the governing verb, and only where the
    group's own words name no party.
    """
    if found is None or found.group.party is not None:
        return found
    owner = next((c for c in found.token.subtree if c.dep_ == "poss" and c.lower_ in {"its", "their"}), None)
    if owner is None:
        return found
    node = found.token
    while node.head.i != node.i:
        # "its" of the very clause may be anybody's; of what somebody says or accuses of, it is theirs
        accuses = _accuses(node)
        reported = node.dep_ == "ccomp" or accuses is not None
        node = accuses or node.head
        above = own_subject(node) if reported and is_verb(node) else None
        if above is None or above.i > owner.i:
            continue
        party = _party(context, above)
        group = context.group_at(parse, above)
        party = party or (group.group.party if group else None) or _office_party(context, parse, above)
        if party:
            return replace(found, group=replace(found.group, party=party))
        if above.pos_ not in {"PRON"}:
            return found
    return found


def _accuses(verb: Token) -> Token | None:
    """The verb of accusing of which this one says what for: "accused [X] of shooting", however "of" hangs."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in {"of", "for"}:
        return None
    above = verb.head.head
    for node in (above, above.head if above.dep_ in {"dobj", "nsubjpass"} else above):
        if node.lemma_.lower() in roles.ACCUSING and node.pos_ == "VERB":
            return node
    return None


def _office_party(context: Context, parse: Parse, noun: Token) -> str | None:
    span = context.span(*parse.subtree(noun))
    speaker = context.voice(span)
    return speaker.source.control_group if speaker.source else speaker.on_behalf_of


def person_role(kind: ActType) -> CountRole | None:
    """The role of persons counted with an act; shots count with killings when occurrences are compared."""
    return CountRole.KILLED if kind is ActType.SHOOTING else PERSON_ROLE.get(kind)


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
    named = [h for h in hits if h.term.rpartition(".")[0] in ACT_TERMS]
    for hit in sorted(named, key=lambda h: (h.first - h.last, h.term)):
        token = parse.doc[_carrier(parse, hit)]
        if token.i in taken or not _fits(token, hit.term):
            continue
        taken.update(range(hit.first, hit.last + 1))
        form = hit.term.rpartition(".")[2]
        tied = roles.find(context, parse, token, form)
        if sentence.segment.role is SegmentRole.HEADLINE and form == "verb":
            on_bodies = ActType(hit.term.rpartition(".")[0]) in ON_BODIES
            tied = headlines.roles(context, parse, token, tied, on_bodies=on_bodies)
        kind = _type(context, parse, token, ActType(hit.term.rpartition(".")[0]), tied)
        if kind is None:
            continue
        start, end = _extent(parse, token, form, tied)
        said = stance.of_clause(parse, token, context.knowledge)
        yield FoundAct(
            sentence,
            parse,
            token,
            kind,
            form,
            start,
            end,
            _with_owner(context, parse, context.group_at(parse, tied.actor)),
            _with_owner(context, parse, context.group_at(parse, tied.victim)),
            tied.victim,
            _count(context, parse, tied.victim, token, kind),
            said.modality,
            said.polarity,
            context.statement_at(parse.start(token), parse.end(token)).id,
            tied.actor,
            _party(context, tied.actor),
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
    if token.lemma_.lower() in BODIES:
        verb = token.head
        return verb.lemma_.lower() in FINDING and token.dep_ in {"nsubjpass", "dobj", "nsubj"}
    if token.lemma_.lower() in BODIES:
        return token.head.lemma_.lower() in FINDING and token.dep_ in {"nsubjpass", "dobj", "nsubj"}
    if token.lower_ == "dead":
        return token.dep_ in {"acomp", "oprd", "advmod", "advcl", "amod", "conj", "ccomp", "attr", "ROOT"}
    return token.pos_ in {"VERB", "NOUN", "ADJ"}


# --- type, count, extent ------------------------------------------------------------------------


def _type(context: Context, parse: Parse, token: Token, kind: ActType, tied: Roles) -> ActType | None:
    """Settle what the words alone leave open: shots that killed, wounded, or only were fired.

    A shooting counts as an alleged killing only with words that say so (dead, fatally, in the head or
    back, at close range at persons described as defenceless); with a limb or a survivor it is an
    alleged wounding; otherwise it stays *shots fired, effect not stated*.
    """
    pronoun = tied.victim is not None and tied.victim.lower_ in {"they", "he", "she", "them", "him", "her"}
    if (
        kind in {ActType.CAPTURE, ActType.DETENTION}
        and not pronoun
        and context.group_at(parse, tied.victim) is None
    ):
        return None  # "the photo captured the raid", "captured the town"
    if token.dep_ == "amod" and kind in DESCRIBING:
        return None  # "the wounded soldier", "captured troops": who they are, not what is told
    if kind is ActType.SHOOTING:
        if any(c.dep_ == "dobj" and c.lemma_.lower() in MEDIA for c in token.children):
            return None  # "shot the video" is filmed
        if roles.is_passive(token) and tied.victim is not None and tied.victim.lemma_.lower() in MEDIA:
            return None
        if _fires_on_place(context, parse, token):
            return ActType.ATTACK
        hits = context.hits(parse, "acts", "lethal.", "non_lethal.", "survived")
        near = {h.term for h in hits if abs(h.head - token.i) < NEAR_WORDS and _bears_on(parse, token, h)}
        if near & {"non_lethal.part"} or (near & {"survived"} and not near & {"lethal.manner"}):
            return ActType.WOUNDING
        if "lethal.manner" in near or _defenceless(context, parse, token, tied.victim):
            return ActType.KILLING
    return kind


def _fires_on_place(context: Context, parse: Parse, verb: Token) -> bool:
    """ "fired rockets at the town": an attack on a place, not shots at persons."""
    weapons = context.phrases("acts", "weapon")
    return any(c.dep_ == "dobj" and weapons.terms_at(c) for c in verb.children)


def _defenceless(context: Context, parse: Parse, verb: Token, victim: Token | None) -> bool:
    """Whether those shot are described as captive, disarmed or surrendering in the same noun phrase."""
    if victim is None or verb.lemma_.lower() != "shoot":
        return False
    if victim.dep_ == "pobj" and victim.head.lower_ == "at":
        return False  # "shot at": the text does not say that anybody was hit
    if context.hits(parse, "acts", "survived"):
        return False
    first, last = min(victim.left_edge.i, verb.i + 1), max(victim.right_edge.i, victim.i)
    for prep in verb.children:  # "were shot after their surrender", "as they surrendered"
        if prep.lower_ in {"after", "while", "as", "when"} or prep.dep_ == "advcl":
            last = max(last, prep.right_edge.i)
    described = context.hits(
        parse, "acts", "status.in_power", "status.intention", "armed.unarmed", "armed.disarmed"
    )
    return any(first <= h.head <= last for h in described)


def _bears_on(parse: Parse, verb: Token, hit: Hit) -> bool:
    """Whether a manner word belongs to the shots: a part of the body only as what was hit.

    "in the legs" behind the verb counts; "in the arms of a medic" and "stands on one foot" do not.
    """
    token = parse.doc[hit.head]
    if hit.term == "survived":  # "shot and wounded", "shot but survived"
        return (token.dep_ == "conj" and token.head.i == verb.i) or (
            token.head.i == verb.head.i and verb.dep_ == "conj"
        )
    if hit.term != "non_lethal.part":
        return True
    behind = token.i > verb.i and token.dep_ == "pobj" and token.head.lower_ in {"in", "through", "at"}
    return behind and not any(c.lower_ == "of" for c in token.children)


DESCRIBING = frozenset(
    {ActType.WOUNDING, ActType.CAPTURE, ActType.DETENTION, ActType.ATTACK, ActType.ILL_TREATMENT}
)
MEDIA = frozenset({"video", "footage", "clip", "film", "photo", "image", "picture", "it"})
NEAR_WORDS = 14


def _count(
    context: Context, parse: Parse, victim: Token | None, token: Token, kind: ActType
) -> FoundCount | None:
    found = context.count_at(parse, victim)
    if found is None and victim is not None and kind in ON_BODIES:
        found = counts.persons(parse, victim, context.knowledge)  # what is killed or wounded are persons
        found = found or _kin(context, parse, victim)
    if victim is not None and found is not None:
        found = _with_conjuncts(context, parse, victim, found)
    if found is None and victim is not None:
        inner = roles.of(victim)
        found = context.count_at(parse, inner)
    if found is None and victim is not None:
        # "killing 12": a bare number as object
        found = next((c for c in context.counts.get(id(parse), ()) if c.number.i == victim.i), None)
    return found


def _kin(context: Context, parse: Parse, victim: Token) -> FoundCount | None:
    """ "her daughter": one; nobody is counted where somebody beside her is not ("her daughter and neighbours")."""
    for one in victim.conjuncts:
        known = context.count_at(parse, one) or counts.kin(parse, one, context.knowledge)
        if known is None:
            return None
    return counts.kin(parse, victim, context.knowledge)


ON_BODIES = frozenset(
    {ActType.KILLING, ActType.WOUNDING, ActType.SHOOTING, ActType.CAPTURE, ActType.DETENTION}
)


def _with_conjuncts(context: Context, parse: Parse, noun: Token, first: FoundCount) -> FoundCount:
    """ "a girl and four other people", "three women and two children": the persons of one role, added up.

    Only where every part has a number of persons of its own; "21 people, among them three children"
    is no addition.
    """
    parts, node = [first], noun
    while (following := next((c for c in node.children if c.dep_ == "conj"), None)) is not None:
        other = context.count_at(parse, following) or counts.kin(parse, following, context.knowledge)
        if (
            other is None
            or other.count.unit is not first.count.unit
            or other.count.vague
            or first.count.vague
        ):
            return first
        parts.append(other)
        node = following
    if len(parts) == 1:
        return first
    highs = [p.count.high for p in parts]
    high = None if None in highs else sum(h for h in highs if h is not None)
    total = replace(first.count, low=sum(p.count.low for p in parts), high=high)
    return replace(first, start=first.start, end=parts[-1].end, count=total)


def is_one_person(context: Context, act: FoundAct) -> bool:
    """Whether the victim is one person by the noun alone: "the soldier", never "the army"."""
    token = act.victim_token
    if act.victim is None or token is None or token.i != act.victim.token.i or token.tag_ != "NN":
        return False
    return not context.phrases("acts", "collective").terms_at(token)


def _extent(parse: Parse, token: Token, form: str, tied: Roles) -> tuple[int, int]:
    """The words that carry the act: its roles, its own phrase, what trails behind, who is accused of it."""
    if form == "state" and (tied.victim is None or token.lemma_.lower() in BODIES):
        verb = verb_above(token)
        return clause(parse, verb if verb is not None else token)
    tokens = [token]
    for child in token.children:
        if child.dep_ not in {"punct", "cc", "mark", "conj", "relcl", "advcl", "ccomp", "parataxis"}:
            tokens += [t for t in child.subtree if t.pos_ != "PUNCT" and not is_placeholder(parse, t)]
    for role in (tied.actor, tied.victim):
        if role is not None and abs(role.i - token.i) < FAR:
            tokens += list(noun_phrase(role))
    accusing = token.head.head if token.dep_ == "pcomp" else None
    if accusing is not None and accusing.lemma_.lower() in roles.ACCUSING:
        tokens += [accusing, *(c for c in accusing.children if c.dep_ in {"nsubj", "aux", "dobj"})]
    if form == "noun":
        tokens += _governing(token)
    start, end = parse.extent(tokens)
    if form == "verb":
        end = run_on(parse, end, start)
        start, end = readable(parse, token, start, end)
    return start, end


def _governing(noun: Token) -> list[Token]:
    """The verb whose object an act noun is, over "evidence of", "reports of": "investigating evidence of …"."""
    node, passed = noun, []
    while node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.pos_ == "NOUN":
        passed += [node.head, node.head.head]
        node = node.head.head
    if not passed or node.dep_ != "dobj" or not is_verb(node.head):
        return passed
    subject = own_subject(node.head)
    return [*passed, node.head, *(list(subject.subtree) if subject is not None else [])]


FAR = 25
"""Tokens beyond which a role is too far away to be quoted with its act."""


def _party(context: Context, token: Token | None) -> str | None:
    """The party that a bare name ("Ukraine", "Moscow") as actor stands for."""
    if token is None:
        return None
    word = token.text
    for party in context.knowledge.parties:
        if (
            word in party.names
            or word in party.capitals
            or (token.dep_ == "amod" and word in party.adjectives)
        ):
            return party.id
    return None
