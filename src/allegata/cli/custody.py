"""The verbs by which others can check the ledger: checkpoint, key, prove."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json


def checkpoint(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    tools: Annotated[
        Path | None,
        typer.Option("--tools", metavar="DIR", help="Also write it as files for openssl and ssh-keygen."),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Print the newest signed checkpoint, to be kept elsewhere.

    Makes one first where entries were added since the last. Send it to somebody who keeps it: `allegata
    verify --checkpoint FILE` then tells whether the ledger still begins as it did.
    """
    from allegata.actions.casebook import Outside, opened_to_write, operator
    from allegata.actions.checkpoint import checkpoint as action
    from allegata.actions.checkpoint import write_for_tools
    from allegata.cli import screen

    with opened_to_write(casebook, Outside(by=by or operator())) as book:
        record = action(book)
    if tools:
        write_for_tools(record, tools)
    if json:
        screen.print_json(record)
    else:
        typer.echo(record.note, nl=False)
    typer.echo(
        f"Entry {record.entry} of the ledger, over the {record.size} before it, signed by {record.key.fingerprint}.",
        err=True,
    )


def key(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    new: Annotated[bool, typer.Option("--new", help="Make a new key; it signs from here on.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="With --new: why.")] = "",
    by: By = None,
    json: Json = False,
) -> None:
    """Show which key signs the checkpoints and where it lies."""
    if new and not reason.strip():
        raise typer.BadParameter("a new key needs its reason: --reason TEXT")
    from allegata.actions.casebook import Outside, opened, opened_to_write, operator
    from allegata.actions.key import key_state, new_key
    from allegata.cli import screen

    outside = Outside(by=by or operator())
    if new:
        with opened_to_write(casebook, outside) as book:
            state = new_key(book, reason)
    else:
        with opened(casebook, outside) as book:
            state = key_state(book)
    if json:
        screen.print_json(state)
        return
    out = screen.console()
    if not state.keys:
        out.print("No key was named yet: the next command that writes makes one.")
        out.print(f"It will lie in {state.place}", soft_wrap=True)
        return
    for number, one in enumerate(state.keys):
        since = f"{'signs' if number == 0 else 'signed'} since entry {one.entry}"
        out.print(
            f"{one.fingerprint}  {since}, named {one.at:%Y-%m-%d %H:%M} UTC by {one.by}", soft_wrap=True
        )
        out.print(f"   {one.verifier}", soft_wrap=True)
    out.print(f"{'At' if state.at_hand else 'NOT at'} {state.place}", soft_wrap=True)
    if state.exposed:
        out.print("Others on this machine may read this file: chmod 600 it, and consider a new key.")
    if not state.at_hand:
        out.print("Bring it back there, or name a new one: allegata key --new --reason TEXT", soft_wrap=True)
    if state.unsigned_since:
        out.print(f"Unsigned since entry {state.unsigned_since}.")


def prove(
    thing: Annotated[
        str | None, typer.Argument(metavar="[THING]", help="An item's id, or the number of an entry.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="FILE", help="Prove that the ledger goes on from a checkpoint kept elsewhere."
        ),
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """Prove that entries lie under the newest checkpoint.

    Gives the entries, byte for byte, and the hashes that lead from each to the signed root, so that anybody
    can check them without the casebook.
    """
    if (thing is None) == (since is None):
        raise typer.BadParameter("name an item or an entry, or give --since FILE")
    from allegata.actions import proof as actions
    from allegata.actions.casebook import opened
    from allegata.cli import screen

    with opened(casebook) as book:
        if since is not None:
            try:
                consistency = actions.consistency_of(book, since.read_bytes())
            except OSError as fault:
                raise typer.BadParameter(f"{since} cannot be read ({fault.strerror})") from None
            if json:
                screen.print_json(consistency)
            else:
                typer.echo(actions.written_consistency(consistency), nl=False)
            return
        result = actions.prove(book, thing or "")
    if json:
        screen.print_json(result)
    else:
        typer.echo(actions.written(result), nl=False)
    if result.uncovered:
        numbers = ", ".join(map(str, result.uncovered))
        typer.echo(f"Newer than the checkpoint, and not proved: entry {numbers}.", err=True)
        raise typer.Exit(Exit.PROBLEMS)


VERBS = (checkpoint, key, prove)
