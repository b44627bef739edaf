"""What a sentence adds to the occurrence in focus: places, times, described scenes, orders, unknowns."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from allegata.model.incident import Account
from allegata.model.value import Category, Where, Wording
from allegata.model.vocabulary import (
    Attribute,
    CountRole,
    PlaceRole,
    Polarity,
    Quotation,
    SourceKind,
    TimePrecision,
    TimeSlot,
    Unit,
)
from allegata.reading import circumstances
from allegata.reading.circumstances import COUNT_ATTRIBUTE, At, Ledger
from allegata.reading.context import Context
from allegata.reading.extents import clause, governed, is_verb, own_subject, readable, verb_above
from allegata.reading.roles import group_before
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.shown import under_footage
from allegata.reading.threads import Thread, Threads

TIME_ATTRIBUTE = {
    TimeSlot.EVENT: Attribute.TIME_EVENT,
    TimeSlot.FILMED: Attribute.TIME_FILMED,
    TimeSlot.MEDIA_FIRST_SEEN: Attribute.TIME_MEDIA_FIRST_SEEN,
    TimeSlot.STATEMENT: Attribute.TIME_STATEMENT,
}
OWN_VOICE = frozenset({Attribute.TIME_STATEMENT, Attribute.TIME_MEDIA_FIRST_SEEN})


def accounts(context: Context, threads: Threads) -> tuple[Account, ...]:
    """Every account of every occurrence, ordered by place in the text, none twice."""
    ledger = Ledger(context)
    for thread in threads.threads:
        circumstances.of_acts(ledger, thread)
    for sentence in context.parsed.sentences:
        focus = threads.at(sentence)
        for thread in threads.threads:
            if sentence.index in thread.sentences or thread is focus:
                _Scene(ledger, threads, thread, sentence).write(thread is focus)
        following = [t for t in threads.threads if min(t.sentences, default=-1) == sentence.index + 1]
        target = following[0] if following else focus
        if target is not None:
            _Scene(ledger, threads, target, sentence).relation()
    found = ledger.accounts.values()
    return tuple(sorted(found, key=lambda a: (a.span.start, a.span.end, a.attribute, a.mention)))


class _Scene:
    """Reads one sentence for one occurrence."""

    def __init__(self, ledger: Ledger, threads: Threads, thread: Thread, sentence: Sentence) -> None:
        self.ledger, self.context = ledger, ledger.context
        self.threads, self.thread, self.sentence = threads, thread, sentence
        self.own = sentence.index in thread.sentences
        self.in_focus = False

    def write(self, in_focus: bool) -> None:
        """Add what the sentence says; scenes only for the occurrence in focus."""
        self.in_focus = in_focus
        self._places()
        self._times()
        for parse in self.sentence.parses:
            self._orders(parse)
            self._unlisted(parse)
            self._tolls(parse)
            if in_focus:
                self._blamed(parse)
        if in_focus:
            for parse in self.sentence.parses:
                self._surrender(parse)
                self._status(parse)
                self._seen(parse)
            self._shown()
            self._utterance()
            self._unclear()

    # --- places and times -----------------------------------------------------------------------

    def _places(self) -> None:
        for place in self.context.places.get(self.sentence.index, ()):
            where = place.where
            if where.role is PlaceRole.UNCLEAR and self._names_scene(place.token):
                where = replace(where, role=PlaceRole.EVENT)
            agent = place.token.head.lower_ == "by"  # "backed by X": who, not where
            if where.role is PlaceRole.EVENT and not agent and self._belongs(place.token, place=True):
                extent = governed(place.parse, place.token, place.start, place.end)
                at = At(self.sentence, place.parse, place.token)
                self.ledger.add(self.thread, Attribute.PLACE_EVENT, where, extent, at)

    def _unlisted(self, parse: Parse) -> None:
        """ "in X", "near X" behind an act where no gazetteer holds X: the place as worded, no candidate."""
        known = [(p.start, p.end) for p in self.context.places.get(self.sentence.index, ())]
        known += [(t.start, t.end) for t in self.context.times.get(self.sentence.index, ())]
        known += [(g.start, g.end) for g in self.context.groups.get(id(parse), ())]
        here = self._here(parse.doc[0]) if len(parse.doc) else {}
        for prep in parse.doc:
            if (
                prep.lower_ not in LOCATIVE
                or prep.dep_ != "prep"
                or here.get(prep.head.i) != self.thread.number
            ):
                continue
            noun = next((c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
            if noun is None or not noun.text[:1].isupper() or noun.text.isupper():
                continue
            start, end = parse.start(noun.left_edge), parse.end(noun)
            if any(a < end and start < b for a, b in known):
                continue
            words = self.context.span(start, end).quote
            if self.context.voice(self.context.span(start, end)).source is not None:
                continue
            where = Where(PlaceRole.EVENT, words, (), prep.lower_ in {"near", "outside"})
            extent = governed(parse, noun, parse.start(prep), end)
            self.ledger.add(self.thread, Attribute.PLACE_EVENT, where, extent, At(self.sentence, parse, noun))

    def _tolls(self, parse: Parse) -> None:
        """ "put the number of dead at 38": a count whose own words say what it counts, without an act."""
        told = {c.count.start for c in self.thread.acts if c.count is not None and c.parse is parse}
        if any(a.parse is parse for t in self.threads.threads for a in t.acts) or not self.in_focus:
            return
        if any(a.parse is parse for a in self.threads.general):
            return
        for found in self.context.counts.get(id(parse), ()):
            if found.count.role is CountRole.KILLED and found.start not in told and found.noun is None:
                extent = clause(parse, verb_above(found.number) or found.number)
                at = At(self.sentence, parse, found.number)
                self.ledger.add(self.thread, Attribute.VICTIMS_KILLED, found.count, extent, at)

    def _names_scene(self, token: Token) -> bool:
        """ "the X killings", "in an X market": a name that stands before the act or the scene's noun."""
        noun = token.head
        if token.dep_ not in {"compound", "nmod", "amod"} or noun.i <= token.i:
            return False
        if noun.i in self._here(token):
            return True
        return noun.dep_ == "pobj" and noun.head.lower_ in {"in", "at", "near", "inside", "outside"}

    def _times(self) -> None:
        for time in self.context.times.get(self.sentence.index, ()):
            when = time.when
            if (
                when.slot is TimeSlot.UNCLEAR
                and when.precision in DATED
                and self._act_above(time.token) is not None
            ):
                when = replace(when, slot=TimeSlot.EVENT)
            attribute = TIME_ATTRIBUTE.get(when.slot)
            if attribute is None or not self._belongs(time.token):
                continue
            if attribute is Attribute.TIME_STATEMENT and not self.in_focus:
                continue
            extent = governed(time.parse, time.token, time.start, time.end)
            at = At(self.sentence, time.parse, verb_above(time.token) or time.token)
            self.ledger.add(self.thread, attribute, when, extent, at, own_voice=attribute in OWN_VOICE)

    def _here(self, token: Token) -> dict[int, int]:
        """The act words of this parse, each with the number of its occurrence."""
        return {
            a.token.i: t.number
            for t in self.threads.threads
            for a in [*t.acts, *t.opposite]
            if a.parse.doc is token.doc
        }

    def _act_above(self, token: Token) -> int | None:
        """The act that a token hangs on, over clauses that only accompany it ("shot after finding …")."""
        here, node = self._here(token), token
        while node.head.i != node.i and node.dep_ not in PARTING:
            node = node.head
            if node.i in here:
                return here[node.i]
        return None

    def _belongs(self, token: Token, place: bool = False) -> bool:
        """Whether what hangs on a token belongs to this occurrence rather than to another or to none.

        The way up the tree ends at the first act word or verb: an act settles it; a verb does through
        the acts among its own arguments ("the killing took place in …"), as a described scene of
        footage, or as a verb of footage, of happening or of speaking in a sentence of this occurrence.
        """
        here = self._here(token)
        general = {a.token.i for a in self.threads.general if a.parse.doc is token.doc}
        node = token
        while node.head.i != node.i and node.i not in here and node.i not in general and not is_verb(node):
            node = node.head
        if node.i in here:
            return here[node.i] == self.thread.number
        if node.i in general:
            return False
        among = {here[t.i] for t in _arguments(node) if t.i in here}
        if among:
            return self.thread.number in among
        if not self.in_focus and not self.own:
            return False
        if any(t.i in general for t in _arguments(node)):
            return False
        if (above := self._act_above(token)) is not None:
            return above == self.thread.number
        return self._tells(node, place) and (self.own or _refers_back(self.context, self.sentence))

    def _tells(self, verb: Token, place: bool) -> bool:
        """Whether a verb without an act is of the occurrence; where somebody speaks is not where it was."""
        if self.context.phrases("acts", "media.appear", "media.film").terms_at(verb):
            return True
        if verb.lemma_.lower() in SAYING:
            return not place
        happens = self.context.phrases("acts", "happen").terms_at(verb)
        if happens or verb.lemma_.lower() == "take":
            back = self.context.phrases("acts", "back_reference")
            return any(back.terms_at(c) for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"})
        return under_footage(self.context, verb) is not None

    # --- described scenes -----------------------------------------------------------------------

    def _surrender(self, parse: Parse) -> None:
        """ "sailors … giving themselves up to guards with …": those who surrender, and to whom, as described."""
        for token in parse.doc:
            if token.lemma_.lower() != "surrender" or not is_verb(token):
                continue
            subject = circumstantial_subject(token)
            captor = next(
                (c for p in token.children if p.dep_ == "prep" and p.lower_ == "to" for c in p.children), None
            )
            one, other = self.context.group_at(parse, subject), self.context.group_at(parse, captor)
            mine, theirs = self.thread.party("victim"), self.thread.party("actor")
            at = At(self.sentence, parse, token)
            if one is not None and (mine is None or one.group.party in {None, mine}):
                extent = min(one.start, parse.start(token)), max(one.end, parse.end(token))
                circumstances.group(self.ledger, self.thread, Attribute.VICTIMS_GROUP, one, extent, at)
            if (
                one is not None
                and other is not None
                and (theirs is None or other.group.party in {None, theirs})
            ):
                extent = other.start, other.end
                circumstances.group(self.ledger, self.thread, Attribute.PERPETRATOR_GROUP, other, extent, at)

    def _status(self, parse: Parse) -> None:
        """ "holds up a white cloth", "are giving up": status told in a clause of its own."""
        victim = self.thread.party("victim")
        for hit in self.context.hits(parse, "acts", "status.intention"):
            token = parse.doc[hit.head]
            told = any(a.parse is parse and a.start <= parse.start(token) < a.end for a in self.thread.acts)
            verb = verb_above(token)
            if told or verb is None:
                continue
            group = self.context.group_at(parse, circumstantial_subject(verb))
            if group is not None and victim is not None and group.group.party not in {None, victim}:
                continue
            extent = readable(parse, verb, *clause(parse, verb))
            value = Category("status_basis", hit.term.partition(".")[2])
            at = At(self.sentence, parse, verb)
            self.ledger.add(self.thread, Attribute.VICTIMS_STATUS_BASIS, value, extent, at)

    def _seen(self, parse: Parse) -> None:
        """Persons shown lying or as bodies, without word of what became of them."""
        for verb in parse.doc:
            if verb.lemma_.lower() not in {"see", "show", "lie", "find", "leave"} or not is_verb(verb):
                continue
            subject = own_subject(verb) or group_before(self.context, parse, verb)
            found = self.context.count_at(parse, subject)
            if found is None or found.count.unit is not Unit.PERSONS or subject is None:
                continue
            lies = verb.lemma_.lower() == "lie" or any(
                c.lemma_.lower() in {"lie", "motionless"} for c in verb.children if c.dep_ in COMPLEMENTS
            )
            if circumstances.is_body(subject):
                role = CountRole.SHOWN_MOTIONLESS
            elif lies and found.count.high == 1:
                role = CountRole.FATE_UNKNOWN
            else:
                continue
            extent = (
                min(parse.start(subject.left_edge), parse.start(verb)),
                max(clause(parse, verb)[1], found.end),
            )
            at = At(self.sentence, parse, verb)
            value = replace(found.count, role=role)
            self.ledger.add(self.thread, COUNT_ATTRIBUTE[role], value, extent, at)

    def _shown(self) -> None:
        """A scene that footage shows without a word for the act: kept as told, as a circumstance."""
        if any(a.sentence is self.sentence for a in [*self.thread.acts, *self.thread.opposite]):
            return
        scenes = self.context.phrases("acts", "media.passive_scene")
        for parse in self.sentence.parses:
            for token in parse.doc:
                if (
                    is_verb(token)
                    and scenes.terms_at(token)
                    and under_footage(self.context, token) is not None
                ):
                    group = self.context.group_at(parse, circumstantial_subject(token))
                    if group is not None:
                        self._whole(Attribute.SEQUENCE, At(self.sentence, parse, token))
                        return

    def _whole(self, attribute: Attribute, at: At, polarity: Polarity | None = None) -> None:
        start, end = self.sentence.start, self.sentence.end
        words = Wording(self.context.document.text[start:end])
        self.ledger.add(self.thread, attribute, words, (start, end), at, polarity=polarity)

    # --- words heard, orders, unknowns, relations -----------------------------------------------

    def _utterance(self) -> None:
        """Words that persons in the footage are heard saying: told in the present, by nobody named."""
        for statement in self.context.statements:
            source = statement.speaker.source
            nameless = source is None or source.kind in {SourceKind.UNKNOWN, SourceKind.INDIVIDUAL_PROTECTED}
            if statement.quotation is not Quotation.DIRECT or not nameless:
                continue
            span, speaker = statement.span, statement.speaker.span
            if speaker is None or not self.sentence.start <= span.start < self.sentence.end:
                continue
            frame = self.sentence.frame
            cues = [t for c in statement.cues for t in frame.doc if c.start <= frame.start(t) < c.end]
            present = [t for t in cues if t.tag_ in {"VBZ", "VBP", "VBG"} or t.lemma_.lower() == "hear"]
            group = [
                g for g in self.context.groups.get(id(frame), ()) if speaker.start <= g.start < speaker.end
            ]
            if present and group:
                extent = span.start, max(present[0].idx and frame.end(present[0]), statement.content[-1].end)
                at = At(self.sentence, frame, present[0])
                words = Wording(statement.content[0].quote)
                self.ledger.add(self.thread, Attribute.UTTERANCE_IN_FOOTAGE, words, extent, at)

    def _blamed(self, parse: Parse) -> None:
        """ "blamed the army", "accused X": a side named as accused, without another word for the act."""
        told = {a.actor_token.i for a in self.thread.acts if a.parse is parse and a.actor_token is not None}
        for verb in parse.doc:
            if verb.lemma_.lower() not in {"blame", "accuse"} or not is_verb(verb):
                continue
            if any(c.dep_ == "neg" for c in verb.children):
                continue
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            noun = next((c for c in verb.children if c.dep_ == ("nsubjpass" if passive else "dobj")), None)
            found = self.context.group_at(parse, noun)
            of_act = any(self.context.act_types(t, "verb", "noun") for t in verb.subtree)
            accused = self.thread.party("actor")
            if (
                noun is None
                or found is None
                or noun.i in told
                or (verb.lemma_.lower() == "accuse" and of_act)
            ):
                continue
            if accused is not None and found.group.party not in {None, accused}:
                continue  # the other side's counter-accusation is an answer, not a second accused side
            extent = clause(parse, verb)
            at = At(self.sentence, parse, verb)
            circumstances.group(self.ledger, self.thread, Attribute.PERPETRATOR_GROUP, found, extent, at)

    def _orders(self, parse: Parse) -> None:
        """ "a command … telling the guards to fire": an order alleged, with the words that tell of it."""
        orders = self.context.phrases("records", "order.")
        for token in parse.doc:
            acts = self.context.act_types(token, "verb")
            to = any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
            if not acts or not to or token.dep_ not in {"xcomp", "acl", "advcl"} or not is_verb(token):
                continue
            if orders.terms_at(token.head) and self.in_focus:
                statement = self.context.statement_at(parse.start(token), parse.end(token))
                extent = min(self.sentence.start, statement.span.start), max(self.sentence.end, 0)
                words = Wording(self.context.span(*clause(parse, token.head)).quote)
                self.ledger.add(
                    self.thread, Attribute.ORDER_ALLEGED, words, extent, At(self.sentence, parse, token)
                )

    def _unclear(self) -> None:
        """What the text says is not known of the occurrence: how acts hang together, the date, who."""
        frame = self.sentence.frame
        text = self.context.document.text[self.sentence.start : self.sentence.end]
        root = next((t for t in frame.doc if t.head.i == t.i), None)
        if root is None:
            return
        at = At(self.sentence, frame, root)
        media = self.context.hits(frame, "acts", "media.noun")
        if _UNCLEAR_SEQUENCE.search(text) and not media:
            self._whole(Attribute.SEQUENCE, at, Polarity.WITHHOLDS)
        if _UNKNOWN_TIME.search(text):
            self._whole(Attribute.TIME_FILMED if media else Attribute.TIME_EVENT, at, Polarity.WITHHOLDS)
        identity = _IDENTITY.search(text)
        subject = next((c for c in frame.doc if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if identity and subject is not None and self.context.group_at(frame, subject) is not None:
            start = min(frame.start(subject.left_edge), self.sentence.start + identity.start())
            extent = start, self.sentence.start + identity.end()
            words = Wording("not identified")
            self.ledger.add(
                self.thread, Attribute.VICTIMS_IDENTITY, words, extent, at, polarity=Polarity.WITHHOLDS
            )

    def relation(self) -> None:
        """ "not the only …", "one more raid that …": how the occurrence is said to relate to others."""
        text = self.context.document.text[self.sentence.start : self.sentence.end]
        if _RELATION.search(text):
            frame = self.sentence.frame
            root = next((t for t in frame.doc if t.head.i == t.i), frame.doc[0])
            self._whole(Attribute.RELATION, At(self.sentence, frame, root))


LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around"})
PARTING = frozenset({"ccomp", "relcl", "parataxis", "acl"})
"""Clauses that may tell of something else than the act above them."""
DATED = frozenset({TimePrecision.DAY, TimePrecision.TIME_OF_DAY, TimePrecision.WEEK, TimePrecision.MONTH})
SAYING = frozenset(
    {"say", "tell", "announce", "state", "add", "write", "declare", "report", "claim", "post", "accuse"}
)
COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "acomp", "oprd"})
_UNCLEAR_SEQUENCE = re.compile(
    r"\b(?:unclear|not (?:known|clear)|unknown)\b[^.]{0,60}"
    r"\b(?:relat\w+|happen\w*|led|preced\w+|before|after|sequence|how)\b",
    re.I,
)
_UNKNOWN_TIME = re.compile(
    r"\b(?:(?:exact |precise )?(?:date|time|timing) (?:of|when)\b[^.]{0,60}"
    r"\b(?:unclear|unknown|not (?:known|clear|been)|under investigation|"
    r"being (?:established|determined|investigated)|yet to be)"
    r"|(?:unclear|not (?:known|clear)|unknown)\b[^.]{0,20}\bwhen\b)",
    re.I,
)
_IDENTITY = re.compile(
    r"(?:who |whose )?(?:identit(?:y|ies) )?(?:ha(?:s|ve)|w(?:as|ere)|is|are) not (?:yet |immediately )?"
    r"(?:been )?(?:identified|named)"
    r"|identit(?:y|ies) [^.]{0,30}not (?:yet )?(?:been )?(?:known|released|established)",
    re.I,
)
_RELATION = re.compile(
    r"\bnot the first\b|\bthe (?:latest|newest|most recent) (?:in|of|such|case|incident|example)\b"
    r"|\b(?:series|string|spate) of (?:such )?(?:incidents|cases|killings|attacks)\b"
    r"|\bsimilar (?:incidents?|cases?) (?:was|were|had)\b",
    re.I,
)


def circumstantial_subject(verb: Token) -> Token | None:
    """Whom a verb in a scene is about, over participles and infinitives that share a subject."""
    node = verb
    for _ in range(5):
        subject = own_subject(node)
        if subject is not None:
            return subject
        if node.dep_ in {"acl", "relcl"} and not is_verb(node.head):
            return node.head
        if node.dep_ not in {"xcomp", "advcl", "conj", "pcomp", "prep", "ccomp"} or node.head.i == node.i:
            return None
        node = node.head
    return None


def _arguments(verb: Token) -> Iterator[Token]:
    """Everything below a verb's own arguments, without clauses that hang on it."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "agent", "pobj"}:
            yield from child.subtree
        elif child.dep_ == "prep":
            yield from (t for t in child.subtree if not is_verb(t) or t.dep_ == "pcomp")


def _refers_back(context: Context, sentence: Sentence) -> bool:
    """Whether a sentence without an act of its own still tells of the occurrence in focus."""
    nouns = context.phrases("acts", "back_reference", "media.noun")
    return any(nouns.terms_at(t) for t in sentence.frame.doc if t.pos_ in {"NOUN", "PROPN"})
