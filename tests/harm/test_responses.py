"""A third error that harms: silence read as a denial or an admission, a general denial read as an answer.

Leaving an answer out is allowed; turning it into another one is not.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.material import read_bytes

from allegata.model.record import Response

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("responses.toml").read_text("utf-8"))
SILENT = {"no_response_known", "no_comment"}
DENIED = {"denial", "responsibility_denied", "alternative_account"}
ADMITTED = {"acknowledged", "acknowledged_in_part"}
PROMISED = {"commitment_to_investigate"}
RIGHT_WANTED = 0.7


@cache
def responses(lead: str, text: str) -> tuple[Response, ...]:
    """The answers that are read in the sentence itself."""
    before = TABLE["leads"][lead]
    _, reading = read_bytes(f"{before} {text}\n".encode(), "sentence.txt")
    return tuple(r for r in reading.responses if r.span.start > len(before))


def wrong(entry: dict[str, Any]) -> list[str]:
    """Answers of another sort than the sentence gives, of another side, or reaching further than it says."""
    sorts = [SILENT, DENIED, ADMITTED, PROMISED]
    allowed = set().union(*(sort for sort in sorts if sort & set(entry["kind"])))
    result = []
    for r in responses(entry["lead"], entry["text"]):
        if str(r.kind) not in allowed:
            result.append(f"kind {r.kind}")
        elif entry["party"] and r.party not in (None, entry["party"]):
            result.append(f"party {r.party}")
        elif str(r.scope) == "this_incident" and "this_incident" not in entry["scope"]:
            result.append(f"{r.kind} with scope {r.scope}")
    return result


def is_right(entry: dict[str, Any]) -> bool:
    """Kind, side and reach are those of the sentence."""
    found = responses(entry["lead"], entry["text"])
    if not found:
        return "" in entry["kind"]
    return any(
        str(r.kind) in entry["kind"]
        and (not entry["party"] or r.party == entry["party"])
        and str(r.scope) in entry["scope"]
        for r in found
    )


@pytest.mark.parametrize("entry", TABLE["sentence"], ids=lambda e: e["text"][:60])
def test_no_answer_is_turned_into_another(entry: dict[str, Any]) -> None:
    assert wrong(entry) == []


def test_most_answers_are_read() -> None:
    table = TABLE["sentence"]
    missed = [
        f"{e['text']} -> {[(str(r.kind), r.party, str(r.scope)) for r in responses(e['lead'], e['text'])]}"
        for e in table
        if not is_right(e)
    ]
    share = 1 - len(missed) / len(table)
    assert share >= RIGHT_WANTED, f"{share:.0%} right; not: " + "\n".join(missed)
