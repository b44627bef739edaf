"""Mentions → accounts: the attribute values that each occurrence is given, each with its exact words.

Accounts come from acts (type, sides, counts, manner, status) here, and from what hangs on the
occurrence sentence by sentence (`scenes`). Each account carries the stance of its own clause.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.incident import Account
from allegata.model.source import OUTLET
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, Value, Wording
from allegata.model.vocabulary import (
    BROADER_ACT,
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    Modality,
    Polarity,
    Scope,
    SegmentRole,
    SpeechAct,
    Stance,
    StatusBasis,
    Unit,
)
from allegata.reading import stance
from allegata.reading.acts import PERSON_ROLE, FoundAct, is_one_person
from allegata.reading.context import Context
from allegata.reading.extents import noun_phrase
from allegata.reading.parties import FoundGroup
from allegata.reading.roles import ACCUSING
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.shown import under_footage
from allegata.reading.threads import Thread

COUNT_ATTRIBUTE = {
    CountRole.KILLED: Attribute.VICTIMS_KILLED,
    CountRole.INJURED: Attribute.VICTIMS_INJURED,
    CountRole.CAPTURED: Attribute.VICTIMS_CAPTURED,
    CountRole.SHOWN_MOTIONLESS: Attribute.VICTIMS_SHOWN_MOTIONLESS,
    CountRole.FATE_UNKNOWN: Attribute.PERSONS_FATE_UNKNOWN,
    CountRole.AFFECTED: Attribute.VICTIMS_AFFECTED,
    CountRole.NOT_STATED: Attribute.VICTIMS_AFFECTED,
}
STANCE = {
    Polarity.AFFIRMS: Stance.ALLEGES,
    Polarity.DENIES: Stance.DENIES,
    Polarity.WITHHOLDS: Stance.UNCERTAIN,
}


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """Where in the parsed text an account is read: its clause settles the stance."""

    sentence: Sentence
    parse: Parse
    token: Token


class Ledger:
    """Collects the accounts of one document; none is kept twice."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.accounts: dict[str, Account] = {}

    def add(
        self,
        thread: Thread,
        attribute: Attribute,
        value: Value,
        extent: tuple[int, int],
        at: At,
        *,
        polarity: Polarity | None = None,
        own_voice: bool = False,
    ) -> None:
        """One account.

        :param own_voice: the value is told by the outlet itself although somebody speaks in the clause
            (when a statement was made, when footage appeared); the speaker's hedges do not cover it.
        """
        span = self.context.span(*extent)
        statement = self._statement(at, own_voice)
        said = stance.of_clause(at.parse, at.token, self.context.knowledge)
        stood = polarity or said.polarity
        account = Account(
            derived_id("av", thread.id, attribute, span.start, span.end, repr(value)),
            thread.id,
            attribute,
            value,
            span,
            statement.id,
            STANCE[stood],
            self._speech_act(statement, at),
            said.modality if own_voice else weaker(statement.modality, said.modality),
            stood,
            Scope.THIS_INCIDENT,
            at.sentence.segment.role is SegmentRole.HEADLINE,
        )
        self.accounts[account.id] = account

    def _statement(self, at: At, own_voice: bool) -> Statement:
        start, end = at.parse.start(at.token), at.parse.end(at.token)
        if own_voice:
            outlet = [
                s
                for s in self.context.statements
                if s.speaker is OUTLET or s.speaker.is_outlet
                if s.span.start < at.sentence.end and at.sentence.start < s.span.end
            ]
            if outlet:
                return min(outlet, key=lambda s: (s.span.end - s.span.start, s.id))
        return self.context.statement_at(start, end)

    def _speech_act(self, statement: Statement, at: At) -> SpeechAct:
        """The statement's act, or *describes footage* where a plain assertion tells what footage shows."""
        if statement.speech_act is SpeechAct.ASSERT and under_footage(self.context, at.token) is not None:
            return SpeechAct.DESCRIBE_FOOTAGE
        return statement.speech_act

    def drop(self, thread: Thread, attribute: Attribute, extents: set[tuple[int, int]]) -> None:
        """Forget the single counts inside these extents: they were added up into one."""
        for key, account in list(self.accounts.items()):
            inside = any(account.span.start < end and start < account.span.end for start, end in extents)
            single = isinstance(account.value, Count) and account.value.high == 1
            if account.mention == thread.id and account.attribute is attribute and inside and single:
                del self.accounts[key]


