"""The public derivative of a record: what is on the positive list, and nothing else (DOMAIN 6.2, 6.4).

The list is data (`public.toml`): for every type the fields that go out, the attributes, the roles of text
and the kinds of voices that may be quoted, and how coarse places and times of a recent incident become.
A field that is not listed becomes blank; a type that is not listed is left out.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from allegata.model.document import Document, Span
from allegata.model.incident import Account
from allegata.model.knowledge import Lexicon
from allegata.model.record import ProtectedDetail
from allegata.model.result import IncidentRecord
from allegata.model.statement import Statement
from allegata.model.value import Place, When, Where, Wording
from allegata.model.vocabulary import Attribute, PlaceKind, TimePrecision

LEXICON = "public"
FINE = frozenset({PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.AREA, PlaceKind.OTHER})
"""Kinds of place below the district."""
SLOTS = frozenset({Attribute.TIME_EVENT, Attribute.TIME_FILMED, Attribute.TIME_MEDIA_FIRST_SEEN})
NOT_LISTED = "not on the public list"
WITHHELD = "withheld"
DAY = 2
"""Hyphens in an EDTF day."""
_DROPPED = object()


@dataclass(frozen=True, slots=True)
class Rules:
    """The positive list."""

    groups: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Rules":
        """From the data file."""
        return cls(lexicon.groups)

    def fields(self, kind: type) -> frozenset[str] | None:
        """The fields of a type that go out; None when the type does not."""
        found = self.groups.get(kind.__name__)
        return None if found is None else frozenset(found)

    def words(self, group: str) -> frozenset[str]:
        """A list of the file."""
        return frozenset(self.groups[group])

    @property
    def recent(self) -> timedelta:
        """For how long an incident counts as recent."""
        return timedelta(days=int(self.groups["recent_days"][0]))


@dataclass(frozen=True, slots=True)
class Derivative:
    """The record as it may be composed for the public, and how its places were coarsened."""

    record: IncidentRecord
    recent: bool
    coarse: tuple[tuple[str, str], ...]  # (wording of a place, what stands for it)
    left_out: tuple[str, ...]  # in words


def derivative(record: IncidentRecord, rules: Rules, today: date, above: Mapping[str, Place]) -> Derivative:
    """The public derivative.

    :param today: the day on which it goes out.
    :param above: place id → place, for everything that contains a place of the record.
    """
    recent = is_recent(record, rules, today)
    accounts = tuple(_account(account, record, rules) for account in _listed(record, rules))
    coarse: dict[str, str] = {}
    if recent:
        accounts = tuple(_coarsened(account, above, coarse) for account in accounts)
    records = tuple(r for r in record.records if rules.fields(type(r)) is not None)
    hidden = tuple(_hidden(record, accounts, rules))
    number = {item.id: f"item {n}" for n, item in enumerate(record.items, 1)}
    made = replace(
        record,
        documents=tuple(replace(d, name=number.get(d.item, "")) for d in record.documents),
        accounts=accounts,
        records=(*records, *hidden),
        proposals=(),
        decisions=(),
        problems=(),
    )
    filtered: IncidentRecord = kept(made, rules)
    gone = len(record.accounts) - len(accounts)
    return Derivative(filtered, recent, tuple(coarse.items()), _words(recent, gone, rules))


def kept(value: Any, rules: Rules) -> Any:
    """A value with nothing in it but listed fields of listed types."""
    if isinstance(value, tuple):
        parts = (kept(part, rules) for part in value)
        return tuple(part for part in parts if part is not _DROPPED)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    listed = rules.fields(type(value))
    if listed is None:
        return _DROPPED
    changes = {}
    for field in dataclasses.fields(value):
        part = kept(getattr(value, field.name), rules) if field.name in listed else _DROPPED
        changes[field.name] = _blank(type(value), field) if part is _DROPPED else part
    return type(value)(**changes)


def _blank(kind: type, field: "dataclasses.Field[Any]") -> Any:
    """What stands for a field that does not go out: its default, else nothing of its type.

    :raises TypeError: when there is no such thing; the field has then to be listed.
    """
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    hint = get_type_hints(kind)[field.name]
    if get_origin(hint) in {Union, UnionType} and type(None) in get_args(hint):
        return None
    for simple in (str, bool, int):
        if hint is simple:
            return simple()
    if get_origin(hint) is tuple:
        return ()
    raise TypeError(f"{kind.__name__}.{field.name} has no blank; list it in public.toml")


def is_recent(record: IncidentRecord, rules: Rules, today: date) -> bool:
    """Whether the incident lies so near that place and time stay coarse; an unknown day counts as near."""
    events = [
        a.value.latest
        for a in record.accounts
        if a.attribute in SLOTS and isinstance(a.value, When) and a.value.latest
    ]
    told = [d.published.day for d in record.documents if d.published.is_anchor and d.published.day]
    latest = max(events) if events else min(told, default=None)
    return latest is None or today - latest < rules.recent


def _listed(record: IncidentRecord, rules: Rules) -> Iterator[Account]:
    """The accounts of listed attributes; pinned ones too, whatever their attribute: none is dropped."""
    attributes, pinned = rules.words("attributes"), frozenset(record.assessment.pinned)
    for account in record.accounts:
        if account.id in pinned or (account.attribute in attributes and not account.is_shut):
            yield account


def _account(account: Account, record: IncidentRecord, rules: Rules) -> Account:
    """An account that is there only because it is pinned keeps its place, and loses its value."""
    listed = account.attribute in rules.words("attributes") and not account.is_shut
    return account if listed else replace(account, value=Wording(WITHHELD))


# --- what may be quoted ---------------------------------------------------------------------------


def _hidden(record: IncidentRecord, accounts: Sequence[Account], rules: Rules) -> Iterator[ProtectedDetail]:
    """Every span that is not quoted: of a role or a voice that is not listed, or beside protected words."""
    said = {statement.id: statement for statement in record.statements}
    documents = {document.id: document for document in record.documents}
    protected: dict[str, list[Span]] = {}
    for detail in record.records:
        if isinstance(detail, ProtectedDetail):
            protected.setdefault(detail.span.document, []).append(detail.span)
    for account in record.accounts:
        if account.is_shut or account.attribute not in rules.words("attributes"):
            protected.setdefault(account.span.document, []).append(account.span)
    shown = [(a.span, a.statement) for a in accounts]
    shown += [(r.span, r.statement) for r in record.records if not isinstance(r, ProtectedDetail)]
    shown += [(act.span, act.statement) for m in record.mentions for act in m.acts]
    shown += [(s.span, s.id) for s in record.statements]
    for number, (span, statement) in enumerate(dict.fromkeys(shown)):
        beside = any(span.overlaps(other) for other in protected.get(span.document, ()))
        if beside or not _quotable(span, said.get(statement), documents.get(span.document), rules):
            yield ProtectedDetail(f"public-{number}", span, statement, (), NOT_LISTED)


def _quotable(span: Span, said: Statement | None, document: Document | None, rules: Rules) -> bool:
    if said is None or document is None or said.in_power_of_adverse_party:
        return False
    segment = document.segment_at(span.start)
    if segment is None or segment.role not in rules.words("quotation_roles"):
        return False
    source = said.speaker.source
    return said.speaker.is_outlet or (source is not None and source.kind in rules.words("quotation_kinds"))


# --- coarser places and times ---------------------------------------------------------------------


def _coarsened(account: Account, above: Mapping[str, Place], coarse: dict[str, str]) -> Account:
    value = account.value
    if isinstance(value, Where):
        made = _coarse_place(value, above)
        if made != value:
            coarse[value.wording] = made.wording
        return replace(account, value=made)
    if isinstance(value, When) and account.attribute in SLOTS:
        return replace(account, value=_coarse_time(value))
    return account


def _coarse_place(where: Where, above: Mapping[str, Place]) -> Where:
    """Every candidate replaced by the district that holds it, else the region, else the state."""
    found = {p.id: p for p in (_district(place, above) for place in where.candidates) if p}
    if found == {place.id: place for place in where.candidates} and found:
        return where
    if len(found) == 1:
        only = next(iter(found.values()))
        wording = f"{only.name} ({only.kind})"
    else:  # not settled between places: the words stay, as far as the list of names holds them
        wording = where.wording if found else "a place (withheld)"
    return replace(where, wording=wording, candidates=tuple(found.values()), near=False, settled_by="")


def _district(place: Place, above: Mapping[str, Place]) -> Place | None:
    if place.kind not in FINE:
        return place
    return next((above[id] for id in place.path if id in above and above[id].kind not in FINE), None)


def _coarse_time(when: When) -> When:
    """The week of a day; the month where the year is not stated."""
    if when.earliest is not None and when.latest is not None:
        monday = when.earliest - timedelta(days=when.earliest.weekday())
        sunday = when.latest + timedelta(days=6 - when.latest.weekday())
        if (sunday - monday).days < 7:
            week = f"{monday.isoformat()}/{sunday.isoformat()}"
            return replace(
                when, edtf=week, earliest=monday, latest=sunday, precision=TimePrecision.WEEK, relative=None
            )
        return when
    if when.edtf and when.edtf.count("-") == DAY:
        return replace(when, edtf=when.edtf.rpartition("-")[0], precision=TimePrecision.MONTH)
    return when


def _words(recent: bool, gone: int, rules: Rules) -> tuple[str, ...]:
    words = [
        "This is a public derivative: a positive list of fields. The originals are named by their hashes and not "
        "included; no picture, no sound and no file name is. Every name that stands on no list is withheld, and "
        "so are words of persons in the power of the adverse party and whatever could identify a captive, a "
        "victim, a witness or the dead.",
    ]
    if recent:
        words.append(
            "The incident is recent, or its day is not known: places are told no finer than the district, times no "
            f"finer than the week, for {rules.recent.days} days."
        )
    if gone:
        words.append(f"{gone} values are of kinds that are not on the list.")
    return tuple(words)
