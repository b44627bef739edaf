"""Prints one item: what is known of its capture, its text, and what was read from each statement."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from allegata.cli import footageview, screen
from allegata.model.item import NOTE_OF_COLLECTOR
from allegata.model.result import ItemRecord
from allegata.web import capture
from allegata.web.item import Said, item_view


def show(out: Console, record: ItemRecord, withhold: bool = True) -> None:
    """The whole view of one item."""
    view = item_view(record, withhold)
    out.print(view.title, style="bold")
    out.print(f"{record.item.id}", style="dim", soft_wrap=True)
    out.print(f"publisher: {record.item.capture.publisher or 'not stated'}; language: {view.language}")
    for fact in (*capture.times(record), *capture.capture_facts(record)):
        out.print(Padding(Text.assemble((f"{fact.label}: ", "dim"), fact.words), (0, 0, 0, 3)))
    for line in capture.contents(record.inside):
        out.print(Padding(Text(line), (0, 0, 0, 3)))
    _met(out, record)
    if record.media:
        _footage(out, record, withhold)
    elif record.item.capture.method == NOTE_OF_COLLECTOR:
        out.print("A note of the collector: kept, shown, and not read as a report.")
    elif view.unread and not record.inside:
        out.print("Kept, named and not read: only texts in English are read by this reader.")
    for stretch in view.stretches:
        text = "".join("[withheld]" if piece.masked else piece.text for piece in stretch.pieces)
        out.print()
        if stretch.why:
            out.print(stretch.why, style="dim italic")
        out.print(Text(f"{stretch.line:>4}  {text}", style="dim" if stretch.furniture else ""))
        for said in stretch.said:
            _said(out, said)
    if record.custody:
        screen.heading(out, "Custody")
        for event in record.custody:
            out.print(f"   {event.at:%Y-%m-%d %H:%M:%S} UTC {event.type.replace('_', ' ')} by {event.by}")


def _met(out: Console, record: ItemRecord) -> None:
    """Where the same bytes were met, when that is more than one place."""
    met = capture.met(record)
    if len(met) < 2:
        return
    screen.heading(out, f"Met {len(met)} times (repetition is not corroboration)")
    for one in met:
        where = f"; {one.place}" if one.place else ""
        out.print(Padding(Text(f"{one.name}{where}; {one.times} (entry {one.entry})"), (0, 0, 0, 3)))


def _footage(out: Console, record: ItemRecord, withhold: bool) -> None:
    """What a file of footage says of itself, and the notes of whoever watched it."""
    assert record.media is not None
    out.print(f"Footage, kept and not shown: {footageview.summary(record.media)}", soft_wrap=True)
    footageview.claims(out, record.media, withhold)
    if record.log:
        screen.heading(out, "Content log")
        footageview.log(out, record.log)
    else:
        out.print("Nobody has noted yet what it shows: allegata footage log ITEM TEXT --at 0:00-0:05")
    if record.derivatives:
        screen.heading(out, "Made from it")
        footageview.derivatives(out, record.derivatives)


def _said(out: Console, said: Said) -> None:
    scope = f"; {said.scope}" if said.scope else ""
    out.print(Padding(Text(f"{said.number}. {said.who}: {said.manner}{scope}", style="bold"), (0, 0, 0, 6)))
    for found in said.found:
        out.print(Padding(Text(f"{found.what} — “{found.words}”"), (0, 0, 0, 9)))
