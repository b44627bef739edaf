"""Acts → mentions: which alleged occurrences one document tells of, and which words belong to which.

The text is followed from top to bottom. An act with something of its own (a count, a place, a time,
footage) either goes on with an occurrence already open or opens a new one; it opens a new one when
the text sets it apart ("a separate video", another time at the head of the sentence) or when it
contradicts the open one (count, place, sides, kind of act). Acts without anything of their own are
general allegations; definite words ("the killing", "the incident") point back.
"""

import re
from collections.abc import Iterable

from allegata.model.document import Span, derived_id
from allegata.model.incident import Act, Mention, MentionLink
from allegata.model.value import Group, Where
from allegata.model.vocabulary import (
    ActType,
    CountRole,
    IncidentLink,
    Polarity,
    Relation,
    SegmentRole,
    TimeSlot,
    Unit,
)
from allegata.reading.acts import FoundAct, person_role
from allegata.reading.bounds import (
    is_bounded,
    is_class,
    is_definite,
    is_definite_noun,
    is_general,
    is_singular,
    is_unsaid,
    may_open,
)
from allegata.reading.context import Context
from allegata.reading.parting import sections, separator
from allegata.reading.placing import event_places, event_times, is_settlement, times_differ
from allegata.reading.sentences import Sentence
from allegata.reading.threads import (
    ON_PLACES,
    Thread,
    Threads,
    disjoint,
    kinds_differ,
    names_place,
    same_kind,
)


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
        self.acts: tuple[FoundAct, ...] = ()
        self.sections = sections(context)

    def follow(self, acts: tuple[FoundAct, ...]) -> Threads:
        self.acts = acts
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
        self._adopt_beside()
        return Threads(tuple(self.threads), self.focus, tuple(self.general), self.of_act)

    def _adopt_early(self) -> None:
        """What headline and lead say before the text comes to the first occurrence belongs to it.

        Only acts of the same kind and sides, and accusations that name the same side.
        """
        if not self.threads:
            return
        first = self.threads[0]
        begin = min(first.sentences)
        for act in [a for a in self.general if a.sentence.index <= begin]:
            headline = act.sentence.segment.role is SegmentRole.HEADLINE
            accuses = act.type is ActType.VIOLATION_UNSPECIFIED and is_singular(act.token)
            if is_general(act) or self._sides_differ(act, first) or not (headline or accuses):
                continue
            if (accuses and (act.actor or act.actor_party)) or (act.form == "verb" and same_kind(act, first)):
                self.general.remove(act)
                self._join(first, act.sentence, act)

    def _adopt_beside(self) -> None:
        """What a sentence tells in passing before it comes to the occurrence belongs to the occurrence.

        "An air strike hit the school, killing 19": the strike too. "Soldiers captured by X were shot":
        the capture, but only of the same persons.
        """
        for act in [
            a for a in self.general if a.form != "noun" and a.type is not ActType.VIOLATION_UNSPECIFIED
        ]:
            if is_general(act) or is_unsaid(act) or any(start <= act.at < end for start, end in self.totals):
                continue
            for thread in self.threads:
                if act.sentence.index not in thread.sentences or self._sides_differ(act, thread):
                    continue
                captive = act.type in {ActType.CAPTURE, ActType.DETENTION}
                fits = self._same_victims(act, thread) if captive else self._conflict(act, thread) is None
                if fits:
                    self.general.remove(act)
                    self._join(thread, act.sentence, act)
                    break

    def _same_victims(self, act: FoundAct, thread: Thread) -> bool:
        """Whether a capture is of those whom the occurrence is about: the same noun, or a pronoun for them."""
        tokens = {
            a.victim_token.i for a in thread.acts if a.parse is act.parse and a.victim_token is not None
        }
        token = act.victim_token
        return token is not None and (token.i in tokens or (token.pos_ == "PRON" and bool(tokens)))

    def _take(self, sentence: Sentence, act: FoundAct) -> None:
        if any(start <= act.at < end for start, end in self.totals):
            self.general.append(act)
            return
        if is_unsaid(act):
            return
        if act.type is ActType.VIOLATION_UNSPECIFIED:
            self._take_violation(sentence, act)
            return
        taken = act.victim_group.party if act.victim_group else None
        if (
            act.type is ActType.CAPTURE
            and self.current is not None
            and taken
            and taken == self.current.party("actor")
        ):
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
        """ "charged X with a breach of the laws of war": adds the accused side, opens nothing, says no kind."""
        committed = act.actor is not None or act.actor_party is not None
        singular = is_singular(act.token) and not is_general(act)
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
        near = min(abs(sentence.index - i) for i in thread.sentences)
        if act.form == "verb" and act.type in ON_PLACES and near <= 1:
            told = self.context.parsed.sentences[max(i for i in thread.sentences if i <= sentence.index)]
            return told.paragraph == sentence.paragraph
        if act.form == "noun" or victim is None:
            return False
        pointed = victim.pos_ == "PRON" or victim.lower_ in {"those", "others"} or is_definite_noun(victim)
        return pointed and near <= NEAR_SENTENCES

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
        if self._conflict(act, self.current) is None and not self._told_otherwise(act, self.current):
            return self.current
        if known is not None:
            return known
        return self._open(cue) if may_open(self.context, act) else None

    def _told_otherwise(self, act: FoundAct, thread: Thread) -> bool:
        """Whether what hangs on an act cannot be of the occurrence: "attacked X, killing 20" after 31 dead."""
        if act.sentence.index in thread.sentences or act.form == "noun":
            return False
        below = [
            a
            for a in self.acts
            if a is not act
            and a.parse is act.parse
            and act.token.is_ancestor(a.token)
            and a.count is not None
        ]
        return any(self._conflict(a, thread) is not None for a in below)

    def _open(self, cue: tuple[int, int] | None) -> Thread:
        thread = Thread(len(self.threads), cue=cue)
        self.threads.append(thread)
        return thread

    def _referent(self, sentence: Sentence, act: FoundAct) -> Thread | None:
        """The occurrence that a definite noun points back to: nearest first, sides and kind agreeing."""
        ordered = [self.current] if self.current else []
        ordered += [t for t in reversed(self.threads) if t is not self.current]
        fitting = [t for t in ordered if self._conflict(act, t) is None and same_kind(act, t)]
        sided = [t for t in fitting if self._sides_agree(act, t)]
        if sided or fitting:
            return (sided or fitting)[0]
        placed = any(is_settlement(p) for p in event_places(self.context, act))
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
            same_place = same_place or names_place(act, thread)
            if same_count or same_place:
                return thread
        return None

    def _conflict(self, act: FoundAct, thread: Thread) -> str | None:
        """Why an act cannot belong to an occurrence; None when nothing speaks against it."""
        if act.sentence.segment.role is SegmentRole.HEADLINE:
            return None
        if self._sides_differ(act, thread) and not self._continues(act, thread):
            return "sides"
        if kinds_differ(act, thread) and not self._named_by_place(act, thread):
            return "kind"
        role = person_role(act.type)
        mine = act.count.count if act.count else None
        if mine and role and not mine.vague and mine.unit is Unit.PERSONS:
            theirs = thread.counts(role)
            single = mine.high == 1 or all(c.high == 1 for c in theirs)
            if theirs and not single and all(disjoint(mine, c) for c in theirs):
                return "count"
        places = event_places(self.context, act)
        if places and thread.places:
            relations = {p.relation_to(q) for p in places for q in thread.places}
            if relations == {Relation.CONFLICT} and not any(
                within_words(p, q) for p in places for q in thread.places
            ):
                return "place"
        unplaced = places and not thread.places and act.form == "noun" and not is_definite(act)
        if unplaced and any(is_settlement(p) for p in places):
            return "another place"
        mine_times = [t for t in event_times(self.context, act) if t.slot is TimeSlot.EVENT]
        theirs_times = [t for t in thread.times if t.slot is TimeSlot.EVENT]
        if mine_times and theirs_times and all(times_differ(t, u) for t in mine_times for u in theirs_times):
            return "time"
        return None

    def _named_by_place(self, act: FoundAct, thread: Thread) -> bool:
        """ "the X attack" after killings in X: a definite noun, told apart by the place alone."""
        places = event_places(self.context, act) if is_definite(act) else ()
        return any(
            within_words(p, q) or p.relation_to(q) is Relation.EQUAL for p in places for q in thread.places
        )

    def _sides_differ(self, act: FoundAct, thread: Thread) -> bool:
        """Whether an act names another side in a role, or gives a side of the occurrence the other role."""
        actor = act.actor_group.party if act.actor_group else act.actor_party
        victim = act.victim_group.party if act.victim_group else None
        their_actor, their_victim = thread.party("actor"), thread.party("victim")
        differ = (actor and their_actor and actor != their_actor) or (
            victim and their_victim and victim != their_victim
        )
        turned = (actor and actor == their_victim and actor != their_actor) or (
            victim and victim == their_actor and victim != their_victim
        )
        return bool(differ or turned)

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


def within_words(one: Where, other: Where) -> bool:
    """ "the X attack" after "Y, X District": a place told by the name of what the text put it in."""
    name = one.wording.casefold()
    return len(name) > 3 and re.search(rf"\b{re.escape(name)}\b", other.wording.casefold()) is not None


def _bare(wording: str) -> str:
    return wording.casefold().strip(" ,.")


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
