"""Who answers in a sentence, in whose name, and which words carry the answer."""

from dataclasses import replace

from spacy.tokens import Token

from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.reading.context import Context
from allegata.reading.extents import SUBJECTS, clause, is_placeholder, is_verb, own_subject
from allegata.reading.mentions import goes_on, scan
from allegata.reading.phrases import noun_phrase
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.shortforms import is_bare_spokesman

ARGUMENTS = frozenset({"dobj", "nsubjpass", "nsubj", "oprd", "ccomp"})
ASKED = frozenset(
    {"request", "question", "call", "email", "e-mail", "letter", "inquiry", "enquiry", "message"}
)
"""What is put to somebody who then answers or does not."""
NAMING = frozenset(
    {"call", "describe", "label", "brand", "dismiss", "reject", "denounce", "deem", "consider", "term", "dub"}
) | frozenset(
    {"condemn", "characterise", "characterize", "declare", "regard", "decry", "view", "slam", "spread"}
)
REACHED = frozenset({"reach", "contact", "find"})
_DOWN = frozenset({"xcomp", "pcomp", "prep", "pobj", "dobj", "attr", "acomp", "oprd", "advmod", "nsubjpass"})
_BETWEEN = frozenset(
    {"time", "day", "night", "morning", "evening", "week", "month", "year", "hour", "moment"}
) | frozenset({"statement", "briefing", "interview", "letter", "address", "speech", "post", "message"})
"""What may stand between a passive verb and who did it: a time, or the form in which it was done."""
_JOINING = frozenset({"neither", "nor", "either", "both"})
PRONOUNS = frozenset({"he", "she", "it", "they"})


def governing(token: Token) -> Token | None:
    """The verb that a word of answering hangs on, itself included."""
    node = token
    while not is_verb(node) and not mistagged(node):
        if node.head.i == node.i:
            return None
        node = node.head
    return node


def mistagged(token: Token) -> bool:
    """A verb that the parser took for a plural noun ("the XYZ rejects allegations"): nouns have no object."""
    return token.pos_ == "NOUN" and token.tag_ == "NNS" and any(c.dep_ == "dobj" for c in token.children)


def is_naming(verb: Token) -> bool:
    """Whether a verb calls something by a name ("called the clip a fabrication")."""
    return verb.lemma_.lower() in NAMING


def answering(token: Token) -> Token | None:
    """Who answers: the subject, the agent of a passive, "from X" of a reply, "to X" of an unanswered request."""
    verb = governing(token)
    if verb is None:
        return None
    if mistagged(token):
        return next((c for c in token.children if c.dep_ in {"amod", "compound", "nsubj"}), None)
    if not is_verb(token) and token.pos_ == "NOUN":
        sent = _object_of(("from", "by"), token) or _object_of(("from",), verb)
        if sent is not None and sent.i != token.i:
            return sent
    subject = _own_subject(verb)
    if subject is not None and subject.lemma_.lower() in ASKED:
        return _asked(subject)
    if _is_passive(verb):
        # "X could not be reached for comment" puts the one who does not answer where the object was
        return subject if verb.lemma_.lower() in REACHED else _agent(verb)
    if subject is None:
        subject = _borrowed(verb) or _left_behind(verb)
    if subject is not None and subject.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
        return verb.head
    return subject


def is_left_open(verb: Token) -> bool:
    """ "is yet to say whether it will look into it", "did not say that it would": nothing is promised."""
    if any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in verb.children):
        return True
    node = verb
    while node.head.i > node.i or (node.head.i != node.i and node.dep_ in {"ccomp", "xcomp", "pcomp"}):
        if node.head.i > node.i and node.dep_ not in {"aux", "auxpass"}:
            return False  # "they were looking into it; the outcome was never told": another clause
        node = node.head
        words = {c.lower_ for c in node.children if c.dep_ in {"neg", "advmod"}} | {node.lemma_.lower()}
        if words & {"not", "n't", "never", "yet", "decline", "refuse", "fail"}:
            return True
    return False


def _own_subject(verb: Token) -> Token | None:
    return own_subject(verb)


def _is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    return any(c.dep_ in {"auxpass", "nsubjpass", "agent"} for c in verb.children)


