"""Canonical JSON: RFC 8785, there and back, and nothing lost that a newer program wrote."""

import dataclasses
import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegata.errors import UnreadableRecord
from allegata.model import codec
from allegata.model.assessment import Figures, IncidentAssessment
from allegata.model.canonical import SAFE_INTEGER, canonical_json
from allegata.model.decision import Decision, DecisionVerb, Proposal
from allegata.model.document import Document, Span
from allegata.model.incident import Account, Incident, Mention
from allegata.model.item import Item
from allegata.model.reading import Reading
from allegata.model.record import Addressee, Referral
from allegata.model.result import RECORD_FIELDS
from allegata.model.statement import Statement
from allegata.model.value import Count, Wording
from allegata.model.vocabulary import CountRole, Exactness, Unit

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-SAFE_INTEGER, SAFE_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_is_rfc_8785(data: Any) -> None:
    assert canonical_json(data) == rfc8785.dumps(data)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_as_they_were(number: float) -> None:
    assert float(json.loads(canonical_json([number]))[0]) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
        (1e-6, "0.000001"), (1e-7, "1e-7"), (333333333.3333332, "333333333.3333332"), (-1.5, "-1.5"),
    ],
)  # fmt: skip
def test_numbers_of_rfc_8785_appendix_b(number: float, text: str) -> None:
    assert canonical_json(number) == text.encode()


def test_keys_are_sorted_by_utf_16_units() -> None:
    # U+10000 is D800 DC00 in UTF-16, hence before U+FFFD, although its code point is larger
    assert canonical_json({"\ufffd": 1, "\U00010000": 2}) == '{"\U00010000":2,"\ufffd":1}'.encode()


@pytest.mark.parametrize("bad", [math.nan, math.inf, 2**53, "\ud800", {1: 2}, {"a": object()}])
def test_what_json_cannot_hold_is_refused(bad: Any) -> None:
    with pytest.raises(UnreadableRecord):
        canonical_json([bad])


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a declared type: the model itself says what to generate."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*[values(argument) for argument in arguments])
    if hint is NoneType:
        return st.none()
    if hint is str:
        return st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
    if hint is int:
        return st.integers(-SAFE_INTEGER, SAFE_INTEGER)
    if hint is float:
        return st.floats(-1e15, 1e15)
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC))
    if hint is date:
        return st.dates()
    if dataclasses.is_dataclass(hint):
        return records(hint)
    return st.sampled_from(list(hint)) if hasattr(hint, "__members__") else st.booleans()


def records(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{field.name: values(hints[field.name]) for field in dataclasses.fields(cls)})


RECORD_TYPES = [
    *(Item, Document, Statement, Mention, Account, Incident, Proposal, Decision, IncidentAssessment, Figures),
    *(get_args(get_type_hints(Reading)[name])[0] for name in RECORD_FIELDS),
]


@pytest.mark.parametrize(
    "cls",
    RECORD_TYPES,
    ids=lambda cls: cls.__name__,
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_record_goes_there_and_back(cls: Any, data: st.DataObject) -> None:
    value = data.draw(records(cls))
    text = codec.canonical(value)
    assert text == rfc8785.dumps(json.loads(text))
    assert codec.parse(cls, text) == value
    assert codec.canonical(codec.parse(cls, text)) == text


def test_every_type_of_the_model_has_coders() -> None:
    codec.from_data(Reading, {"document": "d", "item": "i", "reader": "r", "version": "1"})


COUNT = Count(11, None, Unit.PERSONS, CountRole.KILLED, Exactness.LOWER_BOUND)


def test_a_member_of_a_union_is_named() -> None:
    account = _account(COUNT)
    assert codec.to_data(account)["value"]["type"] == "Count"
    assert codec.from_data(Account, codec.to_data(account)) == account


def _account(value: Any) -> Account:
    return codec.from_data(
        Account,
        {
            "id": "a", "mention": "m", "attribute": "victims.killed", "statement": "s",
            "value": codec.to_data(value) | {"type": type(value).__name__},
            "span": {"document": "d", "start": 0, "end": 1, "quote": "x"},
        },
    )  # fmt: skip


def test_unknown_fields_survive_at_every_depth() -> None:
    data = codec.to_data(_account(COUNT))
    data["added_later"] = {"z": [1, 2.5], "a": None}
    data["span"]["page"] = 7
    data["value"]["confidence"] = "low"
    account = codec.from_data(Account, data)
    assert codec.canonical(account) == canonical_json(data)
    assert isinstance(account, Account) and isinstance(account.span, Span) and account.span.start == 0


def test_unknown_fields_survive_replace_and_tell_values_apart() -> None:
    plain = Wording("x")
    carried = codec.from_data(Wording, {"text": "x", "new": 1})
    assert carried != plain and carried == codec.from_data(Wording, {"text": "x", "new": 1})
    assert codec.to_data(dataclasses.replace(carried, text="y")) == {"text": "y", "new": 1}
    assert len({carried, plain}) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"wording": 1}, r"Addressee.wording: expected str, found int"),
        ({}, "missing"),
        ([], "expected an object"),
        (
            {"wording": "x", "candidate": {"id": "a", "name": "b", "kind": "newspaper"}},
            "no term of SourceKind",
        ),
    ],
)
def test_a_fault_says_where_it_is(data: Any, words: str) -> None:
    with pytest.raises(UnreadableRecord, match=words):
        codec.from_data(Addressee, data)


def test_instants_are_kept_in_utc() -> None:
    at = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    decision = Decision("d", DecisionVerb.ACCEPT, "a", "me", at, "because", "")
    data = codec.to_data(decision)
    assert data["at"] == "2026-01-01T00:00:00Z"
    assert codec.from_data(Decision, data) == decision
    with pytest.raises(UnreadableRecord, match="time zone"):
        codec.to_data(dataclasses.replace(decision, at=datetime(2026, 1, 1)))


def test_digest_depends_on_the_content_alone() -> None:
    assert codec.digest(COUNT) == codec.digest(dataclasses.replace(COUNT))
    assert codec.digest(COUNT) != codec.digest(dataclasses.replace(COUNT, low=12))


@dataclasses.dataclass(frozen=True)
class Kept:
    records: tuple[Referral | Addressee, ...]


def test_a_union_whose_member_has_a_field_of_the_tags_name_loses_nothing() -> None:
    """A referral says of which type it is; its class stands under another name."""
    span = {"document": "doc_1", "start": 0, "end": 4, "quote": "sent"}
    of = {"id": "rf_1", "span": span, "statement": "st_1", "about": [], "by": {"wording": "the ministry"}}
    of |= {"addressed": [], "type": "letter", "status": "announced", "class": "Referral"}
    kept = codec.from_data(Kept, {"records": [of]})
    assert isinstance(kept.records[0], Referral)
    written: Any = codec.to_data(kept)
    assert (written["records"][0]["type"], written["records"][0]["class"]) == ("letter", "Referral")
    assert codec.from_data(Kept, written) == kept
