"""The blind second reading: texts and typed inputs first, the first values only after one's own are kept."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Response
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import second
from allegata.actions.readlog import has_seen
from allegata.actions.titles import titles
from allegata.errors import BadDecision, StaleDecision
from allegata.model import edtf, phrases
from allegata.model.user import Right
from allegata.model.value import Group, Value, Where
from allegata.model.vocabulary import ActType, Exactness
from allegata.web.coding import BASES, COUNTS, SIDES, UNITS, Slip, from_sheet
from allegata.web.visit import SentLists, Visit, form, page

BLIND = "/c/{casebook:str}/review/second/{name:str}"
OFFERED = 20
"""Incidents that are offered to whoever reads a second time."""


@page("/c/{casebook:str}/review/second", Right.READ)
def overview(visit: Visit, casebook: str) -> Response[Any]:
    """Every second reading, and how far the readings agree, attribute by attribute."""
    shut = visit.closed.own
    made = [one for one in second.readings(visit.book) if not one.settles and one.id not in shut]
    return visit.render(
        "second.html.j2",
        readings=made,
        titles=titles(visit.book, [one.incident for one in made]),
        tallies=second.tallies(visit.book),
        attributes=phrases.ATTRIBUTES,
        unread=second.unread(visit.book, OFFERED, visit.closed.incidents) if visit.may(Right.CONFIRM) else (),
    )


@page(BLIND, Right.CONFIRM)
def blind(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The texts and the inputs. Nothing on the page comes from the first reading."""
    return _blind(visit, name, {})


def _seen_before(visit: Visit, name: str) -> bool:
    """Whether the reader had the incident, or its texts with what was read from them, shown before."""
    if visit.who is None:
        return False
    return has_seen(visit.server, visit.who, visit.casebook or "", second.shown_with(visit.book, name))


def _blind(
    visit: Visit,
    name: str,
    given: dict[str, Any],
    fault: str = "",
    slips: Sequence[Slip] = (),
    status: int = HTTP_200_OK,
) -> Response[Any]:
    return visit.render(
        "second_blind.html.j2",
        status=status,
        sheet=second.sheet(visit.book, name, visit.name),
        seen_before=_seen_before(visit, name),
        given=given,
        fault=fault,
        slips=slips,
        wrong={slip.field for slip in slips},
        attributes=phrases.ATTRIBUTES,
        counts=[(attribute.value, phrases.ATTRIBUTES[attribute]) for attribute in COUNTS],
        sides=[(attribute.value, phrases.ATTRIBUTES[attribute]) for attribute in SIDES],
        acts=list(ActType),
        exactnesses=list(Exactness),
        units=UNITS,
        bases=BASES,
        forms=edtf.FORMS,
    )


@form(BLIND, Right.CONFIRM)
def coded(visit: Visit, casebook: str, name: str, data: SentLists) -> Response[Any]:
    """Keep one's own values, then see them beside the first ones."""
    values, slips = from_sheet(visit.book, data)
    if slips:
        return _blind(visit, name, data, slips=slips, status=HTTP_422_UNPROCESSABLE_ENTITY)
    try:
        with visit.desk.writing(visit.name) as book:
            made = second.code(
                book,
                name,
                visit.name,
                values,
                str(data.get("note") or ""),
                str(data.get("saw") or "") or None,
                seen_before=_seen_before(visit, name),
            )
    except (BadDecision, StaleDecision) as fault:
        stale = isinstance(fault, StaleDecision)
        return _blind(
            visit, name, data, str(fault), (), HTTP_409_CONFLICT if stale else HTTP_422_UNPROCESSABLE_ENTITY
        )
    return visit.to(f"review/second/{made.incident}/{made.id}")


@page(BLIND + "/{reading:str}", Right.READ)
def result(visit: Visit, casebook: str, name: str, reading: str) -> Response[Any]:
    """A second reading beside the first, with what a third person said of the differences."""
    return _result(visit, reading)


def _result(
    visit: Visit, reading: str, note: str = "", fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    book = visit.book
    made = second.reading_named(book, reading)
    unmasked = visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE)
    visit.noted("second reading", made.incident, unmasked=unmasked)
    names = phrases.party_names(second.parties(book))
    return visit.render(
        "second_result.html.j2",
        status=status,
        made=made,
        title=titles(book, [made.incident]).get(made.incident, made.incident),
        rows=second.agreements(book, made),
        shut=frozenset() if unmasked else second.shut(book, made),
        unmasked=unmasked,
        wordings={one.attribute: one.wording for one in made.values} if unmasked else {},
        third=next((one for one in second.readings(book, made.incident) if one.settles == made.id), None),
        attributes=phrases.ATTRIBUTES,
        told=lambda value: phrases.value(value, names),
        told_again=lambda value: phrases.value(_without_words(value, unmasked), names),
        note=note,
        fault=fault,
    )


def _without_words(value: Value, unmasked: bool) -> Value:
    """A value of the second reading as the table shows it: what its reader typed stands below it or is withheld."""
    if isinstance(value, Group):
        return replace(value, wording="")
    if isinstance(value, Where) and not value.candidates and not unmasked:
        return replace(value, wording="[withheld]")
    return value


@form(BLIND + "/{reading:str}", Right.CONFIRM)
def third_word(visit: Visit, casebook: str, name: str, reading: str, data: SentLists) -> Response[Any]:
    """A third person's word on the differences; both readings stay as they are."""
    note = str(data.get("note") or "")
    try:
        with visit.desk.writing(visit.name) as book:
            second.settle_differences(book, reading, visit.name, (), note)
    except BadDecision as fault:
        return _result(visit, reading, note, str(fault), HTTP_422_UNPROCESSABLE_ENTITY)
    return visit.to(f"review/second/{name}/{reading}")


HANDLERS = (overview, blind, coded, result, third_word)