def _agent(verb: Token) -> Token | None:
    """ "was rejected by X", also where the parser hangs "by X" on a time or place between ("at the time by X").

    "opened over the killing of prisoners by X": that X killed, not that X opened.
    """
    own = _object_of(("by",), verb)
    if own is not None:
        return own
    between = [
        noun
        for prep in verb.children
        if prep.dep_ == "prep" and prep.lower_ in {"at", "on", "in", "for", "during"}
        for noun in prep.children
        if noun.dep_ == "pobj" and (noun.pos_ == "PROPN" or noun.lemma_.lower() in _BETWEEN)
    ]
    return next((found for n in between if (found := _object_of(("by",), n)) is not None), None)


def _object_of(words: tuple[str, ...], token: Token) -> Token | None:
    for prep in token.children:
        if prep.lower_ in words and prep.dep_ in {"prep", "agent"}:
            found = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if found is not None:
                return found
    return None


def _asked(subject: Token) -> Token | None:
    for prep in subject.subtree:
        if prep.lower_ == "to" and prep.dep_ in {"prep", "dative"}:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _borrowed(verb: Token) -> Token | None:
    """The subject of a verb without one: of the verb it hangs on.

    "X said that the man had died and rejected the claim": who answers is X, not the man.
    """
    node, joined = verb, False
    for _ in range(6):
        if node.head.i == node.i or node.dep_ not in {
            "conj",
            "xcomp",
            "pcomp",
            "prep",
            "advcl",
            "ccomp",
            "aux",
        }:
            return None
        joined = joined or node.dep_ == "conj"
        above = governing(node.head)
        if above is None:
            return None
        if joined and above.dep_ == "ccomp" and above.i != above.head.i and above.i > above.head.i:
            outer = governing(above.head)
            if outer is not None and outer.i != above.i and _own_subject(outer) is not None:
                return _own_subject(outer)
        found = _own_subject(above)
        if found is not None:
            return found
        node = above
    return None


def _left_behind(verb: Token) -> Token | None:
    """The noun just before a finite verb without a subject, which the parser hung on it as something else."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ != "ROOT":
        return None
    helpers = {c.i for c in verb.children if c.dep_ in {"aux", "neg", "advmod"}}
    before = verb.i - 1
    while before >= 0 and before in helpers:
        before -= 1
    noun = verb.doc[before] if before >= 0 else None
    own = noun is not None and noun.head.i == verb.i and noun.pos_ in {"NOUN", "PROPN"}
    return noun if own and noun is not None and noun.dep_ in {"npadvmod", "dobj", "dep", "nmod"} else None


def _subject_before(verb: Token) -> Token | None:
    """Whom "he" in a clause joined to another may mean: that one's subject ("X ruled it out; he did not …")."""
    for other in (verb.head, *verb.children):
        joined = other.i < verb.i and (other.dep_ in {"ccomp", "conj"} or verb.dep_ in {"conj", "parataxis"})
        if other.i != verb.i and joined and is_verb(other):
            found = own_subject(other)
            return found if found is not None and found.pos_ in {"NOUN", "PROPN"} else None
    return None


def speaker(context: Context, sentence: Sentence, parse: Parse, who: Token) -> Speaker:
    """The speaker that answers; a pronoun is whoever the attribution says, or who spoke last just before."""
    at = parse.start(who)
    start, end = parse.extent(_own_name(who))
    span = context.span(start, end)
    own = [
        s
        for s in context.statements
        if s.speaker.span is not None and s.speaker.span.start <= at < s.speaker.span.end
    ]
    told = next((s.speaker for s in own if not s.speaker.is_outlet), None)
    if told is not None and (who.pos_ == "PRON" or told.source is not None or told.capacity is not None):
        return told
    if is_placeholder(parse, who) or (who.pos_ == "PRON" and who.lower_ in PRONOUNS):
        inner = context.statement_at(at, parse.end(who))
        if not inner.speaker.is_outlet:
            return inner.speaker
        before = spoke_before(context, sentence, at)
        if before is None or before.span.end < sentence.start:
            verb = governing(who)
            named = _subject_before(verb) if verb is not None else None
            if named is not None:
                told = context.voice(context.span(*parse.extent(_own_name(named))))
                return replace(told, span=span)
        return replace(before.speaker, span=span) if before is not None else Speaker(span.quote, span)
    if who.lower_ in {"we", "i"}:
        return context.statement_at(at, parse.end(who)).speaker
    return context.voice(span)


def _own_name(who: Token) -> list[Token]:
    """The words that name somebody; of "neither X nor Y" the one of the two."""
    words = noun_phrase(who)
    if not any(c.lower_ in _JOINING for c in who.children):
        return words
    last = min((c.i for c in who.children if c.dep_ == "cc" and c.i > who.i), default=len(who.doc))
    return [t for t in words if t.i < last and t.lower_ not in _JOINING] or [who]


