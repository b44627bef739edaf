"""Typed editors: what can be corrected of a statement, account or record, as inputs of a form and back.

An editor follows the declared type of a field: a term is chosen from its vocabulary, a count has bounds,
a date is typed in EDTF, a place is found in the gazetteer (coordinates are never typed), a speaker is words
of the text with who that is. What comes back holds only the fields that differ from what stands there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from allegata.actions.editing import Offer, PlaceChoice
from allegata.model import edtf, phrases
from allegata.model.incident import Account
from allegata.model.marks import Mask
from allegata.model.record import Addressee, TotalScope
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, Value, When, Where, Wording
from allegata.model.vocabulary import (
    Attribute,
    CountRole,
    Exactness,
    Modality,
    PlaceRole,
    Polarity,
    ReferralStatus,
    ResponseKind,
    Scope,
    SpeechAct,
    Stance,
    TimeSlot,
    Unit,
    VerificationAspect,
    VerificationResult,
)

EXACT = "Exact words of this text. Empty: the outlet itself speaks."
Typed = Mapping[str, str]
CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in (Count, When, Where, Category, Group, Wording)}
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
WORDS: dict[type[Any], Mapping[Any, str]] = {
    Attribute: phrases.ATTRIBUTES,
    Scope: phrases.SCOPES,
    VerificationResult: phrases.RESULTS,
    VerificationAspect: phrases.ASPECTS,
    ResponseKind: phrases.RESPONSES,
    ReferralStatus: phrases.REFERRAL_STATUS,
    Stance: phrases.STANCES,
    TimeSlot: phrases.SLOTS,
    CountRole: phrases.COUNT_ROLES,
}
PARTIES = frozenset({"party", "victim_party", "perpetrator_party", "alleged_party", "on_behalf_of"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form. `kind`: select, text, number, check, words, places."""

    name: str
    label: str
    kind: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Inputs that belong together. `note` is what stays as it is, for instance the wording."""

    legend: str
    inputs: tuple[Input, ...]
    note: str = ""
    places: tuple[tuple[PlaceChoice, bool], ...] = field(default=())
    prefix: str = ""


def label(name: str) -> str:
    """What a field is called."""
    return LABELS.get(name, phrases.plain(name).capitalize())


def words_of_term(term: Enum) -> str:
    """A term of a vocabulary as people read it."""
    if isinstance(term, Unit):
        return phrases.UNITS[term][1]
    return WORDS.get(type(term), {}).get(term) or phrases.plain(str(term.value))


# --- what a thing offers ------------------------------------------------------------------------


class Editor:
    """The inputs of one thing, or of one that is to be made (`thing` None), and the data they give back.

    :param places: candidates by the prefix of their field, found by id or by a search.
    """

    def __init__(
        self,
        offer: Offer,
        cls: type[Any],
        thing: Any | None = None,
        typed: Typed | None = None,
        attribute: Attribute | None = None,
        places: Mapping[str, Sequence[PlaceChoice]] | None = None,
        mask: Mask | None = None,
    ) -> None:
        self.offer, self.cls, self.thing, self.typed = offer, cls, thing, typed
        self.attribute = thing.attribute if isinstance(thing, Account) else attribute
        self.places = places or {}
        self.mask = mask or Mask(())

    def fieldsets(self) -> tuple[Fieldset, ...]:
        """All inputs, composite fields first in sets of their own."""
        single: list[Input] = []
        sets: list[Fieldset] = []
        for name, hint, value in fields_of(self.cls, self.thing, self.attribute):
            inner = inner_of(hint)
            if inner in COMPOSITE:
                sets.append(self._set(name, label(name), inner, value))
            elif get_origin(inner) is tuple and get_args(inner)[0] is Count:
                counts = value or (None,)
                for number, count in enumerate(counts):
                    sets.append(self._set(f"{name}.{number}", f"{label(name)} {number + 1}", Count, count))
            elif inner is TotalScope:
                scope = get_type_hints(TotalScope)
                inputs = [
                    self._input(f"{name}.{n}", h, getattr(value, n, None), n)
                    for n, h in scope.items()
                    if n not in LEFT_OUT
                ]
                sets.append(Fieldset(label(name), tuple(inputs)))
            elif name == "about":
                sets.append(Fieldset(label(name), tuple(self._about(value or ()))))
            else:
                single.append(self._input(name, hint, value, name))
        if single:
            sets.append(
                Fieldset(
                    "How it is said" if self.cls in (Statement, Account) else "What it says", tuple(single)
                )
            )
        return tuple(sets)

    # --- inputs ---

    def _now(self, name: str, value: str) -> str:
        return self.typed.get(name, "") if self.typed is not None else value

    def _input(self, name: str, hint: Any, value: Any, short: str) -> Input:
        inner, optional = inner_of(hint), is_optional(hint)
        if short in PARTIES:
            options = (("", "not stated"), *((p.id, p.name) for p in self.offer.parties))
            return Input(name, label(short), "select", self._now(name, value or ""), options)
        if inner is bool and not optional:
            return Input(name, label(short), "check", self._now(name, "1" if value else ""))
        if inner is bool:
            now = "" if value is None else "1" if value else "0"
            options = (("", "not stated"), ("1", "yes"), ("0", "no"))
            return Input(name, label(short), "select", self._now(name, now), options)
        if isinstance(inner, type) and issubclass(inner, Enum):
            terms = self._terms(inner)
            options = (*((("", "not stated"),) if optional else ()), *terms)
            now = str(value.value) if value is not None else self._usual(inner)
            return Input(name, label(short), "select", self._now(name, now), options, required=not optional)
        if get_origin(inner) is tuple:
            lines = [one.wording if isinstance(one, Addressee) else str(one) for one in value or ()]
            return Input(
                name, label(short), "words", self._now(name, "\n".join(lines)), hint="One to a line."
            )
        if inner is int:
            return Input(name, label(short), "number", self._now(name, "" if value is None else str(value)))
        return Input(name, label(short), "text", self._now(name, value or ""))

    def _usual(self, kind: type[Enum]) -> str:
        """What is chosen before anybody chose: only what the attribute says by itself, or what says nothing."""
        name = self.attribute.value if self.attribute else ""
        known: dict[Any, str] = {PlaceRole: "event", TimeSlot: name, CountRole: name.rpartition(".")[2]}
        told = known.get(kind, "")
        return told if self.attribute and told in {str(term.value) for term in kind} else _usual(kind)

    def _terms(self, kind: type[Enum]) -> list[tuple[str, str]]:
        members: Sequence[Enum] = tuple(kind)
        if kind is Attribute:  # only such as hold a value of the same kind
            members = [term for term in Attribute if _kind_of_value(term) == _kind_of_value(self.attribute)]
        return [
            (str(member.value), words_of_term(member) or phrases.plain(str(member.value)))
            for member in members
        ]

    def _about(self, about: Sequence[str]) -> Iterator[Input]:
        only = self.thing is None and len(self.offer.mentions) == 1  # what else could it be about
        for number, mention in enumerate(self.offer.mentions, 1):
            now = self._now(f"about.{mention.id}", "1" if only or mention.id in about else "")
            yield Input(f"about.{mention.id}", mention_words(mention, number, self.mask), "check", now)

    def _set(self, name: str, legend: str, kind: type[Any], value: Any) -> Fieldset:
        hints = get_type_hints(kind)

        def one(part: str, **more: Any) -> Input:
            made = self._input(f"{name}.{part}", hints[part], getattr(value, part, None), part)
            return Input(
                made.name,
                more.get("label", made.label),
                made.kind,
                made.value,
                made.options,
                more.get("hint", ""),
                made.required,
            )

        wording = getattr(value, "wording", "")
        if kind is Count:
            high = Input(
                f"{name}.high",
                label("high"),
                "number",
                self._now(f"{name}.high", _digits(value, "high")),
                hint="Empty: no upper bound was stated.",
            )
            low = Input(
                f"{name}.low",
                label("low"),
                "number",
                self._now(f"{name}.low", _digits(value, "low")),
                required=True,
            )
            return Fieldset(
                legend,
                (low, high, one("unit"), one("role", label="Who is counted"), one("exactness"), one("vague")),
            )
        if kind is When:
            return Fieldset(
                legend,
                (
                    one("edtf", hint=edtf.FORMS),
                    one("relative", hint="Kept as it was read; a date above resolves it."),
                    one("precision"),
                    one("slot"),
                    one("basis"),
                ),
            )
        if kind is Where:
            return Fieldset(legend, (one("role"), one("near")), wording, self._candidates(name, value), name)
        if kind is Category:
            scheme = value.scheme if value is not None else _kind_of_value(self.attribute)[1] or "act"
            terms = tuple((term, phrases.plain(term)) for term in self.offer.schemes.get(scheme, ()))
            now = self._now(f"{name}.term", value.term if value is not None else "")
            return Fieldset(
                legend,
                (Input(f"{name}.term", "Term", "select", now, (("", "choose"), *terms), required=True),),
            )
        if kind is Group:
            return Fieldset(legend, (one("party"), one("kind"), one("by_marking")), wording)
        if kind is Wording:
            return Fieldset(
                legend,
                (
                    Input(
                        f"{name}.text",
                        "In words",
                        "text",
                        self._now(f"{name}.text", getattr(value, "text", "")),
                        required=True,
                    ),
                ),
            )
        words = "" if value is None or value.is_outlet else value.wording
        source = value.source.id if value is not None and value.source else ""
        known = (("", "nobody in particular: as worded"), *((s.id, s.name) for s in self.offer.sources))
        return Fieldset(
            legend,
            (
                Input(
                    f"{name}.wording",
                    "By which words the text names it",
                    "text",
                    self._now(f"{name}.wording", words),
                    hint=EXACT,
                ),
                Input(f"{name}.source", "Who that is", "select", self._now(f"{name}.source", source), known),
            ),
        )

    def _candidates(self, name: str, value: Where | None) -> tuple[tuple[PlaceChoice, bool], ...]:
        held = {place.id for place in value.candidates} if value is not None else set()
        chosen = chosen_places(self.typed, name) if self.typed is not None else held
        return tuple((choice, choice.place.id in chosen) for choice in self.places.get(name, ()))


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


COMPOSITE = frozenset({Count, When, Where, Category, Group, Wording, Speaker})


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


def _kind_of_value(attribute: Attribute | None) -> tuple[str, str | None]:
    return value_class(attribute), SCHEMES.get(attribute) if attribute else None


def mention_words(mention: Any, number: int, mask: Mask) -> str:
    """An alleged occurrence of a text, told apart by its number and its acts."""
    acts = ", ".join(dict.fromkeys(phrases.plain(act.type) for act in mention.acts))
    words = " ".join(mask.words(mention.anchors[0]).split())[:60] if mention.anchors else ""
    return f"{number}. {acts or 'act not named'}" + (f": “{words}”" if words else "")


def _digits(value: Any, name: str) -> str:
    found = getattr(value, name, None)
    return "" if found is None else str(found)


def inner_of(hint: Any) -> Any:
    """The type behind an optional one."""
    if get_origin(hint) in (Union, UnionType) and hint is not Value:
        members = [member for member in get_args(hint) if member is not NoneType]
        return members[0] if len(members) == 1 else hint
    return hint


def is_optional(hint: Any) -> bool:
    """Whether None is a value of it."""
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


def _usual(kind: type[Enum]) -> str:
    """What stands in a select before anything is chosen: only what says nothing, or is the plain case."""
    plain = {
        SpeechAct: "assert",
        Modality: "asserted",
        Polarity: "affirms",
        Scope: "unclear",
        Stance: "alleges",
        Unit: "persons",
        Exactness: "exact_as_stated",
    }
    if kind in plain:
        return plain[kind]
    values = {str(member.value) for member in kind}
    return next((v for v in ("not_stated", "unspecified", "unclear", "unknown", "stated") if v in values), "")
