"""Marking what the reader passed over: words of the text, what they are, and what they say.

A script hands over a selection as offsets; without one the exact words are typed, found in the text, and
the occurrence is chosen. Every step is a plain form, and the last one is the decision.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions.editing import PlaceChoice, offer_in, place_choices
from allegata.actions.marking import class_of, occurrences
from allegata.actions.review import review
from allegata.actions.room import room
from allegata.errors import BadDecision, UnknownThing
from allegata.model import phrases
from allegata.model.canonical import canonical_json
from allegata.model.decision import DecisionVerb
from allegata.model.document import Document, Span
from allegata.model.marks import Mask
from allegata.model.room import Room
from allegata.model.statement import Statement
from allegata.model.user import Right
from allegata.model.vocabulary import Attribute
from allegata.web.editing import Editor, Input, mention_words
from allegata.web.fields import chosen_places
from allegata.web.item import Stretch, in_order
from allegata.web.numbers import number_of
from allegata.web.room import CHOSEN, beside, mask_for, page_of, statement_words
from allegata.web.typed import Filled
from allegata.web.visit import Sent, Visit, form, page

WHAT = {
    "statements": "a statement: somebody says something",
    "accounts": "what is said of an alleged act: one attribute, one value",
    "verifications": "a check: who checked what, with which result",
    "responses": "an answer of the accused side, or that none is known",
    "proceedings": "a legal step",
    "referrals": "an address to a body, or a demand",
    "qualifications": "legal words, as said",
    "aggregates": "a published total",
    "patterns": "a claim of a pattern",
    "allegations": "a general allegation, about no single occurrence",
    "media": "footage, as the text tells of it",
    "evaluations": "an opinion or evaluation",
    "protected": "a detail that could expose a person",
}
"""What words can be, in the order offered."""
AROUND = 2
"""Paragraphs before and after the chosen words that stay beside the form."""
NEAREST = 12
"""Statements that are offered to rest on: those nearest to the words."""
FEW = 60
"""Characters before and after words that stand several times in a text."""


@page("/c/{casebook:str}/texts/{name:str}/missed", Right.DECIDE)
def missed(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The steps of marking words."""
    return _page(visit, room(visit.book, name), dict(visit.request.query_params.items()))


@form("/c/{casebook:str}/texts/{name:str}/missed", Right.DECIDE)
def marked(visit: Visit, casebook: str, name: str, data: Sent) -> Response[Any]:
    """Write the mark, or look for a place."""
    one = room(visit.book, name)
    if data.get("decide", "").startswith("search:"):
        return _page(visit, one, data, typed=True)
    try:
        thing = _written(visit, one, data)
    except BadDecision as fault:
        return _page(visit, one, data, fault=str(fault), typed=True)
    now = room(visit.book, one.record.item.id)
    statement = getattr(now.standing[thing].proposed, "statement", thing)
    more = {"unmasked": 1} if data.get("unmasked") == "1" else {}
    address = visit.url(f"texts/{one.record.item.id[:20]}", focus=statement, **more)
    return Redirect(f"{address}#{thing}", status_code=HTTP_303_SEE_OTHER)


def _written(visit: Visit, one: Room, data: Sent) -> str:
    document, kind = _document(one), data.get("kind", "")
    span = _span(document, data)
    if span is None:
        raise BadDecision("Choose the words first.")
    cls, attribute = class_of(kind), _attribute(data)
    if kind == "accounts" and attribute is None:
        raise BadDecision("Choose what is told of the act.")
    places = _places(visit, data) if attribute is Attribute.PLACE_EVENT else {}
    fields = Filled(offer_in(visit.book, one, span), cls, None, data, attribute, places).changes()
    draft: dict[str, Any] = {"kind": kind, "start": span.start, "end": span.end, "quote": span.quote} | fields
    if kind == "statements":
        draft["cues"] = [words for words in [data.get("cue", "").strip()] if words]
    else:
        draft["statement"] = data.get("statement", "")
    if kind == "accounts":
        draft |= {"attribute": attribute, "mention": data.get("mention", "")}
    if "words_used" in draft:  # words of others are never typed anew
        draft["words_used"] = span.quote
    reason = data.get("reason", "").strip()
    if not reason:
        raise BadDecision("Give the reason: it is kept for good.")
    with visit.desk.writing(visit.name) as book:
        value = canonical_json(draft).decode()
        decision = review(book, DecisionVerb.MISSED, document.id, visit.name, reason, value=value).decision
    return str(decision.others[0])


