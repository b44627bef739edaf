"""The blind second reading: texts and typed inputs first, the first values only after one's own are kept."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import second
from allegata.actions.readlog import has_seen
from allegata.actions.titles import titles
from allegata.errors import BadDecision, StaleDecision
from allegata.model import phrases
from allegata.model.second import KEY_ATTRIBUTES, Coded
from allegata.model.user import Right
from allegata.model.value import Category, Count, Group, When
from allegata.model.vocabulary import (
    BROADER_ACT,
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)
from allegata.web.numbers import number_of
from allegata.web.visit import Visit, form, page

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
BLIND = "/c/{casebook:str}/review/second/{name:str}"
COUNTS = {
    Attribute.VICTIMS_KILLED: CountRole.KILLED,
    Attribute.VICTIMS_INJURED: CountRole.INJURED,
    Attribute.VICTIMS_CAPTURED: CountRole.CAPTURED,
    Attribute.VICTIMS_AFFECTED: CountRole.AFFECTED,
}
SIDES = (Attribute.PERPETRATOR_GROUP, Attribute.VICTIMS_GROUP)


@page("/c/{casebook:str}/review/second", Right.READ)
def overview(visit: Visit, casebook: str) -> Response[Any]:
    """Every second reading, and how far the readings agree, attribute by attribute."""
    made = [one for one in second.readings(visit.book) if not one.settles]
    return visit.render(
        "second.html.j2",
        readings=made,
        titles=titles(visit.book, [one.incident for one in made]),
        tallies=second.tallies(visit.book),
        attributes=phrases.ATTRIBUTES,
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
    visit: Visit, name: str, given: dict[str, Any], fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    return visit.render(
        "second_blind.html.j2",
        status=status,
        sheet=second.sheet(visit.book, name, visit.name),
        seen_before=_seen_before(visit, name),
        given=given,
        fault=fault,
        counts=[(attribute.value, phrases.ATTRIBUTES[attribute]) for attribute in COUNTS],
        sides=[(attribute.value, phrases.ATTRIBUTES[attribute]) for attribute in SIDES],
        acts=list(ActType),
    )


@form(BLIND, Right.CONFIRM)
def coded(visit: Visit, casebook: str, name: str, data: Form) -> Response[Any]:
    """Keep one's own values, then see them beside the first ones."""
    try:
        values = tuple(_values(visit, data))
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
            visit, name, data, str(fault), HTTP_409_CONFLICT if stale else HTTP_422_UNPROCESSABLE_ENTITY
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
        note=note,
        fault=fault,
    )


@form(BLIND + "/{reading:str}", Right.CONFIRM)
def third_word(visit: Visit, casebook: str, name: str, reading: str, data: Form) -> Response[Any]:
    """A third person's word on the differences; both readings stay as they are."""
    note = str(data.get("note") or "")
    try:
        with visit.desk.writing(visit.name) as book:
            second.settle_differences(book, reading, visit.name, (), note)
    except BadDecision as fault:
        return _result(visit, reading, note, str(fault), HTTP_422_UNPROCESSABLE_ENTITY)
    return visit.to(f"review/second/{name}/{reading}")


# --- from a form to typed values ---


def _values(visit: Visit, data: dict[str, Any]) -> Iterator[Coded]:
    """:raises BadDecision: naming the input that cannot be read."""
    if data.get("none"):
        yield from (Coded(attribute, None) for attribute in KEY_ATTRIBUTES)
    act = str(data.get("act") or "")
    if act:
        if act not in tuple(ActType):
            raise BadDecision("choose one of the acts that are listed")
        broader = BROADER_ACT.get(ActType(act))
        value = Category("act", act, (broader.value,) if broader else ())
        yield Coded(Attribute.ACT_TYPE, value, _words(data, "act"))
    for attribute, role in COUNTS.items():
        if (count := _count(data, attribute.value, role)) is not None:
            yield Coded(attribute, count, _words(data, attribute.value))
    words = str(data.get("place") or "")
    if (where := second.place(visit.book, words)) is not None:
        yield Coded(Attribute.PLACE_EVENT, where, words.strip())
    if (when := _when(data)) is not None:
        yield Coded(Attribute.TIME_EVENT, when, _words(data, "time"))
    known = {party.id: party.name for party in second.parties(visit.book)}
    for side in SIDES:
        chosen = str(data.get(side.value) or "")
        if chosen and chosen not in known:
            raise BadDecision("choose one of the sides that are listed")
        if chosen:
            yield Coded(side, Group(chosen, ActorKind.UNKNOWN, known[chosen]), _words(data, side.value))


def _words(data: dict[str, Any], name: str) -> str:
    return str(data.get(f"{name}-words") or "").strip()


def _number(data: dict[str, Any], name: str) -> int | None:
    text = str(data.get(name) or "").strip()
    if not text:
        return None
    number = number_of(text)
    if number is None or len(text) > 9:
        raise BadDecision(f"{text!r} is no whole number; leave the field empty where the texts give none")
    return number


def _count(data: dict[str, Any], name: str, role: CountRole) -> Count | None:
    low, high = _number(data, f"{name}-low"), _number(data, f"{name}-high")
    if low is None and high is None:
        return None
    if low is not None and high is not None and high < low:
        raise BadDecision(f"from {low} to {high}: the upper bound is below the lower one")
    unit = str(data.get(f"{name}-unit") or Unit.PERSONS)
    if unit not in tuple(Unit):
        raise BadDecision("choose one of the units that are listed")
    if low is None:
        return Count(0, high, Unit(unit), role, Exactness.UPPER_BOUND)
    exactness = Exactness.LOWER_BOUND if high is None else Exactness.RANGE
    return Count(low, high, Unit(unit), role, Exactness.EXACT_AS_STATED if low == high else exactness)


def _when(data: dict[str, Any]) -> When | None:
    first, last = (str(data.get(name) or "").strip() for name in ("time-from", "time-to"))
    if not first and not last:
        return None
    try:
        earliest = date.fromisoformat(first or last)
        latest = date.fromisoformat(last or first)
    except ValueError:
        raise BadDecision("give the days as YYYY-MM-DD") from None
    if latest < earliest:
        raise BadDecision("the last day lies before the first one")
    edtf = earliest.isoformat() if earliest == latest else f"{earliest.isoformat()}/{latest.isoformat()}"
    precision = TimePrecision.DAY if earliest == latest else TimePrecision.PERIOD
    return When(TimeSlot.EVENT, edtf, earliest, latest, precision, TimeBasis.STATED)


HANDLERS = (overview, blind, coded, result, third_word)