def of_acts(ledger: Ledger, thread: Thread) -> None:
    """The accounts of every act of an occurrence, the pinned ones in the opposite direction included."""
    for act in [*thread.acts, *thread.opposite]:
        _of_act(ledger, thread, act)
    _enumeration(ledger, thread)


def _of_act(ledger: Ledger, thread: Thread, act: FoundAct) -> None:
    at, extent = At(act.sentence, act.parse, act.token), (act.start, act.end)
    _sides(ledger, thread, act)
    if act.type is ActType.VIOLATION_UNSPECIFIED:
        return
    kind = settled_type(act, thread)
    broader = (BROADER_ACT[kind],) if kind in BROADER_ACT else ()
    ledger.add(thread, Attribute.ACT_TYPE, Category("act", kind, broader), extent, at)
    if act.count is not None and act.count.count.unit is Unit.PERSONS:
        role = PERSON_ROLE.get(kind, CountRole.AFFECTED)
        if act.form == "state" and act.victim_token is not None and is_body(act.victim_token):
            role = CountRole.SHOWN_MOTIONLESS
        ledger.add(thread, COUNT_ATTRIBUTE[role], replace(act.count.count, role=role), extent, at)
    elif kind in PERSON_ROLE and is_one_person(ledger.context, act) and not _tells_of_several(thread, kind):
        one = Count(1, 1, Unit.PERSONS, PERSON_ROLE[kind], Exactness.EXACT_AS_STATED)
        if not any(a.mention == thread.id and a.value == one for a in ledger.accounts.values()):
            ledger.add(thread, COUNT_ATTRIBUTE[PERSON_ROLE[kind]], one, extent, at)
    if kind is ActType.CAPTURE:
        status = Category("status_basis", StatusBasis.IN_POWER_OF_ADVERSE_PARTY)
        ledger.add(thread, Attribute.VICTIMS_STATUS_BASIS, status, extent, at)
    _manner(ledger, thread, act, at)


def _tells_of_several(thread: Thread, kind: ActType) -> bool:
    """Whether the occurrence is told of more than one person, so that "the soldier" is one of them.

    Or whether the one person was counted before: a second "the soldier" adds no second account.
    """
    counted = [a for a in thread.acts if a.count]
    if any(a.count and a.count.count.high == 1 and settled_type(a, thread) is kind for a in counted):
        return True
    return any(a.count and a.count.count.high != 1 for a in counted) or any(
        a.victim_token is not None and a.victim_token.tag_ in {"NNS", "NNPS"} for a in thread.acts
    )


def _manner(ledger: Ledger, thread: Thread, act: FoundAct, at: At) -> None:
    if act.type in {ActType.CAPTURE, ActType.DETENTION}:
        return
    for hit in ledger.context.hits(act.parse, "acts", "method."):
        if hit.first <= act.token.i <= hit.last or _near(act, hit.head):
            method = Category("method", hit.term.partition(".")[2])
            ledger.add(thread, Attribute.METHOD, method, (act.start, act.end), at)
            break
    for hit in ledger.context.hits(act.parse, "acts", "weapon"):
        token = act.parse.doc[hit.head]
        by_means_of = token.dep_ == "pobj" and token.head.lower_ in {"with", "by", "using", "from"}
        if by_means_of and _near(act, hit.head):
            extent = act.parse.start(act.parse.doc[hit.first]), act.parse.end(token)
            ledger.add(thread, Attribute.WEAPON, Wording(hit.entry), extent, at)


