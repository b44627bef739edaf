"""Tokens that came with material: a real one by openssl, and every byte of it changed."""

import subprocess
from collections import Counter
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path

import pytest

from allegata.evidence.tokens import HeldToken, read_token

FILE = b"ab12\ncd34"
CONFIG = """[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/serial\nsigner_cert = {folder}/tsa.pem\ncerts = {folder}/root.pem
signer_key = {folder}/tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256, sha512\ness_cert_id_alg = sha256
crypto_device = builtin\n"""


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A token and a whole reply for each digest, of an authority made for this test."""
    folder = tmp_path_factory.mktemp("tsa")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    (folder / "file").write_bytes(FILE)
    (folder / "serial").write_text("1000\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "ext").write_text(
        "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
    )
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-subj",
        "/CN=Root",
    )
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
        "-subj",
        "/CN=Example TSA",
    )
    openssl(
        "x509",
        "-req",
        "-in",
        "tsa.csr",
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-extfile",
        "ext",
        "-out",
        "tsa.pem",
    )
    made = {}
    for digest in ("sha256", "sha512"):
        openssl("ts", "-query", "-data", "file", f"-{digest}", "-cert", "-out", "q")
        openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-out", "reply")
        openssl("ts", "-reply", "-in", "reply", "-token_out", "-out", "token")
        made |= {f"{digest} {what}": Path(folder / what).read_bytes() for what in ("reply", "token")}
    openssl("ts", "-query", "-data", "file", "-sha256", "-out", "q")  # without the wish for certificates
    openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-token_out", "-out", "bare")
    return made | {"bare": (folder / "bare").read_bytes(), "query": (folder / "q").read_bytes()}


@pytest.mark.parametrize(("name", "digest"), [("sha256", sha256), ("sha512", sha512)])
@pytest.mark.parametrize("what", ["reply", "token"])
def test_a_token_says_over_what_when_and_by_whom(
    tokens: dict[str, bytes], name: str, digest: object, what: str
) -> None:
    found = read_token(tokens[f"{name} {what}"])
    assert found is not None
    assert (found.algorithm, found.imprint) == (name, digest(FILE).hexdigest())  # type: ignore[operator]
    assert (found.policy, found.signer, found.fault, found.checked) == (
        "1.2.3.4",
        "CN=Example TSA",
        None,
        True,
    )
    assert abs((datetime.now(UTC) - found.time).total_seconds()) < 86_400


def test_without_a_certificate_nothing_is_said_of_the_signature(tokens: dict[str, bytes]) -> None:
    found = read_token(tokens["bare"])
    assert found is not None and (found.signer, found.fault, found.checked) == (None, None, False)


def test_other_bytes_are_no_token(tokens: dict[str, bytes]) -> None:
    whole = tokens["sha256 token"]
    for other in (b"", b"0", FILE, tokens["query"], whole[:-20], whole[:200], whole + bytes(2 << 20)):
        assert read_token(other) is None


def test_no_changed_byte_of_what_is_signed_goes_unseen(tokens: dict[str, bytes]) -> None:
    """The root beside the signer's certificate is no part of what is signed; everything else is."""
    whole = tokens["sha256 token"]
    honest = read_token(whole)
    seen: Counter[str] = Counter()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        found = read_token(bytes(changed))
        if isinstance(found, HeldToken) and found.checked and found.fault is None:
            assert found == honest, place
            seen["the same"] += 1
        else:
            seen[(found.fault or "not checked") if found else "unreadable"] += 1
    assert seen["what it says was changed after it was signed"] > 50
    assert seen["the certificate in it is not the one that the signature names"] > 300
    assert seen["its signature does not hold for the certificate in it"] > 200
