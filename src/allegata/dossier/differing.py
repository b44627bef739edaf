"""Part 4 of an incident: conflicting values, denials and other accounts, and numbers loosely told."""

from collections.abc import Iterator

from allegata.dossier.lookup import Lookup
from allegata.model import phrases
from allegata.model.incident import Account
from allegata.model.record import Response
from allegata.model.value import Count
from allegata.model.view import Entry, Part, merged
from allegata.model.vocabulary import Attribute, Relation, ResponseKind, Scope, Stance

OPPOSING = frozenset(
    {ResponseKind.DENIAL, ResponseKind.RESPONSIBILITY_DENIED, ResponseKind.ALTERNATIVE_ACCOUNT}
)


def differing(held: Lookup) -> Part:
    """Part 4: what stands against what, side by side, without a winner.

    It rests on the same ids as the X of every code: conflicting pairs, and whoever denies or tells it
    otherwise; then numbers that only a headline or a vague word gives.
    """
    entries = [*_conflicting(held), *_opposed(held), *_loosely_told(held)]
    empty = (
        "No conflict of values, no denial of this allegation and no other account was read in these items. "
        "That is not corroboration."
    )
    return Part(4, "Where accounts differ", merged(entries), empty)


def _conflicting(held: Lookup) -> Iterator[Entry]:
    for row in held.record.assessment.attributes:
        for pair in row.pairs:
            left, right = held.accounts.get(pair.left), held.accounts.get(pair.right)
            if pair.relation is Relation.CONFLICT and left is not None and right is not None:
                yield Entry(
                    phrases.ATTRIBUTES[row.attribute],
                    f"{_value_by(held, left)}; {_value_by(held, right)}",
                    (),
                    held.quotations([left.span, right.span]),
                )


def _value_by(held: Lookup, account: Account) -> str:
    value = held.value(account)
    return f"{value} ({held.who(account.statement, account.span.document)})"


def _opposed(held: Lookup) -> Iterator[Entry]:
    """What is alleged, and beside it denials of this allegation and other accounts; one for each statement."""
    assessed = held.record.assessment
    ids = [i for row in assessed.attributes for i in row.corroboration.contradicted_by]
    ids += [i for side in assessed.contestation for i in side.records]
    alleged_acts = [
        a
        for a in held.record.accounts
        if a.attribute is Attribute.ACT_TYPE and a.stance is Stance.ALLEGES and a.id not in assessed.pinned
    ]
    beside = sorted(alleged_acts, key=held.speaks_for_itself)[:1]
    shown: set[str] = set()
    answers: list[Entry] = []
    once = tuple(dict.fromkeys(ids))
    records = [r for r in map(held.records.get, once) if isinstance(r, Response)]
    accounts = [a for a in map(held.accounts.get, once) if a is not None]
    things: list[Response | Account] = [*records, *accounts]
    for thing in things:
        document = thing.span.document
        if isinstance(thing, Response) and thing.kind in OPPOSING:
            who, what, scope = held.speaker(thing.by, document), phrases.RESPONSES[thing.kind], thing.scope
        elif isinstance(thing, Account) and thing.stance in {Stance.DENIES, Stance.ALTERNATIVE}:
            who = held.who(thing.statement, document)
            what = "denies" if thing.stance is Stance.DENIES else "gives another account"
            scope = thing.scope
        else:
            continue
        if thing.statement in shown or scope not in {Scope.THIS_INCIDENT, Scope.UNCLEAR}:
            continue
        shown.add(thing.statement)
        answers.append(Entry(who, what, (phrases.SCOPES[scope],), held.quotations([thing.span])))
    if answers:
        for account in beside:
            who = held.who(account.statement, account.span.document)
            words = held.quotations([account.span])
            what = held.put_forward(account.statement, held.value(account), account.speech_act)
            yield Entry(who, what, held.notes(account), words)
    yield from answers


def _loosely_told(held: Lookup) -> Iterator[Entry]:
    """Numbers that only a headline or a vague word gives, where they are not those of the accounts."""
    for row in held.record.assessment.attributes:
        if row.counts is None:
            continue
        left_out = {account for account, _ in row.counts.excluded}
        told = [held.accounts[a] for a in row.accounts if a in held.accounts]
        firm = {a.value for a in told if a.id not in left_out}
        for account in told:
            loose = isinstance(account.value, Count) and (account.headline or account.value.vague)
            if loose and firm and account.id in left_out and account.value not in firm:
                yield Entry(
                    phrases.ATTRIBUTES[row.attribute],
                    f"{_value_by(held, account)}; the accounts: "
                    + phrases.span_of(row.counts.minimum, row.counts.maximum, row.counts.open_ended),
                    held.notes(account),
                    held.quotations([account.span]),
                )
