"""The audit: every entry of the ledger, who read what, and whether the sides are treated alike."""

from datetime import UTC, date, datetime, time
from typing import Any

from litestar import Response
from litestar.response import Stream

from allegata.actions import audit as actions
from allegata.actions.readlog import read_count, read_log
from allegata.actions.treatment import treatment
from allegata.model import phrases
from allegata.model.audit import AuditFilter
from allegata.model.user import Right
from allegata.web import footage as view
from allegata.web.numbers import number_of
from allegata.web.routes.custody import page_number
from allegata.web.visit import Visit, page

SHOWN = 50


def wanted(visit: Visit) -> tuple[AuditFilter, dict[str, str]]:
    """The filter that the address names, and the words as they were typed."""
    asked = visit.request.query_params
    typed = {name: asked.get(name, "").strip()[:200] for name in ("kind", "by", "since", "until", "thing")}
    thing = typed["thing"].lower()
    item = thing if 6 <= len(thing) <= 64 and all(letter in "0123456789abcdef" for letter in thing) else None
    made = AuditFilter(
        (typed["by"],) if typed["by"] else (),
        (typed["kind"],) if typed["kind"] in actions.KINDS else (),
        _time(typed["since"], time.min),
        _time(typed["until"], time.max),
        typed["thing"] if typed["thing"] and item is None else None,
        item,
    )
    return made, typed


def _time(text: str, at: time) -> datetime | None:
    """A day that was typed: its beginning or its end; what is no day is passed over."""
    try:
        return datetime.combine(date.fromisoformat(text), at, UTC) if text else None
    except ValueError:
        return None


@page("/c/{casebook:str}/audit", Right.AUDIT)
def ledger(visit: Visit, casebook: str) -> Response[Any]:
    """The ledger, the newest entry first."""
    visit.noted("audit")
    asked, typed = wanted(visit)
    number = page_number(visit)
    lines, total = actions.audit_page(visit.book, asked, number, SHOWN, not visit.may(Right.DECIDE))
    given = {name: words for name, words in typed.items() if words}
    return visit.render(
        "audit.html.j2",
        lines=lines,
        total=total,
        typed=typed,
        given=given,
        kinds=actions.KINDS,
        people=actions.people(visit.book),
        page=number,
        pages=-(-total // SHOWN),
        page_url=lambda to: visit.url("audit", **given, page=to),
    )


@page("/c/{casebook:str}/audit/ledger.csv", Right.AUDIT)
def as_table(visit: Visit, casebook: str) -> Stream:
    """What the filter gives as a table, a portion at a time."""
    visit.noted("audit", "ledger.csv")
    asked, _ = wanted(visit)
    actions.audit_page(visit.book, asked, 1, 1)  # says what is wrong with the filter while it still can
    pieces = actions.csv_pieces(actions.audit(visit.book, asked, not visit.may(Right.DECIDE)))
    return Stream(pieces, media_type="text/csv; charset=utf-8", headers=_as_file("audit.csv"))


@page("/c/{casebook:str}/audit/ledger.json", Right.AUDIT)
def as_record(visit: Visit, casebook: str) -> Stream:
    """What the filter gives as one canonical record, an entry at a time."""
    visit.noted("audit", "ledger.json")
    asked, _ = wanted(visit)
    actions.audit_page(visit.book, asked, 1, 1)  # says what is wrong with the filter while it still can
    pieces = actions.json_pieces(asked, actions.audit(visit.book, asked, not visit.may(Right.DECIDE)))
    return Stream(pieces, media_type="application/json", headers=_as_file("audit.json"))


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


@page("/c/{casebook:str}/audit/reads", Right.AUDIT)
def reads(visit: Visit, casebook: str) -> Response[Any]:
    """Who had what shown, the newest first."""
    visit.noted("audit", "reads")
    asked = visit.request.query_params
    name, unmasked = asked.get("by", "").strip()[:200], asked.get("unmasked") == "1"
    lines = read_log(
        visit.server,
        casebook,
        name=name or None,
        thing=asked.get("thing", "").strip()[:200] or None,
        unmasked=True if unmasked else None,
        before=number_of(asked.get("before")),
        limit=SHOWN,
    )
    return visit.render(
        "audit_reads.html.j2",
        lines=lines,
        total=read_count(visit.server, casebook),
        by=name,
        thing=asked.get("thing", "").strip()[:200],
        unmasked=unmasked,
        more=len(lines) == SHOWN,
        when=view.when,
    )


@page("/c/{casebook:str}/audit/sides", Right.AUDIT)
def sides(visit: Visit, casebook: str) -> Response[Any]:
    """Figures of how the incidents alleged against each side were worked on."""
    visit.noted("audit", "sides")
    found = treatment(visit.book)
    return visit.render(
        "audit_sides.html.j2", found=found, names=phrases.party_names(found.parties), party=phrases.party
    )


HANDLERS = (ledger, as_table, as_record, reads, sides)
