"""WACZ files: archives come out, every digest is compared, and a signature is said to hold or not to."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.builders.importer_case import ImporterCase, contents, take
from tests.sources.test_warc import whole
from tests.sources.test_zipped import packed

from allegata.sources import waczsigned
from allegata.sources.wacz import WaczImporter

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WACZ = WaczImporter()
CREATED = datetime(2024, 5, 3, 10, 12, tzinfo=UTC)
KEY = ec.derive_private_key(7, ec.SECP256R1())
Key = ec.EllipticCurvePrivateKey
USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
Signs = Callable[[str], dict[str, str]]


def manifest(files: dict[str, bytes]) -> bytes:
    resources = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"sha256:{sha256(data).hexdigest()}",
            "bytes": len(data),
        }
        for path, data in files.items()
    ]
    words = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": "maker 1.0",
        "resources": resources,
    }
    return json.dumps(words).encode()


def wacz(signs: Signs | None = None, **changed: bytes) -> bytes:
    files = {"archive/data.warc.gz": whole(), "indexes/index.cdx": b"x", "pages/pages.jsonl": b"{}"}
    made = manifest(files)
    digest = f"sha256:{sha256(made).hexdigest()}"
    package = {"path": "datapackage.json", "hash": digest}
    if signs:
        package["signedData"] = signs(digest)  # type: ignore[assignment]
    every = {**files, "datapackage.json": made, "datapackage-digest.json": json.dumps(package).encode()}
    return packed(
        {**every, **{name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}}
    )


def anonymous(digest: str) -> dict[str, str]:
    """As a browser writes it: two numbers side by side."""
    first, second = decode_dss_signature(KEY.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
    value = first.to_bytes(32, "big") + second.to_bytes(32, "big")
    public = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": digest,
        "created": CREATED.isoformat(),
        "software": "maker 1.0",
        "signature": base64.b64encode(value).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }


def certificate(domain: str, days: int = 90) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, domain)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key())
    made = made.serial_number(1).not_valid_before(CREATED - timedelta(days=1))
    made = made.not_valid_after(CREATED - timedelta(days=1) + timedelta(days=days))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
    return made.sign(KEY, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def issued(name: str, issuer: str, key: Key, by: Key, *, days: int = 90, ca: bool | None = None) -> str:
    """A certificate for a name, by another's key; `ca` None leaves the extensions of an authority out."""
    called = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    made = x509.CertificateBuilder().subject_name(called[0]).issuer_name(called[1])
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(CREATED - timedelta(days=100))
    made = made.not_valid_after(CREATED - timedelta(days=100) + timedelta(days=days + 100))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    if ca is not None:
        bits = dict.fromkeys(USES, False) | {"key_cert_sign": ca, "digital_signature": not ca}
        made = made.add_extension(x509.BasicConstraints(ca, None), critical=True)
        made = made.add_extension(x509.KeyUsage(**bits), critical=True)
    return made.sign(by, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def below_a_root(monkeypatch: pytest.MonkeyPatch, ca: bool | None, days: int = 90) -> Signs:
    """A signature for a domain, by a certificate that one below a known root issued."""
    root, middle = (ec.derive_private_key(n, ec.SECP256R1()) for n in (8, 9))
    public = root.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    monkeypatch.setitem(waczsigned.KNOWN_ROOTS, sha256(public).hexdigest(), "Root for tests")
    chain = [
        issued("victim.example", "holder.example", KEY, middle, ca=False),
        issued("holder.example", "root.example", middle, root, ca=ca, days=days),
        issued("root.example", "root.example", root, root, ca=True),
    ]
    return lambda digest: by_domain(digest) | {"domain": "victim.example", "domainCert": "".join(chain)}


def by_domain(digest: str) -> dict[str, str]:
    return {
        "hash": digest,
        "created": CREATED.isoformat(),
        "software": "maker 1.0",
        "signature": base64.b64encode(KEY.sign(digest.encode(), ec.ECDSA(hashes.SHA256()))).decode(),
        "domain": "archive.example",
        "domainCert": certificate("archive.example"),
    }


class TestWacz(ImporterCase):
    importer = WACZ
    examples = 60

    def valid(self) -> dict[str, bytes]:
        two = {"archive/a.warc.gz": whole(), "archive/b.warc": whole(packed=False)}
        return {"x.wacz": packed({**two, "datapackage.json": manifest(two)}), "signed.wacz": wacz(anonymous)}


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in take(WACZ, data, "x.wacz").problems]


def stated(data: bytes) -> dict[str, str]:
    (piece,) = take(WACZ, data, "x.wacz").pieces
    return {one.name: one.value for one in piece.capture.stated}


def test_the_archive_comes_out_and_what_belongs_to_the_package_is_counted() -> None:
    found = take(WACZ, wacz(), "x.wacz")
    assert contents(WACZ, wacz(), "x.wacz") == {"archive/data.warc.gz": whole()}
    assert found.problems == ()
    assert dict(found.left_out) == {"index of a web archive": 1, "list of pages": 1, "manifest": 2}
    assert stated(wacz())["wacz_software"] == "maker 1.0"


