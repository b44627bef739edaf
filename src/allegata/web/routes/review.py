"""Review: what waits for a person, two incidents side by side, and every decision on an incident as a whole."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.exceptions import PermissionDeniedException
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import preview, queue, requests, states
from allegata.actions.accounts import closed_names
from allegata.actions.casebook import Casebook
from allegata.actions.decided import decision_named
from allegata.actions.review import incident_named
from allegata.actions.second import parties
from allegata.actions.titles import titles
from allegata.errors import BadDecision, StaleDecision, UnknownThing
from allegata.model import phrases
from allegata.model.canonical import canonical_json
from allegata.model.decision import Closing, DecisionVerb
from allegata.model.preview import Preview, Task, Undoing
from allegata.model.result import RequestResult, ReviewResult
from allegata.model.second import KEY_ATTRIBUTES
from allegata.model.user import Right
from allegata.web.numbers import number_of
from allegata.web.visit import Visit, form, page

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
ONE = "/c/{casebook:str}/incidents/{name:str}/decide"
PAIR = "/c/{casebook:str}/review/{name:str}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form or an address asks for. `since`: the ledger's last entry when the page was made."""

    verb: DecisionVerb | None
    subject: str
    others: tuple[str, ...] = ()
    value: str | None = None
    reason: str = ""
    saw: str | None = None
    since: int = 0
    despite: bool = False
    places: str = ""
    as_of: str = ""


def _wish(name: str, given: dict[str, Any]) -> Wish:
    """:raises BadDecision: for a verb that is none."""
    verb = str(given.get("act") or "")
    if verb and verb not in tuple(DecisionVerb):
        raise BadDecision(f"nothing is decided by {verb!r}; go back and choose one of the forms")
    known = DecisionVerb(verb) if verb else None
    others = _several(given.get("mention" if known is DecisionVerb.SPLIT else "with"))
    value = str(given["to"]) if known is DecisionVerb.STATE and given.get("to") else None
    places, as_of = str(given.get("places") or ""), str(given.get("as_of") or "")
    if known is DecisionVerb.SEARCHED:
        named = [line.strip() for line in places.replace(";", "\n").splitlines() if line.strip()]
        value = canonical_json({"places": named, "as_of": as_of}).decode()
    subject = str(given.get("decision") or "") if known is DecisionVerb.UNDO else name
    since = str(given.get("since") or "0")
    return Wish(
        known,
        subject,
        others,
        value,
        str(given.get("reason") or ""),
        str(given.get("saw") or "") or None,
        number_of(since) or 0,
        bool(given.get("despite")),
        places,
        as_of,
    )


def _several(given: Any) -> tuple[str, ...]:
    values = given if isinstance(given, list) else [given] if given else []
    return tuple(dict.fromkeys(str(value) for value in values if value))


def _query(visit: Visit) -> dict[str, Any]:
    return {key: list(values) for key, values in visit.request.query_params.dict().items() if key in MANY} | {
        key: values[-1] for key, values in visit.request.query_params.dict().items() if key not in MANY
    }


KEY_NAMES = tuple(phrases.ATTRIBUTES[attribute] for attribute in KEY_ATTRIBUTES)
MANY = frozenset({"with", "mention"})


def _decide(visit: Visit, wish: Wish) -> ReviewResult | RequestResult:
    """Decide or ask, in one's turn."""
    if wish.verb is None:
        raise BadDecision("choose what to decide")
    with visit.desk.writing(visit.name) as book:
        result = requests.decide(
            book,
            wish.verb,
            wish.subject,
            visit.name,
            wish.reason,
            wish.others,
            wish.value,
            wish.saw,
            team=not visit.server.alone,
            despite_blockers=wish.despite,
        )
        if result.decision is not None:
            queue.follow_at_once(book)
    return result


# --- the queue ---


