"""What a typed editor gives back: plain data of the fields that differ, or a fault that says what to mend."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args, get_origin, get_type_hints

from allegata.actions.editing import Offer, PlaceChoice, broader
from allegata.errors import BadDecision
from allegata.model import edtf
from allegata.model.codec import to_data
from allegata.model.incident import Account
from allegata.model.record import Addressee, TotalScope
from allegata.model.source import OUTLET, Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, When, Where
from allegata.model.vocabulary import Attribute, Exactness, TimeBasis
from allegata.web.fields import (
    COMPOSITE,
    LEFT_OUT,
    SCHEMES,
    Typed,
    chosen_places,
    fields_of,
    inner_of,
    is_optional,
    label,
)
from allegata.web.numbers import number_of

_CHECKED = frozenset({"vague", "near", "by_marking"})
_SELECTED = frozenset({"unit", "role", "exactness", "slot", "precision", "basis", "kind"})
_TEXTS = ("low", "high", "edtf", "relative", "term", "text", "wording", "source", "party")


class Filled:
    """A form that was sent, for one thing or for one that is to be made (`thing` None)."""

    def __init__(
        self,
        offer: Offer,
        cls: type[Any],
        thing: Any | None,
        form: Typed,
        attribute: Attribute | None = None,
        places: Mapping[str, Sequence[PlaceChoice]] | None = None,
    ) -> None:
        self.offer, self.cls, self.thing, self.form = offer, cls, thing, form
        self.attribute = thing.attribute if isinstance(thing, Account) else attribute
        self.places = places or {}

    def changes(self) -> dict[str, Any]:
        """The fields whose new data differs from the old, as a correction holds them.

        :raises BadDecision: when an input does not make sense; it says which.
        """
        made: dict[str, Any] = {}
        old = to_data(self.thing) if self.thing is not None else {}
        for name, hint, value in fields_of(self.cls, self.thing, self.attribute):
            new = self._read(name, hint, value)
            if self.thing is None or new != old[name]:
                made[name] = new
        if self.cls is Statement and "speaker" in made and self.thing is not None:
            outlet = to_data(OUTLET)
            rest = [to_data(who) for who in self.thing.chain[1:]] or [outlet]
            made["chain"] = [made["speaker"], *rest] if made["speaker"]["span"] else [outlet]
        return made

    def _read(self, name: str, hint: Any, old: Any) -> Any:
        inner, optional = inner_of(hint), is_optional(hint)
        given = self.form.get(name, "").strip()
        if inner in COMPOSITE:
            return self._composite(name, inner, old, optional)
        if inner is TotalScope:
            data = to_data(old) if old is not None else to_data(TotalScope())
            for part, kind in get_type_hints(TotalScope).items():
                if part not in LEFT_OUT:
                    data[part] = self._read(f"{name}.{part}", kind, getattr(old, part, None))
            return data
        if name == "about":
            return [m.id for m in self.offer.mentions if self.form.get(f"about.{m.id}")]
        if inner is bool:
            return (None if given == "" else given == "1") if optional else bool(given)
        if get_origin(inner) is tuple:
            return self._several(name, get_args(inner)[0], old)
        if given == "":
            if optional:
                return None
            raise missing(name.rpartition(".")[2])
        return whole(given) if inner is int else given

    def _several(self, name: str, kind: Any, old: Any) -> list[Any]:
        if kind is Count:
            counts = old or (None,)
            return [self._composite(f"{name}.{n}", Count, one, False) for n, one in enumerate(counts)]
        lines = [line.strip() for line in self.form.get(name, "").splitlines() if line.strip()]
        if kind is Addressee:
            held = {one.wording: to_data(one) for one in old or ()}
            return [held.get(line) or to_data(Addressee(line)) for line in lines]
        return list(lines)

    def _composite(self, name: str, kind: type[Any], old: Any, optional: bool) -> Any:
        part = {key: self.form.get(f"{name}.{key}", "").strip() for key in _TEXTS}
        if optional and old is None and not any(part.values()) and not chosen_places(self.form, name):
            return None
        if kind is Speaker:
            return self._speaker(part["wording"], part["source"], old)
        data: dict[str, Any] = to_data(old) if old is not None else {}
        for key, hint in get_type_hints(kind).items():
            if (key in _SELECTED and f"{name}.{key}" in self.form) or key in _CHECKED:
                data[key] = self._read(f"{name}.{key}", hint, getattr(old, key, None))
        data |= self._particular(name, kind, part, old, data)
        return data | {"type": kind.__name__} if self.cls is Account and name == "value" else data

    def _particular(
        self, name: str, kind: type[Any], part: Typed, old: Any, data: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What only values of one class have."""
        wording = getattr(old, "wording", self.offer.near.quote)
        if kind is Count:
            return bounds(part["low"], part["high"], Exactness(data["exactness"]))
        if kind is When:
            return _time(part["edtf"], part["relative"], old, data)
        if kind is Where:
            chosen = self._chosen(name, old)
            same = old is not None and chosen == to_data(old)["candidates"]
            settled = old.settled_by if same else "a person"
            return {"candidates": chosen, "wording": wording, "settled_by": settled}
        if kind is Category:
            scheme = old.scheme if old is not None else SCHEMES[self.attribute or Attribute.ACT_TYPE]
            found: dict[str, Any] = to_data(
                category(scheme, part["term"], self.offer.schemes.get(scheme, ()))
            )
            return found
        if kind is Group:
            return {"party": part["party"] or None, "wording": wording}
        if not part["text"]:
            raise BadDecision("give the words")
        return {"text": part["text"]}

    def _speaker(self, words: str, source: str, old: Speaker | None) -> Any:
        same = old is not None and words == ("" if old.is_outlet else old.wording)
        if old is None or not same:
            return to_data(self.offer.speaker(words, source or None))
        if source == (old.source.id if old.source else ""):
            return to_data(old)
        who = self.offer.speaker(words, source or None)  # the words stay where they stand
        return to_data(old) | {"source": to_data(who.source) if who.source else None}

    def _chosen(self, name: str, old: Where | None) -> list[Any]:
        held = {place.id: place for place in old.candidates} if old is not None else {}
        found = {choice.place.id: choice.place for choice in self.places.get(name, ())} | held
        return [to_data(found[id]) for id in chosen_places(self.form, name) if id in found]


