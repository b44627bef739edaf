"""Mentions → accounts: the attribute values that each occurrence is given, each with its exact words.

An account is made from an act (its type, sides, counts, manner), from a place or time that hangs on
the occurrence, or from a described scene. The account carries the stance of its own clause.
"""

import re
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.document import derived_id
from allegata.model.incident import Account
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Value, Wording
from allegata.model.vocabulary import (
    BROADER_ACT,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    Modality,
    PlaceRole,
    Polarity,
    Scope,
    SegmentRole,
    Sensitivity,
    SpeechAct,
    Stance,
    TimeSlot,
    Unit,
)
from allegata.reading import stance
from allegata.reading.acts import PERSON_ROLE, FoundAct
from allegata.reading.context import Context, clause
from allegata.reading.incidents import Thread, Threads
from allegata.reading.parties import FoundGroup
from allegata.reading.sentences import Parse, Sentence

COUNT_ATTRIBUTE = {
    CountRole.KILLED: Attribute.VICTIMS_KILLED,
    CountRole.INJURED: Attribute.VICTIMS_INJURED,
    CountRole.CAPTURED: Attribute.VICTIMS_CAPTURED,
    CountRole.SHOWN_MOTIONLESS: Attribute.VICTIMS_SHOWN_MOTIONLESS,
    CountRole.FATE_UNKNOWN: Attribute.PERSONS_FATE_UNKNOWN,
    CountRole.AFFECTED: Attribute.VICTIMS_AFFECTED,
    CountRole.NOT_STATED: Attribute.VICTIMS_AFFECTED,
}
TIME_ATTRIBUTE = {
    TimeSlot.EVENT: Attribute.TIME_EVENT,
    TimeSlot.FILMED: Attribute.TIME_FILMED,
    TimeSlot.MEDIA_FIRST_SEEN: Attribute.TIME_MEDIA_FIRST_SEEN,
    TimeSlot.STATEMENT: Attribute.TIME_STATEMENT,
}


def find(context: Context, threads: Threads) -> tuple[Account, ...]:
    """Every account of every occurrence, ordered by place in the text, none twice."""
    writer = _Writer(context)
    for thread in threads.threads:
        for act in [*thread.acts, *thread.opposite]:
            writer.of_act(thread, act)
        writer.enumeration(thread)
    for sentence in context.parsed.sentences:
        focus = threads.at(sentence)
        for thread in threads.threads:
            if sentence.index in thread.sentences or thread is focus:
                writer.of_sentence(thread, sentence, threads)
    unique = {a.id: a for a in writer.accounts}
    return tuple(sorted(unique.values(), key=lambda a: (a.span.start, a.span.end, a.attribute, a.mention)))


