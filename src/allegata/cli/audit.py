"""The verb that lists who did what: audit."""

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json
from allegata.model.visible import visible


def audit(
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="NAME", help="Only what this person did. Repeatable.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind of entry. Repeatable.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day or time (UTC) on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to this day or time (UTC), included.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="ID", help="Only entries about exactly this.")
    ] = None,
    item: Annotated[
        str | None,
        typer.Option(
            "--item", metavar="ID", help="Only entries that concern this item; a beginning will do."
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a table to this file instead.")
    ] = None,
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    json: Json = False,
) -> None:
    """List who did what, from the ledger."""
    from allegata.actions import audit as actions
    from allegata.actions.casebook import opened
    from allegata.model.audit import AuditFilter

    wanted = AuditFilter(
        tuple(by or ()), tuple(kind or ()), _time(since, time.min), _time(until, time.max), subject, item
    )
    unknown = sorted(set(wanted.kinds) - set(actions.KINDS))
    if unknown:
        raise typer.BadParameter(f"no kind {', '.join(unknown)}; there are {', '.join(actions.KINDS)}")
    with opened(casebook) as book:
        lines = actions.audit(book, wanted)
        if csv:
            typer.echo(f"{csv}: {actions.export_csv(lines, csv)} entries")
        elif json:
            for piece in actions.json_pieces(wanted, lines):
                sys.stdout.buffer.write(piece)
        else:
            count = 0
            for line in lines:
                count += 1
                reason = "" if line.reason in line.words else f"  reason: {line.reason}"
                at = f"{line.at:%Y-%m-%d %H:%M:%S}"
                shown = f"{line.entry:>7}  {at}  {line.by:<20}  {line.kind:<13}  {line.words}{reason}"
                sys.stdout.write(visible(shown.replace("\n", " ")) + "\n")
            typer.echo(f"{count} entr{'y' if count == 1 else 'ies'}", err=True)


def _time(text: str | None, day: time) -> datetime | None:
    """A time that was typed: a day stands for its beginning or its end."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day or time; write 2026-11-28 or 2026-11-28T14:00"
        ) from None
    if len(text) == len("2026-11-28"):
        at = datetime.combine(at.date(), day)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


VERBS = (audit,)
