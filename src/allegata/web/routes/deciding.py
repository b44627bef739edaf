"""Deciding in the reading room: accept, correct with typed editors, reject, mark what was missed, undo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions.editing import PlaceChoice, offer_in, place_choices
from allegata.actions.review import review
from allegata.actions.room import room, versions
from allegata.actions.together import accept_together, undo_together
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.model.canonical import canonical_json
from allegata.model.codec import digest
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document, Span
from allegata.model.incident import Account
from allegata.model.marks import Mask, line_of
from allegata.model.room import Room
from allegata.model.user import Right
from allegata.model.value import Where
from allegata.model.vocabulary import Attribute
from allegata.web.editing import Editor, Fieldset
from allegata.web.fields import chosen_places
from allegata.web.room import beside, mask_for, next_undecided, together, undecided, words_of
from allegata.web.typed import Filled
from allegata.web.visit import Sent, Visit, form, page

ACCEPTING = "Read against the words of the original."
UNDOING = "Taken back in the reading room."
REJECTING = (
    "The words do not say this.",
    "It is said of another incident.",
    "Somebody else says it.",
    "It is no part of the report.",
    "It is an opinion, and no account of an act.",
    "It was read twice; the other reading stays.",
)
"""Reasons that are offered; each can be put in other words."""
CORRECTING = (
    "The words say otherwise.",
    "The words say less than was read.",
    "Another line of this text settles it.",
    "It is said of somebody or something else.",
)
PARTING = frozenset(
    {Attribute.PLACE_EVENT, Attribute.TIME_EVENT, Attribute.PERPETRATOR_GROUP, Attribute.VICTIMS_GROUP}
)
"""What rules out that two texts tell of one incident where they differ in it (`linking.blockers`)."""
NO_REASON = "Give the reason: it is kept for good."


@form("/c/{casebook:str}/texts/{name:str}/decide", Right.DECIDE)
def decide(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Decide on one thing, or on all of a statement; then on to the next that is undecided."""
    one = room(visit.book, name)
    what, _, rest = data.get("decide", "").partition(":")
    thing, _, saw = rest.partition(":")
    verbs: Mapping[str, Callable[[Visit, Room, str, str, Sent], Response[Any]]] = {
        "accept": _accept,
        "all": _accept_all,
        "correct": _correct,
        "reject": _reject,
        "undo": _undo,
        "undo-all": _undo_all,
        "search": _search,
    }
    if what not in verbs:
        raise BadDecision("choose what to decide")
    if what not in ("undo", "undo-all") and thing not in one.standing:
        raise UnknownThing("what was decided on is no longer in this text")
    return verbs[what](visit, one, thing, saw, data)


def _accept(visit: Visit, one: Room, thing: str, saw: str, data: Sent) -> Response[Any]:
    try:
        _reviewed(visit, DecisionVerb.ACCEPT, thing, data, ACCEPTING, saw=saw)
    except StaleDecision:
        return _stale(visit, one, thing, "accept", saw, data)
    return _on(visit, one, thing, data)


def _accept_all(visit: Visit, one: Room, thing: str, saw: str, data: Sent) -> Response[Any]:
    left = undecided(one, thing)
    if together(left) != saw:
        return _stale(visit, one, thing, "all", saw, data)
    reason = data.get("reason", "").strip() or ACCEPTING
    try:
        with visit.desk.writing(visit.name) as book:
            accept_together(book, left, visit.name, reason)
    except StaleDecision:
        return _stale(visit, room(visit.book, one.record.item.id), thing, "all", saw, data)
    return _on(visit, one, thing, data)


def _reject(visit: Visit, one: Room, thing: str, saw: str, data: Sent) -> Response[Any]:
    if not data.get("reason", "").strip():
        return _edit(visit, one, thing, "reject", data, fault=NO_REASON)
    try:
        _reviewed(visit, DecisionVerb.REJECT, thing, data, "", saw=saw)
    except StaleDecision:
        return _stale(visit, one, thing, "reject", saw, data)
    return _on(visit, one, thing, data)


