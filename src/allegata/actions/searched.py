"""Where an answer of the accused side was looked for: without it no accusation goes out (must-not 4)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allegata.assessing.contestation import ANY_SIDE
from allegata.errors import BadDecision, UnreadableRecord
from allegata.model import days
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.decision import Decision, DecisionVerb

FORM = """'{"places": ["…"], "as_of": "YYYY-MM-DD"}'"""


def search_value(value: str | None) -> str:
    """What a search record carries, checked, as canonical JSON.

    :raises BadDecision: when it names no place or no day.
    """
    try:
        data: Any = parse_json(value or "")
    except UnreadableRecord:
        data = None
    if not isinstance(data, dict) or not data.keys() <= {"places", "as_of", "sides"}:
        raise BadDecision(f"say where and as of when an answer was looked for: --value {FORM}")
    places, sides = data.get("places"), data.get("sides", [])
    if not _words(places) or not places:
        raise BadDecision(f"name the places that were looked at: --value {FORM}")
    if not _words(sides):
        raise BadDecision('`sides` is a list of party ids, as in ["state:XX"]; leave it out for all sides')
    try:
        as_of = date.fromisoformat(str(data.get("as_of")))
    except ValueError:
        raise BadDecision(f"give the day up to which was looked: --value {FORM}") from None
    checked = {"as_of": as_of.isoformat(), "places": [" ".join(p.split()) for p in places], "sides": sides}
    return canonical_json(checked).decode()


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and part.strip() for part in value)


def searches(decisions: Iterable[Decision]) -> Mapping[str, Mapping[str, str]]:
    """Incident id → party id, or any side → where and as of when: the last record for each side.

    :param decisions: those in force, oldest first.
    """
    found: dict[str, dict[str, str]] = {}
    for one in decisions:
        if one.verb is DecisionVerb.SEARCHED and one.value:
            data = parse_json(one.value)
            words = f"{', '.join(data['places'])}, as of {days.day(date.fromisoformat(data['as_of']))}"
            for side in data["sides"] or [ANY_SIDE]:
                found.setdefault(one.subject, {})[side] = words
    return found