class _Writer:
    """Collects accounts; one method a kind of material."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.accounts: list[Account] = []
        self.by_id = {s.id: s for s in context.statements}

    def add(
        self,
        thread: Thread,
        attribute: Attribute,
        value: Value,
        start: int,
        end: int,
        at: Token,
        parse: Parse,
        sentence: Sentence,
        polarity: Polarity | None = None,
        sensitivity: Sensitivity = Sensitivity.INTERNAL,
    ) -> None:
        """One account, with the stance of the clause that `at` heads or stands in."""
        span = self.context.span(start, end)
        statement = self.context.statement_at(parse.start(at), parse.end(at))
        said = stance.of_clause(parse, at, self.context.knowledge)
        polarity = polarity or said.polarity
        stood = {
            Polarity.AFFIRMS: Stance.ALLEGES,
            Polarity.DENIES: Stance.DENIES,
            Polarity.WITHHOLDS: Stance.UNCERTAIN,
        }
        self.accounts.append(
            Account(
                derived_id("av", thread.id, attribute, span.start, span.end, repr(value)),
                thread.id,
                attribute,
                value,
                span,
                statement.id,
                stood[polarity],
                _speech_act(statement),
                _modality(statement, said.modality),
                polarity,
                Scope.THIS_INCIDENT,
                sentence.segment.role is SegmentRole.HEADLINE,
                sensitivity,
            )
        )

    # --- acts -----------------------------------------------------------------------------------

    def of_act(self, thread: Thread, act: FoundAct) -> None:
        """Type, sides, counts, manner and status of one act."""
        if act.type is ActType.VIOLATION_UNSPECIFIED:
            self._sides(thread, act)
            return
        kind = settled_type(act, thread)
        broader = (BROADER_ACT[kind],) if kind in BROADER_ACT else ()
        self._add_act(thread, act, Attribute.ACT_TYPE, Category("act", kind, broader))
        self._sides(thread, act)
        self._count(thread, act, kind)
        for hit in self.context.hits(act.parse, "acts", "method."):
            if hit.first <= act.token.i <= hit.last or _near_clause(act, hit.head):
                self._add_act(thread, act, Attribute.METHOD, Category("method", hit.term.partition(".")[2]))
                break
        for hit in self.context.hits(act.parse, "acts", "weapon"):
            token = act.parse.doc[hit.head]
            if (
                token.dep_ == "pobj"
                and token.head.lower_ in {"with", "by", "using"}
                and _near_clause(act, hit.head)
            ):
                start, end = act.parse.start(act.parse.doc[hit.first]), act.parse.end(token)
                self.add(
                    thread,
                    Attribute.WEAPON,
                    Wording(hit.entry),
                    start,
                    end,
                    act.token,
                    act.parse,
                    act.sentence,
                )

    def _add_act(self, thread: Thread, act: FoundAct, attribute: Attribute, value: Value) -> None:
        self.add(thread, attribute, value, act.start, act.end, act.token, act.parse, act.sentence)

    def _sides(self, thread: Thread, act: FoundAct) -> None:
        for found, attribute in (
            (act.actor, Attribute.PERPETRATOR_GROUP),
            (act.victim, Attribute.VICTIMS_GROUP),
        ):
            if found is None or (
                attribute is Attribute.VICTIMS_GROUP and act.type is ActType.VIOLATION_UNSPECIFIED
            ):
                continue
            start = min(found.start, act.at)
            end = max(found.end, act.parse.end(act.token))
            self.add(thread, attribute, found.group, start, end, act.token, act.parse, act.sentence)
            if found.group.by_marking and attribute is Attribute.PERPETRATOR_GROUP:
                words = Wording(self.context.document.text[found.start : found.end])
                self.add(
                    thread,
                    Attribute.PERPETRATOR_MARKING,
                    words,
                    found.start,
                    found.end,
                    act.token,
                    act.parse,
                    act.sentence,
                )
            if attribute is Attribute.VICTIMS_GROUP:
                self._victims(thread, act, found)

    def _victims(self, thread: Thread, act: FoundAct, found: FoundGroup) -> None:
        phrase = {t.i for t in found.token.subtree} | {found.token.i}
        for hit in self.context.hits(act.parse, "acts", "status.", "armed."):
            if hit.head not in phrase:
                continue
            family, _, term = hit.term.partition(".")
            attribute = (
                Attribute.VICTIMS_STATUS_BASIS if family == "status" else Attribute.VICTIMS_ARMED_STATE
            )
            scheme = "status_basis" if family == "status" else "armed_state"
            self.add(
                thread,
                attribute,
                Category(scheme, term),
                found.start,
                found.end,
                act.token,
                act.parse,
                act.sentence,
            )

    def _count(self, thread: Thread, act: FoundAct, kind: ActType) -> None:
        if act.count is None or act.count.count.unit is not Unit.PERSONS:
            return
        role = PERSON_ROLE.get(kind, CountRole.AFFECTED)
        if _is_body(act, self.context):
            role = CountRole.SHOWN_MOTIONLESS
        value = replace(act.count.count, role=role)
        self._add_act(thread, act, COUNT_ATTRIBUTE[role], value)

    def enumeration(self, thread: Thread) -> None:
        """ "a soldier …", then "another …": the persons told one by one in one scene, added up.

        Only persons of one role, told by the outlet itself, the later ones introduced as further ones.
        """
        singles = [
            a
            for a in thread.acts
            if a.count
            and a.count.count.low == a.count.count.high == 1
            and settled_type(a, thread) is ActType.KILLING
            and a.sentence.segment.role is not SegmentRole.HEADLINE
        ]
        further = [a for a in singles if _is_further(a)] or [
            a
            for a in thread.acts
            if a.victim_token is not None
            and a.victim_token.pos_ == "PRON"
            and _is_further_sentence(a.sentence)
        ]
        firsts = [a for a in singles if a not in further]
        if not further or not firsts:
            return
        total = 1 + len({a.sentence.index for a in further})
        count = Count(total, total, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)
        for act in further:
            self.add(
                thread,
                Attribute.VICTIMS_KILLED,
                count,
                act.sentence.start,
                act.sentence.end,
                act.token,
                act.parse,
                act.sentence,
            )
        dropped = {(a.start, a.end) for a in [*firsts, *further]}
        self.accounts = [
            a
            for a in self.accounts
            if not (
                a.mention == thread.id
                and a.attribute is Attribute.VICTIMS_KILLED
                and isinstance(a.value, Count)
                and a.value.high == 1
                and any(a.span.start < e and s < a.span.end for s, e in dropped)
            )
        ]

    # --- sentences ------------------------------------------------------------------------------

    def of_sentence(self, thread: Thread, sentence: Sentence, threads: Threads) -> None:
        """Places, times and described circumstances that a sentence adds to the occurrence in focus."""
        own = sentence.index in thread.sentences
        for place in self.context.places.get(sentence.index, ()):
            if place.where.role is PlaceRole.EVENT and self._belongs(
                thread, sentence, place.token, threads, own
            ):
                start, end = _governed_extent(place.parse, place.token, place.start, place.end)
                self.add(
                    thread, Attribute.PLACE_EVENT, place.where, start, end, place.token, place.parse, sentence
                )
        for time in self.context.times.get(sentence.index, ()):
            attribute = TIME_ATTRIBUTE.get(time.when.slot)
            if attribute is None or not self._belongs(thread, sentence, time.token, threads, own):
                continue
            if attribute is Attribute.TIME_STATEMENT and threads.at(sentence) is not thread:
                continue
            start, end = _governed_extent(time.parse, time.token, time.start, time.end)
            self.add(thread, attribute, time.when, start, end, time.token, time.parse, sentence)
        if threads.at(sentence) is thread:
            self._scene(thread, sentence)

    def _belongs(self, thread: Thread, sentence: Sentence, token: Token, threads: Threads, own: bool) -> bool:
        """Whether what hangs on a token belongs to this occurrence rather than to another or to none."""
        node = token
        acts = {id(a): a for a in [*thread.acts, *thread.opposite] if a.sentence.index == sentence.index}
        here = {
            a.token.i: number
            for t in threads.threads
            for a in [*t.acts, *t.opposite]
            if a.sentence.index == sentence.index and a.parse.doc is token.doc
            for number in [t.number]
        }
        general = {
            a.token.i
            for a in threads.general
            if a.sentence.index == sentence.index and a.parse.doc is token.doc
        }
        for _ in range(25):
            if node.i in here:
                return here[node.i] == thread.number
            if node.i in general:
                return False
            below = {here[t.i] for t in node.subtree if t.i in here}
            if below:
                return thread.number in below and (len(below) == 1 or threads.at(sentence) is thread)
            if node.head.i == node.i:
                break
            node = node.head
        return (
            not own and not acts and threads.at(sentence) is thread and _refers_back(self.context, sentence)
        )

    def _scene(self, thread: Thread, sentence: Sentence) -> None:
        for parse in sentence.parses:
            self._status_scene(thread, sentence, parse)
            self._seen(thread, sentence, parse)
        self._unclear(thread, sentence)

    def _status_scene(self, thread: Thread, sentence: Sentence, parse: Parse) -> None:
        """ "has his hands on his head", "are surrendering": status told in a clause of its own."""
        victim = thread.party("victim")
        for hit in self.context.hits(parse, "acts", "status.intention"):
            token = parse.doc[hit.head]
            if any(a.start <= parse.start(token) < a.end and a.parse is parse for a in thread.acts):
                continue
            verb = _verb_above(token)
            if verb is None:
                continue
            subject = _subject_of(verb)
            group = self.context.group_at(parse, subject)
            if group is not None and victim is not None and group.group.party not in {None, victim}:
                continue
            start, end = clause(parse, verb)
            value = Category("status_basis", hit.term.partition(".")[2])
            self.add(thread, Attribute.VICTIMS_STATUS_BASIS, value, start, end, verb, parse, sentence)

    def _seen(self, thread: Thread, sentence: Sentence, parse: Parse) -> None:
        """Persons shown without saying what became of them, and words heard in the footage."""
        told = {a.victim_token.i for a in thread.acts if a.parse is parse and a.victim_token is not None}
        for count in self.context.counts.get(id(parse), ()):
            if count.noun is None or count.count.unit is not Unit.PERSONS or count.noun.i in told:
                continue
            verb = _verb_above(count.noun)
            if verb is None or verb.lemma_.lower() not in {"show", "see", "lie", "visible", "remain", "hear"}:
                continue
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            lies = verb.lemma_.lower() == "lie" or any(
                c.lemma_.lower() == "lie" for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"}
            )
            body = count.noun.lemma_.lower() in {"body", "corpse"}
            if body and (passive or lies):
                role = CountRole.SHOWN_MOTIONLESS
            elif lies and (passive or verb.lemma_.lower() == "lie") and count.count.high == 1:
                role = CountRole.FATE_UNKNOWN
            else:
                continue
            start, end = clause(parse, verb)
            value = replace(count.count, role=role)
            self.add(thread, COUNT_ATTRIBUTE[role], value, start, end, verb, parse, sentence)

    def _unclear(self, thread: Thread, sentence: Sentence) -> None:
        """What the text says is not known of the occurrence: the relation of two acts, the date, who."""
        text = self.context.document.text[sentence.start : sentence.end]
        token = sentence.frame.doc[0].sent.root if len(sentence.frame.doc) else None
        if token is None:
            return
        words = Wording(text)
        if _UNCLEAR_SEQUENCE.search(text):
            self.add(
                thread,
                Attribute.SEQUENCE,
                words,
                sentence.start,
                sentence.end,
                token,
                sentence.frame,
                sentence,
                Polarity.WITHHOLDS,
            )
        if _UNKNOWN_TIME.search(text):
            self.add(
                thread,
                Attribute.TIME_EVENT,
                words,
                sentence.start,
                sentence.end,
                token,
                sentence.frame,
                sentence,
                Polarity.WITHHOLDS,
            )
        identity = _IDENTITY.search(text)
        if identity:
            start = sentence.start + identity.start()
            noun = next((c for c in sentence.frame.doc if c.dep_ in {"nsubj", "nsubjpass"}), None)
            if noun is not None and self.context.group_at(sentence.frame, noun):
                start = min(start, sentence.frame.start(noun))
            self.add(
                thread,
                Attribute.VICTIMS_IDENTITY,
                Wording("not identified"),
                start,
                sentence.start + identity.end(),
                token,
                sentence.frame,
                sentence,
                Polarity.WITHHOLDS,
            )


_UNCLEAR_SEQUENCE = re.compile(
    r"\b(?:unclear|not (?:known|clear)|unknown)\b[^.]{0,60}\b(?:relat\w+|happen\w*|led|preced\w+|before|after|sequence"
    r"|what|how)\b",
    re.I,
)
_UNKNOWN_TIME = re.compile(
    r"\b(?:(?:exact |precise )?(?:date|time|timing) (?:of|when)\b[^.]{0,60}\b(?:unclear|unknown|not (?:known|clear|been)"
    r"|under investigation|being (?:established|determined|investigated)|yet to be)|"
    r"(?:unclear|not (?:known|clear)|unknown)[^.]{0,20} when\b)",
    re.I,
)
_IDENTITY = re.compile(
    r"(?:\w+ ?, )?(?:who(?:se)?\s+)?(?:identit(?:y|ies) )?(?:ha(?:s|ve)|w(?:as|ere)|is|are)\s+not\s+(?:yet\s+)?"
    r"(?:been\s+)?(?:identified|named|known|released|established)",
    re.I,
)


def settled_type(act: FoundAct, thread: Thread) -> ActType:
    """The act's type, with shots read as a killing where the same occurrence is called one elsewhere."""
    if act.type is ActType.SHOOTING and act.victim_token is not None:
        mine = act.victim_group.party if act.victim_group else None
        for other in thread.acts:
            theirs = other.victim_group.party if other.victim_group else None
            if other.type is ActType.KILLING and (mine is None or theirs is None or mine == theirs):
                return ActType.KILLING
    return act.type


