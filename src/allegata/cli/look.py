"""The verbs that show: show, history, export, report."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.exits import Exit
from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json, Unmasked

if TYPE_CHECKING:
    from allegata.model.result import IncidentRecord, ItemRecord, Overview

Thing = Annotated[
    str | None,
    typer.Argument(metavar="[THING]", help="Id of an incident or item. Default: the list."),
]


def show(
    thing: Thing = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    unmasked: Unmasked = False,
    ids: Annotated[
        bool, typer.Option("--ids", help="With an incident: the ids of everything in it, to decide on.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the list, one incident with its matrix, or one item."""
    from allegata.actions import show as actions
    from allegata.actions.casebook import opened
    from allegata.cli import incident, item, overview, screen
    from allegata.model.result import IncidentRecord, ItemRecord, Overview

    with opened(casebook) as book:
        if thing is None:
            result: Overview | IncidentRecord | ItemRecord = actions.overview(book)
        else:  # an item's id is a bare hash; every other id says with its prefix what it is
            result = actions.incident(book, thing) if "_" in thing else actions.item(book, thing)
    if json:
        screen.print_json(result)
        _end(result)
        return
    out = screen.console()
    if isinstance(result, Overview):
        overview.show(out, result)
        screen.problems(out, result.problems)
        overview.following(out, result)
    elif isinstance(result, IncidentRecord):
        incident.show(out, result, withhold=not unmasked, ids=ids)
    else:
        item.show(out, result, withhold=not unmasked)
    if not isinstance(result, Overview):
        screen.problems(out, result.problems)
        _end(result)


def _end(result: "Overview | IncidentRecord | ItemRecord") -> None:
    """A damaged original ends `show` with an exit code of its own; the list tells of known problems only."""
    from allegata.model.result import Overview

    if result.problems and not isinstance(result, Overview):
        raise typer.Exit(Exit.PROBLEMS)


def history(
    thing: Annotated[
        str | None, typer.Argument(metavar="[THING]", help="The id of anything on record. Default: all.")
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """Who decided what about a thing, when and why."""
    from allegata.actions.casebook import opened
    from allegata.actions.history import history as action
    from allegata.cli import screen

    with opened(casebook) as book:
        result = action(book, thing)
    if json:
        screen.print_json(result)
        return
    out = screen.console()
    for entry in result.entries:
        gone = "" if entry.in_force else " (no longer in force)"
        out.print(f"{entry.entry}. {entry.at:%Y-%m-%d %H:%M} UTC, {entry.by}: {entry.words}{gone}")
        if entry.reason:
            out.print(f"   reason: {entry.reason}")


def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
) -> None:
    """Write the whole casebook as canonical JSON.

    The same casebook always gives the same bytes; the SHA-256 of the file is printed.
    """
    from allegata.actions.casebook import opened
    from allegata.actions.export import export as action

    with opened(casebook) as book:
        digest = action(book, target)
    typer.echo(f"{target}: SHA-256 {digest}")


def report(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write the report to.")],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    unmasked: Unmasked = False,
) -> None:
    """Write a static HTML report that needs no network."""
    from allegata.actions import show as actions
    from allegata.actions.casebook import opened
    from allegata.actions.verify import damaged
    from allegata.cli import screen
    from allegata.model.result import Step
    from allegata.web.report import Casebook, write

    with opened(casebook) as book, screen.progress() as bars:
        overview = actions.overview(book)
        bars.begin(Step.REPORT, None)
        broken = damaged(book, (line.item.id for line in overview.items))
        overview = replace(overview, problems=(*broken, *overview.problems))
        whole = Casebook(overview, actions.every_incident_record(book), actions.every_item_record(book))
        index = write(whole, target, withhold=not unmasked)
        bars.end(Step.REPORT)
    typer.echo(f"Report: {index.resolve()}")
    if broken:
        screen.problems(screen.console(), broken)
        raise typer.Exit(Exit.PROBLEMS)


VERBS = (show, history, export, report)
