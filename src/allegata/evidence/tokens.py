"""Time-stamp tokens that came with somebody's material (RFC 3161), as far as they speak for themselves.

Nobody here asked for them and no root certificate was vouched for, so only this is told: over which digest
a token is, which time it states, who says so, and whether the signature in it holds for the certificate in
it. Whether that certificate's authority deserves trust is another question, and is left open in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import new
from typing import Any

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
"""The object identifier id-ct-TSTInfo (1.2.840.113549.1.9.16.1.4) in DER: what makes a token known."""
LIMIT = 1 << 20
ODD = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
    x509.InvalidVersion, x509.DuplicateExtension, UnsupportedAlgorithm,
)  # fmt: skip
"""What the parsers raise over bytes that are no token, or were made to look like one."""
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(), "sha224": hashes.SHA224(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldToken:
    """What a token says of itself."""

    algorithm: str  # of hashlib
    imprint: str  # lower-case hex
    time: datetime  # UTC
    policy: str
    serial: str
    signer: str | None  # subject of the certificate that signed, as far as one lies in the token
    fault: str | None  # why the signature does not hold; None: it holds
    checked: bool  # False: the token holds no certificate, or an algorithm that is not known here


def read_token(data: bytes, beside: Sequence[x509.Certificate] = ()) -> HeldToken | None:
    """A token (CMS) or a whole reply with one in it; None for anything else.

    :param beside: certificates that came with the token, for one that holds none itself.

    >>> read_token(b"no token") is None
    True
    """
    if TST_INFO not in data[:4096] or len(data) > LIMIT:
        return None
    try:
        signed = _signed_data(data)
        content = signed["encap_content_info"]["content"]
        info = content.parsed
        imprint = info["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        certificate = _certificate(signed, beside)
        checked, fault = _checked(signed, bytes(content), certificate, info)
        at = info["gen_time"].native
        return HeldToken(
            algorithm if algorithm in _DIGESTS else str(algorithm),
            imprint["hashed_message"].native.hex(),
            at.astimezone(UTC),
            str(info["policy"].dotted),
            str(info["serial_number"].native),
            certificate.subject.rfc4514_string() if certificate else None,
            fault,
            checked,
        )
    except ODD:
        return None


def _signed_data(data: bytes) -> cms.SignedData:
    try:
        info = cms.ContentInfo.load(data, strict=True)
        if info["content_type"].native == "signed_data":
            return info["content"]
    except ODD:
        pass
    return tsp.TimeStampResp.load(data, strict=True)["time_stamp_token"]["content"]


def _certificate(signed: cms.SignedData, beside: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """The certificate that the signer's line names."""
    (signer,) = signed["signer_infos"]
    wanted = signer["sid"].chosen
    for choice in signed["certificates"] if not isinstance(signed["certificates"], core.Void) else ():
        one = choice.chosen
        if isinstance(wanted, cms.IssuerAndSerialNumber):
            same = one.issuer == wanted["issuer"] and one.serial_number == wanted["serial_number"].native
        else:
            same = one.key_identifier == wanted.native
        if same:
            return x509.load_der_x509_certificate(one.dump())
    return next((one for one in beside if _is_named_by(wanted, one)), None)


def _is_named_by(wanted: Any, certificate: x509.Certificate) -> bool:
    if not isinstance(wanted, cms.IssuerAndSerialNumber):
        return False
    issuer = certificate.issuer.public_bytes()
    return bool(
        issuer == wanted["issuer"].dump() and certificate.serial_number == wanted["serial_number"].native
    )


def _checked(
    signed: cms.SignedData, content: bytes, certificate: x509.Certificate | None, info: tsp.TSTInfo
) -> tuple[bool, str | None]:
    """Whether the signature could be checked, and why it does not hold."""
    (signer,) = signed["signer_infos"]
    name = signer["digest_algorithm"]["algorithm"].native
    attributes = {each["type"].native: each["values"][0].native for each in signer["signed_attrs"]}
    if name not in _DIGESTS:
        return False, None
    if attributes.get("message_digest") != new(name, content).digest():
        return True, "what it says was changed after it was signed"
    if certificate is None:
        return False, None
    if not names_certificate(attributes, certificate):
        return True, "the certificate in it is not the one that the signature names"
    at = info["gen_time"].native
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return True, "its certificate was not valid at the time that it states"
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        usage = x509.ExtendedKeyUsage([])
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        return True, "its certificate is not made for time stamps"
    return _signature(certificate, signer["signature"].native, signer["signed_attrs"].untag().dump(), name)


def names_certificate(attributes: Mapping[str, Any], certificate: x509.Certificate) -> bool:
    """Whether what was signed names this very certificate (ESSCertID, RFC 2634 and RFC 5035)."""
    data = certificate.public_bytes(Encoding.DER)
    if "signing_certificate_v2" in attributes:
        first = attributes["signing_certificate_v2"]["certs"][0]
        return bool(new(first["hash_algorithm"]["algorithm"], data).digest() == first["cert_hash"])
    if "signing_certificate" in attributes:
        return bool(new("sha1", data).digest() == attributes["signing_certificate"]["certs"][0]["cert_hash"])
    return False


def _signature(
    certificate: x509.Certificate, value: bytes, over: bytes, name: str
) -> tuple[bool, str | None]:
    key, digest = certificate.public_key(), _DIGESTS[name]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, over, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, over, ec.ECDSA(digest))
        else:
            return False, None
    except InvalidSignature:
        return True, "its signature does not hold for the certificate in it"
    except UnsupportedAlgorithm:
        return False, None
    return True, None
