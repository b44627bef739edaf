"""The neutral working title: "[N/unknown] [group], [place], first reported [date]" (DOMAIN 1.5, 2.5, 6.4).

No adjective, no name of a crime, no name of a person; places as worded; the same words for every side.
Titles are for finding a record, not for telling what happened. They stand in lists, on maps and on public
packages, so no restricted value is in one: a place that is only stated there is "place withheld".
"""

from collections.abc import Sequence

from allegata.assessing.case import Case
from allegata.model import days
from allegata.model.assessment import AttributeAssessment, CountRange
from allegata.model.incident import Account
from allegata.model.value import Group, When, Where
from allegata.model.vocabulary import ActorKind, Attribute, DateBasis, Relation

PEOPLE: dict[ActorKind, tuple[str, str]] = {
    ActorKind.ARMED_FORCES: ("service member", "service members"),
    ActorKind.UNIT: ("service member", "service members"),
    ActorKind.ARMED_GROUP: ("member of an armed group", "members of an armed group"),
    ActorKind.CIVILIANS: ("civilian", "civilians"),
    ActorKind.CAPTIVES: ("captive", "captives"),
}
"""Neutral nouns; everybody else is a person."""

_COUNTED = (
    Attribute.VICTIMS_KILLED,
    Attribute.VICTIMS_INJURED,
    Attribute.VICTIMS_AFFECTED,
    Attribute.VICTIMS_CAPTURED,
)
_LONGEST_PLACE = 60
_SPANS = frozenset({"weekend", "week", "month", "year"})
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def title(case: Case, attributes: Sequence[AttributeAssessment]) -> str:
    """The working title of an incident; what is not stated is said to be so."""
    counted = next(
        (a.counts for key in _COUNTED for a in attributes if a.attribute is key and a.counts), None
    )
    main = [a for a in case.accounts if a.id not in case.pinned_accounts]
    shown = [a for a in main if not a.is_shut]
    place = _place(shown)
    if place is None:
        place = "place withheld" if _place(main) else "place not stated"
    return f"{_people(counted, shown, case)}, {place}, {_first_reported(shown, case)}"


def _people(counted: CountRange | None, accounts: Sequence[Account], case: Case) -> str:
    groups = [
        a.value for a in accounts if a.attribute is Attribute.VICTIMS_GROUP and isinstance(a.value, Group)
    ]
    shut = [a.span for a in case.accounts if a.is_shut and a.attribute is Attribute.VICTIMS_GROUP]
    groups += [
        act.victim
        for act in case.acts
        if act.victim and not act.pinned and not any(act.span.overlaps(span) for span in shut)
    ]
    kinds = [g.kind for g in groups if g.kind in PEOPLE]
    order = tuple(PEOPLE)
    kind = max(kinds, key=lambda k: (kinds.count(k), -order.index(k))) if kinds else None
    one, many = PEOPLE[kind] if kind else ("person", "persons")
    parties = sorted({g.party for g in groups if g.party})
    side = f" ({', '.join(case.ties.party_names.get(p, p) for p in parties)})" if parties else ""
    number = _number(counted)
    return f"{number} {one if number == '1' else many}{side}"


def _number(counted: CountRange | None) -> str:
    if counted is None or counted.minimum is None:
        return "Unknown number of"
    low, high = counted.minimum, counted.maximum
    if high is None:
        return f"At least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _place(accounts: Sequence[Account]) -> str | None:
    places = [
        a.value
        for a in accounts
        if a.attribute is Attribute.PLACE_EVENT and isinstance(a.value, Where) and not a.headline
    ]
    if not places:
        return None
    specific = [w for w in places if not any(o.relation_to(w) is Relation.REFINES for o in places)]
    where = min(specific or places, key=lambda w: (not w.candidates, w.ambiguous, len(w.wording), w.wording))
    words = where.wording.removeprefix("the ").removeprefix("The ")
    if len(words) > _LONGEST_PLACE:
        words = where.candidates[0].name if len(where.candidates) == 1 else f"{words[:_LONGEST_PLACE]}…"
    return f"near {words}" if where.near and not words.casefold().startswith("near ") else words


def _first_reported(accounts: Sequence[Account], case: Case) -> str:
    times = [m.first_seen for m in case.media if m.first_seen]
    times += [
        a.value
        for a in accounts
        if a.attribute is Attribute.TIME_MEDIA_FIRST_SEEN and isinstance(a.value, When)
    ]
    seen = sorted({t.earliest for t in times if t.earliest and t.earliest == t.latest})
    published = sorted(
        {
            d.published.day
            for d in case.documents.values()
            if d.published.is_anchor and d.published.day and d.published.basis is not DateBasis.NONE
        }
    )
    known = sorted([*seen[:1], *published[:1]])
    if known:
        return f"first reported {known[0].isoformat()}"
    partial = sorted({t.edtf for t in times if t.edtf})
    if partial:
        return f"first reported {_spelt(partial[0])}"
    relative = sorted({t.relative for t in times if t.relative})
    if relative:
        return f"first reported {_relative(relative[0])} (date unresolved)"
    return "first reported on an unknown date"


def _spelt(edtf: str) -> str:
    """A day or month without its year in words; other forms stay as they are."""
    if not edtf.startswith(days.NO_YEAR):
        return edtf
    return f"{'on' if days.has_day(edtf) else 'in'} {days.edtf(edtf)}"


def _relative(expression: str) -> str:
    unit, _, which = expression.partition(":")
    if which in _DAYS:
        return f"on a {which.capitalize()}"
    return f"within a {unit}" if unit in _SPANS else "on a day"