def spoke_before(context: Context, sentence: Sentence, at: int) -> Statement | None:
    """The last statement by somebody before this place, in this sentence or the one before in the paragraph."""
    low = min(
        (
            s.start
            for s in context.parsed.sentences
            if sentence.index - 1 <= s.index <= sentence.index and s.paragraph == sentence.paragraph
        ),
        default=sentence.start,
    )
    earlier = [s for s in context.statements if not s.speaker.is_outlet and low <= s.span.start < at]
    # "the group, which according to experts …, confirms": who speaks in most of the sentence spoke
    return max(earlier, key=lambda s: (_sentence_of(context, s), s.span.end - s.span.start), default=None)


def _sentence_of(context: Context, statement: Statement) -> int:
    sentence = context.parsed.sentence_at(statement.span.start)
    return sentence.index if sentence is not None else -1


def side_of(context: Context, statement: Statement, depth: int = 3) -> str | None:
    """The party in whose name somebody speaks; "a spokesman" speaks for who spoke in the sentence before."""
    found = context.side(statement.speaker)
    if found is not None or statement.speaker.source is not None or not depth:
        return found
    wording = statement.speaker.wording
    if not is_bare_spokesman(wording) or any(True for _ in scan(wording, context.knowledge)):
        return None
    sentence = context.parsed.sentence_at(statement.span.start)
    before = spoke_before(context, sentence, sentence.start) if sentence is not None else None
    return side_of(context, before, depth - 1) if before is not None else None


def party(context: Context, parse: Parse, who: Token, voice: Speaker) -> str | None:
    """The party of whoever answers, if the words or the document tell."""
    found = context.side(voice)
    if found is not None:
        return found
    said = next((s for s in context.statements if s.speaker.key == voice.key), None)
    found = side_of(context, said) if said is not None and not voice.is_outlet else None
    if found is not None:
        return found
    group = context.group_at(parse, who)
    if group is not None and group.group.party:
        return group.group.party
    start, end = parse.extent(noun_phrase(who))
    whole = context.document.text[start:end]
    beside = {
        t.text for t in noun_phrase(who) if t.dep_ in {"amod", "compound", "poss", "nmod"} or t.i == who.i
    }
    named = {
        n.party.id
        for n in scan(whole, context.knowledge)
        if not goes_on(whole, n) and beside & set(whole[n.start : n.end].split())
    }
    return next(iter(named)) if len(named) == 1 else None


def _split_passive(verb: Token) -> bool:
    """ "was for months denied by X": the parser hangs the participle on what stands between."""
    return (
        verb.dep_ == "acl"
        and verb.tag_ == "VBN"
        and verb.head.dep_ == "pobj"
        and is_verb(verb.head.head.head)
    )


def _aside(parse: Parse, verb: Token, end: int) -> int:
    """Where an aside that says something else begins: "no word from X, which maintains that …"."""
    for token in verb.subtree:
        if token.dep_ == "relcl" and token.i > verb.i and any(c.dep_ == "ccomp" for c in token.children):
            first = token.left_edge
            if (
                first.i
                and parse.doc[first.i - 1].text == ","
                and any(c.lower_ in {"which", "who"} for c in token.children)
            ):
                return parse.start(parse.doc[first.i - 1])
    return end


def extent(parse: Parse, token: Token) -> tuple[int, int]:
    """The words of the answer: its clause with its own subject, without what the sentence strings on."""
    verb = governing(token) or token
    while (
        own_subject(verb) is None and verb.head.i != verb.i and (verb.dep_ in _DOWN or _split_passive(verb))
    ):
        above = governing(verb.head)
        if above is None or above.i == verb.i:
            break
        verb = above
    spans = [(parse.start(verb), parse.end(verb))]
    for child in verb.children:
        if child.dep_ in {"punct", "cc", "parataxis"} or is_placeholder(parse, child):
            continue
        if child.dep_ == "conj" and is_verb(child):
            continue
        if child.dep_ in {"ccomp", "advcl"} and child.i < verb.i:
            continue
        if child.dep_ == "advcl" and any(c.dep_ in SUBJECTS for c in child.children):
            continue
        spans.append(clause(parse, child))
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    end = min(end, _aside(parse, verb, end))
    if verb.dep_ == "relcl":
        # "… accused X of crimes, which X denies": the answer is unreadable without what it answers
        above = governing(verb.head)
        low = clause(parse, above)[0] if above is not None else clause(parse, verb.head)[0]
        start = min(start, low)
    return start, end
