"""`allegata review`: a person decides. The decision is kept for good; the next link and assess obey it."""

from collections.abc import Sequence

from allegata.actions.casebook import Casebook
from allegata.actions.decided import undone
from allegata.actions.formerly import vanished
from allegata.actions.media import derivative_named, made_by
from allegata.actions.prepared import as_merge, prepared
from allegata.actions.reopening import reopening
from allegata.actions.states import WITH_SECOND, Move, moved
from allegata.actions.things import INCIDENT, incident_if_any, is_copy
from allegata.errors import BadDecision, StaleDecision
from allegata.evidence.custody import Draft, EntryKind
from allegata.linking.pairs import seen_mentions
from allegata.model.codec import digest, to_data
from allegata.model.decision import Decision, DecisionVerb, Second
from allegata.model.result import ReviewResult

PREFIX = "dec"
ON_RECORDS = frozenset({DecisionVerb.STATE, DecisionVerb.ACCEPT, DecisionVerb.REJECT})
"""The verbs that move the state of an incident's record."""
ON_COPIES = frozenset({DecisionVerb.ACCEPT, DecisionVerb.REJECT})


def review(
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
    second: Second | None = None,
    group: str | None = None,
) -> ReviewResult:
    """Write a decision to the ledger.

    | verb | subject | others | value |
    |---|---|---|---|
    | accept, reject | statement, account, mention, record or incident | – | – |
    | correct | statement, account, mention or record | – | JSON: fields and their new values |
    | same, different, unsure | mention or incident | one more, or several | – |
    | same, different, unsure | item of footage | one more | – |
    | accept, reject | derivative of footage | – | – |
    | merge | incident | the incidents that are one with it | – |
    | split | incident | its mentions that belong elsewhere | – |
    | searched | incident | – | JSON: `places` looked at, `as_of` day, and `sides` (all, where left out) |
    | state | incident | – | the new state |
    | missed | document or item | – | JSON: `kind`, the words (`start`, `end`, `quote`), and the fields of it |
    | undo | decision | – | – |

    :param by: who decides; a name or pseudonym, never empty.
    :param saw: the digest of what the person looked at (`seen`); None: what stands there now.
    :param despite_blockers: make one of several although something rules that out (`linking.blockers`).
    :param second: who confirmed the request that this decision comes from (`actions.requests`).
    :param group: shared by the decisions that one act makes (`actions.together`).
    :raises BadDecision: without author or reason, or when it can mean nothing.
    :raises UnknownThing: when the casebook holds nothing of that name.
    :raises StaleDecision: when the thing is no longer what the person saw.
    """
    if not by.strip() or not reason.strip():
        raise BadDecision("a decision needs an author and a reason; give `--by` and `--reason`")
    verb, subject, others = as_merge(book, verb, subject, others)
    if verb is DecisionVerb.STATE and value in WITH_SECOND and second is None:
        _refuse_one(value)
    subject, others, value, thing = prepared(
        book, verb, subject, tuple(others), value, despite_blockers, signed=second is not None
    )
    _refuse_maker(book, verb, subject, by)
    if second is None:
        for move in moves(book, verb, subject, value):
            if move.always:
                _refuse_one(move.after)
    now = digest(thing)
    if saw is not None and saw != now:
        raise StaleDecision(f"{subject} has changed since you looked at it; look again, then decide again")
    decision = Decision(
        book.outside.new_id(PREFIX),
        verb,
        subject,
        by.strip(),
        book.now(),
        reason.strip(),
        now,
        others,
        value,
        subject if verb is DecisionVerb.UNDO else None,
        second.by if second else None,
        second.reason if second else "",
        second.request if second else None,
        group,
    )
    wrote = second.by if second else decision.by
    draft = Draft(EntryKind.DECIDED, decision.at, wrote, decision.id, {"decision": to_data(decision)})
    entry, *_ = book.keep(book.batch(), [draft, *reopening(book, decision, PREFIX)])
    return ReviewResult(decision, entry.seq)


def _refuse_one(state: str) -> None:
    raise BadDecision(
        f"a record becomes {state} by two persons: ask for it (`--ask`), and let another one confirm"
    )


def _refuse_maker(book: Casebook, verb: DecisionVerb, subject: str, by: str) -> None:
    """:raises BadDecision: when whoever made a copy would let it out, by confirming it or by undoing a refusal."""
    made_of = undone(book, subject) if verb is DecisionVerb.UNDO else None
    about = made_of.subject if made_of and made_of.verb in ON_COPIES else subject
    if not is_copy(about) or verb not in (DecisionVerb.ACCEPT, DecisionVerb.UNDO):
        return
    if made_by(derivative_named(book, about), by):
        raise BadDecision("whoever made a copy does not confirm it; a second person has to look at it")


def confirms_copy(book: Casebook, verb: DecisionVerb, subject: str) -> bool:
    """Whether a decision says of a copy made from footage whether it may go out."""
    if verb is DecisionVerb.UNDO:
        root = undone(book, subject)
        return bool(root and root.verb in ON_COPIES and is_copy(root.subject))
    return verb in ON_COPIES and is_copy(subject)


def moves(book: Casebook, verb: DecisionVerb, subject: str, value: str | None) -> tuple[Move, ...]:
    """What a decision would do to the state of the record that it is about; () where it is about none."""
    if verb is DecisionVerb.STATE or (verb in ON_RECORDS and subject.startswith(INCIDENT)):
        about = subject
    elif verb is DecisionVerb.UNDO and (root := undone(book, subject)) and root.verb in ON_RECORDS:
        about = root.subject
    else:
        return ()
    one = incident_if_any(book, about) if about.startswith(INCIDENT) else None
    if one is None and verb is DecisionVerb.UNDO:  # a seal outlives what a reader no longer finds
        one = next((away.incident for away in vanished(book, [about])), None)
    if one is None:
        return ()
    if verb is DecisionVerb.REJECT:
        value = seen_mentions([one.mentions])
    return (moved(book, one, verb, subject if verb is DecisionVerb.UNDO else one.id, value),)
