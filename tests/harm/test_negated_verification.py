"""The first harmful error: a negated, pending, conditional or partial check read as a confirmation.

Zero are allowed; leaving a check out is allowed. The positive controls keep the reader honest the
other way round: a reader that never finds a verification would pass the first test.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.material import read_bytes

from allegata.model.record import Verification
from allegata.model.vocabulary import VerificationResult

TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("negated_verification.toml").read_text("utf-8")
)
READ_AS_VERIFIED = {VerificationResult.SUPPORTS, VerificationResult.REPORTED_VERIFIED}
POSITIVES_WANTED = 0.8


@cache
def verifications(lead: str, text: str) -> tuple[Verification, ...]:
    """The checks that are read in the sentence itself, not in the one before."""
    before = TABLE["leads"][lead]
    _, reading = read_bytes(f"{before} {text}\n".encode(), "sentence.txt")
    return tuple(v for v in reading.verifications if v.span.start > len(before))


def confirmed(entry: dict[str, Any]) -> list[str]:
    """What was read as verified or as a party's confirmation, beyond what the sentence says was verified."""
    allowed = entry.get("verified", [])
    return [
        f"{v.aspect}: {v.result} by {v.verifier.key}"
        for v in verifications(entry["lead"], entry["text"])
        if (v.result in READ_AS_VERIFIED or (v.self_interest and v.result not in OPEN))
        and str(v.aspect) not in allowed
    ]


OPEN = {VerificationResult.COULD_NOT_VERIFY, VerificationResult.IN_PROGRESS, VerificationResult.WITHDRAWN}


def test_the_table_is_long_enough() -> None:
    assert len(TABLE["negated"]) >= 70
    assert len(TABLE["verified"]) >= 20


@pytest.mark.parametrize("entry", TABLE["negated"], ids=lambda e: e["text"][:60])
def test_no_check_is_made_up(entry: dict[str, Any]) -> None:
    assert confirmed(entry) == []


@pytest.mark.parametrize(
    "entry", [e for e in TABLE["verified"] if "aspect" in e], ids=lambda e: e["text"][:60]
)
def test_no_other_aspect_is_verified(entry: dict[str, Any]) -> None:
    found = verifications(entry["lead"], entry["text"])
    aspects = {str(v.aspect) for v in found if v.result in READ_AS_VERIFIED}
    assert aspects <= {entry["aspect"], "unspecified"}


def test_true_verifications_are_read() -> None:
    missed = []
    for entry in TABLE["verified"]:
        found = verifications(entry["lead"], entry["text"])
        right = [
            v
            for v in found
            if v.result in READ_AS_VERIFIED
            and not v.self_interest
            and entry.get("aspect", str(v.aspect)) == str(v.aspect)
        ]
        if not right:
            missed.append(f"{entry['text']} -> {[(str(v.aspect), str(v.result)) for v in found]}")
    share = 1 - len(missed) / len(TABLE["verified"])
    assert share >= POSITIVES_WANTED, f"{share:.0%}: {missed}"