def _speech_act(statement: Statement) -> SpeechAct:
    return statement.speech_act


_STRENGTH = [
    Modality.ASSERTED,
    Modality.PURPORTED_BY_FOOTAGE,
    Modality.HEARSAY,
    Modality.HEDGED,
    Modality.SPECULATIVE,
    Modality.CONDITIONAL,
    Modality.ASKED,
]


def _modality(statement: Statement, own: Modality) -> Modality:
    """The weaker of the clause's own modality and the statement's: a hedge around it covers it too."""
    return max(own, statement.modality, key=_STRENGTH.index)


def _near_clause(act: FoundAct, index: int) -> bool:
    node = act.parse.doc[index]
    for _ in range(6):
        if node.i == act.token.i:
            return True
        if node.head.i == node.i:
            return False
        node = node.head
    return False


def _is_body(act: FoundAct, context: Context) -> bool:
    return (
        act.victim_token is not None
        and act.victim_token.lemma_.lower() in {"body", "corpse"}
        and act.form == "state"
    )


def _is_further(act: FoundAct) -> bool:
    token = act.victim_token
    return token is not None and any(c.lower_ in {"another", "second", "other"} for c in token.children)


def _is_further_sentence(sentence: Sentence) -> bool:
    return any(t.lower_ == "another" and t.dep_ == "det" and t.i < 2 for t in sentence.frame.doc)