@page("/c/{casebook:str}/review", Right.READ)
def waiting(visit: Visit, casebook: str) -> Response[Any]:
    """The incidents that wait for somebody."""
    given = _query(visit)
    kind, number = given.get("for", ""), number_of(str(given.get("page", "1")))
    only = Task(kind) if kind in tuple(Task) else None
    found = queue.queue(visit.book, only, number or 1, only_reads=visit.only_reads)
    others = [s.other(line.incident) for line in found.lines for s in line.suspects]
    others += [
        id for line in found.lines for a in line.requests for id in (a.request.subject, *a.request.others)
    ]
    return visit.render("review.html.j2", queue=found, only=only, titles=titles(visit.book, others))


# --- two incidents side by side ---


@page(PAIR, Right.READ)
def pair(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """What others asked about an incident, and what may be the same as it."""
    return _pair(visit, name, _query(visit))


def _pair(
    visit: Visit, name: str, given: dict[str, Any], fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    book = visit.book
    name = incident_named(book, name).id
    line = queue.waiting(book, name, only_reads=visit.only_reads)
    asked = queue.asked_openly(requests.requests(book, open_only=True, incident=name), visit.closed)
    others = _several(given.get("with"))
    suspects = line.suspects if line else ()
    suspect = next((s for s in suspects if s.other(name) in others), None)
    suspect = suspect or (None if others else next(iter(suspects), None))
    other = suspect.other(name) if suspect else next(iter(others), None)
    shown = preview.merge_preview(book, (name, other), only_reads=visit.only_reads) if other else None
    looks = {
        one.request.id: _look(visit, one.request.verb, one.request.subject, one.request.others)
        for one in asked
    }
    names = shown.names if shown else ()
    return visit.render(
        "review_pair.html.j2",
        sides=phrases.party_names(parties(visit.book)),
        status=status,
        name=name,
        line=line,
        asked=asked,
        looks=looks,
        suspect=suspect,
        suspects=suspects,
        shown=shown,
        two=not visit.server.alone,
        title=titles(book, [name]).get(name, name),
        titles=titles(book, [id for a in asked for id in (a.request.subject, *a.request.others)]),
        keys=[one for one in names if one in KEY_NAMES],
        rest=[one for one in names if one not in KEY_NAMES],
        given=given,
        fault=fault,
        since=preview.last_entry(book),
        done=_done(book, given.get("done", "")),
    )


def _look(
    visit: Visit, verb: DecisionVerb, subject: str, others: tuple[str, ...]
) -> Preview | Undoing | None:
    """What a request would come to; None where nothing can be shown any more."""
    book, only_reads = visit.book, visit.only_reads
    try:
        if verb is DecisionVerb.MERGE:
            return preview.merge_preview(book, (subject, *others), only_reads=only_reads)
        if verb is DecisionVerb.SPLIT:
            return preview.split_preview(book, subject, others, only_reads=only_reads)
        if verb is DecisionVerb.UNDO:
            return preview.undoing(book, subject)
    except (BadDecision, UnknownThing):
        return None
    return None


@form(PAIR, Right.DECIDE)
def told(visit: Visit, casebook: str, name: str, data: Form) -> Response[Any]:
    """Say that two incidents are the same, different, or that it cannot be told; then on to the next."""
    wish = _wish(name, data)
    if wish.verb not in (DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE):
        raise BadDecision("say whether they are the same, different, or that you are unsure")
    try:
        result = _decide(visit, wish)
    except StaleDecision as stale:
        return _conflict(visit, name, wish, stale)
    except BadDecision as bad:
        return _pair(visit, name, data, str(bad), HTTP_422_UNPROCESSABLE_ENTITY)
    following = queue.following(visit.book, name, Task.PROPOSAL)
    done = _id(result)
    if following:
        return visit.to(f"review/{following}", done=done)
    return visit.to("review", done=done)


@form("/c/{casebook:str}/review/requests/{request_id:str}", Right.DECIDE)
def answered(visit: Visit, casebook: str, request_id: str, data: Form) -> Response[Any]:
    """Confirm or decline what somebody else asked for; withdraw what one asked for oneself."""
    how, reason, back = str(data.get("how") or ""), str(data.get("reason") or ""), str(data.get("back") or "")
    if how not in tuple(Closing):
        raise BadDecision("confirm or decline this request, or withdraw your own")
    if how != Closing.WITHDRAWN and not visit.may(Right.CONFIRM):
        raise PermissionDeniedException("confirming and declining need a reviewer or lead; your role may ask")
    try:
        with visit.desk.writing(visit.name) as book:
            if how == Closing.CONFIRMED:
                requests.confirm(book, request_id, visit.name, reason, closed_names(visit.server))
            else:
                requests.close(book, request_id, visit.name, reason, Closing(how))
            queue.follow_at_once(book)  # a seal that was declined no longer holds
    except (BadDecision, StaleDecision) as fault:
        code = HTTP_409_CONFLICT if isinstance(fault, StaleDecision) else HTTP_422_UNPROCESSABLE_ENTITY
        here = requests.concerned_ids(visit.book, requests.request(visit.book, request_id).request)
        name = back if back in here else here[0]
        return _pair(visit, preview.standing(visit.book, name), {"reason": reason}, str(fault), code)
    now = preview.standing(visit.book, back) if back else ""
    return visit.to(f"incidents/{now}/decide" if now else "review", done=request_id)


# --- every decision on one incident ---


@page(ONE, Right.DECIDE)
def decide(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Merge, split, move to a state, record a search for answers, undo: each shown before it is done."""
    return _page(visit, name, _query(visit))


def _page(
    visit: Visit, name: str, given: dict[str, Any], fault: str = "", status: int = HTTP_200_OK
) -> Response[Any]:
    book = visit.book
    wish = _wish(name, given)
    (shape,) = preview.shapes(book, [name])
    shown: Preview | Undoing | None = None
    lacking: tuple[str, ...] = ()
    saw = ""
    try:
        if wish.verb is DecisionVerb.MERGE and wish.others:
            shown = preview.merge_preview(book, (shape.id, *wish.others))
        elif wish.verb is DecisionVerb.SPLIT and wish.others:
            shown = preview.split_preview(book, shape.id, wish.others)
        elif wish.verb is DecisionVerb.UNDO:
            shown = preview.undoing(book, wish.subject)
        if wish.verb and wish.verb is not DecisionVerb.SEARCHED:
            subject = wish.subject if wish.verb is DecisionVerb.UNDO else shape.id
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
        done=_done(book, str(given.get("done") or "")),
        today=book.now().date().isoformat(),
    )


@form(ONE, Right.DECIDE)
def decided(visit: Visit, casebook: str, name: str, data: Form) -> Response[Any]:
    """Write what was shown, or ask another person for it."""
    wish = _wish(name, data)
    try:
        result = _decide(visit, wish)
    except StaleDecision as stale:
        return _conflict(visit, name, wish, stale)
    except BadDecision as bad:
        return _page(visit, name, data, str(bad), HTTP_422_UNPROCESSABLE_ENTITY)
    return visit.to(f"incidents/{preview.standing(visit.book, name)}/decide", done=_id(result))


def _conflict(visit: Visit, name: str, wish: Wish, stale: StaleDecision) -> Response[Any]:
    """Somebody was faster: what they did, and what this person meant to do, side by side."""
    book = visit.book
    now = preview.standing(book, name)
    meant = [wish.subject, *wish.others] if wish.verb is not DecisionVerb.UNDO else [now]
    ids = [one for one in meant if one.startswith("inc_")] or [name]
    standing = tuple(dict.fromkeys(preview.standing(book, one) for one in ids))
    return visit.render(
        "decide_conflict.html.j2",
        sides=phrases.party_names(parties(visit.book)),
        status=HTTP_409_CONFLICT,
        name=name,
        now=now,
        wish=wish,
        stale=str(stale),
        between=preview.since(book, ids, wish.since),
        shapes=preview.shapes(book, standing),
    )


def _id(result: ReviewResult | RequestResult) -> str:
    return result.request.id if isinstance(result, RequestResult) else result.decision.id


def _done(book: Casebook, id: str) -> Any:
    """What was just done, for a line at the top of the next page."""
    if id.startswith("req_"):
        return requests.request(book, id)
    if not id:
        return None
    return decision_named(book, id)


HANDLERS = (waiting, pair, told, answered, decide, decided)
