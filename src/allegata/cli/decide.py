"""The verb by which people decide: review."""

from enum import StrEnum
from typing import Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json
from allegata.model.decision import Closing, DecisionVerb


class Verb(StrEnum):
    """What is decided, and what becomes of a request."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    SEARCHED = "searched"
    STATE = "state"
    UNDO = "undo"
    CONFIRM = "confirm"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


ENDS = {Verb.DECLINE: Closing.DECLINED, Verb.WITHDRAW: Closing.WITHDRAWN}


def review(
    verb: Annotated[
        Verb,
        typer.Argument(help="What is decided; `confirm`, `decline`, `withdraw`: what becomes of a request."),
    ],
    subject: Annotated[
        str, typer.Argument(help="The id of what is decided on; for `undo`, of the decision to be undone.")
    ],
    others: Annotated[
        list[str] | None,
        typer.Argument(help="The other ids, where a decision needs several."),
    ] = None,
    *,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept for good.")] = "",
    value: Annotated[
        str | None,
        typer.Option(
            "--value",
            metavar="JSON",
            help="For `correct`: the fields and their new values; for `missed`: the mark; for `state`: the state.",
        ),
    ] = None,
    saw: Annotated[
        str | None,
        typer.Option("--saw", metavar="HASH", help="The version looked at: `seen` in --json."),
    ] = None,
    despite_blockers: Annotated[
        bool,
        typer.Option("--despite-blockers", help="Make one of several although something rules that out."),
    ] = False,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask", help="Ask for a second person, who confirms or declines, instead of deciding alone."
        ),
    ] = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """Decide: accept, correct, reject, mark missed words, merge, split, same, different.

    The decision goes to the ledger with its author and reason; the next link and assess take it as
    input, and it wins over any proposal. Nothing is deleted: `undo` is a decision, too.
    """
    if not by.strip() or not reason.strip():
        raise typer.BadParameter("a decision needs its author and its reason: --by NAME --reason TEXT")
    if saw and (ask or verb in (*ENDS, Verb.CONFIRM)):
        raise typer.BadParameter(
            "--saw is compared with one record, and only when deciding alone; a request keeps by itself what it "
            "is about, and is not confirmed once that has changed: leave --saw out"
        )
    from allegata.actions import requests
    from allegata.actions.casebook import Outside, opened_to_write
    from allegata.actions.review import review as action
    from allegata.cli import screen

    words = (tuple(others or ()), value)
    with opened_to_write(casebook, Outside(by=by)) as book:
        if verb in ENDS:
            ended = requests.close(book, subject, by, reason, ENDS[verb])
            if json:
                screen.print_json(ended)
            else:
                typer.echo(f"Request {subject} is {ended.answer.how}: entry {ended.entry} of the ledger.")
            return
        if verb is Verb.CONFIRM:
            result = requests.confirm(book, subject, by, reason)
        elif ask:
            asked = requests.ask(
                book, DecisionVerb(verb), subject, by, reason, *words, despite_blockers=despite_blockers
            )
            if json:
                screen.print_json(asked)
                return
            typer.echo(f"Request {asked.request.id} is entry {asked.entry} of the ledger.")
            typer.echo(
                f"Next: another person: allegata review confirm {asked.request.id} --by NAME --reason TEXT"
            )
            return
        else:
            result = action(
                book, DecisionVerb(verb), subject, by, reason, *words, saw, despite_blockers=despite_blockers
            )
    if json:
        screen.print_json(result)
        return
    typer.echo(f"Decision {result.decision.id} is entry {result.entry} of the ledger.")
    if verb in ("merge", "same"):
        typer.echo("It is one person's word and counts as such: single-person, not reviewed.")
    typer.echo(f"Next: allegata link --casebook {casebook} && allegata assess --casebook {casebook}")


VERBS = (review,)
