"""Whom a text accuses of each occurrence, and which occurrence a voice of the accused side answers."""

import re
from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from allegata.model.statement import Statement
from allegata.model.vocabulary import Scope, SpeechAct
from allegata.reading import answerers, blame
from allegata.reading.context import Context
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Thread, Threads

TOO_WIDE = frozenset(
    {"force", "troop", "soldier", "man", "people", "military", "fighter", "member", "the", "group", "army"}
)
"""Words of an actor that fit too many speakers to know the accused by them."""


def answered(
    context: Context,
    threads: Threads,
    sentence: Sentence,
    statement: Statement,
    accused: Mapping[int, set[str]],
) -> Thread | None:
    """The occurrence that this voice is accused of: the one in focus here or just before."""
    party = answerers.side_of(context, statement)
    seen: list[Thread] = []
    for index in range(sentence.index, max(-1, sentence.index - 3), -1):
        other = context.parsed.sentences[index]
        if index != sentence.index and abs(other.paragraph - sentence.paragraph) > 1:
            break
        thread = threads.at(other)
        if thread is not None and thread not in seen:
            seen.append(thread)
    for told in seen:
        if party is not None and party in accused.get(told.number, ()):
            return told
        unknown = told.party("actor") is None
        if unknown and _is_named_actor(told, statement):
            return told
        if unknown and party is None and _is_named_accused(context, told, statement):
            return told
        if (
            told.sentences
            and min(told.sentences) == sentence.index
            and any(act.sentence.index == sentence.index for act in told.acts)
        ):
            return None  # this sentence tells an occurrence of its own: it answers none told before
    return None


def _is_named_accused(context: Context, thread: Thread, statement: Statement) -> bool:
    """ "accuses the Xish Front of …", then "the Front said": accused by a name that belongs to no known party."""
    wording = f" {statement.speaker.wording} "
    for sentence in context.parsed.sentences:
        if not any(abs(sentence.index - i) <= 1 for i in thread.sentences):
            continue
        for parse in sentence.parses:
            for verb in parse.doc:
                who = _blamed(verb)
                if who is None or who.pos_ != "PROPN":
                    continue
                first = min((t.i for t in who.lefts if t.dep_ == "compound"), default=who.i)
                name = re.escape(parse.doc[first : who.i + 1].text)
                if re.search(rf"(?<![\w-]){name}(?![\w-])", wording):
                    return True
    return False


def _blamed(verb: Token) -> Token | None:
    """Whom a verb of accusing has as its object."""
    if verb.lemma_.lower() not in {"accuse", "blame"} or verb.pos_ != "VERB":
        return None
    return next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)


def _verbs_of_unnamed(context: Context, threads: Threads) -> Iterator[tuple[Thread, Parse, Token]]:
    """Every verb in a sentence that tells an occurrence of which no actor is named."""
    for sentence in context.parsed.sentences:
        thread = threads.at(sentence)
        if thread is None or thread.party("actor") is not None or sentence.index not in thread.sentences:
            continue
        for parse in sentence.parses:
            for token in parse.doc:
                if token.pos_ in {"VERB", "AUX"}:
                    yield thread, parse, token


def _under_fire(context: Context, threads: Threads) -> Iterator[tuple[int, str]]:
    """ "X has come under fire after …": whom the outlet says to be criticised for the occurrence."""
    for thread, parse, verb in _verbs_of_unnamed(context, threads):
        if verb.lemma_.lower() not in {"come", "be"}:
            continue
        below = [n.lemma_.lower() for p in verb.children if p.lower_ == "under" for n in p.children]
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is None or not set(below) & {"fire", "criticism", "scrutiny", "pressure"}:
            continue
        party = context.side(context.voice(context.span(*parse.extent(noun_phrase(subject)))))
        if party is not None:
            yield thread.number, party


def _convicted(context: Context, threads: Threads) -> Iterator[tuple[int, str]]:
    """Whose people a court has charged or sentenced, where an occurrence without a named actor is told."""
    for thread, parse, verb in _verbs_of_unnamed(context, threads):
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in {"sentence", "convict", "indict", "charge"}:
            continue
        for who in verb.children:
            group = context.group_at(parse, who) if who.dep_ in {"dobj", "nsubjpass"} else None
            if group is not None and group.group.party is not None:
                yield thread.number, group.group.party


