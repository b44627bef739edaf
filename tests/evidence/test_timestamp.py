"""A time stamp holds only for the request it answers, under the root that was vouched for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.tsa import POLICY, authority

from allegata.errors import Problem
from allegata.evidence import timestamp
from allegata.evidence.timestamp import Token, verified

IMPRINT = sha256(b"a checkpoint").digest()
REQUEST = timestamp.request(IMPRINT, 2**62 + 5)


@dataclass(frozen=True)
class Made:
    reply: bytes
    of_other: bytes
    refused: bytes
    chain: tuple
    other_chain: tuple


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Two authorities, made before any test runs: a test of a room starts no program."""
    folder = tmp_path_factory.mktemp("tsa")
    one, two = authority(folder / "one"), authority(folder / "two")
    sha1 = tsp.TimeStampReq(
        {"version": "v1", "message_imprint": {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}}
    )  # fmt: skip
    chains = [timestamp.certificates(each.certificates.read_bytes()) for each in (one, two)]
    return Made(
        one.reply(REQUEST), one.reply(timestamp.request(bytes(32), 9)), one.reply(sha1.dump()), *chains
    )


def code(result: Token | Problem) -> str:
    assert isinstance(result, Problem)
    return result.code


def test_the_request_asks_for_this_digest_the_nonce_and_the_certificate() -> None:
    asked = tsp.TimeStampReq.load(REQUEST).native
    assert asked["message_imprint"]["hashed_message"] == IMPRINT
    assert asked["message_imprint"]["hash_algorithm"]["algorithm"] == "sha256"
    assert (asked["nonce"], asked["cert_req"], asked["version"]) == (2**62 + 5, True, "v1")
    assert timestamp.request(IMPRINT, 2**62 + 5) == REQUEST


def test_a_reply_that_fits_tells_time_policy_serial_and_name(made: Made) -> None:
    token = verified(made.reply, REQUEST, made.chain, "one")
    assert isinstance(token, Token)
    assert token.time.tzinfo == UTC and token.time > datetime(2020, 1, 1, tzinfo=UTC)
    assert token.policy == POLICY and token.serial.isdecimal()
    assert token.tsa_name == "CN=Stamps of the tests,O=allegata tests"
    assert timestamp.imprint_of(made.reply) == IMPRINT


def test_what_does_not_fit_is_named(made: Made) -> None:
    assert code(verified(made.of_other, REQUEST, made.chain, "one")) == "stamp_of_another"
    other_nonce = timestamp.request(IMPRINT, 77)
    assert code(verified(made.reply, other_nonce, made.chain, "one")) == "stamp_of_another"
    assert code(verified(made.reply, REQUEST, made.other_chain, "one")) == "stamp_not_verified"
    assert code(verified(made.refused, REQUEST, made.chain, "one")) == "stamp_refused"
    assert code(verified(b"<html>", REQUEST, made.chain, "one")) == "stamp_unreadable"
    assert code(verified(made.reply, b"no request", made.chain, "one")) == "stamp_unreadable"
    only_between = tuple(each for each in made.chain if not timestamp.is_root(each))
    assert code(verified(made.reply, REQUEST, only_between, "one")) == "stamp_not_verified"
    assert timestamp.imprint_of(made.refused) is None


@given(at=st.integers(0, 10**6), change=st.integers(1, 255))
def test_any_byte_changed_gives_no_other_time(made: Made, at: int, change: int) -> None:
    """Every byte is either covered by a signature or by the chain, or says nothing of what is taken from it."""
    at %= len(made.reply)
    bent = made.reply[:at] + bytes([made.reply[at] ^ change]) + made.reply[at + 1 :]
    right = verified(made.reply, REQUEST, made.chain, "one")
    result = verified(bent, REQUEST, made.chain, "one")
    assert isinstance(result, Problem) or result == right


@given(st.binary(max_size=200))
def test_anything_else_is_unreadable(made: Made, data: bytes) -> None:
    assert code(verified(data, REQUEST, made.chain, "one")) == "stamp_unreadable"
    assert timestamp.imprint_of(data) is None


def test_certificates_that_are_none_are_refused(made: Made) -> None:
    with pytest.raises(ValueError):
        timestamp.certificates(b"no PEM")
    assert (
        timestamp.certificates(b"".join(each.public_bytes(Encoding.PEM) for each in made.chain)) == made.chain
    )