# --- what every form with typed values reads ----------------------------------------------------


def missing(name: str) -> BadDecision:
    """The fault of a field that must be given and is empty."""
    return BadDecision(f"{label(name)}: this is missing, choose or give it")


def bounds(low: str, high: str, exactness: Exactness) -> dict[str, Any]:
    """The bounds of a count, as they were typed; one number that is said to be exact is both of them.

    :raises BadDecision: when they are no whole numbers, the lower one is missing, they are crossed, or they do not
        fit what is said of how exact they are (DOMAIN 3.2).
    """
    if not low:
        raise BadDecision("a count needs its lower bound; 0 where nothing is excluded")
    least = whole(low)
    most = whole(high) if high else least if exactness is Exactness.EXACT_AS_STATED else None
    if most is not None and most < least:
        raise BadDecision("“at most” is less than “at least”")
    if not _fits(exactness, least, most):
        raise BadDecision("the bounds do not fit the exactness that is chosen: mend one of them")
    return {"low": least, "high": most}


def _fits(exactness: Exactness, low: int, high: int | None) -> bool:
    """Whether bounds can be what a wording of this exactness gives (DOMAIN 3.2)."""
    match exactness:
        case Exactness.EXACT_AS_STATED:
            return low == high
        case Exactness.LOWER_BOUND:
            return high is None
        case Exactness.UPPER_BOUND | Exactness.RANGE:
            return high is not None
        case _:
            return True


def _time(text: str, relative: str, old: When | None, data: Mapping[str, Any]) -> dict[str, Any]:
    if old is not None and text == (old.edtf or "") and relative == (old.relative or ""):
        return {}
    if not text:
        if not relative:
            raise BadDecision("give a date, or the relative words")
        none = {"edtf": None, "earliest": None, "latest": None}
        return none | {"relative": relative, "basis": TimeBasis.UNRESOLVED.value}
    made = to_data(dated(text))
    basis = data.get("basis")
    if old is not None and old.relative and basis == TimeBasis.UNRESOLVED:
        basis = TimeBasis.INFERRED.value  # by a person, with the decision's reason
    changed = old is None or text != (old.edtf or "")
    precision = made["precision"] if changed else data["precision"]
    return {
        "edtf": text,
        "earliest": made["earliest"],
        "latest": made["latest"],
        "precision": precision,
        "basis": basis,
        "relative": relative or None,
    }


def dated(text: str) -> edtf.Parsed:
    """A date in EDTF, with its bounds and its precision.

    :raises BadDecision: naming the forms that are understood.
    """
    try:
        return edtf.parsed(text)
    except ValueError as fault:
        raise BadDecision(str(fault)) from None


def category(scheme: str, term: str, offered: Collection[str]) -> Category:
    """A chosen term, with every wider one.

    :raises BadDecision: when it is none of those offered.
    """
    if term not in offered:
        raise BadDecision("choose a term")
    return Category(scheme, term, broader(scheme, term))


def whole(text: str) -> int:
    """A whole number of at most nine digits.

    :raises BadDecision: when it is none.
    """
    number = number_of(text)
    if number is None or len(text) > 9:
        raise BadDecision(f"{text!r} is no whole number")
    return number
