"""The audit: every entry of the ledger, who read what, and whether the sides are treated alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from litestar import Response
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import accountlog, accounts, vouching
from allegata.actions import audit as actions
from allegata.actions.readlog import read_count, read_log
from allegata.actions.treatment import treatment
from allegata.errors import BadAccount
from allegata.model import phrases
from allegata.model.audit import AuditFilter
from allegata.model.office import Read
from allegata.model.user import Right
from allegata.web import footage as view
from allegata.web.numbers import number_of
from allegata.web.routes.custody import page_number
from allegata.web.visit import Sent, Visit, form, page

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
        lines=[_without_reason(visit, one) for one in lines],
        total=read_count(visit.server, casebook),
        by=name,
        thing=asked.get("thing", "").strip()[:200],
        unmasked=unmasked,
        more=len(lines) == SHOWN,
        when=view.when,
    )


def _without_reason(visit: Visit, one: Read) -> Read:
    """Why somebody had the bytes of an item is withheld with the item."""
    return replace(one, kind=one.kind.partition(" (")[0]) if visit.closed.names(one.thing) else one


@page("/c/{casebook:str}/audit/access", Right.AUDIT)
def access(visit: Visit, casebook: str) -> Response[Any]:
    """Who may open this casebook, whose role rests, and what was done to their accounts."""
    visit.noted("audit", "access")
    return _access(visit, casebook)


def _access(visit: Visit, casebook: str, fault: str | None = None) -> Response[Any]:
    members = accounts.members(visit.server, casebook)
    who = visit.who.user if visit.who else None
    resting = [one for one, _ in members if casebook in one.resting]
    return visit.render(
        "audit_access.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else HTTP_200_OK,
        members=members,
        why_not={
            one.id: vouching.why_not(visit.server, who, one, casebook) if who else "" for one in resting
        },
        acts=accountlog.acts(visit.server, casebook=casebook),
        fault=fault,
    )


@form("/c/{casebook:str}/audit/access", Right.SETTINGS)
def confirm_access(visit: Visit, casebook: str, data: Sent) -> Response[Any]:
    """Say that the right person holds a role that rests: for a lead of this casebook."""
    user = accounts.account(visit.server, data.get("user", ""))
    try:
        if visit.who is None or visit.who.alone:
            raise BadAccount("this server keeps no accounts")
        vouching.vouch(visit.server, visit.who.user, user, casebook)
    except BadAccount as fault:
        return _access(visit, casebook, str(fault))
    return visit.to("audit/access")


@page("/c/{casebook:str}/audit/sides", Right.AUDIT)
def sides(visit: Visit, casebook: str) -> Response[Any]:
    """Figures of how the incidents alleged against each side were worked on."""
    visit.noted("audit", "sides")
    found = treatment(visit.book)
    return visit.render(
        "audit_sides.html.j2", found=found, names=phrases.party_names(found.parties), party=phrases.party
    )


HANDLERS = (ledger, as_table, as_record, reads, access, confirm_access, sides)