def parties(context: Context, threads: Threads) -> dict[int, set[str]]:
    """Whom the text accuses of each occurrence: the actors of its acts, and whom somebody blames for it.

    Where no actor is named, a party that another side's voice speaks of in the sentences of the
    occurrence may be the accused one; its own words are kept then, too.
    """
    found: dict[int, set[str]] = {t.number: set() for t in threads.threads}
    for thread in threads.threads:
        actor = thread.party("actor")
        if actor is not None:
            found[thread.number].add(actor)
    for statement in context.statements:
        sentence = context.parsed.sentence_at(statement.span.start)
        focus = threads.at(sentence) if sentence is not None else None
        if focus is None or statement.speaker.is_outlet:
            continue
        if focus.party("actor") is None and _accuses_here(statement):
            found[focus.number] |= set(_parties_in(context, statement)[:1])
    charged = (
        *_held_responsible(context, threads),
        *_convicted(context, threads),
        *_under_fire(context, threads),
    )
    for number, party in charged:
        found[number].add(party)
    for thread in threads.threads:
        if not found[thread.number]:
            found[thread.number] |= _spoken_of(context, thread)
        # the side that is said to have suffered accuses; its words are never the answer to its accusation
        found[thread.number] -= {thread.party("victim") or ""}
    return found


def _accuses_here(statement: Statement) -> bool:
    """An accusation of this occurrence, not of conduct ("has repeatedly accused X of war crimes")."""
    general = statement.scope in {Scope.GENERAL_CONDUCT, Scope.CLASS_OF_INCIDENTS}
    return statement.speech_act is SpeechAct.ACCUSE and not general and not _is_of_conduct(statement)


def _is_of_conduct(statement: Statement) -> bool:
    words = {w.strip(".,;:").lower() for w in statement.span.quote.split()}
    return bool(words & {"repeatedly", "often", "routinely", "regularly", "frequently", "previously"})


def _held_responsible(context: Context, threads: Threads) -> Iterator[tuple[int, str]]:
    """Whom somebody holds responsible where an occurrence without a named actor is told."""
    for sentence in context.parsed.sentences:
        thread = threads.at(sentence)
        if thread is None or thread.party("actor") is not None:
            continue
        for parse in sentence.parses:
            for token in parse.doc:
                party = blame.party(context, parse, blame.held_responsible(token))
                if party is not None:
                    yield thread.number, party


def _spoken_of(context: Context, thread: Thread) -> set[str]:
    """The parties that voices of others speak of where an occurrence without an actor is told."""
    first = min(thread.sentences, default=0)
    victim = thread.party("victim")
    found: set[str] = set()
    for statement in context.statements:
        sentence = context.parsed.sentence_at(statement.span.start)
        if sentence is None or not first - 1 <= sentence.index <= max(thread.sentences, default=0):
            continue
        if statement.speaker.is_outlet or (
            statement.speech_act is SpeechAct.ACCUSE and not _accuses_here(statement)
        ):
            continue
        own = answerers.side_of(context, statement)
        found |= {p for p in _parties_in(context, statement) if p not in {own, victim}}
    return found


def _parties_in(context: Context, statement: Statement) -> list[str]:
    """The parties whose people a statement speaks of, in reading order, the speaker's own left out."""
    own = answerers.side_of(context, statement)
    groups = [
        g
        for found in context.groups.values()
        for g in found
        if g.group.party is not None and any(c.start <= g.start < c.end for c in statement.content)
    ]
    ordered = sorted(groups, key=lambda g: g.start)
    return [g.group.party for g in ordered if g.group.party is not None and g.group.party != own]


def _is_named_actor(thread: Thread, statement: Statement) -> bool:
    """ "the column" after "men of the X column": an actor without a party, known by its own words."""
    words = {w.strip(".,'’\"()").lower() for w in statement.speaker.wording.split()}
    wordings = [act.actor_group.wording for act in thread.acts if act.actor_group is not None]
    named = {w.strip(".,'’\"()").lower() for wording in wordings for w in wording.split()}
    return any(len(w) > 4 and w not in TOO_WIDE and w.rstrip("s") not in TOO_WIDE for w in words & named)
