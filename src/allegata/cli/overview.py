"""Prints a casebook at a glance: incidents, published totals beside documented ones, problems, what next."""

from collections.abc import Sequence

from rich.console import Console

from allegata.cli import screen
from allegata.model.result import Overview, RunResult
from allegata.web import phrases, summary

WIDE = 110


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


def _incidents(out: Console, lines: Sequence[summary.Line]) -> None:
    out.print()
    if out.width >= WIDE:
        ratios = (9, 6, 4, 8, 8, 3, 10)
        names = (
            "incident",
            "alleged against",
            "reported killed",
            "the accused side",
            "checked",
            "origins",
            "steps",
        )
        table = screen.table(*names, title="Incidents alleged", ratios=ratios)
        for line in lines:
            table.add_row(
                f"{line.title}\n{line.id}",
                line.accused,
                line.killed,
                line.response,
                line.checked,
                line.origins,
                line.steps,
            )
    else:  # narrow: two columns, every row a little list, so that nothing is squeezed to single letters
        table = screen.table("incident", "what is on record", title="Incidents alleged", ratios=(2, 3))
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
        table = screen.table(
            "published by", "figures", "scope as stated", title="Published totals", ratios=(2, 3, 3)
        )
        for total in overview.aggregates:
            table.add_row(
                phrases.speaker(total.publisher),
                summary.total_words(total, names),
                "; ".join(summary.scope_notes(total.scope, total, names)),
            )
        out.print()
        out.print(table)
    if overview.figures.sums:
        table = screen.table(
            "alleged against",
            "documented here",
            "rests on",
            title="Documented in this casebook",
            ratios=(2, 3, 3),
        )
        for total in overview.figures.sums:
            line = summary.sum_line(total, names)
            table.add_row(line.accused, f"{line.range} {line.unit}", line.basis)
        out.print()
        out.print(table)
    totals = summary.totals_by_id(overview.aggregates)
    compared = [check for check in overview.figures.checks if check.holds is not None]
    for check in compared:
        out.print(f"- {summary.check_words(check, totals, names)}")
    refused = len(overview.figures.checks) - len(compared)
    if refused:
        out.print(
            f"{refused} comparison{'' if refused == 1 else 's'} not made: units, scope or dates are not aligned."
        )
    if overview.figures.note:
        out.print(overview.figures.note)


def ran(out: Console, result: RunResult) -> None:
    """The end of the main job: what was done, the casebook, the problems, and what to type next."""
    add, read = result.add, result.read
    out.print(
        f"{len(add.added)} item{'' if len(add.added) == 1 else 's'} added, {len(add.known)} known before; "
        f"{len(read.read)} read, {len(read.unread)} kept and not read, {len(read.skipped)} read before."
    )
    show(out, result.overview)
    screen.problems(out, result.problems)
    following(out, result.overview)


def following(out: Console, overview: Overview) -> None:
    """What to type next."""
    screen.heading(out, "Next")
    book = overview.casebook
    if overview.incidents:
        first = overview.incidents[0].incident.id
        out.print(f"  allegata show {first} --casebook {book}", soft_wrap=True)
        out.print(
            f"  allegata review accept {first} --by NAME --reason TEXT --casebook {book}", soft_wrap=True
        )
    out.print(f"  allegata report {book}-report --casebook {book}", soft_wrap=True)
    out.print(f"  allegata verify --casebook {book}", soft_wrap=True)
