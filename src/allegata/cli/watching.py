"""The verbs by which a person watches, notes and covers: timeline, log, view, blur, text."""

from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, By, CasebookDir, Json
from allegata.model import days
from allegata.model import moments as read
from allegata.model.media import GraphicLevel, Region, TimeRange

One = Annotated[str, typer.Argument(metavar="ITEM", help="The id of the item, or the beginning of it.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="Where a copy is written.")]


def timeline(item: One, casebook: CasebookDir = DEFAULT_CASEBOOK, json: Json = False) -> None:
    """Where the same pictures were met, in the order in which they were first seen."""
    from allegata.actions import footage as actions
    from allegata.actions.casebook import opened
    from allegata.actions.timeline import timeline as action
    from allegata.cli import footageview, screen

    with opened(casebook) as book:
        result = action(book, actions.item_named(book, item))
    if json:
        screen.print_json(result)
    else:
        footageview.timeline(screen.console(), result)


def log(
    item: One,
    words: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What can be seen or heard, in plain words.")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIMES", help="When: 0:12 or 0:12-0:31.")] = None,
    level: Annotated[
        GraphicLevel, typer.Option("--level", help="How graphic it is, so that others are warned.")
    ] = GraphicLevel.UNASSESSED,
    sound: Annotated[bool, typer.Option("--sound", help="It is about what can be heard.")] = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Show the content log of a file, or add a line: one watches, so that others need not."""
    from allegata.actions import contentlog as actions
    from allegata.actions.casebook import opened, opened_to_write
    from allegata.actions.footage import item_named
    from allegata.cli import footageview, screen
    from allegata.cli.build import _outside
    from allegata.model.result import LogResult

    if (words is None) != (at is None):
        raise typer.BadParameter(
            "a line has its TEXT and its time: --at 0:12-0:31; without both the log is shown"
        )
    if words is None:
        with opened(casebook) as book:
            one = item_named(book, item)
            result = LogResult(one.id, actions.notes(book, one))
    else:
        with opened_to_write(casebook, _outside(by)) as book:
            one = item_named(book, item)
            actions.note(book, one, moments(at or ""), words, level, sound=sound)
            result = LogResult(one.id, actions.notes(book, one))
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    footageview.log(out, result.lines)
    if not result.lines:
        out.print("Nobody has noted yet what it shows.")


def view(
    item: One,
    frames: Annotated[
        str, typer.Option("--frames", metavar="TIMES", help="Which moments: 0:12,0:13.5 (at most 20).")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder for the stills, outside the casebook.")
    ],
    look: Annotated[
        bool, typer.Option("--i-choose-to-look", help="Say that you want to see these moments.")
    ] = False,
    sharp: Annotated[bool, typer.Option("--sharp", help="Not blurred; grey all the same.")] = False,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Write single stills for a person to look at: grey, blurred, without sound.

    First it says what is known of these moments. Without --i-choose-to-look nothing is decoded.
    """
    from allegata.actions import looking as actions
    from allegata.actions.casebook import opened, opened_to_write
    from allegata.actions.footage import item_named
    from allegata.cli import screen
    from allegata.cli.build import _outside

    wanted = [moments(part).start for part in frames.split(",") if part.strip()]
    if not look:
        with opened(casebook) as book:
            known = actions.announced(book, item_named(book, item), wanted)
        for at, level in known:
            typer.echo(f"{days.clock(at)}: level {level.value.replace('_', ' ')}", err=True)
        typer.echo("Nothing was decoded. Is the content log enough? allegata footage log ITEM", err=True)
        typer.echo("To see these moments all the same, say --i-choose-to-look.", err=True)
        raise typer.Exit(Exit.USAGE)
    with opened_to_write(casebook, _outside(by)) as book:
        result = actions.view(book, item_named(book, item), wanted, out, sharp=sharp)
        day = f"{book.now():%Y-%m-%d}"
    if json:
        screen.print_json(result)
    else:
        for name in result.files:
            typer.echo(name)
        screen.problems(screen.console(), result.problems)
        today = actions.exposure(day, len(result.files))
        if today:
            typer.echo(
                f"Stills that you looked at today: {today} (a count for you alone, kept in no casebook)."
            )
    _end(screen.serious(result.problems))


def blur(
    item: One,
    region: Annotated[
        list[str] | None,
        typer.Option(
            "--region", metavar="X,Y,W,H[@TIMES]", help="What to cover, in shares of width and height."
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Cover the whole picture.")] = False,
    out: Out = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Make a copy in which regions cannot be made out, without sound and metadata.

    A person says where; no face is looked for. It may not go out before somebody has looked at it and
    confirmed it.
    """
    from allegata.actions import looking as actions
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.footage import item_named
    from allegata.cli import screen
    from allegata.cli.build import _outside

    if bool(region) == whole:
        raise typer.BadParameter("say what to cover: --region X,Y,W,H (several times), or --whole")
    regions = [_region(words) for words in region or ()]
    with opened_to_write(casebook, _outside(by)) as book:
        result = actions.blur(book, item_named(book, item), regions, out)
    _made(result, json, str(casebook))
    _end(screen.serious(result.problems))


def text(
    item: One,
    frames: Annotated[
        str, typer.Option("--frames", metavar="TIMES", help="Which moments: 0:12,0:13.5.")
    ] = "0",
    language: Annotated[
        str, typer.Option("--language", metavar="NAMES", help="Tesseract's names: eng+ukr.")
    ] = "eng",
    out: Out = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    by: By = None,
    json: Json = False,
) -> None:
    """Have tesseract, if it is installed, read text in some frames; a person has to confirm it."""
    from allegata.actions import looking as actions
    from allegata.actions.casebook import opened_to_write
    from allegata.actions.footage import item_named
    from allegata.cli import screen
    from allegata.cli.build import _outside

    wanted = [moments(part).start for part in frames.split(",") if part.strip()]
    with opened_to_write(casebook, _outside(by)) as book:
        result = actions.text(book, item_named(book, item), wanted, language, out)
    _made(result, json, str(casebook))
    _end(screen.serious(result.problems))


def _made(result: object, json: bool, casebook: str) -> None:
    from allegata.cli import screen
    from allegata.model.result import DerivativeResult

    assert isinstance(result, DerivativeResult)
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    if result.derivative:
        word = "Confirmed" if result.derivative.confirmed_by else "Made"
        out.print(
            f"{word}: {result.derivative.kind.replace('_', ' ')}, SHA-256 {result.derivative.object}",
            soft_wrap=True,
        )
        if result.file:
            out.print(f"Copy: {result.file}", soft_wrap=True)
        if result.derivative.confirmed_by:
            out.print(
                f"By: {result.derivative.confirmed_by}, who looked at these very bytes.", soft_wrap=True
            )
        else:
            accept = f"allegata review accept {result.derivative.object[:12]} --by NAME --reason TEXT"
            out.print(
                f"It may not go out yet. Look at it, then: {accept} --casebook {casebook}", soft_wrap=True
            )
            out.print("After that the same command with --out writes it under the name that you give.")
    screen.problems(out, result.problems)


def moments(words: str) -> TimeRange:
    """A moment or a stretch, as `model.moments` reads it.

    :raises typer.BadParameter: for anything else.
    """
    try:
        return read.moments(words)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from None


def _region(words: str) -> Region:
    try:
        return read.region(words)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from None


def _end(problems: bool) -> None:
    if problems:
        raise typer.Exit(Exit.PROBLEMS)


def register(app: typer.Typer) -> None:
    """Add these verbs to the group."""
    for verb in (timeline, log, view, blur, text):
        app.command()(verb)
