"""What an incident can be chosen by, as plain data of its record says: the values of each facet.

Over plain data and not over values, because the index is made of it for every incident at once.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from allegata.model.listing import NOT_STATED, Facet
from allegata.model.vocabulary import Attribute, ContestationValue, Relation

NO_SEARCH = "no_search_on_record"
NOT_CHECKED = "not_checked"
MANY = 3
"""From so many origins on, one value holds them all."""

Values = Mapping[Facet, tuple[str, ...]]


def assessed_values(assessed: Mapping[str, Any]) -> Values:
    """The values that an incident has by its assessment (`IncidentAssessment`)."""
    sides = assessed["contestation"]
    answers = [answer(value) for side in sides for value in side["values"]]
    if any(side["searched"] is None for side in sides):
        answers.append(NO_SEARCH)
    cells = [cell for cell in assessed["verification"] if not cell["party_confirmation"]]
    act = next((row for row in assessed["attributes"] if row["attribute"] == Attribute.ACT_TYPE), None)
    lower = act["origins"]["lower"] if act else 0
    return {
        Facet.ACCUSED: _once(assessed["alleged_against"]),
        Facet.CONTESTATION: _once(answers, answer(ContestationValue.NO_RESPONSE_KNOWN)),
        Facet.VERIFICATION: _once((f"{cell['aspect']}:{cell['result']}" for cell in cells), NOT_CHECKED),
        Facet.ORIGINS: _once([] if lower < 1 else [str(lower) if lower < MANY else f"{MANY}+"]),
    }


def in_conflict(assessed: Mapping[str, Any]) -> bool:
    """Whether two accounts of an incident cannot both hold, by its assessment. No facet: nobody chooses by it."""
    return any(
        pair["relation"] == Relation.CONFLICT for row in assessed["attributes"] for pair in row["pairs"]
    )


def setting_values(setting: Mapping[str, Any]) -> Values:
    """The values that an incident has by where and when it is said to have taken place (`Setting`)."""
    return {
        Facet.PLACE: _once(id for id, _ in setting["places"]),
        Facet.YEAR: _once(setting["years"]),
    }


def answer(value: str) -> str:
    """The stable code of what a side says; terms that are shown alike are one value."""
    known = ContestationValue(value)
    if known is ContestationValue.NO_COMMENT_REPORTED:
        known = ContestationValue.REPORTED_UNANSWERED
    return known.name.lower()


def _once(values: Iterable[str], without: str = NOT_STATED) -> tuple[str, ...]:
    return tuple(sorted(set(values))) or (without,)
