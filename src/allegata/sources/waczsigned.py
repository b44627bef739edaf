"""The signature of a WACZ file, checked as far as it can be without asking anybody.

What holds is said in words, and what was not checked, too: whether a certificate was withdrawn, and whether
the authority at the end of its chain deserves trust.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from allegata.errors import Severity
from allegata.evidence.tokens import read_token
from allegata.sources.words import one_line

KNOWN_ROOTS = {
    "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3": "ISRG Root X1 (Let's Encrypt)",
    "762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332": "ISRG Root X2 (Let's Encrypt)",
}
"""SHA-256 of the public keys of the roots under which the usual signing service gets its certificates."""
CLOSE = timedelta(minutes=10)
"""How far the stated time may lie from the time stamp (WACZ Signing, validation step 7)."""
_ODD = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, UnsupportedAlgorithm,
    binascii.Error, x509.InvalidVersion, x509.DuplicateExtension,
)  # fmt: skip


@dataclass(slots=True)
class Said:
    """What can be said of a signature: (name, value) for the record, (code, words, severity) for people."""

    stated: list[tuple[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str, Severity]] = field(default_factory=list)

    def problem(self, code: str, what: str, severity: Severity = Severity.PARTIAL) -> None:
        """One more."""
        self.problems.append((code, what, severity))


def signature(signed: Mapping[str, Any], manifest: str) -> Said:
    """Check `signedData` over the digest of the manifest as it is.

    :param manifest: `sha256:` and the hex digest of the manifest's bytes.
    """
    said = Said()
    stated = str(signed.get("hash") or "")
    if stated != manifest:
        what = f"The signature is over {one_line(stated, 90)}, and the manifest has {manifest}"
        said.problem("wacz_signature_of_other", what)
    said.stated += [
        (f"wacz_signature_{key}", str(signed[key]))
        for key in ("created", "software", "domain")
        if signed.get(key)
    ]
    try:
        if "domainCert" in signed:
            _by_domain(signed, stated, said)
        elif "publicKey" in signed:
            _by_key(signed, stated, said)
        else:
            said.problem("wacz_signature_unknown", "The signature names neither a key nor a certificate")
    except _ODD as fault:
        said.problem(
            "wacz_signature_broken",
            f"The signature cannot be read ({one_line(str(fault) or type(fault).__name__)})",
        )
    return said


def _by_key(signed: Mapping[str, Any], stated: str, said: Said) -> None:
    der = base64.b64decode(str(signed["publicKey"]))
    key = load_der_public_key(der)
    holds = _verified(key, base64.b64decode(str(signed["signature"])), stated.encode())
    fingerprint = hashlib.sha256(der).hexdigest()
    said.stated.append(("wacz_signature_key", f"sha256:{fingerprint}"))
    _told(said, holds, "an anonymous key")
    if holds:
        what = (
            f"The signature holds for the key sha256:{fingerprint}; the file does not say whose key that is"
        )
        said.problem("wacz_signer_anonymous", what, Severity.NOTICE)
    _stamped(signed, said)


def _by_domain(signed: Mapping[str, Any], stated: str, said: Said) -> None:
    chain = x509.load_pem_x509_certificates(str(signed["domainCert"]).encode())
    domain = str(signed.get("domain") or "")
    leaf = chain[0]
    holds = _verified(leaf.public_key(), base64.b64decode(str(signed["signature"])), stated.encode())
    _told(said, holds, one_line(domain))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if domain not in names.get_values_for_type(x509.DNSName):
        said.problem(
            "wacz_signature_other_domain",
            f"The certificate is not for {one_line(domain)}, which is named as signer",
        )
    created = _instant(str(signed.get("created") or ""))
    _chain(chain, said, created)
    if created and not leaf.not_valid_before_utc <= created <= leaf.not_valid_after_utc:
        said.problem(
            "wacz_certificate_expired", "The signer's certificate was not valid when the file was signed"
        )
    _stamped(signed, said, created)


def _told(said: Said, holds: bool, who: str) -> None:
    if holds:
        said.stated.append(("wacz_signature_holds", f"over the manifest's digest, by {who}"))
    else:
        said.problem(
            "wacz_signature_wrong",
            f"The signature does not hold for {who}: the file or the signature was changed",
        )


def _chain(chain: Sequence[x509.Certificate], said: Said, at: datetime | None) -> None:
    """Each certificate issued by the next, which may do so, and the last one under a root that is known here.

    :param at: when the file states to be signed.
    """
    for below, (one, issuer) in enumerate(pairwise(chain)):
        try:
            one.verify_directly_issued_by(issuer)
            why = _no_authority(issuer, below, at)
        except (InvalidSignature, *_ODD):
            why = "was not issued by the next one in its chain"
        if why:
            who = one_line(one.subject.rfc4514_string(), 120)
            said.problem("wacz_certificate_chain", f"The certificate of {who} {why}")
            return
    keys = (one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for one in chain)
    root = next((KNOWN_ROOTS[d] for k in keys if (d := hashlib.sha256(k).hexdigest()) in KNOWN_ROOTS), None)
    if root is not None:
        said.stated.append(("wacz_signature_root", root))
        return
    top = one_line(chain[-1].issuer.rfc4514_string(), 120)
    what = f"The signer's certificate leads to “{top}”, an authority that is not known here"
    said.problem("wacz_signer_not_vouched_for", what)


def _no_authority(issuer: x509.Certificate, below: int, at: datetime | None) -> str:
    """Why a certificate may not vouch for another (RFC 5280, 6.1.4 k to n); empty where it may.

    :param below: how many authorities lie between it and the signer.
    """
    name = one_line(issuer.subject.rfc4514_string(), 120)
    none = f"was issued by {name}, which is no authority that may issue any"
    try:
        basic = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return none
    if not basic.ca or not usage.key_cert_sign:
        return none
    if basic.path_length is not None and below > basic.path_length:
        return f"was issued through more authorities than {name} may stand above"
    if at is None:
        return f"was issued by {name}, and no time is stated at which that could be looked at"
    if not issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc:
        return f"was issued by {name}, whose own certificate was not valid when the file was signed"
    return ""


def _stamped(signed: Mapping[str, Any], said: Said, created: datetime | None = None) -> None:
    """The RFC 3161 time stamp over the signature."""
    if not signed.get("timeSignature"):
        return
    text = str(signed["signature"])
    beside = (
        x509.load_pem_x509_certificates(str(signed["timestampCert"]).encode())
        if signed.get("timestampCert")
        else []
    )
    token = read_token(base64.b64decode(str(signed["timeSignature"])), beside)
    if token is None:
        said.problem("wacz_timestamp_broken", "The time stamp over the signature cannot be read")
        return
    # the signing service stamps the signature as it is written; others stamp its bytes
    over = {
        hashlib.new(token.algorithm, data).hexdigest() for data in (text.encode(), base64.b64decode(text))
    }
    at = token.time.isoformat().replace("+00:00", "Z")
    if token.imprint not in over:
        said.problem("wacz_timestamp_of_other", f"The time stamp of {at} is not over this signature")
    elif token.fault:
        said.problem("wacz_timestamp_wrong", f"The time stamp of {at} does not hold: {token.fault}")
    else:
        how = "its signature holds" if token.checked else "its signature was not checked"
        said.stated.append(
            (
                "wacz_timestamp",
                f"{at}; {how}; by {_authority(token.signer)}",
            )
        )
    if created and abs(created - token.time) > CLOSE:
        said.problem(
            "wacz_timestamp_late",
            f"The file states to be signed at {created.isoformat()}, the time stamp is of {at}",
        )


def _authority(signer: str | None) -> str:
    """The organisation and name of a time-stamping authority; addresses of persons stay in the original."""
    names = re.findall(r"(?:^|,)(?:O|CN)=((?:\\.|[^,\\])+)", signer or "")
    return one_line(", ".join(names), 200) or "a signer without a name"


def _verified(key: object, value: bytes, over: bytes) -> bool:
    """Whether a signature holds; one of a browser has its two numbers side by side, without DER around them."""
    if isinstance(key, rsa.RSAPublicKey):
        try:
            key.verify(value, over, PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("a key of this kind cannot be checked")
    half = (key.curve.key_size + 7) // 8
    spellings = [value]
    if len(value) == 2 * half:
        numbers = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        spellings.append(encode_dss_signature(*numbers))
    for spelling in spellings:
        for digest in (hashes.SHA256(), hashes.SHA384()):
            try:
                key.verify(spelling, over, ec.ECDSA(digest))
            except InvalidSignature:
                continue
            return True
    return False


def _instant(words: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(words)
    except ValueError:
        return None
    return made.astimezone(UTC) if made.tzinfo else None
