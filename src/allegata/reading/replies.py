"""What the accused side itself says of the occurrence in focus, when no word of answering names it so.

Every clause by a voice of the accused party is an answer: it denies where it negates an act, promises
where it speaks of looking into it or punishing, and otherwise gives an account of its own. Nothing of
what that side says of the occurrence is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Token

from allegata.model.document import Span, derived_id
from allegata.model.record import Response
from allegata.model.statement import Statement
from allegata.model.vocabulary import Polarity, ResponseKind, Scope, SpeechAct
from allegata.reading import accused, answerers, reach, turns
from allegata.reading.context import Context
from allegata.reading.extents import clause, is_placeholder, is_verb, own_subject
from allegata.reading.sentences import Parse, Sentence
from allegata.reading.threads import Thread, Threads

ADMITTING = frozenset({"confirm", "admit", "acknowledge", "concede", "confess"})
SAID_OTHERWISE = frozenset({SpeechAct.DEMAND, SpeechAct.REFER, SpeechAct.REPORT_VERIFICATION})
NOT_KNOWN = frozenset({"evidence", "information", "indication", "confirmation", "knowledge", "proof", "data"})


def find(
    context: Context,
    threads: Threads,
    found: Sequence[Response],
    parties: Mapping[int, set[str]],
    totals: Sequence[Span] = (),
    other: Sequence[Span] = (),
) -> list[Response]:
    """The answers that lie in what voices of the accused side say.

    :param found: the answers read already.
    :param parties: whom the text accuses of each occurrence.
    :param totals: where published figures stand; they answer nothing.
    :param other: where checks and legal steps are told; they are no account of what happened.
    """
    taken = [*(r.span for r in found), *totals]
    made: list[Response] = []
    for statement in context.statements:
        if statement.speaker.is_outlet or statement.speech_act in SAID_OTHERWISE:
            continue
        sentence = context.parsed.sentence_at(statement.span.start)
        thread = (
            accused.answered(context, threads, sentence, statement, parties) if sentence is not None else None
        )
        if sentence is None or thread is None:
            continue
        for parse, verb in _clauses(context, sentence, statement):
            record = _record(context, sentence, thread, statement, parse, verb)
            at = parse.start(verb)
            own = record is not None and record.kind is ResponseKind.ALTERNATIVE_ACCOUNT
            if own and any(o.start <= at < o.end for o in other):
                continue
            if record is not None and not any(record.span.overlaps(t) for t in taken):
                made.append(record)
                taken.append(record.span)
    return made


def _clauses(context: Context, sentence: Sentence, statement: Statement) -> Iterator[tuple[Parse, Token]]:
    """The clauses of what is said, each by its verb: "that A and that B" are two."""
    sentences = [
        s
        for s in context.parsed.sentences
        if any(s.start < c.end and c.start < s.end for c in statement.content)
    ]
    for parse in (p for s in sentences for p in s.parses):
        for token in parse.doc:
            inside = any(c.start <= parse.start(token) < c.end for c in statement.content)
            if (
                inside
                and is_verb(token)
                and not is_placeholder(parse, token)
                and _heads(parse, token, statement)
            ):
                yield parse, token


def _heads(parse: Parse, verb: Token, statement: Statement) -> bool:
    """Whether a verb heads a clause of what is said, by itself or joined to one that does."""
    if verb.dep_ in {"aux", "auxpass", "relcl", "acl", "advcl", "amod", "xcomp", "pcomp"}:
        outside = not any(c.start <= parse.start(verb.head) < c.end for c in statement.content)
        return outside and verb.dep_ in {"xcomp", "pcomp"}
    if verb.dep_ == "conj":
        above = verb.head
        while own_subject(verb) is not None and above.dep_ in {"acl", "xcomp", "relcl", "dobj", "advcl"}:
            above = above.head  # "had orders not to harm X and that Y was done": joined to the wrong verb
        return is_verb(above) and _heads(parse, above, statement)
    if verb.dep_ == "ccomp" and any(c.start <= parse.start(verb.head) < c.end for c in statement.content):
        return False
    return verb.dep_ in {"ROOT", "ccomp", "parataxis", "dobj", "pobj", "prep", "dep", "nsubj"}


def _record(
    context: Context, sentence: Sentence, thread: Thread, statement: Statement, parse: Parse, verb: Token
) -> Response | None:
    low, high = _extent(parse, verb)
    start = max(low, min(c.start for c in statement.content))
    end = min(high, max(c.end for c in statement.content))
    if end <= start:
        return None
    inside = [t for t in parse.doc if start <= parse.start(t) < end]
    kind = _kind(context, thread, statement, parse, verb, inside)
    if kind is None:
        return None
    scope = _scope(context, sentence, parse, verb, kind, inside)
    span = context.span(start, end)
    general = scope is Scope.GENERAL_CONDUCT and kind is not ResponseKind.COMMITMENT_TO_INVESTIGATE
    return Response(
        derived_id("rs", span.document, span.start, span.end, kind),
        span,
        statement.id,
        () if general else (thread.id,),
        kind,
        statement.speaker,
        answerers.side_of(context, statement),
        scope,
        statement.chain,
    )


def _extent(parse: Parse, verb: Token) -> tuple[int, int]:
    """The clause of a verb, without an accusation that is joined to it and is an answer of its own."""
    low, high = clause(parse, verb)
    joined = [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i and _is_another(verb, c)]
    if joined:
        before = [t for t in parse.doc if verb.i <= t.i < joined[0].left_edge.i and t.dep_ != "cc"]
        high = min(high, parse.end(before[-1]))
    return low, high


def _is_another(verb: Token, joined: Token) -> bool:
    """Whether a joined verb answers for itself: an accusation, or a deed beside a rule of conduct."""
    if joined.lemma_.lower() in ACCUSING:
        return True
    return is_verb(joined) and reach.is_habit(verb) != reach.is_habit(joined)


ACCUSING = frozenset({"accuse", "blame", "call", "describe", "deny", "reject"})


def _scope(
    context: Context,
    sentence: Sentence,
    parse: Parse,
    verb: Token,
    kind: ResponseKind,
    inside: Iterable[Token],
) -> Scope:
    if kind is ResponseKind.COMMITMENT_TO_INVESTIGATE:
        every = {t.lower_ for t in inside} & {"every", "each", "all"}
        return Scope.GENERAL_CONDUCT if every else Scope.THIS_INCIDENT
    if kind is ResponseKind.NO_RESPONSE_KNOWN:
        return Scope.THIS_INCIDENT
    if kind is ResponseKind.DENIAL and _is_lawful(context, parse, verb):
        return Scope.GENERAL_CONDUCT
    return reach.of_account(context, sentence, parse, verb)


def _kind(
    context: Context, thread: Thread, statement: Statement, parse: Parse, verb: Token, inside: list[Token]
) -> ResponseKind | None:
    """A promise, a denial where an act is negated, an account where something of the occurrence is told."""
    negated = _is_negated(verb)
    commits = context.phrases("records", "answer.commit", "answer.punish")
    if _is_norm(verb):
        return None
    if not negated and any(commits.terms_at(t) for t in _complex(verb)):
        if answerers.is_left_open(verb):
            return None
        return ResponseKind.COMMITMENT_TO_INVESTIGATE
    if any(
        t.lemma_.lower() in NOT_KNOWN and _is_negated(t) for t in inside if t.dep_ in {"dobj", "attr"}
    ) or (negated and any(t.lemma_.lower() == "aware" for t in inside)):
        return ResponseKind.NO_RESPONSE_KNOWN
    if turns.is_uninvolved(context, verb, negated):
        return ResponseKind.RESPONSIBILITY_DENIED
    if _is_only_known(context, verb):
        return None
    if _is_lawful(context, parse, verb) or (not negated and _is_called_false(context, verb)):
        return ResponseKind.DENIAL
    told = [t for t in inside if context.act_types(t, "verb", "noun", "state") or _happens(context, t)]
    if any(_is_negated(t) for t in told if t.dep_ not in {"advcl", "relcl"}):
        return ResponseKind.DENIAL
    concerned = bool(told) or _concerns(context, thread, parse, inside)
    if not concerned:
        return None
    habit = reach.is_habit(verb) and any(c.lower_ == "never" for c in verb.children)
    if habit or (statement.polarity is Polarity.DENIES and negated) or _there_was_none(verb):
        return ResponseKind.DENIAL
    if any(c.quote.split()[-1].lower().startswith(tuple(ADMITTING)) for c in statement.cues if c.quote):
        return ResponseKind.ACKNOWLEDGED_IN_PART
    if _is_other_accusation(context, thread, statement, parse, inside):
        return None
    return ResponseKind.ALTERNATIVE_ACCOUNT


def _is_other_accusation(
    context: Context, thread: Thread, statement: Statement, parse: Parse, inside: list[Token]
) -> bool:
    """An accusation back is an answer only where it speaks of the same thing ("of hitting the vehicle itself")."""
    accuses = any(t.lemma_.lower() in {"accuse", "blame"} for t in inside)
    if statement.speech_act is not SpeechAct.ACCUSE and not accuses:
        return False
    return not _points_back(context, thread, inside)


def _complex(verb: Token) -> list[Token]:
    """A verb with the verbs it governs without a subject of their own ("intends to investigate")."""
    found = [verb]
    for child in verb.children:
        if child.dep_ in {"xcomp", "pcomp"} and is_verb(child) and own_subject(child) is None:
            found += _complex(child)
        elif child.dep_ == "conj" and is_verb(child) and own_subject(child) is None:
            found.append(child)
    return found


def _is_norm(verb: Token) -> bool:
    """ "cannot be regarded as prisoners", "must be treated humanely": what the law is, not what happened."""
    modal = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    return bool(modal & {"can", "ca", "must", "should", "shall", "may"}) and "have" not in modal


def _is_only_known(context: Context, verb: Token) -> bool:
    """ "was aware of the recording", "had not established whether it was genuine": nothing is told of the events."""
    words = {c.lemma_.lower() for c in verb.children if c.dep_ in {"acomp", "attr", "advmod"}}
    open_question = any(
        c.dep_ == "ccomp" and any(m.lower_ in {"whether", "if"} for m in c.children) for c in verb.children
    )
    media = context.phrases("acts", "media.noun")
    alleged = context.phrases("records", "answer.allegation")
    seen = [c for c in verb.children if c.dep_ == "dobj" and (media.terms_at(c) or alleged.terms_at(c))]
    saw = verb.lemma_.lower() in {"see", "watch", "view", "receive", "study"} and bool(seen)
    knew = verb.lemma_.lower() in {"know", "hear"} and not _is_negated(verb)
    return "aware" in words or open_question or saw or knew


def _happens(context: Context, token: Token) -> bool:
    return bool(context.phrases("records", "answer.account").terms_at(token))


def _concerns(context: Context, thread: Thread, parse: Parse, inside: list[Token]) -> bool:
    """Whether a clause speaks of persons, of footage, or of a thing that the text has just told of."""
    back = context.phrases("acts", "back_reference", "media.noun")
    groups = context.groups.get(id(parse), ())
    held = {t.i for t in inside}
    return (
        any(g.token.i in held and (g.group.party is not None or _is_definite(g.token)) for g in groups)
        or any(back.terms_at(t) for t in inside)
        or any(t.lower_ in {"they", "them", "this", "it"} and t.dep_.startswith("nsubj") for t in inside)
        or _points_back(context, thread, inside)
    )


def _is_definite(token: Token) -> bool:
    """ "the men", "its soldiers", "two of them": people who were spoken of, not just any."""
    if token.pos_ == "PRON" or token.ent_type_:
        return True
    return any(
        c.dep_ in {"poss", "nummod"} or (c.dep_ == "det" and c.lower_ in reach.SPECIFIC)
        for c in token.children
    )


def _points_back(context: Context, thread: Thread, inside: list[Token]) -> bool:
    """A definite noun that stood in the sentences of the occurrence already ("the camp", "the boys")."""
    before = {
        t.lemma_.lower()
        for s in context.parsed.sentences
        if s.index in thread.sentences
        for p in s.parses
        for t in p.doc
        if t.pos_ in {"NOUN", "PROPN"} and t.doc is not (inside[0].doc if inside else None)
    }
    return any(
        t.pos_ == "NOUN"
        and any(c.lower_ in reach.SPECIFIC for c in t.children if c.dep_ == "det")
        and t.lemma_.lower() in before
        for t in inside
    )


def _is_lawful(context: Context, parse: Parse, verb: Token) -> bool:
    """ "treats prisoners in line with the conventions", "only hits military targets": denied as a matter of rule."""
    ongoing = any(c.lower_ == "being" for c in verb.children) and any(
        c.lower_ in {"is", "are"} for c in verb.children
    )
    if _is_negated(verb) or not (reach.is_habit(verb) or ongoing):
        return False
    observes = context.phrases("records", "answer.observe").terms_at(verb)
    law = context.hits(parse, "records", "legal.law", "answer.rules")
    below = {t.i for t in verb.subtree}
    if observes and any(h.head in below for h in law):
        return True
    only = any(t.lower_ in {"only", "exclusively", "solely"} for t in verb.subtree)
    strikes = bool(context.act_types(verb, "verb")) or verb.lemma_.lower() in {"fight", "engage", "operate"}
    aims = {"military", "legitimate", "armed", "fighters", "combatants", "soldiers", "troops", "militants"}
    return only and (
        any(t.lower_ in {"military", "legitimate"} for t in verb.subtree)
        or (strikes and any(t.lower_ in aims for t in verb.subtree))
    )


def _is_called_false(context: Context, verb: Token) -> bool:
    """ "the video was staged": what shows or tells of the occurrence is called false."""
    false = context.phrases("records", "answer.false")
    shown = context.phrases("acts", "media.noun")
    alleged = context.phrases("records", "answer.allegation")
    subject = own_subject(verb)
    about = subject is not None and bool(shown.terms_at(subject) or alleged.terms_at(subject))
    return about and any(false.terms_at(t) for t in [verb, *verb.children])


def _there_was_none(verb: Token) -> bool:
    """ "There was no white flag": existence denied."""
    there = any(c.dep_ == "expl" for c in verb.children)
    none = any(c.dep_ in {"attr", "nsubj"} and _has_no(c) for c in verb.children)
    return there and (none or any(c.dep_ == "neg" for c in verb.children))


def _has_no(token: Token) -> bool:
    return any(c.lower_ in {"no", "any"} and c.dep_ in {"det", "neg"} for c in token.children)


def _is_negated(token: Token) -> bool:
    node = token
    for _ in range(4):
        words = [c for c in node.children if c.dep_ == "neg" or (c.lower_ == "no" and c.dep_ == "det")]
        subject = next((c for c in node.children if c.dep_.startswith("nsubj")), None)
        if words or (
            subject is not None
            and (
                subject.lower_ in {"none", "nobody", "neither"}
                or any(c.lower_ == "no" and c.dep_ == "det" for c in subject.children)
            )
        ):
            return True
        objects = [c for c in node.children if c.dep_ in {"dobj", "attr"}]
        if node.i == token.i and is_verb(node) and any(_said_no(o) for o in objects):
            return True
        if node.head.i == node.i or node.dep_ in {"ccomp", "relcl", "advcl", "conj"}:
            return False
        node = node.head
    return False


def _said_no(token: Token) -> bool:
    return any(c.lower_ == "no" and c.dep_ == "det" for c in token.children)
