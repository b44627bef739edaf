"""Decisions that one act of a person makes: written in one turn, known by a mark that they share, undone as one."""

from collections.abc import Sequence

from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.review import review
from allegata.actions.things import thing_named
from allegata.errors import StaleDecision
from allegata.model.codec import digest
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.room import Standing

PREFIX = "act"


def accept_together(book: Casebook, things: Sequence[Standing], by: str, reason: str) -> tuple[Decision, ...]:
    """Accept several things as they stand; one alone carries no mark.

    :raises StaleDecision: when one is no longer what was seen.
    """
    for one in things:  # all or none: what is written stays
        if digest(thing_named(book, one.id)[0]) != one.seen:
            raise StaleDecision(f"{one.id} has changed since you looked at it; look again, then decide again")
    group = book.outside.new_id(PREFIX) if len(things) > 1 else None
    return tuple(
        review(book, DecisionVerb.ACCEPT, one.id, by, reason, saw=one.seen, group=group).decision
        for one in things
    )


def of_one_act(book: Casebook, decision: Decision) -> tuple[Decision, ...]:
    """What is still in force of the decisions that were made together with one, itself included, oldest first."""
    return tuple(
        one
        for one in decided(book).force
        if one.id == decision.id or (one.group is not None and one.group == decision.group)
    )


def undo_together(book: Casebook, decision: Decision, by: str, reason: str) -> tuple[Decision, ...]:
    """Take back a decision with all that were made together with it, each by a decision of its own.

    :raises StaleDecision: when none of them is in force any more.
    """
    left = of_one_act(book, decision)
    if not left:
        raise StaleDecision("this decision is no longer in force; look again")
    group = book.outside.new_id(PREFIX) if len(left) > 1 else None
    return tuple(
        review(book, DecisionVerb.UNDO, one.id, by, reason, group=group).decision for one in reversed(left)
    )