def _correct(visit: Visit, one: Room, thing: str, saw: str, data: Sent) -> Response[Any]:
    standing = one.standing[thing]
    if standing.seen != saw:
        return _stale(visit, one, thing, "correct", saw, data)
    if not data.get("reason", "").strip():
        return _edit(visit, one, thing, "correct", data, fault=NO_REASON)
    now = standing.now if standing.now is not None else standing.proposed
    try:
        filled = Filled(
            offer_in(visit.book, one, standing.span), type(now), now, data, places=_places(visit, now, data)
        )
        changes = filled.changes()
        if not changes:
            raise BadDecision("Nothing was changed; accept it, if it is right as it stands.")
        value = canonical_json(changes).decode()
        _reviewed(visit, DecisionVerb.CORRECT, thing, data, "", value=value, saw=saw)
    except StaleDecision:
        return _stale(visit, one, thing, "correct", saw, data)
    except BadDecision as fault:
        return _edit(visit, one, thing, "correct", data, fault=str(fault))
    return _back(visit, one, thing, data, corrected=True)  # to see what came of it


def _search(visit: Visit, one: Room, thing: str, saw: str, data: Sent) -> Response[Any]:
    """Places are looked up; nothing is decided, and what was typed stays."""
    return _edit(visit, one, thing, "correct", data)


def _undo(visit: Visit, one: Room, decision: str, saw: str, data: Sent) -> Response[Any]:
    thing, _ = _in_force(one, decision)
    _reviewed(
        visit, DecisionVerb.UNDO, decision, {}, UNDOING
    )  # the field at the top is a reason for accepting
    return _back(visit, one, _statement_of(one, thing), data)


def _undo_all(visit: Visit, one: Room, decision: str, saw: str, data: Sent) -> Response[Any]:
    """Take back what was decided in one act: the inverse of accepting all of a statement."""
    thing, last = _in_force(one, decision)
    with visit.desk.writing(visit.name) as book:
        undo_together(book, last, visit.name, UNDOING)
    return _back(visit, one, _statement_of(one, thing), data)


def _in_force(one: Room, decision: str) -> tuple[str, Decision]:
    """The thing that a decision is the last one on, and the decision."""
    for id, standing in one.standing.items():
        if standing.last is not None and standing.last.id == decision:
            return id, standing.last
    raise StaleDecision("this decision is no longer in force; look again")


def _reviewed(visit: Visit, verb: DecisionVerb, subject: str, data: Sent, otherwise: str, **more: Any) -> str:
    reason = data.get("reason", "").strip() or otherwise
    with visit.desk.writing(visit.name) as book:
        return review(book, verb, subject, visit.name, reason, **more).decision.id


# --- where it goes on -----------------------------------------------------------------------------


def _statement_of(one: Room, thing: str) -> str:
    if thing not in one.standing:
        return ""
    proposed = one.standing[thing].proposed
    return str(getattr(proposed, "statement", proposed.id))


def _on(visit: Visit, before: Room, thing: str, data: Sent) -> Redirect:
    """Stay with a statement until all of it is decided, then on to the next."""
    now = room(visit.book, before.record.item.id)
    statement = _statement_of(now, thing) or _statement_of(before, thing)
    if statement in now.standing and now.decided(statement):
        statement = next_undecided(now, statement) or statement
    return _back(visit, now, statement, data)


def _back(visit: Visit, one: Room, thing: str, data: Sent, *, corrected: bool = False) -> Redirect:
    """To a statement, or to one thing read from it."""
    query: dict[str, object] = {"focus": thing or None, "corrected": 1 if corrected else None}
    if data.get("unmasked") == "1":
        query["unmasked"] = 1
    address = visit.url(f"texts/{one.record.item.id[:20]}", **query)
    return Redirect(address + (f"#{thing}" if thing else ""), status_code=HTTP_303_SEE_OTHER)


# --- the editor -------------------------------------------------------------------------------------


