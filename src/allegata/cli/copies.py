"""The verbs that keep a casebook whole and closed: mirror, restore, scrub, recipients."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json

if TYPE_CHECKING:
    from rich.console import Console

    from allegata.actions.casebook import Outside
    from allegata.model.copies import OpenedBy

Place = Annotated[
    str | None,
    typer.Option(
        "--place", metavar="NAME", help="What the ledger calls the copy. Default: its folder's name."
    ),
]


def mirror(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of the copy, best on another disk.")
    ],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    place: Place = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Bring a second copy up to date; it is a casebook itself.

    Only what is new is copied, and every object is hashed on the way. A copy that went its own way is
    left alone.
    """
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.mirror import mirror as action
    from allegata.cli import screen

    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, folder, bars, place=place)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        new = f"{_count(result.objects, 'object')} ({screen.size(result.bytes)}) copied to {folder}"
        out.print(f"{new}; it holds {result.entries} ledger entries.", soft_wrap=True)
        screen.problems(out, result.problems)
        out.print(f"Next: allegata verify --casebook {folder}", soft_wrap=True)
    if screen.serious(result.problems):
        raise typer.Exit(Exit.TAMPERED)


def restore(
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="The copy that `mirror` made.")],
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="ITEM…", help="Only these items or objects, by the beginning of their ids."),
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    place: Place = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Bring back missing and altered objects from a second copy.

    An object is taken only when its bytes have the right SHA-256; what lay in its place is kept in
    `quarantine/`. The ledger is never rewritten.
    """
    from allegata.actions.restore import restore as action
    from allegata.cli import screen

    with screen.progress() as bars:
        result = action(casebook, source, items or (), bars, _outside(by), place=place)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        out.print(f"{_count(result.checked, 'object')} hashed, {len(result.restored)} brought back.")
        for one in result.restored:
            aside = f"; what lay there is kept in {one.kept}" if one.kept else ""
            out.print(f"- {one.digest} ({one.what}) was {one.was}{aside}", soft_wrap=True)
        screen.problems(out, result.problems)
        out.print(f"Next: allegata verify --casebook {casebook}", soft_wrap=True)
    if result.problems:
        raise typer.Exit(Exit.TAMPERED)


def scrub(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    share: Annotated[
        str, typer.Option("--share", metavar="PERCENT", help="How much of the vault, as in 10%.")
    ] = "10%",
    objects: Annotated[
        int | None, typer.Option("--objects", min=1, metavar="N", help="So many objects instead.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option("--minutes", min=0, metavar="N", help="As many as can be done in so long instead."),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Hash the next part of the vault anew, going on where the last run stopped."""
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.scrub import scrub as action
    from allegata.cli import screen

    if objects is not None and minutes is not None:
        raise typer.BadParameter("give --objects or --minutes, not both")
    part = None if objects is not None or minutes is not None else _share(share)
    with opened_to_write(casebook, _outside(by)) as book, screen.progress() as bars:
        result = action(book, bars, share=part, objects=objects, minutes=minutes)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        wrong = len(result.problems) or "nothing"
        out.print(
            f"{result.checked} of {_count(result.total, 'object')} hashed ({screen.size(result.bytes)}), {wrong} wrong."
        )
        for problem in result.problems:
            out.print(f"- {screen.problem_words(problem)}")
        if result.complete:
            out.print("This was the end of a round; the next run begins another.")
        if result.last_round:
            begun, ended = result.last_round
            out.print(f"Last full round: {begun:%Y-%m-%d %H:%M} to {ended:%Y-%m-%d %H:%M} UTC.")
        else:
            out.print("There was no full round yet.")
        out.print(f"Oldest unchecked since {result.unchecked_since:%Y-%m-%d %H:%M} UTC.")
        if result.problems:
            out.print(f"Next: allegata restore --from COPY --casebook {casebook}", soft_wrap=True)
    if result.problems:
        raise typer.Exit(Exit.TAMPERED)


def _share(words: str) -> float:
    try:
        share = float(words.strip().removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise typer.BadParameter(f"{words!r} is no share; give a number of percent from 0 to 100, as in 10%")
    return share


def recipients(
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="KEY", help="A further public key: age1… or ssh-….")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="KEY", help="A public key to take out.")
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Show, add or take out who can open an encrypted casebook."""
    from allegata.actions.init import recipients as action
    from allegata.cli import screen

    result = action(casebook, add or (), remove or (), _outside(by))
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    say_who_opens(out, result)
    if remove:
        out.print("Whoever was taken out and kept a copy of this folder can still open that copy.")


def keys_named(named: Sequence[str], file: Path | None) -> tuple[str, ...]:
    """Public keys from options and from a file with one a line; lines that begin with # are left out."""
    lines: list[str] = []
    if file is not None:
        try:
            lines = [line.strip() for line in file.read_text().splitlines()]
        except (OSError, UnicodeDecodeError) as fault:
            raise typer.BadParameter(f"{file} cannot be read ({fault})") from None
        if not any(line and not line.startswith("#") for line in lines):
            raise typer.BadParameter(f"{file} names no public key")
    return (*named, *(line for line in lines if line and not line.startswith("#")))


def say_who_opens(out: "Console", result: "OpenedBy") -> None:
    """The recipients, where the key is, and what becomes of a lost one."""
    out.print(f"Encrypted. {_count(len(result.recipients), 'key')} can open it:")
    for name in result.recipients:
        out.print(f"  {name}", soft_wrap=True)
    if result.key_file:
        out.print(f"Your key is in {result.key_file}", soft_wrap=True)
        out.print(
            "Copy this file now to a place that is not kept together with the casebook: another medium, a "
            "password manager, paper."
        )
    else:
        out.print(
            "Keep the private keys away from the casebook; name yours in ALLEGATA_IDENTITY to work on it."
        )
    if len(result.recipients) == 1:
        out.print(
            "Only one key opens it. Name a second one, kept by another person, so that one lost key loses "
            f"nothing: allegata recipients --add age1… --casebook {result.casebook}",
            soft_wrap=True,
        )
    out.print("When every key is lost, the casebook is lost: nobody can open it then.")


def _outside(by: str | None) -> "Outside":
    from allegata.actions.casebook import Outside, operator

    return Outside(by=by or operator())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


VERBS = (mirror, restore, scrub, recipients)