def _near(act: FoundAct, index: int) -> bool:
    node = act.parse.doc[index]
    for _ in range(6):
        if node.i == act.token.i:
            return True
        if node.head.i == node.i:
            return False
        node = node.head
    return False


def _sides(ledger: Ledger, thread: Thread, act: FoundAct) -> None:
    at = At(act.sentence, act.parse, act.token)
    if act.actor is not None:
        group(ledger, thread, Attribute.PERPETRATOR_GROUP, act.actor, _side_extent(act, act.actor), at)
    elif act.actor_party is not None and act.actor_token is not None:
        party = next(p for p in ledger.context.knowledge.parties if p.id == act.actor_party)
        value = named_party(party.id, party.kind, act.actor_token.text)
        ledger.add(thread, Attribute.PERPETRATOR_GROUP, value, (act.start, act.end), at)
    if act.victim is not None and act.type is not ActType.VIOLATION_UNSPECIFIED:
        group(ledger, thread, Attribute.VICTIMS_GROUP, act.victim, _side_extent(act, act.victim), at)


def _side_extent(act: FoundAct, found: FoundGroup) -> tuple[int, int]:
    """The group with the act word beside it; an accusation is quoted whole."""
    above = act.token.head
    accused = above.lemma_.lower() in ACCUSING or above.head.lemma_.lower() in ACCUSING
    if accused or act.type is ActType.VIOLATION_UNSPECIFIED:
        verb = above if above.lemma_.lower() in ACCUSING else above.head
        while verb.lemma_.lower() not in ACCUSING and verb.head.i != verb.i:
            verb = verb.head
        tokens = [
            verb,
            *(t for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "aux"} for t in c.subtree),
        ]
        low, high = act.parse.extent(tokens)
        return min(low, act.start, found.start), max(high, act.parse.end(act.token), found.end)
    return min(found.start, act.at), max(found.end, act.parse.end(act.token))


def group(
    ledger: Ledger, thread: Thread, attribute: Attribute, found: FoundGroup, extent: tuple[int, int], at: At
) -> None:
    """A group on one side, with its marking, status and armed state as worded."""
    own = found.start, found.end
    if found.group.by_marking:  # what is worn is the value: "… bearing … insignia" belongs to the quotation
        own = own[0], max(own[1], at.parse.extent(list(noun_phrase(found.token)))[1])
        extent = min(extent[0], own[0]), max(extent[1], own[1])
    ledger.add(thread, attribute, found.group, extent, at)
    if attribute is Attribute.PERPETRATOR_GROUP:
        if found.group.by_marking:
            words = Wording(ledger.context.document.text[own[0] : own[1]])
            ledger.add(thread, Attribute.PERPETRATOR_MARKING, words, own, at)
        return
    phrase = {t.i for t in found.token.subtree} | {found.token.i}
    for hit in ledger.context.hits(at.parse, "acts", "status.", "armed."):
        if hit.head not in phrase:
            continue
        family, _, term = hit.term.partition(".")
        kind = Attribute.VICTIMS_STATUS_BASIS if family == "status" else Attribute.VICTIMS_ARMED_STATE
        scheme = "status_basis" if family == "status" else "armed_state"
        ledger.add(thread, kind, Category(scheme, term), own, at)


def _enumeration(ledger: Ledger, thread: Thread) -> None:
    """ "a soldier …", then "another …": the persons told one by one in one scene, added up."""
    told = [a for a in thread.acts if a.sentence.segment.role is not SegmentRole.HEADLINE]
    fatal = [a for a in told if settled_type(a, thread) is ActType.KILLING]
    further = [a for a in fatal if _is_further(a)]
    single = [a for a in fatal if a not in further and _is_single(a)]
    if not further or not single:
        return
    total = 1 + max(Counter(_told_by(ledger.context, a) for a in _first_of_each(further)).values())
    count = Count(total, total, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)
    for act in further:
        extent = act.sentence.start, act.sentence.end
        ledger.add(thread, Attribute.VICTIMS_KILLED, count, extent, At(act.sentence, act.parse, act.token))
    told_singly = {(a.start, a.end) for a in [*single, *further]}
    ledger.drop(thread, Attribute.VICTIMS_KILLED, told_singly)


