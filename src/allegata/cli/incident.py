"""Prints one incident: the five parts in their fixed order, what stays in view, the account matrix."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from allegata.actions.viewing import incident_view, mask_of
from allegata.cli import screen
from allegata.model.document import Span
from allegata.model.marks import Mask
from allegata.model.result import IncidentRecord
from allegata.model.view import Cell, Entry, IncidentView, Part

SHOWN = 60  # characters of a quotation beside its id


def show(out: Console, record: IncidentRecord, withhold: bool = True, ids: bool = False) -> None:
    """The whole view of one incident.

    :param ids: also the ids of everything in it, which a decision needs.
    """
    view = incident_view(record, withhold=withhold)
    out.print(view.title, style="bold")
    out.print(
        f"{view.id} · alleged against: {view.accused} · record: {view.state}; {view.made_by}", style="dim"
    )
    for part in view.parts:
        _part(out, part)
    if view.pinned:
        screen.heading(out, "Circumstances that stay in view")
        for entry in view.pinned:
            _entry(out, entry)
    _matrix(out, view)
    _times(out, view)
    if view.linked:
        screen.heading(out, "Linked, with reasons")
        for other, kind, why in view.linked:
            out.print(f"- {other}: {kind}. {why}")
    for decision in record.decisions:
        out.print(f"Decided: {decision.verb} by {decision.people}, {decision.at:%Y-%m-%d}: {decision.reason}")
    if ids:
        _ids(out, record, withhold)
    else:
        out.print(f"For ids to decide on: allegata show {view.id} --ids", style="dim", soft_wrap=True)
    if view.withheld:
        passages = f"{view.withheld} passage{'' if view.withheld == 1 else 's'}"
        out.print(f"{passages} withheld for protection; --unmasked shows them.", style="dim")


def _ids(out: Console, record: IncidentRecord, withhold: bool) -> None:
    """Every id that `review` takes, each with the beginning of the words it stands for."""
    screen.heading(out, "Ids, for `allegata review`")
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, withhold)
    for mention in record.mentions:
        _id(out, mention.id, "mention", mask, mention.anchors)
        for account in record.accounts:
            if account.mention == mention.id:
                _id(out, f"  {account.id}", account.attribute, mask, (account.span,))
    for statement in record.statements:
        _id(out, statement.id, "statement", mask, (statement.span,))
    for part in record.records:
        _id(out, part.id, type(part).__name__, mask, (part.span,))


def _id(out: Console, id: str, kind: str, mask: Mask, spans: Sequence[Span]) -> None:
    words = " ".join(mask.words(spans[0]).split()) if spans else ""
    short = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
    out.print(f"{id}  {kind}: {short}", style="dim", soft_wrap=True)


def _part(out: Console, part: Part) -> None:
    screen.heading(out, f"{part.number}  {part.title}")
    if part.number == 2:
        _footnotes(out, part)
    for entry in part.entries:
        _entry(out, entry)
    if not part.entries:
        out.print(f"   {part.empty}")
    if part.number != 2:
        _footnotes(out, part)


def _footnotes(out: Console, part: Part) -> None:
    for note in part.footnotes:
        out.print(Padding(Text(note), (0, 0, 0, 3)))


def _entry(out: Console, entry: Entry) -> None:
    notes = f" ({'; '.join(note for note in entry.notes if note)})" if any(entry.notes) else ""
    out.print(Padding(Text(f"{entry.who} — {entry.what}{notes}"), (0, 0, 0, 3)))
    for quotation in entry.quotations:
        out.print(Padding(Text(f"“{quotation.words}”  {quotation.where}", style="italic"), (0, 0, 0, 6)))


def _matrix(out: Console, view: IncidentView) -> None:
    """Attributes × origins. Each origin is a block of lines, so that it reads at 80 columns."""
    table = screen.table("attribute", "origin", "value and words", shares=(3, 3, 6))
    for row in view.matrix.rows:
        name = f"{row.attribute}\n{row.code}: {row.code_words}\norigins {row.origins}"
        if row.count:
            name += f"\nbounds {row.count}"
        for who in row.contradicted:
            name += f"\ncontradicted by {who}"
        for flag in row.flags:
            name += f"\n{flag}"
        for column, cells in zip(view.matrix.columns, row.cells, strict=True):
            if cells:
                table.add_row(name, f"{column.name}\n({column.note})", "\n".join(_cell(c) for c in cells))
                name = ""
    screen.heading(out, "Account matrix")
    out.print(table)


def _cell(cell: Cell) -> str:
    notes = f" [{', '.join(cell.notes)}]" if cell.notes else ""
    who = f"\n  {cell.who}" if cell.who else ""
    quotations = "".join(f"\n  “{quotation.words}” {quotation.where}" for quotation in cell.quotations)
    return f"{cell.value}{notes}{who}{quotations}"


def _times(out: Console, view: IncidentView) -> None:
    screen.heading(out, "Times, slot by slot")
    for name, cells in view.slots:
        values = "; ".join(dict.fromkeys(cell.value for cell in cells)) or "not stated"
        out.print(f"   {name}: {values}")
