"""Decisions that take two persons: one asks, another one confirms or declines; neither can be both.

DOMAIN 2.2, 2.3 and must-not 9: on a team's server merging, splitting, withdrawing, sealing, unsealing and
undoing any of these is asked for by one person and done by another; *documented* and *reviewed* take two
everywhere. What rules a second person out is refused here, whichever door they come by. One exception:
sealing protects somebody, so it takes effect at once and the second signature follows.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select

from allegata.actions import footage
from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.actions.decided import decided, undone
from allegata.actions.prepared import as_merge, prepared
from allegata.actions.review import PREFIX as DECISION
from allegata.actions.review import moves, review
from allegata.actions.states import lacking, state_now
from allegata.actions.things import INCIDENT
from allegata.actions.told import subject_words
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.evidence.custody import Draft, EntryKind
from allegata.linking.pairs import PAIR_SEPARATOR, seen
from allegata.model.codec import digest, parse, to_data
from allegata.model.decision import Answer, Closing, Decision, DecisionVerb, Request, Second
from allegata.model.incident import Incident
from allegata.model.result import RECORD_FIELDS, AnswerResult, Asked, RequestResult, ReviewResult
from allegata.model.user import same_person
from allegata.model.vocabulary import RecordState
from allegata.store.tables import ANSWERS, INCIDENTS, MEMBERS, MENTIONS, REQUESTS

PREFIX = "req"
TAKEN_FOR_ONE = frozenset({DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE})


def decide(
    book: Casebook,
    verb: DecisionVerb,
    subject: str,
    by: str,
    reason: str,
    others: Sequence[str] = (),
    value: str | None = None,
    saw: str | None = None,
    *,
    team: bool,
    despite_blockers: bool = False,
) -> ReviewResult | RequestResult:
    """Decide, or ask for a second person where the decision takes two.

    :param team: whether several people work here; alone, only what leads to a state of `states.WITH_SECOND`
        takes a second one, and what one person did says so.
    :param saw: the digest that `seen_now` gave when the page was shown; None: what stands there now.
    :raises BadDecision, UnknownThing, StaleDecision: as `review` and `ask`.
    """
    verb, subject, others = as_merge(book, verb, subject, others)
    alone = any(move.always for move in moves(book, verb, subject, value))
    if alone or (team and needs_second(book, verb, subject, others, value)):
        return ask(book, verb, subject, by, reason, others, value, saw, despite_blockers=despite_blockers)
    refuse_stale(book, verb, subject, others, value, saw)
    return review(book, verb, subject, by, reason, others, value, despite_blockers=despite_blockers)


def needs_second(
    book: Casebook, verb: DecisionVerb, subject: str, others: Sequence[str] = (), value: str | None = None
) -> bool:
    """Whether a decision takes two persons among several who work together."""
    if verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT):
        return True
    if any(move.two or move.always for move in moves(book, verb, subject, value)):
        return True
    if verb in TAKEN_FOR_ONE:
        return _moves_mentions(book, verb, (*subject.split(PAIR_SEPARATOR), *others))
    if verb is DecisionVerb.UNDO:
        return _undo_needs_second(book, subject)
    return False


def ask(
    book: Casebook,
    verb: DecisionVerb,
    subject: str,
    by: str,
    reason: str,
    others: Sequence[str] = (),
    value: str | None = None,
    saw: str | None = None,
    *,
    despite_blockers: bool = False,
) -> RequestResult:
    """Write a request to the ledger; another person confirms it or declines.

    :param saw: as in `decide`.
    :raises BadDecision: without author or reason, when it can mean nothing, when the same is asked for
        already, or when the record lacks what its new state takes.
    :raises UnknownThing: when the casebook holds nothing of that name.
    :raises StaleDecision: when the thing is no longer what the person saw.
    """
    if not by.strip() or not reason.strip():
        raise BadDecision("a request needs an author and a reason; give `--by` and `--reason`")
    verb, subject, others = as_merge(book, verb, subject, others)
    now = refuse_stale(book, verb, subject, others, value, saw)
    subject, names, kept, _ = prepared(book, verb, subject, tuple(others), value, despite_blockers)
    _refuse_lacking(book, verb, subject, kept)
    same = [r for r in _open(book) if (r.verb, r.subject, r.others) == (verb, subject, names)]
    if any(verb is not DecisionVerb.STATE or r.value == kept for r in same):
        raise BadDecision(f"this is asked for already, by {same[0].by} ({same[0].id})")
    decision = None
    if verb is DecisionVerb.STATE and kept == RecordState.SEALED:  # somebody may be at risk while we wait
        decision = review(book, verb, subject, by, reason, names, kept).decision
    request = Request(
        book.outside.new_id(PREFIX),
        verb,
        subject,
        by.strip(),
        book.now(),
        reason.strip(),
        now,
        names,
        kept if verb is DecisionVerb.STATE else None,  # what else a decision carries is found when it is made
        despite_blockers,
    )
    draft = Draft(EntryKind.REQUESTED, request.at, request.by, request.id, {"request": to_data(request)})
    (entry,) = book.keep(book.batch(), [draft])
    return RequestResult(request, entry.seq, decision)


def confirm(book: Casebook, id: str, by: str, reason: str, closed: Collection[str] = ()) -> ReviewResult:
    """Do what another person asked for. The decision carries both names and both reasons.

    :param closed: the names whose accounts are closed: what they asked for nobody stands for any more.
    :raises BadDecision: by the person who asked, without a reason, when it ended already, or when the account
        of the one who asked was closed.
    :raises UnknownThing: when there is no such request.
    :raises StaleDecision: when what it is about has changed since it was asked for.
    """
    request = _to_answer(book, id, by, reason)
    if same_person(request.by, by):
        raise BadDecision(f"{request.by} asked for this; another person has to confirm it")
    if any(same_person(request.by, name) for name in closed):
        raise BadDecision(
            f"the account of {request.by}, who asked for this, was closed; decline it, and ask for it yourself "
            "where it is right: another person confirms it then"
        )
    things = (book, request.verb, request.subject, request.others, request.value)
    if seen_now(*things) != request.saw:
        raise StaleDecision(
            f"what {request.by} asked for has changed since: look at it again, then decline the request with "
            "this as the reason, or let it be asked for anew"
        )
    _refuse_lacking(book, request.verb, request.subject, request.value)
    return review(
        book,
        request.verb,
        request.subject,
        request.by,
        request.reason,
        request.others,
        request.value,
        despite_blockers=request.despite_blockers,
        second=Second(by.strip(), reason.strip(), request.id),
    )


def close(book: Casebook, id: str, by: str, reason: str, how: Closing) -> AnswerResult:
    """Decline a request of another person, or withdraw one's own; the reason is kept for good.

    A seal holds from the moment it is asked for; when its request ends otherwise, the same entries undo it.

    :raises BadDecision: by the wrong person, without a reason, or when it ended already.
    :raises UnknownThing: when there is no such request.
    """
    request = _to_answer(book, id, by, reason)
    own = same_person(request.by, by)
    if how is Closing.DECLINED and own:
        raise BadDecision("this is your own request: withdraw it; another person declines it")
    if how is Closing.WITHDRAWN and not own:
        raise BadDecision(f"only {request.by}, who asked, can withdraw this; decline it instead")
    if how is Closing.CONFIRMED:
        raise BadDecision("a request is confirmed by `confirm`, which writes the decision")
    answer = Answer(request.id, how, by.strip(), book.now(), reason.strip())
    draft = Draft(EntryKind.ANSWERED, answer.at, answer.by, request.id, {"answer": to_data(answer)})
    undo = _unsealing(book, request, answer)
    entry, *_ = book.keep(book.batch(), [draft, *undo])
    return AnswerResult(answer, entry.seq)


def _unsealing(book: Casebook, request: Request, answer: Answer) -> list[Draft]:
    """The undo of the seal that a request put in force at once; none where it put none, or it was undone since."""
    if request.verb is not DecisionVerb.STATE or request.value != RecordState.SEALED:
        return []
    seal = next(
        (
            one
            for one in reversed(decided(book).force)
            if one.verb is DecisionVerb.STATE and one.subject == request.subject
        ),
        None,
    )
    if seal is None or seal.value != RecordState.SEALED or seal.second or seal.at > request.at:
        return []
    undo = Decision(
        book.outside.new_id(DECISION),
        DecisionVerb.UNDO,
        seal.id,
        answer.by,
        answer.at,
        answer.reason,
        digest(seal),
        supersedes=seal.id,
    )
    return [Draft(EntryKind.DECIDED, undo.at, undo.by, undo.id, {"decision": to_data(undo)})]


def requests(book: Casebook, *, open_only: bool = False, incident: str | None = None) -> tuple[Asked, ...]:
    """Every request with its end, oldest first.

    :param open_only: only those without an end; they are also compared with what stands there now.
    :param incident: only those that concern this incident.
    """
    query = select(REQUESTS.c.data, ANSWERS.c.data.label("answer"))
    query = query.select_from(REQUESTS.outerjoin(ANSWERS, ANSWERS.c.request == REQUESTS.c.id))
    if open_only:
        query = query.where(ANSWERS.c.request.is_(None))
    found = []
    for row in book.index.rows(query.order_by(REQUESTS.c.seq)):
        one = parse(Request, row.data)
        if incident is not None and incident not in concerned_ids(book, one):
            continue
        answer = parse(Answer, row.answer) if row.answer else None
        found.append(Asked(one, answer, subject_words(one), answer is None and _is_stale(book, one)))
    return tuple(found)


def request(book: Casebook, id: str) -> Asked:
    """One request, with its end where it has one.

    :raises UnknownThing: when there is none of this id.
    """
    found = next((one for one in requests(book) if one.request.id == id), None)
    if found is None:
        raise UnknownThing(f"there is no request {id!r}; `allegata history` lists those on record")
    return found


def concerned_ids(book: Casebook, of: Request | Decision) -> tuple[str, ...]:
    """The incidents that a request or decision concerns, sorted, by the ids that it names or that hold its mentions."""
    if of.verb is DecisionVerb.UNDO and (about := undone(book, of.subject)):
        of = about
    names = (*of.subject.split(PAIR_SEPARATOR), *of.others)
    return tuple(sorted({one.id for one in _concerned(book, names)} | {n for n in names if _is_incident(n)}))


def seen_now(
    book: Casebook, verb: DecisionVerb, subject: str, others: Sequence[str] = (), value: str | None = None
) -> str:
    """The digest of everything that a decision would move, as it stands now: `saw` of `decide` and `ask`.

    It covers the mentions, the state and the values of each incident, not what was proposed about it since.
    Sealing depends on neither state nor values: it changes the state at once, whatever the values.
    """
    names: list[str] = [*subject.split(PAIR_SEPARATOR), *others]
    if verb is DecisionVerb.UNDO and (about := undone(book, subject)):
        names = [*about.subject.split(PAIR_SEPARATOR), *about.others]
        names += [mention for group in seen(about) for mention in group]
    sealing = verb is DecisionVerb.STATE and value == RecordState.SEALED
    return digest(
        tuple(
            (one.id, one.mentions, *(() if sealing else (state_now(book, one).value, _values(book, one))))
            for one in sorted(_concerned(book, names), key=lambda one: one.id)
        )
    )


def _values(book: Casebook, one: Incident) -> str:
    """The digest of everything that counts now of what is told of an incident."""
    wanted = frozenset(one.mentions)
    query = select(MENTIONS.c.document).distinct().where(MENTIONS.c.id.in_(one.mentions))
    now = some(book, [row.document for row in book.index.rows(query)])
    accounts = tuple(a for reading in now.readings for a in reading.accounts if a.mention in wanted)
    records = tuple(
        record
        for reading in now.readings
        for name in RECORD_FIELDS
        for record in getattr(reading, name)
        if wanted.intersection(record.about)
    )
    return digest((accounts, records))


def refuse_stale(
    book: Casebook,
    verb: DecisionVerb,
    subject: str,
    others: Sequence[str],
    value: str | None,
    saw: str | None,
) -> str:
    """The digest of what stands there now.

    :raises StaleDecision: when that is not what the person saw.
    """
    now = seen_now(book, verb, subject, others, value)
    if saw is not None and saw != now:
        raise StaleDecision("this was changed since you looked at it; look again, then decide again")
    return now


# --- what a decision concerns ---


def _concerned(book: Casebook, names: Iterable[str]) -> tuple[Incident, ...]:
    """The incidents of these names, and those that hold mentions of these names."""
    wanted = sorted(set(names))
    rows = book.index.rows(select(MEMBERS.c.incident).where(MEMBERS.c.mention.in_(wanted)))
    here: list[ColumnElement[bool]] = [INCIDENTS.c.id.in_({row.incident for row in rows})]
    here += [INCIDENTS.c.id.startswith(name, autoescape=True) for name in wanted if _is_incident(name)]
    query = select(INCIDENTS.c.data).where(or_(*here)).order_by(INCIDENTS.c.id)
    return tuple(parse(Incident, row.data) for row in book.index.rows(query))


def _is_incident(name: str) -> bool:
    return name.startswith(INCIDENT)


def _moves_mentions(book: Casebook, verb: DecisionVerb, names: Sequence[str]) -> bool:
    """Whether a word on a pair makes one of several incidents, or several of one."""
    if all(_is_incident(name) for name in names):
        return verb is DecisionVerb.SAME
    inside = _concerned(book, names)
    return len(inside) > 1 if verb is DecisionVerb.SAME else 0 < len(inside) < len(set(names))


def _undo_needs_second(book: Casebook, id: str) -> bool:
    """An undo takes two when what it undoes would: it moves mentions or states back."""
    about = undone(book, id)
    if about is None:
        return False
    if about.second or about.verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT):
        return True
    return about.verb is DecisionVerb.SAME and not footage.is_pair(about.subject)


# --- requests on record ---


def _open(book: Casebook) -> tuple[Request, ...]:
    return tuple(one.request for one in requests(book, open_only=True))


def _is_stale(book: Casebook, one: Request) -> bool:
    return seen_now(book, one.verb, one.subject, one.others, one.value) != one.saw


def _to_answer(book: Casebook, id: str, by: str, reason: str) -> Request:
    if not by.strip() or not reason.strip():
        raise BadDecision("an answer to a request needs an author and a reason; give `--by` and `--reason`")
    found = request(book, id)
    if found.answer is not None:
        raise BadDecision(f"this request was {found.answer.how} by {found.answer.by} already")
    return found.request


def _refuse_lacking(book: Casebook, verb: DecisionVerb, subject: str, value: str | None) -> None:
    if verb is DecisionVerb.STATE and value and (missing := lacking(book, subject, RecordState(value))):
        raise BadDecision(f"a record becomes {value} when nothing is missing; here: {'; '.join(missing)}")
