"""Typed editors: what can be corrected of a statement, account or record, as inputs of a form and back.

An editor follows the declared type of a field: a term is chosen from its vocabulary, a count has bounds,
a date is typed in EDTF, a place is found in the gazetteer (coordinates are never typed), a speaker is words
of the text with who that is. What comes back holds only the fields that differ from what stands there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from typing import Any, get_args, get_origin, get_type_hints

from allegata.actions.editing import Offer, PlaceChoice
from allegata.model import edtf, phrases
from allegata.model.incident import Account
from allegata.model.marks import Mask
from allegata.model.record import Addressee, TotalScope
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, When, Where, Wording
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
from allegata.web.fields import (
    COMPOSITE,
    LEFT_OUT,
    Typed,
    chosen_places,
    fields_of,
    inner_of,
    is_optional,
    kind_of_value,
    label,
)

EXACT = "Exact words of this text. Empty: the outlet itself speaks."
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
                shown = [part for part in get_type_hints(TotalScope) if part not in LEFT_OUT]
                inputs = tuple(self._part(name, TotalScope, value, part) for part in shown)
                sets.append(Fieldset(label(name), inputs))
            elif name == "about":
                sets.append(Fieldset(label(name), tuple(self._about(value or ()))))
            else:
                single.append(self._input(name, hint, value, name))
        if single:
            legend = "How it is said" if self.cls in (Statement, Account) else "What it says"
            sets.append(Fieldset(legend, tuple(single)))
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
            members = [term for term in Attribute if kind_of_value(term) == kind_of_value(self.attribute)]
        return [
            (str(member.value), words_of_term(member) or phrases.plain(str(member.value)))
            for member in members
        ]

    def _about(self, about: Sequence[str]) -> Iterator[Input]:
        for number, mention in enumerate(self.offer.mentions, 1):
            now = self._now(f"about.{mention.id}", "1" if mention.id in about else "")
            yield Input(f"about.{mention.id}", mention_words(mention, number, self.mask), "check", now)

    def _set(self, name: str, legend: str, kind: type[Any], value: Any) -> Fieldset:
        """A set of inputs for a type of several parts."""
        return SETS[kind](self, name, legend, value)

    def _part(self, name: str, kind: type[Any], value: Any, part: str, **otherwise: Any) -> Input:
        """The input of one part of a value. `otherwise`: what is not as it is for a field of this name."""
        made = self._input(f"{name}.{part}", get_type_hints(kind)[part], getattr(value, part, None), part)
        return replace(made, **otherwise)

    def _count(self, name: str, legend: str, value: Count | None) -> Fieldset:
        part = partial(self._part, name, Count, value)
        inputs = (
            part("low", required=True),
            part("high", hint="Empty: no upper bound was stated."),
            part("unit"),
            part("role", label="Who is counted"),
            part("exactness"),
            part("vague"),
        )
        return Fieldset(legend, inputs)

    def _when(self, name: str, legend: str, value: When | None) -> Fieldset:
        part = partial(self._part, name, When, value)
        inputs = (
            part("edtf", hint=edtf.FORMS),
            part("relative", hint="Kept as it was read; a date above resolves it."),
            part("precision"),
            part("slot"),
            part("basis"),
        )
        return Fieldset(legend, inputs)

    def _where(self, name: str, legend: str, value: Where | None) -> Fieldset:
        part = partial(self._part, name, Where, value)
        wording = value.wording if value is not None else ""
        return Fieldset(legend, (part("role"), part("near")), wording, self._candidates(name, value), name)

    def _category(self, name: str, legend: str, value: Category | None) -> Fieldset:
        scheme = value.scheme if value is not None else kind_of_value(self.attribute)[1] or "act"
        terms = tuple((term, phrases.plain(term)) for term in self.offer.schemes.get(scheme, ()))
        now = self._now(f"{name}.term", value.term if value is not None else "")
        options = (("", "choose"), *terms)
        return Fieldset(legend, (Input(f"{name}.term", "Term", "select", now, options, required=True),))

    def _group(self, name: str, legend: str, value: Group | None) -> Fieldset:
        part = partial(self._part, name, Group, value)
        wording = value.wording if value is not None else ""
        return Fieldset(legend, (part("party"), part("kind"), part("by_marking")), wording)

    def _wording(self, name: str, legend: str, value: Wording | None) -> Fieldset:
        return Fieldset(legend, (self._part(name, Wording, value, "text", label="In words", required=True),))

    def _speaker(self, name: str, legend: str, value: Speaker | None) -> Fieldset:
        words = "" if value is None or value.is_outlet else value.wording
        source = value.source.id if value is not None and value.source else ""
        known = (("", "nobody in particular: as worded"), *((s.id, s.name) for s in self.offer.sources))
        now = self._now(f"{name}.wording", words)
        named = Input(f"{name}.wording", "By which words the text names it", "text", now, hint=EXACT)
        now = self._now(f"{name}.source", source)
        return Fieldset(legend, (named, Input(f"{name}.source", "Who that is", "select", now, known)))

    def _candidates(self, name: str, value: Where | None) -> tuple[tuple[PlaceChoice, bool], ...]:
        held = {place.id for place in value.candidates} if value is not None else set()
        chosen = chosen_places(self.typed, name) if self.typed is not None else held
        return tuple((choice, choice.place.id in chosen) for choice in self.places.get(name, ()))


SETS: Mapping[type[Any], Callable[[Editor, str, str, Any], Fieldset]] = {
    Count: Editor._count,
    When: Editor._when,
    Where: Editor._where,
    Category: Editor._category,
    Group: Editor._group,
    Wording: Editor._wording,
    Speaker: Editor._speaker,
}
"""How the inputs of each type of several parts are made."""


def mention_words(mention: Any, number: int, mask: Mask) -> str:
    """An alleged occurrence of a text, told apart by its number and its acts."""
    acts = ", ".join(dict.fromkeys(phrases.plain(act.type) for act in mention.acts))
    words = " ".join(mask.words(mention.anchors[0]).split())[:60] if mention.anchors else ""
    return f"{number}. {acts or 'act not named'}" + (f": “{words}”" if words else "")


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