def _page(
    visit: Visit, one: Room, data: dict[str, str], *, fault: str = "", typed: bool = False
) -> Response[Any]:
    document = _document(one)
    unmasked = data.get("unmasked") == "1"
    visit.noted("text", document.item, unmasked=unmasked)
    mask = mask_for(one, withhold=not unmasked)
    found: tuple[Span, ...] = ()
    span = None
    try:
        span = _span(document, data)
        if span is None and data.get("words", "").strip():
            found = occurrences(document, data["words"])
            span = found[0] if len(found) == 1 else None
    except BadDecision as wrong:
        fault = fault or str(wrong)
    kind = data.get("kind", "") if data.get("kind") in WHAT else ""
    attribute = _attribute(data)
    ready = span is not None and kind and (kind != "accounts" or attribute is not None)
    at = span.start if span else number_of(data.get("at"))
    shown = page_of(one, at=at or 0, withhold=not unmasked, chosen=span)
    fieldsets: tuple[Any, ...] = ()
    if ready and span is not None:
        places = _places(visit, data) if attribute is Attribute.PLACE_EVENT else {}
        editor = Editor(
            offer_in(visit.book, one, span),
            class_of(kind),
            None,
            data if typed else None,
            attribute,
            places,
            mask,
        )
        fieldsets = editor.fieldsets()
    return visit.render(
        "reading_missed.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else 200,
        room=one,
        view=shown.view,
        near=_in_sight(shown.view.stretches, span),
        chosen=CHOSEN,
        key=one.record.item.id[:20],
        unmasked=unmasked,
        fault=fault,
        given=data,
        span=span,
        quoted=mask.quote(span) if span else (),
        found=[(s, mask.words(s), _around(document, s, mask)) for s in found] if span is None else [],
        kind=kind,
        kinds=WHAT,
        attribute=attribute,
        attributes=[(a.value, words) for a, words in phrases.ATTRIBUTES.items()],
        ready=ready,
        fieldsets=fieldsets,
        statements=_near(one, span) if span and kind != "statements" else (),
        mentions=[(m.id, mention_words(m, n, mask)) for n, m in enumerate(one.shown.mentions, 1)]
        if one.shown
        else [],
        cue=Input("cue", "The words that say that somebody speaks", "text", data.get("cue", "")),
        reason=data.get("reason", ""),
        searched=data.get("places", ""),
    )


def _in_sight(stretches: Sequence[Stretch], span: Span | None) -> Sequence[Stretch]:
    """The paragraphs that stand beside the form: all of the part, or those about the words that were chosen."""
    if span is None:
        return stretches
    held = [n for n, each in enumerate(stretches) if each.start < span.end and span.start < each.end]
    return stretches[max(0, held[0] - AROUND) : held[-1] + AROUND + 1] if held else stretches


def _document(one: Room) -> Document:
    if one.record.document is None:
        raise UnknownThing("this item has no text to mark words in")
    return one.record.document


def _span(document: Document, data: dict[str, str]) -> Span | None:
    start, end = number_of(data.get("start")), number_of(data.get("end"))
    if start is None or end is None:
        return None
    try:
        return document.span(start, end)
    except ValueError:
        raise BadDecision("These words lie outside the text; choose them again.") from None


def _attribute(data: dict[str, str]) -> Attribute | None:
    return next((a for a in Attribute if a.value == data.get("attribute")), None)


def _near(one: Room, span: Span) -> tuple[tuple[str, str], ...]:
    """The statements that words can rest on, the nearest first."""
    document = _document(one)
    order = in_order(one.shown) if one.shown else []
    numbered = list(enumerate(order, 1))

    def away(pair: tuple[int, Statement]) -> tuple[int, int]:
        there = pair[1].span
        return max(there.start - span.end, span.start - there.end, 0), there.end - there.start

    near = sorted((p for p in numbered if not one.standing[p[1].id].rejected), key=away)[:NEAREST]
    return tuple((s.id, f"{n}. {statement_words(s, document)}") for n, s in near)


def _around(document: Document, span: Span, mask: Mask) -> tuple[str, str]:
    """A few words before and after, for telling occurrences apart."""
    near = beside(document, span, max(0, span.start - FEW), min(len(document.text), span.end + FEW))
    before, after = (" ".join(mask.words(side).split()) if side else "" for side in near)
    return before, after


def _places(visit: Visit, data: dict[str, str]) -> dict[str, tuple[PlaceChoice, ...]]:
    return {"value": place_choices(visit.book, chosen_places(data, "value"), data.get("places", ""))}


HANDLERS = (missed, marked)
