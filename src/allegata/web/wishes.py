"""What a person asks to have decided on incidents: read from a form or an address, carried out, or refused as stale."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.status_codes import HTTP_409_CONFLICT

from allegata.actions import preview, queue, requests
from allegata.actions.casebook import Casebook
from allegata.actions.decided import decision_named
from allegata.actions.second import parties
from allegata.actions.things import INCIDENT
from allegata.errors import BadDecision, StaleDecision
from allegata.model import phrases
from allegata.model.canonical import canonical_json
from allegata.model.decision import DecisionVerb
from allegata.model.result import RequestResult, ReviewResult
from allegata.web.numbers import number_of
from allegata.web.visit import Visit

MANY = frozenset({"with", "mention"})
"""Names that an address may give several times."""


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


def wish_of(name: str, given: dict[str, Any]) -> Wish:
    """What is asked for about an incident, by a form or an address.

    :raises BadDecision: for a verb that is none.
    """
    verb = str(given.get("act") or "")
    if verb and verb not in tuple(DecisionVerb):
        raise BadDecision(f"nothing is decided by {verb!r}; go back and choose one of the forms")
    known = DecisionVerb(verb) if verb else None
    others = several(given.get("mention" if known is DecisionVerb.SPLIT else "with"))
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


def several(given: Any) -> tuple[str, ...]:
    """The values that were given under one name, each once."""
    values = given if isinstance(given, list) else [given] if given else []
    return tuple(dict.fromkeys(str(value) for value in values if value))


def query(visit: Visit) -> dict[str, Any]:
    """What an address asks for; names that may stand several times as lists."""
    return {key: list(values) for key, values in visit.request.query_params.dict().items() if key in MANY} | {
        key: values[-1] for key, values in visit.request.query_params.dict().items() if key not in MANY
    }


def carry_out(visit: Visit, wish: Wish) -> ReviewResult | RequestResult:
    """Decide or ask, in one's turn.

    :raises BadDecision, StaleDecision: as `actions.requests.decide`.
    """
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


def conflict(visit: Visit, name: str, wish: Wish, stale: StaleDecision) -> Response[Any]:
    """Somebody was faster: what they did, and what this person meant to do, side by side."""
    book = visit.book
    now = preview.standing(book, name)
    meant = [wish.subject, *wish.others] if wish.verb is not DecisionVerb.UNDO else [now]
    ids = [one for one in meant if one.startswith(INCIDENT)] or [name]
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


def id_of(result: ReviewResult | RequestResult) -> str:
    """The id of the decision, or of the request for it."""
    return result.request.id if isinstance(result, RequestResult) else result.decision.id


def done(book: Casebook, id: str) -> Any:
    """What was just done, for a line at the top of the next page."""
    if id.startswith("req_"):
        return requests.request(book, id)
    if not id:
        return None
    return decision_named(book, id)
