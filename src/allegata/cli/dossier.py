"""The verb that hands a record over: dossier."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json, Unmasked
from allegata.model.dossier import Profile


def dossier(
    incident: Annotated[
        str | None, typer.Argument(metavar="[INCIDENT]", help="The incident's id, or its beginning.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to make; it must be new or empty.")
    ] = None,
    profile: Annotated[
        Profile, typer.Option("--profile", help="For those who work on the record, or for anybody.")
    ] = Profile.INTERNAL,
    originals: Annotated[
        bool,
        typer.Option(
            "--originals/--hashes-only",
            help="Pack the cited originals, or name them by their hashes. Public: hashes only, always.",
        ),
    ] = True,
    archive: Annotated[bool, typer.Option("--zip", help="Also pack the folder as DIR.zip.")] = False,
    summary: Annotated[
        Path | None,
        typer.Option("--summary", metavar="FILE", help="A summary of your own; it cites things as [[id]]."),
    ] = None,
    signed_by: Annotated[
        str | None,
        typer.Option(
            "--signed-by",
            "--by",
            metavar="NAME",
            help="Who lets it out; in the ledger. Default: the login name.",
        ),
    ] = None,
    second: Annotated[
        str, typer.Option("--second", metavar="NAME", help="The other person who looked at it.")
    ] = "",
    recipient: Annotated[
        str, typer.Option("--to", metavar="NAME", help="Who gets it; kept in the ledger.")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it goes out; kept in the ledger.")
    ] = "",
    unmasked: Unmasked = False,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check", metavar="PACKAGE", help="Check a package made before, its folder or ZIP; make none."
        ),
    ] = None,
    key: Annotated[
        str,
        typer.Option(
            "--key",
            metavar="FINGERPRINT",
            help="With --check: the key that must have sealed it, got from the maker by another way.",
        ),
    ] = "",
    unsigned: Annotated[
        bool,
        typer.Option(
            "--unsigned", help="With --check: take a package that has no seal; else that is a fault."
        ),
    ] = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """Pack one incident as a sealed dossier that others can check without this program.

    The record as PDF, JSON and tables; the originals or their hashes; the custody extract with proofs;
    and VERIFY.txt, which uses sha256sum, openssl and ssh-keygen only.
    """
    if check is not None:
        _checked(check, key, unsigned, json)
        return
    if key or unsigned:
        raise typer.BadParameter("--key and --unsigned go with --check: allegata dossier --check PACKAGE")
    if incident is None or out is None:
        raise typer.BadParameter(
            "name an incident and the folder to make: allegata dossier INCIDENT --out DIR"
        )
    from allegata.actions.casebook import Outside, opened_to_write, operator
    from allegata.actions.dossier import Wish
    from allegata.actions.dossier import dossier as action
    from allegata.cli import screen

    words = summary.read_text("utf-8") if summary else ""
    wish = Wish(incident, profile, out, reason, recipient, second, originals, unmasked, words, archive)
    with opened_to_write(casebook, Outside(by=signed_by or operator())) as book, screen.progress() as bars:
        result = action(book, wish, bars)
    if json:
        screen.print_json(result)
        return
    out_to = screen.console()
    out_to.print(f"{result.folder}: {result.files} files, {result.octets} bytes.", soft_wrap=True)
    if result.archive:
        out_to.print(f"Also packed as {result.archive}", soft_wrap=True)
    out_to.print(f"SHA-256 of its tag manifest: {result.tagmanifest}", soft_wrap=True)
    out_to.print(f"Entry {result.entry} of the ledger says that it went out.")
    for mark in result.marks:
        out_to.print(
            f"Marked on every page: {mark}. Give --second NAME when a second person has looked at it."
        )
    screen.problems(out_to, result.problems)
    out_to.print(f"Next: allegata dossier --check {result.folder}", soft_wrap=True)


def _checked(folder: Path, key: str, unsigned: bool, json: bool) -> None:
    from allegata.actions.package import check
    from allegata.cli import screen

    with screen.progress() as bars:
        result = check(folder, bars, key, unsigned)
    if json:
        screen.print_json(result)
    else:
        out = screen.console()
        for step in result.steps:
            state = "in order" if not step.problems else f"{len(step.problems)} found"
            words = [f"{step.checked} checked, {state}"] if step.checked or step.problems else []
            words += [step.note] if step.note else []
            out.print(f"{step.number}. {step.title}: {'; '.join(words)}", soft_wrap=True)
            for problem in step.problems:
                out.print(f"   - {screen.problem_words(problem)}")
        if not result.intact:
            out.print("The package was CHANGED, or is not whole, or is not the one asked for.")
        elif result.key:
            out.print(f"The package is as it was sealed, by the key {result.key}", soft_wrap=True)
            out.print(
                "That is the key that you named."
                if key
                else "Compare this fingerprint with one that you got from the maker by another way: whoever forges "
                "a package signs it with a key of their own. `--key FINGERPRINT` compares it.",
                soft_wrap=True,
            )
        else:
            out.print("Every file is as listed; nothing shows who made the package.")
    if not result.intact:
        raise typer.Exit(Exit.TAMPERED)


VERBS = (dossier,)
