"""Prints a casebook at a glance: incidents, published totals beside documented ones, problems, what next."""

from collections.abc import Sequence

from rich.console import Console

from allegata.cli import screen
from allegata.model import phrases, summary
from allegata.model.result import AddResult, Overview, RunResult

WIDE = 110
COLUMNS = ("incident", "alleged against", "reported killed", "accused side", "checked", "origins", "steps")
ID = (30,)  # an incident's id stays in one piece, so that it can be copied
SHARES: screen.Shares = (ID, 6, (8,), 8, 8, (7,), 10)
RATIOS = (2, 3, 3)


def show(out: Console, overview: Overview) -> None:
    """The list of incidents and the figures."""
    lines = summary.lines(overview)
    if lines:
        _incidents(out, lines)
    else:
        screen.heading(out, "No incident is alleged in the items read so far.")
    _figures(out, overview)
    out.print()
    out.print(summary.coverage_words(overview))
    if overview.discarded:
        out.print(
            f"Discarded: {', '.join(overview.discarded)}; `allegata history ID` tells by whom, "
            "`allegata review undo` brings it back."
        )


def _incidents(out: Console, lines: Sequence[summary.Line]) -> None:
    out.print()
    if out.width >= WIDE:
        table = screen.table(*COLUMNS, title="Incidents alleged", shares=SHARES)
        for line in lines:
            said = (line.accused, line.killed, line.response, line.checked, line.origins, line.steps)
            table.add_row(f"{line.title}\n{line.id}", *said)
    else:  # narrow: two columns, every row a little list, so that nothing is squeezed to single letters
        table = screen.table("incident", "what is on record", title="Incidents alleged", shares=(ID, 1))
        for line in lines:
            facts = (
                ("alleged against", line.accused),
                ("reported killed", line.killed),
                ("the accused side", line.response),
                ("checked", line.checked),
                ("origins (lower–upper)", line.origins),
                ("steps", line.steps),
            )
            table.add_row(f"{line.title}\n{line.id}", "\n".join(f"{name}: {fact}" for name, fact in facts))
    out.print(table)


def _figures(out: Console, overview: Overview) -> None:
    names = phrases.party_names(overview.parties)
    if overview.aggregates:
        columns = ("published by", "figures", "scope as stated")
        table = screen.table(*columns, title="Published totals", shares=RATIOS)
        outlets = summary.publishers(overview)
        for total in overview.aggregates:
            outlet = outlets.get(total.span.document)
            speaker = phrases.speaker(total.publisher)
            table.add_row(
                outlet or speaker if total.publisher.is_outlet else speaker,
                summary.total_words(total, names),
                "; ".join(summary.scope_notes(total.scope, total, names)),
            )
        out.print()
        out.print(table)
    documented = summary.sums(overview)
    if documented:
        columns = ("side", "documented here", "rests on")
        table = screen.table(*columns, title="Documented in this casebook", shares=RATIOS)
        for line in documented:
            table.add_row(line.accused, f"{line.range} {line.unit}", line.basis)
        out.print()
        out.print(table)
    _checks(out, overview, names)


def _checks(out: Console, overview: Overview, names: phrases.PartyNames) -> None:
    totals = summary.totals_by_id(overview.aggregates)
    made = [check for check in overview.figures.checks if check.holds is not None]
    for check in made:
        out.print(f"- {summary.check_words(check, totals, names)}")
    refused = len(overview.figures.checks) - len(made)
    if refused:
        number = f"{refused} comparison{'' if refused == 1 else 's'}"
        out.print(f"{number} not made: units, scope or dates are not aligned.")
    if overview.figures.note:
        out.print(overview.figures.note)


def ran(out: Console, result: RunResult) -> None:
    """The end of the main job: what was done, the casebook, the problems, and what to type next."""
    add, read = result.add, result.read
    added = len(add.added)
    out.print(
        f"{added} item{'' if added == 1 else 's'} added, {len(add.known)} known before; "
        f"{len(read.read)} read, {len(read.unread)} kept and not read, {len(read.skipped)} read before."
    )
    if add.unpacked:
        out.print(taken_apart(add))
    show(out, result.overview)
    screen.problems(out, result.problems)
    following(out, result.overview)


def taken_apart(add: AddResult) -> str:
    """What came out of containers, in a sentence."""
    files, members = len(add.unpacked), len(add.members)
    held = f"{files} container{'' if files == 1 else 's'} taken apart: {members} item{'' if members == 1 else 's'} more"
    words = f", {add.absent} of which only words are left" if add.absent else ""
    return f"{held}{words}. `allegata show ID` of a container tells what was counted and left in it."


def following(out: Console, overview: Overview) -> None:
    """What to type next."""
    screen.heading(out, "Next")
    book = overview.casebook
    lines = [f"allegata report {book}-report --casebook {book}", f"allegata verify --casebook {book}"]
    if overview.incidents:
        first = summary.ordered(overview)[0].incident.id
        decide = f"allegata review accept {first} --by NAME --reason TEXT --casebook {book}"
        lines = [f"allegata show {first} --casebook {book}", decide, *lines]
    for line in lines:
        out.print(f"  {line}", soft_wrap=True)