def _first_of_each(further: Sequence[FoundAct]) -> list[FoundAct]:
    """One act a sentence; "the second", told again, is still the second."""
    by_sentence = {a.sentence.index: a for a in reversed(further)}
    found = list(by_sentence.values())
    again = [a for a in found if "second" in _further_words(a)]
    return [a for a in found if a not in again[1:]]


def _told_by(context: Context, act: FoundAct) -> str:
    """Who tells the act: persons whom two voices tell of are not added up."""
    speaker = context.statement_at(act.parse.start(act.token), act.parse.end(act.token)).speaker
    return speaker.source.id if speaker.source else speaker.wording


def _further_words(act: FoundAct) -> set[str]:
    return {t.lower_ for t in act.parse.doc} & FURTHER


def _is_further(act: FoundAct) -> bool:
    """ "another soldier", in the role itself or as the one that the pronoun in the role goes back to."""
    token = act.victim_token
    if token is None:
        return False
    if any(c.lower_ in FURTHER for c in token.children):
        return True
    subject = next((t for t in act.parse.doc if t.dep_ in {"nsubj", "nsubjpass"}), None)
    if token.pos_ != "PRON" or subject is None or subject.i > token.i:
        return False
    return any(c.lower_ in FURTHER for c in subject.children)


FURTHER = frozenset({"another", "second"})


def _is_single(act: FoundAct) -> bool:
    if act.count is not None:
        return act.count.count.low == act.count.count.high == 1
    return act.victim_token is not None and act.victim_token.lower_ in {"he", "she", "him", "her"}


def named_party(party: str, kind: ActorKind, wording: str) -> Group:
    """A party named outright ("Ukraine") as a side."""
    return Group(party, kind, wording)


def is_body(token: Token) -> bool:
    """Whether a noun is a body: what happened to it is not said by the noun."""
    return token.lemma_.lower() in {"body", "corpse", "remains"}


def settled_type(act: FoundAct, thread: Thread) -> ActType:
    """The act's type, with shots read as a killing where the same occurrence is called one elsewhere."""
    if act.type is not ActType.SHOOTING or act.victim_token is None or act in thread.opposite:
        return act.type
    mine = act.victim_group.party if act.victim_group else None
    for other in thread.acts:
        theirs = other.victim_group.party if other.victim_group else None
        if other.type is ActType.KILLING and (mine is None or mine == theirs) and _as_many(act, other):
            return ActType.KILLING
    return act.type


def _as_many(shot: FoundAct, killed: FoundAct) -> bool:
    """Whether the text may mean the same people: not "shot three … one of them was killed"."""
    if shot.count and killed.count:
        return shot.count.count.low == killed.count.count.low
    part = killed.victim_token
    return (
        part is None
        or part.pos_ not in {"NUM", "PRON", "DET"}
        or all(c.lower_ != "of" for c in part.children)
    )


_STRENGTH = [
    Modality.ASSERTED,
    Modality.PURPORTED_BY_FOOTAGE,
    Modality.HEARSAY,
    Modality.HEDGED,
    Modality.SPECULATIVE,
    Modality.CONDITIONAL,
    Modality.ASKED,
]


def weaker(one: Modality, other: Modality) -> Modality:
    """The weaker of two modalities: a hedge around a clause covers the clause."""
    return max(one, other, key=_STRENGTH.index)


def counted(context: Context, parse: Parse, noun: Token) -> Iterator[Count]:
    """The count of persons that hangs on a noun, if there is one."""
    found = context.count_at(parse, noun)
    if found is not None and found.count.unit is Unit.PERSONS:
        yield found.count