def test_a_file_that_was_changed_is_named() -> None:
    changed = wacz(archive__data_dot_warc_dot_gz=whole() + b"x")
    assert codes(changed) == ["wacz_digest_contradicts", "wacz_length_contradicts"]
    assert codes(wacz(data__more_dot_txt=b"put in later")) == ["wacz_file_unlisted"]


def with_digest(stated: object) -> bytes:
    files = {"archive/data.warc.gz": whole()}
    made = json.loads(manifest(files))
    made["resources"][0]["hash"] = stated
    return packed({**files, "datapackage.json": json.dumps(made).encode()})


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha-256", "sha384", "sha512", "SHA-512"])
def test_a_digest_is_compared_by_the_algorithm_that_it_names(algorithm: str) -> None:
    right = hashlib.new(algorithm.lower().replace("-", ""), whole()).hexdigest()
    assert codes(with_digest(f"{algorithm}:{right}")) == []
    wrong = f"{algorithm}:{'0' * len(right)}"
    assert codes(with_digest(wrong)) == ["wacz_digest_contradicts"]


@pytest.mark.parametrize("stated", ["sha256:zz", "x", "sha512:00", "whirlpool:" + "0" * 128, 7, ["x"], ":"])
def test_a_digest_in_no_known_form_is_told_as_unchecked(stated: object) -> None:
    assert codes(with_digest(stated)) == ["wacz_digest_not_checked"]


def test_a_file_that_is_missing_is_named() -> None:
    made = manifest({"archive/gone.warc.gz": b"x"})
    assert codes(packed({"archive/x.warc.gz": whole(), "datapackage.json": made})) == [
        "wacz_file_missing",
        "wacz_file_unlisted",
    ]
    assert codes(packed({"archive/x.warc.gz": whole()})) == ["wacz_no_manifest"]


def test_a_manifest_that_was_changed_does_not_fit_its_digest() -> None:
    other = manifest({"archive/data.warc.gz": whole()})
    found = codes(wacz(anonymous, datapackage_dot_json=other))
    assert "wacz_digest_contradicts" in found and "wacz_signature_of_other" in found


def test_an_anonymous_signature_holds_and_says_nothing_of_who() -> None:
    assert codes(wacz(anonymous)) == ["wacz_signer_anonymous"]
    assert "wacz_signature_holds" in stated(wacz(anonymous))


def test_a_signature_that_does_not_hold_hides_nothing() -> None:
    def wrong(digest: str) -> dict[str, str]:
        return anonymous(digest) | {"signature": anonymous("sha256:" + "0" * 64)["signature"]}

    assert codes(wacz(wrong)) == ["wacz_signature_wrong"]
    assert contents(WACZ, wacz(wrong), "x.wacz") == {"archive/data.warc.gz": whole()}
    assert "wacz_signature_holds" not in stated(wacz(wrong))


def test_a_certificate_that_anybody_can_make_is_named_as_one() -> None:
    assert codes(wacz(by_domain)) == ["wacz_signer_not_vouched_for"]
    assert stated(wacz(by_domain))["wacz_signature_domain"] == "archive.example"


def test_a_chain_of_authorities_leads_to_a_known_root(monkeypatch: pytest.MonkeyPatch) -> None:
    good = wacz(below_a_root(monkeypatch, ca=True))
    assert codes(good) == []
    assert stated(good)["wacz_signature_root"] == "Root for tests"


@pytest.mark.parametrize(("ca", "days"), [(False, 90), (None, 90), (True, -1)])
def test_who_is_no_authority_then_vouches_for_nobody(
    monkeypatch: pytest.MonkeyPatch, ca: bool | None, days: int
) -> None:
    """Every holder of a certificate under a known root could else sign as anybody."""
    forged = wacz(below_a_root(monkeypatch, ca, days))
    assert codes(forged) == ["wacz_certificate_chain"]
    assert "wacz_signature_root" not in stated(forged)


def test_another_domain_an_expired_certificate_and_broken_words_are_named() -> None:
    other = codes(wacz(lambda digest: by_domain(digest) | {"domain": "elsewhere.example"}))
    assert "wacz_signature_other_domain" in other
    late = codes(wacz(lambda digest: by_domain(digest) | {"created": "2030-01-01T00:00:00Z"}))
    assert "wacz_certificate_expired" in late
    for broken in (
        {"domainCert": "no certificate"},
        {"signature": "%%%"},
        {"signature": ""},
        {"timeSignature": "AAAA"},
    ):
        found = codes(wacz(lambda digest, broken=broken: by_domain(digest) | broken))  # type: ignore[misc]
        assert {c.rpartition("_")[0] for c in found} & {"wacz_signature", "wacz_timestamp"}, broken
    assert codes(wacz(lambda digest: {"hash": digest})) == ["wacz_signature_unknown"]