def _verb_above(token: Token) -> Token | None:
    node = token
    for _ in range(8):
        if node.pos_ in {"VERB", "AUX"}:
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _subject_of(verb: Token) -> Token | None:
    node = verb
    for _ in range(5):
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return child
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _governed_extent(parse: Parse, token: Token, start: int, end: int) -> tuple[int, int]:
    """The place or time phrase with what it hangs on: the verb and its subject, or the noun phrase."""
    governor = _governor(parse, token, start)
    if governor is None:
        return start, end
    tokens = [governor]
    for child in governor.children:
        if child.dep_ in {
            "nsubj",
            "nsubjpass",
            "aux",
            "auxpass",
            "advmod",
            "prt",
            "amod",
            "compound",
            "det",
            "nmod",
        }:
            tokens += list(child.subtree)
    low, high = parse.extent(tokens)
    return min(low, start), max(high, end)


def _governor(parse: Parse, token: Token, start: int) -> Token | None:
    node = token
    for _ in range(8):
        if node.head.i == node.i:
            return None
        node = node.head
        outside = not start <= parse.start(node)
        if node.pos_ in {"VERB", "AUX"} or (node.pos_ in {"NOUN", "PROPN"} and outside):
            return node
    return None


def _refers_back(context: Context, sentence: Sentence) -> bool:
    """Whether a sentence without an act of its own still tells of the occurrence in focus."""
    nouns = context.phrases("acts", "back_reference", "media.noun")
    return any(nouns.terms_at(t) for t in sentence.frame.doc if t.pos_ in {"NOUN", "PROPN"})
