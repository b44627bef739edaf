"""The fields of a statement, account or record that people can put right: their names and declared types."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from allegata.model import phrases
from allegata.model.incident import Account
from allegata.model.source import Speaker
from allegata.model.value import Category, Count, Group, Value, When, Where, Wording
from allegata.model.vocabulary import Attribute

Typed = Mapping[str, str]
CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in (Count, When, Where, Category, Group, Wording)}
COMPOSITE = frozenset({*CLASSES.values(), Speaker})
"""The types of several parts: each has a set of inputs of its own."""
SCHEMES = {
    Attribute.ACT_TYPE: "act",
    Attribute.METHOD: "method",
    Attribute.VICTIMS_STATUS_BASIS: "status_basis",
    Attribute.VICTIMS_ARMED_STATE: "armed_state",
}
"""The attributes whose values are terms, with their schemes."""

LEFT_OUT = frozenset(
    {
        "id",
        "span",
        "statement",
        "mention",
        "made_by",
        "content",
        "chain",
        "loaded_terms",
        "segment",
        "headline",
    }
    | {"basis_claimed", "capacity", "candidate", "territories", "cues", "period", "territory", "sensitivity"}
)
"""Fields without an editor: they say what a thing is, or are read from its words again."""

LABELS = {
    "speech_act": "What the speaker does",
    "in_power_of_adverse_party": "Said in the power of the adverse party",
    "by_marking": "Known by clothing or marking only",
    "edtf": "Date",
    "party": "Side",
    "victim_party": "Side of those affected",
    "perpetrator_party": "Side alleged against",
    "alleged_party": "Side alleged against",
    "about": "About which alleged occurrence",
    "low": "At least",
    "high": "At most",
    "by": "Who",
    "words_used": "The words used",
    "low_high": "How many",
    "vague": "The wording is vague (“dozens”)",
    "near": "Near it, not in it",
    "role": "What it is in the sentence",
    "slot": "Which moment",
    "as_of": "As of",
    "quote_fidelity": "How near to words really spoken",
    "self_interest": "A party confirming its own side’s words",
    "first_hand": "The checker’s own publication",
    "relative": "As worded, relative",
}


def label(name: str) -> str:
    """What a field is called."""
    return LABELS.get(name, phrases.plain(name).capitalize())


def fields_of(
    cls: type[Any], thing: Any | None, attribute: Attribute | None
) -> Iterator[tuple[str, Any, Any]]:
    """The fields that have an editor: name, declared type, value. The value of an account has a class."""
    for name, hint in get_type_hints(cls).items():
        if name in LEFT_OUT or (cls is Account and name == "attribute" and thing is None):
            continue
        value = getattr(thing, name, None)
        if cls is Account and name == "value":
            yield name, _value_type(value, attribute), value
        else:
            yield name, hint, value


def _value_type(value: Any, attribute: Attribute | None) -> type[Any]:
    if value is None:
        return CLASSES[value_class(attribute)]
    return next(cls for cls in CLASSES.values() if isinstance(value, cls))


def chosen_places(form: Typed | None, name: str) -> tuple[str, ...]:
    """The ids of the places that are ticked in a form."""
    start = f"{name}.place."
    return tuple(key.removeprefix(start) for key in form or () if key.startswith(start))


def value_class(attribute: Attribute | None) -> str:
    """The class of an attribute's values, by its name."""
    name = attribute.value if attribute else ""
    if attribute and attribute in SCHEMES:
        return "Category"
    if name.startswith("time."):
        return "When"
    if attribute is Attribute.PLACE_EVENT:
        return "Where"
    if attribute in (Attribute.VICTIMS_GROUP, Attribute.PERPETRATOR_GROUP):
        return "Group"
    counted = name.startswith("victims.") and attribute is not Attribute.VICTIMS_IDENTITY
    return "Count" if counted or attribute is Attribute.PERSONS_FATE_UNKNOWN else "Wording"


def kind_of_value(attribute: Attribute | None) -> tuple[str, str | None]:
    """The class of an attribute's values, and the scheme where they are terms."""
    return value_class(attribute), SCHEMES.get(attribute) if attribute else None


def inner_of(hint: Any) -> Any:
    """The type behind an optional one."""
    if get_origin(hint) in (Union, UnionType) and hint is not Value:
        members = [member for member in get_args(hint) if member is not NoneType]
        return members[0] if len(members) == 1 else hint
    return hint


def is_optional(hint: Any) -> bool:
    """Whether None is a value of it."""
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)
