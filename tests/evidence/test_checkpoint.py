"""A checkpoint is a C2SP signed note; what was touched is not taken for signed."""

from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from allegata.errors import UnreadableRecord
from allegata.evidence.checkpoint import (
    Checkpoint,
    Key,
    key_of,
    parsed,
    signed,
    ssh_armored,
    ssh_fits,
    ssh_signed,
)

NAME = "allegata/cb_1"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = key_of(NAME, PRIVATE)
POINT = Checkpoint(NAME, 7, sha256(b"root").digest())
NOTE = signed(POINT, NAME, PRIVATE)


def test_the_body_has_three_lines() -> None:
    assert POINT.body == f"{NAME}\n7\n{b64encode(POINT.root).decode()}\n".encode()
    assert NOTE.startswith(POINT.body + f"\n— {NAME} ".encode()) and NOTE.endswith(b"\n")


def test_a_verifier_key_is_written_as_others_write_it() -> None:
    """The key of the worked example of signed notes in C2SP and in Go's sumdb."""
    line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = Key("PeterNeumann", b64decode(line.rpartition("+")[2])[1:])
    assert key.verifier == line


def test_a_note_is_taken_apart_and_its_signature_fits() -> None:
    note = parsed(NOTE)
    assert note.checkpoint == POINT
    signature = note.signature_of(KEY)
    assert signature is not None and len(signature) == 64
    assert signed(POINT, NAME, PRIVATE) == NOTE  # no chance in it


def test_another_key_or_another_name_did_not_sign() -> None:
    other = key_of(NAME, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert parsed(NOTE).signature_of(other) is None
    assert parsed(NOTE).signature_of(Key("other", KEY.public)) is None


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_any_byte_changed_is_seen(at: int, change: int) -> None:
    bent = NOTE[:at] + bytes([NOTE[at] ^ change]) + NOTE[at + 1 :]
    with suppress(UnreadableRecord):
        assert parsed(bent).signature_of(KEY) is None


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        parsed(data)


@pytest.mark.parametrize(
    "bad",
    [
        b"a\n1\n" + b64encode(bytes(32)) + b"\n",  # no signature
        b"a\n01\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAAA\n",  # a leading zero
        b"a\n1\n" + b64encode(bytes(31)) + b"\n\n\xe2\x80\x94 a AAAAAAAA\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\nmore\n\n\xe2\x80\x94 a AAAAAAAA\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAAA",  # breaks off
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAA\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n- a AAAAAAAA\n",
    ],
)
def test_what_nearly_is_a_checkpoint_is_refused(bad: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        parsed(bad)


def test_several_signatures_are_read() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    note = parsed(NOTE + signed(POINT, "witness", other).removeprefix(POINT.body + b"\n"))
    assert note.signature_of(KEY) and note.signature_of(key_of("witness", other))


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_a_name_that_would_break_the_note_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        key_of(name, PRIVATE)


def test_the_ssh_signature_is_of_this_body_and_for_this_purpose() -> None:
    signature = ssh_signed(POINT.body, PRIVATE)
    assert ssh_fits(KEY, signature, POINT.body)
    assert not ssh_fits(KEY, signature, POINT.body + b"\n")
    assert not ssh_fits(KEY, PRIVATE.sign(POINT.body), POINT.body)
    armored = ssh_armored(KEY, signature).splitlines()
    assert armored[0] == "-----BEGIN SSH SIGNATURE-----" and armored[1].startswith("U1NIU0lHAAAAAQ")
    assert KEY.allowed_signer.startswith(f'{NAME} namespaces="allegata-checkpoint" ssh-ed25519 AAAA')