@page("/c/{casebook:str}/texts/{name:str}/edit/{thing:str}", Right.DECIDE)
def edit(
    visit: Visit, casebook: str, name: str, thing: str, do: str = "correct", unmasked: bool = False
) -> Response[Any]:
    """The form to correct or reject one thing, with its words in their paragraph."""
    one = room(visit.book, name)
    if thing not in one.standing or do not in {"correct", "reject"}:
        raise UnknownThing("this text holds nothing of that name to decide on")
    return _edit(visit, one, thing, do, None, unmasked=unmasked)


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened between the form and the decision: what was seen, and every step since."""

    seen: str
    steps: tuple[tuple[str, str, str], ...]  # (by, words, reason)


def _stale(visit: Visit, one: Room, thing: str, do: str, saw: str, data: Sent) -> Response[Any]:
    """Somebody was faster: what changed meanwhile, with what was typed, to decide again with one click."""
    document = one.record.document
    assert document is not None
    mask = mask_for(one, withhold=data.get("unmasked") != "1")
    told = [(v, d) for v, d in versions(visit.book, document, thing)]
    at = max((n for n, (v, _) in enumerate(told) if v is not None and digest(v) == saw), default=0)
    steps = tuple(
        (d.by, words_of(one, v, mask) if v is not None else "taken out", d.reason)
        for v, d in told[at + 1 :]
        if d is not None
    )
    seen = told[at][0] if told else None
    changed = Changed(words_of(one, seen, mask) if seen is not None else "", steps)
    return _edit(visit, one, thing, do, data, changed=changed, status=HTTP_409_CONFLICT)


def _edit(
    visit: Visit,
    one: Room,
    thing: str,
    do: str,
    data: Sent | None,
    *,
    unmasked: bool = False,
    fault: str = "",
    changed: Changed | None = None,
    status: int | None = None,
) -> Response[Any]:
    standing, document = one.standing[thing], one.record.document
    assert document is not None
    unmasked = unmasked or (data is not None and data.get("unmasked") == "1")
    visit.noted("text", document.item, unmasked=unmasked)
    mask = mask_for(one, withhold=not unmasked)
    now = standing.now if standing.now is not None else standing.proposed
    hidden = mask.hides(standing.span)
    fieldsets: tuple[Fieldset, ...] = ()
    if do == "correct" and not hidden:
        typed = data if data is not None and any("." in key or key == "scope" for key in data) else None
        places = _places(visit, now, data or {})
        fieldsets = Editor(
            offer_in(visit.book, one, standing.span), type(now), now, typed, places=places, mask=mask
        ).fieldsets()
    left = undecided(one, thing) if do == "all" else ()
    given = (data or {}).get("reason", "")
    usual = {"accept": ACCEPTING, "all": ACCEPTING}
    fragment = visit.request.headers.get("x-fragment") == "1"
    return visit.render(
        "reading_edit.html.j2",
        status=status or (HTTP_422_UNPROCESSABLE_ENTITY if fault else 200),
        fragment=fragment,
        room=one,
        key=one.record.item.id[:20],
        standing=standing,
        statement=_statement_of(one, thing),
        do=do,
        seen=together(left) if do == "all" else standing.seen,
        fieldsets=fieldsets,
        hidden=hidden,
        parts=do in ("correct", "reject") and isinstance(now, Account) and now.attribute in PARTING,
        unmasked=unmasked,
        quoted=mask.quote(standing.span),
        around=_around(document, standing.span, said_in(one, thing), mask),
        line=line_of(document, standing.span.start),
        now=words_of(one, now, mask),
        proposed=words_of(one, standing.proposed, mask),
        reason=given or usual.get(do, ""),
        reasons={"reject": REJECTING, "correct": CORRECTING}.get(do, ()),
        searched=(data or {}).get("places", ""),
        fault=fault,
        changed=changed,
    )


def said_in(one: Room, thing: str) -> Span:
    """The words of the statement that a thing is read from."""
    span = one.standing[thing].span
    statement = one.standing.get(_statement_of(one, thing))
    return statement.span if statement is not None else span


def _around(document: Document, span: Span, said: Span, mask: Mask) -> tuple[Any, Any]:
    """The words of a statement before and after a span, protected ones withheld."""
    before, after = beside(document, span, min(said.start, span.start), max(said.end, span.end))
    return mask.quote(before) if before else (), mask.quote(after) if after else ()


def _places(visit: Visit, now: Any, data: Mapping[str, str]) -> dict[str, tuple[PlaceChoice, ...]]:
    """The candidates of the place that a thing says, by the name of the field."""
    value = getattr(now, "value", None)
    if not isinstance(value, Where):
        return {}
    ticked, named = chosen_places(data, "value"), data.get("places", "")
    return {"value": place_choices(visit.book, ticked, named, value.candidates)}


HANDLERS = (decide, edit)
