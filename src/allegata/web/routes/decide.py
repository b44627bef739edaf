"""Every decision on an incident as a whole, each shown before it is done."""

from typing import Any

from litestar import Response
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import preview, queue, requests, states
from allegata.actions.second import parties
from allegata.actions.things import incident_named
from allegata.actions.titles import titles
from allegata.errors import BadDecision, StaleDecision
from allegata.model import phrases
from allegata.model.decision import DecisionVerb
from allegata.model.preview import Preview, Undoing
from allegata.model.user import Right
from allegata.web.visit import SentLists, Visit, form, page
from allegata.web.wishes import carry_out, conflict, done, id_of, query, wish_of

ONE = "/c/{casebook:str}/incidents/{name:str}/decide"


@page(ONE, Right.DECIDE)
def decide(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Merge, split, move to a state, record a search for answers, undo: each shown before it is done."""
    return _page(visit, name, query(visit))


def _page(
    visit: Visit, name: str, given: dict[str, Any], fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    book = visit.book
    wish = wish_of(name, given)
    (shape,) = preview.shapes(book, [name])
    shown: Preview | Undoing | None = None
    lacking: tuple[str, ...] = ()
    saw = ""
    try:
        if wish.verb:
            subject = wish.subject if wish.verb is DecisionVerb.UNDO else shape.id
            shown = preview.of(book, wish.verb, subject, wish.others)
            if wish.verb is not DecisionVerb.SEARCHED:
                saw = requests.seen_now(book, wish.verb, subject, wish.others, wish.value)
    except BadDecision as bad:
        fault, status = str(bad), HTTP_422_UNPROCESSABLE_ENTITY
    steps = states.steps_from(states.state_now(book, incident_named(book, shape.id)))
    step = next((one for one in steps if one.to == wish.value), None)
    if step and wish.verb is DecisionVerb.STATE:
        lacking = states.lacking(book, shape.id, step.to)
    suspects = [s for s in queue.suspects(book) if shape.id in (s.left, s.right)]
    near = [s.other(shape.id) for s in suspects]
    words = str(given.get("q") or "")
    return visit.render(
        "decide.html.j2",
        sides=phrases.party_names(parties(visit.book)),
        status=status,
        shape=shape,
        wish=wish,
        shown=shown,
        saw=saw,
        step=step,
        steps=steps,
        lacking=lacking,
        near=[(id, titles(book, near).get(id, id)) for id in near],
        q=words,
        found=preview.found_by_title(book, words, (shape.id, *near)) if words else (),
        decisions=preview.decisions_on(book, shape.id),
        asked=requests.requests(book, incident=shape.id),
        two=not visit.server.alone,
        since=preview.last_entry(book),
        fault=fault,
        done=done(book, str(given.get("done") or "")),
        today=book.now().date().isoformat(),
    )


@form(ONE, Right.DECIDE)
def decided(visit: Visit, casebook: str, name: str, data: SentLists) -> Response[Any]:
    """Write what was shown, or ask another person for it."""
    wish = wish_of(name, data)
    try:
        result = carry_out(visit, wish)
    except StaleDecision as stale:
        return conflict(visit, name, wish, stale)
    except BadDecision as bad:
        return _page(visit, name, data, str(bad), HTTP_422_UNPROCESSABLE_ENTITY)
    return visit.to(f"incidents/{preview.standing(visit.book, name)}/decide", done=id_of(result))


HANDLERS = (decide, decided)
