"""Acts → mentions: which alleged occurrences one document tells of, and which words belong to which.

The text is followed from top to bottom. An act with something of its own (a count, a place, a time,
footage) either goes on with an occurrence already open or opens a new one; it opens a new one when
the text sets it apart ("a separate video", another time at the head of the sentence) or when it
contradicts the open one (count, place, sides, kind of act). Acts without anything of their own are
general allegations; definite words ("the killing", "the incident") point back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.incident import Act, Mention, MentionLink
from allegata.model.value import Count, Group, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    CountRole,
    IncidentLink,
    Modality,
    PlaceKind,
    PlaceRole,
    Polarity,
    Relation,
    SegmentRole,
    TimeSlot,
    Unit,
)
from allegata.reading.acts import FoundAct, person_role
from allegata.reading.context import Context
from allegata.reading.extents import is_verb
from allegata.reading.matching import Phrases
from allegata.reading.roles import NOT_CONTROLLING
from allegata.reading.sentences import Parse, Sentence

SEEDING = frozenset(ActType) - {
    ActType.CAPTURE,
    ActType.DETENTION,
    ActType.THREAT,
    ActType.DENIAL_OF_QUARTER,
    ActType.VIOLATION_UNSPECIFIED,
    ActType.EXPOSURE_TO_PUBLIC_CURIOSITY,
}
"""Types of acts that can open an occurrence by themselves; the others only add to one."""

ON_PLACES = frozenset({ActType.ATTACK, ActType.DESTRUCTION, ActType.LOOTING})
ON_PERSONS = frozenset(ActType) - ON_PLACES - {ActType.VIOLATION_UNSPECIFIED, ActType.SHOOTING}


@dataclass(slots=True, eq=False)
class Thread:
    """One occurrence while the text is read; becomes a `Mention`."""

    number: int
    acts: list[FoundAct] = field(default_factory=list)
    opposite: list[FoundAct] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)
    anchors: list[tuple[int, int]] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    cue: tuple[int, int] | None = None  # the words that set it apart from the one before
    id: str = ""

    def party(self, role: str) -> str | None:
        """The party first named in a role ("actor", "victim") of the main direction."""
        for act in self.acts:
            group = act.actor_group if role == "actor" else act.victim_group
            found = group.party if group else act.actor_party if role == "actor" else None
            if found:
                return found
        return None

    def counts(self, role: CountRole) -> list[Count]:
        """The counts that weigh against another occurrence: not vague, not a single one of several."""
        return [
            act.count.count
            for act in self.acts
            if act.count and not act.count.count.vague and person_role(act.type) is role
            if act.sentence.segment.role is not SegmentRole.HEADLINE
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Threads:
    """All occurrences of a document, and which one the text is at, sentence by sentence."""

    threads: tuple[Thread, ...]
    focus: dict[int, int]  # sentence index → number of the thread in focus after that sentence
    general: tuple[FoundAct, ...]  # acts that belong to no bounded occurrence
    of_act: dict[int, int]  # id of a found act → number of its thread

    def at(self, sentence: Sentence) -> Thread | None:
        """The occurrence that the text is at when this sentence ends."""
        known = [i for i in self.focus if i <= sentence.index]
        return self.threads[self.focus[max(known)]] if known else None


def find(context: Context, acts: Iterable[FoundAct], totals: Iterable[tuple[int, int]] = ()) -> Threads:
    """Group the acts of a document into occurrences.

    :param totals: offsets of published totals and trends; acts inside them tell of no one occurrence.
    """
    return _Follower(context, tuple(totals)).follow(tuple(acts))


class _Follower:
    """Walks the text once; the state is the list of threads and which one is in focus."""

    def __init__(self, context: Context, totals: tuple[tuple[int, int], ...]) -> None:
        self.context = context
        self.totals = totals
        self.threads: list[Thread] = []
        self.focus: dict[int, int] = {}
        self.general: list[FoundAct] = []
        self.of_act: dict[int, int] = {}
        self.current: Thread | None = None
        self.sections = sections(context)

    def follow(self, acts: tuple[FoundAct, ...]) -> Threads:
        by_sentence: dict[int, list[FoundAct]] = {}
        for act in acts:
            by_sentence.setdefault(act.sentence.index, []).append(act)
        for sentence in self.context.parsed.sentences:
            if sentence.index in self.sections:
                self.current = None  # "Kherson.", "Friday": a roundup turns to its next occurrence
            for act in by_sentence.get(sentence.index, ()):
                self._take(sentence, act)
            if self.current is not None:
                named = self._named(sentence)
                self.focus[sentence.index] = (named or self.current).number
                self.current = named or self.current
        self._adopt_early()
        self._adopt_captures()
        return Threads(tuple(self.threads), self.focus, tuple(self.general), self.of_act)

    def _adopt_early(self) -> None:
        """What headline and lead say before the text comes to the first occurrence belongs to it.

        Only acts of the same kind and sides, and accusations that name the same side.
        """
        if not self.threads:
            return
        first = self.threads[0]
        begin = min(first.sentences)
        for act in [a for a in self.general if a.sentence.index < begin]:
            headline = act.sentence.segment.role is SegmentRole.HEADLINE
            accuses = act.type is ActType.VIOLATION_UNSPECIFIED and _is_singular(act.token)
            if is_general(act) or self._sides_differ(act, first) or not (headline or accuses):
                continue
            if (accuses and (act.actor or act.actor_party)) or (
                act.form == "verb" and _same_kind(act, first)
            ):
                self.general.remove(act)
                self._join(first, act.sentence, act)

    def _adopt_captures(self) -> None:
        """ "soldiers captured by X were shot": the capture told in passing belongs to the occurrence."""
        for act in [a for a in self.general if a.type is ActType.CAPTURE and not is_general(a)]:
            for thread in self.threads:
                told = act.sentence.index in thread.sentences
                if told and self._same_victims(act, thread) and not self._sides_differ(act, thread):
                    self.general.remove(act)
                    self._join(thread, act.sentence, act)
                    break

    def _same_victims(self, act: FoundAct, thread: Thread) -> bool:
        tokens = {
            a.victim_token.i for a in thread.acts if a.parse is act.parse and a.victim_token is not None
        }
        return act.victim_token is not None and act.victim_token.i in tokens

    def _take(self, sentence: Sentence, act: FoundAct) -> None:
        if any(start <= act.at < end for start, end in self.totals):
            self.general.append(act)
            return
        if _is_unsaid(act):
            return
        if act.type is ActType.VIOLATION_UNSPECIFIED:
            self._take_violation(sentence, act)
            return
        if act.type is ActType.CAPTURE and self.current is not None and self._sides_differ(act, self.current):
            self.general.append(
                act
            )  # one of the alleged actors taken captive later is no act of the occurrence
            return
        refers = is_definite(act)
        if not refers and not is_bounded(self.context, act):
            if self.current is not None and self._goes_on(sentence, act, self.current):
                self._join(self.current, sentence, act)
            else:
                self.general.append(act)
            return
        thread = self._choose(sentence, act, refers)
        if thread is None:
            self.general.append(act)
            return
        self._join(thread, sentence, act)
        self.current = thread

    def _take_violation(self, sentence: Sentence, act: FoundAct) -> None:
        """ "accused X of committing a war crime": adds the accused side, opens nothing, says no kind."""
        committed = act.actor is not None or act.actor_party is not None
        singular = _is_singular(act.token) and not is_general(act)
        thread = self.current
        if committed and singular and thread is not None and not self._sides_differ(act, thread):
            self._join(thread, sentence, act)
        else:
            self.general.append(act)

    def _goes_on(self, sentence: Sentence, act: FoundAct, thread: Thread) -> bool:
        """Whether an act without anything of its own goes on with what is being told.

        Inside a sentence that tells of the occurrence, or with persons pointed back to ("him", "the
        soldier", "those still alive") in a sentence that tells a scene.
        """
        if is_general(act) or is_class(self.context, act) or self._conflict(act, thread) is not None:
            return False
        if sentence.index in thread.sentences:
            return True
        victim = act.victim_token
        if act.form == "noun" or victim is None:
            return False
        pointed = victim.pos_ == "PRON" or victim.lower_ in {"those", "others"} or is_definite_noun(victim)
        return pointed and min(abs(sentence.index - i) for i in thread.sentences) <= NEAR_SENTENCES

    def _join(self, thread: Thread, sentence: Sentence, act: FoundAct) -> None:
        opposite = self._opposite(act, thread)
        (thread.opposite if opposite else thread.acts).append(act)
        self.of_act[id(act)] = thread.number
        thread.anchors.append((act.start, act.end))
        thread.sentences.add(sentence.index)
        if act.polarity is Polarity.AFFIRMS:
            for place in event_places(self.context, act):
                thread.places.append(place)
                thread.names.update(p.name.casefold() for p in place.candidates)
                thread.names.add(_bare(place.wording))
            thread.times += event_times(self.context, act)

    # --- which occurrence an act belongs to -----------------------------------------------------

    def _choose(self, sentence: Sentence, act: FoundAct, refers: bool) -> Thread | None:
        if refers:
            return self._referent(sentence, act)
        if self.current is None:
            return self._match(act) or (self._open(None) if may_open(self.context, act) else None)
        cue = separator(self.context, sentence, act)
        known = self._match(act)
        if cue is not None and sentence.index not in self.current.sentences:
            return known or (self._open(cue) if may_open(self.context, act) else None)
        if self._conflict(act, self.current) is None:
            return self.current
        if known is not None:
            return known
        return self._open(cue) if may_open(self.context, act) else None

    def _open(self, cue: tuple[int, int] | None) -> Thread:
        thread = Thread(len(self.threads), cue=cue)
        self.threads.append(thread)
        return thread

    def _referent(self, sentence: Sentence, act: FoundAct) -> Thread | None:
        """The occurrence that a definite noun points back to: nearest first, sides and kind agreeing."""
        ordered = [self.current] if self.current else []
        ordered += [t for t in reversed(self.threads) if t is not self.current]
        fitting = [t for t in ordered if self._conflict(act, t) is None and _same_kind(act, t)]
        sided = [t for t in fitting if self._sides_agree(act, t)]
        if sided or fitting:
            return (sided or fitting)[0]
        placed = any(_is_settlement(p) for p in event_places(self.context, act))
        first = not ordered and is_bounded(self.context, act, nominal=True)
        return self._open(None) if may_open(self.context, act) and (placed or first) else None

    def _sides_agree(self, act: FoundAct, thread: Thread) -> bool:
        """Whether the act names a side that the occurrence names too, in the same role."""
        victim = act.victim_group.party if act.victim_group else None
        actor = act.actor_group.party if act.actor_group else act.actor_party
        return bool(victim and victim == thread.party("victim")) or bool(
            actor and actor == thread.party("actor")
        )

    def _match(self, act: FoundAct) -> Thread | None:
        """An earlier occurrence with positive evidence: the same exact count of many, or the same place."""
        for thread in reversed(self.threads):
            if thread is self.current or self._conflict(act, thread) is not None:
                continue
            mine = act.count.count if act.count else None
            same_count = mine is not None and mine.low > 1 and mine in thread.counts(CountRole.KILLED)
            places = event_places(self.context, act)
            same_place = any(p.relation_to(q) is Relation.EQUAL for p in places for q in thread.places)
            same_place = same_place or _names_place(act, thread)
            if same_count or same_place:
                return thread
        return None

    def _conflict(self, act: FoundAct, thread: Thread) -> str | None:
        """Why an act cannot belong to an occurrence; None when nothing speaks against it."""
        if act.sentence.segment.role is SegmentRole.HEADLINE:
            return None
        if self._sides_differ(act, thread) and not self._continues(act, thread):
            return "sides"
        if _kinds_differ(act, thread):
            return "kind"
        role = person_role(act.type)
        mine = act.count.count if act.count else None
        if mine and role and not mine.vague and mine.unit is Unit.PERSONS:
            theirs = thread.counts(role)
            single = mine.high == 1 or all(c.high == 1 for c in theirs)
            if theirs and not single and all(_disjoint(mine, c) for c in theirs):
                return "count"
        places = event_places(self.context, act)
        if places and thread.places:
            relations = {p.relation_to(q) for p in places for q in thread.places}
            if relations == {Relation.CONFLICT}:
                return "place"
        if places and not thread.places and act.form == "noun" and not is_definite(act):
            if any(_is_settlement(p) for p in places):
                return "another place"
        mine_times = [t for t in event_times(self.context, act) if t.slot is TimeSlot.EVENT]
        theirs_times = [t for t in thread.times if t.slot is TimeSlot.EVENT]
        if mine_times and theirs_times and all(_times_differ(t, u) for t in mine_times for u in theirs_times):
            return "time"
        return None

    def _sides_differ(self, act: FoundAct, thread: Thread) -> bool:
        for role, group in (("actor", act.actor_group), ("victim", act.victim_group)):
            theirs = thread.party(role)
            mine = group.party if group else act.actor_party if role == "actor" else None
            if mine and theirs and mine != theirs:
                return True
        return False

    def _opposite(self, act: FoundAct, thread: Thread) -> bool:
        return bool(thread.acts) and self._sides_differ(act, thread)

    def _continues(self, act: FoundAct, thread: Thread) -> bool:
        """Whether the sentence goes on with the same footage ("The video also …") or refers back."""
        if act.sentence.index in thread.sentences:
            return True
        frame = act.sentence.frame
        for token in frame.doc:
            if token.dep_ in {"nsubj", "nsubjpass", "pobj"} and is_definite_noun(token):
                if self.context.phrases("acts", "back_reference").terms_at(token):
                    return True
                if self.context.phrases("acts", "media.noun").terms_at(token):
                    return True
        return False

    def _named(self, sentence: Sentence) -> Thread | None:
        """The occurrence that a sentence names by its place: "the … incident", "a case over …"."""
        if len(self.threads) < 2 or sentence.index in (self.current.sentences if self.current else ()):
            return None
        said = {t.text.casefold() for t in sentence.frame.doc if t.pos_ == "PROPN"}
        told = [t for t in self.threads if any(said & set(name.split()) for name in t.names)]
        points = any(
            self.context.phrases("acts", "back_reference").terms_at(t)
            or t.lower_ in {"over", "in", "about", "into"}
            for t in sentence.frame.doc
        )
        return told[0] if len(told) == 1 and points else None


NEAR_SENTENCES = 4
"""How many sentences may lie between a scene and a pronoun that goes on with it."""


# --- sections of a roundup ----------------------------------------------------------------------


def sections(context: Context) -> frozenset[int]:
    """The sentences at which a roundup turns to its next occurrence.

    A heading of its own between paragraphs, or a run-in heading ("Kherson. Two paramedics …"), counts
    only where the text has at least two of them: one heading may just part a text.
    """
    found = []
    last = None
    headings = sorted((s.start, s.end) for s in context.document.segments if s.role in HEADING)
    for sentence in context.parsed.sentences:
        if sentence.segment.role is SegmentRole.HEADLINE:
            last = sentence
            continue
        between = any(
            (last.end if last else 0) <= start <= sentence.start and _heads(context, start, end, sentence)
            for start, end in headings
        )
        words = [t for t in sentence.frame.doc if not t.is_punct]
        run_in = (
            sentence.paragraph != (last.paragraph if last else -1)
            and len(words) <= SHORT
            and all(t.pos_ in {"PROPN", "NUM", "ADP", "NOUN"} for t in words)
        )
        if run_in or (between and last is not None and last.segment.role is not SegmentRole.HEADLINE):
            found.append(sentence.index)
        last = sentence
    return frozenset(found) if len(found) > 1 else frozenset()


def _heads(context: Context, start: int, end: int, sentence: Sentence) -> bool:
    """Whether a heading names an occurrence by place or day: names only, one of them in the text below."""
    words = [w.strip(".,:;") for w in context.document.text[start:end].split()]
    if not words or len(words) > SHORT or not all(w[:1].isupper() or w.isdigit() for w in words):
        return False
    below = context.document.text[sentence.start : sentence.segment.end]
    return any(len(w) > 2 and w in below for w in words)


HEADING = frozenset({SegmentRole.INTERLEAVED_HEADLINE, SegmentRole.DEK, SegmentRole.HEADLINE})
SHORT = 5
"""The most words that a run-in heading has."""


# --- what makes an act bounded, general or definite ---------------------------------------------


def may_open(context: Context, act: FoundAct) -> bool:
    """Whether an act can open an occurrence by itself.

    Captures and arrests of combatants are no allegation; those of civilians may be one, and so may a
    capture that footage is said to show.
    """
    if act.type in SEEDING:
        return True
    if act.type not in {ActType.CAPTURE, ActType.DETENTION}:
        return False
    civilians = act.victim_group is not None and act.victim_group.kind is ActorKind.CIVILIANS
    return civilians or (act.type is ActType.CAPTURE and in_footage(context, act) is not None)


def is_bounded(context: Context, act: FoundAct, nominal: bool = False) -> bool:
    """Whether an act has something of its own that bounds it: persons counted, a place, a time, footage."""
    if is_general(act) or is_class(context, act):
        return False
    if act.form == "noun" and not nominal:
        counted = act.count is not None and not act.count.count.vague and act.count.count.unit is Unit.PERSONS
        settled = any(
            _is_settlement(p) or (p.role is PlaceRole.EVENT and _is_singular(act.token))
            for p in event_places(context, act)
        )
        return counted or settled
    if in_footage(context, act) is not None:
        return True
    if act.count is not None and not act.count.count.vague:
        return True
    if any(t.slot in {TimeSlot.EVENT} for t in event_times(context, act)):
        return True
    return (bool(event_places(context, act)) and act.victim is not None) or any(
        _is_settlement(p) for p in event_places(context, act)
    )


def _is_unsaid(act: FoundAct) -> bool:
    """ "did not say that they had fired": nobody puts the act forward."""
    node = act.token
    while node.head.i != node.i:
        clause_of = node.dep_ in {"ccomp", "xcomp"}
        node = node.head
        if clause_of and node.lemma_.lower() in SAYING:
            if any(c.dep_ == "neg" for c in node.children):
                return True
    return False


SAYING = frozenset({"say", "tell", "state", "claim", "report", "allege", "mention", "specify", "announce"})


def is_class(context: Context, act: FoundAct) -> bool:
    """Whether an act noun stands for a class of acts: "the killing of prisoners is a violation …".

    The persons are a bare plural without side, number or article, and the words are a legal
    sentence's subject or what a convention prohibits.
    """
    victim = act.victim_token
    if act.form != "noun" or victim is None or act.count is not None:
        return False
    bare = not any(c.dep_ in {"det", "nummod", "poss"} for c in victim.children)
    sided = act.victim_group is not None and act.victim_group.party is not None
    return bare and not sided and bool(context.hits(act.parse, "records", "legal.law", "legal.crime"))


def is_general(act: FoundAct) -> bool:
    """Whether the words tell of conduct rather than of an occurrence: modal, habitual, any, repeatedly."""
    if act.modality in {Modality.CONDITIONAL, Modality.SPECULATIVE, Modality.ASKED}:
        return True
    token = act.token
    if token.dep_ in {"pcomp", "conj"} and _conduct_noun(token):
        return True
    verb = token if token.pos_ == "VERB" else None
    if verb is not None:
        auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if auxiliaries & MODALS:
            return True
        if "to" in auxiliaries and verb.head.lemma_.lower() not in CONTINUING:
            return True
    return any(
        child.lower_ in GENERALISING
        for holder in (token, act.victim_token)
        if holder is not None
        for child in holder.children
        if child.dep_ in {"det", "amod", "advmod", "npadvmod"}
    )


def _conduct_noun(token: Token) -> bool:
    """Whether a gerund only fills "a policy of …", "the practice of …"."""
    while token.dep_ == "conj":
        token = token.head
    return (
        token.dep_ == "pcomp"
        and token.head.lower_ == "of"
        and token.head.head.lemma_.lower() in NOT_CONTROLLING
    )


MODALS = frozenset({"must", "should", "would", "will", "can", "could", "may", "might", "shall", "'ll"})
CONTINUING = frozenset(
    {
        "appear",
        "seem",
        "show",
        "say",
        "allege",
        "report",
        "believe",
        "begin",
        "start",
        "proceed",
        "continue",
        "go",
        "happen",
        "see",
        "hear",
        "have",
    }
)
GENERALISING = frozenset(
    {
        "any",
        "every",
        "all",
        "no",
        "repeatedly",
        "regularly",
        "often",
        "routinely",
        "systematically",
        "frequently",
        "always",
        "never",
        "numerous",
        "widespread",
        "such",
    }
)


def in_footage(context: Context, act: FoundAct) -> Token | None:
    """The footage noun under whose showing the act is told, if it is: "a video shows X shooting Y"."""
    return under_footage(context, act.token)


def under_footage(context: Context, token: Token) -> Token | None:
    """The footage noun that governs a token's clause, if one does."""
    media = context.phrases("acts", "media.noun")
    shows = context.phrases("acts", "media.show")
    node, shown = token, False
    for _ in range(12):
        shown = shown or (is_verb(node) and bool(shows.terms_at(node)))
        if shown:
            for child in node.children:
                if child.dep_ in {"nsubj", "nsubjpass"} and "media.noun" in media.terms_at(child):
                    return child
        if node.dep_ in {"pobj", "pcomp"} and "media.noun" in media.terms_at(node.head.head):
            return node.head.head
        if node.dep_ in {"acl", "relcl", "advcl"} and "media.noun" in media.terms_at(node.head):
            return node.head
        if _shows_relative(context, media, node):
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _shows_relative(context: Context, media: Phrases, verb: Token) -> bool:
    """ "a video emerged on Friday that shows …": the relative pronoun may hang on any noun before it."""
    if not context.phrases("acts", "media.show").terms_at(verb) or not is_verb(verb):
        return False
    node = verb
    while node.dep_ == "xcomp" and node.head.i != node.i:
        node = node.head
    relative = any(c.dep_ == "nsubj" and c.lower_ in {"that", "which"} for c in node.children)
    return relative and any("media.noun" in media.terms_at(t) for t in verb.doc[: verb.i])


def is_definite_noun(token: Token) -> bool:
    """Whether a noun has "the", "this", "these", or a possessive before it."""
    return any(
        c.lower_ in {"the", "this", "these", "that", "those"} and c.dep_ == "det" for c in token.children
    )


def is_definite(act: FoundAct) -> bool:
    """Whether an act noun points back to something told before: "the killing", "the alleged execution".

    With a count, a place or persons of its own it still may be the first to tell of it; `_referent`
    looks for a match and opens nothing without one, except at the head of the text.
    """
    if act.form != "noun" or act.count is not None or not is_definite_noun(act.token):
        return False
    victim = act.victim_token
    sided = act.victim_group is not None and act.victim_group.party is not None
    bare = victim is not None and not sided and not any(c.dep_ in {"det", "poss"} for c in victim.children)
    return _is_singular(act.token) and not bare


def _is_singular(token: Token) -> bool:
    return token.tag_ not in {"NNS", "NNPS"}


def separator(context: Context, sentence: Sentence, act: FoundAct) -> tuple[int, int] | None:
    """The words that set the sentence apart from what was told before, if there are any.

    "a separate video", "another case", or a time at the head of the sentence that opens with
    indefinite footage or persons ("In late May, footage surfaced …", "Earlier in June, three …").
    """
    separating = context.phrases("acts", "separator")
    media = context.phrases("acts", "media.noun", "back_reference")
    parse = act.parse if act.parse.quote is None else sentence.frame
    for token in parse.doc:
        if token.dep_ in {"amod", "det"} and "separator" in separating.terms_at(token):
            if media.terms_at(token.head) and not is_definite_noun(token.head):
                return parse.start(token), parse.end(token.head)
    if act.sentence.segment.role is SegmentRole.HEADLINE:
        return None
    for time in context.times.get(sentence.index, ()):
        leading = time.start - sentence.start <= LEADING and not _same_news(time.when)
        if leading and time.when.slot in SETTING and not is_definite(act):
            if not _points_back(context, parse, act):
                return time.start, time.end
    for token in parse.doc:
        if (
            token.lower_ == "reports"
            and token.dep_ == "nsubj"
            and any(c.lower_ == "also" for c in token.head.children)
        ):
            return parse.start(token), parse.end(token.head)
    return None


SETTING = frozenset({TimeSlot.EVENT, TimeSlot.MEDIA_FIRST_SEEN, TimeSlot.STATEMENT, TimeSlot.UNCLEAR})
"""Slots whose time, at the head of a sentence, may set its scene apart from the one before."""


def _same_news(when: When) -> bool:
    """Whether a time is of the news itself ("Thursday", "earlier today"): it sets nothing apart."""
    relative = when.relative or ""
    return when.edtf is None and relative.startswith(("weekday", "day:", "days:0", "days:-1", "weekend"))


LEADING = 14
"""How many characters from its head a sentence's time may begin and still open the scene."""


def _points_back(context: Context, parse: Parse, act: FoundAct) -> bool:
    nouns = context.phrases("acts", "media.noun", "back_reference")
    return any(
        is_definite_noun(t) and nouns.terms_at(t)
        for t in parse.doc
        if t.dep_ in {"nsubj", "nsubjpass", "dobj"}
    ) or (act.victim_token is not None and is_definite_noun(act.victim_token))


# --- places and times of an act -----------------------------------------------------------------


def event_places(context: Context, act: FoundAct) -> list[Where]:
    """The places that the act's own words put it at (role *event*), most exact first."""
    found = [
        p
        for p in context.places.get(act.sentence.index, ())
        if p.where.role is PlaceRole.EVENT and p.parse is act.parse and _governed(act, p.token)
    ]
    return [p.where for p in sorted(found, key=lambda p: (p.start, p.end))]


def _governed(act: FoundAct, token: Token) -> bool:
    """Whether a token hangs on the act's clause and not on a sister act's."""
    node = token
    for _ in range(20):
        if node.i == act.token.i:
            return True
        if node.head.i == node.i:
            break
        node = node.head
    for role in (act.victim_token, act.actor_token):
        if role is not None and token in role.subtree:
            return True
    # a place that hangs on the sentence's own verb places every act told under it, nominal sisters apart
    return act.form != "noun" and node.i == _root(act.token).i and not _nominal_owner(token)


def _root(token: Token) -> Token:
    while token.head.i != token.i:
        token = token.head
    return token


def _nominal_owner(token: Token) -> bool:
    node = token
    while node.head.i != node.i:
        node = node.head
        if node.pos_ == "NOUN" and node.dep_ in {"conj", "dobj", "pobj"} and node.tag_ in {"NN", "NNS"}:
            if any(node.lower_.endswith(e) for e in ("ing", "ings", "tion", "tions")):
                return True
    return False


def event_times(context: Context, act: FoundAct) -> list[When]:
    """The times that the act's sentence gives for the event or for its footage."""
    return [
        t.when
        for t in context.times.get(act.sentence.index, ())
        if t.when.slot in {TimeSlot.EVENT, TimeSlot.MEDIA_FIRST_SEEN, TimeSlot.FILMED}
        and t.parse is act.parse
    ]


def _times_differ(one: When, other: When) -> bool:
    if one.relation_to(other) is Relation.CONFLICT:
        return True
    if one.edtf and other.edtf and "XXXX" in one.edtf and "XXXX" in other.edtf:
        shorter, longer = sorted((one.edtf, other.edtf), key=len)
        return not longer.startswith(shorter)
    return False


def _disjoint(one: Count, other: Count) -> bool:
    return (
        one.relation_to(Count(other.low, other.high, other.unit, one.role, other.exactness))
        is Relation.CONFLICT
    )


def _is_settlement(where: Where) -> bool:
    kinds = {PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.DISTRICT}
    return where.role is PlaceRole.EVENT and any(p.kind in kinds for p in where.candidates)


def _same_kind(act: FoundAct, thread: Thread) -> bool:
    types = {a.type for a in thread.acts}
    if act.type in types or act.type is ActType.VIOLATION_UNSPECIFIED:
        return True
    on_places = act.type in ON_PLACES
    return any((t in ON_PLACES) == on_places for t in types)


def _kinds_differ(act: FoundAct, thread: Thread) -> bool:
    """A shelling is not the killing of chosen persons: kinds differ when neither tells of the other's."""
    types = {a.type for a in thread.acts}
    if not types or act.form != "noun":
        return False
    if act.type in ON_PLACES:
        return not types & ON_PLACES
    return act.type in ON_PERSONS and types <= ON_PLACES


def _names_place(act: FoundAct, thread: Thread) -> bool:
    """Whether the act's own words name a place of the occurrence that no gazetteer holds."""
    words = act.sentence.frame.doc.text.casefold()
    return any(
        len(name) > 3 and name in words and name in act.parse.doc.text.casefold() for name in thread.names
    )


def _bare(wording: str) -> str:
    return wording.casefold().strip(" ,.")


# --- threads → mentions -------------------------------------------------------------------------


def mentions(context: Context, threads: Threads) -> tuple[Mention, ...]:
    """The occurrences as model values, each told apart from the others by what the text says."""
    document = context.document.id
    for thread in threads.threads:
        first = min(a.at for a in [*thread.acts, *thread.opposite])
        thread.id = derived_id("mn", document, first, thread.number)
    made = []
    for thread in threads.threads:
        acts = tuple(
            _act(context, act, pinned)
            for pinned, group in ((False, thread.acts), (True, thread.opposite))
            for act in group
        )
        anchors = tuple(context.span(start, end) for start, end in sorted(set(thread.anchors)))
        statements = tuple(dict.fromkeys(act.statement for act in acts))
        links = tuple(_link(context, thread, other) for other in threads.threads if other is not thread)
        made.append(
            Mention(thread.id, document, acts, anchors, statements, links, tuple(sorted(thread.names)))
        )
    return tuple(made)


def _act(context: Context, act: FoundAct, pinned: bool) -> Act:
    span = context.span(act.start, act.end)
    return Act(
        derived_id("ac", context.document.id, act.at, act.type),
        act.type,
        span,
        act.statement,
        act.actor_group or named_side(context, act),
        act.victim_group,
        act.polarity,
        pinned,
    )


def named_side(context: Context, act: FoundAct) -> Group | None:
    """The party that a bare name ("Ukraine") makes the actor, as a group."""
    if act.actor_party is None or act.actor_token is None:
        return None
    party = next(p for p in context.knowledge.parties if p.id == act.actor_party)
    return Group(party.id, party.kind, act.actor_token.text)


def _link(context: Context, thread: Thread, other: Thread) -> MentionLink:
    cued = thread if thread.number > other.number else other
    cue: Span | None = context.span(*cued.cue) if cued.cue else None
    return MentionLink(other.id, IncidentLink.REPORTED_IN_SAME_ITEM, cue)
